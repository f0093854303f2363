"""What of a pack can ever happen: which rules can fire, what can be concluded, which levels and advice a runner can get.

Most of it is shown by runners drawn by lot, whom the engine assessed: one who fires a rule is proof that it can fire. The
solver is asked only about what none of them shows, so a large pack costs little more than a small one.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

from hipexpert.audit.proving.questions import Prover
from hipexpert.engine import Closure, holds
from hipexpert.knowledge.packs.answer_space import AnswerSpace, Chosen
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.runner.levels import level_of
from hipexpert.knowledge.runner.plan import gives_way_to

Name = TypeVar("Name", bound=str)
Likely = Callable[[str], Iterable[Chosen]]
DRAWN = 48
CHANGED = 24
"""So many of those whom the solver found are asked again with other answers."""
LITTLE = 300_000
"""The effort of a first search, among few answers."""
SHARES = (0.9, 0.5, 0.15)
"""How much of the questions the runners drawn by lot answer."""


@dataclass(frozen=True)
class Reach:
    """Names of one kind: those that some runner reaches, those that none can (proved), those that are not decided. ``shown_by`` are
    runners of whom each that is reachable is reached by one.
    """

    reachable: tuple[str, ...]
    unreachable: tuple[str, ...]
    undecided: tuple[str, ...]
    shown_by: tuple[Chosen, ...] = ()


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


def advice_reach(prover: Prover, likely: Likely = lambda _: (), before: Iterable[Chosen] = ()) -> Reach:
    """Which of the active advice some runner's plan gives, contradictory answers included. ``likely`` gives answers by which a piece of
    it may come about: those who were found to get another are asked what they would get if they answered so. ``before`` are runners who
    may show some of it; whether they do is asked of the engine, so they save time and decide nothing.
    """
    reaching = _Reaching(prover, likely, before)
    found = reaching.advice()
    reaching.seen.clear()  # each leads back to what it is seen by
    return found


class _Reaching:
    """What some runner reaches; who was seen to reach one thing may reach the next."""

    def __init__(self, prover: Prover, likely: Likely = lambda _: (), before: Iterable[Chosen] = ()) -> None:
        self.prover = prover
        self.likely = likely
        self.screened = {item.ask for item in prover.pack.screen}
        self.found: list[Chosen] = []
        self.closure = Closure(prover.engine.compiled.program)
        # Who was given something before most likely is again, so the engine is asked at once.
        self.seen = [_Seen(self, chosen, likely=True) for chosen in before] + [_Seen(self, chosen) for chosen in drawn(prover.space)]

    def told(self, facts: frozenset[str]) -> "_Told":
        """What somebody is told for whom these facts hold."""
        return _Told(facts, screened=bool(self.prover.pack.screen))

    def _changed(self, name: str) -> Iterator[Chosen]:
        """Those whom the solver found last, with answers by which this may come about; of what they said all is kept, or only what the
        screen asks for: what else they said may hold it back.
        """
        for answers in self.likely(name):
            for chosen in self.found[: -CHANGED - 1 : -1]:
                yield {**chosen, **answers}
                yield {**{question: option for question, option in chosen.items() if question.finding in self.screened}, **answers}

    def _saying_little(self, name: str) -> Any:
        """That nothing is answered but the screen and what this is likely to come about by. It is a guess, by which somebody is found at
        once whom the solver now and then seeks for seconds among all answers; most of a sum is then known to be nothing.
        """
        asked = {question for answers in self.likely(name) for question in answers}
        left = [question for question in self.prover.space.options if question not in asked and question.finding not in self.screened]
        said, solver = self.prover.world.runners[0], self.prover.world.solver
        return solver.conjunction([solver.negation(option) for question in left for option in said.options(question)])

    def reach(self, names: Sequence[Name], formula: Callable[[Name], Any], shows: "Callable[[Name, _Told], bool]") -> Reach:
        """Which names are reached."""
        answers: dict[Name, bool | None] = {}
        shown_by: dict[int, Chosen] = {}
        for name in names:
            others = (_Seen(self, chosen) for chosen in self._changed(name))
            showing = next((each for each in chain(self.seen, others) if shows(name, each.worked_out) and shows(name, each.told)), None)
            answers[name] = showing is not None
            if showing is None:

                def shown(runners: Sequence[Chosen], name: Name = name) -> bool:
                    return shows(name, _Seen(self, runners[0]).told)

                world = self.prover.world
                search = world.search([formula(name), self._saying_little(name)], shown, few=False, effort=LITTLE)
                if not search.runners:
                    search = world.search([formula(name)], shown, few=False)
                answers[name] = search.found
                if not search.runners:
                    continue
                showing = _Seen(self, search.runners[0])
                self.seen.append(showing)
                self.found.append(showing.chosen)
            shown_by[id(showing.chosen)] = showing.chosen
        yes, no, undecided = (tuple(name for name in names if answers[name] is answer) for answer in (True, False, None))
        return Reach(yes, no, undecided, tuple(shown_by.values()))

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


class _Seen:
    """One runner, and what they are told."""

    def __init__(self, reaching: _Reaching, chosen: Chosen, *, likely: bool = False) -> None:
        self.reaching = reaching
        self.chosen = chosen
        self.likely = likely

    @cached_property
    def worked_out(self) -> _Told:
        """What follows without a session, which takes several times as long; the engine is asked where this shows it, or is likely to."""
        if self.likely:
            return self.told
        given = self.reaching.prover.space.facts(self.chosen)
        return self.reaching.told(self.reaching.closure.of(given).facts | given)

    @cached_property
    def told(self) -> _Told:
        """What the engine makes of them."""
        return self.reaching.told(self.reaching.prover.facts(self.chosen))


def drawn(space: AnswerSpace, number: int = DRAWN) -> Iterable[Chosen]:
    """Runners drawn by lot, always the same."""
    lot = random.Random(0)  # noqa: S311  # no secret: it must give the same runners each time
    for which in range(number):
        share = SHARES[which % len(SHARES)]
        yield {question: lot.choice(options) for question, options in space.options.items() if options and lot.random() < share}
