"""Whom a text is about: who writes, or somebody else, and whose body a part of it speaks of."""

from collections.abc import Callable, Iterator, Sequence

from hipexpert.knowledge.words.matching import Classes
from hipexpert.knowledge.words.tokens import Clause, word_at, words_of

_RELATIVES = words_of(
    "mother mom mum mam mummy father dad dads parent parents brother sister bro sis aunt uncle grandmother grandma granny nan gran "
    "grandfather grandad grandpa wife husband hubby partner fiance fiancee girlfriend boyfriend friend mate colleague teammate neighbour "
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
    "mother mom mum father dad brother sister aunt uncle grandmother grandma granny nan gran grandfather grandad cousin parents"
)
_PERSONS = _RELATIVES - {"they", "it"}
_PATIENTS = words_of("son daughter child kid wife husband partner client athlete girlfriend boyfriend")
_HELPING = words_of("am do did not just really have been still also only honestly can could would")
_WRITES = words_of(
    "think know wonder wondering ask asking worry worried believe guess suppose noticed hope told said gave took see saw mean want wanted "
    "should write writing wrote post posting after look looking need appreciate reckon thought tell telling put checked read googled rang "
    "called booked spoke coach teach look hate love"
)
_LOOKS = words_of("see sees saw says said say noticed notices noticed tells told spotted pointed found")
_COUNT = words_of("one two three four five six 1 2 3 4 twins")  # "a mum of two"
_REACH = 8  # words after an "I" in which somebody else may be named
BODY = words_of("hip hips leg legs groin thigh buttock buttocks glute pelvis back knee side hamstring")


class People:
    """The persons of one text. ``sentence`` gives the sentence that a token stands in."""

    def __init__(self, words: Sequence[str], classes: Classes, sentence: Callable[[int], Clause]) -> None:
        self.words, self.classes, self.sentence = words, classes, sentence
        self.named = not _PERSONS.isdisjoint(words)
        self.about_patient = self._somebody_is_the_patient()

    def other_person(self, end: int) -> bool:
        """Whether what ends before ``end`` is said of somebody else."""
        words, clause = self.words, self.sentence(end - 1)
        if self.about_patient:  # the patient's own mother is somebody else
            return any(words[at] in _KIN and words[at - 1] in ("his", "her") for at in range(clause.start + 1, end))
        for at in range(end - 1, clause.start - 1, -1):
            if words[at] == "they" and not self.named:
                return False  # "they feel rock hard": the thighs
            if words[at] == "i" or (
                words[at] == "my" and at + 1 < len(words) and words[at + 1] not in _RELATIVES and self._is_body(at + 1)
            ):
                return False
            if words[at] in _RELATIVES and not (at > 0 and words[at - 1] in ("with", "to", "by", "for", "than")):
                return not self._names_himself(at) and not self._sees_it(at)
        return False

    def _names_himself(self, at: int) -> bool:
        """Whether who writes is meant: "Grandad here, 80", "Nan, 82"."""
        after, next_ = word_at(self.words, at + 1), word_at(self.words, at + 2)
        begins = at == self.sentence(at).start or self.words[at - 1] in ("worried", "a", "this")
        return (begins and (after == "here" or (after == "," and next_.isdigit()))) or (after == "of" and next_ in _COUNT)

    def _sees_it(self, at: int) -> bool:
        """Whether somebody only tells of the one who writes: "my mum can see it's swollen"."""
        after = self.words[at + 1 : at + 5]
        return any(word in _LOOKS for word in after[:3]) and ("it" in after or "that" in after)

    def _is_body(self, at: int) -> bool:
        return any(word in BODY for word in self.words[at : at + 4])

    def _somebody_is_the_patient(self) -> bool:
        """A parent or coach writes: no "I" has anything, and "my daughter" has."""
        words = self.words
        if any(
            (word == "i" and self._has_it(at)) or (word == "my" and self._is_body(at + 1) and words[at + 1] not in _RELATIVES)
            for at, word in enumerate(words[:-1])
        ):
            return False  # who writes has something
        if _THEY.isdisjoint(words) and _HE.isdisjoint(words) != _SHE.isdisjoint(words):
            return True  # one person is named
        patient = next((at for at, word in enumerate(words) if self._names_a_patient(at, word)), None)
        if patient is None and self._hurts_them():
            return True
        return patient is not None and any(
            ((self._names_a_patient(at, word) or (word in _HE_OR_SHE and at > patient)) and self._complains(at))
            for at, word in enumerate(words)
        )

    def _hurts_them(self) -> bool:
        """Whether somebody's body hurts ("my mate … his thigh") and no complaint is told of that may be another's."""
        hurts = {self.sentence(at) for at, names in self.classes.items() if any(name == "COMPLAINT" for name, _ in names)}
        theirs = {self.sentence(at) for at, word in enumerate(self.words) if word in _THEM}
        named = any(word in ("his", "her") and self._is_body(at + 1) and self.sentence(at) in hurts for at, word in enumerate(self.words))
        return named and hurts <= theirs

    def pronouns(self) -> Iterator[tuple[int, str]]:
        """Of a text about somebody else, the words that say whether it is a "he" or a "she", each with its class; none where both stand."""
        he, she = ([at for at, word in enumerate(self.words) if word in of] for of in (_HIM, _HER))
        if self.about_patient and bool(he) != bool(she):
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
        return True

    def _names_a_patient(self, at: int, word: str) -> bool:
        return word in _PATIENTS or (word in ("lad", "lass", "boy", "girl") and at > 0 and self.words[at - 1] in ("my", "our"))

    def _complains(self, at: int) -> bool:
        """Whether a complaint follows in the sentence."""
        return any(name == "COMPLAINT" for each in range(at, self.sentence(at).end) for name, _ in self.classes.get(each, ()))
