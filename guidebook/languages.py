"""Which texts are clearly in another language than they should be.

In: texts and the language they should be in. Out: the texts that are clearly in another, and in
which. Thousands of texts are cleared together by a bound; only the rest is looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidebook.language_model import LanguageModel

MARGIN = 10.0
"""By how much (natural logarithm of likelihood) another language must fit better. Measured on the
texts and paragraphs of more than eight words of these guidelines in Estonian, German and Finnish,
1738 of them: the right language was always the best by 9 at least, so that no other fitted better
at all. Of 1404 English source texts in their place none came below 38, and no paragraph below
31."""
_SAME = {"nb": "no"}
"""Names of languages that py3langid knows by another."""
_ALIKE = (
    frozenset({"ar", "ary", "arz"}),
    frozenset({"bs", "hr", "sr"}),
    frozenset({"da", "nn", "no"}),
    frozenset({"de", "lb"}),
    frozenset({"el", "grc"}),
    frozenset({"he", "hbo"}),
    frozenset({"id", "ms"}),
    frozenset({"lv", "ltg"}),
    frozenset({"uz", "uzs"}),
    frozenset({"wuu", "yue", "zh"}),
)
"""Languages that are too near to be told apart in a few sentences."""
_NO_LANGUAGE = "zxx"
_SURE = MARGIN - 1.0
"""Up to here a text is cleared by its bound; sums of 32-bit numbers differ by far less than 1."""


def alike_languages(locale: str) -> frozenset[str]:
    """Return py3langid's names of what a text in a language may be taken for without harm."""
    language = _language(locale)
    return frozenset({language, _NO_LANGUAGE}).union(
        *(group for group in _ALIKE if language in group)
    )


def _language(locale: str) -> str:
    language = locale.partition("-")[0]
    return _SAME.get(language, language)


class Languages:
    """Tells languages by a model that is loaded when it is first needed."""

    def __init__(self, folder: Path | None = None) -> None:
        """Keep the unpacked model in a folder, where there is one."""
        self._folder = folder

    def clearly_other(self, texts: Iterable[str], locale: str) -> dict[str, str]:
        """Return the texts that are clearly in another language than the given one, with that."""
        language, alike = _language(locale), alike_languages(locale)
        if language not in self._model.classes:
            return {}
        found = {}
        for text, bound in self._model.bounds(list(texts), language, alike):
            if not bound <= _SURE:
                scores = self._model.scores(text)
                best = max(scores, key=lambda name: scores[name])
                mine = max(scores[name] for name in alike if name in scores)
                if best not in alike and scores[best] - mine > MARGIN:
                    found[text] = best
        return found

    @cached_property
    def _model(self) -> LanguageModel:
        from guidebook.language_model import LanguageModel

        return LanguageModel.load(self._folder)
