"""A program without a pack explains itself, and a pack is explained by the same with its own names."""

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies import given_facts, programs
from tiny import HOSTILE, TINY

from hipexpert import Engine, UnverifiedError
from hipexpert.engine import Program, ProgramError, ProgramRule, all_of, what_follows
from hipexpert.graphs.explanations.tree import derivation_trees
from hipexpert.graphs.programs import explained as module
from hipexpert.graphs.programs.explained import ExplainedProgram, FactError
from hipexpert.graphs.programs.naming import PlainNames
from hipexpert.graphs.programs.telling import HowStep
from hipexpert.knowledge import program_of
from hipexpert.rendering.programs import to_html, to_svg
from hipexpert.rendering.reports.program import program_report
from hipexpert.rendering.text import plain_text

LIGHTS = Program(
    ["red", "amber", "green", "crossing"],
    [
        ProgramRule("red-means-stop", "red", ("stop",)),
        ProgramRule("people-come-first", all_of("green", "crossing"), ("stop",)),
        ProgramRule("green-means-go", all_of("green", "amber"), ("go",)),
    ],
)


@settings(max_examples=examples(60))
@given(st.data())
def test_what_a_program_says_of_itself_is_so(data: st.DataObject) -> None:
    """By the independent checker: trees end in what was given, each set that suffices does, without a necessary fact nothing follows,
    and a smallest change leads where it says, in every program.
    """
    program = data.draw(programs())
    facts, denied = data.draw(given_facts(program)), data.draw(given_facts(program))
    run = ExplainedProgram(program).run(facts, denied - facts)
    assert run.facts == what_follows(program, facts)[0]
    assert set(run.graph) >= run.facts
    for fact in sorted(run.facts - facts):
        how = run.how(fact)
        assert {each.fact for each in leaves(how.tree) if not each.repeated} <= facts
        assert all(fact in what_follows(program, each)[0] for each in how.sufficient)
        assert all(fact not in what_follows(program, facts - {each})[0] for each in how.necessary)
    for fact in sorted(set(program.facts) - run.facts):
        why_not = run.why_not(fact)
        if why_not.change is not None:
            changed = facts.union(each.fact for each in why_not.change if each.given)
            changed -= {each.fact for each in why_not.change if not each.given}
            assert fact in what_follows(program, changed)[0]


def leaves(step: HowStep) -> list[HowStep]:
    """The steps of a tree that rest on nothing."""
    return [each for reason in step.reasons for premise in reason.premises for each in leaves(premise)] if step.reasons else [step]


def test_a_pack_is_explained_by_its_program() -> None:
    """What the pack's tree of a conclusion says is what its bare program says, rule by rule, once it has the names of the pack."""
    engine = Engine(TINY)
    result = engine.assess({"swollen": True, "side": "left", "age": 10})
    names = PlainNames({fact: result.wording.label(fact) for fact in result.run.facts})
    bare = ExplainedProgram(program_of(engine.pack), names).run(result.run.given)
    for fact in ("pattern:irritated_joint", f"urgency:{result.level}"):
        assert outline(derivation_trees(result, fact)[0]) == outline(bare.how(fact).tree)


def outline(step: HowStep) -> object:
    """The facts of a tree with their names, and the rules."""
    return step.fact, step.label, step.given, [(each.rule, [outline(premise) for premise in each.premises]) for each in step.reasons]


def test_why_not_tells_open_from_blocked() -> None:
    """What may still come is open; where a denied fact is needed it is blocked, and the change says which."""
    lights = ExplainedProgram(LIGHTS)
    found = lights.run(["amber"]).why_not("go")
    assert (found.verdict, [(each.fact, each.given) for each in found.change or ()]) == ("open", [("green", True)])
    found = lights.run(["amber"], denied=["green"]).why_not("go")
    assert (found.verdict, found.rules[0].contradicted) == ("blocked", ("green",))
    assert found.rules[0].premise.written == "all of (green; amber)"


def test_a_question_that_cannot_be_asked_is_one_message() -> None:
    """A fact that is unknown, that holds or that does not: each says what to do instead."""
    run = ExplainedProgram(LIGHTS).run(["red"])
    with pytest.raises(FactError, match="did you mean `green`"):
        run.how("gren")
    with pytest.raises(FactError, match="ask `why_not`"):
        run.how("go")
    with pytest.raises(FactError, match="ask `how`"):
        run.why_not("stop")


def test_what_does_not_verify_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that the checker refuses gives nothing to look at."""

    def refuse(_derivation: object) -> None:
        raise UnverifiedError(["no"])

    monkeypatch.setattr(module, "verified", refuse)
    with pytest.raises(UnverifiedError):
        ExplainedProgram(LIGHTS).run(["red"])


def test_report_picture_and_page_hold_everything_that_follows_by_its_name() -> None:
    """In three forms, with names that try to break out of them."""
    names = PlainNames({"stop": HOSTILE, "red": "the red light"}, {"red-means-stop": "Nobody drives at red"})
    run = ExplainedProgram(LIGHTS, names).run(["red", "green"], denied=["amber"])
    report = plain_text(program_report(run, "Traffic lights"))
    assert "red-means-stop" in report
    assert "the red light" in report
    page = to_html(run, "Traffic lights")
    for form in (page, to_svg(run, "Traffic lights")):
        assert "the red light" in form
        assert "<script>alert" not in form
    assert "Nothing follows." in plain_text(program_report(ExplainedProgram(LIGHTS).run([]), "Dark"))


def test_a_program_and_its_session_travel_to_another_process() -> None:
    """They say there what they say here; names go along."""
    run = ExplainedProgram(LIGHTS, PlainNames({"stop": "Stop at the line"})).run(["red"], denied=["green"])
    arrived = pickle.loads(pickle.dumps(run))  # noqa: S301  # our own bytes
    assert arrived.facts == run.facts
    assert [arrived.how("stop"), arrived.why_not("go")] == [run.how("stop"), run.why_not("go")]
    assert repr(arrived) == "<ExplainedRun 2 facts of 1 given>"


def test_conclusions_that_are_one_text_are_refused() -> None:
    """Its letters would be facts."""
    with pytest.raises(ProgramError, match=r"the conclusions are one text, `go`.*write \('go',\)"):
        Program(["red"], [ProgramRule("r", "red", "go")])  # type: ignore[arg-type]
