"""What would change it: the smallest changes of answers with which the urgency, or the condition ranked first, differs."""

from msgspec import Struct

from hipexpert.engine import Problem
from hipexpert.graphs.explanations.difference import Difference, difference
from hipexpert.graphs.explanations.targets import Target, UnknownConclusionError, target_of
from hipexpert.graphs.explanations.trying import SmallestWays, Trying
from hipexpert.graphs.explanations.values import Change
from hipexpert.knowledge import LEVELS, Assessment, Intake, Question, Ranked
from hipexpert.languages.catalogue import say_in

SHOWN = 3
RIVALS = 5
CHANGES_OF_RANK = 2  # a weighing depends on so many answers that all sets of three cannot be tried


class Counterfactual(Struct, frozen=True):
    """One smallest set of changes, and everything that would differ with it."""

    changes: tuple[Change, ...]
    difference: Difference


class Direction(Struct, frozen=True):
    """Towards something: the first of the smallest ways there.

    ``found`` counts all smallest ways that were found. No way with ``complete_to`` changes or fewer was missed;
    ``impossible`` says that there is none, however much is changed that a runner could truthfully change.
    """

    towards: str
    label: str
    ways: tuple[Counterfactual, ...]
    found: int
    complete_to: int
    impossible: bool


class Counterfactuals(Struct, frozen=True, tag_field="kind", tag="counterfactual"):
    """What would change a conclusion: one direction for each other outcome, those that need fewest changes first."""

    conclusion: str
    now: str
    directions: tuple[Direction, ...]


def counterfactual(assessment: Assessment, conclusion: str = "urgency") -> Counterfactuals:
    """The smallest changes of answers that would change a conclusion.

    ``urgency``: for each other level, what would lead there; a level: what would lead to it. ``first``: what would put
    another condition first; the id of a condition: what would put it first, or another when it is.

    Only changes that a runner could truthfully make differ are offered: not age, not sex, and no answers that contradict
    one another. Raises :class:`UnknownConclusionError`.
    """
    explainer = _Explainer(assessment)
    if conclusion == "first":
        return explainer.ranking(conclusion)
    target = target_of(assessment.pack, frozenset(), conclusion)
    if target.kind in ("urgency", "level"):
        return explainer.urgency(target)
    if target.kind == "condition":
        return explainer.ranking(conclusion)
    help_text = "ask for `urgency`, a level, `first` or the id of a condition"
    raise UnknownConclusionError([Problem("no-counterfactual", f"`{conclusion}` is neither an urgency nor ranked", "", help_text)])


class _Explainer:
    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.trying = Trying(assessment)

    def urgency(self, target: Target) -> Counterfactuals:
        level = self.assessment.level
        levels = [each for each in reversed(LEVELS) if each != level and target.id in ("urgency", each)]
        pack = self.assessment.pack
        found = [self._direction(each, pack.level_text(each).title, self.trying.level(each)) for each in levels]
        return Counterfactuals(target.word, level, _ordered(found))

    def ranking(self, word: str) -> Counterfactuals:
        ranked = self.assessment.differential
        first = ranked[0].condition if ranked else ""
        names = [word] if word not in ("first", first) else [each.condition for each in ranked[1 : RIVALS + 1]]
        found = {name: self.trying.first(name, most_changes=CHANGES_OF_RANK) for name in names}
        if len(names) > 1:  # of several that could come first instead, those that need fewest changes
            fewest = min((len(each.first) for each in found.values() if each.first is not None), default=0)
            found = {name: each for name, each in found.items() if each.first is not None and len(each.first) == fewest} or found
        by_id = self.assessment.pack.condition_by_id
        directions = [self._direction(name, by_id[name].name, ways) for name, ways in found.items()]
        return Counterfactuals(word, _name(ranked, self.assessment.pack.language), _ordered(directions))

    def _direction(self, towards: str, label: str, ways: SmallestWays) -> Direction:
        shown = tuple(self._counterfactual(changes) for changes in ways.changes[:SHOWN])
        return Direction(towards, label, shown, len(ways.changes), ways.complete_to, ways.impossible)

    def _counterfactual(self, changes: tuple[Change, ...]) -> Counterfactual:
        return Counterfactual(changes, difference(self.assessment, self._after(changes)))

    def _after(self, changes: tuple[Change, ...]) -> Assessment:
        assessor = self.assessment.assessor
        said = assessor.key.said(self.assessment.intake)
        said |= {Question(each.finding, each.value): each.after for each in changes if each.after is not None}
        intake: Intake = assessor.key.intake(said)
        after: Assessment = assessor.assess(intake)
        return after


def _name(ranked: tuple[Ranked, ...], language: str) -> str:
    return ranked[0].name if ranked else say_in(language, "nothing is ranked")


def _ordered(directions: list[Direction]) -> tuple[Direction, ...]:
    """Those with a way before those without, those that need fewer changes first."""
    return tuple(sorted(directions, key=lambda each: (not each.ways, len(each.ways[0].changes) if each.ways else 0)))
