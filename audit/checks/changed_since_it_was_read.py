"""Finds what `changed_since_it_was_read.md` describes."""

from collections.abc import Iterator, Sequence

from hipexpert.audit.check import AS_WRITTEN, Check, Found
from hipexpert.audit.review.asking_less import asks_less
from hipexpert.audit.review.implying import plainly_implies
from hipexpert.audit.review.last_read import NAME, both_read
from hipexpert.audit.review.saying_opposite import saying_opposite
from hipexpert.audit.review.since_read import SinceRead, moved, since_read
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.values import Severity
from hipexpert.engine import ProblemsError
from hipexpert.knowledge.packs.premises import Premise, fact_of, leaves, to_gate

SHOWN, MANY, AMONG, LONG = 3, 25, 12, 60
"""How many differences of an entry are told; above how many entries of a kind one tells of all, naming so many; how long a name is."""
_KEYS = {"finding_group": "groups", "screen": "screen", "advice": "advice", "not_followed": "not_followed", "words": "words"}
_HELP = "if it is meant, read it beside its sources, then keep the pack as it was read: `hipexpert review keep`; else put back what it said"


def _find(subject: Subject) -> Iterator[Found]:
    try:
        kept = subject.last_read()
        both = both_read(kept, subject.pack) if kept is not None else None
    except ProblemsError as error:
        yield Found(error.problems[0].message, error.problems[0].help, at=("file", NAME), others=(NAME,), severity="error")
        return
    if both is None:
        return
    changed = since_read(*both, subject.pack)
    turned = saying_opposite(changed, both[1])
    asked: dict[str, list[SinceRead]] = {}
    for number, each in enumerate(changed):
        less = (*asks_less(each, subject.pack, _Implying(subject)), *turned.get(number, ()))
        if less:
            yield _found(subject, each, f"asks less than when it was last read, or says the opposite: {'; '.join(less)}", "warning")
        else:
            asked.setdefault(each.kind, []).append(each)
    for kind, entries in asked.items():
        if len(entries) > MANY:
            yield _folded(subject, kind, entries)
        else:
            for each in entries:
                yield _found(subject, each, "is not what it was when it was last read", "note")


def _found(subject: Subject, each: SinceRead, what: str, severity: Severity) -> Found:
    told = "; ".join(each.parts[:SHOWN]) + (f"; and {len(each.parts) - SHOWN} more" if len(each.parts) > SHOWN else "")
    kind, name = each.kind, each.name
    at = _place(subject, each)
    message = f"{kind.replace('_', ' ')} `{_shown(name)}` {what}; {told}: is that meant?"
    rules = (name,) if kind == "rule" and each.now is not None else ()
    return Found(message, _HELP, rules, _others(subject, each), at, severity, covered=AS_WRITTEN)


def _place(subject: Subject, each: SinceRead) -> tuple[str, str]:
    """Where to point: at the entry, or at the file where it stands or stood."""
    kind, name = each.kind, each.name
    if kind == "translation":
        return "file", f"translations/{each.language}"
    if kind == "texts":
        return "file", name
    if kind == "suppression":
        return "file", next(iter(subject.pack.places.get("suppressions", {}).values()), "pack.yaml").partition(":")[0]
    return ("file", "pack.yaml") if each.now is None or kind == "pack" else (_KEYS.get(kind, f"{kind}s"), name)


def _shown(name: str) -> str:
    return name if len(name) <= LONG else f"{name[: LONG - 1]}…"


def _others(subject: Subject, each: SinceRead) -> tuple[str, ...]:
    """What a change is about, but for a rule that is there."""
    if each.kind == "translation":
        return (f"text:{subject.texts_and_translations.place_of.get(each.name, each.name)}",)
    own: tuple[str, ...] = () if each.kind == "rule" and each.now is not None else (f"{each.kind}:{each.name}",)
    if each.before is not None and each.now is not None and "order" in each.now:
        own += tuple(f"{each.kind}:{name}" for name in moved(each.before.get("order", ()), each.now["order"]))
    return own


def _folded(subject: Subject, kind: str, entries: Sequence[SinceRead]) -> Found:
    """One finding of all entries of a kind, where they are many."""
    named = ", ".join(f"`{_shown(each.name)}`" for each in entries[:AMONG])
    of = f"entries of the kind {kind.replace('_', ' ')}"
    message = f"{len(entries)} {of} are not what they were when the pack was last read, among them {named}: are all of them meant?"
    rules = tuple(each.name for each in entries if kind == "rule" and each.now is not None)
    others = tuple(name for each in entries for name in _others(subject, each))
    return Found(message, _HELP, rules, others, ("file", "pack.yaml"), "note")


class _Implying:
    """Whether a premise holds for all for whom another does, by its form or by all ways in which it holds; false where neither shows it."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject

    def __call__(self, first: Premise, second: Premise) -> bool:
        if plainly_implies(first, second):
            return True
        known = self.subject.program.inputs | {fact for rule in self.subject.program.rules for fact in rule.conclusions}
        if not {fact_of(leaf) for each in (first, second) for leaf in leaves(each)} <= known:
            return False
        return self.subject.follows.implies_by_itself(to_gate(first), to_gate(second)) is True


CHECK = Check("changed-since-it-was-read", "provenance", "note", _find)
