"""The search for the smallest changes as it is defined: of every set that misses the goal all changes that could help are worked
out at once, by the names of facts. What the program's search leaves out of this must not be seen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic

from hipexpert.engine import Closure, Consequences, GroundPremise, holds, leaves, part_concluding
from hipexpert.engine.searching import Answers, FoundChanges, Goal, Obstacles
from hipexpert.engine.searching.minimal_sets import shrunk
from hipexpert.engine.searching.smallest_changes import AnswerValue, Asked, Changes

Moves = list[tuple[Asked, AnswerValue]]


class EagerChanges(Generic[Asked]):
    """The same as :class:`hipexpert.engine.searching.SmallestChanges`, by definition."""

    def __init__(self, program: Closure, answers: Answers[Asked], goal: Goal, never: Iterable[str] = ()) -> None:
        self.answers, self.goal = answers, goal
        self.closure = Closure(part_concluding(program.program, [*goal.facts(), *never]))
        self.part = self.closure.program
        self.distance: dict[Changes[Asked], int] = {}
        before = self.following(frozenset())
        self.never = tuple(fact for fact in never if not before.holds(fact))

    def search(self, *, most_changes: int, tried: int) -> FoundChanges[Asked]:
        """All smallest sets of changes, of at most ``most_changes``; the search ends after ``tried`` sets."""
        level: list[Changes[Asked]] = [frozenset()]
        for size in range(most_changes + 1):
            reached: list[Mapping[Asked, AnswerValue]] = []
            missed: list[tuple[int, Changes[Asked], Moves[Asked]]] = []
            for changes in level[:tried]:
                found = self.following(changes)
                obstacles = self.obstacles(found)
                if obstacles is None:
                    reached.append(dict(sorted(changes, key=repr)))
                else:
                    self.distance[changes] = self.goal.distance(found)
                    missed.append((self.distance[changes], changes, self.moves(obstacles, found, changes)))
            if len(level) > tried:
                return FoundChanges(tuple(reached), size - 1)
            tried -= len(level)
            if reached:
                return FoundChanges(tuple(reached), size)
            level = self.further(missed, tried)
            if size < most_changes and not level:
                return FoundChanges((), most_changes, impossible=True)
        return FoundChanges((), most_changes)

    def further(self, missed: list[tuple[int, Changes[Asked], Moves[Asked]]], most: int) -> list[Changes[Asked]]:
        """Every set of one change more, the promising first; no more are made once there are more than ``most``."""
        found: dict[Changes[Asked], None] = {}
        for _, changes, moves in sorted(missed, key=lambda each: each[0]):
            changed = {question for question, _ in changes}
            for move in sorted(moves, key=lambda move: self.distance.get(frozenset({move}), 0)):
                if move[0] not in changed:
                    found[changes | {move}] = None
            if len(found) > most:
                break
        return list(found)

    def following(self, changes: Changes[Asked]) -> Consequences:
        """What follows from the answers with these changes."""
        said = {**self.answers.said, **dict(changes)}
        return self.closure.of(fact for question, answer in said.items() for fact in self.answers.true(question, answer))

    def obstacles(self, found: Consequences) -> Obstacles | None:
        """What is in the way of the goal, and of nothing being brought about that may never be."""
        obstacles = self.goal.obstacles(found)
        broken = tuple(fact for fact in self.never if found.holds(fact))
        return Obstacles(false=broken) if obstacles is None and broken else obstacles

    def moves(self, obstacles: Obstacles, found: Consequences, changes: Changes[Asked]) -> Moves[Asked]:
        """The changes one of which every way to the goal must make."""
        options = [self.against(fact, changes) for fact in obstacles.false]
        if obstacles.true:
            options.append(self.towards(obstacles.true, found))
        if obstacles.depends_on:
            options.append(self.touching(obstacles.depends_on))
        return list(dict.fromkeys(min(options, key=len)))

    def against(self, fact: str, changes: Changes[Asked]) -> Moves[Asked]:
        """Changes of the answers from which a fact follows."""
        if fact in self.part.late_facts:
            return self.touching([fact])
        said = {**self.answers.said, **dict(changes)}
        free = [each for each in said if each in self.answers.alternatives and each not in dict(changes)]
        fixed = [each for each in said if each not in free]

        def follows(questions: Sequence[Asked]) -> bool:
            return self.closure.of(name for each in questions for name in self.answers.true(each, said[each])).holds(fact)

        return [
            (question, answer)
            for question in shrunk(follows, [*fixed, *free])
            if question in free
            for answer in self.answers.alternatives[question]
            if answer != said[question]
        ]

    def towards(self, goals: tuple[str, ...], found: Consequences) -> Moves[Asked]:
        """Changes one of which brings about one of these facts, gone through until nothing is new."""
        ordered = list(self.missing(goals, found, {}))
        moves: dict[str, Moves[Asked]] = {}
        for _ in range(len(ordered) + 1):
            before = dict(moves)
            for fact in ordered:
                moves[fact] = list(dict.fromkeys(self.towards_fact(fact, found, moves)))
            if moves == before:
                break
        return [move for fact in goals for move in moves[fact]]

    def missing(self, facts: Iterable[str], found: Consequences, seen: dict[str, None]) -> Iterator[str]:
        """The facts that are missing for these, each after those that it is missing itself."""
        for fact in facts:
            if fact not in seen:
                seen[fact] = None
                rules = self.part.rules_concluding.get(fact, ())
                below = [leaf for rule in rules for leaf in leaves(rule.premise) if not found.holds(leaf)]
                yield from self.missing(below, found, seen)
                yield fact

    def towards_fact(self, fact: str, found: Consequences, known: Mapping[str, Moves[Asked]]) -> Moves[Asked]:
        """Of a fact that is missing, by what is known of those that it is missing."""
        if fact in self.part.inputs:
            every = self.answers.alternatives.items()
            return [(question, each) for question, answers in every for each in answers if fact in self.answers.true(question, each)]
        rules = self.part.rules_concluding.get(fact, ())
        moves = [move for rule in rules for move in self.towards_premise(rule.premise, found, known)]
        return moves + (self.touching([fact]) if fact in self.part.tallies_marking else [])

    def towards_premise(self, premise: GroundPremise, found: Consequences, known: Mapping[str, Moves[Asked]]) -> Moves[Asked]:
        """Of so many missing parts that one of them must come to hold, those with fewest changes."""
        if isinstance(premise, str):
            return known.get(premise, [])
        missing = [part for part in premise.of if not holds(part, found.facts)]
        ways = sorted((self.towards_premise(part, found, known) for part in missing), key=len)
        return [move for way in ways[: len(premise.of) - premise.count + 1] for move in way]

    def touching(self, goals: Iterable[str]) -> Moves[Asked]:
        """Every change of an answer that the goals depend on."""
        inputs = part_concluding(self.part, goals).inputs
        return [
            (question, answer)
            for question, alternatives in self.answers.alternatives.items()
            if any(not inputs.isdisjoint(self.answers.true(question, each)) for each in alternatives)
            for answer in alternatives
            if self.answers.said.get(question) != answer
        ]
