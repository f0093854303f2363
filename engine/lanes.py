"""Many whole numbers side by side in one, each in a lane of its own, so that one addition adds to all of them.

A fact that is weighed touches most tallies, each by another weight: as lanes these weights are one number, and a session's totals
one sum. A number may be negative: it borrows from the lane above, and reading gives it back.
"""

from collections.abc import Iterable
from struct import Struct

MOST = 1 << 58  # the largest number that a lane can hold, whatever is added to it
_CODES = {2: "h", 4: "i", 8: "q"}


class Lanes:
    """``count`` lanes for numbers that never lie further from nought than ``reach``, or than a few times as far."""

    __slots__ = ("_bytes", "_signs", "_unpack", "_width")

    def __init__(self, count: int, reach: int) -> None:
        size = next(size for size in _CODES if size == 8 or 8 * reach < 1 << 8 * size - 1)
        self._width, self._bytes = 8 * size, size * count
        self._unpack = Struct(f"<{count}{_CODES[size]}").unpack
        self._signs = sum(self.put(lane, 1 << self._width - 1) for lane in range(count))

    def put(self, lane: int, number: int) -> int:
        """The number in its lane, and nought in all others."""
        return number << lane * self._width

    def of(self, numbers: Iterable[int]) -> int:
        """Numbers for all lanes, the first for lane nought."""
        return sum(self.put(lane, number) for lane, number in enumerate(numbers))

    def read(self, lanes: int) -> tuple[int, ...]:
        """The number in each lane."""
        # Lifted by the highest bit no lane is below nought; turning this bit around then gives two's complement.
        return self._unpack((lanes + self._signs ^ self._signs).to_bytes(self._bytes, "little"))
