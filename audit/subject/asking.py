"""A pack under audit without how strongly its rules speak, for checks that need not know: what only weighing tells they ask, and
what they asked is kept beside what they found.

Whatever such a check finds is worked out of two things: of this pack, out of which every strength was taken, and of the answers to
what it asked. So what it found stands as long as the pack without strengths is the same, and each question, asked again, has the
same answer: then the check would ask the same first question, hence the same second one, and so on to the same end (verifying
traces: Mokhov, Mitchell & Peyton Jones 2018, Build systems à la carte).

INVARIANT: nothing that rests on an answer is kept between two checks, since the second would rest on it without having asked.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import msgspec

from hipexpert.audit.subject.runners import Runners
from hipexpert.engine import GroundPremise, Program


class Whole(Protocol):
    """The pack with all its strengths, which answers."""

    @property
    def runners(self) -> Runners:
        """The runners whose answers no constraint rules out."""

    @property
    def late_unreachable(self) -> Mapping[str, bool]:
        """The rules that rest on the weighing and that no possible answers fire."""

    def is_concluded(self, fact: str) -> bool:
        """Whether a fact can come to hold."""

    def outside(self, premise: GroundPremise, others: Sequence[GroundPremise]) -> Mapping[str, object] | None:
        """Answers of somebody for whom a premise holds and none of the others do; None when there is nobody, or none was found."""


class Showing(msgspec.Struct, frozen=True, tag=True):
    """Who shows that a premise can hold that rests on the weighing."""

    premise: GroundPremise
    also: tuple[str, ...] = ()

    def answer(self, whole: Whole) -> object:
        """The answers of somebody, or None."""
        return whole.runners.showing(self.premise, frozenset(self.also))


class Outside(msgspec.Struct, frozen=True, tag=True):
    """Who shows that a premise can hold and none of others do."""

    premise: GroundPremise
    others: tuple[GroundPremise, ...]

    def answer(self, whole: Whole) -> object:
        """The answers of somebody, or None."""
        return whole.outside(self.premise, self.others)


class Facts(msgspec.Struct, frozen=True, tag=True):
    """Every fact that holds for somebody."""

    answers: dict[str, Any]

    def answer(self, whole: Whole) -> object:
        """The facts, by name."""
        return sorted(whole.runners.facts(self.answers))


class Concluded(msgspec.Struct, frozen=True, tag=True):
    """Whether a fact can come to hold."""

    fact: str

    def answer(self, whole: Whole) -> object:
        """Whether it can."""
        return whole.is_concluded(self.fact)


class Unreachable(msgspec.Struct, frozen=True, tag=True):
    """Which of the rules that rest on the weighing no possible answers fire."""

    def answer(self, whole: Whole) -> object:
        """Each of them, with whether that is only so because of constraints."""
        return whole.late_unreachable


Question = Showing | Outside | Facts | Concluded | Unreachable


class NotedAnswer(msgspec.Struct, frozen=True):
    """A question, and the hash of its answer."""

    question: Question
    answer: bytes

    def still(self, whole: Whole) -> bool:
        """Whether the answer is the same of another pack."""
        return hash_of(self.question.answer(whole)) == self.answer


def without_strengths(program: Program) -> Program:
    """A program in which all evidence for something is as strong, and so is all against it."""
    tallies = tuple(
        replace(tally, items=tuple(replace(item, weight=(item.weight > 0) - (item.weight < 0)) for item in tally.items))
        for tally in program.tallies
    )
    return Program.restored(program.inputs, program.rules, tallies, program.late_rules, program.late_facts)


def hash_of(answer: object) -> bytes:
    """The hash of an answer."""
    return hashlib.sha256(msgspec.msgpack.encode(answer)).digest()
