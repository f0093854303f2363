"""A follow-up: which of the answers of the last time still hold, so that only the rest is asked again."""

from collections.abc import Mapping

from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.vocabulary import Choice, Number
from hipexpert.knowledge.runner.answers import denial_of
from hipexpert.knowledge.runner.intake import Answer, Intake


def still_true(before: Intake, pack: Pack) -> Intake:
    """The answers that cannot have changed since: how it began, what somebody is, an illness that they have had.

    What was denied is asked again, since it may have come in the meantime: so nothing of the screen is taken as answered, and
    an alarm of today is not missed for an answer of last month.
    """
    kept = {name: answer for name, answer in before.answers.items() if pack.findings[name].lasts and not _denies(pack, name, answer)}
    return Intake({name: _there(answer) for name, answer in kept.items()})


def _there(answer: Answer) -> Answer:
    """Of ``choices`` the values that were there."""
    return {value: True for value, there in answer.items() if there} if isinstance(answer, Mapping) else answer


def _denies(pack: Pack, name: str, answer: Answer) -> bool:
    finding = pack.findings[name]
    if isinstance(answer, Mapping):
        return not any(answer.values())
    return answer is False or (isinstance(finding, Choice | Number) and answer == denial_of(finding))
