"""The JSON Schema of rule checks: the unit tests of a rule base."""

from hipexpert.knowledge.cases.cases import UrgencyRange
from hipexpert.knowledge.cases.rule_checks import RawCheck
from hipexpert.knowledge.packs.ladder import LEVELS
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.program import made_premises
from hipexpert.knowledge.schemas.from_types import Schema, described, document, one_of, schema_of
from hipexpert.knowledge.schemas.grammar import grammar
from hipexpert.knowledge.schemas.intake import intake_definitions
from hipexpert.knowledge.schemas.meanings import meanings_of


def checks_schema(pack: Pack, named: bool) -> Schema:
    """The schema of a file of rule checks in the vocabulary of a pack; when ``named`` also with the ids of its rules,
    conditions, patterns and advice.
    """
    made: dict[str, Schema] = schema_of(RawCheck)["$defs"]
    check, told = made.pop("RawCheck"), meanings_of("RawCheck")
    rules = {each.id: each.title for each in pack.active_rules} | dict.fromkeys(
        made_premises(pack), "Made of the screen, or of `safe_when`."
    )
    check |= {
        "title": "Check",
        "properties": {key: described(told[key], each) for key, each in check["properties"].items()},
        "anyOf": [{"required": [key]} for key in ("fires", "silent", "then")],
        "dependentRequired": {"urgency": ["fires"]},
    }
    if named:
        check["properties"]["rule"] = described(told["rule"], one_of(rules))
    levels = schema_of(UrgencyRange)["$defs"]["UrgencyRange"]
    levels["properties"] = {key: described(meanings_of("Expected")[key], each) for key, each in levels["properties"].items()}
    definitions = {
        "check": check,
        "range": {"anyOf": [{"enum": list(LEVELS)}, {**levels, "additionalProperties": False}]},
        **intake_definitions(pack),
        **grammar(pack if named else None),
    }
    content = {
        "type": "object",
        "properties": {
            "checks": {"type": "array", "items": {"$ref": "#/$defs/check"}},
            "notes": {"description": "What the file is about."},
        },
        "required": ["checks"],
        "additionalProperties": False,
        "$defs": definitions,
    }
    text = f"Checks of single rules, in the vocabulary of the pack `{pack.about.id}`; `hipexpert test` runs them."
    return document("checks", f"Rule checks: {pack.about.title}", text, content)
