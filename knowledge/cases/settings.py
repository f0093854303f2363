"""Settings of a weighing to choose from: what each changes of the constants of a pack."""

from pathlib import Path
from typing import Any

import msgspec

from hipexpert.engine import Problem
from hipexpert.knowledge.cases.cases import CaseError
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.converting import convert
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.weighing import Weighing

_HELP = "each item says what it changes of `weighing:` in pack.yaml, such as `priors: {common: -3}`"


def read_settings(path: Path, pack: Pack) -> tuple[Weighing, ...]:
    """The weighings in a file: a list, each item what it changes of the weighing of the pack.

    Raises :class:`ReadingError`, or :class:`CaseError` with every problem.
    """
    text = reading.parse(reading.read_bytes(path, reading.CASE_BYTES), str(path))
    problems: list[Problem] = []
    if not isinstance(text.data, list) or not text.data:
        message = f"the settings are a list, not {reading.describe(text.data)}"
        raise CaseError([Problem("bad-type", message, text.place(), _HELP)])
    own = msgspec.to_builtins(pack.about.weighing)
    changed = [convert(Weighing, _over(own, each), text.place, problems, number) for number, each in enumerate(text.data)]
    if problems:
        raise CaseError(problems)
    return tuple(each for each in changed if each is not None)


def _over(own: Any, change: Any) -> Any:
    """What comes of putting a change over constants: mappings key by key, all else as a whole."""
    if not isinstance(own, dict) or not isinstance(change, dict):
        return change
    return {**own, **{key: _over(own.get(key), value) for key, value in change.items()}}
