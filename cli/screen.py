"""What a person reads on a terminal: made for a runner at 80 columns, the answer first, the reasoning after it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from hipexpert.cli.derivation_tree import drawn_tree
from hipexpert.cli.terminal import COLOURS, WIDEST, plain_drawing, show_drawing
from hipexpert.graphs.explanations.tree import derivation_tree
from hipexpert.graphs.selection import ADVICE_HEADINGS, shown_conditions
from hipexpert.knowledge import Assessment, DecisiveUnknown, Evidence, Pack, Plan, Ranked, allowed_answers, finding_type

if TYPE_CHECKING:
    from hipexpert.knowledge.packs.vocabulary import Finding

ASKED = 3
REASONS = 3
NAMED = 4
TOLD = 3


def show(assessment: Assessment) -> None:
    """Print an assessment on standard output."""
    show_drawing(lambda console: _print(console, assessment))


def plain_text(assessment: Assessment) -> str:
    """The same as plain text."""
    return plain_drawing(lambda console: _print(console, assessment))


def show_reasoning(assessment: Assessment) -> None:
    """Print on standard output what is concluded so far, and how it was reached."""
    show_drawing(lambda console: _print_reasoning(console, assessment))


def _print_reasoning(console: Console, assessment: Assessment) -> None:
    _print_urgency(console, assessment)
    _conditions(console, assessment)
    _inference_path(console, assessment)


def _print_urgency(console: Console, assessment: Assessment) -> None:
    urgency = assessment.urgency
    console.print(Text(f" {_plain(urgency.level).upper()} ", style=COLOURS[urgency.level]) + Text(f" {urgency.title}", style="bold"))


def _print(console: Console, assessment: Assessment) -> None:
    urgency = assessment.urgency
    _print_urgency(console, assessment)
    _labelled(console, "Now", Text(urgency.action))
    if urgency.because:
        more = f" (+{len(urgency.because) - 1} more)" if len(urgency.because) > 1 else ""
        _labelled(console, "Why", Text(urgency.because[0].because) + Text(more, style="dim"))
    for contradiction in assessment.contradictions:
        words = f"cannot all be true: {'; '.join(contradiction.answers)}. The more urgent reading counts."
        _labelled(console, "Check", Text(words, style="yellow"))
    _open_questions(console, assessment)
    _conditions(console, assessment)
    _not_to_be_missed(console, assessment)
    if assessment.contributing_factors:
        _labelled(console, "Factors", Text(_listed((each.name for each in assessment.contributing_factors), 3)))
    console.print(Text("Education and triage support, not a diagnosis.", style="italic"))
    _plan(console, assessment)
    _inference_path(console, assessment)


def _plan(console: Console, assessment: Assessment) -> None:
    """The advice by category, and what is withheld and why."""
    plan = assessment.plan
    if not plan.advice and not plan.withheld:
        return
    console.print()
    console.print(Line("What may help meanwhile", style="dim"))
    for category, heading in ADVICE_HEADINGS.items():
        told = [each for each in plan.advice if each.category == category]
        if told:
            console.print(Text(heading, style="bold"))
            table = Table.grid(padding=(0, 1))
            table.add_column(width=2, justify="right")
            table.add_column(ratio=1)
            for advice in told[:TOLD]:
                dose = f" ({advice.dose})" if advice.dose else ""
                table.add_row("-", Text(f"{advice.title}. ") + Text(f"{advice.says}{dose}", style="dim"))
            if len(told) > TOLD:
                table.add_row("", Text(f"and {len(told) - TOLD} more with --format markdown", style="dim"))
            console.print(table)
    if assessment.level == "emergency" and plan.withheld:
        console.print(Text(f"All else ({len(plan.withheld)} pieces of advice) waits until you have been seen.", style="dim"))
    else:
        _withheld(console, plan)


def _withheld(console: Console, plan: Plan) -> None:
    """What a rule forbids, by reason; what only waits for a doctor is counted."""
    forbidden: dict[str, list[str]] = {}
    for each in plan.withheld:
        if each.reasons:
            forbidden.setdefault(each.reasons[0].because, []).append(each.title)
    waiting = sum(not each.reasons for each in plan.withheld)
    if plan.withheld:
        console.print(Text("Not now", style="bold"))
    by_number = sorted(forbidden.items(), key=lambda item: -len(item[1]))
    for why, titles in by_number[:TOLD]:
        console.print(Padding(Text(f"{_listed(titles, TOLD)}: ") + Text(why, style="yellow"), (0, 0, 0, 1)))
    more = sum(len(titles) for _, titles in by_number[TOLD:])
    if more:
        console.print(Padding(Text(f"and {more} more, with their reasons in --format markdown", style="dim"), (0, 0, 0, 1)))
    if waiting:
        console.print(Padding(Text(f"{waiting} pieces of advice wait until you have been seen.", style="dim"), (0, 0, 0, 1)))


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _listed(words: Iterable[str], most: int = NAMED) -> str:
    """The first words of a list, and how many more there are."""
    listed = list(words)
    rest = f" (+{len(listed) - most} more)" if len(listed) > most else ""
    return ", ".join(listed[:most]) + rest


def _labelled(console: Console, label: str, text: Text) -> None:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=8, style="bold", no_wrap=True)
    grid.add_column()
    grid.add_row(label, text)
    console.print(grid)


def _open_questions(console: Console, assessment: Assessment) -> None:
    urgency = assessment.urgency
    if urgency.settled:
        _labelled(console, "Open", Text("nothing that you have not been asked could make this more urgent."))
        return
    asked = [each for each in urgency.decisive_unknowns if each.answered_by != "clinician"]
    rest = len(urgency.decisive_unknowns) - len(asked[:ASKED])
    heading = Text("could still be ") + Text(_plain(urgency.at_most), style=COLOURS[urgency.at_most]) + Text(". Answer first:")
    _labelled(console, "Open", heading)
    table = Table.grid(padding=(0, 1))
    table.add_column(width=8, justify="right")
    table.add_column(ratio=1)
    table.add_column(no_wrap=True, style="cyan", justify="right")
    for question in asked[:ASKED]:
        table.add_row("?", question.question, f"{question.finding}.{question.value}" if question.value else question.finding)
    console.print(table)
    if rest > 0:
        denial = _denial(assessment, asked)
        console.print(Padding(Text(f"and {rest} more.{denial}", style="dim"), (0, 0, 0, 9)))


def _denial(assessment: Assessment, asked: list[DecisiveUnknown]) -> str:
    """The advice to deny all red flags at once, while any of them is open."""
    groups = assessment.pack.group_of
    if any(groups[each.finding].group == "red_flag" for each in asked):
        return " No red flag at all? Say -f red_flags=none"
    return ""


def _conditions(console: Console, assessment: Assessment) -> None:
    shown = shown_conditions(assessment)
    if not shown:
        _labelled(console, "May be", Text("not enough is known yet to name a condition."))
        return
    console.print(Text("May be", style="bold") + Text("   a ranking, not a probability", style="dim"))
    table = Table.grid(padding=(0, 1))
    table.add_column(width=11, justify="right", no_wrap=True)
    table.add_column(ratio=1)
    for ranked in shown:
        table.add_row(Text(_plain(ranked.band), style="bold" if ranked.band == "likely" else ""), _condition(ranked))
    console.print(table)


def _condition(ranked: Ranked) -> Text:
    text = Text(ranked.name, style="bold")
    text.append(f"\nfor: {_listed(_phrases(ranked.for_), REASONS)}", style="not bold")
    if any(each.counted for each in ranked.against):
        text.append(f"\nagainst: {_listed(_phrases(ranked.against), REASONS)}", style="not bold")
    return text


def _phrases(items: Iterable[Evidence]) -> list[str]:
    """What the items that count rest on, each phrase once."""
    return list(dict.fromkeys(phrase for item in items if item.counted for phrase in item.premises))


def _not_to_be_missed(console: Console, assessment: Assessment) -> None:
    above = {each.condition for each in shown_conditions(assessment)}
    missed = [each.name for each in assessment.not_to_be_missed if each.condition not in above]
    if missed:
        _labelled(console, "Not yet", Text(f"ruled out: {_listed(missed, 2)}"))


def _inference_path(console: Console, assessment: Assessment) -> None:
    console.print()
    console.print(Line("How this was reached", style="dim"))
    conclusions = ["urgency"] if assessment.urgency.because else []
    conclusions += [each.condition for each in shown_conditions(assessment)]
    for conclusion in conclusions:
        step = derivation_tree(assessment, conclusion)
        console.print(drawn_tree(step))
    if not conclusions:
        console.print("No rule has fired: nothing is concluded from what is known.")
    about = assessment.pack.about
    console.print(Text(about.disclaimer, style="italic"))
    console.print(Text(f"Knowledge: {about.id} {about.version} ({assessment.pack.content_hash[:12]})", style="dim"))


def show_findings(pack: Pack, found: "Iterable[Finding]") -> None:
    """Print findings by group with their type, question and allowed values."""
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST) if console.is_terminal else 80
    group_shown = ""
    for finding in found:
        group = pack.group_of[finding.id]
        if group.group != group_shown:
            group_shown = group.group
            console.print(Text(f"\n{group.title}", style="bold") + Text(f"  ({group.group})", style="dim"))
        console.print(Text(f"  {finding.id}", style="cyan") + Text(f"  {_plain(finding_type(finding))}", style="dim"))
        console.print(Padding(Text(finding.question), (0, 0, 0, 6)))
        console.print(Padding(Text(allowed_answers(finding), style="dim"), (0, 0, 0, 6)))
