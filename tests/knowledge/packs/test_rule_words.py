"""Premises, conclusions and sources as words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from tiny import TINY

from hipexpert import Pack, load_pack
from hipexpert.knowledge.packs.rule_words import RuleWords

TINY_PACK = load_pack(TINY)


@pytest.fixture
def tiny() -> Pack:
    """The tiny pack."""
    return TINY_PACK


@pytest.mark.parametrize(
    ("word", "premise"),
    [
        ("swollen=yes", {"swollen": True}),
        ("swollen=No", {"swollen": "absent"}),
        ("swollen!=yes", {"swollen": "absent"}),
        ("swollen: true", {"swollen": True}),
        ("{swollen: absent}", {"swollen": "absent"}),
        ('{"swollen": true}', {"swollen": True}),
        ("side=left", {"side": "left"}),
        ("side = left, right", {"side": ["left", "right"]}),
        ("site=front", {"site": "front"}),
        ("site!=front", {"site": {"absent": "front"}}),
        ("site.front=no", {"site": {"absent": "front"}}),
        ("site.front=yes", {"site": "front"}),
        ("age>=12", {"age": {"at_least": 12}}),
        ("age<12.5", {"age": {"below": 12.5}}),
        ("age=5..15", {"age": {"between": [5, 15]}}),
        ("pattern=irritated_joint", {"pattern": "irritated_joint"}),
        ("suspected: jumpers_knee", {"suspected": "jumpers_knee"}),
        ("any: [{swollen: true}, {side: left}]", {"any": [{"swollen": True}, {"side": "left"}]}),
    ],
)
def test_a_premise_in_words_is_the_yaml_of_the_pack(word: str, premise: object, tiny: Pack) -> None:
    """The short form and the whole language, with or without its braces."""
    words = RuleWords(tiny)
    assert words.premise([word], "--when") == premise
    assert words.problems == []


def test_several_premises_must_hold_together(tiny: Pack) -> None:
    """As `all`."""
    assert RuleWords(tiny).premise(["swollen=yes", "age>=12"], "--when") == {"all": [{"swollen": True}, {"age": {"at_least": 12}}]}


@pytest.mark.parametrize(
    ("word", "message", "help_text"),
    [
        ("swolen=yes", "unknown finding `swolen`", "did you mean `swollen`?"),
        ("swollen=maybe", "`swollen` takes yes or no, not `maybe`", "swollen=yes"),
        ("swollen=unknown", "no premise asks whether an answer is unknown", "leave `swollen` out"),
        ("swollen.x=yes", "`swollen` takes yes or no", ""),
        ("swollen>=3", "`swollen` is no number to compare", ""),
        ("side=lft", "`lft` is no value of `side`", "did you mean `left`?"),
        ("side!=left", "only of `choices` can one value be denied", ""),
        ("age=12", "`age` is a number and needs a comparison", "age>=12"),
        ("age>=old", "`age` is a number and needs a comparison", ""),
        ("age>=inf", "`age` is a number and needs a comparison", ""),
        ("pattern=iritated_joint", "unknown pattern", "did you mean `irritated_joint`?"),
        ("swollen", "is neither `name=value` nor YAML", ""),
        ("{swollen: true, side: left}", "a premise is a mapping with one key", "all:"),
        ("{swollen: [", "the YAML cannot be read", ""),
        ("", "neither", ""),
    ],
)
def test_what_is_no_premise_is_told_with_the_word(word: str, message: str, help_text: str, tiny: Pack) -> None:
    """One message each, with the nearest right name."""
    words = RuleWords(tiny)
    assert words.premise([word, "side=left"], "--when") is None
    (problem,) = words.problems
    assert message in problem.message
    assert help_text in problem.help
    assert problem.place == f"--when '{word}'"


WORD = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from(
            [
                "swollen",
                "age",
                "site",
                "supports",
                "=",
                ">=",
                "!=",
                ": ",
                "{",
                "}",
                "[",
                "]",
                ",",
                "..",
                "yes",
                "1e999",
                "-",
                "&a",
                "*a",
                "nan",
                ".",
            ]
        ),
        max_size=8,
    ).map("".join),
)


@settings(max_examples=examples(100))
@given(WORD)
def test_any_word_is_read_or_told(word: str) -> None:
    """Whatever is typed, there is either a result that a pack can hold or a problem, and nothing else."""
    words = RuleWords(TINY_PACK)
    read = words.premise([word], "--when")
    assert (read is None) == bool(words.problems)
    written, values = words.conclusions([word], "--then")
    assert len(written) == len(values) <= 1
    assert all(citation["ref"] == "book" for citation in words.sources([word], "--source"))


def test_conclusions_and_sources_have_short_forms(tiny: Pack) -> None:
    """Evidence with its strength or ratio and its group; a source with the place in it."""
    words = RuleWords(tiny)
    written, values = words.conclusions(
        ["urgency=soon", "supports=jumpers_knee,strong,group=place", "opposes=jumpers_knee,lr=0.5", "{suspect: jumpers_knee}"], "--then"
    )
    assert written == [
        {"urgency": "soon"},
        {"supports": "jumpers_knee", "strength": "strong", "group": "place"},
        {"opposes": "jumpers_knee", "lr": 0.5},
        {"suspect": "jumpers_knee"},
    ]
    assert len(values) == 4
    assert words.sources(["book", "book=page 3: x", "{ref: book, at: '4', stance: refute}"], "--source") == [
        {"ref": "book"},
        {"ref": "book", "at": "page 3: x"},
        {"ref": "book", "at": "4", "stance": "refute"},
    ]
    assert words.problems == []


def test_wrong_conclusions_and_sources_are_told_at_once(tiny: Pack) -> None:
    """Every one, and that a rule needs one source that supports it."""
    words = RuleWords(tiny)
    assert words.conclusions(["urgency=son", "supports=jumpers_knee", "supports=jumpers_knee,strongest", "foo=1"], "--then") == ([], ())
    assert words.sources(["bok", "{ref: book, stance: refute}", "{ref: book, page: 3}"], "--source") != []
    assert [each.code for each in words.problems] == [
        "unknown-conclusion",
        "bad-conclusion",
        "bad-conclusion",
        "bad-conclusion",
        "unknown-source",
        "bad-source",
        "unsupported",
    ]
