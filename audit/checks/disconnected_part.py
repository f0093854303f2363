"""No part of the rule graph leads from no answer to no output.

What it checks
--------------
Each connected part of the graph of facts and rules for a path from a finding to something that an assessment
says.

Why it matters
--------------
Such a part is knowledge that the rest of the pack neither feeds nor hears.

Example
-------
    - id: an-old-joint-is-stiff
      when: {pattern: old_joint}          # no rule concludes it
      then: [{pattern: stiff_joint}]      # no rule asks for it

Use instead
-----------
    - id: an-old-joint-is-seen
      when: {age: {at_least: 60}}
      then: [{urgency: routine}]

Limits
------
A part with one such path and dead branches beside it is found by `unreachable-rule` and `dead-end`.
"""

from collections.abc import Iterator

import networkx as nx

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.graphs.rule_graph.program_graph import is_output


def _find(subject: Subject) -> Iterator[Found]:
    graph = subject.graph
    parts: list[set[str]] = sorted(nx.weakly_connected_components(graph), key=min)
    for part in parts:
        rules = tuple(sorted(node.removeprefix("rule:") for node in part if node.startswith("rule:")))
        own = tuple(rule for rule in rules if rule in subject.gates)
        asked = {node for node in part if node.removeprefix("fact:") in subject.space.finding_of}
        told = {node for node in part if is_output(node)}
        if own and all(told.isdisjoint(_below(graph, node)) for node in asked):
            count = f"{len(own)} rules hang together and lead" if len(own) > 1 else "the rule leads"
            yield Found(f"{count} from no answer to anything that is said", "connect them with findings and outputs, or retire them", own)


def _below(graph: "nx.DiGraph[str]", node: str) -> set[str]:
    """Everything that a node leads to."""
    return {follower for _, follower in nx.bfs_edges(graph, node)}


CHECK = Check("disconnected-part", "graph", "warning", _find)
