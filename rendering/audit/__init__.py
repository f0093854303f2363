"""The report of an audit in its forms."""
