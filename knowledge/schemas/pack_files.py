"""The JSON Schemas of the files of a pack: of any pack, or with the names of one.

They say what one file can show. What only shows across files (an id used twice, a rule that rests on weighing) loading
says.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple, get_args

from msgspec import Struct

from hipexpert.knowledge.packs.checking import ICD10CM, OTHER_REGIONS
from hipexpert.knowledge.packs.claims import EXPECTED, RawClaim
from hipexpert.knowledge.packs.conversation import ConversationItem
from hipexpert.knowledge.packs.exercises import Exercise
from hipexpert.knowledge.packs.governance import Hazard, NotFollowed, Suppression
from hipexpert.knowledge.packs.ladder import LEVELS
from hipexpert.knowledge.packs.pack import About, Advice, Condition, Pack, Pattern
from hipexpert.knowledge.packs.parsing import RawConstraint, RawRule, WeighedBand
from hipexpert.knowledge.packs.phrases import Phrasing
from hipexpert.knowledge.packs.pictures import Discriminating, Picture
from hipexpert.knowledge.packs.programmes import RawProgramme
from hipexpert.knowledge.packs.screen import RawScreenItem
from hipexpert.knowledge.packs.signing import Signature
from hipexpert.knowledge.packs.sourced import Source
from hipexpert.knowledge.packs.texts import Texts
from hipexpert.knowledge.packs.translations import Translated
from hipexpert.knowledge.packs.vocabulary import Choices, FindingGroup, Number
from hipexpert.knowledge.packs.weighing import Prior
from hipexpert.knowledge.schemas.from_types import Schema, described, document, one_of, schema_of
from hipexpert.knowledge.schemas.grammar import grammar, session_grammar
from hipexpert.knowledge.schemas.meanings import meanings


class FileKind(NamedTuple):
    """One kind of file: where it lies in a pack, what it is, its type, and whether that is of the items of a list (under the
    name of the kind).
    """

    files: str
    title: str
    type: type[Struct]
    listed: bool = True


KINDS: Mapping[str, FileKind] = {
    "pack": FileKind("pack.yaml", "What a pack is, its words for urgency and its weights", About, listed=False),
    "findings": FileKind("findings/*.yaml", "A group of findings: what can be asked", FindingGroup, listed=False),
    "conditions": FileKind("conditions/*.yaml", "Conditions and contributing factors", Condition),
    "discriminating": FileKind("discriminating.yaml", "What tells conditions apart, and how often each answer is given", Discriminating),
    "pictures": FileKind("pictures/*.yaml", "Pictures: how often people with a condition give each answer", Picture),
    "patterns": FileKind("patterns.yaml", "Patterns: intermediate conclusions", Pattern),
    "rules": FileKind("rules/**/*.yaml", "Rules: a premise, its conclusions, and why", RawRule),
    "constraints": FileKind("constraints.yaml", "Constraints: answers that cannot all be true", RawConstraint),
    "sources": FileKind("sources.yaml", "The bibliography", Source),
    "advice": FileKind("advice/*.yaml", "What a runner may be told", Advice),
    "not_followed": FileKind("not_followed/*.yaml", "Claims of sources that the pack does not follow", NotFollowed),
    "words": FileKind("words/*.yaml", "How people say findings in their own words", Phrasing),
    "screen": FileKind("screen.yaml", "The screen: what must be answered before anything calm is said", RawScreenItem),
    "interview": FileKind("interview.yaml", "The interview: in which order it asks, and what in one line", ConversationItem),
    "claims": FileKind("claims.yaml", "Safety claims, proved for every runner", RawClaim),
    "programmes": FileKind("programmes/*.yaml", "Programmes: ways back to running, session by session", RawProgramme),
    "exercises": FileKind("exercises.yaml", "Exercises, each with a drawing", Exercise),
    "translations": FileKind("translations/*/*.yaml", "Translations: texts of the pack in another language", Translated),
    "texts": FileKind("texts.yaml", "The words of the field of a pack, where a program says something of its own", Texts, listed=False),
    "hazards": FileKind("hazards.yaml", "The hazard log", Hazard),
    "signatures": FileKind("signatures.yaml", "Who reviewed what of the pack, as `hipexpert review sign` writes it", Signature),
    "suppressions": FileKind("suppressions.yaml", "What the audit finds and the authors accept", Suppression),
}
_SUPPORTED = {"contains": {"properties": {"stance": {"const": "support"}}}}  # as a source without the key does


def pack_file_schema(name: str, pack: Pack | None = None) -> Schema:
    """The schema of one kind of file; with a pack every name in it must be one of the pack's names."""
    kind = KINDS[name]
    made = schema_of(kind.type)
    definitions: dict[str, Schema] = made["$defs"]
    _tighten(definitions)
    if pack is not None:
        _name(definitions, pack)
    _describe(definitions)
    if "#/$defs/premise" in str(definitions):
        definitions |= grammar(pack)
    if "#/$defs/session_premise" in str(definitions):
        definitions |= session_grammar()
    own = kind.type.__name__
    definitions[own]["title"] = own.removeprefix("Raw")
    content: Schema = {"$ref": f"#/$defs/{own}", "$defs": definitions}
    if kind.listed:
        items: Schema = {"type": "array", "items": {"$ref": f"#/$defs/{own}"}}
        file: Schema = {"type": "object", "properties": {name: items}, "required": [name], "additionalProperties": False}
        content = {**file, "$defs": definitions}
    whose = f"of the pack `{pack.about.id}`, with its names" if pack else "of any pack"
    return document(name, kind.title, f"{kind.files} {whose}.", content)


