"""A stored assessment made again: whether every byte is the same and, if not, why."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import UNSET, Struct

from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.runner.document import ALL, SCHEMA, AssessmentDocument
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.reading_document import read_document
from hipexpert.knowledge.runner.results import Knowledge

if TYPE_CHECKING:
    from hipexpert.knowledge.runner.assessment import Assessor


class Replay(Struct, frozen=True):
    """What came of assessing the answers of a stored result again. ``same``: to the last byte. Else ``stored_with`` and
    ``replayed_with`` are the packs, and ``differences`` says where the two documents differ: nowhere when only their spacing does.
    """

    same: bool
    stored_with: Knowledge
    replayed_with: Knowledge
    differences: tuple[str, ...]

    @property
    def same_pack(self) -> bool:
        """Whether both rest on packs of the same content."""
        return self.stored_with.content_hash == self.replayed_with.content_hash


def replay(stored: str | bytes, assessor: "Assessor[Any]", place: str = "") -> Replay:
    """Assess again what a stored document was made of, and compare. Raises :class:`hipexpert.ProblemsError` when the text is no
    document, or one without the answers, and :class:`hipexpert.IntakeError` when the pack does not know them.
    """
    document = read_document(stored, AssessmentDocument, SCHEMA, place)
    if document.intake is UNSET or document.none_of is UNSET:
        help_text = "store the part `intake` too; it is there unless --parts leaves it out"
        raise ProblemsError([Problem("no-intake", "the result does not hold the answers that it was made of", place, help_text)])
    parts = [part for part in ALL if part != "sources" and getattr(document, part) is not UNSET]
    assessment = assessor.assess(Intake(document.intake, document.none_of))
    made = assessment.document((*parts, "sources") if document.sources else parts)
    text = (stored.encode() if isinstance(stored, str) else stored).rstrip(b"\n")
    same = text in (made.to_json().encode(), made.to_json(indent=2).encode())
    found = () if same else tuple(_differences(json.loads(document.to_json()), json.loads(made.to_json()), ""))
    return Replay(same, document.knowledge, assessment.knowledge, found)


def _differences(before: Any, after: Any, path: str) -> Iterator[str]:
    """Each place where two documents differ, as a JSON pointer with what stood there and what stands there now."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(each for each in after if each not in before)]:
            if path or name != "knowledge":  # the packs are told by themselves
                yield from _differences(before.get(name), after.get(name), f"{path}/{name}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _differences(one, other, f"{path}/{number}")
    elif before != after:
        yield f"{path}: {_short(before)} is now {_short(after)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return "nothing" if value is None else text if len(text) <= 60 else f"{text[:57]}…"
