"""The answers to how, why, why not, what if and what would change it, as a person reads them on a terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from hipexpert.cli.derivation_tree import drawn_tree
from hipexpert.cli.difference_screen import draw_difference
from hipexpert.cli.terminal import COLOURS, plain_drawing, show_drawing
from hipexpert.graphs.explanations.counterfactual import Counterfactuals, Direction
from hipexpert.graphs.explanations.difference import Difference
from hipexpert.graphs.explanations.document import Explanation
from hipexpert.graphs.explanations.how import How
from hipexpert.graphs.explanations.values import Change, listed
from hipexpert.graphs.explanations.why import Effect, Why
from hipexpert.graphs.explanations.why_not import NearRule, PremiseStatus, WhyNot
from hipexpert.knowledge import Assessment

SHOWN = 5
STATUS = {"holds": ("yes", "green"), "contradicted": ("no ", "red"), "open": ("?  ", "yellow")}


def show_answer(assessment: Assessment, answer: Explanation) -> None:
    """Print an answer about an assessment on standard output."""
    show_drawing(lambda console: _draw(console, assessment, answer))


def plain_answer(assessment: Assessment, answer: Explanation) -> str:
    """The same as plain text."""
    return plain_drawing(lambda console: _draw(console, assessment, answer))


def _draw(console: Console, assessment: Assessment, answer: Explanation) -> None:
    urgency = assessment.urgency
    console.print(level_text(urgency.level) + Text(f" {urgency.title}", style="bold"))
    console.print(Text(urgency.action))
    console.print()
    match answer:
        case How():
            _how(console, answer)
        case Why():
            _why(console, answer)
        case WhyNot():
            _why_not(console, answer)
        case Difference():
            draw_difference(console, answer)
        case Counterfactuals():
            _counterfactuals(console, answer)
    about = assessment.pack.about
    console.print()
    console.print(Text(about.disclaimer, style="italic"))


def level_text(level: str) -> Text:
    """An urgency level as a coloured label."""
    return Text(f" {level.replace('_', ' ').upper()} ", style=COLOURS[level])


def _how(console: Console, answer: How) -> None:
    console.print(Line("How this was reached", style="dim"))
    console.print(drawn_tree(answer.tree))
    if answer.sufficient:
        console.print(Text("Enough by themselves", style="bold") + Text("  each line alone leads to it", style="dim"))
        _numbered(console, map(listed, answer.sufficient))
        if not answer.complete:
            console.print(Text("    there may be other such sets", style="dim"))
    if answer.necessary:
        console.print(Text("It would not follow without", style="bold"))
        _numbered(console, (each.says for each in answer.necessary))
    elif answer.sufficient:
        console.print(Text("It would still follow if any one answer were left out.", style="dim"))


def _numbered(console: Console, lines: Iterable[str]) -> None:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=3, justify="right")
    table.add_column(ratio=1)
    for number, line in enumerate(lines, 1):
        table.add_row(str(number), Text(line))
    console.print(table)


def _why(console: Console, answer: Why) -> None:
    name = f"{answer.finding}.{answer.value}" if answer.value else answer.finding
    console.print(Text("Why ask  ", style="bold") + Text(answer.question) + Text(f"  {name}", style="cyan"))
    if answer.could_raise_to != answer.urgency:
        console.print(Text("It could raise the urgency to ") + level_text(answer.could_raise_to))
    elif answer.rules:
        console.print("It could not raise the urgency; it could change what is likely, or the advice.")
    else:
        console.print("No rule that is still open depends on it.")
    if answer.unsafe:
        console.print(Text("Do not try this before it is known to be safe.", style="bold red"))
    if answer.effects:
        console.print(Line("If you answered", style="dim"))
    for effect in answer.effects:
        _effect(console, effect, answer.urgency)
    if answer.rules:
        console.print(Line(f"Rules it could help to fire ({len(answer.rules)})", style="dim"))
    for rule in answer.rules[:SHOWN]:
        more = f"with {rule.further_answers} more" if rule.further_answers else "by itself"
        console.print(Text(rule.title, style="bold") + Text(f"  {more}", style="dim"))
        console.print(Padding(Text("when  ", style="dim") + Text(rule.when), (0, 0, 0, 2)))
        console.print(Padding(Text("then  ", style="dim") + Text(", ".join(rule.concludes)), (0, 0, 0, 2)))
    _more(console, len(answer.rules) - SHOWN)


def _effect(console: Console, effect: Effect, before: str) -> None:
    text = Text(f"{effect.answer.says}: ", style="bold")
    text += level_text(effect.urgency) if effect.urgency != before else Text(f"{before.replace('_', ' ')} as now", style="dim")
    console.print(text)
    for label, names in (("more likely", effect.raises), ("less likely", effect.lowers)):
        if names:
            more = f" (+{len(names) - 3} more)" if len(names) > 3 else ""
            console.print(Padding(Text(f"{label}: ", style="dim") + Text(", ".join(names[:3]) + more), (0, 0, 0, 2)))


def _more(console: Console, rest: int) -> None:
    if rest > 0:
        console.print(Text(f"and {rest} more with --format json", style="dim"))


def _why_not(console: Console, answer: WhyNot) -> None:
    console.print(Text("Why not  ", style="bold") + Text(answer.label, style="bold"))
    console.print(answer.says)
    for reason in answer.reasons:
        console.print(Padding(Text(reason.because) + Text(f"  ({'; '.join(reason.premises)})", style="dim"), (0, 0, 0, 2)))
    for ahead in answer.ahead:
        console.print(Padding(Text(f"{ahead.decibans:+d}  ", style="bold") + Text(f"{ahead.name} ranks before it"), (0, 0, 0, 2)))
    if answer.weighed is not None:
        _weighed(console, answer)
    if answer.change is not None:
        console.print(Text("Smallest change  ", style="bold") + _changes(answer.change))
    elif answer.impossible:
        console.print(Text("No answer that you could truthfully change would bring it about.", style="dim"))
    if answer.rules:
        console.print(Line("Nearest rules", style="dim"))
    for near in answer.rules[:SHOWN]:
        console.print(_near(near))
    _more(console, len(answer.rules) + answer.further_rules - SHOWN if len(answer.rules) > SHOWN else answer.further_rules)


def _weighed(console: Console, answer: WhyNot) -> None:
    weighed = answer.weighed
    if weighed is None:
        return
    total = "not weighed yet: nothing speaks for it" if weighed.decibans is None else f"{weighed.decibans:+d} decibans"
    console.print(Text("Weighing  ", style="bold") + Text(f"{total}; it takes {weighed.needed:+d}"))
    for label, items in (("for", weighed.evidence.for_), ("against", weighed.evidence.against)) if weighed.evidence else ():
        for item in [each for each in items if each.counted][:SHOWN]:
            console.print(Padding(Text(f"{item.decibans:+4d} {label:8}", style="dim") + Text(item.says), (0, 0, 0, 2)))
    for could in weighed.could_count[:SHOWN]:
        console.print(Padding(Text(f"{could.decibans:+4d} if      ", style="yellow") + Text(could.says), (0, 0, 0, 2)))


def _near(near: NearRule) -> Tree:
    refs = ", ".join(dict.fromkeys(each.ref for each in near.sources))
    tree = Tree(Text(near.title, style="bold") + Text(f"  {near.rule} [{refs}]", style="dim"), guide_style="dim")
    _add_premise(tree, near.premise)
    if near.change:
        tree.add(Text("would fire with ") + _changes(near.change))
    elif near.impossible:
        tree.add(Text("could not fire, whatever you could truthfully answer otherwise", style="dim"))
    return tree


def _add_premise(branch: Tree, premise: PremiseStatus) -> None:
    word, colour = STATUS[premise.status]
    label = premise.says
    if premise.of:
        needs = "all" if premise.needs == len(premise.of) else "any" if premise.needs == 1 else f"at least {premise.needs}"
        label = f"{needs} of:"
    note = {"contradicted": "  answered otherwise", "open": "  not answered", "holds": ""}[premise.status] if not premise.of else ""
    node = branch.add(Text(f"{word} ", style=f"bold {colour}") + Text(label) + Text(note, style="dim"))
    for part in premise.of:
        _add_premise(node, part)


def _changes(changes: tuple[Change, ...]) -> Text:
    parts = [f"{each.after_says} (-f {each.word}; {_before(each)})" for each in changes]
    return Text(", and ".join(parts))


def _before(change: Change) -> str:
    return "not answered yet" if change.before is None else f"now: {change.before_says}"


def _counterfactuals(console: Console, answer: Counterfactuals) -> None:
    what = "the urgency" if answer.conclusion != "first" else "the condition ranked first"
    console.print(Text(f"What would change {what}", style="bold") + Text(f"  now: {answer.now.replace('_', ' ')}", style="dim"))
    for direction in answer.directions:
        console.print(Line(direction.label, style="dim"))
        _direction(console, direction)


def _direction(console: Console, direction: Direction) -> None:
    if not direction.ways:
        none = "no change of answers leads here" if direction.impossible else f"no way with {direction.complete_to} or fewer changes"
        console.print(Text(none, style="dim"))
        return
    for way in direction.ways:
        console.print(Text("if  ", style="dim") + _changes(way.changes))
        urgency, first = way.difference.urgency, way.difference.first_after
        text = level_text(urgency.after) if urgency.after != urgency.before else Text("same urgency")
        console.print(Padding(Text("then  ", style="dim") + text + Text(f"  first: {first.name}" if first else ""), (0, 0, 0, 2)))
    if direction.found > len(direction.ways):
        console.print(Text(f"and {direction.found - len(direction.ways)} other ways with as few changes", style="dim"))
