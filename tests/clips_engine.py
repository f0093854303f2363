"""CLIPS through clipspy, given programs that `hipexpert export` and `program_to_clips` wrote."""

import itertools
from collections.abc import Iterable
from pathlib import Path

import clips

from hipexpert.engine import Program
from hipexpert.rendering.clips import PlainTerms, Terms, program_to_clips


class ClipsEngine:
    """One program loaded into an environment of its own."""

    def __init__(self, text: str, folder: Path) -> None:
        file = folder / "program.clp"
        file.write_text(text, encoding="utf-8")
        self.facts = folder / "program.facts"
        self.environment = clips.Environment()
        self.environment.load(str(file))

    def run(self, asserted: Iterable[str]) -> set[str]:
        """Every fact that holds after a run from these, as CLIPS writes it. Raises what clipspy raises for one it refuses."""
        self.environment.reset()
        if facts := "\n".join(asserted):
            self.environment.load_facts(facts)  # all at once: each run after a fact asserted from Python is slower
        self.environment.run()
        self.environment.save_facts(str(self.facts))  # ten times as quick as asking for them one by one
        return set(self.facts.read_text(encoding="utf-8").splitlines())

    def report(self) -> str:
        """What `(report)` prints after a run."""
        router = Recorder()
        self.environment.add_router(router)
        try:
            self.environment.eval("(report)")
        finally:
            router.delete()
        return "".join(router.said)


class Recorder(clips.Router):  # type: ignore[misc]
    """Keeps what is printed."""

    numbers = itertools.count()

    def __init__(self) -> None:
        super().__init__(f"recorder-{next(self.numbers)}", 40)
        self.said: list[str] = []

    def query(self, name: str) -> bool:
        """Whether this router takes what is printed: all of it."""
        return name in {"t", "stdout"}

    def write(self, _name: str, message: str) -> None:
        """Keep it."""
        self.said.append(message)


def expected(program: Program, facts: Iterable[str], totals: dict[str, int], terms: Terms | None = None) -> set[str]:
    """What must hold in CLIPS when these facts and totals do, without evidence and what the machinery notes."""
    terms = terms or PlainTerms()
    written = {terms.assertion(fact) for fact in facts} - {""}
    return written | {f"(total (for {terms.tally(tally)}) (decibans {total}))" for tally, total in totals.items()}


def loaded(program: Program, folder: Path) -> ClipsEngine:
    """A program in CLIPS."""
    return ClipsEngine(program_to_clips(program), folder)
