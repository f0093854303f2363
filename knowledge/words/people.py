"""Whom a text is about: who writes, or somebody else, and whose body a part of it speaks of."""

from collections.abc import Callable, Iterator, Sequence

from hipexpert.knowledge.words.matching import Classes
from hipexpert.knowledge.words.tokens import HARD, Clause, word_at, words_of

_RELATIVES = words_of(
    "mother mom mum mam mummy father dad dads parent parents brother sister bro sis aunt uncle grandmother grandma granny nan gran "
    "grandfather grandad grandpa wife husband hubby partner fiance fiancee girlfriend boyfriend gf bf missus auntie nana granddad pal "
    "grandson granddaughter friend mate colleague teammate neighbour "
    "neighbor cousin nephew niece son daughter child kid coworker buddy coach trainer they he she everyone somebody someone"
)
_HE = words_of("he his him")
_SHE = words_of("she her")
_HE_OR_SHE = _HE | _SHE
_HIM = _HE | {"himself"}
_HER = _SHE | {"hers", "herself"}
_THEM = _HIM | _HER
_THEY = _RELATIVES - _HE_OR_SHE
_KIN = words_of(
    "mother mom mum mam nana auntie granddad father dad brother sister aunt uncle grandmother grandma granny nan gran grandfather "
    "grandad cousin parents"
)
_PERSONS = _RELATIVES - {"they", "it"}
_PATIENTS = words_of(
    "son daughter child kid wife husband partner client athlete girlfriend boyfriend hubby missus gf bf grandson granddaughter"
)
_MEN = words_of(
    "father dad brother bro uncle grandfather grandad granddad grandpa husband hubby boyfriend bf nephew son grandson lad boy stepdad "
    "stepson"
)
_WOMEN = words_of(
    "mother mom mum mam mummy sister sis aunt auntie grandmother grandma granny nan nana gran wife missus fiancee girlfriend gf niece "
    "daughter granddaughter lass girl stepmum stepdaughter"
)
AGED = _MEN | _WOMEN | words_of("child kid partner client athlete friend mate pal colleague teammate neighbour neighbor")
_YOUNG = words_of("boy girl lad lass")  # these may be who writes
_OURS = words_of("my our the me")
_ASKING = words_of("asking ask posting post writing write question query behalf advice worried concerned help this")
_PRESENTS = 6  # words before a person in which somebody asks for them
_BEFORE_AN_AGE = frozenset([",", "is", "aged", "age", "of", "who", "nearly", "almost", "just", "turned", "now", "only"])
_OFTEN = 4  # "he" and "his" in a text that is about him
_NO_COUNT, _DIGITS = 8, 3
_NOT_YEARS = words_of("month months week weeks day days km miles times x k")
_HELPING = words_of("am do did not just really have been still also only honestly can could would")
_WRITES = words_of(
    "think know wonder wondering ask asking worry worried believe guess suppose noticed hope told said gave took see saw mean want wanted "
    "should write writing wrote post posting after look looking need appreciate reckon thought tell telling put checked read googled rang "
    "called booked spoke coach teach look hate love"
)
_LOOKS = words_of("see sees saw says said say noticed notices noticed tells told spotted pointed found")
_COUNT = words_of("one two three four five six 1 2 3 4 twins")  # "a mum of two"
_NO_PERSON = frozenset(["/", "pose", "trip"])  # "child's pose", "coach trip"
_CALLED = words_of("mate coach buddy bro pal sis")
_DETERMINERS = words_of("my a the our an your his her this that another some")
_KINDS_OF_FRIEND = words_of("best old running training gym work club good close one")
_THEIRS = words_of("his her their hers")
_DID_TO_ME = 6
_GREETINGS = words_of("dear hi hello hey hiya morning evening greetings")
_GREETED, _BRIEFLY = 7, 3
_REACH = 8  # words after an "I" in which somebody else may be named
BODY = words_of("hip hips leg legs groin thigh buttock buttocks glute pelvis back knee side hamstring")


def _aged(word: str) -> bool:
    """Whether a word names somebody else whose age may be given, or something of theirs: "dads hip"."""
    return word in AGED or word.removesuffix("s") in AGED


def _without_greeting(words: Sequence[str]) -> Sequence[str]:
    """The words, with whoever is written to at the beginning greeted only: "Dear colleague, thank you for seeing this 67 year old"."""
    if not words or words[0] not in _GREETINGS:
        return words
    end = next((at for at in range(1, min(_GREETED, len(words))) if words[at] == "," or words[at] in HARD), 0)
    if not end or (words[0] != "dear" and (end > _BRIEFLY or not _DETERMINERS.isdisjoint(words[1:end]))):
        return words  # "hi my son is 11"
    return [words[0]] * end + list(words[end:])


