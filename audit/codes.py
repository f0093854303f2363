"""The published list of ICD-10-CM codes, as far as the audit reads it."""

import warnings
from collections.abc import Sequence
from functools import cache


@cache
def is_listed(code: str) -> bool:
    """Whether the code, with its dot, is in the list."""
    return bool(_listed().is_valid_item(code))


@cache
def below(code: str) -> Sequence[str]:
    """The codes of which a heading is made; none of a code itself."""
    listed = _listed()
    return () if listed.is_leaf(code) else tuple(listed.get_children(code))


@cache
def described(code: str) -> tuple[str, ...]:
    """What the list calls a code, and the headings above it: the chapter last, and before it the block."""
    listed = _listed()
    return tuple(str(listed.get_description(each)) for each in (code, *listed.get_ancestors(code)))


@cache
def _listed():  # type: ignore[no-untyped-def]  # it has no types
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of how it reads its own files
        import simple_icd_10_cm
    return simple_icd_10_cm
