"""What a pack said when it was last read: each change is asked about, what asks less is a warning, another form is none."""

import datetime
import gzip
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import run
from strategies_packs import ANSWERS, premises
from tiny import TINY, copied

from hipexpert import load_pack
from hipexpert.audit.review import last_read
from hipexpert.audit.review.implying import plainly_implies
from hipexpert.audit.running.audit import audit
from hipexpert.audit.values import Violation
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Premise, Several, satisfies

CHECK = "changed-since-it-was-read"
RULES, FINDINGS = "rules/knee.yaml", "findings/about.yaml"
PACK = load_pack(TINY)
TRANSLATED = "translations:\n- {text: Is the knee swollen?, says: Ist das Knie dick?}\n- {text: Which knee?, says: Welches Knie?}\n"
WORDS = """words:
- {of: THICK, says: [thick, fat]}
- {of: ASLEEP, says: [asleep]}
- {of: swollen, says: [the knee is THICK], unless: ASLEEP}
"""


def kept(folder: Path) -> Path:
    """The tiny pack, in two languages and with words, kept as it was read."""
    pack = copied(folder)
    (pack / "words").mkdir()
    (pack / "words" / "all.yaml").write_text(WORDS)
    (pack / "translations" / "de").mkdir(parents=True)
    (pack / "translations" / "de" / "all.yaml").write_text(TRANSLATED)
    (pack / last_read.NAME).write_bytes(last_read.packed(load_pack(pack)))
    return pack


def found(pack: Path) -> list[Violation]:
    """What is asked and told of a pack."""
    return list(audit(pack, only=[CHECK], as_of=datetime.date(2026, 11, 22), prove=False).violations)


def edit(pack: Path, file: str, old: str, new: str) -> None:
    """Replace a text that occurs once."""
    text = (pack / file).read_text()
    assert text.count(old) == 1
    (pack / file).write_text(text.replace(old, new))


LESS = [
    (RULES, "{urgency: urgent}", "{urgency: soon}", "a-swollen-knee-in-a-child-is-urgent", "urgent → soon"),
    (RULES, "between: [5, 15]", "between: [5, 14]", "a-swollen-knee-in-a-child-is-urgent", "fewer runners"),
    (RULES, "It may be an infection.", "It may be.\n  status: draft", "a-swollen-knee-in-a-child-is-urgent", "the rule is draft"),
    (RULES, "{opposes: jumpers_knee, lr: 0.5}", "{supports: jumpers_knee, lr: 2}", "youth-opposes-jumpers-knee", "spoke against"),
    (FINDINGS, "  safe_when: {swollen: absent}\n", "", "finding:site", "safe for more runners"),
    (
        FINDINGS,
        "present: a swollen knee\n  absent: no swelling",
        "present: no swelling\n  absent: a swollen knee",
        "finding:swollen",
        "exchanged",
    ),
    (FINDINGS, "type: yes_no", "type: yes_no\n  context: true", "finding:swollen", "brings nothing up"),
    (FINDINGS, "question: Which knee?", "question: Which knee in 3 days?", "finding:side", "3 days"),
    ("pack.yaml", "uncommon: -12", "uncommon: -13", "pack:pack.yaml", "weighed otherwise: priors uncommon -12 → -13"),
    ("pack.yaml", "sends: [doctor", "sends: [knee, doctor", "pack:pack.yaml", "“knee” now counts as sending"),
    ("pack.yaml", "Ride less., cds_hooks: warning", "Ride less., cds_hooks: info", "pack:pack.yaml", "soon is shown to programs as info"),
    ("words/all.yaml", "[asleep]", "[asleep, thick]", "words:ASLEEP", "beside “thick” what is said does not count"),
    (RULES, "The tendon lies in front.", "The tendon never lies in front.", "front-pain-supports-jumpers-knee", "never"),
    (
        "constraints.yaml",
        "{swollen: true}, {site",
        "{swollen: true}, {side: left}, {site",
        "constraint:swollen-but-does-not-hurt",
        "fewer answers",
    ),
]
ASKED = [
    (RULES, "because: The tendon lies in front.", "because: The tendon lies behind.", "front-pain-supports-jumpers-knee", "in front"),
    (RULES, "strength: strong, group: place", "strength: moderate, group: place", "front-pain-supports-jumpers-knee", "7"),
    (RULES, ", group: place", "", "front-pain-supports-jumpers-knee", "group"),
    (RULES, "{age: {below: 12}}", "{age: {below: 13}}", "youth-opposes-jumpers-knee", "age<13"),
    ("conditions/knee.yaml", "prior: common", "prior: rare", "condition:jumpers_knee", "“common”, is “rare”"),
    ("conditions/knee.yaml", "plain: The saddle is too low.", "plain: The saddle is low.", "condition:low_saddle", "too low"),
    ("sources.yaml", "about knees", "about hips", "source:book", "hips"),
    ("words/all.yaml", "[thick, fat]", "[thick, thin]", "words:THICK", "thin"),
    ("patterns.yaml", "says: the joint is irritated", "says: the joint seems irritated", "pattern:irritated_joint", "seems"),
    ("translations/de/all.yaml", "Ist das Knie dick?", "Ist das Knie kalt?", "text:about/swollen/question", "kalt"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "at", "says"), LESS, ids=lambda each: str(each)[:40])
