"""The values of an assessment: typed and frozen. How they are written is in :mod:`hipexpert.knowledge.runner.document`."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from hipexpert.knowledge.packs.frozen import NOTHING, freeze
from hipexpert.knowledge.packs.ladder import Level, StatedLevel
from hipexpert.knowledge.packs.pack import Comparison, Grade, Pack
from hipexpert.knowledge.packs.sourced import Support
from hipexpert.knowledge.packs.texts import AdviceCategory
from hipexpert.knowledge.packs.vocabulary import AnsweredBy
from hipexpert.knowledge.packs.weighing import Band


class CitedSource(Struct, frozen=True):
    """A source of a rule: ``ref`` in the bibliography, its title, where in it, and whether it supports the rule.

    ``grade`` is the kind of publication; ``consensus`` means established knowledge without a reference. ``unverified`` is
    True for a publication when it is not said where in it this was looked up.
    """

    ref: str
    title: str
    at: str
    stance: Support
    grade: Grade
    unverified: bool


class Reason(Struct, frozen=True):
    """One rule that fired: its title, why a clinician believes it, the answers and patterns it rests on, its sources and
    the grade of the best of them; ``unverified`` when none of these was looked up.
    """

    rule: str
    title: str
    because: str
    premises: tuple[str, ...]
    grade: Grade
    unverified: bool
    sources: tuple[CitedSource, ...]


class DecisiveUnknown(Struct, frozen=True):
    """A question whose answer could raise the urgency to ``could_raise_to``.

    ``further_answers`` is how many more answers that would take besides this one (0: this answer alone does it).
    ``value`` is set when the question is about one value of a ``choices`` finding.
    """

    finding: str
    value: str
    question: str
    answers: str
    answered_by: AnsweredBy
    could_raise_to: Level
    further_answers: int


class Urgency(Struct, frozen=True):
    """What to do how soon; ``undetermined`` says that not enough is known to say. ``at_most`` is the highest level that
    unanswered questions still leave possible; ``settled`` says that it is the level itself. ``decisive_unknowns`` come with the
    most informative question first.
    """

    level: StatedLevel
    title: str
    action: str
    at_most: Level
    settled: bool
    because: tuple[Reason, ...]
    decisive_unknowns: tuple[DecisiveUnknown, ...]
    cds_hooks: str


class ScreenQuestion(Struct, frozen=True):
    """A question of the screen that is open, and why it is asked: the ``item`` of the screen, its finding, and its words."""

    item: str
    finding: str
    question: str
    answers: str
    answered_by: AnsweredBy
    because: str


class Screen(Struct, frozen=True):
    """What must be answered before something calm is said: the questions that are ``open``, in the pack's order, how many
    items are ``answered`` (or need no answer from this runner), and whether that is all of them.
    """

    open: tuple[ScreenQuestion, ...]
    answered: int
    settled: bool


class Evidence(Struct, frozen=True):
    """One item of evidence about a condition, in decibans (10 log10 of a likelihood ratio).

    ``says`` is the reason in plain words, ``premises`` its parts. ``counted`` is False when a stronger item of the same
    group stands for it; ``fact`` is the node of the derivation that counts. ``made_from`` says of what the rule was made, when
    nobody wrote it.
    """

    says: str
    premises: tuple[str, ...]
    decibans: int
    counted: bool
    rule: str
    because: str
    grade: Grade
    unverified: bool
    sources: tuple[CitedSource, ...]
    fact: str
    made_from: str = ""


class OpenEvidence(Struct, frozen=True):
    """Evidence that an answer could still bring: what would have to be true, its weight, and the findings to ask."""

    says: str
    decibans: int
    findings: tuple[str, ...]
    rule: str


class Kind(Struct, frozen=True):
    """What a condition may turn out to be. ``red_flag``: a red-flag rule names it."""

    condition: str
    name: str
    typical_urgency: Level
    red_flag: bool


class Overlapping(Struct, frozen=True):
    """A condition that goes by the same story as another, and what would tell the two apart."""

    condition: str
    name: str
    told_apart_by: str
    sources: tuple[CitedSource, ...]


class Ranked(Struct, frozen=True):
    """A condition of the differential. ``decibans`` is a ranking aid and not a calibrated probability.

    ``red_flag`` is True when a red-flag rule names the condition, whatever its weight. ``calmer`` says why the urgency is
    calmer than the condition usually asks, where it is by more than one step; ``overlaps`` are those of the differential that
    go by the same story, and ``kinds`` what the condition may turn out to be, which is not ranked by itself. ``unknown`` is the
    strongest of what is not yet known, ``further_unknown`` how much more there is; ``Assessment.open_evidence`` gives all.
    """

    condition: str
    name: str
    plain: str
    band: Band
    decibans: int
    prior: int
    typical_urgency: Level
    red_flag: bool
    for_: tuple[Evidence, ...] = field(name="for")
    against: tuple[Evidence, ...]
    unknown: tuple[OpenEvidence, ...]
    recovery: str
    calmer: str = ""
    overlaps: tuple[Overlapping, ...] = ()
    kinds: tuple[Kind, ...] = ()
    further_unknown: int = 0


class NotToBeMissed(Struct, frozen=True):
    """A condition that needs care within 24 hours if present, and that nothing has excluded, with its ``kinds``."""

    condition: str
    name: str
    typical_urgency: Level
    red_flag: bool
    band: Band | None
    decibans: int | None
    kinds: tuple[Kind, ...] = ()


class Recognised(Struct, frozen=True):
    """Something concluded on the way: a contributing factor or a pattern, with every reason for it."""

    id: str
    name: str
    because: tuple[Reason, ...]


class AdviceGiven(Struct, frozen=True):
    """Something the runner may do or should know. ``reasons`` say why it applies here, ``because`` why it helps, and
    ``prevents`` which harm of the pack it prevents: such advice comes first and is never left out of a list.
    """

    id: str
    category: AdviceCategory
    prevents: str
    title: str
    says: str
    dose: str
    phase: int | None
    regions: tuple[str, ...]
    compare: Comparison | None
    because: str
    grade: Grade
    unverified: bool
    sources: tuple[CitedSource, ...]
    reasons: tuple[Reason, ...]


class AdviceWithheld(Struct, frozen=True):
    """Advice that would apply but must not be given: ``reasons`` are the rules that forbid it; ``because`` says so when
    it is the urgency (``until_seen``), or other advice beside which it is not given.
    """

    id: str
    category: AdviceCategory
    title: str
    because: str
    until_seen: bool
    reasons: tuple[Reason, ...]


class AskedFirst(Struct, frozen=True):
    """A question that must be answered before something is named that could ease the pain, such as a tablet."""

    finding: str
    question: str
    answers: str
    answered_by: AnsweredBy


class Plan(Struct, frozen=True):
    """What to do meanwhile, and what not, and why not. Advice comes in the order of the harm that it prevents.

    ``ask_first`` are the questions on which further advice waits. That advice is not named: it may not be safe here.
    """

    advice: tuple[AdviceGiven, ...]
    withheld: tuple[AdviceWithheld, ...]
    ask_first: tuple[AskedFirst, ...]


class Contradiction(Struct, frozen=True):
    """Answers that cannot all be true."""

    constraint: str
    because: str
    answers: tuple[str, ...]


class Node(Struct, frozen=True, gc=False):
    """A node of the derivation graph. ``kind`` is ``answer``, ``conclusion``, ``rule`` or ``weighing``."""

    id: str
    kind: Literal["answer", "conclusion", "rule", "weighing"]
    label: str
    step: int
    sources: tuple[str, ...] = ()


class Edge(Struct, frozen=True, gc=False):
    """An edge of the derivation graph: from a premise to a rule, or from a rule to its conclusion."""

    source: str
    target: str
    key: int
    role: Literal["premise", "conclusion"]


class DerivationGraph(Struct, frozen=True):
    """The derivation in networkx's node-link form (``networkx.node_link_graph(data, edges="edges")`` reads it)."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    directed: bool = True
    multigraph: bool = True
    graph: Mapping[str, str] = NOTHING

    def __post_init__(self) -> None:
        freeze(self, "graph")


class Knowledge(Struct, frozen=True):
    """Which knowledge an assessment rests on: pack, version and the SHA-256 of its files."""

    pack: str
    version: str
    content_hash: str

    @classmethod
    def of(cls, pack: Pack) -> "Knowledge":
        """What a pack is."""
        return cls(pack.about.id, pack.about.version, pack.content_hash)
