"""The questions that come before advice that is not safe for everybody: a tablet is not named before they are answered."""

from hipexpert.engine import Outlook, Status
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import StatedLevel
from hipexpert.knowledge.packs.pack import Advice, Pack
from hipexpert.knowledge.packs.premises import Premise, conjuncts, to_gate
from hipexpert.knowledge.packs.vocabulary import allowed_answers
from hipexpert.knowledge.runner.plan import waits
from hipexpert.knowledge.runner.results import AskedFirst
from hipexpert.knowledge.runner.unknowns import Unknowns


def asked_first(pack: Pack, level: StatedLevel, outlook: Outlook, unknowns: Unknowns) -> tuple[AskedFirst, ...]:
    """The open questions about whether advice is safe that some rule would give, each once.

    Nothing is asked about what is to be avoided anyway, about what waits at this level, or once an answer spoke against it.
    """
    names = dict.fromkeys(
        name
        for advice in pack.advice_in_order
        if advice.id in pack.safe_advice and _would_be_given(pack, advice, level, outlook)
        for name in _open(pack, advice, unknowns)
    )
    return tuple(
        AskedFirst(name, pack.findings[name].question, allowed_answers(pack.findings[name]), pack.answered_by(name)) for name in names
    )


def _open(pack: Pack, advice: Advice, unknowns: Unknowns) -> tuple[str, ...]:
    return unknowns.questions(to_gate(pack.safe_advice[advice.id]))


def _would_be_given(pack: Pack, advice: Advice, level: StatedLevel, outlook: Outlook) -> bool:
    """Whether only its ``safe_when`` is not known yet."""
    safe = pack.safe_advice[advice.id]
    if advice.status != "active" or waits(pack, advice, level) or Fact("avoid", advice.id).name in outlook.run.facts:
        return False
    rules, needed = pack.advised_by.get(advice.id, ()), list(conjuncts(safe))
    return outlook.premise(to_gate(safe)) is Status.OPEN and any(
        all(_holds(outlook, part) for part in conjuncts(rule.premise) if part not in needed) for rule in rules
    )


def _holds(outlook: Outlook, premise: Premise) -> bool:
    return outlook.premise(to_gate(premise)) is Status.HOLDS
