"""The types of a pack: what a folder of knowledge holds once it is read and found whole."""

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from hipexpert.knowledge.packs.conversation import FORMS, ConversationItem
from hipexpert.knowledge.packs.exercises import Exercise
from hipexpert.knowledge.packs.frozen import NOTHING, FrozenMapping, freeze, frozen
from hipexpert.knowledge.packs.governance import Hazard, NotFollowed, Suppression
from hipexpert.knowledge.packs.ladder import CAUTION, LEVELS, Level, StatedLevel
from hipexpert.knowledge.packs.phrases import Phrasing
from hipexpert.knowledge.packs.pictures import Cell, Discriminating, Picture, cells_of
from hipexpert.knowledge.packs.premises import Is, Premise
from hipexpert.knowledge.packs.programmes import Programme
from hipexpert.knowledge.packs.sourced import Citation, Review, Source
from hipexpert.knowledge.packs.texts import CATEGORIES, AdviceCategory, Texts
from hipexpert.knowledge.packs.vocabulary import AnsweredBy, Choice, Finding, FindingGroup, Id, Line, RuleId, WrittenPremise, YesNo
from hipexpert.knowledge.packs.weighing import Prior, Weighing

SCREEN = "screen"  # what `none_of` calls the screen; no group of findings may be called so
Grade = Literal["guideline", "review", "study", "textbook", "patient_information", "article", "consensus"]
SAFETY_NET: AdviceCategory = "safety_net"  # whose titles end the sentence that its heading begins
RuleStatus = Literal["draft", "active", "retired"]
ConcludedKind = Literal["pattern", "contributing", "excluded", "suspected", "urgency", "advise", "avoid"]


class Overlap(Struct, frozen=True, forbid_unknown_fields=True):
    """Another condition that in practice goes by the same story, and what would tell the two apart."""

    condition: Id
    told_apart_by: Line
    sources: Annotated[tuple[Citation, ...], Meta(min_length=1)]


