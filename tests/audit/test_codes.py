"""The list of codes, read by category, says what the library says that it comes from."""

import re
import warnings
from collections.abc import Iterator
from types import ModuleType

import pytest

from hipexpert.audit.codes import below, described, is_listed
from hipexpert.knowledge.packs.checking import ICD10CM

NO_CODES = ("M25.5.5", "M25.X", "Z00.000A", "S72.001Z", "S72.001", "S72.00XA", "A99.XXXA", "X99", "U99.9")


@pytest.fixture(scope="module")
def library() -> ModuleType:
    """The library that reads the whole list."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from simple_icd_10_cm import simple_icd_10_cm
    return simple_icd_10_cm


def codes(library: ModuleType, step: int) -> Iterator[str]:
    """Each so many of all codes and headings of the form that a pack may write."""
    yield from (name for name in list(library._code_to_node)[::step] if re.fullmatch(ICD10CM, name))


@pytest.mark.parametrize("step", [97, pytest.param(1, marks=pytest.mark.deep)])
def test_codes_are_what_the_library_says(library: ModuleType, step: int) -> None:
    """Whether it is listed, what it is called, what stands above and what it is made of; the last characters changed, too."""
    every = list(codes(library, step))
    assert len(every) > 900
    for code in (*every, *NO_CODES, *(f"{code[:-1]}Z" for code in every[::10])):
        assert is_listed(code) == library.is_valid_item(code), code
        if is_listed(code):
            assert list(below(code)) == ([] if library.is_leaf(code) else library.get_children(code)), code
            assert list(described(code)) == [library.get_description(each) for each in (code, *library.get_ancestors(code))], code


def test_what_is_not_listed_is_not_described() -> None:
    """It is no code, so nothing is said of it."""
    for ask in (described, below):
        with pytest.raises(KeyError):
            ask("A99.9XXA")
