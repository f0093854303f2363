"""Trying changed answers of one runner: the smallest changes that make a fact hold, a rule fire, a condition rank first."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from hipexpert import engine
from hipexpert.engine import Consequences
from hipexpert.engine.searching import FoundChanges, Goal, Obstacles
from hipexpert.graphs.explanations.values import Change, change_of, changeable, contradictions
from hipexpert.graphs.programs.hindrances import MOST_CHANGES, Reached, changes_for_fact, changes_for_rule, smallest_changes
from hipexpert.knowledge import LEVELS, Assessment, Level, Pack, Question, Said
from hipexpert.knowledge.packs.facts import ANSWERED, CONTRADICTED, weigh_id
from hipexpert.knowledge.packs.ladder import CALM, rank
from hipexpert.knowledge.runner.levels import RAISING, level_of, raised_level

NOT_RANKED = -100  # below every total


@dataclass(frozen=True)
class First:
    """The goal that a condition ranks first. ``order`` is that of :func:`ranking_order`."""

    order: Mapping[str, str]
    condition: str

    def facts(self) -> tuple[str, ...]:
        """Every weighing: any condition may be ahead."""
        return tuple(self.order)

    def obstacles(self, found: Consequences) -> Obstacles | None:
        """Its own total and that of the condition ahead of it: one of them must change."""
        ahead = first_condition(self.order, found.totals)
        if ahead == self.condition:
            return None
        return Obstacles(depends_on=(weigh_id(self.condition), *([weigh_id(ahead)] if ahead else [])))

    def distance(self, found: Consequences) -> int:
        """The decibans by which another condition is ahead."""
        totals = found.totals
        return max(totals.values(), default=0) - totals.get(weigh_id(self.condition), NOT_RANKED)


@dataclass(frozen=True)
class AtLevel:
    """The goal that the urgency is exactly this level; ``screened`` says whether the pack has a screen."""

    level: Level
    screened: bool

    def facts(self) -> tuple[str, ...]:
        """The level and every higher one; of a calm one also that the screen is answered, and that answers contradict each other."""
        return (*(RAISING[each] for each in LEVELS[rank(self.level) :]), *self._needed, *self._forbidden)

    @property
    def _needed(self) -> tuple[str, ...]:
        return (ANSWERED,) if self.screened and self.level in CALM else ()

    @property
    def _forbidden(self) -> tuple[str, ...]:
        return (CONTRADICTED,) if self.screened and self.level in CALM else ()

    def obstacles(self, found: Consequences) -> Obstacles | None:
        """Every higher level that is raised, the level itself while nothing raises it, the screen while it is open, and a
        contradiction.
        """
        higher = tuple(fact for each in LEVELS[rank(self.level) + 1 :] if found.holds(fact := RAISING[each]))
        higher += tuple(fact for fact in self._forbidden if found.holds(fact))
        lacking = [RAISING[self.level]] if self.level != LEVELS[0] and not found.holds(RAISING[self.level]) else []
        lacking += [fact for fact in self._needed if not found.holds(fact)]
        return Obstacles(false=higher, true=tuple(lacking)) if higher or lacking else None

    def distance(self, found: Consequences) -> int:
        """How many levels too high or too low, and one more while the screen is open, and while answers contradict each other."""
        open_ = sum(not found.holds(fact) for fact in self._needed) + sum(map(found.holds, self._forbidden))
        return abs(rank(self.level) - rank(raised_level(found.holds))) + open_


def ranking_order(pack: Pack) -> Mapping[str, str]:
    """The conditions that are weighed, by the ids of their tallies, in the order of equal totals: by typical urgency, then id."""
    weighed = [each for each in pack.conditions if each.prior is not None]
    weighed.sort(key=lambda each: (-rank(each.typical_urgency), each.id))
    return {weigh_id(each.id): each.id for each in weighed}


def first_condition(order: Mapping[str, str], totals: Mapping[str, int]) -> str | None:
    """The condition that ranks first by these totals: the highest, and of equal ones the first in order."""
    taken = [tally for tally in order if tally in totals]
    return order[max(taken, key=totals.__getitem__)] if taken else None


@dataclass(frozen=True)
class SmallestWays:
    """The smallest changes that reach something, the most natural first; see :class:`FoundChanges` for the rest."""

    changes: tuple[tuple[Change, ...], ...]
    complete_to: int
    impossible: bool

    @property
    def first(self) -> tuple[Change, ...] | None:
        """The most natural of the smallest changes; None where none was found."""
        return self.changes[0] if self.changes else None


class Trying:
    """Tries changed answers of one runner."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.program = assessment.run.program
        self.closure = assessment.assessor.closure
        self.key = assessment.assessor.key
        self.answers = changeable(assessment)
        self._never = contradictions(assessment.pack)

    def fact(self, fact: str) -> SmallestWays:
        """The smallest changes with which a fact holds."""
        return self._worded(changes_for_fact(self.closure, self.answers, fact, self._never))

    def rule(self, rule: engine.ProgramRule) -> SmallestWays:
        """The smallest changes with which a rule fires."""
        return self._worded(changes_for_rule(self.program, self.answers, rule, self._never))

    def level(self, level: Level, *, most_changes: int = MOST_CHANGES) -> SmallestWays:
        """The smallest changes with which the urgency is this level."""
        screened = bool(self.assessment.pack.screen)
        goal = AtLevel(level, screened)
        return self._ways(goal, most_changes, lambda facts, _: level_of(facts.__contains__, screened=screened) == level)

    def first(self, condition: str, *, most_changes: int) -> SmallestWays:
        """The smallest changes with which a condition ranks first."""
        order = self._order
        return self._ways(First(order, condition), most_changes, lambda _, totals: first_condition(order, totals) == condition)

    @cached_property
    def _order(self) -> Mapping[str, str]:
        return ranking_order(self.assessment.pack)

    def _ways(self, goal: Goal, most: int, reached: Reached) -> SmallestWays:
        return self._worded(smallest_changes(self.program, self.closure, self.answers, goal, most, reached, self._never))

    def _worded(self, found: FoundChanges[Question]) -> SmallestWays:
        ordered = sorted(found.changes, key=self._naturalness)
        return SmallestWays(tuple(map(self._in_words, ordered)), found.complete_to, found.impossible)

    def _naturalness(self, changes: Mapping[Question, Said]) -> tuple[int, int, list[int], str]:
        """Answers to open questions before changed ones, what the runner can say before what a clinician finds out, then
        in the order in which the questions matter.
        """
        given = sum(question in self.answers.said for question in changes)
        clinical = sum(self.assessment.pack.answered_by(question.finding) == "clinician" for question in changes)
        return given, clinical, [self._place.get(question.finding, len(self._place)) for question in changes], repr(changes)

    @cached_property
    def _place(self) -> Mapping[str, int]:
        asked = dict.fromkeys(each.finding for each in self.assessment.urgency.decisive_unknowns)
        return {finding: place for place, finding in enumerate(asked)}

    def _in_words(self, changes: Mapping[Question, Said]) -> tuple[Change, ...]:
        return tuple(change_of(self.key, question, self.answers.said.get(question), changes[question]) for question in sorted(changes))
