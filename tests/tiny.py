"""The tiny pack of tests/knowledge/tiny_pack, and copies of it with something wrong."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from hipexpert import PackError, Problem, load_pack

TINY = Path(__file__).parent / "knowledge" / "tiny_pack"
WHY = "because: a test, sources: [{ref: book, at: page 1}], reviewed: {date: 2026-11-21, by: tester}"  # what a rule says besides
HOSTILE = "</script></style></title><script>alert(1)</script><img src=x onerror=alert(1)>'\"&lt;b&gt;]]>{{ 7*7 }}"


def copied(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy of the tiny pack in a folder, in which each change (file, old, new) replaces a text that occurs once."""
    target = folder / "pack"
    shutil.copytree(TINY, target)
    for name, old, new in changes:
        text = (target / name).read_text()
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {name}"
        (target / name).write_text(text.replace(old, new))
    return target


def hostile(folder: Path) -> Path:
    """A copy of the tiny pack in which every text tries to break out of its place."""
    quoted = json.dumps(HOSTILE)
    changes = [
        ("conditions/knee.yaml", "name: Jumper's knee", f"name: {quoted}"),
        ("conditions/knee.yaml", "plain: A sore tendon below the kneecap.", f"plain: {quoted}"),
        ("conditions/knee.yaml", "name: Low saddle", f"name: {quoted}"),
        ("pack.yaml", "title: Sore knees in cyclists", f"title: {quoted}"),
        ("pack.yaml", "version: 0.0.1", f"version: {quoted}"),
        ("pack.yaml", "disclaimer: This is a test, not a diagnosis.", f"disclaimer: {quoted}"),
        ("pack.yaml", "intended_use: An example of a pack, not advice.", f"intended_use: {quoted}"),
        ("pack.yaml", "self_care: {title: Stay at home, action: Ride on.,", f"self_care: {{title: {quoted}, action: {quoted},"),
        ("constraints.yaml", "because: A swollen knee hurts in front.", f"because: {quoted}"),
        ("rules/knee.yaml", "title: Pain in front supports jumper's knee", f"title: {quoted}"),
        ("rules/knee.yaml", "because: The tendon lies in front.", f"because: {quoted}"),
        ("findings/about.yaml", "question: Which knee?", f"question: {quoted}"),
        ("findings/about.yaml", "question: Is the knee swollen?", f"question: {quoted}"),
        ("findings/about.yaml", "says: pain in front,", f"says: {quoted},"),
        ("findings/about.yaml", "label: left, says: the left knee", f"label: {quoted}, says: {quoted}"),
        ("sources.yaml", "title: A book about knees, type: textbook", f"title: {quoted}, type: textbook, url: 'javascript:alert(1)'"),
        ("patterns.yaml", "name: Irritated joint, says: the joint is irritated", f"name: {quoted}, says: {quoted}"),
    ]
    return copied(folder, *changes)


def pack_problems(source: Any) -> tuple[Problem, ...]:
    """The problems that loading the pack in a folder, a zip or a mapping raises."""
    with pytest.raises(PackError) as caught:
        load_pack(source)
    return caught.value.problems


def line_of(text: str, name: str, folder: Path = TINY) -> str:
    """``file:line`` of the only line of a file in which a text occurs."""
    lines = [number for number, line in enumerate((folder / name).read_text().splitlines(), 1) if text in line]
    assert len(lines) == 1, f"{text!r} is in lines {lines} of {name}"
    return f"{name}:{lines[0]}"
