"""A sealed pack is whole or it is refused; one without a seal is what its folder holds."""

import os
from pathlib import Path

import pytest
from running import run
from tiny import copied, pack_problems

from hipexpert import load_pack
from hipexpert.knowledge.packs import files, sealing


def sealed(folder: Path) -> Path:
    """A copy of the tiny pack with a seal."""
    made = copied(folder)
    (made / sealing.NAME).write_bytes(sealing.seal_of(files.read_folder(made)))
    return made


def test_a_seal_changes_nothing_of_a_pack(tmp_path: Path) -> None:
    """A sealed pack is the same pack, with the same hash."""
    assert load_pack(sealed(tmp_path / "a")) == load_pack(copied(tmp_path / "b"))


@pytest.mark.hazard("the-program-or-pack-is-broken")
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda pack: (pack / "rules" / "knee.yaml").unlink(), "missing `rules/knee.yaml`"),
        (lambda pack: (pack / "rules" / "more.yaml").write_text("rules: []\n"), "not sealed `rules/more.yaml`"),
        (lambda pack: (pack / "patterns.yaml").write_text("patterns: []\n"), "changed `patterns.yaml`"),
    ],
    ids=["missing", "extra", "changed"],
)
def test_what_differs_from_the_seal_is_one_problem_that_names_it(spoil: object, said: str, tmp_path: Path) -> None:
    """No rule is lost, added or changed in silence."""
    folder = sealed(tmp_path)
    spoil(folder)  # type: ignore[operator]
    (problem,) = pack_problems(folder)
    assert (problem.code, problem.place) == ("broken-seal", sealing.NAME)
    assert said in problem.message
    assert "hipexpert pack seal" in problem.help


@pytest.mark.parametrize("text", [b"", b"no seal\n", b"\xff\xfe", b"0" * 64 + b"  pack.yaml\n" + b"0" * 64 + b"  pack.yaml\n"])
def test_a_seal_that_says_nothing_is_a_broken_one(text: bytes, tmp_path: Path) -> None:
    """An empty, foreign or ambiguous seal is no permission."""
    folder = sealed(tmp_path)
    (folder / sealing.NAME).write_bytes(text)
    assert [each.code for each in pack_problems(folder)] == ["broken-seal"]


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_a_seal_that_is_no_file_is_a_broken_one(kind: str, tmp_path: Path) -> None:
    """Nobody waits for a pipe, and no link leads out of the folder."""
    folder = copied(tmp_path)
    place = folder / sealing.NAME
    {"link": lambda: place.symlink_to(tmp_path / "gone"), "pipe": lambda: os.mkfifo(place), "folder": place.mkdir}[kind]()
    assert [each.code for each in pack_problems(folder)] == ["broken-seal"]


def test_a_file_that_is_a_link_out_of_the_pack_is_refused(tmp_path: Path) -> None:
    """A stranger's pack shows nobody what lies elsewhere."""
    folder = copied(tmp_path)
    (tmp_path / "private.yaml").write_text("rules: [secret]\n")
    (folder / "rules" / "more.yaml").symlink_to(tmp_path / "private.yaml")
    (problem,) = pack_problems(folder)
    assert (problem.code, problem.place) == ("linked-file", "rules/more.yaml")


def test_an_author_seals_a_pack_changes_it_and_seals_it_again(tmp_path: Path) -> None:
    """Without a seal `pack check` says so; with one each verb refuses a changed pack until it is sealed anew."""
    folder = copied(tmp_path)
    unsealed = run("pack", "check", str(folder))
    assert (unsealed.exit_code, "not sealed" in unsealed.stdout) == (3, True)
    assert run("pack", "seal", str(folder)).exit_code == 0
    assert run("pack", "check", str(folder)).stdout.startswith("whole")
    with (folder / "patterns.yaml").open("a") as stream:
        stream.write("# a comment\n")
    refused = run("findings", "--knowledge", str(folder))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "changed `patterns.yaml`" in refused.stderr
    assert run("pack", "seal", str(folder)).exit_code == 0
    assert run("findings", "--knowledge", str(folder)).exit_code == 0


def test_a_pack_that_does_not_load_is_not_sealed(tmp_path: Path) -> None:
    """A seal is of a pack that works."""
    folder = copied(tmp_path, ("rules/knee.yaml", "{swollen: true}", "{swolen: true}"))
    assert run("pack", "seal", str(folder)).exit_code == 2
    assert not (folder / sealing.NAME).exists()
