"""The ways in which a premise says of itself that it may hold."""

from collections.abc import Iterator

from hipexpert.engine import Gate, GroundPremise


def alternatives(premise: GroundPremise) -> Iterator[GroundPremise]:
    """A premise, and the parts of it each of which is enough, however deep they stand."""
    yield premise
    if isinstance(premise, Gate) and premise.count == 1:
        for part in premise.of:
            yield from alternatives(part)
