"""Questions in one line to the prover: what never, always or possibly is, and how two rules or premises stand to each other.

The language is that of rules: a premise is written as under ``when``, a rule is named by its id.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.second_solver import require_cvc5, version
from hipexpert.audit.proving.solving import require_z3
from hipexpert.audit.proving.two_packs import TwoPacks
from hipexpert.audit.proving.values import SCHEMA, ProofCertificate
from hipexpert.audit.proving.verdict import Verdict
from hipexpert.engine import Problem, ProblemsError, holds
from hipexpert.knowledge import did_you_mean
from hipexpert.knowledge.packs.answer_space import Chosen
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import LEVELS, Level, caution
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.parsing import names_of
from hipexpert.knowledge.packs.premises import Limit, Premise, PremiseReader, leaves, to_gate
from hipexpert.knowledge.packs.reading import parse
from hipexpert.knowledge.runner.levels import level_of
from hipexpert.knowledge.runner.results import Knowledge

OF_ONE, OF_TWO = ("never", "always", "possible"), ("subsumed", "disjoint", "equivalent")
HELP = "such as `never: {fever: true} below urgent`, `possible: {urgency: emergency}` or `disjoint: [a-rule, another-rule]`"
_PLACE = "the query"
_TOLD = re.compile(r"\s+(?P<what>below|above|with)\s+(?P<name>[\w-]+)\s*$")
_SHIFT = re.compile(r"\s+(?P<what>lower|higher)\s*$")
Direction = Literal["lower", "higher"]


class Query(Struct, frozen=True):
    """A question: its ``kind``, the premises that it is about, and of ``never`` the level or the advice that must not be told; of two packs
    whether the level of the second must not be ``lower``, or ``higher``, than that of the first.
    """

    text: str
    kind: str
    premises: tuple[Premise, ...]
    below: Level | None = None
    above: Level | None = None
    advice: str = ""
    shift: Direction | None = None


def read_query(text: str, pack: Pack, beside: Pack | None = None) -> Query:
    """The question that a line asks of a pack, or of a pack and another ``beside`` it, which the second premise is then about. Raises
    ProblemsError with what is wrong with it.
    """
    told = _TOLD.search(text) or _SHIFT.search(text)
    what = told["what"] if told else ""
    data = parse(text[: told.start()].encode() if told else text.encode(), _PLACE).data
    if not isinstance(data, dict) or len(data) != 1 or not set(data) <= {*OF_ONE, *OF_TWO}:
        first = next(iter(data), "") if isinstance(data, dict) else ""
        raise _wrong("bad-query", "a query begins with what it asks", did_you_mean(str(first), (*OF_ONE, *OF_TWO), HELP))
    ((kind, asked),) = data.items()
    if what and kind != "never":
        raise _wrong("bad-query", f"`{what}` goes with `never`, not with `{kind}`", HELP)
    _check_number_of_packs(text, kind, what, two=beside is not None)
    parts = asked if kind in OF_TWO and isinstance(asked, list) else [asked] * (1 + (kind in OF_TWO and beside is not None))
    if kind in OF_TWO and len(parts) != 2:
        raise _wrong("bad-query", f"`{kind}` is asked of two rules or premises", f"write `{kind}: [one, other]`")
    packs = (pack, beside or pack)
    query = Query(text, kind, tuple(_premise(each, packs[number], kind) for number, each in enumerate(parts)))
    if what in get_args(Direction):
        return replace(query, shift=what)
    return query if told is None else replace(query, **_told(what, told["name"], pack))


def _check_number_of_packs(text: str, kind: str, what: str, *, two: bool) -> None:
    """Raises ProblemsError for a question about two packs of which there is one, and the other way round."""
    shifts = what in get_args(Direction)
    if shifts and not two:
        raise _wrong("bad-query", f"`{what}` is asked of two packs", "name the other one with `--beside`")
    if two and kind not in OF_TWO and not shifts:
        help_text = f"leave `--beside` out, or write `never: PREMISE lower`, `never: PREMISE higher` or one of {', '.join(OF_TWO)}"
        raise _wrong("bad-query", f"`{text.strip()}` is asked of one pack", help_text)


def _told(what: str, name: str, pack: Pack) -> dict[str, str]:
    """What nobody must be told: below or above which level, or with which advice."""
    if what == "with":
        if name not in pack.advice_by_id:
            raise _wrong("unknown-id", f"unknown advice `{name}`", did_you_mean(name, pack.advice_by_id))
        return {"advice": name}
    if name not in LEVELS:
        raise _wrong("unknown-level", f"unknown level `{name}`", did_you_mean(name, LEVELS))
    return {what: name}


def prove_queries(
    queries: Sequence[Query], pack: Pack, beside: Pack | None, program: str, *, second: bool = False, consistent: bool = False
) -> list[ProofCertificate]:
    """What becomes of each question about a pack, or about it and another ``beside`` it; with ``second`` each proof is one of cvc5, too."""
    if beside is None:
        prover = Prover(pack, also=premises_of(queries), second=second)
        return [prove_query(prover, each, program, consistent=consistent) for each in queries]
    if second:
        require_cvc5()
    packs = TwoPacks(pack, beside, also=limits_named(queries), second=second)
    return [prove_query_of_two(packs, each, program, consistent=consistent) for each in queries]


def prove_query(prover: Prover, query: Query, program: str, *, consistent: bool = False) -> ProofCertificate:
    """What becomes of a question, over all answers or the ``consistent`` ones, as a certificate: what was asked, of which pack, what
    came out, by which solver, in which version of this ``program``.
    """
    verdict = _verdict(prover, query, consistent=consistent)
    return _certificate(query, verdict, (prover.pack,), program, effort=prover.effort, second=prover.second, consistent=consistent)


def prove_query_of_two(packs: TwoPacks, query: Query, program: str, *, consistent: bool = False) -> ProofCertificate:
    """The same of a question about two packs."""
    verdict = _verdict_of_two(packs, query, consistent=consistent)
    both = tuple(engine.pack for engine in packs.engines)
    return _certificate(query, verdict, both, program, effort=packs.effort, second=packs.second, consistent=consistent)


def _certificate(
    query: Query, verdict: Verdict, packs: Sequence[Pack], program: str, *, effort: int, second: bool, consistent: bool
) -> ProofCertificate:
    return ProofCertificate(
        schema=SCHEMA,
        query=query.text.strip(),
        verdict=verdict.outcome,
        covers="all answers that do not contradict each other" if consistent else "all answers, contradictory ones too",
        witness=dict(verdict.witness.answers) if verdict.witness is not None else None,
        knowledge=Knowledge.of(packs[0]),
        solver="z3",
        solver_version=str(require_z3().get_version_string()),
        effort=effort,
        program=program,
        second_solver=version() if second else None,
        beside=Knowledge.of(packs[1]) if len(packs) > 1 else None,
    )


def premises_of(queries: Sequence[Query]) -> tuple[Premise, ...]:
    """All premises that the queries name, for ``also`` of the prover."""
    return tuple(premise for each in queries for premise in each.premises)


def limits_named(queries: Sequence[Query]) -> tuple[Limit, ...]:
    """All comparisons that the queries name, for ``also`` of two packs."""
    return tuple(leaf for premise in premises_of(queries) for leaf in leaves(premise) if isinstance(leaf, Limit))


def _verdict(prover: Prover, query: Query, *, consistent: bool) -> Verdict:
    first = query.premises[0]
    match query.kind:
        case "never" if query.below is None and query.above is None and not query.advice:
            return ~prover.can_hold(first, consistent=consistent)
        case "never":
            return ~prover.can_be_told(first, below=query.below, above=query.above, advice=query.advice, consistent=consistent)
        case "always":
            return prover.always(first, consistent=consistent)
        case "possible":
            return prover.can_hold(first, consistent=consistent)
        case "subsumed":
            return prover.implied(first, query.premises[1], consistent=consistent)
        case "disjoint":
            return ~prover.can_hold(*query.premises, consistent=consistent)
        case _:
            return prover.equivalent(first, query.premises[1], consistent=consistent)


def _verdict_of_two(packs: TwoPacks, query: Query, *, consistent: bool) -> Verdict:
    """What becomes of a question of which the first premise is about the first pack, and the second about the second."""
    (first, *rest), solver, outcomes = [to_gate(each) for each in query.premises], packs.world.solver, packs.outcomes
    formulas = [outcome.encoding.premise(each) for outcome, each in zip(outcomes, [first, *rest], strict=False)]
    possible = []
    if consistent:
        possible = [
            solver.negation(outcome.encoding.fact(name))
            for outcome, names in zip(outcomes, _ruled_out(packs), strict=True)
            for name in names
        ]

    def never(goal: Sequence[Any], shown: Callable[[frozenset[str], frozenset[str]], bool]) -> Verdict:
        def shows(chosen: Chosen) -> bool:
            both = packs.facts(chosen)
            contradictory = any(not facts.isdisjoint(names) for facts, names in zip(both, _ruled_out(packs), strict=True))
            return shown(*both) and not (consistent and contradictory)

        return ~packs.can_be([*goal, *possible], shows)

    if query.shift is not None:
        lower = query.shift == "lower"
        more = packs.more_cautious(*(outcomes[::-1] if lower else outcomes))
        return never([formulas[0], more], lambda old, new: holds(first, old) and _shifts(packs, old, new, lower=lower))
    (second,) = rest
    if query.kind == "disjoint":
        return never(formulas, lambda old, new: holds(first, old) and holds(second, new))
    forth = never([formulas[0], solver.negation(formulas[1])], lambda old, new: holds(first, old) and not holds(second, new))
    if query.kind == "subsumed" or forth.answer is False:
        return forth
    back = never([solver.negation(formulas[0]), formulas[1]], lambda old, new: holds(second, new) and not holds(first, old))
    return forth if back.answer else back


def _ruled_out(packs: TwoPacks) -> list[frozenset[str]]:
    """For each pack the facts that say that answers contradict each other."""
    return [frozenset(Fact("contradiction", each.id).name for each in engine.pack.constraints) for engine in packs.engines]


def _shifts(packs: TwoPacks, old: frozenset[str], new: frozenset[str], *, lower: bool) -> bool:
    before, after = (
        caution(level_of(facts.__contains__, screened=bool(engine.pack.screen)))
        for facts, engine in zip((old, new), packs.engines, strict=True)
    )
    return after < before if lower else after > before


def _premise(asked: object, pack: Pack, kind: str) -> Premise:
    if isinstance(asked, str):
        rule = pack.rule_by_id.get(asked)
        if rule is None:
            raise _wrong("unknown-id", f"no rule is called `{asked}`", did_you_mean(asked, pack.rule_by_id, "a premise is a mapping"))
        return rule.premise
    reader = PremiseReader(names_of(pack.findings, pack.conditions, pack.patterns, pack.advice), lambda *_: _PLACE)
    premise = reader.read(asked, kind)
    if premise is None:
        raise ProblemsError(reader.problems)
    return premise


def _wrong(code: str, message: str, help_text: str) -> ProblemsError:
    return ProblemsError([Problem(code, message, _PLACE, help_text)])
