"""The answers to how, why, why not, what if and what would change it."""

from collections.abc import Sequence

from hipexpert.graphs.explanations.counterfactual import Counterfactuals, Direction
from hipexpert.graphs.explanations.difference import Difference
from hipexpert.graphs.explanations.document import Explanation
from hipexpert.graphs.explanations.how import How
from hipexpert.graphs.explanations.values import Change, listed
from hipexpert.graphs.explanations.why import Effect, Why
from hipexpert.graphs.explanations.why_not import NearRule, WhyNot
from hipexpert.graphs.programs.hindrances import PremiseStatus
from hipexpert.knowledge import UNDETERMINED, Assessment
from hipexpert.languages.catalogue import later, say, say_n
from hipexpert.rendering.report import phrases
from hipexpert.rendering.report.blocks import (
    Block,
    Branch,
    Heading,
    Notice,
    Paragraph,
    Point,
    Points,
    Report,
    Row,
    Rows,
    Span,
    Style,
    Tree,
    Words,
    code,
    level,
    plain,
    points,
    quiet,
    strong,
)
from hipexpert.rendering.report.openness import openness
from hipexpert.rendering.report.phrases import first, more
from hipexpert.rendering.reports.assessment import badge, limits
from hipexpert.rendering.reports.derivation import how_tree, refs
from hipexpert.rendering.reports.two_assessments import difference_blocks

SHOWN, NAMES = 5, 3
STATUS: dict[str, tuple[str, Style, str]] = {
    "holds": (later("yes"), "good", ""),
    "contradicted": (later("no"), "bad", later("answered otherwise")),
    "open": ("?", "doubt", later("not answered")),
}


def answer_report(assessment: Assessment, answer: Explanation, *, full: bool) -> Report:
    """An answer with the urgency before it and the limits after it; unless ``full``, of long lists the first items."""
    most = None if full else SHOWN
    blocks = (badge(assessment), Paragraph(assessment.urgency.action), *_answer(assessment, answer, most), *limits(assessment))
    return Report(assessment.urgency.title, blocks)


def _answer(assessment: Assessment, answer: Explanation, most: int | None) -> tuple[Block, ...]:
    match answer:
        case How():
            undetermined = assessment.level == UNDETERMINED and answer.conclusion in {"urgency", UNDETERMINED}
            return (*_how(answer), *(openness(assessment) if undetermined else ()))
        case Why():
            screen = [each.because for each in assessment.screen.open if each.finding == answer.finding and not answer.value]
            return (
                *_why(answer, most),
                *(Paragraph(say("It must be answered before anything calm is said: %(because)s", because=each)) for each in screen),
            )
        case WhyNot():
            return _why_not(answer, most)
        case Difference():
            return difference_blocks(answer, most)
        case Counterfactuals():
            return _counterfactuals(answer)


def _how(answer: How) -> tuple[Block, ...]:
    blocks: list[Block] = [Heading(say("How: %(what)s", what=answer.label)), *map(how_tree, (answer.tree, *answer.further))]
    if answer.sufficient:
        blocks.append(Heading((say("Enough by themselves"), quiet("  "), quiet(say("each line alone leads to it"))), 3))
        blocks += points(*map(listed, answer.sufficient), numbered=True)
        blocks += [] if answer.complete else [Paragraph(quiet(say("There may be other such sets.")))]
    if answer.necessary:
        blocks += [Heading(say("It would not follow without"), 3), *points(*(each.says for each in answer.necessary))]
    elif answer.sufficient:
        blocks.append(Paragraph(quiet(say("It would still follow if any one answer were left out."))))
    return tuple(blocks)


def _why(answer: Why, most: int | None) -> tuple[Block, ...]:
    name = f"{answer.finding}.{answer.value}" if answer.value else answer.finding
    if answer.could_raise_to != answer.urgency:
        could: Words = (say("It could raise the urgency to "), level(answer.could_raise_to), ".")
    elif answer.rules:
        could = say("It could not raise the urgency; it could change what is likely, or the advice.")
    else:
        could = say("No rule that is still open depends on it.")
    if answer.unsafe:
        asked = (Paragraph(say("These questions come first:")), *points(*answer.ask_first)) if answer.ask_first else ()
        return (Heading((say("Why ask: "), code(name))), Notice("bad", say("Do not try this before it is known to be safe."), asked))
    blocks: list[Block] = [Heading((say("Why ask: "), f"{answer.question} ", code(name))), Paragraph(could)]
    if answer.effects:
        rows = tuple(_effect(each, answer.urgency) for each in answer.effects)
        blocks += [Heading(say("If you answered"), 3), Points(rows)]
    if answer.rules:
        blocks.append(Heading(say("Rules it could help to fire (%(number)s)", number=len(answer.rules)), 3))
    for rule in first(answer.rules, most):
        needs = say("with %(number)s more", number=rule.further_answers) if rule.further_answers else say("by itself")
        rows_ = (Row(quiet(say("when")), rule.when), Row(quiet(say("then")), ", ".join(rule.concludes)))
        blocks.append(Points((Point((strong(rule.title), quiet(f"  {needs} "), code(rule.rule)), (Rows(rows_),)),)))
    return (*blocks, *more(answer.rules, most))


