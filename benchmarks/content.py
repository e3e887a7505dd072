"""Made-up projects of any size, the same for the same seed.

In: a folder, a number of entries and languages. Out: a complete project with about 330 words an
entry, every tenth entry missing in the last language.
"""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

from guidebook.freshness import fingerprint
from guidebook.strict_yaml import Value
from guidebook.yaml_style import write_yaml

REPOSITORY = Path(__file__).parents[1]
AUDIENCES = ("readers", "writers", "editors")
TOPICS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SYLLABLES = {
    "en": ["ba", "den", "for", "ing", "let", "mo", "ner", "pi", "ras", "ton", "ver", "wil"],
    "et": ["aas", "eel", "hõi", "jää", "kül", "lõu", "mää", "nii", "õun", "pöö", "sää", "tüü"],
    "de": ["auf", "bei", "ein", "für", "gross", "haus", "über", "keit", "lich", "ung", "zeit"],
    "fi": ["aika", "ehto", "hyvä", "jää", "kuin", "lla", "mieli", "nen", "osa", "pää", "työ"],
}


class Filler:
    """Sentences of made-up words in the alphabet of a language."""

    def __init__(self, seed: str, locale: str) -> None:
        self.random = random.Random(f"{seed}/{locale}")
        self.syllables = SYLLABLES[locale]

    def word(self) -> str:
        return "".join(self.random.choices(self.syllables, k=self.random.randint(1, 4)))

    def sentence(self, words: int = 11) -> str:
        return " ".join(self.word() for _ in range(words)).capitalize() + "."

    def text(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))


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
    for number in range(entries):
        audience = AUDIENCES[number % len(AUDIENCES)]
        path = guidelines / audience / f"entry-{number}"
        source = _entry(number, Filler(f"entry {number}", locales[0]))
        _write(path.with_suffix(".yml"), write_yaml(source))
        for locale in locales[1:]:
            if locale == locales[-1] and number % 10 == 9:
                continue
            translation = _translation(source, number, locale)
            _write(path.with_suffix(f".{locale}.yml"), write_yaml(translation))


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


def _entry(number: int, filler: Filler) -> dict[str, Value]:
    audience = number % len(AUDIENCES)
    finding = f"survey-2025/F{number % len(TOPICS)}"
    reference = f"work-{number % 40 + 1}"
    other = number + 1 if audience < len(AUDIENCES) - 1 else number - 2
    cited = f"{filler.text(4)} [{filler.sentence(4)}](ref:{reference})"
    actions: list[Value] = [
        {"id": f"step-{step}", "do": filler.sentence(9), "detail": filler.text(2)}
        for step in range(1, 6)
    ]
    table = "\n".join(
        [
            "| a | b | c |",
            "|---|---|---|",
            *(f"| {n} | {filler.word()} | {n * 7} |" for n in range(3)),
        ]
    )
    example = filler.text(2) + (f"\n\n{table}" if number % 3 == 0 else "")
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
        "reviewed": "2026-01-01",
        "review_by": "2036-01-01",
        "changes": [{"on": "2026-01-01", "what": "First."}],
    }


TEXTS = ("title", "summary", "why", "do", "detail", "text", "because", "what")
KEYS = ("id", "entry", "on")


def _translation(source: dict[str, Value], number: int, locale: str) -> dict[str, Value]:
    """Return a translation of an entry: its shape, other words, the same links and numbers."""
    filler = Filler(f"entry {number}", locale)
    made_from: dict[str, Value] = {}

    def translated(value: Value, name: str) -> Value:
        if isinstance(value, str):
            made_from[name] = fingerprint(value)
            return re.sub(
                r"(?<![\w/:(-])[a-z]{2,}(?![\w:/-]*[):/])", lambda _: filler.word(), value
            )
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
        if key in TEXTS or key in ("actions", "examples", "needs", "changes"):
            result[key] = translated(value, key)
    return {**result, "made_from": made_from, "review": "machine"}


def _key(part: dict[str, Value]) -> str:
    return next(str(part[key]) for key in KEYS if key in part)
