"""Finds what `warning_sign_that_does_not_stop.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.programme_walk import walks_of
from hipexpert.knowledge.packs.programmes import Programme


def _find(programmes: tuple[Programme, ...]) -> Iterator[Found]:
    for walk in walks_of(programmes):
        programme = walk.programme
        for state in walk.states:
            spaces = [walk.space(state, session=session) for session in (True, False) if state.mode not in ("uncleared", "stopped")]
            wrong = next((found for each in spaces if (found := each.where("warning_sign", [True]) & ~each.verdicts.stop)), 0)
            if wrong:
                message = f"a warning sign does not stop `{programme.id}` in `{walk.machine.phase(state).id}` ({state.mode})"
                yield Found.about(
                    "programmes", programme.id, message, "add to `stops` of the programme a rule with `when: {warning_sign: true}`"
                )
                break


CHECK = Check("warning-sign-that-does-not-stop", "safety", "error", _find, reads=lambda subject: subject.pack.programmes)
