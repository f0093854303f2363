"""What validators, a suite and a reader that others made say: ``python -m conformance.run FOLDER [FIT]``, where npm has installed them."""

import copy
import datetime
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conformance.fit import compare, made
from known_cases import PUBLISHED
from running import CHECKOUT, ROOT
from serving import free_port, served

import hipexpert
from hipexpert.knowledge.packs.reading import parse

Json = dict[str, Any]
EXAMPLES_IN_R5 = 60  # resources: of the first published cases, as a compiler takes a while
WHEN = datetime.datetime(2026, 11, 29, 8, 30, tzinfo=datetime.UTC)


def written(engine: hipexpert.Engine) -> Iterator[Json]:
    """What is written: the form, an interview that begins, and of every published case the answers and what follows."""
    yield hipexpert.fhir_questionnaire(engine.pack)
    yield hipexpert.fhir_next_question(engine)
    for case in PUBLISHED:
        result = engine.assess(case.answers)
        yield hipexpert.fhir_response(result.intake, engine.pack, subject="Patient/p1", authored="2026-11-29")
        yield hipexpert.fhir_bundle(result, recorded=WHEN, subject="Patient/p1")


def one_by_one(whole: Iterable[Json]) -> Iterator[Json]:
    """Resources, and each that is in a bundle by itself too."""
    for each in whole:
        yield each
        yield from (entry["resource"] for entry in each.get("entry", []))


def broken(engine: hipexpert.Engine) -> Iterator[Json]:
    """What must be refused, and by whom: a wrong code, a broken invariant, a field that no resource has, one that is missing."""
    form = hipexpert.fhir_questionnaire(engine.pack)
    guidance = hipexpert.fhir_bundle(engine.assess({}), recorded=WHEN)["entry"][0]["resource"]
    yield {"by": ["fhir"], "resource": {**guidance, "status": "fine"}}
    yield {"by": ["medplum", "fhir"], "resource": {**guidance, "urgency": "soon"}}
    unclear = copy.deepcopy(form)
    for item in unclear["item"]:
        for each in item.get("item", []):
            each.pop("enableBehavior", None)  # two conditions, and not said whether one is enough
    yield {"by": ["medplum"], "resource": unclear}
    yield {"by": ["medplum", "fhir"], "resource": {name: value for name, value in guidance.items() if name != "status"}}


def broken_in_r5(engine: hipexpert.Engine) -> Iterator[Json]:
    """What must be refused: R4 itself, a code that R5 has not, a field too many, one that is missing."""
    of_r4 = hipexpert.fhir_bundle(engine.assess({}), recorded=WHEN)
    yield from (
        each["resource"] for each in of_r4["entry"] if each["resource"]["resourceType"] in ("GuidanceResponse", "CarePlan", "Device")
    )
    yield hipexpert.fhir_questionnaire(engine.pack)
    (task, *_), (guidance, *_) = (
        [each["resource"] for each in hipexpert.fhir_r5(of_r4)["entry"] if each["resource"]["resourceType"] == kind]
        for kind in ("Task", "GuidanceResponse")
    )
    yield {**task, "status": "not-started"}
    yield {**task, "urgency": "soon"}
    yield {name: value for name, value in guidance.items() if name != "status"}


def patients(engine: hipexpert.Engine) -> Iterator[Json]:
    """Every published case as a patient of a record: their answers, and how a card about them begins."""
    for number, case in enumerate(PUBLISHED):
        result = engine.assess(case.answers)
        answers = hipexpert.fhir_response(result.intake, engine.pack, subject=f"Patient/p{number}", authored="2026-11-29")
        yield {"id": f"p{number}", "response": answers, "begins": result.urgency.title[:100]}


def as_workflow(action: Json) -> str:
    """A composite action as a workflow that is called with the same inputs and has the same steps and outputs, as a linter takes it."""
    inputs = {name: {"type": "string", **each} for name, each in action["inputs"].items()}
    outputs = {name: each["value"] for name, each in action["outputs"].items()}
    job = {"runs-on": "ubuntu-latest", "steps": action["runs"]["steps"], "outputs": outputs}
    return json.dumps({"name": action["name"], "on": {"workflow_call": {"inputs": inputs}}, "permissions": {}, "jobs": {"audit": job}})


