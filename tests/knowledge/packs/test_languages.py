"""A pack in another language concludes the same, and says what it has no words for in English."""

import pickle
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from strategies_intake import intakes
from tiny import copied

import hipexpert
from hipexpert.knowledge.packs.languages import TEXTS, in_language, languages_of, texts_of
from hipexpert.knowledge.packs.pack import SAFETY_NET


@pytest.fixture(scope="session")
def german(pack: hipexpert.Pack) -> hipexpert.Engine:
    """The engine of the hip pack in German."""
    return hipexpert.Engine(in_language(pack, "de"))


def translated(folder: Path, text: str) -> hipexpert.Pack:
    """The tiny pack with a file of translations."""
    root = copied(folder)
    (root / "translations" / "de").mkdir(parents=True)
    (root / "translations" / "de" / "all.yaml").write_text(text, encoding="utf-8")
    return hipexpert.load_pack(root)


def test_the_hip_pack_speaks_german_where_it_counts(german: hipexpert.Engine) -> None:
    """Levels, signs to go at once, and the questions of the screen with their answers are German; nothing is said as a key."""
    pack = german.pack
    assert (pack.language, languages_of(pack)) == ("de", ("de",))
    said = [text for each in pack.about.urgency.values() for text in (each.title, each.action)]
    said += [text for each in pack.advice if each.category == SAFETY_NET for text in (each.title, each.says)]
    for item in pack.screen:
        finding = pack.findings[item.ask]
        said += [finding.question, finding.help, *(value.label for value in getattr(finding, "values", ()))]
    assert not pack.left_in_english & set(said)


def test_what_is_concluded_is_the_same(engine: hipexpert.Engine, german: hipexpert.Engine) -> None:
    """Level, ranking, open questions and advice by their ids, whichever language they are said in."""

    @given(intakes(engine.pack))
    def same(intake: dict[str, object]) -> None:
        one, other = engine.assess(intake), german.assess(intake)
        assert one.level == other.level
        assert [(each.condition, each.decibans) for each in one.differential] == [
            (each.condition, each.decibans) for each in other.differential
        ]
        assert [each.id for each in one.plan.advice] == [each.id for each in other.plan.advice]
        assert [each.finding for each in one.left_to_answer] == [each.finding for each in other.left_to_answer]

    same()


def test_a_translation_is_a_value_of_its_own(engine: hipexpert.Engine, german: hipexpert.Engine) -> None:
    """The same knowledge by its hash, another engine; pickled it is still German."""
    assert german.pack.content_hash == engine.pack.content_hash
    assert german != engine
    assert german.assess({"limp": True}) != engine.assess({"limp": True})
    again = pickle.loads(pickle.dumps(german))  # noqa: S301
    assert (again, again.pack.about.urgency["urgent"].title) == (german, german.pack.about.urgency["urgent"].title)
    assert in_language(german.pack, "de") is german.pack
    assert in_language(engine.pack, "en") is engine.pack is in_language(engine.pack, "fr")


def test_every_type_of_the_pack_is_translated_in_whole() -> None:
    """The fields that hold texts or parts with texts are fields of their types."""
    for kind, holds in TEXTS.items():
        assert {*holds.texts, *holds.parts} <= set(kind.__struct_fields__), kind


def test_a_text_without_a_translation_is_english(tmp_path: Path) -> None:
    """What has words says them, at its own place other words; the rest stays, and is known to be English."""
    pack = translated(tmp_path, "translations:\n- {text: left, says: links}\n")
    place = next(place for place, text in texts_of(pack) if text == "left")
    pack = translated(tmp_path / "again", f"translations:\n- {{text: left, says: links}}\n- {{text: left, says: linkes, at: {place}}}\n")
    german = in_language(pack, "de")
    finding: Any = german.findings["side"]
    assert finding.values[0].label == "linkes"
    assert "right" in german.left_in_english
    assert "left" not in german.left_in_english


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("translations/all.yaml", "translations: [{text: a, says: b}]\n", "bad-file"),
        ("translations/Deutsch/all.yaml", "translations: [{text: a, says: b}]\n", "bad-file"),
        ("translations/de/all.yaml", "translations: [{text: a}]\n", "missing-key"),
        ("translations/de/all.yaml", "translations: [{text: a, says: b}, {text: a, says: c}]\n", "repeated-translation"),
        ("translations/de/all.yaml", "words: []\n", "bad-file"),
    ],
)
def test_a_bad_translation_is_a_problem_with_its_place(tmp_path: Path, name: str, text: str, code: str) -> None:
    """Where it lies, and what is wrong with it, as with every file of a pack."""
    root = copied(tmp_path)
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")
    with pytest.raises(hipexpert.PackError) as caught:
        hipexpert.load_pack(root)
    assert [(each.code, each.place.split(":")[0]) for each in caught.value.problems] == [(code, name)]


def test_a_translation_changes_nothing_that_is_written_by_id(engine: hipexpert.Engine, german: hipexpert.Engine) -> None:
    """Ids, levels and numbers of a document are those of the pack, only its texts differ."""
    answers = {"limp": True, "pain_site": ["anterior_groin"], "age_years": 30}
    one, other = (msgspec.json.decode(each.assess(answers).to_json()) for each in (engine, german))
    assert one["urgency"]["level"] == other["urgency"]["level"]
    assert [each["condition"] for each in one["differential"]] == [each["condition"] for each in other["differential"]]
