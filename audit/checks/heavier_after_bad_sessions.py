"""Finds what `heavier_after_bad_sessions.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.programme_walk import walks_of
from hipexpert.knowledge.packs.programmes import Programme


def _find(programmes: tuple[Programme, ...]) -> Iterator[Found]:
    for walk in walks_of(programmes):
        programme, load = walk.programme, walk.machine.load
        for state in walk.states:
            once = set(walk.after(state, session=True, among="bad").values())
            twice = {each for first in once for each in walk.after(first, session=True, among="bad").values()}
            heavier = [each for each in (*once, *twice) if load(each) > load(state)]
            if heavier:
                ids = [programme.steps[each.step][1].id for each in (state, min(heavier, key=lambda each: each.step))]
                message = f"bad sessions lead from `{ids[0]}` of `{programme.id}` to the heavier `{ids[1]}`"
                yield Found.about(
                    "programmes", programme.id, message, "order the sessions from the lightest to the heaviest, and let pain lead back"
                )
                break


CHECK = Check("heavier-after-bad-sessions", "safety", "error", _find, reads=lambda subject: subject.pack.programmes)
