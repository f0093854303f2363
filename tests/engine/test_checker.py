"""The independent checker finds every forged step."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies import given_facts, programs, programs_with_facts

from hipexpert.engine import (
    Application,
    CompiledProgram,
    Derivation,
    Item,
    Mark,
    Outlook,
    Program,
    ProgramRule,
    Status,
    Tally,
    all_of,
    follows_in_order,
    is_grounded,
    is_minimal,
    is_true,
    unverified_firings,
    unverified_steps,
    what_could_follow,
    what_follows,
)
from hipexpert.engine.oracle import meaning


class Forged(Derivation):
    """A derivation with one application put in the place of another."""

    def __init__(self, derivation: Derivation, old: Application, new: Application) -> None:
        super().__init__(derivation.run)
        self.__dict__["applications"] = tuple(new if each == old else each for each in derivation.applications)


@pytest.mark.hazard("the-program-or-pack-is-broken")
@settings(max_examples=examples(300), deadline=None)
@given(programs_with_facts(), st.data())
def test_a_step_that_does_not_follow_is_found(case: tuple[Program, frozenset[str]], data: st.DataObject) -> None:
    """An application without its premises, or by a rule that says something else, does not verify."""
    program, given_ = case
    derivation = Derivation(CompiledProgram(program).run(given_))
    steps = derivation.applications
    assume(steps)
    step = data.draw(st.sampled_from(steps))
    forgeries = [step._replace(premises=()), step._replace(source="no-such-rule"), step._replace(conclusions=("no-such-fact",))]
    assert all(unverified_steps(Forged(derivation, step, forgery)) for forgery in forgeries)


@pytest.mark.hazard("ranking-taken-for-a-probability")
def test_a_total_that_leaves_out_evidence_against_is_found() -> None:
    """A weighing that hides an opposing item reaches a mark it should not."""
    items = (Item("for", 5), Item("against", -3))
    program = Program(["for", "against"], [], [Tally("t", 0, items, (Mark("m", 1),))])
    derivation = Derivation(CompiledProgram(program).run(["for", "against"]))
    (step,) = derivation.applications
    assert (step.total, step.premises) == (2, ("against", "for"))
    assert unverified_steps(Forged(derivation, step, step._replace(premises=("for",), total=5)))


@pytest.mark.hazard("ranking-taken-for-a-probability")
@pytest.mark.parametrize(
    ("source", "forged"),
    [
        ("t", {"total": 1}),  # lower than it comes to
        ("r", {"source": "unled", "conclusions": ("n",), "total": 5}),  # a weighing for which nothing leads
        ("t", {"premises": ("other",)}),  # what weighs as much, and does not count
    ],
)
def test_a_weighing_that_is_not_as_it_says_is_found(source: str, forged: dict[str, object]) -> None:
    """Also where it would come to its mark."""
    tallies = [
        Tally("t", 0, (Item("for", 5, "one"), Item("other", 4, "one")), (Mark("m", 1),)),
        Tally("unled", 0, (Item("for", 5, leading=False),), (Mark("n", 1),)),
    ]
    program = Program(["for", "other"], [ProgramRule("r", "for", ("x",))], tallies)
    derivation = Derivation(CompiledProgram(program).run(["for", "other"]))
    assert unverified_steps(derivation) == ()
    step = next(each for each in derivation.applications if each.source == source)
    wrong = step._replace(**forged)
    said = f"`{wrong.source}` does not conclude `{wrong.conclusions[0]}` from what is stated"
    assert said in unverified_steps(Forged(derivation, step, wrong))


@settings(max_examples=examples(300), deadline=None)
@given(programs_with_facts(), st.data())
def test_a_fact_alone_is_grounded_exactly_when_it_follows(case: tuple[Program, frozenset[str]], data: st.DataObject) -> None:
    """What holds is grounded; what does not is not, also when a firing is forged that would conclude it."""
    program, given_ = case
    compiled = CompiledProgram(program)
    run = compiled.run(given_)
    assert all(is_grounded(run, fact) for fact in run.facts)
    rules = [number for number, rule in enumerate(program.rules) if not is_true(rule.premise, run.facts)]
    assume(rules)
    rule = data.draw(st.sampled_from(rules))
    concluded = compiled.tables.concludes[rule]
    numbers = run.numbers | frozenset(concluded)
    place = data.draw(st.integers(0, len(run.log)))
    log = (*run.log[:place], (rule, [each for each in concluded if each not in run.numbers], []), *run.log[place:])
    forged = replace(run, log=log, numbers=numbers)
    assert not any(is_grounded(forged, compiled.tables.facts[each]) for each in concluded if each not in run.numbers)


PLAIN = [f"in{number}" for number in range(20)]


@pytest.mark.hazard("the-program-or-pack-is-broken")
def test_an_order_is_believed_only_as_far_as_each_fact_follows_from_those_before() -> None:
    """What stands too late, supports only itself, has no ground or comes to another total is refused, wherever it lies behind the fact."""
    rules = [
        ProgramRule("first", "in0", ("p",)),
        ProgramRule("second", all_of(*PLAIN, "p"), ("t",)),
        ProgramRule("groundless", "missing", ("q",)),
        ProgramRule("on-the-groundless", all_of(*PLAIN, "q"), ("u",)),
        ProgramRule("on-it-again", all_of("q", *reversed(PLAIN)), ("v",)),
        ProgramRule("there", "y", ("x",)),
        ProgramRule("back", "x", ("y",)),
    ]
    items = (Item("p", 5), Item("in1", -3))
    tallies = [Tally("w", 0, items, (Mark("m", 2),)), Tally("z", 0, items, (Mark("n", 3),))]
    program = Program([*PLAIN, "missing"], rules, tallies)

    def follows(fact: str, *order: str) -> bool:
        return follows_in_order(program, PLAIN, [program.number[each] for each in (*PLAIN, *order)], fact)

    assert follows("in0")
    assert follows("t", "p", "t")
    assert follows("m", "p", "m")
    assert not follows("missing", "missing")
    assert not follows("t", "t", "p")
    assert not follows("t", "p")  # nobody said that it follows
    assert not follows("m", "m", "p")  # what weighs for it stands after it
    assert not follows("n", "p", "n")
    assert not follows("q", "q")
    assert not any(follows(fact, "q", "u", "v") for fact in "uv")
    assert not any(follows(fact, "x", "y", "x") for fact in "xy")


@settings(max_examples=examples(200), deadline=None)
@given(programs_with_facts(), st.data())
def test_no_order_makes_a_fact_follow_that_does_not(case: tuple[Program, frozenset[str]], data: st.DataObject) -> None:
    """Of facts that no weighing leads to, whatever order they are said to follow in."""
    program, given_ = case
    early = Program(program.inputs | {mark.fact for tally in program.tallies for mark in tally.marks}, program.rules, ())
    order = data.draw(st.permutations(sorted(early.facts)))
    follow, numbers = meaning(early, given_).facts, [early.number[each] for each in order]
    assert not [fact for fact in sorted(set(early.facts) - follow) if follows_in_order(early, given_, numbers, fact)]


def test_a_total_that_is_shown_must_add_up() -> None:
    """A total is told of every condition that was weighed, also where it comes to no mark."""
    program = Program(["for"], [], [Tally("t", 0, (Item("for", 5),), (Mark("m", 9),))])
    run = CompiledProgram(program).run(["for"])
    assert unverified_steps(Derivation(run)) == ()
    assert unverified_steps(Derivation(replace(run, totals_by_number={0: 8}))) == ("`t` does not add up to 8",)


def test_a_fact_without_ground_is_found() -> None:
    """Facts that support only one another are not grounded in what was given, nor one that no firing concluded."""
    program = Program(["a"], [ProgramRule("there", "b", ("c",)), ProgramRule("back", "c", ("b",)), ProgramRule("start", "a", ("b",))])
    run = CompiledProgram(program).run(["a"])
    number = {rule.id: place for place, rule in enumerate(program.rules)}
    swapped = {number["start"]: number["back"]}
    without_start = tuple((swapped.get(source, source), *concluded) for source, *concluded in run.log)
    assert unverified_firings(run) == ()
    for log in (without_start, without_start[::-1], ()):
        assert any("not grounded" in fault for fault in unverified_firings(replace(run, log=log)))


@settings(max_examples=examples(300), deadline=None)
@given(programs_with_facts(), st.data())
def test_a_firing_that_does_not_follow_is_found(case: tuple[Program, frozenset[str]], data: st.DataObject) -> None:
    """One before what it rests on, one of a rule whose premise does not hold, and one that concludes what its rule does not say."""
    program, given_ = case
    compiled = CompiledProgram(program)
    run, names = compiled.run(given_), compiled.tables.facts
    assert unverified_firings(run) == ()
    resting = [number for number, rule in enumerate(program.rules) if not is_true(rule.premise, frozenset(given_))]
    assume(resting)
    rule = data.draw(st.sampled_from(resting))
    concluded = [fact for fact in compiled.tables.concludes[rule] if names[fact] not in given_]
    assume(concluded)
    first = replace(run, log=((rule, concluded, []), *run.log), numbers=run.numbers.union(concluded))
    assert any(f"`{program.rules[rule].id}` does not conclude" in fault for fault in unverified_firings(first))
    other = data.draw(st.sampled_from(range(len(names))))
    assume(run.log and other not in compiled.tables.concludes[rule])
    said = replace(run, log=(*run.log, (rule, [other], [])), numbers=run.numbers | {other})
    assert any(f"does not conclude `{names[other]}`" in fault for fault in unverified_firings(said))


@settings(max_examples=examples(300), deadline=None)
@given(programs_with_facts())
def test_what_follows_is_what_the_oracle_says(case: tuple[Program, frozenset[str]]) -> None:
    """The checker's own closure, which shares no code with any other, gives the same facts and totals."""
    program, facts = case
    expected = meaning(program, facts)
    assert what_follows(program, facts) == (expected.facts, expected.totals)


@settings(max_examples=examples(300), deadline=None)
@given(st.data())
def test_what_could_not_follow_is_what_the_outlook_calls_contradicted(data: st.DataObject) -> None:
    """Two independent ways to say that a rule cannot fire any more agree on random programs."""
    program = data.draw(programs())
    facts = data.draw(given_facts(program))
    denied = data.draw(given_facts(program)) - facts
    outlook = Outlook(CompiledProgram(program).run(facts), denied)
    could = what_could_follow(program, facts, denied)
    assert could == outlook.possible
    for rule in program.rules:
        assert is_true(rule.premise, could) == (outlook.rule(rule.id) is not Status.CONTRADICTED)


def test_a_set_of_answers_that_is_too_large_or_too_small_is_not_minimal() -> None:
    """Each answer of a minimal set is needed, and together they are enough."""
    program = Program(["a", "b", "c"], [ProgramRule("both", all_of("a", "b"), ("goal",))])
    sets = [[["a"], ["b"]], [["a"], ["b"], ["c"]], [["a"]], [["a", "b"]], []]
    assert [is_minimal(program, "goal", each) for each in sets] == [True, False, False, True, False]
