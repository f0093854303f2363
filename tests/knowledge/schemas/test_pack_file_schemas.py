"""The schemas of pack files: what ships fits, what loading refuses is refused where one file shows it, and nothing else."""

import datetime
import math
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from faults import FAULTS, GOVERNANCE_FAULTS, governed
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mutations import DATA, PLACES, WHOLE, changed, values
from mutations import Path as Parts
from profiles import examples
from tiny import TINY, copied
from validating import as_json, faults, kind_of, read, validator

from hipexpert import Pack, PackError, ReadingError
from hipexpert.knowledge.packs import files, loading, parsing
from hipexpert.knowledge.packs.reading import parse
from hipexpert.knowledge.schemas.meanings import meanings
from hipexpert.knowledge.schemas.pack_files import KINDS, pack_file_schema

HIP = sorted(loading.HIP.rglob("*.yaml"))
# What loading finds and no schema can: it is not in one file, or no JSON, or arithmetic.
UNSEEN = {
    "the likelihood ratio `nan` does not oppose",
    "`count` is 3 of 2 premises",
    "`minimum` of `age` is not below its `maximum`",
    "the risk 14 is not likelihood 3 times severity 5",
    "the residual risk 5 of",
    "no active rule advises `rest-the-knee`",
    "`pain-in-front-is-rested` advises `rest-the-knee`, which is retired",
    "unknown harm `fall`",
    "unknown tag `rides`",
    "`rest-the-knee` rules out other advice, and its tag `rest`",
    "unknown advice `rest-the-kne`",
    "`rest-the-knee` cannot cover `rest-the-knee`",
    "`pain-in-front-is-rested` advises `rest-the-knee` without its `safe_when`",
}
# Codes of problems with the form of a file, which the schema of any pack sees ...
FORM = {"unknown-key", "missing-key", "bad-type", "bad-file", "unknown-type", "bad-word"}
# ... and of those that take the names of the pack.
NAMED = FORM | {"bad-premise", "bad-conclusion", "unknown-finding", "unknown-value", "unknown-conclusion"}


@pytest.mark.parametrize("path", HIP, ids=lambda path: path.relative_to(loading.HIP).as_posix())
def test_every_file_of_the_hip_pack_fits(path: Path) -> None:
    """It fits the schema of any pack and that with the names of the hip pack."""
    kind = kind_of(path.relative_to(loading.HIP).as_posix())
    assert path in loading.HIP.glob(KINDS[kind].files)
    data = read(path)
    assert faults(validator(kind), data) == []
    assert faults(validator(kind, loading.HIP), data) == []


def test_every_kind_of_file_that_a_pack_may_hold_has_its_schema() -> None:
    """The folders and single files that loading knows are the kinds."""
    assert {name.removesuffix(".yaml") for name in (*files.SINGLE, *files.FOLDERS)} == set(KINDS)


def test_the_tiny_packs_fit(tmp_path: Path) -> None:
    """Also the small packs of these tests fit, by their names and by those of any pack."""
    folder = governed(tmp_path)
    for path in folder.rglob("*.yaml"):
        kind = kind_of(path.relative_to(folder).as_posix())
        assert faults(validator(kind), read(path)) == []
        assert faults(validator(kind, folder), read(path)) == []


@pytest.mark.parametrize(("file", "old", "new", "code", "message", "help_text"), FAULTS)
def test_what_loading_refuses_is_refused(file: str, old: str, new: str, code: str, message: str, help_text: str, tmp_path: Path) -> None:
    """With the names of the pack a schema sees what one file shows; without them it sees what is wrong in form."""
    broken = read(copied(tmp_path, (file, old, new)) / file)
    assert bool(faults(validator(kind_of(file), TINY), broken)) == (message not in UNSEEN)
    if code in FORM:
        assert faults(validator(kind_of(file)), broken)


