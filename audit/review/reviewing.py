"""What has to be reviewed of a pack: what changed since it was signed, entry by entry, and what that means for a runner."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from hipexpert.audit.difference.claims import lowered_claims
from hipexpert.audit.difference.comparing import compared, question_result
from hipexpert.audit.difference.entries import ENTRIES_OF, changed_entries
from hipexpert.audit.difference.values import ChangedEntry, PackDifference, QuestionResult
from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.solving import EFFORT
from hipexpert.audit.proving.two_packs import ShiftKind, TwoPacks
from hipexpert.audit.review.entry_words import EntryWords, because_of
from hipexpert.audit.review.lowering import lowered, reworded
from hipexpert.audit.review.reverting import reverted
from hipexpert.audit.review.signable import Signable, signables
from hipexpert.audit.review.standing import EntryStanding, standings
from hipexpert.audit.review.values import SCHEMA, Change, PackReview, ReviewItem, ToldOtherwise
from hipexpert.engine import ProblemsError
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import Premise
from hipexpert.knowledge.packs.signing import CLINICAL, GONE, Signature
from hipexpert.knowledge.runner.results import Knowledge

MEASURED = 12
"""For so many entries it is worked out who is told something else by that entry alone."""
_FIRST: tuple[ShiftKind, ...] = ("lower", "released", "higher")
_LESS: Mapping[str, str] = {"lower": "a lower urgency", "released": "advice that was withheld"}
_THEN: tuple[ShiftKind, ...] = ("plan", "other")


def reviewed(
    pack: Pack,
    signatures: Sequence[Signature],
    base: Pack | None = None,
    *,
    prove: bool = True,
    only: Iterable[str] = (),
    differing: bool = False,
) -> PackReview:
    """What has to be reviewed of a pack: every entry that is not signed as it is. What changed comes first, and of that what guards.

    ``base`` is the pack as it was signed, or another to compare with. ``only`` names entries (``rule fever-is-urgent``), signed or not;
    then no others are told. ``differing`` leaves out what is as it was and was never signed. With ``prove`` it is proved who is told
    something else; without, whatever may ask less counts as lowered.
    """
    return _Reviewing(pack, signatures, base, EFFORT if prove else 0).review(tuple(only), differing=differing)


class _Reviewing:
    def __init__(self, pack: Pack, signatures: Sequence[Signature], base: Pack | None, effort: int) -> None:
        self.pack, self.signatures, self.base, self.effort = pack, signatures, base, effort
        self.entries = signables(pack)
        self.based = signables(base) if base is not None else {}
        self.standings = standings(self.entries, signatures, self.based)
        self.changed = {f"{each.kind} {each.id}": each for each in changed_entries(base, pack)} if base is not None else {}
        self.words = EntryWords(pack)
        self.words_before = EntryWords(base) if base is not None else None

    def review(self, only: tuple[str, ...], *, differing: bool) -> PackReview:
        wanted = [self.standings[name] for name in only] or [each for each in self.standings.values() if each.state != "signed"]
        if differing and not only:
            wanted = [each for each in wanted if self._differs(each)]
        wanted.sort(key=lambda each: (not self._differs(each), not each.entry.guards))
        inferred = any(each.inferred for each in self.changed.values())
        whole = compared(self.base, self.pack, prove=self.effort > 0) if self.base is not None and inferred and not only else None
        claims = {each.id: each.how for each in lowered_claims(self.base, self.pack, self.effort)} if self.base is not None else {}
        items = self._together([self._item(each, claims, number < MEASURED) for number, each in enumerate(wanted)], whole)
        guarding = [each for each in self.standings.values() if each.entry.guards]
        return PackReview(
            schema=SCHEMA,
            pack=Knowledge.of(self.pack),
            compared=Knowledge.of(self.base) if self.base is not None else None,
            items=tuple(items),
            guarding=len(guarding),
            guarding_signed=sum(each.state == "signed" for each in guarding),
            entries=len(self.standings),
            signed=sum(each.state == "signed" for each in self.standings.values()),
            signatures=tuple(each.text for each in self.signatures),
            proved=self.effort > 0,
            disclaimer=self.pack.about.disclaimer,
            verdict=whole.verdict if whole is not None else None,
            whole=tuple(map(self._effect, whole.findings)) if whole is not None else (),
        )

    def _differs(self, standing: EntryStanding) -> bool:
        """Whether an entry is not what it was in what the pack is compared with, or when it was signed."""
        return standing.entry.name in self.changed or standing.state in ("changed", "removed")

    def _item(self, standing: EntryStanding, claims: Mapping[str, tuple[str, ...]], measured: bool) -> ReviewItem:
        entry = standing.entry
        after = ENTRIES_OF[entry.kind](self.pack).get(entry.id)
        before = ENTRIES_OF[entry.kind](self.base).get(entry.id) if self.base is not None else None
        changed = self.changed.get(entry.name)
        meaning = self._meaning(changed, before, after) if measured else ()
        lowers = self._lowers(standing, before, after, claims, meaning)
        needs = 2 if lowers else 1
        there = after if after is not None else before
        words = self.words if after is not None else self.words_before
        fields = tuple(each for each in changed.fields if each.field not in ("when", "then", "file", "reviewed")) if changed else ()
        both = self.words_before is not None and None not in (before, after)
        parts = (self.words_before.parts(before), self.words.parts(after)) if both else ((), ())  # type: ignore[union-attr]
        return ReviewItem(
            name=entry.name,
            kind=entry.kind,
            title=entry.title,
            state=standing.state,
            change=self._change(standing, changed),
            content=entry.content,
            guards=entry.guards,
            lowers=lowers,
            needs=needs,
            missing=_missing(standing, needs),
            before=self.words_before.sentence(entry.kind, before) if self.words_before and before is not None else "",
            after=self.words.sentence(entry.kind, after) if after is not None else "",
            fields=fields,
            meaning=meaning,
            because=because_of(there) if not any(each.field == "because" for each in fields) else "",
            passages=words.passages(there) if words else (),
            taken_out=tuple(each for each in parts[0] if each not in parts[1]),
            put_in=tuple(each for each in parts[1] if each not in parts[0]),
            signed=tuple(each.text for each in standing.signed),
            refused=tuple(f"{each.text}: {reason}" for each, reason in standing.refused),
            place=self._place(entry),
        )

    def _place(self, entry: Signable) -> str:
        key = {"pack": "", "finding_group": "", "advice": "advice", "not_followed": "not_followed", "words": "words"}.get(
            entry.kind, f"{entry.kind}s"
        )
        return self.pack.places.get(key, {}).get(entry.id, "")

    def _change(self, standing: EntryStanding, changed: ChangedEntry | None) -> Change:
        if standing.entry.content == GONE:
            return "removed"
        if changed is not None:
            return changed.change
        return "unchanged" if standing.before or standing.entry.name in self.based or standing.signed else "added"

    def _lowers(
        self, standing: EntryStanding, before: Any, after: Any, claims: Mapping[str, tuple[str, ...]], meaning: tuple[ToldOtherwise, ...]
    ) -> tuple[str, ...]:
        """In what an entry asks less than before; whatever is not known counts as less."""
        entry = standing.entry
        found = []
        was_signed = entry.guards and standing.before and standing.state != "signed"
        if was_signed and self.base is None:
            found.append("it was signed before, and what it was then is not known")
        elif was_signed and (known := self.based.get(entry.name)) is not None and known.content != standing.before:
            found.append("it was signed again since, and what it was then is not known")
        if self.base is not None and before != after:
            found += claims.get(entry.id, ()) if entry.kind == "claim" else ()
            found += lowered(entry.kind, entry.id, before, after, (self.base, self.pack), self._implies)
            found += reworded(entry.kind, before, after)
        for each in meaning:
            if each.result.answer == "yes" and (less := _LESS.get(each.result.question)):
                found.append(f"some runners get {less}")
        if standing.lowers and not found:
            found.append("a reviewer signed it as one that asks less")
        return tuple(dict.fromkeys(found))

    def _implies(self, first: Premise, second: Premise) -> bool:
        if first == second:
            return True
        if not self.effort:
            return False
        try:
            return Prover(self.pack, self.effort, (first, second)).implied(first, second).answer is True
        except KeyError:  # the new pack does not know an answer of the old one
            return False

    def _meaning(self, changed: ChangedEntry | None, before: Any, after: Any) -> tuple[ToldOtherwise, ...]:
        """Who is told something else by this entry alone: of the pack as it is and the same without the change."""
        if changed is None or not changed.inferred or not self.effort or self.base is None:
            return ()
        without = reverted(self.pack, self.base, changed.kind, changed.id, before, after)
        if without is None:
            return ()
        try:
            packs = TwoPacks(without, self.pack, self.effort)
        except (KeyError, ProblemsError):  # what it was cannot be put into the pack as it is
            return ()
        found = [question_result(packs, way, packs.shift(way)) for way in _FIRST]
        for way in _THEN:
            if any(each.answer == "yes" for each in found):
                break
            found.append(question_result(packs, way, packs.shift(way)))
        return tuple(map(self._effect, found))

    def _effect(self, result: QuestionResult) -> ToldOtherwise:
        if result.runner is None:
            return ToldOtherwise(result)
        return ToldOtherwise(result, self.words.runner(result.runner.answers), self.words.advice(result.runner.changes))

    def _together(self, items: list[ReviewItem], whole: PackDifference | None) -> list[ReviewItem]:
        """Where only all changes together ask less, each of those that bear on it does."""
        if whole is None or any(each.lowers for each in items):
            return items
        answers = {each.question: each.answer for each in whole.findings}
        if answers["lower"] == answers["released"] == "no":
            return items
        sure = "yes" in (answers["lower"], answers["released"])
        why = ("together the changes tell some runners less" if sure else "whether some runners are told less is not decided",)
        return [_lowering(each, why) if (changed := self.changed.get(each.name)) and changed.inferred else each for each in items]


def _lowering(item: ReviewItem, why: tuple[str, ...]) -> ReviewItem:
    missing = item.missing if item.missing.startswith("a reviewer") else "two reviewers, one of them of a clinical role"
    return replace(item, lowers=why, needs=2, missing=missing)


def _missing(standing: EntryStanding, needs: int) -> str:
    """What an entry lacks to be signed."""
    if standing.refused:
        return "a reviewer rejected it: change it, or let them decide again"
    clinical = any(each.role in CLINICAL for each in standing.signed)
    lacking = needs - len(standing.signed)
    if lacking <= 0:
        return "" if clinical or not standing.entry.guards else "a reviewer of a clinical role"
    who = "two reviewers" if lacking == 2 else "a second reviewer" if needs == 2 else "a reviewer"
    if not standing.entry.guards or clinical:
        return who
    return f"{who}, one of them of a clinical role" if lacking == 2 else f"{who} of a clinical role"