class People:
    """The persons of one text. ``sentence`` gives the sentence that a token stands in."""

    def __init__(self, words: Sequence[str], classes: Classes, sentence: Callable[[int], Clause]) -> None:
        words = _without_greeting(words)
        self.words, self.classes, self.sentence = words, classes, sentence
        self.named = not _PERSONS.isdisjoint(words)
        self.patient = next((at for at, word in enumerate(words) if (_aged(word) or word == "old") and self._presented(at)), None)
        self.told_of_them = self.patient is not None or sum(word in _THEM for word in words) >= _OFTEN
        self.about_patient = self._somebody_is_the_patient()

    def other_person(self, end: int) -> bool:
        """Whether what ends before ``end`` is said of somebody else."""
        words, clause = self.words, self.sentence(end - 1)
        if self.about_patient:  # the patient's own mother is somebody else
            return any(self._kin_of_the_patient(at) for at in range(clause.start + 1, end))
        for at in range(end - 1, clause.start - 1, -1):
            if words[at] == "my" and words[at + 2 : at + 4] == ["year", "old"]:
                return not self._is_body(at + 4)  # "I am hot, and my 5 year old has the same"
            if words[at] == "they" and not self.named:
                return False  # "they feel rock hard": the thighs
            if words[at] == "i" or (
                words[at] == "my" and at + 1 < len(words) and words[at + 1] not in _RELATIVES and self._is_body(at + 1)
            ):
                return False
            if (
                words[at] in _RELATIVES
                and word_at(words, at + 1) not in _NO_PERSON
                and not (at > 0 and words[at - 1] in ("with", "to", "by", "for", "than"))
                and not self._beside_me(at, end)
            ):
                return not self._names_himself(at) and not self._sees_it(at)
        return False

    def _beside_me(self, at: int, end: int) -> bool:
        """Whether a person only stands beside the one who writes: "moved it with my brother", "my wife talked me into", "cheers mate,"."""
        words, before, after = self.words, word_at(self.words, at - 1), word_at(self.words, at + 1)
        if end <= at + 1:
            return False  # the person is what is spoken of
        if before in _DETERMINERS and word_at(words, at - 2) in ("with", "by", "than") and after not in ("who", "it"):
            return True
        if words[at] in _CALLED and before not in _DETERMINERS | _KINDS_OF_FRIEND and (after in ("", ",") or after in HARD):
            return True
        return "me" in words[at + 1 : min(at + _DID_TO_ME, end)] and _THEIRS.isdisjoint(words[at + 1 : end])

    def _kin_of_the_patient(self, at: int) -> bool:
        """Whether another relative is named than the one whom the text is about."""
        if self.words[at] not in _KIN:
            return False
        other = self.patient is not None and self.words[self.patient] in _KIN and self.words[at] != self.words[self.patient]
        return self.words[at - 1] in ("his", "her") or (other and self.words[at - 1] == "my")

    def _names_himself(self, at: int) -> bool:
        """Whether who writes is meant: "Grandad here, 80", "Nan, 82"."""
        after, next_ = word_at(self.words, at + 1), word_at(self.words, at + 2)
        begins = at == self.sentence(at).start or self.words[at - 1] in ("worried", "a", "this")
        return (begins and (after == "here" or (after == "," and next_.isdigit()))) or (after in ("of", "to") and next_ in _COUNT)

    def _sees_it(self, at: int) -> bool:
        """Whether somebody only tells of the one who writes: "my mum can see it's swollen"."""
        after = self.words[at + 1 : at + 5]
        return any(word in _LOOKS for word in after[:3]) and ("it" in after or "that" in after)

    def _is_body(self, at: int) -> bool:
        return any(word in BODY for word in self.words[at : at + 4])

    def _somebody_is_the_patient(self) -> bool:
        """A parent, child or coach writes: no "I" has anything, and "my daughter" or "my gran, 88" has."""
        words = self.words
        if any(
            (word == "i" and self._has_it(at)) or (word == "my" and self._is_body(at + 1) and words[at + 1] not in _RELATIVES)
            for at, word in enumerate(words[:-1])
        ):
            return False  # who writes has something
        if self.patient is not None or (_THEY.isdisjoint(words) and _HE.isdisjoint(words) != _SHE.isdisjoint(words)):
            return True  # one person is named
        named = next((at for at, word in enumerate(words) if self._names_a_patient(at, word)), None)
        if named is None:
            return self._hurts_them()
        hurts = any(
            ((self._names_a_patient(at, word) or (word in _HE_OR_SHE and at > named)) and self._complains(at))
            for at, word in enumerate(words)
        )
        self.patient = named if hurts else None
        return hurts

    def _presented(self, at: int) -> bool:
        """Whether a person is presented as the one to be spoken of: with an age ("my gran, 88", "our 8-year-old"), or asked for
        ("asking for my dad").
        """
        words, before = self.words, self.words[max(self.sentence(at).start, at - _PRESENTS) : at]
        if self._asked_for(before) and (not _OURS.isdisjoint(before[-3:]) or word_at(words, at + 1) in BODY):
            return words[at] != "old"
        if words[at] == "old" and word_at(words, at - 1) in ("year", "years"):
            return word_at(words, at - 3) in ("my", "our") and word_at(words, at + 1) not in BODY
        if before[-2:] == ["year", "old"] and words[at] in AGED:
            return words[at] not in _YOUNG or word_at(words, at + 1) == "who"
        if words[at] not in AGED or not (not before or _OURS.intersection(before[-3:]) or before[-1] in (",", "for")):
            return False
        after = words[at + 1 : at + 7]
        if after[:2] == ["in", "law"]:
            after = after[2:]
        while after and after[0] in _BEFORE_AN_AGE:
            of = after[0] == "of"
            after = after[1:]
            if of and after and after[0].isdigit() and int(after[0]) < _NO_COUNT:
                return False  # "mum of 3"
        return bool(after) and after[0].isdigit() and len(after[0]) < _DIGITS and word_at(after, 1) not in _NOT_YEARS

    @staticmethod
    def _asked_for(before: Sequence[str]) -> bool:
        """Whether the words before a person ask on behalf of them: "posting for my", "this is about our"."""
        return not {"for", "about", "of"}.isdisjoint(before[-4:]) and not _ASKING.isdisjoint(before)

    def _hurts_them(self) -> bool:
        """Whether somebody's body hurts ("my mate … his thigh") and no complaint is told of that may be another's."""
        hurts = {self.sentence(at) for at, names in self.classes.items() if any(name == "COMPLAINT" for name, _ in names)}
        theirs = {self.sentence(at) for at, word in enumerate(self.words) if word in _THEM}
        named = any(word in ("his", "her") and self._is_body(at + 1) and self.sentence(at) in hurts for at, word in enumerate(self.words))
        return named and hurts <= theirs

    def pronouns(self) -> Iterator[tuple[int, str]]:
        """Of a text about somebody else, the word that says whether it is a man or a woman, with its class: who it is, or "he" and
        "she"; none where both of these stand.
        """
        if not self.about_patient:
            return
        if self.patient is not None and (who := self.words[self.patient].removesuffix("s")) in _MEN | _WOMEN:
            yield self.patient, "PATIENT_M" if who in _MEN else "PATIENT_F"
            return
        he, she = ([at for at, word in enumerate(self.words) if word in of] for of in (_HIM, _HER))
        if bool(he) != bool(she):
            yield from ((at, "PATIENT_M" if he else "PATIENT_F") for at in (he or she)[:1])

    def _has_it(self, at: int) -> bool:
        """Whether an "I" may be whoever has the complaint: "I think", "I am asking for", "I have a son who" is who writes."""
        said = next((word for word in self.words[at + 1 : at + 5] if word not in _HELPING), "")
        if said in _WRITES:
            return False
        for place in range(at + 1, min(at + _REACH, self.sentence(at).end)):
            if any(name == "COMPLAINT" for name, _ in self.classes.get(place, ())):
                return True
            if self.words[place] in _THEM or self._names_a_patient(place, self.words[place]):
                return False
        return not self.told_of_them  # of somebody who was presented, or whom most of it is about, what "I" does is no complaint

    def _names_a_patient(self, at: int, word: str) -> bool:
        return word in _PATIENTS or (word in ("lad", "lass", "boy", "girl") and at > 0 and self.words[at - 1] in ("my", "our"))

    def _complains(self, at: int) -> bool:
        """Whether a complaint stands in the sentence; before a name it may be another's."""
        first = self.sentence(at).start if self.words[at] in _HE_OR_SHE else at
        return any(name == "COMPLAINT" for each in range(first, self.sentence(at).end) for name, _ in self.classes.get(each, ()))
