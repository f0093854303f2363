"""What the answers to one question could change: the urgency and the ranking, looked ahead with every answer it could get.

One question is looked ahead exactly (:class:`hipexpert.engine.Lookahead`); that it could raise the urgency together with others
is read off the open rules (:mod:`hipexpert.knowledge.runner.unknowns`).

How likely an answer is follows from the ranking so far: of all who come with the complaint a known share gives it, and of those with
a condition more or fewer, by as many decibans as the answer adds to the condition. What an answer tells is how much it is expected
to lower the entropy of what is likely (Shannon 1948; Lindley 1956).
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hipexpert.engine import Lookahead
from hipexpert.knowledge.interview.askable import FIRST, Askable
from hipexpert.knowledge.runner.unknowns import Way

RARE = 0.02  # the share of an answer that raises the level, where it is not known
ALARM = 1.0  # what a step of urgency counts for against a nat
TELLS = 0.05  # of the entropy in nats that a question must be expected to take away to be worth asking


@dataclass
class Stake:
    """What the answers to one finding could change."""

    ways: Mapping[str, Way] = field(default_factory=dict)
    steps: float = 0.0
    raises: int = 0
    lowest: int | None = None
    ranking: float = 0.0
    told: float = 0.0
    alarm: float = 0.0
    conditions: frozenset[str] = frozenset()
    screen: str = ""

    @property
    def urgency(self) -> float:
        """The expected change of the urgency."""
        return sum(way.gain for way in self.ways.values()) + self.steps

    @property
    def worth(self) -> float:
        """What asking it is worth among what tells conditions apart."""
        return self.told + ALARM * self.alarm

    @property
    def matters(self) -> bool:
        """Whether an answer could change the urgency or the ranking, or something calm waits for it."""
        return bool(self.ways) or self.steps > 0 or self.ranking > 0 or self.told > 0 or bool(self.screen)

    def through(self, ways: Iterable[Way]) -> None:
        """Add rules that the answer could help to fire: of each the way that needs fewest answers counts."""
        found = dict(self.ways)
        for way in ways:
            found[way.rule] = min(way, found.get(way.rule, way), key=lambda each: each.cost)
        self.ways = found


def looked_ahead(askable: Askable, lookahead: Lookahead, open_facts: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, Stake], set[str]]:
    """What each open finding alone could change, and the facts that contradict what is known."""
    ahead = _Ahead(askable, lookahead)
    return {name: ahead.stake(name, set(facts)) for name, facts in open_facts.items()}, ahead.impossible


class _Ahead:
    def __init__(self, askable: Askable, lookahead: Lookahead) -> None:
        self.askable = askable
        self.lookahead = lookahead
        self.impossible: set[str] = set()
        self.now = lookahead.now
        self.level = askable.level(lookahead, self.now)
        self.first = askable.first(self.now.totals)
        self.odds = _shares(self.now.totals)
        self.entropy = _entropy(self.odds)

    def stake(self, name: str, still: set[str]) -> Stake:
        names = self.askable.compiled.tables.facts
        stake, conditions, count = Stake(), set[str](), 0
        told: list[tuple[float, float, int]] = []
        for facts, share in self.askable.answers[name].items():
            if not all(names[fact] in still for fact in facts):
                continue
            ahead = self.lookahead.after(facts)
            if ahead.early & self.askable.contradictions:
                self.impossible.update(names[fact] for fact in facts)
                continue
            count += 1
            level = self.askable.level(self.lookahead, ahead)
            stake.steps += abs(level - self.level)
            stake.raises = max(stake.raises, level - self.level)
            if level < self.level:
                stake.lowest = min(level, self.level if stake.lowest is None else stake.lowest)
            if ahead.totals is self.now.totals:
                told.append((share, self.entropy, level - self.level))
                continue
            told.append((*self._told(ahead.totals, share), level - self.level))
            first = self.askable.first(ahead.totals)
            if first != self.first:
                changed = set(first) ^ set(self.first) | (set() if first[:1] == self.first[:1] else {*first[:1], *self.first[:1]})
                stake.ranking += len(set(first) - set(self.first) or set(self.first) - set(first)) / FIRST + (first[:1] != self.first[:1])
                conditions |= changed
        stake.steps /= count or 1
        stake.ranking /= count or 1
        stake.conditions = frozenset(conditions)
        self._expect(stake, told)
        return stake

    def _expect(self, stake: Stake, told: list[tuple[float, float, int]]) -> None:
        """What is expected of the answers together: of those of unknown share the ones that change the level are rare."""
        weights = [share or (RARE if raised > 0 else 1.0) for share, _, raised in told]
        whole = sum(weights)
        if whole:
            left = sum(weight * entropy for weight, (_, entropy, _) in zip(weights, told, strict=True)) / whole
            stake.told = max(0.0, self.entropy - left)
            stake.alarm = sum(weight * max(0, raised) for weight, (_, _, raised) in zip(weights, told, strict=True)) / whole

    def _told(self, totals: Mapping[int, int], share: float) -> tuple[float, float]:
        """How likely an answer is, and the entropy that it leaves."""
        before = self.now.totals
        ratio = sum(
            odds * 10.0 ** ((totals[tally] - before.get(tally, totals[tally])) / 10.0)
            for tally, odds in self.odds.items()
            if tally in totals
        )
        return share * ratio, _entropy(_shares(totals))


def _shares(totals: Mapping[int, int]) -> dict[int, float]:
    """Decibans as shares of one."""
    highest = max(totals.values(), default=0)
    odds = {tally: 10.0 ** ((total - highest) / 10.0) for tally, total in totals.items()}
    whole = sum(odds.values())
    return {tally: each / whole for tally, each in odds.items()}


def _entropy(shares: Mapping[int, float]) -> float:
    return -sum(share * math.log(share) for share in shares.values() if share > 0)
