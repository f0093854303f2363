"""Finding answers that make a premise hold, from the rules themselves: short stories for rule checks.

A search without a solver, and not a complete one: it tries the plainest ways first and a limited number of them. Whoever
uses what it finds lets the engine confirm it.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations, islice, product

from hipexpert.engine import Closure
from hipexpert.knowledge.packs.pack import Concludes, Pack, Rule
from hipexpert.knowledge.packs.pictured import KnownEvidence
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Premise, Several, fact_of, leaves
from hipexpert.knowledge.packs.vocabulary import Number
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.reading_intake import read_intake

StoryAnswers = Mapping[str, object]
Leaf = tuple[str, str | None]  # a finding, or one value of a `choices` finding
TRIED = 12


class StoryFinder:
    """Finds answers for the premises of one pack."""

    def __init__(self, pack: Pack, closure: Closure) -> None:
        self.pack = pack
        self.closure = closure
        self.key = AnswerKey(pack)
        self.evidence = KnownEvidence(pack)
        self._found: dict[Established, list[StoryAnswers]] = {}

    def facts(self, answers: StoryAnswers) -> frozenset[str]:
        """Every fact that follows from answers."""
        return self.closure.of(self.key.facts(read_intake(answers, self.pack))[0]).facts

    def ways(self, premise: Premise) -> list[StoryAnswers]:
        """Some sets of answers that make a premise hold, plain ones first; empty when none was found."""
        match premise:
            case Is() | Denied():
                return self._answers(premise, made=True)
            case Limit():
                return list(self._numbers(premise))
            case Established():
                return self._established(premise)
            case Several(count, of):
                return list(islice(self._several(count, of), TRIED))

    def apart(self, of: Sequence[Premise], *numbers: str) -> list[Premise | None]:
        """The parts, with None for each comparison of a number that an earlier one, or one of ``numbers``, chooses already:
        the two ends of a range are one answer.
        """
        seen = set(numbers)
        found: list[Premise | None] = []
        for part in of:
            compared = numbers_of(part)
            found.append(None if compared and compared <= seen else part)
            seen |= compared
        return found

    def denials(self, premise: Premise) -> list[StoryAnswers]:
        """Ways of answering that make a leaf false; silence, the empty answer, comes last."""
        match premise:
            case Is() | Denied():
                return [*self._answers(premise, made=False), {}]
            case Limit(finding, operator, bound):
                opposite = Limit(finding, {">=": "<", "<": ">=", ">": "<=", "<=": ">"}[operator], bound)  # type: ignore[arg-type]
                return [*self._numbers(opposite), {}]
            case _:
                return [{}]

    def _answers(self, leaf: Is | Denied, *, made: bool) -> list[StoryAnswers]:
        """The answers that make a leaf true, or those that do not."""
        fact, space = fact_of(leaf), self.key.space
        question = space.question_of[fact]
        return [space.answers({question: each}) for each in space.options[question] if (fact in each.facts) is made]

    def _numbers(self, limit: Limit) -> Iterator[StoryAnswers]:
        """The number nearest to the bound that meets a limit."""
        asked = self.pack.findings[limit.finding]
        if isinstance(asked, Number):
            step = 1.0 if asked.whole else 0.1
            number = round(limit.bound + {">=": 0.0, "<=": 0.0, ">": step, "<": -step}[limit.operator], 6)
            if asked.minimum <= number <= asked.maximum:
                yield {limit.finding: int(number) if number.is_integer() else number}

    def _several(self, count: int, of: tuple[Premise, ...]) -> Iterator[StoryAnswers]:
        able = [found for part in self.apart(of) if (found := self.ways(part) if part is not None else [{}])]
        for some in islice(combinations(able, count), 40):
            for chosen in islice(product(*some), 200):
                answers = joined(*chosen)
                if answers is not None:
                    yield answers

    @cached_property
    def _concluding(self) -> Mapping[Concludes, tuple[Rule, ...]]:
        found: dict[Concludes, list[Rule]] = {}
        for rule in self.pack.active_rules:
            for conclusion in rule.conclusions:
                if isinstance(conclusion, Concludes):
                    found.setdefault(conclusion, []).append(rule)
        return {each: tuple(rules) for each, rules in found.items()}

    def _established(self, premise: Established) -> list[StoryAnswers]:
        if premise not in self._found:
            self._found[premise] = []  # who asks again while this is worked out goes in a circle
            found: list[StoryAnswers] = []
            if premise.kind in ("suspected", "likely"):
                found += islice(self._weighed(premise), 4)
            concluding = self._concluding.get(Concludes(premise.kind, premise.id), ())  # type: ignore[arg-type]
            for rule in concluding:
                found += self.ways(rule.premise)[:4]
            self._found[premise] = sorted(found, key=lambda each: len(leaves_of(each)))[:TRIED]
        return self._found[premise]

    def _weighed(self, premise: Established) -> Iterator[StoryAnswers]:
        """Evidence for a condition, the strongest first, until the mark is reached."""
        wanted = fact_of(premise)
        evidence = [(rule, each) for rule, each in self.evidence.about(premise.id) if each.weight > 0]
        evidence.sort(key=lambda item: (-item[1].weight, len(leaves(item[0].premise)), item[0].id))
        for first in range(min(8, len(evidence))):
            answers: StoryAnswers = {}
            groups: set[str] = set()
            for rule, each in evidence[first:]:
                if each.group and each.group in groups:
                    continue
                more = next((both for way in self.ways(rule.premise)[:4] if (both := joined(answers, way)) is not None), None)
                if more is None:
                    continue
                answers, groups = more, groups | {each.group}
                if wanted in self.facts(answers):
                    yield answers
                    break


def joined(*stories: StoryAnswers) -> StoryAnswers | None:
    """All the answers together; None when two of them differ."""
    found: dict[str, object] = {}
    for name, answer in ((name, answer) for each in stories for name, answer in each.items()):
        earlier = found.get(name, answer)
        if isinstance(earlier, Mapping) and isinstance(answer, Mapping):
            if any(earlier.get(value, said) != said for value, said in answer.items()):
                return None
            found[name] = {**earlier, **answer}
        elif earlier != answer:
            return None
        else:
            found[name] = answer
    return found


def numbers_of(premise: Premise) -> set[str]:
    """The finding that a comparison, or a range, is about; empty for anything else."""
    if isinstance(premise, Limit):
        return {premise.finding}
    if isinstance(premise, Several) and all(isinstance(part, Limit) for part in premise.of):
        return {part.finding for part in premise.of if isinstance(part, Limit)}
    return set()


def leaves_of(answers: StoryAnswers) -> list[Leaf]:
    """The single answers of a story."""
    found: list[Leaf] = []
    for name, said in answers.items():
        found += [(name, value) for value in said] if isinstance(said, Mapping) else [(name, None)]
    return found
