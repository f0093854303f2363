"""What is kept while only strengths change: checks that are not given them, and proofs for which they do not count."""

import datetime
import random
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from audit_packs import TODAY, planted, written
from hip_pack import copied_hip
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from profiles import examples
from screened_packs import screened_folder
from strategies_packs import packs
from tiny import TINY

from hipexpert import Pack, load_pack
from hipexpert.audit.check import Check, Found
from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.theorems import prove_theorems
from hipexpert.audit.running import audit as running
from hipexpert.audit.running.audit import audit
from hipexpert.audit.running.beside import ORDERS
from hipexpert.audit.running.catalogue import all_checks
from hipexpert.audit.running.kept import name_of
from hipexpert.audit.subject.asking import NotedAnswer
from hipexpert.audit.subject.subject import Subject, UnweighedSubject
from hipexpert.knowledge.json_text import json_text
from hipexpert.knowledge.packs import cache
from hipexpert.knowledge.packs.pack import Claim, Rule, Supports
from hipexpert.knowledge.packs.premises import Established, Is, Premise
from hipexpert.knowledge.packs.sourced import Citation, Review

UNWEIGHED = [check for check in all_checks().values() if check.unweighed]
WITHOUT_A_PROCESS = [check for check in UNWEIGHED if check.name != ORDERS]
"""Those that random packs are given to; one starts a process each time, see tests/audit/test_orders.py."""
STRENGTHS = (1, 3, 7, 10, 15)
SPOKEN_OF: tuple[Premise, ...] = (Is("swollen", "yes"), Established("suspected", "jumpers_knee"), Established("likely", "sore_knee"))


CLEAN = next(each.clean for each in planted() if each.check == "conflicting-rules")


def test_what_is_not_given_strengths_is_not_given_texts_either() -> None:
    """And it is no check that is given but a part."""
    assert UNWEIGHED
    assert all(check.unworded and check.reads is None for check in UNWEIGHED)


def with_strengths(pack: Pack, strengths: Iterable[int]) -> Pack:
    """A pack whose evidence is as strong as these say, one after the other, for and against what it was."""
    left = iter(strengths)

    def told(rule: Rule) -> Rule:
        changed = tuple(
            replace(each, weight=next(left) * (1 if each.weight > 0 else -1)) if isinstance(each, Supports) else each
            for each in rule.conclusions
        )
        return replace(rule, conclusions=changed)

    return replace(pack, rules=tuple(map(told, pack.rules)), content_hash="")


def found_by(check: Check, subject: UnweighedSubject) -> tuple[list[Found], list[NotedAnswer]]:
    """What a check finds, and what it asks for that."""
    assert check.find is not None
    subject.noted = []
    found = list(check.find(subject))
    return found, subject.noted


def unweighing(pack: Pack) -> UnweighedSubject:
    """A pack without its strengths."""
    found = Subject(pack, datetime.date.min, prove=True).reasoning.unweighing
    assert found is not None
    return found


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_without_strengths_a_check_finds_what_it_finds_with_them(data: st.DataObject) -> None:
    """Of random packs, the same in each check as when it is given the whole pack, its witnesses too."""
    subject = unweighing(data.draw(packs(load_pack(TINY))))
    for check in WITHOUT_A_PROCESS:
        assert check.find is not None
        assert found_by(check, subject)[0] == list(check.find(subject.whole)), check.name


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_has_the_same_name_and_the_same_answers_is_what_would_be_found(data: st.DataObject) -> None:
    """Of random packs and the same with other strengths: what may be taken from before is what a fresh look finds. What each check
    asks does not rest on which checks were run before.
    """
    pack = data.draw(packs(load_pack(TINY)))
    before, after = unweighing(pack), unweighing(with_strengths(pack, (data.draw(st.sampled_from(STRENGTHS)) for _ in iter(int, 1))))
    if name_of(before) != name_of(after):  # a tally reaches what it did not
        return
    for check in WITHOUT_A_PROCESS:
        found, asked = found_by(check, before)
        if all(each.still(after.whole) for each in asked):
            assert found_by(check, after) == (found, asked), check.name
        assert found_by(check, unweighing(pack)) == (found, asked), check.name


def claims(pack: Pack) -> Pack:
    """A pack that makes claims about answers and about what weighing concludes."""
    review, cited = Review(datetime.date(2026, 11, 21), "tester"), (Citation("book", "support"),)
    made = [Claim(f"claim-{number}", "so", "so", cited, review, when=each, at_least="self_care") for number, each in enumerate(SPOKEN_OF)]
    return replace(pack, claims=tuple(made))


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_proved_without_weights_is_proved_with_any(data: st.DataObject) -> None:
    """Of random packs whatever the strengths are: each theorem is proved that was, and what it says of nobody it says of nobody."""
    pack = claims(data.draw(packs(load_pack(TINY))))
    first = Subject(pack, datetime.date.min, prove=True)
    other = Subject(with_strengths(pack, (data.draw(st.sampled_from(STRENGTHS)) for _ in iter(int, 1))), datetime.date.min, prove=True)
    other.proved_unweighed = first.proved_unweighed
    fresh = prove_theorems(Prover(other.pack), other.runners.chosen_showing)
    for each, known, expected in zip(other.theorems, first.proved_unweighed, fresh, strict=True):
        assert (each.name, each.outcome, each.empty) == (expected.name, expected.outcome, expected.empty)
        if known is not None:
            assert each == expected


