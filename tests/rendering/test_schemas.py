"""The schemas that ship are the ones the types generate, and what the program writes fits them."""

import doctest
import json
from pathlib import Path

import msgspec
import pytest
import yaml
from jsonschema import Draft202012Validator
from planned import planned_diary
from running import run, run_process
from tiny import TINY, copied
from validating import faults, validator

import hipexpert
from hipexpert import Engine, Interview, Pack, PackError, UnknownSchemaError
from hipexpert.graphs.explanations.document import ExplanationDocument, explanation_json
from hipexpert.knowledge import read_case_file
from hipexpert.knowledge.interview.answer_file import to_case, to_yaml
from hipexpert.knowledge.runner.document import SHORT, AssessmentDocument
from hipexpert.knowledge.schemas.pack_files import KINDS
from hipexpert.rendering.schemas import NAMES, RESULTS, WRITTEN, file_name, files_of, schema, shipped_files

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "knowledge" / "schemas"
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


def test_what_ships_is_what_the_types_generate() -> None:
    """`make schemas` brings the files up to date."""
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")} == shipped_files()


def test_the_page_about_schemas_is_right() -> None:
    """Its Python gives what stands below it, and it names every schema; its settings for an editor name each that people write."""
    page = ROOT / "docs" / "schemas.md"
    assert doctest.testfile(str(page), module_relative=False).failed == 0
    text = page.read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in NAMES)
    settings = json.loads(text.split("```json")[1].split("```")[0])["yaml.schemas"]
    assert set(settings) == {f"schemas/{file_name(name)}" for name in WRITTEN}
    assert {name: settings[f"schemas/{file_name(name)}"] for name in KINDS} == {
        name: f"my_pack/{kind.files}" for name, kind in KINDS.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_each_is_a_schema_of_draft_2020_12(name: str) -> None:
    """Each is well-formed, says what it is, and refers to nothing that is not there."""
    shipped = schema(name)
    Draft202012Validator.check_schema(shipped)
    assert shipped["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert shipped["$id"] == f"urn:hipexpert:schema:{name}"
    assert shipped["title"]
    text = json.dumps(shipped)
    for target in {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}:
        assert target in shipped["$defs"]


def test_a_schema_is_asked_for_by_name(pack: Pack) -> None:
    """Of the pack that ships, of a pack in hand, or of the folder of one; the wrong name is told the right one."""
    assert hipexpert.schema("intake") == schema("intake", pack)
    assert hipexpert.schema("rules", str(TINY)) == schema("rules", hipexpert.load_pack(TINY))
    assert hipexpert.schema("rules") != schema("rules", TINY)
    with pytest.raises(UnknownSchemaError, match="there is no schema `rule`") as caught:
        hipexpert.schema("rule")
    assert caught.value.problems[0].help == "did you mean `rules`?"
    with pytest.raises(PackError):
        hipexpert.schema("rules", "no-such-folder")


def test_equal_packs_give_equal_bytes(pack: Pack, tmp_path: Path) -> None:
    """Nothing depends on the order of a set, whatever the process."""
    for seed in ("1", "2"):
        assert run_process(tmp_path, "findings", "--schemas", seed, PYTHONHASHSEED=seed).returncode == 0
        assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / seed).iterdir()} == files_of(pack)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_assessment_fits_its_schema_and_reads_back_as_its_type(path: Path, engine: Engine) -> None:
    """What `--format json` writes."""
    assessment = engine.assess(read_case_file(path, engine.pack))
    for parts in ("full", ("urgency", "differential"), SHORT):
        written = assessment.to_json(parts)
        assert faults(validator("assessment"), json.loads(written)) == []
        assert AssessmentDocument.from_json(written) == assessment.document(parts)
        assert AssessmentDocument.from_json(written).to_json() == written


