"""Made-up projects of any size, the same for the same seed.

In: a folder, a number of entries and languages. Out: a complete project with about 330 words an
entry, every tenth entry missing in the last language. Words are those of the repository's own
texts, drawn as often as they stand there, and made-up ones that look like them, so that texts are
in their language and hold the terms of the glossary, links, numbers, lists and tables as real
texts do; they say nothing.
"""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from guidebook.freshness import fingerprint
from guidebook.stems import alternatives
from guidebook.strict_yaml import Value, read_yaml
from guidebook.yaml_style import write_yaml

REPOSITORY = Path(__file__).parents[1]
AUDIENCES = ("readers", "writers", "editors")
TOPICS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NEW_WORDS = 0.1
"""The share of words that stand in no other text: names, compounds, rare forms."""
TERMS = 0.18
"""The share of source sentences that use a term of the glossary, as in the repository's texts."""
NUMBERS = 0.08
"""The share of sentences with two numbers."""
_WORD = re.compile(r"[^\W\d_]{2,}")


class Filler:
    """Sentences that look like those of a language and say nothing."""

    def __init__(self, seed: str, locale: str) -> None:
        self.random = random.Random(f"{seed}/{locale}")
        self.vocabulary = vocabulary(locale)
        self.terms: list[str] = []
        """Terms that a sentence may use."""

    def word(self) -> str:
        return self.words(1)[0]

    def words(self, count: int) -> list[str]:
        known, weights, endings = self.vocabulary
        return [
            self.new_word(endings) if self.random.random() < NEW_WORDS else word
            for word in self.random.choices(known, cum_weights=weights, k=count)
        ]

    def new_word(self, endings: Mapping[str, list[str]]) -> str:
        """Return a word of which every three letters stand together in some real word."""
        word = "  "
        while len(word) < 16 and not word.endswith("\n"):
            word += self.random.choice(endings[word[-2:]])
        return word.strip()

    def sentence(self, words: int = 11) -> str:
        said = self.words(words)
        if self.terms and self.random.random() < TERMS:
            said[self.random.randrange(words)] = self.random.choice(self.terms)
        if self.random.random() < NUMBERS:
            for place in self.random.sample(range(1, words), 2):
                said[place] = str(self.random.randint(2, 2500))
        return (sentence := " ".join(said))[0].upper() + sentence[1:] + "."

    def text(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))


@lru_cache(maxsize=8)
def vocabulary(locale: str) -> tuple[list[str], list[int], Mapping[str, list[str]]]:
    """Return the words of a language, running sums of their counts, and letters after two others.

    They come from the repository's own texts in that language.
    """
    counts: Counter[str] = Counter()
    for path in sorted((REPOSITORY / "guidelines").rglob("*.yml")):
        tag = path.name.split(".")[1]
        if tag == locale or (tag == "yml" and locale == "en"):
            for text in _texts(read_yaml(path.read_bytes(), path.name).value):
                counts.update(word for word in _WORD.findall(text) if word.islower())
    for term in real_terms(locale).values():
        for avoided in term.get("avoid", []):
            begin = avoided["form"].lower()
            counts = Counter({w: n for w, n in counts.items() if not w.startswith(begin)})
    sums, total = [], 0
    endings = defaultdict(list)
    for word, count in sorted(counts.items()):
        total += count
        sums.append(total)
        spelled = f"  {word}\n"
        for start in range(len(word) + 1 if len(word) > 4 else 0):
            endings[spelled[start : start + 2]].append(spelled[start + 2])
    return sorted(counts), sums, endings


def _texts(value: Value | None, key: str = "") -> Iterator[str]:
    """Yield the texts of a file."""
    if isinstance(value, str) and key in TEXTS:
        yield re.sub(r"\]\([^)]*\)", "]", value)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, key)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, name)


