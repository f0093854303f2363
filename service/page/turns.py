"""What each form of the page does: the state that it carries and what was said give the next screen."""

from dataclasses import replace
from datetime import date

from msgspec import Struct

from hipexpert import Engine
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import IntakeError
from hipexpert.knowledge.interview.answer_file import to_yaml
from hipexpert.knowledge.interview.interview import Interview, Step
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.words import read_words
from hipexpert.languages.catalogue import say
from hipexpert.rendering.page.writing import policy_of_page, to_html
from hipexpert.rendering.reports.letter import letter_report
from hipexpert.service.page.carried import FORM, START_AGAIN, Carried, read_carried, read_file, without
from hipexpert.service.page.replying import Fields, read_reply, text
from hipexpert.service.page.results import passed, result_of
from hipexpert.service.page.screens import Filled, asked, filled_again, filled_from, mark, page, start_page, told, understood_of

PATHS = ("interview", "letter", "reasoning")
FILE_NAME = "my-answers.yaml"


class Sent(Struct, frozen=True):
    """What is answered: a page, or a file to keep."""

    content: str
    status: int = 200
    media_type: str = "text/html"
    headers: tuple[tuple[str, str], ...] = ()


def turn(engine: Engine, path: str, fields: Fields, file: tuple[str, bytes] | None = None) -> Sent:
    """What a posted form leads to. Raises :class:`hipexpert.ProblemsError` for one whose state does not hold together."""
    taken = _Turn(engine, fields)
    match path:
        case "letter":
            return taken.letter()
        case "reasoning":
            return taken.reasoning()
        case _ if path == FILE_NAME:
            return taken.saved()
    return taken.next(file)


