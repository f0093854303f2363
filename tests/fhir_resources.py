"""Resources of FHIR by hand, what is in them, and whether two validators find them sound."""

from collections.abc import Iterator
from typing import Any

import fhirkit
from fhir.resources import R4B, get_fhir_model_class
from pydantic import BaseModel

Json = dict[str, Any]


def check_valid(resource: Json) -> None:
    """Two validators that share no code: pydantic models of R4B, and R4 in Rust."""
    assert [str(each) for each in fhirkit.validate(resource)] == []
    R4B.get_fhir_model_class(resource["resourceType"]).model_validate(resource)


def check_valid_in_r5(resource: Json) -> None:
    """Models of R5, each resource of a bundle by its own, and the codes that R5 requires, which the models list (long lists
    in part) and do not check.
    """
    made = get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    assert list(_wrong_codes(made)) == []
    for entry in resource.get("entry", []):
        check_valid_in_r5(entry["resource"])


def _wrong_codes(made: BaseModel) -> Iterator[str]:
    for name, field in type(made).model_fields.items():
        value = getattr(made, name)
        allowed = (field.json_schema_extra or {}).get("enum_values")  # type: ignore[union-attr]
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, BaseModel):
                yield from _wrong_codes(each)
            elif allowed and "+" not in allowed and each is not None and each not in allowed:  # type: ignore[operator]
                yield f"{type(made).__name__}.{name} {each}"


def items(holder: Json) -> Iterator[Json]:
    """The items of a questionnaire or a response, however deep."""
    for each in holder.get("item", []):
        yield each
        yield from items(each)


def item(link: str, **value: object) -> Json:
    """An item with one answer."""
    return {"linkId": link, "answer": [value]}


def response(*given: Json, **more: object) -> Json:
    """A response by hand."""
    return {"resourceType": "QuestionnaireResponse", "status": "completed", **more, "item": list(given)}


def resources(bundle: Json, kind: str) -> list[Json]:
    """The resources of a kind in a bundle."""
    return [each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == kind]


def code(concept: Json) -> str:
    """The first code of a concept."""
    return concept["coding"][0]["code"]  # type: ignore[no-any-return]
