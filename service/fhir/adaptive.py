"""The interview as an adaptive form (Structured Data Capture, `$next-question`): a response comes in, and goes out with more to answer.

All that an interview is stands in the response: the questionnaire in it says what was asked, one group for each step, and its answers
what was said. So nothing is kept, and an answer can be changed at any time.
"""

import re
from collections.abc import Iterator

from hipexpert.embedding import Engine
from hipexpert.engine import Problem
from hipexpert.knowledge import Intake
from hipexpert.knowledge.interview.interview import Interview, Step
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.packs.vocabulary import Choices
from hipexpert.service.fhir.questionnaire import items_of, noticed
from hipexpert.service.fhir.reading import FhirError, bad, parts, read_fhir
from hipexpert.service.fhir.terms import SDC, Json, canonical
from hipexpert.service.fhir_mapping import FhirMapping

MOST_STEPS = 200
CONTAINED, RESULT = "asked", "result"
ASKED = re.compile(r"step\.[1-9]\d{0,3}", re.ASCII)


def fhir_next_question(engine: Engine, response: object = None) -> Json:
    """The response with what to ask next in its contained Questionnaire; with the status ``completed`` when nothing is left to ask.

    ``response`` is what was given the last time, with answers; or a QuestionnaireResponse to the questionnaire of the pack, which may
    have answers already; or nothing. A question that comes back without an answer is passed over, and stays unknown. Raises
    :class:`hipexpert.FhirError`.
    """
    response = {"resourceType": "QuestionnaireResponse", "status": "in-progress"} if response is None else response
    if not isinstance(response, dict):
        raise bad("a QuestionnaireResponse is needed", ())
    if not str(response.get("questionnaire", "")).startswith("#"):
        read_fhir(response, engine.pack, FhirMapping())  # which refuses what answers something else
        response = {**response, "contained": [*_others(response), _begun(engine)], "questionnaire": f"#{CONTAINED}"}
    form, at = _contained(response)
    _check(form, at, engine)
    groups = [each for each, _at in parts(form, "item", at) if each.get("linkId") != RESULT]
    if len(groups) > MOST_STEPS:
        raise bad(f"an interview has no more than {MOST_STEPS} steps", (*at, "item"))
    asked = [_asked_in(group, (*at, "item", number), engine) for number, group in enumerate(groups)]
    now = _interview(engine, read_fhir(response, engine.pack, FhirMapping()), groups, asked)
    question = now.question
    numbers = [int(str(group["linkId"]).partition(".")[2]) for group in groups]
    added = [_told(now)] if question is None else [_group(question, max(numbers, default=0) + 1, engine)]
    made = {**form, "item": [*groups, *added]}
    others = [each for each, _at in parts(response, "contained", ()) if each is not form]
    return {**response, "contained": [made, *others], "status": "in-progress" if question else "completed"}


def _contained(response: Json) -> tuple[Json, tuple[str | int, ...]]:
    name = str(response.get("questionnaire", "")).removeprefix("#")
    for each, at in parts(response, "contained", ()):
        if each.get("resourceType") == "Questionnaire" and each.get("id") == name:
            return each, at
    raise bad("a contained Questionnaire is needed, which `questionnaire` names (`#asked`)", ("contained",))


def _check(form: Json, at: tuple[str | int, ...], engine: Engine) -> None:
    """The form must be derived from the questionnaire of this pack, of its version or of none."""
    url, version = canonical(engine.pack), engine.pack.about.version
    derived = form.get("derivedFrom")
    if not {url, f"{url}|{version}"} & set(map(str, derived if isinstance(derived, list) else ())):
        message = f"the contained Questionnaire is not derived from `{url}|{version}`"
        raise FhirError([Problem("other-pack", message, "".join(f"/{each}" for each in (*at, "derivedFrom")))])


def _asked_in(group: Json, at: tuple[str | int, ...], engine: Engine) -> tuple[str, ...]:
    """The findings that a group asks about."""
    if not ASKED.fullmatch(str(group.get("linkId"))):
        raise bad("a group `step.1`, `step.2` and so on is needed, as `$next-question` made it", at)
    found = dict.fromkeys(link for each in _items(group, at) if (link := str(each.get("linkId"))) in engine.pack.findings)
    if not found:
        raise bad("it asks about no finding", at)
    return tuple(found)


def _items(holder: Json, at: tuple[str | int, ...]) -> Iterator[Json]:
    if len(at) > 12:
        raise bad("it is nested too deeply", at)
    for item, place in parts(holder, "item", at):
        yield item
        yield from _items(item, place)


def _interview(engine: Engine, said: Intake, groups: list[Json], asked: list[tuple[str, ...]]) -> Interview:
    steps = []
    answers, pack = dict(said.answers), engine.pack
    for group, names in zip(groups, asked, strict=True):
        told = {name: answers.pop(name) for name in names if name in answers}
        # Of what was asked as noticed, and not to be tried, only a yes counts.
        open_still = {str(each.get("linkId")) for each in _items(group, ()) if each.get("text") in pack.noticed.values()}
        here = {name: answer for name, answer in told.items() if answer is not False or name not in open_still}
        passed = tuple(name for name in names if name not in here)
        steps.append(Step(names, here, passed, items=len(group["item"])))
    return Interview(engine, Intake(answers, said.none_of), tuple(steps))


def _group(question: NextQuestion, number: int, engine: Engine) -> Json:
    """What is asked on one screen, as a group; lines that stand for several findings as groups in it."""
    pack, name = engine.pack, f"step.{number}"
    by_name = {each.finding: each for each in question.findings}

    def items(finding: str) -> list[Json]:
        asked, whole = by_name[finding], pack.findings[finding]
        if asked.noticed:
            return [noticed(asked)]
        return list(items_of(whole, pack, {value.id for value in asked.values} if isinstance(whole, Choices) else None))

    left = dict.fromkeys(question.ids)
    found: list[Json] = []
    for place, line in enumerate(question.lines, 1):
        of = [each for each in line.of if each in left]
        for each in of:
            del left[each]
        if len(of) > 1:
            inner = [item for each in of for item in items(each)]
            found.append({"linkId": f"{name}.{place}", "text": line.text, "type": "group", "item": inner})
        else:
            found += [item for each in of for item in items(each)]
    return {"linkId": name, "type": "group", "item": [*found, *(item for each in left for item in items(each))]}


def _told(now: Interview) -> Json:
    """What to do, at the end: to be read."""
    text = now.assessor.pack.level_text(now.level)
    return {"linkId": RESULT, "text": f"{text.title}. {text.action} {now.assessor.pack.about.disclaimer}", "type": "display"}


def _others(response: Json) -> list[Json]:
    return [each for each, _at in parts(response, "contained", ()) if each.get("id") != CONTAINED]


def _begun(engine: Engine) -> Json:
    """The questionnaire that an interview begins with."""
    pack = engine.pack
    return {
        "resourceType": "Questionnaire",
        "id": CONTAINED,
        "extension": [{"url": f"{SDC}/sdc-questionnaire-questionnaireAdaptive", "valueBoolean": True}],
        "derivedFrom": [f"{canonical(pack)}|{pack.about.version}"],
        "title": pack.about.title,
        "status": "active",
        "subjectType": ["Patient"],
    }
