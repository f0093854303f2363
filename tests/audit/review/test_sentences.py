"""A rule as a sentence is read back to the same rule, whatever it says and however hostile the words of the pack are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from profiles import examples
from strategies_packs import packs
from tiny import TINY

from hipexpert import Pack, load_pack
from hipexpert.audit.review.phrasebook import RulePhrases
from hipexpert.audit.review.sentences import NoSentenceError, RuleTold, premise_in, premise_words, sentence, told_by
from hipexpert.knowledge.packs.premises import Established, Limit
from hipexpert.knowledge.packs.vocabulary import Finding, Number, YesNo

PACK = load_pack(TINY)
WORDS = st.sampled_from(
    [
        "pain and swelling",
        "a or b",
        "“quoted” (so)",
        "if so; then",
        "some rule says soon",
        "age at least 3 years",
        "no [limp=yes]",
        "x.",
    ]
)


def test_every_rule_that_ships_is_read_back_from_its_sentence(pack: Pack) -> None:
    """So are the premises of claims and constraints, and no two rules of different meaning share a sentence."""
    book = RulePhrases(pack)
    said: dict[str, RuleTold] = {}
    for rule in pack.rules:
        words = sentence(book, rule)
        told = told_by(book, words)
        assert told == RuleTold(rule.premise, rule.conclusions)
        assert said.setdefault(words, told) == told
    premises = [each for claim in pack.claims for each in (claim.when, claim.never, claim.concluded) if each is not None]
    for premise in (*premises, *(each.never for each in pack.constraints)):
        assert premise_in(book, premise_words(book, premise)) == premise


def test_a_number_is_told_with_its_unit(pack: Pack) -> None:
    """Whoever signs reads days, degrees or out of 10 beside each limit, and "1 day"."""
    book = RulePhrases(pack)
    of_a_day = Limit("symptom_duration_days", "<=", 1)
    assert book.of_leaf(of_a_day).endswith("at most 1 day")
    assert book.premise_of(book.of_leaf(of_a_day)) == of_a_day
    for finding in pack.findings.values():
        if isinstance(finding, Number) and finding.unit:
            assert book.of_leaf(Limit(finding.id, ">=", finding.minimum)).endswith(f" {finding.unit}")
            assert book.of_range(finding.id, finding.minimum, finding.maximum).endswith(f" {finding.unit}")


@settings(max_examples=examples(200))
@given(st.data())
def test_random_rules_in_random_words_are_read_back(data: st.DataObject) -> None:
    """Whatever the pack calls its answers: alike, with joining words, brackets and quotation marks in them."""
    made = data.draw(packs(PACK))
    (group,) = made.groups
    findings = tuple(_reworded(each, data) if data.draw(st.booleans()) else each for each in group.findings)
    name = data.draw(WORDS)
    conditions = tuple(replace(each, name=name) for each in made.conditions)
    renamed = replace(made, groups=(replace(group, findings=findings),), conditions=conditions)
    book = RulePhrases(renamed)
    for rule in renamed.rules:
        assert told_by(book, sentence(book, rule)) == RuleTold(rule.premise, rule.conclusions)


def _reworded(finding: Finding, data: st.DataObject) -> Finding:
    """A finding whose answers read in random words."""
    match finding:
        case YesNo():
            return replace(finding, present=data.draw(WORDS), absent=data.draw(WORDS))
        case Number():
            return replace(
                finding, noun=data.draw(WORDS), unit=data.draw(st.sampled_from(["", "years and months", "(y)", "years", "days"]))
            )
    values = tuple(replace(each, says=data.draw(WORDS), denies=data.draw(WORDS)) for each in finding.values)
    return replace(finding, values=values)


def test_a_level_as_a_premise_is_one_that_a_rule_concluded() -> None:
    """It is not fulfilled by a higher one: the sentence may not say "at least"."""
    book = RulePhrases(PACK)
    assert book.of_leaf(Established("urgency", "urgent")) == "some rule says urgent"


def test_a_sentence_reads_as_a_clinician_says_it() -> None:
    """Ranges, joined parts and evidence in words; brackets only where "and" meets "or"."""
    rules = {each.id: sentence(RulePhrases(PACK), each) for each in PACK.rules}
    assert rules["a-swollen-knee-in-a-child-is-urgent"] == (
        "If the pattern “Irritated joint” and age 5 to 15, then: the urgency is at least urgent."
    )
    assert "this speaks against “Jumper's knee” (3 decibans, likelihood ratio 0.5)" in rules["youth-opposes-jumpers-knee"]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "If a swollen knee",
        "If a swolen knee, then: the urgency is at least soon.",
        "If a swollen knee, then: the urgency is at least soon. And",
    ],
)
def test_a_sentence_that_says_nothing_of_the_pack_is_refused(words: str) -> None:
    """With the place from which on it is not understood."""
    with pytest.raises(NoSentenceError) as caught:
        told_by(RulePhrases(PACK), words)
    assert caught.value.problems[0].place.startswith("character ")
