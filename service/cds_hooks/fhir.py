"""What prefetched FHIR resources say of a patient, in the vocabulary of a pack.

Of several responses, and of several observations of a kind, the newest counts. What has no place in the vocabulary is unread; an
answer that has one and cannot be read, or is given in two ways, stays unknown and is told: the card must not look calm over it.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from hipexpert.engine import Problem
from hipexpert.knowledge import Intake, Pack
from hipexpert.service.fhir.reading import FhirError, Form, Path, bad, parts
from hipexpert.service.fhir_mapping import FhirMapping, is_known
from hipexpert.service.problems import RequestError, refused

ANSWERS, OBSERVATIONS = "answers", "observations"
TAKEN = {"QuestionnaireResponse": ("completed", "amended", "in-progress"), "Observation": ("final", "amended", "corrected")}
WHEN = {"QuestionnaireResponse": ("authored",), "Observation": ("effectiveDateTime", "effectiveInstant", "issued")}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII)
_NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)


class FromRecord(NamedTuple):
    """What was found: ``about`` is whether anything there has a place in the vocabulary, ``unread`` what has none."""

    intake: Intake
    about: bool
    unread: tuple[str, ...]
    problems: tuple[Problem, ...]


def found_in(prefetch: Mapping[str, object], patient: str, pack: Pack, mapping: FhirMapping) -> FromRecord:
    """What the prefetched resources say. Raises :class:`RequestError`: 412 where nothing was prefetched, 422 for what is no such
    resource, or is about somebody else.
    """
    wanted = (ANSWERS, OBSERVATIONS) if mapping.observations else (ANSWERS,)
    came = [key for key in wanted if key in prefetch and _kind(prefetch[key]) != "OperationOutcome"]
    if not came:
        detail = f"`prefetch` must hold `{ANSWERS}`, or null where the patient has none; nothing is fetched from the FHIR server"
        raise RequestError(412, "no-prefetch", "what the service rests on did not come", detail)
    reading = _Reading(pack, mapping, patient)
    try:
        for key in came:
            reading.read(prefetch[key], ("prefetch", key), "Observation" if key == OBSERVATIONS else "QuestionnaireResponse")
    except FhirError as error:
        raise refused(error) from None
    return reading.found()


def _kind(resource: object) -> object:
    return resource.get("resourceType") if isinstance(resource, dict) else None


class _Reading:
    def __init__(self, pack: Pack, mapping: FhirMapping, patient: str) -> None:
        self.pack, self.mapping, self.patient = pack, mapping, patient
        self.form = Form(pack, mapping)
        self.about = False

    def found(self) -> FromRecord:
        """What was read."""
        intake, problems = self.form.readable()
        return FromRecord(intake, self.about, tuple(self.form.unread), problems)

    def read(self, given: object, path: Path, kind: str) -> None:
        """A resource of a kind, a bundle of them, or null: the newest of each, and of responses the newest that is about this."""
        dated = [(_when(each, at, WHEN[kind]), each, at) for each, at in self._resources(given, path, kind)]
        taken: dict[str, datetime.datetime] = {}
        for when, resource, at in sorted(dated, key=lambda each: each[0], reverse=True):
            for name in self._names(resource, at, kind):
                if when < taken.get(name, when):
                    continue
                if kind == "Observation":
                    self.form.say(self.mapping.observations[name], [(resource, at)])
                elif not self.form.read_items(resource, at):
                    continue
                self.about, taken[name] = True, when

    def _resources(self, given: object, path: Path, kind: str) -> Iterator[tuple[dict[str, Any], Path]]:
        if given is None:
            return
        if not isinstance(given, dict) or given.get("resourceType") not in (kind, "Bundle"):
            raise bad(f"a {kind}, a Bundle of them, or null is needed", path)
        entries = [(given, path)]
        if given["resourceType"] == "Bundle":
            entries = [(each.get("resource"), (*at, "resource")) for each, at in parts(given, "entry", path)]  # type: ignore[misc]
        for resource, at in entries:
            if not isinstance(resource, dict):
                raise bad("a resource is needed", at)
            if resource.get("resourceType") != kind:
                continue  # such as the outcome of the search
            subject = resource.get("subject", {})
            about = str(subject.get("reference", self.patient)) if isinstance(subject, dict) else ""
            if about.partition("/_history")[0].rpartition("/")[2] != self.patient:
                raise bad("it is not about the patient of the context", (*at, "subject"))
            if not isinstance(resource.get("status"), str):
                raise bad("a status is needed", at)
            if resource["status"] in TAKEN[kind]:
                yield resource, at

    def _names(self, resource: dict[str, Any], path: Path, kind: str) -> list[str]:
        """Under which names a resource is kept: one for a response, for an observation those of its codes that are mapped."""
        if kind == "QuestionnaireResponse":
            canonical = str(resource.get("questionnaire", "")).partition("|")[0]
            return [kind] if self.mapping.questionnaire in ("", canonical) else []
        code = resource.get("code")
        if not isinstance(code, dict):
            raise bad("an object `code` is needed", path)
        mapped = self.mapping.observations
        codes = dict.fromkeys(f"{each.get('system')}|{each.get('code')}" for each, _at in parts(code, "coding", (*path, "code")))
        return [each for each in codes if each in mapped and is_known(mapped[each].finding, self.pack)]


def _when(resource: dict[str, Any], path: Path, keys: tuple[str, ...]) -> datetime.datetime:
    """When a resource is from; what says nothing of it is older than all that does."""
    key = next((each for each in keys if each in resource), None)
    if key is None:
        return _NEVER
    text = resource[key]
    try:
        if not isinstance(text, str) or not _DATE.fullmatch(text):
            raise ValueError
        found = datetime.datetime.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
        return found.astimezone(datetime.UTC) if found.tzinfo else found.replace(tzinfo=datetime.UTC)
    except (ValueError, OverflowError):
        raise bad("it is no date", (*path, key)) from None
