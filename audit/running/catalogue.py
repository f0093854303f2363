"""All checks there are, found by looking into the folder ``checks``."""

import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module

from hipexpert.audit import checks as folder
from hipexpert.audit.check import Check, Documentation, documentation_of
from hipexpert.audit.values import GROUPS
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.packs.suggestions import did_you_mean


class CheckError(ProblemsError):
    """Names of checks that do not exist."""


@cache
def all_checks() -> Mapping[str, Check]:
    """Every check by name, by group and then by name."""
    found = [_check_in(each.name) for each in pkgutil.iter_modules(folder.__path__)]
    found.sort(key=lambda check: (GROUPS.index(check.group), check.name))
    return {check.name: check for check in found}


def _check_in(stem: str) -> Check:
    check = import_module(f"{folder.__name__}.{stem}").CHECK
    if not isinstance(check, Check) or check.name != stem.replace("_", "-"):
        raise TypeError(f"checks/{stem}.py must define CHECK, a Check with the name {stem.replace('_', '-')}")
    return check


def documentation(name: str) -> Documentation:
    """What is written about a check. Raises :class:`CheckError` for an unknown name."""
    (check,) = chosen_checks([name], ())
    return documentation_of(check.name)


def chosen_checks(only: Iterable[str], skip: Iterable[str]) -> tuple[Check, ...]:
    """The checks with these names (all, when there are none) but those to skip. Raises :class:`CheckError`."""
    known = all_checks()
    only, skip = tuple(only), tuple(skip)
    problems = [
        Problem("unknown-check", f"unknown check `{name}`", "", did_you_mean(name, known, "`hipexpert audit --list` lists them"))
        for name in dict.fromkeys([*only, *skip])
        if name not in known
    ]
    if problems:
        raise CheckError(problems)
    return tuple(check for name, check in known.items() if (not only or name in only) and name not in skip)
