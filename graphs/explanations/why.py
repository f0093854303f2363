"""Why a question is asked: what each answer to it would do at once, and which rules it could still help to fire."""

from msgspec import Struct

from hipexpert.engine import Problem, ProblemsError
from hipexpert.graphs.explanations.values import GivenAnswer, given_answer
from hipexpert.knowledge import Assessment, Question, StatedLevel, did_you_mean
from hipexpert.knowledge.packs.ladder import LEVELS, rank
from hipexpert.knowledge.packs.pack import Rule
from hipexpert.knowledge.packs.premises import Premise, to_gate
from hipexpert.knowledge.packs.vocabulary import Choices
from hipexpert.knowledge.runner.levels import RAISING
from hipexpert.knowledge.runner.reading_values import shown
from hipexpert.knowledge.runner.wording import join


class AnsweredError(ProblemsError):
    """It was asked why a question is asked that has been answered."""


class UnknownFindingError(ProblemsError):
    """A finding was asked about that the pack does not know."""


class Effect(Struct, frozen=True):
    """What one answer would do at once: the urgency, the condition ranked first, the rules it would fire now.

    ``raises`` and ``lowers`` are the conditions whose weight it changes, with the change in decibans.
    """

    answer: GivenAnswer
    urgency: StatedLevel
    first: str
    fires: tuple[str, ...]
    raises: tuple[str, ...]
    lowers: tuple[str, ...]


class OpenRule(Struct, frozen=True):
    """A rule that the answer could help to fire, together with ``further_answers`` more: ``when`` in words, and what it
    would conclude.
    """

    rule: str
    title: str
    because: str
    when: str
    concludes: tuple[str, ...]
    further_answers: int


class Why(Struct, frozen=True, tag_field="kind", tag="why"):
    """Why a question is asked. ``could_raise_to`` is the highest level that rules it could help to fire conclude, or the
    present level. ``unsafe`` says that it is a test that must not be tried before it is known to be safe: then ``ask_first`` are
    the questions that would have to be answered, where answers can still make it safe, and nothing is said of what it could show.
    """

    finding: str
    value: str
    question: str
    answered_by: str
    urgency: StatedLevel
    could_raise_to: StatedLevel
    unsafe: bool
    ask_first: tuple[str, ...]
    effects: tuple[Effect, ...]
    rules: tuple[OpenRule, ...]


def why(assessment: Assessment, finding: str) -> Why:
    """Why a question is asked of this runner.

    ``finding`` is the id of a finding, or of one value of a ``choices`` finding (``pain_site.buttock``). Raises
    :class:`UnknownFindingError`, and :class:`AnsweredError` when it is answered already.
    """
    question = _question(assessment, finding)
    parts = _open_parts(assessment, question, finding)
    key, unknowns, pack = assessment.assessor.key, assessment.unknowns, assessment.pack
    if not unknowns.may_be_asked(question.finding):
        return _unsafe(assessment, question)
    found: dict[str, OpenRule] = {}
    levels, highest = [assessment.raised], dict[str, int]()
    for rule in pack.active_rules:
        further = unknowns.further_answers(rule.id, parts)
        premise = unknowns.suggestible(rule.premise)
        if further is not None and premise is not None:
            raised = [level for level in LEVELS if RAISING[level] in assessment.run.program.rule_by_id[rule.id].conclusions]
            levels += raised
            highest[rule.id] = max(map(rank, raised), default=-1)
            found[rule.id] = _open_rule(assessment, rule, premise, further)
    vocabulary = pack.findings[question.finding]
    return Why(
        finding=question.finding,
        value=question.value,
        question=vocabulary.question,
        answered_by=pack.answered_by(question.finding),
        urgency=assessment.level,
        could_raise_to=assessment.level if (most := max(levels, key=rank)) == assessment.raised else most,
        unsafe=False,
        ask_first=(),
        effects=tuple(_effect(assessment, part, answer) for part in parts for answer in key.alternatives(part)),
        rules=tuple(sorted(found.values(), key=lambda each: (-highest[each.rule], each.further_answers, each.rule))),
    )


def _unsafe(assessment: Assessment, question: Question) -> Why:
    """A test that is not known to be safe, or that waits until the runner has been seen: nothing more is said of it."""
    pack, level, name = assessment.pack, assessment.level, question.finding
    premise = pack.safe_tests.get(name)
    first = () if premise is None else tuple(pack.findings[each].question for each in assessment.unknowns.questions(to_gate(premise)))
    text, by = pack.findings[name].question, pack.answered_by(name)
    return Why(name, question.value, text, by, level, level, unsafe=True, ask_first=first, effects=(), rules=())


def _question(assessment: Assessment, finding: str) -> Question:
    name, _, value = finding.partition(".") if isinstance(finding, str) else ("", "", "")  # from a request it may be anything
    questions = assessment.assessor.key.questions
    if Question(name, value) in questions or (not value and name in assessment.pack.findings):
        return Question(name, value)
    known = [*assessment.pack.findings, *(f"{each.finding}.{each.value}" for each in questions if each.value)]
    help_text = did_you_mean(finding, known, "`hipexpert findings` lists what can be asked")
    raise UnknownFindingError([Problem("unknown-finding", f"unknown finding {shown(finding)}", "", help_text)])


def _open_parts(assessment: Assessment, question: Question, asked: str) -> tuple[Question, ...]:
    """The parts of a question that are not answered: itself, or the open values of a ``choices`` finding."""
    key = assessment.assessor.key
    said = key.said(assessment.intake)
    finding = assessment.pack.findings[question.finding]
    whole = isinstance(finding, Choices) and not question.value
    parts = [Question(question.finding, value.id) for value in finding.values] if isinstance(finding, Choices) and whole else [question]
    left = tuple(part for part in parts if part not in said)
    if not left:
        words = join(tuple(key.phrase(part, said[part]) for part in parts))
        help_text = f"ask `--what-if {asked}=…` for what another answer would change"
        raise AnsweredError([Problem("answered", f"`{asked}` is answered already: {words}", "", help_text)])
    return left


def _open_rule(assessment: Assessment, rule: Rule, premise: Premise, further: int) -> OpenRule:
    wording = assessment.wording
    concludes = tuple(wording.label(fact) for fact in assessment.run.program.rule_by_id[rule.id].conclusions)
    return OpenRule(rule.id, rule.title, rule.because, wording.open_phrase(premise), concludes, further)


def _effect(assessment: Assessment, question: Question, answer: bool | str | float) -> Effect:
    """What an answer would do, found by assessing the runner with it."""
    key = assessment.assessor.key
    after: Assessment = assessment.assessor.assess(key.intake({**key.said(assessment.intake), question: answer}))
    fired = {step.source for step in after.derivation} - {step.source for step in assessment.derivation}
    before = assessment.run.totals
    moved = {name: total - before[name] for name, total in after.run.totals.items() if name in before and total != before[name]}
    first = after.placings[0].condition.name if after.placings else ""
    return Effect(
        answer=given_answer(key, question, answer),
        urgency=after.level,
        first=first,
        fires=tuple(sorted(fired & set(assessment.pack.rule_by_id))),
        raises=_named(assessment, {name: by for name, by in moved.items() if by > 0}),
        lowers=_named(assessment, {name: by for name, by in moved.items() if by < 0}),
    )


def _named(assessment: Assessment, moved: dict[str, int]) -> tuple[str, ...]:
    conditions = assessment.pack.condition_by_id
    ordered = sorted(moved.items(), key=lambda each: (-abs(each[1]), each[0]))
    return tuple(f"{conditions[name.partition(':')[2]].name} {by:+d}" for name, by in ordered)
