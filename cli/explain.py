"""``hipexpert explain``: assess one runner and say why."""

import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hipexpert.cli.browser import form_to_open, write_and_open
from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import LETTER, chosen_form, form_options, write_letter, write_report
from hipexpert.cli.output import keep_apart, tell, write
from hipexpert.cli.own_words import show_reading, standard_input, story, with_reading
from hipexpert.cli.questions import (
    AskedOptions,
    complete_answer,
    complete_conclusion,
    complete_finding,
    complete_part,
    named_parts,
    replayed,
    write_answer,
)
from hipexpert.cli.speaking import language_option, spoken

if TYPE_CHECKING:
    from hipexpert.graphs.explained import ExplainedAssessment, ExplainingEngine
    from hipexpert.knowledge import Intake
    from hipexpert.knowledge.runner.document import Part
    from hipexpert.knowledge.words import Reading
    from hipexpert.rendering.report.blocks import Block, Report

SPOKEN = ("text", "markdown")  # what people read; the other forms are for programs, or have texts of their own
FORMATS = ("text", "json", "markdown", "dot", "mermaid", "graphml", "html", "svg", "fhir", "fhir-r5")
PROSE = (".txt", ".text", ".md", ".rtf")
NOTHING = """nothing to explain: give a case file, `-` for standard input, or answers with -f"""
NOTHING_HELP = """for instance: hipexpert explain -f pain_site=lateral_hip -f agg_lying_on_side=yes
       `hipexpert findings` lists what can be said, `hipexpert explain --help` all options"""


HELP = """Assess one runner: how urgent, what it may be, what is not known yet, and how each conclusion was reached.

CASE is a YAML or JSON file that maps findings to answers, a FHIR QuestionnaireResponse, or `-` for standard input. What is
left out is unknown, and unknown is never read as no. In place of a file it may be a sentence or more in own words, in
quotation marks: what was understood is shown first, and softening words change nothing. `hipexpert findings` lists what can be
said. On a terminal, without CASE and -f, it asks: see `hipexpert interview`.

With one of --how, --why, --why-not, --what-if, --counterfactual and --against, only that question is answered.
"""


@click.command(help=HELP)
@click.argument("case", required=False, type=click.Path(path_type=str), metavar='[CASE.yaml|CASE.json|-|"OWN WORDS"]')
@click.option("--words", "own_words", is_flag=True, help="CASE holds somebody's own words, not answers: a text file or `-`.")
@click.option("--reading", is_flag=True, help="Show only what was understood of own words.")
@click.option(
    "-f",
    "--finding",
    "words",
    multiple=True,
    metavar="FINDING=VALUE",
    shell_complete=complete_answer,
    help="An answer, for instance limp=yes. Repeat it for more. Answers given here count over those in the file, "
    "and limp=unknown takes one of them back. "
    "`red_flags=none` denies every red flag that is not answered.",
)
@form_options(*FORMATS)
@click.option(
    "--parts",
    metavar="PART,…",
    shell_complete=complete_part,
    help="With JSON: which parts to write, such as urgency,differential; `full` for all.  [default: what a person is told first]",
)
@click.option(
    "--open", "opened", is_flag=True, help="Open the written page or picture in the browser; without -o, the page in a temporary file."
)
@click.option("--knowledge", "pack", metavar="PACK", help="The folder of the pack to use.  [default: the hip pack that ships]")
@click.option(
    "--as-of",
    metavar="RESULT.json",
    help="Assess again what a stored JSON result was made of, with the pack of --knowledge, and say whether every byte is the same "
    "and, if not, why. The exit code is 3 when it is not.",
)
@click.option("--revision", metavar="REV", help="With --as-of: the folder of --knowledge as git has it at REV.")
@click.option("--letter", metavar="FILE", help="Write also the summary for a doctor to FILE, of a name that ends in .md, .html or .txt.")
@click.option("--strict", is_flag=True, help="Refuse answers that cannot all be true.")
@click.option("--path", is_flag=True, help="Show as well how each conclusion was reached.")
@click.option("--weights", is_flag=True, help="With --path: write the weights of the evidence in decibans, not in words.")
@click.option(
    "--how",
    metavar="ID",
    shell_complete=complete_conclusion,
    help="How was this concluded? ID is `urgency`, a level, or a condition, pattern, factor or advice.",
)
@click.option("--why", metavar="FINDING", shell_complete=complete_finding, help="Why is this question asked?")
@click.option("--why-not", metavar="ID", shell_complete=complete_conclusion, help="Why was this not concluded?")
@click.option(
    "--what-if",
    multiple=True,
    metavar="FINDING=VALUE",
    shell_complete=complete_answer,
    help="What would differ with this answer? Repeat it for more answers at once.",
)
@click.option(
    "--counterfactual",
    is_flag=False,
    flag_value="urgency",
    metavar="[ID]",
    shell_complete=complete_conclusion,
    help="What smallest change of answers would change the urgency, or with `first` or a condition the ranking? "
    "Give CASE before this option.",
)
@click.option(
    "--diary",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Take from your log what it says of your running; your own answers count over it. Give CASE before this option.",
)
@click.option("--today", metavar="DATE", help="The day to which --diary looks back.  [default: today]")
@click.option("--against", metavar="CASE", type=click.Path(path_type=str), help="What differs in this other case, and why?")
@language_option
@user_errors
def explain(
    case: str | None,
    words: tuple[str, ...],
    form: str | None,
    output: str | None,
    parts: str | None,
    opened: bool,
    pack: str | None,
    as_of: str | None,
    revision: str | None,
    letter: str | None,
    strict: bool,
    own_words: bool,
    reading: bool,
    path: bool,
    weights: bool,
    diary: str | None,
    today: str | None,
    **question: Any,
) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    from hipexpert.graphs.explained import ExplainingEngine

    asked = AskedOptions(**question)
    if replayed(as_of, revision, pack, beside=bool(case or words or asked.options)):
        return
    keep_apart(output, case, asked.against, pack)
    keep_apart(letter, case, asked.against, output, pack)
    letter_form = chosen_form(None, letter, LETTER)
    chosen = form_to_open(form, output) if opened else chosen_form(form, output, FORMATS)
    asked.check(chosen)
    named = named_parts(parts, chosen, asked.options)
    if case is None and not words and diary is None:
        if form is None and output is None and not opened and not asked.options and sys.stdin.isatty() and sys.stdout.isatty():
            from hipexpert.cli.interview import begin

            begin(spoken(ExplainingEngine(pack)))
            return
        from hipexpert.engine import Problem, ProblemsError

        raise ProblemsError([Problem("nothing", NOTHING, "", NOTHING_HELP)])
    engine = spoken(ExplainingEngine(pack), to_people=chosen in SPOKEN)
    told = story(engine.pack, case, words=own_words or reading)
    if reading:
        show_reading(told, chosen, output)
        return
    intake = _intake(engine, case, words, told)
    from_log: tuple[Block, ...] = ()
    if diary is not None:
        from hipexpert.cli.diary_offers import with_diary

        intake, from_log = with_diary(diary, today, engine.pack, intake, words)
    assessment = engine.assess(intake, strict=strict)
    if letter is not None:
        write_letter(assessment, letter, letter_form)
    if asked.options:
        other = engine.assess(_intake(engine, asked.against, ()), strict=strict) if asked.against is not None else None
        write_answer(assessment, asked.answer(assessment, other), chosen, output)
        _tell_aside(from_log)
    elif opened:
        _tell_aside(from_log)
        write_and_open(_rendered(assessment, chosen, named), output, chosen)
    elif chosen in ("text", "markdown"):
        from hipexpert.rendering.reports.assessment import assessment_report

        report = assessment_report(assessment, full=chosen != "text", path=path or weights, weights=weights)
        write_report(_on_top(from_log, with_reading(report, told)), chosen, output)
    else:
        _tell_aside(from_log)
        write(_rendered(assessment, chosen, named), output)


