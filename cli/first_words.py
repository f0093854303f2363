"""The first prompt of an interview: a person's own words, shown as they were understood and put right before they count."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hipexpert.knowledge import Intake, Pack
    from hipexpert.rendering.report.blocks import Block

PROMPT = "Tell me in your own words; Enter to skip: "
RIGHT = "Right? Enter, or the numbers of what is wrong: "


def first_words(pack: "Pack", ask: Callable[[str], str | None], show: "Callable[[Iterable[Block]], None]") -> "Intake":
    """What was said in own words and not taken back; nothing when it was skipped. ``ask`` puts a prompt and gives a line."""
    from hipexpert.knowledge import Intake
    from hipexpert.knowledge.words import read_words
    from hipexpert.rendering.reports.reading import reading_blocks

    text = ask(PROMPT)
    if not text or not text.strip():
        return Intake({})
    reading = read_words(text, pack)
    while True:
        show(reading_blocks(reading, numbered=True))
        if not reading.findings:
            return reading.intake
        line = ask(RIGHT)
        if line is None:  # the end of the input confirms nothing
            return Intake({})
        wrong = {int(number) - 1 for number in re.findall(r"[0-9]{1,3}", line)}
        if not wrong and not line.strip():
            return reading.intake
        reading = reading.without(wrong) if wrong else read_words(f"{reading.text}. {line}", pack)
