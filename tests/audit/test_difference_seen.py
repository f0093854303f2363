"""Nothing of a pack changes unnoticed: every field of every type is listed by the comparison, or is said to be seen by no runner."""

import datetime
import types
from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest
from audit_packs import written

from hipexpert import Pack, load_pack
from hipexpert.audit.difference.comparing import compared
from hipexpert.audit.difference.entries import changed_entries
from hipexpert.audit.difference.seen import FIELDS, IDENTITY, Parts, Unseen
from hipexpert.audit.difference.values import COMPARED
from hipexpert.knowledge.packs import premises
from hipexpert.knowledge.packs.conversation import ConversationItem, Together
from hipexpert.knowledge.packs.exercises import Exercise, LineDrawing
from hipexpert.knowledge.packs.governance import NotFollowed, Suppression
from hipexpert.knowledge.packs.pack import Advice, Claim, Comparison, Concludes, Harm, Overlap, Supports
from hipexpert.knowledge.packs.phrases import Phrasing
from hipexpert.knowledge.packs.pictures import Discriminating, NoInformation, Picture, PictureRow
from hipexpert.knowledge.packs.premises import Established, Is
from hipexpert.knowledge.packs.programmes import Decision, PainAllowed, Phase, Programme, Session
from hipexpert.knowledge.packs.sourced import Citation, Review
from hipexpert.knowledge.packs.texts import CATEGORIES

A_DRAWING = LineDrawing("a rider", (5, 5), (((1, 2), (3, 4)),), (((1, 9), (9, 9)),), (((1, 1), (2, 2)),))
PREMISES = (premises.Is, premises.Denied, premises.Limit, premises.Established, premises.Several)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """A pack that has something of every kind."""
    advice = [
        {"id": "ride-on", "category": "activity", "tags": ["riding"], "rules_out": [], "dose": "daily"},
        {"id": "rest", "category": "treatment", "rules_out": ["riding"]},
    ]
    pack = load_pack(
        written(
            tmp_path_factory.mktemp("whole"),
            {
                "advice": [{**each, "title": each["id"]} for each in advice],
                "rules": [
                    {"id": "a-left-knee-rides-on", "title": "Ride on", "when": {"side": "left"}, "then": [{"advise": "ride-on"}]},
                    {
                        "id": "a-swollen-knee-rests",
                        "title": "Rest",
                        "when": {"swollen": True},
                        "then": [{"advise": "rest"}, {"avoid": "ride-on"}],
                    },
                ],
                "claims": [{"id": "a-claim", "title": "A claim", "when": {"swollen": True}, "at_least": "self_care"}],
                "sources": [
                    {
                        "id": "series",
                        "title": "A series",
                        "tells": [
                            {"row": "a", "of": ["swollen=yes"], "supports": "jumpers_knee"},
                            {"row": "b", "of": ["swollen=no"], "opposes": "jumpers_knee"},
                            {"row": "c", "of_condition": "jumpers_knee", "at_least": "self_care"},
                        ],
                    }
                ],
                "hazards": [{"id": "a-hazard", "name": "A hazard", "rules": ["a-left-knee-rides-on"]}],
                "screen": [{"id": "which-knee", "ask": "side", "denial": "left"}],
                "replace": [
                    ["pack.yaml", "weighing:", "  undetermined: {title: Who knows, action: Answer., cds_hooks: warning}\nweighing:"],
                    ["pack.yaml", "  bands: {likely: 5, possible:", "  behind: {likely: 3}\n  bands: {likely: 5, possible:"],
                ],
            },
        )
    )
    cited = (Citation("book", at="page 2"),)
    review = pack.rules[0].reviewed
    row = PictureRow("swollen", seldom="present", because="so", sources=cited)
    knee = msgspec.structs.replace(pack.conditions[0], overlaps=(Overlap("jumpers_knee", "touch", cited),))
    return msgspec.structs.replace(
        pack,
        about=msgspec.structs.replace(pack.about, harms=(Harm("a_harm", "A harm"),)),
        conditions=(knee, *pack.conditions[1:]),
        advice=tuple(msgspec.structs.replace(each, compare=Comparison("low", "good", "short")) for each in pack.advice),
        discriminating=(Discriminating("swollen", 0.3),),
        pictures=(Picture("jumpers_knee", review, (row,), (NoInformation(("side",), "none"),)),),
        suppressions=(Suppression("a-check", ("a-rule",), "so"),),
        not_followed=(NotFollowed("x", "y", cited, "z"),),
        programmes=(a_programme(cited, review),),
        exercises=(Exercise("ride", "Ride", ("ride-on",), "daily", ("Ride.",), ("Too fast.",), "Stop.", A_DRAWING, cited, review),),
        conversation=(
            ConversationItem(
                *("a-line", "warnings", ("swollen", "side"), "Swollen?", ("left",), ("age",)),
                together=(Together(("swollen", "side"), "a knee"),),
            ),
        ),
    )