@pytest.mark.parametrize("path", EXAMPLES[:4], ids=lambda path: path.stem)
def test_the_answer_to_each_question_fits_its_schema(path: Path, engine: Engine) -> None:
    """How, why, why not, what if and counterfactual, of a case."""
    assessment = engine.assess(read_case_file(path, engine.pack))
    absent = next(
        each.id for each in engine.pack.conditions if each.prior and each.id not in {r.condition for r in assessment.differential}
    )
    unknown = assessment.urgency.decisive_unknowns[0].finding if assessment.urgency.decisive_unknowns else "ex_log_roll_pain"
    answers = [
        assessment.how("urgency"),
        assessment.how(assessment.differential[0].condition),
        assessment.why(unknown),
        assessment.why_not(absent),
        assessment.what_if({"age_years": 70}),
        assessment.counterfactual("urgency"),
    ]
    for answer in answers:
        text = explanation_json(assessment, answer)
        assert faults(validator("explanation"), json.loads(text)) == []
        assert msgspec.json.decode(text, type=ExplanationDocument).answer == answer


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("assessment", ()),
        ("explanation", ("--how", "urgency")),
        ("explanation", ("--why", "ex_log_roll_pain")),
        ("explanation", ("--why-not", "septic_arthritis")),
        ("explanation", ("--what-if", "limp=no")),
        ("explanation", ("--counterfactual",)),
        ("explanation", ("--against", str(EXAMPLES[0]))),
    ],
)
def test_what_the_command_prints_fits_its_schema(name: str, options: tuple[str, ...]) -> None:
    """Each form of `hipexpert explain --format json`."""
    result = run("explain", str(ROOT / "examples" / "groin_ache_ultra_runner.yaml"), "--format", "json", *options)
    assert result.exit_code == 0, result.output
    assert faults(validator(name), json.loads(result.stdout)) == []


def test_the_measurement_on_a_terminal_fits_its_schema(tmp_path: Path) -> None:
    """What `hipexpert bench --format json` writes, alone and beside another pack."""
    for more in ((), ("--compare", str(ROOT / "knowledge" / "hip"))):
        written = run("bench", str(EXAMPLES[0]), str(EXAMPLES[1]), "--format", "json", *more)
        assert faults(validator("bench"), json.loads(written.stdout)) == []


def test_a_test_run_fits_its_schema(tmp_path: Path) -> None:
    """What `hipexpert test --format json` writes: a check that fails, coverage, and changes that nobody notices."""
    check = "checks: [{rule: front-pain-supports-jumpers-knee, fires: [{site: [front]}, {site: [back]}]}]"
    (tmp_path / "checks.yaml").write_text(check)
    written = run("test", str(tmp_path), "--knowledge", str(TINY), "--coverage", "--mutate", "--format", "json")
    told = json.loads(written.stdout)
    assert told["failures"]
    assert faults(validator("test"), told) == []


def test_a_comparison_of_packs_fits_its_schema(tmp_path: Path) -> None:
    """What `hipexpert diff --format json` writes of two packs of which one says another urgency."""
    changed = copied(tmp_path, ("rules/knee.yaml", "urgency: urgent", "urgency: emergency"))
    told = json.loads(run("diff", str(TINY), str(changed), "--format", "json").stdout)
    assert told["verdict"]
    assert faults(validator("diff"), told) == []


def test_a_simulation_fits_its_schema_and_says_what_it_is() -> None:
    """Its rows, and the name and version of its form."""
    told = json.loads(run("simulate", "50", "--knowledge", str(TINY), "--format", "json").stdout)
    assert told["schema"] == "hipexpert.simulation/1"
    assert faults(validator("simulation"), told) == []


