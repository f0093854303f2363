"""What a page carries from screen to screen: the whole interview, written in its form and read and checked again each time.

Nothing is kept here, so nothing must be signed: whoever changes what the form carries has only given other answers, which are read
like any others. What does not hold together is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import msgspec
from msgspec.structs import replace as replace_fields

from hipexpert import Engine
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import Intake, IntakeError
from hipexpert.knowledge.interview.answer_file import MOST_ITEMS, read_interview, to_case
from hipexpert.knowledge.interview.interview import Interview, Step
from hipexpert.knowledge.packs.vocabulary import UNKNOWN
from hipexpert.knowledge.runner.reading_intake import read_case, read_intake
from hipexpert.languages.catalogue import later, say

FORM = "this form"
START_AGAIN = later("go back with your browser, or start again")


@dataclass(frozen=True)
class Carried:
    """An interview, and the steps that were taken back: their answers count for nothing, and are offered again.

    ``renewed`` says that the knowledge has changed since the interview began, and that it goes on from its answers alone.
    """

    interview: Interview
    ahead: tuple[Step, ...] = ()
    renewed: bool = False

    @property
    def state(self) -> str:
        """The interview as a form carries it."""
        return msgspec.json.encode(to_case(self.interview)).decode()

    @property
    def taken_back(self) -> str:
        """The steps that were taken back, as a form carries them."""
        return msgspec.json.encode(self.ahead).decode() if self.ahead else ""

    def step_ahead(self, asked: Iterable[str]) -> Step | None:
        """What was answered before to the question about these findings, if it was taken back."""
        names = frozenset(asked)
        return next((step for step in reversed(self.ahead) if frozenset(step.asked) == names), None)

    def after(self, interview: Interview) -> "Carried":
        """The same after a question was answered: what is answered anew is not offered again."""
        asked = frozenset(interview.steps[-1].asked) if interview.steps else frozenset()
        return Carried(interview, tuple(step for step in self.ahead if frozenset(step.asked) != asked))

    def back(self) -> "Carried":
        """The same at the question before."""
        return Carried(self.interview.back(), (*self.ahead, *self.interview.steps[-1:])[-MOST_ITEMS:])


def read_carried(state: str, taken_back: str, engine: Engine) -> Carried:
    """What a form carries. Raises :class:`hipexpert.ProblemsError` with everything that does not hold together."""
    if not state:
        raise ProblemsError([Problem("no-state", say("the answers that this form carries are missing"), FORM, say(START_AGAIN))])
    try:
        ahead = msgspec.json.decode(taken_back, type=tuple[Step, ...]) if taken_back else ()
        for step in ahead:
            engine.read({**step.told, **step.answers})
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise ProblemsError(
            [Problem("bad-state", say("the answers that were taken back cannot be read"), FORM, say(START_AGAIN))]
        ) from None
    found = _read(state.encode("utf-8", "replace"), FORM, engine, say(START_AGAIN), renewing=("other-pack",))
    return replace(found, ahead=ahead)


def read_file(content: bytes, name: str, engine: Engine) -> Carried:
    """The interview in a saved file, or a new one that starts from the answers of a case. Raises ProblemsError."""
    return _read(content, name, engine, say("choose a file that was saved here, or begin anew"), renewing=("other-pack", "no-interview"))


def _read(content: bytes, name: str, engine: Engine, help_text: str, renewing: tuple[str, ...]) -> Carried:
    try:
        return Carried(read_interview(content, name, engine))
    except IntakeError as error:
        code = error.problems[0].code
        if code in renewing:
            return Carried(Interview(engine, read_case(content, name, engine.pack)), renewed=code == "other-pack")
        if code in ("no-interview", "other-pack", "bad-interview"):  # whose help is for the terminal
            raise ProblemsError([replace(each, help=help_text) for each in error.problems]) from None
        raise


def without(interview: Interview, name: str) -> Interview:
    """The interview as if this finding had never been asked about nor answered."""
    given = interview.given
    if given.none_of:
        told = {**given.answers, name: UNKNOWN[-1]}  # so that the group which is denied does not deny it
        given = read_intake({"findings": told, "none_of": list(given.none_of)}, interview.assessor.pack)
    elif name in given.answers:
        given = Intake({each: said for each, said in given.answers.items() if each != name})
    steps = [_step_without(step, name) for step in interview.steps]
    return replace(interview, given=given, steps=tuple(step for step in steps if step.asked or step.told))


def _step_without(step: Step, name: str) -> Step:
    told = {each: said for each, said in step.told.items() if each != name}
    if name not in step.asked:
        return step if told == step.told else replace_fields(step, told=told)
    picked = (tuple(each for each in names if each != name) for names in step.picked)
    return Step(
        tuple(each for each in step.asked if each != name),
        {each: said for each, said in step.answers.items() if each != name},
        tuple(each for each in step.passed if each != name),
        tuple(names for names in picked if names),
        step.items,
        step.stage,
        told,
    )
