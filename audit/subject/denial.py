"""A runner who answers everything with no but for one symptom."""

from collections.abc import Iterator

from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.options import Option
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number, YesNo
from hipexpert.knowledge.runner.answers import denial_of


def symptoms(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Everything that a runner can complain of: the finding, its value (empty for yes), and the fact."""
    for name, finding in pack.findings.items():
        group = pack.group_of[name]
        if finding.context or group.context or group.answered_by == "clinician":
            continue
        if isinstance(finding, YesNo):
            yield name, "", f"{name}=yes"
        elif isinstance(finding, (Choice, Choices)):
            for value in finding.values:
                if not (isinstance(finding, Choice) and value.id == finding.denial):
                    yield name, value.id, f"{name}={value.id}"


def denying_everything(subject: Subject, but: str) -> tuple[frozenset[str], dict[str, object] | None]:
    """What is true of such a runner, and the answers; None when some answer cannot be chosen.

    A choice without a denial takes its last value, a number the stretch in which the fewest comparisons hold.
    """
    space = subject.states.space
    chosen: dict[Question, Option] = {}
    for question, options in space.options.items():
        finding = subject.pack.findings[question.finding]
        if not options:
            return frozenset(), None
        if space.question_of[but] == question:
            chosen[question] = next(option for option in options if but in option.facts)
        elif isinstance(finding, Number):
            chosen[question] = min(options, key=lambda option: len(option.facts))
        else:
            chosen[question] = next((option for option in options if option.answer == denial_of(finding)), options[-1])
    return space.facts(chosen), space.answers(chosen)
