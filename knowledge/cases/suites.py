"""A suite: the cases and the rule checks with which a pack is tested, read from files and folders."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from hipexpert.knowledge.cases.cases import Case, CaseError, cases_in, holds_checks, texts_of
from hipexpert.knowledge.cases.rule_checks import RuleCheck, checks_in
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.reading import Text

if TYPE_CHECKING:
    from hipexpert.engine import Problem


class Suite(Struct, frozen=True):
    """Whole cases, and checks of single rules, in the order of their files."""

    cases: tuple[Case, ...]
    checks: tuple[RuleCheck, ...]


def read_suite(paths: Iterable[str | Path], pack: Pack) -> Suite:
    """The cases and checks in files and folders (with all that lies in them), in the order given and by name within a folder.

    Raises :class:`CaseError` with every problem of every file.
    """
    problems: list[Problem] = []
    checks: list[RuleCheck] = []

    def case_texts() -> Iterator[Text]:
        for text in texts_of(paths, problems):
            if holds_checks(text):
                checks.extend(checks_in(text, pack, problems))
            else:
                yield text

    cases = cases_in(case_texts(), pack, problems)
    if problems:
        raise CaseError(problems)
    return Suite(cases, tuple(checks))
