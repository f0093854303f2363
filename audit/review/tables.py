"""A family of rules as a decision table: what must be so in each row, a way to fire in each column, and what then follows."""

import itertools
from collections.abc import Iterator, Sequence

from msgspec import Struct

from hipexpert.audit.review.phrasebook import RulePhrases
from hipexpert.audit.review.sentences import conclusion_words, premise_words, sentence
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.packs.pack import Concludes, Pack, Rule
from hipexpert.knowledge.packs.premises import Premise, Several
from hipexpert.knowledge.packs.suggestions import did_you_mean

WAYS = 12
"""A rule with more ways to fire is told as a sentence: a table of it would say less."""


class DecisionWay(Struct, frozen=True):
    """A column: one way in which a rule fires, and the numbers of the rows that must all be so."""

    rule: str
    needs: frozenset[int]


class DecisionTable(Struct, frozen=True):
    """The rows in words, the ways, what each rule concludes, and the sentences of the rules that have too many ways for a table."""

    rows: tuple[str, ...]
    ways: tuple[DecisionWay, ...]
    then: dict[str, tuple[str, ...]]
    others: dict[str, str]


def family(pack: Pack, name: str) -> list[Rule]:
    """The active rules of a family: of a file (``rules/red_flags``), or that conclude something (``urgency=emergency``).

    Raises ProblemsError where there are none.
    """
    kind, equals, about = name.partition("=")
    if equals:
        found = [rule for rule in pack.active_rules if Concludes(kind, about) in rule.conclusions]  # type: ignore[arg-type]
    else:
        found = [rule for rule in pack.active_rules if name in (rule.topic, rule.topic.removeprefix("rules/"), rule.file)]
    if found:
        return found
    topics = {rule.topic for rule in pack.active_rules}
    concluded = {f"{each.kind}={each.id}" for rule in pack.active_rules for each in rule.conclusions if isinstance(each, Concludes)}
    help_text = did_you_mean(
        name, {*topics, *concluded}, "name a file, such as rules/red_flags, or a conclusion, such as urgency=emergency"
    )
    raise ProblemsError([Problem("no-family", f"no rules in force belong to `{name}`", "FAMILY", help_text)])


def decision_table(book: RulePhrases, rules: Sequence[Rule]) -> DecisionTable:
    """The table of some rules. It fires in a way exactly where all its rows are so, so that it says what the rules say."""
    rows: dict[Premise, int] = {}
    ways: list[DecisionWay] = []
    others: dict[str, str] = {}
    for rule in rules:
        found = list(itertools.islice(_ways(rule.premise), WAYS + 1))
        if len(found) > WAYS:
            others[rule.id] = sentence(book, rule)
            continue
        ways += [DecisionWay(rule.id, frozenset(rows.setdefault(each, len(rows)) for each in way)) for way in found]
    then = {rule.id: tuple(conclusion_words(book, rule)) for rule in rules if rule.id not in others}
    return DecisionTable(tuple(premise_words(book, each) for each in rows), tuple(ways), then, others)


def _ways(premise: Premise) -> Iterator[tuple[Premise, ...]]:
    """What must be so together, for each way in which a premise holds. A choice among answers is one row: "limping or hurt by weight"."""
    if not isinstance(premise, Several) or (premise.count < len(premise.of) and not any(isinstance(each, Several) for each in premise.of)):
        yield (premise,)
        return
    for chosen in itertools.combinations(premise.of, premise.count):
        for parts in itertools.product(*(tuple(itertools.islice(_ways(each), WAYS + 1)) for each in chosen)):
            yield tuple(dict.fromkeys(part for way in parts for part in way))
