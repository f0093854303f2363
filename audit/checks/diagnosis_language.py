"""Finds what `diagnosis_language.md` describes."""

import re
from collections.abc import Iterable, Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.texts import runner_texts
from hipexpert.knowledge import Pack

HAD = r"\byou(?: have|'ve got| suffer from| are suffering from| are diagnosed with)(?: got)?(?: an?| the)?(?: [\w-]+)?? "
# In other words: at the beginning of a sentence, so that what only may be so ("if this is …") is no statement.
IS = (
    r"(?:^|(?<=[.!?:;] ))(?:this|that|it|the (?:cause|problem|pain|reason)|your (?:pain|hip|leg|groin|injury)|what you (?:have|feel))"
    r"(?: (?:is|was|comes from|is due to|is caused by|is called|is clearly|is certainly))(?: an?| the| your)?"
    r"(?: (?!(?:taken|mistaken|no|not|never|than|like|often|seldom|rarely|mostly|usually|sometimes|perhaps)\b)[\w-]+){0,2}? "
)
# What an illness is in everyday words, told as a fact: at the beginning of a sentence, since "if you have a clot" tells nobody that.
EVERYDAY = (
    r"(?:^|(?<=[.!?:;] ))(?:you(?: have|'ve got| suffer from)(?: got)?|(?:your|the) (?:pain|hip|leg|groin|bone|muscle|tendon|joint|thigh)"
    r"(?: (?:has|is|comes from|is due to|is caused by))|there is) (?:an?|the|your|some) "
    r"(?:(?!(?:no|not|chance|risk|sign|signs)\b)[\w-]+ ){0,2}?"
    r"(?:bleed|bleeding|blood clot|clot|crack|cracked bone|broken bone|break|infection|inflammation|inflamed \w+|rupture|ruptured \w+"
    r"|growth|cancer|blockage|blocked \w+|trapped nerve|pinched nerve|slipped disc"
    r"|twisted testicle|torn \w+|pulled muscle|worn joint|dislocation)\b"
)
HEAD = re.compile(r"(?:itis|pathy|fracture|syndrome|strain|tear|torn|arthritis|osis|impingement|hernia|tumour|torsion)$")
"""The last word of what a condition is called, where that alone names an illness."""


def _find(pack: Pack) -> Iterator[Found]:
    conditions = [each for each in pack.conditions if each.kind == "condition"]
    names = sorted({name.lower() for each in conditions for name in (each.name, *each.also_called)})
    heads = sorted({last for name in names if HEAD.search(last := name.split()[-1].strip("()"))})
    told = [r"\byour diagnosis is\b", EVERYDAY, *([rf"{HAD}{_any_of(names)}"] if names else [])]
    claim = re.compile("|".join(told))
    # What describes a condition says what it is, and not that the runner has it.
    elsewhere = re.compile("|".join([*told, *([rf"{IS}{_any_of([*names, *heads])}"] if names else [])]))
    for each in runner_texts(pack):
        words = claim if each.kind == "conditions" else elsewhere
        found = words.search(each.text.lower()) if each.part not in ("question", "help") else None
        if found:
            yield Found.about(
                each.kind,
                each.name,
                f'`{each.part}` tells the reader a diagnosis: "{found[0]}"',
                "say what may be, and what speaks for it",
            )


def _any_of(names: Iterable[str]) -> str:
    return rf"(?:{'|'.join(map(re.escape, names))})(?!\w)"


CHECK = Check("diagnosis-language", "wording", "error", _find, reads=lambda subject: subject.unweighed)
