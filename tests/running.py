"""Running the command line as its user does."""

import os
import subprocess
import sys
from pathlib import Path

import click
from click.testing import CliRunner, Result

from hipexpert.cli.main import VERBS, main

ROOT = Path(__file__).parent.parent
CHECKOUT = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))  # the PYTHONPATH of another process
ESCAPE = "\x1b"


def run(*words: str, stdin: bytes | str | None = None, color: bool = False, **environment: str) -> Result:
    """The result of ``hipexpert WORDS`` in this process. Anything but an exit code would be a traceback, so it is raised."""
    result = CliRunner(env=environment).invoke(main, list(words), input=stdin, color=color, prog_name="hipexpert")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def refused(*words: str, stdin: bytes | str | None = None) -> str:
    """What ``hipexpert WORDS`` says on standard error when it refuses: exit code 2, nothing on standard output."""
    result = run(*words, stdin=stdin)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert "Traceback" not in result.stderr
    return result.stderr


def run_process(folder: Path, *words: str, stdin: bytes = b"", **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """The same in a process of its own, started in a folder."""
    env = {**os.environ, "PYTHONPATH": CHECKOUT, **environment}
    return subprocess.run([sys.executable, "-m", "hipexpert", *words], cwd=folder, env=env, input=stdin, capture_output=True, check=False)


def commands() -> dict[str, click.Command]:
    """Every verb of the program by the words that call it."""
    found: dict[str, click.Command] = {}
    for verb in VERBS:
        command = main.get_command(click.Context(main), verb)
        assert command is not None
        found |= (
            {f"{verb} {name}": each for name, each in command.commands.items()} if isinstance(command, click.Group) else {verb: command}
        )
    return found
