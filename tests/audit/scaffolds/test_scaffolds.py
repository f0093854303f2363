"""New packs, rules and conditions: what they hold, that it was run, and what is refused."""

import datetime
import shutil
from pathlib import Path

import pytest
from tiny import copied, pack_problems

from hipexpert import Engine, ProblemsError, load_pack
from hipexpert.audit.running.audit import audit
from hipexpert.audit.scaffolds.condition import new_condition
from hipexpert.audit.scaffolds.pack import EXAMPLE, new_pack
from hipexpert.audit.scaffolds.rule import new_rule
from hipexpert.audit.scaffolds.values import Scaffold
from hipexpert.audit.suite.values import SuiteRun
from hipexpert.audit.suite.whole import measured_percents, suite_run
from hipexpert.knowledge.cases.suites import read_suite
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.sourced import NEVER_REVIEWED, Review

TODAY = datetime.date(2026, 11, 22)
REVIEW = Review(TODAY, "physiotherapist")


def put(scaffold: Scaffold) -> None:
    """Write what a scaffold says."""
    for each in scaffold.files:
        path = Path(each.path)
        assert path.exists() is not each.new
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(each.content)


def outcome_of(folder: Path, cases: Path, *, mutate: bool = False) -> SuiteRun:
    """The cases run on the pack."""
    engine = Engine(folder)
    return suite_run(engine, read_suite([cases], engine.pack), coverage=True, mutate=mutate)


def codes(*words: object, **options: object) -> list[str]:
    """The problems of a rule that is refused."""
    with pytest.raises(ProblemsError) as caught:
        new_rule(*words, **options)  # type: ignore[arg-type]
    return [each.code for each in caught.value.problems]


def test_the_example_is_a_sound_pack() -> None:
    """Nothing above a note, all theorems proved, everything covered, and every mutant noticed."""
    report = audit(EXAMPLE / "pack", as_of=TODAY)
    assert report.at_or_above("warning") == ()
    assert {each.verdict for each in report.theorems} == {"proved"}
    run = outcome_of(EXAMPLE / "pack", EXAMPLE / "cases", mutate=True)
    assert run.failures == ()
    assert measured_percents(run) == {"rules": 100, "premises": 100, "mutants": 100, "weights": 50}


def test_the_example_says_nothing_about_health(tmp_path: Path) -> None:
    """No reason, question or advice but such as says that it is an example; no source but the one that is none."""
    pack = load_pack(EXAMPLE / "pack")
    for each in (*pack.rules, *pack.advice, *pack.claims):
        assert each.because.startswith("Example: ")
        assert [citation.ref for citation in each.sources] == ["memory"]
    assert all(finding.question.startswith("Example: ") and "example" in finding.id for finding in pack.findings.values())
    assert all("example" in each.id for each in (*pack.conditions, *pack.patterns))
    notes = {rule for each in audit(EXAMPLE / "pack", as_of=TODAY).violations if each.check == "weak-sources" for rule in each.rules}
    assert notes == {rule.id for rule in pack.rules}


def test_a_new_pack_is_the_example_under_its_own_name(tmp_path: Path) -> None:
    """Id, title, authors and day are put in, all else is as it was; equal input gives equal bytes."""
    made = new_pack(tmp_path / "Sore Knee", title='Knees: "sore" ones', authors=["A. Body", "yes"], reviewed=datetime.date(2027, 1, 2))
    assert made == new_pack(
        tmp_path / "Sore Knee", title='Knees: "sore" ones', authors=["A. Body", "yes"], reviewed=datetime.date(2027, 1, 2)
    )
    assert list(tmp_path.iterdir()) == []
    put(made)
    pack = load_pack(tmp_path / "Sore Knee")
    assert (pack.about.id, pack.about.title, pack.about.authors) == ("sore_knee", 'Knees: "sore" ones', ("A. Body", "yes"))
    assert {rule.reviewed.date for rule in pack.rules} == {datetime.date(2027, 1, 2)}
    assert outcome_of(tmp_path / "Sore Knee", tmp_path / "Sore Knee_cases").failures == ()


