"""Runners who answer everything with no, but for one symptom."""

from collections.abc import Iterator

from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.answer_space import AnswerSpace, Chosen, Question
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


def denials(pack: Pack, space: AnswerSpace) -> dict[Question, Option]:
    """Everything answered with no: a choice without a denial takes its last value, a number the stretch in which the fewest comparisons
    hold. A question that nobody can answer is left out.
    """
    chosen: dict[Question, Option] = {}
    for question, options in space.options.items():
        finding = pack.findings[question.finding]
        if isinstance(finding, Number) and options:
            chosen[question] = min(options, key=lambda option: len(option.facts))
        elif options:
            chosen[question] = next((option for option in options if option.answer == denial_of(finding)), options[-1])
    return chosen


def denying_all_but(space: AnswerSpace, denied: Chosen, fact: str) -> Chosen:
    """Who denies everything, but says what makes a fact true."""
    question = space.question_of[fact]
    return {**denied, question: next(option for option in space.options[question] if fact in option.facts)}
