"""What mkdocs.yml may not say, since it would lead MkDocs past this program.

In: the settings as they are written. Out: problems. Every file of the site belongs to a page, or
comes from `docs/` or `templates/`: what else MkDocs and its plugins can write, nobody here knows
of, and processes that build at the same time would write it over each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from guidebook.problems import FieldPath, Places, Problem, quote
from guidebook.project_files import DOCS
from guidebook.strict_yaml import Document, Value

PLUGINS = ("i18n", "guidebook")
"""The plugins that a site is built with."""


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
    for name, path, options in _plugins(settings.get("plugins")):
        if name not in PLUGINS:
            yield _other_plugin(name, path, places)
        languages = options.get("languages") if isinstance(options, dict) else None
        for number, language in enumerate(languages if isinstance(languages, list) else ()):
            if isinstance(language, dict) and "nav" in language:
                message = "a language cannot have a navigation of its own."
                advice = "Delete the line. Titles in this language stand under 'nav_translations'."
                place = places.key((*path, "languages", number, "nav"))
                yield Problem(place, "unusable-setting", message, advice)


def _more_templates(settings: Value | None, path: FieldPath, places: Places) -> Iterator[Problem]:
    name = str(path[-1])
    if isinstance(settings, dict) and settings.get(name):
        message = f"files of {quote(name)} would belong to no page that is known here."
        advice = f"Delete the line. What is published as it is stands in {DOCS}/."
        yield Problem(places.key(path), "unusable-setting", message, advice)


def _plugins(plugins: Value | None) -> Iterator[tuple[str, FieldPath, Value | None]]:
    """Yield name, path and options of each plugin, in both ways of writing them."""
    for index, plugin in enumerate(plugins if isinstance(plugins, list) else ()):
        if isinstance(plugin, str):
            yield plugin, ("plugins", index), None
        elif isinstance(plugin, dict):
            yield from ((name, ("plugins", index, name), plugin[name]) for name in plugin)
    if isinstance(plugins, dict):
        yield from ((name, ("plugins", name), plugins[name]) for name in plugins)


def _other_plugin(name: str, path: FieldPath, places: Places) -> Problem:
    if name.rpartition("/")[2] == "search":  # Material has one of its own
        message = f"the plugin {quote(name)} is not needed: every site has a search."
        return Problem(places.key(path), "unknown-plugin", message, "Delete the line.")
    message = f"what the plugin {quote(name)} writes would belong to no page that is known here."
    advice = f"Delete it. The plugins of a site are {PLUGINS[0]} and {PLUGINS[1]}."
    return Problem(places.key(path), "unknown-plugin", message, advice)