def linted(folder: Path) -> int:
    """0 where the action and the workflow of docs/repository have no mistake, and a step's output that is misspelt is found."""
    action = as_workflow(parse((ROOT / "action.yml").read_bytes(), "action.yml").data)  # type: ignore[arg-type]
    (folder / "action.yaml").write_text(action, encoding="utf-8")
    (folder / "broken_action.yaml").write_text(action.replace("steps.audit.", "steps.audits."), encoding="utf-8")
    words = ["action.yaml", str(ROOT / "docs" / "repository" / "audit-pack.yml"), "--", "broken_action.yaml"]
    return subprocess.run(["node", "action.mjs", *words], cwd=folder, check=False).returncode


def lines(path: Path, resources: Iterator[Json]) -> Path:
    """A file with a resource a line."""
    path.write_text("".join(f"{json.dumps(each)}\n" for each in resources), encoding="utf-8")
    return path


@contextmanager
def assistant() -> Iterator[str]:
    """The address of `hipexpert mcp --http`."""
    import socket

    port = free_port()
    code = "from hipexpert.cli.start import start; start()"
    command = [sys.executable, "-c", code, "mcp", "--http", "--port", str(port)]
    running = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": CHECKOUT}, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as tried:
                if not tried.connect_ex(("127.0.0.1", port)):
                    break
            assert running.poll() is None, "the server ended"
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        running.terminate()
        running.wait(30)


def fit_read_twice(folder: Path, own: Path | None) -> tuple[list[str], int]:
    """Where two readers of FIT disagree, and how many sessions both found: in files made here, which both must read, and in one's own."""
    here = made(folder / "fit")
    compared = [compare(folder, paths) for paths in (here, sorted(own.rglob("*.[fF][iI][tT]")) if own is not None else [])]
    apart = [each for one in compared for each in one.apart]
    apart += [f"{path.name}, made here, is not read by both" for path in compared[0].passed_over]
    return apart, sum(one.sessions for one in compared)


def main(folder: Path, own: Path | None = None) -> int:
    """0 where all is as it must be."""
    import httpx

    engine = hipexpert.Engine()
    with served() as address:
        told = [httpx.get(f"{address}/fhir/{path}").json() for path in ("metadata", "Questionnaire")]
        told.append(httpx.post(f"{address}/fhir/QuestionnaireResponse/$assess", json={"resourceType": "Patient"}).json())
        record = lines(folder / "patients.jsonl", patients(engine))
        cards = subprocess.run(["node", "cds_hooks.mjs", address, record.name], cwd=folder, check=False).returncode
    files = lines(folder / "valid.jsonl", one_by_one([*told, *written(engine)])), lines(folder / "broken.jsonl", broken(engine))
    fhir = subprocess.run(["node", "fhir.mjs", *(each.name for each in files)], cwd=folder, check=False).returncode
    in_r5 = [hipexpert.fhir_r5(each) for each in [*told, *written(engine)][:EXAMPLES_IN_R5]]
    files = lines(folder / "valid_r5.jsonl", one_by_one(in_r5)), lines(folder / "broken_r5.jsonl", broken_in_r5(engine))
    r5 = subprocess.run(["node", "fhir_r5.mjs", *(each.name for each in files)], cwd=folder, check=False).returncode
    with assistant() as url:
        suite = ["npx", "--no-install", "conformance", "server", "--url", url, "--suite", "all", "--expected-failures", "mcp_expected.yaml"]
        done = subprocess.run(suite, cwd=folder, check=False, capture_output=True, text=True)
    apart, count = fit_read_twice(folder, own)
    said = [each for each in (done.stdout + done.stderr).splitlines() if done.returncode or each.startswith(("✓", "Total"))]
    said += [*apart, f"FIT: {count} sessions read by both readers, {len(apart)} differences"]
    outcomes = {"the validators of FHIR": fhir, "those of FHIR R5": r5, "a client of CDS Hooks": cards}
    outcomes["the linter of workflows"] = linted(folder)
    outcomes["the suite of the Model Context Protocol"] = done.returncode
    outcomes["a second reader of FIT"] = len(apart)
    said.append("; ".join(f"{name}: {'failed' if code else 'as expected'}" for name, code in outcomes.items()))
    sys.stdout.write("\n".join((*said, "")))
    return int(any(outcomes.values()))


if __name__ == "__main__":
    sys.exit(main(*(Path(each).resolve() for each in sys.argv[1:])))
