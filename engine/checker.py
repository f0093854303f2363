"""The independent checker: verifies again what an explanation says, against the rules, trusting nothing.

It shares no code with the session, the closure or the statuses that it checks: it reads the program and works out itself
what follows. What it has not verified is not shown to anyone.
"""

from collections.abc import Iterable, Mapping, Sequence, Set

from hipexpert.engine.derivation import Application, Derivation
from hipexpert.engine.errors import UnverifiedError
from hipexpert.engine.premises import Gate, GroundPremise, leaves
from hipexpert.engine.program import Program
from hipexpert.engine.rules import Item, Tally
from hipexpert.engine.session import Run


def verified(derivation: Derivation) -> Derivation:
    """The derivation, when every step of it follows. Raises :class:`UnverifiedError` with every fault otherwise."""
    faults = unverified_steps(derivation)
    if faults:
        raise UnverifiedError(faults)
    return derivation


def unverified_steps(derivation: Derivation) -> tuple[str, ...]:
    """What is wrong with a derivation, one sentence per fault; empty when every step follows.

    Each total must be what its tally comes to. Each application must name a rule (or tally) that concludes its facts and
    whose premise holds on the stated premises alone; each fact must be given or be reachable from given facts by verified applications.
    """
    run, program = derivation.run, derivation.run.program
    totals = _totals(program, run.facts)
    faults = [f"`{name}` does not add up to {total}" for name, total in run.totals.items() if totals.get(name) != total]
    reached = {fact for fact in run.given if fact in program.inputs}
    waiting: list[Application] = []  # what may stand on what a later step grounds
    for step in derivation.applications:
        if not _is_sound(program, step, run.facts):
            concluded = f"`{', '.join(step.conclusions)}`"
            faults.append(f"`{step.source}` does not conclude {concluded} from what is stated")
        elif reached.issuperset(step.premises):
            reached.update(step.conclusions)
        else:
            waiting.append(step)
    moved = True
    while moved:
        left = []
        for step in waiting:
            if _stands_on(program, step, reached):
                reached.update(step.conclusions)
            else:
                left.append(step)
        moved = len(left) < len(waiting)
        waiting = left
    faults += [f"`{fact}` is not grounded in what was given" for fact in sorted(run.facts - reached)]
    return tuple(faults)


def _is_sound(program: Program, step: Application, facts: frozenset[str]) -> bool:
    """Whether there is such a rule, or tally, that concludes all this from the stated premises."""
    rule = program.rule_by_id.get(step.source)
    if rule is None:
        return _tally_concludes(program, step, facts)
    if not program.concluding[step.source].issuperset(step.conclusions):
        return False
    if step.source not in program.flat:
        return is_true(rule.premise, frozenset(step.premises))
    count, parts = program.flat[step.source]
    return len(parts.intersection(step.premises)) >= count


def is_grounded(run: Run, fact: str) -> bool:
    """Whether a fact follows from what was given by the firings of a session: those behind it alone are verified, so that
    one fact can be shown without a derivation of all.
    """
    program, names = run.program, run.compiled.tables.facts
    given = program.inputs.intersection(run.given)
    made = {names[number]: (step, source) for step, (source, derived, _) in enumerate(run.log) for number in derived}
    waiting, seen = [fact], set(given)
    while waiting:
        fact = waiting.pop()
        if fact in seen:
            continue
        seen.add(fact)
        if fact not in made:
            return False
        step, source = made[fact]
        maker = program.rules[source] if source >= 0 else program.tallies[-1 - source]
        mentioned = maker.mentions() if isinstance(maker, Tally) else leaves(maker.premise)
        before = {each for each in mentioned if each in given or (each in made and made[each][0] < step)}
        if not (_marks(maker, fact, before) if isinstance(maker, Tally) else fact in maker.conclusions and is_true(maker.premise, before)):
            return False
        waiting += before
    return True


