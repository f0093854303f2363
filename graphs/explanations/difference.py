"""What differs between two assessments, and why: of one runner if an answer were different, or of two runners."""

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from hipexpert.engine import Problem, ProblemsError
from hipexpert.graphs.explanations.values import Change, change_of
from hipexpert.knowledge import Assessment, Evidence, Intake, Level, Ranked, Reason, Recognised, StatedLevel
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.weighing import Band
from hipexpert.knowledge.runner.reading_intake import read_answers

Told = Literal["given", "withheld", "not advised"]


class ImpossibleChangeError(ProblemsError):
    """A change of answers that cannot be: it changes nothing, or makes the answers contradict one another."""


class UrgencyDifference(Struct, frozen=True):
    """The urgency before and after; ``gained`` and ``lost`` are the reasons for the level that came and went."""

    before: StatedLevel
    after: StatedLevel
    title: str
    action: str
    at_most_before: Level
    at_most_after: Level
    gained: tuple[Reason, ...]
    lost: tuple[Reason, ...]


class WeightDifference(Struct, frozen=True):
    """An item of evidence that counts on one side only."""

    rule: str
    says: str
    decibans: int


class ConditionDifference(Struct, frozen=True):
    """A condition whose place or weight differs. A rank counts from 1; None: it is not in the differential."""

    condition: str
    name: str
    rank_before: int | None
    rank_after: int | None
    band_before: Band | None
    band_after: Band | None
    decibans_before: int | None
    decibans_after: int | None
    gained: tuple[WeightDifference, ...]
    lost: tuple[WeightDifference, ...]


class AdviceDifference(Struct, frozen=True):
    """Advice that is told otherwise."""

    id: str
    title: str
    before: Told
    after: Told


class Named(Struct, frozen=True):
    """A pattern, factor or condition."""

    id: str
    name: str


class Difference(Struct, frozen=True, tag_field="kind", tag="difference"):
    """Everything that differs between two assessments; what is the same is left out.

    ``first_before`` and ``first_after`` are the conditions ranked first. ``rules_gained`` and ``rules_lost`` are the rules
    that fire on one side only.
    """

    changes: tuple[Change, ...]
    urgency: UrgencyDifference
    first_before: Named | None
    first_after: Named | None
    differential: tuple[ConditionDifference, ...]
    patterns_gained: tuple[Named, ...]
    patterns_lost: tuple[Named, ...]
    factors_gained: tuple[Named, ...]
    factors_lost: tuple[Named, ...]
    advice: tuple[AdviceDifference, ...]
    contradictions: tuple[str, ...]
    rules_gained: tuple[str, ...]
    rules_lost: tuple[str, ...]


def what_if(assessment: Assessment, changes: Mapping[str, object] | Intake, unsaid: frozenset[Question] = frozenset()) -> Difference:
    """What would differ if these answers were given instead (or besides): urgency, ranking, patterns, advice.

    ``changes`` maps findings to answers, as an intake does; ``unknown`` (or None) takes an answer back, as does ``unsaid``
    beside an intake. Raises :class:`hipexpert.IntakeError` for what is no answer,
    and :class:`ImpossibleChangeError` when nothing would change or the answers could not all be true.
    """
    key = assessment.assessor.key
    said = key.said(assessment.intake)
    read = read_answers(changes, assessment.pack)
    new = key.said(read.intake)
    if not isinstance(changes, Intake):
        unsaid = read.unknown | read.blank
    asked, unsaid = unsaid, (unsaid & said.keys()) - new.keys()
    if asked and not unsaid and not new:
        names = sorted({each.finding for each in asked})
        raise ImpossibleChangeError(Problem("no-change", f"`{name}` is unknown as it is", "") for name in names)
    same = [key.phrase(question, answer) for question, answer in new.items() if said.get(question) == answer]
    if same and len(same) == len(new) and not unsaid:
        raise ImpossibleChangeError(Problem("no-change", f"`{words}` is already what was answered", "") for words in same)
    kept = {question: answer for question, answer in {**said, **new}.items() if question not in unsaid}
    after: Assessment = assessment.assessor.assess(key.intake(kept))
    known = {each.constraint for each in assessment.contradictions}
    broken = [each for each in after.contradictions if each.constraint not in known]
    if broken:
        raise ImpossibleChangeError(
            Problem("contradiction", f"these answers cannot all be true: {', '.join(each.answers)}", "", each.because) for each in broken
        )
    return difference(assessment, after)


