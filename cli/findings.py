"""``hipexpert findings``: browse and search the vocabulary."""

import click

from hipexpert.cli.errors import user_errors


@click.command(short_help="Browse and search what can be said about a runner.")
@click.argument("search", nargs=-1)
@click.option("--knowledge", "pack_folder", metavar="PACK", help="The folder of the pack to use.  [default: the hip pack that ships]")
@user_errors
def findings(search: tuple[str, ...], pack_folder: str | None) -> None:
    """List the findings with their allowed values, or only those that match every word of SEARCH.

    SEARCH is part of an id, a group (for instance red_flag), or any word of the question, the values and their synonyms.
    """
    from hipexpert.cli.screen import show_findings
    from hipexpert.engine import Problem, ProblemsError
    from hipexpert.knowledge import load_pack, matching_findings
    from hipexpert.knowledge.search import nearest_search

    pack = load_pack(pack_folder) if pack_folder else load_pack()
    found = matching_findings(pack, search)
    if not found:
        nearest = nearest_search(pack, search)
        help_text = f"did you mean `{nearest}`?" if nearest else "try one word, or none to list all"
        raise ProblemsError([Problem("no-match", f"no finding matches `{' '.join(search)}`", "", help_text)])
    show_findings(pack, found)
