"""Finds what `medicine_without_its_question.md` describes."""

import re
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.guarding_words import told
from hipexpert.audit.subject.subject import Subject

# What runners with pain are given or buy: the families, and the names that they go by.
MEDICINES = re.compile(
    r"\b(?:nsaids?|anti-inflammator(?:y|ies)|painkillers?|pain killers?|ibuprofen|naproxen|diclofenac|aspirin|ketoprofen|indometh?acin|"
    r"celecoxib|etoricoxib|meloxicam|paracetamol|acetaminophen|tylenol|advil|aleve|voltaren|codeine|tramadol|opioids?|morphine|oxycodone|"
    r"gabapentin|pregabalin|amitriptyline|muscle relaxants?|diazepam|prednisol?one|dexamethasone|cortisone|corticosteroids?|steroids?|"
    r"methotrexate)\b"
)
# What follows these words nobody is told to take.
KEPT_FROM = re.compile(r"\b(?:no|not|never|without|avoid|stop|stopping|instead of|rather than|than|hides?|before|whether|unless)\b")
TOLD = ("title", "says", "dose")


def _find(subject: Subject) -> Iterator[Found]:
    for advice in subject.pack.advice:
        if advice.status != "active" or advice.safe_when is not None:
            continue
        for part in TOLD:
            if words := told(getattr(advice, part), MEDICINES, KEPT_FROM):
                yield Found.about(
                    "advice",
                    advice.id,
                    f"`{part}` names a medicine, `{words}`, and is told to whoever was not asked about the reasons against it",
                    "add `safe_when`, a premise that those reasons were asked about and denied",
                )
                break


CHECK = Check("medicine-without-its-question", "safety", "warning", _find)
