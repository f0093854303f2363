"""Whether a question does no harm: a test at home is suggested only once it is known to be safe for this runner."""

from collections.abc import Callable

from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import Level
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import Established, Premise, Several, fact_of

# INVARIANT: somebody who must be seen within a day tries out nothing first, whatever the pack calls safe.
TESTS_WAIT: frozenset[Level] = frozenset({"urgent", "emergency"})


def may_be_suggested(pack: Pack, finding: str, holds: Callable[[str], bool]) -> bool:
    """Whether a question may be put, named among what is open, or explained; ``holds`` says which facts hold.

    A test at home may be once its ``safe_when`` holds, and never from ``urgent`` on. One without ``safe_when`` may not.
    Any other question may be, or, where it has a ``safe_when``, once that holds.
    """
    if finding not in pack.not_for_everybody:
        return True
    is_test = pack.answered_by(finding) == "self_test"
    if is_test and any(holds(Fact("urgency", level).name) for level in TESTS_WAIT):
        return False
    return holds(Fact("safe", finding).name)


def deciding(pack: Pack) -> frozenset[str]:
    """The facts that alone decide which questions may be suggested."""
    return frozenset(
        [Fact("urgency", level).name for level in TESTS_WAIT] + [Fact("safe", finding).name for finding in pack.not_for_everybody]
    )


def suggestible(premise: Premise, may_be: Callable[[str], bool]) -> Premise | None:
    """A premise without what rests on a question that may not be suggested; None where it cannot hold without.

    ``may_be`` says it of each fact about an answer; the other facts are left as they are.
    """
    if not isinstance(premise, Several):
        return premise if isinstance(premise, Established) or may_be(fact_of(premise)) else None
    parts = tuple(part for each in premise.of if (part := suggestible(each, may_be)) is not None)
    if parts == premise.of:
        return premise
    if len(parts) < premise.count:
        return None
    return parts[0] if len(parts) == 1 else Several(premise.count, parts)
