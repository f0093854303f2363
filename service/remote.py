"""What a client gets: an assessment and an interview that live in a service, with the names of those that live here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import msgspec
from msgspec import UNSET

from hipexpert.graphs.explanations.counterfactual import Counterfactuals
from hipexpert.graphs.explanations.difference import Difference
from hipexpert.graphs.explanations.document import ExplanationDocument
from hipexpert.graphs.explanations.how import How
from hipexpert.graphs.explanations.why import Why
from hipexpert.graphs.explanations.why_not import WhyNot
from hipexpert.knowledge import Intake, Knowledge, StatedLevel
from hipexpert.knowledge.interview.interview import Progress
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.packs.frozen import frozen
from hipexpert.knowledge.runner.document import AssessmentDocument, Parts, named_parts
from hipexpert.knowledge.runner.results import Contradiction, NotToBeMissed, Plan, Ranked, Recognised, Screen, Urgency
from hipexpert.service.api.answers import InterviewAnswer, ValuesAnswer
from hipexpert.service.api.requests import ValueName


class Asker(Protocol):
    """Who asks a service: a client."""

    def ask(self, path: str, asked: Mapping[str, object]) -> bytes:
        """The answer to a JSON body."""
        ...


@dataclass(frozen=True)
class RemoteAssessment:
    """The assessment of one runner by a service. A value that was not fetched with it is fetched when it is first asked for."""

    client: Asker
    answers: Mapping[str, object]
    told: bytes = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "answers", frozen(self.answers))

    @cached_property
    def _values(self) -> ValuesAnswer:
        return msgspec.json.decode(self.told, type=ValuesAnswer)

    @property
    def level(self) -> StatedLevel:
        """The stated urgency alone."""
        return self._values.level

    @property
    def knowledge(self) -> Knowledge:
        """Which knowledge it rests on."""
        return self._values.knowledge

    def _value(self, name: ValueName) -> Any:
        if getattr(self._values, name) is UNSET:
            found = msgspec.json.decode(self.client.ask("values", {"answers": self.answers, "values": [name]}), type=ValuesAnswer)
            self.__dict__["_values"] = msgspec.structs.replace(self._values, **{name: getattr(found, name)})
        return getattr(self._values, name)

    @property
    def urgency(self) -> Urgency:
        """What to do how soon, why, and what is still open."""
        found: Urgency = self._value("urgency")
        return found

    @property
    def screen(self) -> Screen:
        """The questions that must be answered before something calm is said, as far as they are open."""
        found: Screen = self._value("screen")
        return found

    @property
    def differential(self) -> tuple[Ranked, ...]:
        """The ranked conditions."""
        found: tuple[Ranked, ...] = self._value("differential")
        return found

    @property
    def not_to_be_missed(self) -> tuple[NotToBeMissed, ...]:
        """Every condition that is urgent or worse and not excluded."""
        found: tuple[NotToBeMissed, ...] = self._value("not_to_be_missed")
        return found

    @property
    def contributing_factors(self) -> tuple[Recognised, ...]:
        """What may have contributed, with reasons."""
        found: tuple[Recognised, ...] = self._value("contributing_factors")
        return found

    @property
    def patterns(self) -> tuple[Recognised, ...]:
        """The patterns recognised on the way."""
        found: tuple[Recognised, ...] = self._value("patterns")
        return found

    @property
    def plan(self) -> Plan:
        """The advice given, the advice withheld, and the questions on which more advice waits."""
        found: Plan = self._value("plan")
        return found

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Answers that cannot all be true."""
        found: tuple[Contradiction, ...] = self._value("contradictions")
        return found

    def document(self, parts: Parts | None = None) -> AssessmentDocument:
        """The assessment as one value; see :meth:`hipexpert.ExplainedAssessment.document`."""
        return msgspec.json.decode(self.to_json(parts), type=AssessmentDocument)

    def to_json(self, parts: Parts | None = None, *, indent: int = 0) -> str:
        """The document as JSON text: the bytes that the engine writes here."""
        named = {} if parts is None else {"parts": named_parts(parts)}
        told: bytes = self.client.ask("assess", {"answers": self.answers, **named})
        return msgspec.json.format(told, indent=indent).decode() if indent else told.decode()

    def _explained(self, path: str, **more: object) -> Any:
        told = self.client.ask(f"explain/{path}", {"answers": self.answers, **more})
        return msgspec.json.decode(told, type=ExplanationDocument).answer

    def how(self, conclusion: str) -> How:
        """How a conclusion was reached."""
        found: How = self._explained("how", conclusion=conclusion)
        return found

    def why(self, finding: str) -> Why:
        """Why a question is asked."""
        found: Why = self._explained("why", finding=finding)
        return found

    def why_not(self, conclusion: str) -> WhyNot:
        """Why something was not concluded."""
        found: WhyNot = self._explained("why-not", conclusion=conclusion)
        return found

    def what_if(self, changes: Mapping[str, object] | Intake) -> Difference:
        """What would differ with other answers."""
        plain = msgspec.to_builtins(changes.answers if isinstance(changes, Intake) else dict(changes))
        found: Difference = self._explained("what-if", changes=plain)
        return found

    def counterfactual(self, conclusion: str = "urgency") -> Counterfactuals:
        """The smallest changes that would change a conclusion."""
        found: Counterfactuals = self._explained("counterfactual", conclusion=conclusion)
        return found


@dataclass(frozen=True)
class RemoteInterview:
    """An interview at one moment, worked out by a service and kept here. What is said next gives another one; see
    :class:`hipexpert.knowledge.interview.interview.Interview`.
    """

    client: Asker = field(repr=False)
    told: InterviewAnswer

    @classmethod
    def of(cls, client: Asker, told: bytes) -> "RemoteInterview":
        """The interview of an answer."""
        return cls(client, msgspec.json.decode(told, type=InterviewAnswer))

    @property
    def question(self) -> NextQuestion | None:
        """The question to put now; None when it has ended."""
        return self.told.question

    @property
    def level(self) -> StatedLevel:
        """The urgency so far."""
        return self.told.level

    @property
    def is_emergency(self) -> bool:
        """Whether it must stop at once; ``told.action`` says what to do."""
        return self.told.is_emergency

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return self.told.progress

    @property
    def left_to_answer(self) -> tuple[str, ...]:
        """The findings that a reader would be told to answer first."""
        return self.told.left_to_answer

    @property
    def answers(self) -> Mapping[str, object]:
        """Everything answered so far, as ``assess`` takes it."""
        return self.told.answers

    def answered(self, answers: Mapping[str, object], picked: Iterable[tuple[str, ...]] = ()) -> "RemoteInterview":
        """After the current question."""
        return self._then(reply={"answers": msgspec.to_builtins(dict(answers)), "picked": [list(names) for names in picked]})

    def skipped(self) -> "RemoteInterview":
        """After the current question was skipped, or its answer is not known."""
        return self._then(move="skip")

    def back(self) -> "RemoteInterview":
        """Before the last question: its answers are forgotten."""
        return self._then(move="back")

    def _then(self, **more: object) -> "RemoteInterview":
        return self.of(self.client, self.client.ask("interview", {"state": msgspec.to_builtins(self.told.state), **more}))
