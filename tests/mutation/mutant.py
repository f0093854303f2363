"""One change of the code."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Mutant:
    """A module, the number of the line that is changed, how it reads (without the blanks around it) and how it reads then."""

    module: str
    number: int
    line: str
    becomes: str
    source: str

    @property
    def named(self) -> tuple[str, str, str]:
        """What it is called in ``survivors.yaml``: a line may move, and stand twice."""
        return self.module, self.line, self.becomes

    @property
    def digest(self) -> str:
        """What it is called in a state file: the same for the same change of the same module."""
        return hashlib.sha256(f"{self.module}\0{self.source}".encode()).hexdigest()[:32]