@pytest.mark.parametrize("fault", GOVERNANCE_FAULTS)
def test_what_is_not_governed_is_refused(fault: str, tmp_path: Path) -> None:
    """Sources, stances, dates, codes, hazards and advice are checked as far as one file shows them."""
    file, old, new, message, _ = GOVERNANCE_FAULTS[fault]
    whole = governed(tmp_path / "whole")
    broken = read(governed(tmp_path / "broken", (file, old, new)) / file)
    assert bool(faults(validator(kind_of(file), whole), broken)) == (message not in UNSEEN)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("rules", "rules: [{when: {a: true, b: true}}]"),
        ("rules", "rules: [{then: []}]"),
        ("rules", "rules: [{then: [{supports: x, opposes: x, strength: weak}]}]"),
        ("rules", "rules: [{then: [{urgency: soon, group: x}]}]"),
        ("rules", "rules: [{then: [{supports: x, strength: weak, unless: {pattern: y}}]}]"),
        ("rules", "rules: [{then: [{supports: x, strength: weak, unless: {age: {above: 3}}}]}]"),
        ("rules", "rules: [{when: {all: []}}]"),
        ("rules", "rules: [{when: {age: {between: [1]}}}]"),
        ("rules", "rules: [{when: {urgency: soonish}}]"),
        ("rules", "rules: []\nnotes: x"),
        ("rules", "rules: [{reviewed: 2026-11-21}]"),
        ("rules", "defaults: {status: active}\nrules: []"),
        ("rules", "[]"),
        ("advice", "advice: [{category: exercise, phase: 2}]"),
        ("claims", "claims: [{never: {a: true}, at_least: soon}]"),
        ("claims", "claims: [{when: {a: true}}]"),
    ],
)
def test_what_does_not_go_together_is_refused(kind: str, text: str) -> None:
    """Mistakes that the faults of loading do not include; the rest of each entry fits without the mistake."""
    data = as_json(parse(text.encode(), "x.yaml").data)
    if isinstance(data, dict) and isinstance(data.get(kind), list):
        rest = {
            "id": "x",
            "title": "X",
            "when": {"a": True},
            "then": [{"urgency": "soon"}],
            "because": "X",
            "says": "X",
            "sources": [{"ref": "x"}],
            "reviewed": {"date": "2026-11-21", "by": "x"},
            "category": "exercise",
        }
        known = pack_file_schema(kind)["$defs"][{"rules": "RawRule", "advice": "Advice", "claims": "RawClaim"}[kind]]["properties"]
        shared = {key: value for key, value in rest.items() if key in known and not (kind == "claims" and key == "when")}
        items = [{**shared, **item} for item in data[kind]]
        whole = {kind: [shared] if kind != "claims" else [{**shared, "at_least": "soon"}]}
        assert faults(validator(kind), whole) == []
        data = {**data, kind: items}
    assert faults(validator(kind), data)


def test_every_key_says_what_it_is_for() -> None:
    """An editor shows a text for each key of each file, and no text is about a key that is gone."""
    structs = {name: each for kind in KINDS for name, each in pack_file_schema(kind)["$defs"].items() if name[0].isupper()}
    assert {name: set(each["properties"]) for name, each in structs.items()} == {name: set(fields) for name, fields in meanings().items()}
    for each in structs.values():
        assert all(field["description"] for field in each["properties"].values())


def problems_of(contents: dict[str, bytes]) -> tuple[tuple[str, str], ...] | None:
    """The code and the file of each problem of a pack; None when it cannot be read at all."""
    try:
        parsing.parse_pack(contents, "")
    except ReadingError:
        return None
    except PackError as error:
        return tuple((each.code, each.place.split(":")[0]) for each in error.problems)
    return ()


def is_json(data: Any, key: str = "") -> bool:
    """Whether data says as JSON what it says as YAML: every number is finite, no date stands for text, and no whole number is
    written with a point, which makes it another kind of number in YAML and the same in JSON.
    """
    if isinstance(data, dict):
        return all(is_json(value, name) for name, value in data.items())
    if isinstance(data, list):
        return all(is_json(value) for value in data)
    return (
        key == "date" if isinstance(data, datetime.date) else not isinstance(data, float) or (math.isfinite(data) and not data.is_integer())
    )


@settings(deadline=None, max_examples=examples(150))
@given(place=st.sampled_from(PLACES), change=st.sampled_from(["replace", "remove", "double or rename"]), value=values)
def test_a_schema_agrees_with_loading(place: tuple[str, Parts], change: str, value: Any) -> None:
    """Whatever one part of a file is replaced by: what loads fits the schema of any pack, and what is wrong in form does not;
    in rules and constraints, what is wrong in any way does not fit the schema with the names.
    """
    name, path = place
    content = yaml.safe_dump(changed(DATA[name], path, change, value), allow_unicode=True, sort_keys=False).encode("utf-8", "replace")
    try:
        data = parse(content, name).data
    except ReadingError:
        return
    assume(is_json(data) and not ("between" in path and isinstance(value, (int, float))))  # no schema sees which of two is larger
    problems = problems_of(WHOLE | {name: content})
    assert problems is not None
    codes = {code for code, file in problems if file == name}
    said = faults(validator(kind_of(name)), as_json(data))
    if not problems:
        assert said == []
    if codes & FORM:
        assert said
    if kind_of(name) in ("rules", "constraints") and codes & NAMED:
        assert faults(validator(kind_of(name), TINY), as_json(data))


def test_a_schema_with_names_follows_its_pack(pack: Pack) -> None:
    """The strengths that a pack does not have, and ids that it does not know, are not offered."""
    strength = validator("rules", TINY).schema["$defs"]["conclusion"]["properties"]["strength"]  # type: ignore[index]
    assert strength["enum"] == ["strong", "moderate", "weak"]
    advised = pack_file_schema("rules", pack)["$defs"]["conclusion"]["properties"]["advise"]
    assert advised["enum"] == [each.id for each in pack.advice]
    bare = msgspec.structs.replace(pack, advice=())
    assert pack_file_schema("rules", bare)["$defs"]["conclusion"]["properties"]["advise"]["enum"] == []
