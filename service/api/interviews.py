"""The interview over HTTP: a state and what was said give the next state. The server keeps none of it."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from hipexpert.embedding import Engine
from hipexpert.engine import Problem, ProblemsError, gathering
from hipexpert.knowledge import Intake, Knowledge
from hipexpert.knowledge.interview.interview import Interview, Step
from hipexpert.knowledge.runner.intake import Answer, IntakeError
from hipexpert.service.api.answers import InterviewAnswer
from hipexpert.service.api.requests import InterviewRequest, InterviewState, InterviewStep
from hipexpert.service.problems import refused

MOST_STEPS = 500
T = TypeVar("T")


def interview(engine: Engine, asked: InterviewRequest) -> InterviewAnswer:
    """The interview after the step that was asked for. Raises :class:`hipexpert.service.problems.RequestError`."""
    if asked.reply is not None and asked.move is not None:
        raise refused(ProblemsError([Problem("two-moves", "a step has a `reply` or a `move`, not both", "/move")]))
    now = begun(engine, asked) if asked.state is None else resumed(engine, asked.state)
    reply = asked.reply
    if reply is not None:
        now = _placed("/reply/answers", lambda: now.answered(reply.answers, reply.picked))
    elif asked.move == "skip":
        now = _placed("/move", now.skipped)
    elif asked.move == "back":
        now = now.back()
    return answer_of(now)


def begun(engine: Engine, asked: InterviewRequest) -> Interview:
    """An interview that begins from the answers given."""
    given: Intake = _placed("/given", lambda: engine.read(asked.given))
    return Interview(engine, given, clinician=asked.clinician)


def _placed(under: str, work: Callable[[], T]) -> T:
    try:
        return work()
    except ProblemsError as error:
        raise refused(error, under) from None


def answer_of(now: Interview) -> InterviewAnswer:
    """What is told of an interview."""
    about, text = now.assessor.pack.about, now.assessor.pack.level_text(now.level)
    answers: dict[str, object] = dict(now.intake.answers)
    if now.intake.none_of:
        answers["none_of"] = list(now.intake.none_of)
    knowledge = Knowledge.of(now.assessor.pack)
    told = (now.progress, now.level, text.title, text.action, now.is_emergency, now.left_to_answer)
    return InterviewAnswer(state_of(now), now.question, *told, answers, knowledge, about.disclaimer)


def state_of(now: Interview) -> InterviewState:
    """All that it takes to go on with an interview."""
    pack = now.assessor.pack
    given: dict[str, object] = dict(now.given.answers)
    names = (pack.about.id, pack.about.version, pack.content_hash)
    steps = tuple(InterviewStep(each.asked, dict(each.answers), each.passed, each.picked, each.items, each.stage) for each in now.steps)
    return InterviewState(*names, given, now.given.none_of, steps, now.clinician)


def resumed(engine: Engine, state: InterviewState) -> Interview:
    """The interview that a state describes. Raises :class:`hipexpert.service.problems.RequestError`: for one that was begun with
    another pack, or another version of it, and for one that no interview leads to.
    """
    pack = engine.pack
    if (state.pack, state.version, state.content_hash) != (pack.about.id, pack.about.version, pack.content_hash):
        theirs = f"{state.pack[:30]} {state.version[:30]} ({state.content_hash[:12]})"
        message = (
            f"the interview was begun with the pack {theirs}, and this is {pack.about.id} {pack.about.version} ({pack.content_hash[:12]})"
        )
        help_text = "begin again with the answers it came to as `given`"
        raise refused(ProblemsError([Problem("other-pack", message, "/content_hash", help_text)]), "/state")
    problems: list[Problem] = []
    given, steps = Intake({}), tuple[Step, ...]()
    with gathering(problems):
        given = engine.read({**state.given, "none_of": list(state.none_of)})
    if len(state.steps) > MOST_STEPS:
        problems.append(Problem("bad-interview", f"an interview has no more than {MOST_STEPS} steps", "/steps"))
    else:
        steps = tuple(_read(engine, step, f"/steps/{number}", problems) for number, step in enumerate(state.steps))
    if problems:
        raise refused(IntakeError(problems), "/state")
    return Interview(engine, given, steps, state.clinician)


def _read(engine: Engine, step: InterviewStep, place: str, problems: list[Problem]) -> Step:
    """A step as the interview has it; what is wrong with it is added to the problems."""
    answers: Mapping[str, Answer] = {}
    try:
        answers = engine.read(step.answers).answers
    except ProblemsError as error:
        problems += [Problem(each.code, each.message, f"{place}/answers{each.place}", each.help, each.findings) for each in error.problems]
    waiting = [name for names in step.picked for name in names]
    unknown = [name for name in dict.fromkeys((*step.asked, *step.passed, *waiting)) if name not in engine.pack.findings]
    problems += [Problem("bad-interview", f"`{name[:60]}` is no finding", place) for name in unknown]
    if not {*step.answers, *waiting} <= set(step.asked):
        problems.append(Problem("bad-interview", "a step answers what it did not ask", place))
    return Step(step.asked, answers, step.passed, step.picked, step.items, step.stage)
