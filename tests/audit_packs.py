"""Packs with one fault planted, and their neighbours without it: the tiny pack with the entries of tests/audit/packs."""

import copy
import datetime
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from tiny import TINY, copied

from hipexpert import load_pack
from hipexpert.audit.review import last_read

PACKS = Path(__file__).parent / "audit" / "packs"
CITED: list[dict[str, str]] = [{"ref": "book", "at": "page 1"}]
REVIEWED = {"date": datetime.date(2026, 11, 21), "by": "tester"}
TODAY = datetime.date(2026, 11, 22)
# What an entry of each kind has when the file does not say otherwise; the title is its id.
DEFAULTS: dict[str, dict[str, Any]] = {
    "rules": {"because": "A test.", "sources": CITED, "reviewed": REVIEWED},
    "advice": {"category": "activity", "says": "Do so.", "because": "A test.", "sources": CITED, "reviewed": REVIEWED},
    "conditions": {"plain": "A test.", "kind": "condition", "typical_urgency": "routine", "regions": ["front"], "sources": CITED},
    "constraints": {"because": "A test."},
    "claims": {"because": "A test.", "sources": CITED, "reviewed": REVIEWED},
    "screen": {"because": "A test.", "sources": CITED, "reviewed": REVIEWED},
    "patterns": {"says": "it is so"},
    "sources": {"type": "textbook"},
    "findings": {"type": "yes_no", "question": "Is it so?", "present": "it is so", "absent": "it is not so"},
    "hazards": {
        **dict.fromkeys(("description", "effect", "hazard", "harm", "existing_controls", "new_controls"), "A test."),
        **dict.fromkeys(("likelihood", "severity", "risk", "residual_likelihood", "residual_severity", "residual_risk"), 1),
        "causes": [], "status": "controlled",
    },
    "suppressions": {"reason": "A test."},
}  # fmt: skip
TITLED = {
    "rules": "title",
    "advice": "title",
    "claims": "title",
    "sources": "title",
    "patterns": "name",
    "conditions": "name",
    "hazards": "name",
}


@dataclass(frozen=True)
class Planted:
    """A check, a pack that violates it and what the violation must name, and a pack that just does not."""

    check: str
    violates: dict[str, Any]
    clean: dict[str, Any]


@cache
def planted() -> tuple[Planted, ...]:
    """The planted fault of each file, by name."""
    read = [(path.stem, yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)) for path in sorted(PACKS.glob("*.yaml"))]
    return tuple(Planted(name, data["violates"], data["clean"]) for name, data in read)


def written(folder: Path, changes: dict[str, Any]) -> Path:
    """The tiny pack with changes: ``replace`` a text that occurs once, ``add`` a file as it stands, or entries by kind; with ``read``
    the pack without them was kept as it was read.
    """
    pack = copied(folder, *(tuple(each) for each in changes.get("replace", ())))
    if changes.get("read"):
        (pack / last_read.NAME).write_bytes(last_read.packed(load_pack(TINY)))
    for kind, entries in changes.items():
        if kind in DEFAULTS:
            _write(pack, kind, [_whole(kind, each) for each in entries])
    for name, text in changes.get("add", {}).items():
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        (pack / name).write_text(text)
    return pack


def _whole(kind: str, entry: dict[str, Any]) -> dict[str, Any]:
    title = {TITLED[kind]: entry["id"]} if kind in TITLED else {}
    whole = {**title, **copy.deepcopy(DEFAULTS[kind]), **entry}
    if kind == "conditions" and whole["kind"] == "condition":
        whole.setdefault("prior", "common")
    if whole.get("type") != "yes_no" and kind == "findings":
        whole = {key: value for key, value in whole.items() if key not in ("present", "absent")}
    return {key: value for key, value in whole.items() if value is not None}


def _write(pack: Path, kind: str, entries: list[dict[str, Any]]) -> None:
    single = pack / f"{kind}.yaml"
    if kind == "findings":
        text = yaml.safe_dump({"group": "more", "title": "More", "answered_by": "runner", "findings": entries}, sort_keys=False)
        (pack / "findings" / "more.yaml").write_text(text)
    elif kind in ("rules", "advice", "conditions"):
        (pack / kind).mkdir(exist_ok=True)
        (pack / kind / "more.yaml").write_text(yaml.safe_dump({kind: entries}, sort_keys=False))
    else:
        present = yaml.safe_load(single.read_text())[kind] if single.exists() else []
        single.write_text(yaml.safe_dump({kind: [*present, *entries]}, sort_keys=False))
