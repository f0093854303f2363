"""Finds what `values_with_one_label.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, YesNo


def _find(subject: Subject) -> Iterator[Found]:
    for name, finding in subject.pack.findings.items():
        if isinstance(finding, YesNo):
            if _same(finding.present) == _same(finding.absent):
                yield Found.about("findings", name, f"yes and no to `{name}` read alike", "let `absent` say the opposite of `present`")
        elif isinstance(finding, (Choice, Choices)):
            seen: dict[tuple[str, str], str] = {}
            for value in finding.values:
                for part in ("label", "says"):
                    first = seen.setdefault((part, _same(getattr(value, part))), value.id)
                    if first != value.id:
                        yield Found.about(
                            "values",
                            f"{name}={value.id}",
                            f"`{first}` and `{value.id}` of `{name}` have the same `{part}`, so nobody can tell which they chose",
                            "say what sets the two apart, or keep one of them",
                            (f"value:{name}={first}",),
                        )


def _same(text: str) -> str:
    """A text without what a reader overlooks."""
    return " ".join(text.casefold().split())


CHECK = Check("values-with-one-label", "wording", "error", _find)
