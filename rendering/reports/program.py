"""What followed in a session of a program, and why."""

from collections.abc import Iterable

from hipexpert.graphs.programs.explained import ExplainedRun
from hipexpert.graphs.programs.telling import Teller
from hipexpert.languages.catalogue import say
from hipexpert.rendering.report.blocks import Block, Heading, Paragraph, Report, points
from hipexpert.rendering.reports.derivation import how_tree


def program_report(run: ExplainedRun, title: str) -> Report:
    """What was given, and each fact that follows with every reason for it; what was told once is not told again."""
    names, given = run.names, run.derivation.run.given
    denied = run.outlook.denied.difference(given)
    teller, explained = Teller(run.derivation, names), set[str]()
    derived = [node.id for node in run.derivation_graph.nodes if node.kind == "conclusion"]
    trees: list[Block] = [how_tree(teller.step(fact), explained) for fact in reversed(derived)]
    blocks = (
        Heading(title, 1),
        *_listed(say("Given"), map(names.label, given)),
        *_listed(say("Known not to hold"), map(names.label, sorted(denied))),
        Heading(say("What follows")),
        *(trees or [Paragraph(say("Nothing follows."))]),
    )
    return Report(title, blocks)


def _listed(title: str, names: Iterable[str]) -> tuple[Block, ...]:
    listed = points(*names)
    return (Heading(title), *listed) if listed else ()
