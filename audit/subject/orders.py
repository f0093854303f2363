"""Assessing the same runners in other orders: of rules, of answers, of sets in memory."""

import gc
import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from hipexpert.audit import isolated
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import TooManyWaysError
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge import Pack

RUNNERS = 2
HASH_SEED = "1"


class OrderTask(msgspec.Struct):
    """What another process is to assess."""

    pack: Pack
    runners: list[dict[str, object]]


def differing_order(subject: Subject) -> tuple[str, dict[str, object]] | None:
    """In which order something else comes out, and for which answers; None when it never does."""
    runners = list(order_runners(subject))
    if not runners:
        return None
    # Where a second process looks for other things anyway, it assesses them, too.
    other = _assessed_elsewhere(subject, runners) if subject.assessed_elsewhere is None else subject.assessed_elsewhere
    engine = subject.engine
    expected = [engine.assess(answers).to_json("full") for answers in runners]
    turned = type(engine)(msgspec.structs.replace(subject.pack, rules=subject.pack.rules[::-1]).drawn_like(subject.pack))
    found: tuple[str, dict[str, object]] | None = None
    for answers, document in zip(runners, expected, strict=True):
        if engine.assess(dict(reversed(answers.items()))).to_json("full") != document:
            found = found or ("the answers are given in another order", answers)
        if turned.assess(answers).to_json("full") != document:
            found = found or ("the rules are read in another order", answers)
    seen = other()
    if len(seen) != len(runners) and subject.assessed_elsewhere is not None:
        seen = _assessed_elsewhere(subject, runners)()
    if len(seen) != len(runners):
        return ("a second process is asked, which fails", runners[0])
    for answers, document, hashed in zip(runners, expected, seen, strict=True):
        if hashed != _hash(document):
            found = found or ("sets are in another order (hash seed)", answers)
    return found


def _assessed_elsewhere(subject: Subject, runners: list[dict[str, object]]) -> Callable[[], Sequence[str]]:
    """What a process makes of runners in which sets are in another order; it is at work from now on."""
    other = isolated.start(__name__, "work", msgspec.msgpack.encode(OrderTask(subject.pack, runners)), HASH_SEED)
    return lambda: (other.result() or b"").decode().split()


def order_runners(subject: Subject) -> Iterator[dict[str, object]]:
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
            yield subject.states.answers(state)


def hashes(engine: ExplainingEngine, runners: Iterable[dict[str, object]]) -> list[str]:
    """The hash of the assessment of each runner."""
    return [_hash(engine.assess(answers).to_json("full")) for answers in runners]


def _hash(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def work() -> None:
    """Write the hash of the assessment of each runner of the task on standard input."""
    gc.disable()  # the process ends with it
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=OrderTask)
    sys.stdout.write("\n".join(hashes(ExplainingEngine(task.pack), task.runners)))
