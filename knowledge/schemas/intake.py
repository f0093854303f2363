"""The JSON Schema of what a user answers: a mapping of findings to answers, or a case."""

import msgspec

from hipexpert.knowledge.cases.cases import CaseId, CaseKind, Expected, SecondReading
from hipexpert.knowledge.packs.answer_space import plain_answer
from hipexpert.knowledge.packs.pack import SCREEN, Pack
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, YesNo, allowed_answers
from hipexpert.knowledge.runner.reading_intake import CASE_KEYS
from hipexpert.knowledge.runner.reading_values import WORDS
from hipexpert.knowledge.schemas.from_types import Schema, any_case, described, document, one_of, schema_of
from hipexpert.knowledge.schemas.grammar import conditions_of
from hipexpert.knowledge.schemas.meanings import meanings_of

_WORDS = {answer: sorted(word for word in words if isinstance(word, str)) for answer, words in WORDS.items()}


def intake_schema(pack: Pack) -> Schema:
    """The schema of the answers about one runner, and of a case, in the vocabulary of a pack."""
    title = f"Answers of a runner: {pack.about.title}"
    text = f"A mapping of findings to answers, or a case, in the vocabulary of the pack `{pack.about.id}`."
    definitions = intake_definitions(pack)
    return document("intake", title, text, {**definitions.pop("story"), "$defs": definitions})


def compact_schema(pack: Pack) -> Schema:
    """The schema of the answers as a tool of a language model takes them: one way to give each answer, no references, nothing
    that only a clinician answers, and no text: the questions are asked one at a time.
    """
    text = "Only what the person said: leave out the rest, which is unknown. A list holds what is present."
    asked = [finding for finding in pack.findings.values() if pack.answered_by(finding.id) != "clinician"]
    properties: dict[str, Schema] = {finding.id: _plainly(finding) for finding in asked}
    return {"description": text, "type": "object", "properties": properties, "additionalProperties": False}


def _plainly(finding: Finding) -> Schema:
    match finding:
        case YesNo():
            return {"type": "boolean"}
        case Number():
            kind = "integer" if finding.whole else "number"
            return {"type": kind, "minimum": plain_answer(finding.minimum), "maximum": plain_answer(finding.maximum)}
        case Choice():
            return {"enum": [each.id for each in finding.values]}
        case Choices():
            return {"type": "array", "items": {"enum": [each.id for each in finding.values]}}


def intake_definitions(pack: Pack) -> dict[str, Schema]:
    """The ``$defs`` of what a runner says; ``story`` is the whole."""
    answers = _answers(pack)
    # A mapping with any key that only a case has is meant as one, though it becomes one with `findings:`.
    told = [key for key in CASE_KEYS if key == "findings" or key not in answers["properties"]]
    story = {
        "type": "object",
        "properties": {key: {"description": meanings_of("Case")[key]} for key in CASE_KEYS},
        "if": {"anyOf": [{"required": [key]} for key in told]},
        "then": {"$ref": "#/$defs/case"},
        "else": {"$ref": "#/$defs/answers"},
    }
    return {
        "story": story,
        "case": _case(),
        "answers": answers,
        "yes_or_no": _yes_or_no(),
        "unknown": _unknown(),
        "groups": _groups(pack),
        **_expected(pack),
    }


def _case() -> Schema:
    typed: Schema = {
        "id": msgspec.json.schema(CaseId),
        "title": {"type": "string"},
        "kind": msgspec.json.schema(CaseKind),
        "findings": {"anyOf": [{"$ref": "#/$defs/answers"}, {"type": "null"}]},
        "none_of": {"$ref": "#/$defs/groups"},
        "expect": {"$ref": "#/$defs/Expected"},
        "second_reading": {"$ref": "#/$defs/SecondReading"},
        "notes": {"type": "string"},
    }
    properties = {key: described(meanings_of("Case")[key], typed.get(key, {})) for key in CASE_KEYS}
    return {
        "type": "object",
        "properties": properties,
        "required": ["findings"],
        "additionalProperties": False,
        "dependentRequired": {"expect": ["id"]},
    }


