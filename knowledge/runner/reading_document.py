"""Reading a stored assessment: what ``to_json`` wrote, or one clear message why it is none."""

import json

import msgspec

from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.runner.document import SCHEMA, AssessmentDocument


def read_document(text: str | bytes, place: str = "") -> AssessmentDocument:
    """The document. ``place`` is the name of the file, for the message. Raises :class:`hipexpert.ProblemsError`."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProblemsError([Problem("not-json", f"this is not JSON: {error}", place)]) from None
    schema = found.get("schema") if isinstance(found, dict) else None
    if schema != SCHEMA:
        help_text = "write one with `hipexpert explain CASE --format json`"
        said = f"it says `{schema}`" if isinstance(schema, str) else "it does not say of which schema it is"
        raise ProblemsError([Problem("no-assessment", f"this is no assessment of the schema `{SCHEMA}`: {said}", place, help_text)])
    try:
        return msgspec.convert(found, AssessmentDocument)
    except msgspec.ValidationError as error:
        message = str(error)
        raise ProblemsError([Problem("no-assessment", f"this is no whole assessment: {message[:1].lower()}{message[1:]}", place)]) from None
