"""Finds what `denial_that_alarms.md` describes."""

from collections.abc import Iterator, Mapping

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import LEVELS, Level, rank
from hipexpert.knowledge.packs.vocabulary import Choice, Number

ALARM: Level = "soon"


def _find(subject: Subject) -> Iterator[Found]:
    pack = subject.pack
    blamed = False
    single: list[tuple[str, str, dict[str, object]]] = [
        ("findings", name, {name: finding.denial})
        for name, finding in pack.findings.items()
        if isinstance(finding, (Choice, Number)) and finding.denial not in ("", None)
    ]
    single += [("screen", item.id, {item.ask: item.denial}) for item in pack.screen if item.denial]
    for kind, name, answers in single:
        if level := _raised(subject, answers):
            blamed = True  # of what denies the whole group nothing new is to be said
            yield Found.about(
                kind,
                name,
                f"its denial, `{next(iter(answers.values()))}`, is an answer that raises {level}",
                "name as `denial` the answer that means nothing of the kind",
                tuple(f"finding:{each}" for each in answers),
                witness=answers,
            )
    for word in () if blamed else dict.fromkeys(pack.denied_with.values()):
        answers = {"none_of": [word]}
        if level := _raised(subject, answers):
            yield Found.about(
                "file",
                "pack.yaml",
                f"who denies `{word}` altogether is told {level}",
                "find the answer that does so: `hipexpert explain` shows how",
                (f"group:{word}",),
                witness=answers,
            )


def _raised(subject: Subject, answers: Mapping[str, object]) -> str:
    """The alarm that these answers raise; empty when they raise none."""
    facts = subject.runners.facts(answers)
    return next((level for level in reversed(LEVELS[rank(ALARM) :]) if Fact("urgency", level).name in facts), "")


CHECK = Check("denial-that-alarms", "safety", "error", _find, logic=True, unworded=True, unweighed=True)