class Condition(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A clinical condition or a contributing factor.

    A kind of another condition is ``part_of`` it: it has no ``prior`` and is not weighed by itself. ``overlaps`` is said by
    one of two.
    """

    id: Id
    name: Line
    plain: Line
    kind: Literal["condition", "contributing_factor"]
    typical_urgency: Level
    regions: tuple[str, ...]
    sources: Annotated[tuple[Citation, ...], Meta(min_length=1)]
    prior: Prior | None = None
    icd10cm: str = ""
    also_called: tuple[str, ...] = ()
    recovery: str = ""
    notes: str = ""
    part_of: str = ""
    overlaps: tuple[Overlap, ...] = ()


class Comparison(Struct, frozen=True, forbid_unknown_fields=True):
    """How one treatment compares with others, as its source states it."""

    cost: str = ""
    effectiveness: str = ""
    time: str = ""


class Advice(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something a runner may be told. Rules advise it and rules avoid it; avoiding wins.

    ``prevents`` is a harm of the pack: such advice comes first and is never left out of a list. Beside advice that is given,
    none is that carries a tag of its ``rules_out``. Every rule that advises it asks for its ``safe_when`` too: a medicine is
    not named before the reasons against it were asked about and denied. Its title says all that the titles of the advice that
    it ``covers`` say: where titles stand alone, those are not repeated beside it.
    """

    id: RuleId
    category: AdviceCategory
    title: Line
    says: Line
    because: Line
    sources: Annotated[tuple[Citation, ...], Meta(min_length=1)]
    reviewed: Review
    status: RuleStatus = "active"
    dose: str = ""
    regions: tuple[str, ...] = ()
    phase: Annotated[int, Meta(ge=1, le=4)] | None = None
    compare: Comparison | None = None
    tags: tuple[Id, ...] = ()
    prevents: str = ""
    rules_out: tuple[Id, ...] = ()
    covers: tuple[RuleId, ...] = ()
    safe_when: WrittenPremise = None

    def __post_init__(self) -> None:
        freeze(self, "safe_when")


class Pattern(Struct, frozen=True, forbid_unknown_fields=True):
    """An intermediate conclusion; ``says`` reads after "because"."""

    id: Id
    name: Line
    says: Line


class Supports(Struct, frozen=True, tag="supports"):
    """Evidence for (``weight`` > 0) or against (< 0) a condition, in decibans. It does not count while an answer of
    ``unless`` is given.
    """

    condition: str
    weight: int
    group: str = ""
    ratio: float | None = None
    unless: tuple[Is, ...] = ()


class Concludes(Struct, frozen=True, tag="concludes"):
    """A conclusion that is not evidence."""

    kind: ConcludedKind
    id: str


Conclusion = Supports | Concludes


class Rule(Struct, frozen=True):
    """A rule of the pack. One that loading made of something else says in ``made_from`` of what, and has its file and place.

    One that is made of a picture is never fired: the answer itself ``counts`` when its condition is weighed.
    """

    id: str
    title: str
    premise: Premise
    conclusions: tuple[Conclusion, ...]
    because: str
    sources: tuple[Citation, ...]
    reviewed: Review
    status: RuleStatus
    file: str
    made_from: str = ""
    counts: str = ""

    @property
    def topic(self) -> str:
        """What the rule is about: the name of its file."""
        return self.file.removesuffix(".yaml").removesuffix(".yml")


class Constraint(Struct, frozen=True):
    """Answers that cannot all be true; ``reviewed`` where somebody has said when they were last thought about."""

    id: str
    never: Premise
    because: str
    reviewed: Review | None = None


class Claim(Struct, frozen=True, omit_defaults=True):
    """A safety claim of ``claims.yaml``: what the pack says of every runner for whom ``when`` holds (without it, of all).

    The level is ``at_least`` and ``at_most`` this, the premise ``concluded`` holds too, the plan gives none of
    ``never_given``; or, with ``never`` alone, no runner shows that. ``consistent`` leaves out contradictory answers.
    """

    id: str
    title: str
    because: str
    sources: tuple[Citation, ...]
    reviewed: Review
    when: Premise | None = None
    never: Premise | None = None
    at_least: Level | None = None
    at_most: Level | None = None
    concluded: Premise | None = None
    never_given: tuple[str, ...] = ()
    consistent: bool = False


class ScreenItem(Struct, frozen=True):
    """A question that must be answered before anything calm is said: that of the finding ``ask``, of everybody for whom
    ``unless``, a premise over answers, does not hold. ``denial`` is the value that denying the screen stands for where the finding
    itself has none: "none of these" beside a list may mean something else.
    """

    id: str
    ask: str
    because: str
    sources: tuple[Citation, ...]
    reviewed: Review
    unless: Premise | None = None
    denial: str = ""


class LevelText(Struct, frozen=True, forbid_unknown_fields=True):
    """What an urgency level, or ``undetermined``, tells a runner to do. At the level no advice is given that carries a tag of
    ``rules_out``. ``meanwhile`` stands above the advice; what is withheld waits ``until`` this.
    """

    title: Line
    action: Line
    cds_hooks: Literal["critical", "warning", "info"]
    rules_out: tuple[Id, ...] = ()
    meanwhile: Line = "Meanwhile"
    until: Line = "somebody has looked at it"


class Harm(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that advice can prevent; ``title`` stands above such advice."""

    id: Id
    title: Line


class About(Struct, frozen=True, forbid_unknown_fields=True):
    """``pack.yaml``: what the pack is and what its words for urgency are."""

    id: Id
    title: Line
    version: Line
    intended_use: Line
    disclaimer: Line
    authors: tuple[str, ...]
    licence: Line
    urgency: Mapping[StatedLevel, LevelText]
    weighing: Weighing
    released: datetime.date | None = None
    harms: tuple[Harm, ...] = ()
    sends: tuple[str, ...] = ()
    group_synonyms: Mapping[str, tuple[str, ...]] = NOTHING

    def __post_init__(self) -> None:
        freeze(self, "urgency", "group_synonyms")


class Pack(Struct, frozen=True, dict=True):
    """A folder of knowledge, read and found whole. Get one from :func:`hipexpert.load_pack`.

    ``places`` is where each entry stands, ``file:line`` by kind (the key of its list: ``rules``, ``findings`` …) and id;
    a value of a finding is of the kind ``values`` and called ``finding=value``, a suppression is called by its number.
    ``safe_tests`` and ``safe_advice`` are the premises of ``safe_when``, by the id of the finding or advice. ``language`` is what its
    texts are in, but for those ``left_in_english``; see :func:`hipexpert.in_language`.
    """

    about: About
    groups: tuple[FindingGroup, ...]
    conditions: tuple[Condition, ...]
    patterns: tuple[Pattern, ...]
    rules: tuple[Rule, ...]
    constraints: tuple[Constraint, ...]
    sources: tuple[Source, ...]
    safe_tests: Mapping[str, Premise]
    advice: tuple[Advice, ...]
    not_followed: tuple[NotFollowed, ...]
    hazards: tuple[Hazard, ...]
    content_hash: str
    suppressions: tuple[Suppression, ...] = ()
    places: Mapping[str, Mapping[str, str]] = NOTHING
    claims: tuple[Claim, ...] = ()
    discriminating: tuple[Discriminating, ...] = ()
    pictures: tuple[Picture, ...] = ()
    safe_advice: Mapping[str, Premise] = NOTHING
    screen: tuple[ScreenItem, ...] = ()
    packed_phrasings: bytes = b""
    conversation: tuple[ConversationItem, ...] = ()
    programmes: tuple[Programme, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    texts: Texts = Texts()
    packed_translations: Mapping[str, bytes] = NOTHING
    language: str = "en"
    left_in_english: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        freeze(self, "safe_tests", "places", "safe_advice", "packed_translations")

    def __repr__(self) -> str:
        """Short: a whole pack fills a megabyte."""
        return f"<Pack {self.about.id} {self.about.version}: {len(self.rules)} rules, {self.content_hash[:12]}>"

    @cached_property
    def phrasings(self) -> tuple[Phrasing, ...]:
        """How people say findings; unpacked when first asked for, because only own words need them."""
        return msgspec.msgpack.decode(self.packed_phrasings, type=tuple[Phrasing, ...]) if self.packed_phrasings else ()

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """The findings by id, in the order of the files."""
        return FrozenMapping({finding.id: finding for group in self.groups for finding in group.findings})

    @cached_property
    def group_of(self) -> Mapping[str, FindingGroup]:
        """The group of each finding."""
        return FrozenMapping({finding.id: group for group in self.groups for finding in group.findings})

    @cached_property
    def group_named(self) -> Mapping[str, FindingGroup]:
        """The group that each name and synonym means."""
        names: dict[str, FindingGroup] = {}
        for group in self.groups:
            for name in (group.group, *self.about.group_synonyms.get(group.group, ())):
                names.setdefault(name, group)
        return FrozenMapping(names)

    @cached_property
    def denied_with(self) -> Mapping[str, str]:
        """What each word that ``none_of`` takes denies: a group, by its name and synonyms, or the ``screen``, if there is one."""
        names = {name: group.group for name, group in self.group_named.items()}
        return FrozenMapping(names | {SCREEN: SCREEN} if self.screen else names)

    @cached_property
    def condition_by_id(self) -> Mapping[str, Condition]:
        """Conditions and contributing factors by id."""
        return FrozenMapping({condition.id: condition for condition in self.conditions})

    @cached_property
    def kinds_of(self) -> Mapping[str, tuple[Condition, ...]]:
        """The kinds of each condition that has any."""
        found: dict[str, list[Condition]] = {}
        for each in self.conditions:
            if each.part_of:
                found.setdefault(each.part_of, []).append(each)
        return FrozenMapping({name: tuple(kinds) for name, kinds in found.items()})

    @cached_property
    def overlapping(self) -> Mapping[str, Mapping[str, Overlap]]:
        """For each condition those that it overlaps with, whichever of the two says so."""
        found: dict[str, dict[str, Overlap]] = {}
        for each in self.conditions:
            for other in each.overlaps:
                found.setdefault(each.id, {})[other.condition] = other
                found.setdefault(other.condition, {})[each.id] = other
        return frozen(found)  # type: ignore[no-any-return]

    @cached_property
    def pattern_by_id(self) -> Mapping[str, Pattern]:
        """The patterns by id."""
        return FrozenMapping({pattern.id: pattern for pattern in self.patterns})

    @cached_property
    def rule_by_id(self) -> Mapping[str, Rule]:
        """The rules by id."""
        return FrozenMapping({rule.id: rule for rule in self.rules})

    @cached_property
    def source_by_id(self) -> Mapping[str, Source]:
        """The sources by id."""
        return FrozenMapping({source.id: source for source in self.sources})

    @cached_property
    def advice_by_id(self) -> Mapping[str, Advice]:
        """The advice by id."""
        return FrozenMapping({advice.id: advice for advice in self.advice})

    @cached_property
    def advice_in_order(self) -> tuple[Advice, ...]:
        """The advice by the harm that it prevents, then category, then phase, then as the authors wrote it down."""
        harms = {harm.id: place for place, harm in enumerate(self.about.harms)}
        return tuple(
            sorted(self.advice, key=lambda each: (harms.get(each.prevents, len(harms)), CATEGORIES.index(each.category), each.phase or 0))
        )

    @cached_property
    def ruled_out_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each piece of advice the ids of that which rules out one of its tags."""
        ruling = [each for each in self.advice if each.rules_out]
        return FrozenMapping(
            {advice.id: tuple(each.id for each in ruling if not set(each.rules_out).isdisjoint(advice.tags)) for advice in self.advice}
        )

    @cached_property
    def programme_by_id(self) -> Mapping[str, Programme]:
        """The programmes by id."""
        return FrozenMapping({programme.id: programme for programme in self.programmes})

    @cached_property
    def exercises_of(self) -> Mapping[str, tuple[Exercise, ...]]:
        """The exercises that each piece of advice speaks of, by its id."""
        found: dict[str, list[Exercise]] = {}
        for exercise in self.exercises:
            for name in exercise.advice:
                found.setdefault(name, []).append(exercise)
        return FrozenMapping({name: tuple(listed) for name, listed in found.items()})

    @cached_property
    def advised_by(self) -> Mapping[str, tuple[Rule, ...]]:
        """For each piece of advice the active rules that advise it."""
        found: dict[str, list[Rule]] = {}
        for rule in self.active_rules:
            for conclusion in rule.conclusions:
                if isinstance(conclusion, Concludes) and conclusion.kind == "advise":
                    found.setdefault(conclusion.id, []).append(rule)
        return FrozenMapping({advice: tuple(rules) for advice, rules in found.items()})

    @cached_property
    def active_rules(self) -> tuple[Rule, ...]:
        """The rules that take part in inference."""
        return tuple(rule for rule in self.rules if rule.status == "active")

    @cached_property
    def picture_of(self) -> Mapping[str, Picture]:
        """The picture of each condition that has one."""
        return FrozenMapping({picture.id: picture for picture in self.pictures})

    @cached_property
    def discriminating_by_id(self) -> Mapping[str, Discriminating]:
        """What tells conditions apart, by finding."""
        return FrozenMapping({each.finding: each for each in self.discriminating})

    @cached_property
    def line_of(self) -> Mapping[str, ConversationItem]:
        """The line of an interview that each finding stands on, where it has one."""
        return FrozenMapping({name: item for item in self.conversation if item.stage in ("warnings", "telling") for name in item.of})

    @cached_property
    def noticed(self) -> Mapping[str, str]:
        """Of tests at home, how it is asked whether somebody has noticed it already, where nobody may try it."""
        return FrozenMapping({name: text for item in self.conversation for name, text in item.noticed.items()})

    @cached_property
    def asked_once(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Of findings that are asked only once a choice has an answer, which."""
        return FrozenMapping({name: item.once for item in self.conversation if item.once for name in item.of})

    @cached_property
    def asked_otherwise(self) -> frozenset[str]:
        """The findings that an interview does not ask for, since it asks the same thing in another way."""
        return frozenset(name for item in self.conversation for name in item.instead_of)

    @cached_property
    def wording_of(self) -> Mapping[str, str]:
        """How an interview puts the question of a finding by itself, where not in its own words."""
        single = (item for item in self.conversation if len(item.of) == 1 and item.ask and not item.values)
        alone = {item.of[0]: item.ask for item in single if not isinstance(self.findings[item.of[0]], YesNo | Choice)}
        forms = (item.parts for item in self.conversation if item.stage in FORMS)
        return FrozenMapping({**alone, **{name: text for parts in forms for name, text in parts.items()}})

    def cells(self, condition: str) -> tuple[Cell, ...]:
        """The weights of a condition's picture that are not nought; empty when it has none."""
        return tuple(cell for cell in self.drawn(condition) if cell.weight)

    def drawn(self, condition: str) -> tuple[Cell, ...]:
        """Every weight of a condition's picture, those that are nought too; empty when it has none."""
        picture = self.picture_of.get(condition)
        if picture is None:
            return ()
        if condition not in self._drawn:
            self._drawn[condition] = tuple(cells_of(picture, self.discriminating_by_id, self.findings, self.about.weighing.stances))
        return self._drawn[condition]

    def drawn_like(self, other: "Pack") -> "Pack":
        """The same pack, with what was drawn of another's pictures. INVARIANT: both have the same pictures, answers and stances."""
        self._drawn.update(other._drawn)
        return self

    @cached_property
    def _drawn(self) -> dict[str, tuple[Cell, ...]]:
        return {}

    @cached_property
    def weighing_rules(self) -> "Mapping[str, tuple[tuple[Rule, Supports], ...]]":
        """For each condition the active rules whose conclusion is evidence about it, and what each says."""
        found: dict[str, list[tuple[Rule, Supports]]] = {}
        for rule in self.active_rules:
            for conclusion in rule.conclusions:
                if isinstance(conclusion, Supports):
                    found.setdefault(conclusion.condition, []).append((rule, conclusion))
        return FrozenMapping({condition: tuple(items) for condition, items in found.items()})

    @cached_property
    def not_for_everybody(self) -> frozenset[str]:
        """The findings that may not be asked of everybody: tests at home, and what has a ``safe_when``."""
        return frozenset(name for name in self.findings if self.answered_by(name) == "self_test" or name in self.safe_tests)

    def answered_by(self, finding_id: str) -> AnsweredBy:
        """Who can answer a finding."""
        return self.group_of[finding_id].answered_by

    @property
    def stated_levels(self) -> tuple[StatedLevel, ...]:
        """The levels that can be stated, by how cautious they are: without a screen nothing is undetermined."""
        return CAUTION if self.screen else LEVELS

    def level_text(self, level: StatedLevel) -> LevelText:
        """The words of an urgency level, or of ``undetermined``."""
        return self.about.urgency[level]
