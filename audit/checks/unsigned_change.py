"""Finds what `unsigned_change.md` describes."""

from collections.abc import Iterator, Mapping

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject

_SAYS: Mapping[str, str] = {
    "new": "nobody has signed this {why}",
    "changed": "this {why} has changed since it was signed",
    "removed": "`{name}` was signed as a guard, and is gone without a signature",
    "rejected": "a reviewer rejected this {why}",
    "one_more": "this {why} asks less than before, and one of the two who must sign it has",
    "no_clinician": "nobody of a clinical role has signed this {why}",
}
_HELP = "`hipexpert review start` makes the list for whoever signs"
_KEYS = {"screen": "screen", "advice": "advice", "pack": "file"}


def _find(subject: Subject) -> Iterator[Found]:
    if subject.standings is None:
        return
    open_ones = [each for each in subject.standings.values() if each.entry.guards and each.state != "signed"]
    if open_ones and all(each.state == "new" for each in subject.standings.values()):
        message = f"nobody has signed this pack: {len(open_ones)} red flags, claims, contraindications and what belongs to them"
        yield Found(message, _HELP, at=("file", "pack.yaml"))
        return
    for each in open_ones:
        kind, name = each.entry.kind, each.entry.id
        gone = each.state == "removed"
        at = ("file", "pack.yaml") if gone else (_KEYS.get(kind, f"{kind}s"), name)
        rules = (name,) if kind == "rule" and not gone else ()
        others = () if rules else (f"{kind}:{name}",)
        message = _SAYS[each.state].format(name=each.entry.name, why=_why(each.entry.guards))
        yield Found(message, _HELP, rules, others, at)


def _why(guards: str) -> str:
    """What an entry is, within a sentence."""
    return guards if guards in ("red flag", "claim", "contraindication") else f"entry ({guards})"


CHECK = Check("unsigned-change", "safety", "error", _find, released=True)
