"""A report as blocks: what it says, apart from how a terminal, Markdown or HTML shows it."""
