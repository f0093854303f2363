"""The page of the advice: what a runner may be told, which rules advise it and which forbid it."""

from hipexpert.knowledge.packs.facts import Fact, FactKind
from hipexpert.knowledge.packs.pack import Advice
from hipexpert.knowledge.runner.plan import CATEGORIES
from hipexpert.rendering.reference.book import Book
from hipexpert.rendering.reference.layout import bullets, code, counted, heading, properties, sentence, text
from hipexpert.rendering.reference.links import ADVICE, Links


def advice_pages(book: Book) -> dict[str, str]:
    """The one page of the advice, by category."""
    links = book.links(ADVICE)
    lines = heading(1, "Advice")
    lines += [
        f"{counted(len(book.pack.advice), 'piece', 'pieces')} of advice. What a rule forbids is withheld, whatever other rules advise.",
        "",
    ]
    for category in CATEGORIES:
        found = sorted((each for each in book.pack.advice if each.category == category), key=lambda each: (each.phase or 0, each.id))
        if found:
            lines += heading(2, category.replace("_", " ").capitalize())
            lines += bullets(links.advice(each.id) for each in found)
            for each in found:
                lines += _advice(book, links, each)
    return {ADVICE: book.page(lines)}


def _advice(book: Book, links: Links, advice: Advice) -> list[str]:
    facts = (code(advice.id), advice.status, f"grade: {book.grade(advice.sources)}", f"reviewed {advice.reviewed.text}")
    lines = [
        *heading(3, advice.title, advice.id),
        " · ".join(facts),
        "",
        sentence(advice.says),
        "",
        f"**Because** {sentence(advice.because)}",
        "",
    ]
    compare = advice.compare
    details = [
        ("dose", text(advice.dose)),
        ("phase", str(advice.phase or "")),
        ("regions", ", ".join(book.region(each) for each in advice.regions)),
        ("cost", text(compare.cost) if compare else ""),
        ("effectiveness", text(compare.effectiveness) if compare else ""),
        ("time", text(compare.time) if compare else ""),
    ]
    lines += properties(details) if any(value for _, value in details) else []
    lines += ["**Sources**", "", *bullets(book.citation(links, each) for each in advice.sources)]
    sections: tuple[tuple[FactKind, str, str], ...] = (
        ("advise", "**Advised by**", "No active rule advises it."),
        ("avoid", "**Forbidden by**", "No rule forbids it."),
    )
    for kind, title, none in sections:
        rules = book.concluding.get(Fact(kind, advice.id).name, ())
        lines += [title, "", *bullets((f"{links.rule(rule)}: {text(rule.title)}" for rule in rules), none)]
    return lines