def test_a_plan_fits_its_schema_on_each_of_its_ways(tmp_path: Path) -> None:
    """A plan that goes on, one that rests and one that has stopped: what decides is there by its rules, and what was done with them."""
    show = ("plan", "show", "--format", "json", "--diary", str(planned_diary(tmp_path / "d.sqlite")))
    done = ("plan", "done", "--diary", show[-1], "--during")
    told = []
    good = (*done, "0", "--after", "0", "--morning", "0", "--distance", "2km", "--on", "2026-05-01")
    for words in (None, good, (*done, "0", "--limp", "--on", "2026-05-03")):
        assert words is None or run(*words).exit_code == 0
        told.append(json.loads(run(*show, "--on", "2026-05-04").stdout))
        assert faults(validator("plan"), told[-1]) == []
    assert [each["mode"] for each in told] == ["going", "going", "stopped"]
    assert [bool(each["ahead"]) for each in told] == [True, True, False]
    assert told[1]["behind"][-1] | {"rules": ()} == {
        "date": "2026-05-01", "happened": "session", "session": told[0]["ahead"][0]["session"], "verdict": "repeat", "rules": (),
        "observed": {"pain_during": 0, "pain_after": 0, "pain_next_morning": 0, "completed": True}, "early": False, "note": "",
            "distance_km": 2.0, "duration_min": None,
    }  # fmt: skip
    stopped = told[2]["behind"][-1]
    assert (stopped["verdict"], set(stopped["rules"]) <= {each["id"] for each in told[1]["decides"]["stop"]}) == ("stop", True)


@pytest.mark.parametrize("broken", [False, True])
def test_an_audit_fits_its_schema(broken: bool, tmp_path: Path) -> None:
    """What `hipexpert audit --format json` writes of a pack that loads and of one that does not."""
    folder = copied(tmp_path, ("rules/knee.yaml", "when: {site: front}", "when: {site: frnt}")) if broken else TINY
    told = json.loads(run("audit", str(folder), "--no-prove", "--format", "json").stdout)
    assert told["violations"]
    assert told["loaded"] != broken
    assert faults(validator("audit"), told) == []


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_of_another_version_or_without_a_part_does_not_fit(name: str, engine: Engine) -> None:
    """The version is part of the schema, and so is every key that must be there."""
    shipped = schema(name)
    own = shipped["$defs"][shipped["$ref"].rsplit("/", 1)[1]]
    version = own["properties"]["schema"]["const"]
    said = faults(validator(name), {"schema": f"{version}0"})
    assert any("was expected" in each and each.startswith("$.schema") for each in said)
    assert sum("is a required property" in each for each in said) == len(own["required"]) - 1


def test_questions_and_saved_interviews_fit_their_schemas(engine: Engine) -> None:
    """Each kind of question on the way through an interview, and the interview saved after it; what lacks a limit does not fit."""
    now, kinds, number = Interview(engine), set(), None
    while (asked := now.question) is not None and len(now.steps) < 12:
        told = json.loads(msgspec.json.encode(asked))
        assert faults(validator("question"), told) == []
        kinds.add(asked.kind)
        number = next((told for each in asked.findings if each.type == "number"), number)
        now = now.answered(asked.none) if asked.none else now.skipped()
        assert faults(validator("interview_state"), json.loads(json.dumps(to_case(now)))) == []
        assert faults(validator("interview_state"), yaml.safe_load(to_yaml(now))) == []
    assert kinds == {"form", "areas", "list", "question"}
    assert number is not None
    for each in number["findings"]:
        del each["maximum"]
    assert any("maximum" in each for each in faults(validator("question"), number))
    assert any("content_hash" in each for each in faults(validator("interview_state"), {"findings": {}, "interview": {"pack": "hip"}}))


def test_the_compact_schema_of_answers_fits_a_tool_and_says_what_is_read(engine: Engine) -> None:
    """Under 12 kB, without references; each answer that it allows is read, and only what no clinician must answer is in it."""
    compact = schema("intake", compact=True)
    Draft202012Validator.check_schema(compact)
    text = json.dumps(compact, separators=(",", ":"))
    assert len(text) < 12_000
    assert "$ref" not in text
    for name, allowed in compact["properties"].items():
        assert engine.pack.answered_by(name) != "clinician"
        items = allowed.get("items", allowed).get("enum", [])
        numbers = [allowed["minimum"], allowed["maximum"]] if "minimum" in allowed else []
        for answer in [[each] for each in items] if "items" in allowed else items or numbers or [True, False]:
            engine.read({name: answer})
    with pytest.raises(UnknownSchemaError, match="no compact form"):
        schema("rules", compact=True)
