"""The rule graph: the figures of the whole, or one focus with what lies before and behind it."""

from collections.abc import Sequence

from hipexpert.graphs.rule_graph.document import Shown
from hipexpert.graphs.rule_graph.shape import Decisive
from hipexpert.rendering.cited import place_in
from hipexpert.rendering.report.blocks import Block, Code, Heading, Notice, Paragraph, Report, Row, Rows, Table, plain, points, quiet
from hipexpert.rendering.report.phrases import foot, knowledge_of, more
from hipexpert.rendering.rule_graph.summary import (
    ListedNodes,
    busiest,
    decided,
    every_way,
    figures,
    grouped,
    inventory,
    no_way,
    rule_as_written,
)
from hipexpert.rendering.rule_graph.words import ONE, conclusion, counted, headline, named

LISTED = 8
DECISIVE = 10
SHORTEST = 3


def rule_graph_report(shown: Shown) -> Report:
    """What is shown, for a screen: of long lists the first."""
    title = headline(shown)
    if shown.focus is not None:
        blocks = _focus(shown)
    elif shown.topics:
        blocks = _groups(grouped(shown.graph, shown.view.nodes))
    else:
        blocks = _whole(shown)
    pack = shown.graph.pack
    return Report(title, (Heading(title, 1), *blocks, *foot(knowledge_of(pack), pack.about.disclaimer)))


def _whole(shown: Shown) -> tuple[Block, ...]:
    graph, shape = shown.graph, shown.shape
    rings = points(*(f"{len(ring)} nodes: {', '.join(ring)}" for ring in shape.rings))
    found = [each for each in shape.decisive_findings if len(each.conclusions) >= SHORTEST] or list(shape.decisive_findings)
    blocks: list[Block] = [
        Paragraph(f"{inventory(graph)} {len(graph.edges):,} edges, {len(graph.topics)} topics."),
        Heading("What rests on itself (strongly connected parts)"),
        *(rings or (Paragraph("nothing"),)),
    ]
    for most in busiest(shown):
        blocks += [Heading(most.title), _numbers([(row.name, f"{row.number:,}", row.says) for row in most.rows])]
    blocks.append(Heading("Longest chains: rules and weighings one after the other"))
    for number, chain in enumerate(shape.chains):
        blocks.append(Paragraph(f"{chain.steps} to {ONE[graph.nodes[chain.to].kind]} {named(graph, chain.to)}"))
        if number == 0:
            blocks.append(Rows(tuple(Row(quiet(f"  {ONE[graph.nodes[name].kind]}"), named(graph, name)) for name in chain.nodes)))
    blocks.append(Heading("Decisive findings: without an answer, this cannot be concluded"))
    blocks.append(_numbers([_decisive(shown, each) for each in found[:DECISIVE]]))
    rest = len(shape.decisive_findings) - len(found[:DECISIVE])
    if rest:
        blocks.append(Paragraph(quiet(f"and {rest} more findings; --format json lists all")))
    return tuple(blocks)


def _decisive(shown: Shown, each: Decisive) -> tuple[str, str, str]:
    said = "; ".join(conclusion(shown.graph, fact) for fact in each.conclusions[:SHORTEST])
    rest = len(each.conclusions) - SHORTEST
    return named(shown.graph, each.node), f"{len(each.conclusions):,}", f"{said}{f' (+{rest} more)' if rest > 0 else ''}"


def _focus(shown: Shown) -> tuple[Block, ...]:
    nodes = shown.focus.nodes if shown.focus is not None else ()
    blocks = [block for name in nodes for block in _node(shown, name)]
    if shown.direction != "downstream":
        blocks.append(Heading(f"What can touch it: {len(shown.view.upstream):,}, the nearest first"))
        blocks += _groups(grouped(shown.graph, shown.view.upstream))
    if shown.direction != "upstream":
        blocks.append(Heading(f"What it can touch: {len(shown.view.downstream):,}, the nearest first"))
        blocks += _groups(grouped(shown.graph, shown.view.downstream))
    return (*blocks, Paragraph(quiet("--format html, svg or json shows every name and every line.")))


def _node(shown: Shown, name: str) -> list[Block]:
    graph = shown.graph
    node = graph.nodes[name]
    blocks: list[Block] = [
        Paragraph(f"{ONE[node.kind]} {node.name} · {node.topic.title}{f' · {node.place}' if node.place else ''}"),
        Paragraph(quiet(f"  {figures(shown, name)}")),
    ]
    rule = graph.pack.rule_by_id.get(node.name) if node.kind == "rule" else None
    if rule is not None:
        sources = graph.pack.source_by_id
        cited = (
            f"{plain(each.stance)}: {sources[each.ref].title}{f', {place_in(each)}' if place_in(each) else ''}" for each in rule.sources
        )
        blocks += [Code(rule_as_written(shown, rule), "yaml"), Paragraph(f"because {rule.because}"), *points(*map(quiet, cited))]
    if no_way(shown, name):
        blocks.append(Notice("doubt", no_way(shown, name)))
    ways = () if node.kind == "finding" else every_way(shown, name)
    for title, said in (("Every way to it goes through", ways), ("Only through it", decided(shown, name))):
        if said:
            blocks += [Heading(title), *points(*said[:LISTED]), *more(said, LISTED)]
    return blocks


def _groups(groups: Sequence[ListedNodes]) -> tuple[Block, ...]:
    rows = []
    for group in groups:
        rest = len(group.names) - LISTED
        names = ", ".join(group.names[:LISTED])
        rows.append(Row(counted(len(group.names), group.kind), f"{names}{f' and {rest} more' if rest > 0 else ''}"))
    return (Rows(tuple(rows)),) if rows else ()


def _numbers(rows: Sequence[tuple[str, str, str]]) -> Block:
    return Table((), tuple(rows), (1,)) if rows else Paragraph("none")
