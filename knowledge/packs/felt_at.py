"""Where the pain of a condition is felt, and the rule that is made of it: pain only in other places speaks against it."""

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.conclusions import ConclusionReader
from hipexpert.knowledge.packs.pack import About, Condition, Rule
from hipexpert.knowledge.packs.premises import Names, PremiseReader
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Choice, Choices

STRENGTH = "moderate"  # of what pain in other places says against a condition


def rule_of(condition: Condition, file: str, place: str, names: Names, about: About | None) -> tuple[Rule | None, list[Problem]]:
    """The rule that ``felt_at`` of a condition stands for, and what is wrong with it.

    It holds when a place is named that is none of the condition's, and does not count while one of its own is named too.
    A place that is named only vaguely (a leg, the pelvis) is no other place.
    """
    felt = condition.felt_at
    if felt is None:
        return None, []
    ((name, own),) = felt.sites.items()
    finding = names.findings.get(name)
    if not isinstance(finding, (Choice, Choices)):
        known = [each.id for each in names.findings.values() if isinstance(each, (Choice, Choices))]
        return None, [Problem("unknown-finding", f"`{name}` is no finding with places to choose", place, did_you_mean(name, known))]
    elsewhere = [each.id for each in finding.values if each.id not in own and not each.vague]
    if not elsewhere:
        return None, [Problem("bad-premise", f"`{condition.id}` is felt everywhere", place, "leave `felt_at` out")]
    problems: list[Problem] = []
    premise = PremiseReader(names, lambda *_: place, problems).read({name: elsewhere})
    opposes = {"opposes": condition.id, "strength": STRENGTH, "unless": {name: list(own)}}
    concluded = ConclusionReader(names, about, lambda *_: place, problems).read([opposes])
    if premise is None or not concluded:
        return None, problems
    rule = Rule(
        id=f"pain-only-elsewhere-opposes-{condition.id.replace('_', '-')}",
        title=f"Pain only in other places speaks against {_within(condition.name)}",
        premise=premise,
        conclusions=concluded,
        because=felt.because,
        sources=felt.sources,
        reviewed=felt.reviewed,
        status="active",
        file=file,
        made_from=f"{file} {condition.id} felt_at",
    )
    return rule, problems


def _within(name: str) -> str:
    """A name within a sentence: with a small first letter, unless its first word is written with more capitals."""
    first = name.split(" ", 1)[0]
    return name if first != first.capitalize() else f"{name[:1].lower()}{name[1:]}"
