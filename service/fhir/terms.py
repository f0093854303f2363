"""The systems and codes of the resources, and how they are written.

Only codes that a source at hand gives are of others: HL7's own tables, UCUM, and the ICD-10-CM codes of the pack. What the pack
says beyond them has systems of its own, ``urn:hipexpert:…``, each with the ids of the pack as codes.
"""

from collections.abc import Mapping
from typing import Any

from hipexpert.knowledge import Pack

Json = dict[str, Any]
YES_NO = "http://terminology.hl7.org/CodeSystem/v2-0136"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
UCUM = "http://unitsofmeasure.org"
EXTENSION = "http://hl7.org/fhir/StructureDefinition"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition"
YES, NO = {"system": YES_NO, "code": "Y", "display": "Yes"}, {"system": YES_NO, "code": "N", "display": "No"}
UNKNOWN = {"system": ABSENT, "code": "unknown", "display": "Unknown"}

# The units of numbers as the Unified Code for Units of Measure writes them; what stands in braces is counted.
UNITS: Mapping[str, str] = {
    "centimetres": "cm",
    "days": "d",
    "degrees": "deg",
    "degrees Celsius": "Cel",
    "hours a day": "h/d",
    "hours a week": "h/wk",
    "items": "{items}",
    "kilograms per square metre": "kg/m2",
    "kilometres": "km",
    "kilometres a week": "km/wk",
    "millimetres per hour": "mm/h",
    "minutes": "min",
    "models": "{models}",
    "out of 10": "{score}",
    "percent": "%",
    "sessions a week": "{sessions}/wk",
    "steps a minute": "{steps}/min",
    "tests": "{tests}",
    "thousand per cubic millimetre": "10*3/mm3",
    "units a week": "{units}/wk",
    "years": "a",
}


def canonical(pack: Pack) -> str:
    """The address of the questionnaire of a pack, without its version."""
    return f"urn:hipexpert:questionnaire:{pack.about.id}"


def system(pack: Pack, kind: str, name: str = "") -> str:
    """The system of the ids of a pack: of its ``condition``, ``rule``, ``advice``, ``level`` or ``band``, or of the values of a finding."""
    return ":".join(("urn:hipexpert", kind, pack.about.id, *([name] if name else [])))


def concept(text: str, *codings: Json) -> Json:
    """A CodeableConcept."""
    return {"coding": list(codings), "text": text} if codings else {"text": text}


def without_empty(resource: Json) -> Json:
    """A resource without what has no value, which FHIR forbids to write."""
    return {name: value for name, value in resource.items() if value not in (None, "", [], {})}
