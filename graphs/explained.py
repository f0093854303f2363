"""Assessments that can explain themselves and show their graph."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from hipexpert.engine import Run
from hipexpert.knowledge import Assessment, Intake
from hipexpert.knowledge.interview.interviewer import Interviewer
from hipexpert.knowledge.runner.assessment import of_session

if TYPE_CHECKING:
    import networkx as nx

    from hipexpert.graphs.explanations.counterfactual import Counterfactuals
    from hipexpert.graphs.explanations.difference import Difference
    from hipexpert.graphs.explanations.how import How
    from hipexpert.graphs.explanations.why import Why
    from hipexpert.graphs.explanations.why_not import WhyNot


class ExplainedAssessment(Assessment):
    """An assessment with its derivation graph."""

    @cached_property
    def graph(self) -> "nx.MultiDiGraph[str]":
        """The derivation as a networkx MultiDiGraph, built when first asked for; do not change it."""
        # Imported here: networkx takes longer to load than an assessment takes in all.
        import networkx as nx

        from hipexpert.graphs.derivation import to_networkx

        graph: nx.MultiDiGraph[str] = nx.freeze(to_networkx(self.derivation_graph))
        return graph

    # Each question has its module, imported when it is asked: an assessment that is only printed needs none of them.

    def how(self, conclusion: str) -> "How":
        """How a conclusion was reached; see :func:`hipexpert.graphs.explanations.how.how`."""
        from hipexpert.graphs.explanations.how import how

        return how(self, conclusion)

    def why(self, finding: str) -> "Why":
        """Why a question is asked; see :func:`hipexpert.graphs.explanations.why.why`."""
        from hipexpert.graphs.explanations.why import why

        return why(self, finding)

    def why_not(self, conclusion: str) -> "WhyNot":
        """Why something was not concluded; see :func:`hipexpert.graphs.explanations.why_not.why_not`."""
        from hipexpert.graphs.explanations.why_not import why_not

        return why_not(self, conclusion)

    def what_if(self, changes: Mapping[str, object] | Intake) -> "Difference":
        """What would differ with other answers; see :func:`hipexpert.graphs.explanations.difference.what_if`."""
        from hipexpert.graphs.explanations.difference import what_if

        return what_if(self, changes)

    def counterfactual(self, conclusion: str = "urgency") -> "Counterfactuals":
        """What would change a conclusion; see :func:`hipexpert.graphs.explanations.counterfactual.counterfactual`."""
        from hipexpert.graphs.explanations.counterfactual import counterfactual

        return counterfactual(self, conclusion)

    def against(self, other: Assessment) -> "Difference":
        """What differs in another assessment made with the same pack; see
        :func:`hipexpert.graphs.explanations.difference.difference`.
        """
        from hipexpert.graphs.explanations.difference import difference

        return difference(self, other)


class ExplainingEngine(Interviewer[ExplainedAssessment]):
    """A pack made ready for assessments that explain themselves; embedding programs get it as :class:`hipexpert.Engine`."""

    def _outcome(self, intake: Intake, run: Run, denied: frozenset[str]) -> ExplainedAssessment:
        return of_session(ExplainedAssessment, self, intake, run, denied)
