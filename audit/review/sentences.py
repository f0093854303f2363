"""A rule as one sentence of plain English, and the rule that a sentence says: one for one."""

import re
from typing import NamedTuple

from hipexpert.audit.review.phrasebook import RulePhrases
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.packs.pack import Concludes, Conclusion, Rule, Supports
from hipexpert.knowledge.packs.premises import Is, Limit, Premise, Several

_IF, _THEN = "If ", ", then: "
_EVIDENCE = re.compile(
    r"this speaks (for|against) (“[^”]*”(?: \[[^]]*\])?) \((\d+) decibans(?:, likelihood ratio ([^),]+))?(?:, with “([^”]*)”)?\)"
)
_OF = re.compile(r"at least (\d+) of \(")
_BREAK = re.compile(r" and | or |; | unless |\)|$")
_STRETCH = re.compile(r"“[^”]*”|\[[^]]*\]")


class RuleTold(NamedTuple):
    """What a sentence says: when, and what then."""

    premise: Premise
    conclusions: tuple[Conclusion, ...]


class NoSentenceError(ProblemsError):
    """A sentence that says nothing of a pack, with the place in it from which on it is not understood."""


def sentence(book: RulePhrases, rule: Rule) -> str:
    """What a rule says. :func:`told_by` reads it back to the same premise and conclusions."""
    return f"{_IF}{premise_words(book, rule.premise)}{_THEN}{'; '.join(conclusion_words(book, rule))}."


def conclusion_words(book: RulePhrases, rule: Rule) -> list[str]:
    """What a rule concludes, one by one."""
    return [_conclusion(book, each) for each in rule.conclusions]


def premise_words(book: RulePhrases, premise: Premise) -> str:
    """A premise in words; :func:`premise_in` reads them back."""
    if not isinstance(premise, Several):
        return book.of_leaf(premise)
    match premise:
        case Several(2, (Limit(finding, ">=", low), Limit(other, "<=", high))) if finding == other:
            return book.of_range(finding, low, high)
    parts = [_part(book, each) for each in premise.of]
    if premise.count == len(parts):
        return " and ".join(parts)
    return " or ".join(parts) if premise.count == 1 else f"at least {premise.count} of ({'; '.join(parts)})"


def _part(book: RulePhrases, premise: Premise) -> str:
    words = premise_words(book, premise)
    if not isinstance(premise, Several) or words.startswith("at least "):
        return words
    is_range = premise_words(book, premise) == words and book.premise_of(words) == premise
    return words if is_range else f"({words})"


def _conclusion(book: RulePhrases, conclusion: Conclusion) -> str:
    if isinstance(conclusion, Concludes):
        return book.of_conclusion(conclusion.kind, conclusion.id)
    way = "for" if conclusion.weight >= 0 else "against"
    ratio = "" if conclusion.ratio is None else f", likelihood ratio {conclusion.ratio!r}"
    group = f", with “{conclusion.group}”" if conclusion.group else ""
    said = f"this speaks {way} {book.of_entry('suspected', conclusion.condition)} ({abs(conclusion.weight)} decibans{ratio}{group})"
    return said + (f" unless {' or '.join(book.of_leaf(each) for each in conclusion.unless)}" if conclusion.unless else "")


def told_by(book: RulePhrases, text: str) -> RuleTold:
    """The premise and the conclusions that a sentence says. Raises :class:`NoSentenceError`."""
    reader = _Reader(book, text)
    reader.take(_IF)
    premise = reader.premise()
    reader.take(_THEN)
    conclusions = [reader.conclusion()]
    while reader.has("; "):
        conclusions.append(reader.conclusion())
    reader.take(".")
    reader.end()
    return RuleTold(premise, tuple(conclusions))


def premise_in(book: RulePhrases, text: str) -> Premise:
    """The premise that words say. Raises :class:`NoSentenceError`."""
    reader = _Reader(book, text)
    premise = reader.premise()
    reader.end()
    return premise


class _Reader:
    """Reads a sentence from left to right: no phrase holds what joins phrases, so nothing is tried twice."""

    def __init__(self, book: RulePhrases, text: str) -> None:
        self.book = book
        self.text = text
        self.at = 0

    def has(self, words: str) -> bool:
        """Whether the sentence goes on with these words; then they are read."""
        found = self.text.startswith(words, self.at)
        self.at += len(words) * found
        return found

    def take(self, words: str) -> None:
        """Read these words."""
        if not self.has(words):
            raise self._stuck(f"`{words.strip()}` is missing")

    def end(self) -> None:
        """Nothing must be left."""
        if self.at < len(self.text):
            raise self._stuck("it goes on")

    def premise(self) -> Premise:
        """Parts joined by "and" or by "or"."""
        parts = [self._part()]
        for join in (" and ", " or "):
            while self.has(join):
                parts.append(self._part())
            if len(parts) > 1:
                return Several(len(parts) if join == " and " else 1, tuple(parts))
        return parts[0]

    def _part(self) -> Premise:
        if match := _OF.match(self.text, self.at):
            self.at = match.end()
            parts = [self._part()]
            while self.has("; "):
                parts.append(self._part())
            self.take(")")
            return Several(int(match[1]), tuple(parts))
        if self.has("("):
            inner = self.premise()
            self.take(")")
            return inner
        phrase = self._phrase()
        found = self.book.premise_of(phrase)
        if found is None:
            raise self._stuck(f"`{phrase}` is no answer or conclusion of the pack", len(phrase))
        return found

    def conclusion(self) -> Conclusion:
        """Evidence, or another conclusion."""
        if match := _EVIDENCE.match(self.text, self.at):
            self.at = match.end()
            way, name, decibans, ratio, group = match.groups()
            condition = self.book.condition_of(name)
            if condition is None:
                raise self._stuck(f"{name} is no condition of the pack", len(match[0]))
            weight = int(decibans) * (1 if way == "for" else -1)
            return Supports(condition, weight, group or "", None if ratio is None else float(ratio), self._unless())
        phrase = self._phrase()
        found = self.book.conclusion_of(phrase)
        if found is None:
            raise self._stuck(f"`{phrase}` is no conclusion of the pack", len(phrase))
        return Concludes(*found)

    def _unless(self) -> tuple[Is, ...]:
        if not self.has(" unless "):
            return ()
        found = []
        while True:
            phrase = self._phrase()
            leaf = self.book.premise_of(phrase)
            if not isinstance(leaf, Is):
                raise self._stuck(f"`{phrase}` is no answer of the pack", len(phrase))
            found.append(leaf)
            if not self.has(" or "):
                return tuple(found)

    def _phrase(self) -> str:
        """The words up to what joins phrases or ends them; what stands in quotation marks or brackets is one stretch."""
        start = self.at
        while self.at < len(self.text):
            if stretch := _STRETCH.match(self.text, self.at):
                self.at = stretch.end()
            elif _BREAK.match(self.text, self.at) or self.text.startswith(_THEN, self.at) or self._is_last():
                break
            else:
                self.at += 1
        return self.text[start : self.at]

    def _is_last(self) -> bool:
        """Whether only the full stop of the sentence is left; a phrase may hold one."""
        return self.text[self.at :] == "."

    def _stuck(self, why: str, back: int = 0) -> NoSentenceError:
        at = max(self.at - back, 0)
        return NoSentenceError([Problem("no-sentence", f"the sentence is not understood: {why}", f"character {at + 1}")])
