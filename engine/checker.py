"""The independent checker: verifies again what an explanation says, against the rules, trusting nothing.

It shares no code with the session, the closure or the statuses that it checks: it reads the program and works out itself
what follows. What it has not verified is not shown to anyone.
"""

from collections.abc import Iterable, Mapping, Sequence, Set

from hipexpert.engine.derivation import Application, Derivation
from hipexpert.engine.errors import UnverifiedError
from hipexpert.engine.premises import Gate, GroundPremise, leaves
from hipexpert.engine.program import PremiseNeeds, Program
from hipexpert.engine.rules import Item, Tally
from hipexpert.engine.session import Run


class VerifiedDerivation(Derivation):
    """The derivation of a session of which each firing was verified; what a justification says is verified before anybody gets it."""

    def _applied(self, place: int) -> Application:
        step = super()._applied(place)
        if not _is_sound(self.run, step):
            raise UnverifiedError([_unsound(step.source, step.conclusions)])
        return step


def verified(run: Run) -> VerifiedDerivation:
    """The derivation of a session, when every step of it follows. Raises :class:`UnverifiedError` with every fault otherwise."""
    faults = unverified_firings(run)
    if faults:
        raise UnverifiedError(faults)
    return VerifiedDerivation(run)


def unverified_firings(run: Run) -> tuple[str, ...]:
    """What is wrong with a session, one sentence per fault; empty when all that holds follows.

    Each total must be what its tally comes to. Each firing must be that of a rule (or tally) that concludes its facts, and whose
    premise holds by what was given and what the firings before it concluded; each fact must be given or come of such a firing.
    """
    program, number_of = run.program, run.program.number
    totals, taken = _totals(program, run.numbers), run.totals_by_number
    faults = [
        f"`{program.tallies[number].id}` does not add up to {total}" for number, total in taken.items() if totals.get(number) != total
    ]
    saying, reached = program.saying, {number_of[fact] for fact in run.given if fact in program.inputs}
    for source, derived, confirmed in run.log:
        if not derived and not confirmed:
            continue
        if source >= 0:
            says, needs = saying.get(source) or program.says(source)
            follows = says.issuperset(derived) and says.issuperset(confirmed) and _are_met(needs, reached)
        else:
            tally, total = program.tallies[-1 - source], totals.get(-1 - source)
            reaches = {number_of[mark.fact] for mark in tally.marks if total is not None and total >= mark.at_least}
            follows = reaches.issuperset(derived) and reaches.issuperset(confirmed)
        if follows:
            reached.update(derived, confirmed)
        else:
            named = program.rules[source].id if source >= 0 else program.tallies[-1 - source].id
            faults.append(_unsound(named, [program.facts[fact] for fact in (*derived, *confirmed)]))
    faults += [f"`{fact}` is not grounded in what was given" for fact in sorted(program.facts[fact] for fact in run.numbers - reached)]
    return tuple(faults)


def unverified_steps(derivation: Derivation) -> tuple[str, ...]:
    """What is wrong with a derivation, one sentence per fault; empty when every step follows.

    Beside what :func:`unverified_firings` asks of the session each application must name a rule (or tally) that concludes its facts and
    whose premise holds on the stated premises alone.
    """
    run = derivation.run
    unsound = [step for step in derivation.applications if not _is_sound(run, step)]
    return (*unverified_firings(run), *(_unsound(step.source, step.conclusions) for step in unsound))


def _unsound(source: str, conclusions: Iterable[str]) -> str:
    return f"`{source}` does not conclude `{', '.join(conclusions)}` from what is stated"


def _is_sound(run: Run, step: Application) -> bool:
    """Whether there is such a rule, or tally, that concludes all this from the stated premises, which hold."""
    program, number_of = run.program, run.program.number.get
    rule = program.rule_number.get(step.source)
    if rule is None:
        return _tally_concludes(program, step, run.facts)
    says, needs = program.says(rule)
    return says.issuperset(map(number_of, step.conclusions)) and _are_met(needs, run.numbers.intersection(map(number_of, step.premises)))


def _are_met(needs: PremiseNeeds, facts: Set[int]) -> bool:
    """Whether what a premise needs is among the facts."""
    least, parts, further = needs
    if least == len(parts) and parts <= facts:  # what needs all, or one that is one
        return True
    met = len(parts & facts)
    for each in further:
        if met >= least:
            break
        met += _are_met(each, facts)
    return met >= least


def _support(needs: PremiseNeeds, facts: Set[int]) -> Set[int] | None:
    """Those of the facts by which a premise holds; None where it does not."""
    found = needs.facts & facts
    met = len(found)
    for each in needs.further:
        if met >= needs.least:
            break
        through = _support(each, facts)
        if through is not None:
            found, met = found | through, met + 1
    return found if met >= needs.least else None


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


def follows_in_order(program: Program, given: Iterable[str], order: Sequence[int], fact: str) -> bool:
    """Whether a fact follows from what was given by way of facts, by number, each of which follows from those that stand before it; what
    is behind the one fact is verified.
    """
    last = len(order) - 1
    place = {each: last - here for here, each in enumerate(reversed(order))}  # the first: named again, it would stand before itself
    seen = {program.number[each] for each in given if each in program.inputs}
    waiting = [program.number[fact]]
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        behind = _behind(program, program.facts[each], frozenset(order[: place.get(each, 0)]))
        if behind is None:
            return False
        waiting += behind
    return True


def _behind(program: Program, fact: str, before: frozenset[int]) -> Set[int] | None:
    """Facts of those ``before`` another from which it follows; None where there are none."""
    for rule in program.rules_concluding.get(fact, ()):
        stands = _support(program.says(program.rule_number[rule.id])[1], before)
        if stands is not None:
            return stands
    for tally in program.tallies_marking.get(fact, ()):
        mentioned = {each for each in tally.mentions() if program.number[each] in before}
        if _marks(tally, fact, mentioned):
            return {program.number[each] for each in mentioned}
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
    totals = _totals(program, frozenset(program.number[fact] for fact in facts if fact in program.number))
    reached = [mark.fact for number, total in totals.items() for mark in program.tallies[number].marks if total >= mark.at_least]
    _close(program, facts, reached)
    return frozenset(facts), {program.tallies[number].id: total for number, total in totals.items()}


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


def _totals(program: Program, facts: frozenset[int]) -> dict[int, int]:
    """The totals of all tallies that are taken, by number: what depends on no other fact is added up at once, the rest item by item."""
    plain = program.plain_sums
    weighed = plain.weighing.keys() & facts
    dependent = plain.dependent(weighed)
    sums, led = plain.of(weighed - dependent)
    strongest: dict[tuple[int, str], int] = {}
    for fact in dependent:
        for number, item in plain.weighing[fact]:
            if item.unless and not facts.isdisjoint(map(program.number.__getitem__, item.unless)):
                continue
            if item.leading:
                led |= 1 << number
            if not item.group:
                sums[number] += item.weight
                continue
            best = strongest.get((number, item.group))
            if best is None or (abs(item.weight), item.weight) > (abs(best), best):
                strongest[number, item.group] = item.weight
    for (number, _), weight in strongest.items():
        sums[number] += weight
    blocked = {tally for fact, tallies in program.blocking.items() if program.number[fact] in facts for tally in tallies}
    return {number: total for number, total in enumerate(sums) if led >> number & 1 and number not in blocked}


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
