"""What goes over the wire in CDS Hooks 2.0 (HL7), as types; the field names are the standard's."""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

PATIENT_VIEW: Literal["patient-view"] = "patient-view"
ANSWERS_CHANGE: Literal["triage-answers-change"] = "triage-answers-change"
Hook = Literal["patient-view", "triage-answers-change"]
Indicator = Literal["info", "warning", "critical"]
INDICATORS: tuple[Indicator, ...] = ("info", "warning", "critical")  # by how urgent they are
Uuid = Annotated[str, Meta(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")]
FhirId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9.-]{1,64}\Z")]
Text = Annotated[str, Meta(min_length=1)]
Moment = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)\Z")]


class Service(Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A service as it is discovered; ``prefetch`` are the FHIR queries whose results it wants with each call."""

    hook: Hook
    id: str
    title: str
    description: str
    usage_requirements: str
    prefetch: dict[str, str] = {}


class Services(Struct, frozen=True):
    """All services."""

    services: tuple[Service, ...]


class Context(Struct, frozen=True, omit_defaults=True, rename="camel"):
    """Who looks at whom; ``answers`` come with the hook ``triage-answers-change``, in the vocabulary of the pack."""

    user_id: Text
    patient_id: FhirId
    encounter_id: FhirId | None = None
    answers: dict[str, object] | None = None


class HookRequest(Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A call of a service. The authorisation for the FHIR server is not used: nothing is fetched from anywhere."""

    hook: Text
    hook_instance: Uuid
    context: Context
    fhir_server: Text | None = None
    fhir_authorization: dict[str, object] | None = None
    prefetch: dict[str, object] = {}
    extension: dict[str, object] = {}


class CardSource(Struct, frozen=True):
    """On whose word a card stands."""

    label: str


class Link(Struct, frozen=True):
    """A page to read; ``url`` is absolute."""

    label: str
    url: str
    type: Literal["absolute"] = "absolute"


class Action(Struct, frozen=True):
    """What accepting a suggestion would put into the record."""

    type: Literal["create"]
    description: str
    resource: dict[str, Any]


class Suggestion(Struct, frozen=True):
    """Something that may be done at once."""

    label: str
    uuid: str
    actions: tuple[Action, ...]


class Card(Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A card: ``summary`` in fewer than 140 characters, ``detail`` as Markdown."""

    uuid: str
    summary: str
    detail: str
    indicator: Indicator
    source: CardSource
    extension: dict[str, object]
    suggestions: tuple[Suggestion, ...] = ()
    selection_behavior: Literal["any"] | None = None
    links: tuple[Link, ...] = ()


class HookResponse(Struct, frozen=True, omit_defaults=True):
    """The cards; where there is none, ``extension`` says why."""

    cards: tuple[Card, ...]
    extension: dict[str, object] = {}


class AcceptedSuggestion(Struct, frozen=True):
    """A suggestion that was accepted, by its uuid."""

    id: Uuid


class Feedback(Struct, frozen=True, omit_defaults=True, rename="camel"):
    """What became of a card."""

    card: Uuid
    outcome: Literal["accepted", "overridden"]
    outcome_timestamp: Moment
    accepted_suggestions: tuple[AcceptedSuggestion, ...] = ()
    override_reason: dict[str, object] | None = None


class FeedbackRequest(Struct, frozen=True):
    """What became of several cards."""

    feedback: tuple[Feedback, ...]
