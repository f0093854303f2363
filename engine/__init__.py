"""Generic forward chaining on experta: programs, sessions, derivations, statuses. No clinical word, no YAML, no graph."""

from hipexpert.engine.bit_sets import in_at_least, members_of, set_of
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
from hipexpert.engine.closure import Closure, Consequences, part_concluding
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
from hipexpert.engine.lookahead import Ahead, Lookahead
from hipexpert.engine.premises import Gate, GroundPremise, all_of, any_of, are_true, at_least, fold, fold_with, holds, leaves, true_leaves
from hipexpert.engine.program import Program
from hipexpert.engine.rules import Item, Mark, ProgramRule, Tally
from hipexpert.engine.ruling_out import Never
from hipexpert.engine.session import CompiledProgram, Run
from hipexpert.engine.status import Outlook, Status
from hipexpert.engine.tables import Tables, tabulate
from hipexpert.engine.tallying import Scale, Weights
from hipexpert.engine.trace import Event, Fired, Given, Weighed

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
