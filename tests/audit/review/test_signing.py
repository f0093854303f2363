"""Signing a pack: what must be signed, by how many, and that nothing that was changed or lowered passes as signed."""

import datetime
from pathlib import Path

import pytest
from signing_packs import CHILD, FIRST, LATER, LOWERED, RAISED, RULES, change, guarding, sign, signed_pack
from tiny import copied

from hipexpert import load_pack
from hipexpert.audit.review.lists import ListedDecision
from hipexpert.audit.review.reviewing import reviewed
from hipexpert.audit.review.signing import signed, standing_of, under_review
from hipexpert.audit.review.values import PackReview, ReviewItem
from hipexpert.audit.running.audit import audit
from hipexpert.engine import ProblemsError
from hipexpert.knowledge.packs import sealing
from hipexpert.knowledge.packs.files import read_folder

RULE = f"rule {CHILD}"


def review_of(pack: Path) -> PackReview:
    """The review of a pack in a folder."""
    under = under_review(pack)
    return reviewed(under.pack, under.signatures, under.base)


def item_of(pack: Path, name: str = RULE) -> ReviewItem:
    """One entry of the review of a pack."""
    return next(each for each in review_of(pack).items if each.name == name)


def released(pack: Path) -> list[str]:
    """What keeps a pack from its release."""
    report = audit(pack, only=["unsigned-change"], release=True, prove=False)
    return [each.message for each in report.violations]


def test_a_signature_changes_nothing_that_a_runner_is_told(tmp_path: Path) -> None:
    """The pack has the content hash it had, it loads, and a sealed one is sealed anew."""
    pack = copied(tmp_path)
    before = load_pack(pack).content_hash
    (pack / sealing.NAME).write_bytes(sealing.seal_of(read_folder(pack)))
    sign(pack)
    assert load_pack(pack).content_hash == before
    (pack / sealing.SIGNATURES).write_text("signatures: []\n")
    with pytest.raises(ProblemsError, match="not what its seal says"):
        load_pack(pack)


def test_only_a_signed_pack_passes_as_a_release(tmp_path: Path) -> None:
    """Without a release nobody asks; one without signatures is one error, and then each unsigned guard is."""
    pack = copied(tmp_path)
    assert audit(pack, only=["unsigned-change"], prove=False).violations == ()
    (message,) = released(pack)
    assert message.startswith("nobody has signed this pack")
    names = guarding(under_review(pack))
    sign(pack, *names[1:])
    (message,) = released(pack)
    assert message == "nobody has signed this red flag"
    sign(pack, names[0])
    assert released(pack) == []


def test_the_pack_that_ships_says_that_nobody_has_signed_it(pack: object) -> None:
    """No clinician has; a release says so, and the audit without one does not fail for it."""
    report = audit(only=["unsigned-change"], release=True, prove=False)
    assert [each.message.partition(":")[0] for each in report.violations] == ["nobody has signed this pack"]


def test_what_asks_more_takes_one_signature_and_what_asks_less_two_people(tmp_path: Path) -> None:
    """One of them of a clinical role; the same person twice is one."""
    pack = signed_pack(tmp_path)
    change(pack, RAISED)
    item = item_of(pack)
    assert (item.change, item.needs, item.lowers) == ("changed", 1, ())
    assert released(pack) == ["this red flag has changed since it was signed"]
    sign(pack, CHILD)
    assert released(pack) == []
    change(pack, (RULES, "between: [5, 17]", "between: [6, 17]"))
    item = item_of(pack)
    assert item.needs == 2
    assert "it speaks of fewer runners" in item.lowers
    (lower,) = (each for each in item.meaning if each.result.question == "lower")
    assert set(lower.says) in ({"a swollen knee", "age 5"}, {"the left knee", "age 5"}, {"the right knee", "age 5"})
    assert lower.result.runner is not None
    assert (lower.result.runner.old.level, lower.result.runner.new.level) == ("urgent", "self_care")
    sign(pack, CHILD)
    sign(pack, CHILD, by=" a.  SMITH", role="physician")
    assert released(pack) == ["this red flag asks less than before, and one of the two who must sign it has"]
    assert sign(pack, CHILD, by="B. Jones", role="author")[RULE].state == "signed"
    assert released(pack) == []
    assert [each.name for each in review_of(pack).items if each.guards] == []


