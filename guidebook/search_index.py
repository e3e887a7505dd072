"""Which word is found where, and which words are forms of one another: packed for a browser.

In: documents and what lemmas are known. Out: the words in order with their groups and places, as
short strings. `templates/assets/search.js` unpacks them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from guidebook.lemmas import Lemma
from guidebook.search_documents import OtherNames, Part, SearchDocument
from guidebook.word_forms import find_words, fold, plain_letter

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""Digits of packed numbers: the lower 32 end a number, the upper 32 mean that more follow."""
_PART_BITS = 4

FindLemmas = Callable[[Iterable[str], str], Mapping[str, Lemma]]
"""Gives the lemmas of words of a language."""


class SearchIndex:
    """The words of documents."""

    def __init__(
        self,
        documents: Sequence[SearchDocument],
        other_names: Sequence[OtherNames],
        find_lemmas: FindLemmas,
    ) -> None:
        self.places: dict[str, dict[int, int]] = {}
        """Folded word -> number of a document -> sum of the parts that have the word."""
        self.groups: dict[str, tuple[str, ...]] = {}
        """Folded word -> what it shares with the other forms of the same words."""
        self.letters: dict[str, str] = {}
        """Letters that Unicode does not take apart, with the plain ones that stand for them."""
        found = [document.words for document in documents]
        words: dict[str, set[str]] = {}
        for of_document in found:
            for (tag, _), own in of_document.items():
                words.setdefault(tag, set()).update(own)
        for names in other_names:
            words.setdefault(names.tag, set()).update(
                word for name in (names.term, *names.forms) for word in find_words(name)
            )
        self.words = {
            tag: self._add_words(own, tag, find_lemmas(own, tag))
            for tag, own in sorted(words.items())
        }
        for number, of_document in enumerate(found):
            for (tag, part), own in of_document.items():
                known = self.words[tag]
                for word in own:
                    places = known[word]
                    places[number] = places.get(number, 0) | part
        for names in other_names:
            self._add_names(names)

    def _add_words(
        self, words: set[str], tag: str, lemmas: Mapping[str, Lemma]
    ) -> dict[str, dict[int, int]]:
        """Put words and their lemmas into groups; return for each word its places, yet empty."""
        places = {}
        for word in words:
            form = fold(word)
            lemma, stemmed = lemmas[word]
            group = f"{tag}:{fold(stemmed)}"
            for own in (form, fold(lemma)):
                known = self.groups.get(own, ())
                if group not in known:
                    self.groups[own] = (*known, group)
            places[word] = self.places.setdefault(form, {})
            if not word.isascii():
                self._note_letters(word)
        return places

    def _note_letters(self, word: str) -> None:
        for letter in word.lower():
            if plain_letter(letter) != letter:
                self.letters[letter] = plain_letter(letter)

    def _add_names(self, names: OtherNames) -> None:
        """Let other names of a term lead to the documents that use it, in any of its forms.

        They count less than the term itself would: as in the part below the one that has it.
        """
        using = self._using(names.term)
        for name in names.forms:
            for word in find_words(name):
                places = self.words[names.tag][word]
                for number, parts in using.items():
                    places[number] = places.get(number, 0) | max(parts >> 1, Part.REST)

    def _using(self, term: str) -> dict[int, int]:
        """Return the documents that have all words of a term, with the parts that have them."""
        using: dict[int, int] = {}
        for position, word in enumerate(find_words(term)):
            groups = set(self.groups[fold(word)])
            found: dict[int, int] = {}
            for form, places in self.places.items():
                if not groups.isdisjoint(self.groups[form]):
                    for number, parts in places.items():
                        found[number] = found.get(number, 0) | parts
            using = {
                number: parts & using[number] if position else parts
                for number, parts in found.items()
                if not position or number in using
            }
        return using

    def content(self) -> dict[str, object]:
        """Return the words in order, with their groups and places.

        A group is the number of groups that began since, so that most are 0 or 1, which packs
        well; 0 begins a new one.
        """
        numbers: dict[str, int] = {}
        groups: list[int | list[int]] = []
        words = sorted(self.groups)
        for word in words:
            own = []
            for group in sorted(self.groups[word]):
                own.append(len(numbers) - numbers[group] if group in numbers else 0)
                numbers.setdefault(group, len(numbers))
            groups.append(own[0] if len(own) == 1 else own)
        return {
            "letters": dict(sorted(self.letters.items())),
            "words": " ".join(words),
            "groups": groups,
            "places": " ".join(_packed_places(self.places.get(word, {})) for word in words),
        }


def _packed_places(places: Mapping[int, int]) -> str:
    """Return documents and parts: each document as the step from the last one."""
    last = 0
    packed = []
    for number, parts in sorted(places.items()):
        packed.append(_packed((number - last) << _PART_BITS | parts))
        last = number
    return "".join(packed)


@lru_cache(maxsize=50_000)
def _packed(number: int) -> str:
    digits = ""
    while number > 31:
        digits += DIGITS[32 + (number & 31)]
        number >>= 5
    return digits + DIGITS[number]
