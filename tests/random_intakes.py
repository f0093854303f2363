"""Random intakes by the thousand: quicker than Hypothesis draws them, and always the same."""

import random
from collections.abc import Iterator

from satisfying import added, ways_to_hold

from hipexpert import Intake, Pack
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number
from hipexpert.knowledge.runner.answers import denial_on_screen
from hipexpert.knowledge.runner.intake import Answer
from hipexpert.knowledge.runner.reading_intake import read_intake


def random_intakes(pack: Pack, count: int, seed: int = 1) -> Iterator[Intake]:
    """From a single answer to nearly all of them, sometimes with groups or the screen denied, or with most of the screen answered
    as somebody answers it who is well.
    """
    lot = random.Random(seed)  # noqa: S311  # no secret
    findings = list(pack.findings.values())
    groups = sorted(set(pack.denied_with.values()))
    for _ in range(count):
        chosen = lot.sample(findings, min(len(findings), 1 + int(len(findings) * lot.random() ** 5)))
        denied = lot.sample(groups, lot.choice([0, 0, 1, 2]) % (len(groups) + 1))
        answers = {finding.id: random_answer(finding, lot) for finding in chosen}
        yield Intake(_well(pack, lot) | (answers if lot.random() < 0.3 else {}) if lot.random() < 0.2 else answers, tuple(sorted(denied)))


def contradictory_intakes(pack: Pack, count: int, seed: int = 1) -> Iterator[Intake]:
    """Runners whose answers break a constraint of the pack, most of them with the screen denied by somebody who is well."""
    lot = random.Random(seed)  # noqa: S311  # no secret
    ways = [list(ways_to_hold(pack, each.never)) for each in pack.constraints]
    for intake in random_intakes(pack, count, seed):
        answers = added(lot.choice(lot.choice(ways)), dict(intake.answers))
        denied = ("screen",) if lot.random() < 0.8 else intake.none_of
        yield read_intake({"pain_site": {"outer_thigh": True}, **answers, "none_of": list(denied)}, pack)


def _well(pack: Pack, lot: random.Random) -> dict[str, Answer]:
    """The screen answered by somebody who is well, but for a question here and there."""
    found: dict[str, Answer] = {}
    for item in pack.screen:
        finding, denial = pack.findings[item.ask], denial_on_screen(item, pack)
        if lot.random() < 0.98:
            found[item.ask] = random_answer(finding, lot) if denial is None else denial
    return found


def random_answer(finding: Finding, lot: random.Random) -> Answer:
    """An answer to one finding."""
    if isinstance(finding, Number):
        value = lot.uniform(finding.minimum, finding.maximum)
        return float(min(round(value), int(finding.maximum))) if finding.whole or lot.random() < 0.5 else value
    if isinstance(finding, Choice):
        return lot.choice(finding.values).id
    if isinstance(finding, Choices):
        return {value.id: lot.random() < 0.6 for value in lot.sample(finding.values, lot.randint(1, len(finding.values)))}
    return lot.random() < 0.5
