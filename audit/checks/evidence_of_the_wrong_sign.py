"""Finds what `evidence_of_the_wrong_sign.md` describes."""

from collections.abc import Container, Iterable, Iterator, Mapping

from hipexpert.audit.check import AS_WRITTEN, Check, Found
from hipexpert.audit.subject.alarms import ALARMS, is_danger
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import Gate
from hipexpert.knowledge.packs.pack import Concludes, Rule, Supports
from hipexpert.knowledge.packs.pictures import Cell, Stance
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Premise, Several, fact_of, leaves, to_gate

FEWEST = 3  # neighbours that say the same
FREQUENT = frozenset({"hallmark", "common"})
TELLING = 2
"""A weight of a picture that is smaller, in decibans, says neither."""


def _find(subject: Subject) -> Iterator[Found]:
    for condition, items in subject.pack.weighing_rules.items():
        drawn = {cell.fact: cell.weight for cell in subject.drawn.get(condition, ())}
        for rule, item in items:
            told = {} if rule.made_from else _drawn_of(rule, drawn)
            if told and all(weight * item.weight < 0 and abs(weight) >= TELLING for weight in told.values()):
                speaks, other = ("for", "against") if item.weight > 0 else ("against", "for")
                yield Found(
                    f"the rule speaks {speaks} `{condition}`, and the picture of the condition says that {_listed(told)} speaks {other} it",
                    "exchange `supports` and `opposes`, or ask for the other answer",
                    rules=(rule.id,),
                    others=(f"condition:{condition}",),
                    witness=subject.runners.showing(subject.gates[rule.id]),
                )
    yield from _against_what_is_asked(subject)
    yield from _against_its_hallmark(subject)
    yield from _seldom_and_an_alarm(subject)
    yield from _one_sign_of_a_count_left(subject)
    yield from _against_its_regions(subject)
    yield from _against_its_family(subject)


def _against_what_is_asked(subject: Subject) -> Iterator[Found]:
    """Rules that need an answer for a condition, of which its picture says that it is hardly ever given."""
    for rule in subject.pack.active_rules:
        needed = {fact_of(leaf) for leaf in _needed(rule.premise)}
        for condition in () if rule.made_from else _spoken_for(rule):
            for cell in _called(subject, condition, "against", needed):
                message = (
                    f"`{rule.id}` asks for {_listed([cell.fact])} and speaks for `{condition}`, and the picture of the condition "
                    "says that it is hardly ever so"
                )
                yield _question(condition, cell, message, (rule.id,))


def _called(subject: Subject, condition: str, stance: Stance, facts: Container[str]) -> Iterator[Cell]:
    """The answers among these of which the picture of a condition says this."""
    cells = subject.drawn.get(condition, ())
    return (cell for cell in cells if cell.stance == stance and not cell.denied and cell.fact in facts)


def _against_its_hallmark(subject: Subject) -> Iterator[Found]:
    """Rules that speak against a condition and cannot fire without its hallmark, where nothing else that they need speaks against it."""
    for condition, items in subject.pack.weighing_rules.items():
        drawn = {cell.fact: cell for cell in subject.drawn.get(condition, ()) if not cell.denied}
        for rule, item in items:
            if rule.made_from or item.weight >= 0 or _any_alone(rule.premise):
                continue
            needed = {fact_of(leaf) for leaf in _needed(rule.premise)}
            told = [cell for fact, cell in drawn.items() if fact in needed]
            marks = [cell for cell in told if cell.stance == "hallmark" and cell.weight > 0]
            if marks and all(cell.weight >= 0 for cell in told):
                yield Found(
                    f"the rule speaks against `{condition}` and cannot fire without {_listed([marks[0].fact])}, its hallmark",
                    "exchange `supports` and `opposes`, or ask for the other answer",
                    rules=(rule.id,),
                    others=(f"condition:{condition}",),
                    witness=subject.runners.showing(subject.gates[rule.id]),
                )


def _seldom_and_an_alarm(subject: Subject) -> Iterator[Found]:
    """An answer that is an alarm by itself for a danger, of which the picture of the danger says that it is seldom given."""
    dangers = {each.id for each in subject.pack.conditions if is_danger(each)}
    for rule in subject.pack.active_rules:
        if rule.made_from or not _any_alone(rule.premise) or ALARMS.isdisjoint(subject.program.concluding[rule.id]):
            continue
        asked = {fact_of(leaf) for leaf in leaves(rule.premise)}
        for condition in dangers.intersection(_spoken_for(rule)):
            for cell in _called(subject, condition, "seldom", asked):
                message = (
                    f"`{rule.id}` raises an alarm for `{condition}` by {_listed([cell.fact])} alone, and the picture of the condition "
                    "says that this is seldom so"
                )
                yield _question(condition, cell, message, (rule.id,))


