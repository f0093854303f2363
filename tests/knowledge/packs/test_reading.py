"""What a file must be before anything in it is looked at."""

import io
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from steps import steps

from hipexpert import Problem, ReadingError
from hipexpert.knowledge.packs import reading


def problems_of(content: bytes | str, name: str = "case.yaml") -> tuple[Problem, ...]:
    """The problems that reading the content raises."""
    with pytest.raises(ReadingError) as caught:
        reading.parse(content.encode() if isinstance(content, str) else content, name)
    return caught.value.problems


@pytest.mark.parametrize(
    ("name", "content", "code", "place"),
    [
        ("case.yaml", "limp: yes\nage_years: 40\nlimp: no\n", "repeated-key", "case.yaml:3"),
        ("case.json", '{"limp": true,\n "age_years": 40,\n "limp": false}', "repeated-key", "case.json:3"),
        ("case.json", '{"a": {"limp": true},\n "limp": true,\n "\\u006cimp": 1}', "repeated-key", "case.json:3"),
        ("case.yaml", "a: 1\nlimp: &x yes\n", "anchor", "case.yaml:2"),
        ("case.yaml", "a: 1\nlimp: !!python/object/apply:os.system ['touch x']\n", "tag", "case.yaml:2"),
        ("case.yaml", "a: 1\nlimp: !!str yes\n", "tag", "case.yaml:2"),
        ("case.yaml", b"a: 1\nb: 2\nc: \xff\xfe\n", "not-utf8", "case.yaml:3"),
        ("case.yaml", "limp: yes\n".encode("utf-16"), "not-utf8", "case.yaml:1"),
        ("case.yaml", b"\x7fELF\x02\x01\x01\x00", "not-text", "case.yaml:1"),
        ("case.yaml", "a: 1\nb: \u0092\n", "not-text", "case.yaml:2"),
        ("case.yaml", "limp: yes\n---\nlimp: no\n", "two-documents", "case.yaml:2"),
        ("case.yaml", "limp: yes\n? [a, b]\n: 1\n", "odd-key", "case.yaml:2"),
        ("case.yaml", "limp: [yes\nage_years: 4\n", "bad-yaml", "case.yaml:2"),
        ("case.yaml", "limp: yes\n\tage_years: 4\n", "bad-yaml", "case.yaml:2"),
        ("case.json", '{"limp": true,\n "age_years": NaN}', "not-a-number", "case.json:2"),
        ("case.json", '{"limp": true,\n "age_years": -Infinity}', "not-a-number", "case.json:2"),
        ("case.json", '{"limp": true,\n "age_years": }', "bad-json", "case.json:2"),
        ("case.json", '{"limp": true} trailing', "bad-json", "case.json:1"),
    ],
)
def test_what_is_not_plain_data_is_refused_at_its_line(name: str, content: bytes | str, code: str, place: str) -> None:
    """Each thing that plain data does not hold is one problem with its code and line."""
    (problem,) = problems_of(content, name)
    assert (problem.code, problem.place) == (code, place)
    assert problem.help
    assert problem.message[0].islower() or problem.message[0] == "`"
    assert not problem.message.endswith(".")


@pytest.mark.parametrize(
    "content", ['title: "\\e]0;mine\\a"\n', '{"title": "\\u001b[31m"}', '"\\u0007": 1\n', '{"\\u009b2J": 1}', '["\\u001b"]']
)
def test_an_escape_that_would_steer_a_terminal_is_refused(content: str) -> None:
    """What a stranger wrote cannot colour, clear or rename the window of whoever reads it."""
    assert {problem.code for problem in problems_of(content)} == {"control-character"}


