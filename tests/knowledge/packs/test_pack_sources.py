"""A pack is the same from a folder, a zip and a mapping; what a zip or a mapping should not hold is refused before it does harm."""

import stat
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from running import refused, run
from tiny import TINY, copied, pack_problems

import hipexpert
from hipexpert import load_pack
from hipexpert.knowledge.packs import files, limits, sealing


def texts(folder: Path = TINY) -> dict[str, str]:
    """The files of a pack as a mapping."""
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.yaml")}


def zipped(path: Path, contents: Mapping[str, str | bytes], top: str = "") -> Path:
    """A zip that holds some files, below a folder ``top``."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(f"{top}{name}", content)
    return path


def test_a_pack_is_the_same_wherever_it_comes_from(tmp_path: Path) -> None:
    """Folder, zip, a zip of one folder as others pack it, texts and bytes: one pack, one hash, one engine, also at a terminal."""
    whole = load_pack(TINY)
    plain = zipped(tmp_path / "plain.zip", {**texts(), "README.md": "not read"})
    below = zipped(tmp_path / "below.zip", texts(), "tiny-main/")
    raw = {name: text.encode() for name, text in texts().items()}
    for source in (plain, str(below), texts(), raw):
        assert load_pack(source) == whole
        assert hipexpert.Engine(source) == hipexpert.Engine(TINY)
    shown = run("explain", "--knowledge", str(below), "-f", "age=40").stdout
    assert shown == run("explain", "--knowledge", str(TINY), "-f", "age=40").stdout


def test_a_seal_holds_for_every_source(tmp_path: Path) -> None:
    """What the seal does not name, or names otherwise, is refused from a zip and from a mapping as from a folder."""
    seal = sealing.seal_of(files.read_folder(TINY)).decode()
    assert load_pack({**texts(), sealing.NAME: seal}) == load_pack(TINY)
    changed = {**texts(), "patterns.yaml": texts()["patterns.yaml"] + "\n", sealing.NAME: seal}
    for source in (changed, zipped(tmp_path / "changed.zip", changed, "a/")):
        (problem,) = pack_problems(source)
        assert (problem.code, "changed `patterns.yaml`" in problem.message) == ("broken-seal", True)
    sealed = zipped(tmp_path / "sealed.zip", {**texts(), sealing.NAME: seal})
    assert run("pack", "check", str(sealed)).stdout.startswith("whole: ")
    assert run("pack", "check", str(zipped(tmp_path / "open.zip", texts()))).exit_code == 3


@pytest.mark.hazard("the-program-or-pack-is-broken")
@pytest.mark.parametrize("name", ["/etc/rules.yaml", "../rules.yaml", "rules/../../a.yaml", "C:/a.yaml", "rules\\a.yaml", "./rules/a.yaml"])
def test_a_path_out_of_the_pack_is_refused(name: str, tmp_path: Path) -> None:
    """From a zip and from a mapping alike, by its name."""
    for source in ({**texts(), name: "rules: []"}, zipped(tmp_path / "out.zip", {**texts(), name: "rules: []"})):
        assert ("bad-path", name) in {(each.code, each.place) for each in pack_problems(source)}


def bomb(path: Path) -> None:
    """A file of some kilobytes that unpacks to more than a file may hold."""
    zipped(path, {**texts(), "rules/bomb.yaml": b"#" * (files.reading.PACK_FILE_BYTES + 1)})


def many_bombs(path: Path) -> None:
    """Files that each are small enough, and are too much together."""
    zipped(path, {**texts(), **{f"rules/r{number}.yaml": b"#" * 4_000_000 for number in range(14)}})


def link(path: Path) -> None:
    """A link to a file of whoever unpacks it."""
    zipped(path, texts())
    with zipfile.ZipFile(path, "a") as archive:
        each = zipfile.ZipInfo("rules/link.yaml")
        each.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(each, "/etc/passwd")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def twice(path: Path) -> None:
    """Two files of one name, of which another program may show the other."""
    zipped(path, texts())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("patterns.yaml", "patterns: []")


def another_way(path: Path) -> None:
    """A file packed in a way that cannot be unpacked piece by piece."""
    zipped(path, texts())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("rules/lzma.yaml", "rules: []")


def cut_off(path: Path) -> None:
    """A zip whose files are not what its list says."""
    zipped(path, texts())
    data = bytearray(path.read_bytes())
    data[60:200] = bytes(140)
    path.write_bytes(data)


def lying(path: Path) -> None:
    """A file that says of itself that it is small."""
    bomb(path)
    data = path.read_bytes()
    size = (files.reading.PACK_FILE_BYTES + 1).to_bytes(4, "little")
    path.write_bytes(data.replace(size, (9).to_bytes(4, "little")))


def a_pack_less(path: Path) -> None:
    """A zip of something else."""
    zipped(path, {"notes.yaml": "a: 1"})


def a_text(path: Path) -> None:
    """No zip."""
    path.write_text("rules: []")


def too_large(path: Path) -> None:
    """A zip with nothing in it that counts, and too long a list of it."""
    with path.open("wb") as file:
        file.truncate(limits.ZIP_BYTES)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("pack.yaml", "")


@pytest.mark.hazard("the-program-or-pack-is-broken")
@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("spoil", "codes"),
    [
        (bomb, {"too-large"}),
        (many_bombs, {"over-limit"}),
        (link, {"linked-file"}),
        (twice, {"repeated-file"}),
        (another_way, {"bad-zip"}),
        (cut_off, {"bad-zip"}),
        (lying, {"bad-zip", "too-large"}),
        (a_pack_less, {"no-such-pack"}),
        (a_text, {"no-such-pack"}),
        (too_large, {"over-limit"}),
    ],
)
def test_a_bad_zip_is_refused(spoil: Callable[[Path], None], codes: set[str], tmp_path: Path) -> None:
    """Each by what is wrong with it, in one message and without a traceback."""
    path = tmp_path / "bad.zip"
    spoil(path)
    found = {each.code for each in pack_problems(path)}
    assert found
    assert found <= codes
    assert "Traceback" not in refused("explain", "--knowledge", str(path), "-f", "age=40")


def test_a_bad_mapping_is_refused(tmp_path: Path) -> None:
    """No pack.yaml, something that is no text, a file that no pack holds, and half of a pair of surrogates."""
    assert [each.code for each in pack_problems({"rules/a.yaml": ""})] == ["no-such-pack"]
    broken: dict[str, object] = {**texts(), "rules/a.yaml": 3, "notes.yaml": "a: 1", "rules/b.yaml": "rules: ['\ud800']"}
    assert {each.code for each in pack_problems(broken)} == {"bad-type", "stray-file"}
    assert {each.code for each in pack_problems({**texts(), "rules/b.yaml": "rules: ['\ud800']"})} == {"not-utf8"}
    packed = zipped(tmp_path / "a.zip", texts(copied(tmp_path)))
    assert "unpack the pack" in refused("new", "rule", "a-rule", "--pack", str(packed), "--when", "age>=3", "--then", "urgency=soon")
