"""What is mutated: the code on which safety rests, in parts, and the tests that have to notice what is changed in each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """Modules, and the tests that have to notice what is changed in them."""

    modules: tuple[str, ...]
    tests: str


def _of(folder: str, names: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}.py" for name in names.split())


INTAKE = "tests/knowledge/runner/test_intake.py tests/knowledge/runner/test_words.py tests/knowledge/runner/test_answers.py"
TARGETS = {
    "checker": Target(
        _of("engine", "checker"),
        "tests/engine/test_checker_limits.py tests/engine/test_checker.py tests/engine/test_lookahead.py tests/test_unverified.py",
    ),
    "engine": Target(
        _of(
            "engine",
            "bit_sets ceilings circuit closure counting derivation lanes lookahead matcher premises program rules ruling_out session "
            "status tables tallying trace validation",
        ),
        "tests/engine --deselect=tests/engine/test_experta_facts.py::test_no_answer_reaches_the_log_of_an_application",
    ),
    "levels": Target(
        (*_of("knowledge/packs", "ladder screen"), *_of("knowledge/runner", "asking_first levels safety screening unknowns")),
        "tests/knowledge/packs/test_screen.py tests/knowledge/runner/test_screening.py tests/knowledge/runner/test_contradictions.py "
        "tests/knowledge/runner/test_unknowns.py tests/knowledge/runner/test_asking_first.py tests/knowledge/runner/test_safety.py "
        "tests/graphs/explanations/test_why.py "
        "--deselect=tests/knowledge/runner/test_contradictions.py::test_a_contradiction_takes_a_calm_word_back",
    ),
    "packs": Target(
        _of("knowledge/packs", "by_hand checked limits witness"),
        "tests/knowledge/packs/test_by_hand.py tests/knowledge/packs/test_limits.py",
    ),
    "reader": Target(
        _of("knowledge/runner", "reading_intake reading_values answers"),
        f"{INTAKE} tests/knowledge/runner/test_intake_errors.py tests/knowledge/runner/test_taking_back.py "
        "tests/knowledge/runner/test_screening.py",
    ),
    "searching": Target(
        _of("engine/searching", "greedy_way routes smallest_changes"),
        "tests/engine/searching tests/graphs/explanations/test_deep_trees.py tests/graphs/explanations/test_counterfactual.py",
    ),
}
