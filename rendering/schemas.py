"""Every JSON Schema that ships, by name; ``python -m hipexpert.rendering.schemas FOLDER`` writes the shipped ones."""

import json
import sys
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from msgspec import Struct

from hipexpert.audit.difference.values import SCHEMA as DIFF
from hipexpert.audit.difference.values import PackDifference
from hipexpert.audit.measuring.measures import SCHEMA as BENCH
from hipexpert.audit.measuring.measures import Benchmark
from hipexpert.audit.proving.values import SCHEMA as PROOF
from hipexpert.audit.proving.values import ProofCertificate
from hipexpert.audit.review.values import SCHEMA as REVIEW
from hipexpert.audit.review.values import PackReview
from hipexpert.audit.suite.values import SCHEMA as TEST
from hipexpert.audit.suite.values import SuiteRun
from hipexpert.audit.values import SCHEMA as AUDIT
from hipexpert.audit.values import AuditReport
from hipexpert.companion.plan.document import SCHEMA as PLAN
from hipexpert.companion.plan.document import PlanDocument
from hipexpert.engine import Problem, ProblemsError
from hipexpert.graphs.explanations.document import SCHEMA as EXPLANATION
from hipexpert.graphs.explanations.document import ExplanationDocument
from hipexpert.graphs.rule_graph.values import SCHEMA as GRAPH
from hipexpert.graphs.rule_graph.values import GraphDocument
from hipexpert.knowledge import Pack, did_you_mean, load_pack
from hipexpert.knowledge.interview.answer_file import SavedInterview
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.packs.checked import sound
from hipexpert.knowledge.packs.suggestions import is_name
from hipexpert.knowledge.runner.document import SCHEMA as ASSESSMENT
from hipexpert.knowledge.runner.document import AssessmentDocument
from hipexpert.knowledge.runner.random_runners import SCHEMA as SIMULATION
from hipexpert.knowledge.runner.random_runners import Simulation
from hipexpert.knowledge.runner.reading_values import shown
from hipexpert.knowledge.schemas.checks import checks_schema
from hipexpert.knowledge.schemas.from_types import Schema, result_schema, value_schema
from hipexpert.knowledge.schemas.intake import compact_schema, intake_schema
from hipexpert.knowledge.schemas.pack_files import KINDS, pack_file_schema
from hipexpert.knowledge.words import Reading
from hipexpert.knowledge.words.reading import SCHEMA as READING

RESULTS: Mapping[str, tuple[str, type[Struct], str]] = {
    "assessment": ("An assessment: `hipexpert explain --format json`", AssessmentDocument, ASSESSMENT),
    "explanation": ("The answer to one question: `hipexpert explain --how ID --format json`", ExplanationDocument, EXPLANATION),
    "reading": ("What was read in own words: `hipexpert explain --words - --format json`", Reading, READING),
    "bench": ("A measurement: `hipexpert bench --format json`", Benchmark, BENCH),
    "audit": ("An audit of a pack: `hipexpert audit --format json`", AuditReport, AUDIT),
    "test": ("A run of cases and checks: `hipexpert test --format json`", SuiteRun, TEST),
    "diff": ("Two packs compared: `hipexpert diff --format json`", PackDifference, DIFF),
    "review": ("What has to be reviewed of a pack: `hipexpert review start --format json`", PackReview, REVIEW),
    "proof": ("What became of a query: `hipexpert prove QUERY --format json`", ProofCertificate, PROOF),
    "graph": ("The rule graph of a pack: `hipexpert graph --format json`", GraphDocument, GRAPH),
    "simulation": ("Many random runners: `hipexpert simulate --format json`", Simulation, SIMULATION),
    "plan": ("A plan back to running: `hipexpert plan show --format json`", PlanDocument, PLAN),
}
VALUES: Mapping[str, tuple[str, type[Struct]]] = {  # parts of what a program puts together, which do not name their kind
    "question": ("A question of an interview: `next_questions(…)`, `Interview.question`", NextQuestion),
    "interview_state": ("An interview that was left: what `hipexpert interview` saves, and what it goes on with", SavedInterview),
}
WRITTEN = ("intake", "checks", *KINDS)  # by people; results are written by the program
NAMES = (*WRITTEN, *RESULTS, *VALUES)


class UnknownSchemaError(ProblemsError):
    """A schema was asked for that does not exist."""


def schema(name: str, pack: Pack | str | Path | None = None, *, compact: bool = False) -> Schema:
    """A JSON Schema (draft 2020-12) as a dictionary: ``intake``, ``checks``, a kind of pack file (``pack``, ``findings``,
    ``conditions``, ``patterns``, ``rules``, ``constraints``, ``sources``, ``advice``, ``not_followed``, ``claims``,
    ``hazards``, ``suppressions``, ``signatures``) or of result (``assessment``, ``explanation``, ``bench``, ``test``, ``diff``,
    ``audit``, ``review``, ``graph``, ``simulation``, ``plan``,
    ``proof``, ``reading``), a ``question`` or an ``interview_state``.

    Without a pack the one that ships: ``intake`` and ``checks`` take the findings of the hip pack, those of pack files fit
    every pack. With a pack, or the folder of one, all know its names: an answer or a rule may only speak of what the pack has.

    ``compact``: of ``intake`` a short form (under 12 kB for the hip pack) for the tools of language models: one way to give each
    answer, no references, without what only a clinician answers.

    Raises :class:`UnknownSchemaError`, also for a compact form of another schema, and :class:`PackError` when the folder holds no pack
    that can be used.
    """
    if not is_name(name, NAMES):
        raise UnknownSchemaError([Problem("unknown-schema", f"there is no schema {shown(name)}", "", did_you_mean(name, NAMES, _KNOWN))])
    if compact and name != "intake":
        raise UnknownSchemaError([Problem("unknown-schema", f"`{name}` has no compact form", "", "`intake` has one")])
    if compact:
        return compact_schema(sound(pack) if isinstance(pack, Pack) else load_pack(pack) if pack is not None else load_pack())
    if pack is None:
        read: Schema = json.loads((resources.files("hipexpert.knowledge.schemas") / file_name(name)).read_text("utf-8"))
        return read
    return _generated(name, sound(pack) if isinstance(pack, Pack) else load_pack(pack))


def file_name(name: str) -> str:
    """What the file of a schema is called."""
    return f"{name}.schema.json"


def as_text(content: Schema) -> str:
    """A schema as the text of its file."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def shipped_files() -> dict[str, str]:
    """What the files that ship must hold, by name; generated, not read."""
    return {file_name(name): as_text(_generated(name, None)) for name in NAMES}


def files_of(pack: Pack) -> dict[str, str]:
    """The schemas of what people write for a pack, by the name of the file."""
    return {file_name(name): as_text(_generated(name, pack)) for name in WRITTEN}


def _generated(name: str, pack: Pack | None) -> Schema:
    if name in RESULTS:
        title, kind, version = RESULTS[name]
        return result_schema(name, title, kind, version)
    if name in VALUES:
        return value_schema(name, *VALUES[name])
    if name in KINDS:
        return pack_file_schema(name, pack)
    vocabulary = pack or load_pack()
    return intake_schema(vocabulary) if name == "intake" else checks_schema(vocabulary, named=pack is not None)


_KNOWN = f"one of {', '.join(NAMES)}"

if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python -m hipexpert.rendering.schemas FOLDER")
    for made, text in shipped_files().items():
        (Path(sys.argv[1]) / made).write_text(text, encoding="utf-8")
