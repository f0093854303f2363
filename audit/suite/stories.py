"""The stories of a suite: each set of answers once, with what follows from it and what is expected of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from hipexpert.engine import Closure, GroundPremise, fold, in_at_least, set_of
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.cases.cases import Expected, UrgencyRange
from hipexpert.knowledge.cases.suites import Suite
from hipexpert.knowledge.runner.intake import Intake

ProgressCall = Callable[[int, int], None]


def silent_progress(_done: int, _of: int) -> None:
    """Nobody watches."""


@dataclass
class Expectations:
    """What is expected of one story: by cases, by checks of rules (which must fire, which must not), and of its level."""

    cases: list[Expected] = field(default_factory=list)
    fires: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    urgency: list[UrgencyRange] = field(default_factory=list)


@dataclass(frozen=True)
class ToldStory:
    """One set of answers; ``label`` is the first case or place that tells it."""

    label: str
    intake: Intake
    given: frozenset[str]
    expects: Expectations


class Stories:
    """Every set of answers of a suite once, in the order of the suite, cases first.

    A set of stories is a whole number whose bit ``n`` stands for story ``n``: rules and premises are then evaluated on all
    stories at once.
    """

    def __init__(self, engine: ExplainingEngine, suite: Suite) -> None:
        self.engine = engine
        self.suite = suite
        self.closure = Closure(engine.compiled.program)
        self.stories: list[ToldStory] = []
        self._numbers: dict[object, int] = {}
        for case in suite.cases:
            self._add(case.id, case.intake).expects.cases.append(case.expected)
        for check in suite.checks:
            for each in check.fires:
                expects = self._add(each.place, each.intake).expects
                expects.fires.add(check.rule)
                if check.urgency is not None:
                    expects.urgency.append(check.urgency)
            for each in check.silent:
                self._add(each.place, each.intake).expects.silent.add(check.rule)

    def _add(self, label: str, intake: Intake) -> ToldStory:
        number = self._numbers.setdefault(_key(intake), len(self.stories))
        if number == len(self.stories):
            self.stories.append(ToldStory(label, intake, self.engine.key.facts(intake)[0], Expectations()))
        return self.stories[number]

    @cached_property
    def every(self) -> int:
        """The set of all stories."""
        return (1 << len(self.stories)) - 1

    @cached_property
    def outcomes(self) -> tuple[tuple[frozenset[int], Mapping[int, int]], ...]:
        """The facts and totals of each story, by number."""
        found = [self.closure.of(story.given) for story in self.stories]
        return tuple((each.numbers, each.totals_by_number) for each in found)

    @cached_property
    def of_fact(self) -> Mapping[str, int]:
        """The stories in which each fact holds; facts that hold in none are left out."""
        names = self.closure.tables.facts
        members: dict[int, list[int]] = {}
        for number, (facts, _) in enumerate(self.outcomes):
            for fact in facts:
                members.setdefault(fact, []).append(number)
        return {names[fact]: set_of(numbers) for fact, numbers in members.items()}

    @cached_property
    def firing(self) -> Mapping[str, int]:
        """The stories in which each rule of the program fires."""
        return {rule.id: self.where(rule.premise, self.of_fact) for rule in self.closure.program.rules}

    def where(self, premise: GroundPremise, of_fact: Mapping[str, int]) -> int:
        """The stories in which a premise holds, given those in which each fact does."""
        return fold(premise, lambda fact: of_fact.get(fact, 0), self.in_at_least)

    def in_at_least(self, count: int, parts: Sequence[int]) -> int:
        """The stories that lie in at least ``count`` of the parts."""
        return in_at_least(count, parts, self.every)


def _key(intake: Intake) -> object:
    answers = (
        (name, frozenset(said.items()) if isinstance(said, Mapping) else (type(said), said)) for name, said in intake.answers.items()
    )
    return frozenset(answers), intake.none_of
