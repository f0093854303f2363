"""Finds what `missing_screen.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.options import Option
from hipexpert.knowledge.packs.vocabulary import Number


def _find(subject: Subject) -> Iterator[Found]:
    if not subject.pack.screen:
        yield Found(
            "the pack has no screen: somebody who has answered nothing is told to look after it at home",
            "add `screen.yaml` with the questions that must be answered before anything calm is said",
            at=("file", "pack.yaml"),
        )
        return
    asked = {item.ask for item in subject.pack.screen}
    for question, options in subject.states.space.options.items():
        if question.finding not in asked and subject.pack.answered_by(question.finding) == "runner":
            alarm = next((option for option in options if _is_alarm(subject, option)), None)
            if alarm is not None:
                yield Found.about(
                    "findings",
                    question.finding,
                    f"one answer to `{question.finding}` alone is an alarm, and the screen does not ask for it",
                    "ask for it in `screen.yaml`, where no other question takes its place",
                    severity="note" if isinstance(subject.pack.findings[question.finding], Number) else None,
                    witness=subject.states.space.answers({question: alarm}),
                )


def _is_alarm(subject: Subject, option: Option) -> bool:
    """Whether an answer by itself raises the level to an alarm."""
    return any(subject.closure.by_rules(option.facts).holds(Fact("urgency", level).name) for level in ("urgent", "emergency"))


CHECK = Check("missing-screen", "safety", "warning", _find)
