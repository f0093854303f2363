"""The interview as a state machine: what was said decides the state, `back` undoes it, and an emergency stops it."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from profiles import examples
from strategies_intake import answers_to
from strategies_questions import packs

from hipexpert import Engine, Intake, IntakeError, Pack, ProblemsError, read_case_file
from hipexpert.audit.measuring.interviews import interviewed
from hipexpert.knowledge.interview.answer_file import resumed, to_yaml
from hipexpert.knowledge.interview.interview import Interview
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.interview.replies import Command, Reply, read_reply
from hipexpert.knowledge.packs.vocabulary import Choices
from hipexpert.knowledge.runner.intake import Answer
from hipexpert.knowledge.runner.reading_intake import read_intake

FEW = settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


def said(draw: st.DrawFn, question: NextQuestion, pack: Pack) -> Reply:
    """Some reply to a question: answers, kinds to be asked, and things passed over."""
    answers: dict[str, Answer] = {}
    picked: list[tuple[str, ...]] = []
    for asked in question.findings:
        way = draw(st.integers(0, 3))
        if way == 1 and question.kind == "list" and asked.type != "yes_no":
            picked.append((asked.finding,))
        elif way > 0:
            answers.update(read_intake({asked.finding: draw(answers_to(pack.findings[asked.finding]))}, pack).answers)
    return Reply(answers, tuple(picked))


@st.composite
def conversations(draw: st.DrawFn, most: int = 6) -> list[Interview]:
    """An interview of a small random pack, state by state."""
    pack = draw(packs())
    given_ = {name: draw(answers_to(finding)) for name, finding in pack.findings.items() if draw(st.integers(0, 4)) == 0}
    states = [Interview(Engine(pack), read_intake(given_, pack))]
    while (question := states[-1].question) is not None and len(states) <= most:
        reply = said(draw, question, pack)
        others = [finding for name, finding in pack.findings.items() if name not in question.ids]
        told = {finding.id: draw(answers_to(finding)) for finding in others if draw(st.integers(0, 9)) == 0}
        states.append(states[-1].answered(reply.answers, reply.picked, told))
    return states


@FEW
@given(conversations())
def test_back_undoes_exactly(states: list[Interview]) -> None:
    """Going back gives the very state before, with the same question; before the first question there is nothing."""
    for before, after in pairwise(states):
        assert after.back() == before
        assert after.back().question == before.question
        assert after.back().intake == before.intake
    assert states[0].back() == states[0]


@FEW
@given(conversations())
def test_a_question_is_put_once_and_it_ends(states: list[Interview]) -> None:
    """No finding is asked about twice, but to ask of what kind something is that was picked; skipping all comes to an end."""
    for now in states:
        question = now.question
        if question is not None:
            picked = {name for step in now.steps for names in step.picked for name in names}
            assert not set(question.ids) & (now.asked - picked)
            assert now.progress.step == len(now.steps) + 1
            assert now.progress.about >= now.progress.step
    abouts = [now.progress.about for now in states if now.question is not None]
    assert abouts == sorted(abouts)
    now = states[-1]
    for _ in range(20):
        if now.question is None:
            break
        now = now.skipped()
    assert now.question is None
    assert now.progress.step == now.progress.about == len(now.steps)
    with pytest.raises(ValueError, match="about nothing"):
        now.skipped()


@FEW
@given(conversations())
def test_an_emergency_stops_it_at_once(states: list[Interview]) -> None:
    """In an emergency there is no further question, even where a kind was to be asked; the level is the assessment's."""
    for now in states:
        assert now.level == now.assessor.assess(now.intake).level
        assert now.left_to_answer == tuple(each.finding for each in now.assessor.assess(now.intake).left_to_answer)
        if now.level == "emergency":
            assert now.is_emergency
            assert now.question is None


@FEW
@given(conversations(), st.randoms(use_true_random=False))
def test_the_order_of_skipping_cannot_matter(states: list[Interview], shuffler: object) -> None:
    """What is asked next depends on the answers and on what was passed over, not on the order in which it was."""
    now = states[-1]
    steps = list(now.steps)
    shuffler.shuffle(steps)  # type: ignore[attr-defined]
    if any(step.picked or step.told for step in steps):
        return
    other = Interview(now.assessor, now.given, tuple(steps))
    assert other.intake == now.intake
    assert other.question == now.question


