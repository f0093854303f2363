"""Runs tests on mutants, each in a process of its own that is forked when all is imported and collected.

Nothing is written: the functions of a mutant take the place of those of the module. What was made before them (a value of the module, a
decorated class) and what no test noticed this way is tried once more in a process that imports the changed module anew.
"""

import ast
import functools
import importlib
import importlib.machinery
import inspect
import json
import os
import resource
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest
from mutation.mutants import ROOT, Mutant

NOTICED, UNNOTICED = 1, 0
MEMORY = 6 * 2**30
LEAST_SECONDS, TIMES = 10, 8
"""A mutant may take so much processor time, and so many times what its tests take otherwise. One that takes more is noticed."""


def forked(run: Callable[[], int], seconds: float) -> bool:
    """Whether what runs in a process of its own ends with anything but 0, or not in time."""
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


class Forking:
    """A plugin of pytest that runs the collected tests once as they are, and then on each mutant those that reach the changed line."""

    def __init__(self, modules: Sequence[str], chosen: Sequence[Mutant], told: Callable[[Mutant, bool, list[str]], None]) -> None:
        self.modules, self.chosen, self.told = modules, chosen, told
        self.failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Whether a test failed, in whichever of its phases."""
        self.failed |= report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of the loop of pytest."""
        reached, took = self._baseline(session.items)
        for mutant in self.chosen:
            tests = _reaching(mutant, reached, session.items)
            tests.sort(key=lambda item: took[item.nodeid])
            seconds = LEAST_SECONDS + TIMES * sum(took[item.nodeid] for item in tests)
            noticed = bool(tests) and forked(lambda mutant=mutant, tests=tests: self._noticed(mutant, tests), seconds)  # type: ignore[misc]
            self.told(mutant, noticed, [item.nodeid for item in tests])
        return True

    def _noticed(self, mutant: Mutant, tests: list[pytest.Item]) -> int:
        if not transplanted(mutant):
            return UNNOTICED  # nothing a function can show: it is left to a process that imports it
        return NOTICED if self._run(tests) else UNNOTICED

    def _run(self, tests: Sequence[pytest.Item]) -> bool:
        """Whether one of the tests fails."""
        for item, following in zip(tests, [*tests[1:], None], strict=True):
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
    """Which lines of some modules each test reaches."""

    def __init__(self, modules: Sequence[str]) -> None:
        self.files = {str(ROOT / each): each for each in modules}
        self.known: dict[CodeType, str | None] = {}
        self.reached: dict[tuple[str, int], set[str]] = defaultdict(set)
        self.test = ""

    def of(self, test: str) -> "Lines":
        """Those that are reached from now on are reached by this test."""
        self.test = test
        return self

    def __enter__(self) -> None:
        sys.settrace(self._frame)

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _frame(self, frame: FrameType, _event: str, _about: Any) -> Callable[..., Any] | None:
        code = frame.f_code
        if code not in self.known:  # asked at every call of whatever function
            self.known[code] = self.files.get(os.path.realpath(code.co_filename))
        module = self.known[code]
        if module is None:
            return None
        reached, test = self.reached, self.test

        def line(frame: FrameType, _event: str, _about: Any) -> Any:
            reached[module, frame.f_lineno].add(test)
            return line

        return line(frame, "", None)


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


def transplanted(mutant: Mutant) -> bool:
    """Gives the functions of a module the code of a mutant; whether that is all that the mutant changes."""
    module = _module(mutant.module)
    new = compile(mutant.source, str(ROOT / mutant.module), "exec", dont_inherit=True)
    old = compile((ROOT / mutant.module).read_text("utf-8"), str(ROOT / mutant.module), "exec", dont_inherit=True)
    fresh, known = dict(_codes(new)), dict(_codes(old))
    changed = [name for name, code in fresh.items() if known.get(name) != code]
    functions = dict(_functions(module))
    for name in changed:
        if name not in functions or functions[name].__code__.co_freevars != fresh[name].co_freevars:
            return False
    for name in changed:
        functions[name].__code__ = fresh[name]
    return bool(changed)


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    """The code of each function that is not within another, by its qualified name, and that of the classes around them."""
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each.co_qualname, each
            if not each.co_flags & inspect.CO_NEWLOCALS:  # the body of a class
                yield from _codes(each)


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
    """Runs tests in this process, in which the module was not imported yet, with the mutant in its place: 0 when none fails."""
    original = importlib.machinery.SourceFileLoader.get_code

    def get_code(loader: importlib.machinery.SourceFileLoader, name: str) -> CodeType | None:
        if os.path.realpath(loader.path) == str(ROOT / mutant.module):
            return compile(mutant.source, loader.path, "exec", dont_inherit=True)
        return original(loader, name)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[assignment,method-assign]
    return int(
        pytest.main(
            ["-x", "-q", "-W", "ignore::pytest.PytestAssertRewriteWarning", "-p", "no:randomly", "-n", "0", "--rootdir", str(ROOT), *tests]
        )
        != 0
    )


def libraries() -> Iterator[str]:
    """What is imported here that is neither the product nor a test, for a process that is to import it only once."""
    for name, module in sorted(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if file and not Path(file).is_relative_to(ROOT) and name.split(".")[0] not in {"experta", "frozendict", "schema", "hipexpert"}:
            yield name
