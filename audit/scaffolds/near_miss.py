"""Near misses: answers with which a rule just fires, and the same but for one answer, with which it does not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hipexpert.audit.suite.story_finding import Leaf, StoryAnswers, StoryFinder, leaves_of
from hipexpert.engine import holds
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import Rule
from hipexpert.knowledge.packs.premises import Limit, leaves, to_gate
from hipexpert.knowledge.packs.vocabulary import Choice, YesNo


@dataclass(frozen=True)
class NearMiss:
    """A story in which a rule fires, one in which it does not, and the finding in whose answer alone they differ."""

    fires: StoryAnswers
    silent: StoryAnswers
    apart: str


def near_miss(finder: StoryFinder, rule: Rule, stories: Iterable[StoryAnswers], *, shortened: bool = True) -> NearMiss | None:
    """A near miss beside one of the stories in which the rule fires; None when no single answer decides in any of them.

    A story is ``shortened`` first to the answers that it takes, of which then each decides. A no is tried before silence, and
    answers that break no constraint before others. Both sides are run.
    """
    candidates = [_shortened(finder, rule, story) if shortened else story for story in stories]
    for consistent in (True, False):
        for fires in candidates:
            if not _fires(finder, rule, fires) or (consistent and _contradictory(finder, fires)):
                continue
            for name, silent in _one_answer_away(finder, fires):
                if not _fires(finder, rule, silent) and not (consistent and _contradictory(finder, silent)):
                    return NearMiss(fires, silent, name)
    return None


def _fires(finder: StoryFinder, rule: Rule, answers: StoryAnswers) -> bool:
    return holds(to_gate(rule.premise), finder.facts(answers))


def _contradictory(finder: StoryFinder, answers: StoryAnswers) -> bool:
    return any(Fact.of(fact).kind == "contradiction" for fact in finder.facts(answers))


def _shortened(finder: StoryFinder, rule: Rule, story: StoryAnswers) -> StoryAnswers:
    """The story without any answer that it can do without: each that is left decides."""
    changed = True
    while changed:  # once would do, were it not for weighing: what an answer more forbids, one fewer may allow
        changed = False
        for leaf in leaves_of(story):
            shorter = without(story, leaf)
            if _fires(finder, rule, shorter):
                story, changed = shorter, True
    return story


def _one_answer_away(finder: StoryFinder, story: StoryAnswers) -> Iterator[tuple[str, StoryAnswers]]:
    """The story with one answer changed, then with one answer left out; the last answers first."""
    told = leaves_of(story)[::-1]
    for leaf in told:
        for said in _otherwise(finder, leaf, story):
            yield leaf[0], {**story, leaf[0]: said}
    for leaf in told:
        yield leaf[0], without(story, leaf)


def _otherwise(finder: StoryFinder, leaf: Leaf, story: StoryAnswers) -> Iterator[object]:
    name, value = leaf
    said, asked = story[name], finder.pack.findings[name]
    if isinstance(said, Mapping):
        yield {**said, value: not said[value]}
    elif isinstance(asked, YesNo):
        yield not said
    elif isinstance(asked, Choice):
        yield from (each.id for each in asked.values if each.id != said)
    elif isinstance(said, (int, float)):
        limits = {
            each for rule in finder.pack.active_rules for each in leaves(rule.premise) if isinstance(each, Limit) and each.finding == name
        }
        for limit in sorted(limits, key=lambda each: (abs(each.bound - said), each.bound, each.operator)):
            yield from (way[name] for way in finder.denials(limit) if name in way)


def without(answers: StoryAnswers, leaf: Leaf) -> StoryAnswers:
    """The answers but for one of them."""
    name, value = leaf
    said = answers[name]
    if isinstance(said, Mapping) and len(said) > 1:
        return {**answers, name: {each: yes for each, yes in said.items() if each != value}}
    return {each: said for each, said in answers.items() if each != name}
