"""The picture of evidence about a condition: a Mermaid flowchart, one node for each rule, groups drawn as boxes."""

from collections.abc import Iterator

from hipexpert.knowledge import Condition, Rule
from hipexpert.knowledge.packs.pack import Supports
from hipexpert.knowledge.packs.premises import Established, Several, leaves
from hipexpert.rendering.graph_text import mermaid_label
from hipexpert.rendering.reference.book import Book
from hipexpert.rendering.reference.layout import number

_STYLES = (
    "  classDef supports fill:#e3f2e6,stroke:#2e7d32,color:#111",
    "  classDef opposes fill:#fbe5e3,stroke:#b3261e,color:#111",
    "  classDef weighed fill:#e5ecf6,stroke:#1f4e8c,color:#111",
    "  classDef pattern fill:#fff6d6,stroke:#8a6d00,color:#111",
)


def picture(book: Book, condition: Condition) -> list[str]:
    """The lines of the picture, as a fenced block of Markdown.

    Evidence that rests on a pattern hangs on the pattern; a dotted arrow is background, which never brings the condition up
    by itself.
    """
    items = [(f"e{place}", rule, evidence) for place, (rule, evidence) in enumerate(in_order(book, condition))]
    lines = ["```mermaid", "flowchart LR", f'  condition(["{mermaid_label(condition.name)}"]):::weighed']
    for group in dict.fromkeys(evidence.group for _, _, evidence in items):
        nodes = [_node(book, name, rule, evidence) for name, rule, evidence in items if evidence.group == group]
        if group:
            title = f"group {group}" + (": only the strongest counts" if len(nodes) > 1 else "")
            lines += [f'  subgraph g_{name_of(group)}["{mermaid_label(title)}"]', *(f"  {node}" for node in nodes), "  end"]
        else:
            lines += nodes
    lines += _patterns(book, items)
    lines += [_arrow(book, name, rule, evidence) for name, rule, evidence in items]
    return [*lines, *_STYLES, "```", ""]


def in_order(book: Book, condition: Condition) -> list[tuple[Rule, Supports]]:
    """The evidence about a condition: groups together, the strongest group and in it the strongest item first."""
    found = book.pack.evidence.get(condition.id, ())
    strongest: dict[str, int] = {}
    for rule, evidence in found:
        key = evidence.group or rule.id
        strongest[key] = max(strongest.get(key, 0), abs(evidence.weight))
    return sorted(
        found,
        key=lambda each: (
            -strongest[each[1].group or each[0].id],
            each[1].group or each[0].id,
            -abs(each[1].weight),
            each[0].id,
        ),
    )


def name_of(group: str) -> str:
    """The name of a group as Mermaid takes it: different groups have different names."""
    return "".join(letter if letter.isascii() and letter.isalnum() else f"_{ord(letter):x}_" for letter in group)


def _node(book: Book, name: str, rule: Rule, evidence: Supports) -> str:
    words = book.wording.open_phrase(rule.premise)
    if evidence.unless:
        words += f" (not counted with {book.wording.open_phrase(Several(1, evidence.unless))})"
    return f'  {name}["{mermaid_label(words)}"]:::{"supports" if evidence.weight >= 0 else "opposes"}'


def _patterns(book: Book, items: list[tuple[str, Rule, Supports]]) -> Iterator[str]:
    """The patterns that evidence rests on, and their arrows."""
    links = [
        (leaf.id, name)
        for name, rule, _ in items
        for leaf in dict.fromkeys(leaves(rule.premise))
        if isinstance(leaf, Established) and leaf.kind == "pattern"
    ]
    for pattern in dict.fromkeys(pattern for pattern, _ in links):
        yield f'  p_{pattern}{{{{"{mermaid_label(book.pack.pattern_by_id[pattern].name)}"}}}}:::pattern'
    for pattern, name in links:
        yield f"  p_{pattern} --> {name}"


def _arrow(book: Book, name: str, rule: Rule, evidence: Supports) -> str:
    background = evidence.weight > 0 and not book.leads(rule, evidence)
    return f'  {name} {"-.->" if background else "-->"}|"{number(evidence.weight)}"| condition'
