"""What each key of a pack's files is for, as an editor shows it; the text stands in ``meanings.yaml``."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from hipexpert.knowledge.packs import reading

FINDINGS = ("YesNo", "Choice", "Choices", "Number")


@cache
def meanings() -> Mapping[str, Mapping[str, str]]:
    """For each type of a pack's files what each of its keys is for."""
    name = "meanings.yaml"
    told: dict[str, dict[str, str]] = reading.parse(resources.files("hipexpert.knowledge.schemas").joinpath(name).read_bytes(), name).data
    shared = told.pop("Finding")
    return {kind: {**shared, **keys} if kind in FINDINGS else keys for kind, keys in told.items()}
