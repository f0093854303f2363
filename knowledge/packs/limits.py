"""How much a pack may ask for: every limit in one place, each far above the pack that ships (docs/limits.md lists them).

A stranger's pack is read, compiled, searched and drawn. What passes a limit is refused before that, with the limit that was passed.
"""

import math
from collections.abc import Collection, Iterator, Mapping

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import Concludes, Pack, Supports
from hipexpert.knowledge.packs.premises import Established, Limit, Premise, Several
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number

FILES = 5_000  # YAML files of a pack
PACK_BYTES = 50_000_000  # of all of them together
ZIP_BYTES = 10_000_000  # of a zip, however little is in it: its list of files is read whole
ENTRIES = 20_000  # rules, and so of every other kind of entry
VALUES = 1_000  # of one finding
PREMISE_DEPTH = 20  # gates within gates
PREMISE_PARTS = 1_000  # leaves of one premise
SESSIONS = 100  # of one programme: the audit walks through every state of it
CHAIN = 10_000  # rules that lead one to another
CIRCLE = 30  # facts that lead one to another in a circle
DECIBANS = 1_000  # a strength, prior, band or weight, either way
MAGNITUDE = 1e9  # a bound of a number, either way


def limit_problems(pack: Pack) -> list[Problem]:
    """A problem for each limit that a pack passes, with its place. It needs no program, and walks without recursion."""
    return [*_too_many(pack), *_numbers(pack), *_premises(pack), *_chains(pack)]


def passed(what: str, limit: float, place: str, help_text: str) -> Problem:
    """The problem of a limit that was passed."""
    return Problem("over-limit", f"{what}: the limit is {limit:,.0f}".replace(",", " "), place, help_text)


def _too_many(pack: Pack) -> Iterator[Problem]:
    kinds = {
        "rules": pack.rules,
        "findings": pack.findings,
        "conditions": pack.conditions,
        "patterns": pack.patterns,
        "constraints": pack.constraints,
        "sources": pack.sources,
        "advice": pack.advice,
        "claims": pack.claims,
        "programmes": pack.programmes,
        "exercises": pack.exercises,
    }
    for name, entries in kinds.items():
        if len(entries) > ENTRIES:
            yield passed(f"{len(entries)} {name}", ENTRIES, "pack.yaml", "make more than one pack of it")
    for finding in pack.findings.values():
        if isinstance(finding, (Choice, Choices)) and len(finding.values) > VALUES:
            yield passed(f"`{finding.id}` has {len(finding.values)} values", VALUES, _place(pack, "findings", finding.id), "list fewer")


def _numbers(pack: Pack) -> Iterator[Problem]:
    weighing = pack.about.weighing
    for name in ("strengths", "priors", "bands", "behind"):
        for key, size in getattr(weighing, name).items():
            if abs(size) > DECIBANS:
                yield passed(
                    f"`{name}` gives `{key}` more decibans than any evidence has", DECIBANS, "pack.yaml", "10 decibans are 10 to 1"
                )
    if any(abs(getattr(weighing.stances, name)) > DECIBANS for name in weighing.stances.__struct_fields__):
        yield passed("`stances` holds a number out of all proportion", DECIBANS, "pack.yaml", "a stance is a share, `cap` decibans")
    for rule in pack.rules:
        if any(isinstance(each, Supports) and abs(each.weight) > DECIBANS for each in rule.conclusions):
            yield passed(f"`{rule.id}` weighs more decibans than any evidence", DECIBANS, _place(pack, "rules", rule.id), "see `lr`")
    for finding in pack.findings.values():
        if isinstance(finding, Number) and max(abs(finding.minimum), abs(finding.maximum)) > MAGNITUDE:
            yield passed(f"the range of `{finding.id}` is too wide", MAGNITUDE, _place(pack, "findings", finding.id), "narrow it")


def _premises(pack: Pack) -> Iterator[Problem]:
    written: list[tuple[str, str, Premise]] = [("rules", each.id, each.premise) for each in pack.rules]
    written += [("constraints", each.id, each.never) for each in pack.constraints]
    written += [("findings", name, premise) for name, premise in pack.safe_tests.items()]
    written += [("advice", name, premise) for name, premise in pack.safe_advice.items()]
    for claim in pack.claims:
        written += [("claims", claim.id, each) for each in (claim.when, claim.never, claim.concluded) if each is not None]
    written += [("screen", each.id, each.unless) for each in pack.screen if each.unless is not None]
    for programme in pack.programmes:
        who = [programme.who] if programme.who is not None else []
        written += [("programmes", programme.id, each) for each in (*who, *(rule.when for rule in programme.decision_by_id.values()))]
        if len(programme.steps) > SESSIONS:
            place = _place(pack, "programmes", programme.id)
            yield passed(
                f"`{programme.id}` has {len(programme.steps)} sessions", SESSIONS, place, "let a session be repeated with `passes`"
            )
    for kind, name, premise in written:
        place, (depth, parts, widest) = _place(pack, kind, name), _measured(premise)
        if depth > PREMISE_DEPTH:
            yield passed(f"the premise of `{name}` has gates {depth} deep", PREMISE_DEPTH, place, "name parts of it as patterns")
        if parts > PREMISE_PARTS:
            yield passed(f"the premise of `{name}` has {parts} parts", PREMISE_PARTS, place, "name parts of it as patterns")
        if not widest <= MAGNITUDE:
            yield passed(f"the premise of `{name}` has a bound out of all proportion", MAGNITUDE, place, "no finding has such a value")


