"""networkx: derivation graphs and explanations. networkx itself is imported when a graph is first asked for."""
