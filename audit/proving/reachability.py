"""What of a pack can ever happen: which rules can fire, what can be concluded, which levels and advice a runner can get.

Most of it is shown by runners drawn by lot, whom the engine assessed: one who fires a rule is proof that it can fire. The
solver is asked only about what none of them shows, so a large pack costs little more than a small one.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from hipexpert.audit.proving.questions import Prover
from hipexpert.engine import Closure, holds
from hipexpert.knowledge.packs.answer_space import AnswerSpace, Chosen
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.runner.levels import level_of
from hipexpert.knowledge.runner.plan import gives_way_to

Name = TypeVar("Name", bound=str)
DRAWN = 48
CHANGED = 24
"""So many of those whom the solver found are asked again with other answers."""
SHARES = (0.9, 0.5, 0.15)
"""How much of the questions the runners drawn by lot answer."""


@dataclass(frozen=True)
class Reach:
    """Names of one kind: those that some runner reaches, those that none can (proved), those that are not decided."""

    reachable: tuple[str, ...]
    unreachable: tuple[str, ...]
    undecided: tuple[str, ...]


@dataclass(frozen=True)
class Reachability:
    """What can happen: ``rules`` by id (those of constraints and self-tests too), ``conclusions`` as facts, ``levels``,
    and ``advice`` by id as the plan gives it.
    """

    rules: Reach
    conclusions: Reach
    levels: Reach
    advice: Reach


def reachability(prover: Prover) -> Reachability:
    """What of a prover's pack some runner can reach, contradictory answers included."""
    program, outcomes, reaching = prover.engine.compiled.program, prover.outcomes, _Reaching(prover)
    rules = program.rule_by_id
    return Reachability(
        rules=reaching.reach(
            list(rules),
            lambda name: outcomes.encoding.premise(rules[name].premise),
            lambda name, told: holds(rules[name].premise, told.facts),
        ),
        conclusions=reaching.reach(
            [fact for fact in program.facts if fact not in program.inputs],
            outcomes.encoding.fact,
            lambda name, told: name in told.facts,
        ),
        levels=reaching.reach(prover.pack.stated_levels, outcomes.is_level, lambda name, told: name == told.level),
        advice=reaching.advice(),
    )


def advice_reach(prover: Prover, likely: Callable[[str], Iterable[Chosen]] = lambda _: ()) -> Reach:
    """Which of the active advice some runner's plan gives, contradictory answers included. ``likely`` gives answers by which a piece of
    it may come about: those who were found to get another are asked what they would get if they answered so.
    """
    return _Reaching(prover, likely).advice()


class _Reaching:
    """What some runner reaches; who was seen to reach one thing may reach the next."""

    def __init__(self, prover: Prover, likely: Callable[[str], Iterable[Chosen]] = lambda _: ()) -> None:
        self.prover = prover
        self.likely = likely
        self.found: list[Chosen] = []
        self.closure = Closure(prover.engine.compiled.program)
        self.seen = [(chosen, self._worked_out(chosen)) for chosen in drawn(prover.space)]

    def _told(self, chosen: Chosen) -> "_Told":
        """What the engine makes of somebody."""
        return _Told(self.prover.facts(chosen), screened=bool(self.prover.pack.screen))

    def _worked_out(self, chosen: Chosen) -> "_Told":
        """The same without a session, which takes several times as long; the engine is asked where it shows something."""
        given = self.prover.space.facts(chosen)
        return _Told(self.closure.of(given).facts | given, screened=bool(self.prover.pack.screen))

    def _changed(self, name: str) -> Iterator[Chosen]:
        """Those whom the solver found last, with answers by which this may come about."""
        for answers in self.likely(name):
            yield from ({**chosen, **answers} for chosen in self.found[: -CHANGED - 1 : -1])

    def reach(self, names: Sequence[Name], formula: Callable[[Name], Any], shows: "Callable[[Name, _Told], bool]") -> Reach:
        """Which names are reached."""
        answers: dict[Name, bool | None] = {}
        for name in names:
            others = ((chosen, self._worked_out(chosen)) for chosen in self._changed(name))
            answers[name] = any(shows(name, told) and shows(name, self._told(chosen)) for chosen, told in chain(self.seen, others))
            if not answers[name]:

                def shown(runners: Sequence[Chosen], name: Name = name) -> bool:
                    return shows(name, self._told(runners[0]))

                search = self.prover.world.search([formula(name)], shown, few=False)
                answers[name] = search.found
                self.seen.extend((chosen, self._told(chosen)) for chosen in search.runners)
                self.found.extend(search.runners)
        return Reach(*(tuple(name for name in names if answers[name] is answer) for answer in (True, False, None)))

    def advice(self) -> Reach:
        """Which advice is given."""
        names = [each.id for each in self.prover.pack.advice if each.status == "active"]
        return self.reach(names, self.prover.outcomes.given, self._gives)

    def _could_be_given(self, name: str, told: "_Told") -> bool:
        avoided = Fact("avoid", name).name in told.facts
        return Fact("advise", name).name in told.facts and (name, told.level, avoided) in self.prover.outcomes.plan.gives

    def _gives(self, name: str, told: "_Told") -> bool:
        before = gives_way_to(self.prover.pack, self.prover.pack.advice_by_id[name])
        return self._could_be_given(name, told) and not any(self._could_be_given(each, told) for each in before)


class _Told:
    """The facts that hold for one runner, and their level."""

    def __init__(self, facts: frozenset[str], *, screened: bool) -> None:
        self.facts = facts
        self.level = level_of(facts.__contains__, screened=screened)


def drawn(space: AnswerSpace, number: int = DRAWN) -> Iterable[Chosen]:
    """Runners drawn by lot, always the same."""
    lot = random.Random(0)  # noqa: S311  # no secret: it must give the same runners each time
    for which in range(number):
        share = SHARES[which % len(SHARES)]
        yield {question: lot.choice(options) for question, options in space.options.items() if options and lot.random() < share}
