"""What is said while the screen is open: never anything calm, in no form, and never less than what is raised."""

import json
from pathlib import Path

import hypothesis.strategies as st
import polars as pl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from profiles import examples
from random_intakes import random_intakes
from screened_packs import screened
from strategies_intake import intakes
from tables import table_of

import hipexpert
from hipexpert import Engine, Pack
from hipexpert.cli.main import main
from hipexpert.cohort import assess_frame
from hipexpert.knowledge.packs.ladder import LEVELS, caution, rank
from hipexpert.knowledge.runner.answers import denial_on_screen
from hipexpert.knowledge.runner.intake import Intake, merged
from hipexpert.knowledge.runner.screening import left_to_answer

THIN: list[dict[str, object]] = [{}, {"age_years": 30}, {"pain_site": ["lateral_hip"], "age_years": 46}, {"none_of": ["red_flag"]}]


def well(pack: Pack) -> dict[str, object]:
    """The screen answered by somebody who is well, with a sore outer thigh."""
    denied = {item.ask: denial_on_screen(item, pack) for item in pack.screen}
    return {name: denial for name, denial in denied.items() if denial is not None} | {"pain_site": ["outer_thigh"]}


@pytest.mark.hazard("false-reassurance-by-self-care", "unknown-read-as-no")
@pytest.mark.parametrize("answers", THIN)
def test_a_thin_intake_is_undetermined_in_every_form(answers: dict[str, object], engine: Engine, tmp_path: Path) -> None:
    """Python, JSON, the head of every text that `explain` writes, a table and an interview say the same, and none is calm."""
    result = engine.assess(answers)
    assert (result.level, result.urgency.level, result.urgency.cds_hooks) == ("undetermined", "undetermined", "warning")
    document = json.loads(result.to_json())
    assert document["urgency"]["level"] == "undetermined"
    assert document["screen"]["settled"] is False
    assert [each["finding"] for each in document["screen"]["open"]] == [each.finding for each in result.screen.open]
    file = tmp_path / "case.json"
    file.write_text(json.dumps(answers))
    title = engine.pack.level_text("undetermined").title
    for form in ("text", "markdown", "html"):
        said = CliRunner().invoke(main, ["explain", str(file), "--format", form], catch_exceptions=False).output
        assert title in said
        head = said[said.find("<body") : said.find("</header>")] if form == "html" else said.partition("How this was reached")[0]
        assert title in head
        assert [level for level in ("self_care", "routine") if engine.pack.level_text(level).title in head] == []  # type: ignore[arg-type]
    sites = {f"pain_site.{each}": [True] for each in answers.get("pain_site", [])}  # type: ignore[attr-defined]
    row = {"age_years": [answers.get("age_years")], **sites, "none_of": [",".join(answers.get("none_of", []))]}  # type: ignore[arg-type]
    assert assess_frame(pl.DataFrame(row), engine.pack)["urgency"].to_list() == ["undetermined"]
    assert engine.asking(engine.read(answers)).level == "undetermined"


@pytest.mark.hazard("false-reassurance-by-self-care")
def test_calm_is_said_once_every_item_is_settled(engine: Engine, pack: Pack) -> None:
    """With the whole screen answered self care is said; with any one answer taken away it is not."""
    answers = well(pack) | {"bilateral_muscle_soreness": True, "age_years": 17}  # so that only the answers themselves settle the items
    whole = engine.assess(answers)
    assert whole.level in ("self_care", "routine")
    assert whole.screen == hipexpert.knowledge.Screen((), len(pack.screen), True)
    for item in pack.screen:
        if item.id in ("where-it-hurts", "vomiting", "dark-urine", "testicle", "missed-period"):  # who need not be asked is tested below
            continue
        without = engine.assess({name: said for name, said in answers.items() if name != item.ask})
        if item.unless is None:
            assert without.level == "undetermined", item.id
            assert [each.item for each in without.screen.open] == [item.id]
            assert (without.screen.answered, without.screen.settled) == (len(pack.screen) - 1, False)


def test_what_is_left_to_answer_is_what_could_change_what_to_do(engine: Engine) -> None:
    """Of a calm level the whole rest of the screen, of a raised one what could raise it further, in an emergency nothing."""
    screen = engine.assess({}).screen
    names = [each.finding for each in screen.open]
    left = {level: left_to_answer(screen, level, lambda: names[:2]) for level in LEVELS}
    assert left["self_care"] == left["routine"] == screen.open
    assert left["soon"] == left["urgent"] == screen.open[:2]
    assert left["emergency"] == ()


