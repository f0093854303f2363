"""An audit: the worst first, each with its place, a runner who shows it, and what to do; and what the checks are about."""

import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path

from hipexpert.audit import values
from hipexpert.audit.check import SECTIONS
from hipexpert.audit.running.catalogue import all_checks, documentation
from hipexpert.audit.theorem_checks import BROKEN_CLAIM
from hipexpert.audit.values import GROUPS, SEVERITIES, Severity, TheoremResult, TheoremVerdict, Violation
from hipexpert.knowledge.packs.loading import HIP
from hipexpert.rendering.report.blocks import (
    Block,
    Code,
    Folded,
    Heading,
    Notice,
    Paragraph,
    Report,
    Row,
    Rows,
    Span,
    Style,
    Words,
    code,
    points,
    quiet,
    strong,
)
from hipexpert.rendering.report.phrases import counted

NAMED = 3
COLOURS: dict[Severity, Style] = {"error": "bad", "warning": "doubt", "note": "note"}
VERDICTS: dict[TheoremVerdict, Style] = {"proved": "good", "refuted": "bad", "not decided": "doubt"}


def audit_report(report: values.AuditReport, *, full: bool, notes: bool = True, about: bool = False) -> Report:
    """What was found by severity, what was proved, what is suppressed, what did not run.

    Unless ``full``, of many rules the first are named. ``notes``: whether notes are listed and not only counted; ``about``:
    whether each violation says what its check is about.
    """
    title = f"Audit of {headline(report)}"
    counts = counted_by_severity(report) + verdict_counts(report)
    blocks: list[Block] = [Heading(title, 1)]
    for severity in ("error", "warning"):
        if found := [each for each in report.violations if each.severity == severity]:
            blocks.append(Heading(f"{severity.capitalize()}s ({len(found)})"))
            blocks += [_violation(each, report.folder, full, about) for each in found]
    if report.theorems:
        told = [each for each in report.theorems if full or each.check != BROKEN_CLAIM or each.verdict != "proved"]
        blocks += [Heading("Over all intakes"), Rows(tuple(_theorem(each, report.folder) for each in told), 11, right=True)]
        if len(told) < len(report.theorems):
            claims = counted(len(report.theorems) - len(told), "claim")
            blocks.append(Paragraph(quiet(f"proved as well: {claims} of claims.yaml (--format markdown lists them)")))
        if report.second_solver:
            blocks.append(Paragraph(quiet(f"each is proved by z3 and again by {report.second_solver}")))
    if notes and report.counted("note"):
        blocks += [Heading(f"Notes ({report.counted('note')})"), *_notes(report, full, about)]
    suppressed = [
        (code(each.violation.check), " at ", code(place_from_here(each.violation, report.folder)), f": {each.reason}")
        for each in report.suppressed
    ]
    skipped = [(code(each.check), f": {each.because}") for each in report.skipped]
    for heading, said in (("Suppressed", suppressed), ("Not run", skipped)):
        blocks += [Heading(heading), *points(*said)] if said else []
    blocks += _beside_baseline(report)
    blocks += [Heading("In all"), Paragraph(counts)]
    if not notes and report.counted("note"):
        blocks.append(Paragraph(quiet("--notes lists the notes; hipexpert audit --explain NAME tells about a check")))
    return Report(title, tuple(blocks))


def _beside_baseline(report: values.AuditReport) -> tuple[Block, ...]:
    """What the baseline knows already, and what of it there is no more."""
    if not report.known and not report.gone:
        return ()
    severities = [(severity, sum(each.severity == severity for each in report.known)) for severity in reversed(SEVERITIES)]
    known = ", ".join(counted(number, severity) for severity, number in severities if number) or "nothing"
    gone = (Paragraph(f"gone since: {report.gone}; make the baseline anew, so that they do not come back unseen"),) if report.gone else ()
    return (Heading("Known from the baseline"), Paragraph(f"{known}; above is what is new"), *gone)


def _notes(report: values.AuditReport, full: bool, about: bool) -> Iterator[Block]:
    """The notes by check, each check with how many there are; folded where a form shows everything."""
    checks: dict[str, list[Violation]] = {}
    for each in report.violations:
        if each.severity == "note":
            checks.setdefault(each.check, []).append(each)
    for check, found in checks.items():
        told = [_violation(each, report.folder, full, about) for each in found]
        if full:
            yield Folded(f"{check} ({len(found)}): {documentation(check).summary}", tuple(told))
        else:
            yield from told


