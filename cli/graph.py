"""``hipexpert graph``: the rule graph of a pack."""

from typing import TYPE_CHECKING

import click

from hipexpert.cli.browser import form_to_open, write_and_open
from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import chosen_form, form_options, write_report
from hipexpert.cli.output import keep_apart, write
from hipexpert.cli.questions import pack_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hipexpert.audit.suite.covering import NodeTests
    from hipexpert.graphs.rule_graph.document import Shown
    from hipexpert.graphs.rule_graph.whole import RuleGraph

FORMATS = ("text", "dot", "graphml", "mermaid", "svg", "html", "json")
FOLDABLE = ("dot", "graphml", "mermaid", "svg")
DRAWN_WHOLE = 150  # more boxes than this are folded by topic in a picture, unless --no-fold

EPILOG = """\b
Examples:
  hipexpert graph --open
  hipexpert graph my_pack --cases my_cases/ --open
  hipexpert graph --focus limp --downstream
  hipexpert graph my_pack --focus urgent --upstream -o urgent.svg
"""


def _graph_of(context: click.Context) -> "RuleGraph":
    from hipexpert.graphs.rule_graph.whole import RuleGraph

    return RuleGraph(pack_named(context))


def complete_id(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The ids that may be looked at, for the shell."""
    from hipexpert.graphs.rule_graph.focusing import words

    return [word for word in words(_graph_of(context)) if word.startswith(incomplete)]


def complete_topic(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The topics, for the shell."""
    return [topic.id for topic in _graph_of(context).topics if topic.id.startswith(incomplete)]


HELP = """Show the rule graph of the pack in the folder PACK (without it, the one that ships).

What leads from findings through rules to patterns, conditions, urgency and advice: how many there are, what they touch,
what rests on itself, the longest chains, and the findings that every way to a conclusion goes through. With --focus,
everything that can touch ID and that ID can touch. `--format html` is a map to search and walk in a browser.
"""


@click.command(epilog=EPILOG, help=HELP)
@click.argument("pack", required=False, metavar="[PACK]")
@click.option(
    "--focus",
    metavar="ID",
    shell_complete=complete_id,
    help="What to look at: a finding, rule, pattern, factor, condition, level, advice or constraint, or one answer such as limp=yes.",
)
@click.option("--upstream", is_flag=True, help="Only what can touch ID.")
@click.option("--downstream", is_flag=True, help="Only what ID can touch.")
@click.option("--steps", type=click.IntRange(min=1), metavar="N", help="At most N rules or weighings away from ID.  [default: any number]")
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC",
    shell_complete=complete_topic,
    help="Only what is about this topic, such as findings/red_flag, conditions/bone or rules/urgency. Repeat it for more.",
)
@click.option(
    "--fold/--no-fold",
    default=None,
    help=f"Fold dot, graphml, mermaid and svg by topic, or not.  [default: fold pictures of more than {DRAWN_WHOLE} boxes]",
)
@click.option(
    "--cases",
    multiple=True,
    metavar="PATH",
    help="Cases and rule checks, so that the map tells which of them cover what. Repeat it for more.",
)
@form_options(*FORMATS)
@click.option("--open", "opened", is_flag=True, help="Open the map or picture in the browser; without -o, the map in a temporary file.")
@user_errors
def graph(
    pack: str | None,
    focus: str | None,
    upstream: bool,
    downstream: bool,
    steps: int | None,
    topics: tuple[str, ...],
    fold: bool | None,
    cases: tuple[str, ...],
    form: str | None,
    output: str | None,
    opened: bool,
) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    chosen = form_to_open(form, output) if opened else chosen_form(form, output, FORMATS)
    keep_apart(output, pack, *cases)
    _check(focus, upstream, downstream, steps, fold, cases, chosen)
    shown = _shown(pack, focus, "upstream" if upstream else "downstream" if downstream else "both", steps, topics)
    if opened:
        write_and_open(_rendered(shown, pack, chosen, fold, cases), output, chosen)
    elif chosen == "text":
        from hipexpert.rendering.reports.rule_graph import rule_graph_report

        write_report(rule_graph_report(shown), chosen, output)
    else:
        write(_rendered(shown, pack, chosen, fold, cases), output)


