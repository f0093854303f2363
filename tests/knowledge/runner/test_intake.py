"""Reading answers: what is understood, and what each mistake is told."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from steps import steps
from strategies_intake import intakes

import hipexpert
from hipexpert import Intake, IntakeError, Pack, Problem, ReadingError
from hipexpert.knowledge import read_case, read_case_file, read_intake, read_words
from hipexpert.knowledge.packs import reading


def problems_of(data: object, pack: Pack) -> tuple[Problem, ...]:
    """The problems of a mapping of answers."""
    with pytest.raises(IntakeError) as caught:
        read_intake(data, pack)
    return caught.value.problems


def file_problems(text: str, pack: Pack) -> list[tuple[str, str]]:
    """Code and place of each problem of a case file."""
    with pytest.raises(IntakeError) as caught:
        read_case(text.encode(), "case.yaml", pack)
    return [(problem.code, problem.place) for problem in caught.value.problems]


@pytest.mark.hazard("wrong-or-contradicting-answers")
@pytest.mark.parametrize(
    ("data", "code", "message", "help_text"),
    [
        ({"pain_sight": "buttock"}, "unknown-finding", "unknown finding `pain_sight`", "did you mean `pain_site`?"),
        ({"site_lateral_hip": True}, "unknown-finding", "unknown finding `site_lateral_hip`", "write `pain_site: [lateral_hip]`"),
        ({"qqqq": 1}, "unknown-finding", "unknown finding `qqqq`", "`hipexpert findings` lists what can be said"),
        ({1: 2}, "unknown-finding", "unknown finding `1`", "`hipexpert findings` lists what can be said"),
        ({"pain_site": "lateral_hipp"}, "bad-answer", "`lateral_hipp` is no answer to `pain_site`", "did you mean `lateral_hip`?"),
        ({"pain_site": "groin"}, "bad-answer", "`groin` is no answer to `pain_site`", "did you mean `anterior_groin`?"),
        ({"pain_site": {"buttock": 3}}, "bad-answer", "`3` is no answer to `pain_site.buttock`", "it takes yes or no"),
        ({"pain_site": 5}, "bad-answer", "`5` is no answer to `pain_site`", "it takes any of"),
        ({"limp": "maybe"}, "bad-answer", "`maybe` is no answer to `limp`", "it takes yes or no"),
        ({"limp": 1}, "bad-answer", "`1` is no answer to `limp`", "it takes yes or no"),
        ({"limp": []}, "bad-answer", "a list is no answer to `limp`", "it takes yes or no"),
        ({"sex": "femal"}, "bad-answer", "`femal` is no answer to `sex`", "did you mean `female`?"),
        ({"sex": True}, "bad-answer", "`true` is no answer to `sex`", "it takes one of"),
        ({"age_years": "forty"}, "bad-answer", "`forty` is no answer to `age_years`", "a whole number from 2 to 100 years"),
        ({"age_years": True}, "bad-answer", "`true` is no answer to `age_years`", "a whole number from 2 to 100 years"),
        ({"age_years": 40.5}, "bad-answer", "`40.5` is no answer to `age_years`", "a whole number from 2 to 100 years"),
        ({"age_years": float("nan")}, "not-a-number", "`nan` is not a number, and no answer to `age_years`", "leave the answer out"),
        ({"age_years": 400}, "out-of-range", "`400` is out of range for `age_years`", "a whole number from 2 to 100 years"),
        ({"age_years": 10**400}, "out-of-range", "a number that long is out of range for `age_years`", "from 2 to 100 years"),
        ({"limp": 10**5000}, "bad-answer", "a number that long is no answer to `limp`", "it takes yes or no"),
        ({"limp": "x" * 500_000}, "bad-answer", f"`{'x' * 60}…` is no answer to `limp`", "it takes yes or no"),
        ({"none_of": ["red_flagg"]}, "unknown-group", "unknown group `red_flagg`", "did you mean `red_flag`?"),
        ({"red_flags": "some"}, "bad-group", "the group `red_flags` can only be answered `none`", "answer its findings one by one"),
        (["limp"], "bad-type", "a mapping of findings to answers is needed, not a list", "for instance `limp: yes`"),
        ({"findings": ["limp"]}, "bad-type", "`findings` is a mapping of findings to answers, not a list", ""),
        ({"findings": {}, "titel": "x"}, "unknown-key", "unknown key `titel` in a case", "did you mean `title`?"),
    ],
)
def test_a_wrong_answer_is_named_with_what_was_expected(data: object, code: str, message: str, help_text: str, pack: Pack) -> None:
    """One mistake is one problem: its code, the user's word, and the nearest right name or what is allowed."""
    (problem,) = problems_of(data, pack)
    assert (problem.code, problem.message) == (code, message)
    assert help_text in problem.help


