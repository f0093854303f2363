"""What an import did: taken, merged, left out."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from hipexpert.companion import Entry, RunEntry
from hipexpert.companion.diary.entries import kind_of
from hipexpert.companion.training_files.importing import ImportReport, NotTaken
from hipexpert.rendering.report.blocks import Block, Paragraph, Point, Points, Report, quiet, strong
from hipexpert.rendering.report.phrases import counted, listed

_NAMES = 3
_REASONS = 12


def import_report(report: ImportReport) -> Report:
    """Counts, and the reasons for what was left out, each with the first of its files."""
    blocks: list[Block] = [Paragraph((strong("taken: "), _taken(report.taken)))]
    if report.merged:
        days = listed([str(run.date) for run in sorted(report.merged, key=lambda run: run.date)], _NAMES)
        blocks.append(
            Paragraph((strong("merged: "), f"{counted(len(report.merged), 'run')} that the diary had, now with what was not known: {days}"))
        )
    if report.left_out:
        blocks += [Paragraph((strong("left out: "), f"{len(report.left_out):,}")), _reasons(report.left_out)]
    if report.remarks:
        blocks += [Paragraph(strong("look at:")), _reasons(report.remarks)]
    if report.unread_files:
        blocks.append(
            Paragraph(
                quiet(f"{counted(report.unread_files, 'recorded file')} not read, as the list of the export has the runs: --recorded")
            )
        )
    return Report("Import", tuple(blocks))


def _taken(entries: Sequence[Entry]) -> str:
    if not entries:
        return "nothing new"
    runs = [entry for entry in entries if isinstance(entry, RunEntry)]
    kinds = Counter(kind_of(entry) for entry in entries)
    named = {"run": "run", "pain": "entry about pain", "week": "week", "note": "note", "plan": "event of a plan"}
    told = ", ".join(_counted(kinds[kind], word) for kind, word in named.items() if kinds[kind])
    days = sorted(entry.date for entry in entries)
    far = sum(run.distance_km or 0.0 for run in runs)
    return f"{told}, {days[0]}{f' to {days[-1]}' if days[-1] != days[0] else ''}{f', {far:,.1f} km' if far else ''}"


def _counted(number: int, word: str) -> str:
    plural = {"entry about pain": "entries about pain", "event of a plan": "events of a plan"}.get(word, f"{word}s")
    return f"{number:,} {word if number == 1 else plural}"


def _reasons(left_out: Sequence[NotTaken]) -> Block:
    """Each reason with how often and where, what is broken first; days and numbers of entries make no reason of their own."""
    by_reason: defaultdict[str, list[NotTaken]] = defaultdict(list)
    for each in left_out:
        by_reason["the diary has it" if each.reason.startswith("the diary has it") else each.reason].append(each)
    reasons = sorted(by_reason.items(), key=lambda pair: (not pair[1][0].broken, -len(pair[1])))
    told = [
        Point((f"{len(those):,}x {reason}  ", quiet(listed([each.source for each in those], _NAMES))))
        for reason, those in reasons[:_REASONS]
    ]
    if len(reasons) > _REASONS:
        told.append(Point(quiet(f"and {counted(len(reasons) - _REASONS, 'more reason')}")))
    return Points(tuple(told))
