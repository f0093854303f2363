"""Safety claims: what a pack says of itself for every runner, in the language of its rules, to be proved (extra ``audit``)."""

from typing import Annotated

from msgspec import Meta, Struct, structs

from hipexpert.knowledge.packs.ladder import Level, rank
from hipexpert.knowledge.packs.pack import Claim
from hipexpert.knowledge.packs.premises import PremiseReader
from hipexpert.knowledge.packs.sourced import Citation, Review
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Line, RuleId, WrittenPremise

EXPECTED = ("at_least", "at_most", "concluded", "never_given")


class RawClaim(Struct, frozen=True, forbid_unknown_fields=True):
    """A safety claim as it is written."""

    id: RuleId
    title: Line
    because: Line
    sources: Annotated[tuple[Citation, ...], Meta(min_length=1)]
    reviewed: Review
    when: WrittenPremise = None
    never: WrittenPremise = None
    at_least: Level | None = None
    at_most: Level | None = None
    concluded: WrittenPremise = None
    never_given: tuple[str, ...] = ()
    consistent: bool = False


class ClaimReader(PremiseReader):
    """Reads safety claims, collecting a problem for everything that is wrong with them."""

    def claim(self, raw: RawClaim, *path: str | int) -> Claim | None:
        """The claim, or None when it has problems (they are in ``problems``)."""
        before = len(self.problems)
        written = {key: getattr(raw, key) for key in ("when", "never", "concluded")}
        premises = {key: self.read(data, *path, key) for key, data in written.items() if data is not None}
        expected = [key for key in EXPECTED if getattr(raw, key)]
        if raw.never is not None and (raw.when is not None or expected):
            other = "when" if raw.when is not None else expected[0]
            self._wrong("bad-claim", f"`never` and `{other}` do not go together", (*path, other), "`never` alone says what no runner shows")
        elif raw.never is None and not expected:
            self._wrong("bad-claim", f"the claim `{raw.id}` claims nothing", path, f"add `never`, or one of {', '.join(EXPECTED)}")
        if raw.at_least and raw.at_most and rank(raw.at_least) > rank(raw.at_most):
            self._wrong("bad-claim", f"no level is at least `{raw.at_least}` and at most `{raw.at_most}`", (*path, "at_most"))
        for number, advice in enumerate(raw.never_given):
            if advice not in self.names.advice:
                help_text = did_you_mean(advice, self.names.advice)
                self._wrong("unknown-conclusion", f"unknown advice `{advice}`", (*path, "never_given", number), help_text)
        return Claim(**{**structs.asdict(raw), **premises}) if len(self.problems) == before else None
