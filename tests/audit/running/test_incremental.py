"""After an edit only what the edit can change is looked for again, and the report is the one of a fresh audit."""

import datetime
import random
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from audit_packs import TODAY, Planted, planted, written
from msgspec.structs import replace

from hipexpert import load_pack
from hipexpert.audit.check import Check
from hipexpert.audit.running import audit as running
from hipexpert.audit.running import beside
from hipexpert.audit.running.audit import audit
from hipexpert.audit.running.beside import PartFound
from hipexpert.audit.running.catalogue import all_checks
from hipexpert.audit.running.kept import given_before, keep_given
from hipexpert.audit.subject.reasoning import reasoning_of
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import ProblemsError
from hipexpert.knowledge.json_text import json_text
from hipexpert.knowledge.packs import cache
from hipexpert.knowledge.packs.program import program_of

PLANTED = planted()
UNWORDED = {name for name, check in all_checks().items() if check.unworded}
EDITS = 8
OF_A_PROGRAM = ("inputs", "rules", "tallies", "late_rules", "late_facts")


@pytest.mark.parametrize("each", [each for each in PLANTED if each.check in UNWORDED], ids=lambda each: each.check)
def test_a_check_that_is_given_no_texts_finds_the_same_without_them(each: Planted, tmp_path: Path) -> None:
    """Of the pack with its fault, and of the one without: what is taken out of the pack changes nothing that it says."""
    check = all_checks()[each.check]
    for name, changes in (("broken", each.violates), ("clean", each.clean)):
        try:
            pack = load_pack(written(tmp_path / name, changes))
        except ProblemsError:  # it is found when the pack is read
            continue
        assert check.find is not None
        whole, unworded = (Subject(pack, datetime.date.min, prove=True) for _ in range(2))
        assert list(check.find(unworded.reasoning)) == list(check.find(whole))


@pytest.mark.parametrize("each", PLANTED[::7], ids=lambda each: each.check)
def test_what_is_taken_out_is_in_no_program_and_no_picture(each: Planted, tmp_path: Path) -> None:
    """So both can be worked out once, for the pack and for what of it decides."""
    pack = load_pack(written(tmp_path, each.clean))
    part = replace(reasoning_of(pack))  # nothing is known of it yet
    whole, own = program_of(pack), program_of(part)
    assert [getattr(whole, name) for name in OF_A_PROGRAM] == [getattr(own, name) for name in OF_A_PROGRAM]
    assert [part.drawn(each.id) for each in part.pictures] == [pack.drawn(each.id) for each in pack.pictures]


