"""Snapshots: a pack parsed and compiled in one file, and the user's cache of them."""

import ast
import importlib
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from running import CHECKOUT
from strategies import programs
from strategies_packs import packs
from tiny import TINY, copied

from hipexpert import engine
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs import cache, loading, parsed_files, parsing, reading, snapshot
from hipexpert.knowledge.packs.parsed_files import ParsedFiles
from hipexpert.knowledge.packs.program import program_of
from hipexpert.knowledge.packs.snapshot import Loaded


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(cache.VARIABLE, str(folder))
    return folder


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The content hash of every pack that is parsed from its YAML."""
    hashes: list[str] = []
    parse = parsing.parse_loaded

    def counting(contents: dict[str, bytes], content_hash: str, before: ParsedFiles | None = None) -> Loaded:
        hashes.append(content_hash)
        return parse(contents, content_hash, before)

    monkeypatch.setattr(parsing, "parse_loaded", counting)
    return hashes


@pytest.fixture
def files_parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The name of every file that is parsed from its YAML."""
    names: list[str] = []
    parse = reading.parse

    def counting(content: bytes, name: str) -> reading.Text:
        names.append(name)
        return parse(content, name)

    monkeypatch.setattr(reading, "parse", counting)
    return names


def only_file(folder: Path) -> Path:
    """The one snapshot in a folder."""
    (found,) = folder.glob("*.msgpack")
    return found


# --- what a snapshot says ----------------------------------------------------------------------------------------------


@settings(max_examples=examples(30), deadline=None)
@given(packs(loading.load_pack(TINY)))
def test_a_snapshot_gives_back_pack_and_program(pack: Pack) -> None:
    """Reading what was written gives the same pack, and the same program in every part."""
    loaded = Loaded(pack, program_of(pack))
    again = snapshot.from_bytes(snapshot.to_bytes(loaded), pack.content_hash)
    assert again == loaded
    assert again.program.facts == loaded.program.facts
    assert _added_up(again.program) == _added_up(loaded.program)


@settings(max_examples=examples(300), deadline=None)
@given(programs())
def test_what_weights_add_up_to_is_read_as_it_was_written(program: engine.Program) -> None:
    """Whatever the groups, exceptions and signs: the tables of what was read are those that are made of the items themselves."""
    kept = program.weights.kept(), program.ceilings.kept()
    read = msgspec.msgpack.decode(msgspec.msgpack.encode(kept), type=tuple[engine.KeptWeights, engine.KeptCeilings])
    parts = program.inputs, program.rules, program.tallies, program.late_rules, program.late_facts
    assert _added_up(engine.Program.restored(*parts, kept=read)) == _added_up(engine.Program.restored(*parts))


def _added_up(program: engine.Program) -> tuple[dict[str, object], dict[str, object]]:
    """All that the tables of a program hold, but for what has no values of its own."""
    weights, ceilings = dict(vars(program.weights)), dict(vars(program.ceilings))
    for each in (weights.pop("lanes"), ceilings.pop("_lanes")):
        weights[f"lanes {len(weights)}"] = each.most, each.mark(0)
    assert ceilings.pop("_weights") is program.weights
    return weights, ceilings