def a_programme(cited: tuple[Citation, ...], review: Review) -> Programme:
    """A programme that has something of everything."""
    rules = {
        key: (Decision(key, Is("warning_sign", "yes"), "so", cited),) for key in ("stops", "steps_back", "holds", "resumes", "advances")
    }
    deciding = {key: rules[key] for key in ("stops", "steps_back", "holds")}
    sessions = (Session("ride", 5.0, 5.0, 2, 2, "gently"), Session("ride-on", 5.0))
    own = Phase("easy", PainAllowed(0, 1, 2), sessions, rules["advances"], "", "Easy", "Ride.", **deciding)
    told = msgspec.structs.replace(own, id="told", advice="ride-on", title="", says="")
    return Programme(
        id="back",
        title="Back",
        says="Ride.",
        because="so",
        sources=cited,
        reviewed=review,
        entry="ride-on",
        **{"phases": (own, told), "resumes": rules["resumes"], "rest_days": 1, "pause_days": 9, "look_again_days": 14, **deciding},
    )


def structs_in(hint: object) -> Iterator[type]:
    """The struct types that a type hint speaks of."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for inner in get_args(hint):
        yield from structs_in(inner)


def test_every_field_of_every_type_of_a_pack_is_classed() -> None:
    """A field that somebody adds is either noticed by the comparison or is said, with a reason, to be seen by nobody."""
    found: set[type] = set()
    todo: list[type] = [Pack]
    while todo:
        each = todo.pop()
        if each not in found and each not in PREMISES:
            found.add(each)
            hints = get_type_hints(each, include_extras=False)
            todo += [inner for field in each.__struct_fields__ for inner in structs_in(hints[field])]
    assert found | {Phrasing} == set(FIELDS)  # it is packed in the pack
    found.add(Phrasing)
    for each in found:
        assert set(FIELDS[each]) == set(each.__struct_fields__), each
    reasons = [seen.because for fields in FIELDS.values() for seen in fields.values() if isinstance(seen, Unseen)]
    assert all(len(reason.split()) > 5 for reason in reasons)


Path_ = tuple[str | int, ...]


def instances(value: object, path: Path_ = ()) -> Iterator[tuple[Path_, msgspec.Struct]]:
    """Every struct within a value of which a runner may notice something, and where it is."""
    if isinstance(value, PREMISES):
        return
    if isinstance(value, msgspec.Struct):
        yield path, value
        for field in value.__struct_fields__:
            if not isinstance(FIELDS[type(value)][field], Unseen):
                yield from instances(getattr(value, field), (*path, field))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from instances(each, (*path, number))
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from instances(each, (*path, key))


def put(value: Any, path: Path_, new: object) -> Any:
    """The value with something else at a place."""
    if not path:
        return new
    step, *rest = path
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.replace(value, **{str(step): put(getattr(value, str(step)), tuple(rest), new)})
    if isinstance(value, tuple):
        return tuple(put(each, tuple(rest), new) if number == step else each for number, each in enumerate(value))
    return {key: put(each, tuple(rest), new) if key == step else each for key, each in value.items()}


SPECIAL: dict[tuple[type, str], object] = {
    (Supports, "condition"): "low_saddle",
    (Supports, "unless"): (Is("side", "left"),),
    (Supports, "ratio"): 3.0,
    (Concludes, "kind"): "avoid",
    (Concludes, "id"): "emergency",
    (Advice, "category"): CATEGORIES[0],
    (Phase, "allowed"): PainAllowed(1, 1, 2),
    (Claim, "never_given"): ("ride-on",),
    (PictureRow, "ratio"): {"present": 3.0},
    (Discriminating, "bands"): {"child": (None, 10.0)},
}


def changed(value: object) -> object:
    """Another value of the same type."""
    match value:
        case bool():
            return not value
        case str():
            return f"{value}x"
        case int():
            return value + 1
        case float():
            return value + 0.125
        case datetime.date():
            return value + datetime.timedelta(days=1)
        case Mapping():
            return {key: each for number, (key, each) in enumerate(value.items()) if number} if value else {"x": ("y",)}
        case _:
            return () if value else ("x",)


def another(owner: type, field: str, value: object, hint: object) -> object:
    """Some other value of a field."""
    if SPECIAL.get((owner, field), value) != value:
        return SPECIAL[owner, field]
    for option in [hint, *get_args(hint)]:
        if get_origin(option) is Literal:
            return next(each for each in get_args(option) if each != value)
    if isinstance(value, PREMISES) or field in ("premise", "when", "never", "concluded", "unless", "safe_when", "who"):
        return Is("side", "right")
    if value is not None:
        return changed(value)
    kinds = [each for each in get_args(hint) if each is not types.NoneType] or [str]
    return {int: 1, float: 5.0, datetime.date: datetime.date(2026, 11, 22)}.get(kinds[0], "x")


def test_every_field_that_a_runner_can_notice_is_listed_when_it_changes(whole: Pack) -> None:
    """Field by field of an entry of every type: the comparison lists it, and says what it bears on."""
    met: set[tuple[type, str]] = set()
    for path, value in instances(whole):
        owner = type(value)
        hints = get_type_hints(owner, include_extras=False)
        for field, seen in FIELDS[owner].items():
            if (isinstance(seen, Unseen) and seen is not IDENTITY) or isinstance(seen, Parts):
                met.add((owner, field))
                continue
            new = put(whole, (*path, field), another(owner, field, getattr(value, field), hints[field]))
            entries = changed_entries(whole, new)
            assert entries, (path, field)
            if not isinstance(seen, Unseen):
                bears = {aspect for each in entries for aspect in each.bears_on}
                assert set(seen) & set(COMPARED) <= bears, (path, field)
                assert "concluded" not in seen or any(each.inferred for each in entries), (path, field)
            met.add((owner, field))
    lacking = {(owner, field) for owner, fields in FIELDS.items() for field in fields if owner is not Phrasing} - met
    assert not lacking


TEXTS = [
    (("about", "urgency", "routine", "action"), "Wait a week.", ("texts",)),
    (("advice", 0, "dose"), "twice daily", ("texts",)),
    (("groups", 0, "findings", 0, "question"), "Is the knee not swollen?", ("questions",)),
    (("groups", 0, "findings", 2, "values", 0, "label"), "right", ("questions",)),
    (("conditions", 0, "typical_urgency"), "soon", ("ranking",)),
    (("patterns", 0, "says"), "the joint is fine", ("texts",)),
    (("sources", 0, "title"), "Another book", ("sources",)),
]


@pytest.mark.parametrize("field", [field for field, seen in FIELDS[Phrasing].items() if seen is not IDENTITY])
def test_other_ways_to_say_a_finding_are_listed(field: str, whole: Pack) -> None:
    """What people may say in their own words is a way to answer."""
    classes = dict.fromkeys(("beside", "beside_not", "unless"), "X")
    value = {"values": {"left": ("port",)}, "measure": "age", "relatives": True, "general": ("left",), **classes}.get(field, ("so",))
    old, new = Phrasing("swollen", says=("it is thick",)), Phrasing("swollen", **{"says": ("it is thick",), field: value})  # type: ignore[arg-type]
    packs = [msgspec.structs.replace(whole, packed_phrasings=msgspec.msgpack.encode((each,))) for each in (old, new)]
    (entry,) = changed_entries(*packs)
    assert (entry.kind, entry.id, entry.bears_on) == ("words", "swollen", ("answering",))


@pytest.mark.parametrize(("path", "new", "aspects"), TEXTS, ids=[str(each[0][-1]) for each in TEXTS])
def test_other_words_are_never_called_equivalent(path: Path_, new: str, aspects: tuple[str, ...], whole: Pack) -> None:
    """A level that says to wait, a doubled dose, an inverted question: each has its line, and the verdict says so."""
    difference = compared(whole, put(whole, path, new))
    shown = {each.question for each in difference.findings if each.answer == "yes"}
    assert shown >= set(aspects)
    assert difference.verdict != "equivalent"


def test_advice_of_another_category_is_given_where_it_was_withheld(whole: Pack) -> None:
    """Somebody who must be seen within a day was told to wait with it, and is told to do it: the pack is laxer."""
    new = put(whole, ("advice", 1, "category"), "activity")
    difference = compared(put(whole, ("advice", 1, "status"), "active"), new)
    assert difference.verdict == "laxer"
    (found,) = [each for each in difference.findings if each.question == "released"]
    assert found.runner is not None
    assert "+ the plan gives rest" in found.runner.changes
    back = compared(new, whole)
    assert (back.verdict, {each.question: each.answer for each in back.findings}["plan"]) == ("same_urgency", "yes")


@pytest.mark.parametrize(
    ("changes", "how"),
    [
        ({"at_least": "soon"}, ("at least urgent → soon",)),
        ({"at_least": None, "at_most": "urgent"}, ("at least urgent → nothing",)),
        ({"when": premises.Several(2, (Is("swollen", "yes"), Is("side", "left")))}, ("it speaks of fewer people",)),
        ({"consistent": True}, ("it no longer speaks of answers that contradict each other",)),
        ({"when": premises.Several(1, (Is("swollen", "yes"), Is("side", "left")))}, ()),
        ({"when": premises.Several(2, (Is("swollen", "yes"), Is("swollen", "yes")))}, ()),
        ({"title": "Another title"}, ()),
        ({"id": "another-name"}, ()),
        ({"never_given": ("ride-on",)}, ()),
        (None, ("it is gone",)),
    ],
)
def test_a_claim_that_says_less_makes_a_pack_laxer(changes: dict[str, object] | None, how: tuple[str, ...], whole: Pack) -> None:
    """Lower, of fewer runners, or gone; as much in other words, or more, is none."""
    claim = msgspec.structs.replace(whole.claims[0], at_least="urgent")
    old = msgspec.structs.replace(whole, claims=(claim,))
    changed = () if changes is None else (msgspec.structs.replace(claim, **changes),)
    difference = compared(old, msgspec.structs.replace(whole, claims=changed))
    assert tuple(each for lowered in difference.lowered for each in lowered.how) == how
    assert difference.verdict == ("laxer" if how else "equivalent")
    assert all(lowered.signed == "2026-11-21 by tester" for lowered in difference.lowered)


def test_what_a_reader_of_the_files_alone_notices_is_no_difference(whole: Pack) -> None:
    """Another order of rules, an entry in another file, another version: everybody is told the same."""
    new = msgspec.structs.replace(
        whole,
        rules=tuple(msgspec.structs.replace(each, file="rules/other.yaml") for each in whole.rules[::-1]),
        about=msgspec.structs.replace(whole.about, version="9.9.9"),
    )
    assert compared(whole, new).verdict == "equivalent"


def test_a_premise_that_says_the_same_is_no_difference(whole: Pack) -> None:
    """Proved over all runners, not compared as it is written."""
    number = next(number for number, rule in enumerate(whole.rules) if rule.id == "a-swollen-knee-in-a-child-is-urgent")
    (pattern, age) = whole.rules[number].premise.of  # type: ignore[union-attr]
    same = premises.Several(
        2, (age, premises.Several(1, (pattern, premises.Several(2, (pattern, Established("pattern", "irritated_joint"))))))
    )
    assert compared(whole, put(whole, ("rules", number, "premise"), same)).verdict == "equivalent"
