"""Running a suite: every case and every story of a check through the engine, with an explanation of what fails."""

from collections.abc import Iterable, Iterator

from hipexpert.audit.suite.judging import Came, Judge
from hipexpert.audit.suite.stories import ProgressCall, Stories, silent_progress
from hipexpert.audit.suite.values import SCHEMA, Failure, Mismatch, Silence, SuiteRun
from hipexpert.audit.suite.writing import conclusion_line
from hipexpert.engine import Status
from hipexpert.graphs.explained import ExplainedAssessment, ExplainingEngine
from hipexpert.graphs.explanations.tree import derivation_trees, trees_of
from hipexpert.graphs.programs.telling import HowStep
from hipexpert.knowledge.cases.cases import Case
from hipexpert.knowledge.cases.judging import judged_intake
from hipexpert.knowledge.cases.rule_checks import RuleCheck, fulfils
from hipexpert.knowledge.cases.suites import Suite
from hipexpert.knowledge.packs.ladder import UNDETERMINED
from hipexpert.knowledge.packs.pack import Rule
from hipexpert.knowledge.packs.premises import Premise, conjuncts, to_gate
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.levels import RAISING
from hipexpert.knowledge.runner.results import Knowledge


def run_suite(engine: ExplainingEngine, suite: Suite, stories: Stories, progress: ProgressCall = silent_progress) -> SuiteRun:
    """What each case and check gave: failures only, in the order of the suite."""
    judge = Judge(engine.pack, stories.closure.tables)
    total = len(suite.cases) + len(suite.checks)
    failures: list[Failure] = []
    for number, case in enumerate(suite.cases, start=1):
        failures += _case(case, engine, judge)
        progress(number, total)
    for number, check in enumerate(suite.checks, start=len(suite.cases) + 1):
        failures += _check(check, engine, judge)
        progress(number, total)
    checks = sum(len(check.fires) + len(check.silent) + bool(check.then) for check in suite.checks)
    beyond = sum(not case.expected.in_scope for case in suite.cases)
    measured = sum(case.expected.in_scope and case.expected.measured_only for case in suite.cases)
    unknown = sum(engine.assess(case.intake).level == UNDETERMINED for case in suite.cases if case.expected.in_scope)
    knowledge = Knowledge.of(engine.pack)
    return SuiteRun(
        SCHEMA, knowledge, len(suite.cases), checks, beyond, tuple(failures), measured_only=measured, undetermined_as_said=unknown
    )


def _case(case: Case, engine: ExplainingEngine, judge: Judge) -> Iterator[Failure]:
    intake = judged_intake(case.intake, engine)
    found = tuple(judge.case(case.expected, _came(engine, case.intake), _came(engine, intake)))
    if found:
        shown = intake if any(each.about == "urgency" for each in found) else case.intake
        yield _failure(case.id, case.title, case.file, found, engine.assess(shown), case.expected.accepted)


def _check(check: RuleCheck, engine: ExplainingEngine, judge: Judge) -> Iterator[Failure]:
    rule = engine.pack.rule_by_id.get(check.rule)  # none where the rule is made of the screen or of a `safe_when`
    title = rule.title if rule is not None else check.rule.replace("-", " ")
    for story in check.fires:
        came = _came(engine, story.intake)
        found = (*judge.rules([check.rule], [], came), *(judge.raised(check.urgency, came) if check.urgency else ()))
        if found:
            yield _failure(check.rule, title, story.place, found, engine.assess(story.intake))
    for story in check.silent:
        found = tuple(judge.rules([], [check.rule], _came(engine, story.intake)))
        if found:
            yield _failure(check.rule, title, story.place, found, engine.assess(story.intake))
    missing = [each for each in check.then if rule is None or not fulfils(rule, each)]
    if missing:
        concluded = (
            "; ".join(conclusion_line(engine.pack, each) for each in rule.conclusions) if rule is not None else "nothing of the pack"
        )
        mismatches = tuple(Mismatch("then", conclusion_line(engine.pack, each), concluded) for each in missing)
        yield Failure(check.rule, title, check.place, mismatches)


def _came(engine: ExplainingEngine, intake: Intake) -> Came:
    run, _ = engine.session(intake)
    return Came(run.numbers, run.totals_by_number)


def _failure(
    name: str, title: str, place: str, found: tuple[Mismatch, ...], assessment: ExplainedAssessment, accepted: Iterable[str] = ()
) -> Failure:
    steps: list[HowStep] = []
    silences: list[Silence] = []
    for mismatch in found:
        rule = assessment.pack.rule_by_id.get(mismatch.expected.partition(" ")[0])
        match mismatch.about:
            case "urgency" if RAISING[assessment.raised] in assessment.run.facts:
                steps += derivation_trees(assessment, "urgency")
            case "ranking":
                ranked = [each.condition.id for each in assessment.placings]
                right = [each for each in ranked if each in accepted]
                steps += [step for each in dict.fromkeys([*ranked[:1], *right[:1]]) for step in derivation_trees(assessment, each)]
            case "silent" if rule is not None:
                concluded = assessment.run.program.rule_by_id[rule.id].conclusions[:1]
                steps += [step for fact in concluded for step in trees_of(assessment, fact)]
            case "reason" if rule is not None:
                silences.append(_silence(rule, assessment))
            case _:
                pass
    return Failure(name, title, place, found, tuple(steps), tuple(silences))


def _silence(rule: Rule, assessment: ExplainedAssessment) -> Silence:
    contradicted: list[str] = []
    still_open: list[str] = []
    for part in conjuncts(rule.premise):
        if _status(part, assessment) is Status.HOLDS:
            continue
        said = assessment.wording.open_phrase(part)
        (contradicted if _status(part, assessment) is Status.CONTRADICTED else still_open).append(said)
    return Silence(rule.id, rule.title, tuple(contradicted), tuple(still_open))


def _status(premise: Premise, assessment: ExplainedAssessment) -> Status:
    return assessment.outlook.premise(to_gate(premise))
