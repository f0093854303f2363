"""A translation that denies what its text says, or the other way round, is asked about: how a language denies is learned."""

from pathlib import Path

import yaml
from audit_packs import TODAY, written

from hipexpert.audit.running.audit import audit

DENIED = [(f"There is no {letter}", f"Il n'y a aucun {letter}") for letter in "abcdefghi"]
SAID = [(f"There is {letter}", f"Il y a {letter}") for letter in "jklmopqrs"]
"""In a language of which the audit knows no word: enough texts to learn from how it denies."""


def _asked(folder: Path, *more: tuple[str, str]) -> list[str]:
    """What is asked about of translations, where nine texts deny something and nine do not; ``more`` are further texts, translated."""
    texts = [*DENIED, *SAID, *more]
    folder = written(folder, {"findings": [{"id": f"more_{at}", "question": text} for at, (text, _) in enumerate(texts)]})
    (folder / "translations" / "fr").mkdir(parents=True)
    file = folder / "translations" / "fr" / "all.yaml"
    file.write_text(yaml.safe_dump({"translations": [{"text": text, "says": says} for text, says in texts]}, allow_unicode=True))
    report = audit(folder, only=["changed-beside-its-translation"], as_of=TODAY)
    return [each.message for each in report.violations if "as far as its words tell" in each.message]


def test_a_lost_no_is_asked_about(tmp_path: Path) -> None:
    """The text denies, and its translation says that it is so."""
    assert len(_asked(tmp_path, ("There is no fever", "Il y a fièvre"))) == 1


def test_an_added_no_is_asked_about(tmp_path: Path) -> None:
    """The text says that it is so, and its translation denies it."""
    assert len(_asked(tmp_path, ("There is fever", "Il n'y a aucun fièvre"))) == 1


def test_what_is_denied_or_said_in_both_is_left_alone(tmp_path: Path) -> None:
    """Nor is a long text compared, in which a word may deny a part."""
    long = ("There is no fever in the evening or in the morning and so on", "Il y a fièvre")
    assert _asked(tmp_path, ("There is no fever", "Il n'y a aucun fièvre"), ("There is pain", "Il y a mal"), long) == []
