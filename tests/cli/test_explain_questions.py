"""``hipexpert explain`` with a question: how, why, why not, what if, counterfactual, against."""

import json
from pathlib import Path

import msgspec
import pytest
from running import ROOT, refused, run, run_process

from hipexpert.graphs.explanations.document import ExplanationDocument

COLLEGE = str(ROOT / "examples" / "groin_pain_college_runner.yaml")
DRIVER = str(ROOT / "examples" / "buttock_tightness_driver.yaml")
QUESTIONS = [
    ("how", ["--how", "urgency"], "Enough by themselves"),
    ("how", ["--how", "femoral_neck_stress_fracture"], "adds up to"),
    ("why", ["--why", "fever"], "Rules it could help to fire"),
    ("why_not", ["--why-not", "gluteal_tendinopathy_gtps"], "Why not"),
    ("difference", ["--what-if", "weight_bearing=full"], "becomes"),
    ("counterfactual", ["--counterfactual"], "What would change the urgency"),
    ("difference", ["--against", DRIVER], "Answers that differ"),
]
NAMES = [" ".join(words[:2]) for _, words, _ in QUESTIONS]


@pytest.mark.parametrize(("kind", "words", "says"), QUESTIONS, ids=NAMES)
def test_each_question_is_answered_in_words(kind: str, words: list[str], says: str) -> None:
    """The urgency comes first, then the answer, then the limits."""
    result = run("explain", COLLEGE, *words)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0].startswith(" EMERGENCY ")
    assert says in result.output
    assert "not a diagnosis" in " ".join(lines[-3:])
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(("kind", "words", "says"), QUESTIONS, ids=NAMES)
def test_each_answer_is_a_document_of_its_schema(kind: str, words: list[str], says: str) -> None:
    """The JSON decodes into the type that its schema is made of, and says what kind of answer it is."""
    result = run("explain", COLLEGE, *words, "--format", "json")
    document = msgspec.json.decode(result.output, type=ExplanationDocument)
    data = json.loads(result.output)
    assert data["answer"]["kind"] == kind
    assert (document.schema, document.urgency) == ("hipexpert.explanation/1", "emergency")
    assert "not a diagnosis" in document.disclaimer


@pytest.mark.parametrize(("kind", "words", "says"), QUESTIONS, ids=NAMES)
def test_each_answer_has_a_markdown_form(kind: str, words: list[str], says: str, tmp_path: Path) -> None:
    """The form is taken from the name of the file."""
    target = tmp_path / "answer.md"
    assert run("explain", COLLEGE, *words, "-o", str(target)).exit_code == 0
    text = target.read_text(encoding="utf-8")
    assert text.startswith("# Emergency: ")
    assert "\n## " in text


@pytest.mark.deep
def test_an_answer_is_the_same_bytes_in_two_processes(tmp_path: Path) -> None:
    """No set order reaches the output."""
    for words in (["--counterfactual"], ["--why-not", "urgent"], ["--how", "urgency"], ["--why", "pain_course"]):
        runs = [run_process(tmp_path, "explain", DRIVER, *words, "--format", "json", PYTHONHASHSEED=seed) for seed in ("1", "2")]
        assert [each.returncode for each in runs] == [0, 0]
        assert runs[0].stdout == runs[1].stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--how", "femoral_nek_stress_fracture"], "did you mean `femoral_neck_stress_fracture`?"),
        (["--how", "self_care"], "`self_care` was not concluded"),
        (["--why", "limp"], "`limp` is answered already: limping"),
        (["--why", "limpp"], "did you mean `limp`?"),
        (["--why-not", "emergency"], "`emergency` was concluded"),
        (["--why-not", "soon"], "the urgency is `emergency`, which is above `soon`"),
        (["--what-if", "limp=maybe"], "`maybe` is no answer to `limp`"),
        (["--what-if", "limp=yes"], "`limping` is already what was answered"),
        (["--what-if", "pregnancy_status=third_trimester", "--what-if", "sex=male"], "cannot all be true"),
        (["--what-if", "nonsense"], "`nonsense` is not of the form finding=value"),
        (["--counterfactual", "bone_stress"], "neither an urgency nor ranked"),
        (["--against", "nowhere.yaml"], "nowhere.yaml"),
        (["--how", "urgency", "--why", "fever"], "one question at a time, not --how and --why"),
        (["--how", "urgency", "--format", "dot"], "the answer to --how has no form `dot`"),
        (["--how", ""], "there is no conclusion ``"),
    ],
)
def test_a_question_that_cannot_be_answered_is_one_clear_message(words: list[str], message: str) -> None:
    """Exit code 2, nothing on standard output, the nearest right name where there is one."""
    assert message in " ".join(refused("explain", COLLEGE, *words).split())


def test_the_shell_completes_conclusions_findings_and_answers() -> None:
    """Every id that can be asked about is offered as it is typed."""

    def offered(*words: str) -> list[str]:
        typed = " ".join(["hipexpert", "explain", *words])
        result = run(_HIPEXPERT_COMPLETE="bash_complete", COMP_WORDS=typed, COMP_CWORD=str(len(words) + 1))
        return [line.partition(",")[2] for line in result.output.splitlines()]

    assert "femoral_neck_stress_fracture" in offered("--how", "femoral")
    assert offered("--why", "feve") == ["fever"]
    assert offered("--what-if", "limp=") == ["limp=yes", "limp=no"]
