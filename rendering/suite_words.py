"""A test run in words: the lines that the terminal and the Markdown page share."""

from collections.abc import Iterator
from math import floor

from hipexpert.audit.suite.values import Coverage, Failure, Mutation, SuiteRun, Survivor
from hipexpert.audit.suite.writing import flow

Row = tuple[str, ...]
OPERATOR_HEADINGS = ("change", "killed", "survived", "equivalent")
ABOUT_COVERAGE = (
    "A premise is covered when two stories show that it matters: one in which the rule fires only because the premise holds, and one "
    "in which the rule is silent only for want of it."
)
ABOUT_MUTATION = (
    "A mutant is a rule with one small change. It is killed when a case or a check that passes on the pack fails on the mutant. "
    "Those proved equivalent do not count: no answers tell them from the rule."
)


def percent(count: int, of: int) -> str:
    """A share in percent, rounded down, so that 100 means all."""
    return f"{floor(1000 * count / of) / 10 if of else 100.0:.1f} %"


def headline(run: SuiteRun) -> str:
    """How many cases and checks there were and how many failed."""
    failed = len(run.failures)
    beyond = f" ({run.out_of_scope} out of scope, of which only the named rules are judged)" if run.out_of_scope else ""
    told = f"{_counted(run.cases, 'case')}{beyond} and {_counted(run.checks, 'rule check')}"
    return f"{told}: all pass" if not failed else f"{told}: {failed} failed"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def mismatch_rows(failure: Failure) -> list[Row]:
    """What was expected and what came, and why the silent rules were silent."""
    rows: list[Row] = []
    for each in failure.mismatches:
        rows += [("expected", f"{each.about} {each.expected}" if each.about == "urgency" else each.expected), ("got", each.got)]
    for silence in failure.why_not:
        rows += [("against", each) for each in silence.contradicted]
        rows += [("open", each) for each in silence.open]
    return rows


def coverage_rows(coverage: Coverage) -> list[Row]:
    """The two measures."""
    rules, premises = coverage.rules, coverage.premises
    return [
        ("rules", f"{rules.count}/{rules.of}", percent(rules.count, rules.of)),
        ("premises", f"{premises.count}/{premises.of}", percent(premises.count, premises.of)),
    ]


def uncovered_rows(coverage: Coverage) -> Iterator[Row]:
    """Each rule that never fires and each premise not shown to matter: rule, place, what is missing."""
    for rule in coverage.rules.never:
        yield rule.rule, rule.place, "never fires"
    for premise in coverage.premises.uncovered:
        yield premise.rule, premise.place, f"{{{premise.premise}}}: no story {' and none '.join(_missing(each) for each in premise.needs)}"


def _missing(need: str) -> str:
    return f"in which the rule {'is ' if need.startswith('silent') else ''}{need}"


def mutation_line(mutation: Mutation) -> str:
    """The score and what it is made of."""
    counted = mutation.killed + mutation.survived
    undecided = f", {mutation.undecided} of them not decided" if mutation.undecided else ""
    return (
        f"{mutation.killed}/{counted} mutants killed, {percent(mutation.killed, counted)}; "
        f"{mutation.survived} survived{undecided}; {mutation.equivalent} proved equivalent"
    )


def operator_rows(mutation: Mutation) -> list[Row]:
    """The verdicts by operator; see :data:`OPERATOR_HEADINGS`."""
    return [(row.operator, str(row.killed), str(row.survived), str(row.equivalent)) for row in mutation.by_operator]


def survivor_lines(survivor: Survivor) -> list[str]:
    """The change that nobody noticed, and the story to add or to complete."""
    mutant = survivor.mutant
    lines = [f"{mutant.operator}: {mutant.before} -> {mutant.after}"]
    if survivor.reached:
        lines.append(f"differs unnoticed in {survivor.reached}")
    return lines


def story_to_add(survivor: Survivor) -> str:
    """The check to add, as YAML; what it must say is for the author to decide. Empty where nothing shows a difference."""
    if survivor.answers is None:
        return ""
    answers = flow(survivor.answers)
    if survivor.mutant.operator in ("strength", "urgency"):
        return f"- rule: {survivor.mutant.rule}\n  fires: [{answers}]\n  then: [{{{survivor.original}}}]  # not {survivor.mutated}?\n"
    key = "fires" if survivor.original == "fires" else "silent"
    return f"- rule: {survivor.mutant.rule}\n  {key}: [{answers}]  # as it is now; is it right?\n"
