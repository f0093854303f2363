"""What a person reads of the urgency, read off the written text of every form: the same, never calmed, never open without end."""

import random
from collections.abc import Callable

import pytest
from msgspec import structs
from profiles import examples
from random_intakes import random_intakes
from written_forms import FORMS, READ, level_in, questions_in

from hipexpert import Engine, ExplainedAssessment, Intake, Pack
from hipexpert.knowledge.packs.ladder import CALM, LEVELS, UNDETERMINED
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number
from hipexpert.knowledge.runner.intake import Answer
from hipexpert.rendering.page import writing
from hipexpert.rendering.report.blocks import Badge, plain
from hipexpert.rendering.reports import assessment as report
from hipexpert.rendering.reports import interview

pytestmark = pytest.mark.usefixtures("boxes_in_a_row")
ALARMS: tuple[dict[str, Answer], ...] = (
    {"limp": True},
    {"weight_bearing": "painful"},
    {"fever": True},
    {"saddle_numbness": True},
    {"trauma_recent": "high_energy"},
    {"prior_stress_fracture": True, "pain_site": {"anterior_groin": True}},
)
Fault = Callable[[pytest.MonkeyPatch], None]
STILL_OPEN = ("could still be", "could still rise", "still raise this", "not settled")


def some_intakes(pack: Pack, count: int) -> list[Intake]:
    """Random intakes; of every second one the rest of the screen is denied."""
    return [
        Intake(each.answers, (*each.none_of, "screen")) if number % 2 else each
        for number, each in enumerate(random_intakes(pack, examples(count), seed=3))
    ]


def stating_another_level(engine: Engine, count: int) -> list[str]:
    """The forms that state another level than the assessment's."""
    found = set()
    for intake in some_intakes(engine.pack, count):
        assessment = engine.assess(intake)
        found |= {form for form, write in FORMS.items() if level_in(form, write(assessment)) != assessment.level}
    return sorted(found)


@pytest.mark.hazard("false-reassurance-by-self-care")
def test_every_form_states_the_same_level(engine: Engine) -> None:
    """Terminal, JSON, Markdown, page and interview say what the assessment says."""
    assert stating_another_level(engine, 60) == []


def _badge_of_what_is_raised(assessment: ExplainedAssessment) -> Badge:
    return Badge(plain(assessment.raised), assessment.pack.level_text(assessment.raised).title, assessment.raised)


def calm_badge(monkeypatch: pytest.MonkeyPatch) -> None:
    """A badge that shows what the rules raise, though the screen is open."""
    monkeypatch.setattr(report, "badge", _badge_of_what_is_raised)


def calm_urgency(monkeypatch: pytest.MonkeyPatch) -> None:
    """An urgency, as the page and the document read it, that holds what the rules raise."""
    urgency = ExplainedAssessment.urgency.func  # type: ignore[attr-defined]

    def calm(assessment: ExplainedAssessment) -> object:
        return structs.replace(urgency(assessment), level=assessment.raised)

    monkeypatch.setattr(ExplainedAssessment, "urgency", property(calm))


