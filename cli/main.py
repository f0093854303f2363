"""``hipexpert``: the group of verbs."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click

from hipexpert import __version__
from hipexpert.cli.ending import exit_code_of

VERBS = {
    "advice": "catalogue",
    "audit": "audit",
    "bench": "bench",
    "cohort": "cohort",
    "conditions": "catalogue",
    "diff": "diff",
    "explain": "explain",
    "export": "export",
    "findings": "findings",
    "graph": "graph",
    "interview": "interview",
    "log": "log",
    "mcp": "mcp",
    "new": "new",
    "pack": "pack",
    "plan": "plan",
    "prove": "prove",
    "report": "report",
    "review": "review",
    "serve": "serve",
    "simulate": "simulate",
    "test": "suite",
}
FUNCTIONS = {"test": "suite"}  # by the name of the verb, where it is another
SHORT_HELP = {
    "advice": "Show the advice, exercises and treatments of the pack.",
    "audit": "Find what is wrong with a pack of rules, and prove what is right.",
    "bench": "Measure how good the rules are on cases with a known answer.",
    "cohort": "Assess every row of a table.",
    "conditions": "Show what the pack knows of conditions.",
    "diff": "Compare two packs by meaning: who is told something else.",
    "explain": "Assess one runner and explain every conclusion.",
    "export": "Write the rules as a program for another engine (CLIPS).",
    "findings": "Browse and search what can be said about a runner.",
    "graph": "What leads to what in the rules of a pack.",
    "interview": "Ask the questions that matter, then explain.",
    "log": "Keep a diary of runs and pain, and see the patterns in it.",
    "mcp": "Serve the Model Context Protocol to a program that talks with people.",
    "new": "Start a pack, a rule or a condition, with cases that pass.",
    "pack": "Seal a pack, so that nothing of it gets lost in silence.",
    "plan": "Come back to running, session by session.",
    "prove": "Prove something of every runner, or see who refutes it.",
    "report": "One page for the physiotherapist, from your diary.",
    "review": "Sign a pack: what changed since, and what it means.",
    "serve": "Serve the page and the HTTP interface.",
    "simulate": "Assess random runners: which rules fire, and how often.",
    "test": "Run cases and rule checks, and say what they cover.",
}
"""What the list of verbs says of each: so that `--help` need import none of them."""
EPILOG = """\b
Examples:
  hipexpert interview
  hipexpert explain -f pain_site=lateral_hip -f agg_lying_on_side=yes -f age_years=46
  hipexpert explain my_hip.yaml
  hipexpert log add run --distance 10km --duration 55:00 --during 2
  hipexpert findings groin
  hipexpert conditions groin
  hipexpert advice exercise
  hipexpert plan start my_hip.yaml
  hipexpert report my_hip.yaml -o page.html
  hipexpert bench my_cases/
  hipexpert test my_cases/ --coverage
  hipexpert new pack my_pack
  hipexpert audit my_pack/
  hipexpert review start my_pack/ -o review.html
  hipexpert pack seal my_pack/
  hipexpert graph --open
  hipexpert cohort runners.csv -o results.parquet
  hipexpert simulate 100000
  hipexpert export --format clips -o hip.clp
  hipexpert serve
  hipexpert mcp
"""


class Verbs(click.Group):
    """The verbs, each imported when it is asked for: ``explain`` need not wait for the others."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run the command line and leave the process; without ``standalone_mode`` as click does it."""
        begin: Callable[..., object] = super().main
        if not standalone_mode:
            return begin(*args, standalone_mode=False, **extra)
        sys.exit(exit_code_of(lambda: begin(*args, standalone_mode=False, **extra)))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click calls it so)
        """The names of the verbs."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The verb of a name; None for a name that is not one."""
        if cmd_name not in VERBS:
            return None
        found: click.Command = getattr(import_module(f"hipexpert.cli.{VERBS[cmd_name]}"), FUNCTIONS.get(cmd_name, cmd_name))
        found.short_help = SHORT_HELP[cmd_name]
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of verbs."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, SHORT_HELP[name]) for name in VERBS])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb of the first word. Raises a usage error that names the nearest verb for a word that is none."""
        if args[0] not in VERBS and not args[0].startswith("-"):
            from hipexpert.knowledge import did_you_mean

            all_verbs = f"the verbs are {', '.join(VERBS)}"
            ctx.fail(f"No such command `{args[0]}`: {did_you_mean(args[0], VERBS, all_verbs)}")
        return super().resolve_command(ctx, args)


HELP = """Hip pain in runners: how urgent it is, what it may be, and how each conclusion was reached.

Education and triage support, not a diagnosis.
"""


@click.group(cls=Verbs, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, help=HELP)
@click.version_option(__version__, prog_name="hipexpert")
def main() -> None:
    """Run the verb; :data:`HELP` says what it does."""
