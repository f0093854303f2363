"""Which of many texts is most like another."""

from collections.abc import Sequence
from difflib import SequenceMatcher


def most_alike(text: str, others: Sequence[str], least: float) -> str:
    """The text that is most like another, of those that are at least so like it; empty when there is none.

    The measure is that of Ratcliff and Obershelp, as `difflib` has it. What two texts have in common in its sense they have in common in
    order, so the longest common subsequence, which takes a hundredth of the time, bounds it: only what could still be the best is compared.
    """
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import extract

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(text)
    best, found = least, ""
    for other, bound, _ in extract(text, others, scorer=Indel.normalized_similarity, limit=None):
        if bound < best - ROUNDING:
            break
        matcher.set_seq1(other)
        if (ratio := matcher.ratio()) > best or (not found and ratio == best):
            best, found = ratio, other
    return found


ROUNDING = 1e-9
