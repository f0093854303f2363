"""The same resources in FHIR R5: :func:`fhir_r5`.

What is written is R4; this says what R5 calls otherwise, and nothing else, so that neither release can say what the other does not.
"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid5

from hipexpert.service.fhir.reading import bad
from hipexpert.service.fhir.terms import Json

VERSION = "5.0.0"
# The states of an activity within a plan, as a task of its own has them.
STATES = {"not-started": "draft", "on-hold": "on-hold", "cancelled": "cancelled"}
# R5 has no role `derivation`: a rule is followed, and the derivation is read.
FOLLOWED, READ = "instantiates", "source"


def fhir_r5(resource: Json) -> Json:
    """A resource that this package wrote (a Questionnaire, a QuestionnaireResponse, a Bundle …) as FHIR R5; the argument is left as it was.

    A Questionnaire asks by `coding` where R4 says `choice`; reasons are concepts or references in one; the activities of a CarePlan,
    which R5 keeps outside of it, are each a Task beside it in the Bundle. What says the same in both is given unchanged:
    :func:`hipexpert.read_fhir` and :func:`hipexpert.fhir_next_question` take responses of either. Raises :class:`hipexpert.FhirError`
    for what it did not write.
    """
    try:
        return _in_r5(resource)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise bad("this is no resource of R4 as hipexpert writes it", ()) from None


def _in_r5(resource: Json) -> Json:
    made = CHANGED.get(resource["resourceType"], dict)(resource)
    for holder in ("contained", "parameter"):
        if holder in made:
            made[holder] = [_inner(each) for each in made[holder]]
    return made


def _inner(each: Json) -> Json:
    """What is contained, or a parameter, which may hold a resource."""
    if "resourceType" in each:
        return _in_r5(each)
    return {**each, "resource": _in_r5(each["resource"])} if "resource" in each else each


def _asking(holder: Json) -> Json:
    """A questionnaire, or an item of it."""
    made = {**holder}
    if made.get("type") == "choice":
        made["type"] = "coding"
    if "item" in made:
        made["item"] = [_asking(each) for each in made["item"]]
    return made


def _bundle(resource: Json) -> Json:
    made: list[Json] = []
    for entry in resource.get("entry", []):
        inner = entry["resource"]
        if inner["resourceType"] != "CarePlan":
            made.append({**entry, "resource": _in_r5(inner)})
            continue
        tasks = list(_tasks(inner, entry["fullUrl"]))
        planned = [{"plannedActivityReference": {"reference": each["fullUrl"]}} for each in tasks]
        made += [{**entry, "resource": {**inner, "activity": planned}}, *tasks]
    return {**resource, **({"entry": made} if made else {})}


def _alone(_plan: Json) -> Json:
    raise KeyError("a plan without the bundle that its activities go to")


def _tasks(plan: Json, url: str) -> Iterator[Json]:
    """The activities of a plan, each with its entry."""
    for number, activity in enumerate(plan["activity"], 1):
        detail = activity["detail"]
        name = str(uuid5(UUID(plan["id"]), f"activity {number}"))
        told = {"code": detail.get("code"), "description": detail["description"], "doNotPerform": detail["doNotPerform"]}
        why = {"statusReason": {"concept": detail["statusReason"]}} if "statusReason" in detail else {}
        task: dict[str, Any] = {
            "resourceType": "Task",
            "id": name,
            "basedOn": [{"reference": url}],
            "status": STATES[detail["status"]],
            **why,
            "intent": "proposal",
            **{each: value for each, value in told.items() if value is not None},
            "for": plan["subject"],
        }
        yield {"fullUrl": f"urn:uuid:{name}", "resource": task}


def _guidance(resource: Json) -> Json:
    made = {name: value for name, value in resource.items() if name not in ("reasonCode", "evaluationMessage")}
    made["reason"] = [{"concept": each} for each in resource["reasonCode"]]
    made["result"] = [resource["result"]]
    if said := resource.get("evaluationMessage"):
        (made["evaluationMessage"],) = said
    return made


def _issue(resource: Json) -> Json:
    made = {name: value for name, value in resource.items() if name != "patient"}
    return {**made, **({"subject": resource["patient"]} if "patient" in resource else {})}


def _provenance(resource: Json) -> Json:
    return {**resource, "entity": [{**each, "role": _role(each)} for each in resource["entity"]]}


def _role(entity: Json) -> str:
    if entity["role"] != "derivation":
        return str(entity["role"])
    return FOLLOWED if "identifier" in entity["what"] else READ


def _device(resource: Json) -> Json:
    made = {name: value for name, value in resource.items() if name != "deviceName"}
    return {**made, "name": [{"value": each["name"], "type": "user-friendly-name"} for each in resource["deviceName"]]}


def _capabilities(resource: Json) -> Json:
    return {**resource, "fhirVersion": VERSION}


CHANGED: dict[str, Callable[[Json], Json]] = {
    "Bundle": _bundle,
    "CarePlan": _alone,
    "CapabilityStatement": _capabilities,
    "DetectedIssue": _issue,
    "Device": _device,
    "GuidanceResponse": _guidance,
    "Provenance": _provenance,
    "Questionnaire": _asking,
}
