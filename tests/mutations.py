"""Changes to one part of a file of the tiny pack, for property tests."""

import copy
from collections.abc import Iterator
from typing import Any

import yaml
from hypothesis import strategies as st
from tiny import TINY

WHOLE = {path.relative_to(TINY).as_posix(): path.read_bytes() for path in sorted(TINY.rglob("*.yaml"))}
DATA = {name: yaml.load(content, Loader=yaml.CSafeLoader) for name, content in WHOLE.items()}

Path = tuple[str | int, ...]
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.text(max_size=8)
    | st.sampled_from(
        ["swollen", "site", "front", "age", "jumpers_knee", "low_saddle", "irritated_joint", "book", "urgent", "strong", "about"]
    )
    | st.sampled_from(
        ["all", "any", "at_least", "pattern", "likely", "suspected", "absent", "supports", "excludes", "suspect", "urgency", "lr"]
    )
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(scalars.map(str), inner, max_size=3), max_leaves=6
)


def paths_in(data: Any, path: Path = ()) -> Iterator[Path]:
    """Every path in nested data."""
    yield path
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in parts:
        yield from paths_in(value, (*path, key))


PLACES = [(name, path) for name, data in DATA.items() for path in paths_in(data)]


def changed(data: Any, path: Path, change: str, value: Any) -> Any:
    """The data with one part replaced, removed, doubled or renamed."""
    if not path:
        return value
    whole = copy.deepcopy(data)
    *above, key = path
    parent = whole
    for step in above:
        parent = parent[step]
    if change == "replace":
        parent[key] = value
    elif change == "remove":
        del parent[key]
    elif isinstance(parent, list):
        parent.append(copy.deepcopy(parent[key]))
    else:
        parent[str(value)] = parent.pop(key)
    return whole
