"""The answer to a question about an assessment as Markdown."""

from collections.abc import Iterable

from hipexpert.graphs.explanations.counterfactual import Counterfactuals, Direction
from hipexpert.graphs.explanations.difference import ConditionDifference, Difference
from hipexpert.graphs.explanations.document import Explanation
from hipexpert.graphs.explanations.how import How
from hipexpert.graphs.explanations.values import Change, listed
from hipexpert.graphs.explanations.why import Why
from hipexpert.graphs.explanations.why_not import NearRule, PremiseStatus, WhyNot
from hipexpert.knowledge import Assessment
from hipexpert.rendering.markdown import tree_lines


def answer_to_markdown(assessment: Assessment, answer: Explanation) -> str:
    """The answer with the urgency before it and the limits after it."""
    urgency, about = assessment.urgency, assessment.pack.about
    lines = [f"# {_level(urgency.level)}: {urgency.title}", "", urgency.action, "", *_answer(answer)]
    lines += ["", "---", "", f"{about.disclaimer} Knowledge: {about.id} {about.version}, {assessment.pack.content_hash[:12]}."]
    return "\n".join(lines) + "\n"


def _answer(answer: Explanation) -> list[str]:
    match answer:
        case How():
            return _how(answer)
        case Why():
            return _why(answer)
        case WhyNot():
            return _why_not(answer)
        case Difference():
            return _difference(answer)
        case Counterfactuals():
            return _counterfactuals(answer)


def _level(level: str) -> str:
    return level.replace("_", " ").capitalize()


def _how(answer: How) -> list[str]:
    lines = [f"## How: {answer.label}", "", *tree_lines(answer.tree, 0)]
    if answer.sufficient:
        lines += ["", "Enough by themselves (each line alone leads to it):", "", *_numbered(map(listed, answer.sufficient))]
        lines += [] if answer.complete else ["", "There may be other such sets."]
    if answer.necessary:
        lines += ["", "It would not follow without:", "", *(f"- {each.says}" for each in answer.necessary)]
    return lines


def _numbered(lines: Iterable[str]) -> list[str]:
    return [f"{number}. {line}" for number, line in enumerate(lines, 1)]


def _why(answer: Why) -> list[str]:
    name = f"{answer.finding}.{answer.value}" if answer.value else answer.finding
    lines = [f"## Why ask: {answer.question} (`{name}`)", ""]
    if answer.could_raise_to != answer.urgency:
        lines += [f"It could raise the urgency to **{_level(answer.could_raise_to).lower()}**.", ""]
    if answer.unsafe:
        lines += ["**Do not try this before it is known to be safe.**", ""]
    if answer.effects:
        lines += ["| answer | urgency | more likely | less likely |", "|---|---|---|---|"]
        lines += [
            f"| {each.answer.says} | {_level(each.urgency).lower()} | {', '.join(each.raises)} | {', '.join(each.lowers)} |"
            for each in answer.effects
        ]
    if answer.rules:
        lines += ["", f"### Rules it could help to fire ({len(answer.rules)})", ""]
    for rule in answer.rules:
        more = f"with {rule.further_answers} more answers" if rule.further_answers else "by itself"
        lines.append(f"- **{rule.title}** (`{rule.rule}`, {more}): when {rule.when}. Then: {', '.join(rule.concludes)}.")
    return lines


def _why_not(answer: WhyNot) -> list[str]:
    lines = [f"## Why not: {answer.label}", "", answer.says, ""]
    lines += [f"- {reason.because} *({'; '.join(reason.premises)})*" for reason in answer.reasons]
    lines += [f"- {ahead.name} ranks before it ({ahead.decibans:+d})." for ahead in answer.ahead]
    weighed = answer.weighed
    if weighed is not None:
        total = "not weighed yet" if weighed.decibans is None else f"{weighed.decibans:+d} decibans"
        lines += [f"Weighing: {total}; it takes {weighed.needed:+d}.", ""]
        lines += [f"- {could.decibans:+d} if {could.says}" for could in weighed.could_count]
    if answer.change is not None:
        lines += ["", f"Smallest change: {_changes(answer.change)}."]
    elif answer.impossible:
        lines += ["", "No answer that could truthfully be different would bring it about."]
    for near in answer.rules:
        lines += ["", *_near(near)]
    if answer.further_rules:
        lines += ["", f"{answer.further_rules} rules are farther away."]
    return lines


