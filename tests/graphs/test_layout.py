"""Layered layout: boxes stand in their layers and clear of one another, lines join them, equal input gives an equal layout."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples

from hipexpert.graphs.layout import Box, Layout, layered_layout


@st.composite
def layered_graphs(draw: st.DrawFn) -> tuple[list[Box], list[tuple[int, int]]]:
    """Boxes of any size in a few layers, and edges between boxes of different layers, some of them backwards."""
    boxes = draw(st.lists(st.builds(Box, st.integers(20, 200), st.integers(10, 80), st.integers(0, 7)), min_size=1, max_size=18))
    places = st.integers(0, len(boxes) - 1)
    pairs = draw(st.lists(st.tuples(places, places), unique=True, max_size=30))
    return boxes, sorted((source, target) for source, target in pairs if boxes[source].layer != boxes[target].layer)


def sides(layout: Layout, boxes: list[Box], place: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a box."""
    (x, y), box = layout.middles[place], boxes[place]
    return x - box.width / 2, y - box.height / 2, x + box.width / 2, y + box.height / 2


@settings(max_examples=examples(60), deadline=None)
@given(graph=layered_graphs())
def test_boxes_stand_in_their_layers_and_apart(graph: Any) -> None:
    """A higher layer is further to the right, a layer is one column, and no two boxes touch."""
    boxes, edges = graph
    layout = layered_layout(boxes, edges)
    for one, box in enumerate(boxes):
        left, top, right, bottom = sides(layout, boxes, one)
        assert left >= -1
        assert top >= -1
        assert right <= layout.width + 1
        assert bottom <= layout.height + 1
        for other in range(one):
            if boxes[other].layer == box.layer:
                assert abs(layout.middles[one][0] - layout.middles[other][0]) <= 1
                assert abs(layout.middles[one][1] - layout.middles[other][1]) >= (box.height + boxes[other].height) / 2
            else:
                lower, higher = (one, other) if box.layer < boxes[other].layer else (other, one)
                assert sides(layout, boxes, lower)[2] < sides(layout, boxes, higher)[0]


@settings(max_examples=examples(60), deadline=None)
@given(graph=layered_graphs())
def test_a_line_runs_from_the_side_of_one_box_to_the_side_of_the_other(graph: Any) -> None:
    """Lines come in the order of the edges; each leaves towards its target, ends on the facing side and goes past neither."""
    boxes, edges = graph
    layout = layered_layout(boxes, edges)
    assert len(layout.lines) == len(edges)
    for (source, target), points in zip(edges, layout.lines, strict=True):
        forward = boxes[source].layer < boxes[target].layer
        leaves, arrives = sides(layout, boxes, source)[2 if forward else 0], sides(layout, boxes, target)[0 if forward else 2]
        assert abs(points[0][0] - leaves) <= 1
        assert abs(points[-1][0] - arrives) <= 1
        for place, (_, y) in ((source, points[0]), (target, points[-1])):
            assert sides(layout, boxes, place)[1] <= y <= sides(layout, boxes, place)[3]
        assert all(min(points[0][0], points[-1][0]) <= x <= max(points[0][0], points[-1][0]) for x, _ in points)


@settings(max_examples=examples(20), deadline=None)
@given(graph=layered_graphs())
def test_equal_input_gives_an_equal_layout(graph: Any) -> None:
    """Nothing in the layout is left to chance."""
    assert layered_layout(*graph) == layered_layout(*graph)


def test_nothing_to_place_takes_no_room() -> None:
    """No boxes, no lines, no size."""
    assert layered_layout([], []) == Layout((), (), 0, 0)
