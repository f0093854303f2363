"""What an audit found is kept, for as long as nothing changes that it depends on."""

import ast
import datetime
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from audit_packs import TODAY, planted, written

from hipexpert.audit.running import audit as running
from hipexpert.audit.running.audit import audit
from hipexpert.audit.running.beside import PartFound
from hipexpert.audit.running.catalogue import all_checks
from hipexpert.audit.running.kept import LIBRARIES, ROOMS, keep_found
from hipexpert.audit.running.kept import __file__ as kept_code
from hipexpert.knowledge.json_text import json_text
from hipexpert.knowledge.packs import cache

BROKEN = {each.check: each.violates for each in planted()}
CLEAN = {each.check: each.clean for each in planted()}
SOME = ("broken-claim", "missing-metadata", "unreachable-rule")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which results are kept, empty."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


def told(pack: Path, *only: str) -> str:
    """The report of a pack, as JSON."""
    return json_text(audit(pack, only=only, prove=True, as_of=TODAY))


def nothing_is_looked_for(*_: object, **__: object) -> PartFound:
    """Instead of the search."""
    raise AssertionError("it was looked for again")


def test_a_kept_report_is_the_fresh_one(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of packs with faults of several kinds, to the letter, and without looking for anything again."""
    packs = [written(tmp_path / check, BROKEN[check]) for check in SOME]
    fresh = [told(pack) for pack in packs]
    assert len(list(folder.glob("*.audit"))) == sum('"loaded": true' in each for each in fresh) > 1
    monkeypatch.setattr(running, "_looked_for", nothing_is_looked_for)
    assert [told(pack) for pack in packs] == fresh


def test_what_is_damaged_or_asked_otherwise_is_looked_for_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another choice of checks, another day, a damaged file, a changed file, no cache."""
    pack = written(tmp_path, BROKEN["broken-claim"])
    fresh = told(pack)
    kept = next(folder.glob("*.audit"))
    kept.write_bytes(kept.read_bytes()[:-1] + b"!")
    assert told(pack) == fresh
    monkeypatch.setattr(running, "_looked_for", nothing_is_looked_for)
    assert told(pack) == fresh
    with pytest.raises(AssertionError, match="again"):
        told(pack, "gap")
    with pytest.raises(AssertionError, match="again"):
        audit(pack, prove=True, as_of=datetime.date(2027, 1, 1))
    monkeypatch.setenv(cache.VARIABLE, "off")
    with pytest.raises(AssertionError, match="again"):
        told(pack)
    monkeypatch.setenv(cache.VARIABLE, str(folder))
    file = next(pack.rglob("pack.yaml"))
    file.write_text(file.read_text() + "\n")
    with pytest.raises(AssertionError, match="again"):
        told(pack)


def test_what_one_check_found_is_kept_until_what_it_reads_changes(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a clean audit a fault is found as it is without anything kept; another edit leaves what was found."""
    reading = [check.name for check in all_checks().values() if check.reads is not None]
    assert reading
    for name in reading:
        told(written(tmp_path / name / "clean", CLEAN[name]), name)
        pack = written(tmp_path / name / "broken", BROKEN[name])
        found = told(pack, name)
        assert '"violations": []' not in found
        monkeypatch.setenv(cache.VARIABLE, "off")
        assert told(pack, name) == found
        monkeypatch.setenv(cache.VARIABLE, str(folder))
        kept = list(folder.glob(f"*.{name}"))
        assert len(kept) == 2
        for path in kept:
            keep_found(path.name, ())  # as if nothing had been found
        file = next(pack.rglob("pack.yaml"))
        file.write_text(file.read_text() + "\n")
        assert '"violations": []' in told(pack, name)


# Where files lie, how packages are built, what is drawn, how catalogues are compiled, and what only `hipexpert prove` asks.
DECIDE_NOTHING = {"platformdirs", "setuptools", "graphlay", "babel", "cvc5"}


def imported(folder: Path) -> set[str]:
    """The modules that the code in a folder imports, by whole name."""
    trees = [ast.parse(path.read_text("utf-8")) for path in folder.rglob("*.py")]
    every = [node for tree in trees for node in ast.walk(tree)]
    plain = {each.name for node in every if isinstance(node, ast.Import) for each in node.names}
    return plain | {node.module for node in every if isinstance(node, ast.ImportFrom) and node.module and not node.level}


def test_all_code_and_every_library_that_decides_counts() -> None:
    """No room that the audit rests on, and no library that one of them imports, is left out of what names a kept result."""
    root = Path(kept_code).parents[2]
    names = set().union(*(imported(root / room) for room in ROOMS))
    assert {name.split(".")[1] for name in names if name.startswith("hipexpert.")} <= set(ROOMS)
    distributions = packages_distributions()
    others = {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - {"hipexpert"}
    assert others
    needed = {_plain(each) for name in others for each in distributions.get(name, [])} - DECIDE_NOTHING
    assert needed <= set(map(_plain, LIBRARIES))


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
