"""The mutants of a pack: each a rule with one small change, such as a slip of its author could make.

=========  ==========================================================================================================
drop       a premise is left out of its gate (a rule's only premise cannot be: it would always fire)
negate     an answer is turned round: true and ``absent``, a value and the next one, a value and its denial, a comparison
threshold  the bound of a comparison moves by one step either way (1 for whole numbers, else 0.1), within the finding's range
count      a gate asks for one premise more or fewer
strength   evidence becomes a step stronger or weaker, or turns against (for) its condition
urgency    a level moves up or down one step
conclusion a conclusion is left out: advice that is given or forbidden, a condition that is suspected or excluded, a pattern, a factor
group      evidence is counted beside what says the same, and not instead of it
unless     an exception of evidence is left out
screen     a question of the screen is left out, or it is asked of those as well who need not be asked
safe_when  a part of what makes a test at home safe is left out, or turned round
=========  ==========================================================================================================
"""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from hipexpert.audit.suite.premise_parts import gates, part_at, parts, with_part, without_part
from hipexpert.audit.suite.values import Operator
from hipexpert.audit.suite.writing import conclusion_line, premise_line
from hipexpert.knowledge import LEVELS, Pack
from hipexpert.knowledge.packs.checking import HIGHEST_WEIGHED
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.pack import Concludes, Conclusion, Rule, ScreenItem, Supports
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Premise, Several
from hipexpert.knowledge.packs.program import made_premises, safe_rule
from hipexpert.knowledge.packs.screen import RULE, answered_when
from hipexpert.knowledge.packs.sourced import NEVER_REVIEWED
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number, YesNo

_OPPOSITE = {">=": "<", "<": ">=", ">": "<=", "<=": ">"}
NOTHING = Concludes("pattern", "-nothing")  # what a rule concludes that has nothing left: no pattern of a pack can be called so
_DECIBAN_STEP = 3  # of a published ratio, which has no strength: about double or half


@dataclass(frozen=True)
class RuleChange:
    """One mutant: a rule, what was done to it, the rule as it then is, and both in words. The rules that are made of the screen and
    of ``safe_when`` have mutants too: those say in ``entry`` which entry of the pack was changed, and what it then is.
    """

    operator: Operator
    rule: Rule
    mutated: Rule
    before: str
    after: str
    entry: tuple[str, ScreenItem | Premise | None] | None = None

    def applied(self, pack: Pack) -> Pack:
        """The pack with the mutated rule in place of the rule."""
        if self.entry is not None:
            name, changed = self.entry
            if self.operator == "screen":
                items = (changed if each.id == name else each for each in pack.screen)
                return replace(pack, screen=tuple(each for each in items if isinstance(each, ScreenItem)))
            tests = {**pack.safe_tests, name: changed}
            return replace(pack, safe_tests={each: premise for each, premise in tests.items() if premise is not None})
        return replace(pack, rules=tuple(self.mutated if rule.id == self.rule.id else rule for rule in pack.rules))


def mutants_of(pack: Pack, late: frozenset[str]) -> Iterator[RuleChange]:
    """Every mutant of every active rule, in the order of the rules. Rules that are ``late`` may not raise above *routine*."""
    for rule in pack.active_rules:
        seen = {rule.premise}
        for operator, premise, before, after in _premise_changes(pack, rule):
            if premise not in seen:
                seen.add(premise)
                yield RuleChange(operator, rule, replace(rule, premise=premise), before, after)
        yield from _conclusion_changes(pack, rule, rule.id in late)


def made_mutants_of(pack: Pack) -> Iterator[RuleChange]:
    """Every mutant of the rules that are made of the screen and of ``safe_when``."""
    made = made_premises(pack)
    for name, premise in pack.safe_tests.items():
        rule = _made(safe_rule(name), premise)
        seen = {premise}
        for operator, changed, before, after in _premise_changes(pack, rule):
            if operator in ("drop", "negate") and changed not in seen:
                seen.add(changed)
                yield RuleChange("safe_when", rule, replace(rule, premise=changed), before, after, (name, changed))
    for number, item in enumerate(pack.screen):
        rule = _made(RULE, made[RULE])
        for other, before, after in _screened_otherwise(pack, item):
            items = (*pack.screen[:number], *([other] if other is not None else []), *pack.screen[number + 1 :])
            screened = answered_when(replace(pack, screen=items))
            if screened is not None:
                yield RuleChange("screen", rule, replace(rule, premise=screened), before, after, (item.id, other))


def _screened_otherwise(pack: Pack, item: ScreenItem) -> Iterator[tuple[ScreenItem | None, str, str]]:
    yield None, f"{item.id}: {item.ask}", "(left out)"
    if item.unless is not None:
        yield replace(item, unless=None), f"{item.id}: unless {premise_line(pack, item.unless)}", "(asked of everybody)"


def _made(name: str, premise: Premise) -> Rule:
    """A rule that is made of something else of the pack, as far as mutants need it."""
    return Rule(name, name, premise, (), "", (), NEVER_REVIEWED, "active", "pack.yaml")


