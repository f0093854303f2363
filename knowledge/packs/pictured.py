"""The weights of pictures as rules in words, each with the row that it rests on: what explanations and pages show."""

from collections.abc import Iterator, Mapping

from hipexpert.knowledge.packs.amounts import between
from hipexpert.knowledge.packs.pack import Condition, Pack, Rule, Supports
from hipexpert.knowledge.packs.pictures import Cell, Stance
from hipexpert.knowledge.packs.vocabulary import Choices, Number, YesNo
from hipexpert.languages.catalogue import ENGLISH, capital, decimal, later, say_in

OFTEN: Mapping[Stance, str] = {
    "hallmark": "nearly always so with",
    "common": "more often than not so with",
    "sometimes": "sometimes so with",
    "seldom": "seldom so with",
    "against": "hardly ever so with",
}

_SAID = later("Judgement: about %(share)s in 100 with %(name)s say so, and about %(of_all)s in 100 of all with this complaint.")
_DENIED = later("Judgement: about %(share)s in 100 with %(name)s deny so, and about %(of_all)s in 100 of all with this complaint.")


class KnownEvidence:
    """All evidence about the conditions of a pack: its rules, and the rules in words that its pictures stand for.

    Those of a picture are made when they are first asked for.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._found: dict[str, tuple[tuple[Rule, Supports], ...]] = {}

    def about(self, condition: str) -> tuple[tuple[Rule, Supports], ...]:
        """What is evidence about a condition, and what each says."""
        if condition not in self._found:
            drawn = tuple(rules_of(self.pack, condition)) if condition in self.pack.picture_of else ()
            self._found[condition] = (*self.pack.weighing_rules.get(condition, ()), *drawn)
        return self._found[condition]


def rules_of(pack: Pack, condition: str) -> Iterator[tuple[Rule, Supports]]:
    """The rules in words that a condition's picture stands for."""
    for cell in pack.cells(condition):
        yield rule_of(pack, condition, cell)


def rule_of(pack: Pack, condition: str, cell: Cell) -> tuple[Rule, Supports]:
    """The rule in words that one weight of a condition's picture stands for."""
    described, file = pack.condition_by_id[condition], pack.places.get("pictures", {}).get(condition, "").partition(":")[0]
    value = "" if isinstance(pack.findings[cell.finding], YesNo) else cell.value
    names = ("picture", condition, cell.finding, "not" if cell.denied else "", value)
    rule = Rule(
        id="-".join(name for name in names if name).replace("_", "-"),
        title=f"{capital(_says(pack, cell))}: {_stance(described, cell)}",
        premise=cell.premise,
        conclusions=(supports := Supports(condition, cell.weight, pack.discriminating_by_id[cell.finding].group),),
        because=(cell.row.because if cell.row is not None else "") or _judged(pack.language, described, cell),
        sources=cell.row.sources if cell.row is not None else (),
        reviewed=pack.picture_of[condition].reviewed,
        status="active",
        file=file,
        made_from=f"{file} {condition} {cell.finding}",
        counts=cell.fact,
    )
    return rule, supports


def _says(pack: Pack, cell: Cell) -> str:
    """The answer as it reads after "because"."""
    return answer_words(pack, cell.finding, cell.value, denied=cell.denied)


def answer_words(pack: Pack, finding_id: str, value_id: str, *, denied: bool = False) -> str:
    """How an answer that a picture can take a stance on reads after "because"."""
    finding = pack.findings[finding_id]
    if isinstance(finding, YesNo):
        return finding.absent if denied else finding.present
    if isinstance(finding, Number):
        low, high = pack.discriminating_by_id[finding.id].bands[value_id]
        lowest = finding.minimum if low is None else low
        highest = finding.maximum if high is None else high
        return f"{finding.noun} {between(finding, lowest, highest, pack.language)}"
    value = next(each for each in finding.values if each.id == value_id)
    return value.denies if isinstance(finding, Choices) and denied else value.says


def _stance(condition: Condition, cell: Cell) -> str:
    name = within(condition.name)
    if cell.share is None:
        return f"its likelihood ratio for {name} is published"
    if cell.stance is None:
        return f"with {name} another answer is more usual"  # what is left over never speaks for a condition
    often = f"{OFTEN[cell.stance]} {name}"
    return f"the opposite is {often}" if cell.denied else often


def _judged(language: str, condition: Condition, cell: Cell) -> str:
    if cell.share is None or cell.background is None:
        return ""
    with_it, of_all = percent(cell.share), percent(cell.background)
    if cell.denied:
        with_it, of_all = percent(1 - cell.share), percent(1 - cell.background)
    numbers = {"share": decimal(with_it, language), "of_all": decimal(of_all, language)}
    return say_in(language, _DENIED if cell.denied else _SAID, name=within(condition.name, language), **numbers)


def percent(share: float) -> str:
    """A share in per cent: whole, and below one with one figure."""
    return f"{100 * share:.0f}" if share >= 0.01 else f"{100 * share:.1g}"


def within(name: str, language: str = ENGLISH) -> str:
    """A name within a sentence: in English with a small first letter, unless its first word is written with more capitals."""
    first = name.split(" ", 1)[0]
    return name if language != ENGLISH or first != first.capitalize() else f"{name[:1].lower()}{name[1:]}"
