"""What was read in somebody's own words: shown before anything is concluded from it."""

from hipexpert.knowledge.words import Reading, ReadingQuestion, TextSpan
from hipexpert.languages.catalogue import later
from hipexpert.rendering.report.blocks import Block, Heading, Paragraph, Report, Words, points, quiet

SHOWN = 60
ASKED = 5
WHY = {
    "uncertain": later("you were not sure of it"),
    "two_answers": later("you said both"),
    "which_answer": later("it is not clear which answer"),
    "part_denied": later("only a part of it was denied"),
    "limited": later("the no is not the whole of it"),
    "other_time": later("that may have been at another time"),
    "other_person": later("that may be about somebody else"),
    "no_date": later("that day cannot be counted from the words alone"),
    "denial_unclear": later("it is not clear what the no belongs to"),
    "which_number": later("there is more than one number"),
}
ASIDE = {
    "other_person": later("about somebody else"),
    "other_place": later("no place that this program knows"),
    "softening": later("changes nothing"),
    "topic": later("no answer to any question"),
}


def reading_report(reading: Reading) -> Report:
    """Everything that was read, asked, set aside and not understood."""
    return Report("What was understood", reading_blocks(reading, full=True))


def reading_blocks(reading: Reading, *, full: bool = False, numbered: bool = False) -> tuple[Block, ...]:
    """What was understood and because of which words, what must be asked, and what counts for nothing."""
    blocks: list[Block] = [Heading("I understood" if reading.findings else "I understood no answer in this")]
    blocks += points(*(_found(each.says, each.words, each.sure) for each in reading.findings), numbered=numbered)
    if reading.questions:
        asked = reading.questions if full else reading.questions[:ASKED]
        blocks += [Heading("To be asked, because the words leave it open", 3), *points(*(_question(each) for each in asked))]
        if len(asked) < len(reading.questions):
            blocks.append(Paragraph(quiet(f"and {len(reading.questions) - len(asked)} more, with --reading")))
    rest = [f"{_quoted(each.words)} ({ASIDE[each.why]})" for each in reading.set_aside]
    if rest:
        blocks.append(Paragraph(quiet("Not counted: " + "; ".join(rest))))
    if reading.not_understood:
        blocks.append(Paragraph(quiet("Not understood: " + ", ".join(_quoted(each) for each in reading.not_understood))))
    if reading.cut_off:
        blocks.append(Paragraph("The text is long: only its first 20,000 characters were read."))
    wrong = "" if numbered else " If something is wrong, say it in other words or use -f."
    blocks.append(Paragraph(f"What was not said counts as not known, never as a no.{wrong}"))
    return tuple(blocks)


def _found(says: str, words: tuple[TextSpan, ...], sure: str) -> Words:
    rough = ", counted roughly" if sure == "understood" else ""
    return (says, quiet(f", because you wrote {' and '.join(_quoted(each) for each in words)}{rough}"))


def _question(question: ReadingQuestion) -> Words:
    return (question.question, quiet(f" You wrote {' and '.join(_quoted(each) for each in question.words)}: {WHY[question.why]}."))


def _quoted(span: TextSpan) -> str:
    words = " ".join(span.words.split())
    return f'"{words}"' if len(words) <= SHOWN else f'"{words[:SHOWN]}…"'
