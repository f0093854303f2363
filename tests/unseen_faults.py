"""How the audit fares on faults that no check was built for (audit/planted_unseen.yaml): named, asked, or passed over in silence.

``python -m unseen_faults odd`` (or ``even``, in the folder of the tests) prints the figures; of the even ones, which are held out, no more.
"""

import datetime
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import yaml
from hip_pack import copied_hip

from hipexpert.audit.running.audit import audit
from hipexpert.audit.values import AuditReport, Violation

AS_OF = datetime.date(2026, 11, 30)
UNSEEN: Mapping[str, Sequence[Mapping[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "audit" / "planted_unseen.yaml").read_text(encoding="utf-8")
)
Outcome = Literal["named", "asked", "silent"]
#: What tells only that a text is not the translated one any more: it names the edit, whatever it is, and not what is wrong.
TELLS_OF_ANY_EDIT = ("missing-translation", "stale-translation")


def edit(folder: Path, fault: Mapping[str, Any]) -> None:
    """Make one edit in a copy of the pack."""
    path = folder / fault["file"]
    text = path.read_text(encoding="utf-8")
    assert text.count(fault["old"]) == 1, fault
    path.write_text(text.replace(fault["old"], fault["new"]), encoding="utf-8")


def half(odd: bool) -> list[Mapping[str, Any]]:
    """The faults with an odd number, which may be looked at, or the others."""
    return [each for each in UNSEEN["faults"] if each["nr"] % 2 == int(odd)]


def together(faults: Sequence[Mapping[str, Any]], size: int = 6) -> list[list[Mapping[str, Any]]]:
    """The faults in packs of at most so many: no two of one pack touch the same file."""
    packs: list[list[Mapping[str, Any]]] = []
    for fault in faults:
        for pack in packs:
            if len(pack) < size and fault["file"] not in {each["file"] for each in pack}:
                pack.append(fault)
                break
        else:
            packs.append([fault])
    return packs


def new_in(report: AuditReport, before: AuditReport) -> list[Violation]:
    """What an audit says that it did not say of the pack that ships."""
    known = {(each.check, each.severity, each.rules, each.others, each.message) for each in before.violations}
    return [each for each in report.violations if (each.check, each.severity, each.rules, each.others, each.message) not in known]


def at_its_place(violation: Violation, fault: Mapping[str, Any]) -> bool:
    """Whether this names one of the entries at which the fault has to be named."""
    if violation.check in TELLS_OF_ANY_EDIT and not fault["file"].startswith("translations"):
        return False
    parts = [part for each in violation.others for part in re.split(r"[:/=]", each)]
    names = {*violation.rules, *violation.others, *parts}
    return any(each in names or ("." in each and violation.file.endswith(each)) for each in fault["at"])


def outcome(fault: Mapping[str, Any], new: Sequence[Violation]) -> Outcome:
    """Named by an error or a warning, asked by a note, or passed over."""
    severities = {each.severity for each in new if at_its_place(each, fault)}
    return "named" if severities & {"error", "warning"} else "asked" if severities else "silent"


def outcomes(faults: Sequence[Mapping[str, Any]]) -> dict[int, tuple[Outcome, list[Violation]]]:
    """How the audit fares on each fault, by its number, and what it says there."""
    before = audit(None, as_of=AS_OF)
    found: dict[int, tuple[Outcome, list[Violation]]] = {}
    waiting = together(faults)
    while waiting:
        pack = waiting.pop()
        with tempfile.TemporaryDirectory() as place:
            folder = copied_hip(Path(place) / "hip")
            for fault in pack:
                edit(folder, fault)
            report = audit(folder, as_of=AS_OF)
        if not report.loaded and len(pack) > 1:  # one that stops the pack from loading would hide the others
            waiting += [[fault] for fault in pack]
            continue
        new = new_in(report, before)
        for fault in pack:
            refused = [
                each
                for each in new
                if not report.loaded and (each.file.endswith(fault["file"]) or any(f"`{name}`" in each.message for name in fault["at"]))
            ]
            here = [each for each in new if at_its_place(each, fault)] + refused
            found[fault["nr"]] = ("named" if refused else outcome(fault, new), here)
    return found


def main() -> None:
    """Print how many of a half are named, asked and silent; of the half that may be looked at, also which, and what is said."""
    odd = sys.argv[1:] == ["odd"]
    faults = {each["nr"]: each for each in half(odd)}
    found = outcomes(list(faults.values()))
    if odd:
        for number, (result, here) in sorted(found.items()):
            sys.stdout.write(f"{number:2} {result:6} {faults[number]['wrong']}\n")
            for each in sorted({f"{each.severity} {each.check}: {each.message}"[:200] for each in here}):
                sys.stdout.write(f"          {each}\n")
    sys.stdout.write(str(dict(Counter(result for result, _ in found.values()))) + "\n")


if __name__ == "__main__":
    main()
