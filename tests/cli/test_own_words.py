"""Own words at the command line: in place of a file, from a file or standard input, and first in an interview."""

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from running import refused

from hipexpert.cli.main import main

STORY = "my left hip hurts on the outside since Sunday's long run, fine walking, I'm 46"


def run(*words: str, given: str | None = None) -> Result:
    """What the command line answers."""
    return CliRunner().invoke(main, words, input=given)


def test_a_sentence_in_place_of_a_file_is_read_as_words() -> None:
    """What was understood stands on top, with the words it rests on, and counts."""
    told = run("explain", STORY)
    assert told.exit_code == 0
    assert told.stdout.startswith("I understood")
    assert '"left hip"' in told.stdout
    assert "age: 46 years" in told.stdout


def test_a_word_of_the_vocabulary_is_read_and_what_looks_like_a_file_is_none() -> None:
    """`groin` is a word, `x.yaml` and `cases/x` are files that are not there."""
    assert "because you wrote" in run("explain", "groin").stdout
    for name in ("x.yaml", "cases/x", "gibberishword"):
        told = run("explain", name)
        assert told.exit_code == 2
        assert "no such file" in told.stderr


def test_a_story_on_standard_input_or_in_a_file_is_read_with_words(tmp_path: Path) -> None:
    """`--words` says that a file holds a story and no answers."""
    (tmp_path / "story.txt").write_text(STORY)
    given = run("explain", "--words", "-", "--format", "json", given=STORY)
    from_file = run("explain", "--words", str(tmp_path / "story.txt"), "--format", "json")
    assert msgspec.json.decode(given.stdout) == msgspec.json.decode(from_file.stdout)


def test_only_the_reading_is_shown_or_written_when_asked() -> None:
    """`--reading` concludes nothing; as JSON it is what programs get."""
    read = msgspec.json.decode(run("explain", "--reading", "--format", "json", STORY).stdout)
    assert read["schema"] == "hipexpert.reading/1"
    assert read["answers"]["pain_side"] == "left"
    assert run("explain", "--reading", "-f", "limp=yes").exit_code == 2


@pytest.mark.parametrize(("right", "side"), [("", True), ("1 2 3 4 5 6 7 8", False)])
def test_an_interview_begins_with_own_words_and_counts_only_what_was_not_taken_back(tmp_path: Path, right: str, side: bool) -> None:
    """Enter confirms, numbers take back, and the answers are saved as if they had been given before."""
    saved = tmp_path / "saved.yaml"
    told = run("interview", "--words", "-o", str(saved), given=f"my left hip hurts on the outside\n{right}\nquit\n")
    assert "I understood" in told.stdout
    assert ("pain_side: left" in saved.read_text()) is side


def test_the_first_prompt_can_be_asked_why_and_be_skipped() -> None:
    """It begins an interview that has no answers yet, takes the commands of every question, and `--no-words` leaves it out."""
    told = run("interview", given="why\nhelp\nback\n\nquit\n\n").stdout
    assert told.count("Tell me in your own words") == 1
    assert "What you say here is not asked again." in told
    assert "go on with answers that were saved" in told
    assert "This is the first question." in told
    assert "Step 1" in told
    assert "own words" not in run("interview", "--no-words", given="quit\n").stdout


def test_words_that_name_an_emergency_end_it_at_once() -> None:
    """No question stands between the words and the emergency department."""
    told = run("interview", given="my hip hurts since I fell, I cannot stand on the leg, and my leg is cold and pale and numb\n\n").stdout
    assert "Step 1" not in told
    assert told.count("EMERGENCY") >= 1


def test_a_childs_knee_that_is_an_emergency_says_what_the_knee_has_to_do_with_it() -> None:
    """Whoever came with a sore knee reads why it may be the hip."""
    told = " ".join(run("interview", given="my daughter is 13 and her knee hurts, she limps\n\n").stdout.split())
    assert "EMERGENCY" in told
    assert "which some feel only in the thigh or knee" in told


def test_words_that_were_confirmed_are_not_lost() -> None:
    """The end of the input after them prints what it takes to go on."""
    told = run("interview", given="my left hip hurts on the outside\n\n")
    assert "pain_side: left" in told.stderr