def test_a_new_pack_is_not_written_where_something_is(tmp_path: Path) -> None:
    """Nor its cases; an empty folder will do."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    for folder, cases, expected in (
        ("full", "new", ["folder-not-empty"]),
        ("file", "full", ["not-a-folder", "folder-not-empty"]),
        ("new", "new/cases", ["bad-folder"]),
        ("123", "new", ["bad-id"]),
    ):
        with pytest.raises(ProblemsError) as caught:
            new_pack(tmp_path / folder, cases=tmp_path / cases, reviewed=TODAY)
        assert [each.code for each in caught.value.problems] == expected
    assert new_pack(tmp_path / "empty", reviewed=TODAY).files


@pytest.fixture
def started(tmp_path: Path) -> Path:
    """A new pack in a folder ``mine``, with its cases beside it."""
    put(new_pack(tmp_path / "mine", reviewed=TODAY))
    return tmp_path / "mine"


def test_a_new_rule_joins_its_like_and_its_check_passes(started: Path) -> None:
    """It goes where rules conclude the same, its check to the file of the same name, and coverage stays whole."""
    before = (started / "rules" / "red_flags.yaml").read_text()
    made = new_rule(
        started,
        "a-long-example-behind-is-urgent",
        when=["example_place=example_back", "{any: [{example_days: {at_least: 60}}, {pattern: example_pattern}]}"],
        then=["urgency=urgent"],
        sources=["memory=agreed by nobody"],
        because="Example: say why.",
        reviewed=REVIEW,
    )
    put(made)
    assert (started / "rules" / "red_flags.yaml").read_text().startswith(before)
    rule = load_pack(started).rule_by_id["a-long-example-behind-is-urgent"]
    assert (rule.title, rule.file, rule.reviewed) == ("A long example behind is urgent", "rules/red_flags.yaml", REVIEW)
    assert [Path(each.path).relative_to(started.parent).as_posix() for each in made.files] == [
        "mine/rules/red_flags.yaml",
        "mine_cases/rules/red_flags.yaml",
    ]
    lines = Path(made.made[1].place.rpartition(":")[0]).read_text().splitlines()
    assert lines[int(made.made[1].place.rpartition(":")[2]) - 1] == "- rule: a-long-example-behind-is-urgent"
    run = outcome_of(started, Path(f"{started}_cases"))
    assert run.failures == ()
    assert measured_percents(run) == {"rules": 100, "premises": 100}
    (left,) = audit(started, as_of=TODAY).at_or_above("warning")
    assert (left.check, left.rules) == ("unguarded-red-flag", ("a-long-example-behind-is-urgent",))
    assert any("`claims.yaml`" in each for each in made.to_do)


def test_what_the_author_does_not_say_is_reported_by_the_audit(started: Path) -> None:
    """No reason and no review date is made up: placeholders that the audit finds, and that are told as to do."""
    made = new_rule(started, "slow-is-soon", when=["example_start=example_slow"], then=["urgency=soon"], sources=["memory"])
    put(made)
    assert load_pack(started).rule_by_id["slow-is-soon"].reviewed == NEVER_REVIEWED
    found = {each.check: each.severity for each in audit(started, as_of=TODAY).violations if "slow-is-soon" in each.rules}
    assert found["unbound-template-variable"] == "error"
    assert found["overdue-review"] == "warning"
    assert [line.partition(" of ")[0] for line in made.to_do if " of `slow-is-soon`: write" in line] == ["`because`", "`reviewed`"]


def test_cases_that_a_new_rule_upsets_are_told(started: Path) -> None:
    """They are for the author to judge: the case may be right, or the rule."""
    made = new_rule(started, "slow-is-soon", when=["example_start=example_slow"], then=["urgency=soon"], sources=["memory"])
    assert made.to_do[0].startswith("`example_condition_typical` (")
    assert made.to_do[0].endswith("passed and fails now: expected urgency routine, got soon")
    put(made)
    assert outcome_of(started, Path(f"{started}_cases")).failures[0].name == "example_condition_typical"


def test_a_rule_that_cannot_be_is_refused_with_every_reason(started: Path) -> None:
    """Ids, words and sources at once; then what the loader says; then that nothing makes it fire."""
    assert codes(started, "Bad_Id", when=["exampel_days>=3"], then=[], sources=["memry"], file="../x") == [
        "bad-id",
        "missing-option",
        "unknown-finding",
        "unknown-source",
        "bad-file",
    ]
    taken = "the-front-supports-the-example-condition"
    assert codes(started, taken, when=["example_days>=3"], then=["urgency=soon"], sources=[]) == ["repeated-id", "missing-option"]
    assert codes(started, "late", when=["suspected=example_condition"], then=["urgency=urgent"], sources=["memory"]) == ["late-urgency"]
    both = ["example_rest_helps=yes", "example_rest_helps=no"]
    assert codes(started, "never", when=both, then=["urgency=soon"], sources=["memory"]) == ["never-fires"]
    assert codes(started.parent, "a", when=["a=b"], then=["b=c"], sources=["d"]) == ["no-such-pack"]


def test_where_the_plain_search_finds_nothing_the_solver_does(tmp_path: Path) -> None:
    """Two bounds of one number, one of them behind a pattern: no bound itself lies in both."""
    folder = copied(
        tmp_path,
        ("rules/knee.yaml", "when: {at_least: {count: 1, of: [{swollen: true}, {side: [left, right]}]}}", "when: {age: {above: 40}}"),
        ("rules/knee.yaml", "when: {all: [{pattern: irritated_joint}, {age: {between: [5, 15]}}]}", "when: {pattern: irritated_joint}"),
    )
    made = new_rule(
        folder, "fifties", when=["pattern=irritated_joint", "age>=50"], then=["urgency=soon"], sources=["book"], cases=tmp_path / "cases"
    )
    assert made.pair is not None
    assert made.pair.apart == "age"


@pytest.fixture
def conditioned(started: Path) -> tuple[Path, Scaffold]:
    """The new pack with a condition added."""
    made = new_condition(
        started,
        "sore_thing",
        when=["{any: [{example_place: example_back}, {example_rest_helps: absent}]}"],
        strength="moderate",
        prior="common",
        typical_urgency="urgent",
        regions=["example_back"],
        sources=["memory=page 1"],
        answers=["example_days=3"],
        plain="Example: a sore thing.",
        because="Example: it hurts there.",
        reviewed=REVIEW,
    )
    put(made)
    return started, made


def test_a_new_condition_comes_with_evidence_and_two_cases(conditioned: tuple[Path, Scaffold]) -> None:
    """All pass and cover; the near miss differs from the typical case by one answer and its rule is silent."""
    folder, made = conditioned
    pack: Pack = load_pack(folder)
    assert pack.condition_by_id["sore_thing"].regions == ("example_back",)
    assert pack.rule_by_id["the-typical-story-supports-sore-thing"].file == "rules/sore_thing.yaml"
    suite = read_suite([Path(f"{folder}_cases")], pack)
    typical, near = (next(each for each in suite.cases if each.id == f"sore_thing_{kind}") for kind in ("typical", "near_miss"))
    assert {name for name in typical.intake.answers if typical.intake.answers[name] != near.intake.answers.get(name)} == {"example_place"}
    assert (typical.expected.accepted, near.expected.silent) == (("sore_thing",), ("the-typical-story-supports-sore-thing",))
    run = outcome_of(folder, Path(f"{folder}_cases"))
    assert run.failures == ()
    assert measured_percents(run) == {"rules": 100, "premises": 100}
    assert [each.what for each in made.made] == ["condition", "rule", "check", "case", "case"]


def test_a_case_joins_the_typical_stories_of_other_conditions(started: Path) -> None:
    """Where an author keeps them in a folder of their own."""
    cases = Path(f"{started}_cases")
    (cases / "stories").mkdir()
    (cases / "example_condition_typical.yaml").rename(cases / "stories" / "example_condition_typical.yaml")
    made = new_condition(
        started,
        "sore_thing",
        when=["example_place=example_back"],
        strength="lr=4.5",
        prior="uncommon",
        typical_urgency="soon",
        sources=["memory"],
    )
    assert {each.place for each in made.made if each.what == "case"} == {
        str(cases / "stories" / f"sore_thing_{kind}.yaml") for kind in ("typical", "near_miss")
    }


def test_what_a_new_condition_still_lacks_is_told(conditioned: tuple[Path, Scaffold]) -> None:
    """Its typical case gets less than its typical urgency, and nothing speaks against it; the audit says that too."""
    folder, made = conditioned
    assert any("gets soon" in line and "typically urgent" in line for line in made.to_do)
    assert any("nothing speaks against" in line for line in made.to_do)
    (found,) = audit(folder, as_of=TODAY).at_or_above("warning")
    assert (found.check, found.others) == ("one-sided-condition", ("condition:sore_thing",))


def test_a_condition_that_cannot_be_is_refused(conditioned: tuple[Path, Scaffold]) -> None:
    """Its words, ids and files; evidence that brings nothing up; answers that leave no near miss."""
    folder, _ = conditioned

    def refused(name: str, **options: object) -> list[str]:
        given: dict[str, object] = {
            "when": ["example_place=example_back"],
            "strength": "strong",
            "prior": "common",
            "typical_urgency": "soon",
            "sources": ["memory"],
        }
        with pytest.raises(ProblemsError) as caught:
            new_condition(folder, name, **{**given, **options})  # type: ignore[arg-type]
        return [each.code for each in caught.value.problems]

    assert refused("Sore", strength="stronger", prior="", typical_urgency="son") == ["bad-id", "bad-word", "missing-option", "bad-word"]
    assert refused("sore_thing") == ["repeated-id", "repeated-id"]
    assert refused("another", strength="lr=0.3") == ["bad-conclusion"]
    assert refused("another", regions=["nowhere"]) == ["unknown-region"]
    assert refused("another", answers=["example_dayz=3"]) == ["unknown-finding"]
    both = ["any: [{example_place: example_back}, {example_rest_helps: true}]"]
    assert refused("another", when=both, answers=["example_rest_helps=yes"]) == ["no-near-miss"]
    (Path(f"{folder}_cases") / "another_typical.yaml").touch()
    assert refused("another") == ["file-exists"]


def test_a_pack_that_does_not_load_is_not_added_to(started: Path) -> None:
    """Its own problems are told."""
    (started / "rules" / "urgency.yaml").write_text("rules: [{id: x}]\n")
    expected = sorted(each.code for each in pack_problems(started))
    found = codes(started, "new-rule", when=["example_start=example_slow"], then=["urgency=soon"], sources=["memory"])
    assert sorted(found) == expected


def test_checks_that_cannot_be_read_stop_a_new_rule(started: Path) -> None:
    """Rather than being written over."""
    shutil.copy(started / "pack.yaml", f"{started}_cases/rules/urgency.yaml")
    found = codes(started, "new-rule", when=["example_start=example_slow"], then=["urgency=soon"], sources=["memory"])
    assert found
    assert set(found) == {"unknown-key"}
