"""Dictionary forms of words: by simplemma where it has the language, then stemmed by Snowball.

In: words of a language. Out: each word's lemma and the stem that all its forms share. A first
look-up unpacks a dictionary (0.2 CPU seconds for English, 2.8 for Finnish), so what was found is
kept in a file: one for each language and for the versions of both libraries. A broken file means
looking up again.
"""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from guidebook.kept import write_beside
from guidebook.stems import stem

Lemma = tuple[str, str]
"""The dictionary form of a word, and its stem without accents: `("ainepunkt", "ainepunk")`."""
_LIBRARIES = ("simplemma", "snowballstemmer")


def find_lemmas(words: Iterable[str], tag: str, folder: Path | None = None) -> Mapping[str, Lemma]:
    """Return lemmas of these words and perhaps of more, by word.

    A word of a language without dictionary is its own lemma.

    Args:
        words: Words as they are written in a text; capitals and accents tell words apart.
        tag: The BCP 47 tag of their language; parts after the language do not count.
        folder: Where to keep what was looked up; None to keep nothing.
    """
    wanted = sorted(set(words))
    language = tag.partition("-")[0].lower()
    versions = "-".join(map(importlib.metadata.version, _LIBRARIES))
    path = folder / f"{language}-{versions}.json" if folder else None
    known = _read(path)
    missing = [word for word in wanted if word not in known]
    if missing:
        known |= _look_up(missing, language)
        if path:
            _write(path, known)
    return known


def stem_words(words: Iterable[str], tag: str) -> Mapping[str, Lemma]:
    """Return the words with their stems, without asking a dictionary."""
    return {word: (word, stem(word, tag)) for word in words}


def _look_up(words: list[str], language: str) -> dict[str, Lemma]:
    """Return lemmas from the dictionary.

    Read as it is packed, it takes 50 to 70 MiB, and less time than a table of 240 to 410 MiB.
    """
    import simplemma
    from simplemma.strategies import DefaultStrategy
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    if language not in SUPPORTED_LANGUAGES:
        return dict(stem_words(words, language))
    lemmatizer = simplemma.Lemmatizer(
        cache_max_size=0, lemmatization_strategy=DefaultStrategy(low_memory=True)
    )
    lemmas = {word: lemmatizer.lemmatize(word, language) for word in words}
    return {word: (lemma, stem(lemma, language)) for word, lemma in lemmas.items()}


def _read(path: Path | None) -> dict[str, Lemma]:
    try:
        known = json.loads(path.read_text(encoding="utf-8")) if path else {}
        return {str(word): (str(lemma), str(stemmed)) for word, (lemma, stemmed) in known.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _write(path: Path, lemmas: Mapping[str, Lemma]) -> None:
    lines = ",\n".join(
        f"{json.dumps(word, ensure_ascii=False)}:{json.dumps(lemma, ensure_ascii=False)}"
        for word, lemma in sorted(lemmas.items())
    )
    write_beside(path, f"{{\n{lines}\n}}\n".encode())
