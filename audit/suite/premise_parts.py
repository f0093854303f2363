"""The parts of a premise: each leaf and each gate inside it, by its path; and premises with a part changed or left out."""

from collections.abc import Iterator

from hipexpert.knowledge.packs.premises import Premise, Several

Path = tuple[int, ...]


def parts(premise: Premise, path: Path = ()) -> Iterator[tuple[Path, Premise]]:
    """What a premise is made of, each with its path, outer parts before inner ones.

    The gate that is the whole premise is no part of itself; a whole premise that is a leaf is its own only part.
    """
    if not path and not isinstance(premise, Several):
        yield path, premise
    if isinstance(premise, Several):
        for number, part in enumerate(premise.of):
            yield (*path, number), part
            yield from parts(part, (*path, number))


def gates(premise: Premise, path: Path = ()) -> Iterator[tuple[Path, Several]]:
    """Every gate of a premise with its path, the whole premise included."""
    if isinstance(premise, Several):
        yield path, premise
        for number, part in enumerate(premise.of):
            yield from gates(part, (*path, number))


def part_at(premise: Premise, path: Path) -> Premise:
    """The part with a path. Raises KeyError where there is none."""
    for number in path:
        premise = _gate(premise, path).of[number]
    return premise


def with_part(premise: Premise, path: Path, part: Premise) -> Premise:
    """The premise with another part in place of the one with this path."""
    if not path:
        return part
    gate, first = _gate(premise, path), path[0]
    return Several(gate.count, (*gate.of[:first], with_part(gate.of[first], path[1:], part), *gate.of[first + 1 :]))


def without_part(premise: Premise, path: Path) -> Premise | None:
    """The premise without a part: an *all* asks for the others, an *any* or *at least* for as many of the others as it can.

    None when nothing would be left. A gate of one part becomes that part.
    """
    if not path:
        return None
    whole = _gate(part_at(premise, path[:-1]), path)
    of = whole.of[: path[-1]] + whole.of[path[-1] + 1 :]
    if not of:
        return without_part(premise, path[:-1])
    left = of[0] if len(of) == 1 else Several(len(of) if whole.count == len(whole.of) else min(whole.count, len(of)), of)
    return with_part(premise, path[:-1], left)


def _gate(premise: Premise, path: Path) -> Several:
    if not isinstance(premise, Several):
        raise KeyError(path)
    return premise