def _premise_changes(pack: Pack, rule: Rule) -> Iterator[tuple[Operator, Premise, str, str]]:
    whole = rule.premise
    for path, part in parts(whole):
        before = premise_line(pack, part)
        without = without_part(whole, path)
        if without is not None:
            yield "drop", without, before, "(left out)"
        if not isinstance(part, Several):
            around = part_at(whole, path[:-1]) if path else whole
            beside = set(around.of) if isinstance(around, Several) else set()
            turned = _turned(pack, part, beside)
            if turned is not None:
                yield "negate", with_part(whole, path, turned), before, premise_line(pack, turned)
        if isinstance(part, Limit):
            for moved in _moved(pack, part):
                yield "threshold", with_part(whole, path, moved), before, premise_line(pack, moved)
    for path, gate in gates(whole):
        for count in (gate.count - 1, gate.count + 1):
            if 1 <= count <= len(gate.of):
                before, after = f"{gate.count} of {premise_line(pack, gate)}", f"{count} of the {len(gate.of)}"
                yield "count", with_part(whole, path, Several(count, gate.of)), before, after


def _turned(pack: Pack, leaf: Premise, beside: set[Premise]) -> Premise | None:
    """The opposite of a leaf, or another answer to the same question that does not stand beside it yet."""
    match leaf:
        case Is(finding, value):
            asked = pack.findings[finding]
            if isinstance(asked, YesNo):
                return Is(finding, "no" if value == "yes" else "yes")
            if isinstance(asked, Choices):
                return Denied(finding, value)
            names = [each.id for each in asked.values] if isinstance(asked, Choice) else [value]
            start = names.index(value)
            others = [Is(finding, names[(start + step) % len(names)]) for step in range(1, len(names))]
            return next((other for other in others if other not in beside), None)
        case Denied(finding, value):
            return Is(finding, value)
        case Limit(finding, operator, bound):
            return Limit(finding, _OPPOSITE[operator], bound)  # type: ignore[arg-type]
        case Established() | Several():
            return None


def _moved(pack: Pack, limit: Limit) -> Iterator[Limit]:
    asked = pack.findings[limit.finding]
    if not isinstance(asked, Number):
        return
    step = 1.0 if asked.whole else 0.1
    for bound in (round(limit.bound - step, 6), round(limit.bound + step, 6)):
        if asked.minimum <= bound <= asked.maximum:
            yield Limit(limit.finding, limit.operator, bound)


def _conclusion_changes(pack: Pack, rule: Rule, late: bool) -> Iterator[RuleChange]:
    for number, conclusion in enumerate(rule.conclusions):
        for kind, rest, before, after in _left_out(pack, rule, number):
            yield RuleChange(kind, rule, replace(rule, conclusions=rest), before, after)
        operator: Operator = "strength" if isinstance(conclusion, Supports) else "urgency"
        for other in _others(pack, conclusion, late):
            conclusions = (*rule.conclusions[:number], other, *rule.conclusions[number + 1 :])
            mutated = replace(rule, conclusions=conclusions)
            yield RuleChange(operator, rule, mutated, conclusion_line(pack, conclusion), conclusion_line(pack, other))


def _left_out(pack: Pack, rule: Rule, number: int) -> Iterator[tuple[Operator, tuple[Conclusion, ...], str, str]]:
    """The conclusions of a rule without one of them, or with less of it."""
    conclusion, line = rule.conclusions[number], conclusion_line(pack, rule.conclusions[number])
    before, after = rule.conclusions[:number], rule.conclusions[number + 1 :]
    if isinstance(conclusion, Concludes):
        if conclusion.kind != "urgency":
            yield "conclusion", (*before, *after) or (NOTHING,), line, "(left out)"
        return
    if conclusion.group:
        yield "group", (*before, replace(conclusion, group=""), *after), f"{line}, group: {conclusion.group}", "(in no group)"
    for each in conclusion.unless:
        rest = tuple(other for other in conclusion.unless if other != each)
        yield (
            "unless",
            (*before, replace(conclusion, unless=rest), *after),
            f"{line}, unless: {premise_line(pack, each)}",
            "(always counted)",
        )


def _others(pack: Pack, conclusion: Conclusion, late: bool) -> Iterator[Conclusion]:
    match conclusion:
        case Supports(_, weight, _, ratio):
            sign = 1 if weight > 0 else -1
            for size in _neighbours(pack, abs(weight), ratio):
                yield replace(conclusion, weight=sign * size, ratio=None)
            yield replace(conclusion, weight=-weight, ratio=None)
        case Concludes("urgency", level):
            place = rank(level)  # type: ignore[arg-type]
            highest = rank(HIGHEST_WEIGHED) if late else len(LEVELS) - 1
            for other in (place - 1, place + 1):
                if 0 <= other <= highest:
                    yield Concludes("urgency", LEVELS[other])
        case _:
            return


def _neighbours(pack: Pack, size: int, ratio: float | None) -> list[int]:
    """The weights next to one: of a strength the next strengths, of a published ratio about half and double."""
    if ratio is not None:
        return [each for each in (size - _DECIBAN_STEP, size + _DECIBAN_STEP) if each > 0]
    ladder = sorted(set(pack.about.weighing.strengths.values()))
    below, above = [each for each in ladder if each < size], [each for each in ladder if each > size]
    return [*below[-1:], *above[:1]]
