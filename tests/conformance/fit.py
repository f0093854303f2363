"""FIT read by two readers that share no code: ours, and one in JavaScript by other people. Files are made here, or are somebody's own."""

import datetime
import json
import random
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fit_tool.profile.profile_type import Sport, SubSport
from training_files import START, fit, multisport

from hipexpert.companion.training_files.activity import Activity
from hipexpert.companion.training_files.fit import UnreadableFileError, read_fit

COUNT = 60
NEAR = 0.01  # the share by which two sums of one file may differ
_SPORTS = (Sport.RUNNING, Sport.CYCLING, Sport.HIKING, Sport.SWIMMING, Sport.WALKING)
_SUBS = (SubSport.GENERIC, SubSport.TRAIL, SubSport.TREADMILL, SubSport.TRACK, SubSport.STREET)


def made(folder: Path) -> list[Path]:
    """Files of every kind that a watch writes: sports, paces, pauses, clocks, indoors, several sports in one."""
    chance = random.Random(0)  # noqa: S311
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(COUNT):
        start = START + datetime.timedelta(seconds=chance.randrange(10**8))
        if number % 6 == 5:
            content = multisport(*((chance.choice(_SPORTS), chance.randrange(1, 200)) for _ in range(chance.randrange(2, 5))))
        else:
            steps = [chance.uniform(0.5, 6) for _ in range(chance.randrange(2, 800))]
            ahead = chance.choice([None, -9.5, 0, 5.75, 13])
            content = fit(
                steps, start, sport=chance.choice(_SPORTS), sub=chance.choice(_SUBS), hours_ahead=ahead, places=bool(number % 3),
                paused_s=chance.randrange(900),
            )  # fmt: skip
        paths.append(folder / f"{number}.fit")
        paths[-1].write_bytes(content)
    return paths


@dataclass
class Compared:
    """What two readers said of the same files."""

    sessions: int = 0  # that both found
    apart: list[str] = field(default_factory=list)  # where they disagree
    passed_over: list[Path] = field(default_factory=list)  # what one does not read, or finds damaged: each tells that in its own way


def compare(folder: Path, paths: Sequence[Path]) -> Compared:
    """Both readers on each file; what is passed over is named, so that a comparison of nothing is not taken for agreement."""
    told = subprocess.run(["node", "fit.mjs", *map(str, paths)], cwd=folder, check=True, capture_output=True, text=True).stdout
    found = Compared()
    for path, line in zip(paths, told.splitlines(), strict=True):
        theirs = json.loads(line)
        try:
            ours = read_fit(path.read_bytes(), path.name)
        except UnreadableFileError:
            ours = []
        if isinstance(theirs, str) or not ours or any(each.remarks for each in ours):
            found.passed_over.append(path)
            continue
        found.sessions += len(ours)
        if len(ours) != len(theirs):
            found.apart.append(f"{path.name}: {len(ours)} sessions, {len(theirs)}")
        found.apart += [f"{path.name}: {what}" for one, other in zip(ours, theirs, strict=False) for what in _differences(one, other)]
    return found


def _differences(ours: Activity, theirs: Mapping[str, Any]) -> Iterator[str]:
    for what, mine, other in (
        ("metres", ours.distance_m, theirs.get("metres")),
        ("seconds in motion", ours.moving_s, theirs.get("moving")),
        ("seconds from start to end", ours.elapsed_s, theirs.get("elapsed")),
    ):
        if other and abs((mine or 0.0) - other) > NEAR * other:
            yield f"{what} {mine}, {other}"
    begun = datetime.datetime.fromisoformat(theirs["start"])
    start = ours.start if ours.start.tzinfo else ours.start.replace(tzinfo=datetime.UTC)
    if round((start - begun).total_seconds()) % 900:  # a clock of the place is whole quarters of an hour from UTC
        yield f"begun {start}, {begun}"
    named = str(theirs.get("sport")), str(theirs.get("sub"))
    if not any(word in ours.sport for word in named) and named[0] != "generic":
        yield f"sport {ours.sport}, {named}"
