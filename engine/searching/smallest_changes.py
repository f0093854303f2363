"""The smallest changes of answers that reach a goal.

Sets of changes are tried in the order of their size. A set that misses the goal is extended only by changes that can
remove one of its obstacles: whoever reaches the goal with more changes must have made one of these. (This is the
hitting-set tree of Reiter 1987 over conflicts, here on both sides: what must become true and what must become false.)
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from hipexpert.engine.closure import Closure, Consequences
from hipexpert.engine.premises import GroundPremise, are_true, fold, leaves
from hipexpert.engine.searching.minimal_sets import shrunk

Asked = TypeVar("Asked", bound=Hashable)
AnswerValue = bool | str | float


@dataclass(frozen=True)
class Obstacles:
    """What stands between some answers and a goal: each fact of ``false`` must become false, and one of ``true`` true.

    ``depends_on`` names facts or tallies of which at least one must change in some way, where no more is known.
    """

    false: tuple[str, ...] = ()
    true: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()


class Goal(Protocol):
    """Something that answers can reach."""

    def facts(self) -> tuple[str, ...]:
        """The facts and tallies that decide it."""
        ...

    def obstacles(self, found: Consequences) -> Obstacles | None:
        """What is in the way; None when the goal is reached."""
        ...

    def distance(self, found: Consequences) -> int:
        """How far away the goal seems: what is nearer is tried first, where not all can be tried."""
        ...


@dataclass(frozen=True)
class Holds:
    """The goal that a fact holds."""

    fact: str

    def facts(self) -> tuple[str, ...]:
        """The fact."""
        return (self.fact,)

    def obstacles(self, found: Consequences) -> Obstacles | None:
        """The fact, until it holds."""
        return None if found.holds(self.fact) else Obstacles(true=(self.fact,))

    def distance(self, found: Consequences) -> int:
        """None is nearer than another before it holds."""
        return int(not found.holds(self.fact))


@dataclass(frozen=True)
class Answers(Generic[Asked]):
    """The answers of one runner and what else each could be.

    ``alternatives`` holds the answers that each question may be changed to; a question that is not in it stays as it is.
    ``true`` gives the input facts that an answer makes true.
    """

    said: Mapping[Asked, AnswerValue]
    alternatives: Mapping[Asked, tuple[AnswerValue, ...]]
    true: Callable[[Asked, AnswerValue], frozenset[str]]


Changes = frozenset[tuple[Asked, AnswerValue]]


@dataclass(frozen=True)
class FoundChanges(Generic[Asked]):
    """The smallest sets of changes. None with ``complete_to`` changes or fewer is missing; ``impossible`` says that no
    changes at all reach the goal.
    """

    changes: tuple[Mapping[Asked, AnswerValue], ...]
    complete_to: int
    impossible: bool = False


class SmallestChanges(Generic[Asked]):
    """Searches for the smallest changes of one runner's answers that reach a goal in one program.

    ``never`` are facts that changed answers may not bring about, such as contradictions.
    """

    def __init__(self, program: Closure, answers: Answers[Asked], goal: Goal, never: Iterable[str] = ()) -> None:
        self.answers = answers
        self.goal = goal
        self.closure = program.concluding([*goal.facts(), *never])
        self._touched: dict[tuple[str, ...], list[tuple[Asked, AnswerValue]]] = {}
        self._distance: dict[Changes[Asked], int] = {}
        before = self._following(frozenset())
        self.never = tuple(fact for fact in never if not before.holds(fact))

    def search(self, *, most_changes: int, tried: int, enough: int | None = None) -> FoundChanges[Asked]:
        """All smallest sets of changes, of at most ``most_changes``.

        The search ends after ``tried`` sets, or when ``enough`` were found.
        """
        level: list[Changes[Asked]] = [frozenset()]
        for size in range(most_changes + 1):
            reached: list[Mapping[Asked, AnswerValue]] = []
            missed: list[tuple[int, Changes[Asked], Obstacles]] = []
            for changes in level[:tried]:
                found = self._following(changes)
                obstacles = self._obstacles(found)
                if obstacles is None:
                    reached.append(dict(sorted(changes, key=repr)))
                    if len(reached) == enough:
                        return FoundChanges(tuple(reached), size - 1)
                elif size < most_changes and not reached:
                    self._distance[changes] = self.goal.distance(found)
                    missed.append((self._distance[changes], changes, obstacles))
            if len(level) > tried:
                return FoundChanges(tuple(reached), size - 1)
            tried -= len(level)
            if reached:
                return FoundChanges(tuple(reached), size)
            level = self._further(missed, tried)
            if size < most_changes and not level:
                return FoundChanges((), most_changes, impossible=True)
        return FoundChanges((), most_changes)

    def _further(self, missed: list[tuple[int, Changes[Asked], Obstacles]], most: int) -> list[Changes[Asked]]:
        """Every set of one change more that may reach the goal, the promising first; a few more than ``most`` at most."""
        further: dict[Changes[Asked], None] = {}
        for _, changes, obstacles in sorted(missed, key=lambda each: each[0]):
            changed = {question for question, _ in changes}
            for move in sorted(self._moves(obstacles, changes), key=lambda move: self._distance.get(frozenset({move}), 0)):
                if move[0] not in changed:
                    further[changes | {move}] = None
            if len(further) > most:
                break
        return list(further)

    def _following(self, changes: Changes[Asked]) -> Consequences:
        changed = {question for question, _ in changes}
        facts = [fact for question, true in self._given.items() if question not in changed for fact in true]
        facts += [fact for question, answer in changes for fact in self.answers.true(question, answer)]
        return self.closure.of(facts)

    @cached_property
    def _given(self) -> Mapping[Asked, tuple[str, ...]]:
        """The facts of each answer that the goal depends on."""
        inputs = self.closure.program.inputs
        return {question: tuple(self.answers.true(question, answer) & inputs) for question, answer in self.answers.said.items()}

    def _obstacles(self, found: Consequences) -> Obstacles | None:
        obstacles = self.goal.obstacles(found)
        broken = tuple(fact for fact in self.never if found.holds(fact))
        if obstacles is None and broken:
            return Obstacles(false=broken)
        return obstacles

    def _moves(self, obstacles: Obstacles, changes: Changes[Asked]) -> list[tuple[Asked, AnswerValue]]:
        """The changes of one answer one of which every way to the goal must make: those of the obstacle with fewest."""
        options = [self._against(fact, changes) for fact in obstacles.false]
        if obstacles.true:
            options.append(self._towards(obstacles.true, self._following(changes)))
        if obstacles.depends_on:
            options.append(self._touching(obstacles.depends_on))
        fewest = min(options, key=len)
        return list(dict.fromkeys(fewest))

    def _against(self, fact: str, changes: Changes[Asked]) -> list[tuple[Asked, AnswerValue]]:
        """Changes of the answers from which a fact that holds follows."""
        part = self.closure.program
        if fact in part.late_facts:
            return self._touching([fact])
        said = {**self.answers.said, **dict(changes)}
        changed = {question for question, _ in changes}

        def follows(questions: Sequence[Asked]) -> bool:
            return self.closure.of(name for each in questions for name in self.answers.true(each, said[each])).holds(fact)

        # Questions that may not change stay in the set only where they must: they are tried for leaving out last.
        free = [each for each in said if each in self.answers.alternatives and each not in changed]
        fixed = [each for each in said if each not in self.answers.alternatives or each in changed]
        return [
            (question, answer)
            for question in shrunk(follows, [*fixed, *free])
            if question in self.answers.alternatives and question not in changed
            for answer in self.answers.alternatives[question]
            if answer != said[question]
        ]

    def _towards(self, facts: Iterable[str], found: Consequences) -> list[tuple[Asked, AnswerValue]]:
        """Changes of which whoever makes one of these facts hold, which do not hold now, must make one.

        Of each fact they are those of its rules, and of a rule those of so many missing parts that one of them must come to hold.
        Facts in a circle are gone through as often as there are facts in it, since a fact is never needed for itself.
        """
        goals = tuple(facts)
        ordered, circular = self._missing_first(goals, found)
        moves: dict[str, list[tuple[Asked, AnswerValue]]] = {}
        for _ in range(len(ordered) + 1):
            before = dict(moves)
            for fact in ordered:
                moves[fact] = self._towards_fact(fact, found, moves)
            if not circular or moves == before:
                break
        return [move for fact in goals for move in moves[fact]]

    def _missing_first(self, goals: Iterable[str], found: Consequences) -> tuple[list[str], bool]:
        """The facts that are missing for these, each after those that it is missing itself, and whether some are in a circle."""
        ordered: list[str] = []
        seen, within, circular = set[str](), set[str](), False
        waiting: list[tuple[str, Iterator[str]]] = [("", iter(goals))]
        while waiting:
            fact, below = waiting[-1]
            for following in below:
                circular = circular or following in within
                if following not in seen:
                    break
            else:
                waiting.pop()
                within.discard(fact)
                if fact:
                    ordered.append(fact)
                continue
            seen.add(following)
            within.add(following)
            rules = self.closure.program.rules_concluding.get(following, ())
            waiting.append((following, (leaf for rule in rules for leaf in leaves(rule.premise) if not found.holds(leaf))))
        return ordered, circular

    def _towards_fact(
        self, fact: str, found: Consequences, known: Mapping[str, list[tuple[Asked, AnswerValue]]]
    ) -> list[tuple[Asked, AnswerValue]]:
        part = self.closure.program
        if fact in part.inputs:
            return self._making.get(fact, [])
        moves = [move for rule in part.rules_concluding.get(fact, ()) for move in self._missing_of(rule.premise, found, known)]
        if fact in part.tallies_marking:
            moves += self._touching([fact])
        return list(dict.fromkeys(moves))

    def _missing_of(
        self, premise: GroundPremise, found: Consequences, known: Mapping[str, list[tuple[Asked, AnswerValue]]]
    ) -> list[tuple[Asked, AnswerValue]]:
        """Those of a premise that does not hold. Its gates are no deeper than a pack may have them."""
        if isinstance(premise, str):
            return known.get(premise, [])
        missing = [part for part in premise.of if not fold(part, found.holds, are_true)]
        ways = sorted((self._missing_of(part, found, known) for part in missing), key=len)
        # Of n - k + 1 parts that do not hold at least one must come to hold; the cheapest ones to look at are taken.
        return [move for way in ways[: len(premise.of) - premise.count + 1] for move in way]

    @cached_property
    def _making(self) -> Mapping[str, list[tuple[Asked, AnswerValue]]]:
        """For each input fact the answers that make it true."""
        making: dict[str, list[tuple[Asked, AnswerValue]]] = {}
        for question, alternatives in self.answers.alternatives.items():
            for answer in alternatives:
                for fact in self.answers.true(question, answer):
                    making.setdefault(fact, []).append((question, answer))
        return making

    def _touching(self, goals: Iterable[str]) -> list[tuple[Asked, AnswerValue]]:
        """Every change of an answer that the goals depend on."""
        names = tuple(goals)
        if names not in self._touched:
            facts = self.closure.program.leading_to(names)
            self._touched[names] = [
                (question, answer)
                for question, inputs in self._touched_by.items()
                if not facts.isdisjoint(inputs)
                for answer in self.answers.alternatives[question]
                if self.answers.said.get(question) != answer
            ]
        return self._touched[names]

    @cached_property
    def _touched_by(self) -> Mapping[Asked, frozenset[str]]:
        """The input facts that some answer to each question makes true."""
        inputs = self.closure.program.inputs
        return {
            question: frozenset[str]().union(*(self.answers.true(question, each) for each in alternatives)) & inputs
            for question, alternatives in self.answers.alternatives.items()
        }
