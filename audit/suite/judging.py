"""Judging what came of a story against what is expected of it."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from hipexpert.audit.suite.stories import Expectations
from hipexpert.audit.suite.values import Mismatch
from hipexpert.engine import Tables, are_true, fold
from hipexpert.knowledge.cases.cases import Expected, UrgencyRange
from hipexpert.knowledge.packs.facts import weigh_id
from hipexpert.knowledge.packs.ladder import StatedLevel, caution, rank
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.runner.levels import level_of


@dataclass(frozen=True)
class Came:
    """What came of a story: facts and totals by number. ``forced`` says of one rule whether it fired, whatever its premise."""

    facts: Set[int]
    totals: Mapping[int, int]
    forced: tuple[str, bool] | None = None


class Judge:
    """Holds what came against what was expected, for one pack. Unless ``stated``, the level is what rules raise, whether or not
    the screen is answered.
    """

    def __init__(self, pack: Pack, tables: Tables, *, stated: bool = True) -> None:
        self.tables = tables
        self._screened = stated and bool(pack.screen)
        tallies = {tally.id: number for number, tally in enumerate(tables.program.tallies)}
        weighed = [(tallies[weigh_id(each.id)], each) for each in pack.conditions if weigh_id(each.id) in tallies]
        self._conditions = {number: (-rank(each.typical_urgency), each.id) for number, each in weighed}

    def _level(self, came: Came, *, screened: bool) -> StatedLevel:
        index = self.tables.index
        return level_of(lambda fact: index.get(fact, -1) in came.facts, screened=screened)

    def ranking(self, came: Came) -> list[str]:
        """The conditions that were weighed, in the order of the differential."""
        order = sorted((-total, *self._conditions[number]) for number, total in came.totals.items() if number in self._conditions)
        return [condition for _, _, condition in order]

    def fires(self, rule: str, came: Came) -> bool:
        """Whether a rule fired."""
        if came.forced is not None and came.forced[0] == rule:
            return came.forced[1]
        index = self.tables.index
        return fold(self.tables.program.rule_by_id[rule].premise, lambda fact: index[fact] in came.facts, are_true)

    def case(self, expected: Expected, came: Came, judged: Came | None = None) -> Iterator[Mismatch]:
        """What a case expected and did not get. Out of scope, and of one to be measured only, just the rules it names are judged.
        ``judged`` is what came of the intake by which its level is judged, where that is another.
        """
        if expected.in_scope and not expected.measured_only:
            yield from self.urgency(expected.urgency, judged or came)
            if expected.accepted:
                ranking = self.ranking(came)
                if not set(ranking[: expected.among]) & set(expected.accepted):
                    yield Mismatch("ranking", _wanted(expected), _ranked(ranking, expected))
        yield from self.rules(expected.reasons, expected.silent, came)

    def rules(self, fires: "tuple[str, ...] | list[str]", silent: "tuple[str, ...] | list[str]", came: Came) -> Iterator[Mismatch]:
        """The rules that should fire and did not, and those that should not and did."""
        for rule in fires:
            if not self.fires(rule, came):
                yield Mismatch("reason", f"{rule} fires", "it is silent")
        for rule in silent:
            if self.fires(rule, came):
                yield Mismatch("silent", f"{rule} is silent", "it fires")

    def urgency(self, expected: UrgencyRange, came: Came) -> Iterator[Mismatch]:
        """A level outside its range."""
        yield from _outside(expected, self._level(came, screened=self._screened))

    def raised(self, expected: UrgencyRange, came: Came) -> Iterator[Mismatch]:
        """What the rules raise outside its range: a check of one rule tells no whole runner, so its screen is open."""
        yield from _outside(expected, self._level(came, screened=False))

    def met(self, expects: Expectations, came: Came) -> tuple[bool, ...]:
        """Of each expectation of a story, in a fixed order, whether it is met: each case, each range, each checked rule."""
        return (
            *(next(self.case(each, came), None) is None for each in expects.cases),
            *(next(self.raised(each, came), None) is None for each in expects.urgency),
            *(self.fires(rule, came) for rule in sorted(expects.fires)),
            *(not self.fires(rule, came) for rule in sorted(expects.silent)),
        )


def _outside(expected: UrgencyRange, level: StatedLevel) -> Iterator[Mismatch]:
    if not caution(expected.at_least) <= caution(level) <= caution(expected.at_most):
        wanted = expected.at_least if expected.at_least == expected.at_most else f"{expected.at_least} to {expected.at_most}"
        yield Mismatch("urgency", wanted, level)


def _wanted(expected: Expected) -> str:
    place = "first" if expected.among == 1 else f"among the first {expected.among}"
    names = " or ".join(expected.accepted)
    return f"{names} {place}"


def _ranked(ranking: list[str], expected: Expected) -> str:
    if not ranking:
        return "nothing was ranked"
    first = f"{', '.join(ranking[: expected.among])} first"
    place = next((number for number, each in enumerate(ranking, start=1) if each in expected.accepted), None)
    return f"{first}; {ranking[place - 1]} is number {place}" if place else f"{first}; none of those accepted was ranked"
