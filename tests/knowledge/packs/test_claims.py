"""Reading claims.yaml: what is wrong with a claim is said with its line."""

from pathlib import Path

import pytest
from proving_packs import STRETCH, folder_with
from tiny import TINY, pack_problems

from hipexpert import load_pack
from hipexpert.knowledge.packs.premises import Is

WRONG = [
    ("{when: {swollen: true}}", "bad-claim", "the claim `a-claim` claims nothing"),
    ("{never: {swollen: true}, at_least: soon}", "bad-claim", "`never` and `at_least` do not go together"),
    ("{never: {swollen: true}, when: {side: left}}", "bad-claim", "`never` and `when` do not go together"),
    ("{at_least: urgent, at_most: soon}", "bad-claim", "no level is at least `urgent` and at most `soon`"),
    ("{when: {swolen: true}, at_least: soon}", "unknown-finding", "unknown finding `swolen`"),
    ("{when: {swollen: true}, concluded: {pattern: irritated}}", "unknown-conclusion", "unknown pattern `irritated`"),
    ("{never_given: [strech]}", "unknown-conclusion", "unknown advice `strech`"),
    ("{at_least: soonish}", "bad-word", "`at_least`: unknown word `soonish`"),
    ("{at_least: soon, sources: [{ref: bok}]}", "unknown-source", "unknown source `bok`"),
    ("{at_least: soon, sources: [{ref: book, stance: refute}]}", "unsupported", "no source supports `a-claim`"),
    ("{at_least: soon, atmost: urgent}", "unknown-key", "unknown key `atmost`"),
]
ADVISED = "- {id: a-left-knee-is-stretched, when: {side: left}, then: [{advise: stretch}]}"


@pytest.mark.parametrize(("claim", "code", "message"), WRONG)
def test_a_wrong_claim_is_reported_with_its_place(claim: str, code: str, message: str, tmp_path: Path) -> None:
    """One problem, in claims.yaml, with a line."""
    folder = folder_with(tmp_path, ADVISED, f"- {{id: a-claim, {claim[1:]}", advice=(STRETCH,))
    (problem,) = pack_problems(folder)
    assert (problem.code, problem.message) == (code, message)
    file, _, line = problem.place.partition(":")
    assert file == "claims.yaml"
    assert line.isdecimal()


def test_the_same_id_twice_is_reported(tmp_path: Path) -> None:
    """Ids of claims are never reused."""
    twice = "- {id: a-claim, at_least: self_care}\n- {id: a-claim, at_most: emergency}"
    assert [each.code for each in pack_problems(folder_with(tmp_path, claims=twice))] == ["repeated-id"]


def test_a_claim_is_read_as_it_is_written(tmp_path: Path) -> None:
    """Its premise is a premise of rules; a pack without the file claims nothing."""
    (claim,) = load_pack(folder_with(tmp_path, claims="- {id: a-claim, when: {swollen: true}, at_least: soon, consistent: true}")).claims
    assert (claim.when, claim.at_least, claim.at_most, claim.consistent) == (Is("swollen", "yes"), "soon", None, True)
    assert load_pack(TINY).claims == ()
