"""A runner who answers everything with no but for one symptom."""

from collections.abc import Iterator

from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number, YesNo


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

    A choice without a denial takes its last value, a number its denial or the number with which the fewest comparisons hold.
    """
    facts = {but}
    numbers: dict[str, float] = {}
    for name, finding in subject.pack.findings.items():
        if subject.space.finding_of.get(but) == name and not isinstance(finding, Choices):
            continue
        match finding:
            case YesNo():
                facts.add(f"{name}=no")
            case Choice():
                facts.add(f"{name}={finding.denial or finding.values[-1].id}")
            case Choices():
                facts.update(f"{name}!={value.id}" for value in finding.values if f"{name}={value.id}" != but)
            case Number():
                cells = subject.space.cells[name]
                if not cells:
                    return frozenset(), None
                value, true = min(cells, key=lambda cell: len(cell[1]))
                numbers[name] = value
                facts.update(true)
    state = frozenset(facts)
    answers = subject.space.answers(state, numbers)
    answers |= {name: int(value) if float(value).is_integer() else value for name, value in numbers.items()}
    return state, {name: answers[name] for name in subject.pack.findings if name in answers}
