"""The wheel in a fresh environment, from another folder: what somebody gets who installs the package."""

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.deep  # it builds the wheel and fills environments
ROOT = Path(__file__).parents[2]
CASE = ROOT / "examples" / "groin_pain_college_runner.yaml"
# What the tests themselves are run and installed with.
NOT_FOR_USERS = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT")


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """The standard output of a command that must succeed."""
    env = {key: value for key, value in os.environ.items() if key not in NOT_FOR_USERS} | environment
    outcome = subprocess.run([str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive of a copy of the sources, and the wheel built from that archive, as a release has them."""
    folder = tmp_path_factory.mktemp("archives")
    source = folder / "source"
    for name in tracked():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes((ROOT / name).read_bytes())
    run(sys.executable, "-m", "build", "--outdir", folder, source, cwd=folder)
    return folder


def tracked() -> list[str]:
    """The files of the repository, by their path in it."""
    return [name for name in run("git", "ls-files", "-co", "--exclude-standard", cwd=ROOT).splitlines() if (ROOT / name).is_file()]


@pytest.fixture(scope="session")
def wheel(archives: Path) -> Path:
    """The wheel."""
    (built,) = archives.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def fresh_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel and nothing but its run-time dependencies."""
    folder = tmp_path_factory.mktemp("fresh")
    run(sys.executable, "-m", "venv", folder / "env", cwd=folder)
    python = folder / "env" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=folder)
    return python


def test_the_wheel_holds_every_module_and_every_yaml_file(wheel: Path) -> None:
    """No sub-package vanishes and no knowledge is left behind; the parsed pack is there too."""
    names = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("hipexpert/")}
    rooms = ("audit", "cli", "cohort", "companion", "engine", "graphs", "knowledge", "languages", "rendering", "service")
    folders = {**{room: room for room in rooms}, "hipexpert": ""}
    expected = {
        Path("hipexpert", package, path.relative_to(ROOT / folder)).as_posix()
        for folder, package in folders.items()
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".yaml", ".json", ".typed", ".html", ".css", ".js", ".svg", ".clp", ".md", ".po", ".gz")
    }
    made = {"knowledge/hip/snapshot.msgpack", "knowledge/hip/seal.sha256", "languages/de.mo"}
    assert names == expected | {f"hipexpert/{name}" for name in made}


def test_the_source_archive_holds_the_whole_repository(archives: Path) -> None:
    """Documents, examples and tests come along; only what serves the repository's own machinery stays behind."""
    (archive,) = archives.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.partition("/")[2] for name in opened.getnames()}
    assert {name for name in tracked() if not name.startswith(".")} - names == set()


def test_nothing_but_the_package_is_installed(wheel: Path) -> None:
    """Nothing called engine, cli or tests lands in site-packages."""
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"hipexpert"}


def test_a_plain_install_explains_a_case_from_another_folder(fresh_python: Path, tmp_path: Path) -> None:
    """Fact 1 of DESIGN §4: with frozendict 1.2, as experta pins it, the installed command works."""
    assert "frozendict 1.2\n" in run(fresh_python, "-m", "pip", "list", "--format", "freeze", cwd=tmp_path).replace("==", " ")
    printed = run(fresh_python.parent / "hipexpert", "explain", CASE, "--format", "json", cwd=tmp_path)
    assert json.loads(printed)["urgency"]["level"] == "emergency"
    assert printed == run(fresh_python, "-m", "hipexpert", "explain", CASE, "--format", "json", cwd=tmp_path)


def test_a_forced_frozendict_2_4_works_as_well(wheel: Path, tmp_path: Path) -> None:
    """Fact 1 of DESIGN §4: an application that forces frozendict>=2.4 gets the same result."""
    run(sys.executable, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    python = tmp_path / "env" / "bin" / "python"
    quiet = ("--quiet", "--disable-pip-version-check")
    run(python, "-m", "pip", "install", *quiet, wheel, cwd=tmp_path)
    run(python, "-m", "pip", "install", *quiet, "frozendict>=2.4", cwd=tmp_path)
    code = "import frozendict, hipexpert; print(frozendict.__version__, hipexpert.assess({'weight_bearing': 'unable'}).urgency.level)"
    version, level = run(python, "-c", code, cwd=tmp_path).split()
    assert tuple(map(int, version.split(".")[:2])) >= (2, 4)
    assert level == "emergency"


@pytest.mark.hazard("the-program-or-pack-is-broken")
def test_the_snapshot_is_used_and_says_what_the_yaml_says(fresh_python: Path, tmp_path: Path) -> None:
    """The installed pack is read from its snapshot without parsing YAML, and equals the parsed pack."""
    code = """
import sys
import hipexpert
from hipexpert.knowledge.packs import files, loading, parsing
pack = hipexpert.load_pack()
print("yaml" in sys.modules)
print(parsing.parse_pack(files.read_files(loading.HIP), pack.content_hash) == pack)
"""
    assert run(fresh_python, "-c", code, cwd=tmp_path) == "False\nTrue\n"


def test_the_version_is_one(fresh_python: Path, tmp_path: Path) -> None:
    """The command, the package and its metadata agree on the version."""
    code = "import hipexpert, importlib.metadata as m; print(hipexpert.__version__, m.version('hipexpert'))"
    facade, metadata = run(fresh_python, "-c", code, cwd=tmp_path).split()
    assert facade == metadata
    assert run(fresh_python.parent / "hipexpert", "--version", cwd=tmp_path) == f"hipexpert, version {facade}\n"
