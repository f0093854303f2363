"""``python docs/site/build.py FOLDER``: the documentation as one static site that needs no network (``make docs``).

The hand-written pages keep their places, so that their links hold in a checkout and on the site alike; what follows from the
pack, the checks, the commands and the docstrings is written beside them, and Sphinx makes the site out of both.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from command_pages import command_pages
from links import broken_links
from python_pages import python_pages

from hipexpert import Pack, load_pack
from hipexpert.audit.running.catalogue import all_checks
from hipexpert.graphs.rule_graph.document import Shown
from hipexpert.graphs.rule_graph.whole import RuleGraph
from hipexpert.rendering.audit.pages import check_pages
from hipexpert.rendering.reference import reference_pages
from hipexpert.rendering.reference.links import (
    ADVICE,
    CONSTRAINTS,
    HAZARDS,
    NOT_FOLLOWED,
    PATTERNS,
    SCREEN,
    SOURCES,
    condition_page,
    group_page,
    rules_page,
)
from hipexpert.rendering.rule_graph.map_page import to_html

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_LINK = re.compile(r"\]\(([^()#\s]+)")
_ENTRIES = ("docs/audit/", "docs/reference/conditions/", "docs/reference/findings/", "docs/reference/rules/")
_OUTSIDE_THE_SIDE_BAR = "---\norphan: true\n---\n"
MAP = """\
# Map of all rules

What leads to what, to search and walk: <a href="../map.html">open the map</a>. `hipexpert graph --open` shows the same of any pack.
"""


def main(words: list[str]) -> int:
    """Build the site and say what was done. Returns the exit code: 1 when a page warns or a link is broken."""
    if len(words) != 1 or words[0].startswith("-"):
        sys.stderr.write("usage: python docs/site/build.py FOLDER\n")
        return 2
    site = Path(words[0])
    sources = site.with_name(f"{site.name}-sources")
    for folder in (site, sources):
        shutil.rmtree(folder, ignore_errors=True)
    pack = load_pack()
    assemble(sources, pack)
    sphinx = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--jobs", "auto", "--conf-dir", str(HERE)]
    made = subprocess.run([*sphinx, "--doctree-dir", str(sources / ".read"), str(sources), str(site)], check=False)  # noqa: S603
    if made.returncode:
        return 1
    (site / "map.html").write_text(to_html(Shown(RuleGraph(pack))), encoding="utf-8")
    broken = broken_links(site)
    sys.stderr.writelines(f"{each}\n" for each in broken)
    sys.stdout.write(f"{sum(1 for _ in site.rglob('*.html'))} pages in {site}, {len(broken)} broken links\n")
    return int(bool(broken))


def assemble(sources: Path, pack: Pack) -> None:
    """Everything that Sphinx reads, written into a folder."""
    pages = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in _written_by_hand()}
    pages["index.md"] = f"{pages.pop('README.md')}\n{(HERE / 'contents.md').read_text(encoding='utf-8')}"
    for folder, made in (("reference", reference_pages(pack)), ("audit", check_pages())):
        pages |= {f"docs/{folder}/{name}": text for name, text in made.items()}
    pages |= {f"docs/{name}": text for name, text in (command_pages() | python_pages()).items()}
    pages["docs/decisions/README.md"] = _list("Decisions", "*")
    pages["docs/reference/README.md"] += _list("", "conditions", "findings", "rules", "*")
    for name in ("conditions", "findings", "rules"):
        pages[f"docs/reference/{name}.md"] = _links(name, pages)
    pages["docs/map.md"] = MAP
    for name in pages:
        if name.startswith(_ENTRIES) and name != "docs/audit/README.md":
            pages[name] = _OUTSIDE_THE_SIDE_BAR + pages[name]
    for name, text in pages.items():
        path = sources / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(re.sub(r"(\]\([^()#\s]+/)\)", r"\1README.md)", text), encoding="utf-8")
        _take_along(name, text, sources)
    (sources / "entries.json").write_text(json.dumps(list(_entries(pack))), encoding="utf-8")


def _written_by_hand() -> Iterator[Path]:
    yield from ROOT.glob("*.md")
    yield from (ROOT / "examples").glob("*.md")
    yield from (path for path in (ROOT / "docs").rglob("*.md") if HERE not in path.parents)


def _take_along(name: str, text: str, sources: Path) -> None:
    """Files that a page links to and that are no pages: pictures, examples, schemas."""
    for target in _LINK.findall(text):
        file = (ROOT / name).parent / target
        if file.is_file() and file.suffix != ".md":
            copy = (sources / name).parent / target
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)


def _list(title: str, *patterns: str) -> str:
    """A list of the pages below, for the side bar; shown on a page of its own when it has a title."""
    head = [f"# {title}", ""] if title else [""]
    return "\n".join([*head, "```{toctree}", ":glob:", *([] if title else [":hidden:"]), "", *patterns, "```", ""])


def _links(name: str, pages: Mapping[str, str]) -> str:
    """The page that leads to all of a kind. They are too many for the side bar, which every page carries whole."""
    folder = f"docs/reference/{name}/"
    found = {
        each.removeprefix("docs/reference/"): pages[each].lstrip("# ").splitlines()[0] for each in sorted(pages) if each.startswith(folder)
    }
    return "\n".join([f"# {name.capitalize()}", "", *(f"- [{title}]({path})" for path, title in found.items()), ""])


def _entries(pack: Pack) -> Iterator[dict[str, str]]:
    """What the search finds by its id: every entry of the pack and every check, with its page and its anchor there."""
    found = [("rule", each.id, rules_page(each.topic), each.id) for each in pack.rules]
    found += [("finding", each.id, group_page(group.group), each.id) for group in pack.groups for each in group.findings]
    for each in pack.conditions:
        own_page = each.kind == "condition"
        found.append((each.kind.replace("_", " "), each.id, condition_page(each), "" if own_page else each.id))
    found += [("pattern", each.id, PATTERNS, each.id) for each in pack.patterns]
    found += [("advice", each.id, ADVICE, each.id) for each in pack.advice]
    found += [("source", each.id, SOURCES, each.id) for each in pack.sources]
    found += [("constraint", each.id, CONSTRAINTS, each.id) for each in pack.constraints]
    found += [("question of the screen", each.id, SCREEN, each.id) for each in pack.screen]
    found += [("hazard", each.id, HAZARDS, each.id) for each in pack.hazards]
    found += [("claim not followed", each.id, NOT_FOLLOWED, each.id) for each in pack.not_followed]
    for kind, name, page, anchor in found:
        yield {"kind": kind, "id": name, "page": f"docs/reference/{page.removesuffix('.md')}", "anchor": anchor}
    for name in all_checks():
        yield {"kind": "check", "id": name, "page": f"docs/audit/{name}", "anchor": ""}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
