"""How a pack weighs evidence: the words of strength, frequency and rank, and what each is in decibans."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from hipexpert.knowledge.packs.frozen import NOTHING, freeze
from hipexpert.knowledge.packs.pictures import StanceScale

Strength = Literal["defining", "strong", "moderate", "weak"]
Prior = Literal["very_common", "common", "uncommon", "rare", "very_rare"]
Band = Literal["likely", "possible", "less_likely", "unlikely"]


class Weighing(Struct, frozen=True, forbid_unknown_fields=True):
    """How evidence is weighed, in decibans: the weight of each strength, where each prior class starts, the smallest
    total of each band (below the last it is ``unlikely``), how far ``behind`` the first a condition may stand and still be
    shown in it, and what the stances of pictures mean.
    """

    strengths: Mapping[Strength, int]
    priors: Mapping[Prior, int]
    bands: Mapping[Literal["likely", "possible", "less_likely"], int]
    behind: Mapping[Literal["likely", "possible", "less_likely"], int] = NOTHING
    stances: StanceScale = StanceScale(hallmark=0.8, common=0.5, sometimes=0.25, seldom=0.5, against=0.3, left=0.2, cap=10)

    def __post_init__(self) -> None:
        freeze(self, "strengths", "priors", "bands", "behind")

    def band(self, total: int, best: int) -> Band:
        """The band in which a total is shown beside the best one: 10 decibans behind it is a tenth as likely."""
        for name in ("likely", "possible", "less_likely"):
            if total >= self.bands[name] and best - total <= self.behind.get(name, best - total):
                return name
        return "unlikely"
