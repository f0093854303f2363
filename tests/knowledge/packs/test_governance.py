"""Where the knowledge comes from and how it reads: claims, sources, codes, review, intended use, plain language."""

import datetime
import re
import statistics
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import textstat
import yaml
from known_cases import PUBLISHED

from hipexpert import Engine, Pack
from hipexpert.knowledge.packs.governance import NotFollowed
from hipexpert.knowledge.packs.grading import CONSENSUS, citations_of, grade_of, is_unverified
from hipexpert.knowledge.packs.pack import Advice, Concludes, Condition, Rule
from hipexpert.knowledge.packs.pictured import KnownEvidence
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, YesNo

ROOT = Path(__file__).parents[3]
HIP = ROOT / "knowledge" / "hip"
ARTICLES = ["seed-000", "seed-001", "seed-002", "seed-003", "seed-004"]
GRADE = 8  # the reading level that texts for runners must keep to
ATTRIBUTES = [
    "bibliographic citation", "developer", "funding", "release and revision dates", "race", "ethnicity", "language",
    "sexual orientation", "gender identity", "sex", "date of birth", "social determinants of health", "health-status assessments",
]  # fmt: skip
OUT_OF_SCOPE = ["children under 16", "pregnancy", "crash", "operated or artificial hip", "known cancer", "do not run", "not around hip"]


def table_rows(text: str) -> list[list[str]]:
    """The cells of every row of the Markdown tables of a text, without headings and rulers."""
    rows = [[cell.strip() for cell in line.strip("| ").split(" |")] for line in text.splitlines() if line.startswith("|")]
    rulers = [number for number, row in enumerate(rows) if set("".join(row)) <= set("-: |")]
    return [row for number, row in enumerate(rows) if number not in rulers and number + 1 not in rulers]


