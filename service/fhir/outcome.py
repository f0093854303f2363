"""What is wrong, or open, as an OperationOutcome."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from hipexpert.service.fhir.terms import Json

if TYPE_CHECKING:  # which needs what serves, and a bundle does not
    from hipexpert.service.problems import Mistake

# The kinds of issue of FHIR that say more than that something is invalid.
KINDS = {
    "unknown-finding": "code-invalid",
    "unknown-group": "code-invalid",
    "bad-answer": "value",
    "out-of-range": "value",
    "not-a-number": "value",
    "repeated-key": "duplicate",
    "bad-resource": "structure",
    "bad-interview": "conflict",
    "no-token": "login",
}


def issue(severity: str, kind: str, text: str, expressions: Iterable[str] = ()) -> Json:
    """One issue."""
    found = list(expressions)
    return {"severity": severity, "code": kind, "details": {"text": text}, **({"expression": found} if found else {})}


def outcome(issues: list[Json]) -> Json:
    """An OperationOutcome."""
    return {"resourceType": "OperationOutcome", "issue": issues}


def of_mistakes(mistakes: "Iterable[Mistake]", root: str) -> list[Json]:
    """Mistakes of a request as issues."""
    return [issue("error", KINDS.get(each.code, "invalid"), _said(each.detail, each.help), _places(each, root)) for each in mistakes]


def _said(message: str, help_text: str) -> str:
    return f"{message}: {help_text}" if help_text else message


def _places(each: "Mistake", root: str) -> list[str]:
    return [f"http.{each.parameter}"] if each.parameter else [expression((each.pointer or "#")[1:], root)]


def expression(place: str, root: str) -> str:
    """A JSON pointer as a FHIRPath: ``/item/3/answer/0`` as ``QuestionnaireResponse.item[3].answer[0]``."""
    steps = [each.replace("~1", "/").replace("~0", "~") for each in place.split("/")[1:]] if place.startswith("/") else []
    found = root
    for each in steps:
        if each.isdigit():
            found += f"[{each}]"
        elif re.fullmatch(r"[A-Za-z_]\w*", each, re.ASCII):
            found += f".{each}"
        else:
            break  # a name that FHIR has not: the place that holds it
    return found
