"""`hipexpert log`: a runner's diary at a terminal."""

import json
from pathlib import Path

import pytest
from click import Option
from msgspec.structs import fields
from running import commands, refused, run
from training_files import fit, written

from hipexpert.companion.diary.entries import KINDS
from hipexpert.companion.diary.typed import choices_of

DAY = ("--today", "2026-03-10")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test stands in a folder of its own, where its diary lies."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HIPEXPERT_DIARY", "mine.sqlite")


def log(*words: str) -> str:
    """What the log says to a command."""
    result = run("log", *words, *DAY)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_day_in_the_life_of_a_diary() -> None:
    """A run with its pain, the next morning's added, a mistake corrected, all of it exported, removed, and imported again."""
    said = log("add", "run", "--date", "yesterday", "--distance", "10km", "--pace", "5:30", "--terrain", "trail", "--during", "2")
    assert said == "written: 1  2026-03-09  run: 10.0 km in 55:00; 5:30/km; trail\nwritten: 2  2026-03-09  pain, hip: on the run 2\n"
    assert "next morning 4" in log("edit", "2", "--next-morning", "4")
    assert "6.2 km in 55:00" in log("edit", "1", "--distance", "6.2km", "--shoes", "red")
    assert "red" not in log("edit", "1", "--clear", "shoes")
    assert "cost 31 of 100" in log(
        "add", "week", "--participation", "reduced", "--volume", "little", "--performance", "not", "--pain", "mild"
    )
    log("add", "note", "--desk-hours", "9", "--text", "a long day")
    listed = log("list")
    assert [line.split()[0] for line in listed.splitlines()[2:]] == ["1", "2", "3", "4"]
    for name in ("all.json", "all.csv"):
        log("export", "-o", name)
        assert Path(name).stat().st_mode & 0o777 == 0o600
        assert log("remove", "--all", "--yes") == "removed: 4 entries\n"
        assert "no such entries" in log("list")
        assert "taken: 1 run, 1 entry about pain, 1 week, 1 note" in log("import", name)
    assert log("list", "--kind", "run").splitlines()[2].split()[1:] == listed.splitlines()[2].split()[1:]


def test_files_of_a_watch_are_told_by_what_became_of_them() -> None:
    """Taken, then known; beside a file that is none and was left out."""
    written(Path(), {"runs/a.fit": fit(), "runs/b.fit": b"none"})
    said = log("import", "runs", "--zone", "Europe/Oslo")
    assert said.startswith("taken: 1 run, 2025-05-03, 5.4 km\nleft out: 1\n")
    assert "b.fit" in said
    assert "the diary has it" in log("import", "runs/a.fit", "--zone", "Europe/Oslo")
    assert "run 18:30  5.4 km in 30:00" in log("list")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("add run --distance 900km", "distance 900 km cannot be"),
        ("add run --distance ten", "`ten` cannot be read"),
        ("add run --distance 10 --date 2026-03-11", "in the future"),
        ("add run --distance 10 --date 11.3.2026", "`11.3.2026` is no date"),
        ("add run --distance 10 --terrain trial", "`trial` cannot be read"),
        ("add run", "neither distance nor duration"),
        ("add run --pace 5:30", "the pace alone says nothing"),
        ("add pain --during 11", "pain during 11 cannot be"),
        ("add pain --next-morning 2", "is not there yet"),
        ("add pain --distance 3", "a pain has no `distance`"),
        ("add week --pain mild", "could you run this week as you meant to"),
        ("add rnu", "did you mean `run`"),
        ("edit 7 --note x", "there is no diary yet"),
        ("list", "there is no diary yet"),
        ("remove", "say which entries"),
        ("import nothing.fit", "no such file"),
        ("import . --zone Europe/Olso", "no time zone"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_leaves_no_diary_behind(words: str, message: str) -> None:
    """One clear message and exit code 2; not even an empty file is made."""
    assert message in refused("log", *words.split(), *DAY)
    assert not Path("mine.sqlite").exists()


@pytest.mark.parametrize("number", ["7", "0", "-1", "9" * 30])
def test_an_entry_that_is_not_there_is_told(number: str) -> None:
    """Whatever number is asked for, to change it or to remove it."""
    log("add", "run", "--distance", "5")
    for words in (("edit", "--note", "x"), ("remove",)):
        assert f"the diary has no entry {number}" in refused("log", *words, *DAY, "--", number)
    assert "a device or a pipe is no diary" in refused("log", "list", "--diary", "/dev/null")


def test_all_mistakes_of_an_entry_are_told_at_once() -> None:
    """Nobody has to correct one word after the other."""
    said = refused("log", "add", "run", "--distance", "900km", "--effort", "12", "--during", "11", *DAY)
    assert [line for line in said.splitlines() if line.startswith("error")] == [
        "error: distance 900 km cannot be: it goes from more than 0 to 350 km",
        "error: effort 12 cannot be: it goes from 0 to 10",
        "error: pain during 11 cannot be: it goes from 0 to 10",
    ]


def test_removing_everything_asks_first() -> None:
    """Without a yes nothing is removed."""
    log("add", "run", "--distance", "5")
    assert "nothing was removed" in run("log", "remove", "--all", *DAY, stdin="n\n").stdout
    assert json.loads(log("export"))["entries"] == [{"kind": "run", "date": "2026-03-10", "distance_km": 5.0}]


def test_every_field_of_every_kind_can_be_typed_and_its_words_are_named() -> None:
    """Each field has an option, and the help of a choice names each of its words."""
    options = {each.name: each for each in commands()["log add"].params if isinstance(each, Option)}
    shorter = {"distance_km": "distance", "duration_min": "duration", "elapsed_min": "elapsed", "climb_m": "climb"}
    for kind in (KINDS[name] for name in ("run", "pain", "week", "note")):
        for field in fields(kind):
            if field.name in ("id", "date", "sources", "fast_share"):
                continue
            option = options[shorter.get(field.name, field.name)]
            assert all(word in str(option.help) for word in choices_of(field.type))


def test_an_interview_takes_from_the_log_what_it_says_of_running() -> None:
    """A follow-up with the diary begins with what the log says, asks for none of it, and keeps it among the answers."""
    Path("last.yaml").write_text("findings: {sex: female, age_years: 33, pain_site: [lateral_hip]}\n")
    for date, far in (("2026-02-06", "12km"), ("2026-03-02", "17km")):
        log("add", "run", "--date", date, "--distance", far)
    words = ("interview", "--follow-up", "last.yaml", "-o", "now.yaml", *DAY, "--diary")
    held = run(*words, stdin="quit\n")
    assert held.exit_code == 0, held.output
    shown = " ".join(held.stdout.split())
    assert "From your log" in shown
    assert "running again after a break, from your log: no run between 2026-02-06 and 2026-03-02" in shown
    assert "training_change_recent: return_after_break" in Path("now.yaml").read_text()
