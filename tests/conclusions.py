"""What the program concludes of every known case, to hold one revision against another.

``python tests/conclusions.py write FILE`` takes every case through the public names alone and writes a line of JSON for
each: the whole assessment, the five explanations and the next questions. ``python tests/conclusions.py compare OLD NEW`` says
which values differ, by path, and ends with 1 when any does. ``make conclusions BASE=REV`` does both for a revision and the
checkout as it stands. Where a source is cited from, and the version and hash of the pack, are not conclusions.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

CASES = Path(__file__).parent / "cases"
NOT_CONCLUSIONS = {"at", "row", "reviewed", "by", "hash", "content_hash", "version", "pack_version", "unverified", "made_from"}
PARTS = (
    *("urgency", "screen", "differential", "not_to_be_missed", "contributing_factors", "patterns"),
    *("plan", "contradictions", "intake", "derivation_graph"),
)
UNORDERED = {"edges", "concludes"}  # what follows from one rule, in the order in which its conclusions are written


def answers_of(path: Path) -> dict[str, Any]:
    """What the runner of a case file says."""
    data = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    return {**data["findings"], **({"none_of": data["none_of"]} if "none_of" in data else {})}


def conclusions_of(engine: Any, answers: dict[str, Any]) -> dict[str, Any]:
    """Everything that is concluded of one runner and explained about it."""
    import hipexpert

    result = engine.assess(answers)
    found: dict[str, Any] = {
        "assessment": {part: getattr(result, part) for part in PARTS},
        "how": result.how("urgency"),
        "counterfactual": result.counterfactual(),
    }
    found["next questions"] = engine.next_questions(answers, 3)
    if result.differential:
        first = result.differential[0].condition
        found["how first"], found["counterfactual first"] = result.how(first), result.counterfactual(first)
    for question in result.urgency.decisive_unknowns[:1]:
        found["why"] = result.why(question.finding)
    asked = {f"why not {word}": (result.why_not, word) for word in ("emergency", "septic_arthritis", "bone_stress")}
    asked |= {"what if": (result.what_if, {"fever": True})}
    for name, (ask, about) in asked.items():
        try:
            found[name] = ask(about)
        except hipexpert.ProblemsError as error:
            found[name] = [problem.code for problem in error.problems]
    return {name: msgspec.to_builtins(value) for name, value in found.items()}


def write(file: Path) -> None:
    """A line for each case."""
    import hipexpert

    engine = hipexpert.Engine()
    paths = sorted(path for folder in ("published", "authored") for path in (CASES / folder).glob("*.yaml"))
    with file.open("w", encoding="utf-8") as out:
        for path in paths:
            line = {"case": path.stem, **conclusions_of(engine, answers_of(path))}
            out.write(json.dumps(line, sort_keys=True) + "\n")


def differences(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Each place where two values differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted((old.keys() | new.keys()) - NOT_CONCLUSIONS):
            before, after = (_sorted(each.get(name)) if name in UNORDERED else each.get(name) for each in (old, new))
            yield from differences(before, after, f"{path}.{name}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from differences(before, after, f"{path}[{number}]")
    elif old != new:
        yield path, old, new


def _sorted(value: Any) -> Any:
    return sorted(value, key=lambda each: json.dumps(each, sort_keys=True)) if isinstance(value, list) else value


def compare(old: Path, new: Path, most: int = 40) -> int:
    """Say which values differ; how many cases have any."""
    before, after = ({line["case"]: line for line in map(json.loads, file.read_text(encoding="utf-8").splitlines())} for file in (old, new))
    found = [(case, *each) for case in sorted(before) for each in differences(before[case], after.get(case))]
    for case, path, was, now in found[:most]:
        sys.stdout.write(f"{case}{path}: {str(was)[:160]} -> {str(now)[:160]}" + "\n")
    kinds = Counter("".join(letter for letter in path if not letter.isdigit()) for _, path, _, _ in found)
    for path, count in kinds.most_common(most):
        sys.stdout.write(f"{count} differences at {path}" + "\n")
    sys.stdout.write(f"{len(before)} cases compared, {len({case for case, *_ in found})} with differences" + "\n")
    return len(found)


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]))
    else:
        sys.exit(1 if compare(Path(sys.argv[2]), Path(sys.argv[3])) else 0)
