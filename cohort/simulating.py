"""What a pack does to many random runners: which rules fire, how urgent they come out, what is never told apart."""

from collections import Counter
from collections.abc import Callable
from itertools import combinations
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hipexpert.cohort.answers import Numbers
from hipexpert.cohort.bits import BitRun
from hipexpert.cohort.drawing import DrawingWeights, alarms_of, drawn
from hipexpert.cohort.encoding import AnswerColumns
from hipexpert.cohort.frames import polars_columns
from hipexpert.cohort.mapping import FrameMapping
from hipexpert.cohort.results import PIECE, STATED, Inference
from hipexpert.engine import Problem, ProblemsError, Program
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.runner.random_runners import SCHEMA, ConditionCount, LevelCount, NeverToldApart, RuleFirings, Simulation
from hipexpert.knowledge.runner.results import Knowledge

BLOCK = 50_000
FEWEST = 0.001  # when fewer of the drawn runners than this are consistent, something is wrong with the weights or the pack
NOTE = (
    "Random people are drawn answer by answer from the vocabulary. They show what the rules can do, not how often anything "
    "happens among real people."
)


def simulate(
    pack: Pack,
    program: Program,
    runners: int,
    seed: int = 1,
    weights: DrawingWeights | None = None,
    watch: Callable[[int], None] = lambda _: None,
) -> Simulation:
    """What the pack concludes about so many random runners. ``watch`` is told how many are done.

    Raises :class:`ProblemsError` when hardly any drawn runner is free of contradictions.
    """
    weights = weights or DrawingWeights()
    counter, alarms = _Counter(pack, program), alarms_of(pack, program)
    found = tried = 0
    while found < runners:
        block = drawn(pack, weights, alarms, seed, tried, BLOCK)
        consistent = counter.consistent(block)
        needed = runners - found
        if len(consistent.places) >= needed:
            tried += int(consistent.places[needed - 1]) + 1
            consistent = ConsistentRunners(consistent.places[:needed], consistent.table)
        else:
            tried += len(block)
        counter.count(consistent)
        found += len(consistent.places)
        watch(found)
        if tried >= 20 * BLOCK and found < tried * FEWEST:
            help_text = "answer fewer questions (`answered`), or choose other weights"
            raise ProblemsError(
                [Problem("contradictory", f"of {tried:,} drawn people only {found:,} do not contradict themselves", "", help_text)]
            )
    return counter.simulation(runners, tried, seed, weights.answered)


class ConsistentRunners(NamedTuple):
    """Which runners of a block contradict nothing, by their places, and the table of all their answers."""

    places: NDArray[np.intp]
    table: Numbers


class _Counter:
    def __init__(self, pack: Pack, program: Program) -> None:
        self.pack = pack
        nobody = drawn(pack, DrawingWeights(), frozenset(), 1, 0, 0)
        self.answers = AnswerColumns(pack, polars_columns(pack, nobody.schema, FrameMapping()))
        self.screen = Inference(pack, program, self.answers.answered, ("contradictions",))
        self.inference = Inference(pack, program, self.answers.answered, ("urgency", "at_most", "conditions", "rules"))
        self.conditions = sorted(each.id for each in pack.conditions if each.prior is not None)
        self.totals: Counter[str] = Counter()

    def consistent(self, block: pl.DataFrame) -> ConsistentRunners:
        """The runners of a block that break no constraint."""
        table = self.answers.recorded(block).table
        broken = np.zeros(table.shape[1], dtype=np.bool_)
        for start in range(0, len(broken), PIECE):
            run = self.screen.run(table[:, start : start + PIECE])
            for number in self.screen.circuit.holds.values():
                broken[start : start + PIECE] |= run.truths(number)
        return ConsistentRunners(np.flatnonzero(~broken[: len(block)]), table)

    def count(self, runners: ConsistentRunners) -> None:
        """Add what happens to these runners."""
        for start in range(0, len(runners.places), PIECE):
            chosen = runners.table[:, runners.places[start : start + PIECE]]
            rows = chosen.shape[1]
            self._count(self.inference.run(np.pad(chosen, ((0, 0), (0, -rows % 64)))), rows)

    def _count(self, run: BitRun, rows: int) -> None:
        inference = self.inference
        self.totals.update({f"rule {name}": int(run.truths(number)[:rows].sum()) for name, number in inference.circuit.fires.items()})
        for kind, levels in (("level", inference.stated(run)), ("at_most", inference.at_most(run))):
            for level, count in zip(STATED, np.bincount(levels[:rows], minlength=len(STATED)).tolist(), strict=True):
                self.totals[f"{kind} {level}"] += count
        codes = self._codes(run, rows)
        for name, code in codes.items():
            self.totals[f"weighed {name}"] += int((code > 0).sum())
            self.totals[f"suspected {name}"] += int((code >= 3).sum())
        for a, b in combinations(self.conditions, 2):
            if not self.totals[f"pair {(a, b)}"]:
                self.totals[f"pair {(a, b)}"] += bool((codes[a] != codes[b]).any())

    def _codes(self, run: BitRun, rows: int) -> dict[str, Numbers]:
        """Each condition as a number from 0, not weighed, to 4, likely: what a runner's differential shows of it."""
        found = dict.fromkeys(self.conditions, np.zeros(rows, dtype=np.int8))
        bands, behind = self.pack.about.weighing.bands, self.pack.about.weighing.behind
        if not self.inference.candidates:
            return found
        ranked = self.inference.ranked(run)[:rows].astype(np.int64)
        best, taken = ranked.max(axis=1), self.inference.is_taken(ranked)
        for place, condition in enumerate(self.inference.candidates):
            if condition in found:
                total = ranked[:, place]
                code = np.ones(rows, dtype=np.int8)
                for name in ("less_likely", "possible", "likely"):
                    code += (total >= bands[name]) & (best - total <= behind[name] if name in behind else True)
                found[condition] = code * taken[:, place]
        return found

    def simulation(self, runners: int, tried: int, seed: int, answered: float) -> Simulation:
        """Everything counted, as a value."""
        totals = self.totals
        titles = {rule.id: rule.title for rule in self.pack.active_rules}
        rules = [RuleFirings(name, titles[name], totals.get(f"rule {name}", 0)) for name in self.inference.rules]
        pairs = [
            NeverToldApart(a, b, totals.get(f"weighed {a}", 0))
            for a, b in combinations(self.conditions, 2)
            if not totals.get(f"pair {(a, b)}")
        ]
        about = self.pack.about
        return Simulation(
            schema=SCHEMA,
            runners=runners,
            drawn=tried,
            seed=seed,
            answered=answered,
            levels=tuple(
                LevelCount(name, totals.get(f"level {name}", 0), totals.get(f"at_most {name}", 0))
                for name in reversed(self.pack.stated_levels)
            ),
            rules=tuple(sorted(rules, key=lambda each: (-each.runners, each.rule))),
            never_fired=tuple(each.rule for each in sorted(rules, key=lambda each: each.rule) if not each.runners),
            conditions=tuple(
                ConditionCount(name, totals.get(f"weighed {name}", 0), totals.get(f"suspected {name}", 0)) for name in self.conditions
            ),
            never_separated=tuple(sorted(pairs, key=lambda each: (-each.weighed, each.first, each.second))),
            knowledge=Knowledge.of(self.pack),
            note=NOTE,
            disclaimer=about.disclaimer,
        )
