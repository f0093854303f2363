"""Two packs compared over every way to answer: groups and the screen denied at once, against trying every answer."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from profiles import examples
from screened_packs import screened
from strategies_packs import packs
from tiny import TINY

from hipexpert import Pack, load_pack
from hipexpert.audit.difference.comparing import compared
from hipexpert.audit.proving.two_packs import ShiftKind
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import caution
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.reading_intake import read_intake

AGES = [None, 5, 11, 12, 13, 15, 16, "unknown"]  # one for each stretch that rules and bands tell apart
SITES = [None, True, False, "unknown"]


def regrouped(pack: Pack, moved: frozenset[str], side: str, age: float | None) -> Pack:
    """The pack with some findings in a second group, and other denials."""
    (group,) = pack.groups
    denial = {"side": side, "age": age}
    findings = tuple(replace(each, denial=denial[each.id]) if each.id in denial else each for each in group.findings)
    groups = tuple(
        replace(group, group=name, findings=tuple(each for each in findings if (each.id in moved) == second))
        for name, second in ((group.group, False), ("place", True))
    )
    return replace(pack, groups=tuple(each for each in groups if each.findings))


@st.composite
def regroupings(draw: st.DrawFn, pack: Pack) -> Pack:
    """Such a pack, drawn."""
    moved = draw(st.frozensets(st.sampled_from(["swollen", "side", "site"])))
    return regrouped(pack, moved, draw(st.sampled_from(["", "left", "right"])), draw(st.sampled_from([None, 10.0, 20.0])))


def ways_to_answer(*both: Pack) -> Iterator[dict[str, object]]:
    """Every intake that both packs can read, as far as they tell them apart."""
    words = sorted({"screen"} if all(pack.screen for pack in both) else set()) + sorted(
        set.intersection(*({group.group for group in pack.groups} for pack in both))
    )
    for swollen, age, side, front, back in product((None, True, False, "unknown"), AGES, (None, "left", "right", "unknown"), SITES, SITES):
        site = {name: said for name, said in (("front", front), ("back", back)) if said is not None}
        named = {"swollen": swollen, "age": age, "side": side, "site": site or None}
        answers = {name: answer for name, answer in named.items() if answer is not None}
        for denied in product((False, True), repeat=len(words)):
            none_of = [word for word, sign in zip(words, denied, strict=True) if sign]
            yield {**answers, "none_of": none_of} if none_of else answers


def enumerated(old: Pack, new: Pack) -> dict[ShiftKind, bool]:
    """What trying every answer shows; of packs with the same words alone."""
    found: dict[ShiftKind, bool] = dict.fromkeys(("higher", "lower", "other"), False)
    engines = (ExplainingEngine(old), ExplainingEngine(new))
    keys = (AnswerKey(old), AnswerKey(new))
    seen: set[object] = set()
    for answers in ways_to_answer(old, new):
        facts = [key.facts(read_intake(answers, key.pack))[0] for key in keys]
        if (key := (facts[0], facts[1])) in seen:
            continue
        seen.add(key)
        told = [engine.assess(answers) for engine in engines]
        concluded = [
            ({fact for fact in each.run.facts - own if Fact.of(fact).kind != "evidence"}, each.run.totals)
            for each, own in zip(told, facts, strict=True)
        ]
        found["higher"] |= caution(told[1].level) > caution(told[0].level)
        found["lower"] |= caution(told[1].level) < caution(told[0].level)
        found["other"] |= concluded[0] != concluded[1]
    return found


@settings(max_examples=max(1, examples(100) // 8), deadline=None)
@given(data=st.data())
def test_whatever_is_denied_the_verdict_is_that_of_trying_every_answer(data: st.DataObject) -> None:
    """Of random packs with other groups and other denials each question about levels and conclusions ends as enumeration says."""
    drawn = data.draw(packs(load_pack(TINY)))
    old, new = data.draw(regroupings(drawn)), data.draw(regroupings(drawn))
    difference = compared(old, new)
    answers = {each.question: each.answer for each in difference.findings}
    same_words = {group.group for group in old.groups} == {group.group for group in new.groups}
    for question, shown in enumerated(old, new).items():
        if shown or same_words:  # a word that one pack alone knows is no answer that both can read
            assert answers[question] == ("yes" if shown else "no"), question


def test_another_denial_makes_another_level(tmp_path: Path) -> None:
    """Whoever denies the group is now taken to have said something, which the runner who shows it says in one word."""
    old = screened(tmp_path)
    (group,) = old.groups
    aged = tuple(replace(each, denial=10.0) if each.id == "age" else each for each in group.findings)
    new = replace(old, groups=(replace(group, findings=aged),))
    difference = compared(old, new)
    assert difference.verdict == "stricter"
    (runner,) = [each.runner for each in difference.findings if each.question == "higher"]
    assert runner is not None
    assert "none_of" in runner.answers
    assert any(word.endswith("=none") for word in runner.words)
    assert (ExplainingEngine(old).assess(runner.answers).level, ExplainingEngine(new).assess(runner.answers).level) == (
        runner.old.level,
        runner.new.level,
    )
    assert [(each.kind, each.id) for each in difference.entries] == [("finding", "age")]
    assert {each.question: each.shown_by for each in difference.findings}["answering"] == ("finding age",)


@pytest.mark.parametrize("name", ["swollen", "side"])
def test_a_finding_that_moved_to_another_group_is_listed(name: str) -> None:
    """It is denied in other words, whatever is concluded."""
    old = regrouped(load_pack(TINY), frozenset({"age"}), "", None)
    new = regrouped(load_pack(TINY), frozenset({"age", name}), "", None)
    difference = compared(old, new)
    assert difference.verdict not in ("equivalent", "not_decided")
    (entry,) = difference.entries
    assert (entry.kind, entry.id, [(each.field, each.before, each.after) for each in entry.fields]) == (
        "finding",
        name,
        [("group", "about", "place")],
    )
