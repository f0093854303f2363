"""What lies behind each fact of a program: the rules, tallies and questions from which it follows, and the hash of all of them.

Whether a fact holds for somebody is decided by what lies behind it and by nothing else, so an edit elsewhere leaves what was worked out.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

import msgspec

from hipexpert.engine import Program, Tally, leaves
from hipexpert.knowledge.packs.answer_space import AnswerSpace, Question


class Behind:
    """What lies behind the facts of one program, as the bits of whole numbers: one for each rule, each tally and each question.

    ``beside`` gives what else counts as part of a tally.
    """

    def __init__(self, program: Program, space: AnswerSpace, beside: Callable[[Tally], object] = lambda _: None) -> None:
        self.program = program
        self.space = space
        self._beside = beside
        self._hashes: dict[int, bytes] = {}

    def fact(self, name: str) -> int:
        """What lies behind a fact."""
        return self._facts.get(name, 0)

    def facts(self, names: Iterable[str]) -> int:
        """What lies behind any of some facts."""
        behind = 0
        for name in names:
            behind |= self._facts.get(name, 0)
        return behind

    def question(self, question: Question) -> int:
        """A question itself."""
        return 1 << self._numbers[question]

    def hash_of(self, behind: int) -> bytes:
        """The hash of some rules, tallies and questions."""
        if behind not in self._hashes:
            parts = (digest for number, digest in enumerate(self._digests) if behind >> number & 1)
            self._hashes[behind] = hashlib.sha256(b"".join(parts)).digest()
        return self._hashes[behind]

    @cached_property
    def _digests(self) -> list[bytes]:
        """The hash of each rule, tally and question, in the order of their numbers."""
        parts: list[object] = list(self.program.rules)
        parts += [(tally, self._beside(tally)) for tally in self.program.tallies]
        parts += self.space.options.items()
        return list(map(hash_of_part, parts))

    @cached_property
    def _numbers(self) -> Mapping[Question, int]:
        first = len(self.program.rules) + len(self.program.tallies)
        return {question: number for number, question in enumerate(self.space.options, first)}

    @cached_property
    def _facts(self) -> Mapping[str, int]:
        program = self.program
        steps: list[tuple[int, tuple[str, ...], tuple[str, ...]]] = []
        for number, rule in enumerate(program.rules):
            steps.append((1 << number, tuple(leaves(rule.premise)), rule.conclusions))
        for number, tally in enumerate(program.tallies, len(program.rules)):
            steps.append((1 << number, tuple(tally.mentions()), tuple(mark.fact for mark in tally.marks)))
        found = {fact: 1 << self._numbers[question] for fact, question in self.space.question_of.items()}
        grown = True
        while grown:
            grown = False
            for own, asked, concluded in steps:
                behind = own
                for fact in asked:
                    behind |= found.get(fact, 0)
                for fact in concluded:
                    if behind & ~found.get(fact, 0):
                        found[fact] = found.get(fact, 0) | behind
                        grown = True
        return found


def hash_of_part(part: object) -> bytes:
    """The hash of a part, with sets in order: theirs is another one in each process."""
    return hashlib.sha256(msgspec.msgpack.encode(part, order="deterministic")).digest()