def test_what_asks_less_is_a_warning_where_it_is(file: str, old: str, new: str, at: str, says: str, tmp_path: Path) -> None:
    """A lower level, fewer people, evidence turned round, a contraindication lost: each names its entry and what it was."""
    pack = kept(tmp_path)
    edit(pack, file, old, new)
    (one,) = found(pack)
    assert (one.severity, at in (*one.rules, *one.others), says in one.message) == ("warning", True, True), one
    assert file in one.file


@pytest.mark.parametrize(("file", "old", "new", "at", "says"), ASKED, ids=lambda each: str(each)[:40])
def test_any_other_change_is_a_question_where_it_is(file: str, old: str, new: str, at: str, says: str, tmp_path: Path) -> None:
    """A text, a number, a group, a source, a translation: each is asked about with what it was and is."""
    pack = kept(tmp_path)
    edit(pack, file, old, new)
    (one,) = found(pack)
    assert (one.severity, at in (*one.rules, *one.others), says in one.message) == ("note", True, True), one
    assert one.file.endswith(file) or (one.file.endswith("translations/de") and file.startswith("translations/de"))


def test_two_texts_exchanged_are_no_rewording(tmp_path: Path) -> None:
    """Each of two translations that says what the other said is a warning."""
    pack = kept(tmp_path)
    (pack / "translations" / "de" / "all.yaml").write_text(
        TRANSLATED.replace("Ist das", "X").replace("Welches Knie", "Ist das Knie dick").replace("X Knie dick", "Welches Knie")
    )
    assert [(each.severity, "says what" in each.message) for each in found(pack)] == [("warning", True)] * 2


def test_another_form_is_no_change(tmp_path: Path) -> None:
    """Another order, file, date, id, equal bounds and the words of a title in another order say the same."""
    pack = kept(tmp_path)
    head, *rules = (pack / RULES).read_text().split("- id: ")
    (pack / RULES).write_text(head + "- id: " + "- id: ".join(reversed(rules[2:])))
    (pack / "rules" / "more.yaml").write_text(head + "- id: " + "- id: ".join(rules[:2]))
    edit(pack, "rules/more.yaml", "{age: {below: 12}}", "{age: {at_most: 11}}")
    edit(pack, "rules/more.yaml", "- id: youth-opposes", "- id: young-age-opposes")
    edit(pack, RULES, "title: A swollen knee in a child is urgent", "title: In a child a swollen knee is urgent")
    edit(pack, RULES, "{swollen: true}, {side: [left, right]}", "{side: [right, left]}, {swollen: true}")
    edit(pack, RULES, "visit\n  when: {likely: jumpers_knee}", "visit\n  when: {all: [{likely: jumpers_knee}]}")
    assert found(pack) == []


