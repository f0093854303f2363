"""Text cut into words: spelling made one (British, American, short forms), stems, and where each word stands."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

HARD = frozenset(".;!?\n")
SOFT = frozenset(",:/")
DIGITS = frozenset("0123456789")
TEXT_LIMIT = 20_000  # characters; a story is not longer, and reading stays bounded
ALL_DAY = "24/7"
_ASIDE = frozenset("()[]\N{EM DASH}")  # what stands in brackets or between dashes stands between commas
_CLINICAL = {"52": "weeks", "12": "months", "7": "days"}  # "2/52": two weeks, as physiotherapists write
_WORD = re.compile(
    rf"{ALL_DAY}\b|(?<![\w])[-+\u2212\u2013]ve\b|\([-+\u2212\u2013]\)|(?<=[A-Za-z] )[-+\u2212\u2013](?=[,;])|\u00b0|"
    r"kg/m[2\u00b2]|(?:[x\u00d7][ ]?)?10\^?9/[lL]\b|"
    r"(?<![\w.])(?:[1-9][0-9][FM]|[FM][1-9][0-9])(?!\w)|\b[wW]/o?\b|\b[bB]/[lL]\b|\b[wW]/|"
    r"(?<![/0-9])[0-9]{1,2}/(?:52|12|7)(?![/0-9])|[^\W\d_]+(?:['\u2019][^\W\d_]+)?"
    r"|[0-9]{1,9}(?:[.,][0-9]{1,9})?%?|[.;!?\n,:/&+=()\[\]\u2014\u2026]|(?<![0-9])[ \t][-\u2013]+[ \t]|[ \t][-\u2013]+[ \t](?![0-9])"
)
_UNITS = ("kg/m", "10^9", "109/", "x", "\N{MULTIPLICATION SIGN}")  # of a body mass index and of a blood count: neither an age nor a side
_SIGNS = {"+": "positive", "-": "negative", "\N{MINUS SIGN}": "negative", "\N{EN DASH}": "negative"}  # "+ve", "(-)": how a test came out
_SHORT = {
    "b/l": "bilateral",
    "can't": "cannot", "won't": "will not", "shan't": "shall not", "cant": "cannot", "wont": "will not", "dont": "do not",
    "doesnt": "does not", "didnt": "did not", "isnt": "is not", "wasnt": "was not", "havent": "have not", "hasnt": "has not",
    "couldnt": "could not", "wouldnt": "would not", "arent": "are not", "im": "i am", "ive": "i have", "hadnt": "had not",
    "&": "and", "+": "and", "w": "with", "wks": "weeks", "wk": "week", "mths": "months", "yrs": "years", "yr": "year", "hrs": "hours",
    "mins": "minutes", "min": "minutes", "hr": "hour", "mos": "months", "mi": "miles", "kms": "km", "ok": "okay", "alright": "okay",
    "gonna": "going to", "nope": "no", "nothin": "nothing", "=": "is", "w/": "with", "w/o": "without", "n": "and", "tho": "though",
    "cos": "because", "coz": "because", "cuz": "because", "bc": "because",
    "yday": "yesterday", "nite": "night", "thru": "through", "probs": "problems", "prob": "probably", "esp": "especially", "temps": "temp",
    "dr": "doctor", "nowt": "nothing", "owt": "anything", "kinda": "kind of", "sorta": "sort of", "dunno": "do not know", "lil": "little",
    "shouldnt": "should not", "aint": "is not", "rt": "right", "rhs": "right side", "lhs": "left side",
    "hes": "he is", "arvo": "afternoon", "approx": "approximately", "hx": "history", "shes": "she is", "thats": "that is",
    "alot": "a lot", "abit": "a bit", "defo": "definitely", "u": "you", "ur": "your", "ppl": "people", "pw": "per week",
    "nontender": "not tender", "\N{HORIZONTAL ELLIPSIS}": ".", "\N{DEGREE SIGN}": "degrees",
}  # fmt: skip
_NOES = frozenset([("negative", "for"), ("absence", "of")])  # "negative for fever"
_AGED = "58F"
_ATTACHED_UNITS = {"w": "weeks", "d": "days"}  # "4w"
_AFTER_A_NUMBER = {"mo": "months"}  # "3 mo"
_SIDES = {"L": "left", "R": "right"}
_SIDES_ASIDE = frozenset(["(l)", "(r)"])
_WITH_IS = frozenset(["it", "that", "he", "she", "what", "there", "here", "where", "pain", "hip", "this"])
_ENDINGS = {"n't": " not", "'ve": " have", "'re": " are", "'ll": " will", "'m": " am", "'d": ""}
_BRITISH = (("our", "or"), ("ise", "ize"), ("ising", "izing"), ("isation", "ization"), ("tre", "ter"), ("ogue", "og"))
_SPELT = {
    "tumour": "tumor", "diarrhoea": "diarrhea", "haemophilia": "hemophilia", "anaemia": "anemia", "leukaemia": "leukemia",
    "orthopaedic": "orthopedic", "oestrogen": "estrogen", "labour": "labor", "colour": "color", "coloured": "colored",
    "kerb": "curb", "mum": "mom", "mummy": "mom", "plough": "plow", "grey": "gray", "tyre": "tire", "programme": "program",
    "metre": "meter", "metres": "meter", "kilometre": "km", "kilometres": "km", "kilometer": "km", "kilometers": "km", "k": "km",
    "favouring": "favoring", "physiotherapist": "physio", "physiotherapy": "physio", "jogged": "jog", "foetus": "fetus",
    "hurted": "hurt", "hurts": "hurt", "hurting": "hurt", "ran": "run", "woke": "wake", "woken": "wake", "ached": "ache",
    "achy": "ache", "aches": "ache", "aching": "ache", "amenorrhoea": "amenorrhea", "haematoma": "hematoma", "paralysed": "paralyzed",
    "bum": "buttock", "butt": "buttock", "bottom": "buttock", "glutes": "glute", "behind": "behind", "travelling": "traveling",
}  # fmt: skip


class Token(NamedTuple):
    """A word, number or mark: as written in ``text[start:end]``, made one, and its stem."""

    word: str
    stem: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it is a number in figures."""
        return self.word[0] in DIGITS

    @property
    def is_mark(self) -> bool:
        """Whether it is punctuation."""
        return self.word in HARD or self.word in SOFT


