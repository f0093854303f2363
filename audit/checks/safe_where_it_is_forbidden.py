"""Finds what `safe_where_it_is_forbidden.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import Gate
from hipexpert.knowledge.packs.pack import Concludes, Rule
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Premise, Several, fact_of, to_gate


def _find(subject: Subject) -> Iterator[Found]:
    pack = subject.pack
    for rule in pack.active_rules:
        for name in _only_of_what_asks(subject, rule):
            for reason in _reasons(rule.premise):
                shown = subject.runners.showing(Gate(2, (to_gate(pack.safe_advice[name]), to_gate(reason))))
                if shown is not None:
                    yield Found(
                        f"the rule keeps `{name}` from whoever says `{fact_of(reason)}`, and its `safe_when` calls it safe for them",
                        "ask about that in what `safe_when` rests on, too: it is said to have been denied",
                        rules=(rule.id,),
                        others=(f"advice:{name}", *(f"rule:{each}" for each in _concluding(subject, name))),
                        witness=shown,
                    )


def _only_of_what_asks(subject: Subject, rule: Rule) -> list[str]:
    """What a rule keeps back, where all of that is advice that must be safe before it is given: then the rule is about that advice."""
    avoided = [each.id for each in rule.conclusions if isinstance(each, Concludes) and each.kind == "avoid"]
    return avoided if all(name in subject.pack.safe_advice for name in avoided) else []


def _reasons(premise: Premise) -> Iterator[Is | Denied | Limit]:
    """The answers of which each is enough by itself."""
    if isinstance(premise, Several):
        for part in premise.of if premise.count == 1 else ():
            yield from _reasons(part)
    elif not isinstance(premise, Established):
        yield premise


def _concluding(subject: Subject, name: str) -> Iterator[str]:
    """The rules that conclude the pattern by which an advice is called safe."""
    safe = subject.pack.safe_advice[name]
    if isinstance(safe, Established) and safe.kind == "pattern":
        yield from (rule.id for rule in subject.concluding("pattern").get(safe.id, ()))


CHECK = Check("safe-where-it-is-forbidden", "safety", "warning", _find, logic=True, unworded=True)
