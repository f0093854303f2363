"""What an audit worked out is gone when it ends."""

import gc
import weakref
from pathlib import Path
from typing import Any

import pytest
from audit_packs import TODAY, planted, written

from hipexpert.audit.proving.solving import Solver
from hipexpert.audit.running.audit import audit
from hipexpert.audit.subject.sample import Sample
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine.session import ProgramEngine


def test_an_audit_leaves_nothing_for_a_look_for_circles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No subject, no solver and no session outlives it, though nobody looks for what leads back to itself: many follow each other in one
    process.
    """
    made: list[Any] = []

    def watch(kind: type) -> None:
        begin: Any = kind.__init__  # type: ignore[misc]

        def noted(self: object, *said: Any, **more: Any) -> None:
            made.append(weakref.ref(self))
            begin(self, *said, **more)

        monkeypatch.setattr(kind, "__init__", noted)

    kinds = (Subject, Solver, Sample, ProgramEngine)
    for kind in kinds:
        watch(kind)
    pack = written(tmp_path, next(each.violates for each in planted() if each.check == "broken-claim"))
    gc.collect()
    gc.disable()
    try:
        assert audit(pack, prove=True, as_of=TODAY).violations
        assert len(made) > len(kinds)
        assert [each() for each in made if each() is not None] == []
    finally:
        gc.enable()
