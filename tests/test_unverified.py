"""Nothing unverified is shown: a forged result is refused in every form, by the same error."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner

from hipexpert import Engine, ExplainedAssessment, UnverifiedError
from hipexpert.cli.main import main
from hipexpert.engine import Application, Derivation, Run
from hipexpert.knowledge.runner.assessment import of_session
from hipexpert.knowledge.runner.document import ALL
from hipexpert.rendering.graph_text import to_graph_text
from hipexpert.rendering.page.writing import to_html, to_svg
from hipexpert.rendering.reports.assessment import assessment_report, reasoning_report

ANSWERS = {"pain_site": ["deep_groin"], "age_years": 34, "limp": True, "agg_impact_running": True}
FORMS: dict[str, Callable[[ExplainedAssessment], Any]] = {
    "json": lambda assessment: assessment.to_json(),
    **{f"part {part}": lambda assessment, part=part: assessment.to_json((part,)) for part in ALL},
    "no part": lambda assessment: assessment.to_json(()),
    "full json": lambda assessment: assessment.to_json("full"),
    "full report": lambda assessment: assessment_report(assessment, full=True),
    "first screen": lambda assessment: assessment_report(assessment, full=False),
    "reasoning": reasoning_report,
    "html": to_html,
    "svg": to_svg,
    **{form: lambda assessment, form=form: to_graph_text(assessment, form) for form in ("dot", "graphml", "mermaid")},
    "how": lambda assessment: assessment.how("urgency"),
    "why": lambda assessment: assessment.why("fever"),
    "why not": lambda assessment: assessment.why_not("emergency"),
    "what if": lambda assessment: assessment.what_if({"fever": True}),
    "counterfactual": lambda assessment: assessment.counterfactual(),
    "against": lambda assessment: assessment.against(assessment),
    "open evidence": lambda assessment: assessment.open_evidence("labral_tear"),
    **{
        name: lambda assessment, name=name: getattr(assessment, name)
        for name in (
            "at_most",
            "contradictions",
            "contributing_factors",
            "derivation",
            "derivation_graph",
            "differential",
            "graph",
            "not_to_be_missed",
            "outlook",
            "patterns",
            "plan",
            "run",
            "unknowns",
            "urgency",
        )
    },
}


def with_a_verdict(run: Run) -> Run:
    """The session with an emergency that nothing concluded."""
    return replace(run, numbers=run.numbers | {run.compiled.tables.index["urgency:emergency"]})


def with_a_firing(run: Run) -> Run:
    """The session with a rule that fired though its premise does not hold, and an emergency from it."""
    emergency = run.compiled.tables.index["urgency:emergency"]
    rule = next(number for number, concluded in enumerate(run.compiled.tables.concludes) if emergency in concluded)
    return replace(run, log=(*run.log, (rule, [emergency], [])), numbers=run.numbers | {emergency})


def with_a_total(run: Run) -> Run:
    """The session with more evidence for a condition than there is."""
    tally = next(iter(run.totals_by_number))
    return replace(run, totals_by_number={**run.totals_by_number, tally: 99})


# What shows no justification of these answers: a forged one is not among it.
WITHOUT_REASONS = frozenset(
    {
        "at_most",
        "contradictions",
        "contributing_factors",
        "derivation",
        "differential",
        "no part",
        "not_to_be_missed",
        "open evidence",
        "outlook",
        "part conditions",
        "part contradictions",
        "part contributing_factors",
        "part differential",
        "part intake",
        "part not_to_be_missed",
        "part screen",
        "part sources",
        "run",
        "unknowns",
    }
)


def without_premises(self: Derivation, place: int) -> Application:
    """A firing that rests on nothing."""
    return APPLIED(self, place)._replace(premises=())


APPLIED = Derivation._applied


def forged(engine: Engine, forgery: Callable[[Run], Run]) -> ExplainedAssessment:
    """An assessment of a session that was tampered with."""
    run, denied = engine.session(engine.read(ANSWERS))
    return of_session(ExplainedAssessment, engine, engine.read(ANSWERS), forgery(run), denied)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("forgery", [with_a_verdict, with_a_firing, with_a_total])
def test_a_forged_session_is_shown_in_no_form(engine: Engine, forgery: Callable[[Run], Run], form: str) -> None:
    """A level, a firing or a total that does not follow is refused, however it is asked for, and whenever."""
    assessment = forged(engine, forgery)
    for _ in range(2):
        with pytest.raises(UnverifiedError, match="report it with the answers"):
            FORMS[form](assessment)


@pytest.mark.parametrize("form", FORMS)
def test_a_forged_justification_is_shown_in_no_form(engine: Engine, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reason that does not suffice is refused, also where the fact itself holds; what shows no reason is as it was."""
    honest, assessment = engine.assess(ANSWERS), engine.assess(ANSWERS)
    shown = str(FORMS[form](honest)) if form in WITHOUT_REASONS else ""
    monkeypatch.setattr(Derivation, "_applied", without_premises)
    if form in WITHOUT_REASONS:
        again = str(FORMS[form](assessment))
        assert again == shown or " object at " in shown
        return
    for _ in range(2):
        with pytest.raises(UnverifiedError, match="from what is stated"):
            FORMS[form](assessment)


@pytest.mark.parametrize("forgery", [with_a_verdict, with_a_firing])
def test_a_forged_level_is_not_told_alone_either(engine: Engine, forgery: Callable[[Run], Run]) -> None:
    """The level by itself needs no derivation of all, but what it rests on must follow."""
    with pytest.raises(UnverifiedError, match="`urgency:emergency` is not grounded"):
        _ = forged(engine, forgery).level


@pytest.mark.parametrize("form", FORMS)
def test_an_honest_session_is_shown_in_every_form(engine: Engine, form: str) -> None:
    """What was refused is the forgery: the same session as it was is shown."""
    assert FORMS[form](forged(engine, lambda run: run)) is not False


def test_the_program_ends_with_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody at a terminal reads what happened and what to do, without a traceback and without a result."""
    monkeypatch.setattr(Derivation, "_applied", without_premises)
    result = CliRunner().invoke(main, ["explain", "-f", "limp=yes"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the result does not verify" in result.stderr
    assert "do not use the result" in result.stderr
