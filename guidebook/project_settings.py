"""What mkdocs.yml says that this package needs: languages, addresses and navigation titles.

In: the project's folder and the environment variable SITE_URL, which overrides `site_url`. Out:
`ProjectSettings` and problems. MkDocs itself is not needed to read them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from guidebook.catalogue import Locale, NavTitle, Settings
from guidebook.kept import Kept
from guidebook.problems import FieldPath, Location, Places, Problem, quote
from guidebook.project_reader import ProjectReader
from guidebook.settings_faults import find_settings_faults
from guidebook.shapes import build_model
from guidebook.strict_yaml import Document, Value
from guidebook.web_addresses import find_address_faults

PATH = "mkdocs.yml"
DEFAULT_SITE_URL = "https://example.org/"


@dataclass(frozen=True)
class ProjectSettings:
    """The part of mkdocs.yml that pages and checks depend on."""

    locales: tuple[Locale, ...]
    """The source locale first, then in the order of mkdocs.yml."""
    settings: Settings
    site_url: str
    """Ends in a slash."""
    nav_titles: tuple[NavTitle, ...]
    nav_paths: frozenset[str]
    """The pages that the navigation names."""
    lead_to: tuple[str, ...]
    """Files and folders that pages depend on because they are named here: hooks and theme."""
    places: Places


def load_settings(reader: ProjectReader) -> tuple[ProjectSettings | None, list[Problem]]:
    """Return the settings, or None when mkdocs.yml cannot be used, with all problems."""
    document = reader.read_yaml(PATH, comments_anywhere=True)
    problems = list(document.problems)
    if document.value is not None and not isinstance(document.value, dict):
        advice = "Write the settings of MkDocs as 'key: value' lines."
        problems.append(
            Problem(Location(PATH), "wrong-type", "the file holds no settings.", advice)
        )
    if not isinstance(document.value, dict) or problems:
        return None, problems
    settings, found = _read_settings(reader, document, document.value)
    return settings, [*found, *find_settings_faults(document)]


def _read_settings(
    reader: ProjectReader, document: Document, written: dict[str, Value]
) -> tuple[ProjectSettings | None, list[Problem]]:
    """Return what the settings say, or None where languages or our own options are wrong."""
    problems: list[Problem] = []
    plugins = written.get("plugins")
    options = _plugin_options(plugins if isinstance(plugins, list) else [])
    languages_path = (*options.get("i18n", ((), ""))[0], "languages")
    languages = _at(written, languages_path)
    locales = list(_read_locales(languages, languages_path, document.places, problems, reader.kept))
    if locales and sum(locale.is_source for locale in locales) != 1:
        problems.append(
            Problem(
                document.places.key(languages_path),
                "no-source-language",
                "not exactly one language has 'default: true'.",
                "Write 'default: true' for the language of the source texts, and for no other.",
            )
        )
    settings = Settings()
    if "guidebook" in options:
        path, value = options["guidebook"]
        if value:
            built, found = build_model(_without_empty(document, path), Settings, at=path)
            problems += found
            settings = built or settings
    if problems or not locales:
        if not problems:
            problems.append(
                Problem(
                    Location(PATH),
                    "missing-field",
                    "no language is named.",
                    "Name the languages under plugins, i18n, languages; one with 'default: true'.",
                )
            )
        return None, problems
    written_url = written.get("site_url")
    url = os.environ.get("SITE_URL") or (written_url if isinstance(written_url, str) else "")
    for rule, fault, advice in find_address_faults(url) if url else ():
        place = document.places.value(("site_url",))
        message = f"the address of the site, {quote(url)}, {fault}."
        problems.append(Problem(place, rule, message, advice))
    for number, folder in enumerate(settings.font_folders):
        if not (reader.root / folder).is_dir() or Path(folder).is_absolute():
            place = document.places.value((*options["guidebook"][0], "font_folders", number))
            message = f"there is no folder {quote(folder)} in the project."
            advice = "Write the path of a folder in the project that holds fonts."
            problems.append(Problem(place, "missing-file", message, advice))
    nav = written.get("nav")
    nav_titles = tuple(_nav_titles(nav, ("nav",), languages))
    return (
        ProjectSettings(
            tuple(sorted(locales, key=lambda locale: not locale.is_source)),
            settings,
            (url or DEFAULT_SITE_URL).rstrip("/") + "/",
            nav_titles,
            frozenset(_nav_paths(nav)),
            tuple(_leads_to(written)),
            document.places,
        ),
        problems,
    )


def _plugin_options(plugins: list[Value]) -> dict[str, tuple[FieldPath, Value]]:
    """Return each plugin's options with the path to them."""
    found: dict[str, tuple[FieldPath, Value]] = {}
    for index, plugin in enumerate(plugins):
        if isinstance(plugin, dict):
            for name, value in plugin.items():
                found[name] = (("plugins", index, name), value)
    return found