def _one_sign_of_a_count_left(subject: Subject) -> Iterator[Found]:
    """Rules against a condition that ask for the lack of all but one of the signs that another rule counts for it."""
    counted = {
        condition: [(rule, each) for rule in subject.pack.active_rules for each in _counts(rule.premise) if condition in _spoken_for(rule)]
        for condition in subject.pack.weighing_rules
    }
    for condition, items in subject.pack.weighing_rules.items():
        for rule, item in items if counted[condition] else ():
            if rule.made_from or item.weight >= 0:
                continue
            for other, several in counted[condition]:
                left = [
                    part for part in several.of if subject.runners.showing(Gate(2, (subject.gates[rule.id], to_gate(part)))) is not None
                ]
                if len(left) == 1:
                    yield Found(
                        f"the rule speaks against `{condition}` and asks for the lack of all but one of the {len(several.of)} signs that "
                        f"`{other.id}` counts for it; who has that one, {_listed(fact_of(leaf) for leaf in leaves(left[0]))}, is taken for "
                        "somebody without",
                        "ask for the lack of that one, too",
                        rules=(rule.id,),
                        others=(f"condition:{condition}", f"rule:{other.id}"),
                        witness=subject.runners.showing(Gate(2, (subject.gates[rule.id], to_gate(left[0])))),
                    )


def _counts(premise: Premise) -> Iterator[Several]:
    """The parts of a premise that count signs: at least some of several, and not all."""
    if isinstance(premise, Several):
        if len(premise.of) >= FEWEST and 1 < premise.count < len(premise.of):
            yield premise
        for part in premise.of:
            yield from _counts(part)


def _against_its_regions(subject: Subject) -> Iterator[Found]:
    """A picture that speaks against pain in a region that its condition names."""
    for condition in subject.pack.conditions:
        for cell in subject.felt_in(condition.id):
            if cell.stance == "against" and cell.value in condition.regions:
                message = f"`{condition.id}` is felt in the region `{cell.value}`, and its picture says that this is hardly ever so"
                yield _question(condition.id, cell, message)


def _against_its_family(subject: Subject) -> Iterator[Found]:
    """A picture that speaks against what is common in all others of the file in which its condition stands."""
    families: dict[tuple[str, str, str], dict[str, Cell]] = {}
    for condition, cells in subject.drawn.items():
        file = subject.pack.places.get("conditions", {}).get(condition, "").partition(":")[0]
        for cell in cells:
            if cell.stance is not None and not cell.denied:
                families.setdefault((file, cell.finding, cell.value), {})[condition] = cell
    for family in families.values():
        for condition, cell in family.items():
            others = [each.stance for name, each in family.items() if name != condition]
            if (
                cell.stance == "against"
                and cell.row is not None
                and not cell.row.because
                and len(others) >= FEWEST
                and FREQUENT.issuperset(others)
            ):
                message = (
                    f"the picture of `{condition}` says that {_listed([cell.fact])} is hardly ever so, and those of its {len(others)} "
                    "neighbours that it often is"
                )
                yield _question(condition, cell, message)


def _question(condition: str, cell: Cell, message: str, rules: tuple[str, ...] = ()) -> Found:
    others = (f"condition:{condition}", f"finding:{cell.finding}")
    return Found(
        message, "turn the stance round, or say `because` in its row", rules, others, ("pictures", condition), "note", covered=AS_WRITTEN
    )


def _spoken_for(rule: Rule) -> Iterator[str]:
    """The conditions for which a rule speaks."""
    for each in rule.conclusions:
        if isinstance(each, Supports) and each.weight > 0:
            yield each.condition
        elif isinstance(each, Concludes) and each.kind == "suspected":
            yield each.id


def _needed(premise: Premise) -> frozenset[Is | Denied | Limit | Established]:
    """The leaves without which a premise cannot hold."""
    if not isinstance(premise, Several):
        return frozenset({premise})
    parts = list(map(_needed, premise.of))
    if premise.count == len(parts):
        return frozenset().union(*parts)
    return frozenset.intersection(*parts) if premise.count == 1 and parts else frozenset()


def _drawn_of(rule: Rule, drawn: Mapping[str, int]) -> Mapping[str, int]:
    """The answers on which a rule rests alone, with their weights in a picture; none where it rests on more than pictures speak of."""
    found = {}
    for leaf in leaves(rule.premise):
        if isinstance(leaf, (Established, Limit)) or fact_of(leaf) not in drawn:
            return {}
        found[fact_of(leaf)] = drawn[fact_of(leaf)]
    # Two answers that each speak against it may speak for it together.
    return found if _any_alone(rule.premise) else {}


def _any_alone(premise: Premise) -> bool:
    """Whether each answer of a premise is enough by itself."""
    return not isinstance(premise, Several) or (premise.count == 1 and all(map(_any_alone, premise.of)))


def _listed(told: Iterable[str]) -> str:
    return " and ".join(f"`{fact}`" for fact in told)


CHECK = Check("evidence-of-the-wrong-sign", "logic between rules", "warning", _find, logic=True, unworded=True, unweighed=True)
