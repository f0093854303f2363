"""Reading a stored assessment: what ``to_json`` wrote, or one clear message why it is none."""

import json
from typing import TypeVar

import msgspec

from hipexpert.engine import Problem, ProblemsError

Document = TypeVar("Document", bound=msgspec.Struct)


def read_document(text: str | bytes, kind: type[Document], schema: str, place: str = "") -> Document:
    """The document of a kind, whose ``schema`` it names. ``place`` is the name of the file, for the message. Raises
    :class:`hipexpert.ProblemsError`.
    """
    try:
        found = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise ProblemsError([Problem("not-json", f"this is not JSON: {error}", place)]) from None
    named = found.get("schema") if isinstance(found, dict) else None
    if named != schema:
        help_text = "write one with `hipexpert explain CASE --format json`"
        said = f"it says `{named}`" if isinstance(named, str) else "it does not say of which schema it is"
        raise ProblemsError([Problem("no-assessment", f"this is no assessment of the schema `{schema}`: {said}", place, help_text)])
    try:
        return msgspec.convert(found, kind)
    except msgspec.ValidationError as error:
        message = str(error)
        raise ProblemsError([Problem("no-assessment", f"this is no whole assessment: {message[:1].lower()}{message[1:]}", place)]) from None
