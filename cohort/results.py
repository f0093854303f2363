"""The result columns: urgency, how high it could still get, the first five conditions, the rules that fired."""

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from hipexpert.cohort.answers import Answered
from hipexpert.cohort.layers import Expression, Layers, Namespace, column, tree, width
from hipexpert.engine import Problem, ProblemsError, Program
from hipexpert.engine.circuit import FALSE, TRUE, Circuit, circuit_of
from hipexpert.knowledge.packs.facts import ANSWERED, CONTRADICTED, Fact, ids_of, weigh_id
from hipexpert.knowledge.packs.ladder import CALM, LEVELS, UNDETERMINED, rank
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.program import input_facts
from hipexpert.knowledge.packs.suggestions import did_you_mean

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
_TOGETHER = 10  # so many rules are one column of codes, each code looked up as a text
_RANKED_KEY = "__hipexpert_ranked_{}"
_PLACE = "__hipexpert_place_{}"


def chosen_results(names: Iterable[str] | None) -> tuple[str, ...]:
    """The results asked for (all when None), in their order. Raises :class:`ProblemsError` for a name that there is not."""
    wanted = list(RESULTS) if names is None else list(names)
    wrong = [name for name in wanted if name not in RESULTS]
    if wrong or not wanted:
        known = f"one of {', '.join(RESULTS)}"
        raise ProblemsError(
            [Problem("unknown-result", f"unknown result `{name}`", "", did_you_mean(name, RESULTS, known)) for name in wrong]
            or [Problem("unknown-result", "no result is asked for", "", known)]
        )
    # INVARIANT: a level never stands without the highest that is still possible, or self care would be said plainly.
    wanted += ["at_most"] if "urgency" in wanted else []
    return tuple(name for name in RESULTS if name in wanted)


