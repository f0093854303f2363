"""Sentences as answers: who is not sure in whatever words, what a list takes for a line, and what a form shows of what it cannot read."""

import pytest

from hipexpert import Engine, IntakeError, in_language
from hipexpert.knowledge import Intake, read_intake
from hipexpert.knowledge.interview.interview import Interview
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.interview.replies import Command, Reply, read_reply
from hipexpert.knowledge.interview.sentences import spoken_of
from hipexpert.languages.catalogue import speaking

KNOWN = {"age_years": 46, "symptom_duration_days": 21, "sex": "female", "pain_side": "left", "pain_site": ["lateral_hip"]}


def question_after(engine: Engine, **answers: object) -> NextQuestion:
    """What is asked of somebody who has said so much."""
    asked = Interview(engine, read_intake(answers, engine.pack)).question
    assert asked is not None
    return asked


@pytest.fixture(scope="module")
def signs(engine: Engine) -> NextQuestion:
    """The first list of warning signs."""
    asked = question_after(engine, **KNOWN, onset_type="over_days_weeks", weight_bearing="full")
    assert asked.kind == "list"
    return asked


@pytest.mark.parametrize(
    "line",
    [
        "I'm not sure",
        "I don\N{RIGHT SINGLE QUOTATION MARK}t know",
        "i dont know",
        "I really don't remember, sorry",
        "no clue",
        "hard to say",
        "Well, I can't tell.",
        "maybe",
        "perhaps",
        "idk",
        "keine Ahnung",
    ],
)
def test_not_knowing_is_understood_at_every_kind_of_question(line: str, engine: Engine, signs: NextQuestion) -> None:
    """Nobody has to find the one way of saying it; and it is never a no."""
    kinds = [question_after(engine), signs, *(engine.asking(Intake({})).question(name) for name in ("limp", "age_years", "weight_bearing"))]
    assert [read_reply(line, asked, engine.pack) for asked in kinds] == [Command("skip")] * len(kinds)


@pytest.mark.parametrize(
    ("line", "answer"), [("no, it doesn't", False), ("not at all", False), ("No, not at all.", False), ("yes, it does", True)]
)
def test_yes_and_no_may_be_said_in_more_words(line: str, answer: bool, engine: Engine) -> None:
    """As one would say them to somebody who asks."""
    assert read_reply(line, engine.asking(Intake({})).question("limp"), engine.pack) == Reply({"limp": answer})


@pytest.mark.parametrize("line", ["no, but it did yesterday", "yes, it doesn't", "not now"])
def test_what_is_neither_yes_nor_no_is_asked_back(line: str, engine: Engine) -> None:
    """Half a no denies nothing."""
    with pytest.raises(IntakeError):
        read_reply(line, engine.asking(Intake({})).question("limp"), engine.pack)


@pytest.mark.parametrize(
    "line", ["My sleep is terrible because of it", "no fever", "not fever", "no fever, no fall", "it", "is of it", "I fell on it last week"]
)
def test_no_sentence_denies_the_rest_of_a_list(line: str, engine: Engine, signs: NextQuestion) -> None:
    """Small words stand in some line by chance: taken for its name they would deny every other warning sign."""
    with pytest.raises(IntakeError, match="is not in the list"):
        read_reply(line, signs, engine.pack)


@pytest.mark.parametrize(("line", "sign"), [("I fell on it last week", "trauma_recent"), ("I have cancer", "cancer_history")])
def test_the_line_that_a_sentence_speaks_of_is_offered(line: str, sign: str, engine: Engine, signs: NextQuestion) -> None:
    """With its number; what a sentence denies is not offered as if it applied."""
    number = next(place for place, each in enumerate(signs.lines, 1) if sign in each.of)
    with pytest.raises(IntakeError, match=f"did you mean `{number}`"):
        read_reply(line, signs, engine.pack)
    with pytest.raises(IntakeError) as caught:
        read_reply("no fever, no fall", signs, engine.pack)
    assert "did you mean" not in str(caught.value)


@pytest.mark.parametrize("line", ["a limp", "limp, 3", "fever and chills", "1 3"])
def test_names_beside_each_other_are_still_taken(line: str, engine: Engine, signs: NextQuestion) -> None:
    """Numbers and short names, with or without an article."""
    assert isinstance(read_reply(line, signs, engine.pack), Reply)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({}, "sub 3 hours runner, 38"),
        ({}, "I am 45 and it's been going on for about a month"),
        ({"age_years": 46, "symptom_duration_days": 21}, "my hip is female, on the far left perhaps"),
    ],
)
def test_a_form_shows_what_it_cannot_read_as_it_was_typed(given: dict[str, object], line: str, engine: Engine) -> None:
    """Neither with its words in another order nor run together."""
    with pytest.raises(IntakeError) as caught:
        read_reply(line, question_after(engine, **given), engine.pack)
    shown = caught.value.problems[0].message.split("`")[1]
    assert shown in line


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("I'm left", {"pain_side": "left"}),  # the m of "I'm" is no man
        ("I'm a woman, it's my left one", {"sex": "female", "pain_side": "left"}),
        ("prefer not to say, both", {"sex": "intersex_or_undisclosed", "pain_side": "both"}),
    ],
)
def test_who_and_which_side_in_a_persons_words(line: str, answers: dict[str, str], engine: Engine) -> None:
    """Whole pieces come before single words, and a word with an apostrophe is one."""
    reply = read_reply(line, question_after(engine, age_years=46, symptom_duration_days=21), engine.pack)
    assert isinstance(reply, Reply)
    assert reply.answers == answers


def test_a_sentence_says_only_what_is_asked(engine: Engine, signs: NextQuestion) -> None:
    """What it says of other findings is not asked now, so it does not count."""
    form = question_after(engine, **KNOWN)
    reading = spoken_of("I woke up with it one morning, I have a fever, yes I can walk fine", form, engine.pack)
    assert dict(reading.answers) == {"onset_type": "on_waking", "weight_bearing": "full"}
    assert not spoken_of("it hurts", signs, engine.pack).findings


def test_german_help_is_german(engine: Engine) -> None:
    """Whoever is asked in German is told in German what would be right, and may answer in its units."""
    german = Engine(in_language(engine.pack, "de"))
    with speaking("de"):
        asked = question_after(german)
        assert read_reply("46, 3 Wochen", asked, german.pack) == Reply({"age_years": 46.0, "symptom_duration_days": 21.0})
        for each, line in (
            (asked, "xyz qwv"),
            (question_after(german, **KNOWN, onset_type="over_days_weeks", weight_bearing="full"), "99"),
        ):
            with pytest.raises(IntakeError) as caught:
                read_reply(line, each, german.pack)
            (problem,) = caught.value.problems
            assert "`" in problem.message
            assert not {"the", "cannot", "type", "for"} & set(f"{problem.message} {problem.help}".split())
        number = german.asking(Intake({})).question("age_years")
        assert number.findings[0].answers.startswith("eine ganze Zahl von 2 bis 100")
        with pytest.raises(IntakeError, match="Enter, wenn Sie es nicht wissen"):
            read_reply("alt", number, german.pack)
