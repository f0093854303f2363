"""What a pack does to many random runners: which rules fire, how urgent they come out, what is never told apart."""

from collections.abc import Callable
from itertools import combinations

import polars as pl

from hipexpert.cohort.drawing import DrawingWeights, alarms_of, all_answered, drawn
from hipexpert.cohort.layers import column
from hipexpert.cohort.random_runners import SCHEMA, ConditionCount, LevelCount, NeverToldApart, RuleFirings, Simulation
from hipexpert.cohort.results import Inference
from hipexpert.engine import Problem, ProblemsError, Program
from hipexpert.engine.circuit import TRUE
from hipexpert.knowledge.packs.facts import weigh_id
from hipexpert.knowledge.packs.ladder import LEVELS
from hipexpert.knowledge.packs.pack import Pack
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
        if len(consistent) >= needed:
            tried += int(consistent["place"][needed - 1]) + 1
            consistent = consistent.head(needed)
        else:
            tried += len(block)
        counter.count(consistent.drop("place"))
        found += len(consistent)
        watch(found)
        if tried >= 20 * BLOCK and found < tried * FEWEST:
            help_text = "answer fewer questions (`answered`), or choose other weights"
            raise ProblemsError(
                [Problem("contradictory", f"of {tried:,} drawn people only {found:,} do not contradict themselves", "", help_text)]
            )
    return counter.simulation(runners, tried, seed, weights.answered)


class _Counter:
    def __init__(self, pack: Pack, program: Program) -> None:
        self.pack = pack
        answered = all_answered(pack)
        self.screen = Inference(pack, program, answered, ("contradictions",), pl, is_polars=True)
        self.inference = Inference(pack, program, answered, ("urgency", "at_most", "conditions", "rules"), pl, is_polars=True)
        self.conditions = sorted(each.id for each in pack.conditions if each.prior is not None)
        self.totals: dict[str, int] = {}

    def _best(self) -> pl.Expr:
        """The highest total of a runner's conditions; nothing where none is weighed."""
        circuit, layers = self.inference.circuit, self.inference.layers
        totals = []
        for weighed in circuit.weighs.values():
            total = pl.col(column(weighed.total))
            totals.append(total if weighed.taken == TRUE else pl.when(layers.node(weighed.taken)).then(total))
        return pl.max_horizontal(*totals) if totals else pl.lit(None, pl.Int32)

    def consistent(self, block: pl.DataFrame) -> pl.DataFrame:
        """The runners of a block that break no constraint, with their place in it."""
        lazy = block.with_row_index("place").lazy()
        for step in self.screen.layers:
            lazy = lazy.with_columns(*step)
        broken = [self.screen.layers.node(number) for number in self.screen.circuit.holds.values()]
        lazy = lazy.filter(~pl.any_horizontal(pl.lit(value=False), *broken)).select("place", *block.columns)
        return lazy.collect(engine="streaming")

    def count(self, block: pl.DataFrame) -> None:
        """Add what happens to these runners."""
        inference, circuit = self.inference, self.inference.circuit
        lazy = block.lazy()
        for step in inference.layers:
            lazy = lazy.with_columns(*step)
        # Each condition as a number from 0, not weighed, to 4, likely: what a runner's differential shows of it.
        bands, behind = self.pack.about.weighing.bands, self.pack.about.weighing.behind
        best = self._best()
        codes = []
        for condition in self.conditions:
            weighed = circuit.weighs.get(weigh_id(condition))
            code: pl.Expr = pl.lit(0, pl.Int8)
            if weighed is not None:
                total, one = pl.col(column(weighed.total)), pl.lit(1, pl.Int8)
                code = one
                for name in ("less_likely", "possible", "likely"):
                    reached = total >= bands[name]
                    if name in behind:
                        reached &= best - total <= behind[name]
                    code += pl.when(reached).then(one).otherwise(pl.lit(0, pl.Int8))
                if weighed.taken != TRUE:
                    code = pl.when(inference.layers.node(weighed.taken)).then(code).otherwise(pl.lit(0, pl.Int8))
            codes.append(code.alias(f"code {condition}"))
        level, at_most = (each.alias(name) for each, name in zip(inference.levels(), ("level", "at_most"), strict=True))
        fired = {name: number for name, number in circuit.fires.items() if number >= 0}
        kept = sorted({column(number) for number in fired.values()})
        frame = lazy.select(*kept, *codes, level, at_most).collect(engine="streaming")
        counts = frame.select(
            *(pl.col(column(number)).sum().alias(f"rule {name}") for name, number in fired.items()),
            *(pl.lit(len(frame)).alias(f"rule {name}") for name, number in circuit.fires.items() if number == TRUE),
            *((pl.col("level") == name).sum().alias(f"level {name}") for name in self.pack.stated_levels),
            *((pl.col("at_most") == name).sum().alias(f"at_most {name}") for name in LEVELS),
            *((pl.col(f"code {name}") > 0).sum().alias(f"weighed {name}") for name in self.conditions),
            *((pl.col(f"code {name}") >= 3).sum().alias(f"suspected {name}") for name in self.conditions),
        ).row(0, named=True)
        open_pairs = [pair for pair in combinations(self.conditions, 2) if not self.totals.get(f"pair {pair}")]
        if open_pairs:
            apart = frame.select((pl.col(f"code {a}") != pl.col(f"code {b}")).any().alias(f"pair {(a, b)}") for a, b in open_pairs)
            counts |= apart.row(0, named=True)
        for name, number in counts.items():
            self.totals[name] = self.totals.get(name, 0) + int(number)

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