def _check(
    focus: str | None, upstream: bool, downstream: bool, steps: int | None, fold: bool | None, cases: tuple[str, ...], form: str
) -> None:
    """Refuse options that do not go together; all of them at once."""
    from hipexpert.engine import Problem, ProblemsError

    problems: list[Problem] = []
    if focus is None:
        given = {"--upstream": upstream, "--downstream": downstream, "--steps": steps is not None}
        options = [option for option, is_given in given.items() if is_given]
        problems += [Problem("no-focus", f"{each} needs something to start from", each, "say what with --focus ID") for each in options]
    if upstream and downstream:
        problems.append(Problem("both-ways", "one of --upstream and --downstream, not both", "", "leave both away to see both"))
    if fold is not None and form not in FOLDABLE:
        help_text = f"only {', '.join(FOLDABLE)} are; leave it away"
        problems.append(Problem("not-folded", f"the form `{form}` is not folded", "--fold" if fold else "--no-fold", help_text))
    if cases and form != "html":
        problems.append(
            Problem("no-map", f"tests are shown on the map, not in the form `{form}`", "--cases", "add --format html or --open")
        )
    if problems:
        raise ProblemsError(problems)


def _shown(folder: str | None, focus: str | None, direction: str, steps: int | None, topics: tuple[str, ...]) -> "Shown":
    """What was asked for; all unknown ids and topics at once."""
    from hipexpert.engine import Problem, ProblemsError, gathering
    from hipexpert.graphs.rule_graph.document import Shown
    from hipexpert.graphs.rule_graph.focusing import focus_on, topic_of
    from hipexpert.graphs.rule_graph.whole import RuleGraph
    from hipexpert.knowledge import load_pack

    whole = RuleGraph(load_pack(folder) if folder else load_pack())
    problems: list[Problem] = []
    found, named = None, []
    with gathering(problems):
        found = focus_on(whole, focus) if focus is not None else None
    for word in dict.fromkeys(topics):
        with gathering(problems):
            named.append(topic_of(whole, word))
    if problems:
        raise ProblemsError(problems)
    return Shown(whole, found, direction, steps, named)  # type: ignore[arg-type]


def _rendered(shown: "Shown", folder: str | None, form: str, fold: bool | None, cases: tuple[str, ...]) -> str:
    if form == "json":
        from hipexpert.graphs.rule_graph.document import document_of
        from hipexpert.knowledge.json_text import json_text

        return json_text(document_of(shown))
    if form == "html":
        from hipexpert.knowledge.packs.files import read_files
        from hipexpert.knowledge.packs.loading import HIP
        from hipexpert.knowledge.packs.signing import signatures_in
        from hipexpert.rendering.rule_graph.map_page import to_html

        return to_html(shown, signatures_in(read_files(folder or HIP)), _tests(shown.graph, cases) if cases else None)
    folds = fold if fold is not None else form != "graphml" and len(shown.view.nodes) > DRAWN_WHOLE
    if form == "svg":
        from hipexpert.rendering.rule_graph.picture import to_svg

        return to_svg(shown, fold=folds)
    from hipexpert.rendering.graph_text import rule_graph_to_text

    return rule_graph_to_text(shown, form, fold=folds)


def _tests(graph: "RuleGraph", cases: tuple[str, ...]) -> "Mapping[str, NodeTests]":
    """The tests of every node. Raises CaseError with every problem of the files."""
    from hipexpert.audit.suite.covering import node_tests
    from hipexpert.audit.suite.stories import Stories
    from hipexpert.graphs.explained import ExplainingEngine
    from hipexpert.knowledge.cases.suites import read_suite
    from hipexpert.knowledge.packs.snapshot import Loaded

    engine = ExplainingEngine(Loaded(graph.pack, graph.program))
    return node_tests(Stories(engine, read_suite(cases, engine.pack)), graph)
