"""How an audit counts the citations that nobody has looked up."""

from pathlib import Path

from audit_packs import TODAY, written

from hipexpert.audit.running.audit import audit
from hipexpert.rendering.reports.audit import counted_by_severity

CITING = {
    "sources": [{"id": "memory"}, {"id": "handbook"}],
    "rules": [
        {"id": "a", "when": {"side": "left"}, "then": [{"urgency": "soon"}], "sources": [{"ref": "handbook", "row": "row 1"}]},
        {
            "id": "b",
            "when": {"side": "right"},
            "then": [{"urgency": "soon"}],
            "sources": [{"ref": "memory"}, {"ref": "handbook", "at": "page 1"}],
        },
    ],
}


def test_what_nobody_looked_up_is_counted_and_shown(tmp_path: Path) -> None:
    """Consensus counts on neither side; the closing line says how many of how many."""
    plain = audit(written(tmp_path / "a", {}), only=["unused-source"], as_of=TODAY)
    assert plain.unverified == 0
    assert "unverified" not in counted_by_severity(plain)
    found = audit(written(tmp_path / "b", CITING), only=["unused-source"], as_of=TODAY)
    assert (found.unverified, found.citations) == (1, plain.citations + 2)
    assert counted_by_severity(found).endswith(f"; 1 of {found.citations} citations unverified")
