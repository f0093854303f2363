"""Lists of things that one "no" denies: "no fever, sweats or weight loss"."""

from collections.abc import Sequence

from hipexpert.knowledge.words.tokens import words_of

NO_MORE = words_of("better worse different difference change improvement joy idea bother luck clue reason good use")
DENIES_LISTS = words_of("no without deny denies denied denying nor neither nil")
GOOD_TO_HAVE = NO_MORE | words_of("appetite energy strength sleep period periods feeling sensation control rest")  # "no appetite or …"
THINGS = 3  # words that a thing in a list may have
LONG_LIST = 10
_BETWEEN = frozenset([",", "/", ":", "or", "nor", "and"])
_SUBJECTS = words_of("it i he she they we this that just then")
_NO_LIST = words_of("and with that when for since is hurt hurts pain i it")
_SAYS_MORE = words_of("my his her the has have had is are was got gets feels")  # "no fever, and my calf is swollen"
_FAR = 12


def only_a_list(words: Sequence[str], at: int, start: int) -> bool:
    """Whether from a "no" up to a place there is only a list of things, one to three words each: "no fever, numbness, weakness"."""
    last = 0
    for place in range(at + 1, start + 2):
        if place < len(words) and words[place] not in _BETWEEN:
            last += 1
            if words[place] in _SUBJECTS:
                return False  # "no injury, it came on slowly"
        elif place <= start:
            last = 0
        if last > THINGS:
            return False
    return True


def ends_in_or(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a list goes on after a place and ends in "or" or "nor" before the clause does."""
    for word in words[start : min(end, start + _FAR)]:
        if word in ("or", "nor"):
            return True
        if word in _NO_LIST:
            return False
    return False


def denies_before(words: Sequence[str], first: int, start: int) -> bool:
    """Whether what stands before a place is a list that a "no" begins: "denies fevers, night sweats, and weight loss"."""
    denies = next((at for at in range(start - 1, first - 1, -1) if words[at] in DENIES_LISTS), None)
    if denies is None or "," not in words[denies:start] or not _SAYS_MORE.isdisjoint(words[denies : start + 1]):
        return False
    return only_a_list(words, denies, start)
