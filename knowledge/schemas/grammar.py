"""Premises and conclusions as JSON Schemas: of any pack, or with the names of one."""

from collections.abc import Mapping, Sequence

import msgspec

from hipexpert.knowledge.packs.conclusions import EVIDENCE_KEYS, KINDS
from hipexpert.knowledge.packs.ladder import LEVELS
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import BOUNDS, ESTABLISHED
from hipexpert.knowledge.packs.programmes import SESSION
from hipexpert.knowledge.packs.vocabulary import Choices, Finding, Id, Number, RuleId, YesNo
from hipexpert.knowledge.packs.weighing import Strength
from hipexpert.knowledge.schemas.from_types import Schema, described, one_of
from hipexpert.knowledge.schemas.meanings import meanings_of

JOINING = ("all", "any", "at_least")
_ANY_ID = msgspec.json.schema(Id)
_ANY_RULE_ID = msgspec.json.schema(RuleId)


def grammar(pack: Pack | None) -> Schema:
    """The ``$defs`` of premises and conclusions; with a pack every name must be one of its names."""
    premises = meanings_of("Premise")
    return {
        "premise": {
            "description": "A premise: a mapping with exactly one key. `absent` means that the runner said no; unasked is neither.",
            **_one_key(
                {
                    **_findings(pack, "premise"),
                    **{key: described(premises[key], _joined(key)) for key in JOINING},
                    **{key: described(premises[key], _names(pack, key)) for key in ESTABLISHED},
                },
                pack,
                "about_a_finding",
                (),
            ),
        },
        "exception": {
            "description": meanings_of("Conclusion")["unless"],
            **_one_key(
                {**_findings(pack, "exception"), "any": {"type": "array", "items": {"$ref": "#/$defs/exception"}, "minItems": 1}},
                pack,
                "has_a_value",
                [*JOINING, *ESTABLISHED],
            ),
        },
        **({} if pack else {"about_a_finding": _about_a_finding(), "has_a_value": _has_a_value()}),
        "comparison": _comparison(),
        "conclusions": {
            "description": "What holds once the premise does: a list of conclusions.",
            "type": "array",
            "items": {"$ref": "#/$defs/conclusion"},
            "minItems": 1,
        },
        "conclusion": _conclusion(pack),
    }


