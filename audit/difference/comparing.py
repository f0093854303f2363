"""Comparing two packs: the entries that changed, what every runner is told, and what they read."""

from collections.abc import Mapping

from hipexpert.audit.difference.claims import lowered_claims
from hipexpert.audit.difference.entries import changed_entries
from hipexpert.audit.difference.values import (
    COMPARED,
    QUESTIONS,
    SCHEMA,
    PackDifference,
    PackVerdict,
    QuestionResult,
    Runner,
    RunnerOutcome,
    RunnerQuestion,
)
from hipexpert.audit.proving.denying import NONE_OF, UNKNOWN
from hipexpert.audit.proving.solving import EFFORT
from hipexpert.audit.proving.two_packs import WAYS, PackTold, Shift, TwoPacks
from hipexpert.knowledge.packs.answer_space import Chosen
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.vocabulary import Choice, Choices
from hipexpert.knowledge.runner.results import Knowledge

CONCLUDED: tuple[RunnerQuestion, ...] = ("first", "plan", "other")


def compared(old: Pack, new: Pack, *, prove: bool = True, effort: int = EFFORT) -> PackDifference:
    """Two packs compared by meaning.

    Without ``prove`` nothing is proved: some hundred runners are drawn by lot, and what none of them shows is not decided.
    Raises :class:`hipexpert.engine.ProblemsError` when proofs are wanted and z3 is not installed.
    """
    packs = TwoPacks(old, new, effort if prove else 0)
    entries = changed_entries(old, new)
    lowered = lowered_claims(old, new, effort if prove else 0)
    found: dict[RunnerQuestion, QuestionResult] = {way: question_result(packs, way, packs.shift(way)) for way in WAYS}
    found["claims"] = _compared("claims", [each.id for each in lowered])
    found["weaker"] = _compared("weaker", [f"{each.kind} {each.id}" for each in entries if each.weaker])
    for aspect in COMPARED:
        found[aspect] = _compared(aspect, [f"{each.kind} {each.id}" for each in entries if aspect in each.bears_on])
    findings = tuple(found[question] for question in QUESTIONS)
    verdict = verdict_of({each.question: each.answer for each in findings})
    return PackDifference(
        schema=SCHEMA,
        verdict=verdict,
        proved=all(each.answer != "not_decided" for each in findings),
        findings=findings,
        entries=entries,
        old=Knowledge.of(old),
        new=Knowledge.of(new),
        disclaimer=new.about.disclaimer,
        lowered=lowered,
    )


def verdict_of(answers: Mapping[RunnerQuestion, str]) -> PackVerdict:
    """The verdict in one word.

    ``laxer``: some runner gets a lower level, or, at the same or a lower one, advice that was kept back, or a safety claim is
    lowered, or what keeps somebody safe is said weaker; ``stricter``: some runner gets a higher level, none of those is known;
    ``mixed``: both (``undetermined`` lies between what is calm and what is not). Where none of that is so: ``same_urgency``, some
    runner gets other conclusions, totals or advice;
    ``same_conclusions``, all get the same, and can answer otherwise, or read something else; ``equivalent``: whoever answers, in
    whatever way, is told the same in the same words. ``not_decided``: nothing differs as far as is known, and not all of it is proved.
    """
    higher, laxer = answers["higher"] == "yes", "yes" in (answers["lower"], answers["released"], answers["claims"], answers["weaker"])
    if higher or laxer:
        return "mixed" if higher and laxer else "stricter" if higher else "laxer"
    if any(answers[each] == "yes" for each in CONCLUDED):
        return "same_urgency" if answers["higher"] == answers["lower"] == answers["released"] == "no" else "not_decided"
    if any(answer == "not_decided" for answer in answers.values()):
        return "not_decided"
    return "equivalent" if all(answer == "no" for answer in answers.values()) else "same_conclusions"


def _compared(question: RunnerQuestion, names: list[str]) -> QuestionResult:
    return QuestionResult(question, "yes" if names else "no", compared=True, shown_by=tuple(names))


def question_result(packs: TwoPacks, question: RunnerQuestion, shift: Shift) -> QuestionResult:
    """What became of a question about two packs, with the runner who shows it."""
    if shift.chosen is None:
        return QuestionResult(question, "no" if shift.found is False else "not_decided", None, shift.drawn)
    old, new = packs.told(shift.chosen)
    unknown_to_old, unknown_to_new = (_unknown(engine.pack, shift.chosen) for engine in packs.engines)
    runner = Runner(
        answers=packs.space.answers(shift.chosen),
        words=packs.space.words(shift.chosen),
        old=RunnerOutcome(old.level, old.first),
        new=RunnerOutcome(new.level, new.first),
        smallest=shift.smallest,
        changes=_changes(old, new),
        unknown_to_old=unknown_to_old,
        unknown_to_new=unknown_to_new,
    )
    return QuestionResult(question, "yes", runner)


def _unknown(pack: Pack, chosen: Chosen) -> tuple[str, ...]:
    """The answers that a pack has no name for."""
    found = []
    for asked, option in chosen.items():
        if asked.finding == NONE_OF or option == UNKNOWN:
            continue
        finding = pack.findings.get(asked.finding)
        value = asked.value or option.answer
        if finding is None:
            found.append(asked.finding)
        elif isinstance(finding, (Choice, Choices)) and value not in {each.id for each in finding.values}:
            found.append(f"{asked.finding}.{value}")
    return tuple(dict.fromkeys(found))


def _changes(old: PackTold, new: PackTold) -> tuple[str, ...]:
    """What is concluded, given or kept back by one pack only, and the totals that differ."""
    parts = [
        (old.facts, new.facts, ""),
        (old.given, new.given, "the plan gives "),
        (old.kept_back, new.kept_back, "the plan keeps back "),
    ]
    lines = [
        f"{sign} {what}{name}"
        for before, after, what in parts
        for sign, names in (("-", before - after), ("+", after - before))
        for name in sorted(names)
    ]
    before, after = dict(old.totals), dict(new.totals)
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            totals = [f"{each[name]:+d}" if name in each else "not weighed" for each in (before, after)]
            lines.append(f"± {name}: {totals[0]} → {totals[1]}")
    return tuple(lines)
