"""Taking answers back: to say of a question that its answer is unknown undoes what was said before."""

from collections.abc import Iterable, Mapping

from hipexpert.knowledge.packs.answer_space import Question, answers_of
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.vocabulary import Choices, is_unknown
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake, merged


def unsaid_in_words(words: Iterable[str], pack: Pack) -> frozenset[Question]:
    """The questions that words such as ``limp=unknown`` or ``pain_site.buttock=unknown`` take back; :func:`read_words`
    refuses words that cannot be understood.
    """
    found: set[Question] = set()
    for word in words:
        name, _, value = word.partition("=")
        base, _, part = name.strip().partition(".")
        if is_unknown(value.strip()):
            found |= _questions(base, part, pack)
    return frozenset(found)


def unsaid_in(answers: Mapping[str, object], pack: Pack) -> frozenset[Question]:
    """The same of a mapping of findings to answers: ``{"limp": None}``, ``{"pain_site": {"buttock": "unknown"}}``."""
    found: set[Question] = set()
    for name, answer in answers.items():
        parts = answer.items() if isinstance(answer, Mapping) else [("", answer)]
        for part, said in parts:
            if is_unknown(said):
                found |= _questions(name, str(part), pack)
    return frozenset(found)


def _questions(name: str, part: str, pack: Pack) -> set[Question]:
    finding = pack.findings.get(name)
    if finding is None:
        return set()
    if isinstance(finding, Choices) and not part:
        return {Question(name, value.id) for value in finding.values}
    return {Question(name, part)}


def put_over(first: Intake, second: Intake, unsaid: frozenset[Question], key: AnswerKey) -> Intake:
    """Both intakes together; where both answer, the second counts, and what is ``unsaid`` is taken back first.

    A group of which that was denied with ``none_of`` is written out, so that the rest of it stays denied.
    """
    both = merged(first, second)
    taken = unsaid - key.said(Intake(second.answers)).keys()
    left = {question: said for question, said in key.said(Intake(both.answers)).items() if question not in taken}
    denied = key.said(Intake(answers_of(left), both.none_of))
    if not taken & (denied.keys() | key.said(Intake(both.answers)).keys()):
        return both
    return key.intake({question: said for question, said in denied.items() if question not in taken})