def follows_in_order(program: Program, given: Iterable[str], order: Sequence[str], fact: str) -> bool:
    """Whether a fact follows from what was given by way of facts each of which follows from those that stand before it; what is
    behind the one fact is verified.
    """
    place: dict[str, int] = {}
    for number, each in enumerate(order):
        place.setdefault(each, number)  # named again further on, it would stand before itself
    seen = program.inputs.intersection(given)
    waiting = [fact]
    while waiting:
        fact = waiting.pop()
        if fact in seen:
            continue
        seen |= {fact}
        behind = _behind(program, fact, frozenset(order[: place.get(fact, 0)]))
        if behind is None:
            return False
        waiting += behind
    return True


def _behind(program: Program, fact: str, before: frozenset[str]) -> Set[str] | None:
    """Facts of those ``before`` another from which it follows; None where there are none."""
    for rule in program.rules_concluding.get(fact, ()):
        if rule.id in program.flat:
            count, parts = program.flat[rule.id]
            stands = parts & before
            if len(stands) >= count:
                return stands
        else:
            stands = before.intersection(leaves(rule.premise))
            if is_true(rule.premise, stands):
                return stands
    for tally in program.tallies_marking.get(fact, ()):
        stands = before.intersection(tally.mentions())
        if _marks(tally, fact, stands):
            return stands
    return None


def _marks(tally: Tally, fact: str, facts: set[str] | frozenset[str]) -> bool:
    """Whether a tally over these facts comes to the mark that a fact stands for."""
    total = _total(tally, facts)
    return total is not None and any(mark.fact == fact and total >= mark.at_least for mark in tally.marks)


def is_minimal(program: Program, conclusion: str, answers: Sequence[Iterable[str]]) -> bool:
    """Whether the conclusion follows from the facts of these answers alone, and no longer when any one is left out."""
    sets = [frozenset(answer) for answer in answers]
    without = (frozenset().union(*sets[:number], *sets[number + 1 :]) for number in range(len(sets)))
    whole = conclusion in what_follows(program, frozenset().union(*sets))[0]
    return whole and not any(conclusion in what_follows(program, rest)[0] for rest in without)


def what_could_follow(program: Program, given: Iterable[str], denied: Iterable[str]) -> frozenset[str]:
    """Every fact that holds, or can come to hold, while the inputs neither given nor denied are open.

    Exact for early facts; what depends on a tally is bounded by the tally's highest total, so nothing possible is missing.
    """
    certain, held = set[str](), set[str]()
    _close(program, certain, given)
    _close(program, held, {*given, *(program.inputs - set(denied))})
    marks = []
    for tally in program.tallies:
        highest = _highest(tally, certain, held)
        marks += [mark.fact for mark in tally.marks if highest is not None and highest >= mark.at_least]
    _close(program, held, marks)
    return frozenset(held)


def what_follows(program: Program, given: Iterable[str]) -> tuple[frozenset[str], Mapping[str, int]]:
    """Every fact that follows from the given ones, and the total of each tally that is taken."""
    facts: set[str] = set()
    _close(program, facts, given)
    totals = _totals(program, facts)
    reached = [mark.fact for name, total in totals.items() for mark in program.tally_by_id[name].marks if total >= mark.at_least]
    _close(program, facts, reached)
    return frozenset(facts), totals


def _close(program: Program, facts: set[str], new: Iterable[str]) -> None:
    waiting = list(new)
    while waiting:
        fact = waiting.pop()
        if fact not in facts:
            facts.add(fact)
            for rule in program.rules_mentioning.get(fact, ()):
                if is_true(rule.premise, facts):
                    waiting.extend(rule.conclusions)


def is_true(premise: GroundPremise, facts: set[str] | frozenset[str]) -> bool:
    """Whether a premise holds when these facts do."""
    if not isinstance(premise, Gate):
        return premise in facts
    missing = premise.count
    for part in premise.of:
        if (part in facts) if isinstance(part, str) else is_true(part, facts):
            missing -= 1
            if not missing:
                return True
    return missing <= 0


