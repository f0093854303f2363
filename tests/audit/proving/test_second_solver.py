"""The second solver reads what z3 was asked, and comes to the same."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner
from running import CHECKOUT, run
from tiny import TINY

from hipexpert import Pack, load_pack
from hipexpert.audit.proving import Prover, prove_theorems, searching, second_solver
from hipexpert.audit.proving.second_solver import common_smt, satisfiable
from hipexpert.cli.main import main

LONGEST_END = 20  # seconds
SUM = "(declare-fun a () Bool)\n(declare-fun |b c| () Bool)\n(assert ((_ {bound}) a (not |b c|)))\n(assert {more})\n(check-sat)\n"


@pytest.mark.parametrize(
    ("bound", "more", "found"),
    [
        ("at-most 1", "(and a (not |b c|))", False),
        ("at-most 1", "(or a (not |b c|))", True),
        ("at-least 1", "(and (not a) |b c|)", False),
        ("pbge 3 2 1", "(not a)", False),
        ("pbge 3 2 1", "(and a (not |b c|))", True),
        ("pble 2 2 1", "(and a (not |b c|))", False),
        ("pbeq 2 2 1", "(and a (not |b c|))", False),
    ],
)
def test_bounds_on_sums_mean_the_same_to_it(bound: str, more: str, found: bool) -> None:
    """What only z3 reads is written out, each part with its own weight."""
    assert satisfiable(SUM.format(bound=bound, more=more)) is found


def test_nothing_else_changes() -> None:
    """Names in bars, nested formulas and empty lists stay as they are."""
    asked = "(declare-fun |a ( b| () Bool) (assert (let ((c (not |a ( b|))) (and c c)))"
    assert common_smt(asked).split() == [
        "(set-logic",
        "QF_LIA)",
        *asked.replace("(", " ( ").replace(")", " ) ").replace(" (  b|", " ( b|").split(),
    ]


def pigeons(holes: int) -> str:
    """One pigeon more than there are holes, each in one, and no two in the same: nobody can, and it takes long to find out."""
    birds = range(holes + 1)
    names = [f"(declare-fun p{bird}_{hole} () Bool)" for bird in birds for hole in range(holes)]
    somewhere = [f"(assert (or {' '.join(f'p{bird}_{hole}' for hole in range(holes))}))" for bird in birds]
    alone = [f"(assert ((_ at-most 1) {' '.join(f'p{bird}_{hole}' for bird in birds)}))" for hole in range(holes)]
    return "\n".join([*names, *somewhere, *alone, "(check-sat)"])


def test_what_takes_many_turns_is_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was learned in one turn is there in the next; where all of them are used up nothing is said."""
    monkeypatch.setattr(second_solver, "AT_ONCE", 2_000)
    monkeypatch.setattr(second_solver, "STEPS", 400_000)
    assert satisfiable(pigeons(6)) is False
    monkeypatch.setattr(second_solver, "STEPS", 4_000)
    assert satisfiable(pigeons(6)) is None


def test_ctrl_c_ends_a_long_question() -> None:
    """cvc5 holds the only thread: without a pause it would hear of it when it has decided, in minutes."""
    # A library that is being imported may lose Ctrl-C: it is pressed once cvc5 is at work.
    begun = "import cvc5\nfrom hipexpert.audit.proving.second_solver import satisfiable\nprint(flush=True)"
    asked = f"{begun}\nsatisfiable({pigeons(12)!r})"
    with subprocess.Popen(
        [sys.executable, "-c", asked], env={**os.environ, "PYTHONPATH": CHECKOUT}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(1)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        try:
            told = process.communicate(timeout=LONGEST_END)[1].decode()
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert told.rstrip().endswith("KeyboardInterrupt")


def test_both_prove_the_theorems_of_a_small_pack() -> None:
    """Whatever one proves, the other proves: what is not so for somebody stays refuted."""
    pack = load_pack(TINY)
    outcomes = [[(each.name, each.outcome) for each in prove_theorems(Prover(pack, second=second))] for second in (False, True)]
    assert outcomes[0] == outcomes[1]
    assert "proved" in dict(outcomes[1]).values()


def test_a_certificate_names_both() -> None:
    """Which solvers stand behind the word, as text and for a program."""
    words = ["prove", "never: {all: [{swollen: true}, {swollen: absent}]}", "--second-solver", "--knowledge", str(TINY)]
    told = json.loads(CliRunner().invoke(main, [*words, "--format", "json"]).stdout)
    assert told["verdict"] == "proved"
    assert told["second_solver"].startswith("cvc5 ")
    assert told["second_solver"] in " ".join(CliRunner().invoke(main, words).stdout.split())


def test_a_disagreement_is_never_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two solvers that differ neither is believed, and what the second does not decide is not decided."""
    prover = Prover(load_pack(TINY), second=True)
    monkeypatch.setattr(searching, "satisfiable", lambda _: None)
    assert prover.can_hold("urgency:soon", without=["urgency:soon"]).answer is None
    monkeypatch.setattr(searching, "satisfiable", lambda _: True)
    with pytest.raises(searching.DisagreementError, match="second"):
        prover.can_hold("urgency:soon", without=["urgency:soon"])


def test_an_audit_names_both() -> None:
    """Of an audit, too, each theorem is decided by both, and the report says by which."""
    told = json.loads(run("audit", str(TINY), "--check", "red-flag-that-lowers-urgency", "--second-solver", "--format", "json").stdout)
    assert told["second_solver"].startswith("cvc5 ")
    assert told["theorems"]
    assert {each["verdict"] for each in told["theorems"]} == {"proved"}


@pytest.mark.deep
def test_both_prove_the_theorems_and_claims_of_the_pack_that_ships(pack: Pack) -> None:
    """All of them."""
    assert {each.outcome for each in prove_theorems(Prover(pack, second=True))} == {"proved"}
