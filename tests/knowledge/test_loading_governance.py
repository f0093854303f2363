"""A pack that is not governed does not load: sources, stances, review dates, codes, hazards and advice, each with a remedy."""

from pathlib import Path

import pytest
from tiny import copied, line_of, pack_problems

import hipexpert

RULES, CONDITIONS, ADVICE, HAZARDS, CLAIMS = (
    "rules/knee.yaml",
    "conditions/knee.yaml",
    "advice/rest.yaml",
    "hazards.yaml",
    "not_followed/knee.yaml",
)
GOVERNED = {
    RULES: """- id: pain-in-front-is-rested
  title: Pain in front is rested
  when: {site: front}
  then: [{advise: rest-the-knee}]
  because: Rest helps.
- id: pain-in-front-was-rested
  title: Pain in front was rested
  when: {site: front}
  then: [{urgency: routine}]
  because: Rest helped.
  status: retired
""",
    ADVICE: """advice:
- id: rest-the-knee
  category: activity
  title: Rest the knee
  says: Do not ride for a day.
  because: Rest helps.
  sources: [{ref: book, at: chapter 2, stance: support}]
  reviewed: 2026-11-21
  status: active
""",
    HAZARDS: """hazards:
- id: infection-missed
  name: An infection is missed
  description: A swollen knee is read as overuse.
  causes: [It looks alike.]
  effect: No doctor is seen.
  hazard: An untreated infection.
  harm: The joint is lost.
  existing_controls: None.
  likelihood: 3
  severity: 5
  risk: 15
  new_controls: A rule.
  residual_likelihood: 1
  residual_severity: 5
  residual_risk: 5
  status: controlled
  rules: [a-swollen-knee-in-a-child-is-urgent]
  tests: [tests/test_knee.py::test_it]
""",
    CLAIMS: """not_followed:
- id: ride-on
  claim: Ride on
  sources: [{ref: book, at: chapter 3, stance: support}]
  because: It harms.
  instead: rest-the-knee
""",
}


