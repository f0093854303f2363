"""What FHIR resources say of a runner, in the vocabulary of a pack: each answer through the one reader.

What has no place in the vocabulary is unread. An answer that has one and cannot be read, or is given in two ways, is a problem: the
caller refuses it, or takes it as unknown and tells.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from hipexpert.engine import Problem, ProblemsError, gathering
from hipexpert.knowledge import Intake, Pack, did_you_mean
from hipexpert.knowledge.packs.checked import sound
from hipexpert.knowledge.packs.vocabulary import Choices, Number
from hipexpert.knowledge.runner.reading_intake import IntakeReader, pointer
from hipexpert.service.fhir.terms import UNITS, canonical
from hipexpert.service.fhir_mapping import NOT, FhirMapping, Mapped, is_known, typed

READ = ("valueBoolean", "valueInteger", "valueDecimal", "valueString", "valueCoding", "valueCodeableConcept", "valueQuantity")
DEEPEST = 60  # steps of a path: no form for people is nested so deeply
Path = tuple[str | int, ...]


class FhirError(ProblemsError):
    """A FHIR resource that cannot be read, with all its problems; each place is a JSON pointer into it."""


class _Said(NamedTuple):
    name: str
    value: object
    path: Path


class _UnreadableError(ValueError):
    """A value that says nothing in the vocabulary."""


def read_fhir(resource: object, pack: Pack, mapping: FhirMapping | None = None) -> Intake:
    """The answers of a QuestionnaireResponse (R4, or R5: they say it alike), to be assessed.

    The ``linkId`` of an item is the id of a finding, ``finding.value``, ``not.finding``, ``none_of.group``, or is mapped. What is left
    out is unknown. Raises :class:`hipexpert.FhirError` with every problem: also an item that is answered and has no place in the
    vocabulary, and a response to another questionnaire. A response that was entered in error says nothing that counts, and is refused.
    A pack and a mapping that were made in Python are checked first: raises :class:`hipexpert.PackError`, :class:`hipexpert.ProblemsError`.
    """
    pack, mapping = sound(pack), typed(mapping or FhirMapping())
    if not isinstance(resource, dict) or resource.get("resourceType") != "QuestionnaireResponse":
        raise bad("a QuestionnaireResponse is needed", ())
    ours = mapping.questionnaire or canonical(pack)
    about = str(resource.get("questionnaire", ours)).partition("|")[0]
    problems: list[Problem] = []
    if about != ours and not about.startswith("#"):
        problems.append(Problem("other-questionnaire", f"it answers `{about[:80]}`", "/questionnaire", f"`{ours}` is read"))
    if resource.get("status") not in ("completed", "amended", "in-progress"):
        problems.append(Problem("bad-status", "its status is none of completed, amended and in-progress", "/status"))
    form = Form(pack, mapping)
    with gathering(problems):
        form.read_items(resource, ())
    problems += form.problems
    for link, path in form.unread.items():
        help_text = did_you_mean(link, pack.findings, "`GET /fhir/Questionnaire` has the items")
        problems.append(Problem("unknown-finding", f"unknown finding `{link}`", pointer(*path), help_text))
    reader = form.reader()
    if problems or reader.problems:
        raise FhirError([*problems, *reader.problems])
    return reader.answers().intake


class Form:
    """What items and observations say, before it is read: ``unread`` are the linkIds of answers that have no place in the vocabulary."""

    def __init__(self, pack: Pack, mapping: FhirMapping) -> None:
        self.pack, self.mapping = pack, mapping
        self.said: list[_Said] = []
        self.problems: list[Problem] = []
        self.unread: dict[str, Path] = {}
        self._wrong: dict[str, None] = {}

    def reader(self) -> IntakeReader:
        """All that was said, through the one reader, which holds its problems."""
        reader = IntakeReader(self.pack)
        for each in self.said:
            before = len(reader.problems)
            reader.say(*each)
            if len(reader.problems) > before:
                self._wrong[each.name] = None
        return reader

    def readable(self) -> tuple[Intake, tuple[Problem, ...]]:
        """What can be read, and what is wrong with the rest: that is unknown, also where its whole group is denied."""
        reader = self.reader()
        problems = (*self.problems, *reader.problems)
        if self._wrong:
            reader = IntakeReader(self.pack)
            for each in self.said:
                if each.name not in self._wrong:
                    reader.say(*each)
            for name in self._wrong:
                reader.say(name, "unknown", ())
            reader.problems.clear()  # those above
        return reader.answers().intake, problems

    def read_items(self, response: Mapping[str, object], path: Path) -> bool:
        """Read the items of a response, and say whether any has a place in the vocabulary. Raises :class:`FhirError`."""
        about = False
        waiting = list(parts(response, "item", path))[::-1]
        while waiting:
            item, at = waiting.pop()
            if len(at) > DEEPEST:
                raise bad("it is nested too deeply", path)
            link = item.get("linkId")
            if not isinstance(link, str):
                raise bad("a `linkId` is needed", at)
            answers = list(parts(item, "answer", at))
            mapped = self.mapping.items.get(link) or Mapped(link)
            if is_known(mapped.finding, self.pack):
                about = True
                self.say(mapped, answers)
            elif answers:
                self.unread.setdefault(link[:60], at)
            inner = [part for holder, place in [(item, at), *answers] for part in parts(holder, "item", place)]
            waiting += inner[::-1]
        return about

    def say(self, mapped: Mapped, answers: list[tuple[dict[str, Any], Path]]) -> None:
        """Take what ``value[x]`` of answers, or of an observation, says."""
        name = mapped.finding
        finding = self.pack.findings.get(name.removeprefix(NOT))
        for answer, path in answers:
            try:
                value = _value(answer, mapped, finding.unit if isinstance(finding, Number) else "")
            except _UnreadableError as error:
                self.problems.append(Problem("bad-answer", f"an answer to `{name}` cannot be read: {error}", pointer(*path)))
                self._wrong[name.removeprefix(NOT)] = None
            else:
                if value is None:
                    self.said.append(_Said(name.removeprefix(NOT), None, path))
                elif isinstance(finding, Choices) and name.startswith(NOT):
                    self.said.append(_Said(f"{finding.id}.{value}", False, path))
                elif isinstance(finding, Choices) and any(value == each.id for each in finding.values):
                    self.said.append(_Said(f"{finding.id}.{value}", True, path))
                else:
                    self.said.append(_Said(name, value, path))


def bad(message: str, path: Path) -> FhirError:
    """A resource that is none of what is needed, at a place of it."""
    return FhirError([Problem("bad-resource", message, pointer(*path))])


def parts(holder: Mapping[str, object], key: str, path: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """The objects of a list. Raises :class:`FhirError` for anything else."""
    given = holder.get(key, [])
    if not isinstance(given, list):
        raise bad(f"`{key}` must be a list", (*path, key))
    for number, each in enumerate(given):
        if not isinstance(each, dict):
            raise bad("an object is needed", (*path, key, number))
        yield each, (*path, key, number)


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
        value = _number(value, {unit, UNITS.get(unit, ""), mapped.unit} - {""}) if key == "valueQuantity" else _code(value, mapped)
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
