"""Who, when, whether: what the words around a phrase do to it. Every rule here can only take certainty away.

INVARIANT: an answer that means "no" comes from a negation that stands directly before what it denies, or that reaches it
through a list that ends in "or"; whatever is less clear than that becomes a question.
"""

from collections.abc import Sequence
from itertools import pairwise

from hipexpert.knowledge.words import lists
from hipexpert.knowledge.words.ages import in_youth
from hipexpert.knowledge.words.lists import DENIES_LISTS, GOOD_TO_HAVE, LONG_LIST, NO_MORE, THINGS, denies_before, ends_in_or, only_a_list
from hipexpert.knowledge.words.matching import Classes
from hipexpert.knowledge.words.people import BODY, People
from hipexpert.knowledge.words.tokens import HARD, SOFT, Clause, Token, word_at, words_of

NEGATORS = words_of("no not never without nor neither none cannot deny denies denied denying nothing zero nobody nil")
NOW = frozenset(["now", "currently", "nowadays", "presently"])
HALF_NEGATORS = words_of("hardly barely rarely seldom scarcely almost nearly always only just sure certain really exactly quite")
_SEE_THROUGH = words_of(
    "a an the any sign signs of my other history real obvious visible recent new more much at in on over all known significant particular "
    "such own actual evidence have had has been feel felt feeling having get got notice noticed suffer from there is was experience be do "
    "does did report reports reported complain complains complained describe describes mention mentions endorse"
)
CONTRAST = words_of("but although though however except yet whereas despite otherwise still until till")
_KEEP_STILL = words_of("stand standing stood sit sitting sat keep keeping stay staying lie lying hold holding be being am is")
_UNCERTAIN = words_of(
    "might may maybe perhaps possibly probably presumably wonder wondering unsure suspect think thinking thought guess suppose seems seem "
    "worried worry afraid scared fear apparently doubt could would hope hoping"
)
_MIGHT = words_of("might may maybe perhaps should")
_UNCERTAIN_PAIRS = frozenset(
    tuple(each.split())
    for each in (
        *("not sure", "not certain", "no idea", "in case", "is it", "is this", "some people", "other people", "most people"),
        *("could it", "as if", "to avoid", "want to", "what if", "should i", "not that"),
    )
)
_OPENERS = words_of("is are am could can should would do does did what why how which who when has have was were will")
_PAST = words_of("used previously formerly earlier initially originally childhood")
_BEGAN = words_of("began begun started starting appeared developed noticed")
_GONE = words_of("gone settled resolved disappeared stopped healed")
_WAS = words_of("could couldn't was were had did")
_BACK_AGAIN = words_of("can fine okay better able gone normal again normally")
_YOUNG = words_of("child kid teenager baby toddler teen young little schoolboy schoolgirl")
_SEASONS = frozenset(["year", "season", "summer", "winter"])
_BREAKS = frozenset([",", "but", "since", *HARD])
_SAY_GONE = words_of("has is have now all completely since it")
_COULD = words_of("not only barely hardly walk run feel hear")
_COURTESY = words_of("grateful appreciate obliged thankful value welcome")
_CLAIMS = words_of("say claim tell swear promise guarantee know think")