def test_it_counts_only_for_the_same_files_and_the_same_code(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of other files, of other code, cut off or with one bit changed, it is as good as not there."""
    data = snapshot.to_bytes(Loaded(pack, program_of(pack)))
    assert snapshot.from_bytes(data, pack.content_hash) is not None
    assert snapshot.from_bytes(data, "0" * 64) is None
    for place in (0, 40, len(data) // 2, len(data) - 1):
        changed = bytearray(data)
        changed[place] ^= 1
        assert snapshot.from_bytes(bytes(changed), pack.content_hash) is None
        assert snapshot.from_bytes(data[:place], pack.content_hash) is None
    monkeypatch.setattr(snapshot, "code_hash", lambda: "0" * 64)
    assert snapshot.from_bytes(data, pack.content_hash) is None


def test_it_depends_on_every_module_that_reads_packs() -> None:
    """The hash of the code takes in whatever the loader and the compiler import of the program, and nothing else."""
    found: set[str] = set()
    waiting = ["hipexpert.knowledge.packs.loading"]
    while waiting:
        module = importlib.import_module(waiting.pop())
        assert module.__file__
        name = Path(module.__file__).relative_to(Path(engine.__file__).parents[1]).as_posix()
        if name not in found:
            found.add(name)
            waiting += imported(Path(module.__file__))
    assert sorted(snapshot._CODE) == sorted(found)


def imported(file: Path) -> list[str]:
    """The modules that a file imports when it is loaded or a function of it is called; names of a package stand for where they are made."""
    names = []
    for node in run_by(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("hipexpert"):
            package = importlib.import_module(node.module)
            for each in node.names:
                value = getattr(package, each.name)
                if not hasattr(package, "__path__"):
                    names.append(node.module)
                elif hasattr(value, "__path__"):  # `from hipexpert import engine`
                    names += [f"hipexpert.engine.{part}" for part in ("program", "validation", "errors")]
                else:
                    names.append(getattr(value, "__module__", None) or value.__name__)
    return [name for name in names if name.startswith("hipexpert")]


# --- the cache ---------------------------------------------------------------------------------------------------------


def test_a_pack_is_parsed_once_until_a_file_changes(tmp_path: Path, kept: Path, parses: list[str]) -> None:
    """The second load comes from the cache and is equal; a changed file is parsed and takes the place of the old."""
    folder = copied(tmp_path)
    first = loading.load(folder)
    assert loading.load(folder) == first
    assert len(parses) == 1
    text = (folder / "pack.yaml").read_text()
    (folder / "pack.yaml").write_text(text + "# changed\n")
    changed = loading.load(folder)
    assert changed.pack.content_hash != first.pack.content_hash
    assert loading.load(folder) == changed
    assert len(parses) == 2
    assert only_file(kept).suffix == ".msgpack"


def lie(loaded: Loaded) -> Loaded:
    """The same pack without its rules."""
    pack = msgspec.structs.replace(loaded.pack, rules=())
    return Loaded(pack, program_of(pack))


@pytest.mark.hazard("the-program-or-pack-is-broken")
@pytest.mark.parametrize(
    "make_foreign",
    [
        lambda file: file.chmod(0o666),
        lambda file: file.parent.chmod(0o777),
        lambda file: file.rename(file.parent.parent / "elsewhere") and file.symlink_to(file.parent.parent / "elsewhere"),
    ],
    ids=["file", "folder", "link"],
)
def test_what_somebody_else_could_have_written_is_not_believed(
    make_foreign: Callable[[Path], object], tmp_path: Path, kept: Path, parses: list[str]
) -> None:
    """A snapshot with the right hashes and other rules counts only where nobody else can write."""
    folder = copied(tmp_path)
    honest = loading.load(folder)
    file = only_file(kept)
    file.write_bytes(snapshot.to_bytes(lie(honest)))
    assert loading.load(folder).pack.rules == ()  # one's own cache is believed
    make_foreign(file)
    assert loading.load(folder) == honest
    assert len(parses) == 2


def test_what_belongs_to_somebody_else_is_not_believed(
    tmp_path: Path, kept: Path, parses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another user's snapshot is neither read nor replaced."""
    folder = copied(tmp_path)
    honest = loading.load(folder)
    only_file(kept).write_bytes(snapshot.to_bytes(lie(honest)))
    user = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    assert loading.load(folder) == honest
    assert len(parses) == 2
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert loading.load(folder).pack.rules == ()


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"not a snapshot"])
def test_a_damaged_cache_is_rebuilt(content: bytes, tmp_path: Path, kept: Path, parses: list[str]) -> None:
    """What cannot be read is made anew, without a word."""
    folder = copied(tmp_path)
    honest = loading.load(folder)
    only_file(kept).write_bytes(content)
    assert loading.load(folder) == honest
    assert loading.load(folder) == honest
    assert len(parses) == 2


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a folder cannot be made, or the cache is switched off, packs load all the same and nothing is left behind."""
    folder = copied(tmp_path)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "file" / "cache"))
    assert loading.load(folder).pack.rules
    monkeypatch.setenv(cache.VARIABLE, "off")
    assert loading.load(folder).pack.rules
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "pack"]


def test_it_is_written_whole_and_for_its_owner_alone(tmp_path: Path, kept: Path) -> None:
    """No half file is left when the disk is full, and nobody else may write."""
    folder = copied(tmp_path)
    loading.load(folder)
    assert stat.S_IMODE(only_file(kept).stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    whole = only_file(kept).read_bytes()
    (folder / "pack.yaml").write_text((folder / "pack.yaml").read_text() + "# changed\n")
    code = (
        "import resource, signal, sys; from hipexpert.knowledge.packs import loading\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "print(len(loading.load(sys.argv[1]).pack.rules) > 0)"
    )
    env = {**os.environ, "PYTHONPATH": CHECKOUT}
    done = subprocess.run([sys.executable, "-c", code, str(folder)], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
    assert only_file(kept).read_bytes() == whole


def test_the_oldest_go(tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more snapshots are kept than the limit, those made last."""
    monkeypatch.setattr(cache, "KEPT", 2)
    for number in range(4):
        folder = copied(tmp_path / str(number))
        loading.load(folder)
        os.utime(max(kept.iterdir(), key=lambda each: each.stat().st_mtime_ns), (number, number))
    assert len(list(kept.glob("*.msgpack"))) == 2


