"""From safety theorems to violations: one that is refuted is a violation, shown by the runner who refutes it."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject

if TYPE_CHECKING:
    from hipexpert.audit.proving.theorem import Theorem

BROKEN_CLAIM = "broken-claim"
CHECK_OF: Mapping[str, str] = {
    "every-intake-gets-an-urgency": "intake-without-urgency",
    "every-red-flag-rule-reaches-its-urgency": "red-flag-below-its-urgency",
    "no-reassurance-beside-a-red-flag": "reassurance-beside-a-red-flag",
    "nobody-is-treated-before-being-seen": "treatment-before-being-seen",
    "withheld-advice-is-withheld": "withheld-advice-that-is-given",
    "nothing-is-advised-beside-what-rules-it-out": "advice-beside-what-rules-it-out",
    "one-time-to-recovery-is-told": "advice-beside-what-rules-it-out",
    "no-medicine-before-it-is-known-to-be-safe": "suggested-before-known-to-be-safe",
    "no-test-before-it-is-known-to-be-safe": "suggested-before-known-to-be-safe",
    "red-flags-are-monotone": "red-flag-that-lowers-urgency",
    "an-alarm-stays": "red-flag-that-lowers-urgency",
    "calm-is-earned": "calm-that-is-not-earned",
    "contradictory-answers-never-calm": "calm-that-is-not-earned",
    "no-common-way-back-beside-one-that-asks-for-clearance": "running-without-clearance",
}


ABOUT_THEOREMS = frozenset({*CHECK_OF.values(), BROKEN_CLAIM})
"""The checks that are about theorems."""


def check_of(theorem: "Theorem") -> str:
    """The name of the check that a theorem belongs to."""
    return BROKEN_CLAIM if theorem.claim else CHECK_OF[theorem.name]


def theorem_check(check: str) -> Check:
    """The check with a name that finds the theorems that are refuted."""

    def find(subject: Subject) -> Iterator[Found]:
        yield from refuted(subject, check)
        for theorem in subject.theorems:
            if theorem.claim and check == BROKEN_CLAIM and theorem.empty:
                yield Found(
                    f"the claim `{theorem.name}` is about nobody: no answers make its `when` hold",
                    "correct its premise",
                    others=(f"claim:{theorem.name}",),
                    at=("claims", theorem.name),
                    severity="warning",
                    covered=f"over {theorem.covers}",
                )

    return Check(check, "safety", "error", find, logic=True, proves=True, unworded=True)


def refuted(subject: Subject, check: str) -> Iterator[Found]:
    """The theorems of a check that are refuted, as violations."""
    yield from (_found(subject, each) for each in subject.theorems if check_of(each) == check and each.outcome == "refuted")


def _found(subject: Subject, theorem: "Theorem") -> Found:
    """A refuted theorem as a violation; the rules are those whose ids its counterexample names."""
    rules = tuple(word for word in dict.fromkeys(theorem.shows.replace(",", " ").replace(";", " ").split()) if word in subject.gates)
    said = theorem.says.rstrip(".")
    added = ""
    if theorem.witness is not None and theorem.witness.before is not None:
        added = f"; before the last answers it was {' '.join(theorem.witness.words_before)}"
    return Found(
        f"not so for everybody: {said[:1].lower()}{said[1:]} ({theorem.shows or 'refuted'}{added})",
        "change the rules that the counterexample fires, or the claim"
        if theorem.claim
        else "change the rules that the counterexample fires",
        rules=rules,
        others=(f"claim:{theorem.name}",) if theorem.claim else (f"theorem:{theorem.name}",),
        at=("claims", theorem.name) if theorem.claim else ("rules", rules[0]) if rules else ("file", "pack.yaml"),
        witness=dict(theorem.witness.answers) if theorem.witness is not None else None,
    )
