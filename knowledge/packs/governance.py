"""What a pack says of itself for those who answer for it: claims not followed, hazards, and findings of the audit accepted."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from hipexpert.knowledge.packs.sourced import Citation
from hipexpert.knowledge.packs.vocabulary import Line, RuleId

Score = Annotated[int, Meta(ge=1, le=5)]


class NotFollowed(Struct, frozen=True, forbid_unknown_fields=True):
    """A claim of a source that the pack does not follow, and why; ``instead`` is a rule or an advice."""

    id: Line
    claim: Line
    sources: Annotated[tuple[Citation, ...], Meta(min_length=1)]
    because: Line
    instead: str = ""


class Hazard(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the hazard log (after the NHS DCB0129 template); likelihood and severity from 1 to 5.

    ``rules`` control it, and the audit proves the safety ``claims`` that hold them to it.
    """

    id: RuleId
    name: Line
    description: Line
    causes: tuple[str, ...]
    effect: Line
    hazard: Line
    harm: Line
    existing_controls: Line
    likelihood: Score
    severity: Score
    risk: int
    new_controls: str
    residual_likelihood: Score
    residual_severity: Score
    residual_risk: int
    status: Literal["open", "controlled", "accepted"]
    rules: tuple[str, ...]
    claims: tuple[str, ...] = ()


class Suppression(Struct, frozen=True, forbid_unknown_fields=True):
    """What the audit finds and the authors accept: a check, the rules (or other ids) it may be silent about, and why."""

    check: Line
    rules: Annotated[tuple[Line, ...], Meta(min_length=1)]
    reason: Line
