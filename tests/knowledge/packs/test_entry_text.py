"""Adding an entry to an author's file leaves every character of theirs as it was."""

import datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from profiles import examples

from hipexpert import ReadingError
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.entry_text import entry_text, flow_text, with_entry

NEW = {"id": "new", "title": "It says: yes # no", "when": {"limp": True}, "reviewed": datetime.date(2026, 11, 22)}
ENTRY = entry_text(NEW)

STYLES = {
    "plain": "rules:\n- id: a\n- id: b\n",
    "indented": "rules:\n  - id: a\n  - id: b\n",
    "spaced and commented": "# who\nrules:\n# first\n- id: a   # why\n\n# second\n- id: b\n  # of b\n\n# the end\n\n\n",
    "a key behind": "rules:\n- id: a\n  # of a\n# of the defaults\ndefaults: {status: active}\n",
    "a folded text last": "rules:\n- id: a\n  because: >-\n    one\n    two\n\n# end\ndefaults: {}\n",
    "a kept text last": "rules:\n- id: a\n  because: |+\n    one\n\n\n",
    "no line end": "rules:\n- id: a",
    "windows": "rules:\r\n- id: a\r\n  title: x\r\n",
    "byte order mark": "\ufeffrules:\n- id: a\n",
    "empty brackets": "defaults: {status: active}\nrules: []   # none yet\n",
    "brackets": "rules: [{id: a}, {id: b}]\ndefaults: {}\n",
    "brackets over lines": "rules: [\n  {id: a},  # one\n  {id: b},\n]\n",
    "json": '{"rules": [{"id": "a"}], "defaults": {}}\n',
    "empty": "",
    "comments only": "# nothing yet\n",
}


def parsed(text: str | bytes) -> dict[str, object]:
    """The data of a file; nothing for an empty one."""
    content = text if isinstance(text, bytes) else text.encode()
    return (reading.parse(content, "a.yaml").data if content.strip() else None) or {}


@pytest.mark.parametrize("text", STYLES.values(), ids=STYLES)
def test_an_entry_comes_last_and_nothing_else_changes(text: str) -> None:
    """In every style the file says what it said and the entry too, and every character of the author stands, in order."""
    result = with_entry(text.encode(), "a.yaml", "rules", ENTRY)
    before = parsed(text)
    assert parsed(result) == {**before, "rules": [*(before.get("rules") or []), NEW]}
    left = iter(result.decode())
    assert all(char in left for char in text.replace(" []  ", "")), result.decode()


def test_the_form_of_the_list_is_kept() -> None:
    """Indentation, blank lines between entries, line ends and what belongs to the last entry."""
    assert b"\n\n  - id: new\n" in with_entry(b"rules:\n  - id: a\n\n  - id: b\n", "a.yaml", "rules", ENTRY)
    assert b"\n" not in with_entry(STYLES["windows"].encode(), "a.yaml", "rules", ENTRY).replace(b"\r\n", b"")
    behind = with_entry(STYLES["a key behind"].encode(), "a.yaml", "rules", ENTRY).decode()
    assert behind.index("# of a") < behind.index("id: new") < behind.index("# of the defaults")


def test_a_file_in_which_no_list_stands_is_refused() -> None:
    """Rather than made into something else."""
    for text in (b"rules: none\n", b"- id: a\n", b"rules: {a: 1}\n", b"rules: [{id: a}, # ]\n]\n"):
        with pytest.raises(ReadingError) as caught:
            with_entry(text, "a.yaml", "rules", ENTRY)
        assert caught.value.problems[0].code == "cannot-add"


PLAIN = st.recursive(
    st.one_of(
        st.booleans(), st.integers(-9, 999), st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs", "S"]), max_size=20)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abcde"), inner, max_size=3)),
    max_leaves=8,
)


@settings(max_examples=examples(60))
@given(st.dictionaries(st.sampled_from(["id", "when", "then", "title"]), PLAIN, min_size=1))
@example({"id": "0E0", "when": ["4e1", {"a": "09", "b": "1."}], "title": "+1e-3"})
def test_an_entry_reads_back_as_what_was_written(entry: dict[str, object]) -> None:
    """Whatever texts it holds, also ones that YAML would take for something else."""
    assert parsed(f"rules:\n{entry_text(entry)}")["rules"] == [entry]


def test_a_long_premise_gets_a_line_for_each_part() -> None:
    """As the authors of the hip pack write it."""
    parts = [{"pain_site": ["deep_groin", "anterior_groin"]}, {"age_years": {"at_least": 60}}, {"onset_mechanism": "nothing_special"}]
    assert entry_text({"when": {"at_least": {"count": 2, "of": parts}}}) == (
        "- when:\n"
        "    at_least:\n"
        "      count: 2\n"
        "      of:\n"
        "      - {pain_site: [deep_groin, anterior_groin]}\n"
        "      - {age_years: {at_least: 60}}\n"
        "      - {onset_mechanism: nothing_special}\n"
    )
    assert flow_text({"limp": True, "side": "yes"}) == "{limp: true, side: 'yes'}"
