"""From a pack to the engine's program: which facts there are, and what each rule and each condition becomes."""

from collections.abc import Iterable, Mapping

from hipexpert import engine
from hipexpert.knowledge.packs.facts import ANSWERED, CONTRADICTED, Fact, band_rule, evidence, weigh_id
from hipexpert.knowledge.packs.pack import Concludes, Conclusion, Pack, Rule, Supports
from hipexpert.knowledge.packs.pictures import Cell, bands_of
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Premise, fact_of, leaves, to_gate
from hipexpert.knowledge.packs.screen import CONTRADICTING, RULE, answered_when
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, YesNo

STEPS = frozenset({"pattern", "contributing"})
"""What rules conclude that other rules rest on; where it comes of context alone, it is context."""


def program_of(pack: Pack) -> engine.Program:
    """The program of a pack's active rules and of the weighing of its conditions.

    Raises :class:`hipexpert.engine.ProgramError` when the rules feed themselves through the weighing.
    """
    rules = [engine.ProgramRule(rule.id, to_gate(rule.premise), conclusions_of(rule)) for rule in pack.active_rules]
    rules += [
        engine.ProgramRule(f"constraint-{each.id}", to_gate(each.never), (Fact("contradiction", each.id).name,))
        for each in pack.constraints
    ]
    rules += [
        engine.ProgramRule(safe_rule(name), to_gate(premise), (Fact("safe", name).name,)) for name, premise in pack.safe_tests.items()
    ]
    rules += [engine.ProgramRule(band_rule(fact), to_gate(premise), (fact,)) for fact, premise in bands_of(pack.discriminating)]
    if (screen := answered_when(pack)) is not None:
        rules.append(engine.ProgramRule(RULE, to_gate(screen), (ANSWERED,)))
        if pack.constraints:
            broken = engine.any_of(*(Fact("contradiction", each.id).name for each in pack.constraints))
            rules.append(engine.ProgramRule(CONTRADICTING, broken, (CONTRADICTED,)))
    tallies = _tallies(pack)
    return engine.Program(input_facts(pack) | _unconcluded(pack, rules, tallies), rules, tallies)


def safe_rule(finding: str) -> str:
    """The id of the program's rule that a test at home is safe; it is made of the finding's ``safe_when``."""
    return f"safe-{finding}"


def made_premises(pack: Pack) -> Mapping[str, Premise]:
    """When the rules hold that are made of the screen and of ``safe_when``, by their ids: rule checks may name them."""
    found = {safe_rule(name): premise for name, premise in pack.safe_tests.items()}
    screen = answered_when(pack)
    return found if screen is None else {**found, RULE: screen}


def input_facts(pack: Pack, limits: Iterable[Limit] | None = None) -> frozenset[str]:
    """Every ground fact that an answer can make true; ``limits`` are those of the pack, where they were found before."""
    given: list[Is | Denied | Limit] = [*(limits_of(pack) if limits is None else limits)]
    for finding in pack.findings.values():
        if isinstance(finding, YesNo):
            given += [Is(finding.id, "yes"), Is(finding.id, "no")]
        elif isinstance(finding, (Choice, Choices)):
            given += [Is(finding.id, value.id) for value in finding.values]
            if isinstance(finding, Choices):
                given += [Denied(finding.id, value.id) for value in finding.values]
    return frozenset(map(fact_of, given))


def limits_of(pack: Pack) -> list[Limit]:
    """Every comparison with a number that the pack's premises make, each once."""
    found = [leaf for premise in _premises(pack) for leaf in leaves(premise) if isinstance(leaf, Limit)]
    return list(dict.fromkeys(found))


def _premises(pack: Pack) -> list[Premise]:
    own = [*(rule.premise for rule in pack.active_rules), *(each.never for each in pack.constraints), *pack.safe_tests.values()]
    own += [premise for _, premise in bands_of(pack.discriminating)]
    screened = answered_when(pack)
    return own if screened is None else [*own, screened]


def _unconcluded(pack: Pack, rules: list[engine.ProgramRule], tallies: list[engine.Tally]) -> set[str]:
    """Facts that some premise or tally mentions but nothing concludes (yet): they are inputs that nobody can give."""
    concluded = {fact for rule in rules for fact in rule.conclusions} | {mark.fact for tally in tallies for mark in tally.marks}
    mentioned = {fact_of(leaf) for premise in _premises(pack) for leaf in leaves(premise) if not isinstance(leaf, (Is, Limit))}
    mentioned |= {tally.blocked_by for tally in tallies}
    return {fact for fact in mentioned - concluded if ":" in fact}


