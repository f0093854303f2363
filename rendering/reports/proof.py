"""What became of queries: proved, refuted by a runner, or not decided."""

from collections.abc import Sequence

from hipexpert.audit.proving.values import ProofCertificate
from hipexpert.rendering.report.blocks import Block, Notice, Paragraph, Report, Style, code
from hipexpert.rendering.report.phrases import foot
from hipexpert.rendering.reports.audit import explain_command

STYLES: dict[str, Style] = {"proved": "good", "refuted": "bad", "not decided": "doubt"}


def proof_report(certificates: Sequence[ProofCertificate], folder: str, beside: str = "") -> Report:
    """Each query with its verdict and, where there is one, the command that shows a runner. ``folder`` is that of the pack, ``beside``
    that of the second.
    """
    blocks: list[Block] = []
    for each in certificates:
        told: list[Block] = [Paragraph(f"over {each.covers}; {' and '.join(_solvers(each))}")]
        if each.witness is not None:
            told.append(Paragraph(("A runner who shows it: ", code(explain_command(each.witness, folder)))))
            if beside:
                told.append(Paragraph(("The same runner by the other pack: ", code(explain_command(each.witness, beside)))))
        blocks.append(Notice(STYLES[each.verdict], f"{each.verdict}: {each.query}", tuple(told)))
    return Report("What was to be proved", (*blocks, *foot(certificates[0].knowledge)))


def _solvers(certificate: ProofCertificate) -> list[str]:
    """The solvers that decided it; a runner is confirmed by the engine and needs no second one."""
    first = f"{certificate.solver} {certificate.solver_version}"
    second = certificate.second_solver if certificate.witness is None else None
    return [first] if second is None else [first, second]
