"""What is asked of a solver, named and not asked: a statement has the name of its formula and of all that lies behind the facts in it.

The code that states a theorem states it here, too, formula by formula, so nothing of what it reads of a pack can be forgotten: where the
formula and what lies behind it are the same as when it was proved, it would be proved again.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from hipexpert.audit.behind import Behind
from hipexpert.audit.proving.encoding import AnswerVariables, Encoding
from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.searching import Search, World
from hipexpert.audit.proving.solving import Solver
from hipexpert.audit.proving.witness import Shows
from hipexpert.engine import CompiledProgram
from hipexpert.knowledge.packs.answer_space import Question

Proved = Callable[[bytes], bool]
"""Whether what has a name is known to be proved."""


class NamedFormula:
    """A formula by the hash of how it is put together, with what lies behind its facts. A variable has the hash of what it is said to be
    equal to, once that is said.
    """

    __slots__ = ("behind", "digest")

    def __init__(self, digest: bytes, behind: int = 0) -> None:
        self.digest = digest
        self.behind = behind


@dataclass(frozen=True)
class _Equality:
    variable: NamedFormula
    formula: NamedFormula


class NamedError(Exception):
    """Whether nobody makes a formula true is not known; ``name`` is under what it would be."""

    def __init__(self, name: bytes) -> None:
        super().__init__(name.hex())
        self.name = name


class NamingSolver(Solver):
    """Puts names of formulas together as a solver puts formulas together. It decides nothing."""

    def __init__(self) -> None:
        self.true = NamedFormula(b"true")
        self.false = NamedFormula(b"false")

    def variable(self, name: str) -> NamedFormula:  # noqa: ARG002  # what it is said to be equal to names it
        """A variable of which nothing is said yet."""
        return NamedFormula(b"")

    def require(self, formula: Any, *, weighed: bool = False) -> None:  # noqa: ARG002
        """Let a variable be what it is said to be equal to; nothing else can be required here."""
        if not isinstance(formula, _Equality) or formula.variable.digest:
            raise TypeError("only a new variable can be said to be equal to a formula")
        formula.variable.digest, formula.variable.behind = formula.formula.digest, formula.formula.behind

    def equal(self, first: NamedFormula, second: NamedFormula) -> Any:
        """Both or neither."""
        return self._made("equal", (first, second)) if first.digest else _Equality(first, second)

    def negation(self, part: NamedFormula) -> Any:
        """Not the part."""
        if part is self.true or part is self.false:
            return self.false if part is self.true else self.true
        return self._made("not", (part,))

    def at_most_one(self, parts: Sequence[NamedFormula]) -> NamedFormula:
        """No two of the parts."""
        return self._made("at most one", parts)

    def _all(self, parts: Sequence[NamedFormula]) -> NamedFormula:
        return self._made("all", parts)

    def _any(self, parts: Sequence[NamedFormula]) -> NamedFormula:
        return self._made("any", parts)

    def _weighed(self, parts: Sequence[NamedFormula], weights: Sequence[int], needed: int) -> NamedFormula:
        return self._made(f"{needed} of {weights}", parts)

    def _made(self, kind: str, parts: Iterable[NamedFormula]) -> NamedFormula:
        digest, behind = hashlib.sha256(kind.encode()), 0
        for part in parts:
            if not part.digest:
                raise TypeError("nothing is said of a variable")
            digest.update(part.digest)
            behind |= part.behind
        return NamedFormula(digest.digest(), behind)


def _leaf(kind: str, *said: object, behind: int) -> NamedFormula:
    return NamedFormula(hashlib.sha256(repr((kind, *said)).encode()).digest(), behind)


class _NamedAnswers(AnswerVariables):
    """The answers of one runner, by their names."""

    def __init__(self, solver: Solver, behind: Behind, number: int) -> None:
        super().__init__(solver, behind.space)
        self.behind = behind
        self.number = number

    def options(self, question: Question) -> list[Any]:
        """The variables of the options of a question."""
        own = self.behind.question(question)
        options = range(len(self.space.options[question]))
        return [_leaf("option", self.number, *question, option, behind=own) for option in options]


class _NamedFacts(Encoding):
    """A program of which each fact has its name."""

    def __init__(self, compiled: CompiledProgram, answers: _NamedAnswers) -> None:
        super().__init__(compiled, answers)
        self.behind = answers.behind
        self.number = answers.number

    def fact(self, name: str) -> Any:
        """Whether a fact holds."""
        known = self._facts.get(name)
        if known is None:
            known = self._facts[name] = _leaf("fact", self.number, name, behind=self.behind.fact(name))
        return known


class NamingWorld(World):
    """The answers of one runner, or of two, over which statements are named; ``proved`` says of a name whether nobody makes that true."""

    def __init__(self, behind: Behind, proved: Proved, *, twice: bool, second: bool) -> None:
        self.space = behind.space
        self.solver = NamingSolver()
        self.behind = behind
        self.proved = proved
        self.said = b"%d %d" % (twice, second)
        self._answers = [_NamedAnswers(self.solver, behind, number) for number in range(1 + twice)]
        self.runners = (self._answers[0], self._answers[1]) if twice else (self._answers[0],)

    def encode(self, compiled: CompiledProgram, runner: int = 0, like: Encoding | None = None) -> Encoding:  # noqa: ARG002
        """A program by the names of its facts."""
        return _NamedFacts(compiled, self._answers[runner])

    def name_of(self, goal: Sequence[NamedFormula], said: bytes = b"") -> bytes:
        """The name of "nobody makes all of these true", or of what else is ``said`` about them."""
        digest, behind = hashlib.sha256(said + self.said), 0
        for each in goal:
            digest.update(each.digest)
            behind |= each.behind
        digest.update(self.behind.hash_of(behind))
        return digest.digest()

    def search(self, goal: Sequence[Any], shows: Shows, *, few: bool = True, effort: int | None = None) -> Search:  # noqa: ARG002
        """That there is nobody, where it is known. Raises :class:`NamedError`."""
        name = self.name_of(goal)
        if not self.proved(name):
            raise NamedError(name)
        return Search(False)


@dataclass(frozen=True)
class NamingProver(Prover):
    """States what a prover would prove, and asks nobody but those who ``proved`` it before."""

    proved: Proved = field(kw_only=True)

    @cached_property
    def behind(self) -> Behind:
        """What lies behind each fact."""
        return Behind(self.engine.compiled.program, self.space)

    @cached_property
    def world(self) -> NamingWorld:
        """The answers of one runner."""
        return NamingWorld(self.behind, self.proved, twice=False, second=self.second)

    @cached_property
    def world_of_two(self) -> NamingWorld:
        """The answers of the same runner before and after some are added."""
        return NamingWorld(self.behind, self.proved, twice=True, second=self.second)
