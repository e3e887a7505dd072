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

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from py3langid.langid import LanguageIdentifier

from guidebook.catalogue import Catalogue
from guidebook.checks._translated import MIN_WORDS, Pair, find_unaccepted
from guidebook.problems import Problem, Severity, quote

ID = "wrong-language"

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


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each text that is clearly in another language than its file."""
    yield from find_unaccepted(catalogue, ID, find)


def find(_catalogue: Catalogue, pair: Pair) -> Problem | None:
    """Return the problem of one text, or None."""
    shown = pair.seen
    for part in (shown, *shown.split("\n")):
        likelier = likelier_language(part, pair.locale) if is_long(part) else None
        if likelier is not None:
            return _problem(pair, likelier, "" if part == shown else part)
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


def is_long(text: str) -> bool:
    """Return True when a text is long enough to tell its language."""
    return len(text.split()) > MIN_WORDS


def likelier_language(text: str, locale: str) -> str | None:
    """Return the language that a text is clearly in when it is not the given one, or None."""
    language = locale.partition("-")[0]
    language = _SAME.get(language, language)
    scores: dict[str, float] = dict(_identifier().rank(text))
    if language not in scores:
        return None
    alike = {language, _NO_LANGUAGE}.union(*(group for group in _ALIKE if language in group))
    best = max(scores, key=lambda name: scores[name])
    mine = max(scores[name] for name in alike if name in scores)
    return best if best not in alike and scores[best] - mine > MARGIN else None


def _named(locale: str) -> str:
    """Return a language's English name."""
    try:
        name = Locale.parse(locale, sep="-").get_display_name("en")
    except (ValueError, UnknownLocaleError):
        name = None
    return str(name or f"the language {quote(locale)}")


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file("data/model.npz.xz")
