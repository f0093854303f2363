"""``hipexpert cohort``: assess every row of a table."""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hipexpert.cli.ending import by_interrupt
from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import write_report
from hipexpert.cli.output import keep_apart, tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hipexpert.cohort.running import CohortRun, Format, RunProgress

FORMATS = ("parquet", "csv", "jsonl", "arrow")
REJECTED = 3
SHOWN = 20

EPILOG = """\b
A mapping file (YAML), for a table with other names and words:
  columns:
    alder: age_years
    halter: {finding: limp, values: {ja: yes, nei: no, vet ikke: unknown}}
    lyske: {finding: pain_site.deep_groin, values: {1: yes, 0: no}}
  keep: [patient_id]      # carried over to the results
  ignore: [comment]

\b
Examples:
  hipexpert cohort runners.csv -o results.parquet
  hipexpert cohort runners.csv --explain 17
"""


HELP = """Assess every row of IN: a CSV, Parquet, Arrow or JSON lines file with a column for each finding.

An empty cell is unknown, and unknown is never read as no. A column `none_of` names groups of findings that are denied,
for instance red_flags. Rows that cannot be read are set aside, and the exit code is then 3.
"""


@click.command(epilog=EPILOG, help=HELP)
@click.argument("table", metavar="IN")
@click.option("-o", "--output", metavar="OUT", help="Write the results to OUT instead of, as CSV, to standard output.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to write the results.  [default: by the name of OUT, else csv]")
@click.option("--mapping", metavar="FILE", help="What the columns of IN are and what their words mean.")
@click.option(
    "--rejects", metavar="FILE", help="Where rows that cannot be read go, as CSV with row number and reason.  [default: OUT.rejects.csv]"
)
@click.option("--strict", is_flag=True, help="Stop at the first row that cannot be read.")
@click.option("--columns", metavar="LIST", help="The results to write, for instance urgency,at_most,conditions.  [default: all]")
@click.option("--explain", "row", type=int, metavar="ROW", help="Explain one row in full, counted from 1, and write no results.")
@click.option("--knowledge", "pack", metavar="PACK", help="The folder of the pack to use.  [default: the hip pack that ships]")
@click.option("--resume", is_flag=True, help="Go on with a run that was stopped.")
@user_errors
def cohort(
    table: str,
    output: str | None,
    form: str | None,
    mapping: str | None,
    rejects: str | None,
    strict: bool,
    columns: str | None,
    row: int | None,
    pack: str | None,
    resume: bool,
) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    from hipexpert.cohort import FrameMapping, read_mapping_file
    from hipexpert.cohort.results import chosen_results
    from hipexpert.cohort.running import CohortRun
    from hipexpert.cohort.sources import open_source
    from hipexpert.graphs.explained import ExplainingEngine

    engine = ExplainingEngine(pack)
    known = read_mapping_file(Path(mapping)) if mapping is not None else FrameMapping()
    source = open_source(Path(table))
    if row is not None:
        from hipexpert.cohort.one_row import intake_of_row
        from hipexpert.rendering.reports.assessment import assessment_report

        write_report(assessment_report(engine.assess(intake_of_row(source, row, engine.pack, known)), full=False))
        return
    results = chosen_results(None if columns is None else [name.strip() for name in columns.split(",")])
    chosen = _form(form, output)
    _check_places(table, output, rejects, resume=resume)
    for place in (output, rejects):
        keep_apart(place, table, mapping, pack)
    with tempfile.TemporaryDirectory(prefix="hipexpert-") as folder:
        target = Path(output) if output else Path(folder) / f"results.{chosen}"
        target = Path(os.path.realpath(target)) if target.is_symlink() else target  # a link is followed and stays a link
        refused = Path(rejects) if rejects else target.with_name(f"{target.name}.rejects.csv")
        run = CohortRun(engine.pack, engine.compiled.program, source, target, chosen, refused, known, results, strict)
        try:
            last = _watched(run, resume=resume)
        except BaseException as error:
            if output is not None and by_interrupt(error):
                tell("stopped; the same command with --resume goes on from here", err=True)
            raise
        if output is None:
            _print_file(target)
            if rejects is None and last.rejected:
                _tell_rejected(refused)
    if last.rejected:
        where = "" if output is None and rejects is None else f": see {refused}"
        tell(f"{last.rejected} of {last.rows} rows cannot be read{where}", err=True)
        raise click.exceptions.Exit(REJECTED)