def write_project(folder: Path, entries: int, locales: tuple[str, ...] = ("en",)) -> None:
    """Write a project with that many entries in each of the languages, the source first."""
    shutil.copytree(REPOSITORY / "templates", folder / "templates")
    shutil.copytree(REPOSITORY / "docs" / "assets", folder / "docs" / "assets")
    _write(folder / "mkdocs.yml", _settings(locales))
    page = (
        "---\ntitle: Home\ndescription: Made-up content.\n---\n\n# Home\n\n<!-- insert: doors -->\n"
    )
    _write(folder / "docs" / "index.md", page)
    guidelines = folder / "guidelines"
    english = Filler("site", locales[0])
    _write(guidelines / "site.yml", write_yaml(_site(english)))
    references = {f"work-{n}": _reference(english) for n in range(1, 41)}
    _write(guidelines / "references.yml", write_yaml(dict(references)))
    _write(guidelines / "studies" / "survey-2025.yml", write_yaml(_study(english)))
    terms = real_terms(locales[0])
    glossary = _glossary(terms, english)
    _write(guidelines / "glossary.yml", write_yaml(glossary))
    agreed = {locale: real_terms(locale) for locale in locales}
    for locale in locales[1:]:
        translation = _translation(glossary, "glossary", locale, terms, agreed[locale])
        for term_id, term in agreed[locale].items():
            part = translation[term_id]
            assert isinstance(part, dict)
            part |= {"term": term["term"], "checked": "primary", "avoid": term.get("avoid", [])}
            made_from = translation["made_from"]
            assert isinstance(made_from, dict)
            made_from[f"{term_id}.term"] = fingerprint(terms[term_id]["term"])
        _write(guidelines / f"glossary.{locale}.yml", write_yaml(translation))
    for number in range(entries):
        audience = AUDIENCES[number % len(AUDIENCES)]
        path = guidelines / audience / f"entry-{number}"
        filler = Filler(f"entry {number}", locales[0])
        filler.terms = [alternatives(term["term"])[0] for term in terms.values()]
        source = _entry(number, entries, filler, list(terms))
        _write(path.with_suffix(".yml"), write_yaml(source))
        for locale in locales[1:]:
            if locale == locales[-1] and number % 10 == 9:
                continue
            seed = f"entry {number}"
            translation = _translation(source, seed, locale, terms, agreed[locale])
            _write(path.with_suffix(f".{locale}.yml"), write_yaml(translation))


Terms = dict[str, dict[str, Any]]
"""Parts of the repository's glossary in one language, by id."""


def real_terms(locale: str) -> Terms:
    """Return the terms of the repository's glossary in a language."""
    name = "glossary.yml" if locale == "en" else f"glossary.{locale}.yml"
    value: Any = read_yaml((REPOSITORY / "guidelines" / name).read_bytes(), name).value
    return {key: part for key, part in value.items() if isinstance(part, dict) and "term" in part}


def _glossary(terms: Terms, filler: Filler) -> dict[str, Value]:
    """Return the repository's terms with definitions that say nothing."""
    return {
        term_id: {"term": part["term"], "definition": filler.text(3)}
        for term_id, part in terms.items()
    }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _settings(locales: tuple[str, ...]) -> str:
    """Return the repository's mkdocs.yml with these languages and no page but home and indexes."""
    text = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    languages = "".join(
        f"        - locale: {tag}\n          name: {tag}\n          build: true\n"
        + ("          default: true\n" if tag == locales[0] else "")
        for tag in locales
    )
    text = re.sub(
        r"(      languages:\n).*?(?=  - guidebook)", rf"\g<1>{languages}", text, flags=re.S
    )
    nav = "".join(f"  - {audience}/index.md\n" for audience in AUDIENCES)
    return re.sub(r"nav:\n.*?\n\n", f"nav:\n  - index.md\n{nav}\n", text, flags=re.S)


def _site(filler: Filler) -> dict[str, Value]:
    audiences: list[Value] = [
        {
            "id": audience,
            "code_prefix": audience[0].upper(),
            "name": audience.capitalize(),
            "label": audience.capitalize(),
            "introduction": filler.text(3),
        }
        for audience in AUDIENCES
    ]
    topics: list[Value] = [
        {
            "id": topic,
            "name": topic.capitalize(),
            "question": filler.sentence(6),
            "introduction": filler.text(3),
        }
        for topic in TOPICS
    ]
    return {
        "edition": {"id": "2026-01", "date": "2026-01-01"},
        "title": "Made-up guidelines",
        "notice": "Made-up content.",
        "licence": {"name": "CC0", "url": "https://creativecommons.org/publicdomain/zero/1.0/"},
        "audiences": audiences,
        "topics": topics,
    }


def _reference(filler: Filler) -> Value:
    return {
        "title": filler.sentence(6),
        "by": filler.word().capitalize(),
        "year": "2024",
        "kind": "report",
        "checked": "primary",
        "checked_on": "2026-01-01",
    }


def _study(filler: Filler) -> dict[str, Value]:
    findings: list[Value] = [
        {"id": f"F{n}", "kind": "value", "topic": topic, "text": filler.sentence()}
        for n, topic in enumerate(TOPICS)
    ]
    return {
        "kind": "survey",
        "title": filler.sentence(5),
        "by": filler.word().capitalize(),
        "held": "2025",
        "participants": "unknown",
        "reference": "work-1",
        "introduction": filler.text(4),
        "findings": findings,
    }


