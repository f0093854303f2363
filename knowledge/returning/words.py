"""Sessions, and what is known of them, in words."""

from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import Established, Is, Limit, Premise, Several
from hipexpert.knowledge.packs.programmes import SESSION, Phase, Session
from hipexpert.knowledge.packs.vocabulary import Number, YesNo, plain_number
from hipexpert.knowledge.returning.machine import Observed, leaf_of
from hipexpert.knowledge.runner.wording import join

_BOUNDS = {">": "above", ">=": "at least", "<=": "at most", "<": "below"}


def session_words(session: Session) -> str:
    """What is done in a session: ``4 times 3 min walking and 2 min jogging (20 min in all)``."""
    parts = [f"{plain_number(minutes)} min {what}" for minutes, what in ((session.walk, "walking"), (session.jog, "jogging")) if minutes]
    told = " and ".join(parts)
    if session.times > 1:
        told = f"{session.times} times {told} ({plain_number(session.minutes)} min in all)"
    return f"{told}, {session.says}" if session.says else told


def phase_title(phase: Phase, pack: Pack) -> str:
    """What a phase is called: by its advice, or in words of its own."""
    return pack.advice_by_id[phase.advice].title if phase.advice else phase.title


def phase_says(phase: Phase, pack: Pack) -> str:
    """What is done in a phase: as its advice says it, or in words of its own."""
    return pack.advice_by_id[phase.advice].says if phase.advice else phase.says


def session_phrase(premise: Premise) -> str:
    """A premise about a session in words, whether or not it holds."""
    match premise:
        case Several():
            parts = [session_phrase(part) for part in premise.of]
            told = tuple(f"({phrase})" if isinstance(part, Several) else phrase for part, phrase in zip(premise.of, parts, strict=True))
            return join(told) if premise.count == len(told) else join(told, last=" or ")
        case Limit(finding, operator, bound):
            limit = "" if (operator, bound) == ("<=", 0) else f"{_BOUNDS[operator]} "  # nothing is below a pain of 0
            return f"{_noun(finding)} is {limit}{plain_number(bound)}"
        case Is(finding, value):
            return _sign(finding, value == "yes")
        case _:
            raise TypeError(f"{Established}: no premise about a session")


def observed_words(fact: str, observed: Observed) -> str:
    """A fact of a session as it was observed: ``pain during the session 3, which is above 2``."""
    leaf = leaf_of(fact)
    if isinstance(leaf, Is):
        return _sign(leaf.finding, leaf.value == "yes")
    return f"{_noun(leaf.finding)} {observed[leaf.finding]}, which is {_BOUNDS[leaf.operator]} {plain_number(leaf.bound)}"


def _noun(finding: str) -> str:
    number = SESSION[finding]
    return number.noun if isinstance(number, Number) else finding


def _sign(finding: str, present: bool) -> str:
    sign = SESSION[finding]
    return (sign.present if present else sign.absent) if isinstance(sign, YesNo) else finding
