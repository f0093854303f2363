"""Sphinx's settings for the site. `docs/site/build.py` puts the pages together and calls Sphinx with this folder."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains import Domain

import hipexpert

project = "hipexpert"
author = copyright = "the hipexpert maintainers"  # noqa: A001 (Sphinx calls it so)
version = release = hipexpert.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}

myst_enable_extensions = ["attrs_inline"]
myst_heading_anchors = 6
default_role = "code"
smartquotes = False  # of two hyphens it would make one dash
highlight_language = "text"
suppress_warnings = ["misc.highlighting_failure"]  # shortened examples with an ellipsis are not whole YAML

autodoc_default_options = {"members": True, "show-inheritance": False, "exclude-members": "with_traceback, add_note"}
autodoc_preserve_defaults = True  # else the folder of this machine is shown
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"

toc_object_entries = False  # every page has the tree of all titles: with each attribute of each class in it, most of the time went there

html_theme = "furo"
html_title = f"hipexpert {release}"
html_static_path = ["style.css"]
html_css_files = ["style.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_copyright = False
html_use_index = False
html_show_search_summary = False  # it is fetched, which a browser refuses for files that are opened from a folder

_ANCHOR = re.compile(r'<a id="([^"]+)">')


class EntryDomain(Domain):
    """The entries of the pack and the checks of the audit, which the search finds by their ids and leads to their anchors."""

    name = "entry"
    label = "entry"

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Id, name in the results, kind, page and anchor of each."""
        entries = json.loads((Path(self.env.srcdir) / "entries.json").read_text(encoding="utf-8"))
        return ((each["id"], each["id"], each["kind"], each["page"], each["anchor"], 1) for each in entries)

    def resolve_any_xref(self, *_: object) -> list[tuple[str, nodes.reference]]:
        """Links to entries name their page and anchor."""
        return []

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, object]) -> None:
        """Nothing is kept between the processes that read the pages."""


def anchors_can_be_linked(app: Sphinx, doctree: nodes.document) -> None:
    """Tell MyST of the anchors of entries, so that it warns of a link to one that is not there."""
    known = app.env.metadata[app.env.docname].setdefault("myst_slugs", {})
    for node in doctree.findall(nodes.raw):
        for anchor in _ANCHOR.findall(node.astext()):
            known[anchor] = (node.line, anchor, anchor)


def setup(app: Sphinx) -> dict[str, object]:
    """What Sphinx asks for."""
    app.add_domain(EntryDomain)
    app.connect("doctree-read", anchors_can_be_linked)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
