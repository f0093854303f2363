"""Finds what `cold_on_bare_skin.md` describes."""

import re
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.guarding_words import told
from hipexpert.audit.subject.subject import Subject

COLD = re.compile(r"\b(?:cold packs?|ice packs?|gel packs?|ice|icing|frozen peas|cold compress(?:es)?|cold spray)\b")
WRAPPED = re.compile(r"\b(?:wrapped|wrap|cloth|towel|clothing|clothes)\b")
# What follows these words nobody is told to do.
KEPT_FROM = re.compile(r"\b(?:no|not|never|without|avoid|instead of|rather than|than|whether|unless)\b")


def _find(subject: Subject) -> Iterator[Found]:
    for advice in subject.pack.advice:
        if advice.status != "active" or WRAPPED.search(advice.says.casefold()):
            continue
        if words := told(f"{advice.title}. {advice.says}", COLD, KEPT_FROM):
            yield Found.about(
                "advice",
                advice.id,
                f"`{words}` is told, and not that it is wrapped: cold on bare skin burns",
                "say in what it is wrapped, such as a cloth",
            )


CHECK = Check("cold-on-bare-skin", "safety", "warning", _find)
