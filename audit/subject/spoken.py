"""What the answers on which a conclusion may rest are called, and which texts call one that need not have been given."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import pairwise

from hipexpert.engine import GroundPremise, ProgramRule, are_true, fold, leaves
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import Condition, Pattern
from hipexpert.knowledge.packs.vocabulary import Finding, Number, YesNo

# A word that more findings share does not tell which of them is meant.
MOST_FINDINGS = 2
SHORTEST, PAIR = 4, 2
# Words that findings are called by and that mean something else beside them as well.
COMMON = frozenset(("chang", "count", "hard sess", "moment", "position", "risk", "tablet", "task", "whether", "worsen"))
ENDINGS = re.compile(r"(?:ies|ing|ness|ed|es|ly|s|e|y)$")
# What is said not to be needed is not said to be there: "half of them have no fever".
DENIED = re.compile(
    r"\b(?:no|not|nor|without|neither|never)\b(?:[ -](?:a|an|the|any|be|always|have|wait|for|or)\b)*[ -][\w-]+(?: (?:or|nor) [\w-]+)?"
)
INFERRED = ("pattern", "contributing")


class Spoken:
    """The words in which the answers of a pack are spoken of."""

    def __init__(
        self,
        findings: Mapping[str, Finding],
        conditions: Iterable[Condition],
        patterns: Iterable[Pattern],
        rules: Iterable[ProgramRule],
        finding_of: Mapping[str, str],
    ) -> None:
        """Those of a pack's findings, conditions and patterns, of its program's rules, and of the finding that each answer is about."""
        self.finding_of = finding_of
        self._called = {name: _called(finding) for name, finding in findings.items()}
        shared = Counter(word for answers in self._called.values() for word in frozenset().union(*answers.values()))
        named = (f"{each.name}. {each.plain}" for each in conditions if each.kind == "condition")
        pairs = frozenset().union(*(phrases(each.name) for each in patterns))
        others = COMMON.union(*map(phrases, named), (each for each in pairs if " " in each))
        self._telling = frozenset(word for word, findings in shared.items() if findings <= MOST_FINDINGS) - others
        self._premises: dict[str, list[GroundPremise]] = {}
        for rule in rules:
            for conclusion in rule.conclusions:
                self._premises.setdefault(conclusion, []).append(rule.premise)
        # Patterns and contributing factors, each with those whose rules ask for it.
        self._asked_by: dict[str, set[str]] = {}
        for fact, premises in self._premises.items():
            if Fact.of(fact).kind in INFERRED:
                self._asked_by.setdefault(fact, set())
                for leaf in {leaf for premise in premises for leaf in leaves(premise) if leaf not in self.finding_of}:
                    if Fact.of(leaf).kind in INFERRED:
                        self._asked_by.setdefault(leaf, set()).add(fact)
        self._need: dict[str, set[str]] = {}

    def concluding(self, fact: str) -> Sequence[GroundPremise]:
        """The premises of the rules that conclude a fact."""
        return self._premises.get(fact, [])

    def telling(self, text: str) -> frozenset[str]:
        """The words of a text that tell which finding is meant, without their endings; and pairs of words that do."""
        return phrases(text) & self._telling

    def beyond(self, premises: Sequence[GroundPremise], word: str) -> frozenset[str]:
        """The findings that a word speaks of, among those on which the premises may rest, where one of the premises can hold
        without any of them; otherwise none.
        """
        facts = frozenset().union(*(self._answers(premise, self._under) for premise in premises))
        spoken_of = frozenset(self.finding_of[fact] for fact in facts if word in self._words(fact))
        if not spoken_of:
            return spoken_of
        needing = self._needing(word)
        return spoken_of if any(self._holds(premise, word, needing) for premise in premises) else frozenset()

    def _holds(self, premise: GroundPremise, word: str, needing: AbstractSet[str]) -> bool:
        """Whether a premise holds when everything is so but what the word is about, and what needs that. Premises are monotone,
        so it is enough to look at that.
        """
        finding_of = self.finding_of
        return fold(premise, lambda fact: word not in self._words(fact) if fact in finding_of else fact not in needing, are_true)

    def _needing(self, word: str) -> AbstractSet[str]:
        """The patterns and contributing factors that no rule concludes when everything is so but what the word is about."""
        found = self._need.get(word)
        if found is None:
            found = self._need[word] = set()
            left = list(self._asked_by)
            while left:
                fact = left.pop()
                if fact not in found and not any(self._holds(each, word, found) for each in self.concluding(fact)):
                    found.add(fact)
                    left += self._asked_by[fact]
        return found

    def _answers(self, premise: GroundPremise, under: Mapping[str, frozenset[str]]) -> frozenset[str]:
        """The answers that a premise may rest on, through patterns and contributing factors that rest on those ``under`` them."""
        named = frozenset(leaves(premise))
        return (named & self.finding_of.keys()).union(*(under[fact] for fact in named & under.keys()))

    @cached_property
    def _under(self) -> Mapping[str, frozenset[str]]:
        """The answers that each pattern and contributing factor may rest on; one that no rule concludes rests on none.

        Worked out once for all, from the answers on: in a long chain each rests on nearly all of it.
        """
        under: dict[str, frozenset[str]] = dict.fromkeys(self._asked_by, frozenset())
        left = list(under)
        while left:
            fact = left.pop()
            found = under[fact].union(*(self._answers(premise, under) for premise in self.concluding(fact)))
            if len(found) > len(under[fact]):
                under[fact] = found
                left += self._asked_by[fact]
        return under

    def _words(self, fact: str) -> frozenset[str]:
        """What an answer is called; of a number, whatever it is."""
        name = self.finding_of[fact]
        called = self._called[name]
        return called.get(fact.removeprefix(f"{name}="), called.get("", frozenset()))


def phrases(text: str) -> frozenset[str]:
    """The words of a text and its pairs of neighbouring words, without endings and without what is said not to be needed."""
    found: set[str] = set()
    for part in re.split(r"[^a-z' -]", DENIED.sub(".", text.lower())):
        stems = [ENDINGS.sub("", word) if len(word) >= SHORTEST else "" for word in re.findall(r"[a-z]+", part)]
        found |= {stem for stem in stems if stem} | {" ".join(pair) for pair in pairwise(stems) if all(pair)}
    return frozenset(found)


def _called(finding: Finding) -> Mapping[str, frozenset[str]]:
    """What each answer to a finding is called; of a number, under the empty name, what it measures."""
    if isinstance(finding, Number):
        return {"": phrases(finding.noun)}
    if isinstance(finding, YesNo):
        return {"yes": _named(finding.present, finding.synonyms), "no": phrases(finding.absent)}
    return {value.id: _named(value.says, (value.label, *value.synonyms)) for value in finding.values}


def _named(says: str, others: Iterable[str]) -> frozenset[str]:
    """What is said, in its words and pairs, and of the other names those that are a word or a pair."""
    short = (each for each in others if len(each.split()) <= PAIR)
    return phrases(says) | {each for name in short for each in phrases(name) if len(each.split()) == len(name.split())}
