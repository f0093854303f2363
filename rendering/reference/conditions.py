"""One page for each condition: what it is, its picture of evidence, what speaks for and against it, what follows."""

from collections.abc import Iterable

from hipexpert.knowledge import Condition, Rule
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import Concludes, Supports, rank
from hipexpert.rendering.reference.book import Book
from hipexpert.rendering.reference.following import advice_sections
from hipexpert.rendering.reference.layout import bar, bullets, code, counted, heading, number, properties, sentence, table, text
from hipexpert.rendering.reference.links import Links, condition_page

_COLUMNS = ("decibans", "when", "group", "rule", "grade", "sources")


def condition_pages(book: Book) -> dict[str, str]:
    """The pages of the conditions; contributing factors have one page together."""
    return {condition_page(each): _page(book, each) for each in book.pack.conditions if each.kind == "condition"}


def _page(book: Book, condition: Condition) -> str:
    links = book.links(condition_page(condition))
    lines = [*heading(1, condition.name), sentence(condition.plain), ""]
    lines += described(book, condition)
    lines += [sentence(condition.notes), ""] if condition.notes else []
    lines += heading(2, "Sources")
    lines += bullets(book.citation(links, each) for each in condition.sources)
    lines += _evidence(book, condition, links)
    lines += _urgency(book, condition, links)
    lines += advice_sections(book, condition, links)
    return book.page(lines)


def described(book: Book, condition: Condition) -> list[str]:
    """The table at the top of a condition or contributing factor."""
    prior = (
        f"{condition.prior.replace('_', ' ')}: the sum starts at {number(book.pack.about.weighing.priors[condition.prior])} decibans"
        if (condition.prior)
        else ""
    )
    return properties(
        [
            ("id", code(condition.id)),
            ("also called", text(", ".join(condition.also_called))),
            ("ICD-10-CM", code(condition.icd10cm) if condition.icd10cm else ""),
            ("prior class", prior),
            ("typical urgency", book.level(condition.typical_urgency)),
            ("regions", ", ".join(book.region(each) for each in condition.regions)),
            ("recovery", text(condition.recovery)),
        ]
    )


def _evidence(book: Book, condition: Condition, links: Links) -> list[str]:
    items = _in_order(book, condition)
    lines = heading(2, "Evidence")
    if not items:
        return [*lines, "No rule weighs evidence about it; only the rules below can bring it up.", ""]
    lines += [
        f"{counted(len(items), 'item')} of evidence, in decibans (10 log10 of a likelihood ratio). Of the items in one group only the"
    ]
    lines += ["strongest counts. Background colours the sum but never brings the condition up by itself.", ""]
    for title, found in (
        ("Evidence for", [each for each in items if each[1].weight >= 0]),
        ("Evidence against", [each for each in items if each[1].weight < 0]),
    ):
        lines += heading(2, title)
        lines += table(_COLUMNS, (_row(book, links, *each) for each in found)) if found else ["None.", ""]
    return lines


def _in_order(book: Book, condition: Condition) -> list[tuple[Rule, Supports]]:
    """The evidence about a condition: groups together, the strongest group and in it the strongest item first."""
    found = book.pack.evidence.get(condition.id, ())
    strongest: dict[str, int] = {}
    for rule, evidence in found:
        key = evidence.group or rule.id
        strongest[key] = max(strongest.get(key, 0), abs(evidence.weight))
    return sorted(
        found,
        key=lambda each: (-strongest[each[1].group or each[0].id], each[1].group or each[0].id, -abs(each[1].weight), each[0].id),
    )


def _row(book: Book, links: Links, rule: Rule, evidence: Supports) -> tuple[str, ...]:
    when = book.words(rule.premise)
    if evidence.unless:
        when += f"; not counted with {book.exceptions(evidence.unless)}"
    if evidence.weight > 0 and not book.leads(rule, evidence):
        when += " (background)"
    group = code(evidence.group) if evidence.group else ""
    weight = f"{book.weight(evidence)} {bar(evidence.weight)}"
    return weight, when, group, links.rule(rule), book.grade(rule.sources), book.citations(links, rule.sources)


def _urgency(book: Book, condition: Condition, links: Links) -> list[str]:
    lines = heading(2, "Red flags")
    found = book.concluding.get(Fact("suspected", condition.id).name, ())
    lines += _ruled(book, links, sorted(found, key=lambda rule: (-_height(rule), rule.id)), "No rule suspects it outright.")
    lines += heading(2, "What it does to the urgency")
    raising = [rule for rule in book.rules_about(condition.id) if _levels(rule)]
    lines += _ruled(book, links, raising, "No rule raises the urgency because it is suspected.")
    excluding = book.concluding.get(Fact("excluded", condition.id).name, ())
    return [*lines, *heading(2, "What excludes it"), *_ruled(book, links, excluding, "Nothing does.")]


def _ruled(book: Book, links: Links, rules: Iterable[Rule], none: str) -> list[str]:
    """A table of rules that raise the urgency or say something flatly."""
    rows = [
        (
            ", ".join(_levels(rule)) or "no level of its own",
            book.words(rule.premise),
            links.rule(rule),
            book.grade(rule.sources),
            book.citations(links, rule.sources),
        )
        for rule in rules
    ]
    return table(("urgency", "when", "rule", "grade", "sources"), rows) if rows else [none, ""]


def _levels(rule: Rule) -> list[str]:
    return [each.id.replace("_", " ") for each in rule.conclusions if isinstance(each, Concludes) and each.kind == "urgency"]


def _height(rule: Rule) -> int:
    levels = [each.id for each in rule.conclusions if isinstance(each, Concludes) and each.kind == "urgency"]
    return max((rank(level) for level in levels), default=-1)  # type: ignore[arg-type]
