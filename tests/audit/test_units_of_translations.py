"""A translation that counts in another unit of time than its text is reported: which words are a unit is learned of all of them."""

from pathlib import Path

import yaml
from audit_packs import TODAY, written

from hipexpert.audit.running.audit import audit

UNITS = {"hours": ("heures", 6), "days": ("jours", 6)}
"""In a language of which the audit knows no word: what each unit is called, and in how many texts."""


def _said(folder: Path, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """What is said of translations of a pack in which findings count in hours and in days; ``more`` are further texts, translated."""
    texts = [
        (f"Is it there for {number} {unit}?", f"Est-ce {number} {word} ?") for unit, (word, many) in UNITS.items() for number in range(many)
    ]
    texts += more
    folder = written(folder, {"findings": [{"id": f"more_{at}", "question": text} for at, (text, _) in enumerate(texts)]})
    (folder / "translations" / "fr").mkdir(parents=True)
    file = folder / "translations" / "fr" / "all.yaml"
    file.write_text(yaml.safe_dump({"translations": [{"text": text, "says": says} for text, says in texts]}, allow_unicode=True))
    report = audit(folder, only=["changed-beside-its-translation"], as_of=TODAY)
    return [(each.severity, each.message) for each in report.violations if "counts in" in each.message]


def test_days_for_hours_are_reported(tmp_path: Path) -> None:
    """The figure stays and the unit changes: a warning that names both."""
    assert _said(tmp_path, ("Does it last 24 hours?", "Dure-t-il 24 jours ?")) == [
        ("warning", "`fr`: `Dure-t-il 24 jours ?` counts in days, and `Does it last 24 hours?` in hours")
    ]


def test_another_unit_without_a_figure_is_a_question(tmp_path: Path) -> None:
    """Where no figure says that the same time is meant, it is asked."""
    assert [severity for severity, _ in _said(tmp_path, ("Does it last some hours?", "Dure-t-il des jours ?"))] == ["note"]


def test_a_text_with_both_units_and_one_with_none_are_left_alone(tmp_path: Path) -> None:
    """A weekly hour is both, and whoever leaves the unit out says no other."""
    both = ("Do you run 2 hours daily?", "Courez-vous 2 heures par jour, tous les jours ?")
    assert _said(tmp_path, both, ("Does it last 3 hours?", "Dure-t-il 3 h ?")) == []
