"""Whole interviews on a terminal, as different runners have them: what is asked, what is not, and what comes out."""

import re
from typing import NamedTuple

import pytest
from on_terminal import PROMPT, Start, answer, ended, go_to

HOP = re.compile(r"\bhop\b|\bhopping\b", re.I)


class Script(NamedTuple):
    """What somebody says: ``replies`` to questions in which a text stands, and to all others that nothing applies or is known.

    ``levels`` are those it may end with; what is ``never`` asked, and what ``shown`` in the end. On a list the lines with a word of
    ``picks`` apply, and else ``others`` is said; ``single`` to any other question.
    """

    replies: dict[str, str]
    levels: tuple[str, ...]
    never: str = ""
    shown: str = ""
    picks: tuple[str, ...] = ()
    others: str = "none"
    single: str = "1"


FULLY = {
    "\r\nWhere does it hurt?": "1",
    "How did it start": "built up over days or weeks; yes, fully",
    "How long": "3 weeks",
    "two weeks ago": "about the same",
    "How tall are you": "178 cm 70 kg",
}
SCRIPTS = {
    "a man of 62 with osteoporosis": Script(
        {**FULLY, "How old are you": "62, 3 weeks", "What is your sex": "male left", "In which area": "groin"},
        ("SOON", "URGENT"),
        picks=("thin bones", "osteoporosis", "bone density"),
        never=r"\bhop\b|periods",
    ),
    "a girl of 13 with knee pain": Script(
        {
            **FULLY,
            "How old are you": "13, 3 weeks",
            "What is your sex": "f right",
            "In which area": "knee",
            "\r\nWhere does it hurt?": "cannot point",
        },
        ("SOON", "URGENT"),
        never=r"\bhop\b|alcohol|menopause",
    ),
    "a woman with missed periods": Script(
        {
            **FULLY,
            "How old are you": "24, 3 weeks",
            "What is your sex": "f left",
            "In which area": "groin",
            "What are your periods like": "none for three months",
        },
        ("SOON", "URGENT"),
        never="swelling of a testicle",
    ),
    "a marathon runner in taper": Script(
        {
            **FULLY,
            "How old are you": "38, 3 weeks",
            "What is your sex": "m right",
            "In which area": "groin",
            "How did it start": "one run, hurts",
        },
        ("SOON", "URGENT"),
        never=r"\bhop\b|periods",
    ),
    "nothing special": Script(
        {
            **FULLY,
            "How old are you": "46, 3 weeks",
            "What is your sex": "f left",
            "In which area": "outer",
            "periods like": "regular",
            "pregnant": "no",
        },
        ("SELF CARE", "ROUTINE"),
    ),
    "everything unknown": Script({}, ("UNDETERMINED",), shown="speak to a nurse or doctor", others="", single=""),
    "a fever half-way": Script(
        {**FULLY, "How old are you": "33, 3 weeks", "What is your sex": "m left", "In which area": "groin"},
        ("URGENT", "EMERGENCY"),
        picks=("fever",),
        never="periods",
    ),
}


def reply(script: Script, screen: str) -> str:
    """What is said to a screen; what was not understood is left open."""
    if "Step " not in screen:
        return ""
    asked = min((text for text in script.replies if text in screen), key=screen.index, default=None)  # what stands first
    if asked is not None:
        return script.replies[asked]
    if "A number for each" in screen:
        return " ".join([script.single] * 2).strip()
    if "`none`" not in screen:
        return script.single
    lines = re.findall(r"^ +(\d+) (.*)", screen, re.M)
    picked = [number for number, line in lines if any(word in line.lower() for word in script.picks)]
    return " ".join(picked) or script.others


def unwrapped(screen: str) -> str:
    """A screen whose lines go on where a narrow terminal broke them."""
    return re.sub(r"\r\n(?=[a-z`])|(?<=[a-z,])\r\n {2,}(?=[a-z])", " ", screen)


def held(start: Start, script: Script, *before: str, columns: int = 80) -> tuple[list[str], str]:
    """The screens of an interview, after some lines, and its last one."""
    child = start("interview", columns=columns)
    for line in before:
        child.sendline(line)
        child.expect_exact(PROMPT)
    screens = [unwrapped(str(child.before))]
    for _ in range(60):
        child.sendline(reply(script, screens[-1]))
        if child.expect_exact([PROMPT, "Knowledge: hip"]) == 1:
            return screens, str(child.before) + ended(child)[0]
        screens.append(unwrapped(str(child.before)))
    raise AssertionError("it does not end")


@pytest.mark.deep
@pytest.mark.hazard("false-reassurance-by-self-care", "alarm-fatigue-from-over-triage", "self-test-does-harm")
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_runner_is_asked_what_fits_and_told_what_follows(start: Start, name: str) -> None:
    """The level, what may never be asked of this runner, and what is read in the end; nothing is asked twice."""
    script = SCRIPTS[name]
    screens, last = held(start, script)
    assert next(level for level in script.levels if f" {level} " in last), last
    asked = " ".join(screens)
    assert not script.never or not re.search(script.never, asked, re.I)
    assert script.shown in " ".join(last.split())
    lines = [line for screen in screens for line in re.findall(r"^ +\d+ ([A-Z].*)", screen, re.M)]
    assert len(lines) == len(set(lines)), sorted(line for line in lines if lines.count(line) > 1)


@pytest.mark.deep
def test_somebody_who_changes_answers_is_told_what_the_last_ones_come_to(start: Start) -> None:
    """Back to the first question and another answer: as if it had never been said otherwise."""
    script = SCRIPTS["nothing special"]
    assert held(start, script, "62, 2 days", "m right", "back", "back")[1] == held(start, script)[1]


@pytest.mark.deep
def test_an_answer_that_is_changed_half_way_counts_as_changed(start: Start) -> None:
    """A fever said, taken back after the next question and denied: the level, and nothing of a fever left in the end."""
    child = start("interview")
    shown = go_to(child, "A fall, blow or collision")
    line = next(number for number, text in re.findall(r"^ +(\d+) (.*)", shown, re.M) if "Fever" in text)
    answer(child, line)
    first = answer(child, "1")  # of the signs on that line, the first
    assert re.search("URGENT|EMERGENCY", first), first
    answer(child, "back")
    again = answer(child, "back")
    assert "Fever, chills or feeling ill" in again
    assert not re.search("URGENT|EMERGENCY", answer(child, "none"))
    child.sendline("done")
    child.expect_exact("Knowledge: hip")
    assert "You have a fever" not in str(child.before) + ended(child)[0]


@pytest.mark.deep
def test_a_phone_with_40_columns_comes_to_the_same(start: Start) -> None:
    """The same script in 40 columns: no line of a screen is wider, and the same level is said."""
    script = SCRIPTS["a marathon runner in taper"]
    screens, last = held(start, script, columns=40)
    assert max(len(line.rstrip()) for line in last.split("\r\n")) <= 40
    assert re.findall("SOON|URGENT|EMERGENCY", last)[0] == re.findall("SOON|URGENT|EMERGENCY", held(start, script)[1])[0]
    assert len(screens) > 5
