"""Random intakes through every execution, and each safety theorem tried on them: ``python -m executions [N] [--seed S]``.

The session, the closure, the interview and a table assess each of them; the oracle each tenth, CLIPS each fiftieth, experta's own matcher
each thousandth, as they take longer. What a theorem or a claim of the pack forbids is asked of each fourth in the words in which a proof
asks the engine, of the whole of the answers and of what was said before the last of them. Ends with 1 when anything differs or is broken.
"""

import argparse
import inspect
import itertools
import random
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from unittest.mock import patch

from clips_engine import ClipsEngine, expected
from oracles.rete import rete_engine
from random_intakes import contradictory_intakes, random_intakes
from tables import table_of

from hipexpert import Engine, ExplainedAssessment, Intake, Pack, load_pack
from hipexpert.audit.proving import Prover, prove_theorems
from hipexpert.audit.proving.claims import prove_claims
from hipexpert.audit.proving.searching import Search, World
from hipexpert.audit.proving.theorems import STATED
from hipexpert.cohort import assess_frame
from hipexpert.engine import Closure
from hipexpert.engine.oracle import meaning
from hipexpert.knowledge import Question, Said
from hipexpert.knowledge.packs.answer_space import Chosen
from hipexpert.knowledge.runner.levels import level_of
from hipexpert.rendering.clips import PackTerms, answers_to_clips, pack_to_clips

AT_ONCE = 1_000
ORACLE, THEOREMS, CLIPS, RETE = 10, 4, 50, 1_000
STATING = frozenset(each.__name__ for each in (*STATED, prove_claims))
CONTRADICTORY = 10
"""One in so many breaks a constraint of the pack."""


class Executions:
    """Every way in which a pack concludes, made ready once."""

    def __init__(self, pack: Pack, folder: Path) -> None:
        self.pack = pack
        self.engine = Engine(pack)
        self.program = self.engine.compiled.program
        self.closure = Closure(self.program)
        self.rete = rete_engine(pack)
        self.clips = ClipsEngine(pack_to_clips(pack), folder)
        self.terms = PackTerms(pack)

    def differ(self, number: int, intake: Intake, tabled: str) -> Iterator[str]:
        """In which of them somebody comes out otherwise than in a session; ``number`` says which of the slow ones are asked too."""
        run, level = (found := self.engine.assess(intake)).run, found.level
        if tabled != level:
            yield "the table"
        facts = self.engine.key.facts(found.intake)[0]
        followed = self.closure.of(facts)
        if (followed.facts, followed.totals) != (run.facts, run.totals):
            yield "the closure"
        if self.engine.asking(intake).level != level:
            yield "the interview"
        if number % ORACLE == 0:
            meant = meaning(self.program, facts & self.program.inputs)
            if (meant.facts, meant.totals, self.level(meant.facts)) != (run.facts, run.totals, level):
                yield "the oracle"
        if number % CLIPS == 0:
            told = self.clips.run(answers_to_clips(intake, self.pack))
            concluded = run.facts - self.program.inputs
            if not expected(self.program, concluded, dict(run.totals), self.terms) <= told or not _says(told, level):
                yield "CLIPS"
        if number % RETE == 0 and self.rete.assess(intake).to_json("full") != found.to_json("full"):
            yield "experta"

    def level(self, facts: frozenset[str]) -> str:
        """The level that follows from facts."""
        return level_of(facts.__contains__, screened=bool(self.pack.screen))

    def tabled(self, intakes: Sequence[Intake]) -> list[str]:
        """The level of each in a table."""
        levels: list[str] = assess_frame(table_of(self.pack, intakes), self.pack, results=["urgency"])["urgency"].to_list()
        return levels


def _says(told: set[str], level: str) -> bool:
    return any(each.startswith(f"(level (is {level}) ") for each in told)


