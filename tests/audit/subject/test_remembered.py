"""What is remembered of an earlier version of a pack is what a fresh look finds, whatever was edited."""

import datetime
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from profiles import examples
from strategies_packs import ANSWERS, LATE, packs, premises
from tiny import TINY

from hipexpert import Pack, load_pack
from hipexpert.audit.proving.solving import Solver
from hipexpert.audit.subject.remembered import Remembered
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import ProgramError
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import Claim, Rule, Supports
from hipexpert.knowledge.packs.premises import Is
from hipexpert.knowledge.packs.program import program_of
from hipexpert.knowledge.packs.sourced import Citation, Review

STRENGTHS = (1, 3, 7, 10, 15)


def subject_of(pack: Pack, known: Remembered | None = None) -> Subject:
    """A pack under audit that remembers what is known."""
    found = Subject(pack, datetime.date.min, prove=True).reasoning
    found.remembered = Remembered(found)
    found.remembered.known = {} if known is None else known.asked
    return found


def answers(subject: Subject) -> Iterator[object]:
    """Everything that may be remembered, asked of a pack: who shows that a rule fires, and another does not; what nobody fires."""
    gates = sorted(subject.gates.items())
    yield subject.late_unreachable
    for (_, premise), (_, other) in zip(gates, gates[1:] + gates[:1], strict=True):
        yield subject.runners.chosen_showing(premise)
        yield subject.outside(premise, [other])
        yield subject.follows.implies(premise, other)
    for (rule, _), (other_rule, _) in zip(gates, gates[1:] + gates[:1], strict=True):
        yield subject.follows.implies(subject.gates[rule], subject.gates[other_rule], rule)
        yield subject.follows.always_fires(rule, other_rule)
        yield from (subject.follows.always_overruled(rule, Fact("avoid", each.id).name) for each in subject.pack.advice)
    for fact in sorted(subject.program.late_facts):
        yield subject.runners.chosen_showing(fact)
        yield subject.runners.chosen_showing(fact, frozenset({"swollen=yes"}))


@st.composite
def edits(draw: st.DrawFn, pack: Pack) -> Pack:
    """A pack with one thing changed: a strength, a premise, a rule gone, the order of rules, a constraint, a prior."""
    rules, number = list(pack.rules), draw(st.integers(0, len(pack.rules) - 1))
    kind = draw(st.sampled_from(("strength", "premise", "rule", "order", "constraint", "prior")))
    if kind == "strength":
        rules[number] = _told(rules[number], draw(st.sampled_from(STRENGTHS)))
    elif kind == "premise":
        rules[number] = replace(rules[number], premise=draw(premises(LATE)))
    elif kind == "rule":
        del rules[number]
    elif kind == "order":
        rules.reverse()
    elif kind == "constraint":
        return replace(pack, constraints=tuple(replace(each, never=draw(premises(ANSWERS))) for each in pack.constraints), content_hash="")
    else:
        changed = [replace(each, prior=draw(st.sampled_from(("common", "rare")))) if each.prior else each for each in pack.conditions]
        return replace(pack, conditions=tuple(changed), content_hash="")
    return replace(pack, rules=tuple(rules), content_hash="")


def _told(rule: Rule, strength: int) -> Rule:
    told = (
        replace(each, weight=strength if each.weight > 0 else -strength) if isinstance(each, Supports) else each
        for each in rule.conclusions
    )
    return replace(rule, conclusions=tuple(told))


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_remembered_is_what_a_fresh_look_finds(data: st.DataObject) -> None:
    """Of random packs, after one edit and after two; the same when asked of the pack as it was."""
    pack = data.draw(packs(load_pack(TINY)))
    assume(pack.rules)
    before = subject_of(pack)
    first = list(answers(before))
    assert list(answers(subject_of(pack, before.remembered))) == first
    for _ in range(2):
        pack = data.draw(edits(pack))
        assume(pack.rules)
        try:
            program_of(pack)
        except ProgramError:  # the rules feed themselves through the weighing
            assume(False)
        after = subject_of(pack, before.remembered)
        assert list(answers(after)) == list(answers(Subject(pack, datetime.date.min, prove=True).reasoning))
        before = after


