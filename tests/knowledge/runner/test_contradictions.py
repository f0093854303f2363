"""Answers that cannot all be true: nothing calm is said, and no level is below that of any part of them, in every execution."""

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner
from random_intakes import contradictory_intakes
from screened_packs import screened
from tables import table_of
from tiny import copied

from hipexpert import Engine, Intake, Pack, load_pack
from hipexpert.cli.main import main
from hipexpert.cohort import assess_frame
from hipexpert.engine import holds
from hipexpert.engine.oracle import meaning
from hipexpert.knowledge.packs.ladder import CALM, LEVELS, caution
from hipexpert.knowledge.packs.premises import to_gate
from hipexpert.knowledge.runner.levels import level_of
from hipexpert.rendering.report.openness import what_counts

WELL: dict[str, object] = {"none_of": ["screen"], "pain_site": ["outer_thigh"]}
BROKEN = {"pain_constancy": "only_running", "agg_walking": True}


@pytest.fixture(scope="module")
def runners(pack: Pack) -> list[Intake]:
    """A hundred and fifty whose answers contradict each other."""
    return list(contradictory_intakes(pack, 150, seed=5))


def test_no_level_is_below_that_of_any_part(engine: Engine, pack: Pack, runners: list[Intake]) -> None:
    """Of each some parts, some of which contradict each other still: none is told more urgent, and the whole nothing calm."""
    lot = random.Random(3)  # noqa: S311  # no secret
    never = [to_gate(each.never) for each in pack.constraints]
    seen = set()
    for intake in runners:
        said = engine.key.said(intake)
        whole = engine.assess(engine.key.intake(said))
        assert any(holds(each, engine.key.facts(whole.intake)[0]) for each in never)
        assert whole.level not in CALM
        for _ in range(4):
            left = lot.sample(list(said), len(said) - min(len(said), lot.randint(1, 3)))
            part = engine.assess(engine.key.intake({question: said[question] for question in left}))
            assert caution(whole.level) >= caution(part.level)
            seen.add((whole.level, part.level, bool(part.contradictions)))
    assert ("undetermined", "self_care", False) in seen


def test_session_oracle_table_and_interview_state_the_same(engine: Engine, pack: Pack, runners: list[Intake]) -> None:
    """The level of each, by every execution but CLIPS and z3, which have tests of their own."""
    program = engine.compiled.program
    sessions = [engine.assess(each).level for each in runners]
    facts = [meaning(program, engine.key.facts(each)[0] & program.inputs).facts for each in runners]
    assert [level_of(each.__contains__, screened=True) for each in facts] == sessions
    assert [engine.asking(each).level for each in runners] == sessions
    assert assess_frame(table_of(pack, runners), pack, results=["urgency"])["urgency"].to_list() == sessions
    assert {"undetermined", "soon", "urgent", "emergency"} <= set(sessions)


@pytest.mark.hazard("false-reassurance-by-self-care")
def test_a_contradiction_takes_a_calm_word_back(engine: Engine, tmp_path: Path) -> None:
    """One answer more, which cannot be true beside the others: it is named, and why nothing calm is said, in every form."""
    calm = engine.assess(WELL)
    assert (calm.level in CALM, calm.contradictions) == (True, ())
    both = engine.assess({**WELL, **BROKEN})
    assert (both.level, both.screen.settled, both.urgency.settled) == ("undetermined", True, False)
    assert [each.constraint for each in both.contradictions] == ["only-while-running-but-walking-brings-it-on"]
    file = tmp_path / "case.json"
    file.write_text(json.dumps({**WELL, **BROKEN}))
    for form in ("text", "markdown", "html"):
        said = CliRunner().invoke(main, ["explain", str(file), "--format", form], catch_exceptions=False).output
        assert "Nothing calm is said" in said
        assert "The more urgent reading counts" not in said
    found = both.why_not(both.raised)
    assert (found.verdict, found.says) == ("withheld", "Nothing calm is said while some answers cannot all be true.")
    assert found.change is not None
    assert both.what_if({each.finding: each.after if each.after is not None else "unknown" for each in found.change}).urgency.after in CALM


def test_an_alarm_beside_a_contradiction_stands(engine: Engine) -> None:
    """What is raised is not taken back, and the reader hears that the more urgent reading counts."""
    found = engine.assess({**WELL, **BROKEN, "fever": True})
    assert found.contradictions
    assert caution(found.level) >= caution("soon")
    assert "The more urgent reading counts." in what_counts(found.level)


def test_a_pack_without_a_screen_states_what_is_raised(tmp_path: Path) -> None:
    """Nothing is withheld where nothing has to be earned; with a screen it is, and settling it changes nothing."""
    answers = {"swollen": True, "site": {"front": False, "back": True}, "side": "left"}
    assert Engine(load_pack(copied(tmp_path / "bare"))).assess(answers).level in LEVELS
    assert Engine(screened(tmp_path)).assess(answers).level == "undetermined"
