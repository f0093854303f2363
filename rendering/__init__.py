"""Explanations as text for other programs: DOT, Mermaid, GraphML, Markdown."""
