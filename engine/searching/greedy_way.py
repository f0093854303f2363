"""One way in which a fact can come to hold, built greedily: where it is found, no search need ask whether there is any."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

from hipexpert.engine.status import Outlook
from hipexpert.engine.tables import NumberedPremise

Asked = TypeVar("Asked", bound=Hashable)
Chosen = Mapping[Asked, frozenset[str]]
DEEPEST = 100  # facts that lead one to another: a longer way is not looked for
MOST_STEPS = 20_000  # nor one that takes more of them than this to find


class GreedyWay(Generic[Asked]):
    """Looks for answers to open questions that make an early fact hold together.

    ``asked`` names the question that decides an open input fact (None: none does), ``can_be`` says whether one answer to a
    question makes all these facts true. What is found is a way; that nothing is found says nothing.
    """

    def __init__(self, outlook: Outlook, asked: Callable[[str], Asked | None], can_be: Callable[[Asked, frozenset[str]], bool]) -> None:
        self._outlook = outlook
        self._tables = outlook.run.compiled.tables
        self._asked = asked
        self._can_be = can_be
        self._steps = 0

    def to(self, fact: str) -> Chosen[Asked] | None:
        """The facts that an answer to each of some questions makes true, from which the fact follows."""
        self._steps = 0
        return self._fact(self._tables.index[fact], {}, frozenset())

    def _fact(self, fact: int, chosen: Chosen[Asked], path: frozenset[int]) -> Chosen[Asked] | None:
        if fact in self._outlook.run.numbers:
            return chosen
        self._steps += 1
        if self._outlook.ruled_out.facts[fact] or fact in path or len(path) > DEEPEST or self._steps > MOST_STEPS:
            return None
        name = self._tables.facts[fact]
        if name not in self._outlook.program.inputs:
            rules = (rule for rule in self._tables.concluding[fact] if not self._outlook.ruled_out.rules[rule])
            ways = (self._premise(self._tables.premises[rule], chosen, path | {fact}) for rule in rules)
            return next((way for way in ways if way is not None), None)
        question = self._asked(name)
        if question is None:
            return None
        facts = chosen.get(question, frozenset()) | {name}
        return {**chosen, question: facts} if self._can_be(question, facts) else None

    def _premise(self, premise: NumberedPremise, chosen: Chosen[Asked], path: frozenset[int]) -> Chosen[Asked] | None:
        return self._fact(premise, chosen, path) if isinstance(premise, int) else self._gate(*premise, chosen, path)

    def _gate(self, count: int, parts: Sequence[NumberedPremise], chosen: Chosen[Asked], path: frozenset[int]) -> Chosen[Asked] | None:
        for place, part in enumerate(parts):
            if count <= 0:
                break
            further = self._premise(part, chosen, path)
            if further is not None:
                chosen, count = further, count - 1
            elif len(parts) - place - 1 < count:
                return None
        return chosen if count <= 0 else None
