"""Which safety claims of a pack the next one no longer makes, or makes of less."""

from collections.abc import Callable

import msgspec

from hipexpert.audit.difference.values import LoweredClaim
from hipexpert.audit.proving.questions import Prover
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.pack import Claim, Pack
from hipexpert.knowledge.packs.premises import Premise

Implies = Callable[[Premise, Premise], bool]
NOTHING = {"id": "", "title": "", "because": "", "sources": ()}


def lowered_claims(old: Pack, new: Pack, effort: int) -> tuple[LoweredClaim, ...]:
    """The claims of the old pack that the new one lowers: takes back, makes of fewer runners, or makes of them less.

    Whether a premise still speaks of all that it spoke of is proved with the ``effort``; without, and where that is not decided,
    another premise counts as lowered.
    """
    after = {each.id: each for each in new.claims}
    contents = {_content(each) for each in new.claims}
    differing = [each for each in old.claims if after.get(each.id) != each and _content(each) not in contents]
    if not differing:
        return ()
    premises = [
        premise for each in (*differing, *after.values()) for premise in (each.when, each.never, each.concluded) if premise is not None
    ]
    prover = Prover(new, effort, tuple(premises)) if effort else None

    def implies(first: Premise, second: Premise) -> bool:
        return first == second or (prover is not None and prover.implied(first, second).answer is True)

    found = []
    for claim in differing:
        now = after.get(claim.id)
        how = how_lowered(claim, now, implies) if now is not None else ["it is gone"]
        if how:
            found.append(LoweredClaim(claim.id, claim.title, tuple(how), (now or claim).reviewed.text))
    return tuple(found)


def _content(claim: Claim) -> Claim:
    """A claim without its name and reasons: what is claimed."""
    return msgspec.structs.replace(claim, **NOTHING, reviewed=msgspec.UNSET)


def how_lowered(old: Claim, new: Claim, implies: Implies) -> list[str]:
    """In what a claim says less than before, in words; empty when it says as much."""
    found = []
    if old.at_least is not None and (new.at_least is None or rank(new.at_least) < rank(old.at_least)):
        found.append(f"at least {old.at_least} → {new.at_least or 'nothing'}")
    if old.at_most is not None and (new.at_most is None or rank(new.at_most) > rank(old.at_most)):
        found.append(f"at most {old.at_most} → {new.at_most or 'anything'}")
    if gone := [each for each in old.never_given if each not in new.never_given]:
        found.append(f"no longer withheld: {', '.join(gone)}")
    if new.consistent and not old.consistent:
        found.append("it no longer speaks of answers that contradict each other")
    if old.concluded is not None and (new.concluded is None or not implies(new.concluded, old.concluded)):
        found.append("something else is concluded")
    if new.when is not None and (old.when is None or not implies(old.when, new.when)):
        found.append("it speaks of fewer people")
    if old.never is not None and (new.never is None or not implies(old.never, new.never)):
        found.append("it rules out less")
    return found
