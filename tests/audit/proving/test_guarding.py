"""Each red flag has a specification apart from its rule: whatever weakens the rule breaks a claim, or harms nobody."""

import datetime
from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from hipexpert import Pack
from hipexpert.audit.proving import Prover
from hipexpert.audit.proving.claims import prove_claims
from hipexpert.audit.proving.guarding import GUARDED
from hipexpert.audit.proving.red_flags import raising_rules
from hipexpert.audit.proving.two_packs import TwoPacks
from hipexpert.audit.running.catalogue import all_checks
from hipexpert.audit.subject.alternatives import alternatives
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import holds
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.packs.ladder import LEVELS, caution, rank
from hipexpert.knowledge.packs.pack import Concludes, Rule
from hipexpert.knowledge.packs.premises import Several, to_gate

EACH = 18
"""Every eighteenth red flag, so that those of each file of rules are among them."""


def weakened(rule: Rule) -> list[Rule | None]:
    """A red-flag rule gone, one level lower, and with an `any` made an `all`."""
    level = max((each.id for each in rule.conclusions if isinstance(each, Concludes) and each.kind == "urgency"), key=LEVELS.index)
    lower = Concludes("urgency", LEVELS[rank(level) - 1])
    conclusions = tuple(lower if each == Concludes("urgency", level) else each for each in rule.conclusions)
    return [None, replace(rule, conclusions=conclusions), replace(rule, premise=_all(rule.premise))]


def _all(premise: object) -> object:
    return Several(len(premise.of), tuple(map(_all, premise.of))) if isinstance(premise, Several) else premise  # type: ignore[arg-type]


def put(pack: Pack, rule: Rule, instead: Rule | None) -> Pack:
    """The pack with another rule in place of one, or with none."""
    rules = (instead if each.id == rule.id else each for each in pack.rules)
    return replace(pack, rules=tuple(each for each in rules if each is not None))


def unguarded(pack: Pack) -> dict[str, Mapping[str, object] | None]:
    """The red flags that no claim guards, each with answers that fire it."""
    check = all_checks()["unguarded-red-flag"]
    assert check.find is not None
    return {each.rules[0]: each.witness for each in check.find(Subject(pack, datetime.date.min, prove=True))}


def test_every_red_flag_of_the_shipped_pack_is_claimed(pack: Pack) -> None:
    """Each rule that raises an alarm, for everybody whom it fires for."""
    assert unguarded(pack) == {}


def test_without_its_claims_each_red_flag_is_unguarded(pack: Pack) -> None:
    """And a runner whom it fires for is named, so that the claim can be written."""
    bare = replace(pack, claims=tuple(each for each in pack.claims if each.at_least is None))
    flags = {each.rule for each in raising_rules(pack) if rank(each.level) >= rank(GUARDED)}
    found = unguarded(bare)
    assert found.keys() == flags
    subject = Subject(bare, datetime.date.min)
    for rule, answers in found.items():
        assert answers is not None
        assert holds(subject.gates[rule], subject.runners.facts(answers))


def is_told_less(subject: Subject, rule: Rule, changed: Pack) -> bool:
    """Whether somebody for whom a rule fires through one of its ways is told less by a changed pack than one of its claims says."""
    engine = ExplainingEngine(changed)
    for premise in alternatives(subject.gates[rule.id]):
        answers = subject.runners.showing(premise)
        assessed = engine.assess(answers) if answers is not None else None
        if assessed is not None and not assessed.contradictions:
            below = [each for each in changed.claims if each.at_least is not None and caution(assessed.level) < caution(each.at_least)]
            if any(each.when is None or holds(to_gate(each.when), assessed.run.facts) for each in below):
                return True
    return False


@pytest.mark.deep
def test_whatever_weakens_a_red_flag_breaks_a_claim_or_lowers_nobody(pack: Pack) -> None:
    """Removed, lowered, or asking for all of what any of was enough: of one in eighteen rules, each is tried. Where nobody whom the rule
    fires for shows at once that a claim is broken, it is proved.
    """
    subject = Subject(pack, datetime.date.min)
    flags = [each.rule for each in raising_rules(pack) if rank(each.level) >= rank(GUARDED)]
    for name in flags[::EACH]:
        rule = pack.rule_by_id[name]
        for instead in weakened(rule):
            changed = put(pack, rule, instead)
            if is_told_less(subject, rule, changed):
                continue
            levels = {claim.id for claim in pack.claims if claim.at_least is not None}
            if any(each.outcome == "refuted" for each in prove_claims(Prover(changed)) if each.name in levels):
                continue
            assert TwoPacks(pack, changed).shift("lower").found is False, (name, instead)
