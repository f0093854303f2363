"""The figures of a part of the cases: those of a kind, those in which a condition comes first, those that were read twice."""

from collections import Counter
from collections.abc import Iterable, Sequence

from hipexpert.audit.measuring.measures import CaseOutcome, KindRow, NamedFirst, Placed, RangeRow, Rankings, SecondReadings
from hipexpert.audit.measuring.proportions import proportion, ranking_of
from hipexpert.knowledge.cases.cases import KINDS
from hipexpert.knowledge.packs.pack import Pack


def accepting(outcomes: Iterable[CaseOutcome]) -> list[CaseOutcome]:
    """The cases that accept a condition; only these say something of a ranking."""
    return [each for each in outcomes if each.accepted]


def diagnosed(outcomes: Iterable[CaseOutcome]) -> list[CaseOutcome]:
    """Those of them that say a diagnosis. Where the pack has no such condition it is missed, not left out."""
    return [each for each in accepting(outcomes) if each.exact is not None]


def place_of(placed: Placed | None) -> int | None:
    """The place of a condition that may not have been ranked."""
    return placed.place if placed is not None else None


def rankings_of(outcomes: Sequence[CaseOutcome]) -> Rankings:
    """How often the diagnosis itself, and any accepted condition, is among the first."""
    return Rankings(
        exact=ranking_of(place_of(each.right_exact) for each in diagnosed(outcomes)),
        accepted=ranking_of(place_of(each.right) for each in accepting(outcomes)),
    )


def by_kind(outcomes: Sequence[CaseOutcome]) -> tuple[KindRow, ...]:
    """The measures of each kind of which there are cases."""
    rows = []
    for kind in KINDS:
        cases = [each for each in outcomes if each.kind == kind]
        within, under, over = (proportion(each.denied.triage == verdict for each in cases) for verdict in ("within", "under", "over"))
        emergencies = proportion(each.denied.level == "emergency" for each in cases if each.at_least == "emergency")
        rows += [KindRow(kind, len(cases), rankings_of(cases), within, under, over, emergencies)] if cases else []
    return tuple(rows)


def named_first(outcomes: Sequence[CaseOutcome], pack: Pack) -> tuple[NamedFirst, ...]:
    """How often each condition comes first, and how often rightly; of the cases that say which conditions are right."""
    cases = diagnosed(outcomes)
    first = Counter(each.first[0].condition for each in cases if each.first)
    exact = Counter(each.first[0].condition for each in cases if each.first and each.first[0].condition in (each.exact or ()))
    accepted = Counter(each.first[0].condition for each in cases if each.first and each.first[0].condition in each.accepted)
    of = Counter(condition for each in cases for condition in each.exact or ())
    order = sorted(first, key=lambda condition: (-first[condition], condition))
    names = pack.condition_by_id
    return tuple(NamedFirst(each, names[each].name, first[each], exact[each], accepted[each], of[each]) for each in order)


def second_readings(outcomes: Sequence[CaseOutcome]) -> SecondReadings | None:
    """The second reading of the cases that have one, and this pack on the same."""
    twice = [(each, each.second_reading) for each in outcomes if each.second_reading is not None]
    if not twice:
        return None
    cases = [each for each, _ in twice]
    verdicts = [(each.denied.triage, second.triage) for each, second in twice]
    reader = Rankings(
        exact=ranking_of(second.exact_place for each, second in twice if each.accepted and each.exact is not None),
        accepted=ranking_of(second.accepted_place for each, second in twice if each.accepted),
    )

    def verdict_shares(reading: int) -> RangeRow:
        shares = (proportion(each[reading] == verdict for each in verdicts) for verdict in ("within", "under", "over"))
        return RangeRow("second" if reading else "first", *shares)

    both = RangeRow(
        "both",
        proportion("within" in each for each in verdicts),
        *(proportion(each == (verdict, verdict) for each in verdicts) for verdict in ("under", "over")),
    )
    return SecondReadings(len(cases), reader, rankings_of(cases), (verdict_shares(0), verdict_shares(1), both))
