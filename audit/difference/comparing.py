"""Comparing two packs: the entries that changed, and four questions about every runner."""

from hipexpert.audit.difference.entries import changed_entries
from hipexpert.audit.difference.values import SCHEMA, PackDifference, PackVerdict, QuestionResult, Runner, RunnerOutcome, RunnerQuestion
from hipexpert.audit.proving.solving import EFFORT
from hipexpert.audit.proving.two_packs import WAYS, PackTold, Shift, TwoPacks
from hipexpert.knowledge.packs.answer_space import Chosen
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.vocabulary import Choice, Choices
from hipexpert.knowledge.runner.results import Knowledge


def compared(old: Pack, new: Pack, *, prove: bool = True, effort: int = EFFORT) -> PackDifference:
    """Two packs compared by meaning.

    Without ``prove`` nothing is proved: some hundred runners are drawn by lot, and what none of them shows is not decided.
    Raises :class:`hipexpert.engine.ProblemsError` when proofs are wanted and z3 is not installed.
    """
    packs = TwoPacks(old, new, effort if prove else 0)
    findings = tuple(_finding(packs, way, packs.shift(way)) for way in WAYS)
    verdict = verdict_of({each.question: each.answer for each in findings})
    return PackDifference(
        schema=SCHEMA,
        verdict=verdict,
        proved=all(each.answer != "not_decided" for each in findings),
        findings=findings,
        entries=changed_entries(old, new),
        old=Knowledge.of(old),
        new=Knowledge.of(new),
        disclaimer=new.about.disclaimer,
    )


def verdict_of(answers: dict[RunnerQuestion, str]) -> PackVerdict:
    """The verdict in one word.

    ``stricter``: some runner gets a higher level, none is known to get a lower one; ``laxer``: the other way round; ``mixed``:
    both (``undetermined`` lies between what is calm and what is not). Where no level changes, ``equivalent``: every runner gets
    the same conclusions and totals; ``same_urgency``: some runner gets another one. ``not_decided``: nothing differs as far as is
    known, and not all of it is proved.
    """
    higher, lower = answers["higher"] == "yes", answers["lower"] == "yes"
    if higher or lower:
        return "mixed" if higher and lower else "stricter" if higher else "laxer"
    if any(answers[each] == "yes" for each in ("first", "other")):
        return "same_urgency" if answers["higher"] == answers["lower"] == "no" else "not_decided"
    return "equivalent" if all(answer == "no" for answer in answers.values()) else "not_decided"


def _finding(packs: TwoPacks, question: RunnerQuestion, shift: Shift) -> QuestionResult:
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
        finding = pack.findings.get(asked.finding)
        value = asked.value or option.answer
        if finding is None:
            found.append(asked.finding)
        elif isinstance(finding, (Choice, Choices)) and value not in {each.id for each in finding.values}:
            found.append(f"{asked.finding}.{value}")
    return tuple(dict.fromkeys(found))


def _changes(old: PackTold, new: PackTold) -> tuple[str, ...]:
    """What is concluded by one pack only, and the totals that differ."""
    lines = [f"- {fact}" for fact in sorted(old.facts - new.facts)] + [f"+ {fact}" for fact in sorted(new.facts - old.facts)]
    before, after = dict(old.totals), dict(new.totals)
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            totals = [f"{each[name]:+d}" if name in each else "not weighed" for each in (before, after)]
            lines.append(f"± {name}: {totals[0]} → {totals[1]}")
    return tuple(lines)
