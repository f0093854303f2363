"""A program whose output depends on an order is caught."""

import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from audit_packs import TODAY, written
from msgspec.structs import replace

from hipexpert import Engine, ExplainedAssessment, Intake, load_pack
from hipexpert.audit.running.audit import audit
from hipexpert.audit.subject.orders import assessed_otherwise, with_drawn_strengths
from hipexpert.audit.subject.reasoning import unweighed
from hipexpert.knowledge.packs.pack import Supports

CHECK = "order-dependence"
CHANGES = {"rules": [{"id": "a", "when": {"side": "left"}, "then": [{"urgency": "soon"}]}]}


class OrderedByAnswers(Engine):
    """An engine that hears only the answer that came first."""

    def assess(self, answers: Mapping[str, object] | Intake, *, strict: bool = False) -> ExplainedAssessment:
        """Of a mapping only the first answer."""
        first = dict(list(answers.items())[:1]) if isinstance(answers, Mapping) else answers
        return super().assess(first, strict=strict)


class OrderedByRules(Engine):
    """An engine that stops listening when the first rule of the pack is another."""

    def assess(self, answers: Mapping[str, object] | Intake, *, strict: bool = False) -> ExplainedAssessment:
        """Everything or nothing."""
        return super().assess(answers if self.pack.rules[0].id == "front-pain-supports-jumpers-knee" else {}, strict=strict)


@pytest.mark.parametrize(("engine", "words"), [(OrderedByAnswers, "answers are given"), (OrderedByRules, "rules are read")])
def test_a_program_that_depends_on_an_order_is_a_violation(engine: type[Engine], words: str, tmp_path: Path) -> None:
    """It is said which order changes what, and for whom."""
    pack = load_pack(written(tmp_path, CHANGES))
    (found,) = audit(pack, only=[CHECK], as_of=TODAY, engine=engine(pack)).violations
    assert words in found.message
    assert found.witness


def test_the_engine_itself_is_clean(tmp_path: Path) -> None:
    """Also in another process with another hash seed."""
    assert audit(load_pack(written(tmp_path, CHANGES)), only=[CHECK], as_of=TODAY).violations == ()


def test_in_the_second_process_everything_is_in_another_order(tmp_path: Path) -> None:
    """It assesses as this one does, with rules and answers turned round; what it says of another pack is something else."""
    pack = load_pack(written(tmp_path, CHANGES))
    runners: list[dict[str, object]] = [{"side": "left"}, {"side": "right", "age": 40}]
    expected = [hashlib.sha256(Engine(pack).assess(each).to_json("full").encode()).hexdigest() for each in runners]
    assert assessed_otherwise(pack, runners) == expected
    assert assessed_otherwise(replace(pack, rules=pack.rules[:-1]), runners) != expected


def test_how_strongly_rules_speak_is_drawn_and_not_read(tmp_path: Path) -> None:
    """Packs that differ in strengths alone are the same pack to it, and whether a rule speaks for or against is left."""
    pack = load_pack(written(tmp_path, CHANGES))
    drawn = with_drawn_strengths(pack)
    assert with_drawn_strengths(unweighed(pack)) == drawn
    signs = [[each.weight > 0 for rule in of.rules for each in rule.conclusions if isinstance(each, Supports)] for of in (pack, drawn)]
    assert signs[0] == signs[1] != []


def test_a_second_process_that_dies_is_no_agreement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was not compared is not said to be equal."""
    pack = load_pack(written(tmp_path, CHANGES))
    monkeypatch.setattr(sys, "executable", "false")
    (found,) = audit(pack, only=[CHECK], as_of=TODAY).violations
    assert "a second process is asked, which fails" in found.message