def _measured(premise: Premise) -> tuple[int, int, float]:
    """How deep the gates of a premise are, how many leaves it has, and its largest bound."""
    deepest, parts, widest = 0, 0, 0.0
    waiting = [(premise, 0)]
    while waiting:
        each, depth = waiting.pop()
        deepest = max(deepest, depth)
        if isinstance(each, Several):
            waiting += [(part, depth + 1) for part in each.of]
            continue
        parts += 1
        if isinstance(each, Limit):
            widest = max(widest, abs(each.bound)) if math.isfinite(each.bound) else math.inf
    return deepest, parts, widest


def _chains(pack: Pack) -> Iterator[Problem]:
    """A problem when more rules than :data:`CHAIN` can lead one to another, rules that lead in a circle counting as many as they are, or
    more than :data:`CIRCLE` facts to one another.
    """
    leads: dict[str, set[str]] = {}
    for rule in pack.active_rules:
        concluded = [fact for each in rule.conclusions for fact in _facts(each)]
        for before in _asked(rule.premise):
            leads.setdefault(before, set()).update(concluded)
    longest, last, circle = _longest(leads)

    def place(fact: str) -> str:
        concluding = next(rule for rule in pack.active_rules if any(fact in _facts(each) for each in rule.conclusions))
        return _place(pack, "rules", concluding.id)

    if longest > CHAIN:
        yield passed(f"a chain of {longest} conclusions leads to `{last}`", CHAIN, place(last), "conclude it in fewer steps")
    if len(circle) > CIRCLE:
        fact = min(circle)
        help_text = "let one of the rules rest on answers alone"
        yield passed(f"`{fact}` is one of {len(circle)} conclusions that lead to one another", CIRCLE, place(fact), help_text)


def _longest(leads: Mapping[str, Collection[str]]) -> tuple[int, str, list[str]]:
    """How many facts lead one to another at most, the last of them, and the largest circle. Facts in a circle count as many as they
    are.
    """
    back: dict[str, set[str]] = {}
    for fact, following in leads.items():
        for each in following:
            back.setdefault(each, set()).add(fact)
    finished, seen = list[str](), set[str]()
    for start in leads:
        finished += _finished(start, leads, seen)
    length, seen, largest = dict[str, int](), set[str](), list[str]()
    for start in reversed(finished):  # Kosaraju: the circles, what leads to them first
        circle = _finished(start, back, seen)
        before = max((length[each] for fact in circle for each in back.get(fact, ()) if each in length), default=0)
        length |= dict.fromkeys(circle, before + len(circle))
        largest = max(largest, circle, key=len)
    longest = max(length.values(), default=0)
    return longest, min((fact for fact, steps in length.items() if steps == longest), default=""), largest


def _finished(start: str, leads: Mapping[str, Collection[str]], seen: set[str]) -> list[str]:
    """What can be reached from a fact and was not ``seen``, each after all that is reached from it."""
    finished, waiting = list[str](), [] if start in seen else [(start, iter(leads.get(start, ())))]
    seen.add(start)
    while waiting:
        fact, after = waiting[-1]
        following = next((each for each in after if each not in seen), None)
        if following is None:
            finished.append(fact)
            waiting.pop()
        else:
            seen.add(following)
            waiting.append((following, iter(leads.get(following, ()))))
    return finished


def _asked(premise: Premise) -> Iterator[str]:
    """The conclusions that a premise asks for."""
    waiting = [premise]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Several):
            waiting += each.of
        elif isinstance(each, Established):
            yield Fact(each.kind, each.id).name


def _facts(conclusion: Concludes | Supports) -> tuple[str, ...]:
    if isinstance(conclusion, Concludes):
        return (Fact(conclusion.kind, conclusion.id).name,)
    return (Fact("suspected", conclusion.condition).name, Fact("likely", conclusion.condition).name)


def _place(pack: Pack, kind: str, name: str) -> str:
    return pack.places.get(kind, {}).get(name, "pack.yaml")