def test_no_one_but_a_clinician_signs_a_red_flag_alone(tmp_path: Path) -> None:
    """Authors and engineers may be the second."""
    pack = copied(tmp_path)
    assert {each.state for each in sign(pack, CHILD, role="author").values() if each.signed} == {"no_clinician"}
    assert sign(pack, CHILD, by="C", role="nurse")[RULE].state == "signed"


LOWERING = [
    ("a level", (RULES, "then: [{urgency: urgent}]", "then: [{urgency: soon}]"), RULE),
    ("a draft", (RULES, "  because: It may be an infection.", "  status: draft\n  because: It may be an infection."), RULE),
    (
        "what leads to it",
        (RULES, "of: [{swollen: true}, {side: [left, right]}]", "of: [{swollen: true}, {side: left}]"),
        "rule swelling-shows-an-irritated-joint",
    ),
    ("the words of a level", ("pack.yaml", "action: Ride on.", "action: Wait."), "pack pack.yaml"),
]


@pytest.mark.parametrize(("_what", "changed", "name"), LOWERING, ids=[each[0] for each in LOWERING])
def test_every_way_of_asking_less_needs_two(_what: str, changed: tuple[str, str, str], name: str, tmp_path: Path) -> None:
    """Also where the red flag itself stands as it was."""
    pack = signed_pack(tmp_path)
    change(pack, changed)
    item = item_of(pack, name)
    assert item.lowers
    assert item.missing == "two reviewers, one of them of a clinical role"
    assert released(pack) != []


def test_a_red_flag_that_is_gone_is_missed(tmp_path: Path) -> None:
    """Two people sign that it is gone."""
    pack = signed_pack(tmp_path)
    text = (pack / RULES).read_text()
    start = text.index(f"- id: {CHILD}")
    (pack / RULES).write_text(text[:start] + text[text.index("- id: swelling-shows") :])
    assert f"`{RULE}` was signed as a guard, and is gone without a signature" in released(pack)
    assert (item_of(pack).change, item_of(pack).needs) == ("removed", 2)
    names = guarding(under_review(pack))
    sign(pack, *names)
    sign(pack, *names, by="B. Jones")
    assert released(pack) == []


def test_what_is_rejected_is_not_signed_until_its_reviewer_thinks_again(tmp_path: Path) -> None:
    """Whoever else accepts it."""
    pack = signed_pack(tmp_path)
    change(pack, RAISED)
    sign(pack, CHILD, decision="rejected")
    sign(pack, CHILD, by="B. Jones")
    assert released(pack) == ["a reviewer rejected this red flag"]
    assert item_of(pack).refused == ("A. Smith, physiotherapist, 2020-11-22: it says less",)
    assert sign(pack, CHILD)[RULE].state == "signed"


def test_a_harmless_edit_is_called_one(tmp_path: Path) -> None:
    """Another order, another date of review and another file need no signature; another premise of the same meaning asks nothing less."""
    pack = signed_pack(tmp_path)
    change(
        pack,
        (RULES, "when: {likely: jumpers_knee}\n  then: [{urgency: routine}]", "then: [{urgency: routine}]\n  when: {likely: jumpers_knee}"),
    )
    (pack / RULES).write_text((pack / RULES).read_text().replace("date: 2026-11-21", "date: 2026-11-24"))
    (pack / RULES).rename(pack / "rules/other.yaml")
    assert guarding(under_review(pack)) == []
    change(pack, ("rules/other.yaml", "between: [5, 15]", "between: [2, 15]"))
    item = item_of(pack)
    assert (item.lowers, item.needs) == ((), 1)
    assert {each.result.answer for each in item.meaning} == {"no"}


def test_without_proofs_whatever_may_ask_less_does(tmp_path: Path) -> None:
    """Nobody signs alone because no solver was there."""
    pack = signed_pack(tmp_path)
    change(pack, RAISED)
    under = under_review(pack)
    (item,) = (each for each in reviewed(under.pack, under.signatures, under.base, prove=False).items if each.name == RULE)
    assert item.needs == 2


