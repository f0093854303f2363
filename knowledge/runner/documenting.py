"""Making the document of an assessment: its parts, and the tables of what these refer to."""

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from hipexpert.engine import Derivation
from hipexpert.knowledge.packs.frozen import FrozenMapping
from hipexpert.knowledge.packs.ladder import StatedLevel
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.vocabulary import AnsweredBy
from hipexpert.knowledge.runner import document as parts_of
from hipexpert.knowledge.runner.differential import Considered, Placing, Weigher
from hipexpert.knowledge.runner.document import (
    SCHEMA,
    AdvicePart,
    AdviceReasons,
    AssessmentDocument,
    CitedAt,
    ConditionPart,
    KindPart,
    NotToBeMissedPart,
    OpenItem,
    OverlappingPart,
    Part,
    Parts,
    PlanPart,
    QuestionText,
    RankedPart,
    RecognisedPart,
    RuleText,
    ScreenPart,
    SourceText,
    UnknownPart,
    UrgencyPart,
    WeighedPart,
    WithheldPart,
)
from hipexpert.knowledge.runner.intake import Answer, Intake
from hipexpert.knowledge.runner.results import (
    AdviceWithheld,
    CitedSource,
    Contradiction,
    DerivationGraph,
    Kind,
    Knowledge,
    NotToBeMissed,
    Plan,
    Reason,
    Recognised,
    Screen,
    Urgency,
)
from hipexpert.knowledge.runner.written_evidence import WrittenEvidence, cited_at

if TYPE_CHECKING:
    from msgspec import Raw

Word = TypeVar("Word", bound=str)