def _tighten(definitions: Mapping[str, Schema]) -> None:
    """What loading checks beyond the types, as far as one file shows it."""

    def field(struct: str, key: str) -> dict[str, Any]:
        found: dict[str, Any] = definitions.get(struct, {"properties": {}})["properties"].get(key, {})
        return found

    field("About", "urgency")["required"] = list(LEVELS)
    field("Weighing", "priors")["required"] = list(get_args(Prior))
    field("Weighing", "bands")["required"] = list(get_args(WeighedBand))
    field("Condition", "icd10cm")["pattern"] = f"^({ICD10CM.pattern})?$"
    for struct in ("RawRule", "Condition", "Advice", "RawScreenItem", "RawProgramme", "RawDecision", "Exercise"):
        field(struct, "sources").update(_SUPPORTED)
    field("Hazard", "rules")["minItems"] = 1
    if "Choices" in definitions:
        denied = {"required": ["denies"], "properties": {"denies": {"minLength": 1}}}
        field("Choices", "values")["items"] = {"$ref": "#/$defs/Value", **denied}
    if "Condition" in definitions:
        weighed: Schema = {"required": ["prior"], "properties": {"prior": {"not": {"type": "null"}}}}
        a_kind = {"required": ["part_of"], "properties": {"part_of": {"minLength": 1}}}
        is_condition = {"required": ["kind"], "properties": {"kind": {"const": "condition"}}, "not": a_kind}
        unweighed = {"properties": {"prior": {"type": "null"}}}
        definitions["Condition"] |= {"if": is_condition, "then": weighed, "else": unweighed}
    if "RawClaim" in definitions:
        never = {"not": {"anyOf": [{"required": [key]} for key in ("when", *EXPECTED)]}}
        claims = {"anyOf": [{"required": [key]} for key in EXPECTED]}
        definitions["RawClaim"] |= {"if": {"required": ["never"]}, "then": never, "else": claims}
    if "Advice" in definitions:
        phased = {"required": ["phase"], "properties": {"phase": {"type": "integer"}}}
        returning = {"properties": {"category": {"const": "return_to_running"}}}
        definitions["Advice"] |= {"if": phased, "then": returning}


def _name(definitions: Mapping[str, Schema], pack: Pack) -> None:
    """Put the names of a pack where its files name something."""
    choices = [finding for finding in pack.findings.values() if isinstance(finding, Choices)]
    sites = {value.id: value.label for finding in choices for value in finding.values} | dict.fromkeys(sorted(OTHER_REGIONS), "")
    advice = {each.id: each.title for each in pack.advice}
    asked = {each.id: each.question for each in pack.findings.values() if not isinstance(each, Number)}
    returning = {each.id: each.title for each in pack.advice if each.category == "return_to_running"}
    told_apart = {each.finding: pack.findings[each.finding].question for each in pack.discriminating}
    named = {
        ("Citation", "ref"): one_of({each.id: each.title for each in pack.sources}),
        ("Condition", "regions"): {"type": "array", "items": one_of(sites)},
        ("Advice", "regions"): {"type": "array", "items": one_of(sites)},
        ("Hazard", "rules"): {"type": "array", "items": one_of({each.id: each.title for each in pack.active_rules}), "minItems": 1},
        ("Exercise", "advice"): {"type": "array", "items": one_of(advice), "minItems": 1},
        ("RawClaim", "never_given"): {"type": "array", "items": one_of(advice)},
        ("RawScreenItem", "ask"): one_of(asked),
        ("RawProgramme", "entry"): one_of(returning),
        ("RawPhase", "advice"): one_of(returning | {"": "words of its own"}),
        ("Discriminating", "finding"): one_of({each.id: each.question for each in pack.findings.values()}),
        ("Picture", "id"): one_of({each.id: each.name for each in pack.conditions if each.prior is not None}),
        ("PictureRow", "finding"): one_of(told_apart),
        ("NoInformation", "findings"): {"type": "array", "items": one_of(told_apart), "minItems": 1},
        ("NotFollowed", "instead"): one_of(advice | {each.id: each.title for each in pack.rules} | {"": "nothing"}),
        ("About", "group_synonyms"): {
            "type": "object",
            "propertyNames": one_of({group.group: group.title for group in pack.groups}),
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    }
    for (struct, key), content in named.items():
        if struct in definitions:
            definitions[struct]["properties"][key] = content


def _describe(definitions: Mapping[str, Schema]) -> None:
    """Say of each key what it is for."""
    for struct, fields in meanings().items():
        for key, text in fields.items() if struct in definitions else ():
            properties = definitions[struct]["properties"]
            properties[key] = described(text, properties[key])
