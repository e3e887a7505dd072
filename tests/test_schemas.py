"""The JSON Schemas for editors' programs: current, true to the content, explained to a person."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import jsonschema
import pytest
import yaml
from support import CASES, REPOSITORY

from guidebook.model import Entry
from guidebook.schemas import as_json, content_schemas
from guidebook.shapes import SENTENCES

FOLDER = REPOSITORY / "schemas"
SETTINGS = REPOSITORY / ".vscode" / "settings.json"
PROJECTS = (REPOSITORY, CASES / "base", REPOSITORY / "tests/projects/allotments")


class _CoreLoader(yaml.SafeLoader):
    """Reads YAML as editors' programs do: with the types of YAML 1.2's core schema."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", [*"tTfF"]),
    ("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", [*"-+0123456789"]),
    (
        "float",
        r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$",
        [*"-+.0123456789"],
    ),
    ("null", r"^(?:null|Null|NULL|~|)$", [*"nN~", ""]),
):
    _CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def _integer(_: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    """Return a whole number; a zero in front means nothing in YAML 1.2."""
    return int(node.value, 0 if node.value[:2] in ("0o", "0x") else 10)


_CoreLoader.add_constructor("tag:yaml.org,2002:int", _integer)


def read(text: str) -> Any:
    """Return what an editor's program makes of a YAML file."""
    return yaml.load(text, _CoreLoader)


def patterns() -> dict[str, list[str]]:
    """Return the patterns of files for each schema, as the settings of VS Code have them."""
    settings: dict[str, list[str]] = json.loads(SETTINGS.read_text())["yaml.schemas"]
    return {name.removeprefix("./schemas/"): globs for name, globs in settings.items()}


def fits(path: str, globs: list[str]) -> bool:
    """Return True when a file is meant by patterns, of which those with `!` take files out."""

    def matches(glob: str) -> bool:
        return re.fullmatch(re.escape(glob).replace(r"\*", "[^/]*"), path) is not None

    return any(matches(glob) for glob in globs if glob[0] != "!") and not any(
        matches(glob[1:]) for glob in globs if glob[0] == "!"
    )


def schema_of(path: str) -> str:
    """Return the one schema that belongs to a file."""
    (found,) = [name for name, globs in patterns().items() if fits(path, globs)]
    return found


def validator(name: str) -> jsonschema.Draft7Validator:
    """Return what checks a file by one of the schemas in the repository."""
    return jsonschema.Draft7Validator(json.loads((FOLDER / name).read_text(encoding="utf-8")))


def real_files() -> list[tuple[Path, str]]:
    """Return every content file of three projects with its path in the project."""
    return [
        (path, path.relative_to(root).as_posix())
        for root in PROJECTS
        for path in sorted((root / "guidelines").rglob("*.yml"))
    ]


def test_the_schemas_are_those_of_the_model(update_golden: bool) -> None:
    """The files in schemas/ are what the model gives today, no more and no fewer."""
    expected = {f"{name}.schema.json": as_json(part) for name, part in content_schemas().items()}
    if update_golden:
        for name, text in expected.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
    found = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert found == expected


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_every_schema_is_valid_and_used(name: str) -> None:
    """Each is a schema of its draft, and the settings of VS Code name files for it."""
    jsonschema.Draft7Validator.check_schema(json.loads((FOLDER / name).read_text(encoding="utf-8")))
    assert patterns()[name]
    assert len(patterns()) == len(list(FOLDER.iterdir()))


def test_every_real_file_passes() -> None:
    """No editor's program finds fault with a file that the checks accept."""
    found = [
        f"{path}: {error.json_path}: {error.message}"
        for path, name in real_files()
        for error in validator(schema_of(name)).iter_errors(read(path.read_text(encoding="utf-8")))
    ]
    assert found == []


BAD = {
    "unknown field": ("related:", "relatd:", "$"),
    "missing field": ("code: G1\n", "", "$"),
    "bad code": ("code: G1", "code: g1", "$.code"),
    "leading zero": ("code: G1", "code: G01", "$.code"),
    "bad status": ("status: draft", "status: done", "$.status"),
    "bad country": ("countries: [EE]", "countries: [ee]", "$.countries[0]"),
    "a word, no list": ("countries: [EE]", "countries: EE", "$.countries"),
    "a list, no word": ("topic: tools", "topic: [tools]", "$.topic"),
    "bad date": ("reviewed: 2026-11-20", "reviewed: 20.11.2026", "$.reviewed"),
    "empty field": ("topic: tools", "topic:", "$.topic"),
    "empty text": ("topic: tools", "topic: ''", "$.topic"),
    "bad action id": ("- id: write-list", "- id: Write list", "$.actions[0].id"),
    "action without words": (
        "    do: Hang the list on the door of the shed.\n",
        "",
        "$.actions[1]",
    ),
    "unknown field in an action": ("    detail: |-\n", "    detial: |-\n", "$.actions[0]"),
    "two lines": ("title: Share tools by", 'title: "Share\\ntools"\nbad: by', "$.title"),
    "too long": ("title: Share", f"title: {'x' * 401} Share", "$.title"),
    "need without reason": ("    because: A shed needs land to stand on.\n", "", "$.needs[0]"),
    "a fact of the program": ("code: G1", "code: G1\nentry_id: share-tools", "$"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_guideline_fails_where_it_is_bad(case: str) -> None:
    """Each mistake of shape is found at its place."""
    old, new, place = BAD[case]
    text = (CASES / "base/guidelines/growers/share-tools.yml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    errors = validator("entry.schema.json").iter_errors(read(text.replace(old, new)))
    assert place in [error.json_path for error in errors]


BAD_FILES = {
    "a fact in a translation": ("entry-translation", "review: machine\ncode: G1\n"),
    "a country in a translation": (
        "entry-translation",
        "review: draft\nexamples:\n  - id: a\n    country: EE\n",
    ),
    "a translation without its state": ("entry-translation", "title: Jaga tööriistu\n"),
    "an unknown state of review": ("site-translation", "review: done\n"),
    "a translated action without id": ("entry-translation", "review: draft\nactions:\n  - do: x\n"),
    "a work of no kind": (
        "references",
        "a-b: {title: A, by: B, kind: book, checked: primary, checked_on: 2026-01-01}\n",
    ),
    "a work from before print": (
        "references",
        "a-b: {title: A, by: B, kind: law, year: 12, checked: primary, checked_on: 2026-01-01}\n",
    ),
    "an id with capitals": ("glossary", "Rain: {term: rain, definition: Water.}\n"),
    "a term without meaning": ("glossary", "rain: {term: rain}\n"),
    "a translated term with a fact": ("glossary-translation", "review: draft\nrain: {kind: x}\n"),
    "nobody took part": ("study", "participants: 0\n"),
    "a site without topics": ("site", "topics: []\n"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_bad_files_of_other_kinds_fail(case: str) -> None:
    """Each kind of file has mistakes of its own that are found."""
    name, text = BAD_FILES[case]
    assert not validator(f"{name}.schema.json").is_valid(read(text))


def fields(schema: dict[str, Any], path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every field of a schema with the way to it."""
    for name, field in schema.get("properties", {}).items():
        yield f"{path}.{name}", field
        yield from fields(field, f"{path}.{name}")
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from fields(schema[key], f"{path}.*")


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_every_field_is_explained(name: str) -> None:
    """Each field has a title and a sentence, each choice says what each of its words means."""
    schema = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    for path, field in fields(schema):
        assert field["title"], path
        assert re.fullmatch(r"[A-Z`].*\.", field["description"]), path
        if "enumDescriptions" in field:
            assert len(field["enumDescriptions"]) == len(field["enum"]), path
        if "x-error" in field:
            assert field["patternErrorMessage"] == SENTENCES[field["x-error"]][2], path
        assert "$ref" not in json.dumps(field)
        assert "null" not in json.dumps(field.get("anyOf", "")), path


def test_a_schema_has_every_field_that_an_author_writes() -> None:
    """What `load` takes from a file's name is in no schema, all else is."""
    schema = content_schemas()["entry"]
    written = {name for name, info in Entry.model_fields.items() if not info.exclude}
    assert schema["properties"].keys() == written


def test_vs_code_asks_nobody_outside() -> None:
    """The settings fetch no schemas from elsewhere and send no reports."""
    settings = json.loads(SETTINGS.read_text())
    assert settings["yaml.schemaStore.enable"] is False
    assert settings["redhat.telemetry.enabled"] is False
    wanted = json.loads((REPOSITORY / ".vscode/extensions.json").read_text())
    assert wanted == {"recommendations": ["redhat.vscode-yaml"]}