def session_grammar() -> Schema:
    """The ``$defs`` of the premises of programmes, which speak of a session and of nothing else."""
    joining = meanings_of("Premise")
    parts: dict[str, Schema] = {each.id: {"description": each.question, **_said_of(each, "premise")} for each in SESSION.values()}
    parts |= {key: described(joining[key], _joined(key, "session_premise")) for key in JOINING}
    return {
        "session_premise": {
            "description": "A premise about a session: a mapping with exactly one key.",
            "type": "object",
            "properties": parts,
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
        "comparison": _comparison(),
    }


def conditions_of(pack: Pack, kind: str = "condition") -> dict[str, str]:
    """The names of the conditions of a kind by id."""
    return {each.id: each.name for each in pack.conditions if each.kind == kind}


def _one_key(properties: Mapping[str, Schema], pack: Pack | None, any_finding: str, words: Sequence[str]) -> Schema:
    """A mapping with one of these keys; of any pack also with one that may be a finding and is none of the words."""
    others: Schema = {"additionalProperties": False}
    if pack is None:
        allowed = {**_ANY_ID, "not": {"enum": [word for word in words if word not in properties]}} if words else _ANY_ID
        others = {"propertyNames": allowed, "additionalProperties": {"$ref": f"#/$defs/{any_finding}"}}
    return {"type": "object", "properties": dict(properties), **others, "minProperties": 1, "maxProperties": 1}


def _joined(key: str, part: str = "premise") -> Schema:
    parts: Schema = {"type": "array", "items": {"$ref": f"#/$defs/{part}"}, "minItems": 1}
    if key != "at_least":
        return parts
    count = {"description": "How many of them must hold: a whole number from 1 to the length of the list.", "type": "integer", "minimum": 1}
    return {"type": "object", "properties": {"count": count, "of": parts}, "required": ["count", "of"], "additionalProperties": False}


def _names(pack: Pack | None, kind: str) -> Schema:
    """What a conclusion of a kind may be called, in a premise or a conclusion."""
    if kind == "urgency":
        return {"enum": list(LEVELS)}
    if pack is None:
        return dict(_ANY_RULE_ID if kind in ("advise", "avoid") else _ANY_ID)
    if kind == "pattern":
        return one_of({each.id: each.name for each in pack.patterns})
    if kind in ("contributing", "contributes"):
        return one_of(conditions_of(pack, "contributing_factor"))
    if kind in ("advise", "avoid"):
        return one_of({each.id: each.title for each in pack.advice})
    return one_of(conditions_of(pack))


def _findings(pack: Pack | None, where: str) -> Schema:
    """The findings of a pack, each with what a premise or an exception may say of it."""
    found = pack.findings.values() if pack else ()
    return {
        each.id: {"description": each.question, **_said_of(each, where)}
        for each in found
        if where == "premise" or not isinstance(each, Number)
    }


def _said_of(finding: Finding, where: str) -> Schema:
    if isinstance(finding, YesNo):
        return {"enum": [True, "absent"], "enumDescriptions": [finding.present, finding.absent]}
    if isinstance(finding, Number):
        return {"$ref": "#/$defs/comparison"}
    value = one_of({each.id: each.label for each in finding.values})
    several: list[Schema] = [value, {"type": "array", "items": value, "minItems": 1}]
    if isinstance(finding, Choices) and where == "premise":
        several.append(_object({"absent": described("The runner denied this value.", value)}))
    return {"anyOf": several}


def _about_a_finding() -> Schema:
    """What a premise may say of a finding whose type is not known."""
    denied = _object({"absent": described("The runner denied this value.", _ANY_ID)})
    return {"anyOf": [{"$ref": "#/$defs/has_a_value"}, denied, {"$ref": "#/$defs/comparison"}]}


def _has_a_value() -> Schema:
    """A value of a finding whose type is not known: yes, no, a word, or one of several words."""
    return {"anyOf": [{"const": True}, _ANY_ID, {"type": "array", "items": _ANY_ID, "minItems": 1}]}


def _comparison() -> Schema:
    words: dict[str, Schema] = {word: {"description": f"The number is {sign} this.", "type": "number"} for word, sign in BOUNDS.items()}
    ends = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    words["between"] = {"description": "The number lies between these two; both ends count.", **ends}
    return {
        "description": "A number compared with a bound.",
        "type": "object",
        "properties": words,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }


def _object(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _conclusion(pack: Pack | None) -> Schema:
    evidence: Schema = {
        "strength": {"enum": list(pack.about.weighing.strengths)} if pack else msgspec.json.schema(Strength),
        "lr": {"type": "number", "exclusiveMinimum": 0},
        "group": {"type": "string"},
        "unless": {"$ref": "#/$defs/exception"},
    }
    kinds = {kind: _names(pack, kind) for kind in KINDS}
    told = meanings_of("Conclusion")
    tag = one_of(dict.fromkeys(sorted({tag for each in pack.advice for tag in each.tags}), "")) if pack else dict(_ANY_ID)
    kinds["avoid"] = {"anyOf": [kinds["avoid"], _object({"all": described("A tag: all advice that carries it.", tag)})]}
    return {
        "description": f"A conclusion: a mapping with one of {', '.join(KINDS)}.",
        "type": "object",
        "properties": {key: described(told[key], each) for key, each in {**kinds, **evidence}.items()},
        "additionalProperties": False,
        "oneOf": [{"required": [kind]} for kind in KINDS],
        "allOf": [
            _if("supports", {"oneOf": _either("strength", "lr"), "properties": {"lr": {"exclusiveMinimum": 1}}}),
            _if("opposes", {"oneOf": _either("strength", "lr"), "properties": {"lr": {"exclusiveMaximum": 1}}}),
        ],
        "dependentSchemas": {key: {"anyOf": _either("supports", "opposes")} for key in sorted(EVIDENCE_KEYS)},
    }


def _either(*keys: str) -> list[Schema]:
    return [{"required": [key]} for key in keys]


def _if(key: str, then: Schema) -> Schema:
    return {"if": {"required": [key]}, "then": then}