@FEW
@given(conversations())
def test_a_saved_interview_goes_on_where_it_was(tmp_path_factory: pytest.TempPathFactory, states: list[Interview]) -> None:
    """A file read back is the same interview, with every step to go back to; and it is an ordinary case."""
    file = tmp_path_factory.mktemp("saved") / "answers.yaml"
    for now in states:
        file.write_text(to_yaml(now), encoding="utf-8")
        read = resumed(file, now.assessor)
        assert read.intake == now.intake == read_case_file(file, now.assessor.pack)
        assert read.question == now.question
        assert read.steps == now.steps
        assert to_yaml(read) == to_yaml(now)


def test_a_kind_is_asked_next(engine: Engine) -> None:
    """What was picked on a screen and is not a plain yes is asked about at once, and passing it over denies nothing."""
    said_before = {"none_of": ["red_flag", "pain_site"], "weight_bearing": "full", "pain_site": ["outer_thigh"]}
    now = Interview(engine, read_intake(said_before, engine.pack))
    while (question := now.question) is not None and "trauma_recent" not in question.ids:
        now = now.skipped()
    assert question is not None
    then = now.answered({name: said for name, said in question.none.items() if name != "trauma_recent"}, [("trauma_recent",)])
    assert then.question is not None
    assert then.question.ids == ("trauma_recent",)
    assert [value.id for value in then.question.findings[0].values] == ["none", "low_energy", "high_energy"]
    assert "trauma_recent" not in then.skipped().intake.answers
    assert then.answered({"trauma_recent": "low_energy"}).intake.answers["trauma_recent"] == "low_energy"


def test_answers_that_were_not_asked_for_are_refused(engine: Engine) -> None:
    """A caller's mistake is a ValueError, not an answer that gets lost."""
    with pytest.raises(ValueError, match="not about limp"):
        Interview(engine).answered({"limp": True})


def test_a_place_that_hurts_answers_where_it_hurts(engine: Engine) -> None:
    """A case that names one place is not asked for the others; the question itself lists only what is open."""
    given_ = read_intake({"pain_site": ["buttock"], "none_of": ["red_flag"], "weight_bearing": "full"}, engine.pack)
    asked = engine.asking(given_).question("pain_site").findings[0]
    finding = engine.pack.findings["pain_site"]
    assert isinstance(finding, Choices)
    assert "pain_site" not in engine.asking(given_).open_facts
    assert len(asked.values) == len(finding.values) - 1


# --- what a line means -------------------------------------------------------------------------------------------------


def first_list(engine: Engine) -> NextQuestion:
    """The first list of warning signs."""
    return next(each for each in engine.next_questions({"sex": "male", "age_years": 40}, 9) if each.kind == "list")


def read(engine: Engine, line: str, **given_: object) -> Command | Reply:
    """A line, read as a reply to the question about one finding, or to the first screen."""
    name = str(given_.get("to", ""))
    asking = engine.asking(Intake({}))
    return read_reply(line, asking.question(name) if name else first_list(engine), engine.pack)


@pytest.mark.parametrize(
    ("line", "word"),
    [("", "skip"), ("  ", "skip"), ("Don\u2019t know.", "skip"), ("?", "skip"), ("WHY", "why"), ("how", "how"), ("back", "back")],
)
def test_a_command_is_understood_anywhere(line: str, word: str, engine: Engine) -> None:
    """Commands are words of their own, however they are written."""
    for to in ("", "limp", "age_years", "pain_site", "groin_lump"):
        assert read(engine, line, to=to) == Command(word)  # type: ignore[arg-type]


def test_a_command_can_name_a_file(engine: Engine) -> None:
    """`quit` and `resume` take the name of a file, spaces included."""
    assert read(engine, "quit my hip.yaml") == Command("quit", "my hip.yaml")
    assert read(engine, "resume my hip.yaml") == Command("resume", "my hip.yaml")
    assert read(engine, "resume") == Command("resume")


@pytest.mark.parametrize(
    ("to", "line", "answer"),
    [
        ("limp", "y", True),
        ("limp", "No", False),
        ("age_years", "46", 46.0),
        ("temperature_c", "38,5", 38.5),
        ("weight_bearing", "2", "painful"),
        ("weight_bearing", "unable", "unable"),
        ("weight_bearing", "yes, but it hurts", "painful"),
        ("groin_lump", "none", "none"),
        ("weight_bearing", "fully", "full"),
        ("weight_bearing", "fuly", "full"),
        ("sex", "f", "female"),
        ("symptom_duration_days", "3 weeks", 21.0),
        ("symptom_duration_days", "about two months", 60.0),
        ("symptom_duration_days", "21", 21.0),
        ("morning_stiffness_min", "an hour and 5 minutes", 65.0),
        ("morning_stiffness_min", "none", 0.0),
        ("bmi", "178 cm, 70 kg", 22.1),
        ("bmi", "154 lb 5 ft 10", 22.1),
    ],
)
def test_an_answer_is_a_number_of_the_list_an_id_or_a_label(to: str, line: str, answer: object, engine: Engine) -> None:
    """All three ways to name an answer mean the same."""
    assert read(engine, line, to=to) == Reply({to: answer})  # type: ignore[dict-item]


