"""Assessing the same runners in other orders: of rules, of answers, of sets in memory."""

import gc
import hashlib
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from hipexpert.audit import isolated
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import TooManyWaysError
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.pack import Supports

RUNNERS = 2
STRENGTHS = (3, 7, 10)
"""How strongly rules speak where it is drawn: weakly, moderately or strongly."""
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
    given = subject.engine_given
    pack = subject.pack if given is not None else with_drawn_strengths(subject.pack)
    # Where a second process looks for other things anyway, it assesses them, too.
    other = _assessed_elsewhere(pack, runners) if subject.assessed_elsewhere is None else subject.assessed_elsewhere
    engine = given or ExplainingEngine(pack)
    expected = [engine.assess(answers).to_json("full") for answers in runners]
    # There all orders are another one at once: which of them matters is looked for only where something does.
    found = None if given is None else _differing_here(engine, runners, expected)
    seen = other()
    if len(seen) != len(runners) and subject.assessed_elsewhere is not None:
        seen = _assessed_elsewhere(pack, runners)()
    if len(seen) != len(runners):
        return ("a second process is asked, which fails", runners[0])
    for answers, document, hashed in zip(runners, expected, seen, strict=True):
        if found is None and hashed != _hash(document):
            found = _differing_here(engine, runners, expected) or ("sets are in another order (hash seed)", answers)
    return found


def _differing_here(
    engine: ExplainingEngine, runners: Sequence[dict[str, object]], expected: Sequence[str]
) -> tuple[str, dict[str, object]] | None:
    """The same of orders that can be changed in this process: of answers, and of rules."""
    turned = type(engine)(rules_turned(engine.pack))
    for answers, document in zip(runners, expected, strict=True):
        if engine.assess(_turned(answers)).to_json("full") != document:
            return ("the answers are given in another order", answers)
        if turned.assess(answers).to_json("full") != document:
            return ("the rules are read in another order", answers)
    return None


def with_drawn_strengths(pack: Pack) -> Pack:
    """A pack in which it is drawn, by the names of rule and condition, how strongly each rule speaks: what is tried is the program, and
    so it need not be tried again when a strength changes. Some are equal and some are not, so ties are among what is tried.
    """
    rules = tuple(
        msgspec.structs.replace(
            rule,
            conclusions=tuple(
                msgspec.structs.replace(each, weight=_drawn(rule.id, each), ratio=None) if isinstance(each, Supports) else each
                for each in rule.conclusions
            ),
        )
        for rule in pack.rules
    )
    return msgspec.structs.replace(pack, rules=rules, content_hash="").drawn_like(pack)


def _drawn(rule: str, evidence: Supports) -> int:
    strength = STRENGTHS[zlib.crc32(f"{rule} {evidence.condition}".encode()) % len(STRENGTHS)]
    return strength if evidence.weight > 0 else -strength


def rules_turned(pack: Pack) -> Pack:
    """A pack with its rules the other way round."""
    return msgspec.structs.replace(pack, rules=pack.rules[::-1]).drawn_like(pack)


def _turned(answers: dict[str, object]) -> dict[str, object]:
    return dict(reversed(answers.items()))


def _assessed_elsewhere(pack: Pack, runners: list[dict[str, object]]) -> Callable[[], Sequence[str]]:
    """What a process makes of runners in which sets are in another order, as all else is; it is at work from now on."""
    other = isolated.start(__name__, "work", msgspec.msgpack.encode(OrderTask(pack, runners)), HASH_SEED)
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


def assessed_otherwise(pack: Pack, runners: Iterable[dict[str, object]]) -> list[str]:
    """The hash of the assessment of each runner, with the rules of the pack and the answers the other way round."""
    engine = ExplainingEngine(rules_turned(pack))
    return [_hash(engine.assess(_turned(answers)).to_json("full")) for answers in runners]


def _hash(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def work() -> None:
    """Write the hash of the assessment of each runner of the task on standard input."""
    gc.disable()  # the process ends with it
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=OrderTask)
    sys.stdout.write("\n".join(assessed_otherwise(task.pack, task.runners)))
