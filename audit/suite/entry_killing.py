"""Whether a suite notices a mutant of what is no rule."""

from functools import cached_property

from hipexpert.audit.suite.entry_mutants import EntryChange
from hipexpert.audit.suite.judging import Came, Judge
from hipexpert.audit.suite.killing import Killer
from hipexpert.engine import Closure, Program, Tally, members_of
from hipexpert.knowledge.packs.facts import weigh_id
from hipexpert.knowledge.packs.program import tally_of
from hipexpert.knowledge.runner.answers import AnswerKey


class EntryKiller:
    """Finds out which mutants of entries the stories of one suite notice, with what the killer of rule mutants has worked out."""

    def __init__(self, killer: Killer) -> None:
        self.killer = killer
        self.stories = killer.stories
        self.program = killer.program

    def killed(self, change: EntryChange) -> bool:
        """Whether a mutant is noticed."""
        return self._weighed_otherwise(change) if change.condition else self._denied_otherwise(change)

    # --- denials -------------------------------------------------------------------------------------------------------

    def _denied_otherwise(self, change: EntryChange) -> bool:
        """The rules are the same; whoever denies a whole group has said something else."""
        key = AnswerKey(change.pack)
        for number in self._denying:
            story = self.stories.stories[number]
            given = key.facts(story.intake)[0]
            if given != story.given and self._broken(number, self.stories.closure, self.killer.judge, given):
                return True
        return False

    @cached_property
    def _denying(self) -> tuple[int, ...]:
        return tuple(number for number, story in enumerate(self.stories.stories) if story.intake.none_of)

    # --- weights -------------------------------------------------------------------------------------------------------

    def _weighed_otherwise(self, change: EntryChange) -> bool:
        name = weigh_id(change.condition)
        before, after = self.program.tally_by_id.get(name), tally_of(change.pack, change.condition)
        if before is None or after is None or before == after:
            return False
        tallies = [after if each.id == name else each for each in self.program.tallies]
        program = Program(self.program.inputs, self.program.rules, tallies)
        closure = Closure(program)
        judge = Judge(change.pack, closure.tables, stated=False)
        among = self._weighing(before, after) & self._reached(before)
        return any(self._broken(number, closure, judge, self.stories.stories[number].given) for number in members_of(among))

    def _weighing(self, before: Tally, after: Tally) -> int:
        """The stories in which the totals may differ: in which something counts that counts otherwise."""
        if before.base != after.base:
            facts = {item.fact for item in after.items if item.leading}
        else:
            old, new = ({(item.fact, item.weight, item.leading) for item in tally.items} for tally in (before, after))
            facts = {fact for fact, _, _ in old ^ new}
        found = 0
        for fact in facts:
            found |= self.stories.of_fact.get(fact, 0)
        return found

    def _reached(self, tally: Tally) -> int:
        return self._expecting.get(tally.id) or self._expected(tally)

    def _expected(self, tally: Tally) -> int:
        behind = self.killer.connections.behind_facts({mark.fact for mark in tally.marks})
        found = self.killer.of_cases | self.killer.reached_by(behind)
        self._expecting[tally.id] = found
        return found

    @cached_property
    def _expecting(self) -> dict[str, int]:
        return {}

    def _broken(self, number: int, closure: Closure, judge: Judge, given: frozenset[str]) -> bool:
        found = closure.of(given)
        return self.killer.broken(number, judge, Came(found.numbers, found.totals_by_number))
