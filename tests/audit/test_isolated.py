"""Another process does not run what lies in the folder in which somebody audits."""

import datetime
import os
import subprocess
import sys
from pathlib import Path

import pytest
from audit_packs import planted, written

from hipexpert import load_pack
from hipexpert.audit import isolated
from hipexpert.audit.running.beside import looked_for
from hipexpert.audit.running.catalogue import all_checks
from hipexpert.audit.subject.subject import Subject

PLANTED = "import pathlib\npathlib.Path(__file__).with_suffix('.ran').touch()\nraise ImportError\n"
SHADOWED = ("msgspec", "networkx", "hashlib", "yaml", "sitecustomize", "usercustomize")
AUDIT = """
import sys
from hipexpert.audit.running import beside
from hipexpert.audit.running.catalogue import all_checks
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge import load_pack
import datetime
subject = Subject(load_pack(sys.argv[1]), datetime.date(2026, 11, 22))
sys.path[:0] = ["", "."]
outcome = beside.started(subject, [all_checks()["weak-sources"]], orders=True)()
print(len(outcome.found["weak-sources"]))
"""


@pytest.fixture
def strangers_folder(tmp_path: Path) -> Path:
    """A folder with a module in the name of each library that an audit needs."""
    for name in SHADOWED:
        (tmp_path / f"{name}.py").write_text(PLANTED, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("variables", [{}, {"PYTHONPATH": "."}], ids=["plain", "with the folder in PYTHONPATH"])
def test_a_planted_module_does_not_run(strangers_folder: Path, variables: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """The other process finds what it should find, and nothing of the stranger's has run in it."""
    folder = written(tmp_path_factory.mktemp("weak"), next(each.violates for each in planted() if each.check == "weak-sources"))
    started_in = {**os.environ, "PYTHONPATH": os.pathsep.join(isolated.import_path())}
    code = f"import os; os.chdir({str(strangers_folder)!r}); os.environ.update({variables!r})\n{AUDIT}"
    done = subprocess.run([sys.executable, "-P", "-c", code, str(folder)], env=started_in, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    weak = looked_for(Subject(load_pack(folder), datetime.date(2026, 11, 22)), [all_checks()["weak-sources"]])
    assert int(done.stdout) == len(weak.found["weak-sources"]) > 0
    assert list(strangers_folder.glob("*.ran")) == []


def test_work_that_fails_gives_nothing() -> None:
    """A function that is not there is no reason to stop."""
    assert isolated.start("hipexpert.audit.running.beside", "no_such_function", b"").result() is None
