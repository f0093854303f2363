"""What the rules that loading makes of `felt_at` say, and what is refused."""

from collections import Counter
from pathlib import Path

import pytest
from known_cases import AUTHORED
from tiny import copied, line_of, pack_problems

from hipexpert import Engine, Pack, load_pack
from hipexpert.knowledge.packs.premises import Is, fact_of, leaves
from hipexpert.knowledge.packs.vocabulary import Choices

CONDITIONS = "conditions/knee.yaml"
PRIOR = "  prior: common\n"
RULE = "pain-only-elsewhere-opposes-jumpers-knee"


def felt(sites: str) -> tuple[str, str, str]:
    """The change that says where jumper's knee is felt."""
    said = f"  felt_at:\n    sites: {sites}\n    because: It is felt in front.\n    sources: [{{ref: book, at: page 2}}]\n"
    return CONDITIONS, PRIOR, f"{PRIOR}{said}    reviewed: {{date: 2026-11-21, by: tester}}\n"


def test_a_rule_is_made_with_the_words_of_the_condition(tmp_path: Path) -> None:
    """It has the reason, sources and review of `felt_at`, stands where that stands, and says from what it was made."""
    folder = copied(tmp_path, felt("{site: [front]}"))
    pack = load_pack(folder)
    rule = pack.rule_by_id[RULE]
    assert rule.title == "Pain only in other places speaks against jumper's knee"
    assert (rule.because, rule.sources[0].at, rule.reviewed.by) == ("It is felt in front.", "page 2", "tester")
    assert rule.made_from == f"{CONDITIONS} jumpers_knee felt_at"
    assert pack.places["rules"][RULE] == line_of("felt_at:", CONDITIONS, folder)


def test_pain_only_elsewhere_speaks_against_a_condition(engine: Engine) -> None:
    """In the cases, what is made of `felt_at` counts just when a place is named and none of those is the condition's own."""
    places = {rule.id: {each.value for each in rule.conclusions[0].unless} for rule in engine.pack.rules if rule.made_from}  # type: ignore[union-attr]
    sites = [each.id for each in engine.pack.findings["pain_site"].values]  # type: ignore[union-attr]
    seen = Counter[bool]()
    for case in AUTHORED[::10]:
        assessment = engine.assess(case.answers)
        named = {site for site in sites if fact_of(Is("pain_site", site)) in assessment.run.facts}
        for ranked in assessment.differential:
            rule = f"pain-only-elsewhere-opposes-{ranked.condition.replace('_', '-')}"
            against = [each for each in ranked.against if each.rule == rule]
            assert [each.made_from for each in against] == ([engine.pack.rule_by_id[rule].made_from] if against else [])
            if rule in places:
                assert bool(against) == bool(named and not named & places[rule])
                seen[bool(against)] += 1
    assert min(seen[True], seen[False]) > 5


@pytest.mark.parametrize(
    ("sites", "message", "help_text"),
    [
        ("{sight: [front]}", "`sight` is no finding with places to choose", "did you mean `site`?"),
        ("{age: [front]}", "`age` is no finding with places to choose", ""),
        ("{site: [frnt]}", "`frnt` is no value of `site`", "did you mean `front`?"),
        ("{site: [front, back]}", "`jumpers_knee` is felt everywhere", "leave `felt_at` out"),
    ],
)
def test_places_that_cannot_be_are_refused(sites: str, message: str, help_text: str, tmp_path: Path) -> None:
    """One problem, on the line of `felt_at`."""
    folder = copied(tmp_path, felt(sites))
    (problem,) = pack_problems(folder)
    assert problem.message == message
    assert help_text in problem.help
    assert problem.place == line_of("felt_at:", CONDITIONS, folder)


def test_a_place_named_only_vaguely_is_no_other_place(tmp_path: Path) -> None:
    """Where the only other place is a vague one, there is none that speaks against a condition."""
    marked = ("findings/about.yaml", "{id: back, label: the back,", "{id: back, vague: true, label: the back,")
    (problem,) = pack_problems(copied(tmp_path, felt("{site: [front]}"), marked))
    assert problem.message == "`jumpers_knee` is felt everywhere"


def test_the_id_of_a_made_rule_is_taken(tmp_path: Path) -> None:
    """A rule of the same id by hand is a repetition."""
    rules = "rules/knee.yaml"
    folder = copied(tmp_path, felt("{site: [front]}"), (rules, "- id: youth-opposes-jumpers-knee", f"- id: {RULE}"))
    (problem,) = pack_problems(folder)
    assert (problem.code, problem.message) == ("repeated-id", f"the rule id `{RULE}` is used 2 times")


def test_the_places_of_a_condition_and_the_others_are_all(pack: Pack) -> None:
    """In the hip pack each made rule holds for every place that is none of the condition's own, but for a vague one."""
    made = [rule for rule in pack.rules if rule.made_from]
    assert len(made) == 70
    finding = pack.findings["pain_site"]
    assert isinstance(finding, Choices)
    for rule in made:
        elsewhere = {each.value for each in leaves(rule.premise) if isinstance(each, Is)}
        (concluded,) = rule.conclusions
        own = {each.value for each in concluded.unless}  # type: ignore[union-attr]
        assert elsewhere | own == {each.id for each in finding.values if each.id in own or not each.vague}
        assert not elsewhere & own
        assert own >= {"hip_unspecified", "thigh_unspecified"}
