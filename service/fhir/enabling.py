"""When a question is asked: premises as the ``enableWhen`` of nested groups.

FHIR joins the conditions of one item with *all* or with *any*; a group within a group joins both. So premises are taken apart into
clauses that must all hold, each of literals of which one must.
"""

from collections.abc import Iterator
from itertools import combinations, product

from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.pack import Concludes
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Premise, Several
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, YesNo
from hipexpert.service.fhir.terms import NO, YES, Json, system
from hipexpert.service.fhir_mapping import NOT

Literal = Is | Denied | Limit
Clauses = tuple[tuple[Literal, ...], ...]
MOST = 60  # clauses that somebody could still read in a form


class CannotBeWrittenError(ValueError):
    """A condition that a form cannot hold."""


def clauses(premise: Premise, pack: Pack) -> Clauses:
    """The clauses of a premise, patterns replaced by what they are concluded from. Raises :class:`CannotBeWrittenError`."""
    return tuple(dict.fromkeys(_clauses(premise, pack, ())))


def _clauses(premise: Premise, pack: Pack, seen: tuple[str, ...]) -> Clauses:
    if isinstance(premise, Established):
        concluded = Concludes("pattern", premise.id)
        rules = [each for each in pack.active_rules if concluded in each.conclusions]
        if premise.kind != "pattern" or premise.id in seen or not rules:
            raise CannotBeWrittenError(premise.id)
        return _any(tuple(_clauses(each.premise, pack, (*seen, premise.id)) for each in rules))
    if isinstance(premise, Several):
        inner = tuple(_clauses(each, pack, seen) for each in premise.of)
        # At least k of n hold when of every n - k + 1 one does.
        groups = list(combinations(inner, len(inner) - premise.count + 1))
        if len(groups) > MOST:
            raise CannotBeWrittenError("too many clauses")
        return tuple(each for group in groups for each in _any(group))
    return ((premise,),)


def _any(of: tuple[Clauses, ...]) -> Clauses:
    """Clauses of which all hold where those of one of several do."""
    size = 1
    for each in of:
        size *= len(each)
        if size > MOST:
            raise CannotBeWrittenError("too many clauses")
    return tuple(tuple(dict.fromkeys(literal for clause in chosen for literal in clause)) for chosen in product(*of))


def enabled_when(literal: Literal, pack: Pack) -> Json:
    """One condition of an item."""
    finding: Finding = pack.findings[literal.finding]
    if isinstance(literal, Limit):
        bound = literal.bound
        whole = isinstance(finding, Number) and finding.whole and bound.is_integer()
        answer = {"answerInteger": int(bound)} if whole else {"answerDecimal": bound}
        return {"question": finding.id, "operator": literal.operator, **answer}
    if isinstance(finding, YesNo):
        return {"question": finding.id, "operator": "=", "answerCoding": dict(YES if literal.value == "yes" else NO)}
    if not isinstance(finding, Choice | Choices):
        raise CannotBeWrittenError(finding.id)
    asked = f"{NOT}{finding.id}" if isinstance(literal, Denied) else finding.id
    return {"question": asked, "operator": "=", "answerCoding": {"system": system(pack, "finding", finding.id), "code": literal.value}}


def cannot_apply(pack: Pack) -> Iterator[tuple[str, Is]]:
    """The findings that nobody of some kind has, with that kind: what a constraint says of something fixed and of one finding."""
    for constraint in pack.constraints:
        never = constraint.never
        if isinstance(never, Several) and never.count == len(never.of) == 2:
            for fixed, other in (never.of, never.of[::-1]):
                about = {each.finding for each in _positive(other)}
                if isinstance(fixed, Is) and pack.findings[fixed.finding].fixed and len(about) == 1:
                    yield about.pop(), fixed


def _positive(premise: Premise) -> Iterator[Is]:
    """The findings that a premise wants to be present, if that is all it wants."""
    if isinstance(premise, Is) and premise.value != "no":
        yield premise
    elif isinstance(premise, Several) and premise.count == 1:
        for each in premise.of:
            yield from _positive(each)


def unless(fixed: Is, pack: Pack) -> list[Json]:
    """The conditions of an item that is asked of everybody but those of a kind: also where the kind is not known."""
    finding = pack.findings[fixed.finding]
    others = [each.id for each in finding.values if each.id != fixed.value] if isinstance(finding, Choice) else []
    known = [enabled_when(Is(finding.id, each), pack) for each in others]
    return [{"question": finding.id, "operator": "exists", "answerBoolean": False}, *known]