def _violation(violation: Violation, folder: str, full: bool, about: bool) -> Notice:
    rules = violation.rules if full else violation.rules[:NAMED]
    rest = f" and {len(violation.rules) - len(rules)} more" if len(rules) < len(violation.rules) else ""
    below: list[Block] = [Paragraph(violation.message)]
    if rules:
        names = [part for rule in rules for part in (", ", code(rule))][1:]
        below.append(Paragraph((f"rule{'s' if len(violation.rules) > 1 else ''}: ", *names, rest)))
    if violation.witness is not None:
        below.append(Paragraph(("shown by: ", code(explain_command(violation.witness, folder)))))
    elif violation.covered:
        below.append(Paragraph(violation.covered))
    below.append(Paragraph(f"help: {violation.help}"))
    if about:
        told = documentation(violation.check)
        below.append(Folded("About this check", (Paragraph(told.summary), Paragraph(told.sections["Why it matters"]))))
    title = (
        Span(violation.severity, COLOURS[violation.severity]),
        strong(f" {violation.check}  "),
        code(place_from_here(violation, folder)),
    )
    return Notice(COLOURS[violation.severity], title, tuple(below))


def _theorem(theorem: TheoremResult, folder: str) -> Row:
    shown: tuple[Words, ...] = (code(explain_command(theorem.witness, folder)),) if theorem.witness is not None else ()
    note: tuple[Words, ...] = (quiet(theorem.note),) if theorem.verdict != "proved" else ()
    return Row(Span(theorem.verdict, VERDICTS[theorem.verdict]), theorem.says, below=(*shown, *note))


def place_from_here(violation: Violation, folder: str) -> str:
    """Where a violation is, as whoever stands here opens it: with the folder of the pack before it, from the current folder on where
    the pack lies below it. Of the pack that is installed with the program, the place within it.
    """
    if not folder or Path(violation.file).is_absolute():
        return violation.place
    whole = Path(folder).resolve()
    if whole.is_relative_to(Path.cwd()):
        return (whole.relative_to(Path.cwd()) / violation.place).as_posix()
    return violation.place if whole == HIP.resolve() else (Path(folder) / violation.place).as_posix()


def checks_report() -> Report:
    """All checks by group, with what each forbids."""
    blocks: list[Block] = []
    for group in GROUPS:
        found = [check for check in all_checks().values() if check.group == group]
        said = ((code(each.name), quiet(f" {each.severity}: "), documentation(each.name).summary) for each in found)
        blocks += [Heading(group), *points(*said)]
    return Report("The checks", tuple(blocks))


def check_report(name: str) -> Report:
    """What a check is about. Raises :class:`hipexpert.ProblemsError` for an unknown name."""
    told, check = documentation(name), all_checks()[name]
    blocks: list[Block] = [Heading(f"{name} ({check.group}, {check.severity})", 1), Paragraph(told.summary)]
    for section in SECTIONS:
        blocks += [Heading(section), Code(told.sections[section])]
    return Report(name, tuple(blocks))


def headline(report: values.AuditReport) -> str:
    """What was audited and how it went, in one line."""
    if not report.loaded:
        return f"{report.folder} does not load"
    return f"{report.pack} {report.version} ({report.content_hash[:12]}): {len(report.checks)} checks"


def counted_by_severity(report: values.AuditReport) -> str:
    """How many violations of each severity there are, and how many citations nobody has looked up."""
    parts = [counted(report.counted(severity), severity) for severity in reversed(SEVERITIES)]
    suppressed = f", {len(report.suppressed)} suppressed" if report.suppressed else ""
    unverified = f"; {report.unverified:,} of {report.citations:,} citations unverified" if report.unverified else ""
    return ", ".join(parts) + suppressed + unverified


def verdict_counts(report: values.AuditReport) -> str:
    """How many theorems were proved, refuted and left open; empty when none was tried."""
    if not report.theorems:
        return ""
    verdicts = [each.verdict for each in report.theorems]
    return "; theorems: " + ", ".join(
        f"{verdicts.count(verdict)} {verdict}" for verdict in ("proved", "refuted", "not decided") if verdict in verdicts
    )


def explain_command(witness: Mapping[str, object], folder: str) -> str:
    """The command that shows a witness, with the pack in a folder; an empty one is the pack that ships."""
    knowledge = [] if not folder or Path(folder).resolve() == HIP.resolve() else [f"--knowledge {shlex.quote(folder)}"]
    words = [f"-f {shlex.quote(word)}" for name, answer in witness.items() for word in _words(name, answer)]
    return " ".join(["hipexpert explain", *words, *([] if words else ["-"]), *knowledge, *([] if words else ["<<< '{}'"])])


def _words(name: str, answer: object) -> list[str]:
    if isinstance(answer, bool):
        return [f"{name}={'yes' if answer else 'no'}"]
    if isinstance(answer, Mapping):
        said = [value for value, present in answer.items() if present]
        return ([f"{name}={','.join(said)}"] if said else []) + [f"{name}.{value}=no" for value, present in answer.items() if not present]
    if isinstance(answer, (list, tuple)):
        return [f"{name}={','.join(map(str, answer))}"] if name != "none_of" else [f"{each}=none" for each in answer]
    return [f"{name}={answer}"]
