"""Where the five articles contradict each other or the literature: every point is decided, with the sources on both sides."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from known_cases import AUTHORED, PUBLISHED

from hipexpert import Engine, Pack
from hipexpert.knowledge.packs.governance import NotFollowed
from hipexpert.knowledge.packs.ladder import LEVELS, rank
from hipexpert.knowledge.packs.pack import Advice, Condition, Rule
from hipexpert.knowledge.packs.pictured import KnownEvidence
from hipexpert.knowledge.packs.sourced import Citation
from hipexpert.knowledge.runner.reading_intake import read_words

ROOT = Path(__file__).parents[3]
# The points in order: triage and red flags, first days of care, labels, training and return, procedures.
PARTS = {"A": range(1, 12), "B": range(12, 20), "C": range(20, 31), "D": range(31, 40), "E": range(40, 44)}
POINTS = [f"{part}{number}" for part, numbers in PARTS.items() for number in numbers]
# On these points the articles are limited, sorted or silent, but none of them is overruled.
NOBODY_OVERRULED = {"B19", "C21", "C30", "D35", "E41", "E43"}
STRAIN_ADVICE = {"protect-a-fresh-strain-for-a-few-days", "protect-a-pulled-front-thigh-muscle", "take-short-easy-walks"}
NAMED = re.compile(r"conflicts ([A-E]\d+)")


def rows() -> list[dict[str, str]]:
    """The inventory: one decision a row, and for triage the answers that must lead to it."""
    with (ROOT / "tests" / "inventory" / "conflicts.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))


ROWS = rows()
ASSESSED = [row for row in ROWS if row["answers"]]
Entry = Rule | Advice | Condition | NotFollowed


def entries(pack: Pack) -> dict[str, Entry]:
    """What can decide a point: active rules, what pictures say, advice, conditions, and claims that are not followed."""
    active = [each for each in (*pack.rules, *pack.advice) if each.status == "active"]
    return {each.id: each for each in (*active, *drawn(pack), *pack.conditions, *pack.not_followed)}


def drawn(pack: Pack) -> list[Rule]:
    """The rules in words that the pictures stand for."""
    evidence = KnownEvidence(pack)
    return [rule for picture in pack.pictures for rule, _ in evidence.about(picture.id) if rule.counts]


def sides(entry: Entry) -> tuple[set[str], set[str]]:
    """Who backs the decision and who says otherwise. Who supports a claim that is not followed is against the decision."""
    support = {each.ref for each in entry.sources if each.stance == "support"}
    refute = {each.ref for each in entry.sources if each.stance == "refute"}
    return (refute, support) if isinstance(entry, NotFollowed) else (support, refute)


def cited(pack: Pack) -> Iterator[tuple[str, Citation]]:
    """Every citation of the pack with what cites it."""
    for each in (*pack.rules, *drawn(pack), *pack.advice, *pack.conditions, *pack.not_followed):
        yield from ((each.id, citation) for citation in each.sources)


def listed(cell: str) -> list[str]:
    """The parts of a cell."""
    return [part for part in cell.split(";") if part]


@pytest.fixture(scope="module")
def known(pack: Pack) -> dict[str, Entry]:
    """What can decide a point, looked up once."""
    return entries(pack)


def test_every_point_is_in_the_inventory() -> None:
    """No point is left out, and each of triage has answers to be assessed."""
    assert sorted({row["point"] for row in ROWS}, key=POINTS.index) == POINTS
    assert {row["point"] for row in ASSESSED} == {point for point in POINTS if point.startswith("A")}


@pytest.mark.hazard("stale-or-unsourced-rule")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['point']}: {row['about']}")
def test_a_point_is_decided_by_what_cites_both_sides(row: dict[str, str], known: dict[str, Entry]) -> None:
    """What decides the point exists and is in use, and cites the sources for it as such and those against it as such."""
    assert set(listed(row["decided_by"])) <= set(known)
    found = [sides(known[name]) for name in listed(row["decided_by"])]
    assert set(listed(row["supporting"])) <= set().union(*(backing for backing, _ in found))
    assert set(listed(row["refuting"])) <= set().union(*(against for _, against in found))


def test_every_point_names_somebody_for_it_and_somebody_against_it() -> None:
    """A point has supporting sources, and refuting ones unless nobody is overruled."""
    for point in POINTS:
        mine = [row for row in ROWS if row["point"] == point]
        assert any(row["supporting"] for row in mine) or point == "C22", point
        assert any(row["refuting"] for row in mine) != (point in NOBODY_OVERRULED), point


@pytest.mark.hazard("nerve-or-vessel-emergency-missed", "alarm-fatigue-from-over-triage")
@pytest.mark.parametrize("row", ASSESSED, ids=lambda row: f"{row['point']}: {row['answers']}")
def test_the_urgency_that_a_point_demands_results(row: dict[str, str], engine: Engine) -> None:
    """What rules make of the answers, everything else unknown, is within the point's range, and what decides it is at work."""
    assessment = engine.assess(read_words(row["answers"].split(), engine.pack))
    assert LEVELS.index(row["lowest"]) <= rank(assessment.raised) <= LEVELS.index(row["highest"]), assessment.level  # type: ignore[arg-type]
    at_work = {rule for rule, status in assessment.outlook.rules.items() if status.value == "holds"}
    finished = engine.assess(read_words([*row["answers"].split(), "screen=none"], engine.pack))
    at_work |= {advice.id for each in (assessment, finished) for advice in each.plan.advice}
    at_work |= {each.rule for ranked in assessment.differential for each in (*ranked.for_, *ranked.against)}
    assert set(listed(row["decided_by"])) & at_work


