"""The runners whose answers the constraints of a pack allow, found without a solver."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from hipexpert.audit.subject.alternatives import alternatives
from hipexpert.audit.subject.audited_pack import AuditedPack
from hipexpert.audit.subject.states import State
from hipexpert.audit.subject.ways import NOTHING, TooManyWaysError, limited
from hipexpert.engine import Consequences, GroundPremise, holds, leaves
from hipexpert.knowledge.packs.answer_space import Chosen
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.premises import to_gate

if TYPE_CHECKING:
    from hipexpert.audit.subject.remembered import Remembered

MARKS_TRIED = 60
WAYS_TRIED = 40


class Runners:
    """The possible runners of one pack."""

    def __init__(self, audited: AuditedPack, remembered: "Remembered | None" = None) -> None:
        """Those of a pack; ``remembered``: who was found before is not looked for again."""
        self.audited = audited
        self._remembered = remembered
        self._shown: dict[tuple[GroundPremise, State], Chosen | None] = {}
        self._facts_shown: dict[GroundPremise, tuple[dict[str, object], frozenset[str]] | None] = {}
        self._evidence: dict[str, tuple[GroundPremise, ...]] = {}

    def consistent(self, facts: Consequences) -> bool:
        """Whether no constraint on answers is violated."""
        return not any(facts.holds(contradiction) for contradiction in self.audited.answer_constraints)

    def possible(self, ways: Iterator[State]) -> Iterator[tuple[State, Chosen]]:
        """The ways, each with numbers, of runners whose answers no constraint rules out."""
        for state in limited(ways):
            for facts, numbers in self.audited.states.runners(state):
                if self.consistent(self.audited.closure.by_rules(facts)):
                    yield state, numbers
                    break

    def first_possible(self, premise: GroundPremise, within: State = NOTHING) -> tuple[State, Chosen] | None:
        """The first of these ways of a premise, beside the state ``within``; None when there is none or too many to tell."""
        try:
            return next(self.possible(self.audited.ways.through_chains(premise, within)), None)
        except TooManyWaysError:
            return None

    def showing(self, premise: GroundPremise, also: State = NOTHING) -> dict[str, object] | None:
        """Answers of a possible runner for whom a premise holds, seen to hold in a session; None when none was found."""
        chosen = self.chosen_showing(premise, also)
        return None if chosen is None else self.audited.states.space.answers(chosen)

    def outside(self, premise: GroundPremise, others: Sequence[GroundPremise]) -> dict[str, object] | None:
        """Answers of a possible runner for whom a premise holds and none of the others do; None when none was found."""
        for part in alternatives(premise):
            shown = self._shown_with_facts(part)
            if shown is not None and not any(holds(other, shown[1]) for other in others):
                return shown[0]
        return None

    def _shown_with_facts(self, premise: GroundPremise) -> tuple[dict[str, object], frozenset[str]] | None:
        """The answers of a possible runner for whom a premise holds, and every fact that holds for them."""
        if premise not in self._facts_shown:
            shown = self.showing(premise)
            self._facts_shown[premise] = None if shown is None else (shown, self.facts(shown))
        return self._facts_shown[premise]

    def chosen_showing(self, premise: GroundPremise, also: State = NOTHING) -> Chosen | None:
        """The same answers as options of their questions."""
        if (premise, also) not in self._shown:
            look = partial(self._showing, premise, also)
            asked = ("showing", premise, sorted(also)), (*leaves(premise), *also)
            self._shown[premise, also] = look() if self._remembered is None else self._remembered.chosen(*asked, look)
        return self._shown[premise, also]

    def _showing(self, premise: GroundPremise, also: State) -> Chosen | None:
        try:
            for number, (state, numbers) in enumerate(self.possible(self.audited.ways.through_chains(premise, also))):
                if number == WAYS_TRIED:
                    break
                for chosen in self._reaching_marks(state, self.audited.states.chosen(state, numbers)):
                    if not self._may_show(premise, chosen):
                        continue
                    facts = self.facts(self.audited.states.space.answers(chosen))
                    if holds(premise, facts) and self.audited.answer_constraints.isdisjoint(facts):
                        return chosen
        except TooManyWaysError:
            pass
        return None

    def _may_show(self, premise: GroundPremise, chosen: Chosen) -> bool:
        """Whether a premise should hold for somebody, without the session that shows it."""
        return holds(premise, self.audited.closure.of(self.audited.states.space.facts(chosen)).facts)

    def facts(self, answers: Mapping[str, object]) -> frozenset[str]:
        """Every fact that holds in a session with these answers."""
        true, _ = self.audited.engine.key.facts(self.audited.engine.read(answers))
        return self.audited.engine.compiled.run(true).facts

    def _reaching_marks(self, state: State, answers: Chosen) -> Iterator[Chosen]:
        """The answers; when the state has marks, with the strongest evidence for their conditions added."""
        wanted = sorted(Fact.of(fact).id for fact in state if fact in self.audited.ways.marks)
        if not wanted:
            yield answers
            return
        grown = state - self.audited.ways.marks
        for condition in wanted:
            for premise in self._speaking_for(condition):
                found = self.first_possible(premise, grown)
                if found is not None and not any(fact in self.audited.ways.marks for fact in found[0]):
                    grown, numbers = found
                    yield self.audited.states.chosen(grown, numbers)

    def _speaking_for(self, condition: str) -> tuple[GroundPremise, ...]:
        """When what speaks for a condition does so, the strongest first."""
        if condition not in self._evidence:
            pack = self.audited.pack
            rules = [(-item.weight, rule.id, rule.premise) for rule, item in pack.weighing_rules.get(condition, ())]
            drawn = [(-cell.weight, f"picture {cell.finding} {cell.value}", cell.premise) for cell in self.audited.drawn.get(condition, ())]
            strongest = sorted((each for each in (*rules, *drawn) if each[0] < 0), key=lambda each: each[:2])[:MARKS_TRIED]
            self._evidence[condition] = tuple(to_gate(premise) for _, _, premise in strongest)
        return self._evidence[condition]
