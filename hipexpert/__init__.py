"""hipexpert: a rules-engine expert system for runners with a painful hip. Education and triage support, not a diagnosis.

>>> import hipexpert
>>> result = hipexpert.assess({"pain_site": ["lateral_hip"], "agg_lying_on_side": True, "age_years": 46})
>>> result.differential[0].condition
'gluteal_tendinopathy_gtps'
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping
    from typing import Any

    from hipexpert.cohort import FrameMapping
    from hipexpert.embedding import Engine
    from hipexpert.engine import FiringLimitError, Problem, ProblemsError, UnverifiedError
    from hipexpert.graphs.explained import ExplainedAssessment
    from hipexpert.graphs.explanations.how import How
    from hipexpert.graphs.explanations.targets import NotConcludedError, UnknownConclusionError
    from hipexpert.graphs.explanations.tree import HowReason, HowStep
    from hipexpert.knowledge import (
        Intake,
        IntakeError,
        Pack,
        PackError,
        ReadingError,
        load_pack,
        read_case_file,
    )
    from hipexpert.knowledge.runner.document import AssessmentDocument, UnknownPartError
    from hipexpert.knowledge.words import Reading
    from hipexpert.rendering.schemas import UnknownSchemaError, schema
    from hipexpert.service.client import Client, ServiceError

__version__ = "0.2.0"

__all__ = [
    "AssessmentDocument",
    "Client",
    "Engine",
    "ExplainedAssessment",
    "FiringLimitError",
    "How",
    "HowReason",
    "HowStep",
    "Intake",
    "IntakeError",
    "NotConcludedError",
    "Pack",
    "PackError",
    "Problem",
    "ProblemsError",
    "Reading",
    "ReadingError",
    "ServiceError",
    "UnknownConclusionError",
    "UnknownPartError",
    "UnknownSchemaError",
    "UnverifiedError",
    "__version__",
    "assess",
    "assess_frame",
    "load_pack",
    "read_case_file",
    "read_words",
    "schema",
]

# In a checkout the sub-packages lie beside this folder, in an installation inside it. Without this line, running Python
# in the checkout's top folder would find this package without its parts.
if not (Path(__file__).parent / "engine").is_dir():
    __path__.append(str(Path(__file__).parent.parent))

# Where each public name lives; imported when first used, so that `import hipexpert` costs next to nothing.
_HOMES = {
    "hipexpert.engine": ("FiringLimitError", "Problem", "ProblemsError", "UnverifiedError"),
    "hipexpert.embedding": ("Engine",),
    "hipexpert.graphs.explained": ("ExplainedAssessment",),
    "hipexpert.graphs.explanations.how": ("How",),
    "hipexpert.graphs.explanations.targets": ("NotConcludedError", "UnknownConclusionError"),
    "hipexpert.graphs.explanations.tree": ("HowReason", "HowStep"),
    "hipexpert.knowledge.runner.document": ("AssessmentDocument", "UnknownPartError"),
    "hipexpert.knowledge.words": ("Reading",),
    "hipexpert.rendering.schemas": ("UnknownSchemaError", "schema"),
    "hipexpert.service.client": ("Client", "ServiceError"),
    "hipexpert.knowledge": (
        "Intake",
        "IntakeError",
        "Pack",
        "PackError",
        "ReadingError",
        "load_pack",
        "read_case_file",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'hipexpert' has no attribute {name!r}")
    value: object = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__


def assess(answers: "Mapping[str, object] | Intake", *, strict: bool = False) -> "ExplainedAssessment":
    """What the hip pack that ships concludes from the answers of one runner.

    ``answers`` maps finding ids to answers; what is left out is unknown. The engine is built on the first call and kept;
    to use another pack, or to say when that happens, make an :class:`hipexpert.Engine`.

    Raises :class:`hipexpert.IntakeError` with every problem of the answers; with ``strict`` also when they contradict
    one another.
    """
    from hipexpert.embedding import shipped_engine

    return shipped_engine().assess(answers, strict=strict)


def read_words(text: str, *, today: "datetime.date | None" = None) -> "Reading":
    """What the hip pack that ships understands of a text in somebody's own words, such as "my left hip hurts since my long run".

    Pass ``reading.answers`` to :func:`assess` once the person has confirmed them; ask ``reading.questions``. Nothing that was
    not said is answered. ``today`` counts days that are named ("since Sunday"); nothing reads the clock.
    """
    from hipexpert.embedding import shipped_engine

    return shipped_engine().read_words(text, today=today)


def assess_frame(
    frame: "Any", *, mapping: "FrameMapping | Mapping[str, object] | None" = None, results: "Iterable[str] | None" = None
) -> "Any":
    """The table with what the hip pack concludes about each row as further columns.

    ``frame`` is a polars, pandas, pyarrow, DuckDB, Dask or PySpark frame (or another that narwhals knows) with a column for
    each finding that was asked: an empty cell is unknown, and unknown is never read as no. A frame of the same kind comes back;
    a lazy one stays lazy. ``mapping`` says what columns with other names and words mean, and which to leave alone:
    ``{"columns": {"alder": "age_years"}, "keep": ["patient_id"]}``. ``results`` names the results wanted, of ``urgency``,
    ``at_most``, ``conditions`` (the first five, with decibans), ``red_flags``, ``contradictions``, ``rules`` and ``pack``.

    A row with a cell that cannot be read gets no results, and its columns are named in ``problem``.

    Needs ``pip install "hipexpert[cohort]"``. Raises :class:`hipexpert.ProblemsError` with everything that is wrong with the
    columns, and in a forked process whose parent has used polars: there it would wait for ever (start processes with ``spawn``).
    """
    from hipexpert.embedding import shipped_engine

    return shipped_engine().assess_frame(frame, mapping=mapping, results=results)
