"""One name, one meaning: no two classes of the product are called alike."""

import ast
from collections import defaultdict
from pathlib import Path

import hipexpert

ROOMS = ("engine", "knowledge", "graphs", "cohort", "audit", "companion", "rendering", "service", "cli", "languages")


def test_no_public_class_name_is_defined_twice() -> None:
    """Whoever reads the name of a class anywhere knows which one it is."""
    defined: dict[str, list[str]] = defaultdict(list)
    folders = [Path(folder) for folder in hipexpert.__path__]
    for room in (folder / name for folder in folders for name in ROOMS if (folder / name).is_dir()):
        for path in sorted(room.rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    defined[node.name].append(path.relative_to(room.parent).as_posix())
    assert len(defined) > 200
    assert {name: places for name, places in defined.items() if len(places) > 1} == {}
