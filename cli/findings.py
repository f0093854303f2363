"""``hipexpert findings``: browse and search the vocabulary, or give it to an editor as JSON Schemas."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import write_report
from hipexpert.cli.output import tell, write_all

if TYPE_CHECKING:
    from hipexpert.knowledge import Pack


HELP = """List the findings with their allowed values, or only those that match every word of SEARCH.

SEARCH is part of an id, a group (for instance red_flag), or any word of the question, the values and their synonyms.
"""


@click.command(help=HELP)
@click.argument("search", nargs=-1)
@click.option("--knowledge", "pack_folder", metavar="PACK", help="The folder of the pack to use.  [default: the hip pack that ships]")
@click.option(
    "--schemas",
    "schemas_folder",
    metavar="FOLDER",
    help="Instead of listing, write JSON Schemas to FOLDER, with which an editor completes and checks cases and the files of the pack.",
)
@user_errors
def findings(search: tuple[str, ...], pack_folder: str | None, schemas_folder: str | None) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    from hipexpert.engine import Problem, ProblemsError
    from hipexpert.knowledge import load_pack, matching_findings
    from hipexpert.knowledge.packs.search import nearest_search
    from hipexpert.rendering.reports.findings import findings_report

    if schemas_folder is not None and search:
        raise ProblemsError([Problem("nothing-to-search", "`--schemas` takes no words to search for", "", "leave one of them out")])
    pack = load_pack(pack_folder) if pack_folder else load_pack()
    if schemas_folder is not None:
        _write_schemas(pack, Path(schemas_folder))
        return
    found = matching_findings(pack, search)
    if not found:
        nearest = nearest_search(pack, search)
        help_text = f"did you mean `{nearest}`?" if nearest else "try one word, or none to list all"
        raise ProblemsError([Problem("no-match", f"no finding matches `{' '.join(search)}`", "", help_text)])
    write_report(findings_report(pack, found))


def _write_schemas(pack: "Pack", folder: Path) -> None:
    """Write the schemas of what people write for a pack, and say how an editor finds them."""
    from hipexpert.rendering.schemas import file_name, files_of

    texts = files_of(pack)
    write_all({folder / name: text.encode() for name, text in texts.items()})
    tell(f"{len(texts)} schemas of the pack `{pack.about.id}` written to {folder}")
    tell(f"first line of a case: # yaml-language-server: $schema={(folder / file_name('intake')).resolve()}")
