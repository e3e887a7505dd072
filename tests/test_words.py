"""Interface words: plural forms, dates and lists as each language has them."""

from datetime import date

import pytest

from guidebook.catalogue import WordValue
from guidebook.words import Words, placeholders

FALLBACK: dict[str, WordValue] = {"date_format": "d MMMM y", "only_here": "Only here"}
COUNTED: dict[str, WordValue] = {
    "n_pages": {"one": "{n} one", "two": "{n} two", "few": "{n} few", "other": "{n} other"}
}


@pytest.mark.parametrize(
    ("locale", "number", "shown"),
    [
        ("en", 1, "1 one"),
        ("en", 0, "0 other"),
        ("en", 1200, "1,200 other"),
        ("et", 1, "1 one"),
        ("ar", 2, "2 two"),
        ("lt", 3, "3 few"),
        ("uk", 22, "22 few"),
        ("de", 1200, "1.200 other"),
    ],
)
def test_a_number_chooses_the_plural_form(locale: str, number: int, shown: str) -> None:
    """The form of a counted word is the one CLDR names for the number and language."""
    assert Words(locale, COUNTED, FALLBACK)("n_pages", n=number) == shown


@pytest.mark.parametrize(
    ("locale", "shown"),
    [("en", "3 February 2026"), ("et", "3 veebruar 2026"), ("de", "3 Februar 2026")],
)
def test_a_date_is_written_in_words(locale: str, shown: str) -> None:
    """A date has the month's name in the language and the order of `date_format`."""
    assert Words(locale, {}, FALLBACK).date(date(2026, 2, 3)) == shown


def test_a_list_is_joined_as_the_language_does() -> None:
    """The last item is joined with the language's word for 'and'."""
    assert Words("et", {}, FALLBACK).list(["a", "b", "c"]) == "a, b ja c"
    assert Words("en", {}, FALLBACK).list(["a", "b"]) == "a and b"


def test_a_missing_word_is_the_source_languages() -> None:
    """A word that a language lacks is shown in the source language."""
    assert Words("et", {}, FALLBACK)("only_here") == "Only here"


def test_names_of_countries_and_languages_are_translated() -> None:
    """Codes of countries and languages are shown as names."""
    words = Words("et", {}, FALLBACK)
    assert (words.country("EE"), words.country("EU"), words.language("fi")) == (
        "Eesti",
        "Euroopa Liit",
        "soome",
    )


def test_placeholders_are_found_in_every_form() -> None:
    """The placeholders of a counted word are those of all its forms."""
    assert placeholders({"one": "{n} of {total}", "other": "{n}"}) == {"n", "total"}
