"""The public engine: assessments that can also show their graph."""

from functools import cached_property
from typing import TYPE_CHECKING

from hipexpert.engine import Run
from hipexpert.graphs.explanations.how import How, how
from hipexpert.knowledge import Assessment, Assessor, Intake

if TYPE_CHECKING:
    import networkx as nx


class ExplainedAssessment(Assessment):
    """An assessment with its derivation graph."""

    @cached_property
    def graph(self) -> "nx.MultiDiGraph[str]":
        """The derivation as a networkx MultiDiGraph, built when first asked for; do not change it."""
        # Imported here: networkx takes longer to load than an assessment takes in all.
        from hipexpert.graphs.derivation import frozen_graph

        return frozen_graph(self.derivation_graph)

    def how(self, conclusion: str) -> How:
        """How a conclusion was reached; see :func:`hipexpert.graphs.explanations.how.how`."""
        return how(self, conclusion)


class Engine(Assessor[ExplainedAssessment]):
    """The expert system: ``Engine().assess({...})``. Build one and keep it; threads may share it."""

    def _outcome(self, intake: Intake, run: Run, denied: frozenset[str]) -> ExplainedAssessment:
        return ExplainedAssessment(self, intake, run, denied)
