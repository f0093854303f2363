"""Everything the page says, as values: what the templates turn into HTML."""

from collections.abc import Iterator, Mapping

from markupsafe import Markup
from msgspec import Struct

from hipexpert.graphs.layers import DerivationPicture, picture_of
from hipexpert.graphs.selection import AdviceSection, advice_sections, grouped, shown_conditions, shown_withheld
from hipexpert.knowledge import Assessment, CitedSource, Pack, Plan
from hipexpert.knowledge.packs.amounts import amount
from hipexpert.knowledge.packs.pack import SCREEN
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number
from hipexpert.knowledge.runner.results import AdviceGiven, AdviceWithheld, Ranked, ScreenQuestion
from hipexpert.languages.catalogue import language, say
from hipexpert.rendering.html import fragment
from hipexpert.rendering.page.drawings import BoxText, Drawing, box_texts, drawings
from hipexpert.rendering.page.rulebook import RuleEntry, SourceEntry, cited_sources, rules_that_fired
from hipexpert.rendering.page.templating import script_json
from hipexpert.rendering.page.waterfall import Waterfall, waterfalls
from hipexpert.rendering.report.exercises import exercise_blocks
from hipexpert.rendering.report.openness import at_once, no_warning, unreasoned, what_counts

DENIED = 3  # values that do not apply are named one by one up to so many
WEIGHED = 10  # of the first conditions the weighing is written however little speaks for them


class WithheldGroup(Struct, frozen=True):
    """Advice withheld for the same reason; ``rules`` are the ids of the rules that forbid it."""

    because: str
    rules: tuple[str, ...]
    advice: tuple[AdviceWithheld, ...]


class AnsweredQuestion(Struct, frozen=True):
    """A question and what was answered, in the pack's words."""

    finding: str
    question: str
    answer: str


class Page(Struct, frozen=True):
    """What stands on the page; ``open_conditions`` are those whose weighing is unfolded at first, ``in_one_line`` the
    unlikely ones after the first :data:`WEIGHED`, of which only the total is written.
    """

    assessment: Assessment
    left_to_answer: tuple[ScreenQuestion, ...]
    no_warning: str
    unreasoned: str
    counts: str
    at_once: str
    safety_net: tuple[AdviceGiven, ...]
    pack_title: str
    intended_use: str
    plan: tuple[AdviceSection, ...]
    exercises: Mapping[str, Markup]
    withheld: tuple[WithheldGroup, ...]
    waterfalls: tuple[Waterfall, ...]
    in_one_line: tuple[Ranked, ...]
    open_conditions: frozenset[str]
    first: Drawing
    drawings: tuple[Drawing, ...]
    undrawn: int
    texts: tuple[BoxText, ...]
    rules: tuple[RuleEntry, ...]
    number_of: Mapping[str, int]
    sources: tuple[SourceEntry, ...]
    answers: tuple[AnsweredQuestion, ...]
    denied: tuple[str, ...]
    graph_data: str


def page_of(assessment: Assessment) -> Page:
    """The values of the page."""
    pack = assessment.pack
    picture = picture_of(assessment)
    rules = rules_that_fired(assessment, picture)
    texts = box_texts(assessment, picture, rules)
    drawn, undrawn = drawings(assessment, picture, texts)
    shown = frozenset(each.condition for each in shown_conditions(assessment))
    ranked = tuple(each for group in grouped(assessment.differential) for each in group)
    weighed = tuple(each for place, each in enumerate(ranked) if place < WEIGHED or each.band != "unlikely" or each.condition in shown)
    unfolded = {each.condition for each in weighed}
    return Page(
        assessment=assessment,
        left_to_answer=assessment.left_to_answer,
        no_warning=no_warning(assessment),
        unreasoned=unreasoned(assessment),
        counts=what_counts(assessment.level),
        at_once=at_once(assessment),
        safety_net=assessment.safety_net,
        pack_title=pack.about.title,
        intended_use=pack.about.intended_use,
        plan=advice_sections(pack, assessment.plan),
        exercises=shown_exercises(pack, assessment.plan),
        withheld=withheld_groups(assessment.plan),
        waterfalls=waterfalls(pack, weighed),
        in_one_line=tuple(each for each in ranked if each.condition not in unfolded),
        open_conditions=shown,
        first=drawn[0],
        drawings=drawn,
        undrawn=undrawn,
        texts=texts,
        rules=tuple(rules.values()),
        number_of={name: rule.number for name, rule in rules.items()},
        sources=cited_sources(pack, _cited(assessment, rules)),
        answers=tuple(answered_questions(assessment)),
        denied=denied_groups(assessment),
        graph_data=_graph_data(picture, texts, drawn),
    )


