"""Lists of things that one "no" denies: "no fever, sweats or weight loss"."""

from collections.abc import Sequence

from hipexpert.knowledge.words.tokens import HARD, word_at, words_of

NO_MORE = words_of("better worse different difference change improvement joy idea bother luck clue reason good use")
DENIES_LISTS = words_of("no without deny denies denied denying nor neither nil")
GOOD_TO_HAVE = NO_MORE | words_of("appetite energy strength sleep period periods feeling sensation control rest")  # "no appetite or …"
THINGS = 3  # words that a thing in a list may have
LONG_LIST = 10
_BETWEEN = frozenset([",", "/", ":", "or", "nor", "and"])
_OF_WHAT = words_of("history of any known previous prior a an")  # "no history of steroid use, alcohol abuse or sickle cell disease"
_SUBJECTS = words_of("it i he she they we this that just then")
_NO_LIST = words_of("and with that when for since is hurt hurts pain i it")
_SAYS_MORE = words_of("my his her the has have had is are was got gets feels")  # "no fever, and my calf is swollen"
_FAR = 12
_RESULTS = words_of("positive negative pos neg")
_ARE = words_of("is are was were")
_NOT_FOUND, _FOUND = words_of("absent denied"), words_of("present reported noted elicited observed seen found")
_GOES_ON = words_of("except apart unless until till besides but although though however yet")
_NO_BARE_LIST = _ARE | words_of("but although however has had have with while she he i it") | HARD


def only_a_list(words: Sequence[str], at: int, start: int) -> bool:
    """Whether from a "no" up to a place there is only a list of things, one to three words each: "no fever, numbness, weakness"."""
    last = 0
    for place in range(at + 1, start + 2):
        if place < len(words) and words[place] not in _BETWEEN:
            last += words[place] not in _OF_WHAT
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


def absent_at(words: Sequence[str], at: int, *, limited: bool = False) -> bool:
    """Whether the words from a place on say that what stands before them was not there: "was absent", "were not reported"; or, if
    ``limited``, was not there as far as what follows tells: "was absent until Monday".
    """
    negated = word_at(words, at + 1) == "not"
    end = at + 2 + negated
    if word_at(words, at) not in _ARE or word_at(words, end - 1) not in (_FOUND if negated else _NOT_FOUND):
        return False
    after = word_at(words, end)
    return limited or after in ("", *HARD) or (after == "," and word_at(words, end + 1) not in _GOES_ON)


def perhaps_absent_at(words: Sequence[str], first: int, end: int) -> bool:
    """Whether what ends at a place, in a sentence from ``first`` on, may be said to be absent: with a limit, or as a part of a list
    ("fever, sweats and weight loss were denied"; "the foot was cold and pulses were absent" is none).
    """
    listed = next((at for at in range(end, min(end + _FAR, len(words))) if words[at] in _NO_BARE_LIST), end)
    return absent_at(words, end, limited=True) or (_NO_BARE_LIST.isdisjoint(words[first:end]) and absent_at(words, listed, limited=True))


def has_its_result(words: Sequence[str], start: int, end: int) -> bool:
    """Whether behind a comma a test is told with how it came out: "…, SLR negative"."""
    return word_at(words, start - 1) == "," and not _RESULTS.isdisjoint(words[start:end])