@dataclass(frozen=True)
class Inference:
    """The columns of results from the typed columns of answers, for one pack, one set of answers and one namespace.

    ``is_polars``: the namespace is polars itself, so what polars does faster is used.
    """

    pack: Pack
    program: Program
    answered: Answered
    results: tuple[str, ...]
    ns: Namespace
    is_polars: bool

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
    def layers(self) -> Layers:
        """The circuit in layers."""
        weighed = {number for each in self.circuit.weighs.values() for number in (each.taken, each.total)}
        asked = self.answered.asked(self.ns, self.circuit.inputs) if self.is_polars else ()  # elsewhere one step more costs more
        ready = frozenset(each.meta.output_name() for each in asked)
        read = partial(self.answered.read, self.ns, ready=ready, is_polars=self.is_polars)
        return Layers(self.ns, self.circuit, read, frozenset(self._told | weighed), asked)

    @cached_property
    def _told(self) -> set[int]:
        """The nodes of which the results tell directly."""
        return {*self.circuit.holds.values(), *self.circuit.fires.values(), *self.circuit.possible.values()}

    @cached_property
    def read_in_the_end(self) -> set[str]:
        """The columns that ``chosen`` reads."""
        places = range(1, RANKED + 1) if self._ranking() else ()
        return {column(number) for number in self._told if number >= 0} | {_PLACE.format(place) for place in places}

    @cached_property
    def steps(self) -> tuple[tuple[Expression, ...], ...]:
        """The layers of expressions, one after another; the last gives the results but for those in ``chosen``."""
        return tuple(tuple(layer) for layer in [*self.layers, *self._ranking()])

    @cached_property
    def chosen(self) -> tuple[Expression, ...]:
        """The named expressions of the results, to be selected after all steps."""
        made: dict[str, Expression] = {}
        for name in self.results:
            match name:
                case "urgency":
                    made["urgency"] = self._stated()
                case "at_most":
                    made["at_most"] = self._level(self.circuit.possible)
                case "conditions":
                    made |= self._conditions()
                case "red_flags":
                    made["red_flags"] = self._text({name: self.circuit.fires[name] for name in self.red_flags})
                case "rules":
                    made["rules"] = self._text(self.circuit.fires)
                case "contradictions":
                    found = sorted(ids_of("contradiction", self.circuit.holds))
                    made["contradictions"] = self._text({each: self.circuit.holds[Fact("contradiction", each).name] for each in found})
                case "pack":
                    about = self.pack.about
                    made["pack_version"] = self.ns.lit(f"{about.id} {about.version}")
                    made["pack_hash"] = self.ns.lit(self.pack.content_hash)
        readable = self.ns.col(PROBLEM) == ""
        kept = [made[name] for group in self.results for name in RESULTS[group]]
        names = [name for group in self.results for name in RESULTS[group]]
        return tuple(self.ns.when(readable).then(value).alias(name) for name, value in zip(names, kept, strict=True))

    def levels(self) -> tuple[Expression, Expression]:
        """The level, and the highest level that is still possible."""
        return self._stated(), self._level(self.circuit.possible)

    def _stated(self) -> Expression:
        """The stated level: a calm one only where the screen is answered and nothing contradicts itself."""
        holds = self.circuit.holds
        return self._level(holds, holds[ANSWERED] if self.pack.screen else TRUE, holds.get(CONTRADICTED, FALSE))

    def _level(self, numbers: Mapping[str, int], answered: int = TRUE, contradicted: int = FALSE) -> Expression:
        """The highest level whose node is true; of the calm ones, where the node ``answered`` is not or ``contradicted`` is, that
        not enough is known.
        """
        ns, layers = self.ns, self.layers
        level: Expression = ns.lit("self_care")
        levels = [(Fact.of(fact).id, numbers[fact]) for fact in reversed(self._levels)]
        for name, number in levels:
            if name in CALM:
                level = ns.when(layers.node(number)).then(ns.lit(name)).otherwise(level)
        unknown = ns.lit(UNDETERMINED)
        if answered != TRUE:
            level = unknown if answered == FALSE else ns.when(layers.node(answered)).then(level).otherwise(unknown)
        if contradicted != FALSE:
            level = unknown if contradicted == TRUE else ns.when(layers.node(contradicted)).then(unknown).otherwise(level)
        for name, number in levels:
            if name not in CALM:
                level = ns.when(layers.node(number)).then(ns.lit(name)).otherwise(level)
        return level

    # --- the first five conditions ------------------------------------------------------------------------------------

    @cached_property
    def _candidates(self) -> tuple[str, ...]:
        """The conditions that can be ranked; of two with equal totals the later one here comes first."""
        able = [each for each in self.pack.conditions if weigh_id(each.id) in self.circuit.weighs]
        able.sort(key=lambda each: (-rank(each.typical_urgency), each.id), reverse=True)
        return tuple(each.id for each in able)

    @cached_property
    def _lowest(self) -> int:
        totals = [self.circuit.nodes[each.total] for each in self.circuit.weighs.values()]
        return min((getattr(total, "lowest", 0) for total in totals), default=0)

    def _ranking(self) -> list[list[Expression]]:
        """The steps that find the first five: a condition's key is its total and its place among equals in one number."""
        if "conditions" not in self.results or not self._candidates:
            return []
        ns, base = self.ns, len(self._candidates) + 1
        highest = max(getattr(self.circuit.nodes[each.total], "highest", 0) for each in self.circuit.weighs.values())
        kind = getattr(ns, width(0, (highest - self._lowest + 1) * base))
        keys = []
        for place, condition in enumerate(self._candidates, 1):
            weighed = self.circuit.weighs[weigh_id(condition)]
            key = self.layers.node(weighed.total).cast(kind) * ns.lit(base, kind) + ns.lit(place - self._lowest * base, kind)
            if weighed.taken >= 0:
                key = ns.when(self.layers.node(weighed.taken)).then(key).otherwise(ns.lit(0, kind))
            keys.append(key.alias(_RANKED_KEY.format(place)))
        steps = [keys]
        names = [_RANKED_KEY.format(place) for place in range(1, base)]
        for place in range(1, RANKED + 1):
            left = [ns.col(name) for name in names]
            if place > 1:
                before = ns.col(_PLACE.format(place - 1))
                left = [ns.when(key < before).then(key).otherwise(ns.lit(0, kind)) for key in left]
            steps.append([_largest(ns, left).alias(_PLACE.format(place))])
        return steps

    def _conditions(self) -> dict[str, Expression]:
        ns, base = self.ns, len(self._candidates) + 1
        made: dict[str, Expression] = {}
        for place in range(1, RANKED + 1):
            if not self._candidates:
                made[f"condition_{place}"] = ns.lit(None, ns.String)
                made[f"decibans_{place}"] = ns.lit(None, ns.Int32)
                continue
            key = ns.col(_PLACE.format(place)).cast(ns.Int32)
            number = key % base
            made[f"condition_{place}"] = ns.when(number > 0).then(looked_up(ns, number, ["", *self._candidates], is_polars=self.is_polars))
            total = ((key - number) // base).cast(ns.Int32) + self._lowest
            made[f"decibans_{place}"] = ns.when(number > 0).then(total)
        return made

    def _text(self, numbers: Mapping[str, int]) -> Expression:
        """The names whose node is true, separated by spaces."""
        named = [(name, self.layers.node(number)) for name, number in numbers.items() if number != FALSE]
        return joined(self.ns, named, " ", is_polars=self.is_polars)


def joined(ns: Namespace, named: Sequence[tuple[str, Expression]], between: str, *, is_polars: bool) -> Expression:
    """The names whose expression is true, as one text."""
    size = _TOGETHER if is_polars else 1
    pieces = [_piece(ns, named[start : start + size], between, is_polars=is_polars) for start in range(0, len(named), size)]
    while len(pieces) > 1:  # an engine's functions take so many arguments and no more
        groups = [pieces[start : start + 50] for start in range(0, len(pieces), 50)]
        pieces = [ns.concat_str(*group) if len(group) > 1 else group[0] for group in groups]
    return pieces[0].str.strip_chars(between) if pieces else ns.lit("")


def _piece(ns: Namespace, named: Sequence[tuple[str, Expression]], between: str, *, is_polars: bool) -> Expression:
    if not is_polars:
        ((name, held),) = named
        return ns.when(held).then(ns.lit(f"{name}{between}")).otherwise(ns.lit(""))
    names = [name for name, _ in named]
    words = ["".join(f"{name}{between}" for place, name in enumerate(names) if code >> place & 1) for code in range(2 ** len(names))]
    kind = ns.Int16
    codes = [ns.when(held).then(ns.lit(1 << place, kind)).otherwise(ns.lit(0, kind)) for place, (_, held) in enumerate(named)]
    return looked_up(ns, tree(operator.add, codes), words, is_polars=is_polars)


def looked_up(ns: Namespace, number: Expression, words: Sequence[str], *, is_polars: bool) -> Expression:
    """The word that a number from 0 stands for."""
    if is_polars:
        return number.replace_strict(list(range(len(words))), list(words), return_dtype=ns.String)
    return ns.coalesce(*(ns.when(number == place).then(ns.lit(word)) for place, word in enumerate(words)))


def _largest(ns: Namespace, parts: list[Any]) -> Expression:
    while len(parts) > 1:
        parts = [ns.max_horizontal(*parts[start : start + 20]) for start in range(0, len(parts), 20)]
    return parts[0]
