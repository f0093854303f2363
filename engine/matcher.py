"""experta's own extension points, filled in: interned facts, a counting matcher and a total firing order.

Three measured faults of experta 1.9.4 are handled here, and only here:

4. the firing order at equal salience varies from process to process (its rules live in a set): activations are ranked
   by phase and then by rule id, with no ties;
6. misspelt slots match nothing, silently: facts are interned from the program's declared names, so an unknown name
   cannot exist; and ``lru_cache`` on its default strategy keeps engines alive: that strategy is not used;
7. its Rete matcher is slow and expands OR to DNF: premises are counted instead, in linear time.
"""

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from typing import Any, Protocol, Self

from hipexpert.engine.counting import Counting
from hipexpert.engine.experta_import import experta
from hipexpert.engine.tables import Tables

# experta has no type information; its classes are named once here.
_Fact: Any = experta.Fact
_Agenda: Any = experta.agenda.Agenda
_Activation: Any = experta.activation.Activation
_Rule: Any = experta.Rule
_Matcher: Any = experta.abstract.Matcher
_Strategy: Any = experta.abstract.Strategy


class GroundFact(_Fact):  # type: ignore[misc]
    """One declared fact, made once per program and shared by all its sessions: it is never modified. ``asked`` says
    whether some premise asks for it.
    """

    def __init__(self, number: int, name: str | int, *, asked: bool) -> None:
        # Past Fact.__init__, which freezes and checks what is a plain name here: a pack has thousands of facts.
        dict.__init__(self, {0: name})
        self.number = number
        self.asked = asked

    def has_field_constraints(self) -> bool:
        """Never: the only field is the name."""
        return False

    def has_nested_accessor(self) -> bool:
        """Never: the only field is positional."""
        return False

    def validate(self) -> None:
        """Nothing to validate: the program has already declared the name."""


class GroundRule(_Rule):  # type: ignore[misc]
    """A rule whose action is a function of the engine; the matcher, not the rule, knows its premise."""

    def __new__(cls, name: str, salience: int, action: Callable[[Any], None]) -> Self:
        """A rule without the look into the action's signature that experta's decorator takes."""
        rule: Self = super().__new__(cls, salience=salience)
        rule.__name__ = name
        rule._action = action
        return rule

    def __call__(self, engine: Any, **_context: object) -> None:
        """Fire."""
        self._action(engine)


class GroundFactList(dict[int, GroundFact]):
    """The facts of a session by number, in the order in which they were declared; each at most once. experta's own list is
    made for facts without a number, which it compares.
    """

    __slots__ = ("added",)

    def __init__(self) -> None:
        super().__init__()
        self.added: list[GroundFact] = []

    def declare(self, fact: GroundFact) -> None:
        """Add a fact that is not there yet (the further reasons for one that is are kept by the derivation, not here)."""
        self[fact.number] = fact
        if fact.asked:  # the others, which most conclusions are, complete no premise
            self.added.append(fact)


class RankedAgenda(_Agenda):  # type: ignore[misc]
    """An agenda whose order is total: the lowest rank fires next."""

    def __init__(self, by_rank: tuple[Any, ...]) -> None:
        self._by_rank = by_rank
        self._ranks: list[int] = []

    @property
    def activations(self) -> list[Any]:
        """The activations, the next to fire last, as experta keeps them."""
        return [self._by_rank[rank] for rank in sorted(self._ranks, reverse=True)]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left to fire."""
        return not self._ranks

    def add(self, rank: int) -> None:
        """Put the activation of this rank on the agenda."""
        heappush(self._ranks, rank)

    def get_next(self) -> Any:
        """Take the next activation off the agenda; None when it is empty."""
        return self._by_rank[heappop(self._ranks)] if self._ranks else None


class RankedActivation(_Activation):  # type: ignore[misc]
    """An activation that knows its place in the total order."""

    def __init__(self, rule: Any, rank: int) -> None:
        super().__init__(rule, ())
        self.key = self.rank = rank


class TotalOrderStrategy(_Strategy):  # type: ignore[misc]
    """Early rules by id, then the weighing step, then late rules by id."""

    def _update_agenda(self, agenda: RankedAgenda, added: list[RankedActivation], removed: list[Any]) -> None:  # noqa: ARG002 (experta calls it so)
        for activation in added:
            agenda.add(activation.rank)


class _Compiled(Protocol):
    tables: Tables
    activations: Sequence[RankedActivation]


class _Session(Protocol):
    compiled: _Compiled


class CountingMatcher(_Matcher):  # type: ignore[misc]
    """Counts the unmet premises of each gate; a rule is activated once, when its count reaches zero."""

    engine: _Session

    def reset(self) -> None:
        """Forget all facts: every count starts anew."""
        compiled = self.engine.compiled
        self._counting = Counting(compiled.tables)
        self._nothing, self._activations = compiled.tables.concludes_nothing, compiled.activations

    def changes(self, adding: list[GroundFact] | None = None, deleting: list[Any] | None = None) -> tuple[list[Any], list[Any]]:  # noqa: ARG002
        """The activations that the added facts complete. Facts are never retracted."""
        if not adding:
            return [], []
        # What a rule concludes comes when it fires, and not before.
        _, rules = self._counting.add([fact.number for fact in adding], self._nothing)
        return [self._activations[rule] for rule in rules], []
