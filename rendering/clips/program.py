"""Any program as a CLIPS program: rules, gates, tallies, marks."""

from collections.abc import Callable, Iterable

from hipexpert.engine import Program, ProgramRule
from hipexpert.rendering.clips.premises import Premises
from hipexpert.rendering.clips.terms import PlainTerms, Terms
from hipexpert.rendering.clips.weighing import WeighingWriter
from hipexpert.rendering.clips.writing import constructs, heading, symbol

SaidOfRule = Callable[[ProgramRule], Iterable[str]]


def _nothing(_rule: ProgramRule) -> Iterable[str]:
    return ()


def program_to_clips(program: Program, terms: Terms | None = None, said: SaidOfRule = _nothing) -> str:
    """The constructs of a program, to be loaded into CLIPS 6.3 or newer.

    Reset, assert input facts, run: the facts that then hold and the totals (``(total (for TALLY) (decibans N))``) are those of
    the engine. ``terms`` says how facts are written, plainly as ``(fact-NAME)`` where it is left out; ``said`` gives the lines
    of comment before a rule.
    """
    terms = terms or PlainTerms()
    weighing = WeighingWriter(program, terms)
    premises = {rule.id: Premises(terms, symbol(rule.id)) for rule in program.rules}
    elements = {rule.id: premises[rule.id].written(rule.premise) for rule in program.rules}
    lines = [*heading("templates"), constructs("gates"), constructs("evidence"), *terms.declarations(program.facts)]
    needs = [need for each in premises.values() for need in each.needs]
    if needs:
        lines += ["", "(deffacts #gates", *(f"  {need}" for need in needs), ")"]
    late = [rule for rule in program.rules if rule.id in program.late_rules]
    early = [rule for rule in program.rules if rule.id not in program.late_rules]
    for title, rules, salience in (("rules", early, 0), ("rules on what the weighing concludes", late, -400)):
        if rules:
            lines += heading(title)
        for rule in rules:
            lines += [*said(rule), *premises[rule.id].constructs, _rule(rule, elements[rule.id], terms, weighing, salience)]
            lines += [text for fact in rule.conclusions if not terms.assertion(fact) for text in weighing.exceptions(fact)]
            lines.append("")
    lines += _given(program, terms, weighing)
    lines += weighing.written()
    return "\n".join(lines).rstrip("\n") + "\n"


def _rule(rule: ProgramRule, elements: list[str], terms: Terms, weighing: WeighingWriter, salience: int) -> str:
    """One rule. What only stands for its items brings them itself."""
    facts: list[str] = []
    for fact in dict.fromkeys(rule.conclusions):
        written = terms.assertion(fact)
        facts += [written] if written else weighing.evidence(fact)
    declared = [f"(declare (salience {salience}))"] if salience else []
    body = "\n  ".join([*declared, *elements, "=>", *(f"(assert {fact})" for fact in facts)])
    return f"(defrule {symbol(rule.id)}\n  {body})"


def _given(program: Program, terms: Terms, weighing: WeighingWriter) -> list[str]:
    """The items of facts that are written as themselves."""
    lines: list[str] = []
    for fact in program.facts:
        if terms.assertion(fact) and fact in weighing.items:
            asserted = "\n  ".join(f"(assert {each})" for each in weighing.evidence(fact))
            lines += [f"(defrule #weighs-{symbol(fact)}\n  {terms.pattern(fact)}\n  =>\n  {asserted})", *weighing.exceptions(fact), ""]
    return [*heading("what is weighed"), *lines] if lines else []
