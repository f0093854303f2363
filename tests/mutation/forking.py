"""Runs tests on mutants, each in a process of its own that is forked when all is imported and collected.

Nothing is written: the functions of a mutant take the place of those of the module, and what tests keep of packs is kept for one mutant
alone. What was made before them (a value of the module, a decorated class) and what no test noticed this way is tried once more in a
process that imports the changed module anew, unless what it changes was not called before the tests began.
"""

import ast
import functools
import importlib
import importlib.machinery
import inspect
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType

import pytest
from mutation.mutant import ROOT, Mutant

NOTICED, UNNOTICED, NOT_TRIED = 1, 0, 3
TOLD = "_reached_"  # what a module calls to tell of a line
CACHE = "HIPEXPERT_CACHE"  # by its name: the product must not be imported here, as a mutant is to be imported in its place
MEMORY = 6 * 2**30
LEAST_SECONDS, TIMES = 10, 8
"""A test on a mutant may take so much processor time, and so many times what it takes otherwise. One that takes more has noticed it."""


def forked(run: Callable[[], int], seconds: float) -> bool:
    """Whether what runs in a process of its own ends with anything but 0, or not in time. Raises where the mutant was not tried."""
    child = os.fork()
    if child == 0:
        code = NOTICED
        with suppress(BaseException):
            _bounded(seconds)
            code = run()
        os._exit(code)
    begun = time.monotonic()
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            if os.waitstatus_to_exitcode(status) == NOT_TRIED:
                raise RuntimeError("a mutant was not imported, though its tests reach it")
            return status != 0
        if time.monotonic() - begun > 20 * seconds:  # it waits for something, and takes no time
            os.kill(child, signal.SIGKILL)
        time.sleep(0.005)


def _bounded(seconds: float) -> None:
    """What a mutant may take, and nowhere to write to."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nowhere, number)


def _bound_to(seconds: float) -> None:
    """What this process may take from now on, within what it may take in all."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (min(int(time.process_time() + seconds) + 1, most), most))


class Verdict(Enum):
    """What running its tests in a forked process says of a mutant."""

    NOTICED = "noticed"
    UNNOTICED = "unnoticed"
    OPEN = "open"  # it shows only where its module is imported


