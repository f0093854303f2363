"""`hipexpert cohort` as its user runs it: files of every format, rejects, strictness, explanations, stops and starts."""

import csv
import io
import json
import os
import resource
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from running import CHECKOUT, refused, run
from tiny import TINY

from hipexpert import Engine
from hipexpert.cohort import FrameMapping
from hipexpert.cohort.results import chosen_results
from hipexpert.cohort.running import CohortRun
from hipexpert.cohort.sources import open_source

PACK = ("--knowledge", str(TINY))
TEXT = """swollen,age,site,none_of
yes,12,"front,back",
no,40,,about
perhaps,12,front,
yes,12
"yes",200,"front; back",
"""
REASONS = {
    "3": "swollen: `perhaps` is no answer to `swollen` (it takes yes or no)",
    "4": "the row has fewer cells than there are columns (4)",
    "5": "age: `200` is out of range for `age` (it takes a whole number from 5 to 99)",
}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table of five runners of whom two can be read."""
    path = tmp_path / "runners.csv"
    path.write_text(TEXT)
    return path


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV text."""
    return list(csv.DictReader(io.StringIO(text)))


def test_results_go_to_standard_output_and_rejected_rows_are_told(table: Path) -> None:
    """Without a place for them, the results are CSV on standard output and each rejected row is told on standard error."""
    result = run("cohort", str(table), *PACK)
    assert result.exit_code == 3
    assert [(row["row"], row["urgency"]) for row in rows(result.stdout)] == [("1", "urgent"), ("2", "self_care")]
    for number, reason in REASONS.items():
        assert f"row {number}: {reason}" in result.stderr
    assert "3 of 5 rows cannot be read" in result.stderr


@pytest.mark.parametrize(
    ("suffix", "read"), [("parquet", pl.read_parquet), ("csv", pl.read_csv), ("jsonl", pl.read_ndjson), ("arrow", pl.read_ipc)]
)
def test_every_format_holds_the_same(suffix: str, read: object, table: Path, tmp_path: Path) -> None:
    """Each output format has the same rows, and the rejects stand beside it."""
    target = tmp_path / f"out.{suffix}"
    assert run("cohort", str(table), "-o", str(target), *PACK).exit_code == 3
    found = read(target)  # type: ignore[operator]
    assert found["row"].to_list() == [1, 2]
    assert found["condition_1"].to_list() == ["jumpers_knee", None]
    assert {row["row"]: row["reason"] for row in rows((tmp_path / f"out.{suffix}.rejects.csv").read_text())} == REASONS
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([target.name, f"{target.name}.rejects.csv", table.name])


@pytest.mark.parametrize("suffix", ["parquet", "arrow", "jsonl"])
def test_every_input_format_gives_the_same(suffix: str, tmp_path: Path) -> None:
    """The same runners in another file format come out the same."""
    path = tmp_path / f"runners.{suffix}"
    frame = pl.DataFrame({"swollen": ["yes", "no"], "age": [12, 40], "site": [["front", "back"], None], "none_of": [None, "about"]})
    if suffix == "jsonl":
        path.write_text("".join(f"{json.dumps(row)}\n" for row in frame.to_dicts()) + "{\n")
    else:
        (frame.write_parquet if suffix == "parquet" else frame.write_ipc)(path)
    result = run("cohort", str(path), *PACK)
    assert result.exit_code == (3 if suffix == "jsonl" else 0)
    assert [(row["urgency"], row["condition_1"]) for row in rows(result.stdout)] == [("urgent", "jumpers_knee"), ("self_care", "")]


def test_strict_stops_at_the_first_row_and_leaves_nothing(table: Path, tmp_path: Path) -> None:
    """Exit code 2, the row and its reason, and no file."""
    said = refused("cohort", str(table), "--strict", "-o", str(tmp_path / "out.parquet"), *PACK)
    assert f"row 3 cannot be read: {REASONS['3']}" in said
    assert [path.name for path in tmp_path.iterdir()] == [table.name]


