"""The search for answers that show something: an intake that the engine confirms, the proof that there is none, or neither."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hipexpert.audit.proving.encoding import AnswerVariables, Encoding, SaidVariables
from hipexpert.audit.proving.second_solver import satisfiable
from hipexpert.audit.proving.solving import EFFORT, Solver, SolverFound
from hipexpert.audit.proving.verdict import Verdict
from hipexpert.audit.proving.witness import Shows, fewer_answers, first_answers, witness_of
from hipexpert.engine import CompiledProgram
from hipexpert.knowledge.packs.answer_space import AnswerSpace, Chosen

ROUNDS = 2_000


class DisagreementError(AssertionError):
    """The formula and the engine differ about the same answers: a fault of this program, never of a pack."""


class WeighedError(Exception):
    """Whether something is so may rest on the weighing, of which nothing is known here."""


@dataclass(frozen=True)
class Search:
    """``found`` is True with ``runners`` that show it, False when no answers can, None when the effort ran out."""

    found: bool | None
    runners: tuple[Chosen, ...] = ()

    def verdict(self, space: AnswerSpace) -> Verdict:
        """The answer to "can this be?"."""
        return Verdict(self.found, witness_of(space, self.runners) if self.runners else None)


class World:
    """One solver with all answers of a space, for one runner or ``twice``: for the same runner before and after more answers."""

    def __init__(
        self, space: AnswerSpace, effort: int = EFFORT, *, twice: bool = False, second: bool = False, unweighed: bool = False
    ) -> None:
        """The solver; with ``second`` another one decides again whatever it says there is nobody for. ``unweighed``: the weighing is left
        open for good.
        """
        self.space = space
        self.second = second
        self.unweighed = unweighed
        self.solver = Solver(effort)
        first = AnswerVariables(self.solver, space)
        self.runners = (first, first.extended()) if twice else (first,)
        self._encodings: list[tuple[int, Encoding]] = []

    def encode(self, compiled: CompiledProgram, runner: int = 0, like: Encoding | None = None) -> Encoding:
        """A program as formulas over the answers of one of the runners."""
        return self._kept(runner, Encoding(compiled, self.runners[runner], like))

    def encode_said(self, compiled: CompiledProgram, said: SaidVariables, like: Encoding | None, unlike: frozenset[str]) -> Encoding:
        """A program as formulas over the answers of the first runner as somebody else takes them."""
        return self._kept(0, Encoding(compiled, said, like, unlike))

    def _kept(self, runner: int, encoding: Encoding) -> Encoding:
        self._encodings.append((runner, encoding))
        return encoding

    def search(self, goal: Sequence[Any], shows: Shows, *, few: bool = True, effort: int | None = None) -> Search:
        """Answers for which every formula of the goal is true.

        ``shows`` asks the engine itself whether answers show what is sought; nothing is found without its yes. With
        ``few``, answers that are not needed are left out, and of each other question the first that shows it too is taken.
        ``effort`` bounds this search alone. Raises :class:`WeighedError` where the weighing is left open for good, and that there is
        nobody was not proved.
        """
        weighed = False
        for _ in range(ROUNDS):
            for _, encoding in self._encodings:
                if weighed:
                    encoding.weigh_all()
                else:
                    encoding.settle()
            found = self._asked(goal, effort, weighed=weighed)
            if found.satisfiable is False and self.second:
                return Search(self._decided_again(goal, weighed=weighed))
            if found.satisfiable is False or (weighed and found.satisfiable is None):
                return Search(found.satisfiable)
            if found.satisfiable is None:
                weighed = True
                continue
            runners = tuple(each.chosen(found.model) for each in self.runners)
            if shows(runners):
                return Search(True, first_answers(self.space, fewer_answers(runners, shows), shows) if few else runners)
            if not weighed:  # by an outcome of the weighing that does not come about, or because facts support only each other
                weighed = True
                continue
            refined = [encoding.refine(found.model, encoding.run(runners[runner])) for runner, encoding in self._encodings]
            if not any(refined):
                raise DisagreementError(f"the engine does not confirm {runners}")
        return Search(None)

    def impossible(self, goals: Sequence[Any]) -> list[bool]:
        """Of each formula whether it is proved, with the weighing left open, that no answers make it true. All are asked for together:
        whichever some answers make true are left out, and where that leads to answers that make none true, that is one proof for the rest.
        """
        left, proved = list(range(len(goals))), frozenset[int]()
        while left:
            for _, encoding in self._encodings:
                encoding.settle()
            found = self.solver.check([self.solver.disjunction([goals[number] for number in left])], weighed=False)
            if found.satisfiable is not True:
                proved = frozenset(left if found.satisfiable is False else ())
                break
            true = {number for number in left if self.solver.is_true(found.model, goals[number])}
            if not true:
                raise DisagreementError("a model makes one of several formulas true, and none of them")
            left = [number for number in left if number not in true]
        return [number in proved for number in range(len(goals))]

    def _asked(self, goal: Sequence[Any], effort: int | None, *, weighed: bool) -> SolverFound:
        found = self.solver.check(goal, effort, weighed=weighed)
        if self.unweighed and found.satisfiable is not False:
            raise WeighedError
        return found

    def _decided_again(self, goal: Sequence[Any], *, weighed: bool) -> bool | None:
        """False when the second solver finds nobody either, None when it does not decide it."""
        found = satisfiable(self.solver.smt(goal, weighed=weighed))
        if found:
            raise DisagreementError("z3 says that there is nobody, and the second solver that there is somebody")
        return found

    def smallest(self, goal: list[Any], shows: Shows, found: Chosen) -> tuple[Chosen, bool]:
        """The fewest answers of one runner that show it, from some that do; and whether fewer are proved not to be enough."""
        best = found
        while best:
            answered = [self.solver.disjunction(self.runners[0].options(question)) for question in self.space.options]
            unanswered = [(self.solver.negation(each), 1) for each in answered]
            fewer = self.solver.sum_at_least(unanswered, len(answered) - len(best) + 1)
            search = self.search([*goal, fewer], shows)
            if not search.runners:
                return best, search.found is False
            best = search.runners[0]
        return best, True
