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
    from collections.abc import Mapping

    from hipexpert.engine import FiringLimitError, Problem, ProblemsError
    from hipexpert.graphs.explained import Engine, ExplainedAssessment
    from hipexpert.graphs.explanations.how import How
    from hipexpert.graphs.explanations.targets import NotConcludedError, UnknownConclusionError
    from hipexpert.graphs.explanations.tree import HowReason, HowStep
    from hipexpert.knowledge import (
        AssessmentDocument,
        Intake,
        IntakeError,
        Pack,
        PackError,
        ReadingError,
        load_pack,
        read_case_file,
    )

__version__ = "0.1.0"

__all__ = [
    "AssessmentDocument",
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
    "ReadingError",
    "UnknownConclusionError",
    "__version__",
    "assess",
    "load_pack",
    "read_case_file",
]

# In a checkout the sub-packages lie beside this folder, in an installation inside it. Without this line, running Python
# in the checkout's top folder would find this package without its parts.
if not (Path(__file__).parent / "engine").is_dir():
    __path__.append(str(Path(__file__).parent.parent))

# Where each public name lives; imported when first used, so that `import hipexpert` costs next to nothing.
_HOMES = {
    "hipexpert.engine": ("FiringLimitError", "Problem", "ProblemsError"),
    "hipexpert.graphs.explained": ("Engine", "ExplainedAssessment"),
    "hipexpert.graphs.explanations.how": ("How",),
    "hipexpert.graphs.explanations.targets": ("NotConcludedError", "UnknownConclusionError"),
    "hipexpert.graphs.explanations.tree": ("HowReason", "HowStep"),
    "hipexpert.knowledge": (
        "AssessmentDocument",
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
    from hipexpert.graphs.shipped import shipped_engine

    return shipped_engine().assess(answers, strict=strict)
