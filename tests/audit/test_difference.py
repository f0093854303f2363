"""Two packs compared by meaning: the verdict, the runner who shows it, and what changed in the files."""

from itertools import product
from pathlib import Path

import pytest
from audit_packs import written
from proving_packs import STRETCH, pack_with
from tiny import TINY, WHY, copied

from hipexpert import Engine, load_pack
from hipexpert.audit.difference.comparing import compared, verdict_of
from hipexpert.audit.difference.values import PackDifference, Runner, RunnerQuestion
from hipexpert.knowledge.json_text import json_text
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.rendering.markdown import to_markdown
from hipexpert.rendering.reports.two_packs import headline, packs_report

RULES = "rules/knee.yaml"
ABOUT = "findings/about.yaml"
CHILD = "when: {all: [{pattern: irritated_joint}, {age: {between: [5, 15]}}]}"
CHANGES: list[tuple[str, tuple[tuple[str, str, str], ...], str, tuple[str, ...]]] = [
    ("a text", ((RULES, "because: An irritated joint swells.", "because: It swells."),), "same_conclusions", ("rule",)),
    ("a threshold", ((RULES, "between: [5, 15]", "between: [5, 17]"),), "stricter", ("rule",)),
    ("a threshold down", ((RULES, "between: [5, 15]", "between: [5, 9]"),), "laxer", ("rule",)),
    ("a threshold nobody meets", ((RULES, "between: [5, 15]", "between: [2, 15]"),), "equivalent", ("rule",)),
    ("a threshold both ways", ((RULES, "between: [5, 15]", "between: [7, 17]"),), "mixed", ("rule",)),
    ("a level", ((RULES, "then: [{urgency: urgent}]", "then: [{urgency: emergency}]"),), "stricter", ("rule",)),
    ("a retired rule", ((RULES, "  because: It may be an infection.", "  status: retired\n  because: Old."),), "laxer", ("rule",)),
    ("a strength", ((RULES, "strength: strong", "strength: weak"),), "same_urgency", ("rule",)),
    ("a dropped gate of one", ((RULES, "at_least: {count: 1, of: [", "any: ["), (RULES, "right]}]}}", "right]}]}")), "equivalent", ()),
    ("a prior", (("conditions/knee.yaml", "prior: common", "prior: rare"),), "same_urgency", ("condition",)),
    ("bands", (("pack.yaml", "likely: 5, possible: -2", "likely: 4, possible: -2"),), "stricter", ("pack",)),
    (
        "a value",
        ((ABOUT, "{id: left, label", "{id: both, label: both, says: both}\n  - {id: left, label"),),
        "same_conclusions",
        ("finding",),
    ),
]


def difference_of(folder: Path, *changes: tuple[str, str, str], prove: bool = True) -> PackDifference:
    """The tiny pack compared with a changed copy of it."""
    return compared(load_pack(TINY), load_pack(copied(folder, *changes)), prove=prove)


def runner(difference: PackDifference, question: str) -> Runner:
    """The runner who shows the answer to a question."""
    (found,) = (each.runner for each in difference.findings if each.question == question)
    assert found is not None
    return found


@pytest.mark.parametrize(("changes", "verdict", "kinds"), [each[1:] for each in CHANGES], ids=[each[0] for each in CHANGES])
def test_a_change_gets_the_verdict_that_enumeration_gives(
    changes: tuple[tuple[str, str, str], ...], verdict: str, kinds: tuple[str, ...], tmp_path: Path
) -> None:
    """Everything is proved, the verdict is that of trying every answer, and every runner shown is told what is claimed."""
    difference = difference_of(tmp_path, *changes)
    assert (difference.verdict, difference.proved) == (verdict, True)
    assert tuple(entry.kind for entry in difference.entries) == kinds
    old, new = Engine(TINY), Engine(tmp_path / "pack")
    answers = {each.question: each.answer for each in difference.findings}
    assert verdict_of({**answers, **enumerated(old, new)}) == verdict
    for finding in difference.findings:
        if finding.runner is not None:
            told = [engine.assess(finding.runner.answers) for engine in (old, new)]
            assert [each.level for each in told] == [finding.runner.old.level, finding.runner.new.level]
            firsts = [each.differential[0].condition if each.differential else "" for each in told]
            assert firsts == [finding.runner.old.first, finding.runner.new.first]