def difference(before: Assessment, after: Assessment) -> Difference:
    """What differs between two assessments made with the same pack. Raises :class:`hipexpert.ProblemsError` for two packs."""
    if before.pack.content_hash != after.pack.content_hash:
        one, other = (f"{each.about.id} {each.about.version}, {each.content_hash[:12]}" for each in (before.pack, after.pack))
        help_text = "assess the answers of one again with the pack of the other"
        raise ProblemsError([Problem("other-pack", f"the two were made with different packs: `{one}` and `{other}`", "", help_text)])
    fired_before, fired_after = _fired(before), _fired(after)
    first_before, first_after = (each.differential[0] if each.differential else None for each in (before, after))
    return Difference(
        changes=_changes(before, after),
        urgency=_urgency(before, after),
        first_before=_first(first_before),
        first_after=_first(first_after),
        differential=_conditions(before, after),
        patterns_gained=_gained(before.patterns, after.patterns),
        patterns_lost=_gained(after.patterns, before.patterns),
        factors_gained=_gained(before.contributing_factors, after.contributing_factors),
        factors_lost=_gained(after.contributing_factors, before.contributing_factors),
        advice=_advice(before, after),
        contradictions=tuple(each.because for each in after.contradictions if each not in before.contradictions),
        rules_gained=tuple(sorted(fired_after - fired_before)),
        rules_lost=tuple(sorted(fired_before - fired_after)),
    )


def _changes(before: Assessment, after: Assessment) -> tuple[Change, ...]:
    key = before.assessor.key
    one, other = key.said(before.intake), key.said(after.intake)
    asked = [question for question in key.questions if one.get(question) != other.get(question)]
    return tuple(change_of(key, question, one.get(question), other.get(question)) for question in asked)


def _fired(assessment: Assessment) -> set[str]:
    return {step.source for step in assessment.derivation if step.source in assessment.pack.rule_by_id}


def _first(ranked: Ranked | None) -> Named | None:
    return None if ranked is None else Named(ranked.condition, ranked.name)


def _urgency(before: Assessment, after: Assessment) -> UrgencyDifference:
    had, has = ({reason.rule for reason in each.urgency.because} for each in (before, after))
    return UrgencyDifference(
        before=before.level,
        after=after.level,
        title=after.urgency.title,
        action=after.urgency.action,
        at_most_before=before.urgency.at_most,
        at_most_after=after.urgency.at_most,
        gained=tuple(reason for reason in after.urgency.because if reason.rule not in had),
        lost=tuple(reason for reason in before.urgency.because if reason.rule not in has),
    )


def _conditions(before: Assessment, after: Assessment) -> tuple[ConditionDifference, ...]:
    """The conditions that differ, in the order of the ranking after, then those that left it."""
    places = [{each.condition: (rank, each) for rank, each in enumerate(side.differential, 1)} for side in (before, after)]
    names = dict.fromkeys([*places[1], *places[0]])
    found = (_condition(places[0].get(name), places[1].get(name)) for name in names)
    return tuple(each for each in found if each is not None)


def _condition(before: tuple[int, Ranked] | None, after: tuple[int, Ranked] | None) -> ConditionDifference | None:
    (rank_before, old), (rank_after, new) = before or (None, None), after or (None, None)
    either = new or old
    had, has = _counted(old), _counted(new)
    gained = tuple(has[item] for item in has if item not in had)
    lost = tuple(had[item] for item in had if item not in has)
    if either is None or (rank_before == rank_after and not gained and not lost):
        return None
    return ConditionDifference(
        condition=either.condition,
        name=either.name,
        rank_before=rank_before,
        rank_after=rank_after,
        band_before=old.band if old else None,
        band_after=new.band if new else None,
        decibans_before=old.decibans if old else None,
        decibans_after=new.decibans if new else None,
        gained=gained,
        lost=lost,
    )


def _counted(ranked: Ranked | None) -> dict[tuple[str, int], WeightDifference]:
    """The evidence that counts, by rule and weight: a rule that holds for other answers as well is the same evidence."""
    items: tuple[Evidence, ...] = (*ranked.for_, *ranked.against) if ranked else ()
    return {(each.rule, each.decibans): WeightDifference(each.rule, each.says, each.decibans) for each in items if each.counted}


def _gained(before: Iterable[Recognised], after: Iterable[Recognised]) -> tuple[Named, ...]:
    had = {each.id for each in before}
    return tuple(Named(each.id, each.name) for each in after if each.id not in had)


def _advice(before: Assessment, after: Assessment) -> tuple[AdviceDifference, ...]:
    one, other = _told(before), _told(after)
    titles = {each.id: each.title for each in before.pack.advice}
    return tuple(
        AdviceDifference(name, titles[name], one.get(name, "not advised"), other.get(name, "not advised"))
        for name in titles
        if one.get(name) != other.get(name)
    )


def _told(assessment: Assessment) -> dict[str, Told]:
    told: dict[str, Told] = {each.id: "given" for each in assessment.plan.advice}
    return told | dict.fromkeys((each.id for each in assessment.plan.withheld), "withheld")
