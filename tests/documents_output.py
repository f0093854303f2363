"""The output that the documents show, taken from the program; run as a script it puts it there (``make documents``)."""

import re
import shlex
from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from running import run

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PICTURES = {
    ROOT / "docs" / "pictures" / f"{name}.svg": f"examples/{name}.yaml"
    for name in ("groin_ache_in_a_marathon", "inner_thigh_after_half_marathon")
}
_PAGES = ("auditing.md", "explanations.md", "rule-graph.md", "writing-rules.md")
DOCUMENTS = (README, *(ROOT / "docs" / name for name in _PAGES))
BLOCK = re.compile(r"(<!-- output: (?P<words>[^,]+?)(?:, up to \"(?P<end>[^\"]+)\")? -->\n```text\n)(?P<text>.*?)(```\n)", re.DOTALL)
# Commands that follow one another in an empty folder of the document's own; quiet ones are run and not shown.
SESSION = re.compile(
    r"<!-- session: (?P<words>.+?)(?:, from \"(?P<start>[^\"]+)\")?(?:, up to \"(?P<end>[^\"]+)\")? -->\n"
    r"(?:```console\n(?P<text>.*?)```\n|<!-- quiet -->\n)",
    re.DOTALL,
)


@cache
def shown(words: str, end: str | None) -> str:
    """What ``hipexpert WORDS`` prints in the top folder, up to the line that holds ``end``."""
    named = [str(ROOT / word) if word.startswith("examples/") else word for word in shlex.split(words)]
    lines = run(*named).output.splitlines()
    stop = next(number for number, line in enumerate(lines) if end in line) if end else len(lines)
    return "\n".join(lines[:stop]).rstrip() + "\n"


def with_output(document: str) -> str:
    """A document with every marked block filled in."""
    filled = BLOCK.sub(lambda match: match[1] + shown(match["words"], match["end"]) + match[5], document)
    if SESSION.search(filled) is None:
        return filled
    with TemporaryDirectory() as folder, chdir(folder):
        return SESSION.sub(_in_session, filled)


def _in_session(match: re.Match[str]) -> str:
    """A command of a session as it stands in the document, run, with what it prints between its marks."""
    result = run(*shlex.split(match["words"]))
    assert result.exit_code in (0, 3), result.output
    if match["text"] is None:
        return match[0]
    lines = result.output.splitlines()
    start = next(number for number, line in enumerate(lines) if match["start"] in line) if match["start"] else 0
    end = next(number for number, line in enumerate(lines) if number > start and match["end"] in line) if match["end"] else len(lines)
    told = ["…"] * bool(start) + lines[start:end] + ["…"] * (end < len(lines))
    mark = match[0][: match[0].index("-->\n")]
    return f"{mark}-->\n```console\n$ hipexpert {match['words']}\n" + "\n".join(told).rstrip() + "\n```\n"


def picture(case: str) -> str:
    """The picture of an example's explanation."""
    return run("explain", str(ROOT / case), "--format", "svg").output


if __name__ == "__main__":
    for each in DOCUMENTS:
        each.write_text(with_output(each.read_text(encoding="utf-8")), encoding="utf-8")
    for path, example in PICTURES.items():
        path.write_text(picture(example), encoding="utf-8")
