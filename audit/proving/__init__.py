"""Proofs over every runner that a pack's vocabulary allows, with z3 (extra ``audit``). Nothing outside this folder knows z3.

``Prover(pack)`` answers questions: ``can_hold`` (one premise, or several together), ``implied``, ``always``, ``equivalent`` (two
premises), ``rule_reachable``, ``level_reachable``, ``advice_reachable``. Premises are those of the pack, the
engine's gates, or plain facts (``"urgency:soon"``). ``equivalent(pack_a, pack_b)`` compares whole packs.
``prove_theorems(prover)`` proves the safety theorems and the pack's own claims (``claims.yaml``), each a :class:`Theorem`.
``reachability(prover)`` says of all rules, conclusions, levels and advice at once what some runner can reach.
Each question gives a :class:`Verdict`: ``answer`` True, False or None (not decided), and the :class:`Witness` that shows it.
"""

from hipexpert.audit.proving.equivalence import equivalent
from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.reachability import Reach, Reachability, reachability
from hipexpert.audit.proving.solving import EFFORT, has_z3, is_to_prove
from hipexpert.audit.proving.theorem import Theorem
from hipexpert.audit.proving.theorems import prove_theorems
from hipexpert.audit.proving.verdict import Decision, Verdict
from hipexpert.audit.proving.witness import Witness

__all__ = [
    "EFFORT",
    "Decision",
    "Prover",
    "Reach",
    "Reachability",
    "Theorem",
    "Verdict",
    "Witness",
    "equivalent",
    "has_z3",
    "is_to_prove",
    "prove_theorems",
    "reachability",
]
