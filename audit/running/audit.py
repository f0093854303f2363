"""Running the audit: a pack in, a report out."""

import datetime
from collections.abc import Iterable, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from hipexpert.audit.check import Check
from hipexpert.audit.proving import is_to_prove
from hipexpert.audit.proving.second_solver import require_cvc5, version
from hipexpert.audit.review.last_read import digest_in, last_read_in
from hipexpert.audit.running.beside import ORDERS, PartFound, looked_for, no_collection, placed, split, started, violation_of
from hipexpert.audit.running.catalogue import all_checks, chosen_checks
from hipexpert.audit.running.kept import found_before, keep_found, key_of, key_of_reasoning, remembers
from hipexpert.audit.running.suppressing import STALE, stale, suppress
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.values import SCHEMA, SEVERITIES, AuditReport, SkippedCheck, Violation
from hipexpert.engine import Problem, ProblemsError
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge import Pack, PackError
from hipexpert.knowledge.packs.grading import CONSENSUS, citations_of, is_unverified
from hipexpert.knowledge.packs.loading import HIP, load

if TYPE_CHECKING:
    from hipexpert.audit.review.standing import EntryStanding

CATCH_ALL = "malformed-entry"
NO_RELEASE = "it is about a release: --release"
NO_PROOFS = "it needs proofs: pip install 'hipexpert[audit]', then leave out --no-prove"


def audit(
    pack: Pack | str | Path | None = None,
    *,
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    prove: bool | None = None,
    as_of: datetime.date | Literal["release"] | None = None,
    engine: ExplainingEngine | None = None,
    release: bool = False,
    second_solver: bool = False,
) -> AuditReport:
    """What is wrong with a pack: a pack, the folder of one, or nothing for the hip pack that ships.

    ``only`` and ``skip`` name checks. ``prove``: whether to prove what needs a solver; None: if z3 is installed. ``as_of`` is the
    day against which review dates are held: None is today, "release" the day that the pack names as that of its release.
    ``release``: whether everything that guards must be signed, too. ``second_solver``: whether cvc5 proves again each theorem that z3
    has proved. A pack that does not load is reported with all its problems.

    Raises :class:`hipexpert.ProblemsError` for unknown checks, for ``prove`` without z3, for ``second_solver`` without cvc5, for a release
    that the pack does not date, and for signatures that were changed by hand.
    """
    only = tuple(only)
    checks = chosen_checks(only, skip)
    proving = is_to_prove(second_solver or None if prove is None else prove)
    second_solver = second_solver and proving
    if second_solver:
        require_cvc5()
    folder = "" if isinstance(pack, Pack) else str(pack) if pack is not None else str(HIP)
    from_folder = not isinstance(pack, Pack)
    program = None
    if not isinstance(pack, Pack):
        try:
            with no_collection():
                pack, program = load(HIP if pack is None else pack)
        except PackError as error:
            return _refused(folder, error.problems, proving)
    subject = Subject(
        pack,
        _day(as_of, pack),
        prove=proving,
        second=second_solver,
        engine=engine,
        standings=_standings(pack, folder) if release else None,
        program=program,
        last_read=partial(last_read_in, Path(folder)) if folder else lambda: None,
    )
    checks = tuple(check for check in checks if release or not check.released or check.name in only)
    skipped = tuple(SkippedCheck(check.name, reason) for check in checks if (reason := _why_not(check, proving, release)))
    left_out = {each.check for each in skipped}
    able = [check for check in checks if check.name not in left_out]
    ran = {check.name for check in able}
    key = (
        ""
        if release or engine is not None or not from_folder
        else key_of(f"{pack.content_hash} {digest_in(Path(folder))}", ran, subject.as_of, prove=proving, second=second_solver)
    )
    outcome = found_before(key, PartFound) if key else None
    if outcome is None:
        outcome = _looked_for(subject, able, in_parallel=engine is None, keeping=bool(key))
        if key:
            keep_found(key, outcome)
    subject.forget()
    every = all_checks()
    violations = [violation_of(pack, every[name], each) for name, found in outcome.found.items() for each in found]
    stand, accepted = suppress(pack, violations)
    if STALE in ran:
        stand += stale(pack, accepted, frozenset(ran))
    about = pack.about
    cited = [each for _, _, citations in citations_of(pack) for each in citations if each.ref != CONSENSUS]
    return AuditReport(
        schema=SCHEMA,
        pack=about.id,
        version=about.version,
        content_hash=pack.content_hash,
        folder=folder,
        loaded=True,
        proofs=proving,
        checks=tuple(check.name for check in checks if check.name in ran),
        violations=tuple(sorted(stand, key=_order)),
        suppressed=tuple(sorted(accepted, key=lambda each: _order(each.violation))),
        theorems=tuple(placed(pack, each) for each in outcome.theorems),
        skipped=skipped,
        citations=len(cited),
        unverified=sum(map(is_unverified, cited)),
        second_solver=version() if second_solver else None,
    )


