"""What follows from how something is said where a complaint is told of: what cannot be done hurts, and so does what is only listed.

Each of these is `understood` and not `said`, and none reaches a warning sign.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from hipexpert.knowledge.words.heard import BARE, COMPLAINT, EASES, ELSEWHERE, FINE, HAPPENED, HURTS, PLACES, Heard
from hipexpert.knowledge.words.lexicon import Lexicon, PhraseMeaning
from hipexpert.knowledge.words.matching import Classes, Match
from hipexpert.knowledge.words.reading import Why
from hipexpert.knowledge.words.scope import NEGATORS, Scope
from hipexpert.knowledge.words.tokens import Clause, word_at, words_of

_LISTING = words_of("even going getting when after too , / : or doing anything especially i up off then")
_CANNOT = frozenset(["cannot", "unable", "impossible", "struggle", "struggling", "hard", "difficult", "dread", "avoid", "avoiding"])
_CAN = frozenset(["can", "could", "able", "managed", "manage"])
_EVEN = frozenset(["even", "to", "really", "now", "properly", "still", "on", "my", "the", "with", "comfortably", "go", "sit"])
_OTHER_REASON = frozenset(
    ["because", "due", "twice", "three", "every", "more", "often", "today", "tomorrow", "until", "till", "as", "fast"]
)
_TOO = frozenset(["too", "also", "same", "likewise", "ditto", "bit", "slightly", "sometimes", "occasionally", "badly", "worst"])
_WHEN = words_of(
    "when whenever if once while whilst lifting getting turning bending doing going putting coming climbing every each even "
    "after pulling pushing swinging stepping"
)
_AT_IT = words_of("on during as")  # with a word for a complaint only: "50k a week on trails"
_NO_MOMENT = words_of(  # what is wished, liked or part of the work is no moment of pain: "my job involves climbing stairs"
    "love loves enjoy enjoys involve involves job work hobby aim goal plan plans want wants recommended allowed advised leaflet suggested "
    "told wish tried looking hope promised asked"
)
_DONE_ONCE = words_of("got turned stepped jumped twisted sneezed coughed kicked lifted rose")
_DID = _DONE_ONCE | words_of("stood sat bent reached ran sprinted landed squatted walked climbed")
_THAT_TIME = words_of("yesterday monday tuesday wednesday thursday friday saturday sunday ago last started began")
_WHENEVER = frozenset(["when", "whenever", "if", "time", "times", "once", "after", "until", "while", "each", "every"])
_DOER = frozenset(["i", "he", "she", "just", "then", "first", "have", "has", "had"])
_WILL = frozenset(["will", "shall", "would", "should", "might", "can", "must"])
_THEN_I = frozenset([",", "then", "again", "a", "lot", "too", "much", "more", "at", "all", "badly", "anymore", "worse", "really", "still"])
_WHEN_NEAR = 5
_SAME_AGAIN = 10  # words that say of something else that it is the same
_SHORTLY = 5
_ARTICLES = frozenset(["a", "an", "the", "my", "some", "icy", "steep"])


class Hears(Protocol):
    """Who hears the phrases of a text."""

    lexicon: Lexicon
    scope: Scope
    complains: bool
    classes: Classes
    found_in: Mapping[Clause, Sequence[Match[PhraseMeaning]]]

    def edges_in(self, clause: Clause) -> Sequence[tuple[int, int, str]]:
        """The words in a clause that say how something is."""
        ...

    def doubt(self, start: int, end: int, finding: str) -> Why | None:
        """Why what stands there is no answer."""
        ...


class Implied:
    """What is implied in the text that a listener hears."""

    def __init__(self, listener: Hears) -> None:
        self.listener = listener
        self._listed: dict[Clause, bool] = {}

    def impossible(self, match: Match[PhraseMeaning], clause: Clause, span: tuple[int, int]) -> bool:
        """Whether what is said of a cue is only that it is impossible: "can't sleep on it"; no "I can't walk without pain"."""
        between = self.listener.scope.words[match.end : span[0]]
        return span[0] > match.end and {"without", "because", "due"}.isdisjoint(between) and self._cannot(match, clause)

    def _cannot(self, match: Match[PhraseMeaning], clause: Clause) -> bool:
        return self._before(match, clause) in _CANNOT

    def can(self, match: Match[PhraseMeaning], clause: Clause) -> bool:
        """Whether a cue is said to be possible: "can still walk"."""
        return self._before(match, clause) in _CAN

    def _before(self, match: Match[PhraseMeaning], clause: Clause) -> str:
        """The word that says whether a cue can be done, or another that stands before it: "can" of "can even still walk"."""
        words, before = self.listener.scope.words, range(match.start - 1, max(clause.start, match.start - _SHORTLY) - 1, -1)
        at = next((at for at in before if words[at] not in _EVEN), -1)
        unable = at > 0 and words[at] == "able" and words[at - 1] == "not"
        return "unable" if unable else word_at(words, at)

    def only_supposed(self, match: Match[PhraseMeaning], clause: Clause, span: tuple[int, int]) -> bool:
        """Whether it is only said what somebody will do if it hurts: "if walking hurts I'll rest"; no "if I walk it hurts"."""
        words, last = self.listener.scope.words, self.listener.scope.sentence(match.start).end
        if span[0] < match.end or "if" not in words[max(clause.start, match.start - _SHORTLY) : match.start + 1]:
            return False
        then = next((at for at in range(span[1], last) if words[at] not in _THEN_I), last)
        return word_at(words, then) in ("i", "we") and word_at(words, then + 1) in _WILL

    def once(self, match: Match[PhraseMeaning], clause: Clause) -> bool:
        """Whether a cue tells what was done once and no habit: "as I got up, a stab", "got out of the car and cannot step on it"."""
        words = self.listener.scope.words
        done = next((at for at in range(match.start, match.end) if words[at] in _DID), None)
        if done is None:
            return False
        before = (words[at] for at in range(done - 1, clause.start - 1, -1))
        once = words[done] in _DONE_ONCE and next((word for word in before if word not in _DOER), "") not in _WHENEVER
        then = once or not _THAT_TIME.isdisjoint(words[clause.start : done])  # "yesterday when I stood up"
        return then or "ago" in words[match.end : match.end + _SHORTLY]

    def happened(self, match: Match[PhraseMeaning], clause: Clause) -> bool:
        """Whether a cue only says where or how something happened: "fell on the stairs", "was kicked", "had a cough"."""
        return any(
            name == HAPPENED and end > at and match.start - end <= 2 and _ARTICLES.issuperset(self.listener.scope.words[end : match.start])
            for at in range(max(clause.start, match.start - _SHORTLY), match.end)
            for name, end in self.listener.classes.get(at, ())
        )

    def after_what_is_denied(self, match: Match[PhraseMeaning]) -> bool:
        """Whether a place stands right behind something else that the no before it denies: "no fever no trauma hip pain"."""
        group, words = self.listener.lexicon.pack.group_of, self.listener.scope.words
        return group[match.meaning.finding].group == PLACES and any(
            other.end == match.start
            and group[other.meaning.finding].group != PLACES
            and not NEGATORS.isdisjoint(words[max(other.start - 1, 0) : other.end])
            for other in self.listener.found_in.get(self.listener.scope.clause(match.start), ())
        )

    def only_this(self, match: Match[PhraseMeaning], clause: Clause, span: tuple[int, int]) -> list[Heard]:
        """What alone hurts, where it is said before what does not: "no pain at night or sitting, only running"."""
        piece = self.listener.scope.piece(match.start)
        alone = piece.start > clause.start and span[1] <= piece.start and self.listener.scope.words[piece.start] == "only"
        if not alone or not self._hurts_beside(match) or not self.listener.complains:
            return []
        if self.listener.doubt(match.start, match.end, match.meaning.finding) is not None:
            return []
        return [Heard(match.meaning.finding, "", True, match.start, match.end, sure=False)]

    def not_possible(self, match: Match[PhraseMeaning], clause: Clause) -> list[Heard]:
        """What hurts cannot be done: a yes where a complaint is told of at all, and nothing else may be why."""
        start, end, meaning, _ = match
        if not (
            self.listener.complains and self.listener.lexicon.phrasings[meaning.finding].beside == HURTS and self._cannot(match, clause)
        ):
            return []
        if not _OTHER_REASON.isdisjoint(self.listener.scope.words[end : end + 3]) or self.listener.scope.other_time(start, end):
            return []
        if self.listener.scope.people.other_person(end) or self.listener.scope.uncertain(start, end):
            return []
        return [Heard(meaning.finding, "", True, start, end, sure=False)]

    def as_said_before(self, match: Match[PhraseMeaning], clause: Clause) -> list[Heard]:
        """`Stairs too.` is what the sentence before said of others: that they hurt; and so is a sentence that only lists what may hurt."""
        scope, sentence = self.listener.scope, self.listener.scope.sentence(match.start)
        if not self._hurts_beside(match) or self.listener.doubt(match.start, match.end, match.meaning.finding) is not None:
            return []
        implied = [Heard(match.meaning.finding, "", True, match.start, match.end, sure=False)]
        if self._only_listed(sentence):
            return implied
        if clause.end - clause.start > _SAME_AGAIN:
            return []
        if scope.words[clause.start] == "except" and clause.start > sentence.start:  # "walking is fine except on stairs"
            before = scope.clause(clause.start - 1)
            fine = any(name == FINE for _, _, name in self.listener.edges_in(before))
            return implied if fine and NEGATORS.isdisjoint(scope.words[before.start : before.end]) else []
        own = scope.words[clause.start : clause.end]
        if (_TOO.isdisjoint(own) and own[0] not in ("and", "plus")) or not NEGATORS.isdisjoint(own):
            return []
        if any(name == ELSEWHERE for at in range(clause.start, clause.end) for name, _ in self.listener.classes.get(at, ())):
            return []  # "a bit short of breath going upstairs"
        before = scope.sentence(sentence.start - 2)
        if sentence.start - 2 < before.start or word_at(scope.words, sentence.end) == "?":
            return []
        names = {name for _, _, name in self.listener.edges_in(before)}
        denied = names & {FINE, EASES} or not NEGATORS.isdisjoint(scope.words[before.start : before.end])
        return implied if HURTS in names and not denied else []

    def beside_a_complaint(self, match: Match[PhraseMeaning]) -> list[Heard]:
        """What is only named as the moment when it is felt, in a text that complains: "feels grumpy lifting the knee", "getting my boots
        on, the groin"; nothing beside it may be fine, eased, denied or have happened.
        """
        scope, words = self.listener.scope, self.listener.scope.words
        if not (self._hurts_beside(match) and self.listener.complains) or self.listener.doubt(
            match.start, match.end, match.meaning.finding
        ):
            return []
        piece = scope.piece(match.start)
        named = {name for at in range(piece.start, piece.end) for name, _ in self.listener.classes.get(at, ())}
        if not _NO_MOMENT.isdisjoint(words[piece.start : match.start]):
            return []
        if named & {FINE, EASES, ELSEWHERE, HAPPENED} or not NEGATORS.isdisjoint(words[piece.start : piece.end]):
            return []
        near = Clause(match.end, min(match.end + _SHORTLY, scope.clause(match.start).end))
        if any(name == HURTS and scope.negation(start, frozenset()) for start, _, name in self.listener.edges_in(near)):
            return []  # "clicks when I lift the leg, doesn't hurt"
        when = _WHEN | _AT_IT if COMPLAINT in named else _WHEN
        if when.isdisjoint(words[max(piece.start, match.start - _WHEN_NEAR) : match.start + 1]):
            return []
        return [Heard(match.meaning.finding, "", True, match.start, match.end, sure=False)]

    def _only_listed(self, sentence: Clause) -> bool:
        """Whether a sentence is nothing but things that may hurt, two at least, after one that tells of a complaint: "Going down stairs,
        sleeping either side, even standing at the bar."
        """
        if sentence not in self._listed:
            self._listed[sentence] = self._is_list(sentence)
        return self._listed[sentence]

    def _is_list(self, sentence: Clause) -> bool:
        before = self.listener.scope.sentence(sentence.start - 2)
        words, told = self.listener.scope.words, {name for _, _, name in self.listener.edges_in(before)}
        if sentence.start - 2 < before.start or word_at(words, sentence.end) == "?" or FINE in told or EASES in told:
            return False
        if COMPLAINT not in told and HURTS not in told:
            return False
        cues = [each for each in self._found_from(sentence) if each.meaning.kind == "cue" and self._hurts_beside(each)]
        covered = {at for each in cues for at in range(each.start, each.end)}
        rest = (words[at] for at in range(sentence.start, sentence.end) if at not in covered)
        return len({each.start for each in cues}) > 1 and all(word in BARE or word in _LISTING for word in rest)

    def _found_from(self, sentence: Clause) -> list[Match[PhraseMeaning]]:
        clauses = {self.listener.scope.clause(at) for at in range(sentence.start, sentence.end)}
        return [each for clause in clauses for each in self.listener.found_in.get(clause, ())]

    def _hurts_beside(self, match: Match[PhraseMeaning]) -> bool:
        return self.listener.lexicon.phrasings[match.meaning.finding].beside == HURTS and match.meaning.value is True