class Forking:
    """A plugin of pytest that runs the collected tests once as they are, and then on each mutant those that reach the changed line."""

    def __init__(self, modules: Sequence[str], chosen: Sequence[Mutant], told: Callable[[int, Verdict, list[str]], None]) -> None:
        self.modules, self.chosen, self.told = modules, chosen, told
        self.failed = False
        self.called: set[CodeType] = set()
        sys.setprofile(self._called)

    def _called(self, frame: FrameType, event: str, _about: object) -> None:
        if event == "call":
            self.called.add(frame.f_code)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Whether a test failed, in whichever of its phases."""
        self.failed |= report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of the loop of pytest."""
        sys.setprofile(None)
        with tempfile.TemporaryDirectory(prefix="hipexpert-mutation-") as folder:
            self._loop(session, Path(folder, "kept"))
        return True

    def _loop(self, session: pytest.Session, folder: Path) -> None:
        reached, took = self._baseline(session.items)
        # INVARIANT: what is told of a mutant rests on the mutant alone, so the tests pass in their order there without a change.
        quickest_first = sorted(session.items, key=lambda item: took[item.nodeid])
        if forked(lambda: self._apart(folder, lambda: self._run(quickest_first, took)), LEAST_SECONDS + TIMES * sum(took.values())):
            raise pytest.UsageError("the tests fail without any change in the order in which mutants are given them")
        early = {(module, each.co_qualname.split(".<locals>")[0]) for each in self.called for module in self.modules if _of(each, module)}
        for number, mutant in enumerate(self.chosen):
            tests = _reaching(mutant, reached, session.items)
            tests.sort(key=lambda item: took[item.nodeid])
            self.told(number, self._verdict(mutant, tests, took, early, folder), [item.nodeid for item in tests])

    def _verdict(
        self, mutant: Mutant, tests: list[pytest.Item], took: Mapping[str, float], early: set[tuple[str, str]], folder: Path
    ) -> Verdict:
        changed = fitting(mutant.module, compiled(mutant.source, str(ROOT / mutant.module)))
        if not tests:
            return Verdict.UNNOTICED
        if not changed:
            return Verdict.OPEN

        def run() -> int:
            _transplant(changed)
            return self._apart(folder, lambda: self._run(tests, took))

        if forked(run, LEAST_SECONDS + TIMES * sum(took[item.nodeid] for item in tests)):
            return Verdict.NOTICED
        called = any((mutant.module, function.__code__.co_qualname) in early for function, _ in changed)
        return Verdict.OPEN if called else Verdict.UNNOTICED

    def _apart(self, folder: Path, run: Callable[[], bool]) -> int:
        """Whether a test fails, in a process that shares what is kept of packs with no other mutant: one could leave something there."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(os.environ[CACHE], folder)
        os.environ[CACHE] = str(folder)
        return NOTICED if run() else UNNOTICED

    def _run(self, tests: Sequence[pytest.Item], took: Mapping[str, float]) -> bool:
        """Whether one of the tests fails; the process ends where one takes too long."""
        for item, following in zip(tests, [*tests[1:], None], strict=True):
            _bound_to(LEAST_SECONDS + TIMES * took[item.nodeid])
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                return True
        return False

    def _baseline(self, tests: Sequence[pytest.Item]) -> tuple[dict[tuple[str, int], set[str]], dict[str, float]]:
        """Which tests reach a line, and how long each takes; told by a process of its own, so that nothing is kept from it."""
        told, tell = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(told)
            lines = Lines(self.modules)
            took = {}
            for item, following in zip(tests, [*tests[1:], None], strict=True):
                before = time.process_time()
                with lines.of(item.nodeid):
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                took[item.nodeid] = time.process_time() - before
                if self.failed:
                    sys.stderr.write(f"{item.nodeid} fails without any change\n")
                    os._exit(1)
            with os.fdopen(tell, "w") as file:
                json.dump([took, [[*place, sorted(found)] for place, found in lines.reached.items()]], file)
            os._exit(0)
        os.close(tell)
        with os.fdopen(told) as file:
            text = file.read()
        if os.waitpid(child, 0)[1] != 0:
            raise pytest.UsageError("the tests fail without any change")
        took, places = json.loads(text)
        return {(module, number): set(found) for module, number, found in places}, took


class Lines:
    """Which statements of the functions of some modules each test reaches, by the line in which they begin.

    The functions are given code that tells it, which costs a tenth of what it costs to trace all that is called.
    """

    def __init__(self, modules: Sequence[str]) -> None:
        self.reached: dict[tuple[str, int], set[str]] = defaultdict(set)
        self.now: dict[str, set[int]] = {module: set() for module in modules}
        for module, lines in self.now.items():
            found = fitting(module, compiled(telling(module), str(ROOT / module)))
            if found is None:
                raise RuntimeError(f"the functions of {module} cannot be given other code")
            setattr(_module(module), TOLD, lines.add)
            _transplant(found)

    @contextmanager
    def of(self, test: str) -> Iterator[None]:
        """Those that are reached from now on are reached by this test."""
        for lines in self.now.values():
            lines.clear()
        yield
        for module, lines in self.now.items():
            for line in lines:
                self.reached[module, line].add(test)


def telling(module: str) -> ast.Module:
    """A module whose functions tell of each statement that it is reached."""
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]
    for node in {id(each): each for function in functions for each in ast.walk(function)}.values():
        for name in ("body", "orelse", "finalbody"):
            statements = getattr(node, name, None)
            if isinstance(statements, list):
                setattr(node, name, [each for statement in statements for each in (_tells(statement), statement)])
    return ast.fix_missing_locations(tree)


def _tells(statement: ast.stmt) -> ast.stmt:
    tells = ast.Call(ast.Name(TOLD, ast.Load()), [ast.Constant(statement.lineno)], [])
    return ast.copy_location(ast.Expr(ast.copy_location(tells, statement)), statement)


def _reaching(mutant: Mutant, reached: dict[tuple[str, int], set[str]], tests: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests that reach the statement which is changed; all of them for what is reached only when the module is imported."""
    first, last = _statement(mutant)
    if first is None:
        return list(tests)
    found: set[str] = set()
    for number in range(first, last + 1):
        found |= reached.get((mutant.module, number), set())
    return [item for item in tests if item.nodeid in found]


