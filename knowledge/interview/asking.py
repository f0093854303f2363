"""Which question matters most now: chosen by what its answers could change, the urgency first, then the ranking.

What the screen of this runner asks comes before all that is not a warning sign: without it nothing calm can be said.
One question is looked ahead with every answer it could get (:class:`hipexpert.engine.Lookahead`), which is exact; that it
could raise the urgency together with others is read off the open rules (:mod:`hipexpert.knowledge.runner.unknowns`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil
from typing import Literal

from hipexpert.engine import Lookahead, Outlook, Run
from hipexpert.knowledge.interview.askable import FIRST, Askable, screen_denial
from hipexpert.knowledge.interview.questions import ConditionAtStake, NextQuestion, Rationale, RuleAtStake
from hipexpert.knowledge.packs.pack import LEVELS, Level, StatedLevel
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.levels import level_of
from hipexpert.knowledge.runner.safety import may_be_suggested
from hipexpert.knowledge.runner.screening import left_to_answer, screen_of
from hipexpert.knowledge.runner.unknowns import Unknowns, Way

SCREEN = 10  # a longer list is not quick to deny
RANKING_MATTERS = 0.75  # of the mean change of the first places, on a scale on which another first condition is 1


@dataclass
class Stake:
    """What the answers to one finding could change."""

    ways: Mapping[str, Way] = field(default_factory=dict)
    steps: float = 0.0
    lowest: int | None = None
    ranking: float = 0.0
    conditions: frozenset[str] = frozenset()
    screen: str = ""

    @property
    def urgency(self) -> float:
        """The expected change of the urgency."""
        return sum(way.gain for way in self.ways.values()) + self.steps

    @property
    def matters(self) -> bool:
        """Whether the urgency could change, or what comes first mostly would, or something calm waits for it."""
        return bool(self.ways) or self.steps > 0 or self.ranking > RANKING_MATTERS or bool(self.screen)

    @property
    def place(self) -> tuple[bool, float, float]:
        """By whether something calm waits for it, then what it could change of the urgency, then the ranking; the first first."""
        return not self.screen, -self.urgency, -self.ranking


class Asking:
    """What is still worth asking one runner. ``passed`` are the findings that were asked and not answered; those of a
    clinician are asked only with ``clinician``.
    """

    def __init__(
        self, askable: Askable, intake: Intake, run: Run, denied: frozenset[str], passed: frozenset[str], *, clinician: bool
    ) -> None:
        self.askable = askable
        self.pack = askable.pack
        self.intake = intake
        self._run = run
        self._denied = denied
        self._passed = passed
        self._clinician = clinician
        self._lookahead = Lookahead(run)
        self._now = self._lookahead.now
        self._level = askable.level(self._lookahead, self._now)

    @cached_property
    def open_facts(self) -> Mapping[str, tuple[str, ...]]:
        """The findings that may be asked, with the facts that their answers could still bring.

        A test at home is asked only once it is known to be safe; what was passed over is not known, and is not asked again.
        """
        holds = set(self._run.given)
        still = {
            name: tuple(fact for fact in facts if fact not in holds and fact not in self._denied)
            for name, facts in self.askable.facts_of.items()
        }
        return {name: facts for name, facts in still.items() if facts and self._may_be_asked(name)}

    def _may_be_asked(self, name: str) -> bool:
        if name in self._passed or not may_be_suggested(self.pack, name, self._run.facts.__contains__):
            return False
        answer = self.intake.answers.get(name)
        if answer is not None and (not isinstance(answer, Mapping) or any(answer.values())):  # a place that hurts answers "where?"
            return False
        return self._clinician or self.pack.answered_by(name) != "clinician"

    @cached_property
    def stakes(self) -> Mapping[str, Stake]:
        """What each finding that may be asked could change; those that could change nothing are left out."""
        if self.raised == "emergency":
            return {}
        impossible: set[str] = set()
        found = {name: self._looked_ahead(name, set(facts), impossible) for name, facts in self.open_facts.items()}
        unasked = {fact for name, facts in self.askable.facts_of.items() if name not in found for fact in facts} - set(self._run.given)
        outlook = Outlook(self._run, self._denied | unasked | impossible)
        unknowns = Unknowns(self.pack, self.askable.key, Intake(self.intake.answers), outlook)
        for question, ways in unknowns.ways(self.raised, None, early=True).items():
            stake = found[question.finding]
            stake.ways = {
                **stake.ways,
                **{rule: min(way, stake.ways.get(rule, way), key=lambda each: each.cost) for rule, way in ways.items()},
            }
        for name, because in self.screened.items():
            if name in found:
                found[name].screen = because
        return {name: stake for name, stake in found.items() if stake.matters}

    @cached_property
    def screened(self) -> Mapping[str, str]:
        """The findings of the screen that a reader would be told to answer first, and why each is asked."""
        screen = screen_of(self.pack, self.askable.key.settled, self._run.facts)
        unknowns = Unknowns(self.pack, self.askable.key, self.intake, Outlook(self._run, self._denied))
        left = left_to_answer(screen, self.raised, lambda: unknowns.decisive(self.raised))
        return {each.finding: each.because for each in left}

    def _looked_ahead(self, name: str, still: set[str], impossible: set[str]) -> Stake:
        """What the answers to one finding alone would change; facts that contradict what is known become ``impossible``."""
        names = self.askable.compiled.tables.facts
        before = self.askable.first(self._now.totals)
        stake, conditions, count = Stake(), set[str](), 0
        for facts in self.askable.answers[name]:
            if not all(names[fact] in still for fact in facts):
                continue
            ahead = self._lookahead.after(facts)
            if ahead.early & self.askable.contradictions:
                impossible.update(names[fact] for fact in facts)
                continue
            count += 1
            level = self.askable.level(self._lookahead, ahead)
            stake.steps += abs(level - self._level)
            if level < self._level:
                stake.lowest = min(level, self._level if stake.lowest is None else stake.lowest)
            first = before if ahead.totals is self._now.totals else self.askable.first(ahead.totals)
            if first != before:
                changed = set(first) ^ set(before) | (set() if first[:1] == before[:1] else {*first[:1], *before[:1]})
                stake.ranking += len(set(first) - set(before) or set(before) - set(first)) / FIRST + (first[:1] != before[:1])
                conditions |= changed
        stake.steps /= count or 1
        stake.ranking /= count or 1
        stake.conditions = frozenset(conditions)
        return stake

    def questions(self, most: int | None = None) -> tuple[NextQuestion, ...]:
        """The ``most`` questions that matter most now, or all that matter: warning signs first, on screens; then what else
        must be answered before something calm is said; then always the one with the largest expected change of the
        urgency, and of those that change none, of the ranking.
        """
        left = dict(self.stakes)
        placed: set[str] = set()
        found: list[NextQuestion] = []
        while left and (most is None or len(found) < most):
            names, red_flags = self._red_flag_screen(left, placed), True
            if not names:
                names, red_flags = self._best(left, placed), False
            found.append(self._question(names, red_flags=red_flags))
            placed.update(names)
            for name in names:
                left.pop(name, None)
        return tuple(found)

    def _who(self, name: str, placed: set[str]) -> str:
        """What is asked before a question: who the runner is comes before what a constraint makes depend on it, so nobody is
        asked about periods whose sex was not asked.
        """
        before = name
        while True:
            who = (each for each in self.askable.rests_on.get(before, ()) if each in self.open_facts and each not in placed)
            if (found := next(who, None)) is None:
                return before
            before = found

    def _red_flag_screen(self, left: Mapping[str, Stake], placed: set[str]) -> list[str]:
        """The next warning signs: first those that everybody can be asked about. A single one is left to the next screen."""
        for group in self.pack.groups:
            if group.group in self.askable.red_flag_groups:
                names = [each.id for each in group.findings if each.id in left and screen_denial(each, self.pack) is not None]
                everybody = [name for name in names if self._who(name, placed) == name]
                if names and not everybody:
                    return [self._who(names[0], placed)]
                if len(everybody) > 1:
                    screens = ceil(len(everybody) / SCREEN)
                    return everybody[: ceil(len(everybody) / screens)]
        return []

    def _best(self, left: Mapping[str, Stake], placed: set[str]) -> list[str]:
        """The best question; where it can stand on a screen, with the next best that can."""
        ordered = sorted(left, key=lambda name: (*left[name].place, name))
        if screen_denial(self.pack.findings[ordered[0]], self.pack) is None:
            return [self._who(ordered[0], placed)]
        return [name for name in ordered if screen_denial(self.pack.findings[name], self.pack) is not None][:SCREEN]

    def question(self, name: str) -> NextQuestion:
        """The question about one finding, whether or not its answer matters."""
        return self._question([name], red_flags=False)

    def _question(self, names: list[str], *, red_flags: bool) -> NextQuestion:
        stakes = [self.stakes[name] for name in names if name in self.stakes]
        kind: Literal["screen", "question"] = "screen" if len(names) > 1 else "question"
        return NextQuestion(
            kind, tuple(self.askable.asked(name, self.intake) for name in names), self._rationale(stakes), red_flags and len(names) > 1
        )

    def _rationale(self, stakes: list[Stake]) -> Rationale:
        ways: dict[str, Way] = {}
        for stake in stakes:
            for rule, way in stake.ways.items():
                ways[rule] = min(way, ways.get(rule, way), key=lambda each: each.cost)
        listed = sorted(ways.values(), key=lambda way: (-way.raised, way.cost, way.rule))
        titles = self.pack.rule_by_id
        rules = tuple(RuleAtStake(way.rule, titles[way.rule].title, LEVELS[way.raised], way.cost - 1) for way in listed)
        lowered = [stake.lowest for stake in stakes if stake.lowest is not None]
        names = sorted(set[str]().union(*(stake.conditions for stake in stakes)))
        return Rationale(
            rules,
            rules[0].could_raise_to if rules else None,
            LEVELS[min(lowered)] if lowered else None,
            tuple(ConditionAtStake(name, self.pack.condition_by_id[name].name) for name in names),
            sum(stake.urgency for stake in stakes),
            sum(stake.ranking for stake in stakes),
            tuple(stake.screen for stake in stakes if stake.screen),
        )

    @property
    def raised(self) -> Level:
        """The place on the ladder that the rules raise the urgency to now."""
        return LEVELS[self._level]

    @property
    def level(self) -> StatedLevel:
        """The stated level now: nothing calm while the screen is open."""
        facts = self.askable.compiled.tables.index
        return level_of(lambda fact: fact in facts and self._lookahead.holds(facts[fact], self._now), screened=bool(self.pack.screen))

    @property
    def first(self) -> tuple[str, ...]:
        """The first three conditions now, without the unlikely ones."""
        return self.askable.first(self._now.totals)