class Clause(NamedTuple):
    """Tokens from ``start`` up to ``end``, without the mark that closes them."""

    start: int
    end: int


class Corrects(Protocol):
    """Gives the word that a misspelt one means, or the word itself."""

    def __call__(self, word: str) -> str:
        """The word meant."""
        ...


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a word: `running` and `runs` are one."""
    word = _SPELT.get(word, word)
    return str(_stemmer().stemWord(word)) if len(word) > 3 else word.removesuffix("'s")


@cache
def _stemmer() -> "Stemmer":
    import snowballstemmer

    stemmer: Stemmer = snowballstemmer.stemmer("english")
    return stemmer


class Stemmer(Protocol):
    """What snowballstemmer gives."""

    def stemWord(self, word: str) -> str:  # noqa: N802 (its name)
        """The stem of a word."""
        ...


def words_of(text: str) -> frozenset[str]:
    """The words of a text, once each."""
    return frozenset(text.split())


def word_at(words: Sequence[str], at: int) -> str:
    """The word at a place, empty where there is none."""
    return words[at] if 0 <= at < len(words) else ""


def expanded(word: str) -> str:
    """A written word without short forms: `don't` is two words."""
    word = word.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    if word in _SHORT:
        return _SHORT[word]
    if "'" in word:
        for ending, full in _ENDINGS.items():
            if word.endswith(ending):
                return word.removesuffix(ending) + full
        base, _, rest = word.partition("'")
        return f"{base} is" if rest == "s" and base in _WITH_IS else base
    return word


def tokens_of(text: str, correct: Corrects = lambda word: word) -> list[Token]:
    """The words, numbers and marks of a text, at most :data:`TEXT_LIMIT` characters of it."""
    found: list[Token] = []
    for match in _WORD.finditer(text[:TEXT_LIMIT]):
        written = "constantly" if match.group() == ALL_DAY else match.group()
        sign = (
            _SIGNS.get(written.strip("()ve")) if len(written) == len("+ve") or text[match.end() : match.end() + 1] in {",", ";"} else None
        )
        if sign:
            found.append(Token(sign, stem(sign), match.start(), match.end()))
            continue
        if "/" in written and written.startswith(_UNITS):
            continue
        if written in _ASIDE or written[0] in " \t":
            found.append(Token(",", ",", match.start(), match.end()))
            continue
        if len(written) == len(_AGED) and not written.isdigit() and written.strip("FM").isdigit():
            parts = re.findall(r"[0-9]+|[FM]", written)
            at = [match.start(), match.start() + len(parts[0]), match.end()]
            found += [Token(part, "#" if part.isdigit() else part, *at[place : place + 2]) for place, part in enumerate(parts)]
            continue
        if "/" in written and written[0] in DIGITS:
            count, _, of = written.partition("/")
            unit = _CLINICAL[of]
            found += [Token(count, "#", match.start(), match.start() + len(count)), Token(unit, stem(unit), match.start(), match.end())]
            continue
        side = written.upper() if text[match.start() - 1 : match.end() + 1] in _SIDES_ASIDE else written
        if side in _SIDES and text[match.end() : match.end() + 1] not in DIGITS:
            found.append(Token(_SIDES[side], _SIDES[side], match.start(), match.end()))
            continue
        if written[0] in DIGITS:
            number = written.rstrip("%").replace(",", ".") if not re.fullmatch(r"\d{1,3},\d{3}", written) else written.replace(",", "")
            found.append(Token(number, "#", match.start(), match.end()))
            continue
        if written in _ATTACHED_UNITS and found and found[-1].is_number and found[-1].end == match.start():
            found.append(Token(_ATTACHED_UNITS[written], stem(_ATTACHED_UNITS[written]), match.start(), match.end()))
            continue
        if written in _AFTER_A_NUMBER and found and found[-1].is_number:
            found.append(Token(_AFTER_A_NUMBER[written], stem(_AFTER_A_NUMBER[written]), match.start(), match.end()))
            continue
        for part in expanded(written).split() if written not in HARD else [written]:
            word = correct(part) if part.isalpha() else part
            if word == "not" and found and found[-1].word == "can":
                found[-1] = Token("cannot", "cannot", found[-1].start, match.end())
            elif found and (found[-1].word, word) in _NOES and (len(found) == 1 or found[-2].is_mark):
                found[-1] = Token("no", "no", found[-1].start, match.end())
            elif found and found[-1].word == "non" and word == "tender":
                found[-1:] = [Token("not", "not", found[-1].start, found[-1].end), Token(word, stem(word), match.start(), match.end())]
            else:
                found.append(Token(word, stem(word), match.start(), match.end()))
    return [each for number, each in enumerate(found) if not (each.word in ("\n", ",") and _runs_on(found, number))]


def _runs_on(found: list[Token], number: int) -> bool:
    """Whether a line break stands inside a sentence, after a comma, or a comma beside another mark or at the beginning."""
    if found[number].word == "\n":
        return number == 0 or found[number - 1].word == ","
    before, after = found[number - 1 : number], found[number + 1 : number + 2]
    return not before or before[0].is_mark or (bool(after) and after[0].word in HARD and after[0].word != "\n")
