"""One page for each rule file, with every rule: when it holds, what it concludes, and why a clinician believes it."""

from hipexpert.knowledge import Rule
from hipexpert.knowledge.packs.pack import Concludes, Conclusion, Supports
from hipexpert.knowledge.packs.premises import Established, leaves
from hipexpert.knowledge.packs.written import as_written
from hipexpert.rendering.reference.book import Book
from hipexpert.rendering.reference.layout import bullets, code, counted, heading, sentence, text
from hipexpert.rendering.reference.links import Links, rules_page


def rule_pages(book: Book) -> dict[str, str]:
    """The pages of the rules, in the order of their files."""
    topics: dict[str, list[Rule]] = {}
    for rule in book.pack.rules:
        topics.setdefault(rule.topic, []).append(rule)
    return {rules_page(topic): _page(book, topic, rules) for topic, rules in topics.items()}


def _page(book: Book, topic: str, rules: list[Rule]) -> str:
    page = rules_page(topic)
    links = book.links(page)
    title = topic.removeprefix("rules/").replace("/", ", ").replace("_", " ")
    files = sorted({rule.file for rule in rules})
    lines = [*heading(1, f"Rules: {title}"), f"{counted(len(rules), 'rule')}, from {', '.join(map(code, files))}.", ""]
    lines += bullets(links.to(page, rule.id, text(rule.title)) for rule in rules)
    for rule in rules:
        lines += _rule(book, links, rule)
    return book.page(lines)


def _rule(book: Book, links: Links, rule: Rule) -> list[str]:
    facts = (code(rule.id), rule.status, f"grade: {book.grade(rule.sources)}", f"reviewed {rule.reviewed.text}")
    lines = [*heading(2, rule.title, rule.id), " · ".join(facts), "", f"**When** {book.words(rule.premise)}.", ""]
    lines += ["```yaml", *as_written(book.pack, rule.premise), "```", ""]
    lines += [f"Rests on {', '.join(_grounds(links, rule))}.", "", "**Then**", ""]
    lines += bullets(_conclusion(book, links, each) for each in rule.conclusions)
    lines += [f"**Because** {sentence(rule.because)}", "", "**Sources**", ""]
    lines += bullets(book.citation(links, each) for each in rule.sources)
    lines += [f"Made from {code(rule.made_from)}.", ""] if rule.made_from else []
    hazards = [links.hazard(each.id) for each in book.pack.hazards if rule.id in each.rules]
    return [*lines, *([f"Controls {', '.join(hazards)}.", ""] if hazards else [])]


def _grounds(links: Links, rule: Rule) -> list[str]:
    """Links to everything that a premise names, each once."""
    found = []
    for leaf in leaves(rule.premise):
        if not isinstance(leaf, Established):
            found.append(links.finding(leaf.finding))
        elif leaf.kind == "pattern":
            found.append(links.pattern(leaf.id))
        elif leaf.kind == "urgency":
            found.append(f"the urgency {leaf.id.replace('_', ' ')}")
        else:
            found.append(links.condition(leaf.id))
    return list(dict.fromkeys(found))


def _conclusion(book: Book, links: Links, conclusion: Conclusion) -> str:
    match conclusion:
        case Supports(condition, weight, group):
            words = f"{book.weight(conclusion)} decibans {'for' if weight >= 0 else 'against'} {links.condition(condition)}"
            words += f", group {code(group)}" if group else ""
            return words + (f"; not counted with {book.exceptions(conclusion.unless)}" if conclusion.unless else "")
        case Concludes("pattern", name):
            return f"pattern {links.pattern(name)}"
        case Concludes("contributing", name):
            return f"contributing factor {links.condition(name)}"
        case Concludes("excluded", name):
            return f"excludes {links.condition(name)}"
        case Concludes("suspected", name):
            return f"suspects {links.condition(name)}"
        case Concludes("advise", name):
            return f"advises: {links.advice(name)}"
        case Concludes("avoid", name):
            return f"forbids: {links.advice(name)}"
        case Concludes(_, name):
            return f"urgency {book.level(name)}"  # type: ignore[arg-type]
