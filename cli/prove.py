"""``hipexpert prove``: a question about every runner, proved or refuted."""

import click

from hipexpert import __version__
from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import chosen_form, form_options, write_report
from hipexpert.cli.output import keep_apart, write

FORMATS = ("text", "json", "markdown")
NOT_PROVED = 3
EPILOG = """\b
Queries (a premise is written as under `when` of a rule; a rule is named by its id):
  never: PREMISE               no runner shows it
  never: PREMISE below LEVEL   nobody who shows it gets less than LEVEL
  never: PREMISE above LEVEL   nobody who shows it gets more than LEVEL
  never: PREMISE with ADVICE   no plan of somebody who shows it gives ADVICE
  always: PREMISE              it holds of every runner
  possible: PREMISE            somebody shows it
  subsumed: [A, B]             wherever A holds, B holds
  disjoint: [A, B]             nobody shows both
  equivalent: [A, B]           they hold of the same runners
\b
With --beside OTHER, of two packs (A of PACK, B of OTHER; one premise is asked of both):
  subsumed, disjoint, equivalent: [A, B]
  never: PREMISE lower         nobody who shows it by PACK gets less from OTHER
  never: PREMISE higher        nobody who shows it by PACK gets more from OTHER
\b
Exit code: 0 all proved, 2 misuse, 3 refuted or not decided.
\b
Examples:
  hipexpert prove "never: {fever: true} below soon"
  hipexpert prove "never: {weight_bearing: unable} with ease-off-early" --format json -o certificate.json
  hipexpert prove "never: {pattern: fever} lower" "equivalent: {urgency: urgent}" --knowledge old_pack --beside new_pack
"""


HELP = """Prove over all runners what each QUERY says, or show a runner who refutes it.

As `json` each answer is a certificate: what was asked, of which pack by its hash, what came out, by which solver.
"""


@click.command(epilog=EPILOG, help=HELP)
@click.argument("queries", nargs=-1, required=True, metavar="QUERY...")
@click.option("--consistent", is_flag=True, help="Leave out answers that the pack's constraints call contradictory.")
@click.option("--second-solver", is_flag=True, help="Let cvc5 decide again what z3 has proved: slower, and not the word of one program.")
@click.option("--knowledge", "pack", metavar="PACK", help="The folder of the pack to use.  [default: the hip pack that ships]")
@click.option("--beside", metavar="OTHER", help="The folder of another pack: each QUERY is about both.")
@form_options(*FORMATS)
@user_errors
def prove(
    queries: tuple[str, ...],
    consistent: bool,
    second_solver: bool,
    pack: str | None,
    beside: str | None,
    form: str | None,
    output: str | None,
) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    from hipexpert.audit.proving.queries import prove_queries, read_query
    from hipexpert.knowledge import load_pack
    from hipexpert.knowledge.json_text import json_text
    from hipexpert.rendering.reports.proof import proof_report

    chosen = chosen_form(form, output, FORMATS)
    keep_apart(output, pack, beside)
    loaded = load_pack(pack) if pack else load_pack()
    other = load_pack(beside) if beside else None
    asked = [read_query(each, loaded, other) for each in queries]
    certificates = prove_queries(asked, loaded, other, __version__, second=second_solver, consistent=consistent)
    if chosen == "json":
        write(json_text(certificates[0] if len(certificates) == 1 else certificates), output)
    else:
        write_report(proof_report(certificates, pack or "", beside or ""), chosen, output)
    if any(each.verdict != "proved" for each in certificates):
        raise click.exceptions.Exit(NOT_PROVED)
