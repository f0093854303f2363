"""Property tests: whatever stands on standard input, ``hipexpert explain -`` ends with exit code 0 or 2 and a message."""

import json

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from running import run
from strategies_intake import intakes

import hipexpert
from hipexpert import Intake, Pack, ProblemsError
from hipexpert.knowledge import read_case

NAMES = st.sampled_from(
    [
        "findings",
        "none_of",
        "title",
        "limp",
        "pain_site",
        "age_years",
        "sex",
        "red_flags",
        "fever",
        "buttock",
        "yes",
        "no",
        "unknown",
        "none",
    ]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | NAMES
PLAIN = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=4))
YAMLABLE = st.recursive(
    SCALARS | st.dates() | st.datetimes() | st.binary(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(NAMES | st.integers() | st.booleans() | st.none(), inner, max_size=4)
        | st.tuples(inner, inner)
        | st.sets(st.integers(), max_size=2)
    ),
)
MARKS = st.text(alphabet="limpain_site:-[]{},&*!|>'\"#%@`? \n\t\r0123.~<=\x00\x85\u2028\ufeff\ud7ff", max_size=40)


def read(content: bytes, pack: Pack) -> Intake | ProblemsError:
    """What reading the content gives."""
    try:
        return read_case(content, "case", pack)
    except ProblemsError as error:
        return error


def check(content: bytes, engine: hipexpert.Engine) -> None:
    """The command line and the function agree: an assessment, or problems that are all shown."""
    outcome = read(content, engine.pack)
    result = run("explain", "-", "--format", "json", stdin=content)
    if isinstance(outcome, Intake):
        assert result.exit_code == 0
        assert json.loads(result.stdout)["none_of"] == list(outcome.none_of)
    else:
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.count("error: ") >= min(len(outcome.problems), 20) >= 1
        assert all(each.code and each.message and each.place.startswith("case") for each in outcome.problems)


@settings(deadline=None, max_examples=examples(150))
@given(content=st.binary(max_size=60))
def test_arbitrary_bytes_never_end_in_a_traceback(content: bytes, engine: hipexpert.Engine) -> None:
    """Bytes that mean nothing are refused."""
    check(content, engine)


@settings(deadline=None, max_examples=examples(200))
@given(content=st.text(max_size=60) | MARKS | st.builds("limp: {}".format, MARKS) | st.builds('{{"limp": {}}}'.format, MARKS))
def test_arbitrary_text_never_ends_in_a_traceback(content: str, engine: hipexpert.Engine) -> None:
    """Text, mostly of the characters that YAML and JSON give a meaning, is read or refused."""
    check(content.encode(), engine)


@settings(deadline=None, max_examples=examples(150))
@given(data=YAMLABLE)
def test_arbitrary_yaml_never_ends_in_a_traceback(data: object, engine: hipexpert.Engine) -> None:
    """Whatever can be written as YAML, also with tags, dates and odd keys, is read or refused."""
    check(yaml.dump(data, allow_unicode=True).encode("utf-8", "surrogatepass"), engine)


@settings(deadline=None, max_examples=examples(150))
@given(data=PLAIN)
def test_arbitrary_json_never_ends_in_a_traceback(data: object, engine: hipexpert.Engine) -> None:
    """Whatever can be written as JSON, also with NaN and lone surrogates, is read or refused."""
    check(json.dumps(data).encode(), engine)


@settings(deadline=None, max_examples=examples(50))
@given(data=st.data(), as_case=st.booleans())
def test_an_intake_written_as_yaml_or_json_is_the_same_intake(data: st.DataObject, as_case: bool, engine: hipexpert.Engine) -> None:
    """Both forms, bare or as a case, mean what the same mapping means in Python."""
    answers = data.draw(intakes(engine.pack))
    expected = engine.read(answers)
    written: object = {"title": "x", "findings": answers} if as_case else answers
    assert read(yaml.safe_dump(written).encode(), engine.pack) == expected
    assert read(json.dumps(written).encode(), engine.pack) == expected