def test_after_any_edit_the_report_is_the_fresh_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs with all kinds of faults follow each other in one folder, each an edit of the one before; also the same fault reworded."""
    kept, pack, lot = str(tmp_path / "kept"), tmp_path / "edited", random.Random(15)  # noqa: S311  # no secret
    for _ in range(EDITS):
        changes = lot.choice([each.violates for each in lot.sample(PLANTED, 1)] + [each.clean for each in lot.sample(PLANTED, 1)])
        shutil.rmtree(pack, ignore_errors=True)
        folder = written(pack, changes)
        for edited in (None, *lot.sample(sorted(folder.rglob("*.yaml")), 1)):
            if edited is not None:
                edited.write_text(_reworded(edited.read_text("utf-8"), lot), "utf-8")
            monkeypatch.setenv(cache.VARIABLE, kept)
            incremental = json_text(audit(folder, prove=True, as_of=TODAY))
            monkeypatch.setenv(cache.VARIABLE, "off")
            assert json_text(audit(folder, prove=True, as_of=TODAY)) == incremental


def _reworded(text: str, lot: random.Random) -> str:
    """A file with another word, number or answer somewhere."""
    words = text.split(" ")
    places = [place for place, word in enumerate(words) if word.strip("\n").isalnum()]
    if places:
        place = lot.choice(places)
        words[place] = lot.choice([words[lot.choice(places)], "3", "no", words[place].replace("e", "o")])
    return " ".join(words)


def test_only_what_a_text_can_change_is_looked_for_after_it_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reworded reason asks no proof again, and a changed premise does."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    looked_for: set[str] = set()

    def watched(subject: Subject, checks: Iterable[Check], *, keeping: bool) -> PartFound:
        listed = tuple(checks)
        looked_for.update(each.name for each in listed)
        return beside.looked_for(subject, listed, keeping=keeping)

    monkeypatch.setattr(running, "looked_for", watched)
    pack = written(tmp_path, next(each.violates for each in PLANTED if each.check == "broken-claim"))
    rules = next(path for path in pack.rglob("*.yaml") if "because: " in path.read_text("utf-8") and "when: " in path.read_text("utf-8"))
    audit(pack, prove=True, as_of=TODAY)
    assert looked_for >= UNWORDED
    for old, new, again in (("because: ", "because: Indeed ", False), ("reviewed: ", "status: draft\n  reviewed: ", True)):
        looked_for.clear()
        text = rules.read_text("utf-8")
        assert old in text
        rules.write_text(text.replace(old, new, 1), "utf-8")
        audit(pack, prove=True, as_of=TODAY)
        assert looked_for
        assert (not looked_for.isdisjoint(UNWORDED)) is again


def test_how_strongly_a_rule_speaks_asks_no_text_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What only reads texts, or programmes, is looked for once; and the report is the fresh one. A text is read again by what reads it:
    a reason by all that are about reasons, a title by fewer, and neither says how answers are given.
    """
    kept = tmp_path / "kept"
    monkeypatch.setenv(cache.VARIABLE, str(kept))
    pack = written(tmp_path, next(each.clean for each in PLANTED if each.check == "clashing-phrases"))
    rules = next(path for path in sorted(pack.rglob("*.yaml")) if "strength: " in path.read_text("utf-8"))
    audit(pack, prove=True, as_of=TODAY)
    strength = re.search(r"strength: (\w+)", rules.read_text("utf-8"))
    assert strength is not None
    other = "weak" if strength[1] != "weak" else "strong"
    edits = (
        (strength[0], f"strength: {other}", (1, 1, 1)),
        ("because: ", "because: Indeed ", (1, 2, 2)),
        ("title: ", "title: Indeed ", (1, 2, 3)),
    )
    for old, new, times in edits:
        rules.write_text(rules.read_text("utf-8").replace(old, new, 1), "utf-8")
        incremental = json_text(audit(pack, prove=True, as_of=TODAY))
        kept_of = (len(list(kept.glob(f"*.{name}"))) for name in ("clashing-phrases", "reason-beyond-answers", "stale-translation"))
        assert tuple(kept_of) == times
        assert len(list(kept.glob("*.dead-end-of-a-programme"))) == 1
        monkeypatch.setenv(cache.VARIABLE, "off")
        assert json_text(audit(pack, prove=True, as_of=TODAY)) == incremental
        monkeypatch.setenv(cache.VARIABLE, str(kept))


def test_who_was_given_advice_before_decides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit after which nobody gets an advice: those who did are kept, beside what is no answer, and the report is the fresh one."""
    fault = next(each for each in PLANTED if each.check == "unreachable-advice")
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    clean, broken = written(tmp_path / "clean", fault.clean), written(tmp_path / "broken", fault.violates)
    assert not {each.check for each in audit(clean, prove=True, as_of=TODAY).violations} & {fault.check}
    given = given_before(load_pack(clean))
    assert given
    keep_given(load_pack(broken), (*given, ("no-such-question=yes",), given[0] + ("no answer at all",), ()))
    incremental = audit(broken, prove=True, as_of=TODAY)
    monkeypatch.setenv(cache.VARIABLE, "off")
    assert json_text(incremental) == json_text(audit(broken, prove=True, as_of=TODAY))
    assert fault.check in {each.check for each in incremental.violations}
