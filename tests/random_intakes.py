"""Random intakes by the thousand: quicker than Hypothesis draws them, and always the same."""

import random
from collections.abc import Iterator

from hipexpert import Intake, Pack
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number
from hipexpert.knowledge.runner.intake import Answer


def random_intakes(pack: Pack, count: int, seed: int = 1) -> Iterator[Intake]:
    """From a single answer to nearly all of them, sometimes with groups denied."""
    lot = random.Random(seed)  # noqa: S311  # no secret
    findings = list(pack.findings.values())
    groups = sorted(group.group for group in pack.groups)
    for _ in range(count):
        chosen = lot.sample(findings, min(len(findings), 1 + int(len(findings) * lot.random() ** 5)))
        denied = lot.sample(groups, lot.choice([0, 0, 1, 2]) % (len(groups) + 1))
        yield Intake({finding.id: _answer(finding, lot) for finding in chosen}, tuple(sorted(denied)))


def _answer(finding: Finding, lot: random.Random) -> Answer:
    if isinstance(finding, Number):
        value = lot.uniform(finding.minimum, finding.maximum)
        return float(min(round(value), int(finding.maximum))) if finding.whole or lot.random() < 0.5 else value
    if isinstance(finding, Choice):
        return lot.choice(finding.values).id
    if isinstance(finding, Choices):
        return {value.id: lot.random() < 0.6 for value in lot.sample(finding.values, lot.randint(1, len(finding.values)))}
    return lot.random() < 0.5
