"""What a file must be before anything in it is looked at."""

import itertools
import time
from contextlib import suppress
from pathlib import Path

import pytest

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
        ("case.yaml", "limp: yes\nonset: 2020-99-99\n", "bad-value", "case.yaml:2"),
        ("case.yaml", "limp: yes\nonset: =\n", "bad-value", "case.yaml:2"),
        ("case.yaml", "limp: yes\nage_years: 1" + "0" * 5000, "bad-value", "case.yaml:2"),
        ("case.yaml", "limp: yes\nage_years: 0x" + "f" * 5000, "bad-value", "case.yaml:2"),
        ("case.json", '{"limp": true,\n "age_years": 1' + "0" * 5000 + "}", "bad-value", "case.json:2"),
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


def test_a_yaml_bomb_is_refused_without_expanding_it() -> None:
    """Anchors that refer to anchors are all named, and nothing is multiplied out."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]", *(f"{c}: &{c} [{', '.join([f'*{p}'] * 9)}]" for p, c in itertools.pairwise("abcdefghi"))]
    found = problems_of("\n".join(lines))
    assert {problem.code for problem in found} == {"anchor"}
    assert {problem.place for problem in found} == {f"case.yaml:{number}" for number in range(1, 10)}


@pytest.mark.parametrize("bracket", ["[", "{", '{"a":', "- ", "? ", "[{a: "])
@pytest.mark.parametrize("name", ["case.yaml", "case.json"])
def test_very_deep_nesting_is_refused_at_once(bracket: str, name: str) -> None:
    """A million levels of nesting are refused before they cost time or stack."""
    content = (bracket * 1_000_000).encode()
    before = time.perf_counter()
    (problem,) = problems_of(content, name)
    assert time.perf_counter() - before < 0.9
    assert problem.code in {"too-deep", "bad-json"}
    assert problem.code == "too-deep" or name == "case.json"


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
    "content",
    [
        "a: 1" + ":1" * 450_000,
        "{" + ", ".join(f'"key{number}": 1' for number in range(50_000)) + "}",
        "{" + ", ".join('"key": 1' for _ in range(80_000)) + "}",
        '["' + '\\"' * 400_000,
    ],
    ids=["base 60 number", "many keys", "one key many times", "unclosed text"],
)
def test_hostile_content_is_read_in_time_that_grows_with_its_size(content: str) -> None:
    """Content made to be slow (each took minutes when lines were searched for, or numbers worked out) is not."""
    before = time.perf_counter()
    with suppress(ReadingError):
        reading.parse(content.encode(), "case.json" if content.startswith("{") else "case.yaml")
    assert time.perf_counter() - before < 10


def test_lines_of_json_are_those_of_each_key_and_item() -> None:
    """A place in JSON is found by structure: text that looks like a key does not mislead it."""
    text = reading.parse(b'{"notes": "\\"limp\\": 1",\n "x": {"limp": 1},\n "limp": [1,\n 2]}', "case.json")
    assert text.place("limp") == "case.json:3"
    assert text.place("limp", 1) == "case.json:4"
    assert text.place("x", "limp") == "case.json:2"
    assert text.place("limp", 1, "deeper") == "case.json:4"


def test_all_odd_parts_of_one_file_are_reported_at_once() -> None:
    """Repeated keys, odd keys and unreadable values do not hide one another."""
    found = problems_of("a: 1\na: 2\n? [x]\n: 1\nb: 2020-13-13\n")
    assert [(each.code, each.place) for each in found] == [
        ("repeated-key", "case.yaml:2"),
        ("odd-key", "case.yaml:3"),
        ("bad-value", "case.yaml:5"),
    ]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbflimp: yes\n", b"limp: yes\r\nage_years: 40\r\n", b'{\t"limp":\ttrue}\r\n'])
def test_what_editors_add_to_a_file_does_no_harm(content: bytes) -> None:
    """A byte order mark, CRLF line ends and tabs in JSON are read as if they were not there."""
    assert reading.parse(content, "case.yaml").data["limp"] is True


def test_flow_yaml_that_is_not_json_is_still_yaml() -> None:
    """A file that begins like JSON but is YAML is read as YAML, unless it is called .json."""
    assert reading.parse(b"{limp: yes}", "case.yaml").data == {"limp": True}
    assert problems_of("{limp: yes}", "case.json")[0].code == "bad-json"


def test_a_file_over_the_limit_is_refused_after_reading_no_more_than_the_limit(tmp_path: Path) -> None:
    """50 MB of YAML are not read to their end."""
    path = tmp_path / "big.yaml"
    path.write_bytes(b"limp: yes # " + b"x" * 50_000_000)
    before = time.perf_counter()
    with pytest.raises(ReadingError) as caught:
        reading.read_bytes(path, reading.CASE_BYTES)
    assert time.perf_counter() - before < 0.5
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("too-large", str(path))
    assert "1 MB" in problem.message
