"""Work in another Python process that imports what this one imports, and nothing from the folder that it is started in.

Whoever audits a stranger's pack stands in the stranger's folder. A file there that has the name of a library must not run.
"""

import atexit
import gc
import os
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path


def start(module: str, function: str, task: bytes, hash_seed: str = "random") -> "Future[bytes | None]":
    """What a function without arguments writes to its standard output, with the task on its standard input, at work from now
    on; None when it fails.
    """
    pool = ThreadPoolExecutor(1)
    future = pool.submit(_done, f"from {module} import {function}; {function}()", task, hash_seed)
    pool.shutdown(wait=False)
    return future


def _done(work: str, task: bytes, hash_seed: str) -> bytes | None:
    code = f"import gc, sys; sys.path[:] = {import_path()!r}; gc.set_threshold({gc.get_threshold()[0]}); {work}"
    # -I would set the current folder, the user's folder and the environment aside, but with it the hash seed.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [sys.executable, "-P", "-s", "-c", code]
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env={**environment, "PYTHONHASHSEED": hash_seed})  # noqa: S603
    except OSError:  # no process can be started, or no memory is left for one
        return None
    with process:
        _at_work.add(process)
        try:
            found, _ = process.communicate(task)
        finally:
            _at_work.discard(process)
            process.kill()
    return found if process.returncode == 0 else None


def _end_all() -> None:
    """What nobody waits for any more, as after Ctrl-C, does not go on by itself."""
    for process in list(_at_work):
        process.kill()


_at_work: "set[subprocess.Popen[bytes]]" = set()
atexit.register(_end_all)


def import_path() -> list[str]:
    """Where this process imports from, without the folder that it stands in; that of this package itself always is there."""
    here, own = Path.cwd().resolve(), str(Path(str(sys.modules["hipexpert"].__file__)).resolve().parent.parent)
    return [own, *(each for each in sys.path if each and Path(each).resolve() not in (here, Path(own)))]
