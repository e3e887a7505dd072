"""JSON Schemas of the content files: what an editor's program knows of them while one types.

In: the content model. Out: a schema for each kind of file and of translation, with the words that
explain each field. The words are those that stand below the fields in `model`, and the sentences
for mistakes those of `shapes`: nothing is written twice.

The schemas are draft 07, which YAML editors know best, and hold no references, because those hide
what stands beside them. `x-names` says of what a text is the id, `x-error` which sentence of
`shapes` tells a mistake. Programs that do not know them pass them by.
"""

from __future__ import annotations

import ast
import inspect
import json
import typing
from collections.abc import Iterator, Mapping
from enum import EnumType
from functools import cache
from itertools import pairwise
from typing import Any

from guidebook import model
from guidebook.field_types import ID_PATTERN
from guidebook.model import Entry, Frozen, Reference, Site, Study, Term, TermFacts, TranslationState
from guidebook.shapes import SENTENCES, text_shape

DRAFT = "http://json-schema.org/draft-07/schema#"
Schema = dict[str, Any]

_ONE_EACH: Mapping[str, type[Frozen]] = {"entry": Entry, "study": Study, "site": Site}
"""Kinds of file that hold one object."""
_BY_ID: Mapping[str, type[Frozen]] = {"references": Reference, "glossary": Term}
"""Kinds of file that hold objects by their id."""


@cache
def content_schemas() -> Mapping[str, Schema]:
    """Return the schema of each kind of file by its name, for example `entry-translation`."""
    schemas: dict[str, Schema] = {}
    for name, kind in _ONE_EACH.items():
        source = _source_schema(kind)
        schemas[name] = source
        schemas[f"{name}-translation"] = _with_state(_translated(source, text_shape(kind)))
    for name, kind in _BY_ID.items():
        part = _source_schema(kind)
        schemas[name] = {
            "type": "object",
            "description": f"{part['description']} Each stands under an id of its own.",
            "propertyNames": {"pattern": ID_PATTERN, "x-error": "bad_id"},
            "additionalProperties": part,
        }
        translated = _translated(part, text_shape(kind))
        if kind is Term:
            translated["properties"] |= _source_schema(TermFacts)["properties"]
        whole = {"type": "object", "properties": {}, "description": part["description"]}
        schemas[f"{name}-translation"] = _with_state(whole, others=translated)
    return {
        name: {"$schema": DRAFT, "title": _title(name), **_with_messages(schema)}
        for name, schema in sorted(schemas.items())
    }


def as_json(schema: Schema) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _with_state(schema: Schema, others: Schema | None = None) -> Schema:
    """Return the schema of a translation's texts together with its state.

    `others` is the schema of every part whose key is an id.
    """
    state = _source_schema(TranslationState)
    return {
        "type": "object",
        "description": f"A translation. {schema['description']}",
        "properties": {**schema["properties"], **state["properties"]},
        "required": ["review"],
        "additionalProperties": False if others is None else others,
    }


def _source_schema(kind: type[Frozen]) -> Schema:
    """Return the schema of a model with the words that explain it."""
    schema = kind.model_json_schema()
    return _explained(schema, kind, schema.pop("$defs", {}))