def test_who_need_not_be_asked_is_not_kept_from_a_calm_word(engine: Engine, pack: Pack) -> None:
    """A woman is not asked about testicles, a man not about a missed period."""
    answers = {name: said for name, said in well(pack).items() if name not in ("testicular_pain_sudden", "pelvic_pain_missed_period")}
    opened = {sex: {each.item for each in engine.assess({**answers, "sex": sex}).screen.open} for sex in ("female", "male")}
    assert opened == {"female": {"missed-period"}, "male": {"testicle"}}


def test_denying_the_screen_leaves_open_what_has_no_denial_and_what_is_said_to_be_unknown(engine: Engine) -> None:
    """Where it hurts cannot be denied, and an explicit unknown stays unknown, in a file and on the command line."""
    assert [each.item for each in engine.assess({"none_of": ["screen"]}).screen.open] == ["where-it-hurts"]
    unknown = engine.assess({"none_of": ["screen"], "pain_site": ["outer_thigh"], "fever": "unknown"})
    assert ([each.item for each in unknown.screen.open], unknown.level) == (["fever"], "undetermined")
    words = hipexpert.knowledge.read_words(["screen=none", "pain_site=outer_thigh", "fever=unknown"], engine.pack)
    assert engine.assess(words).screen == unknown.screen


def test_denying_the_screen_is_seen_from_what_was_said_before(tmp_path: Path) -> None:
    """Of whom an item need not be asked, nothing is denied; all the others are denied at once."""
    engine = Engine(screened(tmp_path, "- {id: a, ask: swollen, unless: {side: left}}\n- {id: b, ask: side, denial: left}"))
    said = {question.finding: answer for question, answer in engine.key.said(engine.read({"none_of": ["screen"]})).items()}
    assert said == {"swollen": False, "side": "left"}
    spared = engine.key.said(engine.read({"none_of": ["screen"], "side": "left"}))
    assert {question.finding for question in spared} == {"side"}


@pytest.mark.hazard("joint-or-bone-infection-missed")
@settings(max_examples=examples(200), deadline=None)
@given(data=st.data())
def test_a_further_answer_leaves_a_raised_level_raised(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """Whatever is added to what was said, and takes nothing of it back: what answers raise stays, and calm stays what is earned."""
    answers = data.draw(intakes(pack))
    before = engine.assess(Intake(engine.read(answers).answers))
    more = engine.read({key: said for key, said in data.draw(intakes(pack)).items() if key not in ("none_of", *answers)})
    after = engine.assess(merged(before.intake, more))
    early = [level for level in ("urgent", "emergency") if f"urgency:{level}" in before.run.facts]
    assert rank(after.raised) >= max(map(rank, early), default=0)  # type: ignore[arg-type]
    if caution(before.level) >= caution("urgent"):
        assert caution(after.level) >= caution(before.level)
    assert not before.screen.settled or after.screen.settled


def test_tables_deny_the_screen_as_intakes_do(engine: Engine, pack: Pack) -> None:
    """A thousand runners, many of whom answered part of the screen: the same level in a row, whole or by columns."""
    runners = list(random_intakes(pack, 1000, seed=7))
    found = assess_frame(table_of(pack, runners), pack, results=["urgency"])["urgency"].to_list()
    expected = [engine.assess(each).level for each in runners]
    assert found == expected
    assert {"undetermined", "self_care"} <= set(expected)


def test_an_interview_goes_on_while_the_screen_is_open(engine: Engine, pack: Pack) -> None:
    """Nothing else matters of this runner, and the question that is left is still put, with the reason; once skipped it is not."""
    answers = {name: said for name, said in well(pack).items() if name != "cancer_history"}
    asking = engine.asking(engine.read({**answers, "age_years": 30}))
    (because,) = [item.because for item in pack.screen if item.ask == "cancer_history"]
    stake = asking.stake("cancer_history")
    assert stake is not None
    assert stake.screen == because
    assert "cancer_history" in {name for question in asking.questions() for name in question.ids}
    skipped = engine.asking(engine.read({**answers, "age_years": 30}), ["cancer_history"])
    assert skipped.stake("cancer_history") is None
    assert skipped.level == "undetermined"


def test_why_not_self_care_names_what_is_missing(engine: Engine, pack: Pack) -> None:
    """Of somebody for whom one answer is missing, the smallest change is that answer."""
    answers = {name: said for name, said in well(pack).items() if name != "cancer_history"}
    result = engine.assess({**answers, "age_years": 30})
    assert result.level == "undetermined"
    found = result.why_not(result.raised)
    assert found.change is not None
    assert [each.finding for each in found.change] == ["cancer_history"]
