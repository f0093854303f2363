"""Whole interviews on a terminal, as different runners have them: what is asked, what is not, and what comes out."""

import re
from typing import NamedTuple

import pytest
from on_terminal import PROMPT, Start, ended

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
    "Can you put weight": "yes, fully",
    "How did it start": "over days or weeks",
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
            "\r\nWhere does it hurt?": "cannot say",
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
            "How did it start": "one run",
            "Can you put weight": "hurts",
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
    if "`none`" not in screen:
        return script.single
    lines = re.findall(r"^ +(\d+) (.*)", screen, re.M)
    picked = [number for number, line in lines if any(word in line.lower() for word in script.picks)]
    return " ".join(picked) or script.others


def held(start: Start, script: Script, *before: str) -> tuple[list[str], str]:
    """The screens of an interview, after some lines, and its last one."""
    child = start("interview")
    for line in before:
        child.sendline(line)
        child.expect_exact(PROMPT)
    screens = [str(child.before)]
    for _ in range(60):
        child.sendline(reply(script, screens[-1]))
        if child.expect_exact([PROMPT, "Knowledge: hip"]) == 1:
            return screens, str(child.before) + ended(child)[0]
        screens.append(str(child.before))
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
