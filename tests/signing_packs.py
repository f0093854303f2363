"""The tiny pack, signed by a clinician and changed since."""

import datetime
from pathlib import Path

from tiny import copied

from hipexpert.audit.review.lists import ListedDecision
from hipexpert.audit.review.signing import UnderReview, signed, standing_of, under_review
from hipexpert.audit.review.standing import EntryStanding

FIRST, LATER = datetime.date(2020, 11, 22), datetime.date(2020, 11, 25)
RULES = "rules/knee.yaml"
CHILD = "a-swollen-knee-in-a-child-is-urgent"
LOWERED = (RULES, "between: [5, 15]", "between: [6, 15]")
RAISED = (RULES, "between: [5, 15]", "between: [5, 17]")


def guarding(under: UnderReview) -> list[str]:
    """What must be signed and is not."""
    return [name for name, each in standing_of(under).items() if each.entry.guards and each.state != "signed"]


def sign(
    folder: Path, *names: str, by: str = "A. Smith", role: str = "physiotherapist", on: datetime.date = FIRST, decision: str = "accepted"
) -> dict[str, EntryStanding]:
    """Sign entries of a pack (without names all that must be signed), and how each entry stands then."""
    under = under_review(folder)
    made = [ListedDecision(each, "", decision, "it says less" if decision == "rejected" else "", "") for each in names or guarding(under)]
    files, left = signed(under, made, by, role, on, today=LATER)
    for path, content in files.items():
        path.write_bytes(content)
    return left


def signed_pack(folder: Path) -> Path:
    """The tiny pack, all that guards signed."""
    pack = copied(folder)
    sign(pack)
    return pack


def change(pack: Path, *changes: tuple[str, str, str]) -> None:
    """Replace texts that occur once in files of a pack."""
    for name, old, new in changes:
        text = (pack / name).read_text()
        assert text.count(old) == 1
        (pack / name).write_text(text.replace(old, new))
