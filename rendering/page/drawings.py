"""The inference graph drawn: which part of it each drawing shows, and where everything in it stands."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from hipexpert.graphs.layers import DerivationPicture, PictureNode
from hipexpert.graphs.layout import Box, Position, layered_layout
from hipexpert.graphs.selection import shown_conclusions
from hipexpert.knowledge import Assessment, Ranked
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.texts import CATEGORIES
from hipexpert.rendering.page.fitting import wrapped
from hipexpert.rendering.page.rulebook import RuleEntry

MAIN = "main"
_FACT, _RULE, _PADDING, _LINE, _LINES, TOP = 152, 40, 8, 15, 3, 34
MOST_LINES = 5_000
"""Of all drawings of a page together. No known case has 3,000."""
_HEAVY = ("condition", "urgency", "warning")
_WITHHELD = ("Withheld", "Not now")  # advice that a rule gives and another takes back, and what a rule takes back
_BOLD = 0.92  # of a line, as much text as bold type takes
_HEADINGS: Mapping[str, str] = {
    "answers": "Answers",
    "patterns": "Patterns",
    "evidence": "Evidence",
    "conditions": "Conditions",
    "urgency": "Urgency",
    "advice": "Advice",
}


class BoxText(Struct, frozen=True):
    """What stands in a box of a drawing, and what it links to. ``spoken`` is the whole of it in words."""

    id: str
    kind: str
    lines: tuple[str, ...]
    detail: str
    spoken: str
    link: str
    width: int
    height: int


class PlacedBox(Struct, frozen=True):
    """A box in its place; ``x`` and ``y`` are its upper left corner."""

    place: int
    x: int
    y: int


class Connector(Struct, frozen=True):
    """A line between two boxes, as the path of an SVG."""

    source: int
    target: int
    path: str


class Drawing(Struct, frozen=True):
    """A part of the inference graph, laid out. ``headings`` are titles of columns and the middle of each."""

    id: str
    group: str
    title: str
    boxes: tuple[PlacedBox, ...]
    lines: tuple[Connector, ...]
    headings: tuple[tuple[str, int], ...]
    width: int
    height: int


def box_texts(assessment: Assessment, picture: DerivationPicture, rules: Mapping[str, RuleEntry]) -> tuple[BoxText, ...]:
    """What stands in the box of each node of the picture, in its order."""
    ranked = {f"condition:{each.condition}": each for each in assessment.differential}
    given = frozenset(each.id for each in assessment.plan.advice)
    return tuple(_box_text(_told(assessment, node, given), ranked.get(node.id), rules) for node in picture.nodes)


def _told(assessment: Assessment, node: PictureNode, given: frozenset[str]) -> PictureNode:
    """A node of advice labelled by what became of the advice: nobody is to take for given what is not."""
    if node.kind != "advice":
        return node
    kind, name = Fact.of(node.id)
    title = assessment.pack.advice_by_id[name].title
    return replace(node, label=f"{_WITHHELD[1]}: {title}" if kind == "avoid" else title if name in given else f"{_WITHHELD[0]}: {title}")


def _box_text(node: PictureNode, ranked: Ranked | None, rules: Mapping[str, RuleEntry]) -> BoxText:
    if node.kind == "rule":
        entry = rules[node.id.partition(":")[2]]
        weight = f"{entry.weight:+d}" if entry.weight is not None else ""
        spoken = f"Rule {entry.number}: {entry.title}" + (f", {weight} decibans" if weight else "")
        return BoxText(node.id, "rule", (f"R{entry.number}",), weight, spoken, f"rule-{entry.id}", _RULE, 32 if weight else 22)
    detail = f"{ranked.band.replace('_', ' ')}, {ranked.decibans:+d}" if ranked else ""
    room = _FACT - 2 * _PADDING
    lines = wrapped(node.label, int(room * _BOLD) if node.kind in _HEAVY else room, _LINES + (node.kind == "condition"))
    kind = "withheld" if node.kind == "advice" and node.label.startswith(_WITHHELD) else node.kind
    spoken = f"{_SPOKEN[kind]}: {node.label}" + (f", {detail} decibans" if detail else "")
    return BoxText(node.id, kind, lines, detail, spoken, _link(node), _FACT, 12 + _LINE * (len(lines) + bool(detail)))


_SPOKEN = {
    "answer": "Answer",
    "pattern": "Pattern or factor",
    "condition": "Condition",
    "urgency": "Urgency",
    "advice": "Advice",
    "withheld": "Advice withheld",
    "warning": "Warning",
}


def _link(node: PictureNode) -> str:
    """The part of the page that tells more about a node."""
    kind, _, name = node.id.partition(":")
    match kind:
        case "condition":
            return f"condition-{name}"
        case "pattern" | "contributing":
            return f"{kind}-{name}"
        case "urgency":
            return "why"
        case "advise" | "avoid":
            return "plan"
        case _:
            return "answers"


def drawings(assessment: Assessment, picture: DerivationPicture, texts: tuple[BoxText, ...]) -> tuple[tuple[Drawing, ...], int]:
    """Every drawing of the page: first the urgency and the conditions shown first, then one for each other conclusion; and how many are
    left out, where so much was said that to lay out all would take many seconds.

    Advice is drawn by category and only down to what its rules ask for: the rest is drawn with what that is.
    """
    found, left_out, lines = list[Drawing](), 0, 0
    for each in _choices(assessment, picture):
        shown = set(each[-1])
        lines += sum(source in shown and target in shown for source, target in picture.edges)
        if found and lines > MOST_LINES:
            left_out += 1
        else:
            found.append(_drawing(picture, texts, *each))
    return tuple(found), left_out


def main_drawing(assessment: Assessment, picture: DerivationPicture, texts: tuple[BoxText, ...]) -> Drawing:
    """The drawing that is shown first."""
    return _drawing(picture, texts, *next(_choices(assessment, picture)))


def _choices(assessment: Assessment, picture: DerivationPicture) -> Iterator[tuple[str, str, str, tuple[int, ...]]]:
    """The id, group, title and boxes of each drawing."""
    yield MAIN, "", "Urgency and first conditions", picture.leading_to(shown_conclusions(assessment))
    by_id = {node.id: node for node in picture.nodes}
    urgency = by_id.get(Fact("urgency", assessment.level).name)
    if urgency is not None:
        yield urgency.id, "", "Urgency alone", picture.leading_to(urgency.stands_for)
    plausible = [by_id[f"condition:{each.condition}"] for each in assessment.differential if each.band in ("likely", "possible")]
    if plausible:
        facts = [part for node in plausible for part in node.stands_for]
        yield "plausible", "", "All likely and possible conditions", picture.leading_to(facts)
    for each in assessment.differential:
        node = by_id[f"condition:{each.condition}"]
        yield node.id, "One condition", f"{each.name} ({each.band.replace('_', ' ')})", picture.leading_to(node.stands_for)
    yield from _other_choices(assessment, picture)


def _other_choices(assessment: Assessment, picture: DerivationPicture) -> Iterator[tuple[str, str, str, tuple[int, ...]]]:
    for kind, title in (("pattern", "Patterns and contributing factors"), ("warning", "Contradictions")):
        facts = [part for node in picture.nodes if node.kind == kind for part in node.stands_for]
        if facts:
            yield f"all-{kind}", "More", title, picture.leading_to(facts)
    by_category: dict[str, list[int]] = {}
    for place, node in enumerate(picture.nodes):
        if node.kind == "advice":
            by_category.setdefault(assessment.pack.advice_by_id[node.id.partition(":")[2]].category, []).append(place)
    for category in CATEGORIES:
        places = by_category.get(category)
        if places:
            yield f"advice-{category}", "Advice", assessment.pack.texts.heading(category), _with_premises(picture, places)


def _with_premises(picture: DerivationPicture, places: Iterable[int]) -> tuple[int, ...]:
    """Conclusions, the rules that conclude them, and what these rules ask for."""
    shown = set(places)
    rules = {source for source, target in picture.edges if target in shown}
    return tuple(sorted(shown | rules | {source for source, target in picture.edges if target in rules}))


def _drawing(picture: DerivationPicture, texts: tuple[BoxText, ...], name: str, group: str, title: str, places: tuple[int, ...]) -> Drawing:
    order = {place: number for number, place in enumerate(places)}
    edges = [edge for edge in picture.edges if edge[0] in order and edge[1] in order]
    boxes = [Box(texts[place].width, texts[place].height, picture.nodes[place].layer) for place in places]
    layout = layered_layout(boxes, [(order[source], order[target]) for source, target in edges])
    drawn = tuple(
        PlacedBox(place, x - box.width // 2, y - box.height // 2 + TOP)
        for place, box, (x, y) in zip(places, boxes, layout.middles, strict=True)
    )
    lines = tuple(Connector(source, target, smooth_path(points)) for (source, target), points in zip(edges, layout.lines, strict=True))
    return Drawing(name, group, title, drawn, lines, _headings(picture, places, layout.middles), layout.width + 2, layout.height + TOP + 2)


def smooth_path(points: tuple[Position, ...]) -> str:
    """A smooth path through the points, below the headings: it leaves and arrives level, and a step up or down becomes a slope."""
    moved = [(x, y + TOP) for x, y in points]
    for number in range(1, len(moved) - 2):
        (x, y), (to_x, to_y) = moved[number : number + 2]
        if abs(x - to_x) <= 2 and y != to_y:
            room = min(16, abs(x - moved[number - 1][0]) // 2, abs(moved[number + 2][0] - to_x) // 2)
            back = -room if moved[number + 2][0] >= to_x else room
            moved[number], moved[number + 1] = (x + back, y), (to_x - back, to_y)
    path = [f"M{moved[0][0]},{moved[0][1]}"]
    for (x, y), (to_x, to_y) in pairwise(moved):
        half = (to_x - x) // 2
        path.append(f"H{to_x}" if y == to_y else f"C{x + half},{y} {to_x - half},{to_y} {to_x},{to_y}")
    return "".join(path)


def _headings(picture: DerivationPicture, places: tuple[int, ...], middles: tuple[Position, ...]) -> tuple[tuple[str, int], ...]:
    """The title of each band over its first column of facts."""
    found: dict[str, int] = {}
    for place, (x, _) in sorted(zip(places, middles, strict=True), key=lambda each: each[1]):
        band = picture.bands[picture.nodes[place].layer]
        if band in _HEADINGS and (picture.nodes[place].kind != "rule" or band == "evidence"):
            found.setdefault(band, x)
    return tuple((_HEADINGS[band], x) for band, x in found.items())
