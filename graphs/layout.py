"""Where the boxes of a layered picture stand and how its lines run: the only place that knows the layout library."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

import graphlay
from msgspec import Struct

Position = tuple[int, int]
_SPACING = {"layer_gap": 34.0, "node_gap": 9.0, "dummy_gap": 7.0, "port_gap": 4.0}
_WIDEST_GAP = 56.0


class Box(Struct, frozen=True):
    """A box to place: its size in pixels and the layer it must stand in."""

    width: int
    height: int
    layer: int


class Layout(Struct, frozen=True):
    """The middle of each box, the points of each line from the border of a box to that of another, and the size of it all.

    Layers run from left to right. Everything is in whole pixels and no coordinate is negative.
    """

    middles: tuple[Position, ...]
    lines: tuple[tuple[Position, ...], ...]
    width: int
    height: int


def layered_layout(boxes: Sequence[Box], edges: Sequence[tuple[int, int]]) -> Layout:
    """A layered layout (Sugiyama et al. 1981) of boxes and the edges between their places, in the order they came.

    An edge joins boxes of different layers and may run backwards. Empty layers take no room.
    Equal boxes and edges give an equal layout, in every process.
    """
    if not boxes:
        return Layout((), (), 0, 0)
    rank = {layer: number for number, layer in enumerate(sorted({box.layer for box in boxes}))}
    request = {
        "nodes": [
            {
                "key": str(number),
                "shape": "box",
                "size": {"width": float(box.width), "height": float(box.height)},
                "rank": {"fixed": rank[box.layer]},
            }
            for number, box in enumerate(boxes)
        ],
        "edges": [{"source": source, "target": target, "weight": 1.0} for source, target in edges],
    }
    options = {"direction": "leftright", "spacing": _SPACING, "routing": {"style": "diagonal"}, "effort": "fast"}
    placed = graphlay.layout(request, preset="layered", options=options)
    low, high = placed.bounds["min"], placed.bounds["max"]
    narrowed = _Narrowed([(node["center"]["x"], box.width) for node, box in zip(placed.nodes, boxes, strict=True)], low["x"], high["x"])

    def point(at: dict[str, float]) -> Position:
        return narrowed(at["x"]), round(at["y"] - low["y"])

    middles = tuple(point(node["center"]) for node in placed.nodes)
    lines = []
    for (source, target), edge in zip(edges, placed.edges, strict=True):
        points = [point(each) for each in edge["points"]]
        forward = boxes[source].layer < boxes[target].layer
        points[0] = _at_side(middles[source], boxes[source], points[0], 1 if forward else -1)
        points[-1] = _at_side(middles[target], boxes[target], points[-1], -1 if forward else 1)
        # The library may end a line below or above its box, past the side on which it is drawn to end.
        first, last = sorted((points[0][0], points[-1][0]))
        lines.append(tuple((min(max(x, first), last), y) for x, y in points))
    return Layout(middles, tuple(lines), narrowed(high["x"]) + 1, round(high["y"] - low["y"]) + 1)


class _Narrowed:
    """Takes a coordinate across the layers to where it is once the wide gaps between them are made narrow.

    The library leaves room for lines to run at a gentle slope; a picture that fits a screen is worth more. The order along
    the axis stays, so no line changes the side on which it passes a box.
    """

    def __init__(self, columns: Iterable[tuple[float, int]], low: float, high: float) -> None:
        extents: dict[float, int] = {}
        for middle, width in columns:
            extents[round(middle)] = max(extents.get(round(middle), 0), width)
        knots = [low]
        for middle, width in sorted(extents.items()):
            knots += [middle - width / 2, middle + width / 2]
        knots.append(high)
        self.knots = list(accumulate(knots, max))
        self.at = [0.0]
        for number, (before, after) in enumerate(zip(self.knots, self.knots[1:], strict=False)):
            gap = number % 2 == 0
            self.at.append(self.at[-1] + (min(after - before, _WIDEST_GAP) if gap else after - before))

    def __call__(self, x: float) -> int:
        place = min(max(bisect_right(self.knots, x) - 1, 0), len(self.knots) - 2)
        before, after = self.knots[place], self.knots[place + 1]
        share = (x - before) / (after - before) if after > before else 0.0
        return round(self.at[place] + share * (self.at[place + 1] - self.at[place]))


def _at_side(middle: Position, box: Box, point: Position, side: int) -> Position:
    """The point of a box's left (-1) or right (1) side that is nearest to a point."""
    reach = max(box.height // 2 - 5, 0)
    return middle[0] + side * (box.width // 2), min(max(point[1], middle[1] - reach), middle[1] + reach)
