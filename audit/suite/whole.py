"""A whole test run: cases and checks, and when asked for, coverage and mutation."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from hipexpert.audit.proving import is_to_prove
from hipexpert.audit.suite.coverage import coverage_of
from hipexpert.audit.suite.mutation import mutation_of
from hipexpert.audit.suite.running import run_suite
from hipexpert.audit.suite.stories import ProgressCall, Stories, silent_progress
from hipexpert.audit.suite.values import SuiteRun
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.cases.suites import Suite
from hipexpert.knowledge.packs.program import safe_rule
from hipexpert.knowledge.packs.screen import RULE


def suite_run(
    engine: ExplainingEngine,
    suite: Suite,
    *,
    coverage: bool = False,
    mutate: bool = False,
    prove: bool | None = None,
    watch: Callable[[str], ProgressCall] | None = None,
) -> SuiteRun:
    """What a suite finds in a pack.

    With ``prove`` the mutants that survive are put to z3, which must then be installed (else
    :class:`hipexpert.engine.ProblemsError`); None means when it is. ``watch`` is told the name of each part of the work
    and gives what is then told how far it is.
    """
    stories = Stories(engine, suite)
    run = run_suite(engine, suite, stories, watch("cases and checks") if watch else silent_progress)
    if not (coverage or mutate):
        return run
    known = engine.pack.places
    places = {rule.id: known.get("rules", {}).get(rule.id, rule.file) for rule in engine.pack.rules}
    places |= {RULE: "screen.yaml"} | {safe_rule(name): known.get("findings", {}).get(name, "") for name in engine.pack.safe_tests}
    if coverage:
        run = replace(run, coverage=coverage_of(stories, places))
    if mutate:
        progress, solving = [watch(what) for what in ("mutants", "survivors")] if watch else [silent_progress] * 2
        run = replace(run, mutation=mutation_of(stories, places, prove=is_to_prove(prove), progress=progress, solving=solving))
    return run


def scaffold_for(engine: ExplainingEngine, suite: Suite) -> Mapping[str, str]:
    """Rule checks, as YAML, for the active rules that have none or have a premise that no story shows to matter; a text for
    each file of rules, by its name under ``rules/``.
    """
    from hipexpert.audit.suite.scaffolding import scaffold

    lacking = {each.rule for each in coverage_of(Stories(engine, suite), {rule.id: "" for rule in engine.pack.rules}).premises.uncovered}
    checked = {check.rule for check in suite.checks}
    return scaffold(engine, [rule for rule in engine.pack.active_rules if rule.id in lacking or rule.id not in checked])


def measured_percents(run: SuiteRun) -> dict[str, float]:
    """The measures that were taken, in percent: ``rules``, ``premises``, ``mutants``, ``weights``."""
    found: dict[str, float] = {}
    if run.coverage is not None:
        for name, part in (("rules", run.coverage.rules), ("premises", run.coverage.premises)):
            found[name] = 100 * part.count / part.of if part.of else 100.0
    if run.mutation is not None:
        found["mutants"] = run.mutation.score
        found["weights"] = run.mutation.weights
    return found
