"""A catalogue as it is written (``de.po``) made into what the program reads (``de.mo``): when a wheel is built, and in a checkout.

``python -m hipexpert.languages.compiling FOLDER`` compiles every catalogue of a folder.
"""

import io
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compiled_catalogue(path: Path) -> bytes:
    """The compiled catalogue. What is fuzzy, or not translated, is left out: it is said in English."""
    written = io.BytesIO()
    with path.open("rb") as file:
        write_mo(written, read_po(file, locale=path.stem))
    return written.getvalue()


def compile_all(folder: Path) -> None:
    """Put the compiled catalogue beside each one in a folder."""
    for path in sorted(folder.glob("*.po")):
        path.with_suffix(".mo").write_bytes(compiled_catalogue(path))


if __name__ == "__main__":
    compile_all(Path(sys.argv[1]))
