"""Random runners: plausible answers drawn from the vocabulary, the same for the same seed on every machine."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from hipexpert.engine import Closure, Problem, ProblemsError, Program
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import LEVELS, rank
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import is_number
from hipexpert.knowledge.packs.program import input_facts
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, YesNo
from hipexpert.knowledge.runner.answers import AnswerKey

ANSWERED = 0.5  # how often a question is answered at all, unless the weights say otherwise
YES = 0.3
PRESENT = 0.1  # of each value of a choices finding
ALARM = 0.01  # of an answer that is an alarm all by itself: otherwise nearly every runner would be an emergency
_WEIGHTS_BYTES = 1_000_000
_EXAMPLE = "for instance `answered: 0.8` and `findings: {limp: 0.2, pain_side: {left: 2, right: 1}, age_years: [18, 60]}`"


@dataclass(frozen=True)
class DrawingWeights:
    """How often each answer is drawn: ``answered`` the share of questions answered; ``findings`` for a yes/no finding the
    share of yes, for a choice how often each value relative to the others, for choices the share of each value, for a number
    the lowest and the highest that are drawn.
    """

    answered: float = ANSWERED
    findings: Mapping[str, float | Mapping[str, float] | Sequence[float]] = field(default_factory=dict)


def read_weights_file(path: Path, pack: Pack) -> DrawingWeights:
    """The weights in a YAML or JSON file. Raises :class:`ProblemsError` with every problem."""
    text = reading.parse(reading.read_bytes(path, _WEIGHTS_BYTES), str(path))
    reader = _Reader(pack, text)
    weights = reader.read(text.data)
    if reader.problems:
        raise ProblemsError(reader.problems)
    return weights


class _Reader:
    def __init__(self, pack: Pack, text: reading.Text) -> None:
        self.pack = pack
        self.text = text
        self.problems: list[Problem] = []

    def _wrong(self, message: str, help_text: str, *where: str) -> None:
        self.problems.append(Problem("bad-weights", message, self.text.place(*where), help_text))

    def read(self, data: object) -> DrawingWeights:
        if not isinstance(data, dict):
            self._wrong(f"weights are a mapping, not {reading.describe(data)}", _EXAMPLE)
            return DrawingWeights()
        for key in data:
            if key not in {"answered", "findings"}:
                self._wrong(f"unknown key `{key}`", did_you_mean(str(key), ["answered", "findings"], _EXAMPLE), str(key))
        answered, findings = data.get("answered", ANSWERED), data.get("findings") or {}
        if not _is_share(answered):
            self._wrong("`answered` is a share from 0 to 1", _EXAMPLE, "answered")
            answered = ANSWERED
        if not isinstance(findings, dict):
            self._wrong("`findings` is a mapping of findings to weights", _EXAMPLE, "findings")
            return DrawingWeights()
        for name, weight in findings.items():
            self._check(str(name), weight)
        return DrawingWeights(float(answered), findings)

    def _check(self, name: str, weight: object) -> None:
        finding = self.pack.findings.get(name)
        where = ("findings", name)
        match finding:
            case None:
                self._wrong(f"unknown finding `{name}`", did_you_mean(name, self.pack.findings), *where)
            case Number():
                self._check_range(finding, weight)
            case YesNo():
                if not _is_share(weight):
                    self._wrong(f"the weight of `{name}` is the share of yes, from 0 to 1", _EXAMPLE, *where)
            case _:
                self._check_values(finding, weight)

    def _check_range(self, finding: Number, weight: object) -> None:
        ends: list[Any] = weight if isinstance(weight, list) else []
        if len(ends) != 2 or not all(map(is_number, ends)) or not finding.minimum <= ends[0] <= ends[1] <= finding.maximum:
            message = f"the weight of `{finding.id}` is the lowest and the highest number to draw"
            help_text = f"for instance `{finding.id}: [{finding.minimum:g}, {finding.maximum:g}]`, which is all that it takes"
            self._wrong(message, help_text, "findings", finding.id)

    def _check_values(self, finding: Choice | Choices, weight: object) -> None:
        names = [value.id for value in finding.values]
        where = ("findings", finding.id)
        if not isinstance(weight, dict) or not weight:
            self._wrong(f"the weights of `{finding.id}` map its values to numbers", _EXAMPLE, *where)
            return
        for value, each in weight.items():
            if value not in names:
                self._wrong(f"`{value}` is no value of `{finding.id}`", did_you_mean(str(value), names), *where)
            elif not is_number(each) or each < 0 or (isinstance(finding, Choices) and each > 1):
                self._wrong(f"the weight of `{finding.id}.{value}` is no share", _EXAMPLE, *where)
        if isinstance(finding, Choice) and not any(is_number(each) and each > 0 for each in weight.values()):
            self._wrong(f"no value of `{finding.id}` has a weight above 0", _EXAMPLE, *where)


def _is_share(value: object) -> bool:
    return is_number(value) and 0 <= value <= 1  # type: ignore[operator]


def alarms_of(pack: Pack, program: Program) -> frozenset[str]:
    """The facts that are an alarm all by themselves: whatever else is said, the runner needs a doctor within 24 hours."""
    closure = Closure(program)
    dangers = [Fact("urgency", level).name for level in LEVELS if rank(level) >= rank("urgent")]
    return frozenset(fact for fact in input_facts(pack) if any(map(closure.of([fact]).holds, dangers)))


def drawn(pack: Pack, weights: DrawingWeights, alarms: frozenset[str], seed: int, start: int, count: int) -> pl.DataFrame:
    """The answers of the runners numbered from ``start``, as a table with a column for every finding.

    ``alarms`` are drawn rarely, unless the weights say how often.
    """
    limits = AnswerKey(pack).limits
    expressions: list[pl.Expr] = []
    for number, finding in enumerate(pack.findings.values()):
        draw = _Draws(seed, number)
        is_answered = draw.share("answered") < weights.answered
        bounds = [limit.bound for limit in limits.get(finding.id, ())]
        for name, answer in _answers(finding, weights, alarms, draw, bounds).items():
            expressions.append(pl.when(is_answered).then(answer).alias(name))
    return (
        pl.select(pl.int_range(start, start + count, dtype=pl.UInt64).alias("index"))
        .lazy()
        .select(*expressions)
        .collect(engine="streaming")
    )


class _Draws:
    """Independent random shares for one finding; the stream of each name is its own."""

    def __init__(self, seed: int, number: int) -> None:
        self._key = (seed * 1_000_003 + number) * 1_009
        self._names: dict[str, int] = {}

    def share(self, name: str) -> pl.Expr:
        """Numbers from 0 (included) to 1, one for each runner (SplitMix64: Steele, Lea & Flood 2014)."""
        stream = self._key + self._names.setdefault(name, len(self._names))
        bits = _mixed(pl.col("index") + pl.lit(_mixed_number(stream), pl.UInt64))
        return (bits // 2**11).cast(pl.Float64) * 2.0**-53


_MASK = 2**64 - 1
_GOLDEN, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def _mixed(bits: pl.Expr) -> pl.Expr:
    bits = bits * pl.lit(_GOLDEN, pl.UInt64)
    bits = (bits ^ (bits // 2**30)) * pl.lit(_FIRST, pl.UInt64)
    bits = (bits ^ (bits // 2**27)) * pl.lit(_SECOND, pl.UInt64)
    return bits ^ (bits // 2**31)


def _mixed_number(number: int) -> int:
    bits = (number * _GOLDEN) & _MASK
    bits = ((bits ^ (bits >> 30)) * _FIRST) & _MASK
    bits = ((bits ^ (bits >> 27)) * _SECOND) & _MASK
    return bits ^ (bits >> 31)


def _answers(finding: Finding, weights: DrawingWeights, alarms: frozenset[str], draw: _Draws, bounds: list[float]) -> dict[str, pl.Expr]:
    weight = weights.findings.get(finding.id)
    match finding:
        case YesNo():
            usual = ALARM if f"{finding.id}=yes" in alarms else 1 - ALARM if f"{finding.id}=no" in alarms else YES
            return {finding.id: draw.share("yes") < (weight if isinstance(weight, (int, float)) else usual)}
        case Choices():
            shares = weight if isinstance(weight, Mapping) else {}
            return {
                f"{finding.id}.{each.id}": draw.share(each.id) < shares.get(each.id, 0.0 if shares else PRESENT) for each in finding.values
            }
        case Choice():
            relative = (
                weight
                if isinstance(weight, Mapping)
                else {each.id: ALARM if f"{finding.id}={each.id}" in alarms else 1.0 for each in finding.values}
            )
            return {finding.id: _chosen(draw.share("value"), {each.id: relative.get(each.id, 0.0) for each in finding.values})}
        case Number():
            low, high = weight if isinstance(weight, Sequence) else (finding.minimum, finding.maximum)
            return {finding.id: _number(finding, draw, bounds, float(low), float(high))}


def _chosen(share: pl.Expr, relative: Mapping[str, float]) -> pl.Expr:
    """One of several values, each as often as its weight says."""
    able = [value for value, weight in relative.items() if weight > 0]
    total, reached = sum(relative.values()), 0.0
    chosen: Any = pl.when(pl.lit(value=False)).then(pl.lit(able[-1]))
    for value in able[:-1]:
        reached += relative[value] / total
        chosen = chosen.when(share < reached).then(pl.lit(value))
    answer: pl.Expr = chosen.otherwise(pl.lit(able[-1]))
    return answer


def _number(finding: Number, draw: _Draws, bounds: list[float], lowest: float, highest: float) -> pl.Expr:
    """A number from between two neighbouring limits of the rules, or on one: each limit is met from both sides."""
    cuts = sorted({lowest, highest, *(bound for bound in bounds if lowest <= bound <= highest)})
    spans = max(len(cuts) - 1, 1)
    widths = [high - low for low, high in pairwise(cuts)] or [0.0]
    place = (draw.share("span") * spans).cast(pl.Int32)
    low, width = (place.replace_strict(list(range(spans)), values[:spans]) for values in (cuts, widths))
    value = low.cast(pl.Float64) + width.cast(pl.Float64) * draw.share("place")
    if not finding.whole:
        return value.round(1).clip(lowest, highest)
    return value.round(0).clip(math.ceil(lowest), math.floor(highest))
