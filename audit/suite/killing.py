"""Whether a suite notices a mutant: the mutant is *killed* when something that the pack fulfils, the mutated pack does not.

Nothing is run that cannot come out differently. A changed premise is evaluated on all stories at once; where the rule then
fires or is silent as before, everything else is as before too. Only the stories in which it differs, and of which
something is expected that the rule can reach, are closed anew with the rule held firing or silent.
"""

from collections.abc import Mapping
from functools import cached_property

from hipexpert.audit.suite.judging import Came, Judge
from hipexpert.audit.suite.mutants import RuleChange
from hipexpert.audit.suite.stories import Stories
from hipexpert.audit.suite.values import ON_CONCLUSIONS
from hipexpert.engine import Closure, Weights, leaves, members_of, set_of
from hipexpert.graphs.rule_graph.connections import Connections, Part
from hipexpert.knowledge.cases.rule_checks import fulfils
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import Concludes, Conclusion, Supports
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Premise, fact_of, satisfies, to_gate
from hipexpert.knowledge.packs.premises import leaves as leaves_of
from hipexpert.knowledge.packs.program import conclusion_fact, conclusions_of, program_of
from hipexpert.knowledge.runner.answers import AnswerKey


class Killer:
    """Finds out which mutants the stories of one suite notice."""

    def __init__(self, stories: Stories) -> None:
        self.stories = stories
        self.tables = stories.closure.tables
        self.program = stories.closure.program
        self.judge = Judge(stories.engine.pack, self.tables, stated=False)
        self._verdicts: dict[tuple[str, int, bool], bool] = {}
        self._limits: dict[Limit, int] = {}

    def killed(self, change: RuleChange) -> tuple[bool, int]:
        """Whether a mutant is noticed, and the stories on which rule and mutant differ."""
        rule = change.rule.id
        firing = self.stories.firing[rule]
        if change.operator in ON_CONCLUSIONS:
            return self._conclusions_noticed(change), firing
        mutated = self._firing(change)
        differ = firing ^ mutated
        # What the checks of the rule itself expect is seen at once.
        asked, refused = self._checked.get(rule, (0, 0))
        if (asked & ~mutated | refused & mutated) & differ:
            return True, differ
        if self._may_lead_otherwise(change):
            return self._noticed_by_the_whole(change, self._reached(rule)), differ
        noticed = any(self._breaks(rule, story, bool(mutated >> story & 1)) for story in members_of(differ & self._reached(rule)))
        return noticed, differ

    # --- premises ------------------------------------------------------------------------------------------------------

    def _firing(self, change: RuleChange) -> int:
        """The stories in which the mutated premise makes the rule fire: those in which it holds on what follows without it."""
        of_fact = {**self._without(change.rule.id), **self._moved_limits(change)}
        return self.stories.where(to_gate(change.mutated.premise), of_fact)

    def _without(self, rule: str) -> Mapping[str, int]:
        """In which stories each fact holds when a rule stays silent, as far as the rule's premise asks for it."""
        if rule not in self.circular:
            return self.stories.of_fact
        found = dict(self.stories.of_fact)
        asked = {self.tables.index[fact] for fact in leaves(self.program.rule_by_id[rule].premise)}
        lost: dict[int, list[int]] = {}
        for story in members_of(self.stories.firing[rule]):
            facts = self._outcome(rule, story, fires=False).facts
            for fact in asked - facts:
                lost.setdefault(fact, []).append(story)
        for fact, numbers in lost.items():
            found[self.tables.facts[fact]] = found.get(self.tables.facts[fact], 0) & ~set_of(numbers)
        return found

    def _moved_limits(self, change: RuleChange) -> dict[str, int]:
        """In which stories a comparison holds that only the mutant makes."""
        new = [leaf for leaf in leaves_of(change.mutated.premise) if isinstance(leaf, Limit)]
        for leaf in new:
            if leaf not in self._limits:
                numbers = self._answers.get(leaf.finding, {})
                self._limits[leaf] = set_of(story for story, number in numbers.items() if satisfies(number, leaf))
        return {fact_of(leaf): self._limits[leaf] for leaf in new}

    @cached_property
    def _answers(self) -> Mapping[str, Mapping[int, float]]:
        """The numbers that each story gives, by finding; those of a denied group too."""
        found: dict[str, dict[int, float]] = {}
        for number, story in enumerate(self.stories.stories):
            for question, value in self.stories.engine.key.said(story.intake).items():
                if not isinstance(value, (bool, str)):
                    found.setdefault(question.finding, {})[number] = value
        return found

    @cached_property
    def circular(self) -> frozenset[str]:
        """The rules whose conclusions can reach their own premise."""
        return frozenset().union(*(ring.rules for ring in self.connections.rings))

    @cached_property
    def connections(self) -> Connections:
        """What rests on what."""
        return Connections(self.program)

    # --- what a rule can reach -----------------------------------------------------------------------------------------

    @cached_property
    def _checked(self) -> Mapping[str, tuple[int, int]]:
        """For each rule the stories in which checks say that it fires, and that it is silent."""
        fires: dict[str, list[int]] = {}
        silent: dict[str, list[int]] = {}
        for number, story in enumerate(self.stories.stories):
            for rule in story.expects.fires:
                fires.setdefault(rule, []).append(number)
            for rule in story.expects.silent:
                silent.setdefault(rule, []).append(number)
        return {rule: (set_of(fires.get(rule, ())), set_of(silent.get(rule, ()))) for rule in fires.keys() | silent.keys()}

    @cached_property
    def _met(self) -> tuple[tuple[bool, ...], ...]:
        """What each story gives of what is expected of it, by number: only what is met can be broken."""
        both = zip(self.stories.stories, self.stories.outcomes, strict=True)
        return tuple(self.judge.met(story.expects, Came(facts, totals)) for story, (facts, totals) in both)

    def broken(self, story: int, judge: Judge, came: Came) -> bool:
        """Whether something that a story gives of what is expected no longer comes."""
        now = judge.met(self.stories.stories[story].expects, came)
        return any(before and not after for before, after in zip(self._met[story], now, strict=True))

    @cached_property
    def of_cases(self) -> int:
        """The stories that cases tell."""
        return set_of(number for number, story in enumerate(self.stories.stories) if story.expects.cases)

    @cached_property
    def _of_levels(self) -> int:
        return set_of(number for number, story in enumerate(self.stories.stories) if story.expects.urgency)

    def _reached(self, rule: str) -> int:
        """The stories of which something is expected that the rule can change."""
        return self.of_cases | self.reached_by(self.connections.behind_rule(rule))

    def reached_by(self, behind: Part) -> int:
        """The stories of checks of which something is expected that lies behind a rule or a fact."""
        found = 0
        if any(Fact.of(fact).kind == "urgency" for fact in behind.facts):
            found |= self._of_levels
        for other in behind.rules & self._checked.keys():
            found |= self._checked[other][0] | self._checked[other][1]
        return found

    # --- running anew --------------------------------------------------------------------------------------------------

    def _breaks(self, rule: str, story: int, fires: bool) -> bool:
        """Whether a story no longer gives what is expected when a rule fires, or is silent, in it."""
        key = (rule, story, fires)
        if key not in self._verdicts:
            self._verdicts[key] = self.broken(story, self.judge, self._outcome(rule, story, fires=fires))
        return self._verdicts[key]

    def _outcome(
        self, rule: str, story: int, *, fires: bool, conclusions: tuple[str, ...] | None = None, weights: Weights | None = None
    ) -> Came:
        """What comes of a story when a rule concludes this (by itself what it concludes now) whether or not its premise holds."""
        # A late rule may say what it says before the weighing: nothing that is weighed can rest on it.
        says = (self.program.rule_by_id[rule].conclusions if conclusions is None else conclusions) if fires else ()
        given = [*self.stories.stories[story].given, *says]
        found = self.stories.closure.of(given, without=rule, weights=weights)
        return Came(found.numbers, found.totals_by_number, (rule, fires))

    # --- conclusions ---------------------------------------------------------------------------------------------------

    def _conclusions_noticed(self, change: RuleChange) -> bool:
        rule = change.rule.id
        if any(fulfils(change.rule, each) and not fulfils(change.mutated, each) for each in self._wanted.get(rule, ())):
            return True
        among = self.stories.firing[rule] & self._reached(rule)
        if change.operator not in ("strength", "urgency"):
            return self._less_concluded_noticed(change, among)
        weights, conclusions = None, None
        for old, new in zip(change.rule.conclusions, change.mutated.conclusions, strict=True):
            if old == new:
                continue
            if isinstance(old, Supports) and isinstance(new, Supports):
                if (old.weight > 0) != (new.weight > 0):  # whether it starts a tally changes too
                    return self._noticed_by_the_whole(change, among)
                weights = self.tables.weights.reweighed(self.tables.index[conclusion_fact(change.rule, old)], new.weight)
            elif conclusion_fact(change.rule, new) not in self.tables.index:  # no other rule concludes this level
                return self._noticed_by_the_whole(change, among)
            else:
                conclusions = conclusions_of(change.mutated)
        for story in members_of(among):
            came = self._outcome(rule, story, fires=True, conclusions=conclusions, weights=weights)
            if self.broken(story, self.judge, came):
                return True
        return False

    def _less_concluded_noticed(self, change: RuleChange, among: int) -> bool:
        left = set(change.rule.conclusions) - set(change.mutated.conclusions)
        kinds = {each.kind for each in left if isinstance(each, Concludes)}
        if kinds & {"advise", "avoid"}:  # no story says what is advised; checks of the rule do
            return False
        if kinds & {"suspected", "excluded"}:
            conclusions = conclusions_of(change.mutated)
            came = (self._outcome(change.rule.id, story, fires=True, conclusions=conclusions) for story in members_of(among))
            return any(self.broken(story, self.judge, each) for story, each in zip(members_of(among), came, strict=True))
        return self._noticed_by_the_whole(change, among)

    @cached_property
    def _wanted(self) -> Mapping[str, tuple[Conclusion, ...]]:
        found: dict[str, tuple[Conclusion, ...]] = {}
        for check in self.stories.suite.checks:
            found[check.rule] = (*found.get(check.rule, ()), *check.then)
        return found

    # --- the mutated pack as a whole -----------------------------------------------------------------------------------

    def _may_lead_otherwise(self, change: RuleChange) -> bool:
        """Whether what is left of a premise may speak of context alone, so that its evidence no longer starts a tally."""
        weighed = any(isinstance(each, Supports) or each.kind in ("pattern", "contributing") for each in change.rule.conclusions)
        if change.operator != "drop" or not weighed:
            return False
        before, after = ([leaf for leaf in leaves_of(rule.premise) if not self._is_context(leaf)] for rule in (change.rule, change.mutated))
        return len(after) < len(before) and all(isinstance(leaf, Established) for leaf in after)

    def _is_context(self, leaf: Premise) -> bool:
        pack = self.stories.engine.pack
        return isinstance(leaf, (Is, Denied, Limit)) and (pack.findings[leaf.finding].context or pack.group_of[leaf.finding].context)

    def _noticed_by_the_whole(self, change: RuleChange, among: int) -> bool:
        """The same verdict the long way, for changes that reach further than one rule: the mutated pack on each story."""
        mutated = change.applied(self.stories.engine.pack)
        closure, key = Closure(program_of(mutated)), AnswerKey(mutated)
        judge = Judge(mutated, closure.tables, stated=False)
        for number in members_of(among):
            story = self.stories.stories[number]
            found = closure.of(key.facts(story.intake)[0])
            if self.broken(number, judge, Came(found.numbers, found.totals_by_number)):
                return True
        return False
