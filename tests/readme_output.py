"""The output that the README shows, taken from the program; run as a script it puts it there (``make readme``)."""

import re
from pathlib import Path

from hipexpert import Engine
from hipexpert.cli.screen import plain_text
from hipexpert.knowledge import read_case_file

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"(<!-- output: explain (?P<case>\S+), up to \"(?P<end>[^\"]+)\" -->\n```text\n)(?P<text>.*?)(```\n)", re.DOTALL)


def shown(case: str, end: str, engine: Engine) -> str:
    """What ``hipexpert explain CASE`` prints, up to the line that holds ``end``."""
    lines = plain_text(engine.assess(read_case_file(ROOT / case, engine.pack))).splitlines()
    stop = next(number for number, line in enumerate(lines) if end in line)
    return "\n".join(lines[:stop]).rstrip() + "\n"


def with_output(readme: str, engine: Engine) -> str:
    """The README with every marked block filled in."""
    return BLOCK.sub(lambda match: match[1] + shown(match["case"], match["end"], engine) + match[5], readme)


if __name__ == "__main__":
    README.write_text(with_output(README.read_text(encoding="utf-8"), Engine()), encoding="utf-8")
