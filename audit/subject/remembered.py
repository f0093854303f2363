"""Answers about a pack that were worked out before, of it or of an earlier version, each under the hash of all that it rests on.

What shows that a premise holds rests on the rules, tallies and questions behind it and behind the constraints, and on nothing else: who
is found for it is looked for among the ways of that premise, and whether it holds for them is decided by what is behind it. So an edit
elsewhere leaves it, and it need not be looked for again.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

import msgspec

from hipexpert.audit.behind import Behind, hash_of_part
from hipexpert.audit.subject.audited_pack import AuditedPack
from hipexpert.knowledge.packs.answer_space import AnswerSpace, Chosen, Question

_Numbered = list[tuple[str, str, int]]
"""Answers: each question, and the number of its option."""


class Remembered:
    """The answers about one pack: those ``known`` from before, and those that were asked for (``asked``), old and new."""

    def __init__(self, audited: AuditedPack) -> None:
        self._audited = audited
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
        if (known := self.recall(key)) is not None:
            return known[0]
        self.keep(key, found := look())
        return found

    def recall(self, name: bytes) -> tuple[bool | None] | None:
        """Whether something is so that was kept under a name, alone in a tuple; None where it is not known."""
        if name not in self.known:
            return None
        self.asked[name] = self.known[name]
        return (msgspec.msgpack.decode(self.known[name], type=bool | None),)

    def keep(self, name: bytes, found: bool | None) -> None:
        """Keep whether something is so."""
        self.asked[name] = msgspec.msgpack.encode(found)

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
        behind = self._behind.facts(facts) | self._behind_constraints
        return hash_of_part((self._vocabulary, self._behind.hash_of(behind), said))

    @cached_property
    def _vocabulary(self) -> bytes:
        """The hash of what all answers rest on: what can be said at all, and the pictures, by which evidence is put in order."""
        pack = self._audited.pack
        said = (pack.groups, pack.discriminating, pack.pictures, pack.about.weighing, [(each.id, each.prior) for each in pack.conditions])
        return hash_of_part(said)

    @cached_property
    def _behind_constraints(self) -> int:
        return self._behind.facts(self._audited.answer_constraints)

    @cached_property
    def _behind(self) -> Behind:
        """What lies behind facts; which marks a tally can reach is part of it."""
        reachable = self._audited.ways.reachable_marks
        return Behind(
            self._audited.program,
            self._audited.states.space,
            lambda tally: sorted(reachable.intersection(mark.fact for mark in tally.marks)),
        )