MEDICINES = frozenset(["MEDICINE", "TABLETS"])  # what lowers a fever and hides a pain
_UNDER = frozenset(["with", "since", "after", "on", "while", "because", "thanks", "due"])
_DOSE = 7
_PART_OF_DAY = frozenset(["morning", "mornings", "day", "daytime", "evening", "evenings"])
_CONDITIONS = frozenset(["when", "whenever", "if", "once", "unless", "until", "till"])
_NO_FURTHER = 4  # words from a condition to the no that it limits
_LIMITS = words_of("except apart unless until till besides excepting bar aside")
_MOSTLY = words_of("usually mostly generally sometimes often")  # "normally" is also how somebody walks
_THEN = words_of("yesterday initially originally anymore normally") | _MOSTLY
_BUT = words_of("but although though however yet")
_FAR = 12  # words after a no within which something may speak against it
_EVERYWHERE = words_of("pain pains hurt hurts hurting ache aches aching sore fine okay walking running when with from while")
_A_NAME = 4  # letters by which a sign is named again: "no numbness but a bit numb"
_SAY = words_of("say says said think thinks reckon reckons noticed tells")
_FIRST = frozenset(
    tuple(each.split())
    for each in (
        *("at first", "the first", "last night", "last week", "last month", "any more", "other than", "most of", "most nights"),
        *("most days", "as much", "as often", "as bad", "so much", "that much", "too much", "far as", "to my", "i know"),
        *("we know", "they know", "he knows", "she knows", "am aware", "are aware", "is aware"),
    )
)
_A_LITTLE = words_of("little bit slight slightly mild once twice sometimes some touch tad kilo kilos kg pound pounds few couple warm")
_REPLIES = words_of("no none nope nil negative")
_NORMAL = words_of("normal usual common weird strange typical")
_WHETHER = words_of("if whether could would might know tell likely long")
_SHORT_QUESTION = 6
_A_TOPIC = 3  # words of a question that only names something
_AN_ANSWER = 5
_YES = words_of("yes yep yeah yup y definitely")
_UNABLE = words_of("cannot unable never hardly barely struggle struggling")
_GIVEN_UP = words_of("stop stops stopped stopping quit quitting gave given giving up less trying try lost forgot struggle struggling")
_NEAR = 5
_UNABLE_NEAR = 8
_TOLD = frozenset(["say", "tell", "report", "recall", "remember", "confirm", "deny", "claim", "know", "think", "exclude", "rule"])
_PERCEIVED = words_of("feel find see notice hear remember recall detect make really")
_OWN_WORDS = 5
_JOINS = words_of("and then with so because since when if that which after before")
_ONLY_A_TIME = 5  # "about two years ago," is all that stands between the commas
_OF_A_TIME = words_of(
    "year years decade decades ago last about around some a an the few couple of several many roughly maybe over nearly almost this it was "
    "happened one two three four five six seven eight nine ten fifteen twenty thirty good or so more than summer winter season long back in"
)
LONGEST = 60  # words of a sentence: without a full stop it is cut here, so that reading takes time in proportion to the text


