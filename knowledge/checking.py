"""What must hold across the files of a pack before it may be used."""

from collections.abc import Callable, Iterator

from hipexpert.engine import Problem, ProgramError
from hipexpert.knowledge.pack import LEVELS, Citation, Concludes, Pack, Supports, rank
from hipexpert.knowledge.program import program_of
from hipexpert.knowledge.suggestions import did_you_mean
from hipexpert.knowledge.vocabulary import Choice, Choices, Number

OTHER_REGIONS = frozenset({"below_knee", "saddle", "both_legs", "any", "systemic"})
HIGHEST_WEIGHED = "soon"
Where = Callable[[str], str]


def cross_problems(pack: Pack, where: Where) -> Iterator[Problem]:
    """All problems that only show when the files are seen together; empty when the pack is whole."""
    yield from _vocabulary_problems(pack, where)
    yield from _condition_problems(pack, where)
    yield from _citation_problems(pack, where)
    yield from _about_problems(pack)
    yield from _program_problems(pack, where)


def _vocabulary_problems(pack: Pack, where: Where) -> Iterator[Problem]:
    for finding in pack.findings.values():
        place = where(finding.id)
        if isinstance(finding, Number) and finding.minimum >= finding.maximum:
            yield Problem("empty-range", f"`minimum` of `{finding.id}` is not below its `maximum`", place)
        if isinstance(finding, (Choice, Choices)):
            names = [value.id for value in finding.values]
            for name in sorted({name for name in names if names.count(name) > 1}):
                yield Problem("repeated-value", f"the value `{name}` of `{finding.id}` is declared twice", place)
            if isinstance(finding, Choice) and finding.denial and finding.denial not in names:
                yield Problem("unknown-value", f"`denial` of `{finding.id}` is no value of it", place, did_you_mean(finding.denial, names))
            for value in finding.values:
                if isinstance(finding, Choices) and not value.denies:
                    yield Problem("missing-key", f"value `{value.id}` of `{finding.id}` lacks `denies`", place, "say how its denial reads")


def _condition_problems(pack: Pack, where: Where) -> Iterator[Problem]:
    sites = {value.id for finding in pack.findings.values() if isinstance(finding, Choices) for value in finding.values}
    for condition in pack.conditions:
        place = where(condition.id)
        for region in condition.regions:
            if region not in sites | OTHER_REGIONS:
                yield Problem("unknown-region", f"unknown region `{region}`", place, did_you_mean(region, sites | OTHER_REGIONS))
        if condition.kind == "condition" and condition.prior is None:
            yield Problem("missing-key", f"`{condition.id}` lacks a `prior`", place, "common, uncommon, rare or very_rare")
        if condition.kind == "contributing_factor" and condition.prior is not None:
            yield Problem("unknown-key", f"the contributing factor `{condition.id}` has a `prior`", place, "only conditions are weighed")


def _citation_problems(pack: Pack, where: Where) -> Iterator[Problem]:
    cited: list[tuple[str, tuple[Citation, ...]]] = [(rule.id, rule.sources) for rule in pack.rules]
    cited += [(condition.id, condition.sources) for condition in pack.conditions]
    for name, citations in cited:
        for citation in citations:
            if citation.ref not in pack.source_by_id:
                yield Problem(
                    "unknown-source", f"unknown source `{citation.ref}`", where(name), did_you_mean(citation.ref, pack.source_by_id)
                )
        if all(citation.stance == "refute" for citation in citations):
            yield Problem("unsupported", f"no source supports `{name}`", where(name), "add a source that says so, or retire it")


def _about_problems(pack: Pack) -> Iterator[Problem]:
    for level in LEVELS:
        if level not in pack.about.urgency:
            yield Problem("missing-key", f"`urgency` lacks the level `{level}`", "pack.yaml", "describe all five levels")
    for group in pack.about.group_synonyms:
        if group not in {each.group for each in pack.groups}:
            yield Problem(
                "unknown-group", f"unknown group `{group}`", "pack.yaml", did_you_mean(group, [each.group for each in pack.groups])
            )


def _program_problems(pack: Pack, where: Where) -> Iterator[Problem]:
    try:
        program = program_of(pack)
    except ProgramError as error:
        for problem in error.problems:
            yield Problem(problem.code, problem.message, where(problem.place) or problem.place, problem.help)
        return
    for rule in pack.active_rules:
        if rule.id not in program.late_rules:
            continue
        for conclusion in rule.conclusions:
            # INVARIANT: what weighing concludes can be lost again when more is known, so nothing that must never be
            # lowered (an urgency that a red flag could also raise, evidence, an exclusion) may rest on it.
            if isinstance(conclusion, Supports) or conclusion.kind == "excluded":
                yield Problem("late-evidence", "a rule about weighed conditions cannot be evidence itself", where(rule.id))
            elif isinstance(conclusion, Concludes) and conclusion.kind == "urgency" and rank_of(conclusion.id) > rank_of(HIGHEST_WEIGHED):
                help_text = f"a rule that rests on weighing raises urgency to `{HIGHEST_WEIGHED}` at most; rest it on findings or patterns"
                yield Problem("late-urgency", f"`{conclusion.id}` rests on weighing", where(rule.id), help_text)


def rank_of(level: str) -> int:
    """The place of a level that is known to be one."""
    return rank(level)  # type: ignore[arg-type]
