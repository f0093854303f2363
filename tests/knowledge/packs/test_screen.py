"""The screen of a pack: how it is read, what is refused, and what the loader makes of it."""

from pathlib import Path

import pytest
from screened_packs import SAYS, screened, screened_folder
from tiny import copied, pack_problems

from hipexpert import Pack, load_pack
from hipexpert.engine import Closure, leaves
from hipexpert.knowledge.packs.facts import ANSWERED
from hipexpert.knowledge.packs.ladder import CAUTION, LEVELS, caution
from hipexpert.knowledge.packs.program import program_of

TWO = "- {id: a, ask: swollen}\n- {id: b, ask: side}"


def test_the_screen_becomes_one_rule_over_answers(tmp_path: Path) -> None:
    """Any answer to a finding settles its item, of several values one that is present, and so does what `unless` says."""
    (rule,) = [each for each in program_of(screened(tmp_path)).rules if ANSWERED in each.conclusions]
    expected = {"swollen=yes", "swollen=no", "age>=90", "side=left", "side=right", "site=front", "site=back"}
    assert (rule.id, set(leaves(rule.premise))) == ("screen-is-answered", expected)


@pytest.mark.hazard("false-reassurance-by-self-care")
@pytest.mark.parametrize(
    ("items", "answers"), [("- {id: a, ask: swollen}", {"swollen=no": True}), (TWO, {"swollen=no": False, "side=left": False})]
)
def test_a_short_screen_is_answered_by_all_of_it(items: str, answers: dict[str, bool], tmp_path: Path) -> None:
    """Of one item by that one, of two by both and by neither alone."""
    closure = Closure(program_of(screened(tmp_path, items)))
    assert {each: closure.of([each]).holds(ANSWERED) for each in answers} == answers
    assert closure.of(answers).holds(ANSWERED)
    assert not closure.of([]).holds(ANSWERED)


def test_a_pack_without_a_screen_has_no_such_rule() -> None:
    """Nothing is required of it, and nothing is undetermined."""
    pack = load_pack(copied_tiny())
    assert (pack.screen, pack.stated_levels) == ((), LEVELS)
    assert ANSWERED not in program_of(pack).facts


def copied_tiny() -> Path:
    """The folder of the tiny pack."""
    return Path(__file__).parents[1] / "tiny_pack"


