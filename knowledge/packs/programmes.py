"""Programmes: a way back to running as a pack declares it, read from ``programmes/*.yaml``.

A programme is a row of sessions, from the lightest to the heaviest, in phases. After each session rules over what the runner
said of it decide whether the next one is heavier, the same, lighter, or none. Their premises have the form of those of other
rules, over the few findings of :data:`SESSION` instead of the pack's own.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.converting import Place
from hipexpert.knowledge.packs.premises import ESTABLISHED, Limit, Names, Premise, PremiseReader, leaves
from hipexpert.knowledge.packs.sourced import Citation, Review
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Finding, Line, Number, RuleId, WrittenPremise, YesNo

Outcome = Literal["stop", "back", "hold", "advance", "resume"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)[:4]  # the gravest first: it wins over those after it
PAIN = 10
_PAINS = {
    "pain_during": ("How strong was the pain at its worst during the session, from 0 to 10?", "pain during the session"),
    "pain_after": ("How strong was it at its worst in the hours after?", "pain in the hours after"),
    "pain_next_morning": ("How strong was it the next morning?", "pain the next morning"),
    "pain_between": ("How strong is it today, at rest and in daily life?", "pain in daily life"),
}
_SIGNS = {
    "stride_changed": ("Did it make you limp or change your stride?", "it made you limp", "you did not limp"),
    "pain_faded": ("Did it fade as you went on?", "it faded as you went on", "it did not fade as you went on"),
    "completed": ("Did you do the whole session?", "you did the whole session", "you cut the session short"),
    "warning_sign": ("Is there a warning sign?", "there is a warning sign", "there is no warning sign"),
    "bad_before": ("", "the session before went badly too", "the session before went well"),
}
SESSION: Mapping[str, Finding] = {
    **{
        name: Number(id=name, question=question, noun=noun, minimum=0, maximum=PAIN, whole=True)
        for name, (question, noun) in _PAINS.items()
    },
    **{name: YesNo(id=name, question=question, present=present, absent=absent) for name, (question, present, absent) in _SIGNS.items()},
}
"""What is known after a session. ``bad_before`` is not asked: the course of the plan tells it."""
SIGNS_ASKED = tuple(name for name in SESSION if name != "bad_before")  # what a runner can be asked of a session or a day
# What a PremiseReader reads with the names of SESSION; its JSON Schema is made in `schemas/grammar.py`.
SessionPremise = Annotated[object, Meta(extra_json_schema={"$ref": "#/$defs/session_premise"})]
Minutes = Annotated[float, Meta(ge=0, le=600)]
Degree = Annotated[int, Meta(ge=0, le=PAIN)]
Count = Annotated[int, Meta(ge=1, le=50)]
Days = Annotated[int, Meta(ge=1, le=365)]


class PainAllowed(Struct, frozen=True, forbid_unknown_fields=True):
    """How much pain, from 0 to 10, a session may bring and still count as a good one."""

    during: Degree
    after: Degree
    next_morning: Degree


class Session(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One session: so many minutes of walking and of jogging, so many ``times``. After so many good ones, one after the
    other, (``passes``) the next session follows.
    """

    id: RuleId
    walk: Minutes = 0
    jog: Minutes = 0
    times: Count = 1
    passes: Count = 1
    says: str = ""

    @property
    def load(self) -> tuple[float, float]:
        """The minutes of jogging and of walking: a session is heavier with more jogging, then with more walking."""
        return self.jog * self.times, self.walk * self.times

    @property
    def minutes(self) -> float:
        """How long it takes."""
        return (self.walk + self.jog) * self.times


