"""Finds what `hard_to_read.md` describes."""

from collections.abc import Iterator, Sequence

from hipexpert.audit.check import Check, Found
from hipexpert.audit.readability import grades
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.texts import RunnerText, runner_texts

NOTED = 12
REFUSED = 16
FEWEST_WORDS = 8


def _find(texts: Sequence[RunnerText]) -> Iterator[Found]:
    told = [each.text if each.text.rstrip()[-1:] in ".?!" else f"{each.text}." for each in texts]
    for each, grade in zip(texts, grades(told), strict=True):
        if grade > NOTED:
            yield Found.about(
                each.kind,
                each.name,
                f"`{each.part}` reads at grade {grade:.0f}",
                "use shorter sentences and plainer words",
                severity="warning" if grade > REFUSED else "note",
            )


def _reads(subject: Subject) -> Sequence[RunnerText]:
    return tuple(each for each in runner_texts(subject.pack) if each.sentences and len(each.text.split()) >= FEWEST_WORDS)


CHECK = Check("hard-to-read", "wording", "warning", _find, needs="textstat", apart=True, reads=_reads)