def shown_exercises(pack: Pack, plan: Plan) -> Mapping[str, Markup]:
    """How the exercises are done that the advice of a plan speaks of, with their drawings, by the id of the advice."""
    return {each.id: fragment(exercise_blocks(pack, each.id)) for each in plan.advice if each.id in pack.exercises_of}


def denied_groups(assessment: Assessment) -> tuple[str, ...]:
    """What was denied as a whole, by its title."""
    none_of = assessment.intake.none_of
    titles = tuple(group.title for group in assessment.pack.groups if group.group in none_of)
    return (*titles, "what was still open of the screen") if SCREEN in none_of else titles


def withheld_groups(plan: Plan) -> tuple[WithheldGroup, ...]:
    """By reason: what a rule forbids before what waits for a doctor, the reason with most advice first."""
    found: dict[str, list[AdviceWithheld]] = {}
    for each in shown_withheld(plan):
        found.setdefault(each.reasons[0].because if each.reasons else each.because, []).append(each)
    groups = []
    for because, advice in found.items():
        rules = dict.fromkeys(reason.rule for each in advice for reason in each.reasons if reason.because == because)
        groups.append(WithheldGroup(because, tuple(rules), tuple(advice)))
    return tuple(sorted(groups, key=lambda group: (not group.rules, -len(group.advice), group.because)))


def _cited(assessment: Assessment, rules: Mapping[str, RuleEntry]) -> Iterator[CitedSource]:
    for rule in rules.values():
        yield from rule.sources
    for advice in assessment.plan.advice:
        yield from advice.sources
    for ranked in assessment.differential:
        for evidence in (*ranked.for_, *ranked.against):
            yield from evidence.sources


def answered_questions(assessment: Assessment) -> Iterator[AnsweredQuestion]:
    """What was answered, in the order of the vocabulary."""
    given = assessment.intake.answers
    for name, finding in assessment.pack.findings.items():
        if name in given:
            yield AnsweredQuestion(name, finding.question, answer_in_words(assessment.pack, name, given[name]))


def answer_in_words(pack: Pack, name: str, answer: object) -> str:
    """An answer to a finding in the words of the pack."""
    finding = pack.findings[name]
    if isinstance(finding, Number) and isinstance(answer, (int, float)):
        return amount(finding, answer, language())
    if isinstance(finding, Choices) and isinstance(answer, Mapping):
        said = [(value.label, answer[value.id]) for value in finding.values if value.id in answer]
        present = [label for label, there in said if there]
        return "; ".join([*present, *_denied([label for label, there in said if not there], others=bool(present))])
    if isinstance(finding, Choice):
        return next((value.label for value in finding.values if value.id == answer), str(answer))
    return (say("yes") if answer else say("no")) if isinstance(answer, bool) else str(answer)


def _denied(labels: list[str], *, others: bool) -> list[str]:
    """What does not apply, each by its name where they are few; a list that nobody would read is counted."""
    if len(labels) <= DENIED:
        return [say("not: %(value)s", value=label) for label in labels]
    return [say("none of the %(number)s others", number=len(labels)) if others else say("none of the %(number)s", number=len(labels))]


def _graph_data(picture: DerivationPicture, texts: tuple[BoxText, ...], drawn: tuple[Drawing, ...]) -> str:
    """What the script needs to draw and light up, as JSON that is safe inside a script element.

    ``derivation`` holds for each node of the derivation the box that stands for it and the nodes it leads to: what is lit
    follows the derivation and not the boxes.
    """
    number = {node: place for place, node in enumerate(picture.derivation.nodes)}
    data = {
        "boxes": [_box_data(each) for each in texts],
        "derivation": [
            [picture.place[node], [number[target] for target in picture.derivation.successors(node)]] for node in picture.derivation.nodes
        ],
        "drawings": {
            each.id: {
                "title": each.title,
                "size": [each.width, each.height],
                "boxes": [[box.place, box.x, box.y] for box in each.boxes],
                "lines": [[line.source, line.target, line.path] for line in each.lines],
                "headings": [list(heading) for heading in each.headings],
            }
            for each in drawn
        },
    }
    return script_json(data)


def _box_data(text: BoxText) -> list[object]:
    """A box as the script reads it; what a rule says is on the page already."""
    return [
        text.kind,
        text.id,
        text.width,
        text.height,
        list(text.lines),
        text.detail,
        *([] if text.kind == "rule" else [text.link, text.spoken]),
    ]