@pytest.mark.parametrize(
    ("items", "code", "message"),
    [
        ("- {id: a, ask: swolen}", "unknown-finding", "unknown finding `swolen`"),
        ("- {id: a, ask: age}", "bad-screen", "`age` is a number, and the screen asks for no numbers"),
        ("- {id: a, ask: swollen}\n- {id: a, ask: side}", "repeated-id", "the screen item id `a` is used 2 times"),
        ("- {id: a, ask: swollen, unless: {weather: true}}", "unknown-finding", "unknown finding `weather`"),
        (
            "- {id: a, ask: swollen, unless: {pattern: irritated_joint}}",
            "bad-screen",
            "`unless` speaks of answers alone, not of `pattern`"),
        ("- {id: a, ask: swollen, denial: maybe}", "bad-screen", "`swollen` takes no `denial` from the screen"),
        ("- {id: a, ask: side, denial: middle}", "unknown-value", "`middle` is no value of `side`"),
        ("- {id: a, ask: swollen, sources: [{ref: nobody}]}", "unknown-source", "unknown source `nobody`"),
        ("- {id: a, ask: swollen, when: {side: left}}", "unknown-key", "unknown key `when`"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_screen_is_said_with_its_place(items: str, code: str, message: str, tmp_path: Path) -> None:
    """Each with file and line, and a way to mend it."""
    folder = screened_folder(tmp_path, items)
    (problem,) = pack_problems(folder)
    text = (folder / "screen.yaml").read_text().splitlines()
    assert (problem.code, problem.message) == (code, message)
    assert problem.place.startswith("screen.yaml:")
    assert int(problem.place.rpartition(":")[2]) <= len(text)
    assert problem.help or code.startswith("unknown-")  # no name is like it


def test_what_a_runner_cannot_answer_is_refused(tmp_path: Path) -> None:
    """Nobody is kept from a calm word by a question for a clinician, or by a test that is safe for some only."""
    clinical = ("findings/about.yaml", "answered_by: runner", "answered_by: clinician")
    problems = pack_problems(screened_folder(tmp_path / "one", "- {id: a, ask: side}", clinical))
    assert ("bad-screen", "only a clinician answers `side`") in [(each.code, each.message) for each in problems]
    folder = screened_folder(tmp_path / "two", "- {id: a, ask: site}")
    text = (folder / "findings" / "about.yaml").read_text()
    (folder / "findings" / "about.yaml").write_text(
        text.replace("question: Where does it hurt?", "question: Where does it hurt?\n  safe_when: {swollen: absent}")
    )
    (problem,) = pack_problems(folder)
    assert problem.message == "`site` is asked only where it is safe to try"


def test_a_pack_with_a_screen_says_what_undetermined_asks_for(tmp_path: Path) -> None:
    """Without its words the level could not be told."""
    (problem,) = pack_problems(screened_folder(tmp_path, "- {id: a, ask: side}", ("pack.yaml", SAYS, "weighing:")))
    assert (problem.code, problem.place) == ("missing-key", "pack.yaml")
    assert problem.message == "`urgency` lacks `undetermined`"


def test_nothing_else_is_called_screen(tmp_path: Path) -> None:
    """`none_of: [screen]` must mean one thing."""
    folder = screened_folder(tmp_path, "- {id: a, ask: side}", ("pack.yaml", "  about: [person]", "  about: [screen]"))
    (problem,) = pack_problems(folder)
    assert (problem.code, problem.help.startswith("`none_of: [screen]` denies the screen")) == ("reserved-id", True)


@pytest.mark.parametrize("name", ["screen-is-answered", "answers-contradict-one-another"])
def test_no_rule_is_called_what_the_screen_makes(name: str, tmp_path: Path) -> None:
    """Another name is wanted, at the rule that has it; nothing is said of `none_of`, which does not know these."""
    change = ("rules/knee.yaml", "- id: front-pain-supports-jumpers-knee", f"- id: {name}")
    (problem,) = [each for each in pack_problems(screened_folder(tmp_path, "- {id: a, ask: side}", change)) if each.code == "reserved-id"]
    assert (problem.help, name in problem.message, "rules/knee.yaml" in problem.place) == ("choose another name", True, True)


def test_a_file_that_is_no_screen_is_refused(tmp_path: Path) -> None:
    """As with every file of entries."""
    folder = copied(tmp_path)
    (folder / "screen.yaml").write_text("items: []\n")
    assert [(each.code, each.place) for each in pack_problems(folder)] == [("bad-file", "screen.yaml:1")]


def test_undetermined_is_no_rung(pack: Pack) -> None:
    """The ladder does not know it; where what is said is compared it lies between what is calm and what is not."""
    assert "undetermined" not in LEVELS
    assert [level for level in CAUTION if level != "undetermined"] == list(LEVELS)
    assert caution("routine") < caution("undetermined") < caution("soon")
    assert pack.stated_levels == CAUTION


def test_every_alarm_of_one_answer_is_asked_about_before_anything_calm(pack: Pack) -> None:
    """What alone, of somebody who says nothing else, is urgent or an emergency is in the screen."""
    from hipexpert.knowledge.packs.vocabulary import Number
    from hipexpert.knowledge.runner.answers import AnswerKey

    closure, key = Closure(program_of(pack)), AnswerKey(pack)
    asked = {item.ask for item in pack.screen}
    alarming = set()
    for question, options in key.space.options.items():
        if pack.answered_by(question.finding) == "runner" and not isinstance(pack.findings[question.finding], Number):
            for option in options:
                found = closure.of(option.facts)
                if found.holds("urgency:urgent") or found.holds("urgency:emergency"):
                    alarming.add(question.finding)
    assert alarming - asked == set()