def test_a_yaml_bomb_is_refused_without_expanding_it() -> None:
    """Anchors that refer to anchors are all named, and nothing is multiplied out."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]", *(f"{c}: &{c} [{', '.join([f'*{p}'] * 9)}]" for p, c in itertools.pairwise("abcdefghi"))]
    found = problems_of("\n".join(lines))
    assert {problem.code for problem in found} == {"anchor"}
    assert {problem.place for problem in found} == {f"case.yaml:{number}" for number in range(1, 10)}


@pytest.mark.parametrize("bracket", ["[", "{", '{"a":', "- ", "? ", "[{a: "])
@pytest.mark.parametrize("name", ["case.yaml", "case.json"])
def test_very_deep_nesting_is_refused_at_once(bracket: str, name: str) -> None:
    """A million levels of nesting are refused before they cost steps or stack."""

    def read(levels: int) -> None:
        (problem,) = problems_of(bracket * levels, name)
        no_json = name == "case.json" and bracket in ("{", "[{a: ")  # at its second bracket or word
        assert problem.code == ("bad-json" if no_json else "too-deep")
        assert problem.place == f"{name}:1"

    read(100)
    assert steps(lambda: read(1_000_000)) <= 2 * steps(lambda: read(10_000))


@pytest.mark.parametrize("bracket", ["[", "{", '{"a":', "- ", "[{a: "])
@pytest.mark.parametrize("levels", [60, 500, 900, 999, 1_001, 2_000, 11_000])
def test_nesting_that_no_parser_of_any_version_ends_at_is_too_deep(bracket: str, levels: int) -> None:
    """What is said does not hang on how deep the YAML or JSON library goes before it gives up, nor on what follows."""
    for end in ("", "}", "\n\t", '"'):
        (problem,) = problems_of("\n" + bracket * levels + end)
        assert (problem.code, problem.place) == ("too-deep", "case.yaml:2")
    if bracket in ("[", '{"a":'):
        assert problems_of(bracket * levels, "case.json")[0].code == "too-deep"


@pytest.mark.parametrize("quoted", ['"' + "[" * 99 + '"', "'" + "[" * 99 + "'", "# " + "[" * 99, '"\\"' + "{" * 99 + '"'])
def test_brackets_in_text_are_no_nesting(quoted: str) -> None:
    """A fault after quoted brackets is a fault, and not said to be nested."""
    (problem,) = problems_of(f"a: {quoted}\nb: [yes\nc: 4\n")
    assert (problem.code, problem.place) == ("bad-yaml", "case.yaml:3")


@pytest.mark.parametrize("levels", [reading.DEPTH, reading.DEPTH + 1])
@pytest.mark.parametrize("name", ["case.yaml", "case.json"])
def test_yaml_and_json_may_be_nested_equally_deep(levels: int, name: str) -> None:
    """Both forms accept the same depth and refuse one level more."""
    content = b"[" * levels + b"]" * levels
    if levels <= reading.DEPTH:
        assert reading.parse(content, name).data is not None
    else:
        assert [problem.code for problem in problems_of(content, name)] == ["too-deep"]


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (lambda size: "a: 1" + ":1" * 9 * size, set()),
        (lambda size: "a: " + "9" * 20 * size, set()),
        (lambda size: '{"a": ' + "9" * 20 * size + "}", set()),
        (lambda size: "{" + ", ".join(f'"key{number}": 1' for number in range(size)) + "}", set()),
        (lambda size: "{" + ", ".join('"key": 1' for _ in range(size)) + "}", {"repeated-key"}),
        (lambda size: '["' + '\\"' * 8 * size, {"bad-yaml"}),
    ],
    ids=["base 60 number", "many digits", "many digits of JSON", "many keys", "one key many times", "unclosed text"],
)
def test_hostile_content_is_read_in_steps_that_grow_with_its_size(content: Callable[[int], str], codes: set[str]) -> None:
    """Content made to be slow (each took minutes when lines were searched for, or numbers worked out) is not."""
    found: set[str] = set()

    def read(size: int) -> None:
        try:
            reading.parse(content(size).encode(), "case.yaml")
        except ReadingError as error:
            found.update(each.code for each in error.problems)

    read(10)  # what is imported when it is first needed
    assert steps(lambda: read(10_000)) <= 2.1 * steps(lambda: read(5_000))
    assert found == codes


def test_lines_of_json_are_those_of_each_key_and_item() -> None:
    """A place in JSON is found by structure: text that looks like a key does not mislead it."""
    text = reading.parse(b'{"notes": "\\"limp\\": 1",\n "x": {"limp": 1},\n "limp": [1,\n 2]}', "case.json")
    assert text.place("limp") == "case.json:3"
    assert text.place("limp", 1) == "case.json:4"
    assert text.place("x", "limp") == "case.json:2"
    assert text.place("limp", 1, "deeper") == "case.json:4"


def test_all_odd_parts_of_one_file_are_reported_at_once() -> None:
    """Repeated keys, odd keys and unreadable values do not hide one another."""
    found = problems_of("a: 1\na: 2\n? [x]\n: 1\nb: 1\nb: 2\n")
    assert [(each.code, each.place) for each in found] == [
        ("repeated-key", "case.yaml:2"),
        ("odd-key", "case.yaml:3"),
        ("repeated-key", "case.yaml:6"),
    ]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("070", 70),
        ("-09", -9),
        ("+46", 46),
        ("4e1", 40.0),
        (".5e1", 5.0),
        ("46.", 46.0),
        ("1:30", "1:30"),
        ("190:20:30.15", "190:20:30.15"),
        ("0x2e", "0x2e"),
        ("0b101", "0b101"),
        ("0o56", "0o56"),
        ("1_000", "1_000"),
        ("on", "on"),
        ("Off", "Off"),
        ("Yes", True),
        ("FALSE", False),
        ("2020-99-99", "2020-99-99"),
        ("=", "="),
        ("<<", "<<"),
        ("9" * 101, float("9" * 101)),
        ("1e999", "1e999"),
        ("9" * 5_000, "9" * 5_000),
        ("~", None),
        ("'070'", "070"),
    ],
)
def test_a_plain_word_of_yaml_is_what_a_reader_takes_it_for(word: str, value: object) -> None:
    """Numbers are decimal; what only YAML 1.1 takes for a number or a truth value stays text, which is refused where it is none."""
    found = reading.parse(f"a: {word}\n".encode(), "case.yaml").data["a"]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("content", [b"\xef\xbb\xbflimp: yes\n", b"limp: yes\r\nage_years: 40\r\n", b'{\t"limp":\ttrue}\r\n'])
def test_what_editors_add_to_a_file_does_no_harm(content: bytes) -> None:
    """A byte order mark, CRLF line ends and tabs in JSON are read as if they were not there."""
    assert reading.parse(content, "case.yaml").data["limp"] is True


def test_flow_yaml_that_is_not_json_is_still_yaml() -> None:
    """A file that begins like JSON but is YAML is read as YAML, unless it is called .json."""
    assert reading.parse(b"{limp: yes}", "case.yaml").data == {"limp": True}
    assert problems_of("{limp: yes}", "case.json")[0].code == "bad-json"


def test_a_file_over_the_limit_is_refused_after_reading_no_more_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its size, one byte more than is accepted tells that it is too large."""
    asked: list[int] = []

    class Endless(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            asked.append(size or 0)
            return b"x" * (size or 0)

    monkeypatch.setattr(reading, "FileIO", lambda _path: Endless())
    with pytest.raises(ReadingError) as caught:
        reading.read_bytes(Path("big.yaml"), reading.CASE_BYTES)
    assert sum(asked) == reading.CASE_BYTES + 1
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("too-large", "big.yaml")
    assert "1 MB" in problem.message


@pytest.mark.parametrize("content", [b'{"a": "\\ud800"}', b'{"\\udc00": 1}', b'a: "\\ud800"'])
def test_half_of_a_pair_is_no_text(content: bytes) -> None:
    """No file and no terminal could hold it, so it is refused where it comes in."""
    with pytest.raises(ReadingError) as caught:
        reading.parse(content, "case.yaml")
    assert [each.code for each in caught.value.problems] == ["bad-yaml" if content.startswith(b"a") else "control-character"]
