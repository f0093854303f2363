"""Questions in one line to the prover: what never, always or possibly is, and how two rules or premises stand to each other.

The language is that of rules: a premise is written as under ``when``, a rule is named by its id.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.second_solver import version
from hipexpert.audit.proving.solving import require_z3
from hipexpert.audit.proving.values import SCHEMA, ProofCertificate
from hipexpert.audit.proving.verdict import Verdict
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import did_you_mean
from hipexpert.knowledge.packs.ladder import LEVELS, Level
from hipexpert.knowledge.packs.loading import names_of
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import Premise, PremiseReader
from hipexpert.knowledge.packs.reading import parse
from hipexpert.knowledge.runner.results import Knowledge

OF_ONE, OF_TWO = ("never", "always", "possible"), ("subsumed", "disjoint", "equivalent")
HELP = "such as `never: {fever: true} below urgent`, `possible: {urgency: emergency}` or `disjoint: [a-rule, another-rule]`"
_PLACE = "the query"
_TOLD = re.compile(r"\s+(?P<what>below|above|with)\s+(?P<name>[\w-]+)\s*$")


class Query(Struct, frozen=True):
    """A question: its ``kind``, the premises that it is about, and of ``never`` the level or the advice that must not be told."""

    text: str
    kind: str
    premises: tuple[Premise, ...]
    below: Level | None = None
    above: Level | None = None
    advice: str = ""


def read_query(text: str, pack: Pack) -> Query:
    """The question that a line asks of a pack. Raises ProblemsError with what is wrong with it."""
    told = _TOLD.search(text)
    data = parse(text[: told.start()].encode() if told else text.encode(), _PLACE).data
    if not isinstance(data, dict) or len(data) != 1 or not set(data) <= {*OF_ONE, *OF_TWO}:
        first = next(iter(data), "") if isinstance(data, dict) else ""
        raise _wrong("bad-query", "a query begins with what it asks", did_you_mean(str(first), (*OF_ONE, *OF_TWO), HELP))
    ((kind, asked),) = data.items()
    if told and kind != "never":
        raise _wrong("bad-query", f"`{told['what']}` goes with `never`, not with `{kind}`", HELP)
    if kind in OF_TWO and (not isinstance(asked, list) or len(asked) != 2):
        raise _wrong("bad-query", f"`{kind}` is asked of two rules or premises", f"write `{kind}: [one, other]`")
    premises = tuple(_premise(each, pack, kind) for each in (asked if kind in OF_TWO else [asked]))
    if told is None:
        return Query(text, kind, premises)
    name = told["name"]
    if told["what"] == "with":
        if name not in pack.advice_by_id:
            raise _wrong("unknown-id", f"unknown advice `{name}`", did_you_mean(name, pack.advice_by_id))
        return Query(text, kind, premises, advice=name)
    level = next((each for each in LEVELS if each == name), None)
    if level is None:
        raise _wrong("unknown-level", f"unknown level `{name}`", did_you_mean(name, LEVELS))
    return Query(text, kind, premises, below=level) if told["what"] == "below" else Query(text, kind, premises, above=level)


def prove_query(prover: Prover, query: Query, program: str, *, consistent: bool = False) -> ProofCertificate:
    """What becomes of a question, over all answers or the ``consistent`` ones, as a certificate: what was asked, of which pack, what
    came out, by which solver, in which version of this ``program``.
    """
    verdict = _verdict(prover, query, consistent=consistent)
    solver = require_z3()
    return ProofCertificate(
        schema=SCHEMA,
        query=query.text.strip(),
        verdict=verdict.outcome,
        covers="all answers that do not contradict each other" if consistent else "all answers, contradictory ones too",
        witness=dict(verdict.witness.answers) if verdict.witness is not None else None,
        knowledge=Knowledge.of(prover.pack),
        solver="z3",
        solver_version=str(solver.get_version_string()),
        effort=prover.effort,
        program=program,
        second_solver=version() if prover.second else None,
    )


def premises_of(queries: Sequence[Query]) -> tuple[Premise, ...]:
    """All premises that the queries name, for ``also`` of the prover."""
    return tuple(premise for each in queries for premise in each.premises)


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
