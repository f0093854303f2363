"""Assessing the same runners in other orders: of rules, of answers, of sets in memory."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping

import msgspec

from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import TooManyWaysError
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge import Pack

RUNNERS = 2
SEEDS = ("1",)


class Task(msgspec.Struct):
    """What another process is to assess."""

    pack: Pack
    runners: list[dict[str, object]]


def differing_order(subject: Subject) -> tuple[str, dict[str, object]] | None:
    """In which order something else comes out, and for which answers; None when it never does."""
    runners = list(_runners(subject))
    if not runners:
        return None
    processes = [_start(subject.pack, runners, seed) for seed in SEEDS]
    engine = subject.engine
    expected = [engine.assess(answers).to_json() for answers in runners]
    turned = type(engine)(msgspec.structs.replace(subject.pack, rules=subject.pack.rules[::-1]))
    found: tuple[str, dict[str, object]] | None = None
    for answers, document in zip(runners, expected, strict=True):
        if engine.assess(dict(reversed(answers.items()))).to_json() != document:
            found = found or ("the answers are given in another order", answers)
        if turned.assess(answers).to_json() != document:
            found = found or ("the rules are read in another order", answers)
    for process in processes:
        output, _ = process.communicate()
        hashes = output.decode().split()
        for answers, document, seen in zip(runners, expected, hashes, strict=False):
            if seen != _hash(document):
                found = found or ("sets are in another order (hash seed)", answers)
    return found


def _runners(subject: Subject) -> Iterator[dict[str, object]]:
    """Runners with many answers: what some rules ask for, put together as far as it fits."""
    rules = sorted(subject.gates)
    for start in range(min(RUNNERS, len(rules))):
        state: frozenset[str] = frozenset()
        for rule in rules[start :: max(1, len(rules) // 12)]:
            try:
                way = next(subject.ways.through_chains(subject.gates[rule], state), None)
            except TooManyWaysError:
                continue
            if way is not None:
                state = way - subject.ways.marks
        if state:
            yield subject.space.answers(state)


def _start(pack: Pack, runners: list[dict[str, object]], seed: str) -> "subprocess.Popen[bytes]":
    path = os.pathsep.join(filter(None, sys.path))
    process = subprocess.Popen(
        [sys.executable, "-m", "hipexpert.audit.running.orders"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
    )
    assert process.stdin is not None  # noqa: S101
    process.stdin.write(msgspec.msgpack.encode(Task(pack, runners)))
    process.stdin.close()
    process.stdin = None
    return process


def _hash(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def hashes_of(task: Mapping[str, object] | bytes) -> list[str]:
    """The hash of the assessment of each runner of a task, as another process works it out."""
    read = msgspec.msgpack.decode(task, type=Task) if isinstance(task, bytes) else msgspec.convert(task, Task)
    engine = ExplainingEngine(read.pack)
    return [_hash(engine.assess(answers).to_json()) for answers in read.runners]


if __name__ == "__main__":
    sys.stdout.write("\n".join(hashes_of(sys.stdin.buffer.read())))
