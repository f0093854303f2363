"""Mutation testing: the quick verdicts equal brute force, and what is reported can be acted upon."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from profiles import examples
from screened_packs import screened
from strategies_packs import packs, packs_with_suites, suites
from tiny import TINY

import hipexpert
from hipexpert import Engine, ExplainedAssessment, Pack
from hipexpert.audit.suite.entry_killing import EntryKiller
from hipexpert.audit.suite.entry_mutants import denial_mutants, prior_mutants, stance_mutants
from hipexpert.audit.suite.killing import Killer
from hipexpert.audit.suite.mutants import RuleChange, made_mutants_of, mutants_of
from hipexpert.audit.suite.mutation import mutation_of
from hipexpert.audit.suite.stories import Stories
from hipexpert.audit.suite.telling_apart import Apart
from hipexpert.engine.trace import Fired
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.cases.cases import Case, Expected, UrgencyRange
from hipexpert.knowledge.cases.rule_checks import RuleCheck, Story
from hipexpert.knowledge.cases.suites import Suite
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.pack import Concludes, Rule, Supports
from hipexpert.knowledge.packs.premises import Established, Is, Limit, Premise, Several
from hipexpert.knowledge.packs.screen import RULE
from hipexpert.knowledge.runner.reading_intake import read_intake

TINY_PACK = hipexpert.load_pack(TINY)


def fulfilled(pack: Pack, suite: Suite) -> list[bool]:
    """Of every single expectation of a suite whether a pack meets it, worked out from assessments alone."""
    engine = ExplainingEngine(pack)
    found = [meets(engine.assess(case.intake), case.expected) for case in suite.cases]
    for check in suite.checks:
        for story in check.fires:
            assessment = engine.assess(story.intake)
            found.append(check.rule in fired(assessment))
            found.append(check.urgency is None or within(assessment, check.urgency))
        found += [check.rule not in fired(engine.assess(story.intake)) for story in check.silent]
        for wanted in check.then:
            rule = pack.rule_by_id[check.rule]
            found.append(any(says(each, wanted) for each in rule.conclusions))
    return found


def says(conclusion: Supports | Concludes, wanted: Supports | Concludes) -> bool:
    """Whether a conclusion is the wanted one; of evidence the group and the exceptions count where they are wanted."""
    if isinstance(conclusion, Concludes) or isinstance(wanted, Concludes):
        return conclusion == wanted
    alike = (conclusion.condition, conclusion.weight) == (wanted.condition, wanted.weight)
    grouped = not wanted.group or conclusion.group == wanted.group
    return alike and grouped and (not wanted.unless or set(conclusion.unless) == set(wanted.unless))


def fired(assessment: ExplainedAssessment) -> set[str]:
    """The rules that fired."""
    return {event.rule for event in assessment.run.trace if isinstance(event, Fired)}


def within(assessment: ExplainedAssessment, urgency: UrgencyRange) -> bool:
    """Whether the level lies in a range."""
    return rank(urgency.at_least) <= rank(assessment.raised) <= rank(urgency.at_most)


def meets(assessment: ExplainedAssessment, expected: Expected) -> bool:
    """Whether an assessment gives what a case expects."""
    rules = fired(assessment)
    if not set(expected.reasons) <= rules or set(expected.silent) & rules:
        return False
    first = {each.condition for each in assessment.differential[: expected.among]}
    ranked = not expected.accepted or bool(first & set(expected.accepted))
    return not expected.in_scope or expected.measured_only or (ranked and within(assessment, expected.urgency))


def mutated(pack: Pack, change: RuleChange) -> Pack:
    """The pack with a mutant in place of its rule."""
    return replace(pack, rules=tuple(change.mutated if rule.id == change.rule.id else rule for rule in pack.rules))


@settings(max_examples=examples(25), deadline=None)
@given(packs_with_suites(TINY_PACK, screened=False))
def test_the_verdict_on_each_mutant_equals_running_the_mutated_pack(both: tuple[Pack, Suite]) -> None:
    """Evaluating only what a change can reach kills the same mutants as assessing every story with the mutated pack."""
    pack, suite = both
    engine = ExplainingEngine(pack)
    killer = Killer(Stories(engine, suite))
    before = fulfilled(pack, suite)
    for change in mutants_of(pack, engine.compiled.program.late_rules):
        after = fulfilled(mutated(pack, change), suite)
        assert killer.killed(change)[0] == any(old and not new for old, new in zip(before, after, strict=True)), change


@settings(max_examples=examples(6), deadline=None)
@given(packs(TINY_PACK), st.data())
def test_the_verdict_on_a_mutant_of_an_entry_equals_running_the_mutated_pack(pack: Pack, data: st.DataObject) -> None:
    """What a denied group stands for, how common a condition is, what a picture says: noticed by the same stories."""
    (group,) = pack.groups
    denied = {"side": "left", "age": 10.0}
    findings = tuple(replace(each, denial=denied[each.id]) if each.id in denied else each for each in group.findings)
    pack = replace(pack, groups=(replace(group, findings=findings),))
    suite = data.draw(suites(pack))
    denying = [data.draw(st.sampled_from([(), ("about",)])) for _ in suite.cases]
    cases = (replace(case, intake=replace(case.intake, none_of=words)) for case, words in zip(suite.cases, denying, strict=True))
    suite = Suite(tuple(cases), suite.checks)
    killer = EntryKiller(Killer(Stories(ExplainingEngine(pack), suite)))
    before = fulfilled(pack, suite)
    stances, of_all = stance_mutants(pack)
    assert len(stances) == of_all
    for change in [*denial_mutants(pack), *prior_mutants(pack), *stances]:
        after = fulfilled(change.pack, suite)
        assert killer.killed(change) == any(old and not new for old, new in zip(before, after, strict=True)), change


def test_an_item_of_the_screen_that_no_check_asks_for_survives(tmp_path: Path) -> None:
    """A check names the rule that the screen makes: with an item open it is silent, so that a mutant without it is killed."""
    pack = screened(tmp_path)
    asked = {"side": "left", "site": ["front"], "swollen": False}
    stories = [{**asked, name: "unknown"} for name in asked]
    checks = tuple(RuleCheck(RULE, "here", (), (Story(read_intake(each, pack), "here"),), None, ()) for each in stories)
    spared = RuleCheck(RULE, "here", (Story(read_intake({**stories[2], "age": 91}, pack), "here"),), (), None, ())
    places = {RULE: ""}
    changes = [each for each in made_mutants_of(pack) if each.operator == "screen"]
    assert [each.before.partition(":")[0] for each in changes] == ["swelling", "swelling", "which-knee", "where"]
    for left_out, fate in ((None, "killed"), (0, "survived")):
        kept = tuple(each for number, each in enumerate((*checks, spared)) if number != left_out)
        found = mutation_of(
            Stories(ExplainingEngine(pack), Suite((), kept)), {**places, **{each.id: "" for each in pack.rules}}, prove=True
        )
        (row,) = [each for each in found.by_operator if each.operator == "screen"]
        assert (row.killed, row.survived) == ((4, 0) if fate == "killed" else (3, 1))
        for survivor in found.survivors:
            if survivor.mutant.operator == "screen":
                assert survivor.answers is not None
                mutant = next(each for each in changes if each.before == survivor.mutant.before)
                told = [
                    each.assess(survivor.answers).screen.settled
                    for each in (ExplainingEngine(pack), ExplainingEngine(mutant.applied(pack)))
                ]
                assert told[0] != told[1]


def test_a_safe_test_that_no_check_holds_to_its_reason_survives() -> None:
    """The rule that a `safe_when` makes can be checked by name."""
    (change,) = [each for each in made_mutants_of(TINY_PACK) if each.operator == "safe_when"]
    check = RuleCheck("safe-site", "here", (), (Story(read_intake({"swollen": True}, TINY_PACK), "here"),), None, ())
    killed = [Killer(Stories(ExplainingEngine(TINY_PACK), Suite((), checks))).killed(change)[0] for checks in ((), (check,))]
    assert killed == [False, True]


def test_a_premise_that_rests_on_its_own_rule_supports_nothing() -> None:
    """Two rules that feed each other do not fire when the answer that started them no longer does."""
    started = rule(
        "started", Several(1, (Established("pattern", "irritated_joint"), Is("swollen", "yes"))), Concludes("contributing", "low_saddle")
    )
    feeds = rule("feeds", Established("contributing", "low_saddle"), Concludes("pattern", "irritated_joint"))
    case = expecting({"swollen": True}, reasons=("started",))
    assert is_killed((started, feeds), case, "negate", "swollen: true")


def test_evidence_left_with_context_alone_no_longer_brings_up_a_condition() -> None:
    """The rule still fires, but what it says of the runner starts no weighing any more."""
    premise = Several(2, (Limit("age", ">=", 12.0), Is("swollen", "yes")))
    case = expecting({"swollen": True, "age": 30}, accepted=("jumpers_knee",))
    assert is_killed((rule("weighs", premise, Supports("jumpers_knee", 10)),), case, "drop", "swollen: true")


def test_a_premise_that_lets_evidence_lead_is_not_proved_to_be_idle() -> None:
    """Without it the rule fires for the same answers, and brings its condition up no more: whoever says both is told of nothing."""
    older = Limit("age", ">=", 40.0)
    either = Several(1, (older, Several(2, (older, Is("swollen", "yes")))))
    (group,) = TINY_PACK.groups
    findings = tuple(replace(each, context=each.id == "age") for each in group.findings)
    weighs = rule("weighs", either, Supports("jumpers_knee", 10))
    pack = replace(TINY_PACK, rules=(weighs,), groups=(replace(group, findings=findings),))
    engine = ExplainingEngine(pack)
    stories = Stories(engine, Suite((), ()))
    changes = [each for each in mutants_of(pack, frozenset()) if each.before == "swollen: true" and each.operator == "drop"]
    found = mutation_of(stories, {"weighs": ""}, prove=True)
    (survivor,) = [each for each in found.survivors if (each.mutant.operator, each.mutant.before) == ("drop", "swollen: true")]
    assert len(changes) == 1
    assert survivor.answers is not None
    assert told_differently(engine, ExplainingEngine(mutated(pack, changes[0])), survivor.answers)
    assert (survivor.original, survivor.mutated) == ("the same rules fire", "another condition is weighed")
    assert not [each for each in found.proved_equivalent if each.operator == "drop"]


def test_a_rule_that_also_rests_on_what_it_concludes_is_not_equal_to_one_that_does_not() -> None:
    """Both packs conclude the same of everybody, and another rule fires: explanations differ."""
    starts = rule("starts", Is("swollen", "yes"), Concludes("contributing", "low_saddle"))
    either = Several(1, (Is("swollen", "no"), Established("contributing", "low_saddle")))
    pack = replace(TINY_PACK, rules=(starts, rule("echoes", either, Concludes("contributing", "low_saddle"))))
    engine = ExplainingEngine(pack)
    changes = [each for each in mutants_of(pack, engine.compiled.program.late_rules) if each.before == "contributing: low_saddle"]
    apart = Apart(pack, changes, Killer(Stories(engine, Suite((), ()))).circular)
    told = [apart.tell(change) for change in changes]
    assert [each.answer for each in told] == [False] * len(changes) != []
    assert all(
        told_differently(engine, ExplainingEngine(mutated(pack, each)), dict(verdict.witness.answers))
        for each, verdict in zip(changes, told, strict=True)
        if verdict.witness
    )


def rule(name: str, premise: Premise, conclusion: Supports | Concludes) -> Rule:
    """A rule of the tiny pack with another premise and conclusion."""
    return replace(TINY_PACK.rules[0], id=name, premise=premise, conclusions=(conclusion,))


def expecting(answers: dict[str, object], accepted: tuple[str, ...] = (), reasons: tuple[str, ...] = ()) -> Case:
    """A case that expects a condition first, or rules to fire, at any level."""
    any_level = UrgencyRange("self_care", "emergency")
    return Case("case", "", "", read_intake(answers, TINY_PACK), Expected("", accepted, any_level, True, reasons))


def is_killed(rules: tuple[Rule, ...], case: Case, operator: str, before: str) -> bool:
    """Whether one case kills a mutant of these rules, which running the mutated pack must confirm."""
    (group,) = TINY_PACK.groups
    findings = tuple(replace(each, context=each.id == "age") for each in group.findings)
    pack = replace(TINY_PACK, rules=rules, groups=(replace(group, findings=findings),))
    engine, suite = ExplainingEngine(pack), Suite((case,), ())
    assert fulfilled(pack, suite) == [True]
    (change,) = [
        each
        for each in mutants_of(pack, engine.compiled.program.late_rules)
        if (each.operator, each.before) == (operator, before) and each.rule.id == rules[0].id
    ]
    assert fulfilled(mutated(pack, change), suite) == [False]
    return Killer(Stories(engine, suite)).killed(change)[0]


@settings(max_examples=examples(8), deadline=None)
@given(packs_with_suites(TINY_PACK, screened=False))
def test_a_mutant_called_equivalent_fires_as_its_rule_on_every_intake(both: tuple[Pack, Suite]) -> None:
    """The solver's word on a mutant is checked against all answers of a small vocabulary."""
    pack, suite = both
    engine = ExplainingEngine(pack)
    killer = Killer(Stories(engine, suite))
    changes = [each for each in mutants_of(pack, engine.compiled.program.late_rules) if each.operator in ("drop", "count")][:4]
    apart = Apart(pack, changes, killer.circular)
    for change in changes:
        told = apart.tell(change)
        other = ExplainingEngine(mutated(pack, change))
        differ = [answers for answers in every_intake() if told_differently(engine, other, answers)]
        assert told.answer is (not differ), change
        if told.witness is not None:
            assert told_differently(engine, other, dict(told.witness.answers))


