"""The command line in this process, with the pack that ships read once for all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from on_terminal import Start, terminals

import hipexpert
from hipexpert import knowledge
from hipexpert.graphs.explained import ExplainingEngine


@pytest.fixture(autouse=True)
def _shipped_pack_once(engine: hipexpert.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the pack takes most of a run; the engine holds no state, so the runs may share it."""
    make, load = ExplainingEngine.__init__, knowledge.load_pack

    def shared(self: ExplainingEngine, pack: hipexpert.Pack | None = None) -> None:
        if pack:
            make(self, pack)
        else:
            self.__dict__.update(engine.__dict__)

    monkeypatch.setattr(ExplainingEngine, "__init__", shared)
    monkeypatch.setattr(knowledge, "load_pack", lambda *folder: load(*folder) if folder else engine.pack)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts `hipexpert WORDS` on a terminal of its own, in an empty folder."""
    yield from terminals(tmp_path)