@pytest.mark.deep
@pytest.mark.parametrize(
    ("fault", "forms"), [(calm_badge, ["interview", "markdown", "terminal"]), (calm_urgency, sorted(FORMS))], ids=["badge", "urgency"]
)
def test_a_form_that_states_another_level_is_found(fault: Fault, forms: list[str], engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above fails for each form that shows what the rules raise instead of what may be said."""
    fault(monkeypatch)
    assert stating_another_level(engine, 60) == forms


def played_down(finding: Finding, said: Answer | None, lot: random.Random) -> Answer | None:
    """A further answer that makes little of it where there is one, else any; None where all is said."""
    if isinstance(finding, Choices):
        known = said if isinstance(said, dict) else {}
        left = [value.id for value in finding.values if value.id not in known]
        return {**known, lot.choice(left): False} if left else None
    if said is not None:
        return None
    if isinstance(finding, Number):
        return finding.minimum if finding.denial is None else finding.denial
    if isinstance(finding, Choice):
        return finding.denial or lot.choice(finding.values).id
    return False


def lowered(engine: Engine, count: int) -> list[tuple[str, str]]:
    """The levels that further answers lowered as it is written, from what and to what; those that rest on weighing aside, which
    is there to be changed by what is learnt.
    """
    lot, found = random.Random(5), []  # noqa: S311  # no secret
    late = engine.compiled.program.late_rules
    for intake in random_intakes(engine.pack, examples(count), seed=4):
        answers = {**intake.answers, **lot.choice(ALARMS)}
        before = engine.assess(Intake(dict(answers)))
        if before.level in (UNDETERMINED, *CALM) or all(each.rule in late for each in before.urgency.because):
            continue
        for finding in lot.sample(list(engine.pack.findings.values()), 12):
            more = played_down(finding, answers.get(finding.id), lot)
            answers |= {} if more is None else {finding.id: more}
        after = engine.assess(Intake(answers))
        stated = [level_in("terminal", FORMS["terminal"](each)) for each in (before, after)]
        ranked = [-1 if each == UNDETERMINED else LEVELS.index(each) for each in stated]  # type: ignore[arg-type]
        found += [(stated[0], stated[1])] if ranked[1] < ranked[0] else []
    return found


@pytest.mark.hazard("false-reassurance-by-self-care")
def test_no_further_answer_lowers_an_alarm_as_it_is_written(engine: Engine) -> None:
    """Who says "it is mild, I do not limp, it eases" after an alarm reads the same alarm."""
    assert lowered(engine, 600) == []


@pytest.mark.deep
def test_talk_that_lowers_an_alarm_is_found(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above fails for a form that believes it."""
    badge = report.badge

    def believing(assessment: ExplainedAssessment) -> Badge:
        mild = sum(said is False for said in assessment.intake.answers.values()) >= 3
        return Badge("routine", "No hurry", "routine") if mild else badge(assessment)

    monkeypatch.setattr(report, "badge", believing)
    assert lowered(engine, 100) != []


def openness_wrong(engine: Engine, count: int) -> set[str]:
    """What is wrong with how the forms speak of what is not known."""
    found = set()
    for intake in some_intakes(engine.pack, count):
        assessment = engine.assess(intake)
        left = [each.finding for each in assessment.left_to_answer]
        for form in READ:
            text = FORMS[form](assessment)
            if any(words in text.lower() for words in STILL_OPEN):
                found.add(f"{form}: says what the urgency could still be")
            if form != "interview" and list(questions_in(form, text, assessment)) != left[:3]:
                found.add(f"{form}: other questions than the first three of the screen")
            if ("No warning sign among those you were asked." in " ".join(text.split())) != (assessment.level in CALM):
                found.add(f"{form}: says that there was no warning sign, or does not")
            signs = [each.title for each in assessment.plan.advice if each.category == "safety_net"]
            if any(" ".join(sign.split()) not in " ".join(text.replace("\n    ", " ").split()) for sign in signs):
                found.add(f"{form}: a line of the safety net is missing")
            if assessment.level == UNDETERMINED and any(
                words in " ".join(text.split()) for level in CALM for words in (engine.pack.level_text(level).action,)
            ):
                found.add(f"{form}: what may wait is said before it is known")
    return found


@pytest.mark.hazard("unknown-read-as-no", "alarm-fatigue-from-over-triage")
def test_a_person_reads_questions_and_not_what_could_still_be(engine: Engine) -> None:
    """Three questions of the screen while it is open, that there was no warning sign once it is not, and when to go at once."""
    assert openness_wrong(engine, 40) == set()


@pytest.mark.deep
def test_a_form_that_speaks_otherwise_of_what_is_open_is_found(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above fails for forms that show too many questions or reassure too early."""
    monkeypatch.setattr("hipexpert.rendering.report.openness.ASKED", 5)
    monkeypatch.setattr(writing, "ASKED", 5)
    monkeypatch.setattr("hipexpert.rendering.report.openness.CALM", (*CALM, UNDETERMINED))
    found = openness_wrong(engine, 60)
    assert {form for form in READ if f"{form}: other questions than the first three of the screen" in found} == {*READ} - {"interview"}
    assert {form for form in READ if f"{form}: says that there was no warning sign, or does not" in found} == {*READ} - {"html"}


def test_a_question_that_cannot_apply_is_shown_to_nobody(engine: Engine) -> None:
    """No man reads a question about periods, no woman one about a testicle, nobody one that only a clinician answers."""
    wrong = {"male": {"pelvic_pain_missed_period", "menstrual_status"}, "female": {"testicular_pain_sudden"}}
    by_clinician = {each.id for group in engine.pack.groups if group.answered_by == "clinician" for each in group.findings}
    for intake in some_intakes(engine.pack, 400):
        for sex, names in wrong.items():
            shown = {each.finding for each in engine.assess(Intake({**intake.answers, "sex": sex}, intake.none_of)).left_to_answer}
            assert not shown & names
            assert not shown & by_clinician


@pytest.mark.hazard("unknown-read-as-no")
def test_somebody_who_knows_nothing_reads_every_sign_to_go_at_once_for(engine: Engine) -> None:
    """No rule concludes a sign from nothing; until something is known that would tell which, no form leaves one out."""
    signs = [each.title for each in engine.pack.advice if each.category == "safety_net" and each.status == "active"]
    assert len(signs) > 5
    for form in READ:
        text = " ".join(FORMS[form](engine.assess({})).replace("\n    ", " ").split())
        assert [sign for sign in signs if sign not in text] == []


def test_an_interview_after_its_last_question_says_nothing_more_is_open(engine: Engine) -> None:
    """The words of the interview itself speak of a level only once one may be stated."""
    now = interview.Interview(engine)
    assert "so far" not in "".join(str(block) for block in interview.asked(now))
