"""What is not known yet, as a runner reads it: the questions to answer first, and when to go at once whatever was answered."""

from hipexpert.knowledge import Assessment
from hipexpert.knowledge.packs.ladder import CALM, UNDETERMINED, StatedLevel
from hipexpert.knowledge.packs.pack import SAFETY_NET
from hipexpert.knowledge.packs.vocabulary import YesNo
from hipexpert.languages.catalogue import later, say, say_n
from hipexpert.rendering.report.blocks import Block, Heading, Paragraph, Row, Rows, Words, code, points, quiet, strong

ASKED = 3
LABEL = 8
ANSWER_FIRST = later("Answer these first. An open question is never read as no.")


def not_asked(assessment: Assessment) -> list[str]:
    """What is open of the screen, each as a phrase within a list."""
    asked = [assessment.pack.findings[each.finding] for each in assessment.screen.open]
    return [each.present if isinstance(each, YesNo) else _within(each.question) for each in asked]


def _within(question: str) -> str:
    """A question within a list of phrases: only how it begins changes, as German writes nouns with capitals."""
    return question[:1].lower() + question[1:].rstrip("?")


def no_warning(assessment: Assessment) -> str:
    """That no warning sign was found, once all of the screen is answered and the level is calm; empty before and above."""
    return say("No warning sign among those you were asked.") if assessment.level in CALM else ""


def unreasoned(assessment: Assessment) -> str:
    """Why a level stands that no rule raised."""
    return (
        say("No rule raised the urgency.")
        if assessment.level != UNDETERMINED
        else say("Questions that must be answered before anything calm is said are open.")
        if assessment.screen.open
        else say("Nothing calm is said while some answers cannot all be true.")
    )


def what_counts(level: StatedLevel) -> str:
    """What becomes of answers that cannot all be true: no level is calmer than any part of them alone would have."""
    return say("Nothing calm is said until they are corrected.") if level == UNDETERMINED else say("The more urgent reading counts.")


def at_once(assessment: Assessment) -> str:
    """What stands above the safety net."""
    return assessment.pack.texts.heading(SAFETY_NET)


def openness(assessment: Assessment, *, interviewed: bool = False) -> tuple[Block, ...]:
    """On the first screen: the first open questions and a count of the rest, afterwards that there was no warning sign; and
    when to go at once. ``interviewed``: they were asked already, and left open.
    """
    left, calm = assessment.left_to_answer, no_warning(assessment)
    rows = tuple(Row("?", each.question) for each in left[:ASKED])
    signs = points(*(each.title for each in assessment.safety_net))
    return (
        *((Rows((Row(say("Open"), say(ANSWER_FIRST)),), LABEL), Rows(rows, LABEL, right=True)) if left else ()),
        *(Rows((Row("", quiet(rest)),), LABEL) for rest in _rest(assessment, interviewed=interviewed)),
        *((Rows((Row(say("Asked"), calm),), LABEL),) if calm else ()),
        *((Heading(at_once(assessment), 3), *signs) if signs else ()),
    )


def openness_in_full(assessment: Assessment) -> tuple[Block, ...]:
    """The same in a full report, with why each question is asked and what to know of each sign."""
    left, calm = assessment.left_to_answer, no_warning(assessment)
    asked: list[Words] = [(strong(each.question), " ", code(each.finding), f" {each.because}") for each in left[:ASKED]]
    signs = points(*(f"{each.title}. {each.says}" for each in assessment.safety_net))
    return (
        *((Heading(say("What is not known yet")), Paragraph(say(ANSWER_FIRST)), *points(*asked, numbered=True)) if left else ()),
        *map(Paragraph, _rest(assessment)),
        *((Heading(say("What was asked")), Paragraph(calm)) if calm else ()),
        *((Heading(at_once(assessment)), *signs) if signs else ()),
    )


def _rest(assessment: Assessment, *, interviewed: bool = False) -> tuple[str, ...]:
    """How many questions are left besides."""
    rest = len(assessment.left_to_answer) - ASKED
    if rest <= 0:
        return ()
    if interviewed:
        return (say_n("and %(number)s more question left open.", "and %(number)s more questions left open.", rest),)
    return (
        say_n(
            "and %(number)s more question; `hipexpert interview` asks them all.",
            "and %(number)s more questions; `hipexpert interview` asks them all.",
            rest,
        ),
    )
