"""A person's own words in an interview: shown as they were understood, and put right before they count."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from hipexpert.languages.catalogue import later, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hipexpert.knowledge import Intake
    from hipexpert.knowledge.interview.replies import Command
    from hipexpert.knowledge.words import Reading
    from hipexpert.rendering.report.blocks import Block

RIGHT = later("Right? Enter, or what is wrong: ")
HELP = later("Enter if it is right; numbers such as `1 3` take those back; other words put it right; `back` forgets all of it.")
ASKED_ELSEWHERE = later("What you typed belongs to another question and was not taken here.")
UNCHANGED = later("That changes nothing of what was understood.")


_IS_RIGHT = re.compile(
    r"(?:y|yes|yeah|yep|ok|okay|right|correct|true|fine|good|all right|that'?s (?:right|correct|it)|ja|richtig|stimmt)[.!]*"
)
_IS_WRONG = re.compile(r"(?:n|no|nope|wrong|not right|incorrect|false|nein|falsch)[.!]*")


def confirmed(
    text: str, read: "Callable[[str], Reading]", ask: Callable[[str], str | None], show: "Callable[[Iterable[Block]], None]"
) -> "Intake | Command":
    """What was said in own words and not taken back, or the command that was given instead of confirming it: then none of it counts.
    ``read`` understands a text; ``ask`` puts a prompt and gives a line.
    """
    from hipexpert.knowledge import Intake
    from hipexpert.knowledge.interview.replies import read_command
    from hipexpert.knowledge.words.correcting import corrected
    from hipexpert.rendering.reports.interview import said
    from hipexpert.rendering.reports.reading import reading_blocks

    reading = read(text)
    while True:
        show(reading_blocks(reading, numbered=True))
        if not reading.findings:
            return reading.intake
        line = ask(say(RIGHT))
        while line is not None and _IS_WRONG.fullmatch(line.strip().lower()):  # not what is wrong
            show(said(say(HELP)))
            line = ask(say(RIGHT))
        if line is None:  # the end of the input confirms nothing
            return Intake({})
        command = read_command(line) if line.strip() else None
        if command is not None and command.word in ("back", "skip"):
            return Intake({})
        if command is not None and command.word in ("quit", "done", "resume"):
            return command
        if command is not None:
            show(said(say(HELP)))
            continue
        if not line.strip() or _IS_RIGHT.fullmatch(line.strip().lower()):
            return reading.intake
        now = corrected(reading, line, read)
        if now is None:
            show(said(f"{say(UNCHANGED)} {say(HELP)}", "doubt"))
        reading = now or reading
