"""A pack, cases and a table in which every text tries to steer a terminal or to become markup, and what finds that one did."""

import datetime
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import yaml
from tiny import HOSTILE, TINY

from hipexpert.companion import Diary, PainEntry, RunEntry
from hipexpert.companion.diary.exchange import to_csv

RAW = "\x1b]0;mine\x07\x1b[31mred\x08\x0d\x9b2J\x7f\x00\u202ereverse\u2066\u200bhidden\u2028\ufeff\x85"
MARKUP = f"{HOSTILE} # - [x](javascript:1) ![x](y) `c` | =1+1"
POISON = f"{MARKUP} {RAW}"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff]")


def poisoned(value: Any) -> Any:
    """Data of a pack with poison after every text: whatever has more than one word, as no id has."""
    match value:
        case dict():
            return {key: poisoned(each) for key, each in value.items()}
        case list():
            return [poisoned(each) for each in value]
        case str() if " " in value:
            return f"{value} {POISON}"
    return value


def poisoned_pack(folder: Path) -> Path:
    """The tiny pack, poisoned. It is refused while packs are read as they should be."""
    for path in TINY.rglob("*.yaml"):
        target = folder / path.relative_to(TINY)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(yaml.safe_dump(poisoned(yaml.safe_load(path.read_text())), sort_keys=False))
    return folder


def poisoned_case(path: Path) -> Path:
    """A case whose source is poisoned, its title with markup alone (others are refused), and which fails what it expects."""
    heading = {"id": "poisoned", "title": f"A story {MARKUP}", "source": f"who {POISON}"}
    expect = {"accepted": ["jumpers_knee"], "urgency": {"at_least": "emergency", "at_most": "emergency"}}
    path.write_text(json.dumps({**heading, "findings": {"site": ["front"], "side": "left", "age": 20}, "expect": expect}))
    return path


def poisoned_table(path: Path) -> Path:
    """A table with a kept column, a row that can be read and one that cannot: all poisoned but for NUL, which no text holds."""
    word = POISON.replace("\x00", "").replace("\r", "")
    quoted = '"' + word.replace('"', '""') + '"'
    path.write_text(f"age,side,who\n20,left,{quoted}\n{quoted},{quoted},{quoted}\n", encoding="utf-8")
    return path


def steering(text: str) -> str:
    """What stands around the first raw control character of a text; empty for a text without one."""
    found = STEERING.search(text)
    return repr(text[max(0, found.start() - 60) : found.end() + 60]) if found else ""


def poisoned_diary(path: Path) -> Path:
    """A diary whose words hold all that a diary takes: markup, reversals and hidden characters; and its table beside it."""
    word = "".join(char for char in POISON if unicodedata.category(char) not in ("Cc", "Cs"))
    day = datetime.date(2026, 3, 2)
    with Diary(path, today=day) as diary:
        diary.add(RunEntry(date=day, distance_km=5.0, shoes=word[:80].strip(), note=word, sources=(word,)))
        diary.add(PainEntry(date=day, during=2, site=word[:80].strip(), stopped=word))
        path.with_suffix(".csv").write_text(to_csv(diary.entries()), encoding="utf-8")
    return path
