"""Questions about one pack and every runner: can this hold, does this follow from that, can this rule ever fire.

Every answer is a proof over all intakes that the vocabulary allows (unknown included, contradictory ones too unless
``consistent`` is asked for), or a witness that the engine confirmed, or "not decided".
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from hipexpert.audit.proving.outcomes import Outcomes
from hipexpert.audit.proving.searching import World
from hipexpert.audit.proving.second_solver import require_cvc5
from hipexpert.audit.proving.solving import EFFORT
from hipexpert.audit.proving.verdict import Verdict
from hipexpert.engine import Gate, GroundPremise, holds
from hipexpert.graphs.explained import ExplainedAssessment, ExplainingEngine
from hipexpert.knowledge.packs.answer_space import AnswerSpace, Chosen, space_of_pack
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import LEVELS, UNDETERMINED, Level, caution, rank
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import Limit, Premise, leaves, to_gate

AnyPremise = Premise | GroundPremise
"""A premise as the pack holds it, or as the engine does; a plain fact such as ``urgency:soon`` is the simplest."""


@dataclass(frozen=True)
class Prover:
    """Asks z3 about one pack. Keep one: what it has encoded serves the next question.

    ``effort`` bounds each question, in z3's resource units (about a million a second). ``also`` are premises that the
    questions will name beside those of the pack's rules and safety claims: a number that they compare must be known from the start.
    With ``second`` each proof is one of a second solver, cvc5, too. ``ready`` is an engine of the pack, where there is one already;
    ``unweighed``: it weighs nothing, so what weighing concludes is left open for good (:mod:`hipexpert.audit.proving.unweighed`).
    Raises :class:`hipexpert.engine.ProblemsError` when z3 is not installed, or cvc5 where that was asked for.
    """

    pack: Pack
    effort: int = EFFORT
    also: tuple[Premise, ...] = ()
    second: bool = False
    ready: ExplainingEngine | None = None
    unweighed: bool = False

    def __post_init__(self) -> None:
        if self.second:
            require_cvc5()
        self.world  # noqa: B018  # asks for z3 now, not at the first question

    def anew(self) -> "Prover":
        """The same with a solver that was asked nothing: whom it finds does not depend on earlier questions."""
        return replace(self, ready=self.engine)

    @cached_property
    def engine(self) -> ExplainingEngine:
        """The engine that confirms each witness."""
        return self.ready or ExplainingEngine(self.pack)

    @cached_property
    def space(self) -> AnswerSpace:
        """All answers that can be given."""
        claimed = [premise for each in self.pack.claims for premise in (each.when, each.never, each.concluded) if premise is not None]
        named = [leaf for premise in (*claimed, *self.also) for leaf in leaves(premise)]
        return space_of_pack(self.pack, [leaf for leaf in named if isinstance(leaf, Limit)]).givable

    @cached_property
    def world(self) -> World:
        """The solver with the answers of one runner."""
        return World(self.space, self.effort, second=self.second, unweighed=self.unweighed)

    @cached_property
    def outcomes(self) -> Outcomes:
        """The pack on that runner."""
        return Outcomes(self.pack, self.world.encode(self.engine.compiled))

    def can_hold(self, *premises: AnyPremise, without: Iterable[AnyPremise] = (), consistent: bool = False, few: bool = True) -> Verdict:
        """Whether some runner's answers make all the premises hold together, through whatever chain of rules, and none of
        ``without``. Of a fact such as ``suspected:labral_tear`` alone: whether anything can ever conclude it.

        ``consistent`` leaves out answers that the pack's constraints call contradictory. Without ``few`` the witness may
        hold answers that are not needed, which is quicker.
        """
        wanted, unwanted = [gate_of(each) for each in premises], [gate_of(each) for each in without]
        formula = self.outcomes.encoding.premise
        goal = [*map(formula, wanted), *(self.world.solver.negation(formula(each)) for each in unwanted)]

        def shows(chosen: Chosen) -> bool:
            facts = self.facts(chosen)
            return all(holds(each, facts) for each in wanted) and not any(holds(each, facts) for each in unwanted)

        return self._found(goal, shows, consistent=consistent, few=few)

    def nobody(self, asked: Iterable[tuple[GroundPremise, Sequence[GroundPremise]]]) -> list[bool]:
        """Of each premise whether it is proved, whatever weighing concludes, that there is nobody for whom it holds with none of those
        beside it.
        """
        return self.world.impossible([self.outside(wanted, unwanted) for wanted, unwanted in asked])

    def outside(self, wanted: GroundPremise, unwanted: Sequence[GroundPremise]) -> Any:
        """The formula that a premise holds and none of others do."""
        formula = self.outcomes.encoding.premise
        negation = self.world.solver.negation
        return self.world.solver.conjunction([formula(wanted), *(negation(formula(each)) for each in unwanted)])

    def implied(self, first: AnyPremise, second: AnyPremise, *, consistent: bool = False) -> Verdict:
        """Whether every runner for whom the first premise holds is one for whom the second holds; the witness is one who is not."""
        return ~self.can_hold(first, without=[second], consistent=consistent)

    def always(self, premise: AnyPremise, *, consistent: bool = False) -> Verdict:
        """Whether a premise holds of every runner, also of one who says nothing."""
        return ~self.can_hold(without=[premise], consistent=consistent)

    def equivalent(self, first: AnyPremise, second: AnyPremise, *, consistent: bool = False) -> Verdict:
        """Whether two premises hold of the same runners; the witness is one for whom only one of them holds."""
        forth = self.implied(first, second, consistent=consistent)
        if forth.answer is False:
            return forth
        back = self.implied(second, first, consistent=consistent)
        return forth if back.answer else back

    def rule_reachable(self, rule_id: str, *, consistent: bool = False) -> Verdict:
        """Whether an active rule can fire. Raises KeyError for an id that no active rule has."""
        return self.can_hold(self.engine.compiled.program.rule_by_id[rule_id].premise, consistent=consistent)

    def level_reachable(self, level: Level, *, consistent: bool = False) -> Verdict:
        """Whether some runner's urgency is exactly this level."""
        goal = [self.outcomes.is_level(level)]
        return self._found(goal, lambda chosen: self.assessment(chosen).level == level, consistent=consistent)

    def advice_reachable(self, advice_id: str, *, consistent: bool = False) -> Verdict:
        """Whether some runner's plan gives a piece of advice (advised, not withheld)."""

        def shows(chosen: Chosen) -> bool:
            return any(each.id == advice_id for each in self.assessment(chosen).plan.advice)

        return self._found([self.outcomes.given(advice_id)], shows, consistent=consistent)

    def can_be_told(
        self, premise: AnyPremise, *, below: Level | None = None, above: Level | None = None, advice: str = "", consistent: bool = False
    ) -> Verdict:
        """Whether some runner for whom the premise holds gets a level ``below`` this, one ``above`` that (who is told that not enough
        is known gets none), or a plan that gives the ``advice``.
        """
        wanted, solver, outcomes = gate_of(premise), self.world.solver, self.outcomes
        goal = [outcomes.encoding.premise(wanted)]
        if below is not None:
            goal.append(solver.negation(outcomes.at_least(below)))
        if above is not None:
            goal += [outcomes.at_least(LEVELS[rank(above) + 1])] if rank(above) + 1 < len(LEVELS) else [solver.false]
            goal += [solver.negation(outcomes.is_level(UNDETERMINED))] if self.pack.screen else []
        if advice:
            goal.append(outcomes.given(advice))

        def shows(chosen: Chosen) -> bool:
            assessment = self.assessment(chosen)
            level = assessment.level
            return (
                holds(wanted, self.facts(chosen))
                and (below is None or caution(level) < caution(below))
                and (above is None or (level != UNDETERMINED and rank(level) > rank(above)))
                and (not advice or any(each.id == advice for each in assessment.plan.advice))
            )

        return self._found(goal, shows, consistent=consistent)

    def facts(self, chosen: Chosen) -> frozenset[str]:
        """Every fact that holds for a runner, by the engine."""
        return self.outcomes.encoding.run(chosen)

    def assessment(self, chosen: Chosen) -> ExplainedAssessment:
        """What the program tells a runner."""
        return self.engine.assess(self.space.answers(chosen))

    def contradictory(self, facts: frozenset[str]) -> bool:
        """Whether some constraint of the pack is broken, or may be by what is left open."""
        left_open = self.engine.compiled.program.late_facts if self.unweighed else frozenset()
        broken = {Fact("contradiction", each.id).name for each in self.pack.constraints}
        return not broken.isdisjoint(facts) or not broken.isdisjoint(left_open)

    def consistency(self) -> list[Any]:
        """The formulas that keep to answers which no constraint of the pack calls contradictory."""
        encoding = self.outcomes.encoding
        return [self.world.solver.negation(encoding.fact(Fact("contradiction", each.id).name)) for each in self.pack.constraints]

    @cached_property
    def world_of_two(self) -> World:
        """A solver of its own for the same runner before and after answers are added."""
        return World(self.space, self.effort, twice=True, second=self.second, unweighed=self.unweighed)

    @cached_property
    def twice(self) -> tuple[Outcomes, Outcomes]:
        """The pack on the runner before, and after."""
        before, after = (Outcomes(self.pack, self.world_of_two.encode(self.engine.compiled, number)) for number in (0, 1))
        return before, after

    def _found(self, goal: list[Any], shows: Callable[[Chosen], bool], *, consistent: bool, few: bool = True) -> Verdict:
        """Whether some runner makes all formulas true; ``shows`` asks the engine the same."""

        def confirmed(runners: Sequence[Chosen]) -> bool:
            return shows(runners[0]) and not (consistent and self.contradictory(self.facts(runners[0])))

        return self.world.search([*goal, *(self.consistency() if consistent else ())], confirmed, few=few).verdict(self.space)


def gate_of(premise: AnyPremise) -> GroundPremise:
    """A premise as the engine's gates."""
    return premise if isinstance(premise, (str, Gate)) else to_gate(premise)