def test_what_is_not_picked_on_a_list_is_no_unless_it_is_not_sure(engine: Engine) -> None:
    """On a list, and where it hurts, the rest is denied, as it says; `2?` and `rest?` leave it open."""
    asked = first_list(engine)
    names = [line.of for line in asked.lines]
    injury, walking = names[:2]
    assert injury[:4] == ("trauma_recent", "felt_pop", "visible_bruising", "visible_swelling")
    assert {"limp", "pain_earlier_each_run"} <= set(walking)
    assert read(engine, "none") == Reply(dict(asked.none))
    one = read(engine, "1")
    assert isinstance(one, Reply)
    assert (one.picked, "trauma_recent" in one.answers, one.answers["fever"]) == ((injury,), False, False)
    named = read(engine, "fall")
    assert isinstance(named, Reply)
    assert (named.answers, named.picked) == (one.answers, (injury[:1], injury[1:]))
    unsure = read(engine, "none" if len(names) < 2 else "1 2?")
    assert isinstance(unsure, Reply)
    assert not {"limp", "pain_earlier_each_run"} & set(unsure.answers)
    assert read(engine, "2 rest?") == Reply({}, (walking,))
    site = read(engine, "4 buttock sit_bone 1?", to="pain_site")
    assert isinstance(site, Reply)
    places = site.answers["pain_site"]
    assert isinstance(places, dict)
    assert [name for name, there in places.items() if there] == ["buttock", "sit_bone"]
    assert "anterior_groin" not in places
    assert places["calf"] is False


@pytest.mark.hazard("unknown-read-as-no")
def test_a_part_that_is_named_is_asked_about_by_itself_and_what_stood_beside_it_as_one_line(engine: Engine) -> None:
    """Nothing of a line that applies is denied before it was asked about: what is named is asked in full, the rest is read again."""
    now = Interview(engine, Intake({"sex": "male", "age_years": 40.0}))
    while now.question is not None and now.question.kind != "list":
        now = now.skipped()
    assert now.question is not None
    for line in ("fever and headache", "4 headache, fever", "chills; scalp"):
        reply = read_reply(line, now.question, engine.pack)
        assert isinstance(reply, Reply)
        named, beside = reply.picked[:-1], reply.picked[-1]
        assert named == (("fever",), ("new_head_or_eye_trouble",))
        assert not {"fever", "new_head_or_eye_trouble", *beside} & reply.answers.keys()
    then = now.answered(reply.answers, reply.picked)
    question = then.question
    assert question is not None
    assert [line.of for line in question.lines] == [("fever",), beside]
    assert question.lines[0].text == engine.pack.findings["fever"].question
    assert question.items == 2
    assert {"systemically_unwell", "joint_hot_red", "weight_loss_unexplained"} <= set(beside) <= question.none.keys()
    denied = then.answered(question.none)
    assert denied.question is not None
    assert denied.question.ids == ("new_head_or_eye_trouble",)
    again = then.answered({"fever": False}, [("joint_hot_red",), tuple(name for name in beside if name != "joint_hot_red")])
    assert again.question is not None
    assert again.question.lines[0].of == ("joint_hot_red",)
    assert set(again.question.lines[1].of) == set(beside) - {"joint_hot_red"}


def test_a_word_that_several_parts_share_or_a_number_names_none_of_them(engine: Engine) -> None:
    """All that stood on the line is asked about then, each by itself."""
    for line in ("3", "pain that", "position sleep 3", "position"):
        reply = read(engine, line)
        assert isinstance(reply, Reply)
        pain = next(line.of for line in first_list(engine).lines if "night_pain" in line.of)
        names = {name for names in reply.picked for name in names}
        assert names == set(pain)
    assert read(engine, "3") == read(engine, "pain that")
    assert read(engine, "3") != read(engine, "position")


