"""Python without docstrings and assertions (`python -OO`): the same helps, and the same words of every verb that needs no input."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import click
from described import described
from running import CHECKOUT, ROOT, commands, run

from hipexpert.cli.main import main

CASE = ("explain", "-f", "limp=yes", "-f", "age_years=40")
OTHERS = (
    CASE,
    (*CASE, "--format", "json", "--how", "urgency"),
    ("findings", "groin"),
    ("advice", "bridge"),
    ("export", "--format", "clips"),
    ("explain", "-f", "limb=yes"),
)
CODE = """
import json, sys
from click.testing import CliRunner
from hipexpert.cli.main import main
assert False, "assertions are left out"
told = [CliRunner().invoke(main, words, prog_name="hipexpert") for words in json.load(sys.stdin)]
from described import described
print(json.dumps([[(each.exit_code, each.output) for each in told], described()]))
"""


def helps() -> Iterator[tuple[str, ...]]:
    """What asks for each help: that of the program, of its verbs and of theirs."""
    yield ("--help",)
    groups = {name: command for name in main.list_commands(click.Context(main)) if (command := main.get_command(click.Context(main), name))}
    yield from ((name, "--help") for name in groups)
    yield from ((*verb.split(), "--help") for verb in commands())


def test_nothing_that_is_said_is_a_docstring() -> None:
    """With `PYTHONOPTIMIZE=2` every help, the output of some verbs, all schemas and OpenAPI are the same, byte by byte."""
    asked = list(dict.fromkeys([*helps(), *OTHERS]))
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([CHECKOUT, str(ROOT / "tests")]),
        "PYTHONOPTIMIZE": "2",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    process = subprocess.run([sys.executable, "-c", CODE], input=json.dumps(asked), env=env, capture_output=True, text=True, check=True)
    told, schemas = json.loads(process.stdout)
    assert schemas == described()
    for words, (code, output) in zip(asked, told, strict=True):
        normal = run(*words)
        assert (words, code) == (words, normal.exit_code)
        assert output == normal.output
    assert len(asked) > 50
