"""Words of strangers that are safe to print."""


def harmless(text: str) -> str:
    """A text that quotes a stranger's file: what could steer the terminal is written out."""
    return "".join(char if char.isprintable() or char == "\n" else char.encode("unicode_escape").decode() for char in text)
