"""What must hold across the files of a pack before it may be used."""

import re
from collections.abc import Callable, Iterator

from hipexpert.engine import Problem, Program, ProgramError
from hipexpert.knowledge.packs.checking_conversation import conversation_problems
from hipexpert.knowledge.packs.checking_pictures import picture_problems
from hipexpert.knowledge.packs.checking_programmes import exercise_problems, programme_problems
from hipexpert.knowledge.packs.checking_sources import testimony_problems
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.governance import Hazard
from hipexpert.knowledge.packs.grading import citations_of
from hipexpert.knowledge.packs.ladder import LEVELS, Level, rank
from hipexpert.knowledge.packs.pack import Advice, Concludes, Condition, Pack
from hipexpert.knowledge.packs.premises import asks_for
from hipexpert.knowledge.packs.program import program_of
from hipexpert.knowledge.packs.screen import CONTRADICTING, RULE, screen_problems
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number

OTHER_REGIONS = frozenset({"below_knee", "saddle", "both_legs", "any", "systemic"})
HIGHEST_WEIGHED: Level = "routine"
# The form of an ICD-10-CM code. That the code exists and is a leaf needs the published list, which tests have.
ICD10CM = re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?")
Where = Callable[[str], str]


def compiled(pack: Pack, where: Where) -> tuple[Program | None, list[Problem]]:
    """The program of a pack, and all problems that only show when its files are seen together: none when the pack is whole."""
    problems = [*_cross_problems(pack, where)]
    drawn_badly = list(picture_problems(pack))
    problems += drawn_badly
    if drawn_badly:
        return None, problems
    try:
        program = program_of(pack)
    except ProgramError as error:
        return None, [*problems, *_refused(error, where)]
    return program, [*problems, *_late_alarms(pack, program, where)]


def _cross_problems(pack: Pack, where: Where) -> Iterator[Problem]:
    yield from _vocabulary_problems(pack, where)
    yield from _condition_problems(pack, where)
    yield from _citation_problems(pack, where)
    yield from testimony_problems(pack, where)
    yield from _about_problems(pack)
    yield from screen_problems(pack, where)
    yield from conversation_problems(pack, where)
    yield from programme_problems(pack, where)
    yield from exercise_problems(pack, where)
    yield from _advice_problems(pack, where)
    yield from _hazard_problems(pack, where)


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


def _region_problems(pack: Pack, entry: Condition | Advice, place: str) -> Iterator[Problem]:
    sites = {value.id for finding in pack.findings.values() if isinstance(finding, Choices) for value in finding.values}
    for region in entry.regions:
        if region not in sites | OTHER_REGIONS:
            yield Problem("unknown-region", f"unknown region `{region}`", place, did_you_mean(region, sites | OTHER_REGIONS))


def _condition_problems(pack: Pack, where: Where) -> Iterator[Problem]:
    for condition in pack.conditions:
        place = where(condition.id)
        yield from _region_problems(pack, condition, place)
        if condition.icd10cm and not ICD10CM.fullmatch(condition.icd10cm):
            help_text = "write it as in the ICD-10-CM list, such as M70.61"
            yield Problem("bad-code", f"`{condition.icd10cm}` of `{condition.id}` is no ICD-10-CM code", place, help_text)
        if condition.part_of:
            yield from _kind_problems(pack, condition, place)
        elif condition.kind == "condition" and condition.prior is None:
            yield Problem("missing-key", f"`{condition.id}` lacks a `prior`", place, "very_common, common, uncommon, rare or very_rare")
        if condition.kind == "contributing_factor" and condition.prior is not None:
            yield Problem("unknown-key", f"the contributing factor `{condition.id}` has a `prior`", place, "only conditions are weighed")
        yield from _overlap_problems(pack, condition, place)


def _kind_problems(pack: Pack, condition: Condition, place: str) -> Iterator[Problem]:
    whole = pack.condition_by_id.get(condition.part_of)
    if whole is None or whole.prior is None:
        known = [each.id for each in pack.conditions if each.prior is not None]
        message = f"`part_of` of `{condition.id}` names no condition that is weighed: `{condition.part_of}`"
        yield Problem("unknown-condition", message, place, did_you_mean(condition.part_of, known))
    if condition.prior is not None:
        message = f"`{condition.id}` is a kind of `{condition.part_of}` and has a `prior`"
        yield Problem("unknown-key", message, place, "its kinds are not weighed beside it; take the `prior` out")


