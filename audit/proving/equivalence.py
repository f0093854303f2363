"""Whether two packs conclude the same of every runner: what shows a mutant of a rule to be no change at all."""

from collections.abc import Iterable
from typing import Any

import msgspec

from hipexpert.audit.proving.encoding import Encoding, changed_facts
from hipexpert.audit.proving.searching import World
from hipexpert.audit.proving.solving import EFFORT
from hipexpert.audit.proving.verdict import Verdict
from hipexpert.engine import CompiledProgram, Program, Run, Tally
from hipexpert.knowledge.packs.answer_space import AnswerSpace, Chosen, Question, space_of
from hipexpert.knowledge.packs.facts import Fact, FactKind
from hipexpert.knowledge.packs.options import Option
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import Limit
from hipexpert.knowledge.packs.program import limits_of, program_of
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number

INNER: tuple[FactKind, ...] = ("evidence",)


def equivalent(first: Pack | Program, second: Pack | Program, *, evidence: bool = False, effort: int = EFFORT) -> Verdict:
    """Whether two packs (or two programs) conclude the same from every set of answers; the witness is one they differ on.

    The same means: the same patterns, factors, suspicions, exclusions, urgency, advice and contradictions, and for each
    condition the same total, or none in both. With ``evidence`` also the same items of evidence, even where the totals agree.

    Of packs, the answers are those that the vocabularies allow; a finding that only one of them knows is an answer that the
    other ignores. Of programs, any set of input facts. Raises :class:`hipexpert.engine.ProblemsError` without z3, and
    :class:`hipexpert.engine.ProgramError` for a pack whose program has no meaning.
    """
    programs = [each if isinstance(each, Program) else program_of(each) for each in (first, second)]
    if isinstance(first, Pack) and isinstance(second, Pack):
        space = common_space(first, second)
    else:
        space = space_of_inputs(programs[0].inputs | programs[1].inputs)
    world = World(space, effort)
    one = world.encode(CompiledProgram(programs[0]))
    other = world.encode(CompiledProgram(programs[1]), like=one)
    differences = Differences(one, other, evidence=evidence)
    goal = differences.any_difference()
    if goal is None:
        return Verdict(True)
    return ~world.search([goal], lambda runners: differences.differ(runners[0])).verdict(space)


def common_space(first: Pack, second: Pack, more: Iterable[Limit] = ()) -> AnswerSpace:
    """The answers that either vocabulary allows; ``more`` are comparisons beside those of the rules.

    A value that only one pack knows is an answer that the other ignores. Of a number both must allow it. A finding whose type
    changed is two findings, the second with ``(new)`` after its name.
    """
    merged = {name: _merged(finding, second.findings.get(name)) for name, finding in first.findings.items()}
    limits = list(dict.fromkeys([*limits_of(first), *limits_of(second), *more]))
    both = space_of([*merged.values(), *(each for name, each in second.findings.items() if name not in merged)], limits)
    changed = [each for name, each in second.findings.items() if name in merged and not _is_same_type(first.findings[name], each)]
    again = {each._replace(finding=f"{each.finding} (new)"): options for each, options in space_of(changed, limits).options.items()}
    return AnswerSpace({**both.options, **again}).givable


def space_of_inputs(inputs: Iterable[str]) -> AnswerSpace:
    """The space in which each input fact is given or not, whatever the others are: for programs without a vocabulary."""
    return AnswerSpace({Question(name): (Option(True, frozenset({name})),) for name in sorted(inputs)})


def _is_same_type(first: Finding, second: Finding) -> bool:
    if isinstance(first, Number) and isinstance(second, Number):
        return max(first.minimum, second.minimum) <= min(first.maximum, second.maximum)
    return type(first) is type(second)


def _merged(first: Finding, second: Finding | None) -> Finding:
    """A finding with the answers that either form of it allows; of a number those that both allow."""
    if second is None or not _is_same_type(first, second):
        return first
    if isinstance(first, Number) and isinstance(second, Number):
        low, high = max(first.minimum, second.minimum), min(first.maximum, second.maximum)
        return msgspec.structs.replace(first, minimum=low, maximum=high, whole=first.whole or second.whole)
    if isinstance(first, (Choice, Choices)) and isinstance(second, (Choice, Choices)):
        known = {value.id for value in first.values}
        return msgspec.structs.replace(first, values=(*first.values, *(value for value in second.values if value.id not in known)))
    return first


class Differences:
    """What two programs conclude differently from the same answers, as a formula and by running both."""

    def __init__(self, one: Encoding, other: Encoding, *, evidence: bool) -> None:
        self.one = one
        self.other = other
        self.ignored: tuple[FactKind, ...] = () if evidence else INNER
        changed = changed_facts(one.program, other.program, other.unlike)
        self.facts = sorted(fact for fact in changed - other.unlike if Fact.of(fact).kind not in self.ignored)
        self.tallies = [
            name
            for name in sorted({*one.program.tally_by_id, *other.program.tally_by_id})
            if self._tally_changed(one.program.tally_by_id.get(name), other.program.tally_by_id.get(name), changed)
        ]

    @staticmethod
    def _tally_changed(first: Tally | None, second: Tally | None, changed: frozenset[str]) -> bool:
        return first is None or first != second or not changed.isdisjoint(first.mentions())

    def any_difference(self) -> Any:
        """The formula that some conclusion or total differs; None when nothing could."""
        solver = self.one.solver
        parts = [solver.negation(solver.equal(self.one.fact(fact), self.other.fact(fact))) for fact in self.facts]
        parts += [part for name in self.tallies for part in self._totals_differ(name)]
        return solver.disjunction(parts) if parts else None

    def _totals_differ(self, name: str) -> list[Any]:
        solver = self.one.solver
        tallies = [each.program.tally_by_id.get(name) for each in (self.one, self.other)]
        taken = [
            each.taken(tally) if tally is not None else solver.false for each, tally in zip((self.one, self.other), tallies, strict=True)
        ]
        found = [solver.negation(solver.equal(*taken))]
        if tallies[0] is not None and tallies[1] is not None:
            plus, minus = self.one.counted(tallies[0]), self.other.counted(tallies[1])
            less = tallies[1].base - tallies[0].base
            more = [*plus, *((term, -weight) for term, weight in minus)]
            fewer = [(term, -weight) for term, weight in more]
            found += [
                solver.conjunction([*taken, solver.sum_at_least(terms, bound)]) for terms, bound in ((more, less + 1), (fewer, 1 - less))
            ]
        return found

    def differ(self, chosen: Chosen) -> bool:
        """Whether the engine concludes something different from these answers."""
        both = [(each, each.answers.given(chosen)) for each in (self.one, self.other)]
        one, other = (self._shown(each.compiled.run(given & each.program.inputs), given) for each, given in both)
        return one != other

    def _shown(self, run: Run, given: frozenset[str]) -> tuple[frozenset[str], dict[str, int]]:
        return frozenset(fact for fact in run.facts - given if Fact.of(fact).kind not in self.ignored), run.totals
