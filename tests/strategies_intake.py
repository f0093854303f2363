"""Random answers that a runner could give, for property tests."""

from hypothesis import strategies as st

from hipexpert import Pack
from hipexpert.knowledge import Assessment
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number


def answers_to(finding: Finding) -> st.SearchStrategy[object]:
    """An allowed answer to one finding."""
    if isinstance(finding, Number):
        whole = st.integers(int(finding.minimum), int(finding.maximum))
        return whole if finding.whole else whole | st.floats(finding.minimum, finding.maximum)
    if isinstance(finding, Choice):
        return st.sampled_from([value.id for value in finding.values])
    if isinstance(finding, Choices):
        values = st.sampled_from([value.id for value in finding.values])
        return st.lists(values, max_size=4) | st.dictionaries(values, st.booleans(), max_size=4)
    return st.booleans()


@st.composite
def intakes(draw: st.DrawFn, pack: Pack, most: int = 12) -> dict[str, object]:
    """A mapping of at most ``most`` findings to allowed answers, sometimes with groups, or the screen, denied."""
    names = draw(st.lists(st.sampled_from(sorted(pack.findings)), unique=True, max_size=most))
    answers = {name: draw(answers_to(pack.findings[name])) for name in names}
    groups = draw(st.lists(st.sampled_from(list(dict.fromkeys(pack.denied_with.values()))), unique=True, max_size=2))
    return {**answers, "none_of": groups} if groups else answers


def never_spoken_of(assessment: Assessment) -> list[str]:
    """The findings of which nothing is said, be it by an answer or by a group, or the screen, that is denied."""
    said = {question.finding for question in assessment.assessor.key.said(assessment.intake)}
    return [name for name in assessment.pack.findings if name not in said]
