"""The mapping file: which item of a questionnaire, and which observation, is which finding."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import Pack, did_you_mean
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.converting import convert
from hipexpert.knowledge.packs.frozen import NOTHING, freeze
from hipexpert.knowledge.packs.vocabulary import Choices

MAPPING_BYTES = 1_000_000
NONE_OF, NOT = "none_of.", "not."  # before the name of a group that is denied, and of choices that do not apply


class FhirMappingError(ProblemsError):
    """A mapping that cannot be used, with all its problems."""


class Mapped(Struct, frozen=True, forbid_unknown_fields=True):
    """A ``finding``, ``finding.value``, ``not.finding`` or ``none_of.group``. ``values`` says what foreign codes and
    words mean; ``unit`` is how the unit of the finding is written there (nothing is converted).
    """

    finding: str
    values: Mapping[str, str | bool | int | float] = NOTHING
    unit: str = ""

    def __post_init__(self) -> None:
        freeze(self, "values")


class FhirMapping(Struct, frozen=True, forbid_unknown_fields=True):
    """``items`` by linkId, which is else itself the name of a finding; ``observations`` by ``system|code``. With a
    ``questionnaire`` (its canonical address) responses to others are not read.
    """

    questionnaire: str = ""
    items: Mapping[str, Mapped] = NOTHING
    observations: Mapping[str, Mapped] = NOTHING

    def __post_init__(self) -> None:
        freeze(self, "items", "observations")


def typed(mapping: FhirMapping) -> FhirMapping:
    """A mapping that may have been made in Python, each part of the type that it is declared with. Raises :class:`FhirMappingError`."""
    problems: list[Problem] = []
    found = convert(FhirMapping, msgspec.to_builtins(mapping), reading.Text("the mapping", None).place, problems)
    if found is None:
        raise FhirMappingError(problems)
    return found


def is_known(name: str, pack: Pack) -> bool:
    """Whether something can be said under a name: of a finding, one of its values, those that do not apply, or a group denied."""
    if name.startswith(NONE_OF):
        return name.removeprefix(NONE_OF) in pack.denied_with
    if name.startswith(NOT):
        return isinstance(pack.findings.get(name.removeprefix(NOT)), Choices)
    return name.partition(".")[0] in pack.findings


def read_mapping(path: Path, packs: Iterable[Pack]) -> FhirMapping:
    """The mapping of a YAML or JSON file for some packs. Raises :class:`hipexpert.ReadingError` or :class:`FhirMappingError`."""
    text = reading.parse(reading.read_bytes(path, MAPPING_BYTES), str(path))
    problems: list[Problem] = []
    found = convert(FhirMapping, text.data, text.place, problems)
    if found is not None:
        hosted = tuple(packs)
        names = [name for pack in hosted for name in pack.findings]
        for kind, entries in (("items", found.items), ("observations", found.observations)):
            for key, each in entries.items():
                if not any(is_known(each.finding, pack) for pack in hosted):
                    message = f"unknown finding `{each.finding}`"
                    problems.append(
                        Problem("unknown-finding", message, text.place(kind, key, "finding"), did_you_mean(each.finding, names))
                    )
        problems += [
            Problem("bad-code", f"`{key}` is no code", text.place("observations", key), "write `system|code`")
            for key in found.observations
            if not all(key.partition("|")[::2]) or any(each in key for each in ",& ")
        ]
    if problems or found is None:
        raise FhirMappingError(problems)
    return found
