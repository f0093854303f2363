"""What the tools answer: as little as says what matters, since whoever reads it pays by the word."""

from msgspec import Struct

from hipexpert.graphs.explained import ExplainedAssessment
from hipexpert.knowledge import Knowledge, Pack, StatedLevel, allowed_answers
from hipexpert.knowledge.interview.questions import AskedFinding, NextQuestion
from hipexpert.knowledge.packs.pack import SAFETY_NET
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding
from hipexpert.knowledge.runner.results import Reason

REASONS, CONDITIONS, OPEN = 5, 5, 3


class ToldFinding(Struct, frozen=True):
    """A finding: what to ask, and what may be answered."""

    finding: str
    question: str
    answers: str
    values: dict[str, str] = {}

    @classmethod
    def of(cls, finding: Finding) -> "ToldFinding":
        """A finding of a pack; a test to try is told with what makes it safe."""
        values = {each.id: each.label for each in finding.values} if isinstance(finding, Choice | Choices) else {}
        question = f"{finding.question} {finding.help}" if finding.safe_when else finding.question
        return cls(finding.id, question, allowed_answers(finding), values)

    @classmethod
    def asked(cls, asked: AskedFinding, pack: Pack) -> "ToldFinding":
        """A finding that is asked about: one that nobody may try now as what was noticed, of which only a yes counts."""
        if asked.noticed:
            return cls(asked.finding, asked.question, "yes; anything else leaves it open: name it in `passed`")
        return cls.of(pack.findings[asked.finding])


class ToldCondition(Struct, frozen=True):
    """A condition that it may be: how likely in words, never as a number."""

    condition: str
    name: str
    band: str


class ToldAssessment(Struct, frozen=True):
    """What follows: ``level`` with what to do, why, what is still to be asked before anything calm may be said (``ask_next``), what
    it may be, what must not be missed, when to go to an emergency department at once, the advice, and the person's words that it rests on.
    """

    level: StatedLevel
    title: str
    action: str
    because: tuple[str, ...]
    ask_next: tuple[ToldFinding, ...]
    may_be: tuple[ToldCondition, ...]
    not_to_be_missed: tuple[str, ...]
    go_at_once_if: tuple[str, ...]
    advice: tuple[str, ...]
    contradictions: tuple[str, ...]
    rests_on: dict[str, str]
    disclaimer: str
    knowledge: Knowledge

    @classmethod
    def of(cls, assessment: ExplainedAssessment, words: dict[str, str]) -> "ToldAssessment":
        """An assessment in short."""
        urgency, pack = assessment.urgency, assessment.pack
        first = [pack.findings[each.finding] for each in assessment.left_to_answer[:OPEN]]
        return cls(
            urgency.level,
            urgency.title,
            urgency.action,
            tuple(_reason(each) for each in urgency.because[:REASONS]),
            tuple(map(ToldFinding.of, dict.fromkeys(first))),
            tuple(ToldCondition(each.condition.id, each.condition.name, each.band) for each in assessment.placings[:CONDITIONS]),
            tuple(each.name for each in assessment.not_to_be_missed),
            tuple(each.title for each in assessment.safety_net),
            tuple(f"{each.title}: {each.says}" for each in assessment.plan.advice if each.category != SAFETY_NET),
            tuple(each.because for each in assessment.contradictions),
            words,
            pack.about.disclaimer,
            assessment.knowledge,
        )


def _reason(reason: Reason) -> str:
    return f"{reason.because} (rule {reason.rule})"


class ToldQuestion(Struct, frozen=True):
    """The question to put to the person now, word for word. None of the lines of a list applying is an answer too (``none``)."""

    kind: str
    ask: tuple[ToldFinding, ...]
    lines: tuple[str, ...]
    none: dict[str, object]
    why: tuple[str, ...]

    @classmethod
    def of(cls, pack: Pack, question: NextQuestion) -> "ToldQuestion":
        """A question of the interview."""
        rationale = question.rationale
        why = [*rationale.screen, *(each.title for each in rationale.rules[:OPEN])]
        asked = tuple(ToldFinding.asked(each, pack) for each in question.findings)
        return cls(question.kind, asked, tuple(each.text for each in question.lines), dict(question.none), tuple(why[:OPEN]))


class ToldNext(Struct, frozen=True):
    """What to ask next, if anything is left whose answer could change what to do."""

    level: StatedLevel
    title: str
    action: str
    question: ToldQuestion | None
    disclaimer: str


class ToldFindings(Struct, frozen=True):
    """Findings that fit the search; ``more`` is how many were left out."""

    findings: tuple[ToldFinding, ...]
    more: int


class ToldExplanation(Struct, frozen=True):
    """An explanation as text, beside the level that it must never be read without."""

    level: StatedLevel
    title: str
    action: str
    explanation: str
    disclaimer: str
