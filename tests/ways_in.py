"""Every way in by which one answer can be given as text, for tests that hold one against another."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import yaml
from tiny import TINY

from hipexpert import Engine, Intake, IntakeError, Pack, ProblemsError
from hipexpert.cohort.cells import CellReader, intake_of_line
from hipexpert.cohort.frames import polars_columns
from hipexpert.cohort.mapping import FrameMapping, read_mapping
from hipexpert.knowledge import read_case, read_words

ENGINE = Engine(TINY)
PACK = ENGINE.pack
NAMES = {"yes_no": "swollen", "number": "age", "choice": "side", "choices": "site", "part": "site.front"}
CORPUS = yaml.safe_load((Path(__file__).parent / "knowledge" / "runner" / "said" / "values.yaml").read_text("utf-8"))
SAID = [(kind, text, wanted) for kind, texts in CORPUS.items() for text, wanted in texts.items()]


def python(name: str, text: str, pack: Pack) -> Intake:
    """A mapping, as an embedding program gives it."""
    return ENGINE.read({name: text}) if pack is PACK else Engine(pack).read({name: text})


def made_by_hand(name: str, text: str, pack: Pack) -> Intake:
    """An intake that somebody made without reading, which is read when it is used."""
    del pack
    return ENGINE.assess(Intake({name: text})).intake


def yaml_text(name: str, text: str, pack: Pack) -> Intake:
    """YAML in which the text stands in quotes."""
    return read_case(f"{name}: {json.dumps(text, ensure_ascii=False)}\n".encode(), "case.yaml", pack)


def json_text(name: str, text: str, pack: Pack) -> Intake:
    """JSON, the text in quotes."""
    return read_case(json.dumps({name: text}, ensure_ascii=False).encode(), "case.json", pack)


def json_line(name: str, text: str, pack: Pack) -> Intake:
    """A line of JSON lines."""
    return intake_of_line(json.dumps({name: text}, ensure_ascii=False), pack, FrameMapping())[0]


def mapped_line(name: str, text: str, pack: Pack) -> Intake:
    """The same under a foreign name."""
    return intake_of_line(json.dumps({"x": text}), pack, read_mapping({"columns": {"x": name}}))[0]


def option(name: str, text: str, pack: Pack) -> Intake:
    """After `-f`."""
    return read_words([f"{name}={text}"], pack)


def cell(name: str, text: str, pack: Pack) -> Intake:
    """A cell, which the table refuses if and only if its reader does."""
    frame = pl.DataFrame({name: [text]})
    reader = CellReader(pack, polars_columns(pack, frame.schema, FrameMapping()))
    refused = ENGINE.assess_frame(frame, results=["urgency"])["problem"].to_list() != [""]
    try:
        found = reader.intake(frame.row(0, named=True))
    except IntakeError:
        assert refused
        raise
    assert not refused
    return found


WAYS: list[Callable[[str, str, Pack], Intake]] = [python, made_by_hand, yaml_text, json_text, json_line, mapped_line, option, cell]


def outcome(way: Callable[[str, str, Pack], Intake], name: str, text: str) -> tuple[Mapping[str, Any], list[tuple[str, str]]]:
    """The answers, or the code and finding of each problem."""
    try:
        return way(name, text, PACK).answers, []
    except ProblemsError as error:
        return {}, [(each.code, each.finding) for each in error.problems]