def test_who_somebody_is_can_be_said_in_one_line(engine: Engine) -> None:
    """Age and duration, then sex and side, are read in any order; what is missing is asked for once more, by itself."""
    now = Interview(engine)
    assert now.question is not None
    for line in ("46, 3 weeks", "three weeks 46", "I am 46 years old, for 21 days", "46,3 wk"):
        assert read_reply(line, now.question, engine.pack) == Reply({"age_years": 46.0, "symptom_duration_days": 21.0})
    for line in ("46 21", "46 f", "since sunday"):
        with pytest.raises(IntakeError, match="46, 3 weeks"):
            read_reply(line, now.question, engine.pack)
    now = now.skipped()
    assert now.question is not None
    for line in ("f left", "left, female", "I am a woman, left side"):
        assert read_reply(line, now.question, engine.pack) == Reply({"sex": "female", "pain_side": "left"})
    reply = read_reply("f", now.question, engine.pack)
    assert isinstance(reply, Reply)
    then = now.answered(reply.answers, reply.picked)
    assert then.question is not None
    assert then.question.ids == ("pain_side",)
    assert then.skipped().question is not None
    assert "pain_side" not in then.skipped().question.ids


FORM = {"age_years": 46, "symptom_duration_days": 21, "sex": "female", "pain_side": "left", "pain_site": ["deep_groin"]}


@pytest.mark.parametrize(
    ("line", "onset", "weight"),
    [
        ("1 2", "sudden_moment", "painful"),
        ("6, 1", "over_months", "full"),
        ("? 3", "", "unable"),
        ("2 ?", "within_one_run", ""),
        ("built up over months, yes, fully", "over_months", "full"),
        ("I woke up with it; no", "on_waking", "unable"),
        ("suddenly and fuly", "sudden_moment", "full"),
        ("slowly, but it hurts", "gradual_unspecified", "painful"),
    ],
)
def test_two_choices_on_one_screen_are_answered_by_numbers_in_their_order_or_by_words(
    line: str, onset: str, weight: str, engine: Engine
) -> None:
    """A number for each, or words of the lines, which may hold a comma; a question mark leaves one open for good."""
    now = Interview(engine, read_intake(FORM, engine.pack))
    assert now.question is not None
    assert (now.question.ids, now.question.numbered, now.question.items) == (("onset_type", "weight_bearing"), True, 2)
    reply = read_reply(line, now.question, engine.pack)
    assert reply == Reply({name: said for name, said in (("onset_type", onset), ("weight_bearing", weight)) if said})
    after = now.answered(reply.answers, reply.picked)
    assert after.question is None or not {"onset_type", "weight_bearing"} & set(after.question.ids)


@pytest.mark.parametrize("line", ["1", "9 9", "1 2 3", "0 1", "none", "months fully", "blah, fully", "1 fully", "9" * 5000 + " 1"])
def test_what_does_not_answer_two_choices_is_not_guessed_at(line: str, engine: Engine) -> None:
    """A number by itself could be meant for either; nothing counts of a line that is not understood whole."""
    question = Interview(engine, read_intake(FORM, engine.pack)).question
    assert question is not None
    with pytest.raises(IntakeError, match="`1 2`"):
        read_reply(line, question, engine.pack)
    reply = read_reply("fully", question, engine.pack)
    assert reply == Reply({"weight_bearing": "full"}, (("onset_type",),))  # the other is asked by itself


def test_the_area_comes_before_the_spot_and_somewhere_it_must_hurt(engine: Engine) -> None:
    """Only the spots in the areas that hurt are shown; `none` is asked back; not sure is an answer."""
    now = Interview(engine).skipped().skipped()
    assert now.question is not None
    with pytest.raises(IntakeError, match="one of them must apply"):
        read_reply("none", now.question, engine.pack)
    reply = read_reply("outer", now.question, engine.pack)
    assert isinstance(reply, Reply)
    spot = now.answered(reply.answers, reply.picked).question
    assert spot is not None
    assert {value.id for value in spot.findings[0].values} == set(now.question.lines[1].values)
    with pytest.raises(IntakeError, match="one of them must apply"):
        read_reply("none", spot, engine.pack)
    assert read_reply("not sure", spot, engine.pack) == Command("skip")


def test_choices_that_are_asked_together_show_their_answers(engine: Engine) -> None:
    """Nobody knows that pain "disturbs your sleep" has four answers, however few they are; an error names no id."""
    question = engine.interview().asking.together(["night_pain", "pain_severity"], "warnings")
    assert question.numbered
    assert read_reply("2 1", question, engine.pack) == Reply({"night_pain": "only_when_lying_on_side", "pain_severity": "mild"})
    days = engine.interview().asking.question("symptom_duration_days")
    assert read_reply("yesterday", days, engine.pack) == Reply({"symptom_duration_days": 1.0})
    with pytest.raises(IntakeError, match="`soon` is no answer here") as refused:
        read_reply("soon", days, engine.pack)
    assert "`3 weeks`" in refused.value.problems[0].help


