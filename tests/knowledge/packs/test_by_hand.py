"""A pack that was put together or changed in Python is read and checked like files before anything is concluded from it."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields, replace
from profiles import examples
from tiny import TINY

import hipexpert
from hipexpert import Engine, Pack, PackError, load_pack
from hipexpert.knowledge.packs.checked import sound
from hipexpert.knowledge.packs.pack import Concludes, Supports
from hipexpert.knowledge.packs.premises import Established, Is, Limit, Several
from hipexpert.knowledge.packs.witness import is_marked

TINY_PACK = load_pack(TINY)


def with_rule(**changes: Any) -> Pack:
    """The tiny pack with its first rule changed."""
    first, *others = TINY_PACK.rules
    return replace(TINY_PACK, rules=(replace(first, **changes), *others))


def deep(levels: int) -> Any:
    """A premise of so many gates within one another."""
    premise: Any = Is("swollen", "yes")
    for _ in range(levels):
        premise = Several(2, (premise, Is("side", "left")))
    return premise


WRONG: dict[str, tuple[Callable[[], Pack], str]] = {
    "a value that there is not": (lambda: with_rule(premise=Is("side", "lfet")), "unknown-value"),
    "a finding that there is not": (lambda: with_rule(premise=Is("sdie", "left")), "unknown-finding"),
    "a pattern that there is not": (lambda: with_rule(premise=Established("pattern", "nothing")), "unknown-conclusion"),
    "a level that there is not": (lambda: with_rule(conclusions=(Concludes("urgency", "now"),)), "unknown-conclusion"),
    "a weight without a word": (lambda: with_rule(conclusions=(Supports("jumpers_knee", 5),)), "bad-conclusion"),
    "no conclusion": (lambda: with_rule(conclusions=()), "bad-conclusion"),
    "a gate that nothing passes": (lambda: with_rule(premise=Several(3, (Is("side", "left"), Is("side", "right")))), "impossible-gate"),
    "a gate of one": (lambda: with_rule(premise=Several(1, (Is("side", "left"),))), "not-as-read"),
    "a bound that is none": (lambda: with_rule(premise=Limit("age", ">=", float("nan"))), "over-limit"),
    "a number for a premise": (lambda: with_rule(premise=5), "bad-type"),
    "no source": (lambda: with_rule(sources=()), "bad-type"),
    "gates without end": (lambda: with_rule(premise=deep(30)), "over-limit"),
    "more gates than the stack": (lambda: with_rule(premise=deep(20_000)), "too-deep"),
    "an id twice": (lambda: replace(TINY_PACK, rules=(*TINY_PACK.rules, TINY_PACK.rules[0])), "repeated-id"),
    "a rule of a picture": (lambda: with_rule(counts="swollen=yes"), "unknown-key"),
    "tests that are safe for nobody": (lambda: replace(TINY_PACK, safe_tests={"swollen": Is("side", "left")}), "not-as-read"),
    "words for none": (lambda: replace(TINY_PACK, about=replace(TINY_PACK.about, urgency={})), "missing-key"),
    "rules in a list of text": (lambda: replace(TINY_PACK, rules=["x"]), "bad-type"),
    "translations of nothing": (lambda: replace(TINY_PACK, packed_translations={"de": b"\x91\x01"}), "bad-type"),
    "phrasings that are none": (lambda: replace(TINY_PACK, packed_phrasings=b"\xc1"), "bad-type"),
}
WAYS: dict[str, Callable[[Pack], object]] = {
    "Engine": Engine,
    "in_language": lambda pack: hipexpert.in_language(pack, "de"),
    "schema": lambda pack: hipexpert.schema("intake", pack),
    "fhir_questionnaire": hipexpert.fhir_questionnaire,
    "fhir_response": lambda pack: hipexpert.fhir_response(hipexpert.Intake({}), pack),
    "read_fhir": lambda pack: hipexpert.read_fhir({"resourceType": "QuestionnaireResponse", "status": "completed"}, pack),
    "read_case_file": lambda pack: hipexpert.read_case_file(TINY / "nothing.yaml", pack),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_files_cannot_say_no_pack_says(name: str) -> None:
    """Each is refused with a problem that has a place and a message, and nothing else comes out."""
    make, code = WRONG[name]
    with pytest.raises(PackError) as caught:
        Engine(make())
    assert code in {each.code for each in caught.value.problems}
    assert all(each.place and each.message for each in caught.value.problems)


@pytest.mark.parametrize("way", WAYS)
def test_no_public_function_takes_a_pack_unread(way: str) -> None:
    """Whatever a pack is given to, one that says nonsense is refused there, and one that is whole is not."""
    with pytest.raises(PackError):
        WAYS[way](with_rule(premise=Is("side", "lfet")))
    try:
        WAYS[way](with_rule(title="Another title"))
    except hipexpert.ReadingError as error:
        assert [each.code for each in error.problems] == ["no-such-file"]  # noqa: PT017  # that of the case


def test_the_mark_of_a_pack_that_was_read_is_not_carried_over() -> None:
    """`replace`, a copy and a pickle make packs that are read again, and loading makes packs that are not."""
    assert is_marked(TINY_PACK)
    assert sound(TINY_PACK) is TINY_PACK
    for other in (replace(TINY_PACK), replace(TINY_PACK, rules=()), pickle.loads(pickle.dumps(TINY_PACK))):  # noqa: S301  # our own
        assert not is_marked(other)
    for same in (copy.copy(TINY_PACK), copy.deepcopy(TINY_PACK)):
        assert same is TINY_PACK or not is_marked(same)


@pytest.mark.parametrize("shipped", [False, pytest.param(True, marks=pytest.mark.deep)])
def test_a_pack_made_of_the_parts_of_another_is_read_as_the_same(pack: Pack, *, shipped: bool) -> None:
    """Written down and read, every part of a whole pack comes back, in each language; but its hash is one of its own."""
    for whole in [pack, hipexpert.in_language(pack, "de")] if shipped else [TINY_PACK]:
        made = Pack(**{each.name: getattr(whole, each.name) for each in fields(Pack)})
        read = sound(made)
        assert replace(read, content_hash=whole.content_hash) == whole
        assert read.content_hash != whole.content_hash
        assert sound(pickle.loads(pickle.dumps(read))) == read  # noqa: S301  # our own


def test_a_changed_pack_is_never_taken_for_the_one_that_it_was_made_of() -> None:
    """Its engine is another, before and after a pickle, and so is what it concludes."""
    engine = Engine(TINY)
    other = Engine(replace(TINY_PACK, rules=tuple(each for each in TINY_PACK.rules if each.status != "active" or not _alarming(each))))
    assert other != engine
    again = pickle.loads(pickle.dumps(other))  # noqa: S301  # our own
    assert again == other
    assert again.assess({"swollen": True}).to_json("full") == other.assess({"swollen": True}).to_json("full")
    assert other.assess({"swollen": True}) != engine.assess({"swollen": True})


def _alarming(rule: hipexpert.Rule) -> bool:
    return any(isinstance(each, Concludes) and each.kind == "urgency" for each in rule.conclusions)


@settings(deadline=None, max_examples=examples(200))
@given(data=st.data())
def test_any_field_of_any_type_is_read_or_refused(data: st.DataObject) -> None:
    """Whatever stands in a field of a pack, of a rule or of what it says of itself: an engine, or problems with places."""
    junk = st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just(()) | st.just({}) | st.just(b"") | st.just(object())
    first, *others = TINY_PACK.rules
    owner: Any = data.draw(st.sampled_from([TINY_PACK, first, TINY_PACK.about]))
    changed = replace(owner, **{data.draw(st.sampled_from([each.name for each in fields(owner)])): data.draw(junk)})
    packs = {Pack: lambda: changed, hipexpert.Rule: lambda: replace(TINY_PACK, rules=(changed, *others))}
    made = packs.get(type(owner), lambda: replace(TINY_PACK, about=changed))()
    problems: tuple[hipexpert.Problem, ...] = ()
    try:
        assert Engine(made).assess({"swollen": True}).to_json("full")
    except PackError as error:
        problems = error.problems
    assert all(each.code and each.message and each.place for each in problems)
