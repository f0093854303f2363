"""What a check looks at: a pack, and everything about it that several checks need, worked out once."""

import dataclasses
import datetime
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from hipexpert.audit.subject.alternatives import alternatives
from hipexpert.audit.subject.asking import (
    Concluded,
    Facts,
    NotedAnswer,
    Outside,
    Question,
    Showing,
    Unreachable,
    hash_of,
    without_strengths,
)
from hipexpert.audit.subject.audited_pack import AuditedPack
from hipexpert.audit.subject.following import Following
from hipexpert.audit.subject.reasoning import reasoning_of, unweighed
from hipexpert.audit.subject.runners import Runners
from hipexpert.audit.subject.sample import Sample
from hipexpert.audit.subject.states import State, States
from hipexpert.audit.subject.translated_texts import TextsAndTranslations, texts_and_translations
from hipexpert.audit.subject.ways import NOTHING, TooManyWaysError, WayFinder, limited
from hipexpert.engine import GroundPremise, Program, holds, leaves
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.answer_space import Chosen, answer_word
from hipexpert.knowledge.packs.snapshot import Loaded

if TYPE_CHECKING:
    from hipexpert.audit.proving.questions import Prover
    from hipexpert.audit.proving.reachability import Reach
    from hipexpert.audit.proving.theorem import Theorem
    from hipexpert.audit.proving.theorems import Known
    from hipexpert.audit.proving.unweighed import OpenQuestions
    from hipexpert.audit.review.standing import EntryStanding
    from hipexpert.audit.subject.remembered import Remembered


FULL = 8  # runners who answer everything; what does not hold for each of them is not always true


@dataclasses.dataclass(frozen=True)
class Early:
    """Which rules no possible answers fire, as far as that is decided before anything is weighed, each with whether that is only so because
    of constraints; and which rules are left.
    """

    found: Mapping[str, bool]
    left: tuple[str, ...]


