"""An assessment: the first screen, with the answer first and the reasoning after it, and the full report."""

from collections.abc import Iterable
from itertools import zip_longest

from hipexpert.graphs.selection import Shown, advice_sections, covered_advice, dangers, grouped, shown_conditions, shown_withheld
from hipexpert.knowledge import Assessment, Evidence, Plan, Ranked
from hipexpert.knowledge.runner.results import AdviceGiven, NotToBeMissed
from hipexpert.languages.catalogue import later, say, say_n
from hipexpert.rendering.report.blocks import (
    Badge,
    Block,
    Heading,
    Notice,
    Paragraph,
    Report,
    Row,
    Rows,
    Span,
    Words,
    code,
    plain,
    points,
    quiet,
    strong,
)
from hipexpert.rendering.report.openness import openness, openness_in_full, unreasoned, what_counts
from hipexpert.rendering.report.phrases import foot, knowledge_of, listed, listed_on_a_line
from hipexpert.rendering.reports.derivation import how_tree, refs

REASONS = 56  # characters of a line
TELLING = 2  # decibans from which on an answer tells for or against
ALSO = 68  # characters of a line
SHOW_PATH = later("`--path` shows how it was reached, `--format markdown` all of it with sources.")
PLAUSIBLE = ("likely", "possible")
LABEL, INDENT = 8, 11


def assessment_report(
    assessment: Assessment, *, full: bool, path: bool = False, weights: bool = False, interviewed: bool = False
) -> Report:
    """The first screen, made for a runner at 80 columns, or the full report, made for notes and issue trackers.

    ``path`` adds to the first screen how each conclusion was reached; the full report has it always. ``weights`` writes the weights
    of the evidence in decibans, and not in words. Somebody who was ``interviewed`` is sent neither to the interview for what is
    open nor to options of a command that is over.
    """
    hint = () if interviewed else (Paragraph(quiet(say(SHOW_PATH))),)
    way = _path(assessment, weights=weights or full) if path or full else hint
    parts = (
        badge(assessment),
        *(_full(assessment) if full else _first_screen(assessment, interviewed=interviewed)),
        *way,
        *limits(assessment),
    )
    return Report(assessment.urgency.title, parts)


def reasoning_report(assessment: Assessment) -> Report:
    """What is concluded so far, and how it was reached."""
    parts = (badge(assessment), *_conditions(assessment), *_path(assessment, weights=False), *limits(assessment))
    return Report(assessment.urgency.title, parts)


def badge(assessment: Assessment) -> Badge:
    """How urgent it is."""
    urgency = assessment.urgency
    return Badge(plain(urgency.level), urgency.title, urgency.level)


def limits(assessment: Assessment) -> tuple[Block, ...]:
    """What an assessment is not, and the knowledge it rests on."""
    return foot(knowledge_of(assessment.pack), assessment.pack.about.disclaimer)


def _first_screen(assessment: Assessment, *, interviewed: bool) -> tuple[Block, ...]:
    return (
        _labelled(say("Now"), assessment.urgency.action),
        *_first_reason(assessment),
        *_contradictions(assessment),
        *openness(assessment, interviewed=interviewed),
        *_conditions(assessment),
        *_missed_and_factors(assessment),
        *_protecting(assessment),
        *_asked_before(assessment),
        *_also(assessment),
        *_withheld(assessment),
    )


def _full(assessment: Assessment) -> tuple[Block, ...]:
    urgency = assessment.urgency
    because = [(each.because, quiet(f" ({'; '.join(each.premises)})"), refs(each.sources)) for each in urgency.because]
    plausible = [group for group in grouped(assessment.differential) if group[0].band in PLAUSIBLE or group[0].calmer]
    factors = points(*(each.name for each in assessment.contributing_factors))
    return (
        Paragraph(urgency.action),
        *_contradictions(assessment),
        Heading(say("Why")),
        *(points(*because) or (Paragraph(unreasoned(assessment)),)),
        *openness_in_full(assessment),
        Heading(say("Differential")),
        Paragraph(say("Decibans rank the conditions; they are not probabilities.")),
        *(block for group in plausible for block in _weighed(group)),
        Heading(say("Not to be missed")),
        *points(*(_missed(each) for each in assessment.not_to_be_missed)),
        *((Heading(say("What may have contributed")), *factors) if factors else ()),
        *_advice(assessment),
        *_asked_first(assessment),
        *_withheld_in_full(assessment.plan),
    )


