"""Malformed inputs by the hundred thousand, unguided: ``python -m fuzzing.malformed [READER ...] [--each N] [--seed S]``.

Each is an input of the corpus that was cut, doubled, mixed with another or had bytes, numbers, signs and words of the field put in. It
goes through a reader of :mod:`fuzzing.readers`, or (``same``) as one text through every way in, which must agree. Said are how many were
tried, how many a reader did not bear, and the longest time that one took; what was not borne lies in ``build/malformed``. Ends with 1 when
there is any, or one that took more than a second of processor time.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from fuzzing.readers import READERS
from ways_in import NAMES, SAID, WAYS, can_be_said, outcome, python

CORPUS = Path(__file__).parent / "corpus"
FOUND = Path(__file__).parents[2] / "build" / "malformed"
SLOW = 1.0  # second of processor time
LONGEST = 4_000  # bytes: what is long is tried in tests of its own
KINDS = sorted(NAMES)
UNSHOWN = {"control-character", "not-text"}
ODD = (
    *(b"\x00", b"\xff", b"\r", b"\r\n", b"\n", b"\t", b"\x1b[2J", b"\xef\xbb\xbf", "\u202e".encode(), "\u2028".encode(), b"\xed\xa0\x80"),
    *(b"0", b"-0", b"1e309", b"-1", b"9" * 320, b"070", b"1:30", b"0x10", b"NaN", b"Infinity", b"1_0", b"true", b"null", b"~", b"''"),
    *(b"{", b"}", b"[", b"]", b'"', b",", b":", b": ", b"- ", b"&a", b"*a", b"!!python/object:x", b"<<:", b"---", b"...", b"|", b">", b"%"),
    *(b"[" * 200, b"{a: " * 60, b"(" * 50, b" " * 500, b"a" * 1000, b"../", b"=", b";", b".", b"..", b"<", b"&lt;", b"<!DOCTYPE x>"),
)


def same(content: bytes) -> None:
    """One text through every way in: the first byte says for which type of finding."""
    name = NAMES[KINDS[(content[0] if content else 0) % len(KINDS)]]
    text = content[1:].decode("utf-8", "replace")
    wanted = outcome(python, name, text)
    for way in WAYS[1:]:
        if can_be_said(way, name, text):
            found = outcome(way, name, text)
            # What no file of text may hold, a file is refused for, and says so.
            assert found == wanted or (found[1] and {code for code, _ in found[1]} <= UNSHOWN), way.__name__


ALL: Mapping[str, Callable[[bytes], None]] = {**READERS, "same": same}


def begun(name: str) -> list[bytes]:
    """What is made malformed."""
    if name == "same":
        return [bytes([number]) + text.encode() for number, kind in enumerate(KINDS) for of, text, _ in SAID if of == kind]
    return [path.read_bytes() for path in sorted((CORPUS / name).iterdir())]


def malformed(draw: random.Random, kept: list[bytes], words: list[bytes]) -> bytes:
    """One input."""
    made = draw.choice(kept)
    for _ in range(draw.choice((1, 1, 2, 3, 6))):
        first, last = sorted(draw.randint(0, len(made)) for _ in range(2))
        other = draw.choice(kept)
        made = draw.choice(
            (
                lambda made=made, first=first: made[:first],
                lambda made=made, first=first, last=last: made[:first] + made[last:],
                lambda made=made, first=first, last=last: made[:last] + made[first:last] + made[last:],
                lambda made=made, first=first, other=other: made[:first] + other[draw.randint(0, len(other)) :],
                lambda made=made, first=first: made[:first] + draw.choice(ODD) + made[first:],
                lambda made=made, first=first, last=last: made[:first] + draw.choice(words) + made[last:],
                lambda made=made, first=first: made[:first] + bytes([draw.randrange(256)]) + made[first + 1 :],
            )
        )()
    return made[:LONGEST]


def main(arguments: list[str]) -> int:
    """Tries malformed inputs, and says what came of them."""
    parser = argparse.ArgumentParser(prog="fuzzing.malformed")
    parser.add_argument("readers", nargs="*", metavar="READER", help=f"of {', '.join(ALL)}; without, all")
    parser.add_argument("--each", type=int, default=1000, help="so many for each reader")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    lines = Path(__file__).with_name("words.dict").read_text("utf-8").splitlines()
    words = [line.strip('"').encode() for line in lines if line.startswith('"')]
    fine, tried = True, 0
    for name in asked.readers or ALL:
        draw, kept, read, broken, longest = random.Random(f"{asked.seed} {name}"), begun(name), ALL[name], 0, 0.0  # noqa: S311
        read(b"")  # what is made once is no hang of the first input
        for number in range(asked.each):
            content = malformed(draw, kept, words)
            before = time.process_time()
            try:
                read(content)
                failed = ""
            except Exception as error:  # noqa: BLE001  # whatever it is, it is told and kept
                failed = f"{type(error).__name__}: {str(error)[:200]}"
            took = time.process_time() - before
            longest = max(longest, took)
            if failed or took > SLOW:
                broken += 1
                FOUND.mkdir(parents=True, exist_ok=True)
                (FOUND / f"{name}-{asked.seed}-{number}").write_bytes(content)
                print(f"{name} {number}: {failed or f'{took:.1f} s'}", flush=True)  # noqa: T201
        tried += asked.each
        fine &= not broken
        print(f"{name}: {asked.each} tried, {broken} not borne, the longest {longest:.2f} s", flush=True)  # noqa: T201
    print(f"{tried} in all")  # noqa: T201
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
