"""Finds what `wrong_code.md` describes."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from hipexpert.audit.check import Check, Found
from hipexpert.audit.codes import below, described, is_listed
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.values import Severity
from hipexpert.knowledge.packs.pack import Condition

FEWEST = 2
WORD = re.compile(r"[a-z]{4,}")
ENDING = re.compile(r"(?:itis|osis|ies|es|al|ic|ed|s|y|e)$")
# Words of the list that fit any illness.
ANY = frozenset(
    ENDING.sub("", word)
    for word in WORD.findall(
        "unspecified other specified without with initial encounter disorder elsewhere classified site lower right left part limb "
        "lesion injury acute chronic disease pain syndrome type side condition into from excluding foot"
    )
)
# What the list calls otherwise than clinicians do.
SAME = {
    **dict.fromkeys(("tendinopath", "tend"), "enthesopath"),
    **dict.fromkeys(("tear", "torn", "strain"), "sprain"),
    **dict.fromkeys(("sore", "soreness"), "myalgia"),
    "entrapment": "mononeuropath",
    "dysplasia": "deformit",
    "crack": "fracture",
    "blood": "arter",
}
# Codes for what has none of its own.
RESIDUAL = re.compile(r"^other\b|\bother site\b|not elsewhere classified|^pain in\b", re.IGNORECASE)


def _reads(subject: Subject) -> Sequence[Condition]:
    return tuple(each for each in subject.pack.conditions if each.icd10cm)


def _find(coded: Sequence[Condition]) -> Iterator[Found]:
    chapters = Counter(described(each.icd10cm)[-1] for each in coded if is_listed(each.icd10cm))
    for condition in coded:
        code = condition.icd10cm
        if not is_listed(code):
            yield _about(condition, f"`{code}` is no code of ICD-10-CM", "look it up in the list", "error")
        elif below(code):
            message = f"`{code}` is a heading of ICD-10-CM and no code"
            yield _about(condition, message, f"take one of {', '.join(below(code))}", "error")
        else:
            called, *headings, _, chapter = described(code)
            if not _words(called, *headings) & _words(condition.name, condition.plain, condition.notes, *condition.also_called):
                message = f'`{code}` is "{called}" in the list (chapter {chapter}), and the condition is called {condition.name}'
                asked = RESIDUAL.search(called) and chapters[chapter] > 1
                help_text = "look the condition up in the list, or say in `notes` what the code is called there and why it is used"
                yield _about(condition, message, help_text, "note" if asked else "warning")


def _words(*texts: str) -> frozenset[str]:
    stems = (ENDING.sub("", word) for text in texts for word in WORD.findall(text.casefold()))
    return frozenset(SAME.get(stem, stem) for stem in stems if len(stem) > FEWEST) - ANY


def _about(condition: Condition, message: str, help_text: str, severity: Severity) -> Found:
    return Found.about("conditions", condition.id, message, help_text, severity=severity)


CHECK = Check("wrong-code", "provenance", "error", _find, needs="simple_icd_10_cm", reads=_reads)
