"""FHIR resources in files: JSON that a person can read, and mistakes with the line that they stand in."""

import msgspec

from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import Intake, Pack
from hipexpert.knowledge.packs import reading
from hipexpert.service.fhir.r5 import fhir_r5
from hipexpert.service.fhir.reading import FhirError, read_fhir
from hipexpert.service.fhir.terms import Json


def fhir_text(resource: Json, *, r5: bool = False) -> str:
    """A resource as JSON, indented; in R5 where that is asked for."""
    return msgspec.json.format(msgspec.json.encode(fhir_r5(resource) if r5 else resource), indent=2).decode() + "\n"


def read_fhir_text(content: bytes, name: str, pack: Pack) -> Intake:
    """The intake in the bytes of a QuestionnaireResponse. Raises :class:`ReadingError`, or :class:`hipexpert.FhirError` whose places are
    lines of the file.
    """
    reading.check_size(content, reading.CASE_BYTES, name)
    text = reading.parse(content, name)
    try:
        return read_fhir(text.data, pack)
    except ProblemsError as error:
        placed = [
            Problem(each.code, each.message, text.place(*map(_step, each.place.split("/")[1:])), each.help, each.findings)
            for each in error.problems
        ]
        raise FhirError(placed) from None


def _step(part: str) -> str | int:
    return int(part) if part.isdigit() else part.replace("~1", "/").replace("~0", "~")