def _near(near: NearRule) -> list[str]:
    refs = ", ".join(dict.fromkeys(each.ref for each in near.sources))
    lines = [f"### {near.title}", "", f"`{near.rule}` [{refs}]", "", *_premise(near.premise, 0)]
    if near.change:
        lines += ["", f"Would fire with {_changes(near.change)}."]
    return lines


def _premise(premise: PremiseStatus, depth: int) -> list[str]:
    says = premise.says
    if premise.of:
        needs = "all" if premise.needs == len(premise.of) else "any" if premise.needs == 1 else f"at least {premise.needs}"
        says = f"{needs} of"
    line = f"{'  ' * depth}- *{premise.status}*: {says}"
    return [line, *(each for part in premise.of for each in _premise(part, depth + 1))]


def _changes(changes: tuple[Change, ...]) -> str:
    return " and ".join(f"{each.after_says} (`{each.word}`, now {each.before_says})" for each in changes)


def _counterfactuals(answer: Counterfactuals) -> list[str]:
    lines = [f"## What would change it (now: {answer.now.replace('_', ' ')})"]
    for direction in answer.directions:
        lines += ["", f"### {direction.label}", "", *_direction(direction)]
    return lines


def _direction(direction: Direction) -> list[str]:
    if not direction.ways:
        return ["No change of answers leads here." if direction.impossible else f"No way with {direction.complete_to} or fewer changes."]
    lines = []
    for way in direction.ways:
        first = way.difference.first_after
        then = f"{_level(way.difference.urgency.after).lower()}{f', first {first.name}' if first else ''}"
        lines.append(f"- if {_changes(way.changes)}: {then}")
    rest = direction.found - len(direction.ways)
    return [*lines, f"- and {rest} other ways with as few changes"] if rest else lines


def _difference(answer: Difference) -> list[str]:
    lines = ["## Answers that differ", "", "| finding | before | after |", "|---|---|---|"]
    for change in answer.changes:
        name = f"{change.finding}.{change.value}" if change.value else change.finding
        lines.append(f"| `{name}` | {change.before_says} | {change.after_says} |")
    urgency = answer.urgency
    lines += ["", "## Urgency", "", f"{_level(urgency.before)}, then {_level(urgency.after).lower()}: {urgency.title}.", ""]
    lines += [f"- now: {reason.because} *({'; '.join(reason.premises)})*" for reason in urgency.gained]
    lines += [f"- no longer: {reason.because} *({'; '.join(reason.premises)})*" for reason in urgency.lost]
    if answer.differential:
        lines += ["", "## Ranking", "", "| condition | before | after | evidence that came | evidence that went |", "|---|---|---|---|---|"]
        lines += [_row(each) for each in answer.differential]
    for title, gained, lost in (
        ("Patterns", answer.patterns_gained, answer.patterns_lost),
        ("Contributing factors", answer.factors_gained, answer.factors_lost),
    ):
        if gained or lost:
            lines += ["", f"## {title}", ""]
            lines += [*(f"- now: {each.name}" for each in gained), *(f"- no longer: {each.name}" for each in lost)]
    if answer.advice:
        lines += ["", "## Advice", "", *(f"- {each.title}: {each.before}, then {each.after}" for each in answer.advice)]
    return lines


def _row(each: ConditionDifference) -> str:
    before, after = (
        "not ranked" if rank is None else f"{rank}. ({total:+d})"
        for rank, total in ((each.rank_before, each.decibans_before), (each.rank_after, each.decibans_after))
    )
    gained, lost = ("; ".join(f"{item.decibans:+d} {item.says}" for item in items) for items in (each.gained, each.lost))
    return f"| {each.name} | {before} | {after} | {gained} | {lost} |"