class RawDecision(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule of a programme as it is written."""

    id: RuleId
    when: SessionPremise
    because: Line
    sources: Annotated[tuple[Citation, ...], Meta(min_length=1)]


class Decision(Struct, frozen=True):
    """A rule of a programme: when ``when`` holds of a session, what its list stands for follows."""

    id: str
    when: Premise
    because: str
    sources: tuple[Citation, ...]


class RawPhase(Struct, frozen=True, forbid_unknown_fields=True):
    """A phase of a programme as it is written."""

    id: RuleId
    allowed: PainAllowed
    sessions: Annotated[tuple[Session, ...], Meta(min_length=1)]
    advances: Annotated[tuple[RawDecision, ...], Meta(min_length=1)]
    advice: str = ""
    title: str = ""
    says: str = ""
    stops: tuple[RawDecision, ...] = ()
    steps_back: tuple[RawDecision, ...] = ()
    holds: tuple[RawDecision, ...] = ()


class Phase(Struct, frozen=True):
    """A phase: sessions of one kind, and the pain that they may bring. What it tells is that of an ``advice``, or its own."""

    id: str
    allowed: PainAllowed
    sessions: tuple[Session, ...]
    advances: tuple[Decision, ...]
    advice: str
    title: str
    says: str
    stops: tuple[Decision, ...] = ()
    steps_back: tuple[Decision, ...] = ()
    holds: tuple[Decision, ...] = ()


class RawProgramme(Struct, frozen=True, forbid_unknown_fields=True):
    """A programme as it is written."""

    id: RuleId
    title: Line
    says: Line
    because: Line
    sources: Annotated[tuple[Citation, ...], Meta(min_length=1)]
    reviewed: Review
    entry: str
    phases: Annotated[tuple[RawPhase, ...], Meta(min_length=1)]
    stops: Annotated[tuple[RawDecision, ...], Meta(min_length=1)]
    steps_back: Annotated[tuple[RawDecision, ...], Meta(min_length=1)]
    resumes: Annotated[tuple[RawDecision, ...], Meta(min_length=1)]
    rest_days: Days
    pause_days: Days
    look_again_days: Days
    holds: tuple[RawDecision, ...] = ()
    who: WrittenPremise = None
    clearance: bool = False


class Programme(Struct, frozen=True, dict=True):
    """A way back to running, for those for whom ``who`` holds (without it, for all). It opens for somebody who is given the advice
    ``entry``; with ``clearance`` only once a clinician has cleared them.

    ``rest_days`` lie at least between two sessions; after ``pause_days`` without one its phase begins anew; after
    ``look_again_days`` one is told to look at the whole again. ``resumes`` ends a rest that pain made necessary.
    """

    id: str
    title: str
    says: str
    because: str
    sources: tuple[Citation, ...]
    reviewed: Review
    entry: str
    phases: tuple[Phase, ...]
    stops: tuple[Decision, ...]
    steps_back: tuple[Decision, ...]
    resumes: tuple[Decision, ...]
    rest_days: int
    pause_days: int
    look_again_days: int
    holds: tuple[Decision, ...] = ()
    who: Premise | None = None
    clearance: bool = False

    @cached_property
    def steps(self) -> tuple[tuple[Phase, Session], ...]:
        """Every session with its phase, in order."""
        return tuple((phase, session) for phase in self.phases for session in phase.sessions)

    def decisions(self, phase: Phase) -> dict[Outcome, tuple[Decision, ...]]:
        """The rules that decide after a session of a phase, by what they decide."""
        return {
            "stop": (*self.stops, *phase.stops),
            "back": (*self.steps_back, *phase.steps_back),
            "hold": (*self.holds, *phase.holds),
            "advance": phase.advances,
        }

    @cached_property
    def decision_by_id(self) -> Mapping[str, Decision]:
        """Every rule of the programme by its id."""
        own = (*self.stops, *self.steps_back, *self.holds, *self.resumes)
        of_phases = (each for phase in self.phases for each in (*phase.stops, *phase.steps_back, *phase.holds, *phase.advances))
        return {each.id: each for each in (*own, *of_phases)}

    @property
    def cited(self) -> tuple[Citation, ...]:
        """Everything that the programme and its rules cite."""
        return (*self.sources, *(citation for each in self.decision_by_id.values() for citation in each.sources))


class ProgrammeReader(PremiseReader):
    """Reads programmes, collecting a problem for everything that is wrong with them. The names are those of the pack, for ``who``."""

    def __init__(self, names: Names, place: Place, problems: list[Problem] | None = None) -> None:
        super().__init__(names, place, problems)
        self.of_sessions = PremiseReader(Names(SESSION, {kind: frozenset() for kind in ESTABLISHED}), place, self.problems)

    def programme(self, raw: RawProgramme, *path: str | int) -> Programme | None:
        """The programme, or None when it has problems (they are in ``problems``)."""
        before = len(self.problems)
        who = None if raw.who is None else self.read(raw.who, *path, "who")
        for leaf in leaves(who) if who is not None else ():
            if isinstance(leaf, Limit):
                help_text = "let a rule conclude a pattern from it, and name the pattern here"
                self._wrong("bad-programme", f"`who` compares no numbers, and `{leaf.finding}` is one", (*path, "who"), help_text)
        if raw.entry not in self.names.advice:
            self._unknown_advice(raw.entry, *path, "entry")
        phases = tuple(self._phase(phase, *path, "phases", number) for number, phase in enumerate(raw.phases))
        own = {key: self._decisions(getattr(raw, key), *path, key) for key in ("stops", "steps_back", "holds", "resumes")}
        self._twice(raw, *path)
        if len(self.problems) > before:
            return None
        fields = {field: getattr(raw, field) for field in raw.__struct_fields__}
        return Programme(**{**fields, **own, "who": who, "phases": phases})

    def _phase(self, raw: RawPhase, *path: str | int) -> Phase:
        told = bool(raw.title and raw.says)
        if raw.advice and (raw.title or raw.says):
            self._wrong("bad-programme", "a phase tells what its `advice` says, or words of its own", (*path, "advice"), "leave one out")
        elif raw.advice and raw.advice not in self.names.advice:
            self._unknown_advice(raw.advice, *path, "advice")
        elif not raw.advice and not told:
            self._wrong("missing-key", f"the phase `{raw.id}` tells nothing", path, "add `advice:`, or `title:` and `says:`")
        for number, session in enumerate(raw.sessions):
            if not session.minutes:
                self._wrong(
                    "bad-programme", f"the session `{session.id}` takes no time", (*path, "sessions", number), "add `walk:` or `jog:`"
                )
        decided = {key: self._decisions(getattr(raw, key), *path, key) for key in ("advances", "stops", "steps_back", "holds")}
        return Phase(raw.id, raw.allowed, raw.sessions, decided["advances"], raw.advice, raw.title, raw.says, *list(decided.values())[1:])

    def _decisions(self, raw: tuple[RawDecision, ...], *path: str | int) -> tuple[Decision, ...]:
        read = [(each, self.of_sessions.read(each.when, *path, number, "when")) for number, each in enumerate(raw)]
        return tuple(Decision(each.id, when, each.because, each.sources) for each, when in read if when is not None)

    def _unknown_advice(self, name: str, *path: str | int) -> None:
        self._wrong("unknown-conclusion", f"unknown advice `{name}`", path, did_you_mean(name, self.names.advice))

    def _twice(self, raw: RawProgramme, *path: str | int) -> None:
        sessions = [session.id for phase in raw.phases for session in phase.sessions]
        lists = [raw.stops, raw.steps_back, raw.holds, raw.resumes]
        lists += [rules for phase in raw.phases for rules in (phase.advances, phase.stops, phase.steps_back, phase.holds)]
        rules = [each.id for listed in lists for each in listed]
        for what, ids in (("phase", [phase.id for phase in raw.phases]), ("session", sessions), ("rule", rules)):
            for name in sorted({each for each in ids if ids.count(each) > 1}):
                self._wrong("repeated-id", f"the {what} id `{name}` is used {ids.count(name)} times", path, "ids are never reused")
