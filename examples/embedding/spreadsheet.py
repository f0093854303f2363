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
    names, *rows = ([text(each) for each in row] for row in sheet.iter_rows(values_only=True))
    frame = polars.DataFrame(rows, schema={str(name): polars.String for name in names}, orient="row")
    found = hipexpert.assess_frame(frame, mapping={"keep": keep}, results=["urgency", "conditions"])
    for column, name in enumerate(RESULTS, len(names) + 1):
        for row, value in enumerate([name, *found[name]], 1):
            sheet.cell(row, column, value)
    unread = 0
    for row, wrong in enumerate(found["problem"], 2):
        for name in wrong.split(", ") if wrong else ():
            cell = sheet.cell(row, names.index(name) + 1)
            cell.fill, cell.comment = MARK, Comment(reason(name, rows[row - 2][names.index(name)]), "hipexpert")
        unread += bool(wrong)
    return unread


def reason(name: str, value: str | None) -> str:
    """Why a cell cannot be read."""
    try:
        hipexpert.assess({name: value})
    except hipexpert.IntakeError as error:
        return str(error)
    return "this cannot be read"


def main(source: str, target: str, *keep: str) -> None:
    """Read one file and write another."""
    book = load_workbook(source)
    try:
        unread = assess(book, list(keep))
    except hipexpert.ProblemsError as error:  # a column that is no finding, such as a misspelt red flag
        sys.exit(str(error))
    book.save(target)
    sys.stdout.write(f"{target}: {unread} rows cannot be read\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
