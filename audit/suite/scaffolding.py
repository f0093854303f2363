"""Rule checks to start from: for each premise of a rule a story in which it decides, as the rule stands now.

A scaffold says what the rule does, not that it should: it is for the author to read each story and to correct it, or the
rule. What it is good for is that a later slip in the rule no longer goes unnoticed.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations, islice, product

from hipexpert.audit.suite.premise_parts import Path, part_at, parts
from hipexpert.audit.suite.story_finding import TRIED, StoryAnswers, StoryFinder, joined, numbers_of
from hipexpert.audit.suite.writing import conclusion_line, flow
from hipexpert.engine import Closure, GroundPremise, are_true, fold_with, holds
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.packs.pack import Concludes, Rule, Supports
from hipexpert.knowledge.packs.premises import Limit, Premise, Several, to_gate
from hipexpert.knowledge.runner.levels import raised_level


class Scaffolder:
    """Writes rule checks for one pack."""

    def __init__(self, engine: ExplainingEngine) -> None:
        self.pack = engine.pack
        self.finder = StoryFinder(engine.pack, Closure(engine.compiled.program))

    def check(self, rule: Rule) -> str:
        """The check of a rule as YAML, an item of ``checks:``; empty when no story was found."""
        return self.written(rule, *self.stories(rule))

    def written(self, rule: Rule, fires: list[StoryAnswers], silent: list[StoryAnswers]) -> str:
        """A check that tells these stories; empty when there is none."""
        if not fires and not silent:
            return ""
        shared = _shared([*fires, *silent])
        lines = [f"- rule: {rule.id}"]
        if shared:
            lines.append(f"  with: {flow(shared)}")
        for key, stories in (("fires", fires), ("silent", silent)):
            told = [flow({name: said for name, said in each.items() if name not in shared}) for each in stories]
            if told and len(one := f"  {key}: [{', '.join(told)}]") <= 140:
                lines.append(one)
            elif told:
                lines += [f"  {key}:", *(f"  - {each}" for each in told)]
        levels = {raised_level(self.finder.facts(each).__contains__) for each in fires}
        raised = [each for each in rule.conclusions if isinstance(each, Concludes) and each.kind == "urgency"]
        if raised and levels == {raised[0].id}:
            lines.append(f"  urgency: {raised[0].id}")
        then = [conclusion_line(self.pack, each) for each in rule.conclusions if isinstance(each, Supports) or each.kind == "urgency"]
        if then:
            lines.append(f"  then: [{', '.join(f'{{{each}}}' for each in then)}]")
        return "\n".join(lines) + "\n"

    def stories(self, rule: Rule) -> tuple[list[StoryAnswers], list[StoryAnswers]]:
        """Stories in which the rule fires and is silent, such that each leaf decides in one of both if one was found."""
        gate = to_gate(rule.premise)
        wanted = [(path, part) for path, part in parts(rule.premise) if not isinstance(part, Several)]
        shown: dict[bool, set[Path]] = {True: set(), False: set()}
        stories: dict[bool, list[StoryAnswers]] = {True: [], False: []}
        for present in (True, False):
            for path, leaf in wanted:
                # A number is told at its own bound even where another story would do.
                if path in shown[present] and not isinstance(leaf, Limit):
                    continue
                for answers in islice(self._tries(rule.premise, path, present=present), 60):
                    facts = self.finder.facts(answers)
                    if holds(gate, facts) is not present or not decides(gate, path, facts):
                        continue
                    if answers not in stories[present]:
                        stories[present].append(answers)
                    shown[present] |= {each for each, _ in wanted if decides(gate, each, facts)}
                    break
        if not stories[True]:  # no leaf decides alone, but the rule should still be told firing
            stories[True] += [each for each in self.finder.ways(rule.premise) if holds(gate, self.finder.facts(each))][:1]
        return stories[True], stories[False]

    def _tries(self, premise: Premise, path: Path, *, present: bool) -> Iterator[StoryAnswers]:
        """Answers in which the leaf at a path may decide: everything that it needs beside it, and the leaf itself or its denial."""
        leaf = part_at(premise, path)
        own = self.finder.ways(leaf) if present else self.finder.denials(leaf)
        for beside in islice(self._beside(premise, path), 30):
            for said in own:
                answers = joined(*beside, said)
                if answers is not None:
                    yield answers

    def _beside(self, premise: Premise, path: Path) -> Iterator[list[StoryAnswers]]:
        """What must hold beside the part at a path so that it alone decides."""
        if not path or not isinstance(premise, Several):
            yield []
            return
        compared = numbers_of(part_at(premise, path))
        others = self.finder.apart([part for number, part in enumerate(premise.of) if number != path[0]], *compared)
        able = [ways for part in others if (ways := self.finder.ways(part) if part is not None else [{}])]
        for inner in islice(self._beside(premise.of[path[0]], path[1:]), TRIED):
            for some in islice(combinations(able, premise.count - 1), 12):
                for chosen in islice(product(*some), 12):
                    yield [*chosen, *inner]


def decides(premise: GroundPremise, path: Path, facts: frozenset[str]) -> bool:
    """Whether a premise would be true with the part at a path and false without it, everything else being as it is."""
    with_it, without = (fold_with(premise, path, put, facts.__contains__, are_true) for put in (True, False))
    return with_it and not without


def scaffold(engine: ExplainingEngine, rules: Iterable[Rule]) -> dict[str, str]:
    """The checks of these rules as items of ``checks:``, by the file of the rules."""
    scaffolder = Scaffolder(engine)
    found: dict[str, str] = {}
    for rule in rules:
        name = f"{rule.topic.removeprefix('rules/')}.yaml"
        found[name] = found.get(name, "") + scaffolder.check(rule)
    return {name: checks for name, checks in found.items() if checks}


def _shared(stories: list[StoryAnswers]) -> StoryAnswers:
    """The answers that all of several stories give; none when that would leave nothing to tell them apart."""
    if len(stories) < 2:
        return {}
    first, *rest = stories
    return {name: said for name, said in first.items() if all(each.get(name) == said for each in rest)}
