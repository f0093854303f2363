"""Answers that cannot all be true never calm: proved of a sound pack, refuted on whatever is broken for it."""

from pathlib import Path

import msgspec
import pytest
from proving_packs import pack_with
from screened_packs import screened

from hipexpert import Pack
from hipexpert.audit.proving import Prover, Theorem
from hipexpert.audit.proving.contradicting import contradictions_never_calm
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.ladder import caution
from hipexpert.knowledge.packs.options import Said
from hipexpert.knowledge.packs.pack import Concludes, Constraint
from hipexpert.knowledge.packs.premises import Is, Several
from hipexpert.knowledge.packs.program import program_of
from hipexpert.knowledge.runner import assessment, levels

WEIGHED = """
- {id: behind-supports-jumpers-knee, when: {site: back}, then: [{supports: jumpers_knee, strength: strong}]}
- {id: swelling-opposes-jumpers-knee, when: {swollen: true}, then: [{opposes: jumpers_knee, strength: strong}]}
- {id: a-likely-jumpers-knee-is-raised, when: {likely: jumpers_knee}, then: [{urgency: routine}]}
"""


def weighed(folder: Path) -> Pack:
    """A pack in which a swelling speaks against what raises the urgency, and may be no swelling of the left knee."""
    left = Constraint("no-swelling-on-the-left", Several(2, (Is("swollen", "yes"), Is("side", "left"))), "a test")
    return msgspec.structs.replace(pack_with(folder, WEIGHED), constraints=(left,))


def shown(theorem: Theorem, pack: Pack) -> tuple[str, str]:
    """The levels of the runner who refutes the theorem: of a part of the answers, and of all of them, which contradict each other."""
    assert theorem.outcome == "refuted"
    assert theorem.witness is not None
    assert theorem.witness.before is not None
    engine = ExplainingEngine(pack)
    part, whole = engine.assess(theorem.witness.before), engine.assess(theorem.witness.answers)
    assert said(part).items() <= said(whole).items()
    assert caution(whole.level) < caution(part.level)
    return part.level, whole.level


def said(found: assessment.Assessment) -> dict[Question, Said]:
    """The answers, value by value."""
    return found.assessor.key.said(found.intake)


def test_a_sound_pack_is_proved(tmp_path: Path) -> None:
    """Over all answers and every part of them."""
    theorem = contradictions_never_calm(Prover(screened(tmp_path)))
    assert (theorem.outcome, theorem.covers) == ("proved", "1 constraints, all answers and every part of them")


def test_of_the_shipped_pack_it_is_proved(pack: Pack) -> None:
    """Every constraint, all answers, in well under a second."""
    assert contradictions_never_calm(Prover(pack)).outcome == "proved"


def test_a_level_that_overlooks_a_contradiction_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the screen alone asked about, the runner who settles it with what contradicts the rest would show it."""
    pack = screened(tmp_path)
    monkeypatch.setattr(levels, "CONTRADICTED", "nothing concludes this")
    assert shown(contradictions_never_calm(Prover(pack)), pack) == ("undetermined", "self_care")


def test_a_program_that_forgets_a_constraint_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The constraints are read from the pack: a program that was made without one does not hide it."""
    pack = screened(tmp_path)
    monkeypatch.setattr(assessment, "program_of", lambda each: program_of(msgspec.structs.replace(each, constraints=())))
    assert shown(contradictions_never_calm(Prover(pack)), pack) == ("undetermined", "self_care")


def test_an_alarm_that_rests_on_weighing_is_found(tmp_path: Path) -> None:
    """A pack whose alarm goes out with an answer against the condition, which the loader would not let pass."""
    sound = weighed(tmp_path)
    rules = tuple(
        msgspec.structs.replace(rule, conclusions=(Concludes("urgency", "urgent"),))
        if rule.id == "a-likely-jumpers-knee-is-raised"
        else rule
        for rule in sound.rules
    )
    pack = msgspec.structs.replace(sound, rules=rules)
    part, _ = shown(contradictions_never_calm(Prover(pack)), pack)
    assert part == "urgent"


def test_a_pack_without_a_screen_states_what_is_raised(tmp_path: Path) -> None:
    """Nothing calm has to be earned there, so what rests on weighing may fall with a contradiction, and the theorem says so."""
    pack = weighed(tmp_path)
    assert shown(contradictions_never_calm(Prover(pack)), pack) == ("routine", "self_care")