class _Turn:
    """One form that came, and what it leads to."""

    def __init__(self, engine: Engine, fields: Fields) -> None:
        self.engine = engine
        self.fields = fields

    def carried(self) -> Carried:
        return read_carried(text(self.fields, "state"), text(self.fields, "ahead"), self.engine)

    def next(self, file: tuple[str, bytes] | None) -> Sent:
        """The next screen of the interview."""
        if name := text(self.fields, "change"):
            return self._change(name)
        done = text(self.fields, "do")
        if done == "resume":
            return self._resumed(file)
        known = {
            "words": self._read,
            "confirm": self._confirmed,
            "begin": lambda: self._show(Carried(Interview(self.engine))),
            "go": lambda: self._show(self.carried()),
            "back": lambda: self._show(self.carried().back()),
            "answers": self._answers,
            "result": lambda: self._result(self.carried()),
            "skip": self._skipped,
            "changed": self._changed,
            "try": lambda: self._changed(only_try=True),
            "reply": self._replied,
        }
        if done not in known:
            raise ProblemsError(
                [Problem("bad-form", say("the form asks for something that this page does not do"), FORM, say(START_AGAIN))]
            )
        return known[done]()

    # The first words

    def _today(self) -> date | None:
        """The day on the person's own device, where a script told it: no clock is read here."""
        try:
            return date.fromisoformat(text(self.fields, "today"))
        except ValueError:
            return None

    def _read(self) -> Sent:
        said = text(self.fields, "words")
        if not said:
            return self._show(Carried(Interview(self.engine)))
        reading = read_words(said, self.engine.pack, self._today())
        now = self.engine.assess(reading.intake)
        return Sent(
            page(
                "words.html",
                self.engine.pack,
                reading=reading,
                heard=understood_of(reading),
                urgency=now.urgency,
                today=self._today() or "",
            )
        )

    def _confirmed(self) -> Sent:
        reading = read_words(text(self.fields, "words"), self.engine.pack, self._today())
        kept = set(self.fields.getlist("kept"))
        wrong = [number for number, each in enumerate(reading.findings) if mark(each) not in kept]
        return self._show(Carried(Interview(self.engine, reading.without(wrong).intake)))

    def _resumed(self, file: tuple[str, bytes] | None) -> Sent:
        if file is None or not file[1]:
            problem = Problem("no-file", say("no file was chosen"), "", say("choose the file in which you saved your answers"))
            return Sent(start_page(self.engine, told([problem])))
        name, content = file
        try:
            return self._show(read_file(content, name, self.engine))
        except ProblemsError as error:
            return Sent(start_page(self.engine, told(error.problems)))

    # Questions

    def _show(self, now: Carried, before: Carried | None = None) -> Sent:
        question = now.interview.question
        if question is None:
            return self._result(now)
        return self._asked(now, question, filled_from(now.step_ahead(question.ids), question), before=before)

    def _asked(
        self, now: Carried, question: NextQuestion, filled: Filled, *, before: Carried | None = None, trouble: tuple[str, ...] = ()
    ) -> Sent:
        interview = now.interview
        risen = before is not None and interview.level != before.interview.level
        through = before is not None and bool(before.interview.left_to_answer) and not interview.left_to_answer
        return self._page(
            "question.html",
            now,
            ask=asked(question, now, filled),
            trouble=trouble,
            urgency=self.engine.assess(interview.intake).urgency,
            risen=risen,
            through=through,
        )

    def _skipped(self) -> Sent:
        now = self.carried()
        return self._show(now.after(now.interview.skipped()), now)

    def _replied(self) -> Sent:
        now = self.carried()
        question = now.interview.question
        if question is None:
            return self._result(now)
        try:
            reply = read_reply(self.fields, question, self.engine.pack)
            then = now.interview.answered(reply.answers, reply.picked)
        except IntakeError as error:
            return self._asked(now, question, filled_again(self.fields, error.problems), trouble=told(error.problems))
        return self._show(now.after(then), now)

    # What was answered, and changing it

    def _answers(self) -> Sent:
        now = self.carried()
        result = result_of(self.engine.assess(now.interview.intake))
        return self._page("answers.html", now, result=result, passed=passed(now.interview))

    def _question_of(self, name: str, now: Carried) -> tuple[Interview, NextQuestion]:
        """The interview without an answer, and its question put again: where it hurts by area first."""
        if name not in self.engine.pack.findings:
            raise ProblemsError(
                [Problem("unknown-finding", say("the answer to be changed is none that this page knows"), FORM, say(START_AGAIN))]
            )
        base = without(now.interview, name)
        question = base.question
        if question is not None and question.kind == "areas" and question.ids == (name,):
            return base, question
        return base, base.asking.question(name)

    def _change(self, name: str) -> Sent:
        now = self.carried()
        _, question = self._question_of(name, now)
        said = now.interview.intake.answers.get(name)
        step = Step((name,), {name: said}) if said is not None else None
        return self._changing(now, question, filled_from(step, question))

    def _changing(self, now: Carried, question: NextQuestion, filled: Filled, trouble: tuple[str, ...] = ()) -> Sent:
        name, origin = question.ids[0], text(self.fields, "from")
        tried = bool(origin) and name in now.interview.intake.answers and question.kind != "areas"
        shown = {"ask": asked(question, now, filled), "trouble": trouble, "finding": name, "origin": origin, "tried": tried}
        return self._page("change.html", now, **shown)

    def _changed(self, *, only_try: bool = False) -> Sent:
        now, name = self.carried(), text(self.fields, "finding")
        base, question = self._question_of(name, now)
        try:
            if text(self.fields, "say") == "skip":
                then = replace(base, steps=(*base.steps, Step((name,), {}, (name,), (), 1, question.stage)))
            else:
                reply = read_reply(self.fields, question, self.engine.pack)
                if question.kind == "areas":
                    then = base.answered(reply.answers, reply.picked)
                else:
                    then = replace(base, steps=(*base.steps, Step((name,), reply.answers, (), (), 1, question.stage)))
        except IntakeError as error:
            return self._changing(now, question, filled_again(self.fields, error.problems), told(error.problems))
        after = Carried(then, now.ahead)
        return self._compared(now, after) if only_try and question.kind != "areas" else self._show(after, now)

    def _compared(self, now: Carried, after: Carried) -> Sent:
        first, second = (self.engine.assess(each.interview.intake) for each in (now, after))
        return self._page("what_if.html", now, then=after, difference=first.against(second), before=first.urgency, after=second.urgency)

    # The result, and what can be taken along

    def _result(self, now: Carried) -> Sent:
        interview = now.interview
        result = result_of(self.engine.assess(interview.intake))
        left = interview.question is not None
        return self._page("result.html", now, result=result, left=left, passed=passed(interview))

    def letter(self) -> Sent:
        """The summary for a doctor, to be printed."""
        now = self.carried()
        return self._page("letter.html", now, letter=letter_report(self.engine.assess(now.interview.intake)))

    def reasoning(self) -> Sent:
        """The whole assessment as a page of its own, with its graph."""
        written = to_html(self.engine.assess(self.carried().interview.intake))
        return Sent(written, headers=(("Content-Security-Policy", policy_of_page() + "; frame-ancestors 'none'"),))

    def saved(self) -> Sent:
        """The answers as a file."""
        disposition = f'attachment; filename="{FILE_NAME}"'
        return Sent(to_yaml(self.carried().interview), media_type="application/yaml", headers=(("Content-Disposition", disposition),))

    def _page(self, template: str, now: Carried, **values: object) -> Sent:
        return Sent(page(template, self.engine.pack, carried=now, file_name=FILE_NAME, **values))
