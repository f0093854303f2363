"""What the authors of a pack accept: taking it out of the report, and saying when there is nothing to accept any more."""

from collections.abc import Iterable, Iterator

from hipexpert.audit.running.catalogue import all_checks
from hipexpert.audit.values import Suppressed, Violation
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.governance import Suppression
from hipexpert.knowledge.packs.suggestions import did_you_mean

STALE = "stale-suppression"


def ids_of(violation: Violation) -> frozenset[str]:
    """The ids by which a violation is suppressed: those of its rules, or where it is about none, of what it is about."""
    return frozenset(violation.rules) or frozenset(each.partition(":")[2] for each in violation.others)


def suppress(pack: Pack, violations: Iterable[Violation]) -> tuple[list[Violation], list[Suppressed]]:
    """The violations that stand, and those that are suppressed. One about several rules is suppressed only if all of them are
    listed; one of safety never is.
    """
    stand: list[Violation] = []
    accepted: list[Suppressed] = []
    for violation in violations:
        entry = next((each for each in pack.suppressions if _covers(each, violation)), None)
        if entry is None:
            stand.append(violation)
        else:
            accepted.append(Suppressed(violation, entry.reason))
    return stand, accepted


def _covers(entry: Suppression, violation: Violation) -> bool:
    check = all_checks()[violation.check]
    ids = ids_of(violation)
    return entry.check == violation.check and check.group != "safety" and bool(ids) and ids <= set(entry.rules)


def stale(pack: Pack, accepted: Iterable[Suppressed], ran: frozenset[str]) -> Iterator[Violation]:
    """A violation for each suppression, and each id in one, that suppresses nothing although its check ran."""
    used: dict[str, set[str]] = {}
    for each in accepted:
        used.setdefault(each.violation.check, set()).update(ids_of(each.violation))
    known = all_checks()
    for number, entry in enumerate(pack.suppressions):
        if entry.check not in known:
            hint = did_you_mean(entry.check, known, "`hipexpert audit --list` lists the checks")
            yield _stale(pack, number, entry, f"there is no check `{entry.check}`", hint)
        elif known[entry.check].group == "safety":
            yield _stale(pack, number, entry, f"a violation of `{entry.check}` cannot be suppressed", "mend the rules instead")
        elif entry.check in ran:
            idle = [name for name in entry.rules if name not in used.get(entry.check, set())]
            if idle:
                listed = ", ".join(f"`{name}`" for name in idle)
                yield _stale(pack, number, entry, f"`{entry.check}` finds nothing to suppress about {listed}", "remove it")


def _stale(pack: Pack, number: int, entry: Suppression, message: str, hint: str) -> Violation:
    file, _, line = pack.places.get("suppressions", {}).get(str(number), "suppressions.yaml:0").rpartition(":")
    rules = tuple(name for name in entry.rules if name in pack.rule_by_id)
    return Violation(STALE, "warning", rules, (), file, int(line), message, hint)