@pytest.mark.deep
@pytest.mark.hazard("harmful-advice-is-given")
def test_strain_advice_is_never_given_while_the_leg_cannot_or_hurts_to_stand_on(engine: Engine) -> None:
    """Point A3: whatever else a runner tells, care for a pulled muscle is kept back with painful or impossible weight-bearing."""
    finished = [{**case.answers, "none_of": [*case.answers.get("none_of", []), "screen"]} for case in AUTHORED]
    assert {advice.id for answers in finished for advice in engine.assess(answers).plan.advice} >= STRAIN_ADVICE
    for case in (*AUTHORED, *PUBLISHED):
        sites = case.answers.get("pain_site", [])
        groin = {"pain_site": [*sites, "deep_groin"]} if isinstance(sites, list) and "deep_groin" not in sites else {}
        for answers in ({"weight_bearing": "unable"}, {"weight_bearing": "painful", **groin}):
            given = {advice.id for advice in engine.assess({**case.answers, **answers}).plan.advice}
            assert given & STRAIN_ADVICE == set(), (case.id, answers)


@pytest.mark.hazard("self-test-does-harm")
def test_a_self_test_is_never_among_the_first_questions(engine: Engine) -> None:
    """Point A11: the warning signs are asked first, also of somebody who began with a test at home."""
    for answers in ("st_figure4_pain=deep_groin", "st_leg_swing_front_pain=yes", "st_resisted_clamshell_lateral_pain=yes"):
        urgency = engine.assess(read_words([answers], engine.pack)).urgency
        assert (urgency.at_most, urgency.settled) == ("emergency", False)
        assert [each.finding for each in urgency.decisive_unknowns[:8] if engine.pack.answered_by(each.finding) == "self_test"] == []


def test_every_point_that_is_cited_exists(pack: Pack) -> None:
    """A row such as `conflicts A3` has the letter of its part and a number that there is."""
    wrong = [(name, each.row) for name, each in cited(pack) if each.row.startswith("conflicts ") and each.row.split(" ")[1] not in POINTS]
    assert wrong == []
    assert {found[1] for _, each in cited(pack) if (found := NAMED.fullmatch(each.row))} >= {f"A{number}" for number in range(1, 12)}


def test_an_article_that_is_overruled_is_cited_at_one_of_its_headings(pack: Pack) -> None:
    """Whoever wants to read what an article says otherwise finds the place."""
    text = (ROOT / "docs" / "seeds.md").read_text()
    articles = {
        title.partition(":")[0]: body for title, body in zip(*[iter(re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:])] * 2, strict=True)
    }
    headings = {
        article: {line.split(" | ")[2] for line in body.splitlines() if re.match(r"\| \d+ \|", line)} for article, body in articles.items()
    }
    for name, each in cited(pack):
        if each.ref in headings and each.stance == "refute" and each.at:
            assert each.at in headings[each.ref], (name, each.at)
