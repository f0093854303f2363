"""What follows from what was read because a constraint of the pack leaves nothing else: a temperature of 39 is a fever."""

from collections.abc import Iterator, Mapping, Sequence

from hipexpert.engine import holds
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import Is, Limit, Premise, conjuncts, fact_of, leaves, satisfies, to_gate
from hipexpert.knowledge.packs.vocabulary import YesNo
from hipexpert.knowledge.words.reading import FindingRead, ReadingQuestion, answers_of


def following(pack: Pack, read: Sequence[FindingRead], asked: Sequence[ReadingQuestion]) -> Iterator[FindingRead]:
    """The findings that nobody spoke of and that cannot be denied beside what was read, each with the words that it follows from.

    What was spoken of and left open stays a question.
    """
    answers = answers_of(read)
    spoken = {*answers, *(each.finding for each in asked)}
    for constraint in pack.constraints:
        parts = list(conjuncts(constraint.never))
        denied = [each for each in parts if isinstance(each, Is) and each.value == "no" and each.finding not in spoken]
        finding = pack.findings[denied[0].finding] if len(denied) == 1 else None
        if not isinstance(finding, YesNo):
            continue
        rest = [each for each in parts if each is not denied[0]]
        facts = {fact_of(leaf) for each in rest for leaf in leaves(each) if _is_so(leaf, answers)}
        if rest and all(holds(to_gate(each), facts) for each in rest):
            of = {leaf.finding for each in rest for leaf in leaves(each) if fact_of(leaf) in facts and isinstance(leaf, (Is, Limit))}
            words = dict.fromkeys(span for each in read if each.finding in of for span in each.words)
            yield FindingRead(finding.id, True, finding.present, tuple(words), sure="understood")
            spoken.add(finding.id)


def _is_so(leaf: Premise, answers: Mapping[str, object]) -> bool:
    if isinstance(leaf, Limit):
        value = answers.get(leaf.finding)
        return isinstance(value, float) and satisfies(value, leaf)
    if not isinstance(leaf, Is):
        return False
    answer = answers.get(leaf.finding)
    if isinstance(answer, bool):
        return answer is (leaf.value == "yes")
    return answer == leaf.value or (isinstance(answer, Mapping) and answer.get(leaf.value) is True)