def _entry(number: int, entries: int, filler: Filler, term_ids: list[str]) -> dict[str, Value]:
    audience = number % len(AUDIENCES)
    finding = f"survey-2025/F{number % len(TOPICS)}"
    reference = f"work-{number % 40 + 1}"
    other = number + 1 if audience < len(AUDIENCES) - 1 else number - 2
    other = other if other < entries else number - 1
    cited = f"{filler.text(4)} [{filler.sentence(4)}](ref:{reference})"
    links = [f"ref:{reference}", f"entry:entry-{other}", *(f"term:{name}" for name in term_ids)]
    actions: list[Value] = [
        {"id": f"step-{step}", "do": filler.sentence(9), "detail": _detail(filler, links)}
        for step in range(1, 6)
    ]
    table = "\n".join(
        [
            "| a | b | c |",
            "|---|---|---|",
            *(f"| {n} | {filler.word()} | {n * 7} |" for n in range(3)),
        ]
    )
    example = filler.text(2) + (f"\n\n{table}" if number % 10 == 0 else "")
    return {
        "code": f"{AUDIENCES[audience][0].upper()}{number // len(AUDIENCES) + 1}",
        "title": filler.sentence(6).rstrip("."),
        "summary": filler.sentence(16),
        "topic": TOPICS[number // len(AUDIENCES) % len(TOPICS)],
        "status": "draft",
        "strength": ("strong", "conditional", "practice")[number % 3],
        "certainty": "secondary",
        "why": f"{cited}\n\n{filler.text(3)} *{filler.word()}* [so](finding:{finding})",
        "actions": actions,
        "examples": [{"id": "case", "title": filler.sentence(4), "text": example}],
        "rests_on": {"findings": [finding], "references": [reference]},
        "needs": [{"entry": f"entry-{other}", "because": filler.sentence()}],
        "related": [f"entry-{near}" for near in (number - 3, number + 3) if 0 <= near < entries],
        "reviewed": "2026-01-01",
        "review_by": "2036-01-01",
        "changes": [{"on": "2026-01-01", "what": "First."}],
        "formerly": [f"earlier-{number}"] if number % 7 == 0 else [],
    }


def _detail(filler: Filler, links: list[str]) -> str:
    """Return a text of two sentences; most have a link, every twentieth has a list."""
    text = filler.text(2)
    if filler.random.random() < 0.8:
        text += f" [{filler.sentence(3)}]({filler.random.choice(links)}) {filler.sentence(5)}"
    if filler.random.random() < 0.05:
        text += "\n\n" + "\n".join(f"- {filler.sentence(5)}" for _ in range(3))
    return text


TEXTS = ("title", "summary", "why", "do", "detail", "text", "because", "what", "definition")
KEYS = ("id", "entry", "on")


def _translation(
    source: dict[str, Value], seed: str, locale: str, terms: Terms, agreed: Terms
) -> dict[str, Value]:
    """Return a translation: other words, the agreed terms, the same shape, links and numbers."""
    filler = Filler(seed, locale)
    made_from: dict[str, Value] = {}
    token, forms = _tokens(frozenset((n, t["term"]) for n, t in terms.items()))

    def other_word(found: re.Match[str]) -> str:
        if found["link"]:
            return found[0]
        if found["word"]:
            return filler.word().capitalize() if found[0][0].isupper() else filler.word()
        term = agreed.get(forms[found["term"].lower()])
        return alternatives(term["term"])[0] if term else " ".join(filler.words(2))

    def translated(value: Value, name: str) -> Value:
        if isinstance(value, str):
            made_from[name] = fingerprint(value)
            return token.sub(other_word, value)
        if isinstance(value, list):
            parts = [part for part in value if isinstance(part, dict)]
            return [translated(part, f"{name}.{_key(part)}") for part in parts]
        kept: dict[str, Value] = {}
        for key, part in value.items():
            if key in KEYS:
                kept[key] = part
            elif key in TEXTS:
                kept[key] = translated(part, f"{name}.{key}")
        return kept

    result: dict[str, Value] = {}
    for key, value in source.items():
        if key in TEXTS or (isinstance(value, dict | list) and _has_text(value)):
            result[key] = translated(value, key)
    return {**result, "made_from": made_from, "review": "machine"}


@lru_cache(maxsize=4)
def _tokens(terms: frozenset[tuple[str, str]]) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds links, terms and words in a source text, and the id of each form."""
    forms = {form.lower(): term_id for term_id, term in terms for form in alternatives(term)}
    any_form = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    link, term = r"\]\([^)]*\)", rf"\b(?P<term>(?i:{any_form}))\w{{0,3}}\b"
    return re.compile(rf"(?P<link>{link})|{term}|(?P<word>{_WORD.pattern})"), forms


def _has_text(value: Value) -> bool:
    return any(True for _ in _texts(value))


def _key(part: dict[str, Value]) -> str:
    return next(str(part[key]) for key in KEYS if key in part)
