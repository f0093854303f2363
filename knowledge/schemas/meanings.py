"""What each key of what people write is for, as an editor shows it; the text stands in YAML files beside this one."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from hipexpert.knowledge.packs import reading

FINDINGS = ("YesNo", "Choice", "Choices", "Number")
Meanings = dict[str, dict[str, str]]


@cache
def _told(name: str) -> Meanings:
    told: Meanings = reading.parse(resources.files("hipexpert.knowledge.schemas").joinpath(name).read_bytes(), name).data
    return told


def meanings() -> Mapping[str, Mapping[str, str]]:
    """For each type of a pack's files what each of its keys is for."""
    told = _told("meanings.yaml")
    kinds = {kind: keys for kind, keys in told.items() if kind != "Finding"}
    return {kind: {**told["Finding"], **keys} if kind in FINDINGS else keys for kind, keys in kinds.items()}


def meanings_of(kind: str) -> Mapping[str, str]:
    """What each key of a premise, a conclusion, a case, what it expects, or a rule check is for."""
    return _told("meanings_of_cases.yaml")[kind]
