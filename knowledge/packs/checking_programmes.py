"""Whether what ``programmes/`` and ``exercises.yaml`` say fits the rest of the pack."""

from collections.abc import Callable, Iterator

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.suggestions import did_you_mean

RETURNING = "return_to_running"


def programme_problems(pack: Pack, where: Callable[[str], str]) -> Iterator[Problem]:
    """What is wrong with the programmes beside the rest of the pack."""
    for programme in pack.programmes:
        place = where(programme.id)
        for key, name in (("entry", programme.entry), *(("advice", phase.advice) for phase in programme.phases if phase.advice)):
            advice = pack.advice_by_id[name]
            if advice.status != "active":
                yield Problem(
                    "unused-advice", f"`{key}` of `{programme.id}` names `{name}`, which is {advice.status}", place, "make it active"
                )
            elif advice.category != RETURNING:
                message = f"`{key}` of `{programme.id}` names `{name}`, which is no advice about the return to running"
                yield Problem("bad-programme", message, place, f"name advice of the category {RETURNING}")
    open_to_all = [programme.id for programme in pack.programmes if programme.who is None]
    for name in open_to_all[:-1]:
        help_text = "say `who` it is for: of the programmes that are for somebody the first is taken"
        yield Problem("bad-programme", f"`{name}` is for everybody, so `{open_to_all[-1]}` is for nobody", where(name), help_text)


def exercise_problems(pack: Pack, where: Callable[[str], str]) -> Iterator[Problem]:
    """What is wrong with the exercises beside the rest of the pack."""
    for exercise in pack.exercises:
        for name in exercise.advice:
            if name not in pack.advice_by_id:
                help_text = did_you_mean(name, pack.advice_by_id)
                yield Problem("unknown-conclusion", f"unknown advice `{name}`", where(exercise.id), help_text)
