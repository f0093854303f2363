"""The site that `make docs` builds: everything has its place on it, and no link leads nowhere."""

import json
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from running import ROOT

import hipexpert
from hipexpert import Pack
from hipexpert.audit.running.catalogue import all_checks
from hipexpert.cli.main import VERBS

deep = pytest.mark.deep  # it builds the whole site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished site, built as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("documentation") / "site"
    command = [sys.executable, str(ROOT / "docs" / "site" / "build.py"), str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    assert "0 broken links" in built.stdout
    return folder


def page(site: Path, name: str) -> str:
    """The HTML of a page below docs/."""
    return (site / "docs" / f"{name}.html").read_text(encoding="utf-8")


def test_what_the_search_finds_by_an_id_is_where_it_says(pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each entry of the index has its page among those that Sphinx gets, and its anchor on it."""
    monkeypatch.syspath_prepend(str(ROOT / "docs" / "site"))
    runpy.run_path(str(ROOT / "docs" / "site" / "build.py"))["assemble"](tmp_path, pack)
    entries = json.loads((tmp_path / "entries.json").read_text(encoding="utf-8"))
    pages = {name: (tmp_path / f"{name}.md").read_text(encoding="utf-8") for name in {entry["page"] for entry in entries}}
    assert [each["id"] for each in entries if each["anchor"] and f'<a id="{each["anchor"]}"></a>' not in pages[each["page"]]] == []
    assert {rule.id for rule in pack.rules} | set(pack.findings) | set(pack.source_by_id) <= {each["id"] for each in entries}


@deep
def test_every_entry_of_the_pack_has_its_place(pack: Pack, site: Path) -> None:
    """Whoever knows an id finds it: as a page, or as an anchor on the page of its kind."""
    places: dict[str, list[str]] = {rule.topic: [] for rule in pack.rules}
    for rule in pack.rules:
        places[rule.topic].append(rule.id)
    places |= {f"findings/{group.group}": [each.id for each in group.findings] for group in pack.groups}
    places["contributing_factors"] = [each.id for each in pack.conditions if each.kind == "contributing_factor"]
    entries = (("patterns", pack.patterns), ("advice", pack.advice), ("sources", pack.sources), ("hazards", pack.hazards))
    places |= {name: [each.id for each in found] for name, found in entries}
    for name, ids in places.items():
        shown = page(site, f"reference/{name}")
        assert [each for each in ids if f'<a id="{each}"></a>' not in shown] == [], name
    for condition in pack.conditions:
        if condition.kind == "condition":
            assert f">{condition.id}</span>" in page(site, f"reference/conditions/{condition.id}")


@deep
def test_every_check_verb_option_and_public_name_has_its_place(site: Path) -> None:
    """Nothing that can be typed or imported is left out."""
    for check in all_checks():
        assert f"<h1>{check}" in page(site, f"audit/{check}")
    for verb in VERBS:
        assert f"<h1>hipexpert {verb}" in page(site, f"commands/{verb}")
    assert 'id="cmdoption-hipexpert-explain-counterfactual"' in page(site, "commands/explain")
    assert 'id="cmdoption-hipexpert-new-rule-pack"' in page(site, "commands/new")
    names = set(re.findall(r'id="hipexpert\.(\w+)"', page(site, "python")))
    assert names == {name for name in hipexpert.__all__ if not name.startswith("__")}


@deep
def test_the_search_knows_entries_by_their_ids_and_needs_no_server(pack: Pack, site: Path) -> None:
    """The index is a script beside the pages: a browser reads it from a folder too."""
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    assert index.startswith("Search.setIndex(")
    assert [rule.id for rule in pack.rules if f'"{rule.id}"' not in index] == []
    assert (site / "map.html").is_file()


@deep
def test_no_page_names_a_folder_of_the_machine(site: Path) -> None:
    """The same commit gives the same site wherever it is built."""
    for path in site.rglob("*.html"):
        assert str(ROOT) not in path.read_text(encoding="utf-8"), path.name