def _looked_for(subject: Subject, checks: list[Check], *, in_parallel: bool, keeping: bool) -> PartFound:
    """What the checks find; ``keeping``: what does not rest on texts is only looked for where something else has changed."""
    unworded = {check.name for check in checks if check.unworded} if keeping else set()
    if not unworded:
        return _found(subject, checks, in_parallel=in_parallel, keeping=keeping)
    key = key_of_reasoning(subject, checks)
    known = found_before(key, PartFound)
    if known is not None:
        left = [check for check in checks if check.name not in unworded]
        return known.beside(looked_for(subject, left, keeping=keeping))
    outcome = _found(subject, checks, in_parallel=in_parallel, keeping=keeping)
    keep_found(key, PartFound({name: found for name, found in outcome.found.items() if name in unworded}, outcome.theorems))
    return outcome


def _found(subject: Subject, checks: list[Check], *, in_parallel: bool, keeping: bool) -> PartFound:
    """What the checks find; where that saves time, some of them in a second process."""
    here, beside = split(checks, subject.pack) if in_parallel else (tuple(checks), ())
    # After an edit less is left than it costs to start a process.
    if not beside or (keeping and subject.prove and remembers(subject.pack)):
        return looked_for(subject, (*here, *beside), keeping=keeping)
    meanwhile = started(subject, beside, orders=ORDERS in {check.name for check in here}, keeping=keeping)
    (subject.reasoning.unweighing or subject.reasoning).assessed_elsewhere = lambda: (
        done.assessed if (done := meanwhile()) is not None else ()
    )
    found = looked_for(subject, here, keeping=keeping)
    return found.beside(meanwhile() or looked_for(subject, beside, keeping=keeping))


def _standings(pack: Pack, folder: str) -> "Mapping[str, EntryStanding]":
    """How each entry of a pack in a folder stands with those who signed."""
    from hipexpert.audit.review.signable import signables
    from hipexpert.audit.review.standing import standings
    from hipexpert.knowledge.packs.files import read_files
    from hipexpert.knowledge.packs.signing import signatures_in

    return standings(signables(pack), signatures_in(read_files(Path(folder))) if folder else ())


def _day(as_of: datetime.date | Literal["release"] | None, pack: Pack) -> datetime.date:
    if as_of != "release":
        return as_of or datetime.datetime.now(tz=datetime.UTC).date()
    if pack.about.released is None:
        message, help_text = "the pack does not say when it was released", "write `released: DATE` in pack.yaml"
        raise ProblemsError([Problem("no-release", message, "", help_text)])
    return pack.about.released


def _why_not(check: Check, proving: bool, release: bool) -> str:
    """Why a check cannot run; empty when it can."""
    if check.released and not release:
        return NO_RELEASE
    if check.proves and not proving:
        return NO_PROOFS
    if check.needs and find_spec(check.needs) is None:
        return f"it needs {check.needs}: pip install 'hipexpert[audit]'"
    return ""


def _order(violation: Violation) -> tuple[int, str, str, int, str, tuple[str, ...]]:
    """The worst first, then by check and place."""
    return (-SEVERITIES.index(violation.severity), violation.check, violation.file, violation.line, violation.message, violation.rules)


def check_refusing(problem: Problem) -> Check:
    """The check that a problem of loading belongs to."""
    checks = all_checks()
    # `missing-metadata` takes whatever key is missing, so the checks of single keys come before it.
    ordered = sorted(checks.values(), key=lambda check: (check.name == CATCH_ALL, check.name == "missing-metadata"))
    return next(check for check in ordered if check.refuses is not None and check.refuses(problem))


def _refused(folder: str, problems: Iterable[Problem], proving: bool) -> AuditReport:
    """The report of a pack that does not load."""
    violations = []
    for problem in problems:
        place, _, digits = problem.place.rpartition(":")
        file, line = (place, int(digits)) if digits.isdigit() and place else (problem.place or "pack.yaml", 0)
        check = check_refusing(problem).name
        hint = problem.help or f"`hipexpert audit --explain {check}` tells more"
        violations.append(Violation(check, "error", (), (), file, line, problem.message, hint))
    return AuditReport(
        schema=SCHEMA,
        pack="",
        version="",
        content_hash="",
        folder=folder,
        loaded=False,
        proofs=proving,
        checks=tuple(check.name for check in all_checks().values() if check.refuses is not None),
        violations=tuple(violations),
        suppressed=(),
        theorems=(),
        skipped=(),
    )
