"""`program_to_clips` and `pack_to_clips`: the program as text concludes in CLIPS what the engine concludes."""

import tempfile
from pathlib import Path

import msgspec
import pytest
from clips_engine import ClipsEngine, expected, loaded
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from random_intakes import contradictory_intakes, random_intakes
from strategies import programs_with_facts
from strategies_intake import intakes
from strategies_packs import packs
from tiny import TINY, hostile

from hipexpert import Engine, ExplainedAssessment, Pack, load_pack
from hipexpert.engine import CompiledProgram, Gate, Item, Mark, Program, ProgramRule, Tally, any_of
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.rendering.clips import PackTerms, PlainTerms, answers_to_clips, pack_to_clips, program_to_clips
from hipexpert.rendering.clips.writing import comment, quoted, symbol


@pytest.fixture(scope="module")
def shipped(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> ClipsEngine:
    """The pack that ships, in CLIPS."""
    return ClipsEngine(pack_to_clips(pack), tmp_path_factory.mktemp("clips"))


@settings(max_examples=examples(200), deadline=None)
@given(programs_with_facts())
def test_a_random_program_concludes_the_same(case: tuple[Program, frozenset[str]]) -> None:
    """Facts and totals of programs with nested gates, chains, groups, exceptions, blocked tallies and late rules."""
    program, facts = case
    run = CompiledProgram(program).run(facts)
    with tempfile.TemporaryDirectory() as folder:
        found = loaded(program, Path(folder)).run(PlainTerms().assertion(fact) for fact in facts)
    assert {fact for fact in found if fact.startswith(("(fact-", "(total "))} == expected(program, run.facts, run.totals)


KINDS = tuple(
    f"({kind} "
    for kind in (
        "pattern",
        "contributing",
        "suspected",
        "likely",
        "excluded",
        "urgency",
        "advise",
        "avoid",
        "contradiction",
        "safe",
        "screen",
        "band",
        "total",
    )
)


def assert_same_facts(found: set[str], assessment: ExplainedAssessment, terms: PackTerms) -> None:
    """Every conclusion, every total, all evidence and the level."""
    run = assessment.run
    concluded = [fact for fact in run.facts if fact not in run.program.inputs]
    assert {fact for fact in found if fact.startswith(KINDS)} == expected(run.program, concluded, run.totals, terms)
    evidence = {" ".join(fact.split(" ")[:5]) for fact in found if fact.startswith("(evidence ")}
    assert evidence == {
        f"(evidence (for {terms.tally(tally.id)}) (from {terms.item(item.fact)})"
        for tally in run.program.tallies
        for item in tally.items
        if item.fact in run.facts
    }
    (level,) = [fact for fact in found if fact.startswith("(level ")]
    assert level.startswith(f"(level (is {assessment.level}) (at-most ")


def assert_same_outcome(found: set[str], assessment: ExplainedAssessment) -> None:
    """The ranking and the plan; and `at-most` is never below what the engine leaves possible."""
    ranked = {
        f"(ranked (place {place}) (condition {each.condition}) (decibans {each.decibans}) (band {each.band}))"
        for place, each in enumerate(assessment.differential, 1)
    }
    assert {fact for fact in found if fact.startswith("(ranked ")} == ranked
    plan = {f"(given {each.id})" for each in assessment.plan.advice} | {f"(withheld {each.id})" for each in assessment.plan.withheld}
    assert {fact for fact in found if fact.startswith(("(given ", "(withheld "))} == plan
    (level,) = [fact for fact in found if fact.startswith("(level ")]
    assert rank(level.removesuffix("))").split(" ")[-1]) >= rank(assessment.at_most)


@pytest.mark.deep
def test_a_thousand_random_runners_come_out_the_same(engine: Engine, shipped: ClipsEngine) -> None:
    """Facts, evidence, totals and level of the pack that ships; of a part of them the ranking, the plan and `at-most` too."""
    terms = PackTerms(engine.pack)
    for number, intake in enumerate(random_intakes(engine.pack, 1000)):
        assessment = engine.assess(intake)
        found = shipped.run(answers_to_clips(intake, engine.pack))
        assert_same_facts(found, assessment, terms)
        if number % 50 == 0:
            assert_same_outcome(found, assessment)


@settings(max_examples=examples(80), deadline=None)
@given(data=st.data())
def test_a_random_pack_comes_out_the_same(data: st.DataObject) -> None:
    """Random rules over all kinds of findings, whole and fractional numbers, denied values and groups."""
    pack = data.draw(packs(load_pack(TINY)))
    engine = Engine(pack)
    with tempfile.TemporaryDirectory() as folder:
        program = ClipsEngine(pack_to_clips(pack), Path(folder))
        for answers in data.draw(st.lists(intakes(pack), min_size=3, max_size=6)):
            assessment = engine.assess(answers)
            found = program.run(answers_to_clips(assessment.intake, pack))
            assert_same_facts(found, assessment, PackTerms(pack))
            assert_same_outcome(found, assessment)


def test_everything_answered_leaves_nothing_possible_above_the_level(engine: Engine, shipped: ClipsEngine) -> None:
    """`at-most` is the level once each question that could raise it has its answer."""
    answers = engine.read({"none_of": sorted(group.group for group in engine.pack.groups)})
    left = {
        name: finding.values[0].id
        for name, finding in engine.pack.findings.items()
        if hasattr(finding, "denial") and hasattr(finding, "values")
    }
    numbers = {name: finding.minimum for name, finding in engine.pack.findings.items() if hasattr(finding, "minimum")}
    intake = msgspec.structs.replace(answers, answers={**numbers, **left})
    (level,) = [fact for fact in shipped.run(answers_to_clips(intake, engine.pack)) if fact.startswith("(level ")]
    assessed = engine.assess(intake)
    assert level == f"(level (is {assessed.level}) (at-most {assessed.raised}))"


def test_the_level_is_not_reported_without_what_is_still_possible(shipped: ClipsEngine) -> None:
    """With nothing answered the report says that not enough is known, at most emergency, and that questions are open."""
    shipped.run([])
    said = shipped.report()
    assert "urgency: undetermined, at most emergency" in said
    assert "Questions are open that could raise it to emergency." in said
    assert "Not enough is known to say. Answer the questions" in said
    assert "not a diagnosis" in said


def test_the_report_tells_level_ranking_and_plan(engine: Engine, shipped: ClipsEngine) -> None:
    """In words, as the engine ranks and plans."""
    assessment = engine.assess({"pain_site": ["lateral_hip"], "agg_lying_on_side": True, "age_years": 46})
    shipped.run(answers_to_clips(assessment.intake, engine.pack))
    said = shipped.report()
    first = assessment.differential[0]
    assert f"1. {first.name} ({first.band}, {first.decibans})" in said
    assert all(each.title in said for each in (*assessment.plan.advice, *assessment.plan.withheld))


def test_an_answer_given_twice_is_named(shipped: ClipsEngine) -> None:
    """CLIPS lets a finding be asserted twice; the report does not pass over it."""
    shipped.run(["(limp (value yes))", "(limp (value no))"])
    assert "answered twice: limp" in shipped.report()


@pytest.mark.parametrize("fact", ["(limp (value maybe))", "(limpp (value yes))", "(age_years (value 200))", "(none_of (group red_flagg))"])
def test_a_misspelt_answer_is_refused_by_clips_itself(shipped: ClipsEngine, fact: str) -> None:
    """Each finding is a template with its values, so nothing misspelt is silently matched by no rule."""
    with pytest.raises(Exception, match=r"."):
        shipped.environment.assert_string(fact)


def test_gates_are_not_multiplied_out() -> None:
    """Twelve times one of twelve, and ten of twenty, stay as small as they are written."""
    choices = [any_of(*(f"in{row}-{column}" for column in range(12))) for row in range(12)]
    tens = Gate(10, tuple(f"in0-{column}" for column in range(12)) + tuple(f"in1-{column}" for column in range(8)))
    inputs = [f"in{row}-{column}" for row in range(12) for column in range(12)]
    program = Program(inputs, [ProgramRule("r", Gate(12, tuple(choices)), ("yes",)), ProgramRule("s", tens, ("ten",))])
    assert len(program_to_clips(program)) < 12_000


def test_names_that_clips_reads_otherwise_stay_names(tmp_path: Path) -> None:
    """White space, brackets, digits, quotes and the machinery's own names in ids and facts change nothing."""
    names = [
        "a b",
        "a%20b",
        ")(exit)",
        "12",
        "1e5",
        '"',
        ";",
        "?x",
        "$?x",
        "&|~",
        "é",
        "#weigh",
        "weighing",
        "part",
        "not",
        "a#1",
        "",
        "none",
    ]
    rules = [ProgramRule(f"r{name}", Gate(1, (name, Gate(2, (name, "z")))), (f"{name} too",)) for name in names if name]
    rules += [ProgramRule("r", any_of("z", Gate(2, ("12", any_of("a b", "é")))), ("q",)), ProgramRule("r#1", "z", ("r1",))]
    items = tuple(Item(name, number, name) for number, name in enumerate(names) if name)
    program = Program([*filter(None, names), "z"], rules, [Tally(name or "t", 0, items, (Mark(f"mark {name}", 3),)) for name in names])
    given_ = {"a b", "1e5", "none", "not", "?x"}
    run = CompiledProgram(program).run(given_)
    found = loaded(program, tmp_path).run(PlainTerms().assertion(name) for name in given_)
    assert {fact for fact in found if fact.startswith(("(fact-", "(total "))} == expected(program, run.facts, run.totals)


def test_a_hostile_pack_stays_text(tmp_path: Path) -> None:
    """Titles that try to end a comment or a text are still comments and texts, and the program loads."""
    pack = load_pack(hostile(tmp_path))
    breaking = 'x") (defrule hacked => (exit)) ; "\n(exit)\r\\'
    pack = msgspec.structs.replace(pack, about=msgspec.structs.replace(pack.about, title=breaking, disclaimer=breaking))
    program = ClipsEngine(pack_to_clips(pack), tmp_path)
    program.run([])
    assert "hacked" not in [rule.name for rule in program.environment.rules()]
    assert breaking.split("\n", maxsplit=1)[0] in program.report()


def test_equal_packs_give_equal_bytes(pack: Pack) -> None:
    """The order of the files does not matter, and nothing else gets in."""
    turned = msgspec.structs.replace(pack, rules=pack.rules[::-1])
    assert pack_to_clips(turned) == pack_to_clips(pack)


def test_the_parts_of_the_writing() -> None:
    """Symbols are kept apart, texts and comments stay on their lines."""
    assert symbol("pain_site") == "pain_site"
    assert len({symbol(name) for name in ("a b", "a%20%b", "a_b", "%61", "a")}) == 5
    assert quoted('say "yes"\n\\') == '"say \\"yes\\" \\\\"'
    assert all(line.startswith("; ") for line in comment("two\nlines " * 30))


def test_contradictory_runners_come_out_the_same(engine: Engine, shipped: ClipsEngine) -> None:
    """Nothing calm is said of them there either."""
    terms = PackTerms(engine.pack)
    for intake in contradictory_intakes(engine.pack, 25, seed=11):
        assessment = engine.assess(intake)
        found = shipped.run(answers_to_clips(intake, engine.pack))
        assert_same_facts(found, assessment, terms)
        assert f"(level (is {assessment.level})" in "".join(sorted(found))
