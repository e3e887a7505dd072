"""Interface words: what the site itself says in each language.

In: `templates/words/<locale>.yml`. Out: `Words`, which gives a word, a counted word in the right
plural form, a date or a list as the language writes it (CLDR, through Babel).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from guidebook.catalogue import WordValue
from guidebook.problems import Location, Places, Problem
from guidebook.project_reader import ProjectReader
from guidebook.strict_yaml import Value

if TYPE_CHECKING:
    from babel import Locale as BabelLocale

PLURAL_CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def words_path(locale: str) -> str:
    """Return the file of a language's interface words."""
    return f"templates/words/{locale}.yml"


def load_words(
    root: Path, locale: str, reader: ProjectReader | None = None
) -> tuple[dict[str, WordValue], list[Problem], Places]:
    """Return a language's words by key (`status.draft` for nested ones), problems and places."""
    path = words_path(locale)
    reader = reader or ProjectReader(root)
    if not (root / path).is_file():
        problem = Problem(
            Location(path),
            "missing-file",
            f"there are no interface words for the language '{locale}'.",
            "Copy the file of another language and translate it.",
        )
        return {}, [problem], Places(path)
    document = reader.read_yaml(path)
    problems = list(document.problems)
    words: dict[str, WordValue] = {}
    if document.value is not None and not isinstance(document.value, dict):
        problems.append(
            Problem(
                document.places.value(), "wrong-type", "words are missing.", "Write 'key: word'."
            )
        )
    elif document.value is not None:
        _collect("", document.value, words)
    return words, problems, document.places


def _collect(prefix: str, value: Value, words: dict[str, WordValue]) -> None:
    if isinstance(value, dict) and "other" in value and value.keys() <= PLURAL_CATEGORIES:
        words[prefix] = {category: str(form) for category, form in value.items()}
    elif isinstance(value, dict):
        for key, inner in value.items():
            _collect(f"{prefix}.{key}" if prefix else key, inner, words)
    elif isinstance(value, str):
        words[prefix] = value


def placeholders(value: WordValue) -> set[str]:
    """Return the names in braces that a word holds."""
    forms = [value] if isinstance(value, str) else list(value.values())
    return {name for form in forms for name in PLACEHOLDER.findall(form)}


@lru_cache(maxsize=64)
def _babel(locale: str) -> BabelLocale:
    from babel import Locale as BabelLocale

    return BabelLocale.parse(locale, sep="-")


@lru_cache(maxsize=2**12)
def _number(locale: str, value: int) -> str:
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=_babel(locale)))


@lru_cache(maxsize=2**12)
def _date(locale: str, day: date, pattern: str) -> str:
    from babel.dates import format_date

    return str(format_date(day, format=pattern, locale=_babel(locale)))


@dataclass(frozen=True)
class Words:
    """The interface words of one language; where one is missing, the source language's."""

    locale: str
    words: Mapping[str, WordValue]
    fallback: Mapping[str, WordValue]

    def __call__(self, key: str, **values: object) -> str:
        """Return a word with its placeholders filled; a number chooses the plural form by `n`."""
        value = self.words.get(key) or self.fallback[key]
        if isinstance(value, str):
            form = value
        else:
            number = values.get("n", 0)
            if not isinstance(number, int):
                raise TypeError(f"'n' of the word '{key}' must be a whole number")
            category = self.babel.plural_form(number)
            form = value.get(category) or value["other"]
        if not values:
            return form
        shown = {name: self._show(part) for name, part in values.items()}
        return PLACEHOLDER.sub(lambda match: shown.get(match[1], match[0]), form)

    def pattern(self, key: str) -> str:
        """Return a word with its placeholders as they are, for programs that fill them later."""
        value = self.words.get(key) or self.fallback[key]
        return value if isinstance(value, str) else value["other"]

    def forms(self, key: str) -> WordValue:
        """Return a word as it is, or its forms by plural category, for programs that count."""
        return self.words.get(key) or self.fallback[key]

    def _show(self, value: object) -> str:
        if isinstance(value, date):
            return self.date(value)
        if isinstance(value, int):
            return self.number(value)
        return str(value)

    @property
    def babel(self) -> BabelLocale:
        """Return the language's rules for plurals, dates and lists."""
        return _babel(self.locale)

    def number(self, value: int) -> str:
        """Return a whole number as the language writes it, for example `4 325`."""
        return _number(self.locale, value)

    def date(self, day: date) -> str:
        """Return a day as the language writes it, for example `23. november 2026`.

        The word `date_format` is a CLDR pattern, since one language can have several customs.
        """
        return _date(self.locale, day, self("date_format"))

    def list(self, items: Sequence[str]) -> str:
        """Return items as the language joins them, for example `a, b and c`."""
        from babel.lists import format_list

        return str(format_list(list(items), locale=self.babel))

    def country(self, code: str) -> str:
        """Return a country's name, for example `Estonia` for `EE`."""
        return str(self.babel.territories.get(code, code))

    def language(self, tag: str) -> str:
        """Return a language's name in this language, for example `Estonian` for `et`."""
        names = self.babel.languages
        language, *parts = tag.split("-")
        found = names.get(tag.replace("-", "_"))
        if found is None and language in names:
            shown = [self.babel.territories.get(p) or self.babel.scripts.get(p, p) for p in parts]
            found = f"{names[language]} ({', '.join(shown)})"
        return str(found or tag)


def text_direction(tag: str) -> Literal["ltr", "rtl"]:
    """Return in which direction a language is written; left to right where nobody knows."""
    from babel import UnknownLocaleError

    try:
        return "rtl" if _babel(tag).text_direction == "rtl" else "ltr"
    except (ValueError, UnknownLocaleError):
        return "ltr"