def governed(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """The tiny pack with advice, a hazard and a claim that is not followed, and with some of its text replaced."""
    made = copied(folder)
    for name, text in GOVERNED.items():
        (made / name).parent.mkdir(exist_ok=True)
        with (made / name).open("a") as stream:
            stream.write(text)
    for name, old, new in changes:
        whole = (made / name).read_text()
        assert whole.count(old) >= 1
        (made / name).write_text(whole.replace(old, new, 1))
    return made


def test_a_governed_pack_loads(tmp_path: Path) -> None:
    """The pack that the other tests spoil is whole."""
    pack = hipexpert.load_pack(governed(tmp_path))
    assert [len(each) for each in (pack.advice, pack.hazards, pack.not_followed)] == [1, 1, 1]


LIST = "at least one entry of `sources`"
CASES = {
    "no source of an advice": (
        ADVICE,
        "  sources: [{ref: book, at: chapter 2, stance: support}]\n",
        "",
        "`sources` is missing",
        "add `sources:`",
    ),
    "an empty list of sources": (ADVICE, "[{ref: book, at: chapter 2, stance: support}]", "[]", "`sources`: expected `array`", LIST),
    "no source of a claim": (CLAIMS, "[{ref: book, at: chapter 3, stance: support}]", "[]", "`sources`: expected `array`", LIST),
    "no source of a condition": (CONDITIONS, "[{ref: book, stance: support}]", "[]", "`sources`: expected `array`", LIST),
    "an unknown source": (ADVICE, "ref: book", "ref: bok", "unknown source `bok`", "did you mean `book`?"),
    "an unknown stance": (ADVICE, "stance: support", "stance: suport", "`stance`: unknown word `suport`", "did you mean `support`?"),
    "a stance like no other": (ADVICE, "stance: support", "stance: maybe", "`stance`: unknown word `maybe`", "one of support, refute"),
    "no stance": (ADVICE, ", stance: support", "", "`stance` is missing", "add `stance:`"),
    "only sources against it": (ADVICE, "stance: support", "stance: refute", "no source supports `rest-the-knee`", "add a source"),
    "no review date": (ADVICE, "  reviewed: 2026-11-21\n", "", "`reviewed` is missing", "add `reviewed:`"),
    "a review date in words": (
        ADVICE,
        "reviewed: 2026-11-21",
        "reviewed: soon",
        "`reviewed`: invalid",
        "year-month-day, such as 2026-11-21",
    ),
    "an unknown status": (ADVICE, "status: active", "status: activ", "`status`: unknown word `activ`", "did you mean `active`?"),
    "an unknown prior": (CONDITIONS, "prior: common", "prior: comon", "`prior`: unknown word `comon`", "did you mean `common`?"),
    "a code that is none": (
        CONDITIONS,
        "  prior: common",
        "  prior: common\n  icd10cm: M76-5",
        "`M76-5` of `jumpers_knee` is no ICD-10-CM",
        "M70.61",
    ),
    "a hazard without a rule": (HAZARDS, "[a-swollen-knee-in-a-child-is-urgent]", "[]", "no rule controls the hazard", "name the rules"),
    "a hazard without a test": (HAZARDS, "[tests/test_knee.py::test_it]", "[]", "no test checks the control", "name the tests"),
    "a hazard with an unknown rule": (
        HAZARDS,
        "[a-swollen-knee-",
        "[a-swolen-knee-",
        "unknown rule `a-swolen-knee",
        "did you mean `a-swollen-knee",
    ),
    "a hazard with a retired rule": (
        HAZARDS,
        "[a-swollen-knee-in-a-child-is-urgent]",
        "[pain-in-front-was-rested]",
        "`pain-in-front-was-rested` does not control",
        "an active rule",
    ),
    "a wrong product": (HAZARDS, "\n  risk: 15", "\n  risk: 14", "the risk 14 is not likelihood 3 times severity 5", "write 15"),
    "a residual risk above the risk": (
        HAZARDS,
        "likelihood: 3\n  severity: 5\n  risk: 15",
        "likelihood: 1\n  severity: 4\n  risk: 4",
        "the residual risk 5 of",
        "set the figures right",
    ),
    "an unknown status of a hazard": (HAZARDS, "status: controlled", "status: closed", "`status`: unknown word `closed`", "controlled"),
    "advice that nobody advises": (
        RULES,
        "[{advise: rest-the-knee}]",
        "[{urgency: soon}]",
        "no active rule advises `rest-the-knee`",
        "add a rule that does",
    ),
    "retired advice that is advised": (
        ADVICE,
        "status: active",
        "status: retired",
        "`pain-in-front-is-rested` advises `rest-the-knee`, which is retired",
        "out of the rule",
    ),
    "an unknown remedy": (
        CLAIMS,
        "instead: rest-the-knee",
        "instead: rest-the-kne",
        "`instead` names no rule or advice",
        "did you mean `rest-the-knee`?",
    ),
}
# Where the fault shows, when that is not where the text was changed.
SHOWS_IN = {"advice that nobody advises": ADVICE, "retired advice that is advised": RULES}


@pytest.mark.parametrize("fault", CASES)
def test_what_is_not_governed_is_refused_with_a_remedy(fault: str, tmp_path: Path) -> None:
    """One fault is one problem, with the file, the line and what to do about it."""
    file, old, new, message, help_text = CASES[fault]
    (problem,) = pack_problems(governed(tmp_path, (file, old, new)))
    assert problem.message.startswith(message)
    assert help_text in problem.help
    place, _, line = problem.place.partition(":")
    assert place == SHOWS_IN.get(fault, file)
    assert line.isdigit()


def test_an_unknown_stance_has_the_line_of_the_citation(tmp_path: Path) -> None:
    """The place is the line on which the citation stands."""
    folder = governed(tmp_path, (CLAIMS, "stance: support", "stance: suport"))
    (problem,) = pack_problems(folder)
    assert problem.place == line_of("suport", CLAIMS, folder)
