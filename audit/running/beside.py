"""Checks that share no work with the others, looked for in a second process meanwhile.

The theorems, the wording and a few others take about half of the time of an audit of a large pack, and need little that the
other checks work out. If the second process fails for any reason, they are looked for here: the outcome is the same.
"""

import datetime
import gc
import os
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache

import msgspec

from hipexpert.audit import isolated
from hipexpert.audit.check import Check, Found
from hipexpert.audit.running.catalogue import all_checks
from hipexpert.audit.running.kept import (
    found_by,
    given_before,
    keep_early,
    keep_given,
    keep_proofs,
    keep_remembered,
    use_early,
    use_proofs,
    use_remembered,
)
from hipexpert.audit.subject.orders import HASH_SEED, assessed_otherwise, order_runners, with_drawn_strengths
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.theorem_checks import ABOUT_THEOREMS, BROKEN_CLAIM, check_of
from hipexpert.audit.values import TheoremResult, Violation
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs import snapshot

ADVICE = "unreachable-advice"
ORDERS = "order-dependence"
COVERED = "all intakes were covered"
WORTH_A_PROCESS = 300  # rules; below, starting one takes longer than the checks


class Task(msgspec.Struct, frozen=True):
    """What another process is to look for."""

    loaded: bytes
    content_hash: str
    checks: tuple[str, ...]
    as_of: datetime.date
    prove: bool
    orders: bool
    keeping: bool
    second: bool = False


class PartFound(msgspec.Struct, frozen=True):
    """What some checks found, by check, and what became of their theorems, each without the place where it stands."""

    found: Mapping[str, tuple[Found, ...]]
    theorems: tuple[TheoremResult, ...] = ()
    assessed: tuple[str, ...] = ()

    def beside(self, other: "PartFound") -> "PartFound":
        """The same with what other checks found."""
        return PartFound({**self.found, **other.found}, (*self.theorems, *other.theorems))


def split(checks: Iterable[Check], pack: Pack) -> tuple[tuple[Check, ...], tuple[Check, ...]]:
    """The checks to look for here, and those that are worth a second process."""
    listed = tuple(checks)
    apart = tuple(check for check in listed if check.proves or check.apart)
    if len(pack.rules) < WORTH_A_PROCESS or not apart or (os.cpu_count() or 1) < 2:
        return listed, ()
    return tuple(check for check in listed if check not in apart), apart


def looked_for(subject: Subject, checks: Iterable[Check], *, keeping: bool = False) -> PartFound:
    """What the checks find, in this process; ``keeping``: what was kept of single checks is used, and what they find is kept."""
    # The check of orders waits for the second process, so it comes last; who is given advice is asked when nobody else asks the solver.
    listed = sorted(checks, key=lambda check: (check.name == ORDERS, check.name == ADVICE))
    asking = keeping and subject.prove and ADVICE in {check.name for check in listed}
    if asking:
        subject.reasoning.given_before = given_before(subject.pack)
    reasoning = subject.reasoning
    theorems = keeping and subject.prove and not ABOUT_THEOREMS.isdisjoint(check.name for check in listed)
    unweighing = reasoning.unweighing if keeping and any(check.unweighed for check in listed) else None
    with no_collection():
        if keeping:
            use_remembered(reasoning)
        if theorems:
            use_proofs(reasoning)
        if unweighing is not None:
            use_early(unweighing)
        found = {check.name: found_by(check, subject, keeping=keeping) for check in listed}
        if keeping:
            keep_remembered(reasoning)
        if theorems:
            keep_proofs(reasoning)
        if unweighing is not None:
            keep_early(unweighing)
        if asking:
            keep_given(subject.pack, reasoning.given_advice)
        return PartFound(found, _theorems(reasoning, found))


@contextmanager
def no_collection() -> Iterator[None]:
    """Without looking for circles among the very many sets that an audit makes and keeps: that is a sixth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():
                # What was made meanwhile counts as old, so that not all of it is looked through at once.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def started(subject: Subject, checks: Iterable[Check], *, orders: bool, keeping: bool = False) -> Callable[[], PartFound | None]:
    """The same from another process, at work from now on: what waits for it, and gives None when it failed. ``orders``: it also
    assesses the runners whom the check of orders is about; sets are in another order there.
    """
    loaded = snapshot.to_bytes(snapshot.Loaded(subject.pack, subject.program))
    task = Task(
        loaded,
        subject.pack.content_hash,
        tuple(check.name for check in checks),
        subject.as_of,
        subject.prove,
        orders,
        keeping,
        subject.second,
    )
    future = isolated.start(__name__, "work", msgspec.msgpack.encode(task), HASH_SEED)

    @cache
    def outcome() -> PartFound | None:
        written = future.result()
        try:
            return None if written is None else msgspec.msgpack.decode(written, type=PartFound)
        except msgspec.MsgspecError:
            return None

    return outcome


def violation_of(pack: Pack, check: Check, found: Found) -> Violation:
    """What a check has found in a pack, with its place."""
    file, line = _place(pack, found)
    severity = found.severity or check.severity
    covered = (found.covered or COVERED * check.logic) if found.witness is None else ""
    return Violation(check.name, severity, found.rules, found.others, file, line, found.message, found.help, found.witness, covered)


def _place(pack: Pack, found: Found) -> tuple[str, int]:
    """File and line of what a check has found."""
    kind, name = found.at or (("rules", found.rules[0]) if found.rules else ("file", ""))
    place = name if kind == "file" else pack.places.get(kind, {}).get(name, "")
    file, _, line = place.rpartition(":")
    return (file, int(line)) if line.isdigit() and file else (place or "pack.yaml", 0)


def _theorems(subject: Subject, names: Container[str]) -> tuple[TheoremResult, ...]:
    """The theorems of the checks with these names, in the order in which they are decided."""
    found = []
    for theorem in subject.theorems if any(name in names for name in ABOUT_THEOREMS) else ():
        check = check_of(theorem)
        if check in names:
            witness = dict(theorem.witness.answers) if theorem.witness is not None else None
            note = "there is nobody of whom it speaks" if theorem.empty else theorem.shows or f"over {theorem.covers}"
            found.append(TheoremResult(theorem.name, theorem.says, theorem.outcome, check, witness, note))
    return tuple(found)


def placed(pack: Pack, theorem: TheoremResult) -> TheoremResult:
    """A theorem with its place: that of a claim, or the pack as a whole."""
    file, line = _place(pack, Found("", "", at=("claims", theorem.id) if theorem.check == BROKEN_CLAIM else ("file", "pack.yaml")))
    return msgspec.structs.replace(theorem, file=file, line=line)


def work() -> None:
    """Do the task on standard input, and write the outcome to standard output."""
    gc.disable()  # the process ends with it
    task = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Task)
    loaded = snapshot.from_bytes(task.loaded, task.content_hash)
    if loaded is None:
        raise ValueError("the pack did not arrive as it was sent")
    subject = Subject(loaded.pack, task.as_of, prove=task.prove, second=task.second, program=loaded.program)
    found = looked_for(subject, map(all_checks().__getitem__, task.checks), keeping=task.keeping)
    if task.orders:
        pack, runners = with_drawn_strengths(subject.reasoning.pack), order_runners(subject.reasoning)
        found = msgspec.structs.replace(found, assessed=tuple(assessed_otherwise(pack, runners)))
    sys.stdout.buffer.write(msgspec.msgpack.encode(found))
