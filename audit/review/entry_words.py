"""An entry of a pack for those who review it: as a sentence where it has a premise, why it is so, and where its sources say so."""

from typing import Any

from hipexpert.audit.difference.values import EntryKind
from hipexpert.audit.proving.denying import NONE_OF
from hipexpert.audit.review.phrasebook import RulePhrases
from hipexpert.audit.review.sentences import conclusion_words, premise_words, sentence
from hipexpert.audit.review.values import Passage
from hipexpert.engine import ProblemsError
from hipexpert.knowledge.packs.pack import Claim, Constraint, Pack, Rule, ScreenItem
from hipexpert.knowledge.packs.premises import leaves
from hipexpert.knowledge.packs.sourced import Citation
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.reading_intake import read_intake


class EntryWords:
    """The entries of one pack in words."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.book = RulePhrases(pack)
        self.key = AnswerKey(pack)

    def sentence(self, kind: EntryKind, entry: Any) -> str:
        """What an entry says; for one without a premise its own text."""
        match entry:
            case Rule():
                draft = "" if entry.status == "active" else f"({entry.status}) "
                return draft + sentence(self.book, entry)
            case Claim():
                return self._claim(entry)
            case Constraint():
                return f"Never true together: {premise_words(self.book, entry.never)}."
            case ScreenItem():
                unless = f", unless {premise_words(self.book, entry.unless)}" if entry.unless is not None else ""
                question = self.pack.findings[entry.ask].question
                return f"Asked before anything calm is said: {question}{unless}"
        safe = {"advice": self.pack.safe_advice, "finding": self.pack.safe_tests}.get(kind, {}).get(getattr(entry, "id", ""))
        told = [str(getattr(entry, key)) for key in ("question", "title", "name", "says", "plain", "dose") if getattr(entry, key, "")]
        if safe is not None:
            told.append(f"Only where {premise_words(self.book, safe)}.")
        return " ".join(each if each.endswith((".", "?", "!")) else f"{each}." for each in told)

    def parts(self, entry: Any) -> tuple[str, ...]:
        """The answers and conclusions that an entry names, each once, in its order."""
        premises = [
            each for name in ("premise", "never", "when", "concluded", "unless") if (each := getattr(entry, name, None)) is not None
        ]
        said = [self.book.of_leaf(leaf) for premise in premises for leaf in leaves(premise)]
        said += conclusion_words(self.book, entry) if isinstance(entry, Rule) else []
        return tuple(dict.fromkeys(said))

    def advice(self, changes: tuple[str, ...]) -> tuple[str, ...]:
        """Which advice is given or kept back by one of two packs only, with its title."""
        found = []
        for line in changes:
            sign, _, told = line.partition(" ")
            for what, said in (("the plan gives ", ""), ("the plan keeps back ", "kept back: ")):
                if told.startswith(what):
                    advice = self.pack.advice_by_id.get(told.removeprefix(what))
                    found.append(f"{sign} {said}“{advice.title}”" if advice is not None else f"{sign} {said}{told.removeprefix(what)}")
        return tuple(found)

    def _claim(self, claim: Claim) -> str:
        def words(premise: Any) -> str:
            return premise_words(self.book, premise)

        if claim.never is not None:
            return f"No runner shows {words(claim.never)}."
        whom = "Whoever answers anything" if claim.when is None else f"Whoever shows {words(claim.when)}"
        said = []
        if claim.at_least is not None:
            said.append(f"is told at least {claim.at_least.replace('_', ' ')}")
        if claim.at_most is not None:
            said.append(f"is told at most {claim.at_most.replace('_', ' ')}")
        if claim.concluded is not None:
            said.append(f"has {words(claim.concluded)}")
        if claim.never_given:
            said.append(f"is never given {', '.join(self.book.of_entry('advise', each) for each in claim.never_given)}")
        return f"{whom} {' and '.join(said)}{', whose answers do not contradict each other' if claim.consistent else ''}."

    def passages(self, entry: Any) -> tuple[Passage, ...]:
        """Where the sources of an entry say what it says."""
        cited: tuple[Citation, ...] = getattr(entry, "sources", ())
        return tuple(self._passage(each) for each in cited)

    def _passage(self, citation: Citation) -> Passage:
        source = self.pack.source_by_id.get(citation.ref)
        if source is None:
            return Passage(citation.ref, "consensus, without a publication", "", "")
        link = source.url or (f"https://doi.org/{source.doi}" if source.doi else "")
        title = f"{source.title} ({source.publisher or source.type}{f', {source.year}' if source.year else ''})"
        return Passage(citation.ref, title, citation.at, link, citation.stance == "refute")

    def runner(self, answers: dict[str, Any]) -> tuple[str, ...]:
        """The answers of a runner in words."""
        known = {name: answer for name, answer in answers.items() if name in self.pack.findings or name == NONE_OF}
        try:
            intake = read_intake(known, self.pack)
        except ProblemsError:  # an answer that only the other pack knows
            return tuple(f"{name}: {answer}" for name, answer in answers.items())
        said = tuple(self.key.phrase(question, answer) for question, answer in self.key.said(Intake(intake.answers)).items())
        return (*said, *(f"none of: {each.replace('_', ' ')}" for each in intake.none_of))


def because_of(entry: Any) -> str:
    """The reason that an entry gives."""
    return str(getattr(entry, "because", "") or "")
