"""The same thing said in many ways is read alike, and what is only near to it is not."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml
from running import ROOT

from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.vocabulary import Choices
from hipexpert.knowledge.words import read_words

WAYS = [
    pytest.param(entry, id=f"{path.stem.removeprefix('paraphrases_')}-{entry['of']}")
    for path in sorted((ROOT / "tests" / "knowledge" / "words").glob("paraphrases_*.yaml"))
    for entry in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["paraphrases"]
]


def _expected(entry: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
    """Each text with the value that is meant and what it is to be: an answer, or None for no answer."""
    yield from ((text, "", True) for text in entry.get("says", ()))
    yield from ((text, "", False) for text in entry.get("denies", ()))
    yield from ((text, "", None) for text in entry.get("never", ()))
    for value, texts in entry.get("values", {}).items():
        yield from ((text, value, value) for text in texts)
    for value, texts in entry.get("never_values", {}).items():
        yield from ((text, value, None) for text in texts)


@pytest.mark.parametrize("entry", WAYS)
def test_what_is_said_in_many_ways_is_read_in_all_of_them(pack: Pack, entry: Mapping[str, Any]) -> None:
    """Each way of saying it gives the answer, and no neighbour does: denied, somebody else's, doubtful, or another thing."""
    finding = pack.findings[entry["of"]]
    wrong = []
    for text, value, expected in _expected(entry):
        read: object = read_words(text, pack).answers.get(finding.id)
        if isinstance(finding, Choices):
            read = value if isinstance(read, Mapping) and read.get(value) is True else None
        if read != expected and (expected is not None or not value or read == value):
            wrong.append((text, read))
    assert not wrong
