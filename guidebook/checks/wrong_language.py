"""A translation is in the language that its file name says.

A text or paragraph of more than eight words in another language was put into the wrong file, or
never translated. What language it is in tells py3langid, which knows 139 languages; where it does
not know the language of the file, nothing is checked.

Good:

    # weekly-hours.et.yml
    summary: Korruta ainepunktid ühe ainepunkti tundide arvuga ja jaga nädalate arvuga.

Bad:

    # weekly-hours.et.yml
    summary: Kerro opintopisteet yhden opintopisteen tunneilla ja jaa tulos viikkojen määrällä.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from guidebook.checks._files import CheckedFile, Pair, find_unaccepted
from guidebook.problems import Problem, Severity, quote

ID = "wrong-language"

KEPT_APART = True
"""Whether there is a problem depends on the translation alone, whatever its source text says, and
to find out needs a large model: so it is not asked again when only the source text has changed."""
MIN_WORDS = 8
"""Texts up to this length are too short to tell a language from."""


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for each text that is clearly in another language than its file."""
    parts: dict[str, dict[str, None]] = {}
    for file in files:
        for pair in file.pairs:
            parts.setdefault(file.locale, {}).update(dict.fromkeys(_parts(pair)))
    others = {
        locale: files[0].languages.clearly_other(texts, locale)
        for locale, texts in parts.items()
        if texts
    }
    yield from find_unaccepted(files, ID, lambda pair: _find(pair, others.get(pair.locale, {})))


def find(pair: Pair) -> Problem | None:
    """Return the problem of one text, or None."""
    parts = _parts(pair)
    return _find(pair, pair.file.languages.clearly_other(parts, pair.locale) if parts else {})


def _parts(pair: Pair) -> list[str]:
    """Return the text and its paragraphs, as far as they are long enough to tell a language."""
    parts = [pair.seen, *pair.seen.split("\n")] if "\n" in pair.seen else [pair.seen]
    return [part for part in parts if len(part.split()) > MIN_WORDS]


def _find(pair: Pair, others: Mapping[str, str]) -> Problem | None:
    if others:
        for part in _parts(pair):
            if part in others:
                return _problem(pair, others[part], "" if part == pair.seen else part)
    return None


def _problem(pair: Pair, likelier: str, paragraph: str) -> Problem:
    message = f"is in {_named(likelier)}, not in {_named(pair.locale)}"
    if paragraph:
        message = f"has a paragraph that {message}: {quote(paragraph)}"
    return pair.problem(
        ID,
        f"{pair.shown} {message}.",
        f"Translate {pair.source_place}, or leave the text empty.",
        Severity.ERROR,
    )


def _named(locale: str) -> str:
    """Return a language's English name."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(locale, sep="-").get_display_name("en")
    except (ValueError, UnknownLocaleError):
        name = None
    return str(name or f"the language {quote(locale)}")
