"""A screen that changed, compared by meaning: each item, and whom it spares, tells for some runner."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from screened_packs import screened

from hipexpert import Engine
from hipexpert.audit.difference.comparing import compared
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.packs.ladder import CALM
from hipexpert.knowledge.packs.pack import Pack, ScreenItem


def changed(pack: Pack, name: str, item: ScreenItem | None) -> Pack:
    """The pack with another item in place of one, or with none."""
    screen = tuple(item if each.id == name else each for each in pack.screen)
    return replace(pack, screen=tuple(each for each in screen if each is not None))


@pytest.mark.parametrize("name", ["swelling", "which-knee", "where"])
def test_an_item_that_is_dropped_makes_a_pack_laxer(name: str, tmp_path: Path) -> None:
    """Somebody who left that question open was told nothing calm, and is now; nobody hears more than before."""
    old = screened(tmp_path)
    new = changed(old, name, None)
    found = compared(old, new)
    assert found.verdict == "laxer"
    (runner,) = [each.runner for each in found.findings if each.question == "lower"]
    assert runner is not None
    told = ExplainingEngine(old).assess(runner.answers)
    if runner.old.level == "undetermined":
        assert (runner.new.level in CALM, told.screen.open[0].item) == (True, name)
    else:  # denying the screen said something of that question, and it no longer does
        assert "screen" in runner.answers["none_of"]  # type: ignore[operator]
    (entry,) = [each for each in found.entries if each.kind == "screen"]
    assert (entry.id, entry.change, entry.inferred) == (name, "removed", True)


def test_an_item_that_spares_nobody_any_more_makes_a_pack_stricter(tmp_path: Path) -> None:
    """Somebody of 90 years was told something calm without it, and is asked now."""
    old = screened(tmp_path)
    found = compared(old, changed(old, "swelling", replace(old.screen[0], unless=None)))
    assert found.verdict == "stricter"
    (runner,) = [each.runner for each in found.findings if each.question == "higher"]
    assert runner is not None
    assert (runner.old.level in CALM, runner.new.level) == (True, "undetermined")
    (entry,) = [each for each in found.entries if each.kind == "screen"]
    assert [each.field for each in entry.fields] == ["unless"]


@pytest.mark.deep
def test_every_item_of_the_shipped_screen_tells_for_somebody(engine: Engine, pack: Pack) -> None:
    """Without any one of them somebody is told something calm who is not: no item is there for nothing, and no `unless` is."""
    for item in pack.screen:
        for other in [None, replace(item, unless=None)] if item.unless is not None else [None]:
            mutant = ExplainingEngine(changed(pack, item.id, other))
            answers = {
                "none_of": ["screen"],
                "pain_site": ["outer_thigh"],
                "age_years": 25,
                "click_type": "painless",
                "agg_impact_running": False,
                "groin_lump": "none",
                "sex": "female"
                if item.id == "testicle" and other is not None
                else "male"
                if other is not None
                else "intersex_or_undisclosed",
                "bilateral_muscle_soreness": item.id == "dark-urine" and other is None,
                "pain_constancy": "only_running" if other is not None else "running_and_after",
                "main_activity": "none" if other is not None else "running",
            }
            if item.id == "where-it-hurts":
                del answers["pain_site"]
                answers |= {} if other is not None else {"click_type": "none"}
            if item.id == "vomiting" and other is None:
                answers["groin_lump"] = "unknown"
            if item.id == "short-or-turned-leg" and other is None:
                answers["age_years"] = 18
            if item.id == "head-and-eyes" and other is None:
                answers["age_years"] = 62
            if item.ask != "pain_site":
                answers[item.ask] = "unknown"
            told = [each.assess(answers).screen for each in (engine, mutant)]
            assert item.id in ({each.item for each in told[0].open} ^ {each.item for each in told[1].open}), (item.id, other is None)
