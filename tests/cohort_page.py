"""The examples of docs/cohort.md, run: ``python -m cohort_page`` writes their output into the page."""

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from hipexpert.cli.main import main

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "cohort.md"
FILE = re.compile(r"(<!-- file: (\S+) -->\n```text\n)(.*?)(```)", re.DOTALL)
RUN = re.compile(r"(<!-- run: (.*?) -->\n```console\n)(.*?)(```)", re.DOTALL)


def with_examples(page: str) -> str:
    """The page with its files and outputs as they are."""

    def ran(found: re.Match[str]) -> str:
        words = [str(ROOT / word) if word.startswith("docs/") else word for word in shlex.split(found[2])]
        result = CliRunner().invoke(main, words)
        return f"{found[1]}$ hipexpert {found[2]}\n{result.stdout}{result.stderr}{found[4]}"

    page = FILE.sub(lambda found: f"{found[1]}{(ROOT / found[2]).read_text(encoding='utf-8')}{found[4]}", page)
    return RUN.sub(ran, page)


if __name__ == "__main__":
    PAGE.write_text(with_examples(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
