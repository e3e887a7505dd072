"""Tests of telling languages: many texts at once give what py3langid gives one by one."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py3langid.langid import LanguageIdentifier

from guidebook.language_model import FILE, LanguageModel, unpacked_model
from guidebook.languages import MARGIN, Languages, alike_languages

SENTENCES = {
    "en": "Agree beforehand who looks after the shared tools when somebody has broken one of them",
    "et": "Leppige kokku kes hoolitseb ühiste tööriistade eest kui keegi neist midagi rikub",
    "de": "Vereinbaren Sie wer sich um die gemeinsamen Werkzeuge kümmert wenn eines zerbricht",
    "fi": "Sopikaa etukäteen kuka huolehtii yhteisistä työkaluista jos joku rikkoo niistä jonkin",
    "sv": "Kom överens i förväg om vem som sköter de gemensamma verktygen när någon har sönder ett",
    "nb": "Bli enige på forhånd om hvem som tar vare på felles verktøy når noen har ødelagt dem",
    "ar": "اتفقوا مسبقا على من يعتني بالأدوات المشتركة عندما يكسر أحد الأشخاص واحدة منها",
    "pt-BR": "Combinem antes quem cuida das ferramentas comuns quando alguém quebra uma delas",
}
"""The same sentence in languages that look alike and that do not."""
_WORDS = [word for sentence in SENTENCES.values() for word in sentence.split()]
_TEXTS = st.one_of(
    st.sampled_from(list(SENTENCES.values())),
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=30).map(" ".join),
    st.text(max_size=80),
    st.sampled_from(
        ["", " ", "\0", "123", "🌱🌱", "A" * 3000, "ÜKS KAKS " * 9, SENTENCES["en"] * 40]
    ),
)


@pytest.fixture(scope="module")
def languages() -> Languages:
    """Return a model that keeps nothing."""
    return Languages()


@pytest.fixture(scope="module")
def identifier() -> LanguageIdentifier:
    """Return py3langid's own."""
    return LanguageIdentifier.from_model_file("data/model.npz.xz")


def _one_by_one(identifier: LanguageIdentifier, text: str, locale: str) -> str | None:
    """Return the language that a text is clearly in, as the rule defines it."""
    scores = dict(identifier.rank(text))
    alike = alike_languages(locale)
    best = max(scores, key=lambda name: scores[name])
    mine = max(scores[name] for name in alike if name in scores)
    return best if best not in alike and scores[best] - mine > MARGIN else None


@settings(max_examples=150, deadline=None)
@given(st.lists(_TEXTS, max_size=12), st.sampled_from(sorted(SENTENCES)))
def test_many_texts_at_once_are_told_as_one_by_one(
    languages: Languages, identifier: LanguageIdentifier, texts: list[str], locale: str
) -> None:
    """Whatever texts are looked at together, each is told as py3langid alone tells it."""
    expected = {text: _one_by_one(identifier, text, locale) for text in texts}
    found = languages.clearly_other(texts, locale)
    assert found == {text: other for text, other in expected.items() if other}


def test_every_language_is_told_from_every_other(languages: Languages) -> None:
    """A sentence in its own language is never reported, and in another language's place always."""
    for locale, own in SENTENCES.items():
        found = languages.clearly_other(SENTENCES.values(), locale)
        assert found.keys() == set(SENTENCES.values()) - {own}


def test_a_language_that_the_model_does_not_know_is_not_checked(languages: Languages) -> None:
    """Texts of a language without a model are never reported."""
    assert languages.clearly_other(SENTENCES.values(), "tlh") == {}


def test_the_unpacked_model_is_kept_where_a_project_keeps_things(tmp_path: Path) -> None:
    """The first run has no folder, the second writes the model, a later one reads it."""
    texts = random.Random(5).sample(_WORDS, 60)
    folder = tmp_path / "kept"
    answers = []
    for run in range(4):
        unpacked_model.cache_clear()  # as in a new process
        model = LanguageModel.load(folder)
        assert (folder / FILE).exists() is (run > 0)
        assert unpacked_model.cache_info().currsize == (run < 2)
        answers.append([model.scores(" ".join(texts)), model.classes])
        folder.mkdir(exist_ok=True)
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:0],
        lambda data: b"\0" * len(data),
        lambda data: data[: len(data) // 2],
        lambda data: data[:-100] + b"\0" * 100,
        lambda data: data + b"\0",
        lambda data: data[:4096].replace(b"[2, ", b"[1, ", 1) + data[4096:],
        lambda data: data[:4096].replace(b'"et"', b'"en"', 1) + data[4096:],
        lambda data: b"[" * 4096 + data[4096:],
        lambda data: b"[]" + data[2:],
        lambda data: b"[1, 2, 3, 4, 5]".ljust(4096) + data[4096:],
    ],
)
def test_a_model_that_is_not_the_kept_one_is_not_used(
    tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    """A file that is cut, empty or another's is not read; the packed model is, and kept again."""
    unpacked_model.cache_clear()
    LanguageModel.load(tmp_path)
    path = tmp_path / FILE
    whole = path.read_bytes()
    path.write_bytes(spoil(whole))
    unpacked_model.cache_clear()
    model = LanguageModel.load(tmp_path)
    assert max(model.scores(SENTENCES["et"]).items(), key=lambda item: item[1])[0] == "et"
    assert path.read_bytes() == whole
