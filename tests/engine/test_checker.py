"""The independent checker finds every forged step."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import programs_with_facts

from hipexpert.engine import CompiledProgram, Derivation, Item, Justification, Mark, Program, Rule, Tally, unverified_steps


class Forged(Derivation):
    """A derivation with one justification put in the place of another."""

    def __init__(self, derivation: Derivation, old: Justification, new: Justification) -> None:
        super().__init__(derivation.run)
        object.__setattr__(self, "forged", [new if each == old else each for each in derivation])

    def __iter__(self):  # type: ignore[no-untyped-def]
        """All justifications, the forged one among them."""
        return iter(self.__dict__["forged"])


@settings(max_examples=300, deadline=None)
@given(programs_with_facts(), st.data())
def test_a_step_that_does_not_follow_is_found(case: tuple[Program, frozenset[str]], data: st.DataObject) -> None:
    """A justification without its premises, or by a rule that says something else, does not verify."""
    program, given_ = case
    derivation = Derivation(CompiledProgram(program).run(given_))
    steps = list(derivation)
    assume(steps)
    step = data.draw(st.sampled_from(steps))
    forgeries = [replace(step, premises=()), replace(step, source="no-such-rule"), replace(step, conclusion="no-such-fact")]
    assert all(unverified_steps(Forged(derivation, step, forgery)) for forgery in forgeries)


def test_a_total_that_leaves_out_evidence_against_is_found() -> None:
    """A weighing that hides an opposing item reaches a mark it should not."""
    items = (Item("for", 5), Item("against", -3))
    program = Program(["for", "against"], [], [Tally("t", 0, items, (Mark("m", 1),))])
    derivation = Derivation(CompiledProgram(program).run(["for", "against"]))
    (step,) = derivation
    assert (step.total, step.premises) == (2, ("against", "for"))
    assert unverified_steps(Forged(derivation, step, replace(step, premises=("for",), total=5)))


def test_a_fact_without_ground_is_found() -> None:
    """Facts that support only one another are not grounded in what was given."""
    program = Program(["a"], [Rule("there", "b", ("c",)), Rule("back", "c", ("b",)), Rule("start", "a", ("b",))])
    derivation = Derivation(CompiledProgram(program).run(["a"]))
    start = next(each for each in derivation if each.source == "start")
    forged = Forged(derivation, start, replace(start, source="back", premises=("c",)))
    assert any("not grounded" in fault for fault in unverified_steps(forged))