def enumerated(old: Engine, new: Engine) -> dict[RunnerQuestion, str]:
    """What is concluded, by brute force over the answers that both packs know."""
    ages = [None, *range(5, 20)]
    sites = [{}, {"front": True}, {"front": False}, {"front": True, "back": True}]
    found: dict[RunnerQuestion, str] = dict.fromkeys(("higher", "lower", "first", "other"), "no")
    for swollen, age, side, site in product((None, True, False), ages, (None, "left", "right"), sites):
        answers = {
            name: answer for name, answer in (("swollen", swollen), ("age", age), ("side", side), ("site", site)) if answer is not None
        }
        first, second = (engine.assess(answers) for engine in (old, new))
        places = [each.differential[0].condition if each.differential else "" for each in (first, second)]
        facts = [{fact for fact in each.run.facts if ":" in fact and not fact.startswith("evidence:")} for each in (first, second)]
        ways: dict[RunnerQuestion, bool] = {
            "higher": rank(second.level) > rank(first.level),
            "lower": rank(second.level) < rank(first.level),
            "first": places[0] != places[1],
            "other": (facts[0], first.run.totals) != (facts[1], second.run.totals),
        }
        found |= {way: "yes" for way, differs in ways.items() if differs}
    return found


def test_the_smallest_runner_is_the_smallest(tmp_path: Path) -> None:
    """Two answers are needed for a child's swollen knee, and two are shown."""
    higher = runner(difference_of(tmp_path, (RULES, "between: [5, 15]", "between: [5, 17]")), "higher")
    assert higher.smallest
    assert (len(higher.answers), higher.answers["age"]) == (2, 16)
    assert (higher.old.level, higher.new.level) == ("self_care", "urgent")


def test_another_first_condition_is_found(tmp_path: Path) -> None:
    """A condition that starts lower gives way to another, at the same urgency."""
    cyst = "- {{id: cyst, name: Cyst, plain: A cyst., kind: condition, typical_urgency: self_care, regions: [back], prior: {}, {}}}\n"
    source = "sources: [{ref: book}]"
    behind = "- {{id: behind-supports-{2}, title: x, when: {{site: back}}, then: [{{supports: {0}, strength: {1}}}], {3}}}\n"
    packs = []
    for prior in ("common", "uncommon"):
        condition, rule = "- id: jumpers_knee", "- id: front-pain-supports-jumpers-knee"
        rules = behind.format("cyst", "strong", "a-cyst", WHY) + behind.format("jumpers_knee", "moderate", "jumpers-knee", WHY)
        changes = (("conditions/knee.yaml", condition, cyst.format(prior, source) + condition), (RULES, rule, rules + rule))
        packs.append(load_pack(copied(made(tmp_path / prior), *changes)))
    difference = compared(*packs)
    assert (difference.verdict, difference.proved) == ("same_urgency", True)
    first = runner(difference, "first")
    assert (first.old.first, first.new.first, first.answers) == ("cyst", "jumpers_knee", {"site": {"back": True}})


def test_a_finding_that_only_one_pack_knows_is_ignored_by_the_other(tmp_path: Path) -> None:
    """Its answers count for the pack that has it, and the runner says which pack ignores what."""
    warm = "- id: warm\n  question: Is it warm?\n  type: yes_no\n  present: a warm knee\n  absent: no warmth\n- id: age"
    rule = f"- {{id: a-warm-knee-is-urgent, title: A warm knee, when: {{warm: true}}, then: [{{urgency: urgent}}], {WHY}}}\n"
    first = "- id: front-pain-supports-jumpers-knee"
    changes = ((ABOUT, "- id: age", warm), (RULES, first, rule + first))
    difference = difference_of(tmp_path, *changes)
    assert (difference.verdict, difference.proved) == ("stricter", True)
    assert runner(difference, "higher").answers == {"warm": True}
    assert runner(difference, "higher").unknown_to_old == ("warm",)
    back = compared(load_pack(tmp_path / "pack"), load_pack(TINY))
    assert (back.verdict, runner(back, "lower").unknown_to_new) == ("laxer", ("warm",))
    assert [(entry.change, entry.kind, entry.id) for entry in back.entries] == [
        ("removed", "rule", "a-warm-knee-is-urgent"),
        ("removed", "finding", "warm"),
    ]


def test_a_finding_of_another_type_is_compared_as_two(tmp_path: Path) -> None:
    """Neither form of the question is lost: what either pack made of it shows."""
    choice = "type: choice\n  values:\n  - {id: very, label: very, says: swollen}\n  - {id: barely, label: barely, says: not swollen}\n"
    changes = (
        (ABOUT, "type: yes_no\n  present: a swollen knee\n  absent: no swelling\n", choice),
        (ABOUT, "safe_when: {swollen: absent}", "safe_when: {swollen: barely}"),
        (RULES, "{swollen: true}", "{swollen: very}"),
        ("constraints.yaml", "{swollen: true}", "{swollen: very}"),
    )
    difference = difference_of(tmp_path, *changes)
    assert (difference.verdict, difference.proved) == ("mixed", True)
    assert runner(difference, "lower").answers["swollen"] is True
    assert runner(difference, "higher").answers["swollen (new)"] == "very"


