"""The command line in this process, with the pack that ships read once for all tests."""

import pytest

import hipexpert
from hipexpert import knowledge
from hipexpert.graphs import explained


@pytest.fixture(autouse=True)
def _shipped_pack_once(engine: hipexpert.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the pack takes most of a run; the engine holds no state, so the runs may share it."""
    make, load = explained.ExplainingEngine, knowledge.load_pack
    monkeypatch.setattr(explained, "ExplainingEngine", lambda pack=None: make(pack) if pack else engine)
    monkeypatch.setattr(knowledge, "load_pack", lambda *folder: load(*folder) if folder else engine.pack)