def conclusions_of(rule: Rule) -> tuple[str, ...]:
    """The facts that a rule concludes."""
    return tuple(dict.fromkeys(conclusion_fact(rule, conclusion) for conclusion in rule.conclusions))


def conclusion_fact(rule: Rule, conclusion: Conclusion) -> str:
    """The fact that one conclusion of a rule stands for; evidence is a fact of its rule's own, of a picture the answer itself."""
    match conclusion:
        case Supports(condition):
            return rule.counts or evidence(rule.id, condition).name
        case Concludes(kind, name):
            return Fact(kind, name).name


def is_context(pack: Pack, rule: Rule, background: frozenset[str]) -> bool:
    """Whether a rule speaks only of what the runner is like (age, training, history), not of a symptom or sign."""
    return all(
        fact_of(leaf) in background
        if isinstance(leaf, Established)
        else pack.findings[leaf.finding].context or pack.group_of[leaf.finding].context
        for leaf in leaves(rule.premise)
    )


def background_of(pack: Pack) -> frozenset[str]:
    """The patterns and factors that every rule concludes from context findings alone: a jump in training, weak bone."""
    makers = [(rule, steps) for rule in pack.active_rules if (steps := _steps(rule))]
    every = frozenset(fact for _, facts in makers for fact in facts)
    resting: dict[str, list[str]] = {}
    for rule, facts in makers:
        for leaf in leaves(rule.premise):
            if isinstance(leaf, Established):
                resting.setdefault(fact_of(leaf), []).extend(facts)
    # What rests on something that is no background is none either.
    found, left = set(every), [fact for rule, facts in makers if not is_context(pack, rule, every) for fact in facts]
    while left:
        fact = left.pop()
        if fact in found:
            found.remove(fact)
            left += resting.get(fact, ())
    return frozenset(found)


def _steps(rule: Rule) -> tuple[str, ...]:
    """The patterns and factors that a rule concludes."""
    return tuple(conclusion_fact(rule, each) for each in rule.conclusions if isinstance(each, Concludes) and each.kind in STEPS)


def tally_of(pack: Pack, condition: str) -> engine.Tally | None:
    """How one condition is weighed; None where it is not."""
    return next(iter(_tallies(pack, condition)), None)


def _tallies(pack: Pack, only: str = "") -> list[engine.Tally]:
    """The weighing of every condition, or of only one."""
    items: dict[str, list[engine.Item]] = {}
    background = background_of(pack)
    for rule in pack.active_rules:
        for conclusion in rule.conclusions:
            if isinstance(conclusion, Supports):
                fact = conclusion_fact(rule, conclusion)
                leading = _leads(pack, rule, conclusion, background)
                unless = tuple(fact_of(answer) for answer in conclusion.unless)
                items.setdefault(conclusion.condition, []).append(engine.Item(fact, conclusion.weight, conclusion.group, leading, unless))
    for picture in pack.pictures if not only else [each for each in pack.pictures if each.id == only]:
        items.setdefault(picture.id, []).extend(_drawn(pack, cell) for cell in pack.cells(picture.id))
    bands = pack.about.weighing.bands
    return [
        engine.Tally(
            weigh_id(condition.id),
            pack.about.weighing.priors[condition.prior],
            tuple(items.get(condition.id, ())),
            (
                engine.Mark(Fact("likely", condition.id).name, bands["likely"]),
                engine.Mark(Fact("suspected", condition.id).name, bands["possible"]),
            ),
            Fact("excluded", condition.id).name,
        )
        for condition in pack.conditions
        if condition.prior is not None and only in ("", condition.id)
    ]


def leading_evidence(pack: Pack) -> frozenset[tuple[str, str]]:
    """Which evidence of rules can bring a condition up by itself: the condition, and the fact that is counted."""
    background = background_of(pack)
    return frozenset(
        (conclusion.condition, conclusion_fact(rule, conclusion))
        for rule in pack.active_rules
        for conclusion in rule.conclusions
        if isinstance(conclusion, Supports) and _leads(pack, rule, conclusion, background)
    )


def _leads(pack: Pack, rule: Rule, conclusion: Supports, background: frozenset[str]) -> bool:
    """Whether evidence can bring its condition up by itself: it speaks for it, of more than what the runner is like."""
    return conclusion.weight > 0 and not is_context(pack, rule, background)


def _drawn(pack: Pack, cell: Cell) -> engine.Item:
    """One weight of a picture. What somebody is like, or denies, never brings a condition up."""
    context = pack.findings[cell.finding].context or pack.group_of[cell.finding].context
    leading = cell.weight > 0 and cell.row is not None and not (cell.denied or context)
    return engine.Item(cell.fact, cell.weight, pack.discriminating_by_id[cell.finding].group, leading)
