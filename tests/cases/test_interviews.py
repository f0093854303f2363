"""Simulated interviews come to what the full intake of a case comes to, with few questions, and leave no screen open."""

import pytest
from hip_pack import shipped_pack
from own_words_measured import told_stories
from random_intakes import random_intakes
from simulated_interviews import CASES, FROM_WORDS, kept, simulate_from_words

from hipexpert import Engine, Intake
from hipexpert.audit.measuring.interviews import in_figures, interviewed, replies, sayable, simulated
from hipexpert.knowledge.cases.cases import read_cases
from hipexpert.knowledge.interview.interview import Interview
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.packs.ladder import UNDETERMINED
from hipexpert.knowledge.runner.intake import Answer

EVERY = 32  # simulating all takes minutes: `make accuracy` does
PACK = shipped_pack()
SOME = [*(case.intake for case in read_cases([CASES / "published"], PACK)[::6]), *random_intakes(PACK, 12, seed=6)]
SOME_IDS = [f"{number}" for number in range(len(SOME))]


def test_every_case_has_its_interview(engine: Engine) -> None:
    """No case is left out of the figures, and what is kept of the full intake is what it gives today."""
    cases = read_cases([CASES / "published", CASES / "authored"], engine.pack)
    full = [engine.asking(sayable(case.intake, engine)) for case in cases]
    rows = [(each.case, each.full_level, each.full_first) for each in kept()]
    assert rows == [(case.id, each.level, each.first) for case, each in zip(cases, full, strict=True)], "run `make accuracy`"


@pytest.mark.parametrize("kept_", kept()[::EVERY], ids=lambda each: each.case)
@pytest.mark.deep
def test_the_interviews_that_are_kept_are_those_of_today(kept_: object, engine: Engine) -> None:
    """An interview simulated now is the one in the file; otherwise run `make accuracy`."""
    cases = {case.id: case for case in read_cases([CASES / "published", CASES / "authored"], engine.pack)}
    assert simulated(cases[kept_.case], engine) == kept_, "run `make accuracy`"  # type: ignore[attr-defined]


@pytest.mark.deep
def test_the_interviews_from_own_words_that_are_kept_are_those_of_today() -> None:
    """Of every story there is one, and those of some are simulated again; otherwise run `make accuracy`."""
    assert [each.case for each in kept(FROM_WORDS)] == [name for name, _ in told_stories()], "run `make accuracy`"
    for number in range(0, len(told_stories()), 12):
        assert simulate_from_words(number) == kept(FROM_WORDS)[number], "run `make accuracy`"


def test_own_words_first_leave_fewer_questions() -> None:
    """At most 14 items in the median after a story, on 5 screens, and never a level below the full intake's."""
    figures = in_figures(kept(FROM_WORDS))
    assert figures.median_items <= 14
    assert figures.median_screens <= 5
    assert figures.lower_urgency.count == 0


def test_interviews_reach_what_is_promised() -> None:
    """Urgency as of the full intake in 97 percent and never lower, its first condition in 85, in 20 items and 9 screens (medians)."""
    figures = in_figures(kept())
    assert figures.same_urgency.share is not None
    assert figures.same_urgency.share >= 0.97
    assert figures.lower_urgency.count == 0
    assert figures.same_first.share is not None
    assert figures.same_first.share >= 0.85
    assert figures.median_items <= 20
    assert figures.most_of_95_percent <= 32
    assert figures.most_items <= 40
    assert figures.median_screens <= 9


def said_of_the_rest(question: NextQuestion, known: set[str]) -> dict[str, Answer]:
    """What somebody with nothing else the matter says to what is asked besides: no, or the first answer on the list."""
    found: dict[str, Answer] = {}
    for asked in question.findings:
        if asked.finding in known or asked.noticed:  # of what was noticed only a yes counts
            continue
        if asked.denial is not None:
            found[asked.finding] = asked.denial
        elif question.kind == "areas":
            continue
        elif asked.type == "choices":
            found[asked.finding] = {value.id: place == 0 for place, value in enumerate(asked.values)}
        else:
            found[asked.finding] = asked.values[0].id if asked.values else 40.0 if asked.finding == "age_years" else 1.0
    return found


def answering_all(intake: Intake, engine: Engine) -> Interview:
    """The interview of somebody who knows an intake and answers everything."""
    told = engine.key.intake(engine.key.said(intake)).answers
    now = Interview(engine)
    while now.question is not None:
        answers, picked = replies(told, now.question)
        picked = picked or ((now.question.ids,) if now.question.kind == "areas" else ())  # somewhere it hurts
        now = now.answered({**said_of_the_rest(now.question, {*answers, *(name for names in picked for name in names)}), **answers}, picked)
    return now


@pytest.mark.hazard("unknown-read-as-no", "alarm-fatigue-from-over-triage")
@pytest.mark.parametrize("intake", SOME, ids=SOME_IDS)
def test_a_finished_interview_leaves_nothing_of_the_screen_open(intake: Intake, engine: Engine) -> None:
    """Whoever answers all is told a level and asked for nothing more; where it is none, answers contradict each other, by name."""
    now = answering_all(intake, engine)
    assert (now.question, now.left_to_answer) == (None, ())
    assert (now.level == UNDETERMINED) <= bool(engine.assess(now.intake).contradictions)


@pytest.mark.hazard("unknown-read-as-no")
@pytest.mark.parametrize("intake", SOME, ids=SOME_IDS)
def test_what_was_skipped_of_the_screen_is_named_and_keeps_calm_from_being_said(intake: Intake, engine: Engine) -> None:
    """Whoever knows only what a case says is told which questions they passed over, and nothing calm until they are answered."""
    now = interviewed(intake, engine)
    passed = {name for step in now.steps for name in step.passed}
    assert set(now.left_to_answer) <= passed
    assert now.left_to_answer == tuple(each.finding for each in engine.assess(now.intake).left_to_answer)
    if now.level == UNDETERMINED:
        assert now.left_to_answer or engine.assess(now.intake).contradictions
