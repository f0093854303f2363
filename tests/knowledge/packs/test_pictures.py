"""Pictures: the weights are those of the decision's formula, and what all share, say at length or deny brings nobody up."""

import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from profiles import examples
from strategies_intake import intakes
from strategies_packs import drawn_packs
from tiny import TINY

from hipexpert import Engine, Pack, load_pack
from hipexpert.cohort.frames import assess_frame
from hipexpert.engine.oracle import meaning
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.packs.pictured import KnownEvidence
from hipexpert.knowledge.packs.pictures import Discriminating, Picture, PictureRow, values_of
from hipexpert.knowledge.packs.program import program_of
from hipexpert.knowledge.packs.vocabulary import Choices, YesNo


@pytest.fixture(scope="module")
def tiny() -> Pack:
    """The tiny pack as it is."""
    return load_pack(TINY)


def decibans(share: float, background: float, cap: int) -> int:
    """How much more often than all, in whole decibans within the cap."""
    return max(-cap, min(cap, round(10 * math.log10(share / background))))


def expected(pack: Pack, picture: Picture) -> dict[tuple[str, str, bool], int]:
    """The weight of each answer that has one, written anew from the decision: (finding, value, whether it is denied)."""
    scale = pack.about.weighing.stances
    found: dict[tuple[str, str, bool], int] = {}
    for name in {row.finding for row in picture.rows}:
        finding, about = pack.findings[name], pack.discriminating_by_id[name]
        background = {value: about.of(value) for value in values_of(finding, about)}
        rows = [row for row in picture.rows if row.finding == name]
        ratios = {value: ratio for row in rows for value, ratio in row.ratio.items()}
        shares = {}
        for value, stance in (each for row in rows for each in row.stances):
            number = getattr(scale, stance)
            shares[value] = number if stance in ("hallmark", "common", "sometimes") else number * background[value]
        if isinstance(finding, (YesNo, Choices)):
            if isinstance(finding, Choices) and about.unlisted == "against":
                silent = [each.id for each in finding.values if not each.vague and each.id not in shares.keys() | ratios.keys()]
                shares |= {value: scale.against * background[value] for value in silent}
            for value, share in shares.items():
                found[name, value, False] = decibans(share, background[value], scale.cap)
                found[name, value, True] = decibans(1 - share, 1 - background[value], scale.cap)
        elif shares:
            others = set(background) - set(shares) - set(ratios)
            total, most = sum(shares.values()), 1 - scale.left if others else 1.0
            if total > most or not others:
                shares = {value: share * most / total for value, share in shares.items()}
            spare = (1 - sum(shares.values())) / sum(background[value] for value in others) if others else 1.0
            shares |= {value: min(1.0, spare) * background[value] for value in others}
            for value, share in shares.items():
                found[name, value, False] = decibans(share, background[value], scale.cap)
        for value, ratio in ratios.items():
            denied = value == "absent" and isinstance(finding, YesNo)
            found[name, "present" if denied else value, denied] = decibans(ratio, 1, scale.cap)
    return {key: weight for key, weight in found.items() if weight}


def told(pack: Pack, picture: Picture) -> dict[tuple[str, str, bool], int]:
    """The weight of each answer that has one, as the pack has it."""
    cells = pack.cells(picture.id)
    found = {}
    for cell in cells:
        value = "present" if isinstance(pack.findings[cell.finding], YesNo) else cell.value
        found[cell.finding, value, cell.denied] = cell.weight
    assert len(found) == len(cells)
    return found


@settings(max_examples=examples(200), deadline=None)
@given(data=st.data())
def test_the_weights_are_those_of_the_formula(data: st.DataObject, tiny: Pack) -> None:
    """Whatever a picture says, each answer has the weight that the decision's formula gives, worked out independently."""
    pack = data.draw(drawn_packs(tiny))
    for picture in pack.pictures:
        assert told(pack, picture) == expected(pack, picture)


def test_the_weights_of_the_shipped_pictures_are_those_of_the_formula(pack: Pack) -> None:
    """So it is in every picture of the hip pack, and each weight is told as a rule of its own."""
    evidence = KnownEvidence(pack)
    for picture in pack.pictures:
        assert told(pack, picture) == expected(pack, picture), picture.id
        assert len({rule.id for rule, _ in evidence.about(picture.id) if rule.counts}) == len(pack.cells(picture.id)), picture.id


