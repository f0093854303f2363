"""What the fuzzer begins with, and what it found once, goes through each reader as it would there."""

import random
from pathlib import Path

import pytest
from fuzzing.malformed import ALL, begun, malformed
from fuzzing.readers import READERS
from profiles import PROFILE

CORPUS = Path(__file__).parent / "corpus"
KEPT = [(path.parent.name, path) for path in sorted(CORPUS.glob("*/*"))]


@pytest.mark.parametrize(("name", "path"), KEPT, ids=[f"{name}/{path.name}" for name, path in KEPT])
def test_a_reader_bears_what_is_kept(name: str, path: Path) -> None:
    """It reads the input or refuses it with problems that can be shown; what it reads is the same when written and read again."""
    READERS[name](path.read_bytes())


def test_every_reader_has_something_to_begin_with() -> None:
    """An empty corpus would leave the fuzzer to guess what an answer looks like."""
    assert {name for name, _ in KEPT} == set(READERS)


@pytest.mark.parametrize("name", sorted(READERS))
def test_a_reader_bears_bytes_of_every_kind(name: str) -> None:
    """Nothing, text in another encoding, and each byte alone."""
    for content in (b"", "swollen: j\u00e4\n".encode("latin-1"), b"\xff\xfe" + "age,40".encode("utf-16-le"), bytes(range(256))):
        READERS[name](content)


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_reader_bears_what_is_malformed(name: str) -> None:
    """A few of the inputs of `python -m fuzzing.malformed`, and one text means the same in every way in."""
    draw, kept = random.Random(name), begun(name)  # noqa: S311
    for _ in range(1000 if PROFILE == "deep" else 20):
        ALL[name](malformed(draw, kept, [b"swollen", b"none_of", b"unknown"]))
