"""Rule checks: the unit tests of a rule base. Each says of one rule with which answers it fires and with which it does not.

Many fit into one file, so that every premise of a rule can have its own short story beside the whole cases.
"""

from functools import cached_property
from typing import Annotated, Any

from msgspec import Meta, Struct

from hipexpert.engine import Problem
from hipexpert.knowledge.cases.cases import RawRange, SuiteReader, UrgencyRange
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.conclusions import ConclusionReader, WrittenConclusions
from hipexpert.knowledge.packs.converting import convert, convert_list
from hipexpert.knowledge.packs.pack import Concludes, Conclusion, Pack, Rule, Supports
from hipexpert.knowledge.packs.parsing import names_of
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake, merged
from hipexpert.knowledge.runner.reading_intake import read_answers
from hipexpert.knowledge.runner.taking_back import put_over

# What `read_intake` reads; its JSON Schema is that of `schemas/intake.py`.
WrittenStory = Annotated[object, Meta(extra_json_schema={"$ref": "#/$defs/story"})]


class Story(Struct, frozen=True):
    """The answers of one runner in a check, and where they are written."""

    intake: Intake
    place: str


class RuleCheck(Struct, frozen=True):
    """With the answers of ``fires`` the rule must fire, with those of ``silent`` it must not. ``urgency`` is the range of the
    level in each story of ``fires``; ``then`` is what the rule must conclude, among other things.
    """

    rule: str
    place: str
    fires: tuple[Story, ...]
    silent: tuple[Story, ...]
    urgency: UrgencyRange | None
    then: tuple[Conclusion, ...]


class RawCheck(Struct, frozen=True, forbid_unknown_fields=True, rename={"with_": "with"}):  # a word of Python
    """A check as it is written."""

    rule: str
    with_: WrittenStory = None
    fires: Annotated[tuple[WrittenStory, ...], Meta(min_length=1)] = ()
    silent: Annotated[tuple[WrittenStory, ...], Meta(min_length=1)] = ()
    urgency: Annotated[object, Meta(extra_json_schema={"$ref": "#/$defs/range"})] = None
    then: WrittenConclusions = None
    notes: str = ""


def checks_in(text: reading.Text, pack: Pack, problems: list[Problem]) -> list[RuleCheck]:
    """The well-formed checks of a file; the others add their problems."""
    return _CheckReader(text, pack, problems).read()


def fulfils(rule: Rule, wanted: Conclusion) -> bool:
    """Whether a rule concludes this: the same fact, or evidence of the same weight (and group and exceptions where given)."""
    if isinstance(wanted, Concludes):
        return wanted in rule.conclusions
    return any(
        isinstance(each, Supports)
        and (each.condition, each.weight) == (wanted.condition, wanted.weight)
        and wanted.group in ("", each.group)
        and (not wanted.unless or set(wanted.unless) == set(each.unless))
        for each in rule.conclusions
    )


class _CheckReader(SuiteReader):
    @cached_property
    def _key(self) -> AnswerKey:
        return AnswerKey(self.pack)

    def read(self) -> list[RuleCheck]:
        data: Any = self.text.data
        for key in data:
            if key not in ("checks", "notes"):
                self._wrong("unknown-key", f"unknown key `{key}` beside `checks`", (str(key),), "a case has a file of its own")
        raw = convert_list(RawCheck, data["checks"], self.place, self.problems, "checks")
        return [check for number, each in raw if (check := self._check(each, "checks", number)) is not None]

    def _check(self, raw: RawCheck, *path: str | int) -> RuleCheck | None:
        before = len(self.problems)
        self._check_rule(raw.rule, *path, "rule")
        shared = self._intake({} if raw.with_ is None else raw.with_, *path, "with")
        fires = self._stories(raw.fires, shared, *path, "fires")
        silent = self._stories(raw.silent, shared, *path, "silent")
        urgency = self._urgency(raw.urgency, *path, "urgency")
        then = self._conclusions(raw.then, *path, "then")
        if not (raw.fires or raw.silent or raw.then):
            self._wrong("nothing-expected", "the check expects nothing", path, "add `fires:`, `silent:` or `then:`")
        if urgency is not None and not raw.fires:
            message = "`urgency` says what follows in the stories of `fires`, and there are none"
            self._wrong("nothing-expected", message, (*path, "urgency"), "add `fires:`")
        return RuleCheck(raw.rule, self.place(*path), fires, silent, urgency, then) if len(self.problems) == before else None

    def _stories(self, told: tuple[object, ...], shared: Intake | None, *path: str | int) -> tuple[Story, ...]:
        found = []
        for number, each in enumerate(told):
            intake = self._intake(each, *path, number)
            if intake is not None and shared is not None:
                # What a story calls unknown takes back the answer that all stories share.
                read = read_answers(each, self.pack)
                unsaid = read.unknown | read.blank
                together = put_over(shared, intake, unsaid, self._key) if unsaid else merged(shared, intake)
                found.append(Story(together, self.place(*path, number)))
        return tuple(found)

    def _urgency(self, data: object, *path: str | int) -> UrgencyRange | None:
        if data is None:
            return None
        if isinstance(data, str):
            level = self._level(data, path)
            return None if level is None else UrgencyRange(level, level)
        raw = convert(RawRange, data, self.place, self.problems, *path)
        return None if raw is None else self._range(raw, *path)

    def _conclusions(self, data: object, *path: str | int) -> tuple[Conclusion, ...]:
        if data is None:
            return ()
        pack = self.pack
        names = names_of(pack.findings, pack.conditions, pack.patterns, pack.advice)
        return ConclusionReader(names, pack.about, self.place, self.problems).read(data, *path)
