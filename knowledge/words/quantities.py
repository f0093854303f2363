"""Numbers of a text as answers: each goes to the finding of its kind whose words stand nearest."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeGuard

from hipexpert.knowledge.packs.vocabulary import Number
from hipexpert.knowledge.words.heard import Heard
from hipexpert.knowledge.words.hearing import Listener
from hipexpert.knowledge.words.measures import Measure, NoDate
from hipexpert.knowledge.words.scope import NEGATORS, NOW
from hipexpert.knowledge.words.tokens import Clause, word_at, words_of

_FAR = 12
_YEAR = 365
_SHORTLY = 6
_DOUBT_NEAR = 3
_A_CHANGE = 1  # days: what is so since this morning or yesterday may be what is new in it
_BEGAN = frozenset(["started", "began", "start", "begin", "begun", "since", "came", "noticed", "first", "developed"])
_BEGAN |= frozenset(["pain", "hurt", "hurting", "ache", "aching", "sore"])
_AROUND_A_TIME = frozenset(["for", "since", "about", "now", "roughly", "maybe", "over", "ago", "been", "it", "is", "so", "like", "just"])
_AROUND_A_TIME |= frozenset(["only", "almost", "nearly", "this", "of", "has", "had", "back"])
_TIME_ALONE = _AROUND_A_TIME | frozenset(
    ["past", "last", "the", "day", "days", "week", "weeks", "month", "months", "year", "years", "on", ",", "."]
)
_SINCE = frozenset(["since", "till", "until"])
_STARTED = frozenset(["started", "start", "began", "begin", "begun"])
_THEN = frozenset(["then", "that", "", ".", ",", "and", "but", "i", "it"])  # "since Monday" has a time of its own
_IT = frozenset(["it", "this", "that", "which", "pain", "ache", "aching", "problem", "trouble", "all", "symptoms", "soreness", "niggle"])
_OF_A_SIDE = words_of("left right contralateral unaffected opposite other versus vs compared")
_BEGAN_SO = words_of(
    "hurting to aching having getting feeling suddenly slowly gradually about around mid midway during after when while as in , ."
) | {""}
_ABOUT = frozenset(["maybe", "perhaps", "probably", "roughly", "approximately"])  # "maybe 45 minutes" is a rough number and no doubt


def quantities(listener: Listener, measured: Iterable[Measure | NoDate]) -> Iterator[Heard]:
    """The numbers of a text as evidence; of several for one finding, the one with the nearest word for it."""
    pack, lexicon = listener.pack, listener.lexicon
    wanted = [(name, entry) for name, entry in lexicon.phrasings.items() if entry.measure is not None and name in pack.findings]
    found: dict[str, list[tuple[int, Measure]]] = {}
    undated: list[tuple[str, NoDate]] = []
    for quantity in measured:
        kind = "days" if isinstance(quantity, NoDate) else quantity.kind
        places = [
            (distance, name)
            for name, entry in wanted
            if entry.measure == kind and (distance := _near(listener, name, quantity)) is not None
        ]
        if not places:
            continue
        distance, name = min(places)
        if isinstance(quantity, NoDate):
            undated.append((name, quantity))
        else:
            found.setdefault(name, []).append((distance, quantity))
    for name, given in found.items():
        yield from _of_one(listener, name, given)
    for name, nodate in undated:
        if name not in found:
            yield Heard(name, "", True, nodate.start, nodate.end, "no_date")


def _near(listener: Listener, name: str, quantity: Measure | NoDate) -> int | None:
    """How far the nearest word for a finding is in the clause; None when there is none, or a word that forbids it is nearer."""
    entry, start, end = listener.lexicon.phrasings[name], quantity.start, quantity.end
    clause = listener.scope.clause(start)
    cues = [
        max(start - match.end, match.start - end, 0)
        for match in listener.found_in.get(clause, ())
        if match.meaning.finding == name and match.meaning.kind == "number"
    ]
    beside = [max(start - e, s - end, 0) + 1 for s, e, each in listener.edges_in(clause) if entry.beside and each == entry.beside]
    cues += beside
    if not entry.cues and not entry.beside:
        cues = [0]
    if entry.beside and _stands_alone(listener, start, end):
        cues.append(_FAR)  # "Two months." is a sentence by itself, and so is "left hip, two months, worse at night"
    if not cues or min(cues) > _FAR:
        return None
    if entry.unless:
        piece = listener.scope.piece(start)
        cued = _cued_in(listener, name, piece)
        then = _since(listener, end) or _it_began(listener, piece, quantity)
        if entry.beside and not cued and not then and _apart(listener, entry.unless, piece, quantity):
            return None  # "started running two months ago, hip hurts", "it helped for two months"
        own = (
            piece if cued or not (entry.beside or entry.cues) else clause
        )  # "since three weeks, fever on Monday": the fever has its own time
        against = _apart(listener, entry.unless, own, quantity)
        if against and (then or _hurts_since(listener, name, start)):
            against = []
        if against and not beside and isinstance(quantity, Measure) and quantity.value >= _YEAR and quantity.when != "ago":
            return None  # "runner, on and off for some years"
        if against and min(against) <= (min(beside, default=_FAR) if _told_back(quantity) else min(cues)) + 1:
            return None
    return min(cues)


def _cued_in(listener: Listener, name: str, piece: Clause) -> bool:
    """Whether a part between two marks holds a word for a number of its own, and not only the number."""
    entry = listener.lexicon.phrasings[name]
    return bool(entry.beside) and any(each == entry.beside for _, _, each in listener.edges_in(piece))


def _apart(listener: Listener, name: str, within: Clause, quantity: Measure | NoDate) -> list[int]:
    """How far from a quantity the words of a class stand."""
    places = ((at, end) for at in range(within.start, within.end) for each, end in listener.classes.get(at, ()) if each == name)
    return [max(quantity.start - end, at - quantity.end, 0) for at, end in places]


def _since(listener: Listener, end: int) -> bool:
    """Whether what follows says that the pain began then: "a race two weeks ago, sore since", or "Since then" after it."""
    words, last = listener.scope.words, listener.scope.sentence(end - 1).end
    after = [at for at in (*range(end, last), last + 1, last + 2) if word_at(words, at) == "since"]
    return any(word_at(words, at - 1) == "ever" or word_at(words, at + 1) in _THEN for at in after)


def _hurts_since(listener: Listener, name: str, start: int) -> bool:
    """Whether it hurts since what happened then: "sore since I took up running three months ago"."""
    piece, words = listener.scope.piece(start), listener.scope.words
    since = next((at for at in range(piece.start, start) if words[at] == "since"), None)
    if since is None or not NEGATORS.isdisjoint(words[piece.start : since]):
        return False  # "no pain since the operation two years ago"
    return _cued_in(listener, name, Clause(piece.start, since))


def _it_began(listener: Listener, piece: Clause, quantity: Measure | NoDate) -> bool:
    """Whether a time is when it began, whatever else is named there: "it began in a race a month ago"."""
    words = listener.scope.words
    return _told_back(quantity) and any(
        words[at] in _STARTED and not _IT.isdisjoint(words[max(piece.start, at - 2) : at]) for at in range(piece.start, quantity.start)
    )


def _stands_alone(listener: Listener, start: int, end: int) -> bool:
    piece = listener.scope.piece(start)
    words = listener.scope.words
    rest = (*range(piece.start, start), *range(end, piece.end))
    return all(words[at] in _AROUND_A_TIME or at in listener.placed for at in rest)  # "left groin, two weeks", "left groin two weeks"


def _told_back(quantity: Measure | NoDate) -> TypeGuard[Measure]:
    """Whether a time says when something was, and not how long: "two weeks ago", "last year"."""
    return isinstance(quantity, Measure) and quantity.when in ("ago", "day")


def _years_ago(quantity: Measure | NoDate) -> bool:
    """`a stress fracture two years ago`, `I fell last year`: that alone does not make it the time of the pain."""
    return _told_back(quantity) and quantity.value >= _YEAR


def _began_then(listener: Listener, name: str, quantity: Measure) -> bool:
    """Whether a time that is told as "three weeks ago" or "yesterday" is said to be when it began, and not when something else was: "I
    moved house three weeks ago and my hip aches".
    """
    entry, scope = listener.lexicon.phrasings[name], listener.scope
    if not entry.beside or not _told_back(quantity) or _since(listener, quantity.end):
        return True
    piece = scope.piece(quantity.start)
    if _stands_alone(listener, quantity.start, quantity.end) or _cued_in(listener, name, piece):
        return True
    if not _SINCE.isdisjoint(scope.words[piece.start : quantity.start]):
        return True  # "since I swapped my shoes a month ago"
    clause, words = scope.clause(quantity.start), scope.words
    if piece.start == quantity.start and _cued_in(listener, name, Clause(clause.start, piece.start)):
        return True  # "a sudden pain in the groin, two hours ago on a run"
    return any(
        match.meaning.finding == name and match.meaning.kind == "number" and _says_it_began(words, match.start, match.end, quantity.start)
        for match in listener.found_in.get(clause, ())
    )


def _behind(listener: Listener, quantity: Measure, since: Sequence[Measure]) -> bool:
    """Whether a time stands behind one that says since when: "limping since yesterday, after a cold last week"."""
    clause = listener.scope.clause(quantity.start)
    return _told_back(quantity) and any(clause.start <= each.start < each.end < quantity.start for each in since)


def _says_it_began(words: Sequence[str], start: int, end: int, time: int) -> bool:
    """Whether words near a time say that something happened or began: "fell", "it started"; "started a job" does not."""
    if _TIME_ALONE.issuperset(words[start:end]):
        return False
    if words[end - 1] not in _STARTED or end == time:
        return True
    return not _IT.isdisjoint(words[max(0, start - 2) : start]) or word_at(words, end) in _BEGAN_SO


def _began_near(listener: Listener, quantity: Measure) -> bool:
    """Whether what was years ago is said to be the beginning: "it started two years ago"; "fell off a horse 5 years ago" is not."""
    words = listener.scope.words
    after = words[quantity.end : quantity.end + _SHORTLY]
    now = next((at for at, word in enumerate(after) if word in NOW), len(after))  # "broke it two years ago and now it is sore"
    return not _BEGAN.isdisjoint((*words[max(0, quantity.start - _SHORTLY) : quantity.end], *after[:now]))


def _fell_then(listener: Listener, quantity: Measure) -> bool:
    """Whether a time years ago is only that of a fall: nothing of the pain stands near it."""
    return _years_ago(quantity) and listener.scope.long_ago(quantity.start) and not _began_near(listener, quantity)


def _compared(listener: Listener, quantity: Measure) -> bool:
    """Whether a side is named where a quantity stands, so that two of its kind may be those of the two hips."""
    clause = listener.scope.clause(quantity.start)
    return not _OF_A_SIDE.isdisjoint(listener.scope.words[clause.start : clause.end])


def _doubted(listener: Listener, quantity: Measure) -> bool:
    """Whether a number is doubted; a doubt about what happened is none about when: "I think I pulled it last night"."""
    if not listener.scope.uncertain(quantity.start, quantity.end):
        return False
    return quantity.kind != "days" or listener.scope.uncertain(quantity.start, quantity.end, within=_DOUBT_NEAR)


def _of_one(listener: Listener, name: str, given: list[tuple[int, Measure]]) -> Iterator[Heard]:
    finding = listener.pack.findings[name]
    if not isinstance(finding, Number):
        return
    fitting = [(distance, quantity) for distance, quantity in given if finding.minimum <= quantity.value <= finding.maximum]
    sure = [each for each in fitting if not listener.scope.people.other_person(each[1].end)]
    values = sorted({quantity.value for _, quantity in sure})
    if not values:
        return
    chosen = [quantity for _, quantity in sure]
    if all(_fell_then(listener, quantity) for quantity in chosen):
        return  # "no fall, but I fell last year"
    since = [quantity for quantity in chosen if word_at(listener.scope.words, quantity.start - 1) in _SINCE]
    began = [each for each in sure if not _behind(listener, each[1], since) and _began_then(listener, name, each[1])]
    if not began:
        for quantity in chosen:
            yield Heard(name, "", quantity.value, quantity.start, quantity.end, "other_time")
        return
    sure = began
    values, chosen = sorted({quantity.value for _, quantity in sure}), [quantity for _, quantity in sure]
    if len(values) > 1 and all(quantity.kind == "celsius" for quantity in chosen):
        chosen = [max(chosen, key=lambda each: each.value)]  # the highest that was measured
    elif len(values) > 1 and all(quantity.kind == "degrees" and _compared(listener, quantity) for quantity in chosen):
        for quantity in chosen:
            yield Heard(name, "", quantity.value, quantity.start, quantity.end, "which_number")  # "30 degrees right and 10 left"
        return
    elif len(values) > 1:
        sure = [each for each in sure if not _years_ago(each[1]) or _began_near(listener, each[1])] or sure
        sure = [each for each in sure if each[1].kind != "age" or not each[1].rough] or sure  # "it hit me at 51, I'm 54 now"
        sure = [each for each in sure if each[1].when != "over"] or sure  # "worse over the last month": since when it hurts is told too
        if any(each[1].value > _A_CHANGE for each in sure):  # "two months, and since this morning it is hard"
            sure = [each for each in sure if each[1].when != "day" or each[1].value > _A_CHANGE]
        chosen = [quantity for _, quantity in sure]
        nearest = min(distance for distance, _ in sure)
        close = [quantity for distance, quantity in sure if distance == nearest]
        if len({quantity.value for quantity in close}) == 1:
            chosen = close
        elif name.endswith("_days"):
            chosen = [max(close, key=lambda each: each.value)]
        else:
            for quantity in close:
                yield Heard(name, "", quantity.value, quantity.start, quantity.end, "which_number")
            return
    for quantity in chosen:
        value = float(round(quantity.value)) if finding.whole else round(quantity.value, 1)
        rough = quantity.rough or listener.scope.words[max(0, quantity.start - 1)] in _ABOUT
        if not rough and _doubted(listener, quantity):
            yield Heard(name, "", value, quantity.start, quantity.end, "uncertain")
        else:
            yield Heard(name, "", value, quantity.start, quantity.end, sure=not rough)
