"""The rule graph on a terminal, at 80 columns: the figures of the whole, or one focus with what lies before and behind it."""

from rich.console import Console
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from hipexpert.cli.terminal import plain_drawing, show_drawing
from hipexpert.graphs.rule_graph.document import Shown
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


def show_graph(shown: Shown) -> None:
    """Print the rule graph on standard output."""
    show_drawing(lambda console: _print(console, shown))


def plain_graph(shown: Shown) -> str:
    """The same as plain text."""
    return plain_drawing(lambda console: _print(console, shown))


def _print(console: Console, shown: Shown) -> None:
    console.print(Text(headline(shown), style="bold"))
    about = shown.graph.pack.about
    console.print(Text(f"{about.id} {about.version} ({shown.graph.pack.content_hash[:12]})", style="dim"))
    if shown.focus is not None:
        _focus(console, shown)
    elif shown.topics:
        _groups(console, grouped(shown.graph, shown.view.nodes))
    else:
        _whole(console, shown)
    console.print(Text(about.disclaimer, style="italic"))


def _whole(console: Console, shown: Shown) -> None:
    graph, shape = shown.graph, shown.shape
    console.print(Text(f"{inventory(graph)} {len(graph.edges):,} edges, {len(graph.topics)} topics."))
    _heading(console, "What rests on itself (strongly connected parts)")
    for ring in shape.rings:
        console.print(Text(f"{len(ring)} nodes: {', '.join(ring)}", style="yellow"))
    if not shape.rings:
        console.print(Text("nothing"))
    for most in busiest(shown):
        _heading(console, most.title)
        _rows(console, [(row.name, f"{row.number:,}", row.says) for row in most.rows])
    _heading(console, "Longest chains: rules and weighings one after the other")
    for number, chain in enumerate(shape.chains):
        kind = graph.nodes[chain.to].kind
        console.print(Text(f"{chain.steps} to {ONE[kind]} {named(graph, chain.to)}"))
        if number == 0:
            _rows(console, [(f"  {ONE[graph.nodes[name].kind]}", named(graph, name)) for name in chain.nodes])
    _heading(console, "Decisive findings: without an answer, this cannot be concluded")
    found = [each for each in shape.decisive_findings if len(each.conclusions) >= SHORTEST] or list(shape.decisive_findings)
    rows = []
    for each in found[:DECISIVE]:
        said = "; ".join(conclusion(graph, fact) for fact in each.conclusions[:SHORTEST])
        rest = len(each.conclusions) - SHORTEST
        rows.append((named(graph, each.node), f"{len(each.conclusions):,}", f"{said}{f' (+{rest} more)' if rest > 0 else ''}"))
    _rows(console, rows)
    left = len(shape.decisive_findings) - len(rows)
    if left:
        console.print(Text(f"and {left} more findings; --format json lists all", style="dim"))


def _focus(console: Console, shown: Shown) -> None:
    focus = shown.focus
    if focus is None:
        return
    graph = shown.graph
    for name in focus.nodes:
        node = graph.nodes[name]
        console.print(Text(f"{ONE[node.kind]} {node.name} · {node.topic.title}{f' · {node.place}' if node.place else ''}"))
        console.print(Text(f"  {figures(shown, name)}", style="dim"))
        rule = graph.pack.rule_by_id.get(node.name) if node.kind == "rule" else None
        if rule is not None:
            console.print(Text(rule_as_written(shown, rule), style="cyan"))
            console.print(Text(f"because {rule.because}"))
            sources = graph.pack.source_by_id
            for each in rule.sources:
                console.print(Text(f"  {each.stance}: {sources[each.ref].title}{f', {each.at}' if each.at else ''}", style="dim"))
        if no_way(shown, name):
            console.print(Text(no_way(shown, name), style="yellow"))
        for title, said in (("Every way to it goes through", every_way(shown, name)), ("Only through it", decided(shown, name))):
            if said and not (node.kind == "finding" and title.startswith("Every")):
                _heading(console, title)
                _list(console, said)
    if shown.direction != "downstream":
        groups = grouped(graph, shown.view.upstream)
        _heading(console, f"What can touch it: {len(shown.view.upstream):,}, the nearest first")
        _groups(console, groups)
    if shown.direction != "upstream":
        groups = grouped(graph, shown.view.downstream)
        _heading(console, f"What it can touch: {len(shown.view.downstream):,}, the nearest first")
        _groups(console, groups)
    console.print(Text("--format html, svg or json shows every name and every line.", style="dim"))


def _groups(console: Console, groups: tuple[ListedNodes, ...]) -> None:
    rows = []
    for group in groups:
        names = ", ".join(group.names[:LISTED])
        more = len(group.names) - LISTED
        rows.append((counted(len(group.names), group.kind), f"{names}{f' and {more} more' if more > 0 else ''}"))
    _rows(console, rows)


def _list(console: Console, said: tuple[str, ...]) -> None:
    for each in said[:LISTED]:
        console.print(Text(f"  {each}"))
    if len(said) > LISTED:
        console.print(Text(f"  and {len(said) - LISTED} more", style="dim"))


def _rows(console: Console, rows: "list[tuple[str, str]] | list[tuple[str, str, str]]") -> None:
    if not rows:
        return
    table = Table(box=None, show_header=False, pad_edge=False)
    for number in range(len(rows[0])):
        table.add_column(overflow="fold", no_wrap=number == 0, justify="right" if number == 1 and len(rows[0]) == 3 else "left")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)


def _heading(console: Console, title: str) -> None:
    console.print(Line(title, style="dim", align="left"))
