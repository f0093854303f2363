"""Answers that make a premise true, worked out from the pack's rules: for tests that need a runner with a given pattern."""

from collections.abc import Iterator
from itertools import combinations, islice, product

from hipexpert import Pack
from hipexpert.knowledge.packs.pack import Concludes
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Premise
from hipexpert.knowledge.packs.vocabulary import Choices, Number, YesNo

Answers = dict[str, object]
TRIED = 400


def ways_to_conclude(pack: Pack, kind: str, name: str, walked: frozenset[str] = frozenset()) -> Iterator[Answers]:
    """Sets of answers, each of which makes some active rule conclude this, one rule after the other."""
    for rule in pack.active_rules:
        if rule.id not in walked and Concludes(kind, name) in rule.conclusions:  # type: ignore[arg-type]
            yield from ways_to_hold(pack, rule.premise, walked | {rule.id})


def ways_to_hold(pack: Pack, premise: Premise, walked: frozenset[str] = frozenset()) -> Iterator[Answers]:
    """Sets of answers, each of which makes a premise hold; none where only the weighing could."""
    match premise:
        case Is(finding, value):
            yield _is(pack, finding, value)
        case Denied(finding, value):
            yield {finding: {value: False}}
        case Limit():
            yield from _number(pack, premise)
        case Established(kind, name):
            yield from ways_to_conclude(pack, kind, name, walked)
        case _:
            parts = [list(islice(ways_to_hold(pack, part, walked), TRIED if premise.count == 1 else 6)) for part in premise.of]
            able = [part for part in parts if part]
            together = (joined(*chosen) for some in combinations(able, premise.count) for chosen in product(*some))
            yield from islice((way for way in together if way is not None), TRIED)


def joined(*answers: Answers) -> Answers | None:
    """All the answers together; None when two of them differ."""
    found: Answers = {}
    for name, answer in ((name, answer) for each in answers for name, answer in each.items()):
        earlier = found.get(name, answer)
        if isinstance(earlier, dict) and isinstance(answer, dict):
            if any(earlier.get(value, said) != said for value, said in answer.items()):
                return None
            found[name] = {**earlier, **answer}
        elif earlier != answer:
            return None
        else:
            found[name] = answer
    return found


def added(answers: Answers, more: Answers) -> Answers:
    """The answers, and of the others those that they leave open; the first count where both speak."""
    found = {**more, **answers}
    for name in sorted(answers.keys() & more.keys() - {"none_of"}):
        first, other = _by_value(answers[name]), _by_value(more[name])
        if first is not None and other is not None:
            found[name] = {**other, **first}
    return found


def _by_value(answer: object) -> dict[str, bool] | None:
    if isinstance(answer, list):
        return dict.fromkeys(answer, True)
    return answer if isinstance(answer, dict) else None


def _is(pack: Pack, finding: str, value: str) -> Answers:
    asked = pack.findings[finding]
    if isinstance(asked, YesNo):
        return {finding: value == "yes"}
    return {finding: {value: True} if isinstance(asked, Choices) else value}


def _number(pack: Pack, limit: Limit) -> Iterator[Answers]:
    asked = pack.findings[limit.finding]
    assert isinstance(asked, Number)
    number = limit.bound + {">=": 0, "<=": 0, ">": 1, "<": -1}[limit.operator]
    if asked.minimum <= number <= asked.maximum:
        yield {limit.finding: number}
