"""How an assessment grows with the rules beside those it touches, and with the answers."""

import random
from typing import TYPE_CHECKING, Any

from benchmarks.measuring import in_turn, summary
from benchmarks.peers import Clips

from hipexpert import Engine
from hipexpert.engine import CompiledProgram, Program, ProgramRule
from hipexpert.rendering.clips import PlainTerms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hipexpert.knowledge.packs.answer_space import Question
    from hipexpert.knowledge.packs.options import Said

SIZES = (100, 300, 1000, 3000, 10_000)
ANSWERS = (5, 10, 20, 50, 100)
TOUCHED = 60


def with_rules(rounds: int) -> list[dict[str, Any]]:
    """The same sixty rules touched in bases of growing size: this engine and clipspy."""
    given = [f"in{number}" for number in range(20)]
    terms = PlainTerms()
    text = "\n".join(map(terms.assertion, given))
    jobs = {}
    for size in SIZES:
        program = _program(size)
        compiled, clips = CompiledProgram(program), Clips(program, terms)
        environment = clips.environment()
        clips.infer(environment, text)
        wanted = {terms.assertion(fact) for fact in compiled.run(given).facts}
        if {each for each in clips.concluded(environment) if each.startswith("(fact-")} != wanted:
            raise SystemExit("clipspy does not come to the same conclusions; nothing is timed")
        jobs["ours", size] = lambda compiled=compiled: compiled.run(given)
        jobs["clipspy", size] = lambda clips=clips, environment=environment: clips.infer(environment, text)
    times = in_turn(rounds, {f"{name} {size}": job for (name, size), job in jobs.items()})
    return [
        {"rules": size, "ours": summary(times[f"ours {size}"])["p50"], "clipspy": summary(times[f"clipspy {size}"])["p50"]}
        for size in SIZES
    ]


def _program(size: int) -> Program:
    lot = random.Random(1)  # noqa: S311  # no secret
    touched = [ProgramRule(f"touched-{number:03}", f"in{number % 20}", (f"out{number}",)) for number in range(TOUCHED)]
    idle = [ProgramRule(f"idle-{number:05}", f"other{lot.randrange(500)}", (f"rest{number}",)) for number in range(size - TOUCHED)]
    return Program([f"in{number}" for number in range(20)] + [f"other{number}" for number in range(500)], touched + idle)


def with_answers(engine: Engine, rounds: int) -> list[dict[str, Any]]:
    """The shipped rules with more and more of the questions answered, the same ones each time."""
    lot = random.Random(2)  # noqa: S311  # no secret
    questions: Sequence[Question] = lot.sample(engine.key.questions, max(ANSWERS))
    said: list[tuple[Question, Said]] = [(each, lot.choice(engine.key.alternatives(each))) for each in questions]
    given = {count: sorted(engine.key.facts(engine.key.intake(dict(said[:count])))[0]) for count in ANSWERS}
    times = in_turn(rounds, {str(count): lambda facts=facts: engine.compiled.run(facts) for count, facts in given.items()})
    return [
        {"answers": count, "facts": len(engine.compiled.run(given[count]).numbers), "ours": summary(times[str(count)])["p50"]}
        for count in ANSWERS
    ]
