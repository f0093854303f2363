"""The pack covers the evidence tables: vocabulary, conditions, red flags, evidence, sources."""

import csv
import re
from pathlib import Path

import pytest

from hipexpert import Engine, Pack
from hipexpert.knowledge.packs.ladder import caution
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number, finding_type

INVENTORY = Path(__file__).parents[2] / "inventory"
TYPES = {"bool": "yes_no", "enum": "choice", "number": "number"}
URGENCY = {"emergency": "emergency", "urgent_24h": "urgent", "doctor_soon": "soon", "routine_physio": "routine", "self_care": "self_care"}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one inventory table."""
    with (INVENTORY / name).open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_finding_of_the_table_is_in_the_vocabulary(pack: Pack) -> None:
    """Ids, groups, types, values and ranges are the table's; the site rows are the values of `pain_site`. Values may be added."""
    sites = pack.findings["pain_site"]
    assert isinstance(sites, Choices)
    for row in rows("findings.csv"):
        if row["id"].startswith("site_"):
            assert row["id"].removeprefix("site_") in {value.id for value in sites.values}
            continue
        finding = pack.findings[row["id"]]
        assert (finding_type(finding), pack.group_of[finding.id].group) == (TYPES[row["value_type"]], row["group"])
        if isinstance(finding, Choice):
            listed = row["allowed_values"].split("|")
            assert {value.id for value in finding.values} >= set(listed)
        if isinstance(finding, Number):
            low, high = row["allowed_values"].split("..")
            assert (finding.minimum, finding.maximum) == (float(low), float(high))


def test_every_condition_of_the_table_is_described(pack: Pack) -> None:
    """Each condition and factor is there, with the table's kind and typical urgency."""
    for row in rows("conditions.csv"):
        condition = pack.condition_by_id[row["id"]]
        assert (condition.kind, condition.typical_urgency) == (row["kind"], URGENCY[row["typical_urgency"]])


def test_every_source_of_the_table_is_in_the_bibliography(pack: Pack) -> None:
    """Each source is there; the five articles are seed-000 to seed-004. Sources may be added."""
    expected = {f"seed-{row['id'][:3]}" if row["id"].endswith(".txt") else row["id"] for row in rows("sources.csv")}
    assert expected <= set(pack.source_by_id)


def test_every_row_of_evidence_is_carried_or_left_out_with_a_reason(pack: Pack) -> None:
    """Each row of the evidence table is cited by a rule about its condition, by its picture or by the condition itself, or stands
    in `not_followed`.
    """
    left_out = {citation.row for each in pack.not_followed for citation in each.sources}
    carried: dict[str, set[str]] = {}
    for rule in pack.rules:
        about = {getattr(conclusion, "condition", None) or getattr(conclusion, "id", None) for conclusion in rule.conclusions}
        for citation in rule.sources:
            carried.setdefault(citation.row, set()).update(str(each) for each in about)
    own = [(condition.id, condition.sources) for condition in pack.conditions]
    own += [(picture.id, row.sources) for picture in pack.pictures for row in picture.rows]
    for name, sources in own:
        for citation in sources:
            carried.setdefault(citation.row, set()).add(name)
    for row in rows("evidence.csv"):
        if row["row_id"] not in left_out:
            assert row["condition_id"] in carried.get(row["row_id"], set()), row


@pytest.mark.hazard("stale-or-unsourced-rule")
def test_no_citation_names_a_row_that_does_not_exist(pack: Pack) -> None:
    """Every `row: ev...` is a row of the evidence table, every `row: red flag ...` a row of the red flags."""
    evidence, flags = {row["row_id"] for row in rows("evidence.csv")}, {row["id"] for row in rows("red_flags.csv")}
    for each in (*pack.rules, *pack.conditions, *(row for picture in pack.pictures for row in picture.rows)):
        for citation in each.sources:
            if re.fullmatch(r"ev\d+", citation.row):
                assert citation.row in evidence
            if citation.row.startswith("red flag "):
                assert citation.row.removeprefix("red flag ") in flags


# --- red flags: the table's own condition, read and satisfied independently of the pack's rules -----------------------

Answers = dict[str, object]


def ways(condition: str) -> list[Answers]:
    """Answers that make a red flag's condition true, one set for each way through its ORs."""
    tokens = re.findall(r"\(|\)|\bAND\b|\bOR\b|\bBETWEEN\b|==|!=|>=|<=|>|<|[A-Za-z0-9_.]+", condition)

    def disjunction() -> list[Answers]:
        found = conjunction()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            found = found + conjunction()
        return found

    def conjunction() -> list[Answers]:
        found = term()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            others = term()
            found = [_joined(one, other) for one in found for other in others]
        return found

    def term() -> list[Answers]:
        if tokens[0] == "(":
            tokens.pop(0)
            found = disjunction()
            tokens.pop(0)
            return found
        name, operator = tokens.pop(0), tokens.pop(0)
        if operator == "BETWEEN":
            low, _, high = tokens.pop(0), tokens.pop(0), tokens.pop(0)
            return [{name: int(low)}, {name: int(high)}]
        return [_answer(name, value) for value in _values(name, operator, tokens.pop(0))]

    return disjunction()


def _joined(one: Answers, other: Answers) -> Answers:
    both = {**one, **other}
    if "pain_site" in one and "pain_site" in other:
        both["pain_site"] = [*one["pain_site"], *other["pain_site"]]  # type: ignore[misc]
    return both


def _values(name: str, operator: str, word: str) -> list[object]:
    if operator == "!=":
        (row,) = [row for row in rows("findings.csv") if row["id"] == name]
        return [value for value in row["allowed_values"].split("|") if value != word]
    if operator == "==":
        return [{"true": True, "false": False}.get(word, word)]
    return [float(word) + {">": 1, ">=": 0, "<": -1, "<=": 0}[operator]]


def _answer(name: str, value: object) -> Answers:
    return {"pain_site": [name.removeprefix("site_")]} if name.startswith("site_") else {name: value}


@pytest.mark.hazard(
    "bone-stress-taken-for-a-tendon-or-muscle",
    "joint-or-bone-infection-missed",
    "hip-of-a-growing-runner-missed",
    "tumour-or-metastasis-missed",
    "nerve-or-vessel-emergency-missed",
    "belly-groin-or-pelvic-emergency-missed",
    "runner-out-of-scope",
    "underfuelling-missed",
)
@pytest.mark.parametrize("row", rows("red_flags.csv"), ids=lambda row: row["id"])
def test_a_red_flag_raises_at_least_its_urgency_and_names_its_conditions(row: dict[str, str], engine: Engine) -> None:
    """Whatever way the table's condition comes true, the level is at least the table's and its conditions are suspected."""
    found = ways(row["when"])
    assert found
    for answers in found:
        assessment = engine.assess(answers)
        assert caution(assessment.level) >= caution(URGENCY[row["minimum_urgency"]])  # type: ignore[arg-type]
        if row["minimum_urgency"] != "self_care":
            suspected = {fact.partition(":")[2] for fact in assessment.run.facts if fact.startswith(("suspected:", "contributing:"))}
            excluded = {fact.partition(":")[2] for fact in assessment.run.facts if fact.startswith("excluded:")}
            assert set(row["suspected_condition_ids"].split(";")) <= suspected | excluded
