"""Any value that is shown, as JSON."""

from collections.abc import Sequence

import msgspec


def json_text(value: msgspec.Struct | Sequence[msgspec.Struct], *, indent: int = 2) -> str:
    """A value as JSON text (UTF-8, ending without a newline); equal values give equal bytes."""
    return msgspec.json.format(msgspec.json.encode(value), indent=indent).decode()