def _form(form: str | None, output: str | None) -> "Format":
    from hipexpert.cohort.formats import SUFFIXES
    from hipexpert.engine import Problem, ProblemsError

    if form is None and output is not None:
        form = SUFFIXES.get(Path(output).suffix.lower())
        if form is None:
            help_text = f"end it in .parquet, .csv, .jsonl or .arrow, or say --format {'|'.join(FORMATS)}"
            raise ProblemsError([Problem("unknown-format", "the name of the output does not say its format", output, help_text)])
    return "csv" if form is None else form  # type: ignore[return-value]


def _check_places(table: str, output: str | None, rejects: str | None, *, resume: bool) -> None:
    """Refuse places that would destroy something, or of which one is needed."""
    from hipexpert.engine import Problem, ProblemsError

    problems = []
    if resume and output is None:
        problems.append(
            Problem("nothing-to-resume", "--resume needs the -o of the run that was stopped", "", "repeat the command with --resume")
        )
    places = [("IN", table), ("OUT", output), ("the rejects file", rejects)]
    named = [(name, Path(os.path.realpath(place))) for name, place in places if place]
    for number, (name, place) in enumerate(named):
        for other, same in named[number + 1 :]:
            if place == same:
                problems.append(Problem("same-file", f"{name} and {other} are the same file", str(place), "name another file"))
    # Both are found out now, not after hours; and what is no file would be replaced by one.
    wrong = {place: reason for place in (output, rejects) if place and (reason := _not_writable(Path(place)))}
    help_text = "name a file in a folder that is there"
    problems += [Problem("unwritable", f"the output cannot be written: {reason}", place, help_text) for place, reason in wrong.items()]
    if problems:
        raise ProblemsError(problems)


def _not_writable(path: Path) -> str:
    if path.is_symlink() and Path(os.path.realpath(path)).is_symlink():
        return "it is a link that leads back to itself"
    if path.is_dir():
        return "it is a folder"
    if path.exists() and not path.is_file():
        return "it is a pipe or a device, not a file"
    if not path.absolute().parent.is_dir():
        return "there is no such folder"
    return ""


def _watched(run: "CohortRun", *, resume: bool) -> "RunProgress":
    """The end of a run, with a progress bar where a person watches."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    steps = run.run(resume=resume)
    start = time.monotonic()
    *_, last = [_with_bar(steps, console)] if console.is_terminal else steps
    seconds = max(time.monotonic() - start, 1e-3)
    if console.is_terminal:
        tell(f"{last.rows:,} rows in {seconds:,.1f} s, {last.rows_now / seconds:,.0f} rows/s", err=True)
    return last


def _with_bar(steps: "Iterable[RunProgress]", console: object) -> "RunProgress":
    from rich import progress

    bar = progress.Progress(
        progress.TextColumn("{task.fields[rows]} rows"),
        progress.BarColumn(),
        progress.TaskProgressColumn(),
        progress.TextColumn("{task.fields[speed]}"),
        progress.TimeRemainingColumn(),
        console=console,  # type: ignore[arg-type]
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=1.0, rows="0", speed="")
        start = time.monotonic()
        for last in steps:
            speed = f"{last.rows_now / max(time.monotonic() - start, 1e-3):,.0f} rows/s"
            if last.fraction >= 1:
                speed += ", writing the output"
            bar.update(task, completed=last.fraction, rows=f"{last.rows:,}", speed=speed)
    return last


def _print_file(path: Path) -> None:
    """The results as they are for a program; for a person without what kept columns could do to the terminal."""
    if sys.stdout is not None and sys.stdout.isatty():
        with path.open(encoding="utf-8", errors="replace", newline="\n") as lines:
            for line in lines:
                tell(line, nl=False)
        return
    with path.open("rb") as stream:
        while content := stream.read(1 << 20):
            click.echo(content, nl=False)


def _tell_rejected(path: Path) -> None:
    """The rejected rows on standard error, where no file was named for them: the first of very many."""
    import csv

    with path.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream)):
            if number == SHOWN:
                tell("… name a file with --rejects for the others", err=True)
                break
            tell(f"row {row['row']}: {row['reason']}", err=True)