def _labelled(label: str, *words: str | Span) -> Rows:
    return Rows((Row(label, words),), LABEL)


def _first_reason(assessment: Assessment) -> tuple[Block, ...]:
    because = assessment.urgency.because
    rest = say(" (+%(rest)s more)", rest=len(because) - 1) if len(because) > 1 else ""
    return (_labelled(say("Why"), because[0].because, quiet(rest)),) if because else ()


def _contradictions(assessment: Assessment) -> tuple[Block, ...]:
    counts = what_counts(assessment.level)
    return tuple(
        Notice(
            "doubt",
            say("Check: cannot all be true: %(answers)s. %(counts)s", answers="; ".join(each.answers), counts=counts),
            (Paragraph(each.because),) if each.because else (),
        )
        for each in assessment.contradictions
    )


def _conditions(assessment: Assessment) -> tuple[Block, ...]:
    shown = shown_conditions(assessment)
    if not shown:
        return (_labelled(say("May be"), say("not enough is known yet to name a condition.")),)
    rows = tuple(
        Row(
            strong(plain("likely")) if group[0].band == "likely" else plain(group[0].band),
            strong(named_together(group)),
            below=(*_sides(group[0]), *_beside(group)),
        )
        for group in grouped(shown)
    )
    return (Heading((say("What it may be"), quiet("   " + say("a ranking, not a probability"))), 3), Rows(rows, INDENT, right=True))


def _sides(ranked: Ranked) -> tuple[Words, ...]:
    """What speaks for and against a condition, the first phrases of each; for it even what is faint, where there is nothing else."""
    found = (
        (say("for"), telling_phrases(ranked.for_) or telling_phrases(ranked.for_, 1)),
        (say("against"), telling_phrases(ranked.against)),
    )
    return tuple(f"{side}: {listed_on_a_line(phrases, REASONS)}" for side, phrases in found if phrases)


def named_together(group: Shown) -> str:
    """The names of conditions that go by the same story."""
    return say(" or ").join(each.name for each in group)


def _beside(group: Shown) -> tuple[Words, ...]:
    """What would tell the conditions of a group apart, and why they are calmer here than they usually are."""
    named = {each.condition for each in group}
    apart = dict.fromkeys(other.told_apart_by for each in group for other in each.overlaps if other.condition in named)
    return (*(say("apart: %(way)s", way=each) for each in apart), *(Span(each.calmer, "doubt") for each in group if each.calmer))


def _missed(each: NotToBeMissed) -> str:
    kinds = say("; it may be %(kinds)s", kinds=listed([kind.name for kind in each.kinds], len(each.kinds))) if each.kinds else ""
    return f"{each.name} ({plain(each.typical_urgency)}){kinds}"


def telling_phrases(items: Iterable[Evidence], least: int = TELLING) -> list[str]:
    """What the items that count rest on, each phrase once, without those fainter than ``least`` decibans."""
    return list(dict.fromkeys(phrase for item in items if item.counted and abs(item.decibans) >= least for phrase in item.premises))


def _weighed(group: Shown) -> tuple[Block, ...]:
    """A condition and those that go by the same story, each with its evidence."""
    beside = tuple(Paragraph(each) for each in _beside(group))
    return (*(block for ranked in group for block in _evidence(ranked)), *beside)


def _evidence(ranked: Ranked) -> tuple[Block, ...]:
    evidence = [
        ((f"{side}: {each.says} ({each.decibans:+d}). {each.because}"), refs(each.sources))
        for side, items in ((say("For"), ranked.for_), (say("Against"), ranked.against))
        for each in items
        if each.counted
    ]
    return (Heading(f"{ranked.name} ({plain(ranked.band)}, {ranked.decibans:+d})", 3), Paragraph(ranked.plain), *points(*evidence))


def _missed_and_factors(assessment: Assessment) -> tuple[Block, ...]:
    above = {each.condition for each in shown_conditions(assessment)}
    missed = [each.name for each in dangers(assessment) if each.condition not in above and (each.red_flag or each.band in PLAUSIBLE)]
    factors = [each.name for each in assessment.contributing_factors]
    return (
        *((_labelled(say("Beware"), say("not to be missed: %(names)s", names=listed(missed, 2))),) if missed else ()),
        *((_labelled(say("Factors"), listed_on_a_line(factors, ALSO)),) if factors else ()),
    )