def _explained(schema: Schema, kind: type[Frozen], definitions: Mapping[str, Schema]) -> Schema:
    """Return the schema of an object with titles and descriptions, all references put in."""
    parts = {part.__name__: part for part in _parts(kind)}
    texts = _texts_below(kind.__name__)
    hidden = {name for name, info in kind.model_fields.items() if info.exclude}
    properties = {
        name: {
            "title": _title(name),
            "description": texts[name],
            **_field(value, parts, definitions, keep_description=False),
        }
        for name, value in schema["properties"].items()
        if name not in hidden
    }
    required = [name for name in schema.get("required", ()) if name not in hidden]
    return {
        "type": "object",
        "description": inspect.cleandoc(kind.__doc__ or ""),
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _field(
    schema: Schema,
    parts: Mapping[str, type[Frozen]],
    definitions: Mapping[str, Schema],
    *,
    keep_description: bool = True,
) -> Schema:
    """Return the schema of a value, without what an author cannot write: nothing, and defaults."""
    schema = {key: value for key, value in schema.items() if key not in ("default", "title")}
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in parts:
            return _choice(definitions[name], name)
        explained = _explained(definitions[name], parts[name], definitions)
        return {
            key: value
            for key, value in explained.items()
            if keep_description or key != "description"
        }
    if "anyOf" in schema:
        options = [_field(option, parts, definitions) for option in schema.pop("anyOf")]
        options = [option for option in options if option.get("type") != "null"]
        return {**schema, **(options[0] if len(options) == 1 else {"anyOf": options})}
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            schema[key] = _field(schema[key], parts, definitions)
    if schema.get("type") == "string" and "enum" not in schema and "const" not in schema:
        return {"minLength": 1, **schema}
    return schema


def _choice(definition: Schema, name: str) -> Schema:
    """Return the schema of one of a few words, each with what it means."""
    options = definition["enum"]
    texts = _texts_below(name)
    by_value = {option.value: texts[option.name] for option in _ENUMS[name]}  # type: ignore[var-annotated]
    return {
        "type": "string",
        "enum": options,
        "enumDescriptions": [by_value[option] for option in options],
    }


def _translated(schema: Schema, shape: type[Frozen]) -> Schema:
    """Return the part of a schema that a translation has: texts, which may be empty, and ids."""
    properties: Schema = {}
    for name, info in shape.model_fields.items():
        field = dict(schema["properties"][name])
        inner = next(_shapes_in(info.annotation), None)
        if inner is None:
            if name != shape.KEY:
                field["type"] = ["string", "null"]
                field.pop("minLength", None)
        elif field["type"] == "array":
            field.pop("minItems", None)
            field["items"] = _translated(field["items"], inner)
        else:
            field |= _translated(field, inner)
        properties[name] = field
    return {
        "type": "object",
        "description": schema["description"],
        "properties": properties,
        **({"required": [shape.KEY]} if shape.KEY else {}),
        "additionalProperties": False,
    }


def _with_messages(value: Any) -> Any:
    """Return a schema in which every shape has the sentence for a mistake, as VS Code shows it."""
    if isinstance(value, list):
        return [_with_messages(item) for item in value]
    if not isinstance(value, dict):
        return value
    result = {key: _with_messages(item) for key, item in value.items()}
    if "pattern" in value and "x-error" in value:
        result["patternErrorMessage"] = SENTENCES[value["x-error"]][2]
    return result


def _title(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ")
    return words[0].upper() + words[1:]


def _shapes_in(annotation: object) -> Iterator[type[Frozen]]:
    if isinstance(annotation, type) and issubclass(annotation, Frozen):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _shapes_in(argument)


@cache
def _parts(kind: type[Frozen]) -> tuple[type[Frozen], ...]:
    """Return a model and all models in it."""
    inner = (shape for info in kind.model_fields.values() for shape in _shapes_in(info.annotation))
    return (kind, *(part for shape in inner for part in _parts(shape)))


def _enums_in(annotation: object) -> Iterator[EnumType]:
    if isinstance(annotation, EnumType):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _enums_in(argument)


_ENUMS: Mapping[str, EnumType] = {
    enum.__name__: enum
    for kind in (*_ONE_EACH.values(), *_BY_ID.values(), TermFacts, TranslationState)
    for part in _parts(kind)
    for info in part.model_fields.values()
    for enum in _enums_in(info.annotation)
}
"""The models' choices by name."""


@cache
def _classes() -> Mapping[str, ast.ClassDef]:
    """Return the classes of the model as they are written, by name."""
    tree = ast.parse(inspect.getsource(model))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


@cache
def _texts_below(name: str) -> Mapping[str, str]:
    """Return the text that stands below each name of a class, as it reads on one line."""
    texts: dict[str, str] = {}
    for statement, below in pairwise(_classes()[name].body):
        if not (isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)):
            continue
        target = (
            statement.target
            if isinstance(statement, ast.AnnAssign)
            else statement.targets[0]
            if isinstance(statement, ast.Assign)
            else None
        )
        if isinstance(target, ast.Name):
            texts[target.id] = " ".join(str(below.value.value).split())
    return texts
