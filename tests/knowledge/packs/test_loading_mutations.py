"""Property tests: a pack with anything changed either loads or is refused with problems, never with another error."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import DATA, PLACES, WHOLE, Path, changed, values
from profiles import examples

from hipexpert import Engine, Pack, PackError, Problem
from hipexpert.knowledge.packs.parsing import parse_pack


def loaded(contents: dict[str, bytes]) -> Pack | tuple[Problem, ...]:
    """The pack in the files, or its problems."""
    try:
        return parse_pack(contents, "")
    except PackError as error:
        return error.problems


def check(contents: dict[str, bytes]) -> None:
    """What loads can be used; what does not says why."""
    outcome = loaded(contents)
    if isinstance(outcome, Pack):
        for answers in ({}, {name: True for name in outcome.findings if name == "swollen"}):
            assert Engine(outcome).assess(answers).to_json("full")
    else:
        assert outcome
        assert all(problem.code and problem.message and problem.place.split(":")[0] in contents for problem in outcome), outcome


@pytest.mark.hazard("the-program-or-pack-is-broken")
@settings(deadline=None, max_examples=examples(300))
@given(place=st.sampled_from(PLACES), change=st.sampled_from(["replace", "remove", "double or rename"]), value=values)
def test_a_pack_with_one_part_changed_loads_or_says_why_not(place: tuple[str, Path], change: str, value: Any) -> None:
    """Whatever one part of a pack is replaced by, loading ends in a usable pack or in problems with code, message and place."""
    name, path = place
    new = changed(DATA[name], path, change, value)
    check(WHOLE | {name: yaml.safe_dump(new, allow_unicode=True, sort_keys=False).encode("utf-8", "replace")})


@settings(deadline=None, max_examples=examples(150))
@given(name=st.sampled_from(sorted(WHOLE)), data=st.data())
def test_a_pack_with_some_bytes_changed_loads_or_says_why_not(name: str, data: st.DataObject) -> None:
    """The same holds for changes that know nothing of YAML."""
    content = WHOLE[name]
    at = data.draw(st.integers(0, len(content)))
    cut = data.draw(st.integers(0, 12))
    check(
        WHOLE | {name: content[:at] + data.draw(st.binary(max_size=6) | st.sampled_from([b"\n", b": ", b"- ", b"["])) + content[at + cut :]}
    )


@settings(deadline=None, max_examples=examples(50))
@given(name=st.sampled_from(sorted(set(WHOLE) - {"pack.yaml"})))
def test_a_pack_without_one_of_its_files_loads_or_says_why_not(name: str) -> None:
    """A missing file is a pack without those entries, and what named them is a problem."""
    check({each: content for each, content in WHOLE.items() if each != name})
