"""A graph as other programs read it."""

import io
from typing import TypeAlias

import networkx as nx

Labelled: TypeAlias = "nx.MultiDiGraph[str]"
"""A graph whose nodes have a ``label`` and a ``kind`` and whose edges may have a ``label``."""


def to_graphml(graph: Labelled) -> str:
    """The graph with all its attributes as GraphML (XML)."""
    stream = io.BytesIO()
    nx.write_graphml_xml(graph, stream, encoding="utf-8", prettyprint=True)
    return stream.getvalue().decode("utf-8").rstrip("\n") + "\n"
