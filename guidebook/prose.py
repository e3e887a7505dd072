"""Remarks on how texts are written: spelling, long sentences, summaries that hide who acts.

In: the catalogue and the project's files. Out: `Problem`s that are warnings (spelling) or hints
(everything else), never errors; and what could not be looked at. Which dictionary a language has,
and which of its forms are passive, stands in mkdocs.yml.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from guidebook.catalogue import Catalogue, Locale
from guidebook.problems import Location, Problem, Severity, quote, sort_problems
from guidebook.project_files import spelling_path
from guidebook.project_reader import ProjectReader
from guidebook.prose_texts import ProseText, Word, prose_texts
from guidebook.spelling import Speller, find_dictionary, read_word_list
from guidebook.words import Words

LONGEST_SENTENCE = 30
"""How many words a sentence may have before somebody is asked to look at it."""
MOST_SUGGESTED = 50
"""For how many words is looked what may have been meant: that can take 0.2 s each."""
NEAR = 0.7
"""How much of two words must be the same before one is named for the other (0 to 1)."""
BETWEEN = 8
"""How many words `…` may stand for in the pattern of a passive form."""


@dataclass(frozen=True)
class Reading:
    """What was found in the texts of one language."""

    locale: Locale
    problems: tuple[Problem, ...]
    words: tuple[str, ...]
    """The words that are not known, each once, in the order of the alphabet."""
    spelling_is_read: bool
    """False where no dictionary is set."""
    summaries_are_read: bool
    """False where no passive forms are set."""

    @property
    def language(self) -> str:
        """Return the language's English name."""
        return _language(self.locale)


def missing_dictionaries(catalogue: Catalogue, reader: ProjectReader) -> list[Problem]:
    """Return a problem for each dictionary of mkdocs.yml that is not there."""
    places = catalogue.places_of("mkdocs.yml")
    return [
        Problem(
            places.value((*_settings_path(catalogue), "dictionaries", tag)),
            "missing-file",
            f"there is no dictionary {quote(name)}.",
            "Write the path of its .aff and .dic files without the ending, in the project or in "
            "an installed Python package.",
        )
        for tag, name in catalogue.settings.dictionaries.items()
        if find_dictionary(reader.root, name) is None
    ]


def read_prose(catalogue: Catalogue, reader: ProjectReader, locale: Locale) -> Reading:
    """Return what there is to say of the texts of a language; a missing dictionary is left out."""
    texts = prose_texts(catalogue, reader, locale)
    listed, problems = read_word_list(reader, "" if locale.is_source else locale.tag)
    name = catalogue.settings.dictionaries.get(locale.tag, "")
    dictionary = find_dictionary(reader.root, name) if name else None
    unknown: dict[str, list[Location]] = {}
    if dictionary is not None:
        speller = Speller(dictionary, catalogue, locale, listed)
        for text in texts:
            for word in text.words:
                if word.text not in text.source_words and not speller.is_known(word.text):
                    unknown.setdefault(word.text, []).append(text.place(word))
        problems = [*problems, *_spelling(unknown, speller, locale)]
    passive = catalogue.settings.passive.get(locale.tag, ())
    entries = {entry.path for entry in catalogue.entries}
    for text in texts:
        problems.extend(_long_sentences(text))
        if text.name == "summary" and (entries & {text.path, _source_path(text.path, locale)}):
            problems.extend(_passive_summary(text, passive))
    return Reading(
        locale,
        sort_problems(problems),
        tuple(sorted(unknown, key=lambda word: (word.casefold(), word))),
        dictionary is not None,
        bool(passive),
    )


def _language(locale: Locale) -> str:
    return Words("en", {}, {}).language(locale.tag)


def _source_path(path: str, locale: Locale) -> str:
    return path.replace(f".{locale.tag}.", ".")


def _settings_path(catalogue: Catalogue) -> tuple[str | int, ...]:
    """Return the way to the package's options in mkdocs.yml."""
    for way in catalogue.places_of("mkdocs.yml").by_field:
        if way[:1] == ("plugins",) and way[2:] == ("guidebook",):
            return way
    return ()


def _spelling(
    unknown: dict[str, list[Location]], speller: Speller, locale: Locale
) -> Iterator[Problem]:
    path = spelling_path("" if locale.is_source else locale.tag)
    for number, (word, places) in enumerate(unknown.items()):
        near = speller.suggest(word) if number < MOST_SUGGESTED else []
        meant = difflib.get_close_matches(word, near, n=1, cutoff=NEAR)
        asked = f" Did you mean {quote(meant[0])}?" if meant else ""
        for place in places:
            yield Problem(
                place,
                "spelling",
                f"{quote(word)} is not known in {_language(locale)}.{asked}",
                f"Mend it, or add it to {path} when it is right.",
                Severity.WARNING,
            )


def _long_sentences(text: ProseText) -> Iterator[Problem]:
    for sentence in text.sentences:
        if len(sentence) > LONGEST_SENTENCE:
            yield Problem(
                text.place(sentence[0]),
                "long-sentence",
                f"this sentence has {len(sentence)} words.",
                "See whether it reads better as two.",
                Severity.HINT,
            )


def _passive_summary(text: ProseText, patterns: Sequence[str]) -> Iterator[Problem]:
    """Yield a hint when at least half of a summary's sentences are passive."""
    found = [
        (sentence, match)
        for sentence in text.sentences
        if (match := _first_passive(text.shown, sentence, patterns))
    ]
    if found and 2 * len(found) >= len(text.sentences):
        sentence, match = found[0]
        word = next(word for word in sentence if word.start >= match.start())
        yield Problem(
            text.place(word),
            "passive-summary",
            f"{quote(' '.join(match.group().split()))} may hide who acts.",
            "See whether the summary can say who does what.",
            Severity.HINT,
        )


def _first_passive(
    shown: str, sentence: Sequence[Word], patterns: Sequence[str]
) -> re.Match[str] | None:
    start, end = sentence[0].start, sentence[-1].start + len(sentence[-1].text)
    found = [passive_pattern(text).search(shown, start, end) for text in patterns]
    return min((match for match in found if match), key=lambda match: match.start(), default=None)


@lru_cache(maxsize=1024)
def passive_pattern(text: str) -> re.Pattern[str]:
    """Return a pattern of words as a regular expression.

    `*` in a word stands for any letters, `/` parts words of which one must stand there, and `…`
    between words stands for up to `BETWEEN` other words.
    """
    between = rf"(?:\W+\w+){{0,{BETWEEN}}}?"
    parts = []
    for word in text.split():
        choices = "|".join(re.escape(one).replace(r"\*", r"\w*") for one in word.split("/"))
        parts.append(between if word == "…" else rf"\W+(?:{choices})")
    joined = "".join(parts).removeprefix(r"\W+")
    return re.compile(rf"(?<!\w){joined}(?!\w)", re.IGNORECASE)