def sections(text: str) -> dict[str, str]:
    """The text under each heading of the second level."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def known_ids(pack: Pack) -> set[str]:
    """Everything that a claim may be carried by."""
    values = {value.id for finding in pack.findings.values() if isinstance(finding, (Choice, Choices)) for value in finding.values}
    evidence = KnownEvidence(pack)
    drawn = {rule.id for picture in pack.pictures for rule, _ in evidence.about(picture.id)}
    active = {rule.id for rule in pack.active_rules} | drawn | {advice.id for advice in pack.advice if advice.status == "active"}
    return active | values | set(pack.findings) | set(pack.condition_by_id) | set(pack.pattern_by_id) | set(pack.source_by_id)


# --- claims and sources ------------------------------------------------------------------------------------------------


@pytest.mark.hazard("stale-or-unsourced-rule")
def test_every_claim_of_the_five_articles_is_carried_or_not_followed(pack: Pack) -> None:
    """No claim is left open: each names what carries it, which exists and is in use, or says why it is not followed."""
    text = (ROOT / "docs" / "seeds.md").read_text()
    known = known_ids(pack)
    left_out = {claim.id for claim in pack.not_followed}
    found = {title.partition(":")[0]: table_rows(body) for title, body in sections(text).items() if title.startswith("seed-")}
    assert sorted(found) == ARTICLES
    counts = {"carried": 0, "not followed": 0}
    for article, rows in found.items():
        assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)], article
        for row in rows:
            number, claim, section, carried, how = [*row, ""][:5]
            assert claim, (article, number)
            assert section, (article, number)
            ids = set(re.findall(r"`([^`]+)`", carried))
            counts["carried" if ids else "not followed"] += 1
            assert ids or (carried == "not followed" and how), (article, number)
            assert ids <= known, (article, number)
            assert set(re.findall(r"`([^`]+)`", how)) <= known | left_out, (article, number)
    stated = re.search(r"(\d+) in all\. (\d+) are carried by the pack and (\d+) are not followed", " ".join(text.split()))
    assert stated is not None
    assert [int(each) for each in stated.groups()] == [sum(counts.values()), counts["carried"], counts["not followed"]]


def where(name: str) -> str:
    """The file and line on which an entry of the pack stands, for whoever has to correct it."""
    for path in sorted(HIP.rglob("*.yaml")):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if re.fullmatch(rf"- id: {re.escape(name)}", line):
                return f"{path.relative_to(ROOT)}:{number}"
    return name


def sourced(pack: Pack) -> Iterator[Rule | Advice | Condition | NotFollowed]:
    """Everything in the pack that must say where it comes from."""
    yield from (*pack.rules, *pack.advice, *pack.conditions, *pack.not_followed)


def test_every_rule_advice_and_condition_says_where_it_comes_from(pack: Pack) -> None:
    """Each has a source that supports it, and each citation says where in the source, or for which row of the tables it was read."""
    for each in sourced(pack):
        assert isinstance(each, NotFollowed) or any(citation.stance == "support" for citation in each.sources), each.id
        unplaced = [citation.ref for citation in each.sources if not (citation.at.strip() or citation.row.strip())]
        assert unplaced == [], f"{where(each.id)}: say with `at:` where in {', '.join(unplaced)} it stands, or its `row:`"


def test_every_rule_of_a_programme_says_where_it_comes_from(pack: Pack) -> None:
    """So does each programme, and each rule by which one decides."""
    for programme in pack.programmes:
        for each in (programme, *programme.decision_by_id.values()):
            assert any(citation.stance == "support" for citation in each.sources), each.id
            assert [citation.ref for citation in each.sources if not (citation.at.strip() or citation.row.strip())] == [], each.id
        assert programme.reviewed.date <= (pack.about.released or datetime.date.min)


@pytest.mark.hazard("stale-or-unsourced-rule")
def test_every_rule_and_advice_file_states_review_date_and_status() -> None:
    """What a clinician reads in the YAML has a review date of its own before the release, who reviewed it, and a known status."""
    seen = 0
    released = yaml.load((HIP / "pack.yaml").read_bytes(), Loader=yaml.CSafeLoader)["released"]
    for path in [*HIP.glob("rules/**/*.yaml"), *HIP.glob("advice/*.yaml")]:
        data: dict[str, Any] = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        for entry in data.get("rules") or data["advice"]:
            review = entry["reviewed"]
            assert isinstance(review["date"], datetime.date), entry["id"]
            assert review["date"] <= released, f"{where(entry['id'])}: write the day of the review; `released` in pack.yaml follows"
            assert review["by"].strip(), entry["id"]
            assert entry.get("status", "active") in ("draft", "active", "retired"), entry["id"]
            seen += 1
    assert seen > 700


def test_every_source_is_used_and_can_be_found(pack: Pack) -> None:
    """No source stands in the bibliography for nothing, and each has a title and a publisher, a DOI or an address."""
    used = {citation.ref for each in sourced(pack) for citation in each.sources}
    used |= {citation.ref for picture in pack.pictures for row in picture.rows for citation in row.sources}
    used |= {citation.ref for exercise in pack.exercises for citation in exercise.sources}
    used |= {citation.ref for programme in pack.programmes for citation in programme.cited}
    used |= {citation.ref for condition in pack.conditions for each in condition.overlaps for citation in each.sources}
    assert used == set(pack.source_by_id)
    for source in pack.sources:
        assert source.publisher or source.doi or source.url or source.id == CONSENSUS, source.id


def test_a_rule_without_any_reference_is_graded_consensus(pack: Pack, engine: Engine) -> None:
    """What rests on common knowledge alone is graded so, nothing else is, and the runner is shown the grade."""
    alone = {rule.id for rule in pack.rules if {each.ref for each in rule.sources if each.stance == "support"} == {CONSENSUS}}
    assert alone
    assert {rule.id for rule in pack.rules if grade_of(rule.sources, pack.source_by_id) == "consensus"} == alone
    shown = {reason.rule: reason.grade for case in PUBLISHED for reason in engine.assess(case.answers).urgency.because}
    assert {rule for rule, grade in shown.items() if grade == "consensus"} == alone & set(shown) != set()


def test_the_readme_says_how_many_rules_rest_on_consensus_and_how_many_citations_were_looked_up(pack: Pack) -> None:
    """Nobody reads that every rule is sourced while some rest on consensus alone, or that more was looked up than was."""
    consensus = [rule for rule in pack.active_rules if grade_of(rule.sources, pack.source_by_id) == "consensus"]
    cited = [each for _, _, citations in citations_of(pack) for each in citations if each.ref != CONSENSUS]
    placed = [each for each in cited if not is_unverified(each)]
    text = " ".join((HIP.parents[1] / "README.md").read_text(encoding="utf-8").split())
    assert f"Of the {len(pack.active_rules):,} rules in use {len(consensus):,} rest on consensus alone." in text
    assert f"Of the {len(cited):,} citations of publications {len(placed):,} say where in them that was looked up" in text


# --- codes -------------------------------------------------------------------------------------------------------------


def test_icd_codes_exist_and_are_specific(pack: Pack) -> None:
    """Each condition has an ICD-10-CM code, and each code is a leaf of the published list, as billing and exchange need."""
    with warnings.catch_warnings():
        # The package reads its data with a deprecated call and warns of known oddities of the published list.
        warnings.simplefilter("ignore")
        import simple_icd_10_cm
    assert [condition.id for condition in pack.conditions if condition.kind == "condition" and not condition.icd10cm] == []
    for condition in pack.conditions:
        if condition.icd10cm:
            code, place = condition.icd10cm, where(condition.id)
            assert simple_icd_10_cm.is_valid_item(code), f"{place}: `{code}` is not in the list; look it up"
            assert simple_icd_10_cm.is_leaf(code), f"{place}: `{code}` is a heading; take one of {simple_icd_10_cm.get_children(code)}"


# --- intended use ------------------------------------------------------------------------------------------------------


@pytest.mark.hazard("runner-out-of-scope")
def test_the_intended_use_names_who_is_out_of_scope() -> None:
    """Each group that the pack is not made for is named with the reason and with what happens to it."""
    text = (ROOT / "docs" / "intended-use.md").read_text()
    rows = table_rows(text.partition("Out of scope")[2].partition("## Limits")[0])
    for who in OUT_OF_SCOPE:
        found = [row for row in rows if who in row[0]]
        assert found, who
        assert all(len(row) == 3 and all(row) for row in found), who


def test_the_thirteen_source_attributes_are_stated() -> None:
    """Each attribute stands in the table in order, says whether it is used, and says what and why."""
    text = (ROOT / "docs" / "intended-use.md").read_text()
    rows = table_rows(sections(text)["The thirteen source attributes"])
    assert [row[1] for row in rows] == ATTRIBUTES
    for row in rows:
        assert row[2] in ("stated", "used", "used in part", "used as age only", "not used"), row
        assert row[3], row


# --- plain language ----------------------------------------------------------------------------------------------------


def runner_texts(pack: Pack) -> dict[str, list[str]]:
    """Everything that a runner reads, by kind."""
    findings = [finding for finding in pack.findings.values() if pack.answered_by(finding.id) != "clinician"]
    valued = [value for finding in findings if isinstance(finding, (Choice, Choices)) for value in finding.values]
    fragments = [text for finding in findings if isinstance(finding, YesNo) for text in (finding.present, finding.absent)]

    def because(kind: str) -> list[str]:
        return [rule.because for rule in pack.active_rules if any(isinstance(c, Concludes) and c.kind == kind for c in rule.conclusions)]

    about = pack.about
    return {
        "questions": [finding.question for finding in findings],
        "help": [finding.help for finding in findings if finding.help],
        "fragments": fragments + [text for value in valued for text in (value.says, value.denies) if text],
        "labels": [value.label for value in valued],
        "conditions": [condition.plain for condition in pack.conditions],
        "recovery": [condition.recovery for condition in pack.conditions if condition.recovery],
        "patterns": [pattern.says for pattern in pack.patterns],
        "levels": [text for level in about.urgency.values() for text in (level.title, level.action)],
        "limits": [about.disclaimer, about.intended_use],
        "advice titles": [advice.title for advice in pack.advice],
        "advice": [advice.says for advice in pack.advice],
        "doses": [advice.dose for advice in pack.advice if advice.dose],
        "why advice helps": [advice.because for advice in pack.advice],
        "why so urgent": because("urgency"),
        "why withheld": because("avoid"),
        "why asked first": [item.because for item in pack.screen],
    }


KINDS = ["questions", "help", "fragments", "labels", "conditions", "recovery", "patterns", "levels", "limits", "advice titles", "advice",
         "doses", "why advice helps", "why so urgent", "why withheld", "why asked first"]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_runner_reads_is_at_grade_eight_or_below(kind: str, pack: Pack) -> None:
    """The Flesch-Kincaid grade of the texts of each kind, each text counting once, is 8 or less on average."""
    texts = runner_texts(pack)[kind]
    grades = [textstat.flesch_kincaid_grade(text if text[-1] in ".?!" else f"{text}.") for text in texts]
    hardest = texts[max(range(len(texts)), key=grades.__getitem__)]
    assert statistics.mean(grades) <= GRADE, f"{statistics.mean(grades):.1f}; the hardest is: {hardest}"


def test_the_reading_level_is_measured_on_every_kind_of_text(pack: Pack) -> None:
    """The test above leaves no kind out."""
    assert sorted(runner_texts(pack)) == sorted(KINDS)


def test_nobody_is_told_that_they_have_a_condition(pack: Pack) -> None:
    """A statement for a runner never says "you have" a condition: at most that it may be one."""
    names = {name.lower() for each in pack.conditions if each.kind == "condition" for name in (each.name, *each.also_called)}
    had = r"\b(?:you have|you've got|you suffer from)(?: got)?(?: an?| the)?(?: \w+)?? "
    claim = re.compile(rf"{had}(?:{'|'.join(map(re.escape, sorted(names)))})(?!\w)")
    assert all(claim.search(f"it seems that you have a torn {name}") for name in names)
    told = [text for kind, texts in runner_texts(pack).items() if kind not in ("questions", "help") for text in texts]
    told += [text for rule in pack.active_rules for text in (rule.title, rule.because)]
    assert [text for text in told if claim.search(text.lower())] == []
