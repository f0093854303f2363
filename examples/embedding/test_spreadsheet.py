"""The spreadsheet round trip, with cells as people write them."""

import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from spreadsheet import main

import hipexpert

HEAD = ["patient_id", "age_years", "limp", "weight_bearing", "symptom_duration_days"]
ROWS = [
    ["A1", 46, False, "full", None],
    ["A2", 22, True, "unable", 12],
    ["A3", "forty", "perhaps", None, datetime.date(2026, 2, 1)],
    ["A4", None, None, None, None],
    ["A5", 30, "=TRUE()", None, None],
]


@pytest.fixture
def results(tmp_path: Path) -> Workbook:
    """What came out, read again."""
    book = Workbook()
    assert book.active is not None
    for row in (HEAD, *ROWS):
        book.active.append(row)
    book.save(tmp_path / "in.xlsx")
    main([str(tmp_path / "in.xlsx"), str(tmp_path / "out.xlsx"), "patient_id"])
    return load_workbook(tmp_path / "out.xlsx")


def test_each_row_gets_what_follows_from_it_alone(results: Workbook) -> None:
    """As the engine says of each runner; an empty cell is unknown and not no."""
    sheet = results.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    for number, row in enumerate(ROWS, 2):
        told = dict(zip(names, (cell.value for cell in sheet[number]), strict=True))
        assert [told[name] for name in HEAD[:3]] == row[:3]
        if number in (4, 6):
            assert told["urgency"] is None
            continue
        result = hipexpert.assess({name: value for name, value in zip(HEAD[1:], row[1:], strict=True) if value is not None})
        assert told["urgency"] == result.level
        assert told["condition_1"] == (result.differential[0].condition if result.differential else None)
    assert sheet.cell(5, names.index("at_most") + 1).value == "emergency"


def test_a_cell_that_cannot_be_read_is_marked_with_the_reason(results: Workbook) -> None:
    """A word for a number, a date that Excel made of a text, a formula: each at its cell, and nowhere else."""
    marked = {cell.coordinate: cell.comment.text for row in results.worksheets[0].iter_rows() for cell in row if cell.comment}
    assert set(marked) == {"B4", "C4", "E4", "C6"}
    assert "whole number from 2 to 100 years" in marked["B4"]
    assert "yes or no" in marked["C6"]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (["weight_baring"], "did you mean `weight_bearing`"),
        (["limp", None], "column 2"),
        (["limp", "limp"], "two columns are called limp"),
    ],
)
def test_a_column_that_nobody_knows_is_refused(tmp_path: Path, head: list[str | None], told: str) -> None:
    """Misspelt, without a name, or there twice: a red flag in it would be passed over in silence."""
    book = Workbook()
    assert book.active is not None
    book.active.append(head)
    book.active.append(["yes"] * len(head))
    book.save(tmp_path / "in.xlsx")
    with pytest.raises(SystemExit, match=told):
        main([str(tmp_path / "in.xlsx"), str(tmp_path / "out.xlsx")])
    assert not (tmp_path / "out.xlsx").exists()


def test_an_empty_column_is_nothing(tmp_path: Path) -> None:
    """One that only has a format is passed over, and the results stand behind it."""
    book = Workbook()
    assert book.active is not None
    book.active.append(["limp"])
    book.active.append(["yes"])
    book.active["C1"].number_format = "0.00"
    book.save(tmp_path / "in.xlsx")
    main([str(tmp_path / "in.xlsx"), str(tmp_path / "out.xlsx")])
    head, row = ([cell.value for cell in cells] for cells in load_workbook(tmp_path / "out.xlsx").worksheets[0].iter_rows(max_row=2))
    assert (head[:4], row[:4]) == (["limp", None, None, "urgency"], ["yes", None, None, hipexpert.assess({"limp": True}).level])


@pytest.mark.parametrize("words", [[], ["nowhere.xlsx", "out.xlsx"], ["spreadsheet.py", "out.xlsx"]])
def test_a_file_that_cannot_be_read_is_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    """And no traceback."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as refused:
        main(words)
    assert isinstance(refused.value.code, str)
