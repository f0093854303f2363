"""What follows from the answers, as a Bundle: :func:`fhir_bundle`."""

import datetime
from base64 import b64encode
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import UUID, uuid5

import msgspec

from hipexpert import __version__
from hipexpert.engine import Problem, ProblemsError
from hipexpert.graphs.explained import ExplainedAssessment
from hipexpert.knowledge import UNDETERMINED
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.pack import Concludes
from hipexpert.knowledge.packs.pack import Rule as PackRule
from hipexpert.knowledge.runner.results import AdviceGiven, AdviceWithheld, NotToBeMissed, Ranked
from hipexpert.service.fhir.outcome import issue, outcome
from hipexpert.service.fhir.responding import fhir_response
from hipexpert.service.fhir.terms import ICD10CM, Json, canonical, concept, system, without_empty

NAMESPACE = UUID("6d8f4d2e-0c0b-5c0a-9c57-0a0f4f7b3b1e")
ALARMING = "soon"  # from here on a rule that sets how urgent it is tells of a sign to act on
AGENT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"


class _Made(NamedTuple):
    url: str
    resource: Json


def fhir_bundle(assessment: ExplainedAssessment, *, recorded: datetime.datetime, subject: str = "") -> Json:
    """An assessment as a FHIR R4 Bundle of type ``collection``.

    In this order: how urgent it is (GuidanceResponse, whose status is ``data-required`` where not enough is known to say, with its
    Parameters), each sign to act on (DetectedIssue), what to do meanwhile (CarePlan), what it may be and must not be missed
    (RiskAssessment), what is open or contradictory (OperationOutcome, where there is any), the answers (QuestionnaireResponse),
    the program (Device), the derivation (Binary, JSON) and the Provenance that binds them.

    ``recorded`` is when, with its time zone; nothing here reads the clock. ``subject`` is a reference such as ``Patient/p1``. Equal
    arguments give equal resources, ids and all. Raises :class:`hipexpert.ProblemsError` for a time without a zone.
    """
    if recorded.tzinfo is None:
        raise ProblemsError([Problem("no-zone", "`recorded` needs a time zone", "", "for instance `datetime.now(datetime.UTC)`")])
    return _Writer(assessment, recorded, subject).bundle()


