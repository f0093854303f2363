"""The first page: what there is, how many of each, and how the words and numbers are meant."""

from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

from hipexpert.knowledge import LEVELS
from hipexpert.rendering.reference.book import Book, level_name
from hipexpert.rendering.reference.layout import bullets, code, counted, heading, number, sentence, table, text
from hipexpert.rendering.reference.links import (
    ADVICE,
    CONSTRAINTS,
    FACTORS,
    HAZARDS,
    INDEX,
    NOT_FOLLOWED,
    PATTERNS,
    SOURCES,
    Links,
    group_page,
    rules_page,
)

Name = TypeVar("Name", bound=str)


def index_pages(book: Book) -> dict[str, str]:
    """The index."""
    about, links = book.pack.about, book.links(INDEX)
    lines = [*heading(1, f"Clinical reference: {about.title}"), sentence(about.intended_use), ""]
    lines += ["Everything here is generated from the pack, so that it can be read and reviewed without the program.", ""]
    lines += [*heading(2, "What there is"), *_counts(book, links)]
    lines += [*heading(2, "Conditions by typical urgency"), *_conditions(book, links)]
    lines += [*heading(2, "Findings"), *_groups(book, links), *heading(2, "Rules"), *_rules(book, links)]
    return {INDEX: book.page([*lines, *_weighing(book)])}


def _counts(book: Book, links: Links) -> list[str]:
    pack = book.pack
    kinds = Counter(each.kind for each in pack.conditions)
    status = Counter(rule.status for rule in pack.rules)
    states = ", ".join(f"{status[each]} {each}" for each in ("active", "draft", "retired") if status[each])
    rows = [
        ("[conditions](#conditions-by-typical-urgency)", kinds["condition"], ""),
        (links.to(FACTORS, "", "contributing factors"), kinds["contributing_factor"], ""),
        (links.to(PATTERNS, "", "patterns"), len(pack.patterns), ""),
        ("[findings](#findings)", len(pack.findings), f"in {counted(len(pack.groups), 'group')}"),
        ("[rules](#rules)", len(pack.rules), states),
        ("items of evidence", sum(map(len, pack.evidence.values())), f"about {counted(len(pack.evidence), 'condition')}"),
        (links.to(ADVICE, "", "advice"), len(pack.advice), ""),
        (links.to(SOURCES, "", "sources"), len(pack.sources), ""),
        (links.to(CONSTRAINTS, "", "constraints"), len(pack.constraints), "answers that cannot stand together"),
        (links.to(HAZARDS, "", "hazards"), len(pack.hazards), ""),
        (links.to(NOT_FOLLOWED, "", "claims not followed"), len(pack.not_followed), ""),
    ]
    return table(("what", "how many", ""), [(what, str(many), note) for what, many, note in rows])


def _conditions(book: Book, links: Links) -> list[str]:
    lines: list[str] = []
    for level in reversed(LEVELS):
        found = sorted(
            (each for each in book.pack.conditions if each.kind == "condition" and each.typical_urgency == level), key=lambda each: each.id
        )
        if found:
            title = f"{level_name(level).capitalize()}: {book.pack.level_text(level).title}"
            rows = [
                (
                    links.condition(each.id),
                    code(each.id),
                    (each.prior or "").replace("_", " "),
                    str(len(book.pack.evidence.get(each.id, ()))),
                )
                for each in found
            ]
            lines += [*heading(3, title), *table(("condition", "id", "prior class", "items of evidence"), rows)]
    return lines


def _groups(book: Book, links: Links) -> list[str]:
    return bullets(
        f"{links.to(group_page(group.group), '', text(group.title))}: {code(group.group)}, {counted(len(group.findings), 'finding')}"
        for group in sorted(book.pack.groups, key=lambda each: each.group)
    )


def _rules(book: Book, links: Links) -> list[str]:
    topics = Counter(rule.topic for rule in book.pack.rules)
    return bullets(f"{links.to(rules_page(topic), '', code(topic))}: {counted(topics[topic], 'rule')}" for topic in sorted(topics))


def _weighing(book: Book) -> list[str]:
    weighing = book.pack.about.weighing
    lines = heading(2, "How evidence is weighed")
    lines += ["A weight is 10 log10 of a likelihood ratio, in whole decibans. The weights that count are added to the prior class."]
    lines += ["The classes are judgement, and the sum ranks conditions; it is not a probability.", ""]
    rows = _numbers("strength", weighing.strengths) + _numbers("prior class", weighing.priors, "starts at ")
    rows += _numbers("band", weighing.bands, "from ")
    rows.append(("band", "unlikely", "below that"))
    return [*lines, *table(("what", "which", "decibans"), rows)]


def _numbers(what: str, values: Mapping[Name, int], before: str = "") -> list[tuple[str, str, str]]:
    """Rows of a table of decibans, the highest first."""
    return [(what, name.replace("_", " "), f"{before}{number(value)}") for name, value in sorted(values.items(), key=lambda each: -each[1])]
