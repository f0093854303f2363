"""Which question comes next, why, and when there is none: on random small packs against every way to answer."""

from collections.abc import Iterator
from itertools import product

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from known_cases import PUBLISHED
from profiles import examples
from strategies_intake import intakes
from strategies_questions import packs

from hipexpert import Engine, ExplainedAssessment, IntakeError, Pack, read_case_file
from hipexpert.knowledge.interview.interview import Interview
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.interview.replies import Reply, list_reply, read_reply
from hipexpert.knowledge.packs.conversation import STAGES
from hipexpert.knowledge.packs.ladder import LEVELS, rank

ANSWERS: dict[str, list[object]] = {
    "hot": [True, False],
    "red": [True, False],
    "fall": ["none", "some", "much"],
    "age": [4.0, 5.0],
    "hop": [True, False],
}
SEVERAL = settings(max_examples=examples(50), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def early_level(assessment: ExplainedAssessment) -> int:
    """The urgency that does not rest on weighing."""
    late = assessment.run.program.late_rules
    rules = [rule for rule in assessment.run.program.rules if rule.id not in late and assessment.outlook.rules[rule.id].value == "holds"]
    return max((rank(level) for rule in rules for level in LEVELS if f"urgency:{level}" in rule.conclusions), default=0)


def first_three(assessment: ExplainedAssessment) -> tuple[frozenset[str], str]:
    """The conditions shown first, and the first of them."""
    shown = [each.condition for each in assessment.differential if each.band != "unlikely"][:3]
    return frozenset(shown), shown[0] if shown else ""


def completions(open_: list[str], answers: dict[str, object]) -> Iterator[dict[str, object]]:
    """Every way to answer some of the open questions."""
    for chosen in product(*([None, *ANSWERS[name]] for name in open_)):
        yield {**answers, **{name: said for name, said in zip(open_, chosen, strict=True) if said is not None}}


@st.composite
def situations(draw: st.DrawFn) -> tuple[Pack, dict[str, object], frozenset[str]]:
    """A pack, some answers, and questions that were passed over."""
    answers = {name: draw(st.sampled_from(values)) for name, values in ANSWERS.items() if draw(st.integers(0, 2)) == 0}
    passed = draw(st.frozensets(st.sampled_from(sorted(ANSWERS)), max_size=2))
    return draw(packs()), answers, passed


def askable(engine: Engine, answers: dict[str, object], passed: frozenset[str]) -> list[str]:
    """The questions that may be asked: not answered, not passed over, and no test but one that is known to be safe."""
    asked_for = {question.finding for question in engine.key.question_of.values()}  # a number that no rule reads is not asked
    left = [name for name in ANSWERS if name in asked_for and name not in answers and name not in passed]
    if "hop" in left:
        facts = engine.assess(answers).run.facts
        if "safe:hop" not in facts or facts & {"urgency:urgent", "urgency:emergency"}:
            left.remove("hop")
    return left


def cannot_apply(engine: Engine, answers: dict[str, object], name: str) -> bool:
    """Whether each answer that says that it applies contradicts what was said before: nobody is asked that to hear "no"."""
    applying = [said for said in ANSWERS[name] if said is not False and said != "none"] if name != "age" else []
    return bool(applying) and all(engine.assess({**answers, name: said}).contradictions for said in applying)


@SEVERAL
@given(situations())
def test_nothing_is_left_to_ask_only_when_nothing_could_change(case: tuple[Pack, dict[str, object], frozenset[str]]) -> None:
    """When no question comes, no answer to one question alone raises what the answers alone conclude, unless it contradicted what
    was said.
    """
    pack, answers, passed = case
    engine = Engine(pack)
    now = engine.assess(answers)
    assume(now.contradictions == () and now.level != "emergency")
    if engine.next_questions(answers, 1, passed=passed):
        return
    for name in askable(engine, answers, passed):
        for said in ANSWERS[name]:
            then = engine.assess({**answers, name: said})
            assert then.contradictions or early_level(then) <= rank(now.level), (name, said)


@SEVERAL
@given(situations())
def test_the_expected_changes_are_those_of_every_answer(case: tuple[Pack, dict[str, object], frozenset[str]]) -> None:
    """What is said of a question is what assessing each of its answers gives."""
    pack, answers, passed = case
    engine = Engine(pack)
    now = engine.assess(answers)
    assume(now.contradictions == () and now.level != "emergency")
    asking = engine.asking(engine.read(answers), passed)
    assert set(asking.open_facts) == set(askable(engine, answers, passed))
    for name in asking.open_facts:
        thens = [then for said in ANSWERS[name] if not (then := engine.assess({**answers, name: said})).contradictions]
        stake = asking.stake(name)
        if cannot_apply(engine, answers, name) and all(rank(then.level) <= rank(now.level) for then in thens):
            assert stake is None
            continue
        steps = sum(abs(rank(then.level) - rank(now.level)) for then in thens)
        assert (stake.steps if stake else 0) == pytest.approx(steps / len(thens) if thens else 0)
        changes = any(first_three(then) != first_three(now) for then in thens)
        assert (stake is not None and stake.ranking > 0) == changes
        lowered = [rank(then.level) for then in thens if rank(then.level) < rank(now.level)]
        assert (stake.lowest if stake else None) == min(lowered, default=None)


@SEVERAL
@given(situations(), st.booleans())
def test_a_rule_at_stake_can_fire(case: tuple[Pack, dict[str, object], frozenset[str]], clinician: bool) -> None:
    """A rule that a rationale names is open, raises the urgency, and the level named is its own."""
    pack, answers, passed = case
    engine = Engine(pack)
    now = engine.assess(answers)
    for question in engine.next_questions(answers, 9, passed=passed, clinician=clinician):
        assert not set(question.ids) & {*answers, *passed}
        for each in question.rationale.rules:
            assert now.outlook.rules[each.rule].value == "open"
            assert rank(each.could_raise_to) > rank(now.level)
            assert f"urgency:{each.could_raise_to}" in now.run.program.rule_by_id[each.rule].conclusions


def asked_first(engine: Engine, answers: dict[str, object], n: int = 1, **how: object) -> list[NextQuestion]:
    """The next questions of the pack that ships."""
    return list(engine.next_questions(answers, n, **how))  # type: ignore[arg-type]


def test_a_clinicians_order(engine: Engine, pack: Pack) -> None:
    """Who, where, what happened and whether the leg takes weight come first, then the warning signs, then the rest."""
    questions = asked_first(engine, {}, 99)
    stages = [STAGES.index(each.stage) for each in questions]
    assert stages == sorted(stages)
    assert [each.ids for each in questions[:2]] == [("age_years", "symptom_duration_days"), ("sex", "pain_side")]
    assert questions[2].kind == "areas"
    assert all(len({asked.type for asked in each.findings}) == 1 for each in questions if each.kind == "form")
    warnings = {name for each in questions if each.stage == "warnings" for name in each.ids}
    before = {name for each in questions if STAGES.index(each.stage) < STAGES.index("warnings") for name in each.ids}
    assert {item.ask for item in pack.screen} <= warnings | before
    assert all(len(each.lines) <= 9 for each in questions)


@pytest.mark.parametrize(("sex", "never"), [("female", "testicular_pain_sudden"), ("male", "pelvic_pain_missed_period")])
def test_nobody_is_asked_what_cannot_apply_to_them(sex: str, never: str, engine: Engine) -> None:
    """Men are not asked about periods, nor women about a testicle; nobody is asked for a number on a list, or for the body mass."""
    questions = asked_first(engine, {"sex": sex, "age_years": 40}, 99)
    assert never not in {name for each in questions for name in each.ids}
    for each in questions:
        assert each.kind != "list" or not {asked.type for asked in each.findings} & {"number", "choices"}
        assert "body mass" not in " ".join(asked.question for asked in each.findings)


CALM = {"none_of": ["screen", "red_flag"], "weight_bearing": "full", "onset_type": "over_days_weeks", "symptom_duration_days": 30}
MAN = {
    "sex": "male", "age_years": 38, "pain_side": "right", "pain_site": ["lateral_hip"], "onset_mechanism": "long_or_hard_run",
    "onset_type": "sudden_moment", "weight_bearing": "full", "agg_stairs": True, "agg_lying_on_side": True, "main_activity": "running",
    "pain_quality_main": "sore",
}  # fmt: skip


@pytest.mark.parametrize(
    "answers",
    [
        MAN,
        {"sex": "male", "age_years": 17, "pain_side": "both", "pain_site": ["buttock"]},
        {"sex": "female", "age_years": 68, "pain_side": "right", "pain_site": ["anterior_groin"], **CALM},
        {"sex": "female", "age_years": 30, "pregnancy_status": "third_trimester", "pain_side": "left", "pain_site": ["pubic_midline"]},
        {"sex": "male", "age_years": 38, "weight_bearing": "unable", "pain_site": ["front_thigh"], "pain_side": "left"},
    ],
    ids=["man", "boy", "after_the_menopause", "pregnant", "no_weight"],
)
def test_every_line_could_apply_to_whoever_reads_it(answers: dict[str, object], engine: Engine) -> None:
    """To the end of an interview that denies every list, no question and no part of a line is one of which every yes would contradict
    what is known.
    """
    interview = engine.interview(answers)
    while (question := interview.question) is not None:
        known = dict(interview.intake.answers)
        only = {name: values for line in question.lines for name, values in line.only.items()}
        for asked in question.findings:
            if asked.type not in ("yes_no", "choice") or asked.noticed:
                continue
            says = only.get(asked.finding) or ([True] if asked.type == "yes_no" else [each.id for each in asked.values])
            assert any(not engine.assess({**known, asked.finding: each}).contradictions for each in says), asked.finding
        denied = list_reply(question, set()) if question.kind == "list" else None
        interview = interview.answered(denied.answers, denied.picked) if denied else interview.skipped()


def test_a_landing_is_asked_about_only_after_a_fall(engine: Engine) -> None:
    """Whoever denied every fall is not asked what they fell on."""
    known: dict[str, object] = {**CALM, "sex": "male", "age_years": 38, "pain_side": "left", "pain_site": ["lateral_hip"]}

    def asked(fall: str) -> bool:
        return "landed_on_hip" in engine.asking(engine.read({**known, "trauma_recent": fall})).open_facts

    assert not asked("none")
    assert asked("low_energy")


def test_a_test_that_may_hurt_is_asked_only_once_it_is_safe(engine: Engine) -> None:
    """Hopping is asked of nobody whose age, weight-bearing or bone is not cleared, also where that was passed over."""
    cleared: dict[str, object] = {
        "none_of": ["red_flag", "pain_site", "history"], "pain_site": ["buttock"], "age_years": 30, "sex": "male",
        "weight_bearing": "full", "limp": False, "trauma_recent": "none", "felt_pop": False, "pain_earlier_each_run": False,
        "night_pain": "none",
    }  # fmt: skip

    def open_to(answers: dict[str, object], *passed: str) -> bool:
        asking = engine.asking(engine.read(answers), passed)
        return "st_hop_pain" in asking.open_facts and asking.question("st_hop_pain").findings[0].answered_by == "self_test"

    assert open_to(cleared)
    for missing in set(cleared) - {"pain_site"}:  # without it every place is denied
        less = {name: said for name, said in cleared.items() if name != missing}
        assert not open_to(less)
        assert not open_to(less, missing)
    assert not open_to({**cleared, "limp": True})
    assert not open_to({**cleared, "fever": True})


def test_what_nobody_may_try_is_asked_for_as_noticed_and_a_no_leaves_it_open(engine: Engine) -> None:
    """Of somebody who limps it is asked whether hopping hurt before, with a word not to try; only a yes counts; not from urgent on."""
    told: dict[str, object] = {"age_years": 30, "sex": "male", "pain_site": ["anterior_groin"], "weight_bearing": "full"}
    asked = engine.asking(engine.read(told)).question("st_hop_pain")
    assert asked.findings[0].noticed
    assert "Do not try it" in asked.findings[0].question
    assert asked.none == {}
    assert read_reply("no", asked, engine.pack) == Reply({})
    assert read_reply("yes", asked, engine.pack) == Reply({"st_hop_pain": True})
    line = next(each for question in asked_first(engine, told, 9) for each in question.lines if "st_hop_pain" in each.of)
    assert "do not try it" in line.text
    now = Interview(
        engine, engine.read({**told, "pain_side": "left", "onset_type": "over_days_weeks", "symptom_duration_days": 21, "limp": False})
    )
    assert now.answered({"st_hop_pain": False}) == now.skipped()
    assert now.answered({"st_hop_pain": True}).intake.answers["st_hop_pain"] is True
    urgent = {**told, "limp": True, "pain_earlier_each_run": True, "low_bone_density": True}
    assert engine.assess(urgent).level == "urgent"
    assert "st_hop_pain" not in engine.asking(engine.read(urgent)).open_facts


def test_a_clinicians_findings_are_asked_only_of_a_clinician(engine: Engine) -> None:
    """A runner is never asked for the result of an examination."""
    answers = {"pain_site": ["lateral_hip"], "none_of": ["red_flag"], "weight_bearing": "full", "age_years": 46}
    for clinician in (False, True):
        asked = {each.answered_by for question in asked_first(engine, answers, 99, clinician=clinician) for each in question.findings}
        assert ("clinician" in asked) == clinician


def test_in_an_emergency_nothing_more_is_asked(engine: Engine) -> None:
    """An emergency ends the questions."""
    assert asked_first(engine, {"weight_bearing": "unable", "chest_pain_breathless": True}, 9) == []


def test_what_was_passed_over_is_not_asked_again(engine: Engine) -> None:
    """Passing a question over takes it away, whatever it could have changed."""
    first = asked_first(engine, {})[0]
    later = asked_first(engine, {}, 99, passed=first.ids)
    assert later
    assert not any(set(first.ids) & set(each.ids) for each in later)


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_questions_are_values(data: st.DataObject, engine: Engine) -> None:
    """They are plain JSON and back, equal for equal answers, and asked each once."""
    answers = data.draw(intakes(engine.pack, most=6))
    questions = engine.next_questions(answers, 99)
    assert msgspec.json.decode(msgspec.json.encode(questions), type=tuple[NextQuestion, ...]) == questions
    assert questions == engine.next_questions(answers, 99)
    names = [name for each in questions for name in each.ids]
    assert len(names) == len(set(names))
    assert questions[:2] == engine.next_questions(answers, 2)


@pytest.mark.parametrize("case", PUBLISHED[::8], ids=lambda case: case.id)
def test_every_question_of_a_case_says_why(case: object, engine: Engine) -> None:
    """No question is put that could change nothing, and the most urgent rule of each comes first."""
    intake = read_case_file(case.path, engine.pack)  # type: ignore[attr-defined]
    for question in engine.next_questions(intake, 99):
        why = question.rationale
        if question.stage in ("who", "where", "causes", "plan"):
            continue  # asked for what depends on it
        assert why.urgency_change > 0 or why.ranking_change > 0 or why.screen
        assert why.could_raise_to == (why.rules[0].could_raise_to if why.rules else None)
        assert [rank(each.could_raise_to) for each in why.rules] == sorted((rank(each.could_raise_to) for each in why.rules), reverse=True)


@pytest.mark.parametrize(
    ("n", "passed", "place"),
    [(0, (), "n"), (-1, (), "n"), (1.5, (), "n"), (True, (), "n"), ("2", (), "n"), (1, ["fever", "limb"], "passed/1")],
)
def test_a_count_that_is_none_and_a_finding_that_there_is_not_are_refused(n: object, passed: list[str], place: str, engine: Engine) -> None:
    """Each is named by its place; a single name stands for itself."""
    with pytest.raises(IntakeError) as raised:
        engine.next_questions({}, n, passed=passed)  # type: ignore[arg-type]
    assert [each.place for each in raised.value.problems] == [place]
    assert engine.next_questions({}, 1, passed="fever") == engine.next_questions({}, 1, passed=["fever"])


def test_a_number_that_is_asked_for_has_its_limits(engine: Engine) -> None:
    """A form can be drawn of the question alone: its least and greatest answer, its unit, and whether it is whole."""
    age = next(each for question in engine.next_questions({}, 3) for each in question.findings if each.finding == "age_years")
    assert (age.minimum, age.maximum, age.unit, age.whole) == (2, 100, "years", True)
    assert next(each.minimum for question in engine.next_questions({}, 9) for each in question.findings if each.type == "yes_no") is None