def test_one_row_is_explained_as_a_runner_is(table: Path) -> None:
    """`--explain ROW` is the screen of `explain` for that row."""
    explained = run("cohort", str(table), "--explain", "1", *PACK)
    alone = run("explain", "-f", "swollen=yes", "-f", "age=12", "-f", "site=front,back", *PACK)
    assert explained.stdout == alone.stdout
    assert "`perhaps` is no answer to `swollen`" in refused("cohort", str(table), "--explain", "3", *PACK)
    assert "there is no row 6" in refused("cohort", str(table), "--explain", "6", *PACK)


def test_a_mapping_file_renames_recodes_keeps_and_ignores(tmp_path: Path) -> None:
    """A foreign table needs no change."""
    (tmp_path / "t.csv").write_text("id;alder;hoven;notat\na;12;ja;x\nb;-99;nei;y\n")
    (tmp_path / "m.yaml").write_text(
        "columns:\n  alder: {finding: age, values: {-99: unknown}}\n  hoven: {finding: swollen, values: {ja: yes, nei: no}}\n"
        "keep: [id]\nignore: notat\n"
    )
    result = run("cohort", str(tmp_path / "t.csv"), "--mapping", str(tmp_path / "m.yaml"), "--columns", "urgency,at_most", *PACK)
    assert result.exit_code == 0
    assert result.stdout == "row,id,urgency,at_most\n1,a,urgent,urgent\n2,b,self_care,urgent\n"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("t.csv", b"", "the file is empty"),
        ("t.csv", b"swollen\n", "the table has no rows"),
        ("t.csv", b"swolen\nyes\n", "did you mean `swollen`?"),
        ("t.csv", b"swollen,swollen\nyes,no\n", "the column `swollen` stands 2 times"),
        ("t.csv", b'swollen\n"yes\nno\n', "a quotation mark is never closed"),
        ("t.csv", b"PAR1 and so on", "the name says csv, the content is a Parquet file"),
        ("t.parquet", b"swollen\nyes\n", "the name says parquet, the content is something else"),
        ("t.parquet", b"PAR1 and no end", "the file cannot be read as a table"),
        ("t.xlsx", b"PK", "the name does not end in that of a table"),
        ("t.csv", b"\xff\xfes\x00", "the name says csv, the content is something else"),
        ("t.csv", b"sw\xe5llen\nyes\n", "not UTF-8 text"),
        ("t.csv", b'{"swollen": "yes"}\n', "the name says csv, the content is JSON lines"),
        ("t.csv", b'[\n{"swollen": "yes"}\n]', "the name says csv, the content is a JSON list"),
        ("t.jsonl", b"swollen\nyes\n", "the name says jsonl, the content is something else"),
        ("t.jsonl", b'[{"swollen": "yes"}]', "the name says jsonl, the content is a JSON list"),
        ("t.jsonl", b"ARROW1\0\0", "the name says jsonl, the content is an Arrow file"),
        ("t.jsonl", b"\n \n", "the table has no rows"),
        ("t.arrow", b"swollen\nyes\n", "the name says arrow, the content is something else"),
        ("t.arrow", b"PAR1 and so on", "the name says arrow, the content is a Parquet file"),
        ("t.arrow", b"ARROW1\0\0 and no end", "the file cannot be read as a table"),
    ],
)
def test_a_bad_file_ends_in_one_message(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    """Exit code 2, one clear message, and no output that looks whole."""
    path = tmp_path / name
    path.write_bytes(content)
    assert words in refused("cohort", str(path), "-o", str(tmp_path / "out.csv"), *PACK)
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_bad_words_on_the_command_line_are_told(table: Path, tmp_path: Path) -> None:
    """A result that there is not, an output without format, an output that is the input, nothing to resume."""
    assert "did you mean `urgency`?" in refused("cohort", str(table), "--columns", "urgncy", *PACK)
    assert "does not say its format" in refused("cohort", str(table), "-o", str(tmp_path / "out"), *PACK)
    assert "are the same file" in refused("cohort", str(table), "-o", str(table), *PACK)
    assert "--resume needs the -o" in refused("cohort", str(table), "--resume", *PACK)
    assert "there is no such file" in refused("cohort", str(tmp_path / "nothing.csv"), *PACK)
    assert table.read_text() == TEXT


def test_what_is_no_file_is_neither_read_nor_replaced(table: Path, tmp_path: Path) -> None:
    """A pipe is not waited for, a device not replaced by a file; folders that are not there are found out at once."""
    pipe = tmp_path / "p.csv"
    os.mkfifo(pipe)
    assert "this is a pipe or a device" in refused("cohort", str(pipe), *PACK)
    assert "it is a pipe or a device" in refused("cohort", str(table), "-o", str(pipe), *PACK)
    assert pipe.is_fifo()
    for words in (["-o", str(tmp_path / "no" / "out.csv")], ["-o", str(tmp_path / "out.csv"), "--rejects", str(tmp_path / "no" / "r.csv")]):
        assert "there is no such folder" in refused("cohort", str(table), *words, *PACK)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.csv", table.name]


def test_a_first_line_that_is_broken_is_a_rejected_row(tmp_path: Path) -> None:
    """JSON lines stay JSON lines when the first of them is not JSON."""
    path = tmp_path / "t.jsonl"
    path.write_text('swollen yes\n{"swollen": "yes"}\n')
    result = run("cohort", str(path), "--columns", "urgency", *PACK)
    assert [row["row"] for row in rows(result.stdout)] == ["2"]
    assert "row 1: the JSON cannot be read" in result.stderr


def test_a_link_to_the_output_stays_a_link(table: Path, tmp_path: Path) -> None:
    """What the link names is written, and the link still names it."""
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "out.csv").symlink_to("real.csv")
    assert run("cohort", str(table), "-o", str(tmp_path / "out.csv"), *PACK).exit_code == 3
    assert (tmp_path / "out.csv").is_symlink()
    assert rows((tmp_path / "real.csv").read_text())


