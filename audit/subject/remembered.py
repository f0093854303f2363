"""Answers about a pack that were worked out before, of it or of an earlier version, each under the hash of all that it rests on.

What shows that a premise holds rests on the rules, tallies and questions behind it and behind the constraints, and on nothing else: who
is found for it is looked for among the ways of that premise, and whether it holds for them is decided by what is behind it. So an edit
elsewhere leaves it, and it need not be looked for again.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

import msgspec

from hipexpert.audit.subject.audited_pack import AuditedPack
from hipexpert.engine import leaves
from hipexpert.knowledge.packs.answer_space import AnswerSpace, Chosen, Question

_Numbered = list[tuple[str, str, int]]
"""Answers: each question, and the number of its option."""


class Remembered:
    """The answers about one pack: those ``known`` from before, and those that were asked for (``asked``), old and new."""

    def __init__(self, audited: AuditedPack) -> None:
        self._audited = audited
        self._hashes: dict[int, bytes] = {}
        self.known: Mapping[bytes, bytes] = {}
        self.asked: dict[bytes, bytes] = {}

    def chosen(self, said: object, facts: Iterable[str], look: Callable[[], Chosen | None]) -> Chosen | None:
        """The answers of somebody: as they were found before when this was asked (``said``, about these ``facts``), else by a ``look``."""
        options = self._audited.states.space.options
        key = self._key(said, facts)
        if key in self.known:
            self.asked[key] = self.known[key]
            numbered = msgspec.msgpack.decode(self.known[key], type=_Numbered | None)
            return (
                None if numbered is None else {(asked := Question(finding, value)): options[asked][at] for finding, value, at in numbered}
            )
        found = look()
        told = None if found is None else [(*asked, options[asked].index(option)) for asked, option in found.items()]
        self.asked[key] = msgspec.msgpack.encode(told)
        return found

    def is_so(self, said: object, facts: Iterable[str], look: Callable[[], bool | None]) -> bool | None:
        """Whether something is so; None where it is not decided."""
        key = self._key(said, facts)
        if key not in self.known:
            self.asked[key] = msgspec.msgpack.encode(found := look())
            return found
        self.asked[key] = self.known[key]
        return msgspec.msgpack.decode(self.known[key], type=bool | None)

    def solved(
        self, said: object, facts: Iterable[str], space: AnswerSpace, look: Callable[[], Mapping[str, object] | None]
    ) -> Mapping[str, object] | None:
        """The answers of somebody whom a solver finds, which rests on all answers of its ``space``."""
        key = self._key((said, sorted((*asked, options) for asked, options in space.options.items())), facts)
        if key not in self.known:
            self.asked[key] = msgspec.msgpack.encode(found := look())
            return found
        self.asked[key] = self.known[key]
        return msgspec.msgpack.decode(self.known[key], type=dict[str, Any] | None)

    def _key(self, said: object, facts: Iterable[str]) -> bytes:
        behind = self._behind_constraints
        for fact in facts:
            behind |= self._behind.get(fact, 0)
        if behind not in self._hashes:
            parts = (digest for number, digest in enumerate(self._digests) if behind >> number & 1)
            self._hashes[behind] = hashlib.sha256(b"".join(parts)).digest()
        return _hash((self._vocabulary, self._hashes[behind], said))

    @cached_property
    def _vocabulary(self) -> bytes:
        """The hash of what all answers rest on: what can be said at all, and the pictures, by which evidence is put in order."""
        pack = self._audited.pack
        said = (pack.groups, pack.discriminating, pack.pictures, pack.about.weighing, [(each.id, each.prior) for each in pack.conditions])
        return _hash(said)

    @cached_property
    def _behind_constraints(self) -> int:
        behind = 0
        for contradiction in self._audited.answer_constraints:
            behind |= self._behind.get(contradiction, 0)
        return behind

    @cached_property
    def _digests(self) -> list[bytes]:
        """The hash of each rule, tally and question, in the order of their numbers; which marks a tally can reach is part of it."""
        program, reachable = self._audited.program, self._audited.ways.reachable_marks
        parts: list[object] = list(program.rules)
        parts += [(tally, sorted(reachable.intersection(mark.fact for mark in tally.marks))) for tally in program.tallies]
        parts += self._audited.states.space.options.items()
        return list(map(_hash, parts))

    @cached_property
    def _behind(self) -> Mapping[str, int]:
        """For each fact the rules, tallies and questions behind it, as the bits of a number."""
        program, space = self._audited.program, self._audited.states.space
        steps: list[tuple[int, tuple[str, ...], tuple[str, ...]]] = []
        for number, rule in enumerate(program.rules):
            steps.append((1 << number, tuple(leaves(rule.premise)), rule.conclusions))
        for number, tally in enumerate(program.tallies, len(program.rules)):
            steps.append((1 << number, tuple(tally.mentions()), tuple(mark.fact for mark in tally.marks)))
        first = len(program.rules) + len(program.tallies)
        numbers = {question: number for number, question in enumerate(space.options, first)}
        found = {fact: 1 << numbers[question] for fact, question in space.question_of.items()}
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


def _hash(part: object) -> bytes:
    """The hash of a part, with sets in order: theirs is another one in each process."""
    return hashlib.sha256(msgspec.msgpack.encode(part, order="deterministic")).digest()
