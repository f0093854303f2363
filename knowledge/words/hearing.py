"""What each phrase in a text says of a finding, once it is known who, when and whether."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number, YesNo
from hipexpert.knowledge.words import lists
from hipexpert.knowledge.words.heard import BARE, COMPLAINT, EASES, ELSEWHERE, FINE, HAPPENED, HURTS, MOVED, PLACES, Heard
from hipexpert.knowledge.words.implied import Implied
from hipexpert.knowledge.words.lexicon import SIGNS, Lexicon, PhraseMeaning, outermost, with_their_own_no
from hipexpert.knowledge.words.matching import Classes, Match
from hipexpert.knowledge.words.reading import Why
from hipexpert.knowledge.words.scope import HALF_NEGATORS, NEGATORS, Scope
from hipexpert.knowledge.words.together import together
from hipexpert.knowledge.words.tokens import Clause, Token, word_at, words_of

_PAST_MATTERS = frozenset(
    ["red_flag", "associated_symptom", "aggravating", "relieving", "pain_quality", "trigger", "self_test", "pain_site"]
)
_ONSET = "onset"
_HISTORY = "history"
_WHO = frozenset(["demographic", "training"])  # "squash player mostly" limits nothing
_TIMES = frozenset(["day", "week", "month", "year"])
_BACK = 8  # words from a denial back to its "no"
_TOKENS_BETWEEN = 14
_SHORTLY = 5
_FREE_OF = frozenset(["pain", "ache", "symptom"])  # "able to hop pain free"
_EVERY = frozenset(["a", "per", "each", "every"])
_NOT_NOW = frozenset([("not", "now"), ("not", "anymore")])
_ONLY_IF = frozenset(["unless", "except", "until", "till", "apart", "bar"])
_BUT_FOR = frozenset(["except", "apart", "bar"])
_UNLESS = _BUT_FOR | {"unless"}
_MINE = frozenset(["my", "the", "his", "her", "in", "left", "right", "both"])
_ARTICLE_AND_SIDE = 4
_NOT_QUITE = words_of(
    "much too so as always badly that every very all totally completely fully yet particularly overly severely"
)  # "it does not hurt much" is no no


class Listener:
    """Turns phrases found in one text into evidence."""

    def __init__(self, lexicon: Lexicon, tokens: Sequence[Token], classes: Classes, scope: Scope) -> None:
        self.lexicon, self.pack = lexicon, lexicon.pack
        self.tokens, self.classes = tokens, classes
        self.scope = scope
        found = [*lexicon.book.matches(tokens, classes), *together(lexicon, tokens, classes, scope)]
        found = with_their_own_no([each for each in found if not each.denied or each.meaning.kind in ("says", "denial")], tokens)
        self.found = self._of_now(outermost(found))
        named = (each for each in self.found if each.meaning.kind != "number" and not each.meaning.joined)
        self.named = frozenset(at for match in named for at in range(match.start, match.end))
        self.placed = self._placed()
        self.spent = frozenset(
            at
            for match in self.found
            if match.meaning.negators and match.meaning.kind == "says" and not match.denied
            for at in range(match.start, match.end)
            if tokens[at].word in match.meaning.negators and (tokens[at].word not in ("no", "without") or self._timed(match))
        )
        edges = {name for each in lexicon.phrasings.values() for name in (each.beside, each.beside_not) if name}
        self.edges = sorted((start, end, name) for start, ends in classes.items() for name, end in ends if name in edges)
        self.short = not self.edges and len(tokens) <= 6 and not any(token.word in NEGATORS for token in tokens)
        self.complains = any(name == COMPLAINT for ends in classes.values() for name, _ in ends)
        self.implied = Implied(self)
        self._starts = [edge[0] for edge in self.edges]
        found_in: dict[Clause, list[Match[PhraseMeaning]]] = {}
        for match in self.found:
            found_in.setdefault(self.scope.clause(match.start), []).append(match)
        self.found_in: Mapping[Clause, Sequence[Match[PhraseMeaning]]] = found_in

    def _of_now(self, found: Sequence[Match[PhraseMeaning]]) -> list[Match[PhraseMeaning]]:
        """Without what is "pain free", and places in which nothing hurts: that of something long past ("a stress fracture in my foot
        before"), and either leg in "on one leg".
        """
        found = [each for each in found if word_at(self.scope.words, each.end) != "free" or self.tokens[each.end - 1].stem not in _FREE_OF]
        group = self.pack.group_of
        says = (each for each in found if each.meaning.kind == "says" and not each.meaning.joined)
        past = [each for each in says if group[each.meaning.finding].group == _HISTORY]
        return [
            each
            for each in found
            if group[each.meaning.finding].group != PLACES
            or self.of_a_place(each.meaning.finding)
            or not (
                [token.word for token in self.tokens[each.start - 2 : each.start]] == ["on", "one"]
                or any(other.start <= each.start and each.end <= other.end for other in past)
            )
        ]

    def _timed(self, match: Match[PhraseMeaning]) -> bool:
        """Whether a phrase ends in a time, so that its "no" is used up by it: "no period for 5 months"."""
        return self.tokens[match.end - 1].stem in _TIMES

    def edges_in(self, clause: Clause) -> Sequence[tuple[int, int, str]]:
        """The words of classes that other phrases stand beside, in a clause or a part of one."""
        return self.edges[bisect_left(self._starts, clause.start) : bisect_left(self._starts, clause.end)]

    def evidence(self) -> Iterator[Heard]:
        """Everything that the phrases say; a no that is limited by what follows is asked."""
        for each in self._all():
            end = max(each.end, each.beside[1]) if each.beside else each.end
            denies, finding = self._denies(each), self.pack.findings[each.finding]
            mostly = self.pack.group_of[each.finding].group not in _WHO
            only = isinstance(finding, Choice) and self.scope.holds_only(end, mostly=mostly)
            if each.why is None and ((denies and self._limited(each, end)) or only):
                yield each._replace(why="limited", value=True)
            elif denies:
                yield each._replace(start=self._from_its_no(each))
            else:
                yield each

    def _limited(self, heard: Heard, end: int) -> bool:
        """Whether a no holds only under something, or is spoken against: "until yesterday", "when I am well", "but a bit"."""
        if self.scope.taken_back(heard.start, end) or self.scope.spoken_against(heard.start, heard.end):
            return True
        return heard.beside is None and self.scope.conditional(heard.start)

    def _from_its_no(self, heard: Heard) -> int:
        """Where a denial begins: with the word that denies it, so that whoever reads what was understood sees it."""
        words, first = self.scope.words, self.scope.clause(heard.start).start
        if not NEGATORS.isdisjoint(words[heard.start : heard.end]):
            return heard.start
        back = range(heard.start - 1, max(first, heard.start - _BACK) - 1, -1)
        return next((at for at in back if words[at] in NEGATORS), heard.start)

    def _denies(self, said: Heard | PhraseMeaning) -> bool:
        finding = self.pack.findings[said.finding]
        return said.value is False or (isinstance(finding, Choice) and said.value == finding.denial)

    def _all(self) -> Iterator[Heard]:
        for match in self.found:
            meaning = match.meaning
            if meaning.kind == "number":
                continue
            if meaning.kind == "cue":
                yield from self._cue(match)
            else:
                yield from self._said(match)

    def _said(self, match: Match[PhraseMeaning]) -> Iterator[Heard]:
        start, end, meaning, _ = match
        entry = self.lexicon.phrasings.get(meaning.finding)
        if entry is not None and entry.unless and self._class_in(entry.unless, self.scope.clause(start)):
            return
        if self.pack.group_of[meaning.finding].group == PLACES and self._said_to_be_fine(end):
            return  # "my left hip is fine, the right one hurts"
        plainly = match.denied and self._plainly_denied(match)
        if not plainly and (match.denied or self.scope.negator_inside(start, end, meaning.negators)):
            if meaning.kind != "topic" and not self._denied_elsewhere(match):
                yield self._ask(match, "denial_unclear")
            return
        tested = lists.has_its_result(self.scope.words, start, end)  # "no fever, SLR negative": a test is told with how it came out
        negation = "" if tested else self.scope.negation(start, self.named, self.spent, firm=meaning.finding in self.lexicon.signs)
        if plainly:
            negation = "unclear" if negation else "no"
        if self.tokens[start].word in NEGATORS and meaning.negators and not (start and self.tokens[start - 1].word in NEGATORS):
            negation = ""  # a phrase that begins with its own "no" is not reached by an earlier one
        if negation == "unclear" and self.of_a_place(meaning.finding) and self.scope.only_unable(start):
            negation = ""  # "cannot stand on the right leg" names the side
        if not negation and self._denies(meaning) and self.scope.given_up(start):
            negation = "unclear"  # "stopped eating properly" is no "eating properly"
        negation = negation or ("no" if self.scope.denied_after(end) else "unclear" if self.scope.perhaps_denied_after(end) else "")
        if negation == "no" and self.implied.after_what_is_denied(match):
            negation = ""  # "no fever no trauma hip pain"
        yield from self._judged(match, negation)

    def of_a_place(self, finding: str) -> bool:
        """Whether a finding says where it hurts by one of several answers: the side."""
        return self.pack.group_of[finding].group == PLACES and isinstance(self.pack.findings[finding], Choice)

    def told_of_pain(self, heard: Heard) -> bool:
        """Whether a complaint stands between the same marks, and the words mean no other part of the body."""
        piece = self.scope.piece(heard.start)
        return self._class_in(COMPLAINT, piece) and not self._class_in(ELSEWHERE, Clause(heard.start, min(heard.end + 1, piece.end)))

    def _said_to_be_fine(self, end: int) -> bool:
        """Whether what ends here "is fine"."""
        return any(name == FINE for at in range(end, min(end + 3, self.scope.clause(end - 1).end)) for name, _ in self.classes.get(at, ()))

    def _plainly_denied(self, match: Match[PhraseMeaning]) -> bool:
        """Whether the only "no" in a phrase is the "not" that denies it, and that one is not softened: "is not very swollen"."""
        words = self.scope.words
        inside = [at for at in range(match.start, match.end) if words[at] in NEGATORS]
        return len(inside) == 1 and words[inside[0]] == "not" and words[inside[0] + 1] not in _NOT_QUITE | HALF_NEGATORS

    def _judged(self, match: Match[PhraseMeaning], negation: str, beside: tuple[int, int] | None = None) -> Iterator[Heard]:
        start, end, meaning, _ = match
        finding = self.pack.findings[meaning.finding]
        why = self.doubt(start, end, meaning.finding)
        if meaning.kind == "denial":  # only its denial counts
            if negation == "no" and why is None:
                yield from self._answer(match, False, beside)
            return
        if meaning.kind == "asks":
            if why != "other_person":
                yield self._ask(match, why or "ambiguous")
            return
        if negation == "unclear":
            if (isinstance(finding, YesNo) or isinstance(meaning.value, bool)) and not self._denied_elsewhere(match):
                yield self._ask(match, "denial_unclear")
            return
        if negation == "no":
            if meaning.value is False or meaning.negators:
                if not self._denied_elsewhere(match):
                    yield self._ask(match, "denial_unclear")
            elif why is not None:
                yield self._ask(match, why)
            elif self._of_relatives(finding.id) and self.scope.people.other_person(end):
                yield self._ask(match, "part_denied")  # one of the family is not all of it
            elif isinstance(finding, Choice):
                if meaning.value is True and finding.denial and meaning.deniable:
                    yield Heard(finding.id, "", finding.denial, start, end, beside=beside)
            elif meaning.deniable:
                yield from self._answer(match, False, beside)
            elif not self._denied_elsewhere(match):
                yield self._ask(match, "part_denied")
            return
        if why is not None:
            if why != "other_person":
                yield self._ask(match, why)
            return
        yield from self._answer(match, True, beside)

    def _denied_elsewhere(self, match: Match[PhraseMeaning]) -> bool:
        """Whether the same words hold what must be denied to deny the finding, and it is denied."""
        return any(
            other.meaning.kind == "denial"
            and other.meaning.finding == match.meaning.finding
            and other.start < match.end
            and match.start < other.end
            and (
                (other.denied and self._plainly_denied(other))
                or self.scope.negation(other.start, self.named, self.spent) == "no"
                or self.scope.denied_after(other.end)
            )
            for other in self.found_in.get(self.scope.clause(match.start), ())
        )

    def _answer(self, match: Match[PhraseMeaning], present: bool, beside: tuple[int, int] | None) -> Iterator[Heard]:
        start, end, meaning, _ = match
        finding = self.pack.findings[meaning.finding]
        if isinstance(finding, Choices):
            if isinstance(meaning.value, str):
                yield Heard(finding.id, meaning.value, present, start, end, beside=beside)
        elif isinstance(finding, Choice):
            if meaning.value is True:
                yield self._ask(match, "which_answer")
            elif present:
                yield Heard(finding.id, "", meaning.value, start, end, beside=beside)
        elif isinstance(finding, Number):
            yield Heard(finding.id, "", finding.minimum, start, end, beside=beside)  # "I never warm up"
        else:
            yield Heard(finding.id, "", bool(meaning.value) and present, start, end, beside=beside)

    def _ask(self, match: Match[PhraseMeaning], why: Why) -> Heard:
        meaning = match.meaning
        part = meaning.value if isinstance(meaning.value, str) else ""
        return Heard(meaning.finding, part, True, match.start, match.end, why)

    def _of_relatives(self, finding: str) -> bool:
        """Whether a finding is of the family too."""
        entry = self.lexicon.phrasings.get(finding)
        return entry is not None and entry.relatives

    def doubt(self, start: int, end: int, finding: str) -> Why | None:
        """Why what stands there is no answer: it is somebody else's, uncertain, or of another time."""
        if self.scope.people.other_person(end) and not self._of_relatives(finding):
            return "other_person"
        group = self.pack.group_of[finding].group
        if self.scope.uncertain(start, end, strictly=group == SIGNS):
            return "uncertain"
        if group in _PAST_MATTERS and not _NOT_NOW.isdisjoint(
            pairwise(self.scope.words[end : min(end + _SHORTLY, self.scope.sentence(start).end)])
        ):
            return "other_time"  # "my calf was swollen last month but not now"
        if (group in _PAST_MATTERS and self.scope.other_time(start, end)) or (group == _ONSET and self.scope.long_ago(start)):
            return "other_time"
        return None

    def _cue(self, match: Match[PhraseMeaning]) -> Iterator[Heard]:
        start, end, meaning, _ = match
        entry = self.lexicon.phrasings[meaning.finding]
        clause = self.scope.clause(start)
        if entry.unless and self._class_in(entry.unless, clause if entry.values else self.scope.piece(start)):
            return
        if isinstance(meaning.value, str):  # a value beside a complaint, wherever in its clause
            yield from self._value_beside(match, clause)
            return
        governor = self._governor(match, clause)
        if governor is None or self.implied.impossible(match, clause, governor[1]):
            yield from (
                self.implied.not_possible(match, clause)
                or self.implied.as_said_before(match, clause)
                or self.implied.beside_a_complaint(match)
            )
            return
        names, span, negation = governor
        if (negation == "no" or FINE in names) and (only := self.implied.only_this(match, clause, span)):
            yield from only
            return
        if self.implied.happened(match, clause) or self._elsewhere(match, span) or self.implied.once(match, clause):
            return
        if self.implied.only_supposed(match, clause, span):
            return
        if span[0] < start and (self.implied.can(match, clause) or (entry.beside == HURTS and self._eased_by(match, clause))):
            return  # "hurts when I run, can still walk", "sitting is the worst, gone when I stand up"
        if "without" in self.scope.words[end : span[0] + 1] and self.scope.unable(clause.start, start):
            if self.doubt(start, end, meaning.finding) is None:
                yield Heard(meaning.finding, "", True, start, end, beside=span)  # "I cannot walk without pain"
            return
        if self.scope.negation(start, self.named, self.spent) == "no" and not span[0] < start:
            return  # "no running, it hurts"
        if negation == "unclear":
            yield self._ask(match, "denial_unclear")
            return
        says, denies = entry.beside in names, bool(entry.beside_not) and entry.beside_not in names
        limits = _ONLY_IF.intersection(self.scope.words[span[1] : start])
        if limits:
            if not (denies and not negation and limits <= _UNLESS and self.doubt(start, end, meaning.finding) is None):
                return  # "fine until I ran on Sunday"
            if limits <= _BUT_FOR:
                says, denies = True, False  # "walking is fine except on stairs"
            else:
                yield Heard(meaning.finding, "", True, start, end, sure=False)  # "no pain unless I sprint"
                return
        if not says and not denies:
            yield from self.implied.beside_a_complaint(match)
            return
        if says and negation == "no":
            says, denies = False, bool(entry.beside_not) or entry.beside == EASES
        elif denies and negation == "no":
            says, denies = True, False
        why = self.doubt(start, end, meaning.finding)
        if why == "other_person":
            return
        if why is None and self.scope.uncertain(*span):
            why = "uncertain"  # "stairs might make it worse"
        if why is not None:
            yield self._ask(match, why)
        elif says or denies:
            yield Heard(meaning.finding, "", says, start, end, beside=span)

    def _eased_by(self, match: Match[PhraseMeaning], clause: Clause) -> bool:
        """Whether what eases it stands right before a cue: "gone when I stand up"."""
        return any(name == EASES and at < match.start <= end + 2 for at, end, name in self.edges_in(clause))

    def _elsewhere(self, match: Match[PhraseMeaning], span: tuple[int, int]) -> bool:
        """Whether another part of the body stands between a cue and what is said of it, or right after that: "walking makes my shoulder
        hurt", "walking hurts my shoulder".
        """
        after = next((at for at in range(span[1], span[1] + _ARTICLE_AND_SIDE) if word_at(self.scope.words, at) not in _MINE), span[1])
        between = (span[0] - 1, after, *range(min(match.end, span[1]), max(match.start, span[0])))
        return any(name == ELSEWHERE for at in between for name, _ in self.classes.get(at, ()))

    def _value_beside(self, match: Match[PhraseMeaning], clause: Clause) -> Iterator[Heard]:
        start, end, meaning, _ = match
        entry = self.lexicon.phrasings[meaning.finding]
        before = range(max(start - _SHORTLY, 0), start)
        if any(name in (ELSEWHERE, MOVED) and there >= end for at in before for name, there in self.classes.get(at, ())):
            return  # "naproxen upsets my stomach"
        near = [(max(start - e, s - end, 0), s, e) for s, e, name in self.edges_in(clause) if name == entry.beside]
        if not near:
            doubt = self.doubt(start, end, meaning.finding)
            if (self.short or self._stands_bare(match, clause)) and doubt in (None, "uncertain"):
                yield from [self._ask(match, doubt)] if doubt else self._answer(match, True, None)
            elif doubt is None and self._meant_all_the_same(clause):
                yield Heard(*self._value_fields(match), sure=False)
            return
        piece = self.scope.piece(start)
        if self._class_in(FINE, piece) and not self._class_in(entry.beside or "", piece):
            return  # "my groin is fine, the outside hurts"
        distance, s, e = min(near)
        negation = self.scope.negation(min(start, s), self.named, self.spent, firm=False) or self.scope.negation(
            max(start, s), frozenset(range(min(start, s), max(start, s))), firm=False
        )
        negation = negation or ("no" if self.scope.denied_after(max(end, e)) else "")  # "groin pain was absent"
        if negation == "no" and self.implied.after_what_is_denied(match):
            negation = ""  # "no trauma hip pain"
        if negation == "no":
            plain = not entry.beside_not or (s, e, entry.beside_not) in self.edges_in(clause)
            simple = plain and distance <= 3 and len([one for one in near if one[0] <= distance]) == 1
            if simple and not self.activity_in(clause) and isinstance(self.pack.findings[meaning.finding], Choices):
                why = self.doubt(start, end, meaning.finding)
                yield self._ask(match, why) if why else Heard(meaning.finding, str(meaning.value), False, start, end, beside=(s, e))
            return
        if negation == "unclear":
            yield self._ask(match, "denial_unclear")
            return
        why = self.doubt(start, end, meaning.finding)
        if why == "uncertain" and not self.scope.uncertain(min(start, s), end):
            why = None
        if why != "other_person":
            yield self._ask(match, why) if why else Heard(*self._value_fields(match), beside=(s, e))

    def _placed(self) -> frozenset[int]:
        """The words that name a place, or what is asked with it: "groin and front of thigh, right"."""
        of_places = [each for each in self.found if self.pack.group_of[each.meaning.finding].group == PLACES]
        return frozenset(at for each in of_places for at in range(each.start, each.end))

    def _stands_bare(self, match: Match[PhraseMeaning], clause: Clause) -> bool:
        """Whether a value is all that stands between two marks, with a side and a time at most: "left hip, outside, 3 weeks"."""
        if self.edges_in(clause):
            return False
        marks = {",", ":", "/"}
        start = next((at + 1 for at in range(match.start - 1, clause.start - 1, -1) if self.tokens[at].word in marks), clause.start)
        end = next((at for at in range(match.end, clause.end) if self.tokens[at].word in marks), clause.end)
        beside = (at for at in (*range(start, match.start), *range(match.end, end)) if at not in self.placed)
        return all(self.tokens[at].is_number or self.tokens[at].word in BARE for at in beside)

    def _meant_all_the_same(self, clause: Clause) -> bool:
        """Whether a place that stands beside no complaint is meant where the text complains: nothing there is fine, denied, or happened."""
        if not self.complains or self._class_in(FINE, clause) or self._class_in(HAPPENED, clause) or self.edges_in(clause):
            return False
        return NEGATORS.isdisjoint(self.scope.words[clause.start : clause.end]) and self.scope.words[clause.end : clause.end + 1] != ["?"]

    def _value_fields(self, match: Match[PhraseMeaning]) -> tuple[str, str, bool | str, int, int]:
        finding = self.pack.findings[match.meaning.finding]
        value = str(match.meaning.value)
        if isinstance(finding, Choices):
            return finding.id, value, True, match.start, match.end
        return finding.id, "", value, match.start, match.end

    def _governor(self, match: Match[PhraseMeaning], clause: Clause) -> tuple[set[str], tuple[int, int], str] | None:
        """The word nearest to a cue that says whether it hurts, is fine or eases; with whether it is denied."""
        pieces = self.scope.pieces(clause)
        own = next((number for number, piece in enumerate(pieces) if piece.start <= match.start < piece.end), None)
        if own is None:
            return None
        order = [own, *range(own - 1, -1, -1), *range(own + 1, min(own + 4, len(pieces)))]
        if self._of_every_week(pieces[own]):
            order = [own]  # "50 km a week on trails, new shoes, sore since", "she walks 5 miles daily and her hip hurts"
        for number in order:
            piece = pieces[number]
            edges = [(s, e) for s, e, name in self.edges_in(piece) if name in self.lexicon.governors and not (match.start <= s < match.end)]
            edges = [each for each in edges if self._judges(*each)] or edges
            if edges:
                s, e = min(edges, key=lambda edge: self._distance(edge, match))
                if max(s - match.end, match.start - e) > _TOKENS_BETWEEN:
                    return None
                longest = max(b for a, b in edges if a == s)  # "pain free" is no pain
                names = {name for a, b, name in self.edges_in(piece) if (a, b) == (s, longest)}
                negation = self.scope.negation(s, frozenset())
                if (
                    longest < len(self.tokens)
                    and self.tokens[longest].word in _NOT_QUITE
                    and (negation or self.scope.words[s:longest].count("not"))
                ):
                    negation = "unclear"
                if number != own and self.lexicon.phrasings[match.meaning.finding].beside == EASES and self._goes_on(longest):
                    return None  # "if I sit, eases when I get up"
                if number != own and any(self.tokens[at].word in NEGATORS for at in range(pieces[own].start, pieces[own].end)):
                    negation = "unclear"  # "walking is fine, running isn't"
                return names, (s, longest), negation
        return self._answered(match)

    def _of_every_week(self, piece: Clause) -> bool:
        """Whether a part tells what somebody does every day or week."""
        words = self.scope.words
        return any(words[at] in _EVERY and words[at + 1] in ("day", "week") for at in range(piece.start, piece.end - 1)) or (
            words[piece.end - 1] in ("daily", "weekly")
        )

    def _answered(self, match: Match[PhraseMeaning]) -> tuple[set[str], tuple[int, int], str] | None:
        """What answers a few words before a question mark at once: "Stairs? Agony."."""
        sentence = self.scope.sentence(match.start)
        if not self.scope.asked_and_answered(sentence):
            return None
        after = self.scope.sentence(sentence.end + 1)
        edges = [(s, e) for s, e, name in self.edges_in(after) if name in self.lexicon.governors]
        if not edges or edges[0][0] > after.start + 1:
            return None
        s, e = edges[0][0], max(end for start, end in edges if start == edges[0][0])
        return {name for a, b, name in self.edges_in(after) if (a, b) == (s, e)}, (s, e), self.scope.negation(s, frozenset())

    def _judges(self, start: int, end: int) -> bool:
        """Whether words say how something is and are no mere complaint."""
        return any(there == end and name in self.lexicon.judges for name, there in self.classes.get(start, ()))

    def _distance(self, edge: tuple[int, int], match: Match[PhraseMeaning]) -> tuple[int, int]:
        s, e = edge
        if e <= match.start:
            return match.start - e, 0
        return s - match.end + (6 if self._goes_on(e) else 0), 1

    def _goes_on(self, end: int) -> bool:
        """Whether what is said has something of its own after it: "better when I walk"."""
        return word_at(self.scope.words, end) in ("when", "with", "if", "after", "to", "on", "for", "whenever", "while", "lying", "sitting")

    def _class_in(self, name: str, clause: Clause) -> bool:
        """Whether a word of a class stands in a clause, and is not denied: "without dieting" is no diet."""
        return any(
            found == name and self.scope.words[max(at - 1, 0)] not in ("not", "without")
            for at in range(clause.start, clause.end)
            for found, _ in self.classes.get(at, ())
        )

    def activity_in(self, clause: Clause) -> bool:
        """Whether a clause names something that may hurt."""
        return any(match.meaning.kind == "cue" and match.meaning.value is True for match in self.found_in.get(clause, ()))
