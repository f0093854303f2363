"""Finds what `excluded_by_one_answer.md` describes."""

from collections.abc import Iterator, Mapping

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.answer_space import Question, answers_of, plain_answer
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.options import Option
from hipexpert.knowledge.packs.pack import Concludes, Rule
from hipexpert.knowledge.packs.premises import Established, leaves


def _find(subject: Subject) -> Iterator[Found]:
    excluding = {rule.id: names for rule in subject.pack.active_rules if (names := _dangerous(subject, rule))}
    if not any(_asks_of_more(subject, subject.pack.rule_by_id[name]) for name in excluding):
        return
    for name, (question, option) in _fired_by_one_answer(subject, frozenset(excluding)).items():
        answer = answers_of({question: plain_answer(option.answer)})
        yield Found(
            f"one answer to `{question.finding}` excludes {', '.join(f'`{each}`' for each in excluding[name])}, which would be urgent",
            "ask for more than one reassuring answer, or weigh it against the condition instead",
            rules=(name,),
            others=(f"finding:{question.finding}",),
            witness=answer,
        )


def _dangerous(subject: Subject, rule: Rule) -> tuple[str, ...]:
    """The conditions from urgent up that a rule excludes."""
    excluded = [each.id for each in rule.conclusions if isinstance(each, Concludes) and each.kind == "excluded"]
    return tuple(each for each in excluded if rank(subject.pack.condition_by_id[each].typical_urgency) >= rank("urgent"))


def _asks_of_more(subject: Subject, rule: Rule) -> bool:
    """Whether a rule asks for more than what somebody is."""
    return any(isinstance(leaf, Established) or not subject.pack.findings[leaf.finding].fixed for leaf in leaves(rule.premise))


def _fired_by_one_answer(subject: Subject, rules: frozenset[str]) -> Mapping[str, tuple[Question, Option]]:
    """The first answer, of those that do not say what somebody is and that no clinician gives, that alone fires each rule."""
    pack, closure = subject.pack, subject.closure
    numbers = {closure.tables.rule_number[name]: name for name in sorted(rules)}
    found: dict[str, tuple[Question, Option]] = {}
    for question, options in subject.engine.key.space.options.items():
        if pack.findings[question.finding].fixed or pack.answered_by(question.finding) == "clinician":
            continue
        for option in options:
            for number in closure.of(option.facts).fired & numbers.keys():
                found.setdefault(numbers[number], (question, option))
    return found


CHECK = Check("excluded-by-one-answer", "safety", "error", _find, logic=True, unworded=True, unweighed=True)