def _effect(effect: Effect, before: str) -> Point:
    then: tuple[Words, ...] = (
        (level(effect.urgency),) if effect.urgency != before else (quiet(say("%(level)s as now", level=plain(before))),)
    )
    sides = ((say("more likely"), effect.raises), (say("less likely"), effect.lowers))
    rows = tuple(Row(quiet(side), phrases.listed(names, NAMES)) for side, names in sides if names)
    return Point((strong(f"{effect.answer.says}: "), *then), (Rows(rows),) if rows else ())  # type: ignore[arg-type]


def _why_not(answer: WhyNot, most: int | None) -> tuple[Block, ...]:
    reasons = [(each.because, quiet(f"  ({'; '.join(each.premises)})")) for each in answer.reasons]
    ahead = [(strong(f"{each.decibans:+d}  "), say("%(name)s ranks before it", name=each.name)) for each in answer.ahead]
    blocks: list[Block] = [
        Heading(say("Why not: %(what)s", what=answer.label)),
        Paragraph(answer.says),
        *points(*reasons, *ahead),
        *_weighed(answer, most),
    ]
    if answer.change is not None:
        blocks.append(Paragraph((strong(say("Smallest change: ")), *_changes(answer.change), ".")))
    elif answer.impossible:
        blocks.append(Paragraph(quiet(say("No answer that you could truthfully change would bring it about."))))
    if answer.rules:
        blocks += [Heading(say("Nearest rules")), *map(_near, first(answer.rules, most))]
    rest = answer.further_rules + len(answer.rules) - len(first(answer.rules, most))
    return (
        *blocks,
        *((Paragraph(quiet(say_n("%(number)s rule is farther away.", "%(number)s rules are farther away.", rest))),) if rest else ()),
    )


def _weighed(answer: WhyNot, most: int | None) -> tuple[Block, ...]:
    """The total, what counts for and against it, and what could still count."""
    weighed = answer.weighed
    if weighed is None:
        return ()
    nothing = say("not weighed yet: nothing speaks for it")
    total = nothing if weighed.decibans is None else say("%(total)s decibans", total=f"{weighed.decibans:+d}")
    sides = ((say("for"), weighed.evidence.for_), (say("against"), weighed.evidence.against)) if weighed.evidence else ()
    rows = [
        Row(quiet(f"{each.decibans:+4d} {side}"), each.says)
        for side, items in sides
        for each in first([item for item in items if item.counted], most)
    ]
    condition = say("if")
    rows += [Row(Span(f"{each.decibans:+4d} {condition}", "doubt"), each.says) for each in first(weighed.could_count, most)]
    said = Paragraph((strong(say("Weighing: ")), say("%(total)s; it takes %(needed)s.", total=total, needed=f"{weighed.needed:+d}")))
    return (said, Rows(tuple(rows), 15)) if rows else (said,)


def _near(near: NearRule) -> Tree:
    change: tuple[Branch, ...] = ()
    if near.change:
        change = (Branch((say("would fire with "), *_changes(near.change))),)
    elif near.impossible:
        change = (Branch(quiet(say("could not fire, whatever you could truthfully answer otherwise"))),)
    return Tree(Branch((strong(near.title), "  ", code(near.rule), refs(near.sources)), (_premise(near.premise), *change)))


def _premise(premise: PremiseStatus) -> Branch:
    word, style, note = STATUS[premise.status]
    says = premise.says
    if premise.of:
        every, some = premise.needs == len(premise.of), premise.needs == 1
        says = say("all of:") if every else say("any of:") if some else say("at least %(number)s of:", number=premise.needs)
        note = ""
    said = Span(f"{say(word):<3} ", style)
    return Branch((said, says, quiet(f"  {say(note)}" if note else "")), tuple(map(_premise, premise.of)))


def _changes(changes: Sequence[Change]) -> tuple[str | Span, ...]:
    said: list[str | Span] = []
    for each in changes:
        before = say("not answered yet") if each.before is None else say("now: %(said)s", said=each.before_says)
        said += [say(", and ") if said else "", f"{each.after_says} (", code(f"-f {each.word}"), f"; {before})"]
    return tuple(said)


def _counterfactuals(answer: Counterfactuals) -> tuple[Block, ...]:
    what = say("What would change the urgency") if answer.conclusion != "first" else say("What would change the condition ranked first")
    blocks: list[Block] = [Heading((what, quiet("  "), quiet(say("now: %(said)s", said=plain(answer.now)))))]
    for direction in answer.directions:
        blocks += [Heading(direction.label, 3), *_direction(direction)]
    return tuple(blocks)


def _direction(direction: Direction) -> tuple[Block, ...]:
    if not direction.ways:
        fewer = say("No way with %(number)s or fewer changes.", number=direction.complete_to)
        return (Paragraph(quiet(say("No change of answers leads here.") if direction.impossible else fewer)),)
    ways = []
    for way in direction.ways:
        urgency, ranked = way.difference.urgency, way.difference.first_after
        then = level(urgency.after) if urgency.after != urgency.before else say("same urgency")
        row = Row(quiet(say("then")), (then, say(", first: %(name)s", name=ranked.name) if ranked else ""))
        ways.append(Point((quiet(say("if")), "  ", *_changes(way.changes)), (Rows((row,)),)))
    rest = direction.found - len(direction.ways)
    return (Points(tuple(ways)), *((Paragraph(quiet(say("and %(rest)s other ways with as few changes", rest=rest))),) if rest else ()))
