"""Any value that is shown, as JSON."""

from collections.abc import Sequence

import msgspec

_ENCODER = msgspec.json.Encoder()


def json_line(value: msgspec.Struct) -> str:
    """A value as JSON text on one line; equal values give equal bytes."""
    written = bytearray()  # a long text grows in one in half the time that bytes take
    _ENCODER.encode_into(value, written)
    return written.decode()


def json_text(value: msgspec.Struct | Sequence[msgspec.Struct], *, indent: int = 2) -> str:
    """A value as JSON text (UTF-8, ending without a newline); equal values give equal bytes."""
    return msgspec.json.format(msgspec.json.encode(value), indent=indent).decode()
