"""Files against JSON Schemas, as an editor or another program checks them."""

import datetime
from functools import cache
from pathlib import Path
from typing import Any

from hip_pack import shipped_pack
from jsonschema import Draft202012Validator

from hipexpert import Pack, load_pack
from hipexpert.knowledge.packs.loading import HIP
from hipexpert.knowledge.packs.reading import parse
from hipexpert.knowledge.schemas.pack_files import KINDS
from hipexpert.rendering.schemas import schema


@cache
def loaded(folder: Path) -> Pack:
    """A pack, read once."""
    return shipped_pack() if folder == HIP else load_pack(folder)


@cache
def validator(name: str, pack: Path | None = None) -> Draft202012Validator:
    """What checks against a schema that ships, or against that of a pack."""
    return Draft202012Validator(schema(name, None if pack is None else loaded(pack)))


def as_json(data: Any) -> Any:
    """YAML data as JSON has it: a date is text."""
    if isinstance(data, dict):
        return {key: as_json(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_json(value) for value in data]
    return data.isoformat() if isinstance(data, datetime.date) else data


def read(path: Path) -> Any:
    """What a file holds."""
    return as_json(parse(path.read_bytes(), path.name).data)


def faults(checker: Draft202012Validator, data: Any) -> list[str]:
    """What a schema says is wrong, each with its place."""
    return [f"{error.json_path}: {error.message[:200]}" for error in checker.iter_errors(data)]


def kind_of(file: str) -> str:
    """The kind of a file by its path in a pack."""
    return next(kind for kind in KINDS if kind == file.split("/", maxsplit=1)[0].removesuffix(".yaml"))
