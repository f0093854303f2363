"""Ways to break the tiny pack, each with the problem that loading must report."""

from pathlib import Path

from tiny import copied

FINDINGS = "findings/about.yaml"
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
  sources: [{ref: book, at: page 1}]
  reviewed: {date: 2026-11-21, by: tester}
- id: pain-in-front-was-rested
  title: Pain in front was rested
  when: {site: front}
  then: [{urgency: routine}]
  because: Rest helped.
  sources: [{ref: book, at: page 1}]
  reviewed: {date: 2026-11-21, by: tester}
  status: retired
""",
    ADVICE: """advice:
- id: rest-the-knee
  category: activity
  title: Rest the knee
  says: Do not ride for a day.
  because: Rest helps.
  sources: [{ref: book, at: chapter 2}]
  reviewed: {date: 2026-11-21, by: tester}
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
""",
    CLAIMS: """not_followed:
- id: ride-on
  claim: Ride on
  sources: [{ref: book, at: chapter 3}]
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


# File, what is replaced, by what; then the code, the message and the help of the problem.
FAULTS = [
    (RULES, "{swollen: true}", "{swolen: true}", "unknown-finding", "unknown finding `swolen`", "did you mean `swollen`?"),
    (RULES, "when: {site: front}", "when: {site: frnt}", "unknown-value", "`frnt` is no value of `site`", "did you mean `front`?"),
    (
        RULES,
        "when: {site: front}",
        "when: {site: {absent: frnt}}",
        "unknown-value",
        "`frnt` is no value of `site`",
        "did you mean `front`?",
    ),
    (
        RULES,
        "[{pattern: irritated_joint}]",
        "[{pattern: iritated_joint}]",
        "unknown-conclusion",
        "unknown id `iritated_joint`",
        "joint`?",
    ),
    (
        RULES,
        "{pattern: irritated_joint}, ",
        "{pattern: iritated_joint}, ",
        "unknown-conclusion",
        "unknown pattern `iritated_joint`",
        "joint`?",
    ),
    (RULES, "likely: jumpers_knee", "likely: jumper", "unknown-conclusion", "unknown likely `jumper`", "did you mean `jumpers_knee`?"),
    (RULES, "opposes: jumpers_knee", "opposes: jumper", "unknown-conclusion", "unknown id `jumper`", "did you mean `jumpers_knee`?"),
    (RULES, "opposes: jumpers_knee", "opposes: [a]", "unknown-conclusion", "unknown id `['a']`", ""),
    (RULES, "opposes: jumpers_knee", "opposes: low_saddle", "unknown-conclusion", "unknown id `low_saddle`", ""),
    (RULES, "contributes: low_saddle", "contributes: low", "unknown-conclusion", "unknown id `low`", ""),
    (RULES, "urgency: urgent", "urgency: urgnt", "unknown-conclusion", "unknown level `urgnt`", "did you mean `urgent`?"),
    (RULES, "strength: strong", "strength: storng", "bad-conclusion", "unknown strength `storng`", "did you mean `strong`?"),
    (RULES, "strength: strong", "strength: [strong]", "bad-conclusion", "unknown strength `['strong']`", ""),
    (RULES, "strength: strong, ", "", "bad-conclusion", "evidence needs either `strength` or `lr`", "ratio"),
    (RULES, "lr: 0.5", "lr: null", "bad-conclusion", "the likelihood ratio `None` does not oppose", "below 1 opposes"),
    (RULES, "lr: 0.5", "lr: 1", "bad-conclusion", "the likelihood ratio `1` does not oppose", "below 1 opposes"),
    (RULES, "lr: 0.5", "lr: 2", "bad-conclusion", "the likelihood ratio `2` does not oppose", "below 1 opposes"),
    (RULES, "lr: 0.5", "lr: .nan", "bad-conclusion", "the likelihood ratio `nan` does not oppose", "below 1 opposes"),
    (RULES, "group: place", "grup: place", "unknown-key", "unknown key `grup` beside `supports`", ""),
    (RULES, "count: 1", "count: 3", "impossible-gate", "`count` is 3 of 2 premises", "between 1 and their number"),
    (RULES, "age: {below: 12}", "age: 12", "bad-premise", "`age` is a number and needs a comparison", "at_least"),
    (RULES, "  because: The tendon lies in front.\n", "", "missing-key", "`because` is missing", "add `because:`"),
    (RULES, "  title: Young", "  titel: x\n  title: Young", "unknown-key", "unknown key `titel`", "did you mean `title`?"),
    (RULES, "because: It may be an infection.", "because: 5", "bad-type", "`because`: expected `str`, got `int`", ""),
    (FINDINGS, "maximum: 99", "maximum: 1", "empty-range", "`minimum` of `age` is not below its `maximum`", ""),
    (FINDINGS, "type: number", "type: numbr", "unknown-type", "unknown type `numbr`", "did you mean `number`?"),
    (FINDINGS, "  type: number\n", "", "missing-key", "`type` is missing", "one of yes_no, choice, choices, number"),
    (FINDINGS, "  noun: age\n", "", "missing-key", "`noun` is missing", "add `noun:`"),
    (FINDINGS, ", denies: no pain in front", "", "missing-key", "value `front` of `site` lacks `denies`", "denial"),
    (FINDINGS, "{swollen: absent}", "{swolen: absent}", "unknown-finding", "unknown finding `swolen`", "did you mean `swollen`?"),
    ("constraints.yaml", "{swollen: true}", "{swolen: true}", "unknown-finding", "unknown finding `swolen`", "did you mean `swollen`?"),
    ("conditions/knee.yaml", "  prior: common\n", "", "missing-key", "`jumpers_knee` lacks a `prior`", "common"),
    ("pack.yaml", ", very_rare: -24", "", "missing-key", "`priors` lacks `very_rare`", "add `very_rare:`"),
    ("pack.yaml", "possible: -2, ", "", "missing-key", "`bands` lacks `possible`", "add `possible:`"),
    (
        "pack.yaml",
        "  urgent: {title: Go within a day, action: Do not ride., cds_hooks: critical}\n",
        "",
        "missing-key",
        "`urgency` lacks",
        "all five",
    ),
    ("pack.yaml", "  about: [person]", "  abuot: [person]", "unknown-group", "unknown group `abuot`", "did you mean `about`?"),
    ("pack.yaml", "version: 0.0.1\n", "", "missing-key", "`version` is missing", "add `version:`"),
]

