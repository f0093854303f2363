"""Facts and rules in words, as the pack's authors wrote them."""

from collections.abc import Iterable

from hipexpert import engine
from hipexpert.knowledge.packs.amounts import between
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.facts import ANSWERED, Fact
from hipexpert.knowledge.packs.pack import Pack, Supports
from hipexpert.knowledge.packs.pictures import band_premise
from hipexpert.knowledge.packs.premises import Limit, Premise, Several, fact_of
from hipexpert.knowledge.packs.sourced import Citation
from hipexpert.knowledge.packs.vocabulary import Number
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.citing import Cited
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.results import Reason
from hipexpert.languages.catalogue import later, say_in

OF_A_CONDITION = {
    "suspected": later("Suspected: %(name)s"),
    "likely": later("Likely: %(name)s"),
    "excluded": later("Excluded: %(name)s"),
}
"""How what is concluded of a condition is said, by the kind of what is concluded."""


REASONS = 1000  # reasons in words that are kept


class Wording:
    """Puts the facts of one assessment into words."""

    def __init__(self, pack: Pack, key: AnswerKey, intake: Intake) -> None:
        self.pack = pack
        self.key = key
        self.intake = intake
        self._says: dict[str, str] = {}
        self._amounts: dict[Question, str] = {}

    def is_fixed(self, fact: str) -> bool:
        """Whether a fact reads the same whoever it is about: of a number the number itself is said."""
        question = self.key.question_of.get(fact)
        return question is None or question.finding not in self.key.limits

    def says(self, fact: str) -> str:
        """How a fact reads after "because"."""
        if fact not in self._says:
            self._says[fact] = self._in_words(fact)
        return self._says[fact]

    def _in_words(self, fact: str) -> str:
        question = self.key.question_of.get(fact)
        if question is not None:
            return self._answer(fact, question)
        kind, name = Fact.of(fact)
        if kind == "pattern":
            return self.pack.pattern_by_id[name].says
        if kind == "contributing":
            return self.pack.condition_by_id[name].name.lower()
        return self.label(fact)

    def _answer(self, fact: str, question: Question) -> str:
        """An answer in words. All that one number is, at least this and at most that, reads as the number itself."""
        if question.finding not in self.key.limits or question.finding not in self.intake.answers:
            return self.key.says(fact, self.intake)
        if question not in self._amounts:
            self._amounts[question] = self.key.says(fact, self.intake)
        return self._amounts[question]

    def label(self, fact: str) -> str:
        """The label of a fact in a graph or tree."""
        if fact in self.key.question_of:
            return self.says(fact)
        labels = self.key.labels
        found = labels.get(fact)
        if found is None:
            found = self._label(fact)
            if Fact.of(fact).kind != "band":  # which is said with the number itself
                labels[fact] = found
        return found

    def _label(self, fact: str) -> str:
        """The same of what is concluded, which but for bands reads the same whoever it is about."""
        kind, name = Fact.of(fact)
        match kind:
            case "pattern":
                return self.pack.pattern_by_id[name].name
            case "urgency":
                level = say_in(self.pack.language, name.replace("_", " "))
                return f"{self.pack.level_text(name).title} ({level})"  # type: ignore[arg-type]
            case "evidence" | "band":
                return self._weighed_label(fact)
            case "screen":
                answered = fact == ANSWERED
                said = later("Every question of the screen is answered") if answered else later("Some answers cannot all be true")
                return say_in(self.pack.language, said)
            case "contradiction":
                return f"{kind}: {name.replace('-', ' ')}"
            case "safe":
                return say_in(self.pack.language, "Safe to try: %(question)s", question=self.pack.findings[name].question)
            case "advise" | "avoid":
                return f"{kind.capitalize()}: {self.pack.advice_by_id[name].title}"
            case "contributing":
                return self.pack.condition_by_id[name].name
            case _:
                return say_in(self.pack.language, OF_A_CONDITION[kind], name=self.pack.condition_by_id[name].name)

    def _weighed_label(self, fact: str) -> str:
        """Evidence of a rule, or the band of a number."""
        kind, name = Fact.of(fact)
        if kind == "band":
            finding, _, band = name.partition(".")
            return self.open_phrase(band_premise(finding, *self.pack.discriminating_by_id[finding].bands[band]))
        rule_id, condition = Fact.of(fact).weighs
        for conclusion in self.pack.rule_by_id[rule_id].conclusions:
            if isinstance(conclusion, Supports) and conclusion.condition == condition:
                return self.weighs(conclusion)
        raise KeyError(rule_id)

    def weighs(self, evidence: Supports) -> str:
        """What evidence says: ``+7 for Hip osteoarthritis``."""
        said = later("%(weight)s for %(name)s") if evidence.weight >= 0 else later("%(weight)s against %(name)s")
        name = self.pack.condition_by_id[evidence.condition].name
        return say_in(self.pack.language, said, weight=f"{evidence.weight:+d}", name=name)

    def premises(self, facts: Iterable[str]) -> tuple[str, ...]:
        """Several facts in words, each phrase once."""
        return tuple(dict.fromkeys(self.says(fact) for fact in facts))

    def open_phrase(self, premise: Premise) -> str:
        """A premise in words, whether or not it holds."""
        if not isinstance(premise, Several):
            return self.says(fact_of(premise))
        between = self._between(premise)
        if between:
            return between
        parts = tuple(dict.fromkeys(self._part(part, premise) for part in premise.of))
        if premise.count == len(premise.of):
            return join(parts, say_in(self.pack.language, " and "))
        if premise.count == 1:
            return join(parts, say_in(self.pack.language, " or "))
        return say_in(self.pack.language, "at least %(count)s of: %(parts)s", count=premise.count, parts="; ".join(parts))

    def _part(self, part: Premise, whole: Several) -> str:
        """A part of a premise in words, in brackets where its "and" or "or" would run into that of the whole."""
        phrase = self.open_phrase(part)
        if not isinstance(part, Several) or self._between(part):
            return phrase
        ways = [1 if each.count == 1 else 2 if each.count == len(each.of) else 3 for each in (part, whole)]
        return phrase if ways[0] == ways[1] != 3 else f"({phrase})"

    def _between(self, premise: Several) -> str:
        """``age 40 to 60 years`` for the two limits of a range; empty for anything else."""
        match premise:
            case Several(2, (Limit(finding, ">=", low), Limit(other, "<=", high))) if finding == other:
                number = self.pack.findings[finding]
                return _range(number, low, high, self.pack.language) if isinstance(number, Number) else ""
            case _:
                return ""

    def citing(self, citations: tuple[Citation, ...]) -> Cited:
        """What citations say: their grade, and the sources with their titles."""
        return self.key.citing.of(citations)

    def reason(self, justification: engine.Justification) -> Reason | None:
        """A justification by a rule of the pack as a reason; None for one by weighing."""
        known, place = self.key.reasons, (justification.source, justification.premises)
        found = known.get(place)
        if found is not None:
            return found
        rule = self.pack.rule_by_id.get(justification.source)
        if rule is None:
            return None
        found = Reason(rule.id, rule.title, rule.because, self.premises(justification.premises), *self.citing(rule.sources))
        if all(map(self._is_same_for_all, justification.premises)):
            if len(known) >= REASONS:
                known.clear()
            known[place] = found
        return found

    def _is_same_for_all(self, fact: str) -> bool:
        """Whether a fact, given or concluded, reads the same whoever it is about."""
        return self.is_fixed(fact) and Fact.of(fact).kind != "band"


def join(parts: tuple[str, ...], last: str = " and ") -> str:
    """``a, b and c``."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + last + parts[-1] if parts else ""


def _range(finding: Number, low: float, high: float, language: str) -> str:
    """A number within its bounds in words."""
    return f"{finding.noun} {between(finding, low, high, language)}"
