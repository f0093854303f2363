"""The summary for whoever takes over: complaint, findings, level and ranking in the words of the trade, on one page of paper."""

from collections.abc import Iterator, Mapping

from hipexpert.graphs.selection import Shown, dangers, grouped
from hipexpert.knowledge import Assessment, Ranked
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.options import Said
from hipexpert.knowledge.packs.vocabulary import Choice, Number
from hipexpert.knowledge.runner.answers import denial_of
from hipexpert.languages.catalogue import say
from hipexpert.rendering.report.blocks import Block, Heading, Paragraph, Report, Row, Rows, plain, points
from hipexpert.rendering.report.openness import not_asked
from hipexpert.rendering.report.phrases import foot, knowledge_of, listed

CONDITIONS, EVIDENCE, PRESENT, ABSENT, OPEN = 5, 3, 24, 30, 12
LABEL = 12


def letter_report(assessment: Assessment) -> Report:
    """The page for somebody who examines next; what was not asked stands beside what was denied, so that neither is taken for the other."""
    urgency, pack = assessment.urgency, assessment.pack
    texts = pack.texts.letter
    said = assessment.assessor.key.said(assessment.intake)
    present, absent = _findings(assessment, said)
    reasons = [each.because for each in urgency.because]
    ranked = [_ranked(assessment, group) for group in grouped(tuple(_first(assessment)))]
    missed = [each.name for each in dangers(assessment) if each.red_flag]
    rows = (
        Row(say("Complaint"), listed(_complaint(assessment, said), len(texts.begins_with)) or say("not said")),
        Row(say("Present"), listed(present, PRESENT) or say("nothing further")),
        Row(say("Absent"), listed(absent, ABSENT) or say("nothing was denied")),
        Row(say("Not asked"), listed(not_asked(assessment), OPEN) or say("nothing of the screen")),
        Row(say("Triage"), f"{plain(urgency.level)}: {urgency.title}. {' '.join(reasons[:2])}"),
        *((Row(say("Red flag for"), listed(missed, 4)),) if missed else ()),
    )
    blocks: tuple[Block, ...] = (
        Heading(texts.heading, 1),
        Paragraph(texts.note),
        Rows(rows, LABEL),
        Heading(say("Ranking, not probabilities"), 2),
        *(points(*ranked) or (Paragraph(say("Not enough is known to name a condition.")),)),
        *foot(knowledge_of(pack), pack.about.disclaimer),
    )
    return Report(texts.title, blocks)


def _first(assessment: Assessment) -> Iterator[Ranked]:
    """The first conditions of the differential, and after them those that go by the same story, however they are ranked themselves."""
    found = [assessment.ranked(each.condition.id) for each in assessment.placings[:CONDITIONS] if each.band != "unlikely"]
    placed, told = {each.condition.id for each in assessment.placings}, {each.condition for each in found}
    alike = dict.fromkeys(other.condition for each in found for other in each.overlaps)
    yield from (*found, *(assessment.ranked(name) for name in alike if name in placed and name not in told))


def _ranked(assessment: Assessment, group: Shown) -> str:
    """A line of the ranking: a condition, with those that go by the same story, as the runner reads it."""
    each = group[0]
    names, codes = say(" or ").join(one.name for one in group), (assessment.pack.condition_by_id[one.condition].icd10cm for one in group)
    code = ", ".join(dict.fromkeys(filter(None, codes)))
    phrases = dict.fromkeys(phrase for item in each.for_ if item.counted for phrase in item.premises)
    why = listed(phrases, EVIDENCE) or say("by how common it is")
    return f"{names} ({plain(each.band)}{f', {code}' if code else ''}): {why}"


def _complaint(assessment: Assessment, said: Mapping[Question, Said]) -> Iterator[str]:
    for name in assessment.pack.texts.letter.begins_with:
        for question, answer in said.items():
            if question.finding == name and answer is not False:
                yield assessment.assessor.key.phrase(question, answer)


def _findings(assessment: Assessment, said: Mapping[Question, Said]) -> tuple[list[str], list[str]]:
    """What was said besides the complaint, warning signs before the rest of the screen and that before all else, then in the order of
    the vocabulary: what is there, and what is not. Where the list is cut, no denied warning sign is lost.
    """
    pack, key = assessment.pack, assessment.assessor.key
    screen = {item.ask for item in pack.screen}
    weighty = {name: 0 if pack.group_of[name].group == "red_flag" else 1 if name in screen else 2 for name in pack.findings}
    order = {name: (weighty[name], place) for place, name in enumerate(pack.findings)}
    present: list[str] = []
    absent: list[str] = []
    for question in sorted(said, key=lambda each: (order[each.finding], each.value)):
        answer, finding = said[question], pack.findings[question.finding]
        if question.finding in pack.texts.letter.begins_with:
            continue
        none = answer is False or (isinstance(finding, Choice | Number) and answer == denial_of(finding))
        (absent if none else present).append(key.phrase(question, answer))
    return present, absent