def many(path: Path, count: int) -> Path:
    """A table of many runners of whom one in a hundred cannot be read."""
    lines = [f'{"maybe" if number % 100 == 7 else "yes" if number % 3 else "no"},{5 + number % 90},"front,back"' for number in range(count)]
    path.write_text("\n".join(["swollen,age,site", *lines, ""]))
    return path


@pytest.mark.parametrize("stopped_after", [1, 3])
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_stopped_run_goes_on_to_the_same_end(suffix: str, stopped_after: int, tmp_path: Path) -> None:
    """Stopped after some partitions and gone on with, or begun anew: the same bytes, and exactly the broken rows rejected."""
    engine = Engine(TINY)
    source = many(tmp_path / "t.csv", 5000)
    if suffix == "parquet":
        pl.read_csv(source).write_parquet(tmp_path / "t.parquet")
        source = tmp_path / "t.parquet"

    def cohort(target: str) -> CohortRun:
        path = tmp_path / target
        refused_rows = path.with_name(f"{target}.rejects.csv")
        return CohortRun(
            engine.pack, engine.compiled.program, open_source(source, 300), path, "csv", refused_rows, FrameMapping(), chosen_results(None)
        )

    *_, last = cohort("whole.csv").run()
    assert (last.rows, last.rejected) == (5000, 50)
    steps = cohort("stopped.csv").run()
    for _ in range(stopped_after):
        next(steps)
    del steps  # as a killed process: nothing is tidied up
    assert not (tmp_path / "stopped.csv").exists()
    first, *_, last = cohort("stopped.csv").run(resume=True)
    assert (first.rows_now, last.rows) == (0, 5000)
    for name in ("{}.csv", "{}.csv.rejects.csv"):
        assert (tmp_path / name.format("stopped")).read_bytes() == (tmp_path / name.format("whole")).read_bytes()
    rejected = [int(row["row"]) for row in rows((tmp_path / "stopped.csv.rejects.csv").read_text())]
    assert rejected == [number + 1 for number in range(5000) if number % 100 == 7]
    assert not (tmp_path / "stopped.csv.partial").exists()


