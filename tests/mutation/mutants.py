"""The mutants of modules: what cosmic-ray changes in their source, without what only changes a type, a document or nothing."""

import ast
import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import MutationVisitor
from cosmic_ray.plugins import get_operator, operator_names
from mutation.mutant import ROOT, Mutant

UNREADABLE = ""


class Place(NamedTuple):
    """Where an operator of cosmic-ray can change a module: it can so several times, the first is 0."""

    module: str
    operator: str
    number: int


def mutants(modules: Sequence[str]) -> list[Mutant]:
    """All mutants of modules, by their place in them."""
    return _ordered(_different(_places(modules)), modules)


def sample(modules: Sequence[str], size: int, seed: int) -> list[Mutant]:
    """So many mutants of modules, drawn by lot: the same for the same seed, and with a larger size the same and more."""
    places = list(_places(modules))
    random.Random(seed).shuffle(places)  # noqa: S311  # no secret
    found: list[Mutant] = []
    for each in _different(places):
        if len(found) == size:
            break
        found.append(each)
    return _ordered(found, modules)


def _ordered(found: Iterable[Mutant], modules: Sequence[str]) -> list[Mutant]:
    return sorted(found, key=lambda each: (modules.index(each.module), each.number))


def _places(modules: Sequence[str]) -> Iterator[Place]:
    operators = [(name, get_operator(name)) for name in sorted(operator_names())]
    able = [(name, kind()) for name, kind in operators if not kind.arguments()]
    for module in modules:
        nodes = list(ast_nodes(get_ast((ROOT / module).read_text("utf-8"))))
        for name, operator in able:
            for number in range(sum(len(list(operator.mutation_positions(node))) for node in nodes)):
                yield Place(module, name, number)


def _different(places: Iterable[Place]) -> Iterator[Mutant]:
    """The mutants at some places, each once, without those that do what the module does and those that Python cannot read: any test
    notices these.
    """
    meant: dict[str, str] = {}
    known: set[tuple[str, str]] = set()
    for place in places:
        module = place.module
        source = (ROOT / module).read_text("utf-8")
        if module not in meant:
            meant[module] = _meaning(source)
        mutant = _made(place, source)
        if mutant is not None and (module, mutant.source) not in known and _meaning(mutant.source) not in {meant[module], UNREADABLE}:
            known.add((module, mutant.source))
            yield mutant


def _made(place: Place, source: str) -> Mutant | None:
    mutated = None
    with suppress(AttributeError):  # it cannot replace an exception that is named by its module
        mutated = MutationVisitor.mutate_code(source, get_operator(place.operator)(), place.number)
    if mutated is None:
        return None
    lines, new = source.split("\n"), mutated.split("\n")
    at = next((number for number, (old, now) in enumerate(zip(lines, new, strict=False)) if old != now), len(new) - 1)
    return Mutant(place.module, at + 1, lines[at].strip(), new[at].strip() if len(new) == len(lines) else "", mutated)


def _meaning(source: str) -> str:
    """What a source does, as a text: without types and documents."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return UNREADABLE
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(value=None)
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
    return ast.dump(tree)