class Documented(Protocol):
    """What a document is made of: an assessment."""

    @property
    def pack(self) -> Pack:
        """The knowledge it rests on."""

    @property
    def intake(self) -> Intake:
        """What was answered."""

    @property
    def level(self) -> StatedLevel:
        """The stated level."""

    @property
    def knowledge(self) -> Knowledge:
        """Which pack, by its hash."""

    @property
    def derivation(self) -> Derivation:
        """Every justification, verified."""

    @property
    def derivation_graph(self) -> DerivationGraph:
        """The same as nodes and edges."""

    @property
    def urgency(self) -> Urgency:
        """What to do how soon."""

    @property
    def screen(self) -> Screen:
        """What must be answered first."""

    @property
    def placings(self) -> tuple[Placing, ...]:
        """The ranked conditions without their evidence."""

    @property
    def not_to_be_missed(self) -> tuple[NotToBeMissed, ...]:
        """What is dangerous and not excluded."""

    @property
    def contributing_factors(self) -> tuple[Recognised, ...]:
        """What may have contributed."""

    @property
    def patterns(self) -> tuple[Recognised, ...]:
        """The patterns recognised."""

    @property
    def plan(self) -> Plan:
        """The advice given and withheld."""

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Answers that cannot all be true."""


def document_of(assessment: Documented, weigher: Weigher, parts: Parts | None = None, *, encoded: bool = False) -> AssessmentDocument:
    """The document of an assessment with these parts; ``weigher`` has the evidence. Raises :class:`hipexpert.UnknownPartError`.

    One that is ``encoded`` is good for nothing but to be written as JSON: what was made before stands in it as bytes.
    """
    named = parts_of.SHORT if parts is None else parts_of.named_parts(parts)
    _ = assessment.derivation  # verified before anything is shown, whatever the parts
    tables = _Tables(weigher, cites="sources" in named, encoded=encoded)
    made: dict[str, Any] = {name: _MAKING[name](assessment, tables) for name in named if name != "sources"}
    if "intake" in made:
        made["none_of"] = assessment.intake.none_of
    if "differential" in made:
        made["unlikely"] = len(assessment.placings) - len(made["differential"])
    return AssessmentDocument(
        schema=SCHEMA,
        level=assessment.level,
        knowledge=assessment.knowledge,
        disclaimer=assessment.pack.about.disclaimer,
        **made,
        names=_sorted(tables.names),
        questions=_sorted(tables.questions),
        rules=_sorted(tables.rules),
        sources=_sorted(tables.sources),
    )


def _sorted(table: dict[str, Any]) -> FrozenMapping[str, Any]:
    names = sorted(table)
    return FrozenMapping(zip(names, map(table.__getitem__, names), strict=True))


def _known(word: Word) -> Word:
    """A word of a few as the one object that it is: a default is left out by identity, and a pickled pack brings words of its own."""
    return sys.intern(word)  # type: ignore[return-value]


class _Tables:
    """What the parts refer to, each once; with ``cites`` also what is cited."""

    def __init__(self, weigher: Weigher, *, cites: bool, encoded: bool) -> None:
        self.cites = cites
        self.weigher = weigher
        self.evidence = WrittenEvidence(weigher, cites=cites, encoded=encoded)
        self.names: dict[str, str] = {}
        self.questions: dict[str, QuestionText] = {}
        self.rules: dict[str, RuleText | Raw] = {}
        self._citing: dict[int, tuple[CitedSource, ...]] = {}  # by what they are, as one is cited by many

    def name(self, each: str, name: str) -> str:
        self.names[each] = name
        return each

    def question(self, name: str, question: str, answers: str, answered_by: AnsweredBy) -> str:
        if name not in self.questions:
            self.questions[name] = QuestionText(question, answers, _known(answered_by))
        return name

    def cited(self, sources: tuple[CitedSource, ...]) -> tuple[CitedAt, ...]:
        if not self.cites:
            return ()
        self._citing[id(sources)] = sources
        return cited_at(sources)

    @property
    def sources(self) -> dict[str, SourceText]:
        if not self.cites:
            return {}
        cited = {each.ref: each for sources in self._citing.values() for each in sources}
        return {ref: SourceText(each.title, each.grade) for ref, each in cited.items()}

    def reasons(self, reasons: Iterable[Reason]) -> tuple[str, ...]:
        for each in reasons:
            if each.rule not in self.rules:
                text = RuleText(each.because, each.premises, each.grade, each.title, each.unverified, self.cited(each.sources))
                self.rules[each.rule] = text
        return tuple(dict.fromkeys(each.rule for each in reasons))

    def weighed(self, condition: str) -> tuple[tuple[WeighedPart, ...], tuple[WeighedPart, ...]]:
        """What speaks for a condition, and what against it."""
        rules, citing = self.rules, self._citing
        for_, against = list[Any](), list[Any]()
        for _, rule, weighed, text, sources, is_for in self.evidence.held(condition):
            rules[rule] = text
            citing[id(sources)] = sources
            (for_ if is_for else against).append(weighed)
        return self.evidence.listed(for_), self.evidence.listed(against)


def _urgency(assessment: Documented, tables: _Tables) -> UrgencyPart:
    said = assessment.urgency
    because, unknowns = tables.reasons(said.because), len(said.decisive_unknowns)
    return UrgencyPart(said.level, said.title, said.action, said.at_most, said.settled, because, unknowns, said.cds_hooks)


def _screen(assessment: Documented, tables: _Tables) -> ScreenPart:
    screen = assessment.screen
    for each in screen.open:
        tables.question(each.finding, each.question, each.answers, each.answered_by)
    return ScreenPart(tuple(OpenItem(each.item, each.finding, each.because) for each in screen.open), screen.answered, screen.settled)


def _differential(assessment: Documented, tables: _Tables) -> tuple[RankedPart, ...]:
    return tuple(
        RankedPart(
            tables.name(each.condition.id, each.condition.name),
            each.band,
            each.decibans,
            _known(each.condition.typical_urgency),
            each.red_flag,
        )
        for each in assessment.placings
        if each.first or each.band != "unlikely" or each.red_flag
    )


def _not_to_be_missed(assessment: Documented, tables: _Tables) -> tuple[NotToBeMissedPart, ...]:
    return tuple(
        NotToBeMissedPart(
            tables.name(each.condition, each.name),
            each.typical_urgency,
            each.red_flag,
            tuple(tables.name(kind.condition, kind.name) for kind in each.kinds),
        )
        for each in assessment.not_to_be_missed
    )


def _recognised(found: Iterable[Recognised], tables: _Tables) -> tuple[RecognisedPart, ...]:
    return tuple(RecognisedPart(tables.name(each.id, each.name), tables.reasons(each.because)) for each in found)


def _plan(assessment: Documented, tables: _Tables) -> PlanPart:
    plan = assessment.plan
    return PlanPart(
        advice=tuple(
            AdvicePart(each.id, each.category, each.title, each.says, each.prevents, each.dose, each.phase, each.regions, each.compare)
            for each in plan.advice
        ),
        withheld=_withheld(plan.withheld, tables),
        ask_first=tuple(tables.question(each.finding, each.question, each.answers, each.answered_by) for each in plan.ask_first),
    )


def _withheld(withheld: Iterable[AdviceWithheld], tables: _Tables) -> tuple[WithheldPart, ...]:
    found: dict[tuple[tuple[str, ...], bool, str], dict[str, str]] = {}
    for each in withheld:
        found.setdefault((tables.reasons(each.reasons), each.until_seen, each.because), {})[each.id] = each.title
    return tuple(WithheldPart(advice, *why) for why, advice in found.items())


def _advice(assessment: Documented, tables: _Tables) -> dict[str, AdviceReasons]:
    return {
        each.id: AdviceReasons(each.because, each.grade, each.unverified, tables.reasons(each.reasons), tables.cited(each.sources))
        for each in assessment.plan.advice
    }


def _unknowns(assessment: Documented, tables: _Tables) -> tuple[UnknownPart, ...]:
    found = assessment.urgency.decisive_unknowns
    for each in found:
        tables.question(f"{each.finding}.{each.value}".rstrip("."), each.question, each.answers, each.answered_by)
    return tuple(UnknownPart(each.finding, each.could_raise_to, each.further_answers, each.value) for each in found)


def _conditions(assessment: Documented, tables: _Tables) -> FrozenMapping[str, ConditionPart]:
    return FrozenMapping(
        {
            tables.name(each.condition.id, each.condition.name): _condition(tables.weigher.considered(each.condition.id), tables)
            for each in assessment.placings
        }
    )


def _condition(about: Considered, tables: _Tables) -> ConditionPart:
    condition = about.place.condition
    for_, against = tables.weighed(condition.id)
    return ConditionPart(
        plain=condition.plain,
        prior=about.prior,
        for_=for_,
        against=against,
        unknown=tables.evidence.open(about.open),
        further_unknown=about.further,
        recovery=condition.recovery,
        calmer=about.calmer,
        overlaps=tuple(
            [
                OverlappingPart(tables.name(each.condition, each.name), each.told_apart_by, tables.cited(each.sources))
                for each in about.overlaps
            ]
        ),
        kinds=tuple([_kind(each, tables) for each in about.kinds]),
    )


def _kind(kind: Kind, tables: _Tables) -> KindPart:
    return KindPart(tables.name(kind.condition, kind.name), kind.typical_urgency, kind.red_flag)


def _answers(assessment: Documented, _: _Tables) -> dict[str, Answer]:
    answers = assessment.intake.answers
    return {name: answers[name] for name in sorted(answers)}


_MAKING: Mapping[Part, Callable[[Documented, _Tables], object]] = {
    "urgency": _urgency,
    "screen": _screen,
    "differential": _differential,
    "not_to_be_missed": _not_to_be_missed,
    "contributing_factors": lambda assessment, tables: _recognised(assessment.contributing_factors, tables),
    "patterns": lambda assessment, tables: _recognised(assessment.patterns, tables),
    "plan": _plan,
    "contradictions": lambda assessment, _: assessment.contradictions,
    "intake": _answers,
    "unknowns": _unknowns,
    "conditions": _conditions,
    "advice": _advice,
    "derivation": lambda assessment, _: assessment.derivation_graph,
}
