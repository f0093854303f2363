"""What an import and a command pull in, seen from a fresh process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from running import CHECKOUT

import hipexpert
from hipexpert.cli.main import VERBS
from hipexpert.knowledge.packs import cache

ROOT = Path(__file__).parents[2]
HEAVY = ("experta", "networkx", "yaml", "rich", "msgspec", "click", "jinja2", "graphlay", "narwhals", "polars")


def heavy_modules_after(code: str) -> set[str]:
    """Which of the heavy libraries are loaded once the code has run."""
    report = f"import sys; print('loaded:', *[name for name in {HEAVY!r} if name in sys.modules])"
    env = {**os.environ, "PYTHONPATH": CHECKOUT}
    outcome = subprocess.run([sys.executable, "-c", f"{code}\n{report}"], env=env, capture_output=True, text=True, check=True)
    return set(outcome.stdout.split("loaded:")[1].split())


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("import hipexpert", set()),
        ("import hipexpert.engine", {"experta"}),
        ("import hipexpert.cli.main", {"click"}),
        (
            "from click.testing import CliRunner; from hipexpert.cli.main import main; "
            "assert CliRunner().invoke(main, ['explain', '--help']).exit_code == 0",
            {"click"},
        ),
        ("import hipexpert; hipexpert.assess({'limp': True}).urgency", {"experta", "msgspec", "yaml"}),
        (
            "from click.testing import CliRunner; from hipexpert.cli.main import main; "
            "assert CliRunner().invoke(main, ['explain', '-f', 'limp=yes']).exit_code == 0",
            {"click", "experta", "msgspec", "yaml"},
        ),
        ("import hipexpert; hipexpert.assess({'limp': True}).graph", {"experta", "msgspec", "yaml", "networkx"}),
    ],
)
def test_only_what_is_needed_is_imported(code: str, allowed: set[str]) -> None:
    """Help needs click alone, text needs no networkx, the facade needs nothing."""
    assert heavy_modules_after(code) <= allowed


CASE = str(ROOT / "examples" / "groin_pain_college_runner.yaml")


@pytest.fixture(scope="module")
def kept_pack(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the pack is kept, in a folder that no other test takes it out of."""
    env = {**os.environ, "PYTHONPATH": CHECKOUT, cache.VARIABLE: str(tmp_path_factory.mktemp("kept"))}
    subprocess.run([sys.executable, "-c", "import hipexpert; hipexpert.load_pack()"], env=env, check=True)
    return env


@pytest.mark.parametrize(
    ("words", "budget"),
    [(("--help",), 4), (("explain", CASE), 114), (("explain", CASE, "--format", "json"), 114)],
    ids=["help", "text", "json"],
)
def test_the_programs_own_modules_keep_to_their_budget(words: tuple[str, ...], budget: int, kept_pack: dict[str, str]) -> None:
    """A command loads few modules of the program, once the pack is kept. How long that takes is in the benchmarks."""
    code = f"import sys; from hipexpert.cli.main import main; main({list(words)!r}, standalone_mode=False)"
    report = "print('loaded:', len([name for name in sys.modules if name.split('.')[0] == 'hipexpert']))"
    outcome = subprocess.run([sys.executable, "-c", f"{code}\n{report}"], env=kept_pack, capture_output=True, text=True, check=True)
    assert 0 < int(outcome.stdout.split("loaded:")[1]) <= budget


def test_a_verb_does_not_load_the_others() -> None:
    """`explain` loads neither the other verbs, nor the interview, nor what looks for the smallest changes."""
    code = "import sys; from hipexpert.cli.main import main; main(['explain', '-f', 'limp=yes', '--format', 'json'], standalone_mode=False)"
    report = "print('loaded:', *[name for name in sys.modules if name.startswith('hipexpert.')])"
    env = {**os.environ, "PYTHONPATH": CHECKOUT}
    outcome = subprocess.run([sys.executable, "-c", f"{code}\n{report}"], env=env, capture_output=True, text=True, check=True)
    loaded = set(outcome.stdout.split("loaded:")[1].split())
    other_verbs = {f"hipexpert.cli.{file}" for verb, file in VERBS.items() if verb != "explain"}
    assert loaded.isdisjoint({*other_verbs, "hipexpert.knowledge.interview.asking", "hipexpert.knowledge.interview.interview"})
    assert "hipexpert.cli.explain" in loaded


def test_tables_without_their_libraries_say_what_to_install() -> None:
    """`hipexpert simulate` in an installation without the extra: one message with the remedy, exit code 2."""
    code = (
        "import importlib.util as util; find = util.find_spec; "
        "util.find_spec = lambda name, *more: None if name == 'polars' else find(name, *more); "
        "from click.testing import CliRunner; from hipexpert.cli.main import main; "
        "result = CliRunner().invoke(main, ['simulate', '5']); print(result.stderr); assert result.exit_code == 2"
    )
    env = {**os.environ, "PYTHONPATH": CHECKOUT}
    outcome = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert "tables need `polars`, which is not installed" in outcome.stdout
    assert 'pip install "hipexpert[cohort]"' in outcome.stdout


def test_every_public_name_is_there() -> None:
    """Each name of `__all__` resolves, and an unknown one is an AttributeError."""
    for name in hipexpert.__all__:
        assert getattr(hipexpert, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = hipexpert.no_such_name


EXTRAS = {  # what each extra alone brings, by the name of its module
    "audit": ("z3", "textstat", "simple_icd_10_cm"),
    "cohort": ("narwhals", "polars"),
    "companion": ("defusedxml", "fitdecode", "gpxpy", "icalendar", "scipy"),
    "serve": ("multipart", "python_multipart"),
    "mcp": ("mcp",),
    "either service": ("starlette", "uvicorn", "prometheus_client"),
}
WITHOUT = """
import importlib.util as util, sys
absent = set({absent!r})
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in absent: raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Absent())
find = util.find_spec
util.find_spec = lambda name, *more: None if name.split(".")[0] in absent else find(name, *more)
import {modules}, hipexpert
print(hipexpert.schema("intake")["$schema"][:5])
"""


@pytest.mark.parametrize(
    ("extras", "modules"),
    [
        ((), "hipexpert.cli.explain, hipexpert.cli.interview, hipexpert.cli.log, hipexpert.cli.plan, hipexpert.rendering.schemas"),
        (("serve", "either service"), "hipexpert.service.application, hipexpert.service.serving"),
        (("mcp", "either service"), "hipexpert.service.mcp.server"),
        (("companion",), "hipexpert.companion.patterns, hipexpert.companion.training_files, hipexpert.cli.log_patterns"),
    ],
)
def test_an_extra_is_enough_for_what_it_is_for(extras: tuple[str, ...], modules: str) -> None:
    """`pip install "hipexpert[serve]"` serves: nothing that it loads needs what another extra brings."""
    absent = sorted(name for extra, names in EXTRAS.items() if extra not in extras for name in names)
    env = {**os.environ, "PYTHONPATH": CHECKOUT}
    code = WITHOUT.format(absent=absent, modules=modules)
    outcome = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert (outcome.stdout.strip(), outcome.returncode) == ("https", 0), outcome.stderr