def _stands_on(program: Program, step: Application, reached: set[str]) -> bool:
    """Whether a sound step follows from those of its premises that are grounded already."""
    rule = program.rule_by_id.get(step.source)
    return reached.issuperset(step.premises) if rule is None else is_true(rule.premise, reached.intersection(step.premises))


def _groups(items: Iterable[tuple[int, Item]]) -> list[list[Item]]:
    """Numbered items, those of a group together; an item without a group is one by itself."""
    groups: dict[str, list[Item]] = {}
    for number, item in items:
        groups.setdefault(item.group or f"\0{number}", []).append(item)
    return list(groups.values())


def _counting(tally: Tally, facts: set[str] | frozenset[str], exceptions: set[str] | frozenset[str]) -> list[tuple[int, Item]]:
    """The items whose fact is among the facts and that none of the exceptions keeps from counting, with their numbers."""
    return [(number, item) for number, item in enumerate(tally.items) if item.fact in facts and exceptions.isdisjoint(item.unless)]


def _strength(item: Item) -> tuple[int, int]:
    return abs(item.weight), item.weight


def _total(tally: Tally, facts: set[str] | frozenset[str]) -> int | None:
    """The total of a tally; None when it is not taken."""
    groups = _groups(_counting(tally, facts, facts))
    if tally.blocked_by in facts or not any(item.leading for items in groups for item in items):
        return None
    return tally.base + sum(max(items, key=_strength).weight for items in groups)


def _totals(program: Program, facts: set[str] | frozenset[str]) -> dict[str, int]:
    """The totals of all tallies that are taken, by id, in one pass over the facts that are weighed."""
    weighed = program.weighing.keys() & facts
    plain = [program.plain_weights(fact) for fact in weighed]
    sums = list(map(sum, zip([tally.base for tally in program.tallies], *(weights for weights, _ in plain), strict=True)))
    led = set[int]().union(*[leading for _, leading in plain])
    strongest: dict[tuple[int, str], int] = {}
    for fact in weighed & program.weighed_together.keys():
        for number, item in program.weighed_together[fact]:
            if item.unless and not facts.isdisjoint(item.unless):
                continue
            if item.leading:
                led.add(number)
            if not item.group:
                sums[number] += item.weight
                continue
            best = strongest.get((number, item.group))
            if best is None or (abs(item.weight), item.weight) > (abs(best), best):
                strongest[number, item.group] = item.weight
    for (number, _), weight in strongest.items():
        sums[number] += weight
    return {program.tallies[number].id: sums[number] for number in sorted(led) if program.tallies[number].blocked_by not in facts}


def _highest(tally: Tally, certain: set[str], held: set[str]) -> int | None:
    """No total is higher while the certain facts hold and only the held ones can; None: the tally cannot be taken."""
    able, sure = _counting(tally, held, certain), set(_counting(tally, certain, held))
    if tally.blocked_by in certain or not any(item.leading for _, item in able):
        return None
    highest = tally.base
    for items in _groups(able):
        floor = max((_strength(item) for item in items if any(item is each for _, each in sure)), default=None)
        highest += max([item.weight for item in items if floor is None or _strength(item) >= floor] + [0] * (floor is None))
    return highest


def _tally_concludes(program: Program, step: Application, facts: frozenset[str]) -> bool:
    """Whether there is such a tally which, taken anew over every fact that holds, gives the stated total, rests on the stated premises
    and reaches the marks.
    """
    tally = program.tally_by_id.get(step.source)
    if tally is None:
        return False
    groups, stated = _groups(_counting(tally, facts, facts)), frozenset(step.premises)
    weights = [max(items, key=_strength).weight for items in groups]
    total = tally.base + sum(weights)
    rests = stated <= facts and all(
        any(item.weight == weight and item.fact in stated for item in items) for items, weight in zip(groups, weights, strict=True)
    )
    leads = any(item.leading and item.fact in stated for items in groups for item in items)
    reached = {each.fact for each in tally.marks if total >= each.at_least}.issuperset(step.conclusions)
    return rests and leads and reached and total == step.total and tally.blocked_by not in facts
