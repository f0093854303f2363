"""Many runners at once: the compiled program as expressions over the columns of a table. narwhals and polars live here.

They come with ``pip install hipexpert[cohort]``; without them this package says so when it is imported.
"""

from hipexpert.engine import Problem, ProblemsError


class MissingLibraryError(ProblemsError, ImportError):
    """A library of the extra ``cohort`` is not installed; the message says how to install it."""


try:
    import narwhals
    import polars
except ImportError as error:
    raise MissingLibraryError(
        [Problem("missing-library", f"tables need `{error.name}`, which is not installed", "", 'pip install "hipexpert[cohort]"')]
    ) from None

from hipexpert.knowledge.cohort.columns import FrameError
from hipexpert.knowledge.cohort.frames import assess_frame
from hipexpert.knowledge.cohort.mapping import FrameMapping, MappingError, read_mapping_file

__all__ = ["FrameError", "FrameMapping", "MappingError", "MissingLibraryError", "assess_frame", "read_mapping_file"]
