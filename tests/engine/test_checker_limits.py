"""The checker at its limits: marks just reached and just missed, each thing that a forged weighing can leave out or add, circles."""

from dataclasses import replace

import pytest

from hipexpert.engine import (
    Application,
    CompiledProgram,
    Derivation,
    Item,
    Mark,
    Program,
    ProgramRule,
    Tally,
    all_of,
    is_grounded,
    is_true,
    unverified_steps,
    what_could_follow,
    what_follows,
)

ITEMS = (Item("lead", 5, leading=True), Item("strong", 4, group="g"), Item("weak", 3, group="g"), Item("against", -2))
GIVEN = ("lead", "strong", "weak", "against")
TALLY = Tally(
    "t", 0, tuple(replace(each, leading=each.fact == "lead") for each in ITEMS), (Mark("reached", 7), Mark("missed", 8)), "blocked"
)
PROGRAM = Program([*GIVEN, "blocked", "open"], [], [TALLY])


class Forged(Derivation):
    """A derivation that consists of forged steps."""

    def __init__(self, derivation: Derivation, *steps: Application) -> None:
        super().__init__(derivation.run)
        self.__dict__["applications"] = steps


def test_a_mark_is_reached_at_its_total_and_not_below() -> None:
    """By the session, by what follows and by the grounds of the one fact."""
    run = CompiledProgram(PROGRAM).run(GIVEN)
    assert (run.totals, "reached" in run.facts, "missed" in run.facts) == ({"t": 7}, True, False)
    assert unverified_steps(Derivation(run)) == ()
    assert what_follows(PROGRAM, GIVEN) == (run.facts, {"t": 7})
    assert what_follows(PROGRAM, ("lead", "strong", "weak"))[0] >= {"reached", "missed"}  # 9, above both
    assert is_grounded(run, "reached")
    number = run.compiled.tables.index["missed"]
    (weighing,) = [each for each in run.log if each[0] < 0]
    log = tuple(
        (source, [*derived, number], rest) if (source, derived, rest) == weighing else (source, derived, rest)
        for source, derived, rest in run.log
    )
    assert not is_grounded(replace(run, log=log, numbers=run.numbers | {number}), "missed")


@pytest.mark.parametrize(
    "forgery",
    [
        {"premises": ("lead", "strong")},
        {"premises": ("against", "strong")},
        {"premises": ("against", "lead", "weak")},
        {"premises": ("against", "lead", "strong", "open")},
        {"total": 8},
        {"conclusions": ("missed",)},
        {"conclusions": ("lead",)},
    ],
    ids=["without what is against", "without what leads", "the weaker of a group", "a fact that does not hold", "total", "mark", "no mark"],
)
def test_each_thing_wrong_with_a_weighing_is_found(forgery: dict[str, object]) -> None:
    """All else is as it was."""
    derivation = Derivation(CompiledProgram(PROGRAM).run(GIVEN))
    (step,) = derivation.applications
    assert unverified_steps(Forged(derivation, step._replace(premises=("against", "lead", "strong")))) == ()
    faults = unverified_steps(Forged(derivation, step._replace(premises=("against", "lead", "strong")), step._replace(**forgery)))  # type: ignore[arg-type]
    assert any("does not conclude" in each for each in faults)


def test_a_weighing_that_something_ends_is_found() -> None:
    """The step is right but for the fact that blocks the tally."""
    honest = Derivation(CompiledProgram(PROGRAM).run(GIVEN))
    (step,) = honest.applications
    blocked = CompiledProgram(PROGRAM).run([*GIVEN, "blocked"])
    assert blocked.totals == {}
    assert any("does not conclude" in each for each in unverified_steps(Forged(Derivation(blocked), step)))


def test_facts_that_only_later_firings_make_are_no_ground() -> None:
    """Two rules in a circle, of which the first fired on what the second made."""
    program = Program(["a"], [ProgramRule("there", "b", ("c",)), ProgramRule("back", "c", ("b",))])
    compiled = CompiledProgram(program)
    run = compiled.run(["a"])
    index = compiled.tables.index
    number = {rule.id: place for place, rule in enumerate(program.rules)}
    log = ((number["there"], [index["c"]], []), (number["back"], [index["b"]], []))
    forged = replace(run, log=log, numbers=run.numbers | {index["b"], index["c"]})
    assert not is_grounded(forged, "c")
    assert not is_grounded(forged, "b")


def test_the_highest_total_keeps_to_what_is_certain() -> None:
    """A strong item against that holds already is not outweighed in its group by a weaker one that is open."""
    items = (Item("lead", 5), Item("against", -8, group="g", leading=False), Item("weaker", 3, group="g", leading=False))
    tally = Tally("t", 0, items, (Mark("never", -2), Mark("now", -3)))
    program = Program(["lead", "against", "weaker"], [], [tally])
    could = what_could_follow(program, ["against"], [])
    assert ("now" in could, "never" in could) == (True, False)
    assert "never" in what_could_follow(program, [], [])


def test_what_asks_for_nothing_holds() -> None:
    """A gate over no parts is true of nobody's answers too, and one over some needs each of them."""
    assert is_true(all_of(), set())
    assert not is_true(all_of("a"), set())
    assert is_true(all_of("a", all_of("b")), {"a", "b"})
    assert not is_true(all_of("a", all_of("b")), {"a"})


@pytest.mark.parametrize("total", [6, 8])
def test_a_total_too_low_is_found_as_one_too_high(total: int) -> None:
    """It is told of a condition, with or without a mark."""
    run = CompiledProgram(PROGRAM).run(GIVEN)
    assert f"`t` does not add up to {total}" in unverified_steps(Derivation(replace(run, totals_by_number={0: total})))