def test_what_was_signed_last_must_be_there_to_compare_with(tmp_path: Path) -> None:
    """Missing, damaged or another pack: one message, and nobody signs without comparing."""
    pack = signed_pack(tmp_path)
    archive = (pack / "signed.zip").read_bytes()
    change(pack, LOWERED)
    begins = 30 + archive[26] + archive[28]  # of the first member, after its header and its name
    spoilt = archive[:begins] + b"\xff" * 6 + archive[begins + 6 :]
    for content in (None, archive[:50], archive[: len(archive) // 2] + archive[len(archive) // 2 + 1 :], spoilt):
        (pack / "signed.zip").unlink(missing_ok=True)
        if content is not None:
            (pack / "signed.zip").write_bytes(content)
        with pytest.raises(ProblemsError, match="what was signed last cannot be compared"):
            under_review(pack)
    with pytest.raises(ProblemsError, match="not the pack that was signed last"):
        under_review(pack, pack)
    original = copied(tmp_path / "again")
    assert under_review(pack, original).base == load_pack(original)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("role: physiotherapist", "role: physician", "was changed after it was written"),
        ("A. Smith", "A. Smyth", "was changed after it was written"),
        ("decision: accepted", "decision: rejected", "was changed after it was written"),
        ("role: physiotherapist", "role: doctor", "unknown word `doctor`"),
        ("signatures:", "signed:", "must hold `signatures:`"),
    ],
)
def test_signatures_that_were_edited_are_refused(old: str, new: str, message: str, tmp_path: Path) -> None:
    """Wherever they are read: a review and a release, with the line."""
    pack = signed_pack(tmp_path)
    file = pack / sealing.SIGNATURES
    file.write_text(file.read_text().replace(old, new, 1))
    for read in (under_review, released):
        with pytest.raises(ProblemsError, match=message):
            read(pack)


@pytest.mark.parametrize(
    ("about", "message"),
    [
        ({"role": "doctor"}, "unknown role `doctor`"),
        ({"name": " "}, "who signs is not said"),
        ({"date": LATER + datetime.timedelta(days=1)}, "lies in the future"),
        ({"date": FIRST - datetime.timedelta(days=1)}, "before the last signature"),
        ({"entry": "no-such-rule"}, "no entry `no-such-rule`"),
        ({"content": "0" * 32}, "has changed since this list was made"),
        ({"decision": "rejected"}, "rejected without a reason"),
    ],
)
def test_who_signs_wrongly_is_told(about: dict[str, object], message: str, tmp_path: Path) -> None:
    """One clear message, and nothing is signed."""
    pack = signed_pack(tmp_path)
    said = {"entry": CHILD, "content": "", "decision": "accepted", "name": "A", "role": "nurse", "date": LATER, **about}
    made = ListedDecision(str(said["entry"]), str(said["content"]), str(said["decision"]), "", "here")
    with pytest.raises(ProblemsError, match=message):
        signed(under_review(pack), [made], str(said["name"]), str(said["role"]), said["date"], today=LATER)  # type: ignore[arg-type]


def test_what_was_signed_partly_and_is_lowered_is_not_forgotten(tmp_path: Path) -> None:
    """A change that one signed while others were open is no state to compare with, so the next change of it needs two."""
    pack = copied(tmp_path)
    sign(pack, CHILD)
    change(pack, LOWERED)
    assert item_of(pack).lowers == ("it was signed before, and what it was then is not known",)
    assert standing_of(under_review(pack))[RULE].state == "changed"


def test_what_hides_a_danger_or_calms_elsewhere_needs_two(tmp_path: Path) -> None:
    """A new exclusion of what must not be missed, and a contradiction that is none any more."""
    pack = copied(tmp_path, ("conditions/knee.yaml", "typical_urgency: routine", "typical_urgency: urgent"))
    sign(pack)
    change(pack, (RULES, "{opposes: jumpers_knee, lr: 0.5}", "{excludes: jumpers_knee}"))
    (pack / "constraints.yaml").write_text("constraints: []\n")
    lowers = {each.name: each.lowers for each in review_of(pack).items if each.lowers}
    assert "jumpers_knee is ruled out for more runners" in lowers["rule youth-opposes-jumpers-knee"]
    (gone,) = (name for name in lowers if name.startswith("constraint "))
    assert "fewer answers count as contradicting each other" in lowers[gone]
