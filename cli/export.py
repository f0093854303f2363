"""``hipexpert export``: the rules of a pack as a program for another engine, or its questions as a form."""

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.output import keep_apart, write

FORMATS = ("clips", "fhir", "fhir-r5")

EPILOG = """\b
The program says in its first lines how to load it, assert answers and read the conclusions.
\b
Examples:
  hipexpert export --format clips -o hip.clp
  hipexpert export my_pack/ --format clips | less
  hipexpert export --format fhir -o hip.questionnaire.json
"""


HELP = """Write the rules of a pack, and how it weighs, ranks and plans, as a program for another engine; or its questions as a form.

PACK is the folder of a pack, or nothing for the hip pack that ships. The program reaches the same conclusions: facts,
totals, urgency level, ranking and plan. It does not explain them. The form is what `hipexpert explain` reads the answers to.
"""


@click.command(epilog=EPILOG, help=HELP)
@click.argument("pack", metavar="[PACK]", required=False)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), required=True, help="A program for CLIPS, or a FHIR Questionnaire (R4 or R5)."
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of standard output.")
@user_errors
def export(pack: str | None, form: str, output: str | None) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    from hipexpert.knowledge import load_pack

    keep_apart(output, pack)
    loaded = load_pack(pack) if pack is not None else load_pack()
    if form.startswith("fhir"):
        from hipexpert.service.fhir.files import fhir_text
        from hipexpert.service.fhir.questionnaire import fhir_questionnaire

        write(fhir_text(fhir_questionnaire(loaded), r5=form == "fhir-r5"), output)
    else:
        from hipexpert.rendering.clips import pack_to_clips

        write(pack_to_clips(loaded), output)
