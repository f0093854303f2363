"""The output that the documents show, taken from the program; run as a script it puts it there (``make documents``)."""

import re
import shlex
from functools import cache
from pathlib import Path

from running import run

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PICTURES = {ROOT / "docs" / "pictures" / "inner_thigh_after_half_marathon.svg": "examples/inner_thigh_after_half_marathon.yaml"}
DOCUMENTS = (README, ROOT / "docs" / "explanations.md", ROOT / "docs" / "rule-graph.md")
BLOCK = re.compile(r"(<!-- output: (?P<words>[^,]+?)(?:, up to \"(?P<end>[^\"]+)\")? -->\n```text\n)(?P<text>.*?)(```\n)", re.DOTALL)


@cache
def shown(words: str, end: str | None) -> str:
    """What ``hipexpert WORDS`` prints in the top folder, up to the line that holds ``end``."""
    named = [str(ROOT / word) if word.startswith("examples/") else word for word in shlex.split(words)]
    lines = run(*named).output.splitlines()
    stop = next(number for number, line in enumerate(lines) if end in line) if end else len(lines)
    return "\n".join(lines[:stop]).rstrip() + "\n"


def with_output(document: str) -> str:
    """A document with every marked block filled in."""
    return BLOCK.sub(lambda match: match[1] + shown(match["words"], match["end"]) + match[5], document)


def picture(case: str) -> str:
    """The picture of an example's explanation."""
    return run("explain", str(ROOT / case), "--format", "svg").output


if __name__ == "__main__":
    for each in DOCUMENTS:
        each.write_text(with_output(each.read_text(encoding="utf-8")), encoding="utf-8")
    for path, example in PICTURES.items():
        path.write_text(picture(example), encoding="utf-8")
