"""A spreadsheet in, the same spreadsheet out with what follows for each row; a cell that cannot be read is marked, with the reason.

pip install "hipexpert[cohort]" openpyxl
python spreadsheet.py runners.xlsx results.xlsx patient_id
"""

import sys
from datetime import date, time

import polars
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

import hipexpert

RESULTS = ("urgency", "at_most", "condition_1", "condition_2", "condition_3", "problem")
MARK = PatternFill("solid", fgColor="FFC7CE")


def text(value: object) -> str | None:
    """A cell as text. A formula, a date or an error of Excel is no answer, and is told so below; an empty cell is unknown."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date | time):
        return f"a date, {value.isoformat()}"  # Excel makes one of `1/2`
    return None if value is None else str(value)


def assess(book: Workbook, keep: list[str]) -> int:
    """Write results beside the rows of the first sheet; how many rows cannot be read. ``keep``: columns that are no findings."""
    sheet = book.worksheets[0]
    columns: dict[str, tuple[int, list[str | None]]] = {}
    for number, (head, *below) in enumerate(sheet.iter_cols(values_only=True), 1):
        if any(each is not None for each in (head, *below)):
            name = text(head) or f"column {number}"
            if name in columns:
                raise SystemExit(f"two columns are called {name}")
            columns[name] = number, [text(each) for each in below]
    frame = polars.DataFrame([polars.Series(name, cells, polars.String) for name, (_, cells) in columns.items()])
    found = hipexpert.assess_frame(frame, mapping={"keep": keep}, results=["urgency", "conditions"])
    for column, result in enumerate(RESULTS, sheet.max_column + 1):
        for row, value in enumerate([result, *found[result]], 1):
            sheet.cell(row, column, value)
    for row, wrong in enumerate(found["problem"], 2):
        for name in wrong.split(", ") if wrong else ():
            number, cells = columns[name]
            cell = sheet.cell(row, number)
            cell.fill, cell.comment = MARK, Comment(reason(name, cells[row - 2]), "hipexpert")
    return sum(bool(wrong) for wrong in found["problem"])


def reason(name: str, value: str | None) -> str:
    """Why a cell cannot be read."""
    try:
        hipexpert.assess({name: value})
    except hipexpert.IntakeError as error:
        return str(error)
    return "this cannot be read"


def main(words: list[str]) -> None:
    """Read one file and write another."""
    if len(words) < 2:
        sys.exit(__doc__)
    source, target, *keep = words
    try:
        book = load_workbook(source)
        unread = assess(book, keep)
        book.save(target)
    except (OSError, InvalidFileException, hipexpert.ProblemsError) as error:  # such as a column that is no finding: a misspelt red flag
        sys.exit(str(error))
    sys.stdout.write(f"{target}: {unread} rows cannot be read\n")


if __name__ == "__main__":
    main(sys.argv[1:])
