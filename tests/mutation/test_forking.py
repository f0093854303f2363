"""Mutants are tried in the functions of a module that is imported, in methods as in others, and not where that would not do."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from mutation.forking import Lines, fitting, forked, telling
from mutation.kept import Kept
from mutation.mutant import ROOT, Mutant
from mutation.targets import TARGETS

from hipexpert.knowledge.packs import ladder

MODULES = sorted({module for target in TARGETS.values() for module in target.modules})


@pytest.mark.parametrize("module", MODULES)
def test_each_function_of_what_is_mutated_can_be_given_other_code(module: str) -> None:
    """Methods and what a decorator wraps too. A process that imports a mutant anew takes a hundred times as long."""
    found = fitting(module, compile(telling(module), str(ROOT / module), "exec", dont_inherit=True))
    assert found is not None
    functions = [each for each in ast.walk(ast.parse((ROOT / module).read_text("utf-8"))) if isinstance(each, ast.FunctionDef)]
    within = {inner.name for each in functions for inner in ast.walk(each) if isinstance(inner, ast.FunctionDef) and inner is not each}
    assert {each.name for each in functions} - within <= {function.__name__ for function, _ in found}


@pytest.mark.parametrize(
    ("module", "line", "becomes"),
    [
        ("knowledge/packs/ladder.py", '("self_care", "routine")  # what', '("routine",)  # what'),
        ("engine/tables.py", "@dataclass(frozen=True)", "@dataclass(frozen=False)"),
        ("engine/counting.py", '__slots__ = ("_held", ', '__slots__ = ("more", "_held", '),
    ],
)
def test_what_was_made_when_a_module_was_imported_takes_an_import(module: str, line: str, becomes: str) -> None:
    """A value, a decorated class, the body of a class: giving functions other code changes none of them."""
    source = (ROOT / module).read_text("utf-8")
    assert line in source
    assert not fitting(module, compile(source.replace(line, becomes, 1), str(ROOT / module), "exec", dont_inherit=True))


def test_what_was_noticed_is_not_run_again_after_a_stop_and_what_was_not_is(tmp_path: Path) -> None:
    """A test may have come since that notices it; of a module that changed nothing is known."""
    noticed, unnoticed = (Mutant("engine/closure.py", 1, "a", each, each) for each in "bc")
    before = Kept(tmp_path / "state")
    before.keep(noticed, noticed=True)
    before.keep(unnoticed, noticed=False)
    after = Kept(tmp_path / "state")
    assert after.noticed(noticed)
    assert not after.noticed(unnoticed)
    assert not after.noticed(replace(noticed, source="b, and more"))


def test_which_tests_reach_a_statement_is_told_by_the_line_in_which_it_begins() -> None:
    """So only the tests run that could notice a change of it. In a process of its own, as the functions stay changed."""
    module = "knowledge/packs/ladder.py"
    lines = (ROOT / module).read_text("utf-8").split("\n")
    place = next(number for number, line in enumerate(lines, start=1) if "return LEVELS.index" in line)

    def reaching() -> int:
        reached = Lines([module])
        with reached.of("one"):
            ladder.caution("soon")
        with reached.of("another"):
            ladder.rank("soon")
        return int(reached.reached[module, place] != {"another"})

    assert not forked(reaching, seconds=60)
