"""What mkdocs.yml may not say, since it would lead MkDocs past this program.

In: the settings as they are written. Out: problems. Every file of the site belongs to a page, or
comes from `docs/` or `templates/`: what else MkDocs and its plugins can write, nobody here knows
of, and processes that build at the same time would write it over each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from guidebook.problems import FieldPath, Places, Problem, quote
from guidebook.project_files import DOCS
from guidebook.strict_yaml import Document, Value
from guidebook.web_addresses import find_address_faults

PLUGINS = ("i18n", "guidebook")
"""The plugins that a site is built with."""
_LEADS_OUT = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def find_settings_faults(document: Document) -> Iterator[Problem]:
    """Yield a problem for each setting that leads MkDocs elsewhere."""
    settings, places = document.value, document.places
    if not isinstance(settings, dict):
        return
    if "INHERIT" in settings:
        advice = "Write the settings of that file in mkdocs.yml, and delete the line."
        message = "settings of another file would not be read by all parts of this program."
        yield Problem(places.key(("INHERIT",)), "inherited-settings", message, advice)
    folder = settings.get("docs_dir") or DOCS
    if not isinstance(folder, str) or PurePosixPath(folder) != PurePosixPath(DOCS):
        said = quote(folder) if isinstance(folder, str) else "this"
        message = f"{said} is not the folder that pages are read from."
        advice = f"Delete the line, and keep hand-written pages in {DOCS}/."
        yield Problem(places.value(("docs_dir",)), "unusable-setting", message, advice)
    theme = settings.get("theme")
    yield from _more_templates(settings, ("extra_templates",), places)
    yield from _more_templates(theme, ("theme", "static_templates"), places)
    yield from _navigation_faults(settings.get("nav"), ("nav",), places, "")
    for name, path, options in _plugins(settings.get("plugins")):
        if name not in PLUGINS:
            yield _other_plugin(name, path, places)
        yield from _language_faults(options, path, places)


def is_outside(target: str) -> bool:
    """Return True when an item of the navigation leads out of the site."""
    return _LEADS_OUT.match(target) is not None


def _more_templates(settings: Value | None, path: FieldPath, places: Places) -> Iterator[Problem]:
    name = str(path[-1])
    if isinstance(settings, dict) and settings.get(name):
        message = f"files of {quote(name)} would belong to no page that is known here."
        advice = f"Delete the line. What is published as it is stands in {DOCS}/."
        yield Problem(places.key(path), "unusable-setting", message, advice)


def _plugins(plugins: Value | None) -> Iterator[tuple[str, FieldPath, Value]]:
    """Yield name, path and options of each plugin, in both ways of writing them."""
    for index, plugin in enumerate(plugins if isinstance(plugins, list) else ()):
        if isinstance(plugin, str):
            yield plugin, ("plugins", index), ""
        elif isinstance(plugin, dict):
            for name, options in plugin.items():
                yield name, ("plugins", index, name), options
    for name, options in plugins.items() if isinstance(plugins, dict) else ():
        yield name, ("plugins", name), options


def _language_faults(options: Value, path: FieldPath, places: Places) -> Iterator[Problem]:
    """Yield what the languages of a plugin may not have for themselves."""
    languages = options.get("languages") if isinstance(options, dict) else None
    for number, language in enumerate(languages if isinstance(languages, list) else ()):
        if isinstance(language, dict) and "nav" in language:
            message = "a language cannot have a navigation of its own."
            advice = "Delete the line. Titles in this language stand under 'nav_translations'."
            place = places.key((*path, "languages", number, "nav"))
            yield Problem(place, "unusable-setting", message, advice)


def _other_plugin(name: str, path: FieldPath, places: Places) -> Problem:
    if name.rpartition("/")[2] == "search":  # Material has one of its own
        message = f"the plugin {quote(name)} is not needed: every site has a search."
        return Problem(places.key(path), "unknown-plugin", message, "Delete the line.")
    message = f"what the plugin {quote(name)} writes would belong to no page that is known here."
    advice = f"Delete it. The plugins of a site are {PLUGINS[0]} and {PLUGINS[1]}."
    return Problem(places.key(path), "unknown-plugin", message, advice)


def _navigation_faults(
    items: Value | None, path: FieldPath, places: Places, group: str
) -> Iterator[Problem]:
    """Yield what is wrong with the items at the top of the navigation, or with those of a group."""
    for at, title, inner in _items(items, path):
        if isinstance(inner, str) and inner:
            yield from _outside_faults(title, inner, at, places) if is_outside(inner) else ()
        elif not inner:
            message = f"the group {quote(title)} has no pages."
            yield Problem(places.key(at), "empty-group", message, "Name some, or delete the line.")
        elif group:
            message = f"the group {quote(title)} stands in the group {quote(group)}."
            advice = f"Write one level of groups: move its pages up, or the group out of '{group}'."
            yield Problem(places.key(at), "nested-group", message, advice)
        else:
            yield from _navigation_faults(inner, at, places, title)


def _items(items: Value | None, path: FieldPath) -> Iterator[tuple[FieldPath, str, Value]]:
    """Yield path, title and what it leads to of each item; MkDocs takes a mapping for a list."""
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield from (((*path, index, title), title, inner) for title, inner in item.items())
        else:
            yield (*path, index), "", item
    if isinstance(items, dict):
        yield from (((*path, title), title, inner) for title, inner in items.items())


def _outside_faults(title: str, target: str, path: FieldPath, places: Places) -> Iterator[Problem]:
    for rule, fault, advice in find_address_faults(target):
        message = f"the address {quote(target)} {fault}."
        yield Problem(places.value(path), rule, message, advice)
    if not title:
        message = f"the link {quote(target)} has no title."
        advice = "Write one before it, for example 'Source code: https://example.org/'."
        yield Problem(places.value(path), "untitled-link", message, advice)
