"""Reading a person's own words: :func:`read_words`."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.reading import describe
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, YesNo, plain_number
from hipexpert.knowledge.runner.intake import IntakeError
from hipexpert.knowledge.words.following import following
from hipexpert.knowledge.words.heard import ELSEWHERE, Heard
from hipexpert.knowledge.words.hearing import Listener
from hipexpert.knowledge.words.lexicon import Lexicon, lexicon_of
from hipexpert.knowledge.words.matching import classes_in
from hipexpert.knowledge.words.measures import Measure, NoDate, measures, numbers
from hipexpert.knowledge.words.quantities import quantities
from hipexpert.knowledge.words.reading import SCHEMA, FindingRead, Reading, ReadingQuestion, SetAside, TextSpan, answers_of
from hipexpert.knowledge.words.scope import Scope
from hipexpert.knowledge.words.tokens import TEXT_LIMIT, Token, tokens_of
from hipexpert.languages.catalogue import say_in

if TYPE_CHECKING:
    from hipexpert.knowledge.words.reading import Why

SOFTENER = "SOFTENER"
_NO_CONTENT = (
    "a an the and or i it is am are was were be been my me of in on at to for with that this so but not no do does did have has had as if "
    "when then also too very really quite just from by we you he she they there their its own his her him can will would could should "
    "about after before now only more most some any all again still which who what how get got go goes went going come came"
)
_EMPTY = frozenset(re.findall(r"\w+", _NO_CONTENT))
_IN_A_LIST = frozenset(["and", ",", "the", "my", "his", "her", "also"])
_MORE = frozenset(["worse", "worst", "more", "mainly", "mostly"])
_SINCE_TODAY = frozenset(["today", "morning", "night", "yesterday"])
_TODAY_NEAR = 8
_ONE = frozenset(["a", "an", "one", "some", "half"])  # words that mostly count nothing


def read_words(text: str, pack: Pack, today: datetime.date | None = None) -> Reading:
    """What a pack understands of a text in somebody's own words.

    ``today`` counts days that are named ("since Sunday"); without it they become a question. Nothing here reads the clock.
    The same text gives the same reading, in time that grows with its length; at most 20,000 characters are read
    (``cut_off`` says so). Raises :class:`hipexpert.IntakeError` for what is no text, and for a ``today`` that is no date.
    """
    _check(text, today)
    lexicon = lexicon_of(pack)
    tokens = tokens_of(text, lexicon.correct)
    measured = list(measures(tokens, today))
    classes = _classes(lexicon, tokens, measured)
    soft = _softening(classes)
    aside = [SetAside(_span(text, tokens, start, end), "softening") for start, end in soft]
    if soft:
        dropped = {at for start, end in soft for at in range(start, end)}
        tokens = _without(tokens, dropped)
        measured = list(measures(tokens, today))
        classes = _classes(lexicon, tokens, measured)
    scope = Scope(tokens, classes)
    for at, name in scope.people.pronouns():
        classes.setdefault(at, []).append((name, at + 1))
    listener = Listener(lexicon, tokens, classes, scope)
    evidence = [*listener.evidence(), *quantities(listener, measured)]
    findings, questions = _settled(listener, text, tokens, evidence)
    findings = _in_order(pack, [*findings, *following(pack, findings, questions)])
    used = {at for each in evidence for at in (*range(each.start, each.end), *(range(*each.beside) if each.beside else ()))}
    aside += _aside(text, tokens, listener, used)
    understood = used | {at for start, ends in classes.items() for _, end in ends for at in range(start, end)}
    return Reading(
        SCHEMA,
        text,
        findings,
        questions,
        tuple(sorted(aside, key=lambda each: each.words.start)),
        tuple(_not_understood(text, tokens, understood)),
        answers_of(findings),
        len(text) > TEXT_LIMIT,
    )


def _check(text: object, today: object) -> None:
    """What is no text, or no date, is refused whatever the text speaks of, and not where the date is first needed."""
    wrong = [] if isinstance(text, str) else [Problem("bad-type", f"text is needed, not {describe(text)}", "text")]
    if today is not None and not isinstance(today, datetime.date):
        wrong.append(Problem("bad-type", f"a date is needed, not {describe(today)}", "today", "for instance `datetime.date(2026, 5, 1)`"))
    if wrong:
        raise IntakeError(wrong)


def _classes(lexicon: Lexicon, tokens: Sequence[Token], measured: Sequence[Measure | NoDate]) -> dict[int, list[tuple[str, int]]]:
    """Where words of each class stand, the ages beside which a letter says the sex, and the numbers in words ("a few", "three")."""
    lettered = [(each.start, each.when, each.end) for each in measured if isinstance(each, Measure) and each.kind == "age" and each.when]
    in_words = [(at, "#", end) for at, (_, end, _) in numbers(tokens).items() if end > at + 1 or tokens[at].word not in _ONE]
    return classes_in(lexicon.classes, tokens, [*lettered, *in_words])


def _softening(classes: dict[int, list[tuple[str, int]]]) -> list[tuple[int, int]]:
    """Where softening words stand, the longest from each place, none inside another."""
    found: list[tuple[int, int]] = []
    for start in sorted(classes):
        ends = [end for name, end in classes[start] if name == SOFTENER]
        if ends and (not found or start >= found[-1][1]):
            found.append((start, max(ends)))
    return found


def _without(tokens: Sequence[Token], dropped: set[int]) -> list[Token]:
    """The tokens without the softening ones; of the marks around them, one is left."""
    kept: list[Token] = []
    for at, token in enumerate(tokens):
        if at in dropped:
            continue
        if token.word == "," and ((kept and kept[-1].is_mark) or not kept):
            continue
        if token.is_mark and kept and kept[-1].word == ",":
            kept.pop()
        kept.append(token)
    return kept


def _span(text: str, tokens: Sequence[Token], start: int, end: int) -> TextSpan:
    first, last = tokens[start].start, tokens[max(start, end - 1)].end
    return TextSpan(first, last, text[first:last])


def _settled(
    listener: Listener, text: str, tokens: Sequence[Token], evidence: Sequence[Heard]
) -> tuple[tuple[FindingRead, ...], tuple[ReadingQuestion, ...]]:
    """Of each finding and part one answer, or a question where the words give none or two."""
    pack = listener.pack
    by_part: dict[tuple[str, str], list[Heard]] = {}
    for each in evidence:
        part = each.part if isinstance(pack.findings[each.finding], Choices) else ""
        by_part.setdefault((each.finding, part), []).append(each)
    findings: list[FindingRead] = []
    questions: list[ReadingQuestion] = []
    for (name, part), said in by_part.items():
        answers = [each for each in said if each.why is None]
        doubts = [each for each in said if each.why is not None]
        answers = _most_said(listener, _beside_pain(listener, _but(pack.findings[name], answers, tokens)))
        answers = _said_of_now(listener, _exactly(listener, answers))
        values = {each.value for each in answers}
        weak = [each for each in doubts if each.why in ("uncertain", "ambiguous", "which_answer", "other_time", "which_number", "no_date")]
        if len(values) == 1 and (len(weak) == len(doubts)):
            best = answers
            findings.append(_read(pack, text, tokens, name, part, best))
        elif values or doubts:
            why: Why = "two_answers" if len(values) > 1 else doubts[0].why or "uncertain"
            candidates = tuple(dict.fromkeys(_name(each) for each in said if each.why is None or each.part))
            spans = _widest(dict.fromkeys(_span(text, tokens, each.start, each.end) for each in said))
            if part and (why == "other_time" or (why == "denial_unclear" and _vague(pack, name, part))):
                continue  # where it does hurt is asked anyway
            questions.append(ReadingQuestion(name, pack.findings[name].question, why, spans, candidates))
    findings = _exact_places(pack, findings, _listed(pack, tokens, evidence))
    read = {each.finding for each in findings if not each.part}
    merged: dict[str, ReadingQuestion] = {}
    for question in questions:
        if question.finding in read:
            continue
        earlier = merged.get(question.finding)
        if earlier is None:
            merged[question.finding] = question
        else:
            merged[question.finding] = ReadingQuestion(
                question.finding,
                question.question,
                earlier.why,
                tuple(dict.fromkeys((*earlier.words, *question.words))),
                tuple(dict.fromkeys((*earlier.candidates, *question.candidates))),
            )
    order = {name: number for number, name in enumerate(pack.findings)}
    return tuple(findings), tuple(sorted(merged.values(), key=lambda each: order[each.finding]))


def _in_order(pack: Pack, findings: Sequence[FindingRead]) -> tuple[FindingRead, ...]:
    order = {name: number for number, name in enumerate(pack.findings)}
    return tuple(sorted(findings, key=lambda each: (order[each.finding], each.part)))


def _widest(spans: Iterable[TextSpan]) -> tuple[TextSpan, ...]:
    """Spans without those that lie inside another: "fever" is said by "no fever"."""
    every = tuple(spans)
    return tuple(
        each for each in every if not any(other != each and other.start <= each.start and each.end <= other.end for other in every)
    )


def _but(finding: Finding, answers: list[Heard], tokens: Sequence[Token]) -> list[Heard]:
    """`no pain at night, but it wakes me when I roll over`: what follows "but" is the answer, and the no is what it limits."""
    denial = getattr(finding, "denial", "") if isinstance(finding, Choice) else ""
    denied = [each for each in answers if each.value == denial]
    rest = [each for each in answers if each.value != denial]
    if not denial or not denied or len({each.value for each in rest}) != 1:
        return answers
    between = {token.word for token in tokens[denied[-1].end : rest[0].start + 1]}
    return rest if between & {"but", "except", "only", "although", "though"} and "." not in between else answers


def _beside_pain(listener: Listener, answers: list[Heard]) -> list[Heard]:
    """Of several sides the one that is told of with the pain: "pain in the right groin, both sides were pinned at 13"."""
    if len({each.value for each in answers}) < 2 or not listener.of_a_place(answers[0].finding):
        return answers
    told = [each for each in answers if listener.told_of_pain(each)]
    worse = [each for each in told if not _MORE.isdisjoint(listener.scope.words[each.start : each.end + 2])]
    rest = [each for each in answers if each not in worse]
    if worse and len({each.value for each in rest}) == 1:
        return [each._replace(sure=False) for each in rest]  # "both sides, the left one worse"
    return [each._replace(sure=False) for each in told] if len({each.value for each in told}) == 1 else answers


def _most_said(listener: Listener, answers: list[Heard]) -> list[Heard]:
    """Of several answers of a choice the one that is said at least twice where every other is said once: "runner", "marathon", "a tennis
    ball"; never of a warning sign.
    """
    values = {each.value for each in answers}
    if (
        len(values) < 2
        or answers[0].finding in listener.lexicon.signs
        or not isinstance(listener.pack.findings[answers[0].finding], Choice)
    ):
        return answers
    times = {value: len({each.start for each in answers if each.value == value}) for value in values}
    first, second = sorted(times.values(), reverse=True)[:2]
    if first < 2 * second:
        return answers
    return [each._replace(sure=False) for each in answers if times[each.value] == first]


def _exactly(listener: Listener, answers: list[Heard]) -> list[Heard]:
    """Without the general answers where another is given too: "a lump in the groin … it goes back when I lie down"."""
    entry = listener.lexicon.phrasings.get(answers[0].finding) if answers else None
    return [each for each in answers if entry is None or each.value not in entry.general] or answers


def _said_of_now(listener: Listener, answers: list[Heard]) -> list[Heard]:
    """Of several answers to a choice the last one where it is said of now, unless it is its no: "it goes back … now it won't"."""
    if len({each.value for each in answers}) < 2 or not isinstance(finding := listener.pack.findings[answers[0].finding], Choice):
        return answers
    now = [each for each in answers if _of_now(listener.scope, each)]
    rest = [each for each in answers if each not in now]
    if len({each.value for each in now}) != 1 or now[0].value == finding.denial:
        return answers
    if min(each.start for each in now) < max((each.start for each in rest), default=-1):
        return answers  # "fine this morning, I can't stand on it" is asked
    return [each._replace(sure=False) for each in now]


def _of_now(scope: Scope, heard: Heard) -> bool:
    """Whether something is said of now, in its own part of the sentence: "since this morning it is hard and won't go back"."""
    words, clause = scope.words, scope.clause(heard.start)
    before = words[max(clause.start, heard.start - _TODAY_NEAR) : heard.start]
    since = "since" in before and not _SINCE_TODAY.isdisjoint(before)
    return since or "now" in before or "now" in words[heard.end : min(heard.end + 2, clause.end)]


def _name(each: Heard) -> str:
    if each.why is not None or each.part:
        return each.part
    if isinstance(each.value, bool):
        return "yes" if each.value else "no"
    return each.value if isinstance(each.value, str) else plain_number(each.value)


def _read(pack: Pack, text: str, tokens: Sequence[Token], name: str, part: str, said: Sequence[Heard]) -> FindingRead:
    finding = pack.findings[name]
    value = said[0].value
    if isinstance(finding, YesNo):
        says = finding.present if value else finding.absent
    elif isinstance(finding, Number):
        unit = say_in(pack.language, finding.unit) if finding.unit else ""
        says = f"{finding.noun}: {plain_number(float(value))} {unit}".rstrip()
    else:
        known = next(each for each in finding.values if each.id == (part or value))
        says = known.says if value is not False else known.denies
    spans: dict[TextSpan, None] = {}
    for each in said:
        start, end = each.start, each.end
        if each.beside is not None and max(start, each.beside[0]) - min(end, each.beside[1]) <= 8:
            start, end = min(start, each.beside[0]), max(end, each.beside[1])
            spans[_span(text, tokens, start, end)] = None
        elif each.beside is not None:
            spans[_span(text, tokens, *each.beside)] = None
            spans[_span(text, tokens, start, end)] = None
        else:
            spans[_span(text, tokens, start, end)] = None
    ordered = tuple(sorted(spans, key=lambda span: span.start))
    return FindingRead(name, value, says, ordered, part, "said" if all(each.sure for each in said) else "understood")


def _vague(pack: Pack, name: str, part: str) -> bool:
    """Whether a value names a place only vaguely."""
    finding = pack.findings[name]
    return isinstance(finding, (Choice, Choices)) and any(value.vague for value in finding.values if value.id == part)


def _listed(pack: Pack, tokens: Sequence[Token], evidence: Sequence[Heard]) -> frozenset[tuple[str, str]]:
    """The vague places that stand in a list with an exact one: "front of the thigh and the knee" names two."""
    places = (each for each in evidence if each.part and each.why is None and isinstance(pack.findings[each.finding], Choices))
    found = set[tuple[str, str]]()
    for one, other in pairwise(sorted(places, key=lambda each: each.start)):
        between = [token.word for token in tokens[one.end : other.start]]
        if one.finding == other.finding and "and" in between and _IN_A_LIST.issuperset(between):
            found |= {(each.finding, each.part) for each in (one, other) if _vague(pack, each.finding, each.part)}
    return frozenset(found)


def _exact_places(pack: Pack, findings: list[FindingRead], listed: frozenset[tuple[str, str]]) -> list[FindingRead]:
    """A place that is named exactly makes the vague one needless that the same story names too."""
    exact = {each.finding for each in findings if each.part and each.value is True and not _vague(pack, each.finding, each.part)}
    return [
        each
        for each in findings
        if not (each.finding in exact and _vague(pack, each.finding, each.part) and each.value is True)
        or (each.finding, each.part) in listed
    ]


def _aside(text: str, tokens: Sequence[Token], listener: Listener, used: set[int]) -> Iterator[SetAside]:
    """What is said of somebody else, and what hurts elsewhere than the pack knows."""
    for sentence in listener.scope.sentences:
        others = [at for at in range(sentence.start, sentence.end) if listener.scope.people.other_person(at + 1)]
        if others and not used & set(others):
            yield SetAside(_span(text, tokens, max(sentence.start, others[0] - 1), others[-1] + 1), "other_person")
    for start, ends in listener.classes.items():
        for name, end in ends:
            if name == ELSEWHERE and not used & set(range(start, end)):
                yield SetAside(_span(text, tokens, start, end), "other_place")


def _not_understood(text: str, tokens: Sequence[Token], understood: set[int]) -> Iterator[TextSpan]:
    """Runs of words that nothing knows what to do with."""
    run: list[int] = []
    for at, token in enumerate([*tokens, None]):
        if token is not None and at not in understood and not token.is_mark:
            run.append(at)
            continue
        while run and tokens[run[0]].word in _EMPTY:
            run.pop(0)
        while run and tokens[run[-1]].word in _EMPTY:
            run.pop()
        if run:
            yield _span(text, tokens, run[0], run[-1] + 1)
        run = []
