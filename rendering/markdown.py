"""An assessment as a Markdown report, for a clinician's notes or an issue tracker."""

from collections.abc import Iterable

from hipexpert.graphs.explanations.tree import HowReason, HowStep, derivation_tree
from hipexpert.graphs.selection import shown_conditions
from hipexpert.knowledge import Assessment, CitedSource, Evidence, Plan

SHOWN_UNKNOWNS = 8


def to_markdown(assessment: Assessment) -> str:
    """The report: urgency and why, what is open, the differential with its evidence, and the inference path."""
    urgency = assessment.urgency
    lines = [f"# {_level(urgency.level)}: {urgency.title}", "", urgency.action, ""]
    for contradiction in assessment.contradictions:
        lines += [f"> **Answers that cannot all be true:** {', '.join(contradiction.answers)}. {contradiction.because}", ""]
    lines += ["## Why", ""]
    lines += [f"- {reason.because} *({'; '.join(reason.premises)})* {_refs(reason.sources)}" for reason in urgency.because] or [
        "- No rule raised the urgency."
    ]
    lines += ["", "## What is not known yet", ""]
    if urgency.settled:
        lines.append("No unanswered question could raise the urgency.")
    else:
        lines += [f"The urgency could still rise to **{_level(urgency.at_most).lower()}**. Ask first:", ""]
        lines += [f"1. {each.question} (`{each.finding}`)" for each in urgency.decisive_unknowns[:SHOWN_UNKNOWNS]]
        rest = len(urgency.decisive_unknowns) - SHOWN_UNKNOWNS
        lines += ["", f"{rest} more questions could raise it."] if rest > 0 else []
    lines += ["", "## Differential", "", "Decibans rank the conditions; they are not probabilities.", ""]
    for ranked in assessment.differential:
        if ranked.band in ("likely", "possible"):
            lines += [f"### {ranked.name} ({ranked.band}, {ranked.decibans:+d})", "", ranked.plain, ""]
            lines += [_evidence("For", each) for each in ranked.for_ if each.counted]
            lines += [_evidence("Against", each) for each in ranked.against if each.counted]
            lines.append("")
    lines += ["## Not to be missed", ""]
    lines += [f"- {each.name} ({_level(each.typical_urgency).lower()})" for each in assessment.not_to_be_missed]
    if assessment.contributing_factors:
        lines += ["", "## What may have contributed", ""]
        lines += [f"- {each.name}" for each in assessment.contributing_factors]
    lines += _plan(assessment.plan)
    lines += ["", "## How this was reached", ""]
    for conclusion in ["urgency", *(ranked.condition for ranked in shown_conditions(assessment))]:
        if conclusion != "urgency" or urgency.because:
            lines += tree_lines(derivation_tree(assessment, conclusion), 0)
    about = assessment.pack.about
    lines += ["", "---", "", f"{about.disclaimer} Knowledge: {about.id} {about.version}, {assessment.pack.content_hash[:12]}.", ""]
    return "\n".join(lines)


def _plan(plan: Plan) -> list[str]:
    lines = ["", "## What may help meanwhile", ""] if plan.advice else []
    for advice in plan.advice:
        dose = f" *({advice.dose})*" if advice.dose else ""
        lines.append(f"- **{advice.title}**: {advice.says}{dose} {_refs(advice.sources)}")
    if plan.withheld:
        lines += ["", "## Withheld", ""]
        for each in plan.withheld:
            why = each.because or "; ".join(f"{reason.because} (`{reason.rule}`)" for reason in each.reasons)
            lines.append(f"- {each.title}: {why}")
    return lines


def _level(level: str) -> str:
    return level.replace("_", " ").capitalize()


def _refs(sources: Iterable[CitedSource]) -> str:
    return "[" + ", ".join(f"{each.ref}{' (against)' if each.stance == 'refute' else ''}" for each in sources) + "]"


def _evidence(way: str, evidence: Evidence) -> str:
    return f"- {way}: {evidence.says} ({evidence.decibans:+d}). {evidence.because} {_refs(evidence.sources)}"


def tree_lines(step: HowStep, depth: int) -> list[str]:
    """A derivation as nested list items."""
    indent = "  " * depth
    note = " *(answer)*" if step.given else " *(explained above)*" if step.repeated else ""
    return [f"{indent}- {step.label}{note}", *(line for reason in step.reasons for line in _reason(reason, depth + 1))]


def _reason(reason: HowReason, depth: int) -> list[str]:
    refs = f" {_refs(reason.sources)}" if reason.sources else ""
    return [f"{'  ' * depth}- `{reason.rule}`{refs}", *(line for premise in reason.premises for line in tree_lines(premise, depth + 1))]
