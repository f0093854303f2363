"""Fuzzes one reader, guided by what of the product each input reaches: ``python -m fuzzing.fuzz READER [libFuzzer's options]``.

It ends when libFuzzer does (``-runs=N``, ``-max_total_time=SECONDS``) or at the first input that a reader does not bear, which it
leaves as a file. The corpus of the repository is what it begins with; what it adds goes to a folder that is named first, if any.
"""

import sys
from pathlib import Path

import atheris

CORPUS = Path(__file__).parent / "corpus"
WORDS = Path(__file__).parent / "words.dict"


def main(arguments: list[str]) -> None:
    """Fuzzes the reader that is named first, with what else libFuzzer is told."""
    with atheris.instrument_imports(include=["hipexpert"]):
        from fuzzing.readers import READERS
    if not arguments or arguments[0] not in READERS:
        sys.exit(f"name a reader to fuzz: {', '.join(READERS)}")
    name, *options = arguments
    read = READERS[name]
    kept = [str(CORPUS / name)] if (CORPUS / name).is_dir() else []
    read(b"")  # what is made once is no hang of the first input
    atheris.Setup([f"fuzz-{name}", *options, f"-dict={WORDS}", *kept], read)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