def test_what_only_the_weighing_decides_of_a_claim_is_not_kept(tmp_path: Path) -> None:
    """Whether anybody is spoken of for whom a condition is likely: that is asked each time."""
    subject = Subject(claims(load_pack(TINY)), datetime.date.min, prove=True)
    proved = subject.proved_unweighed
    empty = {each.name: each.empty for each in proved if each is not None and each.claim}
    assert empty["claim-0"] is False
    assert empty["claim-1"] is None
    assert None not in {each.empty for each in subject.theorems}


def strengths_in(pack: Path) -> list[tuple[Path, re.Match[str]]]:
    """Each strength in the files of a pack."""
    paths = sorted(pack.rglob("*.yaml"))
    return [(path, each) for path in paths for each in re.finditer(r"strength: (weak|moderate|strong)", path.read_text("utf-8"))]


def with_another_strength(pack: Path, lot: random.Random) -> None:
    """A pack in which one strength is another one."""
    path, place = lot.choice(strengths_in(pack))
    other = lot.choice([each for each in ("weak", "moderate", "strong") if each != place[1]])
    text = path.read_text("utf-8")
    path.write_text(f"{text[: place.start()]}strength: {other}{text[place.end() :]}", "utf-8")


def told(pack: Path) -> str:
    """The report of a pack, as JSON."""
    return json_text(audit(pack, prove=True, as_of=TODAY))


def test_after_a_changed_strength_the_report_is_the_fresh_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the letter, of packs with faults of several kinds, one strength after the other."""
    lot = random.Random(69)  # noqa: S311  # no secret
    for each in lot.sample([each for each in planted() if "malformed" not in each.check], 6):
        pack = written(tmp_path / each.check, each.violates)
        for _ in range(3 if strengths_in(pack) else 0):
            monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
            incremental = told(pack)
            monkeypatch.setenv(cache.VARIABLE, "off")
            assert told(pack) == incremental
            with_another_strength(pack, lot)


def test_of_two_rules_on_one_answer_the_one_made_stronger_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They say the same, which is told as that, until one speaks more strongly: then what they count twice is told."""
    twins = [{"id": each, "when": {"swollen": True}, "then": [{"supports": "jumpers_knee", "strength": "weak"}]} for each in ("a", "b")]
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    pack = written(tmp_path, {"rules": twins})
    before = audit(pack, prove=True, as_of=TODAY)
    rules = pack / "rules" / "more.yaml"
    rules.write_text(rules.read_text("utf-8").replace("strength: weak", "strength: strong", 1), "utf-8")
    after = audit(pack, prove=True, as_of=TODAY)
    counted = [{each.message for each in report.violations if each.check == "evidence-weighed-twice"} for report in (before, after)]
    assert (len(counted[0]), len(counted[1])) == (0, 1)


def test_a_changed_strength_proves_no_theorem_and_runs_no_check_again_that_is_not_given_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are taken from before, and what was damaged in the cache is not."""
    kept = tmp_path / "kept"
    monkeypatch.setenv(cache.VARIABLE, str(kept))
    pack = written(tmp_path, CLEAN)
    told(pack)
    proofs, shares = list(kept.glob("*.proofs")), list(kept.glob("*.gap"))
    assert len(proofs) == len(shares) == 1
    with_another_strength(pack, random.Random(4))  # noqa: S311  # no secret
    incremental = told(pack)
    assert (list(kept.glob("*.proofs")), list(kept.glob("*.gap"))) == (proofs, shares)
    for damaged in (*proofs, *shares):
        damaged.write_bytes(damaged.read_bytes()[:-1] + b"!")
    for whole in kept.glob("*.audit"):
        whole.unlink()
    for reasoning in kept.glob("*.reasoning"):
        reasoning.unlink()
    assert told(pack) == incremental


@pytest.mark.deep
def test_of_the_pack_that_ships_the_report_after_any_edit_is_the_fresh_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the letter: a strength, a title, a number of a premise, a strength; with what is kept and with nothing kept. What was
    kept of one edit is in the report after the next, so the fresh one is made after every other.
    """
    lot, pack, kept = random.Random(36), copied_hip(tmp_path / "hip"), str(tmp_path / "kept")  # noqa: S311  # no secret
    monkeypatch.setenv(cache.VARIABLE, kept)
    told(pack)
    for number, (pattern, new) in enumerate(
        (("", ""), (r"title: (?=[A-Z])", "title: Indeed "), (r"at_least: 2\b", "at_least: 3"), ("", ""))
    ):
        if pattern:
            paths = [path for path in sorted((pack / "rules").rglob("*.yaml")) if re.search(pattern, path.read_text("utf-8"))]
            path = lot.choice(paths)
            path.write_text(re.sub(pattern, new, path.read_text("utf-8"), count=1), "utf-8")
        else:
            with_another_strength(pack / "rules", lot)
        incremental = told(pack)
        if number % 2 == 0:
            continue
        monkeypatch.setenv(cache.VARIABLE, "off")
        assert told(pack) == incremental
        monkeypatch.setenv(cache.VARIABLE, kept)


def test_nothing_is_looked_for_in_a_second_process_after_an_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left then takes less than starting one."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    pack = screened_folder(tmp_path)
    told(pack)
    started: list[str] = []

    def start(_subject: Subject, checks: Iterable[Check], **_: object) -> Callable[[], None]:
        started.extend(each.name for each in checks)
        return lambda: None

    monkeypatch.setattr(running, "split", lambda checks, _: (tuple(checks)[1:], tuple(checks)[:1]))
    monkeypatch.setattr(running, "started", start)
    with_another_strength(pack, random.Random(4))  # noqa: S311  # no secret
    told(pack)
    assert not started
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "empty"))
    told(pack)
    assert started
