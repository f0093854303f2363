"""The engine as an embedding program gets it: one runner with every explanation, and tables of runners."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from hipexpert.engine import Problem, ProblemsError, Run
from hipexpert.graphs.explained import ExplainedAssessment, ExplainingEngine
from hipexpert.knowledge import Intake, Pack
from hipexpert.knowledge.packs.checked import sound
from hipexpert.knowledge.runner.assessment import of_session
from hipexpert.knowledge.runner.reading_values import shown

if TYPE_CHECKING:
    import datetime

    from hipexpert.cohort import FrameMapping
    from hipexpert.knowledge.interview.interview import Interview
    from hipexpert.knowledge.runner.replaying import Replay
    from hipexpert.knowledge.words import Reading


class AssessmentResult(ExplainedAssessment):
    """What :func:`hipexpert.assess` gives: an assessment that explains itself, and writes itself in every form.

    It is a value: equal to another that the same pack made of the same answers, hashable, and it can be copied and pickled.
    What is pickled are the pack and the answers; the rest is worked out again where it is asked for.
    """

    def to_markdown(self) -> str:
        """The whole report as Markdown, with every piece of advice in full and the sources."""
        from hipexpert.rendering.markdown import to_markdown
        from hipexpert.rendering.reports.assessment import assessment_report

        return to_markdown(assessment_report(self, full=True))

    def to_html(self) -> str:
        """The whole report with its picture as one HTML page, which needs no network."""
        from hipexpert.rendering.page.writing import to_html

        return to_html(self)

    def to_svg(self) -> str:
        """The picture of how the conclusions were reached, as SVG."""
        from hipexpert.rendering.page.writing import to_svg

        return to_svg(self)

    def to_letter(self, form: Literal["text", "markdown", "html"] = "text") -> str:
        """The summary for a doctor, on one page of paper. Raises :class:`hipexpert.ProblemsError` for another form."""
        from hipexpert.rendering.reports.letter import letter_report

        report = letter_report(self)
        if form == "markdown":
            from hipexpert.rendering.markdown import to_markdown

            return to_markdown(report)
        if form == "html":
            from hipexpert.rendering.html import to_html

            return to_html(report)
        if form != "text":
            message = f"there is no form {shown(form)} of the letter"
            raise ProblemsError([Problem("unknown-form", message, "form", "text, markdown or html")])
        from hipexpert.rendering.text import plain_text

        return plain_text(report)

    def _repr_html_(self) -> str:
        """What a notebook shows: the page in a frame of its own, so that neither changes how the other looks."""
        from html import escape

        return f'<iframe srcdoc="{escape(self.to_html())}" sandbox="allow-scripts" style="width:100%;height:40em;border:0"></iframe>'

    def __repr__(self) -> str:
        first = f", {self.placings[0].condition.id}" if self.placings else ""
        return f"<AssessmentResult {self.level}{first}; {len(self.intake.answers)} answered>"

    def _same(self) -> tuple[str, str, Intake]:
        return self.pack.content_hash, self.pack.language, self.intake

    def __eq__(self, other: object) -> bool:
        return self._same() == other._same() if isinstance(other, AssessmentResult) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._same())

    def __copy__(self) -> "AssessmentResult":
        return self

    def __deepcopy__(self, _memo: object) -> "AssessmentResult":
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return _assessed_before, (self.assessor, self.intake)


def _assessed_before(engine: "Engine", intake: Intake) -> AssessmentResult:
    return engine.assess(intake)


class Engine(ExplainingEngine):
    """The expert system: ``Engine().assess({...})``. Build one and keep it; threads may share it.

    A pack that was put together or changed in Python is read and checked as files are, and is known by the hash of what it says.
    Raises :class:`hipexpert.PackError` with every problem.

    Engines of packs with the same content in the same language are equal. One that is pickled is, in the other process, the engine of
    the pack that ships where that has the same content, else one of the pack that comes with it; it is built there once.
    """

    def __init__(self, pack: Pack | str | Path | None = None) -> None:
        super().__init__(sound(pack) if isinstance(pack, Pack) else pack)

    def _outcome(self, intake: Intake, run: Run, denied: frozenset[str]) -> AssessmentResult:
        return of_session(AssessmentResult, self, intake, run, denied)

    def assess(self, answers: Mapping[str, object] | Intake, *, strict: bool = False) -> AssessmentResult:
        """What follows from the answers of one runner; see :func:`hipexpert.assess`."""
        result = super().assess(answers, strict=strict)
        assert isinstance(result, AssessmentResult)  # noqa: S101  # `_outcome` makes it
        return result

    def assess_frame(
        self, frame: Any, *, mapping: "FrameMapping | Mapping[str, object] | None" = None, results: Iterable[str] | None = None
    ) -> Any:
        """What follows for every row of a table; see :func:`hipexpert.assess_frame`."""
        from hipexpert.cohort import assess_frame

        return assess_frame(frame, self.pack, self.compiled.program, mapping, results)

    def read_words(self, text: str, *, today: "datetime.date | None" = None) -> "Reading":
        """What the pack understands of a text in somebody's own words; see :func:`hipexpert.read_words`."""
        from hipexpert.knowledge.words import read_words

        return read_words(text, self.pack, today)

    def interview(self, given: Mapping[str, object] | Intake | None = None, *, clinician: bool = False) -> "Interview":
        """An interview that begins, from answers that were given before; see :class:`hipexpert.Interview`."""
        from hipexpert.knowledge.interview.interview import Interview

        return Interview(self, self.read({} if given is None else given), clinician=clinician)

    def replay(self, stored: str | bytes) -> "Replay":
        """Assess again what a stored document (:meth:`AssessmentResult.to_json`) was made of: whether every byte is the same and,
        if not, where it differs. Raises :class:`hipexpert.ProblemsError` when it is no document that holds its answers.
        """
        from hipexpert.knowledge.runner.replaying import replay

        return replay(stored, self)

    def __repr__(self) -> str:
        about = self.pack.about
        return f"<Engine {about.id} {about.version} {self.pack.content_hash[:12]}>"

    def __eq__(self, other: object) -> bool:
        return self._key == other._key if isinstance(other, Engine) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, str]:
        return self.pack.content_hash, self.pack.language

    def __copy__(self) -> "Engine":
        return self

    def __deepcopy__(self, _memo: object) -> "Engine":
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return _engine_of, (*self._key, None if self.pack.content_hash == shipped_engine().pack.content_hash else self.pack)


_ENGINES: dict[tuple[str, str], Engine] = {}


def _engine_of(content_hash: str, language: str, pack: Pack | None) -> Engine:
    """The engine of a pack, built once in a process."""
    if (content_hash, language) == shipped_engine()._key:
        return shipped_engine()
    if (content_hash, language) not in _ENGINES:
        if pack is None:
            if shipped_engine().pack.content_hash != content_hash:
                raise ValueError(f"the pack that ships here is another than the one with the hash {content_hash}")
            from hipexpert.knowledge.packs.languages import in_language

            pack = in_language(shipped_engine().pack, language)
        _ENGINES[content_hash, language] = Engine(sound(pack, known_as=content_hash))
    return _ENGINES[content_hash, language]


@cache
def shipped_engine() -> Engine:
    """The engine of the hip pack, built once per process. It holds no state of any assessment."""
    return Engine()
