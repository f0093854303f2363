"""The mutants of a module: what cosmic-ray changes in its source, without what only changes a type, a document or nothing."""

import ast
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import MutationVisitor
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Mutant:
    """A module, the number of the line that is changed, how it reads (without the blanks around it) and how it reads then."""

    module: str
    number: int
    line: str
    becomes: str
    source: str

    @property
    def named(self) -> tuple[str, str, str]:
        """What it is called in ``survivors.yaml``: a line may move, and stand twice."""
        return self.module, self.line, self.becomes


@cache
def mutants(module: str) -> tuple[Mutant, ...]:
    """All mutants of a module, by their place in it."""
    source = (ROOT / module).read_text("utf-8")
    meant, found = _meaning(source), {each.source: each for each in _made(module, source)}
    return tuple(sorted((each for text, each in found.items() if _meaning(text) != meant), key=lambda each: each.number))


def _made(module: str, source: str) -> Iterator[Mutant]:
    lines, tree = source.split("\n"), get_ast(source)
    for name in sorted(operator_names()):
        kind = get_operator(name)
        if kind.arguments():
            continue
        operator = kind()
        for number in range(sum(len(list(operator.mutation_positions(node))) for node in ast_nodes(tree))):
            mutated = None
            with suppress(AttributeError):  # it cannot replace an exception that is named by its module
                mutated = MutationVisitor.mutate_code(source, operator, number)
            if mutated is None:
                continue
            new = mutated.split("\n")
            at = next((place for place, (old, now) in enumerate(zip(lines, new, strict=False)) if old != now), len(new) - 1)
            becomes = new[at].strip() if len(new) == len(lines) else ""
            yield Mutant(module, at + 1, lines[at].strip(), becomes, mutated)


def _meaning(source: str) -> str:
    """What a source does, as a text: without types and documents. A source that cannot be read does nothing else."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return "unreadable"
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(value=None)
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
    return ast.dump(tree)
