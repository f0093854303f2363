"""Finds what `unguarded_red_flag.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.alarms import ALARM
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.ladder import rank


def _find(subject: Subject) -> Iterator[Found]:
    if not subject.prove:
        return
    from hipexpert.audit.proving.guarding import flags_to_guard

    flags = list(flags_to_guard(subject.pack))
    nobody = subject.nobody([(flag.premise, guards) for flag, guards in flags])
    for (flag, guards), guarded in zip(flags, nobody, strict=True):
        shown = None if guarded else subject.outside(flag.premise, guards)
        if shown is not None:
            yield Found(
                f"no claim guards this rule: whoever it raises to {flag.level} may be told less, and every claim is still proved",
                f"say in claims.yaml who gets at least {flag.level}, in answers, apart from the rule",
                rules=(flag.rule,),
                severity=None if rank(flag.level) >= rank(ALARM) else "note",
                witness=shown,
            )


CHECK = Check("unguarded-red-flag", "safety", "error", _find, logic=True, proves=True, unworded=True, unweighed=True)