def _statement(mutant: Mutant) -> tuple[int | None, int]:
    """The lines of the innermost statement in a function at the line of a mutant; None outside of functions."""
    found: tuple[int | None, int] = (None, 0)
    for function in ast.walk(_tree(mutant.module)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for statement in function.body:
            for node in ast.walk(statement):
                if isinstance(node, ast.stmt) and node.lineno <= mutant.number <= (node.end_lineno or node.lineno):
                    first, last = node.lineno, node.end_lineno or node.lineno
                    body = getattr(node, "body", None)
                    if isinstance(body, list) and body:
                        last = max(first, body[0].lineno - 1)
                        if mutant.number > last:
                            continue
                    if found[0] is None or last - first <= found[1] - found[0]:
                        found = first, last
    return found


@functools.cache
def _tree(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text("utf-8"))


def _of(code: CodeType, module: str) -> bool:
    return code.co_filename.endswith(module) and os.path.realpath(code.co_filename) == str(ROOT / module)


def _transplant(changed: Iterable[tuple[FunctionType, CodeType]]) -> None:
    for function, code in changed:
        function.__code__ = code


def compiled(source: str | ast.Module, path: str) -> CodeType:
    """The code of a module. What Python only warns of is no error: a test has to notice it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        return compile(source, path, "exec", dont_inherit=True)


def fitting(module: str, changed: CodeType) -> list[tuple[FunctionType, CodeType]] | None:
    """The functions of a module that are otherwise in its changed code, each with its code there; None when anything else is."""
    path = ROOT / module
    known = dict(_codes(compiled(path.read_text("utf-8"), str(path))))
    fresh = {name: code for name, code in _codes(changed) if known.get(name) != code}
    functions = dict(_functions(_module(module)))
    if any(name not in functions or functions[name].__code__.co_freevars != code.co_freevars for name, code in fresh.items()):
        return None
    return [(functions[name], code) for name, code in fresh.items()]


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    """The code of each function that is not within another, by its qualified name, and that of the classes around them."""
    for each in code.co_consts:
        if not isinstance(each, CodeType):
            continue
        if each.co_flags & inspect.CO_NEWLOCALS:
            yield each.co_qualname, each
        else:  # the body of a class: its functions are told by themselves, and where they end means nothing
            yield from _codes(each)
            alone = tuple(None if isinstance(one, CodeType) else one for one in each.co_consts)
            yield each.co_qualname, each.replace(co_consts=alone, co_linetable=b"")


def _functions(module: ModuleType) -> Iterator[tuple[str, FunctionType]]:
    """The functions of a module by their qualified names, also under what decorates them."""
    waiting = [each for each in vars(module).values() if getattr(each, "__module__", None) == module.__name__]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, FunctionType):
            yield each.__code__.co_qualname, each
        if isinstance(each, type):
            waiting += vars(each).values()
        for inner in ("__wrapped__", "__func__", "func", "fget"):
            with suppress(Exception):
                waiting += [getattr(each, inner)] if isinstance(getattr(each, inner, None), FunctionType) else []


def _module(module: str) -> ModuleType:
    name = "hipexpert." + module.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    return importlib.import_module(name)


def imported_anew(mutant: Mutant, tests: Sequence[str]) -> int:
    """Runs tests in this process, in which the module was not imported yet, with the mutant in its place: 0 when none fails,
    ``NOT_TRIED`` when it was imported from elsewhere.
    """
    original = importlib.machinery.SourceFileLoader.get_code
    imported = set()

    def get_code(loader: importlib.machinery.SourceFileLoader, name: str) -> CodeType | None:
        if os.path.realpath(loader.path) == str(ROOT / mutant.module):
            imported.add(name)
            return compiled(mutant.source, loader.path)
        return original(loader, name)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[assignment,method-assign]
    options = ["-x", "-q", "-W", "ignore::pytest.PytestAssertRewriteWarning", "-p", "no:randomly", "-n", "0", "--rootdir", str(ROOT)]
    code = int(pytest.main([*options, *tests]) != 0)
    return code if imported else NOT_TRIED


def libraries() -> Iterator[str]:
    """What is imported here that is neither the product nor a test, for a process that is to import it only once."""
    for name, module in sorted(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if file and not Path(file).is_relative_to(ROOT) and name.split(".")[0] not in {"experta", "frozendict", "schema", "hipexpert"}:
            yield name
