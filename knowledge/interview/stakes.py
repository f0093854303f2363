"""What the answers to one question could change: the urgency and the ranking, looked ahead with every answer it could get.

One question is looked ahead exactly (:class:`hipexpert.engine.Lookahead`); that it could raise the urgency together with others
is read off the open rules (:mod:`hipexpert.knowledge.runner.unknowns`).

How likely an answer is follows from the ranking so far: of all who come with the complaint a known share gives it, and of those with
a condition more or fewer, by as many decibans as the answer adds to the condition. What an answer tells is how much it is expected
to lower the entropy of what is likely (Shannon 1948; Lindley 1956).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log

from hipexpert.engine import Ahead, Counting, Lookahead
from hipexpert.knowledge.interview.askable import FIRST, Askable
from hipexpert.knowledge.runner.unknowns import Way

RARE = 0.02  # the share of an answer that raises the level, where it is not known
ALARM = 1.0  # what a step of urgency counts for against a nat
TELLS = 0.05  # of the entropy in nats that a question must be expected to take away to be worth asking


@dataclass
class PossibleAnswer:
    """An answer that a finding could get: how often it is given, what then holds, and by how many steps the level changes."""

    share: float
    ahead: Ahead
    steps: int


class Stake:
    """What the answers to one finding could change. What they would do to the ranking is worked out when it is first asked for."""

    def __init__(self, ranking: "RankingNow", level: int, answered: tuple[PossibleAnswer, ...]) -> None:
        self.ways: Mapping[str, Way] = {}
        self.screen = ""
        self._ranking = ranking
        self._answered = answered
        changes = [each.steps for each in answered]
        self.steps = sum(map(abs, changes)) / (len(changes) or 1)
        self.raises = max(changes, default=0) if max(changes, default=0) > 0 else 0
        lowered = min(changes, default=0)
        self.lowest = level + lowered if lowered < 0 else None

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
        return bool(self.ways) or self.steps > 0 or bool(self.screen) or self.ranking > 0 or self.told > 0

    def through(self, ways: Iterable[Way]) -> None:
        """Add rules that the answer could help to fire: of each the way that needs fewest answers counts."""
        found = dict(self.ways)
        for way in ways:
            if way.rule not in found or way.cost < found[way.rule].cost:
                found[way.rule] = way
        self.ways = found

    @cached_property
    def _changes(self) -> tuple[frozenset[str], float]:
        """The conditions of the first three whose place could change, and how much of the first three does on average."""
        now, conditions, change = self._ranking.first, set[str](), 0.0
        for each in self._answered:
            if each.ahead.balance is self._ranking.balance or (first := self._ranking.first_of(each.ahead)) == now:
                continue
            change += len(set(first) - set(now) or set(now) - set(first)) / FIRST + (first[:1] != now[:1])
            conditions |= set(first) ^ set(now) | (set() if first[:1] == now[:1] else {*first[:1], *now[:1]})
        return frozenset(conditions), change / (len(self._answered) or 1)

    @property
    def conditions(self) -> frozenset[str]:
        """The conditions of the first three, before or after an answer, whose place could change."""
        return self._changes[0]

    @property
    def ranking(self) -> float:
        """The mean change of the first three over the answers."""
        return self._changes[1]

    @cached_property
    def _weights(self) -> tuple[list[float], list[float]]:
        """How likely each answer is against the others, and the entropy that it leaves; of those of unknown share the ones that
        raise the level are rare.
        """
        told = [self._ranking.told(each) for each in self._answered]
        shares = [share or (RARE if each.steps > 0 else 1.0) for (share, _), each in zip(told, self._answered, strict=True)]
        return shares, [entropy for _, entropy in told]

    @cached_property
    def told(self) -> float:
        """How much of the entropy the answers are expected to take away."""
        weights, entropies = self._weights
        whole = sum(weights)
        left = sum(weight * entropy for weight, entropy in zip(weights, entropies, strict=True)) / whole if whole else 0.0
        return max(0.0, self._ranking.entropy - left) if whole else 0.0

    @property
    def alarm(self) -> float:
        """By how many steps the answers are expected to raise the level."""
        weights, _ = self._weights
        whole = sum(weights)
        raised = sum(weight * max(0, each.steps) for weight, each in zip(weights, self._answered, strict=True))
        return raised / whole if whole else 0.0


class RankingNow:
    """The ranking now, and what further facts would make of it."""

    def __init__(self, askable: Askable, now: Ahead) -> None:
        self._askable = askable
        self.balance = now.balance
        self.first = self.first_of(now)
        self._totals = now.totals
        self._odds = _shares(now.totals.values())
        self.entropy = _entropy(self._odds)

    def first_of(self, ahead: Ahead) -> tuple[str, ...]:
        """The first conditions of the differential then."""
        return self._askable.first(ahead.totals)

    def told(self, answered: PossibleAnswer) -> tuple[float, float]:
        """How likely an answer is, and the entropy that it leaves."""
        if answered.ahead.balance is self.balance:
            return answered.share, self.entropy
        totals = answered.ahead.totals
        entropy = _entropy(_shares(totals.values()))
        if not answered.share:
            return 0.0, entropy
        before = zip(self._totals.items(), self._odds, strict=True)
        ratio = sum([odds * _ODDS[totals[tally] - total] for (tally, total), odds in before if tally in totals])
        return answered.share * ratio, entropy


class Stakes:
    """What each open finding alone could change; each is looked ahead when it is first asked for. ``given`` are the
    facts that hold by answers, ``open_facts`` those that its answers could still bring.
    """

    def __init__(self, askable: Askable, lookahead: Lookahead, given: Collection[str], open_facts: Mapping[str, tuple[str, ...]]) -> None:
        self._askable = askable
        self._given = given
        self._lookahead = lookahead
        self._open = open_facts
        self._level = askable.level(lookahead, lookahead.now)
        self._found: dict[str, Stake] = {}
        self._tried: dict[frozenset[int], Ahead] = {}

    @cached_property
    def ranking(self) -> RankingNow:
        """The ranking now."""
        return RankingNow(self._askable, self._lookahead.now)

    def of(self, name: str) -> Stake:
        """What the answers to a finding could change."""
        if name not in self._found:
            self._found[name] = Stake(self.ranking, self._level, tuple(self._answered(name)))
        return self._found[name]

    def _answered(self, name: str) -> Iterator[PossibleAnswer]:
        still = self._still(name)
        for facts, share in self._askable.answers[name].items():
            if facts <= still:
                ahead = self._after(facts)
                if ahead.early.isdisjoint(self._askable.contradictions):
                    yield PossibleAnswer(share, ahead, self._askable.level(self._lookahead, ahead) - self._level)

    def _still(self, name: str) -> frozenset[int]:
        """What the answers to a finding that may be asked could still bring."""
        return frozenset(map(self._askable.compiled.tables.index.__getitem__, self._open.get(name, ())))

    def _after(self, facts: frozenset[int]) -> Ahead:
        if facts not in self._tried:
            self._tried[facts] = self._lookahead.after(facts)
        return self._tried[facts]

    @cached_property
    def impossible(self) -> frozenset[str]:
        """The facts of answers that would contradict what is known."""
        askable = self._askable
        tables, names = askable.contradicted, askable.compiled.tables.facts
        early, counting = tables.towards(None).early, Counting(tables)
        counting.add([tables.index[fact] for fact in self._given if fact in tables.program.inputs], early)
        found = set[str]()
        for name, answers in askable.contradicting.items():
            still = self._still(name) if name in self._open else frozenset()
            for facts, numbers in answers:
                if facts <= still:
                    new, _ = counting.add(numbers, early)
                    if any(tables.facts[fact] in askable.contradiction_names for fact in new):
                        found.update([names[fact] for fact in facts])
                    counting.take_back(new)
        return frozenset(found)


class _Odds(dict[int, float]):
    """Decibans as odds."""

    def __missing__(self, decibans: int) -> float:
        odds: float = 10.0 ** (decibans / 10.0)
        self[decibans] = odds
        return odds


_ODDS = _Odds()


def _shares(totals: Collection[int]) -> list[float]:
    """Decibans as shares of one."""
    highest = max(totals, default=0)
    odds = [_ODDS[total - highest] for total in totals]
    whole = sum(odds)
    return [each / whole for each in odds]


def _entropy(shares: Iterable[float]) -> float:
    return -sum([share * log(share) for share in shares if share > 0])
