"""What text says in place of marks and drawings, and how wide its labels are, on a terminal and in a file."""

from hipexpert.rendering.report.blocks import Row, Rows, Sketch, Words, code, spans

LONGEST = 16  # letters of a word in a column of labels that is not broken: German words are longer than the English that set its width


def described(sketch: Sketch) -> str:
    """What stands for a drawing where nothing can be drawn."""
    return f"Drawing: {sketch.drawing.says}. Shown with --format html."


def width_of_labels(block: Rows) -> int:
    """The width of the column of labels; 0 where it is as wide as it needs."""
    words = (len(word) for row in block.rows for word in "".join(span.text for span in spans(row.label)).split())
    longest = max((length for length in words if length <= LONGEST), default=0)
    return max(block.width, longest) if block.width else 0


def marked(number: int, text: Words, *, numbered: bool) -> Rows:
    """An item of a list beside its mark."""
    return Rows((Row(code(str(number)) if numbered else "-", text),), 3, right=True)
