"""The questions that may be asked of an assessment on the command line: one at a time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from hipexpert.cli.forms import write_report
from hipexpert.cli.output import write

if TYPE_CHECKING:
    from hipexpert.graphs.explained import ExplainedAssessment
    from hipexpert.graphs.explanations.document import Explanation
    from hipexpert.knowledge import Assessment, Pack
    from hipexpert.knowledge.runner.document import Part

FORMS = ("text", "json", "markdown")


class AskedOptions(NamedTuple):
    """What was asked with ``--how``, ``--why``, ``--why-not``, ``--what-if``, ``--counterfactual`` and ``--against``."""

    how: str | None
    why: str | None
    why_not: str | None
    what_if: tuple[str, ...]
    counterfactual: str | None
    against: str | None

    @property
    def options(self) -> list[str]:
        """The options that were used."""
        return [f"--{name.replace('_', '-')}" for name in self._fields if getattr(self, name) not in (None, ())]

    def check(self, form: str) -> None:
        """Refuse two questions at once, and a form that no answer has."""
        from hipexpert.engine import Problem, ProblemsError

        options = self.options
        if len(options) > 1:
            message = f"one question at a time, not {' and '.join(options)}"
            raise ProblemsError([Problem("two-questions", message, "", "run the command once for each")])
        if options and form not in FORMS:
            message = f"the answer to {options[0]} has no form `{form}`"
            raise ProblemsError([Problem("no-form", message, "", f"choose one of {', '.join(FORMS)}")])

    def answer(self, assessment: "ExplainedAssessment", other: "Assessment | None") -> "Explanation":
        """The answer to the question that was asked."""
        if self.how is not None:
            return assessment.how(self.how)
        if self.why is not None:
            return assessment.why(self.why)
        if self.why_not is not None:
            return assessment.why_not(self.why_not)
        if self.what_if:
            from hipexpert.graphs.explanations.difference import what_if
            from hipexpert.knowledge.runner.reading_intake import answers_in_words

            changes = answers_in_words(self.what_if, assessment.pack, "--what-if")
            return what_if(assessment, changes.intake, changes.unknown)
        if self.counterfactual is not None:
            return assessment.counterfactual(self.counterfactual)
        if other is None:
            raise ValueError("there is no other case to compare with")
        return assessment.against(other)


def named_parts(parts: str | None, form: str, questions: Sequence[str] = ()) -> "tuple[Part, ...] | None":
    """The parts of the document that ``--parts`` names; None where it was not said. Raises ProblemsError for what is none, and
    where nothing has parts.
    """
    if parts is None:
        return None
    from hipexpert.engine import Problem, ProblemsError
    from hipexpert.knowledge.runner import document

    if form != "json" or questions:
        message = f"an answer to {questions[0]} has no parts" if questions else f"the form {form} has no parts"
        raise ProblemsError([Problem("no-parts", message, "", "leave out --parts, or write the assessment with --format json")])
    named = document.named_parts([name.strip() for name in parts.split(",") if name.strip()])
    if not named:
        raise ProblemsError([Problem("unknown-part", "no part is named", "--parts", f"one of {', '.join(document.ALL)}")])
    return named


def replayed(as_of: str | None, revision: str | None, pack: str | None, *, beside: bool) -> bool:
    """Whether ``--as-of`` was asked, which is shown then. Raises ProblemsError for a case or a question beside it, and for a
    revision without it.
    """
    from hipexpert.engine import Problem, ProblemsError

    if as_of is None:
        if revision is not None:
            raise ProblemsError([Problem("no-result", "--revision is for --as-of alone", "", "name the stored result with --as-of")])
        return False
    if beside:
        help_text = "leave out CASE, -f and questions, or leave out --as-of"
        raise ProblemsError([Problem("two-cases", f"--as-of {as_of} has answers of its own", "", help_text)])
    from hipexpert.cli.as_of import show_replay

    show_replay(as_of, pack, revision)
    return True


def write_answer(assessment: "Assessment", answer: "Explanation", form: str, output: str | None) -> None:
    """Show or write an answer in the chosen form."""
    if form == "json":
        from hipexpert.graphs.explanations.document import explanation_json

        write(explanation_json(assessment, answer), output)
    else:
        from hipexpert.rendering.reports.answers import answer_report

        write_report(answer_report(assessment, answer, full=form != "text"), form, output)


def complete_conclusion(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The conclusions that may be asked about, for the shell."""
    from hipexpert.graphs.explanations.targets import conclusions

    return _starting(incomplete, list(conclusions(pack_named(context))))


def complete_finding(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The findings that may be asked about, for the shell."""
    return _starting(incomplete, list(pack_named(context).findings))


def complete_answer(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """``finding=value`` words, for the shell: first the findings, then the values of the one that was typed."""
    from hipexpert.knowledge.packs.answer_space import answer_word
    from hipexpert.knowledge.runner.answers import AnswerKey

    pack = pack_named(context)
    key = AnswerKey(pack)
    name = incomplete.partition("=")[0]
    if "=" not in incomplete:
        return [f"{each}=" for each in _starting(incomplete, list(pack.findings))]
    questions = [each for each in key.questions if each.finding == name.partition(".")[0]]
    return _starting(incomplete, [answer_word(each, answer) for each in questions for answer in key.alternatives(each)])


def _starting(incomplete: str, names: Sequence[str]) -> list[str]:
    return [name for name in names if name.startswith(incomplete)]


def pack_named(context: click.Context) -> "Pack":
    """The pack that was named so far on a line that the shell completes; else the one that ships."""
    from hipexpert.knowledge import load_pack

    folder = context.params.get("pack")
    return load_pack(folder) if folder else load_pack()


def complete_part(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """The parts of the document that go on from what is typed, after a comma too."""
    from hipexpert.knowledge.runner.document import ALL

    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in _starting(last, [*ALL, "full"])]
