"""Nothing calm is said while the screen is open: proved of a sound pack, refuted on whatever is broken for it."""

from pathlib import Path
from typing import cast

import msgspec
import pytest
from screened_packs import screened

from hipexpert import Pack
from hipexpert.audit.proving import Prover, Theorem
from hipexpert.audit.proving.earned import calm_is_earned
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.packs import program, screen
from hipexpert.knowledge.packs.pack import ConcludedKind, Concludes
from hipexpert.knowledge.packs.premises import Denied, Is, Premise, Several
from hipexpert.knowledge.runner import levels


def shown(theorem: Theorem, pack: Pack) -> tuple[str, ...]:
    """The items that are open for the runner who refutes the theorem, whom the program tells something calm."""
    assert theorem.outcome == "refuted"
    assert theorem.witness is not None
    assessment = ExplainingEngine(pack).assess(theorem.witness.answers)
    assert assessment.level in ("self_care", "routine")
    return tuple(item.id for item in pack.screen if f"`{item.id}` of the screen is open" in theorem.shows)


def test_a_sound_screen_is_proved(tmp_path: Path) -> None:
    """Over all answers, with items that are asked of everybody and items that are not."""
    theorem = calm_is_earned(Prover(screened(tmp_path)))
    assert (theorem.outcome, theorem.covers) == ("proved", "3 items of the screen")


@pytest.mark.parametrize("item", ["swelling", "which-knee", "where"])
def test_a_rule_that_forgets_an_item_is_found(item: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the rule made of all items but one, the runner who answered only the others would show it."""
    pack = screened(tmp_path)
    left = msgspec.structs.replace(pack, screen=tuple(each for each in pack.screen if each.id != item))
    monkeypatch.setattr(program, "answered_when", lambda _: screen.answered_when(left))
    assert shown(calm_is_earned(Prover(pack)), pack) == (item,)


def test_a_place_denied_is_no_place_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a denied value enough, somebody who only said where it does not hurt would show it."""
    pack = screened(tmp_path)
    sound = screen.answered_when(pack)

    def any_answer(_: Pack) -> Premise:
        parts = cast("Several", sound).of
        return Several(3, (*parts[:2], Several(1, (Is("site", "front"), Is("site", "back"), Denied("site", "front")))))

    monkeypatch.setattr(program, "answered_when", any_answer)
    assert shown(calm_is_earned(Prover(pack)), pack) == ("where",)


def test_a_level_that_overlooks_the_screen_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the screen not asked about, the runner who says nothing would show it."""
    pack = screened(tmp_path)
    monkeypatch.setattr(levels, "level_of", lambda holds, **_: levels.raised_level(holds))
    assert shown(calm_is_earned(Prover(pack)), pack) == ("swelling", "which-knee", "where")


def test_a_pack_whose_rule_calls_the_screen_answered_is_found(tmp_path: Path) -> None:
    """No rule of a pack may conclude it; one that did, past the loader, is refuted by a runner for whom it fires."""
    pack = screened(tmp_path)
    first, *rest = pack.rules
    calming = msgspec.structs.replace(first, conclusions=(Concludes(cast("ConcludedKind", "screen"), "answered"),))
    broken = msgspec.structs.replace(pack, rules=(calming, *rest))
    assert "swelling" in shown(calm_is_earned(Prover(broken)), broken)


def test_a_pack_without_a_screen_has_nothing_to_earn(pack: Pack) -> None:
    """The theorem is about the items there are; that there are none is another check's business."""
    bare = msgspec.structs.replace(pack, screen=())
    assert calm_is_earned(Prover(bare)).outcome == "proved"
