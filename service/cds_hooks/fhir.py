"""What prefetched FHIR resources say of a patient, in the vocabulary of a pack.

Of several responses, and of several observations of a kind, the newest counts. What has no place in the vocabulary is unread; an
answer that has one and cannot be read, or is given in two ways, stays unknown and is told: the card must not look calm over it.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import Intake, Pack
from hipexpert.knowledge.packs.vocabulary import Choices, Number
from hipexpert.knowledge.runner.reading_intake import IntakeReader, pointer
from hipexpert.service.fhir_mapping import FhirMapping, Mapped, is_known
from hipexpert.service.problems import RequestError, refused

ANSWERS, OBSERVATIONS = "answers", "observations"
TAKEN = {"QuestionnaireResponse": ("completed", "amended", "in-progress"), "Observation": ("final", "amended", "corrected")}
WHEN = {"QuestionnaireResponse": ("authored",), "Observation": ("effectiveDateTime", "effectiveInstant", "issued")}
READ = ("valueBoolean", "valueInteger", "valueDecimal", "valueString", "valueCoding", "valueCodeableConcept", "valueQuantity")
DEEPEST = 60  # steps of a path: no form for people is nested so deeply
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII)
_NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)
Path = tuple[str | int, ...]


class FromRecord(NamedTuple):
    """What was found: ``about`` is whether anything there has a place in the vocabulary, ``unread`` what has none."""

    intake: Intake
    about: bool
    unread: tuple[str, ...]
    problems: tuple[Problem, ...]


class _Said(NamedTuple):
    name: str
    value: object
    path: Path


class _UnreadableError(ValueError):
    """A value that says nothing in the vocabulary."""


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
    for key in came:
        reading.read(prefetch[key], ("prefetch", key), "Observation" if key == OBSERVATIONS else "QuestionnaireResponse")
    return reading.found()


def _kind(resource: object) -> object:
    return resource.get("resourceType") if isinstance(resource, dict) else None


def _bad(message: str, path: Path) -> RequestError:
    return refused(ProblemsError([Problem("bad-resource", message, pointer(*path))]))


def _parts(holder: Mapping[str, object], key: str, path: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """The objects of a list. Raises :class:`RequestError` for anything else."""
    given = holder.get(key, [])
    if not isinstance(given, list):
        raise _bad(f"`{key}` must be a list", (*path, key))
    for number, each in enumerate(given):
        if not isinstance(each, dict):
            raise _bad("an object is needed", (*path, key, number))
        yield each, (*path, key, number)


class _Reading:
    def __init__(self, pack: Pack, mapping: FhirMapping, patient: str) -> None:
        self.pack, self.mapping, self.patient = pack, mapping, patient
        self.said: list[_Said] = []
        self.problems: list[Problem] = []
        self.wrong: dict[str, None] = {}
        self.unread: dict[str, None] = {}
        self.about = False

    def found(self) -> FromRecord:
        """What was read. What cannot be, or is said in two ways, is said to be unknown: also where its whole group is denied."""
        reader = IntakeReader(self.pack)
        for each in self.said:
            before = len(reader.problems)
            reader.say(*each)
            if len(reader.problems) > before:
                self.wrong[each.name] = None
        problems = (*self.problems, *reader.problems)
        if self.wrong:
            reader = IntakeReader(self.pack)
            for each in self.said:
                if each.name not in self.wrong:
                    reader.say(*each)
            for name in self.wrong:
                reader.say(name, "unknown", ())
            reader.problems.clear()  # those above
        return FromRecord(reader.answers().intake, self.about, tuple(self.unread), problems)

    def read(self, given: object, path: Path, kind: str) -> None:
        """A resource of a kind, a bundle of them, or null: the newest of each, and of responses the newest that is about this."""
        dated = [(_when(each, at, WHEN[kind]), each, at) for each, at in self._resources(given, path, kind)]
        taken: dict[str, datetime.datetime] = {}
        for when, resource, at in sorted(dated, key=lambda each: each[0], reverse=True):
            for name in self._names(resource, at, kind):
                if when < taken.get(name, when):
                    continue
                if kind == "Observation":
                    self._say(self.mapping.observations[name], [(resource, at)])
                elif not self._read_items(resource, at):
                    continue
                self.about, taken[name] = True, when

    def _resources(self, given: object, path: Path, kind: str) -> Iterator[tuple[dict[str, Any], Path]]:
        if given is None:
            return
        if not isinstance(given, dict) or given.get("resourceType") not in (kind, "Bundle"):
            raise _bad(f"a {kind}, a Bundle of them, or null is needed", path)
        entries = [(given, path)]
        if given["resourceType"] == "Bundle":
            entries = [(each.get("resource"), (*at, "resource")) for each, at in _parts(given, "entry", path)]  # type: ignore[misc]
        for resource, at in entries:
            if not isinstance(resource, dict):
                raise _bad("a resource is needed", at)
            if resource.get("resourceType") != kind:
                continue  # such as the outcome of the search
            subject = resource.get("subject", {})
            about = str(subject.get("reference", self.patient)) if isinstance(subject, dict) else ""
            if about.partition("/_history")[0].rpartition("/")[2] != self.patient:
                raise _bad("it is not about the patient of the context", (*at, "subject"))
            if not isinstance(resource.get("status"), str):
                raise _bad("a status is needed", at)
            if resource["status"] in TAKEN[kind]:
                yield resource, at

    def _names(self, resource: dict[str, Any], path: Path, kind: str) -> list[str]:
        """Under which names a resource is kept: one for a response, for an observation those of its codes that are mapped."""
        if kind == "QuestionnaireResponse":
            canonical = str(resource.get("questionnaire", "")).partition("|")[0]
            return [kind] if self.mapping.questionnaire in ("", canonical) else []
        code = resource.get("code")
        if not isinstance(code, dict):
            raise _bad("an object `code` is needed", path)
        mapped = self.mapping.observations
        codes = dict.fromkeys(f"{each.get('system')}|{each.get('code')}" for each, _at in _parts(code, "coding", (*path, "code")))
        return [each for each in codes if each in mapped and is_known(mapped[each].finding, self.pack)]

    def _read_items(self, response: dict[str, Any], path: Path) -> bool:
        """Read the items of a response, and say whether any has a place in the vocabulary."""
        about = False
        waiting = list(_parts(response, "item", path))[::-1]
        while waiting:
            item, at = waiting.pop()
            if len(at) > DEEPEST:
                raise _bad("it is nested too deeply", path)
            link = item.get("linkId")
            if not isinstance(link, str):
                raise _bad("a `linkId` is needed", at)
            answers = list(_parts(item, "answer", at))
            mapped = self.mapping.items.get(link) or Mapped(link)
            if is_known(mapped.finding, self.pack):
                about = True
                self._say(mapped, answers)
            elif answers:
                self.unread[link[:60]] = None
            inner = [part for holder, place in [(item, at), *answers] for part in _parts(holder, "item", place)]
            waiting += inner[::-1]
        return about

    def _say(self, mapped: Mapped, answers: list[tuple[dict[str, Any], Path]]) -> None:
        finding = self.pack.findings.get(mapped.finding)
        for answer, path in answers:
            try:
                value = _value(answer, mapped, finding.unit if isinstance(finding, Number) else "")
            except _UnreadableError as error:
                self.problems.append(Problem("bad-answer", f"an answer to `{mapped.finding}` cannot be read: {error}", pointer(*path)))
                self.wrong[mapped.finding] = None
            else:
                if isinstance(finding, Choices) and any(value == each.id for each in finding.values):
                    self.said.append(_Said(f"{finding.id}.{value}", True, path))
                else:
                    self.said.append(_Said(mapped.finding, value, path))


def _value(holder: dict[str, Any], mapped: Mapped, unit: str) -> object:
    """The ``value[x]`` of an answer or an observation; None where there is none."""
    given = [key for key in holder if key.startswith("value") and key != "value"]
    if not given:
        return None
    if len(given) > 1:
        raise _UnreadableError("it has several values")
    key, value = given[0], holder[given[0]]
    if key not in READ:
        raise _UnreadableError(f"`{key[:40]}` is no kind of value that a finding has")
    if isinstance(value, dict):
        value = _number(value, {unit, mapped.unit} - {""}) if key == "valueQuantity" else _code(value, mapped)
    if not isinstance(value, bool | int | float | str):
        raise _UnreadableError(f"`{key[:40]}` holds no value")
    word = str(value).lower() if isinstance(value, bool) else str(value)
    if mapped.values and word not in mapped.values and isinstance(value, str):
        raise _UnreadableError(f"the mapping does not say what `{word[:40]}` means")
    return mapped.values.get(word, value)


def _code(given: dict[str, Any], mapped: Mapped) -> object:
    """The code of a coding, or of a concept: the first that is mapped, else the first."""
    codings = given.get("coding", [given])
    codes = [each.get("code") for each in codings if isinstance(each, dict)] if isinstance(codings, list) else []
    return next((each for each in codes if isinstance(each, str) and each in mapped.values), codes[0] if codes else None)


def _number(quantity: dict[str, Any], units: set[str]) -> object:
    """The value of a quantity in the unit of its finding: nothing is converted."""
    named = {str(quantity[each]) for each in ("unit", "code") if quantity.get(each)}
    if quantity.get("comparator"):
        raise _UnreadableError("it is no exact number")
    if named and not named & units:
        raise _UnreadableError(f"its unit is `{min(named)[:20]}`, which is not said to be that of the finding")
    return quantity.get("value")


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
        raise _bad("it is no date", (*path, key)) from None