def _advice(assessment: Assessment) -> tuple[Block, ...]:
    """All advice with its sources: what protects first, then by category."""
    plan = assessment.plan
    blocks: list[Block] = [Heading(meanwhile(assessment))] if plan.advice or plan.withheld or plan.ask_first else []
    for section in advice_sections(assessment.pack, plan):
        blocks += [Heading(section.title, 3), *points(*((*_told(each), refs(each.sources)) for each in section.advice))]
    return tuple(blocks)


def _told(each: AdviceGiven) -> tuple[Span, str]:
    return strong(f"{each.title}. "), f"{each.says}{f' ({each.dose})' if each.dose else ''}"


def meanwhile(assessment: Assessment) -> str:
    """What time the advice is for."""
    return assessment.pack.level_text(assessment.level).meanwhile


def _protecting(assessment: Assessment) -> tuple[Block, ...]:
    """What protects, from the worst harm on: all of it by its titles, which say what to do, each once; in an emergency whole."""
    whole = assessment.level == "emergency"
    covered = covered_advice(assessment.pack, assessment.plan)
    shown = [
        each
        for section in advice_sections(assessment.pack, assessment.plan)
        for each in section.advice
        if section.protects and each.id not in covered
    ]
    told = points(*(_told(each) if whole else each.title for each in shown))
    return (Heading(meanwhile(assessment)), *told) if told else ()


def _also(assessment: Assessment) -> tuple[Block, ...]:
    """The other advice by its titles, the first of each category before the second of any."""
    sections = [each.advice for each in advice_sections(assessment.pack, assessment.plan) if not each.protects]
    in_turn = [each.title for turn in zip_longest(*sections) for each in turn if each is not None]
    return (_labelled(say("Also"), f"{listed_on_a_line(in_turn, ALSO)}."),) if in_turn else ()


def _asked_before(assessment: Assessment) -> tuple[Block, ...]:
    """The first of the questions on which it hangs whether something may be advised."""
    plan, before = assessment.plan, assessment.pack.texts.before_advice
    if not plan.ask_first:
        return ()
    rest = say(" (+%(rest)s more)", rest=len(plan.ask_first) - 1) if len(plan.ask_first) > 1 else ""
    return (_labelled(say("Answer"), f"{before}: {plan.ask_first[0].question}", quiet(rest)),)


def _asked_first(assessment: Assessment) -> tuple[Block, ...]:
    """All of them."""
    asked = points(*((f"{each.question} ", code(each.finding)) for each in assessment.plan.ask_first))
    return (Heading(assessment.pack.texts.ask_first, 3), *asked) if asked else ()


def _withheld(assessment: Assessment) -> tuple[Block, ...]:
    """How much is withheld, and the first of what a rule forbids."""
    until = assessment.pack.level_text(assessment.level).until
    withheld = shown_withheld(assessment.plan)
    if not withheld:
        return ()
    if assessment.level == "emergency":
        return (Paragraph(quiet(say("All else (%(number)s pieces of advice) waits until %(until)s.", number=len(withheld), until=until))),)
    forbidden = [each.title for each in withheld if each.reasons and not assessment.pack.advice_by_id[each.id].prevents]
    such = say(", such as: %(title)s", title=forbidden[0]) if forbidden else say(", until %(until)s", until=until)
    return (
        _labelled(
            say("Not now"), say_n("%(number)s piece of advice%(such)s.", "%(number)s pieces of advice%(such)s.", len(withheld), such=such)
        ),
    )


def _withheld_in_full(plan: Plan) -> tuple[Block, ...]:
    said: list[Words] = []
    for each in shown_withheld(plan):
        why = [part for reason in each.reasons for part in (f"{reason.because} ", code(reason.rule), " ")]
        said.append((f"{each.title}: ", *([each.because] if each.because else why)))
    return (Heading(say("Withheld")), *points(*said)) if said else ()


def _path(assessment: Assessment, *, weights: bool) -> tuple[Block, ...]:
    """How each conclusion was reached; what was explained under one is not explained again under another."""
    from hipexpert.graphs.explanations.tree import derivation_trees  # the first screen has no tree

    conclusions = ["urgency"] if assessment.urgency.because else []
    conclusions += [each.condition for each in shown_conditions(assessment)]
    explained: set[str] = set()
    trees = tuple(how_tree(step, explained, weights=weights) for each in conclusions for step in derivation_trees(assessment, each))
    return (
        Heading(say("How this was reached")),
        *(trees or (Paragraph(say("No rule has fired: nothing is concluded from what is known.")),)),
    )
