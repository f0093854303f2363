"""What became of mutants, kept in a file so that a run that was stopped goes on where it was."""

import json
from pathlib import Path

from mutation.mutant import Mutant


class Kept:
    """Which mutants were noticed. One that was is not run again; one that was not is, as a test may have come since.

    A line of JSON each, written as soon as it is known. Without a file nothing is kept.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        lines = file.read_text("utf-8").splitlines() if file is not None and file.exists() else []
        self._noticed = {each["mutant"] for each in map(json.loads, lines) if each["noticed"]}

    def noticed(self, mutant: Mutant) -> bool:
        """Whether it was noticed in a run before, or in this one."""
        return mutant.digest in self._noticed

    def keep(self, mutant: Mutant, *, noticed: bool) -> None:
        """Keep what became of it."""
        if noticed:
            self._noticed.add(mutant.digest)
        if self._file is not None:
            said = {
                "mutant": mutant.digest,
                "noticed": noticed,
                "module": mutant.module,
                "number": mutant.number,
                "line": mutant.line,
                "becomes": mutant.becomes,
            }
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(said) + "\n")
