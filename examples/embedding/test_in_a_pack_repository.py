"""The GitHub Action and the pre-commit hooks, in a repository that holds a pack of rules."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OF_A_REPOSITORY = ROOT / "docs" / "repository"
WORKFLOW = OF_A_REPOSITORY / "audit-pack.yml"
BIN = Path(sys.executable).parent
SARIF = json.loads((ROOT / "tests" / "audit" / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A Git repository with a pack and its cases."""
    top = tmp_path / "repository"
    shutil.copytree(ROOT / "examples" / "packs" / "server", top / "my_pack")
    shutil.copytree(ROOT / "examples" / "packs" / "server_cases", top / "my_pack_cases")
    config = (OF_A_REPOSITORY / "pre-commit-config.yaml").read_text(encoding="utf-8")
    revision = subprocess.run(["git", "-C", ROOT, "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()
    own = config.replace("https://example.org/hipexpert", ROOT.as_posix()).replace("v0.2.0", revision)
    (top / ".pre-commit-config.yaml").write_text(own, encoding="utf-8")
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=n", "-c", "user.email=e@example.org", "commit", "-qm", "a pack"]):
        subprocess.run(["git", *words], cwd=top, check=True)
    return top


@pytest.mark.parametrize(("kind", "path"), [("github-actions", ROOT / "action.yml"), ("github-workflows", WORKFLOW)])
def test_the_action_and_its_workflow_are_what_github_takes(kind: str, path: Path) -> None:
    """By the published schemas."""
    done = subprocess.run(
        [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{kind}", path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_workflow_gives_the_action_what_it_takes() -> None:
    """No input is misspelt, none that is required is left out."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    workflow = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    given = workflow["jobs"]["audit"]["steps"][-1]["with"]
    assert given.keys() <= action["inputs"].keys()
    assert {name for name, each in action["inputs"].items() if each.get("required")} <= given.keys()


def audited(top: Path, out: Path, pack: str) -> tuple[int, dict[str, object]]:
    """The step of the action that audits, as a runner runs it: the exit code and the SARIF file."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (step,) = [each for each in action["runs"]["steps"] if each.get("id") == "audit"]
    told = {"PACK": pack, "FAIL_ON": action["inputs"]["fail-on"]["default"], "AS_OF": "release", "RUNNER_TEMP": str(out)}
    told |= {"GITHUB_OUTPUT": str(out / "output"), "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    assert step["env"].keys() <= told.keys()
    code = subprocess.run(["bash", "-eo", "pipefail", "-c", step["run"]], cwd=top, env=os.environ | told, check=False).returncode
    ((name, path),) = [line.split("=") for line in (out / "output").read_text(encoding="utf-8").splitlines()]
    assert name == "sarif"
    sarif: dict[str, object] = json.loads(Path(path).read_text(encoding="utf-8"))
    jsonschema.validate(sarif, SARIF)
    (out / "output").unlink()
    return code, sarif


def test_the_action_audits_a_pack_and_says_where_it_is_wrong(repository: Path, tmp_path: Path) -> None:
    """A clean pack passes. A violation fails the step, and so does a pack that does not load; each leaves a SARIF file to show."""
    code, sarif = audited(repository, tmp_path, "my_pack")
    assert code == 0, json.dumps(sarif)[:2000]
    urgency = repository / "my_pack" / "rules" / "urgency.yaml"
    urgency.write_text("rules: [", encoding="utf-8")
    code, sarif = audited(repository, tmp_path, "my_pack")
    assert code == 2
    assert "my_pack/rules/urgency.yaml" in json.dumps(sarif)


def test_pre_commit_audits_a_pack_before_each_commit(repository: Path, tmp_path: Path) -> None:
    """With an environment that pre-commit makes itself from the repository of hipexpert; other files start nothing."""

    def run() -> subprocess.CompletedProcess[str]:
        own = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")}
        return subprocess.run(
            [BIN / "pre-commit", "run"], cwd=repository, env=own, capture_output=True, text=True, check=False, timeout=600
        )

    (repository / "notes.txt").write_text("nothing about the pack\n", encoding="utf-8")
    subprocess.run(["git", "add", "-A"], cwd=repository, check=True)
    skipped = run()
    assert skipped.stdout.count("Skipped") == 2, skipped.stdout + skipped.stderr
    texts = repository / "my_pack" / "texts.yaml"
    texts.write_text(texts.read_text(encoding="utf-8") + "\n# nothing else\n", encoding="utf-8")
    subprocess.run(["git", "add", "-A"], cwd=repository, check=True)
    passed = run()
    assert passed.stdout.count("Passed") == 2, passed.stdout + passed.stderr
    (repository / "my_pack" / "rules" / "urgency.yaml").write_text("rules: [", encoding="utf-8")
    subprocess.run(["git", "add", "-A"], cwd=repository, check=True)
    failed = run()
    assert failed.returncode != 0
    assert "rules/urgency.yaml:2" in failed.stdout