class Subject(AuditedPack):
    """A pack under audit as of a day, with the possible runners, what follows for them, and what can come about at all."""

    def __init__(
        self,
        pack: Pack,
        as_of: datetime.date,
        *,
        prove: bool = False,
        second: bool = False,
        engine: ExplainingEngine | None = None,
        standings: "Mapping[str, EntryStanding] | None" = None,
        program: Program | None = None,
        last_read: Callable[[], bytes | None] = lambda: None,
    ) -> None:
        """The subject; ``standings`` is how each entry stands with those who signed, where the pack is to be released; ``second``:
        whether each theorem that is proved is proved by a second solver, too; ``program``: that of the pack, where it is compiled already;
        ``last_read`` gets what the pack said when it was last read, where that was kept.
        """
        super().__init__(pack, engine, program)
        self.standings = standings
        self.last_read = last_read
        self.as_of = as_of
        self.prove = prove
        self.second = second
        self.given_before: tuple[tuple[str, ...], ...] = ()
        """The answers, in words, of runners who were given advice by an earlier version of the pack."""
        self.digests: dict[int, tuple[object, bytes]] = {}
        """The hash of each part of the pack under which something was kept, by the part's identity: it is held, so no other takes it."""
        self.assessed_elsewhere: Callable[[], Sequence[str]] | None = None
        """Waits for the hashes of what a second process made of some runners, in which sets are in another order; None without one."""
        self.remembered: Remembered | None = None
        """What was worked out before; None where nothing is to be taken from there."""

    def forget(self) -> None:
        """Let go of all that was worked out: it leads back here in circles, and would stay until somebody looks for such."""
        reasoning = vars(self).get("reasoning", self)
        for each in (vars(reasoning).get("unweighing"), reasoning, self):
            if each is not None:
                vars(each).clear()

    @cached_property
    def reasoning(self) -> "Subject":
        """The same without what decides nothing, as of no day; where an engine was given, what it decides is asked, not the pack."""
        if self.engine_given is not None:
            return self
        found = Subject(reasoning_of(self.pack), datetime.date.min, prove=self.prove, second=self.second, program=self._program)
        found.reasoning = found
        return found

    @cached_property
    def unweighing(self) -> "UnweighedSubject | None":
        """The same without how strongly its rules speak, for checks that ask of this what only weighing tells; None where an engine was
        given, since it is asked and not the pack.
        """
        if self.engine_given is not None:
            return None
        return UnweighedSubject(self)

    @cached_property
    def texts_and_translations(self) -> TextsAndTranslations:
        """What the pack says in all its languages."""
        return texts_and_translations(self.pack)

    @cached_property
    def unweighed(self) -> Pack:
        """The pack without how strongly its rules speak for and against conditions."""
        return unweighed(self.pack)

    @cached_property
    def program(self) -> Program:
        """The program of the pack, in which there are no texts."""
        return super().program if self.reasoning is self else self.reasoning.program

    @cached_property
    def states(self) -> States:
        """What runners can say together, which no text decides."""
        return super().states if self.reasoning is self else self.reasoning.states

    @cached_property
    def gates(self) -> Mapping[str, GroundPremise]:
        """The premise of each active rule, as gates."""
        return super().gates if self.reasoning is self else self.reasoning.gates

    @cached_property
    def sample(self) -> Sample:
        """Some runners side by side, for whom nothing is weighed."""
        return super().sample if self.reasoning is not self or self.unweighing is None else self.unweighing.sample

    @property
    def covered(self) -> str:
        """Over what it was decided that something cannot come about: where the pack has constraints, over consistent intakes."""
        return "all intakes that no constraint rules out were covered" if self.pack.constraints else ""

    @cached_property
    def never_given(self) -> frozenset[str]:
        """The advice that no plan gives, whatever is answered; none without proofs."""
        return frozenset(self.advice_reach.unreachable) if self.advice_reach is not None else frozenset()

    @cached_property
    def advice_reach(self) -> "Reach | None":
        """Which advice some plan gives; None without proofs."""
        if self.prover is None:
            return None
        from hipexpert.audit.proving.reachability import advice_reach

        return advice_reach(self.prover, self._advised, self._given_before())

    @property
    def given_advice(self) -> tuple[tuple[str, ...], ...]:
        """The answers, in words, of runners of whom each piece of advice that some plan gives is given to one."""
        if self.prover is None or self.advice_reach is None:
            return ()
        return tuple(map(self.prover.space.words, self.advice_reach.shown_by))

    def _given_before(self) -> Iterator[Chosen]:
        """Those who were given advice in an earlier version of the pack, as far as what they said can still be said."""
        options = self.prover.space.options if self.given_before and self.prover is not None else {}
        said = {answer_word(question, option.answer): (question, option) for question, each in options.items() for option in each}
        yield from (dict(said[word] for word in words if word in said) for words in self.given_before)

    def _advised(self, advice: str) -> Iterator[Chosen]:
        """Answers for which a rule advises it, of each rule that does."""
        for rule in self.advising.get(advice, ()):
            for part in alternatives(self.gates[rule.id]):
                chosen = self.runners.chosen_showing(part)
                if chosen is not None:
                    yield chosen

    @cached_property
    def runners(self) -> Runners:
        """The runners whose answers no constraint rules out."""
        return Runners(self, self.remembered)

    @cached_property
    def follows(self) -> Following:
        """What follows for all for whom a premise holds."""
        return Following(self, self.remembered)

    @cached_property
    def prover(self) -> "Prover | None":
        """What proves statements about all runners; None without proofs."""
        if not self.prove:
            return None
        from hipexpert.audit.proving.questions import Prover

        return Prover(self.pack, ready=self.engine)

    @cached_property
    def open_questions(self) -> "OpenQuestions | None":
        """What is asked whatever weighing concludes, of :attr:`without_weights` alone; None without proofs, and where an engine was given,
        since that is asked and not the pack.
        """
        if not self.prove or self.engine_given is not None:
            return None
        from hipexpert.audit.proving.unweighed import OpenQuestions

        return OpenQuestions(*self.without_weights, second=self.second, remembered=self.remembered)

    def nobody(self, asked: Sequence[tuple[GroundPremise, Sequence[GroundPremise]]]) -> list[bool]:
        """Of each premise whether it is proved, whatever weighing concludes, that nobody has it hold and none of those beside it."""
        found, open_questions = [False] * len(asked), self.open_questions
        # Who of the sample shows the opposite needs no solver, which would be asked for one after the other.
        left = [number for number, (premise, others) in enumerate(asked) if not self.sample.parts(premise, *others)]
        proved = open_questions.nobody([asked[number] for number in left]) if open_questions is not None and left else ()
        for number, is_nobody in zip(left, proved, strict=False):
            found[number] = is_nobody
        return found

    def outside(self, premise: GroundPremise, others: Sequence[GroundPremise]) -> Mapping[str, object] | None:
        """Answers of somebody for whom a premise holds and none of the others do; None when there is nobody, or none was found."""
        shown = self.runners.outside(premise, others)
        if shown is not None or self.prover is None:
            return shown
        if self.remembered is None:
            return self._outside_by_proof(self.prover, premise, others)
        facts = [fact for each in (premise, *others) for fact in leaves(each)]
        look = partial(self._outside_by_proof, self.prover, premise, others)
        return self.remembered.solved(("outside", premise, others), facts, self.prover.space, look)

    def _outside_by_proof(self, prover: "Prover", premise: GroundPremise, others: Sequence[GroundPremise]) -> Mapping[str, object] | None:
        if prover.can_hold(premise, without=others, few=False).answer is False:
            return None
        witness = prover.anew().can_hold(premise, without=others).witness
        return None if witness is None else witness.answers

    @cached_property
    def theorems(self) -> "tuple[Theorem, ...]":
        """The safety theorems and the pack's claims, decided; empty without proofs."""
        if self.prover is None:
            return ()
        known = self.proved_unweighed
        if not known or None in known:
            from hipexpert.audit.proving.questions import Prover
            from hipexpert.audit.proving.theorems import prove_theorems

            # Who breaks one is found by a solver that was asked nothing else.
            prover = Prover(self.pack, second=self.second, ready=self.engine)
            known = prove_theorems(prover, self.runners.chosen_showing, known)
        return tuple(self._told_of_whom(each) for each in known if each is not None)

    def _told_of_whom(self, theorem: "Theorem") -> "Theorem":
        """A theorem, with whether it speaks of anybody where the weighing decides that."""
        if theorem.empty is not None or self.prover is None:
            return theorem
        from hipexpert.audit.proving.claims import speaks_of_nobody

        claim = next(each for each in self.pack.claims if each.id == theorem.name)
        return dataclasses.replace(theorem, empty=speaks_of_nobody(self.prover, claim, self.runners.chosen_showing))

    @cached_property
    def proved_unweighed(self) -> "Known":
        """Those that are proved whatever weighing concludes, in their order, with None in place of each other one; empty where nothing is
        known. It rests on :attr:`without_weights` alone, so what was proved of the same before may be put in its place.
        """
        return () if self.open_questions is None else self.open_questions.proved(self.runners.chosen_showing)

    @cached_property
    def without_weights(self) -> tuple[Pack, Program]:
        """The pack and its program without anything that is weighed."""
        from hipexpert.audit.proving.unweighed import without_weights

        return self.unweighed, without_weights(self.program)

    @cached_property
    def answering_all(self) -> tuple[frozenset[str], ...]:
        """What holds by rules for some runners who answer everything, drawn by lot and always the same."""
        lot = random.Random(0)  # noqa: S311  # no secret: it must give the same runners each time
        space = self.engine.key.space
        chosen = ({question: lot.choice(options) for question, options in space.options.items() if options} for _ in range(FULL))
        return tuple(self.closure.by_rules(space.facts(each)).facts for each in chosen)

    @property
    def unreachable_rules(self) -> Mapping[str, bool]:
        """The active rules that no possible answers fire; true where that is only so because of constraints."""
        return self._unreachable_rules

    @cached_property
    def _unreachable_rules(self) -> Mapping[str, bool]:
        found = {**(self.unweighing.early.found if self.unweighing is not None else {}), **self.late_unreachable}
        return {rule: found[rule] for rule in self.gates if rule in found}

    @cached_property
    def late_unreachable(self) -> Mapping[str, bool]:
        """The same of the rules of which it is not decided before anything is weighed."""
        left = self.gates if self.unweighing is None else self.unweighing.early.left
        return {rule: self._reachable(rule, constrained=False) is True for rule in left if self._reachable(rule) is False}

    def _reachable(self, rule: str, *, constrained: bool = True) -> bool | None:
        """Whether some answers fire a rule; None when it was not decided."""
        look = partial(self._looked_reachable, rule, constrained=constrained)
        if self.remembered is None:
            return look()
        gate = self.gates[rule]
        return self.remembered.is_so(("reachable", gate, constrained, self.prove), leaves(gate), look)

    def _looked_reachable(self, rule: str, *, constrained: bool) -> bool | None:
        gate = self.gates[rule]
        ways = self.ways.through_chains(gate)
        try:
            state = next((each for each, _ in self.runners.possible(ways)) if constrained else limited(ways), None)
        except TooManyWaysError:
            return self._proved_reachable(rule, constrained=constrained)
        if state is None or state.isdisjoint(self.ways.marks):
            return state is not None
        # What weighing must conclude first: shown by a runner, or left to the solver.
        if self.prover is None or self.runners.showing(gate) is not None:
            return True
        return self._proved_reachable(rule, constrained=constrained)

    def _proved_reachable(self, rule: str, *, constrained: bool) -> bool | None:
        """Whether some answers fire a rule, by proof; who was found to fire one shows it of all others that fire for them."""
        if rule in self._fired or self.prover is None:
            return rule in self._fired or None
        found = self.prover.rule_reachable(rule, consistent=constrained)
        if constrained and found.witness is not None:
            facts = self.runners.facts(found.witness.answers)
            self._fired.update(name for name, gate in self.gates.items() if holds(gate, facts))
        return found.answer

    @cached_property
    def _fired(self) -> set[str]:
        """The rules that somebody whom the solver found fires, of those whose answers no constraint rules out."""
        return set()

    def attainable(self, fact: str) -> bool:
        """Whether a fact that weighing concludes can come to hold; true when that was not decided."""
        if fact not in self.ways.reachable_marks:
            return False
        if self.prover is None or self.runners.showing(fact) is not None:
            return True
        return self.prover.can_hold(fact).answer is not False

    def is_concluded(self, fact: str) -> bool:
        """Whether a rule that can fire concludes a fact, or it is a mark that a tally could reach."""
        if fact not in self._concluded:
            self._concluded[fact] = fact in self._concluded_by_rules or (fact in self.ways.reachable_marks and self.attainable(fact))
        return self._concluded[fact]

    @cached_property
    def _concluded(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _concluded_by_rules(self) -> frozenset[str]:
        return frozenset(fact for rule in self.program.rules if rule.id not in self.unreachable_rules for fact in rule.conclusions)


class UnweighedSubject(Subject):
    """A pack under audit without how strongly its rules speak; what only weighing tells is asked of the ``whole``, and noted."""

    def __init__(self, whole: Subject) -> None:
        super().__init__(
            whole.unweighed, datetime.date.min, prove=whole.prove, second=whole.second, program=without_strengths(whole.program)
        )
        self.whole = whole
        self.noted: list[NotedAnswer] = []
        self._unreachable: tuple[Mapping[str, bool], Mapping[str, bool]] | None = None

    @property
    def reasoning(self) -> "Subject":
        """Itself: there are no texts in it."""
        return self

    @property
    def states(self) -> States:
        """What runners can say together, which no strength decides."""
        return self.whole.states

    @property
    def gates(self) -> Mapping[str, GroundPremise]:
        """The premise of each active rule, as gates."""
        return self.whole.gates

    @cached_property
    def sample(self) -> Sample:
        """Some runners side by side; which marks a tally could reach is part of what names this subject."""
        return Sample(self.gates, self.ways)

    def ask(self, question: Question) -> Any:
        """What the whole pack answers."""
        answer = question.answer(self.whole)
        self.noted.append(NotedAnswer(question, hash_of(answer)))
        return answer

    @cached_property
    def engine(self) -> ExplainingEngine:
        """An engine that is right about what is concluded before anything is weighed."""
        return ExplainingEngine(Loaded(self.pack, self.program))

    @cached_property
    def program(self) -> Program:
        """The program, in which all evidence is as strong."""
        assert self._program is not None  # noqa: S101  # given by the constructor
        return self._program

    @cached_property
    def ways(self) -> WayFinder:
        """The ways in which premises hold; which marks a tally could reach is part of what names this subject."""
        found = WayFinder(self.program, self.states)
        found.reachable_marks = self.whole.ways.reachable_marks
        return found

    @cached_property
    def runners(self) -> Runners:
        """The runners whose answers no constraint rules out."""
        return _Asking(self)

    @cached_property
    def follows(self) -> Following:
        """What follows for all for whom a premise holds, of which nothing is weighed."""
        return Following(self, self.whole.remembered)

    @cached_property
    def early(self) -> Early:
        """What of the reach of rules is decided before anything is weighed."""
        found, left = dict[str, bool](), list[str]()
        for rule, gate in self.gates.items():
            try:
                if not self.program.late_facts.isdisjoint(leaves(gate)):
                    left.append(rule)
                elif self._reachable(rule) is False:
                    found[rule] = self._reachable(rule, constrained=False) is True
            except TooManyWaysError:
                left.append(rule)
        return Early(found, tuple(left))

    def _proved_reachable(self, rule: str, *, constrained: bool) -> bool | None:  # noqa: ARG002
        raise TooManyWaysError  # constraints may rest on the weighing

    @property
    def open_questions(self) -> "OpenQuestions | None":
        """Those of the whole, which know no strength either."""
        return self.whole.open_questions

    def outside(self, premise: GroundPremise, others: Sequence[GroundPremise]) -> Mapping[str, object] | None:
        """Answers of somebody for whom a premise holds and none of the others do; None when there is nobody, or none was found."""
        found: Mapping[str, object] | None = self.ask(Outside(premise, tuple(others)))
        return found

    @property
    def unreachable_rules(self) -> Mapping[str, bool]:
        """The active rules that no possible answers fire; true where that is only so because of constraints."""
        late = self.ask(Unreachable())  # each time: a check rests on it only where it asked
        if self._unreachable is None or self._unreachable[0] is not late:
            found = {**self.early.found, **late}
            self._unreachable = late, {rule: found[rule] for rule in self.gates if rule in found}
        return self._unreachable[1]

    def is_concluded(self, fact: str) -> bool:
        """Whether a fact can come to hold."""
        return bool(self.ask(Concluded(fact)))


class _Asking(Runners):
    """Of premises that rest on the weighing it is asked who shows them, and of somebody what holds."""

    def __init__(self, audited: UnweighedSubject) -> None:
        super().__init__(audited)
        self.asking = audited
        self.early = Runners(audited, audited.whole.remembered)

    def showing(self, premise: GroundPremise, also: State = NOTHING) -> dict[str, object] | None:
        """Answers of a possible runner for whom a premise holds, seen to hold in a session; None when none was found."""
        if self.asking.program.late_facts.isdisjoint((*leaves(premise), *also)):
            return self.early.showing(premise, also)  # what holds before anything is weighed
        found: dict[str, object] | None = self.asking.ask(Showing(premise, tuple(sorted(also))))
        return found

    def chosen_showing(self, premise: GroundPremise, also: State = NOTHING) -> Chosen | None:
        """Not for checks that are given this: what was found would be kept, and not asked again."""
        raise NotImplementedError

    def facts(self, answers: Mapping[str, object]) -> frozenset[str]:
        """Every fact that holds in a session with these answers."""
        return frozenset(self.asking.ask(Facts(dict(answers))))
