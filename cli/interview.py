"""``hipexpert interview``: the questions that matter, one after the other."""

import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.forms import LETTER, chosen_form, write_letter
from hipexpert.cli.output import keep_apart, write
from hipexpert.cli.speaking import language_option, spoken
from hipexpert.languages.catalogue import say
from hipexpert.rendering.report.harmless import harmless

if TYPE_CHECKING:
    from hipexpert.engine import Problem
    from hipexpert.graphs.explained import ExplainingEngine
    from hipexpert.knowledge import Intake
    from hipexpert.knowledge.interview.interview import Interview
    from hipexpert.knowledge.interview.questions import NextQuestion
    from hipexpert.knowledge.interview.replies import Command
    from hipexpert.rendering.report.blocks import Block

INTERRUPTED = 130
SENTENCE = 2  # words: one that cannot be read is a slip, and is met with what is allowed
ENDING = tuple(number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None)
"""What asks a process to end: a system that stops, a terminal that is closed."""


HELP = """Begin with your own words: what was understood is shown and put right before it counts. Then ask as a clinician does: who and
where, what happened and when, whether the leg takes weight, the warning signs on short lists, then what tells conditions apart.
It ends when nothing that is left is likely to change what to do, and at once in an emergency. Then the result is explained.

Start from the answers in CASE, or from none. Skipping and not knowing are normal answers. At each question `why`,
`how`, `back`, `skip`, `done`, `quit` and `resume FILE` do what they say, and `help` lists them.
"""


@click.command(help=HELP)
@click.argument("case", required=False, type=click.Path(path_type=str), metavar="[CASE.yaml]")
@click.option("--resume", metavar="FILE", help="Go on with an interview that was saved; its answers are saved there again.")
@click.option("-o", "--output", metavar="FILE", help="Save the answers to FILE after each of them: a case that `hipexpert explain` reads.")
@click.option(
    "--words/--no-words",
    default=None,
    help="Begin with your own words, or with the first question.  [default: with your own words where there are no answers yet]",
)
@click.option(
    "--follow-up", "last", metavar="CASE", help="Ask what can have changed since CASE, and say at the end what is different and why."
)
@click.option(
    "--diary",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Take from your log what it says of your running, and do not ask for it; your own answers count over it. Give CASE before this "
    "option.",
)
@click.option("--today", metavar="DATE", help="The day to which --diary looks back.  [default: today]")
@click.option("--letter", metavar="FILE", help="Write at the end the summary for a doctor to FILE: .md, .html or .txt.")
@click.option("--clinician", is_flag=True, help="Ask also for what a clinician finds in an examination.")
@click.option("--knowledge", "pack", metavar="PACK", help="The folder of the pack to use.  [default: the hip pack that ships]")
@language_option
@user_errors
def interview(
    case: str | None,
    resume: str | None,
    output: str | None,
    last: str | None,
    diary: str | None,
    today: str | None,
    letter: str | None,
    words: bool | None,
    clinician: bool,
    pack: str | None,
) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    from hipexpert.engine import Problem, ProblemsError
    from hipexpert.graphs.explained import ExplainingEngine

    if last is not None and (case is not None or resume is not None):
        help_text = "a follow-up begins from the answers of the last time; to go on with one: --resume FILE"
        raise ProblemsError([Problem("two-starts", "give --follow-up, or a case or --resume", "", help_text)])
    if case is not None and resume is not None:
        raise ProblemsError([Problem("two-starts", "give a case or --resume, not both", "", "a file to resume holds its answers already")])
    begin(
        spoken(ExplainingEngine(pack)), case, resume, output, letter, last=last, diary=diary, today=today, clinician=clinician, words=words
    )


