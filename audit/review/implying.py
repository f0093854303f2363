"""Whether one premise holds for everybody for whom another does, seen from how both are written."""

from hipexpert.knowledge.packs.premises import Limit, Premise, Several


def plainly_implies(first: Premise, second: Premise) -> bool:
    """Whether the second premise holds whenever the first does, as far as their form shows it: false where it does not show."""
    if first == second:
        return True
    if isinstance(second, Several) and sum(plainly_implies(first, each) for each in second.of) >= second.count:
        return True
    if isinstance(first, Several):
        # Whoever has so many of the parts has one of any that are more than the others.
        return sum(plainly_implies(each, second) for each in first.of) > len(first.of) - first.count
    return isinstance(first, Limit) and isinstance(second, Limit) and _within(first, second)


def _within(first: Limit, second: Limit) -> bool:
    """Whether each number that meets the first bound meets the second."""
    if first.finding != second.finding or first.operator[0] != second.operator[0]:
        return False
    beyond = first.bound - second.bound if first.operator[0] == ">" else second.bound - first.bound
    return beyond > 0 or (beyond == 0 and (first.operator == second.operator or "=" in second.operator))