def _answers(pack: Pack) -> Schema:
    properties = {finding.id: _finding(pack, finding) for finding in pack.findings.values()}
    properties.setdefault("none_of", {"description": meanings_of("Case")["none_of"], "$ref": "#/$defs/groups"})
    for name, title in _denied(pack).items():
        properties.setdefault(name, {"description": f"Denies what is not answered of: {title}", "const": "none"})
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _finding(pack: Pack, finding: Finding) -> Schema:
    by = {"runner": "", "self_test": " (a self-test)", "clinician": " (a clinician answers)"}[pack.answered_by(finding.id)]
    text = " ".join(filter(None, [f"{finding.question}{by}", finding.help, f"Takes {allowed_answers(finding)}."]))
    return {"description": text, **_answer(finding)}


def _answer(finding: Finding) -> Schema:
    unknown = {"$ref": "#/$defs/unknown"}
    match finding:
        case YesNo():
            return {"$ref": "#/$defs/yes_or_no"}
        case Number():
            kind = "integer" if finding.whole else "number"
            return {"anyOf": [{"type": kind, "minimum": plain_answer(finding.minimum), "maximum": plain_answer(finding.maximum)}, unknown]}
        case Choice():
            return {"anyOf": [_values(finding), unknown]}
        case Choices():
            value = _values(finding)
            each = {"$ref": "#/$defs/yes_or_no"}
            one_by_one = {
                "type": "object",
                "properties": {name.id: {"description": name.label, **each} for name in finding.values},
                "additionalProperties": False,
            }
            return {"anyOf": [{"type": "array", "items": value}, one_by_one, value, unknown]}


def _values(finding: Choice | Choices) -> Schema:
    return one_of({value.id: value.label for value in finding.values})


def _yes_or_no() -> Schema:
    words = [*_WORDS["yes"], *_WORDS["no"]]
    said = {answer: ", ".join(each) for answer, each in _WORDS.items()}
    text = f"Yes: {said['yes']}. No: {said['no']}. Not known: {said['unknown']}, or leave it out."
    return {"description": text, "anyOf": [{"enum": [True, False, *words]}, any_case(words), {"$ref": "#/$defs/unknown"}]}


def _unknown() -> Schema:
    return {
        "description": "The answer is not known; leaving the finding out says the same.",
        "anyOf": [{"enum": [*_WORDS["unknown"], None]}, any_case(_WORDS["unknown"])],
    }


def _groups(pack: Pack) -> Schema:
    name = one_of(_denied(pack))
    return {"description": meanings_of("Case")["none_of"], "anyOf": [{"type": "array", "items": name}, name, {"type": "null"}]}


def _denied(pack: Pack) -> dict[str, str]:
    """What each word that ``none_of`` takes denies, as a title."""
    titles = {group.group: group.title for group in pack.groups} | {SCREEN: "what must be answered before anything calm is said"}
    return {name: titles[group] for name, group in pack.denied_with.items()}


def _expected(pack: Pack) -> Schema:
    """What a case expects and what a second reader made of it, from their types; of the first only the urgency must be given."""
    second: Schema = schema_of(SecondReading)["$defs"]
    made: Schema = {**schema_of(Expected)["$defs"], **second}
    condition = one_of(conditions_of(pack))
    expected = made["Expected"]
    expected["required"] = ["urgency"]
    expected["properties"]["accepted"]["items"] = condition
    expected["properties"]["exact"] = {"type": "array", "items": condition}
    second["SecondReading"]["properties"]["conditions"]["items"] = one_of(conditions_of(pack) | conditions_of(pack, "contributing_factor"))
    for name, each in made.items():
        told = meanings_of("SecondReading" if name == "SecondReading" else "Expected")
        each["additionalProperties"] = False
        each["properties"] = {key: described(told[key], field) for key, field in each["properties"].items()}
    # Out of scope, or where nothing is the diagnosis itself, it may be what the pack has never heard of.
    out_of_scope = {"properties": {"in_scope": {"const": False}}, "required": ["in_scope", "accepted"]}
    unheard_of = {"properties": {"exact": {"maxItems": 0}}, "required": ["exact", "accepted"]}
    expected |= {
        "if": {"not": {"anyOf": [out_of_scope, unheard_of]}},
        "then": {"properties": {"diagnosis": {"anyOf": [condition, {"const": ""}]}}},
    }
    return made
