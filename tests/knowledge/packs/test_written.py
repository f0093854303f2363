"""What a rule concludes, as it is written in a pack."""

from hipexpert import Pack
from hipexpert.knowledge.packs.conclusions import ConclusionReader
from hipexpert.knowledge.packs.pack import Supports
from hipexpert.knowledge.packs.premises import ESTABLISHED, Names
from hipexpert.knowledge.packs.reading import parse
from hipexpert.knowledge.packs.written import conclusions_as_written


def test_conclusions_as_written_read_back_as_themselves(pack: Pack) -> None:
    """Of every rule: kinds, strengths, likelihood ratios, groups and exceptions mean exactly what the pack means."""
    ids = frozenset(pack.condition_by_id) | frozenset(pack.pattern_by_id)
    names = Names(pack.findings, dict.fromkeys(ESTABLISHED, ids), frozenset(pack.advice_by_id))
    for rule in pack.rules:
        reader = ConclusionReader(names, pack.about, lambda *_: "")
        data = parse("\n".join(conclusions_as_written(pack, rule.conclusions)).encode(), "written.yaml").data["then"]
        assert reader.read(data, "then") == rule.conclusions
        assert reader.problems == []
    assert any(isinstance(each, Supports) and each.unless for rule in pack.rules for each in rule.conclusions)
