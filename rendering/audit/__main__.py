"""``python -m hipexpert.rendering.audit FOLDER``: write the pages of the checks into a folder."""

import sys
from pathlib import Path

from hipexpert.engine import ProblemsError
from hipexpert.rendering.audit.pages import MARK, check_pages
from hipexpert.rendering.reference.writing import write_pages


def main(words: list[str]) -> int:
    """Write the pages and say what was done. Returns the exit code: 2 when the user has to do something."""
    if len(words) != 1 or words[0].startswith("-"):
        sys.stderr.write("usage: python -m hipexpert.rendering.audit FOLDER\n")
        return 2
    try:
        done = write_pages(Path(words[0]), check_pages(), mark=MARK)
    except ProblemsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{done.pages} pages, {len(done.changed)} changed, {len(done.removed)} removed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
