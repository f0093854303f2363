"""What an interview says, line by line: no cursor is moved, so it works on the plainest terminal."""

from collections.abc import Iterable

from hipexpert.engine import Problem
from hipexpert.graphs.explanations.difference import difference
from hipexpert.knowledge import Intake
from hipexpert.knowledge.interview.interview import Interview
from hipexpert.knowledge.interview.measures import BODY_MASS
from hipexpert.knowledge.interview.questions import AskedFinding, NextQuestion, Rationale
from hipexpert.knowledge.interview.replies import form_example
from hipexpert.knowledge.packs.ladder import UNDETERMINED
from hipexpert.knowledge.packs.texts import Texts
from hipexpert.languages.catalogue import ENGLISH, capital, language, later, say, say_n
from hipexpert.rendering.report.blocks import (
    Badge,
    Block,
    Heading,
    Paragraph,
    Row,
    Rows,
    Span,
    Style,
    Words,
    code,
    level,
    plain,
    points,
    quiet,
    strong,
)
from hipexpert.rendering.report.phrases import first, listed
from hipexpert.rendering.reports.assessment import assessment_report, reasoning_report
from hipexpert.rendering.reports.two_assessments import difference_blocks

RULES = 3
DIFFERENT = 6  # reasons on each side that a follow-up names
SEVERAL = later("Numbers of all that apply, such as `1 3`, or `none`. The others count as no. `2?`: not sure about 2.")
NAMED = later("A line with several things in it: a word, such as `%(word)s`, says which.")
ONE_LINE = later("`yes` if any of it applies, else `no`. Enter if you are not sure.")
AREAS = later("Numbers of all that apply, such as `1 3`. Enter if you cannot say.")
COMMANDS = {
    "why": later("why this question is asked"),
    "how": later("what is concluded so far, and how"),
    "back": later("to the question before; its answer is forgotten"),
    "skip": later("or just Enter, or `don't know`: it is not asked again"),
    "done": later("no more questions: show the result"),
    "quit": later("save the answers and stop; `quit FILE` says where"),
    "resume FILE": later("go on with answers that were saved"),
}

Blocks = tuple[Block, ...]


def said(text: str, style: Style = "plain") -> Blocks:
    """A sentence."""
    return (Paragraph(Span(text, style)),)


def welcome(now: Interview) -> Blocks:
    """What this is, and how to answer."""
    about = now.assessor.pack.about
    how = say("Answer what you know. Enter skips a question, `why` says why it is asked, `help` lists the rest.")
    going_on = resumed(now) if now.steps or now.given.answers or now.given.none_of else ()
    return (Heading(about.title, 1), Paragraph(Span(about.disclaimer, "emphasis")), Paragraph(quiet(how)), *going_on)


def in_own_words(now: Interview) -> Blocks:
    """The first prompt."""
    tell = now.assessor.pack.texts.start.tell_in_a_line
    skip = say("Enter to skip this and answer questions instead.")
    only = "" if language() == ENGLISH else say("Own words are read in English only. Write them in English, or be asked instead.")
    return (Heading(say("Tell me in your own words what is wrong"), 3), *said(f"{tell} {skip} {only}".rstrip(), "quiet"))


def why_own_words() -> Blocks:
    """Why that is asked."""
    return said(say("What you say here is not asked again. What was understood is shown, and counts only once you say that it is right."))


def resumed(now: Interview) -> Blocks:
    """That there are answers already."""
    return (
        Paragraph(say_n("Going on with %(number)s answer.", "Going on with %(number)s answers.", len(now.intake.answers))),
        _so_far(now),
    )


def asked(now: Interview) -> Blocks:
    """The question, with how far the interview is; nothing when it has ended."""
    question, progress = now.question, now.progress
    if question is None:
        return ()
    so_far = (quiet(" - "), level(now.level), quiet(say(" so far"))) if now.level != UNDETERMINED else ()
    line = Paragraph((strong(say("Step %(step)s", step=progress.step)), quiet(say(" of about %(about)s", about=progress.about)), *so_far))
    return (line, *_SHOWN[question.kind](question, now.assessor.pack.texts))


