"""The result columns: urgency, how high it could still get, the first five conditions, the rules that fired."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hipexpert.cohort.answers import Answered, Numbers, Truths
from hipexpert.cohort.bits import BitPlan, BitRun
from hipexpert.cohort.sums import SumTables
from hipexpert.engine import Problem, ProblemsError, Program
from hipexpert.engine.circuit import FALSE, TRUE, Circuit, Sum, circuit_of
from hipexpert.knowledge.packs.facts import ANSWERED, CONTRADICTED, Fact, ids_of, weigh_id
from hipexpert.knowledge.packs.ladder import CALM, LEVELS, UNDETERMINED, rank
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.program import input_facts
from hipexpert.knowledge.packs.suggestions import did_you_mean, is_name, one_by_one
from hipexpert.knowledge.runner.reading_values import shown

RANKED = 5
PROBLEM = "problem"  # the column that names what could not be read
RESULTS: Mapping[str, tuple[str, ...]] = {
    "urgency": ("urgency",),
    "at_most": ("at_most",),
    "conditions": tuple(f"{kind}_{place}" for place in range(1, RANKED + 1) for kind in ("condition", "decibans")),
    "red_flags": ("red_flags",),
    "contradictions": ("contradictions",),
    "rules": ("rules",),
    "pack": ("pack_version", "pack_hash"),
}
PIECE = 16_384  # runners at a time: the bits of a whole circuit are then ten megabytes, and each operation is short
_TOGETHER = 10  # so many names are one column of numbers, each looked up as a text
STATED = (*LEVELS, UNDETERMINED)  # every level, by its number


def chosen_results(names: Iterable[str] | None) -> tuple[str, ...]:
    """The results asked for (all when None, a single name stands for itself), in their order.

    Raises :class:`ProblemsError` for a name that there is not.
    """
    asked = tuple(RESULTS) if names is None else one_by_one(names)
    wrong = [name for name in asked if not is_name(name, RESULTS)]
    if wrong or not asked:
        known = f"one of {', '.join(RESULTS)}"
        raise ProblemsError(
            [Problem("unknown-result", f"unknown result {shown(name)}", "", did_you_mean(name, RESULTS, known)) for name in wrong]
            or [Problem("unknown-result", "no result is asked for", "", known)]
        )
    # INVARIANT: a level never stands without the highest that is still possible, or self care would be said plainly.
    wanted = (*asked, "at_most") if "urgency" in asked else asked
    return tuple(name for name in RESULTS if name in wanted)


Coded = Mapping[str, NDArray[Any]]
"""Results as numbers, by the name of the column; of texts that join names, numbers of so many names each."""


@dataclass(frozen=True)
class Inference:
    """The results from the numbers of answers, for one pack and one set of answers."""

    pack: Pack
    program: Program
    answered: Answered
    results: tuple[str, ...]

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """The rules of the pack that take part, by id."""
        return tuple(sorted(rule.id for rule in self.pack.active_rules))

    @cached_property
    def red_flags(self) -> tuple[str, ...]:
        """The rules that raise an alarm from the answers themselves: they ask for a doctor within a week, or sooner."""
        alarms = {Fact("urgency", level).name for level in LEVELS if rank(level) >= rank("soon")}
        return tuple(
            name
            for name in self.rules
            if name not in self.program.late_rules and not alarms.isdisjoint(self.program.rule_by_id[name].conclusions)
        )

    @cached_property
    def _levels(self) -> tuple[str, ...]:
        """The facts of the levels that some rule concludes, the highest first."""
        known = set(self.program.facts)
        return tuple(fact for level in reversed(LEVELS) if (fact := Fact("urgency", level).name) in known)

    @cached_property
    def circuit(self) -> Circuit:
        """What the results need."""
        known = set(self.program.facts)
        rules = self.rules if "rules" in self.results else self.red_flags if "red_flags" in self.results else ()
        contradictions = [Fact("contradiction", each.id).name for each in self.pack.constraints] if "contradictions" in self.results else []
        return circuit_of(
            self.program,
            self.answered.varying,
            impossible=self.program.inputs - input_facts(self.pack),
            facts=[
                *(self._levels if {"urgency", "at_most"} & set(self.results) else ()),
                *(each for each in (ANSWERED, CONTRADICTED) if "urgency" in self.results and each in known),
                *(each for each in contradictions if each in known),
            ],
            rules=rules,
            tallies=[tally.id for tally in self.program.tallies] if "conditions" in self.results else (),
            possible=self._levels if "at_most" in self.results else (),
        )

    @cached_property
    def plan(self) -> BitPlan:
        """How the circuit is worked out. The levels that rest on sums come last, and only if no higher level settles the matter."""
        circuit = self.circuit
        nodes = [numbers[fact] for numbers in (circuit.holds, circuit.possible) for fact in self._levels if fact in numbers]
        return BitPlan(circuit, self.answered, nodes, [circuit.weighs[weigh_id(each)].total for each in self.candidates])

    def run(self, table: Numbers) -> BitRun:
        """The circuit worked out for the runners in a table of answers."""
        return BitRun(self.plan, table)

    def coded(self, table: Numbers) -> Coded:
        """The results of the runners in a table of answers, as numbers."""
        pieces = [self._coded(self.run(table[:, start : start + PIECE])) for start in range(0, max(table.shape[1], 1), PIECE)]
        return {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]} if len(pieces) > 1 else pieces[0]

    def _coded(self, run: BitRun) -> Coded:
        made: dict[str, NDArray[Any]] = {}
        for name in self.results:
            match name:
                case "urgency":
                    made["urgency"] = self.stated(run)
                case "at_most":
                    made["at_most"] = self.at_most(run)
                case "conditions" if self.candidates:
                    made |= self._conditions(run)
                case "red_flags" | "rules" | "contradictions":
                    made |= {f"{name} {place}": _joined(run, group) for place, (_, group) in enumerate(self._texts[name])}
        return made

    def told(self, coded: Coded, count: int) -> pl.DataFrame:
        """The results of so many runners as the columns of a frame."""
        made: dict[str, pl.Series] = {}
        for name in self.results:
            match name:
                case "urgency" | "at_most":
                    made[name] = _looked_up(STATED, coded[name][:count])
                case "conditions":
                    made |= self._told_conditions(coded, count)
                case "pack":
                    about = self.pack.about
                    said = {"pack_version": f"{about.id} {about.version}", "pack_hash": self.pack.content_hash}
                    made |= {column: pl.repeat(text, count, dtype=pl.String, eager=True) for column, text in said.items()}
                case _:
                    words = [words for words, _ in self._texts[name]]
                    pieces = [_looked_up(each, coded[f"{name} {place}"][:count]) for place, each in enumerate(words)]
                    made[name] = _together(pieces) if pieces else pl.repeat("", count, dtype=pl.String, eager=True)
        return pl.DataFrame({name: made[name] for group in self.results for name in RESULTS[group]})

    # --- levels -------------------------------------------------------------------------------------------------------

    def stated(self, run: BitRun) -> Numbers:
        """The stated level: a calm one only where the screen is answered and nothing contradicts itself."""
        holds = self.circuit.holds
        return self._level(run, holds, holds[ANSWERED] if self.pack.screen else TRUE, holds.get(CONTRADICTED, FALSE))

    def at_most(self, run: BitRun) -> Numbers:
        """The highest level that is still possible."""
        return self._level(run, self.circuit.possible)

    def _level(self, run: BitRun, numbers: Mapping[str, int], answered: int = TRUE, contradicted: int = FALSE) -> Numbers:
        """The highest level whose node is true; of the calm ones, where the node ``answered`` is not or ``contradicted`` is, that
        not enough is known. As a place among all levels.
        """
        found = np.full(run.rows, STATED.index("self_care"), dtype=np.uint8)
        is_open = np.ones(run.rows, dtype=np.bool_)
        levels = [(Fact.of(fact).id, numbers[fact]) for fact in self._levels]
        for name, number in [each for each in levels if each[0] not in CALM]:
            _settle(found, is_open, run.truths(number), name)
        _settle(found, is_open, ~run.truths(answered) | run.truths(contradicted), UNDETERMINED)
        for name, number in [each for each in levels if each[0] in CALM]:
            if is_open.any():
                _settle(found, is_open, run.truths(number), name)
        return found

    # --- the first five conditions ------------------------------------------------------------------------------------

    @cached_property
    def candidates(self) -> tuple[str, ...]:
        """The conditions that can be ranked; of two with equal totals the earlier one here comes first."""
        able = [each for each in self.pack.conditions if weigh_id(each.id) in self.circuit.weighs]
        return tuple(each.id for each in sorted(able, key=lambda each: (-rank(each.typical_urgency), each.id)))

    @cached_property
    def _behind(self) -> int:
        """By how much a tally that is not taken stands behind any that is."""
        sums = [self.circuit.nodes[each.total] for each in self.circuit.weighs.values()]
        return 2 * max((max(abs(each.lowest), abs(each.highest)) for each in sums if isinstance(each, Sum)), default=0) + 1

    @cached_property
    def _taken(self) -> SumTables:
        """How far behind each candidate is set."""
        sums = []
        for condition in self.candidates:
            taken = self.circuit.weighs[weigh_id(condition)].taken
            sums.append(Sum(0, ()) if taken == TRUE else Sum(-self._behind, ((taken, self._behind),)))
        return SumTables(self.plan.support, sums)

    def ranked(self, run: BitRun) -> NDArray[Any]:
        """The total of each candidate, a row for each runner; far below all others where it is not taken."""
        totals = run.totals([self.circuit.weighs[weigh_id(each)].total for each in self.candidates])
        kind = np.int32 if 2 * self._behind < np.iinfo(np.int32).max else np.int64  # of 16 bits the largest is found more slowly
        return totals.astype(kind) + run.summed(self._taken)

    def is_taken(self, ranked: NDArray[Any]) -> Truths:
        """Which of these totals are of tallies that are taken."""
        return ranked > -(self._behind // 2 + 1)

    def _conditions(self, run: BitRun) -> dict[str, NDArray[Any]]:
        ranked, rows = self.ranked(run), np.arange(run.rows)
        made: dict[str, NDArray[Any]] = {}
        for place in range(1, RANKED + 1):
            first = ranked.argmax(axis=1)
            total = ranked[rows, first]
            made[f"decibans_{place}"] = total.astype(np.int32)
            made[f"condition_{place}"] = np.where(self.is_taken(total), first + 1, 0).astype(np.uint16)
            ranked[rows, first] = np.iinfo(ranked.dtype).min
        return made

    def _told_conditions(self, coded: Coded, count: int) -> dict[str, pl.Series]:
        made: dict[str, pl.Series] = {}
        for place in range(1, RANKED + 1):
            if not self.candidates:
                made[f"condition_{place}"] = pl.repeat(None, count, dtype=pl.String, eager=True)
                made[f"decibans_{place}"] = pl.repeat(None, count, dtype=pl.Int32, eager=True)
                continue
            number, total = coded[f"condition_{place}"][:count], pl.Series(coded[f"decibans_{place}"][:count])
            made[f"condition_{place}"] = _looked_up((None, *self.candidates), number)
            made[f"decibans_{place}"] = total if number.all() else total.set(pl.Series(number == 0), None)
        return made

    # --- names in a text ----------------------------------------------------------------------------------------------

    @cached_property
    def _texts(self) -> Mapping[str, tuple[tuple[tuple[str | None, ...], tuple[int, ...]], ...]]:
        """For each result that joins names, group by group the texts that they can make, and the nodes that say which it is."""
        holds, found = self.circuit.holds, {}
        named = {
            "red_flags": [(name, self.circuit.fires.get(name, FALSE)) for name in self.red_flags],
            "rules": list(self.circuit.fires.items()),
            "contradictions": [(each, holds[Fact("contradiction", each).name]) for each in sorted(ids_of("contradiction", holds))],
        }
        for result, names in named.items():
            able = [each for each in names if each[1] != FALSE]
            groups = [able[start : start + _TOGETHER] for start in range(0, len(able), _TOGETHER)]
            found[result] = tuple((_every_text([name for name, _ in group]), tuple(node for _, node in group)) for group in groups)
        return found


def _every_text(names: Sequence[str]) -> tuple[str | None, ...]:
    """The text for each set of names, the first name being the lowest bit of its number; none for no names."""
    sets = ([name for place, name in enumerate(names) if number >> place & 1] for number in range(2 ** len(names)))
    return tuple(" ".join(each) or None for each in sets)


def _joined(run: BitRun, nodes: Sequence[int]) -> NDArray[np.uint16]:
    """The number of the set of nodes that are true."""
    found = np.zeros(run.rows, dtype=np.uint16)
    for node in reversed(nodes):
        found <<= 1
        found |= run.truths(node)
    return found


def _settle(found: Numbers, is_open: Truths, where: Truths, level: str) -> None:
    np.copyto(found, STATED.index(level), where=where & is_open)
    is_open &= ~where


def _looked_up(words: Sequence[str | None], numbers: NDArray[Any]) -> pl.Series:
    """The word that each number from 0 stands for."""
    return pl.Series(words, dtype=pl.String).gather(pl.Series(numbers.astype(np.uint32)))


def _together(pieces: Sequence[pl.Series]) -> pl.Series:
    """The texts of some columns as one."""
    return pl.select(pl.concat_str([pl.lit(each) for each in pieces], separator=" ", ignore_nulls=True)).to_series()