LIST = "at least one entry of `sources`"
GOVERNANCE_FAULTS = {
    "no source of an advice": (
        ADVICE,
        "  sources: [{ref: book, at: chapter 2}]\n",
        "",
        "`sources` is missing",
        "add `sources:`",
    ),
    "an empty list of sources": (ADVICE, "[{ref: book, at: chapter 2}]", "[]", "`sources`: expected `array`", LIST),
    "no source of a claim": (CLAIMS, "[{ref: book, at: chapter 3}]", "[]", "`sources`: expected `array`", LIST),
    "no source of a condition": (CONDITIONS, "[{ref: book, at: page 1}]", "[]", "`sources`: expected `array`", LIST),
    "an unknown source": (ADVICE, "ref: book", "ref: bok", "unknown source `bok`", "did you mean `book`?"),
    "an unknown stance": (ADVICE, "chapter 2}", "chapter 2, stance: suport}", "`stance`: unknown word `suport`", "did you mean `support`?"),
    "a stance like no other": (
        ADVICE,
        "chapter 2}",
        "chapter 2, stance: maybe}",
        "`stance`: unknown word `maybe`",
        "one of support, refute",
    ),
    "only sources against it": (ADVICE, "chapter 2}", "chapter 2, stance: refute}", "no source supports `rest-the-knee`", "add a source"),
    "no review date": (ADVICE, "  reviewed: {date: 2026-11-21, by: tester}\n", "", "`reviewed` is missing", "add `reviewed:`"),
    "a review date in words": (
        ADVICE,
        "date: 2026-11-21",
        "date: soon",
        "`date`: invalid",
        "year-month-day, such as 2026-11-21",
    ),
    "a review by nobody": (ADVICE, ", by: tester", "", "`by` is missing", "add `by:`"),
    "a review date alone": (
        ADVICE,
        "{date: 2026-11-21, by: tester}",
        "2026-11-21",
        "a mapping is needed here, not a date",
        "`date` and `by`",
    ),
    "an unknown status": (
        ADVICE,
        "by: tester}",
        "by: tester}\n  status: activ",
        "`status`: unknown word `activ`",
        "did you mean `active`?",
    ),
    "an unknown harm": (ADVICE, "title: Rest", "prevents: fall\n  title: Rest", "unknown harm `fall`", "`harms` of pack.yaml"),
    "an unknown tag ruled out": (ADVICE, "title: Rest", "rules_out: [rides]\n  title: Rest", "unknown tag `rides`", "no advice carries it"),
    "advice that rules itself out": (
        ADVICE,
        "title: Rest",
        "tags: [rest]\n  rules_out: [rest]\n  title: Rest",
        "`rest-the-knee` rules out other advice, and its tag `rest`",
        "take the tag",
    ),
    "unknown advice covered": (
        ADVICE,
        "title: Rest",
        "covers: [rest-the-kne]\n  title: Rest",
        "unknown advice `rest-the-kne`",
        "did you mean",
    ),
    "advice that covers itself": (
        ADVICE,
        "title: Rest",
        "covers: [rest-the-knee]\n  title: Rest",
        "`rest-the-knee` cannot cover `rest-the-knee`",
        "never one another",
    ),
    "advice without asking whether it is safe": (
        ADVICE,
        "title: Rest",
        "safe_when: {swollen: absent}\n  title: Rest",
        "`pain-in-front-is-rested` advises `rest-the-knee` without its `safe_when`",
        "under `all:`",
    ),
    "an unknown prior": (CONDITIONS, "prior: common", "prior: comon", "`prior`: unknown word `comon`", "did you mean `common`?"),
    "a code that is none": (
        CONDITIONS,
        "  prior: common",
        "  prior: common\n  icd10cm: M76-5",
        "`M76-5` of `jumpers_knee` is no ICD-10-CM",
        "M70.61",
    ),
    "a hazard without a rule": (HAZARDS, "[a-swollen-knee-in-a-child-is-urgent]", "[]", "no rule controls the hazard", "name the rules"),
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
        "by: tester}",
        "by: tester}\n  status: retired",
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