def heading(question: NextQuestion, texts: Texts) -> str:
    """What a question is called, on every face of the interview."""
    match question.kind:
        case "form":
            return question.title or (say("About you") if question.stage == "who" else say("In more detail"))
        case "areas":
            return texts.areas.elsewhere if question.may_be_none else texts.areas.where
        case "list":
            if question.stage == "plan":
                return say("%(before)s: does any apply?", before=capital(texts.before_advice))
            return say("Do any of these apply to you now?") if question.stage == "warnings" else say("Do any of these apply?")
    return question.findings[0].question


def _list(question: NextQuestion, texts: Texts) -> Blocks:
    hint = ONE_LINE if len(question.lines) == 1 else SEVERAL
    words = [says for line in question.lines for says in line.parts.values()]
    naming = (Paragraph(quiet(say(NAMED, word=min(words, key=len)))),) if words else ()
    return (Heading(heading(question, texts), 3), *_lines(question), *_hint(hint), *naming)


def _areas(question: NextQuestion, texts: Texts) -> Blocks:
    return (Heading(heading(question, texts), 3), *_lines(question), *_hint(SEVERAL if question.may_be_none else AREAS))


def _lines(question: NextQuestion) -> Blocks:
    return points(*((line.text, quiet(f" {line.help}" if line.help else "")) for line in question.lines), numbered=True)


def _form(question: NextQuestion, texts: Texts) -> Blocks:
    if question.numbered:
        hint = say(
            "A number for each, in this order, such as `%(example)s`, or words of the lines. `?`: not sure.",
            example=form_example(question),
        )
        shown: Blocks = tuple(block for each in question.findings for block in _choice_of_form(each))
    else:
        hint = say("In one line, for instance `%(example)s`. What is missing is asked next.", example=form_example(question))
        shown = points(*(each.question for each in question.findings))
    return (Heading(heading(question, texts), 3), *shown, *_hint(hint))


def _choice_of_form(finding: AskedFinding) -> Blocks:
    help_text = (Paragraph(quiet(f"  {finding.help}")),) if finding.help else ()
    return (Paragraph(finding.question), *help_text, *points(*(value.label for value in finding.values), numbered=True))


def _single(question: NextQuestion, texts: Texts) -> Blocks:
    finding = question.findings[0]
    help_text = (Paragraph(quiet(f"  {finding.help}")),) if finding.help else ()
    test = (Paragraph(Span(f"  {texts.trying}", "doubt")),) if finding.answered_by == "self_test" else ()
    values = points(*(value.label for value in finding.values), numbered=True)
    return (Heading(heading(question, texts), 3), *help_text, *test, *values, *_hint(_how_to_answer(finding)))


def _how_to_answer(finding: AskedFinding) -> str:
    if finding.noticed:
        return later("`yes` if it has. `no` leaves it open, since it may not be tried.")
    if finding.unit == BODY_MASS:
        return later("Both, in any units; nobody need work anything out.")
    if finding.unit == "days":
        return later("A time such as `3 weeks` or `yesterday`. Enter if you do not know.")
    known = {"choice": later("One number, or a word of it."), "choices": SEVERAL, "yes_no": later("Yes or no. Enter if you are not sure.")}
    return known.get(finding.type, f"{capital(finding.answers)}.")


_SHOWN = {"list": _list, "areas": _areas, "form": _form, "question": _single}


def _hint(text: str) -> Blocks:
    return (Paragraph(quiet(say(text))),)


def problems(found: Iterable[Problem]) -> Blocks:
    """What is wrong with an answer, and what would be right."""
    return tuple(Paragraph(Span(f"{capital(each.message)}. {capital(each.help)}".rstrip(), "doubt")) for each in found)