def _intake(engine: "ExplainingEngine", case: str | None, words: tuple[str, ...], told: "Reading | None" = None) -> "Intake":
    """The intake of the file and of the words; all problems of both at once."""
    from hipexpert.engine import Problem, ProblemsError, gathering
    from hipexpert.knowledge import Intake
    from hipexpert.knowledge.packs import reading
    from hipexpert.knowledge.runner.reading_intake import answers_in_words
    from hipexpert.knowledge.runner.taking_back import put_over

    problems: list[Problem] = []
    said, over = Intake({}), answers_in_words((), engine.pack)
    with gathering(problems):
        if told is not None:
            said = told.intake
        elif case == "-":
            said = _in_bytes(standard_input(), "standard input", engine)
        elif case is not None:
            said = _in_bytes(reading.read_bytes(Path(case), reading.CASE_BYTES), case, engine)
    with gathering(problems):
        over = answers_in_words(words, engine.pack)
    if problems:
        raise ProblemsError(problems)
    return put_over(said, over.intake, over.unknown, engine.key)


def _in_bytes(content: bytes, name: str, engine: "ExplainingEngine") -> "Intake":
    """The intake in a case, or in a FHIR QuestionnaireResponse."""
    if b'"resourceType"' in content:
        from hipexpert.service.fhir.files import read_fhir_text

        return read_fhir_text(content, name, engine.pack)
    from hipexpert.engine import ProblemsError
    from hipexpert.knowledge import read_case

    try:
        return read_case(content, name, engine.pack)
    except ProblemsError as error:
        if Path(name).suffix.lower() in PROSE:
            first, *others = error.problems
            help_text = f"a story in own words is read with: hipexpert explain --words {shlex.quote(name)}"
            raise ProblemsError([replace(first, help=help_text), *others]) from None
        raise


def _on_top(blocks: "tuple[Block, ...]", report: "Report") -> "Report":
    """A report under other blocks, where there are some."""
    return type(report)(report.title, (*blocks, *report.blocks)) if blocks else report


def _tell_aside(blocks: "tuple[Block, ...]") -> None:
    """Blocks on standard error, where the result is for a program or a picture."""
    if blocks:
        from hipexpert.rendering.report.blocks import Report
        from hipexpert.rendering.text import plain_text

        tell(plain_text(Report("", blocks)), err=True, nl=False)


def _rendered(assessment: "ExplainedAssessment", form: str, parts: "tuple[Part, ...] | None") -> str:
    if form == "json":
        return assessment.to_json(parts, indent=2)
    if form.startswith("fhir"):
        import datetime

        from hipexpert.service.fhir.bundle import fhir_bundle
        from hipexpert.service.fhir.files import fhir_text

        return fhir_text(fhir_bundle(assessment, recorded=datetime.datetime.now(datetime.UTC)), r5=form == "fhir-r5")
    if form in ("html", "svg"):
        from hipexpert.rendering.page.writing import to_html, to_svg

        return to_html(assessment) if form == "html" else to_svg(assessment)
    from hipexpert.rendering.graph_text import to_graph_text

    return to_graph_text(assessment, form)
