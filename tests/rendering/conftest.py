"""What tests of what is written share."""

from collections.abc import Iterator, Sequence

import pytest

from hipexpert.graphs.layout import Box, Layout
from hipexpert.rendering.page import drawings


@pytest.fixture(scope="module")
def boxes_in_a_row() -> Iterator[None]:
    """For tests of the words of a page: its drawings are laid out in no time, where many boxes well arranged take seconds."""

    def in_a_row(boxes: Sequence[Box], edges: Sequence[tuple[int, int]]) -> Layout:
        middles = [(sum(each.width for each in boxes[:place]) + box.width // 2, box.height // 2) for place, box in enumerate(boxes)]
        width, height = sum(each.width for each in boxes), max((each.height for each in boxes), default=0)
        return Layout(tuple(middles), tuple((middles[source], middles[target]) for source, target in edges), width, height)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawings, "layered_layout", in_a_row)
        yield
