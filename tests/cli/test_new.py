"""``hipexpert new``: what is written is used at once, all of it is written or nothing, and mistakes are told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from running import refused, run, run_process

from hipexpert.cli.output import write_all
from hipexpert.engine import ProblemsError

ID = "a-sudden-example-is-seen-soon"
RULE = ("new", "rule", ID, "--when", "example_start=example_sudden", "--then", "urgency=soon", "--source", "memory")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a new pack ``mine`` and its cases."""
    monkeypatch.chdir(tmp_path)
    assert run("new", "pack", "mine", "--reviewed", "2026-11-22").exit_code == 0
    return tmp_path


def test_the_commands_it_names_succeed(mine: Path) -> None:
    """Audit, test and explain, word by word as they are printed."""
    (mine / "other").mkdir()
    said = run("new", "pack", "other/new", "--title", "Knees", "--author", "A. Body", "--cases", "other/stories")
    commands = [line.split()[1:] for line in said.stdout.partition("Next\n")[2].splitlines()]
    assert [command[0] for command in commands] == ["audit", "test", "explain"]
    for command in commands:
        assert run(*command).exit_code == 0, command
    assert "rules       11/11  100.0 %" in run(*commands[1]).stdout
    assert "Knees" in (mine / "other" / "new" / "pack.yaml").read_text()


def test_it_works_in_a_process_of_its_own(tmp_path: Path) -> None:
    """From nothing to a pack that is audited."""
    made = run_process(tmp_path, "new", "pack", "mine")
    assert (made.returncode, made.stderr) == (0, b"")
    assert run_process(tmp_path, "audit", "mine", "--fail-on", "warning").returncode == 0


def test_a_rule_is_added_and_tested(mine: Path) -> None:
    """Its lines are told, the cases pass, and nothing else was touched."""
    before = contents(mine)
    said = run(*RULE, "--pack", "mine", "--because", "Example: why.", "--reviewed", "2026-11-22")
    assert said.exit_code == 0
    assert "mine/rules/urgency.yaml:19" in said.stdout
    assert "(example_start alone differs)" in said.stdout
    after = contents(mine)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"mine/rules/urgency.yaml", "mine_cases/rules/urgency.yaml"}
    assert all(after[name].startswith(before[name]) for name in changed)
    result = run("test", "mine_cases", "--knowledge", "mine", "--coverage", "--at-least", "100")
    assert result.exit_code == 0, result.output
    assert run("audit", "mine", "--as-of", "2026-11-22", "--fail-on", "warning", "--no-prove").exit_code == 0


def test_a_dry_run_shows_what_would_be_written(mine: Path) -> None:
    """Every line, and nothing on the disk."""
    before = contents(mine)
    said = run(*RULE, "--pack", "mine/", "--dry-run").stdout
    assert contents(mine) == before
    run(*RULE, "--pack", "mine/")
    for name, content in contents(mine).items():
        if content != before[name]:
            assert content.removeprefix(before[name]).decode() in said
    assert said.endswith("Nothing was written.\n")


def test_a_condition_is_added_and_tested(mine: Path) -> None:
    """With its evidence, check and cases."""
    options = ("--prior", "common", "--typical-urgency", "routine", "--when", "example_rest_helps=no", "--strength", "strong")
    texts = ("--plain", "Example: what it is.", "--because", "Example: why.", "--reviewed", "2026-11-22", "--source", "memory")
    assert run("new", "condition", "sore_thing", "--pack", "mine", *options, *texts).exit_code == 0
    result = run("test", "mine_cases", "--knowledge", "mine", "--coverage", "--at-least", "100")
    assert result.exit_code == 0, result.output
    assert run("audit", "mine", "--as-of", "2026-11-22", "--fail-on", "warning").exit_code == 0
    assert run("explain", "mine_cases/sore_thing_near_miss.yaml", "--knowledge", "mine").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "pack", "mine"), ["the folder is not empty\n  at   mine\n", "the folder is not empty\n  at   mine_cases\n"]),
        (("new", "rule", "x", "--pack", "mine"), ["`--when` is missing", "`--then` is missing", "`--source` is missing"]),
        ((*RULE, "--pack", "mine", "--when", "exampel_days>=3"), ["unknown finding `exampel_days`", "did you mean `example_days`?"]),
        ((*RULE, "--pack", "nowhere"), ["there is no such folder"]),
        ((*RULE, "--pack", "mine", "--reviewed", "soon"), ["does not match the format"]),
        (("new", "condition", "sore", "--pack", "mine"), ["`--prior` is missing\n  help one of very_common, common, uncommon"]),
    ],
)
def test_a_mistake_is_told_and_nothing_is_written(words: tuple[str, ...], said: list[str], mine: Path) -> None:
    """Exit code 2."""
    before = contents(mine)
    message = refused(*words)
    for each in said:
        assert each in message
    assert contents(mine) == before


def test_the_same_rule_twice_is_refused(mine: Path) -> None:
    """Ids are never reused."""
    run(*RULE, "--pack", "mine")
    before = contents(mine)
    assert f"there is a rule `{ID}` already" in refused(*RULE, "--pack", "mine")
    assert contents(mine) == before


def failing(original: Callable[..., object], times: int) -> Callable[..., object]:
    """A call that works some times and then says that the disk is full."""
    left = [times]

    def call(*words: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        return original(*words)

    return call


@pytest.mark.parametrize("step", ["mkdir", "replace", "chmod", "read_bytes"])
@pytest.mark.parametrize("times", [0, 1, 2])
def test_whatever_fails_leaves_everything_as_it_was(step: str, times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that were there come back, new ones and their folders go, and no temporary file is left."""
    (tmp_path / "a").write_text("old a")
    (tmp_path / "b").write_text("old b")
    files = {tmp_path / "a": b"new", tmp_path / "x" / "y" / "z" / "c": b"new", tmp_path / "b": b"new"}
    with monkeypatch.context() as patched:
        if step != "replace":
            patched.setattr(Path, step, failing(getattr(Path, step), times))
        else:  # putting back must still work, as it does on a full disk
            original, calls = Path.replace, iter(range(100))

            def replace(path: Path, target: Path) -> Path:
                if next(calls) == times:
                    raise OSError(28, "No space left on device")
                return original(path, target)

            patched.setattr(Path, "replace", replace)
        try:
            write_all(files)
        except ProblemsError as error:
            said, expected = str(error), {"a": b"old a", "b": b"old b"}
        else:
            said, expected = "", {"a": b"new", "b": b"new", "x/y/z/c": b"new"}
    assert not said or "no space left on device" in said
    assert contents(tmp_path) == expected
    assert (tmp_path / "x").exists() is (len(expected) == 3)


def test_a_link_and_the_rights_of_a_file_are_kept(tmp_path: Path) -> None:
    """The file behind it is replaced."""
    (tmp_path / "real").write_text("old")
    (tmp_path / "real").chmod(0o640)
    (tmp_path / "link").symlink_to("real")
    write_all({tmp_path / "link": b"new"})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"
    assert (tmp_path / "real").stat().st_mode & 0o777 == 0o640