def _overlap_problems(pack: Pack, condition: Condition, place: str) -> Iterator[Problem]:
    for each in condition.overlaps:
        other = pack.condition_by_id.get(each.condition)
        if other is None or other.prior is None or each.condition == condition.id:
            known = [entry.id for entry in pack.conditions if entry.prior is not None and entry.id != condition.id]
            message = f"`overlaps` of `{condition.id}` names no other condition that is weighed: `{each.condition}`"
            yield Problem("unknown-condition", message, place, did_you_mean(each.condition, known))
        elif any(back.condition == condition.id for back in other.overlaps):
            yield Problem(
                "repeated-id", f"`{condition.id}` and `{each.condition}` both say that they overlap", place, "one of the two says it"
            )


def _citation_problems(pack: Pack, where: Where) -> Iterator[Problem]:
    claims = {claim.id for claim in pack.not_followed}
    for _, name, citations in citations_of(pack):
        for citation in citations:
            if citation.ref not in pack.source_by_id:
                help_text = did_you_mean(citation.ref, pack.source_by_id)
                yield Problem("unknown-source", f"unknown source `{citation.ref}`", where(name), help_text)
        if all(citation.stance == "refute" for citation in citations) and name not in claims:
            yield Problem("unsupported", f"no source supports `{name}`", where(name), "add a source that says so, or retire it")


def _about_problems(pack: Pack) -> Iterator[Problem]:
    for level in LEVELS:
        if level not in pack.about.urgency:
            yield Problem("missing-key", f"`urgency` lacks the level `{level}`", "pack.yaml", "describe all five levels")
    tags = {tag for advice in pack.advice for tag in advice.tags}
    for text in pack.about.urgency.values():
        for tag in (each for each in text.rules_out if each not in tags):
            yield Problem("unknown-tag", f"unknown tag `{tag}`", "pack.yaml", did_you_mean(tag, tags, "no advice carries it"))
    for name in pack.texts.letter.begins_with:
        if name not in pack.findings:
            yield Problem("unknown-finding", f"unknown finding `{name}`", "texts.yaml", did_you_mean(name, pack.findings))
    groups = {each.group for each in pack.groups}
    for group in pack.about.group_synonyms:
        if group not in groups:
            yield Problem("unknown-group", f"unknown group `{group}`", "pack.yaml", did_you_mean(group, groups))


def _advice_problems(pack: Pack, where: Where) -> Iterator[Problem]:
    advised = {each.id for rule in pack.active_rules for each in rule.conclusions if isinstance(each, Concludes) and each.kind == "advise"}
    for advice in pack.advice:
        if advice.status == "active" and advice.id not in advised:
            yield Problem("unadvised", f"no active rule advises `{advice.id}`", where(advice.id), "add a rule that does, or retire it")
        if (advice.phase is not None) and advice.category != "return_to_running":
            yield Problem("unknown-key", f"`phase` of `{advice.id}` belongs to return_to_running only", where(advice.id))
        yield from _region_problems(pack, advice, where(advice.id))
        yield from _harm_problems(pack, advice, where(advice.id))
        yield from _covering_problems(pack, advice, where(advice.id))
    yield from _unguarded(pack, where)
    unused = {advice.id: advice.status for advice in pack.advice if advice.status != "active"}
    for rule in pack.active_rules:
        for name in (each.id for each in rule.conclusions if isinstance(each, Concludes) and each.kind == "advise" and each.id in unused):
            help_text = f"take `advise: {name}` out of the rule, or make the advice active"
            yield Problem("unused-advice", f"`{rule.id}` advises `{name}`, which is {unused[name]}", where(rule.id), help_text)
    for claim in pack.not_followed:
        if claim.instead and claim.instead not in pack.advice_by_id and claim.instead not in pack.rule_by_id:
            known = [*pack.advice_by_id, *pack.rule_by_id]
            yield Problem(
                "unknown-id", f"`instead` names no rule or advice: `{claim.instead}`", where(claim.id), did_you_mean(claim.instead, known)
            )


def _harm_problems(pack: Pack, advice: Advice, place: str) -> Iterator[Problem]:
    harms = [harm.id for harm in pack.about.harms]
    tags = {tag for each in pack.advice for tag in each.tags}
    if advice.prevents and advice.prevents not in harms:
        help_text = did_you_mean(advice.prevents, harms, "`harms` of pack.yaml lists them")
        yield Problem("unknown-harm", f"unknown harm `{advice.prevents}`", place, help_text)
    for tag in advice.rules_out:
        if tag not in tags:
            yield Problem("unknown-tag", f"unknown tag `{tag}`", place, did_you_mean(tag, tags, "no advice carries it"))
    ruled_out = {tag for each in pack.advice for tag in each.rules_out}
    for tag in sorted(ruled_out.intersection(advice.tags) if advice.rules_out else ()):
        message = f"`{advice.id}` rules out other advice, and its tag `{tag}` is ruled out itself"
        yield Problem("ruled-out", message, place, "take the tag or `rules_out` away: else it hangs on the order which of them is told")