class _Asked(Prover):
    """A prover that keeps what the program tells the runner who is asked about: every theorem asks for it."""

    @cached_property
    def _told(self) -> dict[int, ExplainedAssessment]:
        return {}

    @cached_property
    def _facts(self) -> dict[int, frozenset[str]]:
        return {}

    def assessment(self, chosen: Chosen) -> ExplainedAssessment:
        """What the program tells a runner."""
        if id(chosen) not in self._told:
            self._told[id(chosen)] = super().assessment(chosen)
        return self._told[id(chosen)]

    def facts(self, chosen: Chosen) -> frozenset[str]:
        """Every fact that holds for a runner."""
        if id(chosen) not in self._facts:
            self._facts[id(chosen)] = super().facts(chosen)
        return self._facts[id(chosen)]

    def forget(self) -> None:
        """Nothing more is asked of these runners: others may come to lie in their place."""
        self._told.clear()
        self._facts.clear()


class Theorems:
    """What the theorems and claims of a pack say that nobody shows, as it is asked of the engine where a proof names somebody."""

    def __init__(self, engine: Engine) -> None:
        self.prover = _Asked(engine.pack, ready=engine)
        self.forbidden: dict[str, tuple[int, Callable[[Sequence[Chosen]], bool]]] = {}

        def search(world: World, goal: object, shows: Callable[[Sequence[Chosen]], bool], **_: object) -> Search:
            del goal
            name = next(frame.function for frame in inspect.stack(0) if frame.function in STATING)
            if name not in self.forbidden:  # what is asked after that is whether there is anybody of whom a claim speaks
                self.forbidden[name] = len(world.runners), shows
            return Search(False)

        with patch.object(World, "search", search):
            prove_theorems(self.prover)

    def broken(self, said: Mapping[Question, Said], sooner: Collection[Question]) -> Iterator[str]:
        """Those that somebody breaks who gave these answers, some of them sooner."""
        options = self.prover.space.options
        whole = {asked: each for asked, answer in said.items() for each in options.get(asked, ()) if each.near(answer) == answer}
        first = {asked: each for asked, each in whole.items() if asked in sooner}
        for name, (runners, shows) in self.forbidden.items():
            if shows((whole,) if runners == 1 else (first, whole)):
                yield name
        self.prover.forget()


def intakes_of(pack: Pack, seed: int) -> Iterator[Intake]:
    """Without end; some of them contradict each other."""
    for number in itertools.count():
        yield from random_intakes(pack, AT_ONCE - AT_ONCE // CONTRADICTORY, seed=seed * 1_000_003 + number)
        yield from contradictory_intakes(pack, AT_ONCE // CONTRADICTORY, seed=seed * 1_000_003 + number)


def main(arguments: list[str]) -> int:
    """Tries so many, and says what came of them."""
    parser = argparse.ArgumentParser(prog="executions")
    parser.add_argument("count", type=int, nargs="?", default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        executions = Executions(load_pack(), Path(folder))
        theorems = Theorems(executions.engine)
        lot, intakes = random.Random(asked.seed), intakes_of(executions.pack, asked.seed)  # noqa: S311
        for start in range(0, asked.count, AT_ONCE):
            some = list(itertools.islice(intakes, min(AT_ONCE, asked.count - start)))
            found = faults(executions, theorems, some, lot)
            for fault in found:
                print(fault, flush=True)  # noqa: T201
            wrong += len(found)
            print(f"{start + len(some)} tried, {wrong} wrong", file=sys.stderr, flush=True)  # noqa: T201
    print(f"{asked.count} intakes, {len(theorems.forbidden) - 1} theorems and all claims, {wrong} wrong")  # noqa: T201
    return int(wrong > 0)


def faults(executions: Executions, theorems: Theorems, intakes: Sequence[Intake], lot: random.Random) -> list[str]:
    """What is wrong with some intakes: where executions differ, and which theorems are broken."""
    found = []
    for number, (intake, level) in enumerate(zip(intakes, executions.tabled(intakes), strict=True)):
        wrong = [f"{name} differs" for name in executions.differ(number, intake, level)]
        if number % THEOREMS == 0:
            said = executions.engine.key.said(intake)
            wrong += [f"{name} is broken" for name in theorems.broken(said, lot.sample(list(said), lot.randint(0, len(said))))]
        found += [f"{each}: {intake}" for each in wrong]
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
