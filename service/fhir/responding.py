"""Answers as a QuestionnaireResponse: :func:`fhir_response`."""

from collections.abc import Iterator, Mapping

from hipexpert.knowledge import Intake, Pack
from hipexpert.knowledge.packs.checked import sound
from hipexpert.knowledge.packs.vocabulary import Finding, Number, YesNo
from hipexpert.knowledge.runner.reading_intake import read_intake
from hipexpert.service.fhir.questionnaire import fhir_questionnaire
from hipexpert.service.fhir.terms import NO, YES, Json, canonical, system, without_empty
from hipexpert.service.fhir_mapping import NONE_OF, NOT


def fhir_response(intake: Intake, pack: Pack, *, subject: str = "", authored: str = "") -> Json:
    """Answers, as :meth:`hipexpert.Engine.read` gives them, as a FHIR R4 QuestionnaireResponse to the questionnaire of their pack.

    ``subject`` is a reference such as ``Patient/p1``, ``authored`` a FHIR date. What is unknown is left out: :func:`hipexpert.read_fhir`
    reads the same intake again. An intake or a pack that was made by hand is read first: raises :class:`hipexpert.IntakeError` and
    :class:`hipexpert.PackError`.
    """
    pack = sound(pack)
    intake = read_intake(intake, pack)
    said = dict(_answers(intake, pack))
    items = list(answered(fhir_questionnaire(pack)["item"], said))
    known = set(_links(items))
    others = [{"linkId": name, "answer": answers} for name, answers in said.items() if name not in known]  # of tests that no form holds
    about = {"reference": subject} if subject else {}
    told = {"questionnaire": f"{canonical(pack)}|{pack.about.version}", "status": "completed", "subject": about, "authored": authored}
    return without_empty({"resourceType": "QuestionnaireResponse", **told, "item": [*items, *others]})


def answered(items: list[Json], said: Mapping[str, list[Json]]) -> Iterator[Json]:
    """The items of a response to those of a questionnaire: the questions that are answered, in the groups that they stand in."""
    for item in items:
        inner = list(answered(item.get("item", []), said))
        link = item["linkId"]
        if link in said or inner:
            yield without_empty({"linkId": link, "text": item.get("text"), "answer": said.get(link), "item": inner})


def _links(items: list[Json]) -> Iterator[str]:
    for item in items:
        yield item["linkId"]
        yield from _links(item.get("item", []))


def _answers(intake: Intake, pack: Pack) -> Iterator[tuple[str, list[Json]]]:
    for name, answer in intake.answers.items():
        finding = pack.findings[name]
        if isinstance(answer, Mapping):
            for link, present in ((name, True), (f"{NOT}{name}", False)):
                codes = [_code(finding, each.id, pack) for each in finding.values if answer.get(each.id) is present]  # type: ignore[union-attr]
                if codes:
                    yield link, codes
        elif isinstance(finding, YesNo):
            yield name, [{"valueCoding": dict(YES if answer else NO)}]
        elif isinstance(finding, Number):
            yield name, [{"valueInteger": int(answer)} if finding.whole else {"valueDecimal": answer}]
        else:
            yield name, [_code(finding, str(answer), pack)]
    for group in intake.none_of:
        yield f"{NONE_OF}{group}", [{"valueBoolean": True}]


def _code(finding: Finding, value: str, pack: Pack) -> Json:
    labels = {each.id: each.label for each in getattr(finding, "values", ())}
    return {"valueCoding": {"system": system(pack, "finding", finding.id), "code": value, "display": labels[value]}}
