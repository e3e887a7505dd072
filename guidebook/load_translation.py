"""One translated file of `guidelines/` -> its texts and state.

In: the document of the file. Out: a `Translation` and everything that is wrong with its form, or a
`LateTranslations` that loads files when they are first asked for: most commands look at few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from guidebook.catalogue import Translation
from guidebook.field_types import ID_PATTERN
from guidebook.freshness import TextField, text_fields
from guidebook.model import Entry, Frozen, Reference, Site, Study, Term, TermFacts
from guidebook.plain_translation import PlainTexts, read_plain_texts
from guidebook.problems import Problem, quote
from guidebook.project_files import STUDIES, ProjectFile
from guidebook.project_reader import ProjectReader
from guidebook.shapes import build_model, build_texts, split_state
from guidebook.strict_yaml import Document


@dataclass
class LoadedTranslation:
    """What one file says, and what is wrong with its form."""

    translation: Translation | None = None
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    """Parts that could not be read, as `Catalogue.broken` names them."""
    term_facts: dict[tuple[str, str], TermFacts] = field(default_factory=dict)
    """By locale and term id."""


class LateTranslations(Mapping[tuple[str, str], Translation]):
    """Translations by path of the source file and locale, each loaded when it is asked for."""

    def __init__(
        self,
        translations: Mapping[tuple[str, str], Translation | ProjectFile],
        reader: ProjectReader,
    ) -> None:
        """Give translations, or the files of those that are known to have no problem."""
        self._translations = dict(translations)
        self._reader = reader

    def __getitem__(self, key: tuple[str, str]) -> Translation:
        found = self._translations[key]
        if not isinstance(found, Translation):
            document = self._reader.read_yaml(found.path, locale=found.locale)
            loaded = load_translation(document, found).translation
            assert loaded is not None, found.path
            found = self._translations[key] = loaded
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._translations

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._translations)

    def __len__(self) -> int:
        return len(self._translations)


def load_translation(document: Document, file: ProjectFile) -> LoadedTranslation:
    """Return what a translated file says; its YAML's own problems stand in the document."""
    loaded = LoadedTranslation()
    document, state, problems = split_state(document)
    loaded.problems += problems
    if document.value is not None and state is not None:
        found = _load_texts(document, file, loaded)
        if found is not None:
            loaded.translation = Translation(
                file.source_path, file.locale, file.path, found.texts, state, found.yaml_paths
            )
    return loaded


def _load_texts(
    document: Document, file: ProjectFile, loaded: LoadedTranslation
) -> PlainTexts | None:
    """Return the texts of a translation, or None when its shape is not that of its source."""
    model = _model_of(file)
    fields: list[TextField] = []
    if model in (Reference, Term):
        keys, problems = require_ids(document)
        loaded.problems += problems
        for key in keys:
            fields += _load_part(document, model, file.locale, key, loaded)
    else:
        plain = read_plain_texts(document.value, model)
        if plain is not None:
            return plain
        shape, problems = build_texts(document, model)
        loaded.problems += problems
        if shape is None:
            return None
        fields += text_fields(shape)
    return PlainTexts(
        {field.name: field.text for field in fields},
        {field.name: field.yaml_path for field in fields},
    )


def _load_part(
    document: Document, model: type[Frozen], locale: str, key: str, loaded: LoadedTranslation
) -> Iterable[TextField]:
    """Return the texts under one id of a translated glossary or bibliography."""
    value = document.value[key] if isinstance(document.value, dict) else {}
    if model is Term and isinstance(value, dict):
        names = TermFacts.model_fields.keys()
        facts = {name: part for name, part in value.items() if name in names}
        rest = {name: part for name, part in value.items() if name not in names}
        facts_document = Document({key: facts}, document.places, ())
        found, problems = build_model(facts_document, TermFacts, at=(key,))
        loaded.problems += problems
        if found is not None:
            loaded.term_facts[locale, key] = found
        document = Document({key: rest}, document.places, ())
    shape, problems = build_texts(document, model, at=(key,))
    loaded.problems += problems
    if shape is None:
        loaded.broken.add(f"{document.places.path}:{key}")
    return text_fields({key: shape}) if shape else ()


def require_ids(document: Document) -> tuple[list[str], list[Problem]]:
    """Return the top-level keys of a file that must be a mapping of ids."""
    if document.value is None:
        return [], []
    if not isinstance(document.value, dict):
        return [], [
            Problem(
                document.places.value(),
                "wrong-type",
                "the file must hold ids.",
                "Begin each part with its id and a colon, and indent its fields by two spaces.",
            )
        ]
    problems = []
    keys = []
    for key in document.value:
        if re.fullmatch(ID_PATTERN, key):
            keys.append(key)
        else:
            problems.append(
                Problem(
                    document.places.key((key,)),
                    "bad-id",
                    f"{quote(key)} cannot be an id.",
                    "Write small letters a to z, digits and single hyphens.",
                )
            )
    return keys, problems


def _model_of(file: ProjectFile) -> type[Frozen]:
    if file.folder == STUDIES:
        return Study
    if file.folder:
        return Entry
    models: dict[str, type[Frozen]] = {"site": Site, "references": Reference, "glossary": Term}
    return models[file.stem]
