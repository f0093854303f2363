"""What a fact rests on: the sets of answers that suffice for it, and the answers it cannot do without.

An answer makes one or more input facts true. In a program by itself each given fact is an answer.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from hipexpert.engine import Closure, Derivation, UnverifiedError, is_minimal, part_concluding
from hipexpert.engine.searching import minimal_sets

SETS = 12  # more ways than this nobody reads; `complete` says when there are more
NODES = 2_000
Asked = TypeVar("Asked", bound=Hashable)


class Grounds(Generic[Asked]):
    """The answers that a fact rests on. ``true`` are the input facts that each answer makes true."""

    def __init__(self, derivation: Derivation, fact: str, true: Mapping[Asked, frozenset[str]]) -> None:
        self.derivation = derivation
        self.fact = fact
        self.true = true
        self.closure = Closure(part_concluding(derivation.run.program, [fact]))

    def follows(self, answers: Iterable[Asked]) -> bool:
        """Whether the fact follows from these answers alone."""
        return self.closure.of(name for each in answers for name in self.true[each]).holds(self.fact)

    def sufficient(self) -> tuple[tuple[tuple[Asked, ...], ...], bool]:
        """The minimal sets, the smallest first, and whether these are all.

        Raises :class:`hipexpert.UnverifiedError` where the independent checker does not confirm one.
        """
        below = self._given_below()
        parts = [each for each, facts in self.true.items() if not facts.isdisjoint(below)]
        sets, complete = minimal_sets(self.follows, parts, most=SETS, tried=NODES)
        program = self.derivation.run.program
        for each in sets:
            if not is_minimal(program, self.fact, [self.true[answer] for answer in each]):
                raise UnverifiedError([f"a set of answers does not suffice for `{self.fact}`"])
        return tuple(sorted(sets, key=len)), complete and self.fact not in program.late_facts

    def necessary(self) -> tuple[Asked, ...]:
        """The answers without any one of which the fact would not hold, all others being as they are."""
        touching = [each for each, facts in self.true.items() if not facts.isdisjoint(self.closure.program.inputs)]
        return tuple(each for each in touching if not self.follows(other for other in touching if other != each))

    def _given_below(self) -> set[str]:
        """The given facts that some reason for the fact leads down to."""
        found, waiting = set[str](), [self.fact]
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                waiting.extend(premise for reason in self.derivation.justifications(each) for premise in reason.premises)
        return found.intersection(self.derivation.run.given)