@pytest.mark.parametrize(
    ("line", "counted"), [("back", False), ("quit mine.yaml", False), ("help\n", True), ("it is the right hip\n", True)]
)
def test_what_is_typed_instead_of_confirming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, counted: bool) -> None:
    """A command is one there too, and other words put the reading right."""
    monkeypatch.chdir(tmp_path)
    told = run("interview", given=f"my left hip hurts on the outside\n{line}\nquit mine.yaml\n")
    assert told.exit_code == 0
    assert ("lateral_hip: true" in (tmp_path / "mine.yaml").read_text()) is counted


@pytest.mark.parametrize("right", ["yes", "Yes.", "ok", "that's right"])
def test_a_yes_confirms_what_was_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: str) -> None:
    """Whoever is asked "Right?" may say so; it is not read as further words."""
    monkeypatch.chdir(tmp_path)
    told = run("interview", given=f"my left hip hurts on the outside\n{right}\nquit mine.yaml\n")
    assert told.stdout.count("I understood") == 1
    assert "lateral_hip: true" in (tmp_path / "mine.yaml").read_text()


def test_a_no_is_asked_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not say which of it, so nothing is confirmed, and it says how to put it right."""
    monkeypatch.chdir(tmp_path)
    told = run("interview", given="my left hip hurts on the outside\nno\nback\nquit mine.yaml\n").stdout
    assert "numbers such as `1 3` take those back" in told
    assert "lateral_hip" not in (tmp_path / "mine.yaml").read_text()


@pytest.mark.parametrize(("confirmed", "counted"), [("", True), ("yes", True), ("1 2", False), ("back", False)])
def test_a_sentence_answers_a_question_once_it_is_confirmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, confirmed: str, *, counted: bool
) -> None:
    """What it says of the question is shown first; taken back, the question stands as it was."""
    monkeypatch.chdir(tmp_path)
    said = "I am 45 and it's been going on for about a month"
    told = run("interview", "--no-words", given=f"{said}\n{confirmed}\nquit mine.yaml\n").stdout
    assert "I understood" in told
    saved = (tmp_path / "mine.yaml").read_text()
    assert ("age_years: 45" in saved, "symptom_duration_days: 30" in saved) == (counted, counted)
    assert ("Step 2" in told) is counted


def test_who_writes_in_another_language_is_told_which_is_read() -> None:
    """Nothing was understood, and why is said at once."""
    assert "read in English only" in run("explain", "Ich habe Schmerzen in der Leiste").stdout
    assert "read in English only" not in run("explain", STORY).stdout


@pytest.mark.parametrize("text", ["my left hip hurts", "hip: hurts\n\tsince Sunday", "- groin\n- limp"])
def test_a_story_in_a_text_file_is_told_how_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """A file of prose is no case; the help is the command that reads it, and that command works."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my story.txt").write_text(text)
    assert "hipexpert explain --words 'my story.txt'" in refused("explain", "my story.txt")
    assert "What was not said counts as not known" in run("explain", "--words", "my story.txt").stdout


def test_what_a_sentence_says_besides_is_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An age with a letter behind it says the sex, and "left" the side."""
    monkeypatch.chdir(tmp_path)
    told = run("interview", "--no-words", given="46 f, left groin, for 3 weeks\n\nquit mine.yaml\n").stdout
    assert "What is your sex" not in told
    assert "In which area" not in told
    saved = (tmp_path / "mine.yaml").read_text()
    assert all(each in saved for each in ("sex: female", "pain_side: left", "anterior_groin: true"))


def test_a_sentence_at_a_list_of_signs_is_never_taken_for_a_reply() -> None:
    """What it does not speak of would be denied: the line that it means is offered, and the list stands."""
    told = run(
        "interview",
        "--no-words",
        given="46, 3 weeks\nfemale left\n2\n1\n5 1\nI fell on it last week\nquit\n\n",
    )
    assert "did you mean `1`" in told.stdout.lower()
    assert "trauma_recent" not in told.stderr
    assert "fever" not in told.stderr


def test_what_belongs_to_another_question_is_said_to_be_asked_there() -> None:
    """A place that is typed where the age is asked for is refused with a word on where it counts; what says nothing is only refused."""
    told = run("interview", given="\nouter hip\nquit\n").stdout
    assert "belongs to another question" in told
    assert "belongs to another question" not in run("interview", given="\nqwertz uiop\nquit\n").stdout
