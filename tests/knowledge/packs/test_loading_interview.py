"""What `interview.yaml` may not say: each mistake is told once, with its place and what would be right."""

from pathlib import Path

import pytest
from tiny import copied, pack_problems

from hipexpert import load_pack

PARTS = "parts: {swollen: a swollen knee, side: one side}"


def with_conversation(folder: Path, items: str) -> Path:
    """The folder of the tiny pack with such an interview."""
    target = copied(folder)
    (target / "interview.yaml").write_text(f"interview:\n{items}\n")
    return target


@pytest.mark.parametrize(
    ("items", "code", "message"),
    [
        (f"- {{id: a, stage: warnings, {PARTS}, only: {{side: [middle]}}}}", "unknown-value", "`middle` is no value of `side`"),
        (f"- {{id: a, stage: warnings, {PARTS}, only: {{swollen: [yes]}}}}", "bad-type", "expected `str`, got `bool`"),
        (f"- {{id: a, stage: warnings, {PARTS}, only: {{swollen: [big]}}}}", "bad-interview", "`swollen` is no choice"),
        (
            "- {id: a, stage: warnings, parts: {swollen: a swollen knee}, only: {side: [left]}}",
            "bad-interview",
            "the line is not made of `side`",
        ),
        ("- {id: a, stage: telling, of: [swollen], once: {side: [middle]}}", "unknown-value", "`middle` is no value of `side`"),
        ("- {id: a, stage: telling, of: [swollen], once: {age: [old]}}", "bad-interview", "`age` is no choice"),
        ("- {id: a, stage: warnings, parts: {side: a}, noticed: {swollen: Was it?}}", "bad-interview", "the line is not made of `swollen`"),
        (f"- {{id: a, stage: warnings, {PARTS}, noticed: {{side: Which was it?}}}}", "bad-interview", "`side` is no yes/no finding"),
        ("- {id: a, stage: who, ask: About you, of: [age, side]}", "bad-interview", "a form asks for one kind of answer"),
        ("- {id: a, stage: course, ask: How it began, of: [swollen, side]}", "bad-interview", "a form asks for one kind of answer"),
        ("- {id: a, stage: warnings, of: [swollen, side]}", "missing-key", "a line of several findings needs words of its own"),
        (f"- {{id: a, stage: warnings, of: [swollen], {PARTS}}}", "bad-interview", "`of` and `parts` name different findings"),
        (
            f"- {{id: a, stage: warnings, {PARTS}, together: [{{of: [swollen, age], say: both}}]}}",
            "bad-interview",
            "`together` names what is no part of the line, or a part twice",
        ),
        (
            f"- {{id: a, stage: warnings, {PARTS}, together: [{{of: [swollen, side], say: both}}, {{of: [side], say: one}}]}}",
            "bad-interview",
            "`together` names what is no part of the line, or a part twice",
        ),
        ("- {id: a, stage: warnings, of: []}", "bad-interview", "`of` names nothing to ask about"),
        ("- {id: a, stage: telling, of: [swolen]}", "unknown-finding", "unknown finding `swolen`"),
        ("- {id: a, stage: telling, of: [swollen], instead_of: [agee]}", "unknown-finding", "unknown finding `agee`"),
        (
            "- {id: a, stage: telling, of: [side]}\n- {id: b, stage: telling, of: [side]}",
            "bad-interview",
            "`side` is asked twice, in `a` too",
        ),
        ("- {id: a, stage: where, ask: in front, of: [site], values: [top]}", "unknown-value", "`top` is no value of `site`"),
        ("- {id: a, stage: later, of: [side]}", "bad-word", "unknown word `later`"),
        ("- {id: a, stage: who, of: [side], when: 3}", "unknown-key", "unknown key `when`"),
    ],
)
def test_a_mistake_in_the_interview_is_said_with_its_place(items: str, code: str, message: str, tmp_path: Path) -> None:
    """One problem each, in the file, with a way to mend it; never a traceback, never a pack that asks something else."""
    (problem,) = pack_problems(with_conversation(tmp_path, items))
    assert (problem.code, message in problem.message) == (code, True), problem
    assert problem.place.startswith("interview.yaml")
    assert problem.help or code in ("unknown-finding", "bad-type", "unknown-value")  # no name is like it


def test_a_form_of_choices_and_a_line_that_speaks_of_some_answers_are_read(tmp_path: Path) -> None:
    """What is right has no problem, and the parts name the findings."""
    items = f"- {{id: a, stage: warnings, {PARTS}, only: {{side: [left]}}, noticed: {{swollen: Was it swollen?}}}}"
    (item,) = load_pack(with_conversation(tmp_path, items)).conversation
    assert (item.of, item.only["side"], dict(item.noticed)) == (("swollen", "side"), ("left",), {"swollen": "Was it swollen?"})


def test_words_for_several_parts_stand_only_where_all_of_them_are_asked(tmp_path: Path) -> None:
    """Else each has its own: what was answered already is not denied once more, nor is it spoken of."""
    parts = "parts: {age: your age, swollen: a swollen knee, side: one side}"
    (item,) = load_pack(
        with_conversation(tmp_path, f"- {{id: a, stage: warnings, {parts}, together: [{{of: [swollen, side], say: a knee}}]}}")
    ).conversation
    assert list(item.phrases(["age", "swollen", "side"])) == [("your age", ("age",)), ("a knee", ("swollen", "side"))]
    assert list(item.phrases(["age", "side"])) == [("your age", ("age",)), ("one side", ("side",))]
