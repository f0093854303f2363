"""States: sets of input facts that one runner could give, and the runners who give them.

No two facts of a state exclude each other. Exclusion is pairwise (two values of one choice, a denial and its value, two limits
that no number meets), which is exact also for several limits of one number: a range is empty only if its highest lower bound
and its lowest upper bound exclude each other.
"""

import itertools
import math
from collections.abc import Mapping
from functools import cached_property

from hipexpert.knowledge.packs.answer_space import AnswerSpace, Chosen, Question
from hipexpert.knowledge.packs.options import Option, Stretch

State = frozenset[str]


class States:
    """The states of one space of answers. Immutable; everything is worked out when first asked for."""

    def __init__(self, space: AnswerSpace) -> None:
        self.space = space

    @cached_property
    def finding_of(self) -> Mapping[str, str]:
        """The finding that each input fact is about."""
        return {fact: question.finding for fact, question in self.space.question_of.items()}

    @cached_property
    def excludes(self) -> Mapping[str, frozenset[str]]:
        """For each input fact those that cannot be true of the same runner."""
        found = {}
        for question, facts in self.space.facts_of.items():
            options = self.space.options[question]
            for fact in facts:
                found[fact] = facts.difference({fact}, *(option.facts for option in options if fact in option.facts))
        return found

    def with_fact(self, state: State, fact: str) -> State | None:
        """The state with one more input fact; None when no runner could say both."""
        if fact in state:
            return state
        if fact in self.space.impossible or not state.isdisjoint(self.excludes.get(fact, frozenset())):
            return None
        return state | {fact}

    def runners(self, state: State, most: int = 64) -> list[tuple[frozenset[str], Chosen]]:
        """What is true of the runners who say no more than a state: one for each stretch of its numbers, with the stretches
        that were chosen. When there would be more than ``most``, numbers are left as their limits say.
        """
        left = self._left(state)
        if math.prod(map(len, left.values())) > most:
            # What all stretches share is true of each of them, so what follows from it follows for all.
            shared = [_shared(options) for options in left.values()]
            return [(state.union(*shared), {question: options[0] for question, options in left.items()})]
        combined = [dict(zip(left, options, strict=True)) for options in itertools.product(*left.values())]
        return [(state | self.space.facts(chosen), chosen) for chosen in combined]

    @cached_property
    def _numbers(self) -> frozenset[Question]:
        return frozenset(question for question, options in self.space.options.items() if options and isinstance(options[0], Stretch))

    def _left(self, state: State) -> dict[Question, list[Option]]:
        """For each number that a state speaks of, the stretches that it leaves, in order."""
        asked = {question for fact in state if (question := self.space.question_of.get(fact)) in self._numbers}
        return {question: self._leaves(question, state) for question in sorted(asked)}

    def _leaves(self, question: Question, state: State) -> list[Option]:
        wanted = self.space.facts_of[question] & state
        return [option for option in self.space.options[question] if wanted <= option.facts]

    def bounds(self, state: State) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
        """What is true of all runners who say no more than a state, and of two of them: with all numbers as low, and as high,
        as the state allows. Two is none when the state leaves no choice.
        """
        left = self._left(state).values()
        shared = state.union(*map(_shared, left))
        if all(len(options) == 1 for options in left):
            return shared, ()
        return shared, tuple(state.union(*(options[end].facts for options in left)) for end in (0, -1))

    def lowest(self, state: State) -> frozenset[str]:
        """What is true of one of the runners who say no more than a state: the one with all numbers as low as it allows."""
        return state.union(*(options[0].facts for options in self._left(state).values()))

    def answers(self, state: State, chosen: Chosen | None = None) -> dict[str, object]:
        """The answers that make exactly a state true, as ``hipexpert explain`` reads them; numbers as chosen or, where not,
        ones that meet the limits of the state.
        """
        return self.space.answers(self.chosen(state, chosen or {}))

    def chosen(self, state: State, numbers: Chosen) -> Chosen:
        """The answers that make exactly a state true, each as its question's option."""
        said = {question for fact in state if (question := self.space.question_of.get(fact)) is not None}
        return {asked: numbers.get(asked) or self._leaves(asked, state)[0] for asked in self.space.options if asked in said}


def _shared(options: list[Option]) -> frozenset[str]:
    return frozenset.intersection(*(option.facts for option in options))
