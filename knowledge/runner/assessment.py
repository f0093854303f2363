"""Assessing one runner: the answers go in; urgency, differential and everything that explains them come out."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

import msgspec

from hipexpert.engine import (
    CompiledProgram,
    Derivation,
    Justification,
    Never,
    Outlook,
    Problem,
    Run,
    UnverifiedError,
    follows_in_order,
    is_grounded,
    verified,
)
from hipexpert.engine.searching import GreedyWay
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.facts import ANSWERED, Fact, FactKind, ids_of
from hipexpert.knowledge.packs.ladder import CALM, LEVELS, UNDETERMINED, Level, StatedLevel, rank
from hipexpert.knowledge.packs.loading import HIP, load
from hipexpert.knowledge.packs.pack import SAFETY_NET, Constraint, Pack
from hipexpert.knowledge.packs.pictured import KnownEvidence
from hipexpert.knowledge.packs.program import input_facts, program_of
from hipexpert.knowledge.packs.snapshot import Loaded
from hipexpert.knowledge.runner import levels
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.asking_first import asked_first
from hipexpert.knowledge.runner.derivation_graph import derivation_graph, titled_in
from hipexpert.knowledge.runner.differential import Placing, Weigher
from hipexpert.knowledge.runner.intake import Intake, IntakeError
from hipexpert.knowledge.runner.known_items import KnownConditions
from hipexpert.knowledge.runner.levels import RAISING
from hipexpert.knowledge.runner.plan import advice_given, plan_of
from hipexpert.knowledge.runner.reading_intake import read_answers, read_intake
from hipexpert.knowledge.runner.results import (
    AdviceGiven,
    Contradiction,
    DerivationGraph,
    Knowledge,
    NotToBeMissed,
    OpenEvidence,
    Plan,
    Ranked,
    Reason,
    Recognised,
    Screen,
    ScreenQuestion,
    Urgency,
)
from hipexpert.knowledge.runner.screening import left_to_answer, screen_of
from hipexpert.knowledge.runner.unknowns import RaisingRules, Unknowns
from hipexpert.knowledge.runner.wording import Wording

if TYPE_CHECKING:
    from hipexpert.engine import Closure
    from hipexpert.knowledge.runner.answers_so_far import AnswersSoFar
    from hipexpert.knowledge.runner.document import AssessmentDocument, Parts

Assessed = TypeVar("Assessed", bound="Assessment")
COMPLETED = 6  # further answers, and
TRIED = 200  # sets of them, among which a way to a higher level is looked for; a way not found is taken as possible


class Assessor(ABC, Generic[Assessed]):
    """A pack made ready to assess runners. Immutable after construction: threads may share one.

    ``pack`` is a pack (with its program, where that is compiled already), the folder of one, or nothing for the hip pack that ships.
    Raises :class:`hipexpert.PackError` when the folder does not hold a whole pack.
    """

    def __init__(self, pack: Pack | Loaded | str | Path | None = None) -> None:
        if isinstance(pack, Pack):
            pack = Loaded(pack, program_of(pack))
        self.pack, program = pack if isinstance(pack, Loaded) else load(HIP if pack is None else pack)
        self.compiled = CompiledProgram(program)
        self.key = AnswerKey(self.pack)
        self.evidence = KnownEvidence(self.pack)
        self.conditions = KnownConditions(self.pack, self.key, self.compiled.tables)
        self.raising_rules = RaisingRules(self.pack, self.compiled.tables)
        # What premises mention but neither an answer nor a rule can bring about is false, not unknown.
        self.unreachable = self.compiled.program.inputs - input_facts(self.pack, chain.from_iterable(self.key.limits.values()))

        self.never = Never(self.compiled.tables, self.unreachable)

    def read(self, answers: Mapping[str, object] | Intake) -> Intake:
        """The intake that the answers describe. Raises :class:`hipexpert.IntakeError` with every problem.

        An intake is read as a mapping is: anybody can make one, and one that was read with another pack may not fit this.
        """
        return read_intake(answers, self.pack)

    def assess(self, answers: Mapping[str, object] | Intake, *, strict: bool = False) -> Assessed:
        """What follows from the answers of one runner.

        ``answers`` maps finding ids to answers; what is left out is unknown. With ``strict``, answers that cannot all
        be true raise :class:`hipexpert.IntakeError`; without, they are named in ``contradictions`` and all count.
        """
        intake = self.read(answers)
        run, denied = self.session(intake)
        assessment = self._outcome(intake, run, denied)
        if strict and assessment.contradictions:
            raise IntakeError(
                Problem("contradiction", f"these answers cannot all be true: {', '.join(each.answers)}", "", each.because, findings)
                for each, findings in zip(assessment.contradictions, assessment.contradicting, strict=True)
            )
        return assessment

    def session(self, intake: Intake) -> tuple[Run, frozenset[str]]:
        """The session of one runner, which nobody has verified, and the facts that the answers say not to hold."""
        true, false = self.key.facts(intake)
        return self.compiled.run(true), false

    @cached_property
    def closure(self) -> "Closure":
        """The program made ready for trying many sets of answers."""
        from hipexpert.engine import Closure

        return Closure(self.compiled.program, self.compiled.tables)

    @abstractmethod
    def _outcome(self, intake: Intake, run: Run, denied: frozenset[str]) -> Assessed:
        """The assessment of a finished session."""


class Assessment:
    """The outcome for one runner. Its parts are values, worked out when they are first asked for.

    Made of answers it is what ``assessor.assess`` gives: they are read, and raise :class:`hipexpert.IntakeError`.

    Whichever is asked for first has the independent checker verify the session, once, and each justification is verified before it is
    shown; then, and for ever after, each raises :class:`hipexpert.UnverifiedError` when a step does not follow.
    """

    def __init__(self, assessor: "Assessor[Any]", answers: Mapping[str, object] | Intake) -> None:
        intake = assessor.read(answers)
        self._hold(assessor, intake, *assessor.session(intake))

    def _hold(
        self, assessor: "Assessor[Any]", intake: Intake, run: Run | None, denied: frozenset[str], standing: "AnswersSoFar | None" = None
    ) -> None:
        self.assessor = assessor
        self.intake = intake
        self._denied = denied
        self._run = run
        self._stands = standing

    def with_answers(self, answers: Mapping[str, object] | Intake) -> Self:
        """The assessment with further answers, which count over those before; ``unknown`` (or None) takes an answer back.

        What follows already is not worked out again. The outcome is the same as that of assessing all answers together.
        Raises :class:`hipexpert.IntakeError` with every problem.
        """
        read = read_answers(answers, self.pack)
        return self._moved(self._standing.after(read.intake, read.unknown | read.blank))

    def without(self, *findings: str) -> Self:
        """The assessment without what was said of these findings: that is unknown again, also where a group was denied.

        Raises :class:`hipexpert.IntakeError` for a finding that there is not.
        """
        return self.with_answers({name if isinstance(name, str) else str(name): None for name in findings})

    def _moved(self, standing: "AnswersSoFar") -> Self:
        return of_session(type(self), self.assessor, standing.intake, None, standing.false, standing)

    @cached_property
    def _standing(self) -> "AnswersSoFar":
        from hipexpert.knowledge.runner.answers_so_far import AnswersSoFar

        return self._stands or AnswersSoFar.of(self.assessor.key, self.assessor.compiled.tables, self.intake)

    @cached_property
    def _session(self) -> Run:
        """The session. INVARIANT: only `derivation` and `level` read it, which verify what they show."""
        return self._run or self.assessor.compiled.run(self._standing.true)

    @property
    def pack(self) -> Pack:
        """The knowledge the assessment rests on."""
        return self.assessor.pack

    @cached_property
    def outlook(self) -> Outlook:
        """What holds, what is contradicted and what is still open."""
        return Outlook(self.run, self._denied | self.assessor.unreachable, self.assessor.never)

    @cached_property
    def derivation(self) -> Derivation:
        """The justifications of everything concluded: the session is verified by the independent checker before anything is shown, each
        justification before it is.
        """
        return verified(self._session)

    @property
    def run(self) -> Run:
        """The session, verified."""
        return self.derivation.run

    @cached_property
    def wording(self) -> Wording:
        """Facts and rules in the authors' words."""
        return Wording(self.pack, self.assessor.key, self.intake)

    @cached_property
    def unknowns(self) -> Unknowns:
        """The questions that are open, and what they could change."""
        return Unknowns(self.assessor.raising_rules, self.assessor.key, self.intake, self.outlook)

    @cached_property
    def _weigher(self) -> Weigher:
        return Weigher(self.assessor.conditions, self.outlook, self.wording, self.unknowns, self.level)

    @cached_property
    def level(self) -> StatedLevel:
        """The stated level alone, without working out what could change it: a raised one, a calm one where the screen is
        answered, else ``undetermined``.
        """
        level = levels.level_of(self._holds, screened=bool(self.pack.screen))
        for fact in (RAISING[self.raised], *([ANSWERED] if level in CALM else [])):
            if self._holds(fact) and not self._is_grounded(fact):
                raise UnverifiedError([f"`{fact}` is not grounded in what was given"])
        return level

    @cached_property
    def raised(self) -> Level:
        """The place on the ladder that the rules raise the urgency to, whether or not something calm may be said."""
        return levels.raised_level(self._holds)

    @property
    def _is_ahead(self) -> bool:
        """Whether nothing but the level was asked for yet, of answers that were added to others."""
        return self._run is None and "_session" not in self.__dict__

    @property
    def _holds(self) -> Callable[[str], bool]:
        """Which facts hold."""
        index = self.assessor.compiled.tables.index
        if self._is_ahead:
            ahead = self._standing.ahead
            return lambda fact: ahead.holds(index.get(fact, -1), ahead.now)
        numbers = self._session.numbers
        return lambda fact: index.get(fact, -1) in numbers

    def _is_grounded(self, fact: str) -> bool:
        if self._is_ahead:
            return follows_in_order(self.assessor.compiled.program, self._standing.true, self._standing.ahead.order, fact)
        return "derivation" in self.__dict__ or is_grounded(self._session, fact)  # else every fact was found to be

    @cached_property
    def urgency(self) -> Urgency:
        """What to do how soon, why, and what is still open."""
        at_most, level = self.at_most, self.level  # once every step was verified no fact needs to be by itself
        text = self.pack.level_text(level)
        settled = at_most == level
        decisive = () if at_most == self.raised else self.unknowns.decisive(self.raised)
        # What rules raise below the alarm is no reason for saying that not enough is known.
        because = () if level == UNDETERMINED else self._reasons(RAISING[level])
        return Urgency(level, text.title, text.action, at_most, settled, because, decisive, text.cds_hooks)

    @cached_property
    def screen(self) -> Screen:
        """The questions that must be answered before something calm is said, as far as they are open."""
        return screen_of(self.pack, self.assessor.key.settled, self.run.facts)

    @cached_property
    def left_to_answer(self) -> tuple[ScreenQuestion, ...]:
        """The questions that a reader is told to answer first; see :func:`hipexpert.knowledge.runner.screening.left_to_answer`."""
        return left_to_answer(self.screen, self.raised, lambda: {each.finding for each in self.urgency.decisive_unknowns})

    @cached_property
    def at_most(self) -> Level:
        """The highest urgency level that further answers could still lead to."""
        _ = self.derivation  # where nothing higher is possible the level raised is shown: only once it is verified
        return next((each for each in reversed(LEVELS) if rank(each) > rank(self.raised) and self._could_be(each)), self.raised)

    def _could_be(self, level: Level) -> bool:
        """Whether further answers could raise the urgency to a level: exact for what rules raise, a bound for what the
        weighing raises.
        """
        fact, program = RAISING[level], self.run.program
        possible = self._may_hold(fact)
        if not possible or fact in program.late_facts:
            return possible
        # The outlook takes the values of one finding as independent: here one completion is looked for that has them all.
        key, said = self.assessor.key, self.assessor.key.said(self.intake)

        def asked(name: str) -> Question | None:
            question = key.question_of.get(name)
            return None if question in said else question

        if GreedyWay(self.outlook, asked, key.can_be).to(fact) is not None:
            return True
        from hipexpert.engine.searching import Answers, Holds, SmallestChanges

        questions = {name: question for name, question in key.question_of.items() if question not in said}
        closure = self.assessor.closure.concluding([fact])
        deciding = {questions[name] for name in closure.program.inputs if name in questions}
        open_ = {question: key.alternatives(question) for question in sorted(deciding)}
        answers = Answers(said, open_, lambda question, answer: key.made(question, answer)[0])
        search = SmallestChanges(self.assessor.closure, answers, Holds(fact))
        return not search.search(most_changes=COMPLETED, tried=TRIED, enough=1).impossible

    def _may_hold(self, fact: str) -> bool:
        number = self.run.compiled.tables.index.get(fact)
        return number is not None and not self.outlook.ruled_out.facts[number]

    def _reasons(self, fact: str) -> tuple[Reason, ...]:
        """Every reason for a fact: those from answers before those from weighing, those with most premises first."""
        late = self.run.program.late_rules
        reasons = [reason for each in self.derivation.justifications(fact) if (reason := self.wording.reason(each))]
        if len(reasons) < 2:
            return tuple(reasons)
        return tuple(sorted(reasons, key=lambda reason: (reason.rule in late, -len(reason.premises), reason.rule)))

    @property
    def placings(self) -> tuple[Placing, ...]:
        """The conditions in the order of the differential, without the evidence, most of which is never shown."""
        return self._weigher.placings

    def ranked(self, condition: str) -> Ranked:
        """A condition of the differential with its evidence. Raises KeyError for one that is not ranked."""
        return self._weigher.ranked(condition)

    @cached_property
    def differential(self) -> tuple[Ranked, ...]:
        """The ranked conditions; see :class:`hipexpert.knowledge.runner.results.Ranked`."""
        return tuple(self.ranked(each.condition.id) for each in self.placings)

    def open_evidence(self, condition: str) -> tuple[OpenEvidence, ...]:
        """What could still speak for or against a condition, the strongest first. Raises KeyError for one that there is not."""
        return self._weigher.open_evidence(condition)

    @cached_property
    def not_to_be_missed(self) -> tuple[NotToBeMissed, ...]:
        """Every condition that is urgent or worse and not excluded, however low it ranks."""
        return self._weigher.not_to_be_missed()

    def _concluded(self, kind: FactKind) -> tuple[Recognised, ...]:
        found = [(each, Fact(kind, each).name) for each in sorted(ids_of(kind, self.run.facts))]
        return tuple(Recognised(each, self.wording.label(fact), self._reasons(fact)) for each, fact in found)

    @cached_property
    def contributing_factors(self) -> tuple[Recognised, ...]:
        """What may have contributed, with reasons."""
        return self._concluded("contributing")

    @cached_property
    def patterns(self) -> tuple[Recognised, ...]:
        """The patterns recognised on the way, with reasons."""
        return self._concluded("pattern")

    @property
    def safety_net(self) -> tuple[AdviceGiven, ...]:
        """The signs with which this runner has to go at once, whatever else is so: those that the rules conclude. Of somebody of whom too
        little is known for any of them, all signs of the pack: they hang on no answer, and none that counts is missing.
        """
        told = tuple(each for each in self.plan.advice if each.category == SAFETY_NET)
        if told or self.level != UNDETERMINED:
            return told
        every = [each for each in self.pack.advice if each.category == SAFETY_NET and each.status == "active"]
        return tuple(advice_given(each, (), self.wording) for each in every)

    @cached_property
    def plan(self) -> Plan:
        """The advice given, the advice withheld with the reason, and the questions on which more advice waits."""
        plan = plan_of(self.pack, self.level, self.run.facts, self._reasons, self.wording)
        return msgspec.structs.replace(plan, ask_first=asked_first(self.pack, self.level, self.outlook, self.unknowns))

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Answers that cannot all be true; the assessment went on with all of them."""
        return tuple(Contradiction(broken.id, broken.because, self.wording.premises(each.premises)) for broken, each in self._broken)

    @property
    def contradicting(self) -> tuple[tuple[str, ...], ...]:
        """The findings whose answers each of the contradictions is between."""
        asked = self.assessor.key.question_of
        return tuple(tuple(dict.fromkeys(asked[fact].finding for fact in each.premises if fact in asked)) for _, each in self._broken)

    @property
    def _broken(self) -> Iterator[tuple[Constraint, Justification]]:
        """The constraints that the answers break, each with what breaks it."""
        broken = set(ids_of("contradiction", self.run.facts))
        for constraint in self.pack.constraints if broken else ():
            if constraint.id in broken:
                for each in self.derivation.justifications(Fact("contradiction", constraint.id).name):
                    yield constraint, each

    @cached_property
    def derivation_graph(self) -> DerivationGraph:
        """The derivation as nodes and edges."""
        return derivation_graph(self.derivation, self.wording.label, titled_in(self.pack))

    @property
    def knowledge(self) -> Knowledge:
        """Which knowledge the assessment rests on."""
        return Knowledge.of(self.pack)

    def document(self, parts: "Parts | None" = None) -> "AssessmentDocument":
        """The assessment as one value, with the parts that are asked for; see :meth:`to_json`.

        Raises :class:`hipexpert.UnknownPartError`.
        """
        # Imported here: an assessment that is only shown needs none of it.
        from hipexpert.knowledge.runner.documenting import document_of

        return document_of(self, self._weigher, parts)

    def to_dict(self, parts: "Parts | None" = None) -> dict[str, Any]:
        """The document as dictionaries, lists, text, numbers and booleans: what ``to_json`` writes."""
        made: dict[str, Any] = msgspec.to_builtins(self.document(parts))
        return made

    def to_json(self, parts: "Parts | None" = None, *, indent: int = 0) -> str:
        """The document as JSON text (UTF-8, ending without a newline), on one line unless ``indent`` says otherwise; equal
        assessments give equal bytes. Its schema is :func:`hipexpert.schema` of ``assessment``.

        ``parts`` names what is written, in any order: ``("urgency", "differential")``; without it what a person is told first,
        ``"full"`` for everything, with the derivation. Raises :class:`hipexpert.UnknownPartError`.
        """
        from hipexpert.knowledge.json_text import json_line, json_text
        from hipexpert.knowledge.runner.documenting import document_of

        document = document_of(self, self._weigher, parts, encoded=True)
        return json_text(document, indent=indent) if indent else json_line(document)


def of_session(
    kind: type[Assessed],
    assessor: Assessor[Any],
    intake: Intake,
    run: Run | None,
    denied: frozenset[str],
    standing: "AnswersSoFar | None" = None,
) -> Assessed:
    """The assessment of answers that were read, and of their session; without one, of how far they lead (``standing``).

    INVARIANT: the intake was read with the pack of the assessor, and the session and what is denied are those of the intake.
    """
    made = kind.__new__(kind)
    made._hold(assessor, intake, run, denied, standing)
    return made
