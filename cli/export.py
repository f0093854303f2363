"""``hipexpert export``: the rules of a pack as a program for another engine."""

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.output import keep_apart, write

FORMATS = ("clips",)

EPILOG = """\b
The program says in its first lines how to load it, assert answers and read the conclusions.
\b
Examples:
  hipexpert export --format clips -o hip.clp
  hipexpert export my_pack/ --format clips | less
"""


@click.command(epilog=EPILOG)
@click.argument("pack", metavar="[PACK]", required=False)
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="For which engine.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of standard output.")
@user_errors
def export(pack: str | None, form: str, output: str | None) -> None:  # noqa: ARG001 (one format so far; click has checked it)
    """Write the rules of a pack, and how it weighs, ranks and plans, as a program for another engine.

    PACK is the folder of a pack, or nothing for the hip pack that ships. The program reaches the same conclusions: facts,
    totals, urgency level, ranking and plan. It does not explain them.
    """
    from hipexpert.knowledge import load_pack
    from hipexpert.rendering.clips import pack_to_clips

    keep_apart(output, pack)
    write(pack_to_clips(load_pack(pack) if pack is not None else load_pack()), output)