def test_only_what_lies_behind_is_looked_for_again() -> None:
    """A changed premise of one rule leaves who was found for another, and so does a changed strength elsewhere."""
    pack = load_pack(TINY)
    before = subject_of(pack)
    list(answers(before))
    assert before.remembered is not None
    for number, rule in enumerate(pack.rules):
        edited = replace(rule, premise=Is("side", "right")) if rule.premise != Is("side", "right") else _told(rule, 1)
        after = subject_of(
            replace(pack, rules=(*pack.rules[:number], edited, *pack.rules[number + 1 :]), content_hash=""), before.remembered
        )
        list(answers(after))
        assert after.remembered is not None
        taken = after.remembered.asked.keys() & before.remembered.asked.keys()
        assert taken, rule.id


def claimed(pack: Pack) -> Pack:
    """A pack that claims something of everybody for whom a rule fires, of consistent answers and of all."""
    cited, review = (Citation("book", "support"),), Review(datetime.date(2026, 11, 21), "tester")
    claims = [
        Claim(f"claim-{number}", "so", "so", cited, review, when=rule.premise, at_least="self_care", consistent=number % 2 == 0)
        for number, rule in enumerate(pack.rules)
    ]
    return replace(pack, claims=tuple(claims))


def proofs(subject: Subject) -> Iterator[object]:
    """What is proved with the weighing left open: of each theorem and claim, and of whom a rule fires for and another does not."""
    yield from ((each.name, each.says, each.outcome, each.empty) if each is not None else None for each in subject.proved_unweighed)
    gates = sorted(subject.gates.items())
    yield subject.nobody([(premise, (other,)) for (_, premise), (_, other) in zip(gates, gates[1:] + gates[:1], strict=True)])


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_remembered_to_be_proved_is_what_a_fresh_prover_proves(data: st.DataObject) -> None:
    """Of random packs after one edit and after two, theorem by theorem and claim by claim."""
    pack, known = claimed(data.draw(packs(load_pack(TINY)))), None
    for _ in range(3):
        try:
            program_of(pack)
        except ProgramError:  # the rules feed themselves through the weighing
            assume(False)
        after = subject_of(pack, known)
        assert list(proofs(after)) == list(proofs(Subject(pack, datetime.date.min, prove=True).reasoning))
        known = after.remembered
        assume(pack.rules)
        pack = data.draw(edits(pack))


def test_no_solver_is_asked_again_what_no_edit_lies_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """After another premise of evidence nothing is proved again: no theorem and no claim of answers rests on what is weighed."""
    pack = claimed(load_pack(TINY))
    before = subject_of(pack)
    proved = before.proved_unweighed
    number, rule = next((number, each) for number, each in enumerate(pack.rules) if isinstance(each.conclusions[0], Supports))
    gone = f"claim-{number}"
    claims = tuple(each for each in pack.claims if each.id != gone)
    edited = replace(rule, premise=Is("side", "right"))
    after = subject_of(
        replace(pack, rules=(*pack.rules[:number], edited, *pack.rules[number + 1 :]), claims=claims, content_hash=""), before.remembered
    )
    asked: list[object] = []
    check = Solver.check
    monkeypatch.setattr(Solver, "check", lambda *said, **more: asked.append(said) or check(*said, **more))  # type: ignore[func-returns-value]
    found = after.proved_unweighed
    assert [each.name for each in found if each is not None] == [each.name for each in proved if each is not None and each.name != gone]
    assert len(asked) == found.count(None) > 0  # what is not proved is kept nowhere


KEYS = "import test_remembered; print(test_remembered.keys(), end='')"


def keys() -> str:
    """The names of all that is remembered of a pack."""
    subject = subject_of(load_pack(TINY))
    list(answers(subject))
    assert subject.remembered is not None
    return " ".join(sorted(key.hex() for key in subject.remembered.asked))


def test_another_process_gives_the_same_names() -> None:
    """In which sets are in another order: what one keeps another one finds."""
    tests = [str(Path(__file__).parent), *(each for each in sys.path if each)]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(tests)}
    done = subprocess.run([sys.executable, "-c", KEYS], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == keys()