def begin(
    engine: "ExplainingEngine",
    case: str | None = None,
    resume: str | None = None,
    output: str | None = None,
    letter: str | None = None,
    *,
    last: str | None = None,
    diary: str | None = None,
    today: str | None = None,
    clinician: bool = False,
    words: bool | None = None,
) -> None:
    """Hold an interview from its first question to its result. ``words`` says whether it begins with a person's own words; by itself
    it does where there are no answers yet. ``last`` is the case of the last time, which a follow-up begins from. ``diary`` is the file
    of a log (empty: the one in the data folder), from which is taken up to ``today`` what was not said.
    """
    from dataclasses import replace

    from hipexpert.engine import Problem, ProblemsError
    from hipexpert.knowledge import Intake, read_case_file
    from hipexpert.knowledge.interview.answer_file import resumed
    from hipexpert.knowledge.interview.interview import Interview

    if letter is not None:
        keep_apart(letter, case, resume, last, output)
        chosen_form(None, letter, LETTER)
    known = {Path(os.path.realpath(each)) for each in (case, resume) if each}
    if output is not None and Path(output).exists() and Path(output).is_file() and Path(os.path.realpath(output)) not in known:
        help_text = f"to go on with it: hipexpert interview --resume {output}; else name another file"
        raise ProblemsError([Problem("file-exists", "the file is there already, and its answers would be lost", output, help_text)])
    before: Intake | None = None
    if resume is not None:
        now = resumed(Path(resume), engine)
    elif last is not None:
        from hipexpert.knowledge.interview.following_up import still_true

        keep_apart(output, last)
        before = read_case_file(Path(last), engine.pack)
        now = Interview(engine, still_true(before, engine.pack), clinician=clinician)
    else:
        now = Interview(engine, read_case_file(Path(case), engine.pack) if case else Intake({}), clinician=clinician)
    from_log: tuple[Block, ...] = ()
    if diary is not None:
        from hipexpert.cli.diary_offers import with_diary

        given, from_log = with_diary(diary, today, engine.pack, now.given, ())
        now = replace(now, given=given)
    own_words = case is None and resume is None and last is None if words is None else words
    _Dialogue(now, output or resume, letter, own_words=own_words, before=before, from_log=from_log).hold()


class _Terminated(BaseException):
    """The process was asked to end, by a signal of this number."""


