"""What an interview looks like on a terminal, line by line: no cursor is moved, so it works on the plainest one."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hipexpert.cli.screen import show, show_reasoning
from hipexpert.cli.terminal import COLOURS, standard_console

if TYPE_CHECKING:
    from hipexpert.engine import Problem
    from hipexpert.knowledge import Level
    from hipexpert.knowledge.interview.interview import Interview
    from hipexpert.knowledge.interview.questions import AskedFinding, NextQuestion, Rationale

RULES = 3
COMMANDS = {
    "why": "why this question is asked",
    "how": "what is concluded so far, and how",
    "back": "to the question before; its answer is forgotten",
    "skip": "or just Enter, or `don't know`: it is not asked again",
    "done": "no more questions: show the result",
    "quit": "save the answers and stop; `quit FILE` says where",
    "resume FILE": "go on with answers that were saved",
}


class InterviewScreen:
    """Draws an interview on standard output and reads from standard input."""

    def __init__(self) -> None:
        self.console = standard_console()

    def say(self, text: str, style: str = "") -> None:
        """Print a line, with what the terminal cannot show written as `?`."""
        encoding = self.console.encoding or "utf-8"
        self.console.print(Text(text.encode(encoding, "replace").decode(encoding), style=style))

    def read(self, prompt: str = "> ") -> str | None:
        """A line from standard input; None at its end."""
        try:
            return input(prompt)
        except EOFError:
            self.console.print()  # the prompt stands on a line of its own
            return None
        except UnicodeDecodeError:
            self.say("That is not text that can be read here.", "yellow")
            return self.read(prompt)

    def welcome(self, now: "Interview") -> None:
        """What this is, and how to answer."""
        about = now.assessor.pack.about
        self.console.print(Text(about.title, style="bold"))
        self.console.print(Text(about.disclaimer, style="italic"))
        self.console.print(
            Text("Answer what you know. Enter skips a question, `why` says why it is asked, `help` lists the rest.", style="dim")
        )
        if now.steps or now.given.answers or now.given.none_of:
            self.resumed(now)

    def resumed(self, now: "Interview") -> None:
        """That there are answers already."""
        known = len(now.intake.answers)
        self.say(f"Going on with {known} answer{'' if known == 1 else 's'}.")
        self._level(now)

    def ask(self, now: "Interview") -> None:
        """The question, with how far the interview is; nothing when it has ended."""
        question, progress = now.question, now.progress
        if question is None:
            return
        self.console.print()
        line = Text(f"Question {progress.asked + 1}", style="bold")
        line.append(
            f" - {progress.matter_now} matter now, at most {max(progress.at_most, progress.matter_now)} left - ", style="not bold dim"
        )
        line.append(_plain(now.level), style=_colour(now.level, now.at_most))
        if now.at_most != now.level:
            line.append(f" so far, could still be {_plain(now.at_most)}", style="not bold dim")
        self.console.print(line)
        if question.kind == "screen":
            self._screen(question)
        else:
            self._single(question.findings[0])

    def _screen(self, question: "NextQuestion") -> None:
        heading = "Warning signs: do any of these apply to you?" if question.red_flags else "Do any of these apply to you?"
        self.console.print(Text(heading, style="bold"))
        self._numbered((each.question, _beside(each)) for each in question.findings)
        self._hint("Numbers of all that apply, such as `1 3`, or `none`. The others count as no. `2?`: not sure about 2.")

    def _single(self, asked: "AskedFinding") -> None:
        self.console.print(Text(asked.question, style="bold"))
        if asked.help:
            self.console.print(Padding(Text(asked.help, style="dim"), (0, 0, 0, 2)))
        if asked.values:
            self._numbered((value.label, "") for value in asked.values)
        match asked.type:
            case "choice":
                self._hint("One number.")
            case "choices":
                self._hint("Numbers of all that apply, such as `1 3`, or `none`. The others count as no. `2?`: not sure about 2.")
            case _:
                self._hint(f"{asked.answers[:1].upper()}{asked.answers[1:]}.")

    def _numbered(self, items: Iterable[tuple[str, str]]) -> None:
        table = Table.grid(padding=(0, 1))
        table.add_column(width=3, justify="right", style="cyan", no_wrap=True)
        table.add_column(ratio=1)
        for number, (text, help_text) in enumerate(items, start=1):
            table.add_row(str(number), Text(text) + Text(f" {help_text}" if help_text else "", style="dim"))
        self.console.print(table)

    def _hint(self, text: str) -> None:
        self.console.print(Text(text, style="dim"))

    def problems(self, problems: "Iterable[Problem]") -> None:
        """What is wrong with an answer, and what would be right."""
        for problem in problems:
            harmless = "".join(char if char.isprintable() else "?" for char in f"{problem.message}. {problem.help}".rstrip())
            self.say(harmless[:1].upper() + harmless[1:], "yellow")

    def why(self, question: "NextQuestion") -> None:
        """The rationale of a question."""
        for line in reasons(question.rationale):
            self.console.print(Padding(Text(line), (0, 0, 0, 2)))

    def how(self, now: "Interview") -> None:
        """What is concluded so far, and how."""
        show_reasoning(now.assessor.assess(now.intake))

    def help(self) -> None:
        """The commands."""
        table = Table.grid(padding=(0, 2))
        table.add_column(style="cyan", no_wrap=True)
        table.add_column(ratio=1)
        for command, what in COMMANDS.items():
            table.add_row(command, what)
        self.console.print(table)

    def moved(self, before: "Interview", now: "Interview") -> None:
        """The urgency when it has changed, unless the whole result follows."""
        if before.level != now.level and now.question is not None:
            self._level(now)

    def _level(self, now: "Interview") -> None:
        urgency = now.assessor.assess(now.intake).urgency
        level = Text(f" {urgency.level.replace('_', ' ').upper()} ", style=_colour(urgency.level, urgency.at_most))
        self.console.print(level + Text(f" so far: {urgency.title}", style="not bold"))

    def left(self, now: "Interview", file: str | None) -> None:
        """That the interview stops before its end."""
        if now.steps:
            self._level(now)
            self.say("Not everything has been asked, so this may still change.")
        if file is not None:
            self.say(f"Your answers are in {file}. To go on: hipexpert interview --resume {file}")

    def finish(self, now: "Interview", file: str | None) -> None:
        """The result: an emergency comes first."""
        self.console.print()
        if now.question is None and not now.is_emergency:
            self.say("Nothing that is left to ask could change the urgency or the first three conditions.")
            self.console.print()
        show(now.assessor.assess(now.intake))
        if file is not None:
            self.say(f"Your answers are in {file}. `hipexpert explain {file}` explains them again.")


def _beside(asked: "AskedFinding") -> str:
    """The help of an item of a list, and what leaving it out means where that is not a plain no."""
    left_out = "" if asked.denied == "no" else f"Left out means: {asked.denied}."
    return f"{asked.help} {left_out}".strip()


def reasons(rationale: "Rationale") -> list[str]:
    """Why a question is asked, in sentences."""
    lines = []
    if rationale.could_raise_to is not None:
        lines.append(f"It could raise the urgency to {_plain(rationale.could_raise_to)}:")
        for rule in rationale.rules[:RULES]:
            more = f", with {rule.further_answers} more answer{'' if rule.further_answers == 1 else 's'}" if rule.further_answers else ""
            lines.append(f"- {rule.title} ({_plain(rule.could_raise_to)}{more})")
        if len(rationale.rules) > RULES:
            lines.append(f"- and {len(rationale.rules) - RULES} more rules")
    if rationale.could_lower_to is not None:
        lines.append(f"It could lower the urgency to {_plain(rationale.could_lower_to)}.")
    if rationale.conditions:
        names = ", ".join(each.name for each in rationale.conditions[:4])
        more = f" (+{len(rationale.conditions) - 4} more)" if len(rationale.conditions) > 4 else ""
        lines.append(f"It could change the first three conditions: {names}{more}.")
    return lines or ["You said that it applies, so this asks of what kind it is."]


def _colour(level: "Level", at_most: "Level") -> str:
    """The colour of a level; none that reassures while a higher one is possible."""
    return "bold" if level in ("self_care", "routine") and at_most != level else COLOURS[level]


def _plain(word: str) -> str:
    return word.replace("_", " ")
