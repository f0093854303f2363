"""A test run as a Markdown page, for a pull request."""

import re
from collections.abc import Sequence

from hipexpert.audit.suite.values import Coverage, Failure, Mutation, SuiteRun
from hipexpert.graphs.explanations.tree import HowReason, HowStep
from hipexpert.rendering.suite_words import (
    ABOUT_COVERAGE,
    ABOUT_MUTATION,
    OPERATOR_HEADINGS,
    Row,
    coverage_rows,
    headline,
    mismatch_rows,
    mutation_line,
    operator_rows,
    story_to_add,
    survivor_lines,
    uncovered_rows,
)


def suite_run_to_markdown(run: SuiteRun) -> str:
    """The page: failures with their explanation, what is not covered, and the mutants that survive."""
    lines = [f"# {headline(run)}", ""]
    for failure in run.failures:
        lines += _failure(failure)
    lines += _coverage(run.coverage) if run.coverage is not None else []
    lines += _mutation(run.mutation) if run.mutation is not None else []
    about = run.knowledge
    return "\n".join([*lines, f"*Knowledge: {_escaped(about.pack)} {_escaped(about.version)}, {about.content_hash[:12]}.*", ""])


def _failure(failure: Failure) -> list[str]:
    lines = [f"## `{failure.name}`", "", f"{_escaped(failure.title)} ({_escaped(failure.place)})", ""]
    lines += [f"- {word}: {_escaped(text)}" for word, text in mismatch_rows(failure)]
    for step in failure.how:
        lines += ["", f"How: {_escaped(step.label)}", "", *(line for reason in step.reasons for line in _reason(reason, 0))]
    return [*lines, ""]


def _reason(reason: HowReason, depth: int) -> list[str]:
    title = _escaped(reason.title) if reason.decibans is not None else f"`{reason.rule}`"
    return [f"{'  ' * depth}- {title}", *(line for step in reason.premises for line in _step(step, depth + 1))]


def _step(step: HowStep, depth: int) -> list[str]:
    said = f"answer: {step.label}" if step.given else step.label
    return [f"{'  ' * depth}- {_escaped(said)}", *(line for reason in step.reasons for line in _reason(reason, depth + 1))]


def _coverage(coverage: Coverage) -> list[str]:
    lines = ["## Coverage", "", ABOUT_COVERAGE, "", *_table([("", "covered", "share"), *coverage_rows(coverage)]), ""]
    lines += [f"- `{rule}` ({place}): {_escaped(what)}" for rule, place, what in uncovered_rows(coverage)]
    return [*lines, ""]


def _mutation(mutation: Mutation) -> list[str]:
    lines = [
        "## Mutation",
        "",
        f"{mutation_line(mutation)}. {ABOUT_MUTATION}",
        "",
        *_table([OPERATOR_HEADINGS, *operator_rows(mutation)]),
        "",
    ]
    for survivor in mutation.survivors:
        lines.append(f"- `{survivor.mutant.rule}` ({survivor.mutant.place}): {_escaped('; '.join(survivor_lines(survivor)))}")
        story = story_to_add(survivor)
        if story:
            lines += ["", "  ```yaml", *(f"  {line}" for line in story.splitlines()), "  ```", ""]
    if mutation.proved_equivalent:
        lines += ["", "Proved equivalent:", ""]
        lines += [f"- `{each.rule}`: {_escaped(f'{each.operator}: {each.before} -> {each.after}')}" for each in mutation.proved_equivalent]
    return [*lines, ""]


def _table(rows: Sequence[Row]) -> list[str]:
    head, *body = rows
    return [_line(head), _line(["---"] * len(head)), *map(_line, body)]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """A stranger's words, which must not become markup."""
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", text)