def why(rationale: Rationale) -> Blocks:
    """Why a question is asked."""
    blocks: list[Block] = []
    if rationale.could_raise_to is not None:
        blocks.append(Paragraph(say("It could raise the urgency to %(level)s:", level=plain(rationale.could_raise_to))))
        rules: list[Words] = []
        for rule in rationale.rules[:RULES]:
            more = (
                say_n(", with %(number)s more answer", ", with %(number)s more answers", rule.further_answers)
                if rule.further_answers
                else ""
            )
            rules.append(f"{rule.title} ({plain(rule.could_raise_to)}{more})")
        rest = len(rationale.rules) - RULES
        blocks += points(*rules, *([say_n("and %(number)s more rule", "and %(number)s more rules", rest)] if rest > 0 else []))
    if rationale.could_lower_to is not None:
        blocks.append(Paragraph(say("It could lower the urgency to %(level)s.", level=plain(rationale.could_lower_to))))
    if rationale.conditions:
        names = listed((each.name for each in rationale.conditions), 4)
        blocks.append(Paragraph(say("It could change the first three conditions: %(names)s.", names=names)))
    if rationale.screen:
        blocks += (Paragraph(say("It is asked before anything calm is said:")), *points(*first(rationale.screen, RULES)))
    return tuple(blocks) or said(say("You said that it applies: this asks more exactly what it is."))


def how(now: Interview) -> Blocks:
    """What is concluded so far, and how."""
    return reasoning_report(now.assessor.assess(now.intake)).blocks


def commands() -> Blocks:
    """What can be typed beside an answer."""
    return (Rows(tuple(Row(code(command), say(what)) for command, what in COMMANDS.items())),)


def moved(before: Interview, now: Interview) -> Blocks:
    """The urgency when it has changed, and that the warning signs are through, unless the whole result follows."""
    if now.question is None:
        return ()
    through = said(say("That was the last of the warning signs. What follows makes the result sharper; `done` shows it now."), "quiet")
    changed = (_so_far(now),) if now.level not in {before.level, UNDETERMINED} else ()
    return (*changed, *(through if before.left_to_answer and not now.left_to_answer else ()))


def _so_far(now: Interview) -> Badge:
    urgency = now.assessor.assess(now.intake).urgency
    return Badge(plain(urgency.level), say("so far: %(title)s", title=urgency.title), urgency.level)


def left(now: Interview, file: str | None) -> Blocks:
    """That the interview stops before its end."""
    early = (_so_far(now), *said(say("Not everything has been asked, so this may still change."))) if now.steps else ()
    return (
        *early,
        *(
            said(say("Your answers are in %(file)s. To go on: hipexpert interview --resume %(file)s", file=file))
            if file is not None
            else ()
        ),
    )


def result(now: Interview, file: str | None, letter: str | None = None) -> Blocks:
    """The result: an emergency comes first. That nothing is left to ask is said where nothing that matters was passed over."""
    complete = now.question is None and not now.is_emergency and not now.left_to_answer
    nothing_left = say("Nothing that is left to ask is likely to change what to do.")
    files = (
        [say("Your answers are in %(file)s. `hipexpert explain %(file)s --path` shows how this was reached.", file=file)]
        if file is not None
        else []
    )
    title = now.assessor.pack.texts.letter.title
    files += [say("%(title)s: %(letter)s. Take it with you.", title=title, letter=letter)] if letter is not None else []
    again = said(say("Next time: `hipexpert interview %(file)s` begins from these answers.", file=file)) if file is not None else ()
    shown = assessment_report(now.assessor.assess(now.intake), full=False, interviewed=True).blocks
    return (*(said(nothing_left) if complete else ()), *shown, *(block for line in files for block in said(line)), *again)


def since(now: Interview, before: Intake) -> Blocks:
    """What is different from the last time and why, and that today's answers count alone."""
    last, today = now.assessor.assess(before), now.assessor.assess(now.intake)
    changed = difference_blocks(difference(last, today), DIFFERENT)
    aside = said(say("What was not asked today is not known today, whatever was said the last time."))
    return (Heading(say("Since the last time"), 2), *changed, *aside)