@settings(max_examples=examples(100), deadline=None)
@given(data=st.data())
def test_what_all_candidates_share_lifts_none(data: st.DataObject, tiny: Pack) -> None:
    """Two conditions with the same picture have the same weights, so their order is that of what is else known."""
    pack = data.draw(drawn_packs(tiny))
    (first, *_) = pack.pictures
    both = replace(pack, pictures=(first, replace(first, id="sore_knee" if first.id == "jumpers_knee" else "jumpers_knee")))
    tallies = {tally.id: tally for tally in program_of(replace(both, rules=())).tallies}
    one, other = (tallies[f"weigh:{each.id}"].items for each in both.pictures)
    assert one == other


@settings(max_examples=examples(100), deadline=None)
@given(background=st.floats(0.02, 0.79))
def test_a_row_at_the_background_weighs_nothing(background: float, tiny: Pack) -> None:
    """A longer picture gains nothing by a row that says of a condition what holds of all."""
    stances = replace(tiny.about.weighing.stances, common=background)
    about = replace(tiny.about, weighing=replace(tiny.about.weighing, stances=stances))
    picture = Picture("jumpers_knee", tiny.rules[0].reviewed, (PictureRow("swollen", common="present"),))
    pack = replace(tiny, about=about, discriminating=(Discriminating("swollen", background),), pictures=(picture,))
    assert pack.cells("jumpers_knee") == ()


@settings(max_examples=examples(150), deadline=None)
@given(data=st.data())
def test_what_is_denied_or_left_over_or_context_never_brings_a_condition_up(data: st.DataObject, tiny: Pack) -> None:
    """Only what is said to be there, of a finding that is no context, and of which a picture speaks, leads."""
    pack = data.draw(drawn_packs(tiny))
    items = {(tally.id, item.fact): item for tally in program_of(replace(pack, rules=())).tallies for item in tally.items}
    for picture in pack.pictures:
        for cell in pack.cells(picture.id):
            leading = cell.weight > 0 and cell.row is not None and not cell.denied and not pack.findings[cell.finding].context
            assert items[f"weigh:{picture.id}", cell.fact].leading == leading


def test_denying_everything_brings_up_no_condition_by_a_picture(engine: Engine, pack: Pack) -> None:
    """In the hip pack somebody who denies every finding that tells conditions apart is told of none."""
    denied = {each.finding: False for each in pack.discriminating if isinstance(pack.findings[each.finding], YesNo)}
    assert engine.assess(denied).differential == ()


@settings(max_examples=examples(100), deadline=None)
@given(data=st.data())
def test_every_weight_is_a_rule_in_words(data: st.DataObject, tiny: Pack) -> None:
    """Each cell is told as one rule with an id of its own."""
    pack = data.draw(drawn_packs(tiny))
    evidence = KnownEvidence(pack)
    for picture in pack.pictures:
        rules = [rule for rule, _ in evidence.about(picture.id) if rule.counts]
        assert len({rule.id for rule in rules}) == len(rules) == len(pack.cells(picture.id))
        assert all(rule.title and rule.because for rule in rules)


@settings(max_examples=examples(100), deadline=None)
@given(data=st.data())
def test_sessions_and_the_oracle_agree_on_pictures(data: st.DataObject, tiny: Pack) -> None:
    """With pictures and bands a session concludes and counts what the oracle does, of whatever a rider answers."""
    drawn = ExplainingEngine(data.draw(drawn_packs(tiny)))
    run = drawn.assess(data.draw(intakes(drawn.pack, most=4))).run
    expected_ = meaning(drawn.compiled.program, run.given)
    assert (run.facts, run.totals) == (expected_.facts, expected_.totals)


@settings(max_examples=examples(40), deadline=None)
@given(data=st.data())
def test_a_cohort_weighs_pictures_as_a_session_does(data: st.DataObject, tiny: Pack) -> None:
    """Of every rider in a frame, bands included, the level and the first condition are those of an assessment of one."""
    drawn = ExplainingEngine(data.draw(drawn_packs(tiny)))
    rider = st.fixed_dictionaries(
        {
            "swollen": st.sampled_from(["yes", "no", None]),
            "side": st.sampled_from(["left", "right", None]),
            "age": st.integers(5, 99) | st.none(),
        }
    )
    riders = data.draw(st.lists(rider, min_size=1, max_size=5))
    frame = pl.DataFrame(riders, schema={"swollen": pl.String, "side": pl.String, "age": pl.Int64})
    found = assess_frame(frame, drawn.pack, drawn.compiled.program)
    for number, answers in enumerate(riders):
        one = drawn.assess({name: answer for name, answer in answers.items() if answer is not None})
        first = one.differential[0].condition if one.differential else None
        row = found.row(number, named=True)
        assert (row["urgency"], row["condition_1"] or None) == (one.level, first)
