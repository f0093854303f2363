"""Generic forward chaining on experta: programs, sessions, derivations, statuses. No clinical word, no YAML, no graph."""

from hipexpert.engine.checker import is_grounded, is_minimal, is_true, unverified_steps, verified, what_could_follow, what_follows
from hipexpert.engine.closure import Closure, Consequences, part_concluding
from hipexpert.engine.derivation import Derivation, Justification
from hipexpert.engine.errors import (
    ExpertaError,
    FiringLimitError,
    Problem,
    ProblemsError,
    ProgramError,
    UnknownFactError,
    UnverifiedError,
)
from hipexpert.engine.oracle import Meaning, meaning
from hipexpert.engine.program import (
    Gate,
    Item,
    Mark,
    Premise,
    Program,
    Rule,
    Tally,
    all_of,
    any_of,
    at_least,
    leaves,
)
from hipexpert.engine.session import CompiledProgram, MatcherName, Run
from hipexpert.engine.status import Outlook, Status
from hipexpert.engine.trace import Event, Fired, Given, Weighed

__all__ = [
    "Closure",
    "CompiledProgram",
    "Consequences",
    "Derivation",
    "Event",
    "ExpertaError",
    "Fired",
    "FiringLimitError",
    "Gate",
    "Given",
    "Item",
    "Justification",
    "Mark",
    "MatcherName",
    "Meaning",
    "Outlook",
    "Premise",
    "Problem",
    "ProblemsError",
    "Program",
    "ProgramError",
    "Rule",
    "Run",
    "Status",
    "Tally",
    "UnknownFactError",
    "UnverifiedError",
    "Weighed",
    "all_of",
    "any_of",
    "at_least",
    "is_grounded",
    "is_minimal",
    "is_true",
    "leaves",
    "meaning",
    "part_concluding",
    "unverified_steps",
    "verified",
    "what_could_follow",
    "what_follows",
]
