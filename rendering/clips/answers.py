"""Answers in CLIPS: an intake as facts, what denying a group denies, and what is not answered yet."""

from collections.abc import Mapping

from hipexpert.engine import Program, part_concluding
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import LEVELS
from hipexpert.knowledge.packs.options import Said
from hipexpert.knowledge.packs.pack import SCREEN, Pack
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Premise, Several
from hipexpert.knowledge.packs.vocabulary import Choices, Finding
from hipexpert.knowledge.runner.answers import AnswerKey, denial_of, denial_on_screen
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.rendering.clips.terms import PackTerms
from hipexpert.rendering.clips.writing import constructs, heading, number, symbol


def answers_to_clips(intake: Intake, pack: Pack) -> list[str]:
    """An intake as the facts to assert into :func:`pack_to_clips`, in the order of the intake."""
    terms = PackTerms(pack)
    facts: list[str] = []
    for name, answer in intake.answers.items():
        if isinstance(answer, Mapping):
            facts += [_one_of_several(terms, name, value, present=present) for value, present in answer.items()]
        else:
            facts.append(_answered(terms, name, answer))
    return [*facts, *(f"(none_of (group {symbol(group)}))" for group in intake.none_of)]


def _answered(terms: PackTerms, name: str, answer: Said) -> str:
    said = ("yes" if answer else "no") if isinstance(answer, bool) else answer
    return f"({terms.finding(name)} (value {symbol(said) if isinstance(said, str) else number(said)}))"


def _one_of_several(terms: PackTerms, name: str, value: str, *, present: bool) -> str:
    return f"({terms.finding(name)} (value {symbol(value)}) (present {'yes' if present else 'no'}))"


def denials(pack: Pack, terms: PackTerms) -> list[str]:
    """The rules of "none of these": what is not answered of a denied group is denied, before anything else happens."""
    groups = " ".join(map(symbol, dict.fromkeys(pack.denied_with.values())))
    lines = [*heading("none of these"), f"(deftemplate none_of (slot group (allowed-symbols {groups})))", ""]
    for group in pack.groups:
        denied = [text for finding in group.findings for text in _denied(terms, finding)]
        lines += [
            f"(defrule #none-of-{symbol(group.group)}",
            "  (declare (salience 1000))",
            f"  (none_of (group {symbol(group.group)}))",
            "  =>",
        ]
        lines += [*denied, ")", ""]
    return lines + _screen_denied(pack, terms) if pack.screen else lines


def _screen_denied(pack: Pack, terms: PackTerms) -> list[str]:
    """The rule that denies what is not answered of the screen: of whom a question need not be asked is seen before any is denied."""
    asked = [(item, denial) for item in pack.screen if (denial := denial_on_screen(item, pack)) is not None]
    lines = ["(defrule #none-of-screen", "  (declare (salience 999))", f"  (none_of (group {SCREEN}))", "  =>"]
    for item, _ in asked:
        needless = [] if item.unless is None else [f"(not {_holds(terms, item.unless)})"]
        is_open = f"(not (any-factp ((?each {terms.finding(item.ask)})) TRUE))"
        lines.append(f"  (bind ?{symbol(item.id)} (and {' '.join([is_open, *needless])} TRUE))")
    lines += [f"  (if ?{symbol(item.id)} then (assert {_answered(terms, item.ask, denial)}))" for item, denial in asked]
    return [*lines, ")", ""]


def _holds(terms: PackTerms, premise: Premise) -> str:
    """Whether a premise about answers holds, as an expression."""
    if isinstance(premise, Several):
        parts = [_holds(terms, part) for part in premise.of]
        if premise.count in {1, len(parts)}:
            return f"({'or' if premise.count == 1 else 'and'} {' '.join(parts)})"
        return f"(>= (+ 0 {' '.join(f'(if {part} then 1 else 0)' for part in parts)}) {premise.count})"
    match premise:
        case Limit(finding, operator, bound):
            test = f"({operator} ?each:value {number(bound)})"
        case Denied(finding, value):
            test = f"(and (eq ?each:value {symbol(value)}) (eq ?each:present no))"
        case Is(finding, value):
            present = " (eq ?each:present yes)" if isinstance(terms.pack.findings[finding], Choices) else " TRUE"
            test = f"(and (eq ?each:value {symbol(value)}){present})"
        case Established():
            raise TypeError(f"the screen rests on `{premise.kind}`")
    return f"(any-factp ((?each {terms.finding(finding)})) {test})"


def _denied(terms: PackTerms, finding: Finding) -> list[str]:
    name = terms.finding(finding.id)
    if isinstance(finding, Choices):
        return [
            f"  (if (not (any-factp ((?each {name})) (eq ?each:value {symbol(value.id)})))"
            f" then (assert {_one_of_several(terms, finding.id, value.id, present=False)}))"
            for value in finding.values
        ]
    denial = denial_of(finding)
    if denial is None:
        return []
    return [f"  (if (not (any-factp ((?each {name})) TRUE)) then (assert {_answered(terms, finding.id, denial)}))"]


def answer_functions(pack: Pack, program: Program, terms: PackTerms) -> list[str]:
    """What is not answered yet, and how high it could still raise the urgency: a bound that is never too low."""
    key = AnswerKey(pack)
    lines = [*heading("what is still unknown"), "(deffunction #answers (?finding)", "  ; How many answers a finding takes."]
    several = [f"(case {terms.finding(name)} then {len(each.values)})" for name, each in pack.findings.items() if isinstance(each, Choices)]
    lines += [f"  (switch ?finding {' '.join([*several, '(default 1)'])}))", ""]
    lines += ["(deffunction #raising (?level)", "  ; The findings that a level depends on.", "  (switch ?level"]
    for level in LEVELS[1:]:
        asked = {
            key.question_of[fact].finding
            for fact in part_concluding(program, [Fact("urgency", level).name]).inputs
            if fact in key.question_of
        }
        lines.append(f"    (case {level} then (create$ {' '.join(terms.finding(name) for name in pack.findings if name in asked)}))")
    lines += ["    (default (create$))))", ""]
    lines.append(constructs("could_be").replace("LEVELS", " ".join(reversed(LEVELS))))
    names = " ".join(terms.finding(name) for name in pack.findings)
    return [*lines, "(deffunction #findings ()", f"  (create$ {names}))", ""]
