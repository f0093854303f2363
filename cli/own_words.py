"""A story in somebody's own words, in place of a case file."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hipexpert.knowledge import Pack
    from hipexpert.knowledge.words import Reading
    from hipexpert.rendering.report.blocks import Report

NO_WORDS_HELP = 'for instance: hipexpert explain --reading "my hip hurts"'
_LOOKS_LIKE_A_FILE = re.compile(r"[/\\]|\.[A-Za-z]{1,5}$")  # `x.yaml` and `cases/x` are files, there or not


def story(pack: "Pack", case: str | None, *, words: bool) -> "Reading | None":
    """What was read in own words: with ``words`` in the file or on standard input, else in the argument itself; None for answers.

    An argument is words when no file has its name, it looks like no file, and it has blanks or the pack knows the word.
    """
    if case is None:
        return None
    named = case == "-" or _is_file(case)
    if named and not words:
        return None
    if not named and not words and (not case.strip() or (" " not in case.strip() and _LOOKS_LIKE_A_FILE.search(case))):
        return None
    if not named and words and _LOOKS_LIKE_A_FILE.search(case) and " " not in case.strip():
        from hipexpert.engine import Problem, ProblemsError

        raise ProblemsError([Problem("unreadable", "no such file", case, "give a text file, `-`, or the words themselves")])
    from hipexpert.knowledge.words import read_words

    text = case
    if named:
        content = standard_input() if case == "-" else _file(case)
        text = content.decode("utf-8", errors="replace")
    read = read_words(text, pack)
    if not named and not words and " " not in case.strip() and not read.findings and not read.questions:
        return None
    return read


def _is_file(case: str) -> bool:
    try:
        return Path(case).exists()
    except (OSError, ValueError):  # a story is longer than a name may be, or holds what no name can
        return False


def _file(case: str) -> bytes:
    from hipexpert.knowledge.packs.reading import CASE_BYTES, read_bytes

    return read_bytes(Path(case), CASE_BYTES)


def show_reading(told: "Reading | None", form: str, output: str | None) -> None:
    """Show only what was understood. Raises when there are no own words."""
    from hipexpert.cli.forms import write_result
    from hipexpert.rendering.reports.reading import reading_report

    if told is None:
        from hipexpert.engine import Problem, ProblemsError

        raise ProblemsError([Problem("nothing", "there are no own words to read", "", NO_WORDS_HELP)])
    read = told
    write_result(read, lambda _full: reading_report(read), form, output)


def with_reading(report: "Report", told: "Reading | None") -> "Report":
    """A report with what was understood on top of it, where own words were read."""
    if told is None:
        return report
    from hipexpert.rendering.report.blocks import Report
    from hipexpert.rendering.reports.reading import reading_blocks

    return Report(report.title, (*reading_blocks(told), *report.blocks))


def standard_input() -> bytes:
    """What stands on standard input, up to just more than is accepted."""
    from hipexpert.engine import Problem, ProblemsError
    from hipexpert.knowledge.packs.reading import CASE_BYTES

    try:
        if sys.stdin is None:
            raise OSError("it is closed")
        return sys.stdin.buffer.read(CASE_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ProblemsError([Problem("unreadable", f"standard input cannot be read: {reason}", "standard input")]) from None
