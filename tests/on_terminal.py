"""`hipexpert` on a terminal of its own, as a person has it."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
from running import CHECKOUT

Start = Callable[..., "pexpect.spawn[str]"]
PROMPT = "\r\n> "
INHERITED = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}  # they overrule the terminal
ENVIRONMENT = {**INHERITED, "PYTHONPATH": CHECKOUT, "TERM": "dumb", "PYTHONUTF8": "1"}


def _hear_interrupts() -> None:
    """As in a shell in the foreground, however the tests were started: what runs in the background ignores Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def terminals(folder: Path) -> Iterator[Start]:
    """Starts `hipexpert WORDS` on a terminal of its own, in a folder; one generator ends all that it started."""
    children = []

    def begin(*words: str, columns: int = 80, prompted: bool = True, **environment: str) -> "pexpect.spawn[str]":
        child = pexpect.spawn(
            sys.executable,
            ["-m", "hipexpert", *words],
            cwd=str(folder),
            env={**ENVIRONMENT, **environment},  # type: ignore[arg-type]
            dimensions=(50, columns),
            encoding="utf-8",
            timeout=60,
            preexec_fn=_hear_interrupts,
        )
        children.append(child)
        if prompted:
            child.expect_exact(PROMPT)
        if prompted and "Tell me in your own words" in child.before:
            answer(child, "")
        return child

    yield begin
    for child in children:
        child.close(force=True)


def answer(child: "pexpect.spawn[str]", line: str) -> str:
    """What is shown between a reply and the next prompt."""
    child.sendline(line)
    child.expect_exact(PROMPT)
    return str(child.before)


def go_to(child: "pexpect.spawn[str]", question: str) -> str:
    """Deny the warning signs and skip what else comes before a question; what is shown with it."""
    shown = str(child.before)
    for _ in range(40):
        if question in shown:
            return shown
        shown = answer(child, "none" if "`none`" in shown else "")
    raise AssertionError(f"{question} was not asked")


def ended(child: "pexpect.spawn[str]") -> tuple[str, int | None]:
    """What is shown up to the end, and the exit code."""
    child.expect(pexpect.EOF)
    child.close()
    return str(child.before), child.exitstatus