def test_a_killed_process_goes_on_to_the_same_end(tmp_path: Path) -> None:
    """Killed with no chance to tidy up, while it works on the third partition: the same bytes as without, no litter."""
    source = many(tmp_path / "t.csv", 4000)
    script = (
        "import sys\nfrom pathlib import Path\nfrom hipexpert import Engine\nfrom hipexpert.cohort import FrameMapping\n"
        "from hipexpert.cohort.results import chosen_results\nfrom hipexpert.cohort.running import CohortRun\n"
        "from hipexpert.cohort.sources import open_source\n"
        "table, out, pack, resume = sys.argv[1:]\nengine, out = Engine(pack), Path(out)\n"
        "source, rejects = open_source(Path(table), 300), Path(f'{out}.rejects.csv')\n"
        "run = CohortRun(engine.pack, engine.compiled.program, source, out, 'parquet', rejects, FrameMapping(), chosen_results(None))\n"
        "for progress in run.run(resume=bool(resume)): print(progress.rows, flush=True)\n"
    )
    environment = {**os.environ, "PYTHONPATH": CHECKOUT}

    def started(out: str, resume: str) -> "subprocess.Popen[str]":
        words = [sys.executable, "-c", script, str(source), str(tmp_path / out), str(TINY), resume]
        return subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)

    with started("killed.parquet", "") as process:
        assert process.stdout is not None
        for _ in range(2):
            process.stdout.readline()
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert not (tmp_path / "killed.parquet").exists()
    with started("killed.parquet", "yes") as process:
        process.communicate()
    with started("whole.parquet", "") as process:
        process.communicate()
    for end in ("", ".rejects.csv"):
        assert (tmp_path / f"killed.parquet{end}").read_bytes() == (tmp_path / f"whole.parquet{end}").read_bytes()
    assert len(list(tmp_path.iterdir())) == 5


def test_a_full_disk_leaves_nothing_that_looks_whole(tmp_path: Path) -> None:
    """One message and exit code 2; where there is room again, the run goes on."""
    source = many(tmp_path / "t.csv", 30_000)
    words = [sys.executable, "-m", "hipexpert", "cohort", str(source), "-o", str(tmp_path / "out.csv"), *PACK]
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (60_000, 60_000))
    full = subprocess.run(words, env={**os.environ, "PYTHONPATH": CHECKOUT}, preexec_fn=limit, capture_output=True, text=True, check=False)
    assert (full.returncode, full.stdout) == (2, "")
    assert full.stderr.startswith("error: the output cannot be written: file too large\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv.partial", "t.csv"]
    assert run(*words[3:], "--resume").exit_code == 3
    assert len(rows((tmp_path / "out.csv").read_text())) == 29_700


def test_another_file_is_not_gone_on_with(tmp_path: Path) -> None:
    """What was begun with other input is not mixed with this one."""
    engine = Engine(TINY)
    source = many(tmp_path / "t.csv", 500)
    target = tmp_path / "out.csv"
    steps = CohortRun(
        engine.pack, engine.compiled.program, open_source(source), target, "csv", tmp_path / "r.csv", FrameMapping(), chosen_results(None)
    ).run()
    next(steps)
    many(source, 600)
    assert "leave out --resume" in refused("cohort", str(source), "-o", str(target), "--resume", *PACK)
    assert run("cohort", str(source), "-o", str(target), *PACK).exit_code == 3
    assert len(rows(target.read_text())) == 594


def test_a_gap_in_quotes_and_empty_lines_move_no_row(tmp_path: Path) -> None:
    """A line end within quotes ends no row, an empty line is none, and a quotation mark within a cell is only a character."""
    path = tmp_path / "t.csv"
    path.write_text('swollen,age\n"yes",12\n\n"ye\ns",13\nye"s",14\nno,15\n')
    result = run("cohort", str(path), *PACK)
    assert [row["row"] for row in rows(result.stdout)] == ["1", "4"]
    assert "2 of 4 rows cannot be read" in result.stderr