def _covering_problems(pack: Pack, advice: Advice, place: str) -> Iterator[Problem]:
    for name in advice.covers:
        covered = pack.advice_by_id.get(name)
        if covered is None:
            yield Problem("unknown-id", f"unknown advice `{name}`", place, did_you_mean(name, pack.advice_by_id))
        elif not (advice.prevents and covered.prevents) or advice.id == name or advice.id in covered.covers:
            message = f"`{advice.id}` cannot cover `{name}`"
            yield Problem("covers", message, place, "advice that prevents a harm covers other such advice, and never one another")


def _unguarded(pack: Pack, where: Where) -> Iterator[Problem]:
    """Rules that advise something without asking whether it is safe."""
    for rule in pack.active_rules:
        for each in rule.conclusions:
            if not (isinstance(each, Concludes) and each.kind == "advise" and each.id in pack.safe_advice):
                continue
            if not asks_for(rule.premise, pack.safe_advice[each.id]):
                message = f"`{rule.id}` advises `{each.id}` without its `safe_when`"
                help_text = "make `safe_when` of the advice one of the premises under `all:` of the rule"
                yield Problem("unguarded-advice", message, where(rule.id), help_text)


def _controls(pack: Pack, hazard: Hazard, place: str) -> Iterator[Problem]:
    """What is wrong with what a hazard says controls it."""
    if not hazard.rules:
        yield Problem("uncontrolled", f"no rule controls the hazard `{hazard.id}`", place, "name the rules that do")
    for rule in hazard.rules:
        if rule not in pack.rule_by_id:
            yield Problem("unknown-rule", f"unknown rule `{rule}`", place, did_you_mean(rule, pack.rule_by_id))
        elif pack.rule_by_id[rule].status != "active":
            message = f"`{rule}` does not control the hazard `{hazard.id}`, since it is {pack.rule_by_id[rule].status}"
            yield Problem("uncontrolled", message, place, "name an active rule")
    claimed = {each.id for each in pack.claims}
    for claim in hazard.claims:
        if claim not in claimed:
            help_text = did_you_mean(claim, claimed, "add it to claims.yaml")
            yield Problem("unknown-claim", f"unknown safety claim `{claim}`", place, help_text)


def _hazard_problems(pack: Pack, where: Where) -> Iterator[Problem]:
    for hazard in pack.hazards:
        place = where(hazard.id)
        yield from _controls(pack, hazard, place)
        if hazard.residual_risk > hazard.risk:
            message = f"the residual risk {hazard.residual_risk} of `{hazard.id}` is above the risk {hazard.risk}"
            yield Problem("bad-risk", message, place, "controls do not raise a risk; set the figures right")
        for risk, likelihood, severity in (
            (hazard.risk, hazard.likelihood, hazard.severity),
            (hazard.residual_risk, hazard.residual_likelihood, hazard.residual_severity),
        ):
            if risk != likelihood * severity:
                message = f"the risk {risk} is not likelihood {likelihood} times severity {severity}"
                yield Problem("bad-risk", message, place, f"write {likelihood * severity}")


def _refused(error: ProgramError, where: Where) -> Iterator[Problem]:
    for problem in error.problems:
        if problem.place in (RULE, CONTRADICTING):  # a rule of the pack has the name of one of the screen's, which has been said
            continue
        # A tally is weigh:<condition>; its place is where the condition is described.
        yield Problem(problem.code, problem.message, where(Fact.of(problem.place).id) or problem.place, problem.help)


def _late_alarms(pack: Pack, program: Program, where: Where) -> Iterator[Problem]:
    for rule in pack.active_rules:
        if rule.id not in program.late_rules:
            continue
        for conclusion in rule.conclusions:
            # INVARIANT: what weighing concludes can be lost again when more is known, so nothing that must never be
            # lowered (an alarm) may rest on it.
            if isinstance(conclusion, Concludes) and conclusion.kind == "urgency" and rank_of(conclusion.id) > rank_of(HIGHEST_WEIGHED):
                help_text = f"a rule that rests on weighing raises urgency to `{HIGHEST_WEIGHED}` at most; rest it on findings or patterns"
                yield Problem("late-urgency", f"`{conclusion.id}` rests on weighing", where(rule.id), help_text)


def rank_of(level: str) -> int:
    """The place of a level that is known to be one."""
    return rank(level)  # type: ignore[arg-type]
