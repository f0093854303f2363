"""Many runners at once: the compiled program over whole columns of a table. narwhals, NumPy and polars live here.

They come with ``pip install hipexpert[cohort]``; without them this package says so when it is imported.
"""

from importlib.util import find_spec

from hipexpert.engine import Problem, ProblemsError


class MissingLibraryError(ProblemsError, ImportError):
    """A library of the extra ``cohort`` is not installed; the message says how to install it."""


for _name in ("narwhals", "numpy", "polars"):
    if find_spec(_name) is None:
        _missing = Problem("missing-library", f"tables need `{_name}`, which is not installed", "", 'pip install "hipexpert[cohort]"')
        raise MissingLibraryError([_missing])

# They import what was looked for above.
from hipexpert.cohort.columns import FrameError  # noqa: E402
from hipexpert.cohort.frames import assess_frame  # noqa: E402
from hipexpert.cohort.mapping import FrameMapping, MappingError, read_mapping_file  # noqa: E402

__all__ = ["FrameError", "FrameMapping", "MappingError", "MissingLibraryError", "assess_frame", "read_mapping_file"]
