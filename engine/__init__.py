"""Generic forward chaining on experta: programs, sessions, derivations, statuses. No clinical word, no YAML, no graph."""

from importlib import import_module
from typing import TYPE_CHECKING

from hipexpert.engine.bit_sets import in_at_least, members_of, set_of
from hipexpert.engine.ceilings import KeptCeilings
from hipexpert.engine.checker import (
    follows_in_order,
    is_grounded,
    is_minimal,
    is_true,
    unverified_firings,
    unverified_steps,
    verified,
    what_could_follow,
    what_follows,
)
from hipexpert.engine.counting import Counting
from hipexpert.engine.derivation import Application, Derivation, Justification
from hipexpert.engine.errors import (
    ExpertaError,
    FiringLimitError,
    Problem,
    ProblemsError,
    ProgramError,
    UnknownFactError,
    UnverifiedError,
    gathering,
)
from hipexpert.engine.premises import Gate, GroundPremise, all_of, any_of, are_true, at_least, fold, fold_with, holds, leaves, true_leaves
from hipexpert.engine.program import Program
from hipexpert.engine.rules import Item, Mark, ProgramRule, Tally
from hipexpert.engine.ruling_out import Never
from hipexpert.engine.session import CompiledProgram, Run
from hipexpert.engine.status import Outlook, Status
from hipexpert.engine.tables import Tables, tabulate
from hipexpert.engine.tallying import KeptWeights, Scale, Weights
from hipexpert.engine.trace import Event, Fired, Given, Weighed

if TYPE_CHECKING:
    from hipexpert.engine.closure import Closure, Consequences, part_concluding
    from hipexpert.engine.lookahead import Ahead, Lookahead

__all__ = [
    "Ahead",
    "Application",
    "Closure",
    "CompiledProgram",
    "Consequences",
    "Counting",
    "Derivation",
    "Event",
    "ExpertaError",
    "Fired",
    "FiringLimitError",
    "Gate",
    "Given",
    "GroundPremise",
    "Item",
    "Justification",
    "KeptCeilings",
    "KeptWeights",
    "Lookahead",
    "Mark",
    "Never",
    "Outlook",
    "Problem",
    "ProblemsError",
    "Program",
    "ProgramError",
    "ProgramRule",
    "Run",
    "Scale",
    "Status",
    "Tables",
    "Tally",
    "UnknownFactError",
    "UnverifiedError",
    "Weighed",
    "Weights",
    "all_of",
    "any_of",
    "are_true",
    "at_least",
    "fold",
    "fold_with",
    "follows_in_order",
    "gathering",
    "holds",
    "in_at_least",
    "is_grounded",
    "is_minimal",
    "is_true",
    "leaves",
    "members_of",
    "part_concluding",
    "set_of",
    "tabulate",
    "true_leaves",
    "unverified_firings",
    "unverified_steps",
    "verified",
    "what_could_follow",
    "what_follows",
]

# An assessment that is only shown tries no answers: what does is imported when it is asked for.
_HOME_OF = {"Ahead": "lookahead", "Closure": "closure", "Consequences": "closure", "Lookahead": "lookahead", "part_concluding": "closure"}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _HOME_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
        return found
