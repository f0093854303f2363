"""`explain --as-of`: a stored result is made again, with the pack of then or with another."""

import json
import subprocess
from pathlib import Path

import pytest
from running import run
from tiny import TINY, copied

import hipexpert

ANSWERS = ("-f", "swollen=yes")


def stored(folder: Path, *words: str) -> Path:
    """A result of the small pack, stored as JSON."""
    target = folder / "result.json"
    result = run("explain", *ANSWERS, "--knowledge", str(TINY), "--format", "json", *words, "-o", str(target))
    assert result.exit_code == 0, result.stderr
    return target


@pytest.mark.parametrize("parts", [(), ("--parts", "full"), ("--parts", "intake,derivation")])
def test_what_is_stored_is_made_again_to_the_last_byte(parts: tuple[str, ...], tmp_path: Path) -> None:
    """Whichever parts were stored."""
    again = run("explain", "--as-of", str(stored(tmp_path, *parts)), "--knowledge", str(TINY))
    assert (again.exit_code, again.stdout.startswith("the same to the last byte")) == (0, True)


def test_what_differs_is_named_with_both_packs(tmp_path: Path) -> None:
    """A changed value by its place; another pack by its hash, which a revision of git brings back."""
    result = stored(tmp_path)
    document = json.loads(result.read_text())
    result.write_text(json.dumps({**document, "level": "emergency"}))
    changed = run("explain", "--as-of", str(result), "--knowledge", str(TINY))
    assert changed.exit_code == 3
    assert '/level: "emergency" is now' in changed.stdout

    pack = copied(tmp_path / "pack")
    git = ("git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (("init", "-q"), ("add", "pack"), ("commit", "-q", "-m", "a")):
        subprocess.run([*git, *words], check=True)
    about = pack / "pack.yaml"
    about.write_text(about.read_text() + "\n# changed\n")
    result = stored(tmp_path)
    other = run("explain", "--as-of", str(result), "--knowledge", str(pack))
    assert (other.exit_code, "nothing else differs" in other.stdout) == (3, True)
    assert document["knowledge"]["content_hash"][:12] in other.stdout
    then = run("explain", "--as-of", str(result), "--knowledge", str(pack), "--revision", "HEAD")
    assert (then.exit_code, then.stdout.startswith("the same")) == (0, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--parts", "urgency"), "does not hold the answers"),
        (("--parts", "urgncy"), "did you mean `urgency`?"),
        (("--parts", ","), "no part is named"),
        (("--parts", "urgency", "--format", "markdown"), "has no parts"),
    ],
)
def test_parts_that_cannot_be_are_refused(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    """What is no part, what has no parts, and a result that cannot be made again."""
    target = tmp_path / "result.json"
    asked = run("explain", *ANSWERS, "--knowledge", str(TINY), "--format", "json", *words, "-o", str(target))
    shown = asked if asked.exit_code else run("explain", "--as-of", str(target), "--knowledge", str(TINY))
    assert (shown.exit_code, said in shown.stderr) == (2, True), shown.stderr


def test_what_is_no_stored_result_is_refused(tmp_path: Path) -> None:
    """No file, no JSON, other JSON, and a case beside it; in Python too."""
    other = tmp_path / "other.json"
    other.write_text('{"schema": "hipexpert.audit/1"}')
    for words in ((str(tmp_path / "gone.json"),), (str(TINY / "pack.yaml"),), (str(other),), (str(other), "-f", "limp=yes")):
        refused = run("explain", "--as-of", *words)
        assert (refused.exit_code, refused.stderr.startswith("error: ")) == (2, True)
    with pytest.raises(hipexpert.ProblemsError, match="no assessment"):
        hipexpert.Engine(TINY).replay(other.read_text())
