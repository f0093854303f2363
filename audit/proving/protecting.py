"""The theorems about what protects: advice that other advice rules out, one time to recovery, medicines, tests at home."""

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.theorem import Theorem, decided
from hipexpert.engine import holds
from hipexpert.graphs.explained import ExplainedAssessment
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import LEVELS
from hipexpert.knowledge.packs.pack import Advice
from hipexpert.knowledge.packs.premises import to_gate
from hipexpert.knowledge.runner import safety


def nothing_is_advised_beside_what_rules_it_out(prover: Prover) -> Theorem:
    """Where running is forbidden nothing speaks of running; and so for each tag that advice or a level rules out."""
    solver, outcomes, about = prover.world.solver, prover.outcomes, prover.pack.about

    def broken(assessment: ExplainedAssessment) -> list[str]:
        given = [prover.pack.advice_by_id[each.id] for each in assessment.plan.advice]
        found = [f"{each.id} is given beside {other.id}" for other in given for each in given if _is_ruled_out(each, other.rules_out)]
        ruled_out = about.urgency[assessment.level].rules_out
        return found + [f"{each.id} is given at {assessment.level}" for each in given if _is_ruled_out(each, ruled_out)]

    def wrong() -> Iterator[Any]:
        sides = [(outcomes.given(each.id), each.rules_out) for each in prover.pack.advice]
        sides += [(outcomes.is_level(level), about.urgency[level].rules_out) for level in prover.pack.stated_levels]
        for side, tags in sides:
            against = [outcomes.given(each.id) for each in prover.pack.advice if _is_ruled_out(each, tags)]
            if against:
                yield solver.conjunction([side, solver.disjunction(against)])

    return _decided(
        prover,
        "nothing-is-advised-beside-what-rules-it-out",
        "No advice is given beside other advice, or at a level, that rules out one of its tags.",
        f"{sum(bool(each.rules_out) for each in prover.pack.advice)} pieces of advice and {len(prover.pack.stated_levels)} levels that may "
        "rule out others",
        list(wrong()),
        broken,
    )


def one_time_to_recovery_is_told(prover: Prover) -> Theorem:
    """Nobody is given two times that do not agree."""
    outcomes, times = prover.outcomes, [each.id for each in prover.pack.advice if each.category == "recovery"]

    def broken(assessment: ExplainedAssessment) -> list[str]:
        told = [each.id for each in assessment.plan.advice if each.category == "recovery"]
        return [f"the plan gives {' and '.join(told)}"] if len(told) > 1 else []

    wrong = [prover.world.solver.conjunction([outcomes.given(one), outcomes.given(other)]) for one, other in combinations(times, 2)]
    says = "Of the advice on how long it may take nobody is given more than one piece."
    return _decided(prover, "one-time-to-recovery-is-told", says, f"{len(times)} times", wrong, broken)


def no_medicine_before_it_is_known_to_be_safe(prover: Prover) -> Theorem:
    """What nobody has asked about is not taken for a no."""
    solver, outcomes, safe = prover.world.solver, prover.outcomes, prover.pack.safe_advice

    def broken(assessment: ExplainedAssessment) -> list[str]:
        given = [each.id for each in assessment.plan.advice if each.id in safe]
        unsafe = [name for name in given if not holds(to_gate(safe[name]), assessment.run.facts)]
        return [f"the plan gives {name}, which is not known to be safe" for name in unsafe]

    wrong = [
        solver.conjunction([outcomes.given(name), solver.negation(outcomes.encoding.premise(to_gate(premise)))])
        for name, premise in safe.items()
    ]
    return _decided(
        prover,
        "no-medicine-before-it-is-known-to-be-safe",
        "Advice with a `safe_when` is given only where that holds: the reasons against it were asked about and denied.",
        f"{len(safe)} pieces of advice",
        wrong,
        broken,
    )


def no_test_before_it_is_known_to_be_safe(prover: Prover) -> Theorem:
    """No test at home is asked about, suggested or explained to anybody for whom it may not be safe."""
    solver, outcomes, pack = prover.world.solver, prover.outcomes, prover.pack
    tests = [name for name in pack.findings if pack.answered_by(name) == "self_test"]

    def is_safe(name: str, facts: frozenset[str]) -> bool:
        return name in pack.safe_tests and holds(to_gate(pack.safe_tests[name]), facts)

    def broken(assessment: ExplainedAssessment) -> list[str]:
        suggested = [name for name in tests if safety.may_be_suggested(pack, name, assessment.run.holds)]
        early = assessment.level in ("urgent", "emergency")
        return [f"{name} is suggested at {assessment.level}" for name in suggested if early or not is_safe(name, assessment.run.facts)]

    def unsafe(name: str) -> Any:
        if name not in pack.safe_tests:
            return solver.true
        return solver.negation(outcomes.encoding.premise(to_gate(pack.safe_tests[name])))

    wrong = [
        solver.conjunction([_suggested(prover, name), solver.disjunction([unsafe(name), outcomes.at_least("urgent")])]) for name in tests
    ]
    return _decided(
        prover,
        "no-test-before-it-is-known-to-be-safe",
        "A test is suggested only where its `safe_when` holds, and from urgent on none is.",
        f"{len(tests)} tests",
        wrong,
        broken,
    )


def _suggested(prover: Prover, name: str) -> Any:
    """Whether the program's own code suggests a test, tried on every combination of the facts that it looks at."""
    outcomes, solver = prover.outcomes, prover.world.solver
    known = prover.engine.compiled.program.facts
    facts = [fact for fact in (Fact("safe", name).name, *(Fact("urgency", level).name for level in LEVELS)) if fact in known]
    cases = []
    for signs in product((False, True), repeat=len(facts)):
        concluded = {fact for fact, sign in zip(facts, signs, strict=True) if sign}
        if safety.may_be_suggested(prover.pack, name, concluded.__contains__):
            formulas = {fact: outcomes.encoding.fact(fact) for fact in facts}
            cases.append(solver.conjunction([each if fact in concluded else solver.negation(each) for fact, each in formulas.items()]))
    return solver.disjunction(cases)


def _is_ruled_out(advice: Advice, tags: tuple[str, ...]) -> bool:
    return not set(advice.tags).isdisjoint(tags)


def _decided(prover: Prover, name: str, says: str, covers: str, wrong: list[Any], broken: Any) -> Theorem:
    goal = prover.world.solver.disjunction(wrong)
    return decided(Theorem(name, says, covers), prover.world, [goal], lambda runners: broken(prover.assessment(runners[0])))
