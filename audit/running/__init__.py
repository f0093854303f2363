"""Running the audit: which checks there are, what they find in a pack, what of it is accepted, and the report."""
