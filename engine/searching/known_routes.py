"""The routes that were found in a program before: they serve again where the same holds and is open of all that they rest on."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import count
from operator import itemgetter
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from hipexpert.engine.tables import Tables

Asked = TypeVar("Asked", bound=Hashable)


class NumberedRoute(NamedTuple):
    """How something could come to hold, of numbered questions: ``need`` is the fewest open answers it takes, ``at[k]`` are the bits of
    the questions through which it takes ``k`` more.
    """

    need: int
    at: tuple[int, ...]


Ways: TypeAlias = tuple[tuple[int, tuple[Asked, ...]], ...]
Found = TypeVar("Found")
MOST_BELOW = 1_000  # facts below something: of what rests on more nothing is kept
KEPT = 64  # states of what something rests on, for which it is kept what was found


class KeptByState(Generic[Found]):
    """What was found for one rule or fact by the ``state`` of all facts below it, which says everything that decides it."""

    def __init__(self, below: set[int]) -> None:
        facts = sorted(below)
        self.facts = *facts, facts[0]  # one more, so that one comes as a tuple too
        self._state_of: Callable[[bytearray], tuple[int, ...]] = itemgetter(*self.facts)
        self.found: dict[bytes, Found] = {}

    def of(self, states: bytearray, find: Callable[[int], Found], number: int) -> Found:
        """What was found when all facts below were in the same states, else what is found now."""
        state = bytes(self._state_of(states))
        try:
            return self.found[state]
        except KeyError:
            known = find(number)
        if len(self.found) >= KEPT:
            self.found.clear()
        self.found[state] = known
        return known


class KeptTogether(Generic[Found]):
    """Several rules of which it is kept what was found: the states of all facts below them are picked in one step."""

    def __init__(self, kept: Iterable[tuple[int, KeptByState[Found] | None]]) -> None:
        facts: list[int] = []
        self.each: list[tuple[int, Mapping[bytes, Found], slice]] = []
        for rule, its in kept:
            below, known = (its.facts, its.found) if its is not None else ((), {})
            self.each.append((rule, known, slice(len(facts), len(facts) + len(below))))
            facts += below
        self._picked: Callable[[bytearray], tuple[int, ...]] | None = itemgetter(*facts) if facts else None  # two at least

    def states(self, states: bytearray) -> bytes:
        """The states of the facts below each of the rules, one rule after the other."""
        return b"" if self._picked is None else bytes(self._picked(states))


class KnownRoutes(Generic[Asked]):
    """The routes that were found in one program before, which serve again where the same holds and is open of all that they rest on.
    Threads may share it.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._rules: dict[int, KeptByState[tuple[NumberedRoute | None, Ways[Asked]]] | None] = {}
        self._facts: dict[int, KeptByState[NumberedRoute | None] | None] = {}
        self._together: dict[tuple[int, ...], KeptTogether[tuple[NumberedRoute | None, Ways[Asked]]]] = {}
        self._answered: dict[Asked, NumberedRoute] = {}
        self._next = count().__next__  # each number is given out once, whoever asks
        self.questions: dict[int, Asked] = {}

    def answered(self, question: Asked) -> NumberedRoute:
        """What an answer to a question takes."""
        found = self._answered.get(question)
        if found is None:
            number = self._next()
            self.questions[number] = question
            found = self._answered.setdefault(question, NumberedRoute(1, (1 << number,)))
        return found

    def of_rule(self, rule: int) -> "KeptByState[tuple[NumberedRoute | None, Ways[Asked]]] | None":
        """What is kept of a rule. None where more decides than what holds and is open: a total, or among rules in a circle what was
        asked for before.
        """
        if rule not in self._rules:
            below = self._below(self._tables.asked_by[rule])
            self._rules[rule] = KeptByState(below) if self._is_decided(below) else None
        return self._rules[rule]

    def of_rules(self, rules: tuple[int, ...]) -> "KeptTogether[tuple[NumberedRoute | None, Ways[Asked]]]":
        """The same of several rules."""
        found = self._together.get(rules)
        if found is None:
            found = self._together[rules] = KeptTogether((rule, self.of_rule(rule)) for rule in rules)
        return found

    def of_fact(self, fact: int) -> "KeptByState[NumberedRoute | None] | None":
        """The same of a fact."""
        if fact not in self._facts:
            below = self._below([fact])
            self._facts[fact] = KeptByState(below) if self._is_decided(below) else None
        return self._facts[fact]

    def _is_decided(self, below: set[int]) -> bool:
        return bool(below) and not self._tables.is_circular and self._tables.marking.keys().isdisjoint(below)

    def _below(self, facts: Iterable[int]) -> set[int]:
        found, waiting = set[int](), list(facts)
        while waiting:
            fact = waiting.pop()
            if len(found) > MOST_BELOW:
                return set()
            if fact not in found:
                found.add(fact)
                for rule in self._tables.concluding[fact]:
                    waiting += self._tables.asked_by[rule]
        return found
