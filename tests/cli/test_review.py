"""`hipexpert review`, from "what changed?" to a signature, as a clinician and the maintainer of a pack go through it."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from html_reading import read_page
from signing_packs import CHILD, LOWERED, change, signed_pack
from tiny import copied

from hipexpert.cli.main import main


def called(*words: str) -> Result:
    """What `hipexpert review` says."""
    return CliRunner().invoke(main, ["review", *words], prog_name="hipexpert")


@pytest.fixture
def lowered(tmp_path: Path) -> Path:
    """A signed pack in which a red flag was lowered since."""
    pack = signed_pack(tmp_path)
    change(pack, LOWERED)
    return pack


def table_of(pack: Path) -> list[dict[str, str]]:
    """The list of a review as a table."""
    return list(csv.DictReader(io.StringIO(called("start", str(pack), "--format", "csv").stdout)))


def test_what_changed_is_told_without_yaml(lowered: Path) -> None:
    """In sentences, with the runner who is told less, the source, and who must sign."""
    said = " ".join(called("start", str(lowered)).stdout.split())
    assert "before If the pattern “Irritated joint” and age 5 to 15, then: the urgency is at least urgent." in said
    assert "SOME RUNNERS GET a lower urgency (urgent → self care)" in said
    assert "A book about knees (textbook), page 1" in said
    assert "two reviewers, one of them of a clinical role" in said
    assert "between" not in said


def test_a_table_that_was_filled_in_is_signed(lowered: Path, tmp_path: Path) -> None:
    """By two people, in whatever form their program saves it; then the pack may be released."""
    for name, mark in (("Ann Smith", ";"), ("Bo Jones", "\t")):
        rows = table_of(lowered)
        for row in rows:
            if row["entry"] == f"rule {CHILD}":
                row |= {"decision": "Accept ", "reason": "read, page 1", "name": name, "role": "Physiotherapist", "date": "2020-11-28"}
        filled = io.StringIO()
        writer = csv.DictWriter(filled, list(rows[0]), delimiter=mark)
        writer.writeheader()
        writer.writerows(rows)
        (tmp_path / "list.csv").write_text("\ufeff" + filled.getvalue(), encoding="utf-8")
        assert called("status", str(lowered)).exit_code == 3
        done = called("sign", str(lowered), "--list", str(tmp_path / "list.csv"))
        assert done.exit_code == 0, done.stderr
    assert called("status", str(lowered)).exit_code == 0
    assert "Bo Jones, physiotherapist, 2020-11-28: accepted, read, page 1" in called("show", CHILD, str(lowered)).stdout


def filled_page(page: str, **said: object) -> str:
    """The page as its button saves it, with what was filled in."""
    start = page.index('id="filled">') + len('id="filled">')
    end = page.index("</script>", start)
    data = json.loads(page[start:end]) | said
    return page[:start] + json.dumps(data) + page[end:]


def test_a_page_that_was_filled_in_is_signed(lowered: Path, tmp_path: Path) -> None:
    """Every entry stands on it with its content, so that what changed since is refused."""
    page = called("start", str(lowered), "--format", "html").stdout
    (article, *_) = read_page(page).all("article")
    assert article.attributes["data-entry"] == f"rule {CHILD}"
    assert "Two people must accept it" in article.text
    row = {"entry": f"rule {CHILD}", "content": article.attributes["data-content"], "decision": "accepted", "reason": ""}
    who = {"name": "Ann Smith", "role": "physician", "date": "2020-11-28"}
    (tmp_path / "list.html").write_text(filled_page(page, rows=[row], **who))
    assert called("sign", str(lowered), "--list", str(tmp_path / "list.html")).exit_code == 0
    assert "signed by one of two" in called("status", str(lowered)).stdout
    change(lowered, ("rules/knee.yaml", "between: [6, 15]", "between: [7, 15]"))
    refused = called("sign", str(lowered), "--list", str(tmp_path / "list.html"))
    assert refused.exit_code == 2
    assert f"`rule {CHILD}` has changed since this list was made" in refused.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "lacks the columns"),
        ("entry,decision\n", "lacks the columns `content`, `pack`, `reason`"),
        ("entry,content,pack,decision,reason\nrule x,,,,\n", "nothing of the list is decided"),
        ("entry,content,pack,decision,reason\nrule x,,,perhaps,\n", "`perhaps` is no decision"),
        ("entry,content,pack,decision,reason\nrule x,,,reject,\n", "rejected without a reason"),
        ("entry,content,pack,decision,reason,name\nage,,,yes,,A\nside,,,yes,,B\n", "names more than one name: A, B"),
        ("entry,content,pack,decision,reason,date\nage,,,yes,,soon\n", "`soon` is no date"),
        ("<p>no review</p>", "the page carries no review"),
        ('<script id="filled">[1]</script>', "the page carries no review"),
    ],
)
def test_a_list_that_cannot_be_signed_is_refused(content: str, message: str, tmp_path: Path) -> None:
    """With one message that says why, and nothing is written."""
    pack = copied(tmp_path)
    (tmp_path / "list").write_text(content)
    done = called("sign", str(pack), "--list", str(tmp_path / "list"), "--name", "A", "--role", "nurse")
    assert done.exit_code == 2
    assert message in done.stderr
    assert not (pack / "signatures.yaml").exists()


def test_no_cell_of_a_table_is_a_formula(tmp_path: Path) -> None:
    """Whatever a pack writes, a program for tables takes it for text; the entry is found again."""
    pack = copied(tmp_path, ("rules/knee.yaml", "because: It may be an infection.", 'because: "=HYPERLINK(1)"'))
    assert {row["because"] for row in table_of(pack) if row["entry"] == f"rule {CHILD}"} == {"'=HYPERLINK(1)"}


def test_a_list_that_was_written_says_what_to_do_with_it(lowered: Path, tmp_path: Path) -> None:
    """How much there is to decide, in which file, and what reads it; a list on standard output is the list alone."""
    for name in ("review.html", "review.csv"):
        said = " ".join(called("start", str(lowered), "-o", str(tmp_path / name)).stdout.split())
        assert said.startswith(f"{len(table_of(lowered))} entr")
        assert f"{tmp_path / name}. Filled in, `hipexpert review sign {lowered} --list FILE` reads it." in said
    assert "Filled in" not in called("start", str(lowered), "--format", "csv").stdout