# --- what the files were parsed to -------------------------------------------------------------------------------------


def test_one_changed_file_is_the_only_one_parsed(tmp_path: Path, kept: Path, files_parsed: list[str]) -> None:
    """What comes of kept files and a changed one is what comes of parsing all of them, places included."""
    folder = copied(tmp_path)
    loading.load(folder)
    file = folder / "sources.yaml"
    file.write_text("# a line more\n" + file.read_text())
    files_parsed.clear()
    changed = loading.load(folder)
    assert files_parsed == ["sources.yaml"]
    assert changed == loading.parsed(folder)


def test_a_file_under_another_name_is_parsed(tmp_path: Path, kept: Path, files_parsed: list[str]) -> None:
    """Places name the file, so the same content elsewhere is not taken from what was kept."""
    folder = copied(tmp_path)
    loading.load(folder)
    file = next((folder / "rules").glob("*.yaml"))
    file.rename(file.with_name("renamed.yaml"))
    files_parsed.clear()
    assert loading.load(folder) == loading.parsed(folder)
    assert files_parsed[0] == "rules/renamed.yaml"


@pytest.mark.hazard("the-program-or-pack-is-broken")
@pytest.mark.parametrize(
    "make_foreign",
    [
        lambda file: file.chmod(0o666),
        lambda file: file.parent.chmod(0o777),
        lambda file: file.write_bytes(file.read_bytes()[:-1]),
        lambda file: file.write_bytes(b"\0" * 32),
        lambda file: file.write_bytes(b""),
    ],
    ids=["file", "folder", "cut off", "zeros", "empty"],
)
def test_parsed_files_of_others_and_damaged_ones_are_parsed_anew(
    make_foreign: Callable[[Path], object], tmp_path: Path, kept: Path, files_parsed: list[str]
) -> None:
    """Parsed files count only whole, and only where nobody else can write."""
    folder = copied(tmp_path)
    loading.load(folder)
    (folder / "pack.yaml").write_text((folder / "pack.yaml").read_text() + "# changed\n")
    (file,) = kept.glob("*.parsed")
    make_foreign(file)
    files_parsed.clear()
    assert loading.load(folder) == loading.parsed(folder)
    assert set(files_parsed[: len(files_parsed) // 2]) == set(files_parsed) > {"pack.yaml"}


def test_parsed_files_of_other_code_do_not_count(
    tmp_path: Path, kept: Path, files_parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other code may read the same file differently."""
    folder = copied(tmp_path)
    loading.load(folder)
    monkeypatch.setattr(snapshot, "code_hash", lambda: "0" * 64)
    files_parsed.clear()
    loading.load(folder)
    assert len(files_parsed) > 5


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.text("ab 1:-'#\n", max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc1-", min_size=1, max_size=4), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=examples(100), deadline=None)
@given(VALUES, st.booleans())
def test_what_is_kept_of_a_file_is_what_was_parsed(value: object, json_form: bool) -> None:
    """Data of the same types, and the line of each part, of YAML and of JSON; what cannot be kept is parsed again."""
    written = json.dumps({"all": [str(value)]}) if json_form else yaml.safe_dump({"all": [value]})
    first = ParsedFiles()
    text = first.text("a.yaml", written.encode())
    with pytest.MonkeyPatch.context() as patch:
        data = first.written()
        if len(str(value)) < 15:  # no number is too long
            patch.setattr(reading, "parse", None)
        kept_files = msgspec.msgpack.decode(data[32:], type=parsed_files._Kept).files
        again = ParsedFiles(kept_files).text("a.yaml", written.encode())
    assert repr(again.data) == repr(text.data)
    assert dict(again.lines) == dict(text.lines)


def run_by(tree: ast.Module) -> list[ast.AST]:
    """The statements of a file that run at some time: not those for a type checker alone."""
    parts = [part for part in tree.body if not (isinstance(part, ast.If) and "TYPE_CHECKING" in ast.unparse(part.test))]
    return [node for part in parts for node in ast.walk(part)]