@pytest.mark.hazard("wrong-or-contradicting-answers")
def test_all_mistakes_of_a_file_are_reported_with_their_lines(pack: Pack) -> None:
    """No mistake hides another, down to the item of a list."""
    text = """title: x
findings:
  limpp: yes
  age_years: 400
  pain_site:
  - buttock
  - moon
none_of:
- red_flag
- nothing
extra: 1
"""
    assert sorted(file_problems(text, pack), key=lambda each: int(each[1].split(":")[1])) == [
        ("unknown-finding", "case.yaml:3"),
        ("out-of-range", "case.yaml:4"),
        ("bad-answer", "case.yaml:7"),
        ("unknown-group", "case.yaml:10"),
        ("unknown-key", "case.yaml:11"),
    ]


@pytest.mark.parametrize("content", ["", "# only a remark\n", "---\n", "null\n"])
def test_an_empty_file_is_told_what_to_write(content: str, pack: Pack) -> None:
    """A file without any data is a mistake, and the help shows a first answer."""
    with pytest.raises(IntakeError) as caught:
        read_case(content.encode(), "case.yaml", pack)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("empty-file", "case.yaml")
    assert "pain_site" in problem.help


@pytest.mark.parametrize("content", ["{}", "findings: {}", "findings:\n", "findings:\nnone_of:\n", "limp: unknown", "limp:\n", "limp: '?'"])
def test_a_case_in_which_nothing_is_known_is_no_mistake(content: str, pack: Pack) -> None:
    """No finding, or only unknown ones, is an intake without answers."""
    assert read_case(content.encode(), "case.yaml", pack) == Intake({})


@pytest.mark.hazard("unknown-read-as-no")
def test_an_assessment_without_any_answer_says_what_to_ask_first(engine: hipexpert.Engine) -> None:
    """With nothing known the urgency is not settled and the list of questions is not empty."""
    urgency = engine.assess({}).urgency
    assert not urgency.settled
    assert urgency.decisive_unknowns
    assert (urgency.level, urgency.title) == ("undetermined", engine.pack.level_text("undetermined").title)


def test_a_missing_file_is_answered_with_the_nearest_name(tmp_path: Path, pack: Pack) -> None:
    """The help names the file in that folder that was probably meant."""
    (tmp_path / "my_case.yaml").write_text("limp: yes")
    with pytest.raises(ReadingError) as caught:
        read_case_file(tmp_path / "my_csae.yaml", pack)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("no-such-file", str(tmp_path / "my_csae.yaml"))
    assert problem.help == f"did you mean `{tmp_path / 'my_case.yaml'}`?"


@pytest.mark.parametrize(
    ("error", "code"), [(PermissionError(13, "Permission denied"), "unreadable"), (OSError(5, "Input/output error"), "unreadable")]
)
def test_a_file_that_may_not_be_read_is_a_problem(
    error: OSError, code: str, tmp_path: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the system refuses is said in its words, with the file's name."""

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise error

    monkeypatch.setattr(reading, "FileIO", refuse)
    with pytest.raises(ReadingError) as caught:
        read_case_file(tmp_path / "case.yaml", pack)
    assert [(each.code, each.place) for each in caught.value.problems] == [(code, str(tmp_path / "case.yaml"))]


def test_many_thousand_mistakes_are_reported_in_steps_that_grow_with_them(pack: Pack) -> None:
    """Looking for the nearest name stops after the first mistakes, so that a hostile file costs no minutes."""

    def read(size: int) -> None:
        found = problems_of({f"findng_{number}": "x" for number in range(size)} | {"pain_site": ["lateral"] * size}, pack)
        assert len(found) == 2 * size

    assert steps(lambda: read(6_000)) <= 2.1 * steps(lambda: read(3_000))


@settings(deadline=None, max_examples=examples(150))
@given(data=st.data())
def test_every_allowed_intake_is_assessed(data: st.DataObject, engine: hipexpert.Engine) -> None:
    """Whatever a runner may answer, there is an urgency, and it can be said as JSON."""
    result = engine.assess(data.draw(intakes(engine.pack)))
    assert result.urgency.level in engine.pack.stated_levels
    assert result.to_json().startswith("{")


words = st.text(max_size=20) | st.builds(
    "{}={}".format, st.sampled_from(["limp", "pain_site", "age_years", "red_flags", "sex", "x"]), st.text()
)


@settings(deadline=None, max_examples=examples(150))
@given(said=st.lists(words, max_size=5))
def test_arbitrary_words_are_an_intake_or_problems(said: list[str], pack: Pack) -> None:
    """Words on a command line never raise anything but problems with a code and a message."""
    outcome = intake_or_problems(said, pack)
    assert isinstance(outcome, Intake) or all(problem.code and problem.message for problem in outcome)


def intake_or_problems(said: list[str], pack: Pack) -> Intake | tuple[Problem, ...]:
    """What reading the words gives."""
    try:
        return read_words(said, pack)
    except IntakeError as error:
        return error.problems
