"""Many whole numbers side by side in one, each in a lane of its own, so that one addition adds to all of them.

A fact that is weighed touches most tallies, each by another weight: as lanes these weights are one number, and a session's totals
one sum. A number may be negative: it borrows from the lane above, and reading gives it back.
"""

from collections.abc import Iterable
from struct import Struct

_CODES = {2: "h", 4: "i", 8: "q"}


class Lanes:
    """``count`` lanes for numbers that never lie further from nought than ``reach``, or than a few times as far."""

    __slots__ = ("_bytes", "_signs", "_unpack", "_width")

    def __init__(self, count: int, reach: int) -> None:
        size = next(size for size in _CODES if size == 8 or 8 * reach < 1 << 8 * size - 1)
        self._width, self._bytes = 8 * size, size * count
        self._unpack = Struct(f"<{count}{_CODES[size]}").unpack
        self._signs = sum(self.put(lane, 1 << self._width - 1) for lane in range(count))

    @property
    def most(self) -> int:
        """More than any lane comes to."""
        return 1 << self._width - 2

    def put(self, lane: int, number: int) -> int:
        """The number in its lane, and nought in all others."""
        return number << lane * self._width

    def mark(self, lane: int) -> int:
        """The bit that stands for a lane in a set of lanes."""
        return 1 << lane * self._width + self._width - 1

    def marked(self, lanes: int) -> list[int]:
        """The lanes of a set, from the first."""
        step = self._width // 8
        return [lane for lane, bit in enumerate(lanes.to_bytes(self._bytes, "little")[step - 1 :: step]) if bit]

    def at_least(self, lanes: int, least: int) -> int:
        """The set of the lanes whose number is not below that of the same lane in another."""
        return lanes - least + self._signs & self._signs

    def of(self, numbers: Iterable[int]) -> int:
        """Numbers for all lanes, the first for lane nought."""
        return sum(self.put(lane, number) for lane, number in enumerate(numbers))

    def kept(self, lanes: int) -> bytes:
        """Lanes, or a set of them, as bytes: whoever writes them down writes no number that is a thousand bits long."""
        return lanes.to_bytes(self._bytes + 1, "little", signed=True)

    @staticmethod
    def restored(kept: bytes) -> int:
        """The lanes that such bytes are of."""
        return int.from_bytes(kept, "little", signed=True)

    def read(self, lanes: int) -> tuple[int, ...]:
        """The number in each lane."""
        # Lifted by the highest bit no lane is below nought; turning this bit around then gives two's complement.
        return self._unpack((lanes + self._signs ^ self._signs).to_bytes(self._bytes, "little"))
