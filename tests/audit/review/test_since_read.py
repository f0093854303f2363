"""What is told of changes of the pack that ships since it was read: no part of it is left out, and what turned round is a warning."""

import copy
import datetime
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from hip_pack import shipped_pack
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hipexpert import Pack
from hipexpert.audit.check import Found
from hipexpert.audit.checks.changed_since_it_was_read import CHECK
from hipexpert.audit.guarding_words import denying_words, only_denials
from hipexpert.audit.review.last_read import LastRead, written
from hipexpert.audit.review.since_read import since_read
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.frozen import FrozenMapping
from hipexpert.knowledge.packs.pack import Supports

PACK = shipped_pack()
READ = written(PACK)
SAID = msgspec.json.decode(READ, type=LastRead)
NO_CONTENT = {"content_hash", "places", "language", "left_in_english"}
"""Of a pack: its hash, where its entries stand, and what only a translated one has."""


def told(pack: Pack) -> list[Found]:
    """What is told of a pack since the one that ships was read."""
    assert CHECK.find is not None
    return list(CHECK.find(Subject(pack, datetime.date(2026, 11, 30), last_read=lambda: READ)))


@pytest.mark.parametrize("field", sorted(set(Pack.__struct_fields__) - NO_CONTENT))
def test_no_part_of_a_pack_is_left_out(field: str) -> None:
    """Whatever is taken out of a pack is no longer what was read."""
    if field == "about":
        less: Any = replace(PACK.about, disclaimer="none")
    elif field == "texts":
        less = replace(PACK.texts, purpose="none")
    else:
        less = {tuple: (), bytes: b""}.get(type(getattr(PACK, field)), FrozenMapping({}))
    assert written(replace(PACK, **{field: less})) != READ


def texts(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where the texts of an entry stand."""
    if isinstance(content, str):
        yield path
    elif isinstance(content, dict | list):
        for key, value in content.items() if isinstance(content, dict) else enumerate(content):
            if key not in ("type", "id"):
                yield from texts(value, (*path, key))


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(SAID.entries)), st.data())
def test_any_other_word_anywhere_is_told_with_its_entry(name: str, data: st.DataObject) -> None:
    """One word more in any text of any entry: that entry is told of, and no other."""
    path = data.draw(st.sampled_from(list(texts(SAID.entries[name]))))
    entry = copy.deepcopy(dict(SAID.entries[name]))
    part: Any = entry
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] += " otherwise"
    (one,) = since_read(LastRead(SAID.schema, {**SAID.entries, name: entry}, SAID.translations), SAID, PACK)
    assert (f"{one.kind} {one.name}", one.change) == (name, "changed")
    assert one.parts


def changed(key: str, name: str, change: Callable[[Any], Any]) -> Pack:
    """The pack with one entry of a list otherwise."""
    entries = getattr(PACK, key)
    assert any(each.id == name for each in entries)
    return replace(PACK, **{key: tuple(change(each) if each.id == name else each for each in entries)})


def _group_taken_away(rule: Any) -> Any:
    return replace(rule, conclusions=tuple(replace(each, group="") if isinstance(each, Supports) else each for each in rule.conclusions))


def _hallmarks_against(picture: Any) -> Any:
    return replace(picture, rows=tuple(replace(row, hallmark=(), against=row.hallmark or row.against) for row in picture.rows))


GROUPED = next(
    rule.id
    for rule in PACK.active_rules
    if not rule.made_from
    for each in rule.conclusions
    if isinstance(each, Supports)
    and each.weight > 0
    and each.group
    and any(
        isinstance(other, Supports) and (other.condition, other.group) == (each.condition, each.group) and other.weight > 0
        for another in PACK.active_rules
        if another.id != rule.id
        for other in another.conclusions
    )
)
TELLING = next(each.id for each in PACK.sources if each.tells)
LIGHT = next(each.id for each in PACK.sources if each.type == "study")
CODED = next(each.id for each in PACK.conditions if each.icd10cm)
HALLMARK = next(each.id for each in PACK.pictures if any(row.hallmark for row in each.rows))
TURNED = {
    "with which it counted once": changed("rules", GROUPED, _group_taken_away),
    "no longer tells": changed("sources", TELLING, lambda each: replace(each, tells=each.tells[1:])),
    "counts for more": changed("sources", LIGHT, lambda each: replace(each, type="guideline")),
    "another illness's": changed("conditions", CODED, lambda each: replace(each, icd10cm="Z99.9")),
    "was hallmark, and is against": changed("pictures", HALLMARK, _hallmarks_against),
    "silent about more": replace(PACK, suppressions=(replace(PACK.suppressions[0], rules=(*PACK.suppressions[0].rules, "limp")),)),
    "says what rule": changed("rules", PACK.rules[0].id, lambda each: replace(each, because=PACK.rules[5].because)),
    "no longer says “emergency”": replace(
        PACK, texts=replace(PACK.texts, headings=FrozenMapping({**PACK.texts.headings, "safety_net": "See somebody if"}))
    ),
    "differs by “not” alone": changed("rules", PACK.rules[0].id, lambda each: replace(each, because=f"Not {each.because}")),
}


@pytest.mark.parametrize("says", TURNED)
def test_what_turned_round_is_a_warning(says: str) -> None:
    """Evidence counted twice, a picture or a reason that says the opposite, a code, a source and a suppression that let more pass."""
    (one,) = told(TURNED[says])
    assert (one.severity, says in one.message) == ("warning", True), one.message


def test_a_translation_that_lost_its_no_says_the_opposite() -> None:
    """Which words deny in a language is learned of all its texts; a text that differs by one of them alone is told."""
    denying = denying_words((text, says) for _, text, _, says in SAID.translations)
    assert {"nicht", "kein", "keine"} <= denying
    assert only_denials("bergauf nicht schlimmer", "bergauf schlimmer", denying) == ["nicht"]
    assert only_denials("bergauf nicht schlimmer", "bergauf besser", denying) == []


def test_what_only_stands_otherwise_is_not_told() -> None:
    """Entries in another order, another id of a rule and another day of review say the same."""
    first = replace(PACK.rules[0], id="another-id", reviewed=replace(PACK.rules[0].reviewed, date=datetime.date(2026, 1, 1)))
    assert told(replace(PACK, rules=(*reversed(PACK.rules[1:]), first), conditions=PACK.conditions[::-1], groups=PACK.groups[::-1])) == []


def test_another_order_of_the_interview_names_what_moved() -> None:
    """What is asked elsewhere is named, and what stands between is not."""
    first, second, *others = PACK.conversation
    (one,) = told(replace(PACK, conversation=(*others, first, second)))
    assert (one.severity, one.others) == ("note", ("interview:order", f"interview:{first.id}", f"interview:{second.id}"))
