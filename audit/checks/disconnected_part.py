"""Finds what `disconnected_part.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject


def _find(subject: Subject) -> Iterator[Found]:
    for part in subject.connections.islands:
        own = tuple(rule for rule in sorted(part.rules) if rule in subject.gates)
        asked = part.facts & subject.states.finding_of.keys()
        if own and not subject.connections.behind_facts(asked).outputs:
            count = f"{len(own)} rules hang together and lead" if len(own) > 1 else "the rule leads"
            yield Found(f"{count} from no answer to anything that is said", "connect them with findings and outputs, or retire them", own)


CHECK = Check("disconnected-part", "graph", "warning", _find, unworded=True, unweighed=True)
