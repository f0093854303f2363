"""The cases that a measurement got wrong, each with its reasons."""

from hipexpert.audit.measuring.measures import Benchmark, CaseOutcome, Placed
from hipexpert.audit.measuring.measuring import is_miss, is_shown
from hipexpert.rendering.report.blocks import Point, Row, Rows, Span, Style, code, plain, quiet

FAULTS: dict[str, Style] = {"under": "bad", "over": "doubt", "undetermined": "doubt"}
GRAVITY = {"under": 0, "over": 1, "undetermined": 2, "within": 3}


def missed_cases(benchmark: Benchmark) -> list[CaseOutcome]:
    """The cases that deserve a look: those in scope first, wrong urgency before wrong ranking."""
    missed = [each for each in benchmark.outcomes if is_miss(each)]
    return sorted(missed, key=lambda each: (not each.in_scope, GRAVITY[each.denied.triage], each.case))


def miss(outcome: CaseOutcome) -> Point:
    """A case with what went wrong in it."""
    scope = "" if outcome.in_scope else " (out of scope)"
    rows = tuple(Row(Span(word, FAULTS.get(word, "plain")), text) for word, text in _faults(outcome))
    return Point((code(outcome.case), scope, quiet(f"  {outcome.title}")), (Rows(rows, 9, right=True),))


def _faults(outcome: CaseOutcome) -> list[tuple[str, ...]]:
    """What went wrong in a case and why: a word and a sentence for each fault."""
    rows: list[tuple[str, ...]] = []
    told = outcome.denied
    if told.triage != "within":
        wanted = plain(outcome.at_least)
        if outcome.at_most != outcome.at_least:
            wanted += f" to {plain(outcome.at_most)}"
        rows.append((told.triage, f"{plain(told.level)}, but {wanted} was expected"))
        rows += [("because", f"{each.title} ({each.rule})") for each in told.raised_by] or [("because", "no rule raised the urgency")]
    if outcome.accepted and (outcome.right is None or outcome.right.place > 1 or not is_shown(outcome.right)):
        rows.append(("ranking", _ranking_fault(outcome)))
    rows += [("silent", f"the rule {rule} was expected to fire") for rule in outcome.not_fired]
    if outcome.advice == 0:
        rows.append(("advice", "there is none"))
    return rows


def _ranking_fault(outcome: CaseOutcome) -> str:
    first = ", ".join(_placed(each) for each in outcome.first) or "nothing was ranked"
    right = outcome.right
    if right is None:
        return f"{first}; none of those accepted was ranked ({', '.join(outcome.accepted)})"
    hidden = "" if is_shown(right) else ", and so not shown"
    return f"{first}; the first right one is number {right.place}, {_placed(right)}{hidden}"


def _placed(placed: Placed) -> str:
    return f"{placed.name} ({plain(placed.band)}, {placed.decibans:+d})"
