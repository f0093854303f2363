"""The tiny pack with rules, advice and safety claims of a test's own."""

import copy
from collections.abc import Mapping
from pathlib import Path

import yaml
from tiny import copied

from hipexpert import Pack, load_pack

SHARED = {"reviewed": {"date": "2026-11-21", "by": "tester"}, "sources": [{"ref": "book"}], "because": "a test"}
RIDE_ON = {"id": "ride-on", "category": "activity", "title": "Ride on", "says": "Ride on."}
STRETCH = {"id": "stretch", "category": "exercise", "title": "Stretch", "says": "Stretch."}


def pack_with(folder: Path, rules: str = "", claims: str = "", *, advice: tuple[Mapping[str, object], ...] = ()) -> Pack:
    """The tiny pack with more rules (YAML items of ``id``, ``when`` and ``then``), claims, and advice."""
    return load_pack(folder_with(folder, rules, claims, advice=advice))


def folder_with(folder: Path, rules: str = "", claims: str = "", *, advice: tuple[Mapping[str, object], ...] = ()) -> Path:
    """The folder of such a pack."""
    folder.mkdir(exist_ok=True)
    target = copied(folder)
    parts = {"rules": yaml.safe_load(rules) or [], "claims": yaml.safe_load(claims) or [], "advice": list(advice)}
    files = {"rules": "rules/more.yaml", "claims": "claims.yaml", "advice": "advice/more.yaml"}
    for key, items in parts.items():
        if items:
            whole = [{"title": item["id"], **copy.deepcopy(SHARED), **item} for item in items]
            (target / files[key]).parent.mkdir(exist_ok=True)
            # Dates are written as dates, or the loader would not take them for one.
            (target / files[key]).write_text(yaml.safe_dump({key: whole}).replace("'2026-11-21'", "2026-11-21"))
    return target
