"""What keeps a fact from holding: the status of premises, the nearest rules, and the smallest changes of answers that bring it about.

What the searches find is followed again by the independent checker before anyone sees it.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal, TypeVar

from msgspec import Struct

from hipexpert import engine
from hipexpert.engine import Outlook, Status, is_true, leaves, what_could_follow, what_follows
from hipexpert.engine.searching import Answers, FoundChanges, Goal, Holds, SmallestChanges

NEAREST = 8
CONSIDERED = 24  # rules for which the smallest change is looked for; of more, those that seem nearest
MOST_CHANGES = 4
TRIED = 600  # sets of changes; each takes a fraction of a millisecond
Asked = TypeVar("Asked", bound=Hashable)
Reached = Callable[[frozenset[str], Mapping[str, int]], bool]


class PremiseStatus(Struct, frozen=True):
    """A premise as its author wrote it, in words, and what is known of it.

    ``open`` means that nobody has answered it yet, ``contradicted`` that the answers speak against it. A gate lists its
    parts in ``of`` and how many it needs.
    """

    written: str
    says: str
    status: Literal["holds", "contradicted", "open"]
    needs: int = 0
    of: "tuple[PremiseStatus, ...]" = ()


class Standings:
    """How the premises of one program stand."""

    def __init__(self, outlook: Outlook) -> None:
        self.outlook = outlook

    def of(self, premise: engine.GroundPremise) -> Status:
        """The status of a premise. What is called impossible must be so for the independent checker too."""
        status = self.outlook.premise(premise)
        if (status is Status.CONTRADICTED) == is_true(premise, self._could_follow):
            raise engine.UnverifiedError([f"the status of `{premise}` is not what follows"])
        return status

    @cached_property
    def _could_follow(self) -> frozenset[str]:
        return what_could_follow(self.outlook.program, self.outlook.run.given, self.outlook.denied)

    def nearest(self, rules: Iterable[engine.ProgramRule]) -> list[engine.ProgramRule]:
        """Rules by how many of their premises are contradicted and how many open: roughly, the search for changes is exact."""

        def distance(rule: engine.ProgramRule) -> tuple[int, int, str]:
            statuses = [self.outlook.fact(each) for each in dict.fromkeys(leaves(rule.premise))]
            return statuses.count(Status.CONTRADICTED), statuses.count(Status.OPEN), rule.id

        return sorted(rules, key=distance)


def failing(premise: PremiseStatus, status: str) -> tuple[str, ...]:
    """The words of the leaves of a premise that keep it from holding in this way, each once."""
    return tuple(dict.fromkeys(_failing(premise, status)))


def _failing(premise: PremiseStatus, status: str) -> Iterator[str]:
    if premise.status == "holds":
        return
    if not premise.of:
        if premise.status == status:
            yield premise.says
        return
    for part in premise.of:
        yield from _failing(part, status)


def changes_for_fact(closure: engine.Closure, answers: Answers[Asked], fact: str, never: tuple[str, ...] = ()) -> FoundChanges[Asked]:
    """The smallest changes with which a fact holds."""
    most = 2 if fact in closure.program.late_facts else MOST_CHANGES
    return smallest_changes(closure.program, closure, answers, Holds(fact), most, lambda facts, _: fact in facts, never)


def changes_for_rule(
    program: engine.Program, answers: Answers[Asked], rule: engine.ProgramRule, never: tuple[str, ...] = ()
) -> FoundChanges[Asked]:
    """The smallest changes with which a rule fires."""
    fires = f"fires:{rule.id}"
    part = engine.part_concluding(program, [*leaves(rule.premise), *never])
    asked = engine.Program(part.inputs, [*part.rules, engine.ProgramRule(fires, rule.premise, (fires,))], part.tallies)
    most = 1 if rule.id in program.late_rules else MOST_CHANGES
    reached: Reached = lambda facts, _: is_true(rule.premise, facts)  # noqa: E731
    return smallest_changes(program, engine.Closure(asked), answers, Holds(fires), most, reached, never)


def smallest_changes(
    program: engine.Program,
    closure: engine.Closure,
    answers: Answers[Asked],
    goal: Goal,
    most: int,
    reached: Reached,
    never: tuple[str, ...] = (),
) -> FoundChanges[Asked]:
    """The smallest changes of answers that reach a goal, none of which brings about what may ``never`` be.

    Raises :class:`hipexpert.UnverifiedError` where one does not lead there (``reached``) for the independent checker.
    """
    found: FoundChanges[Asked] = SmallestChanges(closure, answers, goal, never).search(most_changes=most, tried=TRIED)
    for each in found.changes:
        said = {**answers.said, **each}
        true = {fact for question, answer in said.items() for fact in answers.true(question, answer)}
        if not reached(*what_follows(program, true)):
            raise engine.UnverifiedError(["a change of answers does not lead where it should"])
    return found