class Scope:
    """The clauses of a text, and what holds at a place of it."""

    def __init__(self, tokens: Sequence[Token], classes: Classes) -> None:
        self.tokens = tokens
        self.words = [token.word for token in tokens]
        self.classes = classes
        self.sentences = list(self._cut(lambda word: word in HARD))
        self._sentence_at = {at: sentence for sentence in self.sentences for at in range(sentence.start, sentence.end)}
        self.clauses = [clause for sentence in self.sentences for clause in self._clauses(sentence)]
        self._clause_at = {at: clause for clause in self.clauses for at in range(clause.start, clause.end)}
        self.people = People(self.words, classes, self.sentence)
        self._pieces: dict[Clause, list[Clause]] = {}

    def clause(self, at: int) -> Clause:
        """The clause that a token stands in."""
        return self._clause_at.get(at, Clause(at, at + 1))

    def sentence(self, at: int) -> Clause:
        """The sentence that a token stands in."""
        return self._sentence_at.get(at, Clause(at, at + 1))

    def _cut(self, ends) -> "Sequence[Clause]":  # type: ignore[no-untyped-def]
        found, start = [], 0
        for at, word in enumerate([*self.words, "."]):
            if ends(word) or at - start >= LONGEST:
                if at > start:
                    found.append(Clause(start, at))
                start = at + (1 if ends(word) else 0)
        return found

    def _clauses(self, sentence: Clause) -> "Sequence[Clause]":
        found, start = [], sentence.start
        for at in range(sentence.start, sentence.end):
            if self.words[at] in CONTRAST and at > start and not (self.words[at] == "still" and self._without_moving(at)):
                found.append(Clause(start, at))
                start = at
        return [*found, Clause(start, sentence.end)]

    def _without_moving(self, at: int) -> bool:
        """Whether a "still" is no contrast: "standing still hurts", "if I keep still"."""
        before, first = self.words[at - 1], self.sentence(at).start
        if before not in SOFT and before not in ("am", "is", "and") and NEGATORS.isdisjoint(self.words[first:at]):
            return True  # "stairs still hurt"
        return before in _KEEP_STILL and not (before in ("am", "is") and word_at(self.words, at + 1) not in ("", *HARD, ",", "for", "too"))

    def piece(self, at: int) -> Clause:
        """The part of a clause between two marks that a token stands in."""
        clause = self.clause(at)
        return next((each for each in self.pieces(clause) if each.start <= at < each.end), clause)

    def pieces(self, clause: Clause) -> list[Clause]:
        """A clause cut at commas, slashes and "and"."""
        if clause not in self._pieces:
            self._pieces[clause] = self._cut_at_marks(clause)
        return self._pieces[clause]

    def _cut_at_marks(self, clause: Clause) -> list[Clause]:
        found, start = [], clause.start
        for at in range(clause.start, clause.end):
            if self.words[at] in (",", ":", "/", "and", "then"):
                if at > start:
                    found.append(Clause(start, at))
                start = at + 1
        return [*found, Clause(start, clause.end)] if start < clause.end else found

    def negation(self, start: int, named: frozenset[int], spent: frozenset[int] = frozenset(), *, firm: bool = True) -> str:
        """``no`` when what begins at ``start`` is denied, ``unclear`` when it may be, else empty.

        ``named``: the tokens of phrases, through which a list may run. ``spent``: the negations that belong to a phrase of
        their own ("have not had a period for months"), which reach no further than the next comma. Unless ``firm``, as for a warning sign,
        no "no" reaches over a comma what is said in words of its own: "no pop, it tightened in the last sprint".
        """
        first, words = self.clause(start).start, self.words
        listed = crossed = over = False
        opaque = 0
        for at in range(start - 1, first - 1, -1):
            word = words[at]
            if word in NEGATORS:
                if (at > first and words[at - 1] in NEGATORS) or (
                    word == "without" and ("not" in words[max(first, at - _NEAR) : at] or self.unable(first, at))
                ):
                    return "unclear"  # "I cannot run without limping" is no "without limping"
                if at > first and word in _REPLIES and words[at + 1] in (*HARD, ",") and words[at - 1] not in (",", "/", ":"):
                    return ""  # "swelling no, bruising yes": it answers what stands before it
                if at + 1 < start and words[at + 1] in HALF_NEGATORS:
                    return "unclear"
                if crossed and not listed and at + 2 < start and words[at + 1] in NO_MORE and words[at + 2] in (",", "/"):
                    return ""  # "no better, hurts walking"
                if word == "neither" and not opaque and (listed or self._list_ends_in_or(start)):
                    return "no"  # "neither fever nor chills"
                unable = word == "cannot" or self._could_not(first, at)
                if unable and crossed and not listed:  # "cannot step on it, stabbing deep inside"; "I cannot say I have a fever, chills"
                    return "unclear" if firm and word_at(words, at + 1) in _PERCEIVED | _TOLD else ""
                if (unable or word in ("nothing", "neither", "nobody")) and not opaque:
                    return "unclear"
                if at in spent and word in ("not", "cannot", "no", "without") and crossed and not listed:
                    return ""
                if crossed and not listed and self._each_has_its_no(first, at, start):
                    return ""
                if (
                    crossed
                    and not listed
                    and not firm
                    and ((over and self._own_words(start) > 1) or self._said_by_itself(at, start, named))
                ):
                    return ""
                if opaque and listed and word in DENIES_LISTS and words[at + 1] not in GOOD_TO_HAVE and only_a_list(words, at, start):
                    return "no"  # "no fever, sweats or weight loss"
                if opaque:
                    return "unclear" if (opaque <= 2 and not crossed) or (crossed and only_a_list(words, at, start)) else ""
                return "no" if not crossed or listed or self._list_ends_in_or(start) else "unclear"
            if word in ("or", "nor"):
                over |= crossed and not listed  # a list ends with its "or": "no fever or chills, hip sore"
                listed |= not crossed
            elif word in (",", "/"):
                crossed = True
            elif word == ":" and (at == first or words[at - 1] not in NEGATORS):
                return ""  # "no: fever, weight loss" goes on
            elif word == ":":
                crossed = True
            elif word in _JOINS and not self._within_a_class(at):
                if word == "and" and crossed and at in self._list_ands(start):
                    continue
                if self._negator_near(first, at):
                    return "unclear" if word == "and" or self._of_nobody(at) else ""
                return "unclear" if word == "and" and denies_before(words, first, start) else ""
            elif word in _SEE_THROUGH or at in named:
                continue
            else:
                opaque += 1
                if opaque > (LONG_LIST if listed else THINGS):
                    return ""
        return ""

    def _could_not(self, first: int, at: int) -> bool:
        """Whether a "not" says that something was impossible: "could not lie on it"; not that nothing was felt or seen."""
        return self.words[at] == "not" and at > first and self.words[at - 1] == "could" and word_at(self.words, at + 1) not in _PERCEIVED

    def _of_nobody(self, at: int) -> bool:
        """Whether what follows is said of nobody: "nobody with", "no one here with"."""
        return any(self.words[place] == "nobody" or self.words[place : place + 2] == ["no", "one"] for place in range(max(0, at - 3), at))

    def _each_has_its_no(self, first: int, at: int, start: int) -> bool:
        """Whether every part of a list has a no of its own but this: "no locking, no stiffness, sleeps fine"."""
        begins = [place for place in range(first, at + 1) if self.words[place] in ("no", "not") and self._begins_a_part(place, first)]
        return len(begins) > 1 and at in begins and self._begins_a_part(start, first) and not self._list_ends_in_or(start)

    def _said_by_itself(self, negator: int, start: int, named: frozenset[int]) -> bool:
        """Whether what stands behind the comma after a "no" is no item of its list: it has words of its own, or the no answers what stands
        before it ("swim no pain, run pain from minute 25").
        """
        if self._list_ends_in_or(start):
            return False
        if negator - 1 in named and self.words[negator - 1] not in _SEE_THROUGH:
            return True
        return self._own_words(start) >= _OWN_WORDS

    def _own_words(self, start: int) -> int:
        """How many words stand between the same two commas."""
        own = self.sentence(start)
        begins = next((at for at in range(start, own.start, -1) if self.words[at - 1] in (",", "/")), own.start)
        ends = next((at for at in range(start, own.end) if self.words[at] in (",", "/", "but")), own.end)
        return ends - begins

    def _within_a_class(self, at: int) -> bool:
        """Whether a word stands inside one of the pack's own words: "pins and needles"."""
        return any(there > at + 1 for start in range(max(at - 2, 0), at) for _, there in self.classes.get(start, ()))

    def _begins_a_part(self, at: int, first: int) -> bool:
        return at == first or self.words[at - 1] in (",", "/") or self.words[at - 1] in HARD

    def holds_only(self, end: int, *, mostly: bool = True) -> bool:
        """Whether what ends before ``end`` is limited: "periods normal until last year", "walking is fine except on stairs", "I can put
        weight on it, just not all of it"; with ``mostly`` also by words such as "usually".
        """
        near = [word for word in self.words[end : end + 5] if word != ","]
        if near[:2] in (["other", "than"], ["just", "not"], ["if", "i"]) or near[1:3] == ["long", "as"] or near[:1] == ["provided"]:
            return True
        return word_at(self.words, end) in (_LIMITS | _MOSTLY if mostly else _LIMITS)

    def _class_within(self, names: frozenset[str], start: int, end: int) -> bool:
        return any(each in names for at in range(start, end) for each, _ in self.classes.get(at, ()))

    def conditional(self, start: int) -> bool:
        """Whether what begins at ``start`` is only a condition: "25 km a week when I am well", "if there is no fever"."""
        return not _CONDITIONS.isdisjoint(self.words[max(self.piece(start).start, start - _NO_FURTHER) : start])

    def taken_back(self, start: int, end: int) -> bool:
        """Whether a no is limited by the words around it: "except at night", "until yesterday", "I can't say I have"."""
        words = self.words
        if not (_LIMITS | _MOSTLY).isdisjoint(words[start:end]) or self.holds_only(end, mostly=False):
            return True
        if any(
            words[at] in ("cannot", "not") and words[at + 1] in _CLAIMS for at in range(max(self.clause(start).start, start - 5), start)
        ):
            return True
        after = [words[at] for at in range(end, min(end + 8, len(words))) if words[at] not in ("\n", ":")]
        near = [word for word in after if word not in (",", ".", ";")]
        own = after[: next((at for at, word in enumerate(after) if word in HARD), len(after))]
        own = [word for word in own if word != ","][:4]
        if own[:1] and (
            own[0] in _LIMITS or own[0] == "much" or any(word in _THEN for word in own[:3]) or any(pair in _FIRST for pair in pairwise(own))
        ):
            return True
        if near[:1] == ["but"] and (near[1:2] == ["not"] or not _SAY.isdisjoint(near[1:5])):  # "but my coach says I do", "but not well"
            return True
        if (own[:2] == ["in", "the"] and not _PART_OF_DAY.isdisjoint(own[2:3])) or own[:2] == ["at", "night"]:
            return True
        if own[:1] and own[0] in _UNDER and self._class_within(MEDICINES, end, min(end + _DOSE, self.sentence(start).end)):
            return True  # "no fever with paracetamol"
        hedge = near[1:] if near[:1] and near[0] in ("well", "actually", "hmm", "okay", "though", "or") else near
        return (
            bool(hedge)
            and hedge[0] in ("maybe", "perhaps", "possibly", "slightly")
            and any(word in _A_LITTLE or word[:1].isdigit() for word in hedge[:5])
        )

    def spoken_against(self, start: int, end: int) -> bool:
        """Whether what was denied comes up again beside a "but": "no calf swelling, the left calf is bigger though"."""
        after = range(end, min(end + _FAR, self.sentence(start).end))
        if _BUT.isdisjoint(self.words[start : after.stop]):
            return False
        named = {
            word[:_A_NAME]
            for at in range(start, end)
            if len(word := self.words[at]) >= _A_NAME and word not in NEGATORS | _SEE_THROUGH | _EVERYWHERE and word not in BODY
        }
        return any(self.words[at][:_A_NAME] in named and not self._negator_near(end, at) for at in after)

    def unable(self, first: int, at: int) -> bool:
        """Whether what follows is said to be impossible: "I cannot", "am not able to"."""
        words = self.words[max(first, at - _NEAR) : at]
        return not _UNABLE.isdisjoint(words) or ("not" in words and "able" in words)

    def only_unable(self, start: int) -> bool:
        """Whether the only no before something is that it cannot be used: "cannot stand on the right leg"."""
        before = self.words[max(self.clause(start).start, start - _FAR) : start]
        return any(word in _UNABLE for word in before[-_UNABLE_NEAR:]) and NEGATORS.isdisjoint(word for word in before if word != "cannot")

    def given_up(self, start: int) -> bool:
        """Whether what begins at ``start`` is said to be no more, or less: "stopped eating properly"."""
        before = [
            word
            for word in self.words[max(self.clause(start).start, start - _NO_FURTHER) : start]
            if word not in _SEE_THROUGH and word != "to"
        ]
        return not _GIVEN_UP.isdisjoint(before[-1:])

    def _negator_near(self, first: int, at: int) -> bool:
        return any(word in NEGATORS for word in self.words[max(first, at - 3) : at])

    def _list_ands(self, start: int) -> range:
        return range(max(0, start - 2), start)

    def _list_ends_in_or(self, start: int) -> bool:
        return ends_in_or(self.words, start, self.clause(start).end)

    def negator_inside(self, start: int, end: int, literal: frozenset[str]) -> bool:
        """Whether a negation stands inside a phrase that does not name it itself."""
        return any(word in NEGATORS and word not in literal for word in self.words[start:end])

    def denied_after(self, end: int) -> bool:
        """Whether "no" answers what stands before it: `fever: no`, `night pain? none`, `night pain was denied`."""
        words = self.words
        if end < len(words) and words[end] in _REPLIES:  # "swelling no, bruise yes"
            return end + 1 >= len(words) or words[end + 1] in HARD or words[end + 1] == ","
        return lists.absent_at(words, end) or (
            end + 1 < len(words)
            and words[end] in (":", "?", ",")
            and words[end + 1] in ("no", "none", "nope", "never")
            and (end + 2 >= len(words) or words[end + 2] in HARD or words[end + 2] == ",")
            and words[end] != ","
        )

    def perhaps_denied_after(self, end: int) -> bool:
        """Whether a "no" in brackets, or one behind a list, may answer what stands before: "fever (no)", "fever and sweats were denied"."""
        return lists.perhaps_absent_at(self.words, self.sentence(end - 1).start, end) or (
            word_at(self.words, end) == ","
            and word_at(self.words, end + 1) in _REPLIES
            and word_at(self.words, end + 2) in ("", ",", *HARD)
        )

    def uncertain(self, start: int, end: int, *, strictly: bool = False, within: int = LONGEST) -> bool:
        """Whether the words before it say that it may not be so, or it is asked. A question why or how, or whether it is normal, takes
        what it asks about for so, unless one is strict. ``within``: how many words before it count.
        """
        words, sentence = self.words, self.sentence(start)
        if word_at(words, start - 1) in ("nearly", "almost") or not _MIGHT.isdisjoint(words[start:end]):
            return True  # "I nearly fell", "rest might help"
        for at in range(start - 1, max(self.clause(start).start, start - within) - 1, -1):
            if words[at] in (",", ":", "because"):
                break  # "worried because I had it": a reason is taken for so
            if words[at] in _UNCERTAIN and not (words[at] in ("could", "would") and self._plain_could(at)):
                return True
            if at + 1 <= start and (words[at], words[at + 1]) in _UNCERTAIN_PAIRS:
                return True
        if sentence.end < len(words) and words[sentence.end] == "?":
            if self._asked_in_short(sentence):
                return True
            opening = max((at for at in range(sentence.start, start + 1) if words[at] in (",", "and")), default=sentence.start - 1) + 1
            if opening >= len(words):
                return False
            asks = words[opening] in _OPENERS or words[sentence.start] in _OPENERS
            return asks and (strictly or not self._taken_for_so(sentence.start, start))
        return words[end : end + 2] in (["i", "think"], ["i", "guess"], ["or", "not"])

    def _taken_for_so(self, first: int, start: int) -> bool:
        """Whether a question takes what it asks about for so: "why does it hurt on stairs?", "is it normal to have pain after a run?"."""
        opening = self.words[first : first + 4]
        normal = opening[:2] in (["is", "it"], ["is", "this"]) and not _NORMAL.isdisjoint(opening[2:])
        return (opening[:1] in (["why"], ["how"]) or normal) and _WHETHER.isdisjoint(self.words[first:start])

    def asked_and_answered(self, sentence: Clause) -> bool:
        """Whether who writes asks in one to three words and answers in a few: "Running itself? Not a peep."."""
        after = self.sentence(sentence.end + 1)
        return (
            word_at(self.words, sentence.end) == "?"
            and sentence.end - sentence.start <= _A_TOPIC
            and self.words[sentence.start] not in _OPENERS
            and sentence.end + 1 == after.start < len(self.words)
            and after.end <= after.start + _AN_ANSWER
            and word_at(self.words, after.end) != "?"
        )

    def _asked_in_short(self, sentence: Clause) -> bool:
        """Whether a few words before a question mark ask: "better with rest?"; in "foot drop??" somebody is at a loss."""
        return not self.asked_and_answered(sentence) and (
            sentence.end - sentence.start <= _SHORT_QUESTION
            and word_at(self.words, sentence.end + 1) not in ("?", "!", *_YES)
            and not self.denied_after(sentence.end)
        )

    def _plain_could(self, at: int) -> bool:
        """The past of can and not a doubt ("could not", "could only just"); nor is what a letter asks for: "I would be grateful"."""
        after = word_at(self.words, at + 1)
        return after in _COULD or (after == "be" and word_at(self.words, at + 2) in _COURTESY) or after in _COURTESY

    def _reaches(self, clause: Clause, time: int, start: int) -> bool:
        """Whether a time named at one place is that of another: of its own part between commas, or of all when it stands alone.

        What comes after a "now" is of now: "replaced six years ago, now my thigh hurts".
        """
        if not NOW.isdisjoint(self.words[time:start]):
            return False
        pieces = [*self.pieces(clause)] or [clause]
        own = next((each for each in pieces if each.start <= time < each.end), clause)
        only = own.end - own.start <= _ONLY_A_TIME and all(
            self.tokens[at].is_number or self.words[at] in _OF_A_TIME for at in range(own.start, own.end)
        )
        return own.start <= start < own.end or only

    def _began(self, end: int, time: int) -> bool:
        """Whether what ends before ``end`` is said to have begun at a time named later: then it may well last."""
        words = self.words
        begins = any(words[at] in _BEGAN or words[at : at + 2] == ["came", "on"] for at in range(end, time))
        return begins and _GONE.isdisjoint(words[time : self.sentence(time).end])

    def _other_now(self, start: int, clause: Clause) -> bool:
        """Whether a past that begins the clause is not so now: "couldn't run last month but now I can"."""
        words = self.words
        after = words[clause.end : self.sentence(start).end]
        if after[:1] not in (["but"], ["though"], ["although"]) or "now" not in after or _BACK_AGAIN.isdisjoint(after):
            return False
        return not _WAS.isdisjoint(words[clause.start : start + 1]) or words[start : start + 1] == ["cannot"]

    def long_ago(self, start: int) -> bool:
        """Whether it is said of years ago or of childhood: "fell off a horse as a child"."""
        clause, words = self.clause(start), self.words
        return any(
            (word in ("as", "when") and (not _YOUNG.isdisjoint(words[at + 1 : at + 5])) and _BREAKS.isdisjoint(words[at:start]))
            or word in ("childhood", "decades")
            or (in_youth(words, at) and self._reaches(clause, at, start))
            or (word == "ago" and not {"years", "year"}.isdisjoint(words[max(at - 2, 0) : at]))
            or (word == "last" and word_at(words, at + 1) in _SEASONS and _BEGAN.isdisjoint(words[clause.start : clause.end]))
            for at, word in enumerate(words[clause.start : clause.end], clause.start)
        )

    def other_time(self, start: int, end: int) -> bool:
        """Whether it is said of an earlier time, or is over."""
        clause, words = self.clause(start), self.words
        if self._other_now(start, clause):
            return True
        around = range(clause.start, clause.end)
        for at in around:
            word = words[at]
            years = word == "ago" and any(each in ("year", "years", "decade", "decades") for each in words[max(at - 2, 0) : at])
            last = word == "last" and word_at(words, at + 1) in _SEASONS
            if (years or last or in_youth(words, at)) and self._reaches(clause, at, start) and not self._began(end, at):
                return True
            if word in _PAST or (word == "as" and words[at + 1 : at + 3] in (["a", "child"], ["a", "kid"], ["a", "teenager"])):
                return True
            if word == "at" and word_at(words, at + 1) == "first":
                return True
            if end <= at < end + 5 and word in _GONE and (words[at - 1] in _SAY_GONE or word_at(words, at + 1) == "now"):
                return True
            if end <= at < end + 4 and (word == "anymore" or (word == "longer" and words[at - 1] == "no")):
                return True
            if end <= at < end + 4 and word == "away" and words[at - 1] in ("went", "gone"):
                return True
        return False
