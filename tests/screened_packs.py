"""The tiny pack with a screen."""

import copy
from pathlib import Path

import yaml
from tiny import copied

from hipexpert import Pack, load_pack

SAYS = "  undetermined: {title: Who knows, action: Answer the questions., cds_hooks: warning}\nweighing:"
ITEMS = """
- {id: swelling, ask: swollen, unless: {age: {at_least: 90}}}
- {id: which-knee, ask: side, denial: left}
- {id: where, ask: site}
"""


def screened_folder(folder: Path, items: str = ITEMS, *changes: tuple[str, str, str]) -> Path:
    """The folder of such a pack: items are YAML of ``id`` and ``ask``, and what else an item says."""
    safe = ("findings/about.yaml", "  safe_when: {swollen: absent}\n", "")  # a screen asks for no test that can do harm
    target = copied(folder, ("pack.yaml", "weighing:", SAYS), safe, *changes)
    shared = {"because": "a test", "sources": [{"ref": "book", "at": "page 1"}], "reviewed": {"date": "2026-11-21", "by": "tester"}}
    whole = [{**copy.deepcopy(shared), **item} for item in yaml.safe_load(items)]
    (target / "screen.yaml").write_text(yaml.safe_dump({"screen": whole}, sort_keys=False).replace("'2026-11-21'", "2026-11-21"))
    return target


def screened(folder: Path, items: str = ITEMS) -> Pack:
    """Such a pack."""
    return load_pack(screened_folder(folder, items))
