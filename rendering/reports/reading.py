"""What was read in somebody's own words: shown before anything is concluded from it."""

from hipexpert.knowledge.words import Reading, ReadingQuestion, TextSpan
from hipexpert.languages.catalogue import later, say
from hipexpert.rendering.report.blocks import Block, Heading, Paragraph, Report, Words, points, quiet

SHOWN = 60
ASKED = 5
WHY = {
    "uncertain": later("you were not sure of it"),
    "ambiguous": later("it may be that or something else"),
    "two_answers": later("you said both"),
    "which_answer": later("it is not clear which answer"),
    "part_denied": later("only a part of it was denied"),
    "limited": later("it does not seem to hold all the time"),
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
    return Report(say("What was understood"), reading_blocks(reading, full=True))


def reading_blocks(reading: Reading, *, full: bool = False, numbered: bool = False) -> tuple[Block, ...]:
    """What was understood and because of which words, what must be asked, and what counts for nothing."""
    blocks: list[Block] = [Heading(say("I understood") if reading.findings else say("I understood no answer in this"))]
    blocks += points(*(_found(each.says, each.words, each.sure) for each in reading.findings), numbered=numbered)
    if reading.questions:
        asked = reading.questions if full else reading.questions[:ASKED]
        blocks += [Heading(say("To be asked, because the words leave it open"), 3), *points(*(_question(each) for each in asked))]
        if len(asked) < len(reading.questions):
            more = len(reading.questions) - len(asked)
            blocks.append(Paragraph(quiet(say("and %(number)s more, with --reading", number=more))))
    rest = [f"{_quoted(each.words)} ({say(ASIDE[each.why])})" for each in reading.set_aside]
    if rest:
        blocks.append(Paragraph(quiet(say("Not counted: %(words)s", words="; ".join(rest)))))
    if reading.not_understood:
        blocks.append(Paragraph(quiet(say("Not understood: %(words)s", words=", ".join(map(_quoted, reading.not_understood))))))
        if not reading.findings and not reading.questions:
            blocks.append(Paragraph(say("Own words are read in English only. Write them in English, or be asked instead.")))
    if reading.cut_off:
        blocks.append(Paragraph(say("The text is long: only its first 20,000 characters were read.")))
    wrong = "" if numbered else say("If something is wrong, say it in other words or use -f.")
    silence = say("What was not said counts as not known, never as a no.")
    blocks.append(Paragraph(f"{silence} {wrong}".rstrip()))
    return tuple(blocks)


def _found(says: str, words: tuple[TextSpan, ...], sure: str) -> Words:
    rough = say(", counted roughly") if sure == "understood" else ""
    return (says, quiet(say(", because you wrote %(words)s", words=_all_quoted(words)) + rough))


def _question(question: ReadingQuestion) -> Words:
    wrote = say("You wrote %(words)s: %(why)s.", words=_all_quoted(question.words), why=say(WHY[question.why]))
    return (question.question, quiet(f" {wrote}"))


def _all_quoted(words: tuple[TextSpan, ...]) -> str:
    return say(" and ").join(map(_quoted, words))


def _quoted(span: TextSpan) -> str:
    words = " ".join(span.words.split())
    return f'"{words}"' if len(words) <= SHOWN else f'"{words[:SHOWN]}…"'
