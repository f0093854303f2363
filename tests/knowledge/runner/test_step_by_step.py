"""Answer by answer: `with_answers` and `without` give what assessing everything at once gives."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies_intake import intakes

from hipexpert import Engine, IntakeError, Pack, UnverifiedError
from hipexpert.engine import Lookahead
from hipexpert.knowledge.runner.levels import RAISING

ANSWERS = {"pain_site": ["deep_groin"], "limp": True}


@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_step_by_step_is_all_at_once(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """Whatever is added, changed, denied by group or taken back: the level, and the whole document."""
    result = engine.assess(data.draw(intakes(pack)))
    for _ in range(3):
        if data.draw(st.booleans()) and result.intake.answers:
            finding = data.draw(st.sampled_from(sorted(result.intake.answers)))
            result = result.without(finding)
            assert finding not in result.intake.answers
        else:
            said: dict[str, Any] = data.draw(intakes(pack))
            before = result.intake.answers
            result = result.with_answers(said)
            read = engine.read(said)
            assert read.none_of == () or set(read.none_of) <= set(result.intake.none_of)
            for finding, answer in {**before, **read.answers}.items():
                if isinstance(answer, str | bool | float):
                    assert result.intake.answers[finding] == answer
        whole = engine.assess(result.intake)
        assert result.level == whole.level
        assert result.raised == whole.raised
    assert result.level == whole.level
    assert result.to_json("full") == whole.to_json("full")
    assert result.outlook.denied == whole.outlook.denied


def test_what_was_said_first_is_as_it_was(engine: Engine) -> None:
    """Adding an answer makes another assessment; `unknown` and `without` take one back."""
    first = engine.assess(ANSWERS)
    second = first.with_answers({"weight_bearing": "unable"})
    assert (first.level, second.level) == ("soon", engine.assess({**ANSWERS, "weight_bearing": "unable"}).level)
    assert second.without("weight_bearing").level == first.level
    assert second.with_answers({"weight_bearing": "unknown"}).intake == first.intake
    assert second.without("weight_bearing", "limp").intake.answers == {"pain_site": {"deep_groin": True}}


def test_what_cannot_be_read_is_said(engine: Engine) -> None:
    """As an intake says it, with the nearest right name."""
    with pytest.raises(IntakeError, match="unknown finding `limpp`"):
        engine.assess({}).without("limpp")
    with pytest.raises(IntakeError, match="limp"):
        engine.assess({}).with_answers({"limp": "perhaps"})


def test_a_level_that_nothing_leads_to_is_not_shown(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """An emergency that counting made up is refused before it is said."""
    result = engine.assess({"pain_site": ["deep_groin"]}).with_answers({"limp": True})
    number = engine.compiled.tables.index[RAISING["emergency"]]
    holds = Lookahead.holds
    monkeypatch.setattr(Lookahead, "holds", lambda self, fact, ahead: fact == number or holds(self, fact, ahead))
    with pytest.raises(UnverifiedError, match="urgency:emergency"):
        _ = result.level