def test_what_is_kept_anew_is_no_longer_asked_about(tmp_path: Path) -> None:
    """`hipexpert review keep` says how much differs, and the next audit, of the same files, takes that for read."""
    pack = kept(tmp_path)
    edit(pack, RULES, "because: The tendon lies in front.", "because: The tendon is in front.")
    assert len(found(pack)) == 1
    assert "1 entry differs from what was kept before" in run("review", "keep", str(pack)).stdout
    assert found(pack) == []
    (pack / last_read.NAME).unlink()
    assert "nothing was kept before" in run("review", "keep", str(pack)).stdout


@pytest.mark.parametrize(
    "content", [b"", b"no gzip", gzip.compress(b"[]", mtime=0), gzip.compress(b'{"schema":"x","entries":{}}', mtime=0)]
)
def test_what_cannot_be_read_is_an_error(content: bytes, tmp_path: Path) -> None:
    """A record that was cut off or that something else wrote is told of, and not passed over."""
    pack = kept(tmp_path)
    (pack / last_read.NAME).write_bytes(content)
    (one,) = found(pack)
    assert (one.severity, one.others) == ("error", (last_read.NAME,))


def test_many_changes_of_a_kind_are_one_question(tmp_path: Path) -> None:
    """Thirty reworded entries are one line, which names all of them; what asks less stays apart."""
    pack = copied(tmp_path)
    entries = "".join(f"- {{id: book{number}, title: Book {number}, type: textbook}}\n" for number in range(30))
    (pack / "sources.yaml").write_text((pack / "sources.yaml").read_text() + entries)
    (pack / last_read.NAME).write_bytes(last_read.packed(load_pack(pack)))
    (pack / "sources.yaml").write_text((pack / "sources.yaml").read_text().replace("title: Book", "title: Booklet"))
    (one,) = found(pack)
    assert one.message.startswith("30 entries of the kind source")
    assert len(one.others) == 30


def holds_for(premise: Premise, facts: frozenset[str], age: float) -> bool:
    """Whether a premise holds for somebody: the oracle, by cases."""
    match premise:
        case Several(count, of):
            return sum(holds_for(each, facts, age) for each in of) >= count
        case Limit():
            return satisfies(age, premise)
        case Is(finding, value):
            return f"{finding}={value}" in facts
        case Denied(finding, value):
            return f"{finding}!={value}" in facts
        case Established(_, name):
            return name in facts


PEOPLE = [
    (frozenset(each for number, each in enumerate(
        ("swollen=yes", "swollen=no", "side=left", "side=right", "site=front", "site=back", "site!=front")
    ) if bits >> number & 1), float(age))
    for bits in range(128)
    for age in (5, 11, 12, 13, 15, 16)
]  # fmt: skip


def who(premise: Premise) -> list[bool]:
    """For whom of all it holds."""
    return [holds_for(premise, *each) for each in PEOPLE]


@settings(max_examples=60, deadline=None)
@given(premises(ANSWERS), premises(ANSWERS), st.randoms(use_true_random=False))
def test_what_has_one_form_holds_for_the_same(first: Premise, second: Premise, lot: object) -> None:
    """Premises of one form hold for the same people; turned round and nested, a premise keeps its form."""

    def form(premise: Premise) -> object:
        return last_read.meaning_of("rule", msgspec.json.decode(msgspec.json.encode({"premise": premise})), PACK)

    def turned(premise: Premise) -> Premise:
        if not isinstance(premise, Several):
            return Several(1, (premise,))
        parts = [turned(each) for each in premise.of]
        lot.shuffle(parts)  # type: ignore[attr-defined]
        return Several(premise.count, tuple(parts))

    assert form(turned(first)) == form(first)
    if form(first) == form(second):
        assert who(first) == who(second)
    if plainly_implies(first, second):
        assert all(other for one, other in zip(who(first), who(second), strict=True) if one)
    assert plainly_implies(first, Several(1, (second, first)))
    assert plainly_implies(Several(2, (first, second)), first)