class _Writer:
    def __init__(self, assessment: ExplainedAssessment, recorded: datetime.datetime, subject: str) -> None:
        self.assessment, self.pack, self.recorded = assessment, assessment.pack, recorded
        self.reference = subject
        said = msgspec.json.encode(assessment.intake, order="deterministic").decode()
        self.run = uuid5(NAMESPACE, f"{self.pack.content_hash} {said} {subject} {self._moment()}")
        self.made: list[_Made] = []

    @property
    def subject(self) -> Json:
        """Who it is about."""
        return {"reference": self.reference} if self.reference else {"display": "the person who is asked about"}

    def bundle(self) -> Json:
        issues, answers, told = list(self._issues()), self._url("answers"), self._url("parameters")
        open_now, risks, plan = self._url("open") if issues else "", self._url("risks") if self._may_be() else "", self._url("plan")
        guidance = self._add(self._guidance(told, open_now, plan), "guidance")
        self._add(self._parameters(), "parameters")
        red = [self._add(self._issue(rule, level, answers), f"issue {rule.id} {level}") for rule, level in self._alarms()]
        self._add(self._plan(risks), "plan")
        if risks:
            self._add(self._risks(answers), "risks")
        if issues:
            self._add(outcome(issues), "open")
        self._add(fhir_response(self.assessment.intake, self.pack, subject=self.reference), "answers")
        device = self._add(self._device(), "device")
        derivation = self._add(self._derivation(), "derivation")
        concluded = [each for each in (guidance, *red, risks, plan) if each]
        self._add(self._provenance(concluded, answers, device, derivation), "provenance")
        entries = [{"fullUrl": each.url, "resource": each.resource} for each in self.made]
        return {"resourceType": "Bundle", "type": "collection", "timestamp": self._moment(), "entry": entries}

    def _url(self, name: str) -> str:
        return f"urn:uuid:{uuid5(self.run, name)}"

    def _add(self, resource: Json, name: str) -> str:
        url = self._url(name)
        self.made.append(_Made(url, {"resourceType": resource["resourceType"], "id": url.removeprefix("urn:uuid:"), **resource}))
        return url

    def _moment(self) -> str:
        return self.recorded.isoformat(timespec="seconds").replace("+00:00", "Z")

    def _level(self) -> Json:
        return concept(self.assessment.urgency.title, {"system": system(self.pack, "level"), "code": self.assessment.urgency.level})

    def _parameters(self) -> Json:
        urgency = self.assessment.urgency
        told = [
            {"name": "level", "valueCode": urgency.level},
            {"name": "at-most", "valueCode": urgency.at_most},
            {"name": "settled", "valueBoolean": urgency.settled},
            {"name": "title", "valueString": urgency.title},
            {"name": "action", "valueString": urgency.action},
            {"name": "contradictions", "valueInteger": len(self.assessment.contradictions)},
            {"name": "pack", "valueString": f"{self.pack.about.id}@{self.pack.about.version}"},
            {"name": "content-hash", "valueString": self.pack.content_hash},
            {"name": "disclaimer", "valueString": self.pack.about.disclaimer},
        ]
        return {"resourceType": "Parameters", "parameter": told}

    def _guidance(self, told: str, open_now: str, plan: str) -> Json:
        urgency = self.assessment.urgency
        undetermined = urgency.level == UNDETERMINED
        return without_empty(
            {
                "resourceType": "GuidanceResponse",
                "moduleCanonical": f"{canonical(self.pack)}|{self.pack.about.version}",
                "status": "data-required" if undetermined else "success" if urgency.settled else "data-requested",
                "subject": self.subject,
                "occurrenceDateTime": self._moment(),
                "reasonCode": [self._level()],
                "note": [{"text": f"{urgency.title}. {urgency.action}"}, {"text": self.pack.about.disclaimer}],
                "evaluationMessage": [{"reference": open_now}] if open_now else [],
                "outputParameters": {"reference": told},
                "result": {"reference": plan},
                "dataRequirement": [self._needed(name) for name in dict.fromkeys(each.finding for each in self.assessment.left_to_answer)],
            }
        )

    def _needed(self, name: str) -> Json:
        coding = {"system": canonical(self.pack), "code": name, "display": self.pack.findings[name].question}
        return {"type": "QuestionnaireResponse", "codeFilter": [{"path": "item.linkId", "code": [coding]}]}

    def _issues(self) -> Iterator[Json]:
        for each in self.assessment.contradictions:
            yield issue("warning", "conflict", f"These answers cannot all be true: {', '.join(each.answers)}. {each.because}")
        for question in self.assessment.left_to_answer:
            yield issue("warning", "incomplete", f"Not known yet: {question.question}")
        urgency = self.assessment.urgency
        if not urgency.settled:
            text = f"What is not known could still raise the level to {urgency.at_most}; unknown is not read as no."
            yield issue("information", "incomplete", text)

    def _alarms(self) -> Iterator[tuple[PackRule, str]]:
        """The rules that fired and say that somebody has to be seen soon, and how soon; the most urgent first."""
        fired = {each.id.removeprefix("rule:") for each in self.assessment.derivation_graph.nodes if each.kind == "rule"}
        found = [
            (rule, made.id)
            for rule in self.pack.active_rules
            if rule.id in fired
            for made in rule.conclusions
            if isinstance(made, Concludes) and made.kind == "urgency" and rank(made.id) >= rank(ALARMING)  # type: ignore[arg-type]
        ]
        return iter(sorted(found, key=lambda each: (-rank(each[1]), each[0].id)))  # type: ignore[arg-type]

    def _issue(self, rule: PackRule, level: str, answers: str) -> Json:
        text, severe = self.pack.level_text(level), "moderate" if level == ALARMING else "high"  # type: ignore[arg-type]
        graph, node = self.assessment.derivation_graph, f"rule:{rule.id}"
        labels = {each.id: each.label for each in graph.nodes}
        premises = dict.fromkeys(labels[each.source] for each in graph.edges if each.target == node)
        return {
            "resourceType": "DetectedIssue",
            "status": "final",
            "code": concept(rule.title, {"system": system(self.pack, "rule"), "code": rule.id}),
            "severity": severe,
            **({"patient": self.subject} if self.reference else {}),
            "identifiedDateTime": self._moment(),
            "evidence": [{"code": [{"text": each} for each in premises], "detail": [{"reference": answers}]}],
            "detail": rule.because,
            "mitigation": [{"action": concept(f"{text.title}. {text.action}", {"system": system(self.pack, "level"), "code": level})}],
        }

    def _may_be(self) -> tuple[Ranked | NotToBeMissed, ...]:
        ranked = self.assessment.differential
        also = {each.condition for each in ranked}
        return (*ranked, *(each for each in self.assessment.not_to_be_missed if each.condition not in also))

    def _risks(self, answers: str) -> Json:
        missed = {each.condition for each in self.assessment.not_to_be_missed}
        urgency = self.assessment.urgency
        return {
            "resourceType": "RiskAssessment",
            "status": "preliminary" if urgency.level == UNDETERMINED or not urgency.settled else "final",
            "method": concept("Evidence weighed by rules: a ranking aid, and no calibrated probability"),
            "code": concept("What the pain may be, the likeliest first, and what must not be missed"),
            "subject": self.subject,
            "occurrenceDateTime": self._moment(),
            "basis": [{"reference": answers}],
            "prediction": [self._prediction(each, each.condition in missed) for each in self._may_be()],
            "mitigation": f"{urgency.title}. {urgency.action}",
            "note": [{"text": self.pack.about.disclaimer}],
        }

    def _prediction(self, each: Ranked | NotToBeMissed, missed: bool) -> Json:
        band = system(self.pack, "band")
        codes = [{"system": band, "code": each.band, "display": each.band.replace("_", " ")}] if each.band else []
        codes += [{"system": band, "code": "not_to_be_missed", "display": "not to be missed"}] if missed else []
        return without_empty(
            {
                "outcome": concept(each.name, *self._condition(each.condition)),
                "qualitativeRisk": concept(", ".join(code["display"] for code in codes), *codes),
                "rationale": _rationale(each) if isinstance(each, Ranked) else "",
            }
        )

    def _condition(self, name: str) -> Iterator[Json]:
        condition = self.pack.condition_by_id[name]
        yield {"system": system(self.pack, "condition"), "code": name, "display": condition.name}
        if condition.icd10cm:
            yield {"system": ICD10CM, "code": condition.icd10cm}

    def _plan(self, risks: str) -> Json:
        urgency, plan = self.assessment.urgency, self.assessment.plan
        first = {"detail": {"status": "not-started", "description": urgency.action, "code": self._level(), "doNotPerform": False}}
        ask = [
            {"detail": {"status": "on-hold", "description": f"Ask first: {each.question}", "doNotPerform": False}}
            for each in plan.ask_first
        ]
        return without_empty(
            {
                "resourceType": "CarePlan",
                "status": "draft",
                "intent": "proposal",
                "title": urgency.title,
                "description": self.pack.about.disclaimer,
                "subject": self.subject,
                "created": self._moment(),
                "supportingInfo": [{"reference": risks}] if risks else [],
                "activity": [first, *map(self._advised, plan.advice), *map(self._withheld, plan.withheld), *ask],
            }
        )

    def _advised(self, each: AdviceGiven) -> Json:
        text = f"{each.title}. {each.says}" + (f" ({each.dose})" if each.dose else "")
        return {"detail": {"code": self._advice(each), "status": "not-started", "doNotPerform": False, "description": text}}

    def _withheld(self, each: AdviceWithheld) -> Json:
        reason = {"text": each.because or "; ".join(reason.title for reason in each.reasons)}
        detail = {"code": self._advice(each), "status": "on-hold" if each.until_seen else "cancelled", "statusReason": reason}
        return {"detail": {**detail, "doNotPerform": True, "description": f"Not now: {each.title}"}}

    def _advice(self, each: AdviceGiven | AdviceWithheld) -> Json:
        return concept(each.title, {"system": system(self.pack, "advice"), "code": each.id})

    def _device(self) -> Json:
        return {
            "resourceType": "Device",
            "manufacturer": "the hipexpert maintainers",
            "deviceName": [{"name": "hipexpert", "type": "model-name"}],
            "version": [{"value": __version__}],
            "note": [{"text": self.pack.about.intended_use}],
        }

    def _derivation(self) -> Json:
        content = msgspec.json.encode(self.assessment.derivation_graph)
        return {"resourceType": "Binary", "contentType": "application/json", "data": b64encode(content).decode()}

    def _provenance(self, concluded: Iterable[str], answers: str, device: str, derivation: str) -> Json:
        """From what it was made: the answers, the pack, each rule that fired, and the derivation that joins them."""
        about, nodes = self.pack.about, self.assessment.derivation_graph.nodes
        pack = {"system": "urn:hipexpert:pack", "value": f"{about.id}@{about.version} {self.pack.content_hash}"}
        rules = [
            {"identifier": {"system": system(self.pack, "rule"), "value": each.id.removeprefix("rule:")}, "display": each.label}
            for each in nodes
            if each.kind == "rule"
        ]
        made_of = [
            {"role": "source", "what": {"reference": answers}},
            {"role": "source", "what": {"identifier": pack, "display": about.title}},
        ]
        how = [{"role": "derivation", "what": {"reference": derivation, "display": "how each conclusion was reached"}}]
        return {
            "resourceType": "Provenance",
            "target": [{"reference": each} for each in concluded],
            "occurredDateTime": self._moment(),
            "recorded": self._moment(),
            "activity": concept("Inference by rules, each step checked anew"),
            "agent": [{"type": concept("Assembler", {"system": AGENT, "code": "assembler"}), "who": {"reference": device}}],
            "entity": [*made_of, *how, *({"role": "derivation", "what": each} for each in rules)],
        }


def _rationale(ranked: Ranked) -> str:
    parts = (("For", [each.says for each in ranked.for_]), ("Against", [each.says for each in ranked.against]))
    said = [f"{word}: {'; '.join(dict.fromkeys(reasons))}." for word, reasons in parts if reasons]
    return " ".join([*said, *([ranked.calmer] if ranked.calmer else [])])