def _at(value: Value, path: FieldPath) -> Value:
    for part in path:
        if isinstance(value, dict) and isinstance(part, str):
            value = value.get(part, "")
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return ""
    return value


def _without_empty(document: Document, path: FieldPath) -> Document:
    """Return the document with the options at a path that have a value; empty means unset."""
    options = _at(document.value or "", path)
    kept: Value = (
        {key: value for key, value in options.items() if value != ""}
        if isinstance(options, dict)
        else options
    )
    for part in reversed(path):
        kept = {part: kept} if isinstance(part, str) else [""] * part + [kept]
    return Document(kept, document.places, ())


def _read_locales(
    languages: Value, path: FieldPath, places: Places, problems: list[Problem], kept: Kept
) -> Iterator[Locale]:
    for index, language in enumerate(languages if isinstance(languages, list) else []):
        if not isinstance(language, dict) or _is_off(language):
            continue
        tag = str(language.get("locale", ""))
        direction = _direction(tag, kept)
        if direction is None:
            problems.append(
                Problem(
                    places.value((*path, index, "locale")),
                    "unknown-language",
                    f"{quote(tag)} is not a language that dates and plurals are known for.",
                    "Write a BCP 47 tag, for example et, pt-BR or nb.",
                )
            )
            continue
        name = str(language.get("name") or tag)
        yield Locale(tag, name, direction, is_source=language.get("default") == "true")


def _direction(tag: str, kept: Kept) -> Literal["ltr", "rtl"] | None:
    """Return in which direction a language is written, or None when it is unknown (CLDR)."""
    known = kept.get("direction", tag)
    if known is not None:
        return "rtl" if known == "rtl" else "ltr"
    from babel import Locale as BabelLocale
    from babel import UnknownLocaleError

    try:
        found = BabelLocale.parse(tag, sep="-").text_direction
    except (ValueError, UnknownLocaleError):
        return None
    kept.put(found, "direction", tag)
    return "rtl" if found == "rtl" else "ltr"


def _is_off(language: dict[str, Value]) -> bool:
    """Return True for a language that MkDocs does not build (YAML 1.1 has many words for no)."""
    return str(language.get("build", "")).lower() in ("false", "no", "off")


def _nav_titles(nav: Value | None, path: FieldPath, languages: Value) -> Iterator[NavTitle]:
    """Yield the titles of the navigation with the languages that have no translation of them."""
    for index, item in enumerate(nav if isinstance(nav, list) else []):
        if not isinstance(item, dict):
            continue
        for title, inner in item.items():
            missing = [
                str(language.get("locale"))
                for language in (languages if isinstance(languages, list) else [])
                if isinstance(language, dict)
                and language.get("default") != "true"
                and not _is_off(language)
                and not _has_title(language.get("nav_translations"), title)
            ]
            yield NavTitle(title, (*path, index, title), tuple(missing))
            yield from _nav_titles(inner, (*path, index, title), languages)


def _nav_paths(nav: Value | None) -> Iterator[str]:
    """Yield the pages that the navigation names, with a title or without."""
    if isinstance(nav, str):
        yield nav
    elif nav:
        for inner in nav.values() if isinstance(nav, dict) else nav:
            yield from _nav_paths(inner)


def _leads_to(settings: dict[str, Value]) -> Iterator[str]:
    """Yield the hooks, and the folder of the theme."""
    hooks, theme = settings.get("hooks"), settings.get("theme")
    folder = theme.get("custom_dir") if isinstance(theme, dict) else None
    for path in (*(hooks if isinstance(hooks, list) else []), folder):
        if isinstance(path, str) and path:
            yield path


def _has_title(translations: Value | None, title: str) -> bool:
    return isinstance(translations, dict) and bool(translations.get(title))