@pytest.mark.parametrize(
    ("to", "line", "help_text"),
    [
        ("limp", "somewhat", "yes or no"),
        ("age_years", "old", "a whole number from 2 to 100"),
        ("age_years", "460", "from 2 to 100"),
        ("weight_bearing", "7", "one number from 1 to 3"),
        ("weight_bearing", "ja", "one number from 1 to 3"),
        ("pain_site", "99", "from 1 to 26"),
        ("bmi", "22", "178 cm 70 kg"),
        ("", "28", "from 1 to "),
        ("", "1 blah", "`1?` where you are not sure"),
    ],
)
def test_a_wrong_answer_is_met_with_help(to: str, line: str, help_text: str, engine: Engine) -> None:
    """It says what is allowed, in the words of the command line."""
    with pytest.raises(IntakeError) as caught:
        read(engine, line, to=to)
    assert help_text in caught.value.problems[0].help


def test_a_list_of_one_line_is_answered_with_yes_or_no(engine: Engine) -> None:
    """Its help says so, and nothing of numbers from 1 to 1."""
    asked = first_list(engine)
    with pytest.raises(IntakeError) as caught:
        read_reply("6", structs.replace(asked, lines=asked.lines[:1]), engine.pack)
    assert caught.value.problems[0].help.startswith("type `yes` if any of it applies")


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40), st.sampled_from(["", "limp", "age_years", "pain_site", "groin_lump"]))
def test_any_line_is_an_answer_a_command_or_a_problem(engine: Engine, line: str, to: str) -> None:
    """Nothing that can be typed does anything else, and an answer is about what was asked."""
    try:
        found = read(engine, line, to=to)
    except IntakeError:
        return
    if isinstance(found, Reply):
        assert set(found.answers) <= ({to} if to else set(first_list(engine).ids))


# --- files -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("version: 0.1.0", "version: 0.0.9", "other-pack"),
        ("content_hash: ", "content_hash: 0", "other-pack"),
        ("pack: hip", "pack: knee", "other-pack"),
        ("  steps:", "  steps: 3\n  was:", "bad-interview"),
        ("[onset_type,", "[no_such_finding,", "bad-interview"),
        ("items: 1", "items: 0", "bad-interview"),
        ("interview:", "notes:", "no-interview"),
        ("weight_bearing: full", "weight_bearing: maybe", "bad-answer"),
        ("weight_bearing: full", "weight_bearing: painful", "bad-interview"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(old: str, new: str, code: str, tmp_path: Path, engine: Engine) -> None:
    """Another pack version, a changed list of steps, a mere case: one message, with what to do."""
    now = Interview(engine, Intake({}, ("red_flag",)))
    while now.question is not None and "weight_bearing" not in now.question.ids:
        now = now.skipped()
    now = now.answered({"weight_bearing": "full"})
    file = tmp_path / "answers.yaml"
    file.write_text(to_yaml(now).replace(old, new, 1))
    with pytest.raises(ProblemsError) as caught:
        resumed(file, engine)
    assert [each.code for each in caught.value.problems] == [code]
    assert str(file) in caught.value.problems[0].place
    assert caught.value.problems[0].help


def test_what_a_case_said_before_is_kept_apart_from_what_was_asked(tmp_path: Path, engine: Engine) -> None:
    """After saving and resuming, going back takes away the answers of the interview and leaves those of the case."""
    given_ = read_intake({"pain_site": {"buttock": False}, "limp": False, "none_of": ["red_flag"]}, engine.pack)
    now = Interview(engine, given_)
    while now.question is not None and now.question.ids != ("pain_site",):
        now = now.answered(now.question.none)
    assert now.question is not None
    now = now.answered({"pain_site": {"calf": False}})
    file = tmp_path / "answers.yaml"
    file.write_text(to_yaml(now))
    read_ = resumed(file, engine)
    assert read_.intake == now.intake
    assert read_.given == given_
    assert read_.back() == now.back()


def test_a_simulated_runner_says_only_what_the_case_says(engine: Engine) -> None:
    """The answers of a simulated interview are all in the intake that it knows."""
    intake = read_intake({"pain_site": ["lateral_hip"], "limp": False, "groin_lump": "reducible", "none_of": ["red_flag"]}, engine.pack)
    now = interviewed(intake, engine)
    assert now.question is None
    assert set(now.intake.answers) <= {
        *intake.answers,
        *(each.id for group in engine.pack.groups for each in group.findings if group.group == "red_flag"),
    }
    assert all(said in (False, 37, "none", intake.answers.get(name)) for name, said in now.intake.answers.items())