def test_without_proof_nothing_is_called_proved(tmp_path: Path) -> None:
    """Drawing runners by lot finds differences, and of what it does not find it says how many it tried."""
    same = compared(load_pack(TINY), load_pack(TINY), prove=False)
    assert (same.verdict, same.proved) == ("not_decided", False)
    assert {(each.answer, each.drawn) for each in same.findings if not each.compared} == {("not_decided", 300)}
    raised = difference_of(tmp_path, (RULES, "then: [{urgency: urgent}]", "then: [{urgency: emergency}]"), prove=False)
    assert (raised.verdict, raised.proved) == ("stricter", False)
    assert headline(raised) == "Stricter: some people get a higher urgency; whether some get a lower one is not decided"


def test_added_advice_and_claims_are_listed(tmp_path: Path) -> None:
    """Entries that no inference notices are told apart from those that it does."""
    rules = "- {id: a-left-knee-is-stretched, when: {side: left}, then: [{advise: stretch}]}"
    new = pack_with(tmp_path, rules, "- {id: a-claim, at_least: self_care}", advice=(STRETCH,))
    difference = compared(load_pack(TINY), new)
    assert difference.verdict == "same_urgency"
    assert runner(difference, "other").changes == ("+ advise:stretch", "+ the plan gives stretch")
    assert [(entry.kind, entry.change, entry.inferred) for entry in difference.entries] == [
        ("rule", "added", True),
        ("advice", "added", True),
        ("claim", "added", False),
    ]


def test_equal_packs_give_equal_bytes_in_every_form(tmp_path: Path) -> None:
    """The same comparison twice, as JSON and as Markdown; a stranger's markup stays text."""
    changes = ((RULES, "title: Young age speaks against jumper's knee", "title: <b>Young</b> | *age*"), (RULES, "[5, 15]", "[5, 17]"))
    first, second = (difference_of(folder, *changes) for folder in (made(tmp_path / "a"), made(tmp_path / "b")))
    assert json_text(first) == json_text(second)
    assert to_markdown(packs_report(first, full=True)) == to_markdown(packs_report(second, full=True))
    assert "<b>" not in to_markdown(packs_report(first, full=True))
    assert "## For instance, who gets a higher urgency" in to_markdown(packs_report(first, full=True))


def made(folder: Path) -> Path:
    """The folder, made."""
    folder.mkdir()
    return folder


PICTURE = """pictures:
- id: jumpers_knee
  reviewed: {date: 2026-11-21, by: tester}
  rows:
  - {finding: swollen, seldom: present}
  - finding: site
    common: front
    because: It hurts in front.
    sources: [{ref: book, at: page 1}]
"""
DISCRIMINATING = "discriminating:\n- {finding: swollen, background: 0.2}\n- {finding: site, background: {front: 0.3, back: 0.2}}\n"


@pytest.mark.parametrize(
    ("old", "new", "verdict", "entry"),
    [
        ("common: front", "hallmark: front", "stricter", ("picture", "jumpers_knee", True, ("stance on site",))),
        ("It hurts in front.", "There it hurts.", "same_conclusions", ("picture", "jumpers_knee", False, ("reason for site",))),
        ("front: 0.3", "front: 0.1", "stricter", ("discriminating", "site", True, ("background",))),
        ("by: tester", "by: nurse", "equivalent", ("picture", "jumpers_knee", False, ("reviewed",))),
    ],
)
def test_a_changed_stance_or_background_shows_what_it_changes(
    old: str, new: str, verdict: str, entry: tuple[str, str, bool, tuple[str, ...]], tmp_path: Path
) -> None:
    """By the id of the picture or finding, field by field, with a runner whose total is another."""
    packs = []
    for name, change in (("old", (old, old)), ("new", (old, new))):
        files = {"discriminating.yaml": DISCRIMINATING.replace(*change), "pictures/jumpers_knee.yaml": PICTURE.replace(*change)}
        packs.append(load_pack(written(made(tmp_path / name), {"add": files})))
    difference = compared(*packs)
    assert (difference.verdict, difference.proved) == (verdict, True)
    (found,) = difference.entries
    assert (found.kind, found.id, found.inferred, tuple(each.field for each in found.fields)) == entry
    if found.inferred:
        assert any("jumpers_knee" in line for line in runner(difference, "other").changes)
