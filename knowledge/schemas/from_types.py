"""A type as a JSON Schema: what msgspec makes of it, with what it leaves out."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from msgspec import inspect

from hipexpert.knowledge.schemas.documents import document_of

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def document(name: str, title: str, description: str, content: Schema) -> Schema:
    """A schema as a document of its own."""
    return {"$schema": DRAFT, "$id": f"urn:hipexpert:schema:{name}", "title": title, "description": description, **content}


def result_schema(name: str, title: str, kind: type[msgspec.Struct], version: str) -> Schema:
    """The schema of a result that says of itself, under ``schema``, of which kind and version it is."""
    content = schema_of(kind)
    content["$defs"][kind.__name__]["properties"]["schema"]["const"] = version
    return document(name, title, content["$defs"][kind.__name__]["description"], content)


def value_schema(name: str, title: str, kind: type[msgspec.Struct]) -> Schema:
    """The schema of a value that is a part of something else."""
    content = schema_of(kind)
    for asked in [each for each in content["$defs"].values() if {"type", "minimum", "maximum", "unit", "whole"} <= set(each["properties"])]:
        asked["if"] = {"properties": {"type": {"const": "number"}}}
        asked["then"] = {
            "properties": {"minimum": {"type": "number"}, "maximum": {"type": "number"}},
            "required": ["minimum", "maximum", "unit", "whole"],
        }
    return document(name, title, content["$defs"][kind.__name__]["description"], content)


def schema_of(kind: Any) -> Schema:
    """The schema of a type, its structs under ``$defs``."""
    structs = _structs(inspect.type_info(kind), {})
    for struct in structs:
        document_of(struct.cls)
    made: Schema = _plain(msgspec.json.schema(kind, schema_hook=_anything))
    for struct in structs:
        for each in struct.fields:
            if isinstance(each.type, inspect.DictType) and (words := _words(each.type.key_type)):
                _close(made["$defs"][struct.cls.__name__]["properties"][each.encode_name], words)
    return made


def one_of(names: Mapping[str, str]) -> Schema:
    """One of these words, each with what it means."""
    return {"enum": list(names), "enumDescriptions": list(names.values())} if names else {"enum": []}


def described(text: str, content: Schema) -> Schema:
    """A schema with this description instead of its own."""
    return {"description": text, **{key: value for key, value in content.items() if key != "description"}}


def any_case(words: Iterable[str]) -> Schema:
    """One of these words, in capital letters or small ones."""
    spelt = ("".join(f"[{char.upper()}{char}]" if char.isalpha() else re.escape(char) for char in word) for word in words)
    return {"type": "string", "pattern": f"^({'|'.join(spelt)})$"}


def _anything(kind: type) -> Schema:
    """What fits a value of which the types say nothing."""
    if kind is not object:
        raise NotImplementedError  # which is how msgspec is told that the hook knows no schema for a type
    return {"description": "anything"}


def _words(kind: inspect.Type) -> tuple[Any, ...]:
    """The words of which a value of a type must be one; none where it may be another."""
    if isinstance(kind, inspect.LiteralType):
        return kind.values
    parts = [_words(each) for each in kind.types] if isinstance(kind, inspect.UnionType) else []
    return tuple(word for part in parts for word in part) if all(parts) else ()


def _close(mapping: Schema, keys: Iterable[Any]) -> None:
    """Name the keys of a mapping, each with its value: msgspec leaves them open, or from 0.23 on names them beside the values."""
    value = mapping.pop("additionalProperties")
    mapping.pop("propertyNames", None)
    mapping["properties"] = {str(key): value for key in keys}
    mapping["additionalProperties"] = False


def _plain(made: Any) -> Any:
    """What msgspec made, with docstrings as plain text, dates that every validator checks, and ``null`` where it may stand."""
    if not isinstance(made, dict):
        return [_plain(each) for each in made] if isinstance(made, (list, tuple)) else made
    read = {key: _plain(value) for key, value in made.items()}
    if isinstance(read.get("description"), str):
        text = re.sub(r":\w+:`~?\.?([^`]+)`", r"`\1`", read["description"])
        read["description"] = " ".join(text.replace("``", "`").split())
    if read.get("format") == "date":
        read["pattern"] = r"^\d{4}-\d{2}-\d{2}$"
    if read.get("default", ...) is None:
        del read["default"]
        if "$ref" in read:
            read["anyOf"] = [{"$ref": read.pop("$ref")}, {"type": "null"}]
    return read


def _structs(info: inspect.Type, found: dict[type, inspect.StructType]) -> Iterable[inspect.StructType]:
    """Every struct type that a type is made of."""
    if isinstance(info, inspect.StructType):
        if info.cls in found:
            return found.values()
        found[info.cls] = info
        for each in info.fields:
            _structs(each.type, found)
    for name in ("item_type", "key_type", "value_type", "type"):
        part = getattr(info, name, None)
        if isinstance(part, inspect.Type):
            _structs(part, found)
    for name in ("item_types", "types"):
        for part in getattr(info, name, ()):
            _structs(part, found)
    return found.values()
