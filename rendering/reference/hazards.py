"""The page of the hazard log: what could go wrong for a runner, and the rules that control it."""

from hipexpert.knowledge.packs.pack import Hazard
from hipexpert.rendering.reference.book import Book
from hipexpert.rendering.reference.layout import bullets, code, counted, heading, properties, sentence, table, text
from hipexpert.rendering.reference.links import HAZARDS


def hazard_pages(book: Book) -> dict[str, str]:
    """The one page of the hazard log: an overview by risk, then each hazard by id."""
    links = book.links(HAZARDS)
    found = sorted(book.pack.hazards, key=lambda each: each.id)
    lines = [
        *heading(1, "Hazards"),
        f"{counted(len(found), 'hazard')}. Risk is likelihood times severity, each from 1 to 5: judgement, not measurement.",
        "",
    ]
    by_risk = sorted(found, key=lambda each: (-each.residual_risk, -each.risk, each.id))
    rows = [(links.to(HAZARDS, each.id, text(each.name)), str(each.risk), str(each.residual_risk), each.status) for each in by_risk]
    lines += table(("hazard", "risk", "risk that remains", "status"), rows)
    for each in found:
        lines += _hazard(book, each)
    return {HAZARDS: book.page(lines)}


def _hazard(book: Book, hazard: Hazard) -> list[str]:
    links = book.links(HAZARDS)
    lines = [*heading(2, hazard.name, hazard.id), sentence(hazard.description), ""]
    lines += properties(
        [
            ("id", code(hazard.id)),
            ("status", hazard.status),
            ("effect", text(hazard.effect)),
            ("hazard", text(hazard.hazard)),
            ("harm", text(hazard.harm)),
            ("existing controls", text(hazard.existing_controls)),
            ("risk with these", f"likelihood {hazard.likelihood}, severity {hazard.severity}: {hazard.risk}"),
            ("new controls", text(hazard.new_controls)),
            ("risk that remains", f"likelihood {hazard.residual_likelihood}, severity {hazard.residual_severity}: {hazard.residual_risk}"),
        ]
    )
    lines += [*heading(3, "Causes"), *bullets((text(each) for each in hazard.causes), "None named.")]
    return [*lines, *heading(3, "Rules that control it"), *bullets((links.rule(each) for each in hazard.rules), "None.")]
