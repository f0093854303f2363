"""`hipexpert simulate`: random runners, the same for the same seed, and what becomes of them."""

import json
from pathlib import Path
from xml.etree import ElementTree

from running import refused, run
from tiny import TINY

PACK = ("--knowledge", str(TINY))


def test_the_same_seed_gives_the_same_simulation() -> None:
    """Equal input, equal bytes; another seed, another simulation."""
    first, second = (run("simulate", "500", "--format", "json", *PACK).stdout for _ in range(2))
    assert first == second
    assert run("simulate", "500", "--seed", "2", "--format", "json", *PACK).stdout != first


def test_the_counts_add_up() -> None:
    """Each runner has one level, and each rule fired for at most all."""
    found = json.loads(run("simulate", "700", "--format", "json", *PACK).stdout)
    assert sum(each["runners"] for each in found["levels"]) == sum(each["at_most"] for each in found["levels"]) == 700
    assert all(0 <= each["runners"] <= 700 for each in found["rules"])
    assert found["never_fired"] == sorted(each["rule"] for each in found["rules"] if not each["runners"])


def test_weights_say_how_often_what_is_drawn(tmp_path: Path) -> None:
    """With every question answered and every knee the left one, the rule for sides fires for everybody."""
    weights = tmp_path / "w.yaml"
    weights.write_text("answered: 1\nfindings:\n  swollen: 0\n  side: {left: 1}\n  site: {front: 0.5}\n")
    found = json.loads(run("simulate", "400", "--weights", str(weights), "--format", "json", *PACK).stdout)
    fired = {each["rule"]: each["runners"] for each in found["rules"]}
    assert fired["swelling-shows-an-irritated-joint"] == 400
    assert 140 < fired["front-pain-supports-jumpers-knee"] < 260


def test_a_number_is_drawn_from_its_range(tmp_path: Path) -> None:
    """With every age known and none below 40, the rule for the young fires for nobody; from 5 to 15 it fires for all."""
    for ages, wanted in (("[40, 60]", "self_care"), ("[5, 15]", "urgent")):
        weights = tmp_path / "w.yaml"
        weights.write_text(f"answered: 1\nfindings:\n  age: {ages}\n  swollen: 1\n")
        found = json.loads(run("simulate", "200", "--weights", str(weights), "--format", "json", *PACK).stdout)
        assert ({each["level"]: each["runners"] for each in found["levels"]}["urgent"] == 200) is (wanted == "urgent")


def test_no_simulated_runner_breaks_a_constraint() -> None:
    """The tiny pack forbids an answer together with another: such runners are drawn and left out."""
    found = json.loads(run("simulate", "300", "--format", "json", *PACK).stdout)
    assert found["drawn"] > found["runners"] == 300


def test_text_markdown_and_picture(tmp_path: Path) -> None:
    """Each form tells the levels; the picture is a picture."""
    for form in ("text", "markdown"):
        said = run("simulate", "200", "--format", form, *PACK).stdout
        assert "self care" in said
        assert "never told apart" in said.lower()
    target = tmp_path / "s.svg"
    assert run("simulate", "200", "-o", str(target), *PACK).exit_code == 0
    assert ElementTree.fromstring(target.read_text()).tag.endswith("svg")  # noqa: S314


def test_bad_weights_are_all_told(tmp_path: Path) -> None:
    """Every mistake at once, each with the nearest right name."""
    weights = tmp_path / "w.yaml"
    weights.write_text("answerd: 1\nfindings: {swolen: 1, swollen: 2, side: {lift: 1}, age: 3}\n")
    said = refused("simulate", "10", "--weights", str(weights), *PACK)
    for words in (
        "did you mean `answered`?",
        "did you mean `swollen`?",
        "from 0 to 1",
        "did you mean `left`?",
        "for instance `age: [5, 99]`",
    ):
        assert words in said