def every_intake() -> list[dict[str, object]]:
    """Every set of answers that the tiny pack's rules can tell apart."""
    found: list[dict[str, object]] = [{}]
    sites = [{"front": front, "back": True} for front in (True, False)] + [{"front": True}, {"front": False}, {"back": True}]
    for name, said in (("swollen", [True, False]), ("side", ["left", "right"]), ("age", [11, 12, 15, 16]), ("site", sites)):
        found += [{**answers, name: each} for answers in found for each in said]
    return found


def told_differently(engine: ExplainingEngine, other: ExplainingEngine, answers: dict[str, object]) -> bool:
    """Whether two packs fire different rules, or weigh otherwise what they say."""
    first, second = (each.assess(answers) for each in (engine, other))
    return (fired(first), first.run.totals) != (fired(second), second.run.totals)


@pytest.fixture(scope="module")
def empty() -> Stories:
    """No story at all."""
    return Stories(ExplainingEngine(TINY_PACK), Suite((), ()))


def test_without_stories_every_mutant_survives_and_gets_answers_that_show_it(empty: Stories) -> None:
    """What nobody tests is not called tested; each survivor comes with answers on which it differs, or is proved equivalent."""
    places = {rule.id: rule.file for rule in TINY_PACK.rules}
    mutation = mutation_of(empty, places, prove=True)
    assert (mutation.score, mutation.killed, mutation.undecided) == (0.0, 0, 0)
    assert {each.mutant.operator for each in mutation.survivors} == {
        *("drop", "negate", "threshold", "count", "strength", "urgency", "conclusion", "group", "safe_when"),
        "prior",
    }
    ruled = [each for each in mutation.survivors if each.mutant.operator != "prior"]
    assert [each for each in ruled if each.answers is None] == []
    assert (len(ruled), mutation.weights) == (mutation.survived, 0.0)
    unproved = mutation_of(empty, places)
    assert (unproved.equivalent, unproved.undecided) == (0, unproved.survived)
    assert unproved.survived == mutation.survived + mutation.equivalent


def test_a_bound_moves_one_step_and_stays_in_range(engine: Engine, pack: Pack) -> None:
    """A mutant with a bound outside the finding's range would be no slip that the vocabulary lets pass."""
    moved = [each for each in mutants_of(pack, engine.compiled.program.late_rules) if each.operator == "threshold"]
    assert len(moved) > 300
    assert all(each.before != each.after for each in moved)


def test_no_mutant_lets_a_late_rule_raise_an_alarm(engine: Engine, pack: Pack) -> None:
    """The loader would refuse it, so nobody could write it."""
    late = engine.compiled.program.late_rules
    raised = {each.after for each in mutants_of(pack, late) if each.operator == "urgency" and each.rule.id in late}
    assert not raised & {"urgency: urgent", "urgency: emergency"}
