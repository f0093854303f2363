"""One phrase for each answer and each conclusion of a pack, and back: no two things read alike.

A phrase is the pack's own words. Where two things would read alike, or the words hold what joins phrases, marks or brackets take care.
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from hipexpert.knowledge.packs.amounts import DAYS
from hipexpert.knowledge.packs.ladder import LEVELS
from hipexpert.knowledge.packs.pack import ConcludedKind, Pack
from hipexpert.knowledge.packs.premises import Concluded, Denied, Established, Is, Limit, Premise, Several, fact_of
from hipexpert.knowledge.packs.vocabulary import Choices, Number, YesNo, plain_number

Leaf = Is | Denied | Limit | Established
JOINS = (" and ", " or ", "; ", ", then: ", " unless ")
"""What joins phrases; words that hold one of these are put in quotation marks."""
_SIGNS: Mapping[str, str] = {">=": "at least", "<=": "at most", ">": "above", "<": "below"}
_KINDS: Mapping[Concluded, tuple[str, str]] = {
    "pattern": ("the pattern ", ""),
    "contributing": ("the factor ", ""),
    "suspected": ("", " suspected"),
    "likely": ("", " likely"),
    "urgency": ("some rule says ", ""),
}
_CONCLUDED: Mapping[ConcludedKind, tuple[str, str]] = {
    "pattern": ("the pattern ", " is there"),
    "contributing": ("the factor ", " contributes"),
    "excluded": ("", " is ruled out"),
    "suspected": ("", " is suspected"),
    "urgency": ("the urgency is at least ", ""),
    "advise": ("", " is advised"),
    "avoid": ("", " is kept back"),
}
_SPECIAL = re.compile(r"[“”()\[\]]|^if |^at least \d+ of ", re.IGNORECASE)
_TAKEN = re.compile(r"[“”\[\]]|^some rule says |^the (?:answer|number) ")
_SINGULAR = {f" {DAYS}": " day", " years": " year", " hours a day": " hour a day"}
"""How the units of which a rule may name just one are said then."""
_NUMBER = r"(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)"


class _Number(NamedTuple):
    """How comparisons with a number read: what stands before the bound, what after it, and the pattern of a range."""

    noun: str
    unit: str


class RulePhrases:
    """The phrases of one pack."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def of_leaf(self, leaf: Leaf) -> str:
        """How a part of a premise reads."""
        if isinstance(leaf, Limit):
            noun, unit = self._numbers[leaf.finding]
            return f"{noun} {_SIGNS[leaf.operator]} {plain_number(leaf.bound)}{_SINGULAR.get(unit, unit) if leaf.bound == 1 else unit}"
        return self._leaves[leaf]

    def of_range(self, finding: str, low: float, high: float) -> str:
        """How a number between two bounds, both of them allowed, reads."""
        noun, unit = self._numbers[finding]
        return f"{noun} {plain_number(low)} to {plain_number(high)}{unit}"

    def of_conclusion(self, kind: ConcludedKind, name: str) -> str:
        """How a conclusion that is not evidence reads."""
        before, after = _CONCLUDED[kind]
        return f"{before}{self.of_entry(kind, name)}{after}"

    def of_entry(self, kind: ConcludedKind | Concluded, name: str) -> str:
        """What a conclusion is about: the name of a condition or pattern, the title of an advice, a level."""
        return self._named(kind)[name]

    def premise_of(self, phrase: str) -> Premise | None:
        """The leaf, or the range of a number, that a phrase stands for; None when it is none of this pack."""
        if (leaf := self._by_phrase.get(phrase)) is not None:
            return leaf
        for finding, (noun, unit) in self._numbers.items():
            ending = next((each for each in (unit, _SINGULAR.get(unit, unit)) if phrase.endswith(each)), None)
            if not phrase.startswith(f"{noun} ") or ending is None:
                continue
            said = phrase[len(noun) + 1 : len(phrase) - len(ending)]
            for sign, word in _SIGNS.items():
                if match := re.fullmatch(f"{word} {_NUMBER}", said):
                    return Limit(finding, sign, float(match[1]))  # type: ignore[arg-type]
            if match := re.fullmatch(f"{_NUMBER} to {_NUMBER}", said):
                return Several(2, (Limit(finding, ">=", float(match[1])), Limit(finding, "<=", float(match[2]))))
        return None

    def conclusion_of(self, phrase: str) -> tuple[ConcludedKind, str] | None:
        """The conclusion that a phrase stands for."""
        return self._conclusions.get(phrase)

    def condition_of(self, phrase: str) -> str | None:
        """The condition that a name stands for."""
        return self._conditions.get(phrase)

    @cached_property
    def _numbers(self) -> dict[str, _Number]:
        found: dict[str, _Number] = {}
        for finding in self.pack.findings.values():
            if isinstance(finding, Number):
                unit = f" {finding.unit}" if finding.unit else ""
                alike = (finding.noun, unit) in found.values() or any(sign in finding.noun for sign in _SIGNS.values())
                noun = finding.noun if not alike and _is_plain(finding.noun + unit) else f"the number [{finding.id}]"
                found[finding.id] = _Number(noun, unit if _is_plain(unit.strip()) else "")
        return found

    @cached_property
    def _leaves(self) -> dict[Leaf, str]:
        said: dict[Leaf, str] = {}
        for name, finding in self.pack.findings.items():
            if isinstance(finding, YesNo):
                said |= {Is(name, "yes"): finding.present, Is(name, "no"): finding.absent}
            elif not isinstance(finding, Number):
                said |= {Is(name, value.id): value.says for value in finding.values}
                if isinstance(finding, Choices):
                    said |= {Denied(name, value.id): value.denies for value in finding.values}
        times = Counter(said.values())
        found = {
            leaf: f"the answer [{fact_of(leaf)}]" if times[words] > 1 or self._is_taken(words) else _marked(words)
            for leaf, words in said.items()
        }
        for kind, (before, after) in _KINDS.items():
            found |= {Established(kind, name): f"{before}{words}{after}" for name, words in self._named(kind).items()}
        return found

    def _is_taken(self, words: str) -> bool:
        """Whether words read as something else, or hold the marks by which phrases are told apart."""
        return (
            bool(_TAKEN.search(words))
            or words.split() != words.split(" ")
            or any(words.startswith(f"{noun} ") for noun, _ in self._numbers.values())
        )

    @cached_property
    def _by_phrase(self) -> dict[str, Leaf]:
        return {words: leaf for leaf, words in self._leaves.items()}

    @cached_property
    def _conclusions(self) -> dict[str, tuple[ConcludedKind, str]]:
        return {self.of_conclusion(kind, name): (kind, name) for kind in _CONCLUDED for name in self._named(kind)}

    @cached_property
    def _conditions(self) -> dict[str, str]:
        return {words: name for name, words in self._named("suspected").items()}

    def _named(self, kind: ConcludedKind | Concluded) -> Mapping[str, str]:
        """The quoted names of what a kind of conclusion may be about, by id."""
        match kind:
            case "urgency":
                return {level: level.replace("_", " ") for level in LEVELS}
            case "pattern":
                return self._pattern_names
            case "advise" | "avoid":
                return self._advice_titles
            case _:
                return self._condition_names

    @cached_property
    def _pattern_names(self) -> Mapping[str, str]:
        return _quoted({each.id: each.name for each in self.pack.patterns})

    @cached_property
    def _advice_titles(self) -> Mapping[str, str]:
        return _quoted({each.id: each.title for each in self.pack.advice})

    @cached_property
    def _condition_names(self) -> Mapping[str, str]:
        return _quoted({each.id: each.name for each in self.pack.conditions})


def _is_plain(words: str) -> bool:
    """Whether words can stand between what joins phrases without a mark."""
    return not _SPECIAL.search(words) and not any(join in f" {words} " for join in JOINS) and words == " ".join(words.split())


def _marked(words: str) -> str:
    """A phrase that what joins phrases cannot take apart."""
    return words if _is_plain(words) else f"“{words}”"


_UNMARKED = str.maketrans("“”[]\n\r", "''()  ")


def _quoted(names: Mapping[str, str]) -> dict[str, str]:
    """Names in quotation marks; with the id where two are alike."""
    clean = {key: " ".join(name.translate(_UNMARKED).split()) for key, name in names.items()}
    said = list(clean.values())
    return {key: f"“{name}”" + (f" [{key}]" if said.count(name) > 1 else "") for key, name in clean.items()}
