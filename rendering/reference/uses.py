"""What uses a finding: rules, constraints, and tests that an answer helps to know to be safe."""

from collections.abc import Iterator

from markupsafe import Markup

from hipexpert.knowledge.packs.premises import Established, Limit, Premise, fact_of, leaves
from hipexpert.knowledge.packs.vocabulary import Finding, Number, YesNo
from hipexpert.rendering.reference.book import Book
from hipexpert.rendering.reference.links import Links


def uses_of(book: Book, links: Links, finding: Finding) -> Iterator[tuple[str, list[Markup]]]:
    """Links to what uses a finding, under what they have in common; there may be none under it."""
    for fact in _facts(book, finding):
        yield book.wording.says(fact), [links.rule(rule) for rule in book.resting[fact]]
    yield "Pictures that take a stance on it", [links.condition(each) for each in book.stances.get(finding.id, ())]
    yield "Evidence that some answer keeps from counting", [links.rule(rule) for rule in book.taken_back_by.get(finding.id, ())]
    constraints = sorted(each.id for each in book.pack.constraints if finding.id in _named(each.never))
    yield "Answers that cannot stand together", [links.constraint(each) for each in constraints]
    tests = sorted(name for name, premise in book.pack.safe_tests.items() if finding.id in _named(premise))
    yield "Tests whose safety rests on it", [links.finding(each) for each in tests]


def _named(premise: Premise) -> set[str]:
    return {leaf.finding for leaf in leaves(premise) if not isinstance(leaf, Established)}


def _facts(book: Book, finding: Finding) -> Iterator[str]:
    """The facts about a finding that active rules rest on, in the order of its values or numbers."""
    if isinstance(finding, Number):
        named = (leaf for rule in book.pack.active_rules for leaf in leaves(rule.premise))
        limits = {leaf for leaf in named if isinstance(leaf, Limit) and leaf.finding == finding.id}
        yield from (fact_of(limit) for limit in sorted(limits, key=lambda each: (each.bound, each.operator)))
        return
    values = ["yes", "no"] if isinstance(finding, YesNo) else [value.id for value in finding.values]
    facts = (f"{finding.id}{relation}{value}" for value in values for relation in ("=", "!="))
    yield from (fact for fact in facts if fact in book.resting)