@contextmanager
def _ending_asked_for() -> Iterator[None]:
    """A signal that asks to end as an exception, so that no answer is lost."""

    def stop(number: int, _frame: object) -> None:
        raise _Terminated(number)

    before = {number: signal.getsignal(number) for number in (*ENDING, signal.SIGINT)}
    try:
        for number in ENDING:
            if before[number] is not signal.SIG_IGN:  # as under nohup
                signal.signal(number, stop)
    except ValueError:  # not the main thread: whoever embeds the command handles signals
        yield
        return
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Dialogue:
    """The interview now, where it is saved, and the terminal."""

    def __init__(
        self,
        now: "Interview",
        file: str | None,
        letter: str | None,
        *,
        own_words: bool,
        before: "Intake | None",
        from_log: "Sequence[Block]",
    ) -> None:
        from hipexpert.rendering.reports import interview as words
        from hipexpert.rendering.terminal import standard_console

        self.now = now
        self.file = file
        self.trouble: Sequence[Problem] = ()  # why the file does not hold the answers, if it does not
        self.letter = letter
        self.own_words = own_words
        self.before = before  # the answers of the last time, in a follow-up
        self.from_log = from_log  # what a diary says, as it is told
        self.heard = False  # whether something of a person's own words counts
        self.words = words
        self.console = standard_console()

    def _show(self, blocks: "Iterable[Block]") -> None:
        from hipexpert.rendering.terminal import draw

        draw(self.console, blocks)

    def _say(self, text: str) -> None:
        self._show(self.words.said(text))

    def _ask(self) -> None:
        if self.now.question is not None:
            self.console.print()
            self._show(self.words.asked(self.now))

    def _finish(self) -> None:
        self.console.print()
        self._save()
        self._show(self.words.result(self.now, self._saved_in, self.letter))
        if self.before is not None:
            self.console.print()
            self._show(self.words.since(self.now, self.before))
        if self.letter is not None:
            write_letter(self.now.assessor.assess(self.now.intake), self.letter, chosen_form(None, self.letter, LETTER))

    def _read(self, prompt: str = "> ") -> str | None:
        """A line from standard input; None at its end."""
        try:
            if sys.stdin is None:  # closed, and so at its end
                return None
            return input(prompt)
        except EOFError:
            self.console.print()  # the prompt stands on a line of its own
            return None
        except ValueError as error:
            if not isinstance(error, UnicodeDecodeError):  # what reads a line cannot take a NUL
                self._show(self.words.said(say("That cannot be read here."), "doubt"))
                return self._read(prompt)
            self._show(self.words.said(say("That is not text that can be read here."), "doubt"))
            return self._read(prompt)

    def hold(self) -> None:
        """Ask until it ends; whatever ends it early, no answer is lost: each is in the file, or printed at the end."""
        from hipexpert.engine import ProblemsError

        self._save()
        if self.trouble:  # nothing has been said yet
            raise ProblemsError(self.trouble)
        with _ending_asked_for():
            try:
                self._hold()
            except KeyboardInterrupt:
                _hear_no_second()
                self._tell_how_to_go_on()
                raise click.exceptions.Exit(INTERRUPTED) from None
            except _Terminated as ending:
                _hear_no_second()
                self._tell_how_to_go_on()
                raise click.exceptions.Exit(128 + ending.args[0]) from None
            except OSError:  # standard input or output has gone
                self._tell_how_to_go_on()
                raise
        if self.trouble:
            self._tell_how_to_go_on()
            raise ProblemsError(self.trouble)

    def _hold(self) -> None:
        self._show(self.words.welcome(self.now))
        self._show(self.from_log)
        if self.own_words:
            self._show(self.words.in_own_words(self.now))
            if not self._hear():
                return
        else:
            self._ask()
        while (question := self.now.question) is not None:
            line = self._read()
            if line is None:
                self._quit("", may_ask=False)
                return
            if not self._react(line, question):
                return
        self._finish()

    def _hear(self) -> bool:
        """The first prompt: what is confirmed of a person's own words counts as answers given before; False when that ends it all."""
        from dataclasses import replace

        from hipexpert.cli.first_words import confirmed
        from hipexpert.knowledge import merged
        from hipexpert.knowledge.interview.replies import Command, read_command
        from hipexpert.knowledge.words import read_words

        while True:
            line = self._read()
            if line is None:
                self._quit("", may_ask=False)
                return False
            command = read_command(line)
            if command is None and line.strip():
                given = confirmed(line, lambda text: read_words(text, self.now.assessor.pack), self._read, self._show)
                if isinstance(given, Command):
                    command = given
                else:
                    self.now = replace(self.now, given=merged(self.now.given, given))
                    self.heard = bool(given.answers)
            if command is not None and command.word == "why":
                self._show(self.words.why_own_words())
                continue
            if command is not None and command.word != "skip":
                before = self.now
                if not self._obey(command, None):
                    return False
                if self.now is before:
                    continue
                return True  # another interview goes on
            self._save()
            self._ask()
            return True

    def _react(self, line: str, question: "NextQuestion") -> bool:
        """Do what a line says; False when the interview is over."""
        from hipexpert.engine import ProblemsError
        from hipexpert.knowledge.interview.replies import Reply, read_reply

        try:
            said = read_reply(line, question, self.now.assessor.pack)
            if isinstance(said, Reply):
                self._go_to(self.now.answered(said.answers, said.picked))
                return True
            return self._obey(said, question)
        except ProblemsError as error:
            return self._hear_sentence(line, question, error.problems)

    def _hear_sentence(self, line: str, question: "NextQuestion", problems: "Sequence[Problem]") -> bool:
        """Take a sentence for the reply to a question once it was shown and confirmed, or say what is wrong where it says nothing of
        what is asked. What else it says counts too, and is not asked again. A list of signs takes none: what a sentence does not
        speak of would be denied. False when the interview is over.
        """
        from hipexpert.cli.first_words import ASKED_ELSEWHERE, confirmed
        from hipexpert.knowledge.interview.replies import Command, form_reply
        from hipexpert.knowledge.interview.sentences import belongs_elsewhere, spoken_of
        from hipexpert.knowledge.words import read_words

        pack = self.now.assessor.pack
        if question.kind == "list" or len(line.split()) < SENTENCE or not spoken_of(line, question, pack).findings:
            self._show(self.words.problems(problems))
            if belongs_elsewhere(line, pack):
                self._say(say(ASKED_ELSEWHERE))
            return True
        given = confirmed(line, lambda text: read_words(text, pack), self._read, self._show)
        if isinstance(given, Command):
            return self._obey(given, question)
        said = {name: answer for name, answer in given.answers.items() if name in question.ids}
        if said:
            reply = form_reply(question, said) if question.kind == "form" else None
            told = {name: answer for name, answer in given.answers.items() if name not in said}
            self._go_to(self.now.answered(said, reply.picked if reply else (), told))
        else:
            self._ask()
        return True

    def _obey(self, command: "Command", question: "NextQuestion | None") -> bool:
        match command.word:
            case "why" if question is not None:
                self._show(self.words.why(question.rationale))
            case "how":
                self._show(self.words.how(self.now))
                self._ask()
            case "help":
                self._show(self.words.commands())
            case "skip":
                self._go_to(self.now.skipped())
            case "back" if self.now.steps:
                self._go_to(self.now.back())
            case "back":
                self._say(say("This is the first question."))
            case "resume":
                self._resume(command.file)
            case "done":
                self._finish()
                return False
            case "quit":
                return not self._quit(command.file, may_ask=True)
        return True

    def _go_to(self, then: "Interview") -> None:
        before, self.now = self.now, then
        known = self.trouble
        self._save()
        if self.trouble and not known:
            self._show(self.words.problems(self.trouble))
            self._say(say("Your answers are kept here meanwhile: `quit FILE` saves them in another file."))
        self._show(self.words.moved(before, then))
        self._ask()

    def _save(self) -> None:
        """Save the answers, if they go to a file; ``trouble`` says what stands against it."""
        from hipexpert.engine import ProblemsError
        from hipexpert.knowledge.interview.answer_file import to_yaml

        self.trouble = ()
        if self.file is not None:
            try:
                write(to_yaml(self.now), self.file, private=True)
            except ProblemsError as error:
                self.trouble = error.problems

    @property
    def _said_here(self) -> bool:
        """Whether there is something to lose."""
        return self.heard or bool(self.now.steps)

    @property
    def _saved_in(self) -> str | None:
        """The file that holds the answers."""
        return None if self.trouble else self.file

    def _resume(self, file: str) -> None:
        """Go on with another interview; what is not saved would be lost, so that comes first."""
        from hipexpert.knowledge.interview.answer_file import resumed

        if not file:
            self._say(say("Type `resume FILE`, with the file that an interview was saved in."))
        elif self._said_here and self._saved_in is None:
            self._say(say("The answers given here are not saved: `quit FILE` first, or go `back` to the first question."))
        else:
            self.now, self.file, self.trouble, self.heard = resumed(Path(file), self.now.assessor), file, (), False
            self._show(self.words.resumed(self.now))
            self._ask()

    def _quit(self, file: str, *, may_ask: bool) -> bool:
        """Save and end; False to go on, when the file cannot be used."""
        before = self.file
        if not file and self.file is None and may_ask and self._said_here:
            line = self._read(say("Save the answers in which file? (Enter: nowhere) "))
            file = (line or "").strip()
            may_ask = line is not None
        if file and _is_there(file) and Path(file) != Path(self.file or ""):
            self._say(say("%(file)s is there already. Name another file.", file=file))
            return False
        self.file = file or self.file
        self._save()
        if file and self.trouble:  # another file may do
            self._show(self.words.problems(self.trouble))
            self.file = before
            self._save()
            return False
        self._show(self.words.left(self.now, self._saved_in))
        if self.file is None and not may_ask:
            self._tell_how_to_go_on()
        return True

    def _tell_how_to_go_on(self) -> None:
        """What it takes to go on, on standard error: the file, if it holds the answers, else the answers themselves."""
        from hipexpert.knowledge.interview.answer_file import to_yaml

        if not self._said_here:
            return
        self._save()  # once more: the file may have gone since, or there may be room again
        if self._saved_in is not None:
            _tell_somewhere("\n" + say("Your answers are in %(file)s. To go on: hipexpert interview --resume %(file)s", file=self.file))
            return
        nothing = say("Nothing was saved. To go on, put this in a file and: hipexpert interview --resume FILE")
        _tell_somewhere(f"\n# {nothing}\n" + to_yaml(self.now).rstrip("\n"))


def _hear_no_second() -> None:
    """Another Ctrl-C must not cut off what is said of the answers."""
    with suppress(ValueError):  # not the main thread
        for number in (*ENDING, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)


def _is_there(file: str) -> bool:
    try:
        return Path(file).exists()
    except (OSError, ValueError):  # writing says what is wrong with the name
        return False


def _tell_somewhere(text: str) -> None:
    """On standard error, or where that takes nothing, on standard output: it may be all that there is of the answers."""
    try:
        click.echo(harmless(text), err=True)
    except OSError:
        with suppress(OSError):
            click.echo(harmless(text))
