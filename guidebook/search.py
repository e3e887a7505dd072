"""The search index of each language, as scripts that a browser fetches when somebody searches.

In: the catalogue. Out: `search/<locale>.js` with all words and what they are found in, and
`search/<locale>/<n>.js` with the texts of some documents each, from which results quote. Scripts
and not JSON, because a page that is opened as a file may fetch nothing else. The format is read by
`templates/assets/search.js`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from guidebook.addresses import GLOSSARY, SEARCH_PAGE, TOPICS, page_address, section_page_id
from guidebook.catalogue import Catalogue, Locale
from guidebook.lemmas import Lemma, find_lemmas, stem_words
from guidebook.localise import Passage, Texts, shared_texts
from guidebook.search_documents import KINDS, Part, SearchDocument, SearchDocuments
from guidebook.search_index import SearchIndex
from guidebook.views import Views

CHUNK_LENGTH = 16_000
"""Characters of text in one file: 6 KB packed, some five entries."""


def build_search_files(
    catalogue: Catalogue, locale: Locale, ledger: Path | None
) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the search files of a language.

    Args:
        catalogue: What to search.
        locale: The language of the readers.
        ledger: Folder of what builds remember; None to remember nothing.
    """
    maker = SearchDocuments(Views(shared_texts(catalogue, locale)))
    documents = tuple(maker.all())

    def lemmas(words: Iterable[str], tag: str) -> Mapping[str, Lemma]:
        """Ask a dictionary for the languages of the site only: a work's title is a few words."""
        is_ours = tag in catalogue.locales_by_tag
        return find_lemmas(words, tag, ledger) if is_ours else stem_words(words, tag)

    index = SearchIndex(documents, tuple(maker.other_names()), lemmas)
    yield index_path(locale), _script("index", _head(maker.views, documents) | index.content())
    for number, chunk in enumerate(_chunks(documents)):
        texts = {document.address: _shown_texts(document, locale) for document in chunk}
        yield f"search/{locale.tag}/{number}.js", _script("texts", texts)


@dataclass(frozen=True)
class SearchView:
    """What the form for searching shows, before anything is searched for."""

    address: str
    """The page for searching; without scripts the way to everything else."""
    index: str
    """The address of the index."""
    audiences: tuple[tuple[str, Passage], ...]
    """Id and label of those for whom results can be shown alone."""
    sentences: Mapping[str, str]
    """What the script says: interface words with their placeholders."""
    links: tuple[tuple[str, str], ...]
    """Address and title of pages that lead on when nothing is found."""


def search_view(texts: Texts) -> SearchView:
    """Return what the form for searching shows in a language."""
    words, site, catalogue = texts.words, texts.site, texts.catalogue
    sections = [
        (section_page_id(audience.id), site[f"audiences.{audience.id}.name"].text)
        for audience in catalogue.site.audiences
    ]
    pages = [
        (f"{TOPICS}/index", words("all_topics")),
        *sections,
        (f"{GLOSSARY}/index", words("glossary")),
    ]
    return SearchView(
        page_address(SEARCH_PAGE, texts.locale),
        index_path(texts.locale),
        tuple(
            (audience.id, site[f"audiences.{audience.id}.label"])
            for audience in catalogue.site.audiences
        ),
        {name: words.pattern(f"search.{name}") for name in ("loading", "failed", "none")},
        tuple((page_address(page_id, texts.locale), title) for page_id, title in pages),
    )


def index_path(locale: Locale) -> str:
    """Return the path of a language's index."""
    return f"search/{locale.tag}.js"


def _head(views: Views, documents: Sequence[SearchDocument]) -> dict[str, object]:
    """Return what results show of the documents."""
    words, site = views.texts.words, views.texts.site
    audiences = [audience.id for audience in views.catalogue.site.audiences]
    topics = [topic.id for topic in views.catalogue.site.topics]
    languages = sorted({document.only_in for document in documents} - {""})
    return {
        "locale": views.locale.tag,
        "audiences": [
            [audience, _passage(site[f"audiences.{audience}.label"])] for audience in audiences
        ],
        "topics": [_passage(site[f"topics.{topic}.name"]) for topic in topics],
        "kinds": [words(f"search.kind.{kind}") for kind in KINDS[1:]],
        "counts": [words("search.results", n=count) for count in range(len(documents) + 1)],
        "retired": words("status.retired"),
        "languages": {
            tag: words("search.only_in", language=words.language(tag)) for tag in languages
        },
        "chunks": _chunk_starts(documents),
        "documents": [
            [
                KINDS.index(document.kind),
                document.address,
                document.code,
                _passage(document.title),
                _passage(document.summary) if document.summary else "",
                [audiences.index(audience) for audience in document.audiences],
                topics.index(document.topic_id) if document.topic_id in topics else -1,
                document.only_in,
                int(document.is_retired),
                *document.former_codes,
            ]
            for document in documents
        ],
    }


def _passage(passage: Passage) -> str | list[str]:
    """Return a text, with language and direction when it is not in the reader's language."""
    if passage.is_foreign:
        return [passage.text, passage.locale.tag, passage.locale.direction]
    return passage.text


def _shown_texts(document: SearchDocument, locale: Locale) -> list[str | list[str]]:
    """Return the texts that a result can quote besides title and summary."""
    return [
        text.text if text.tag == locale.tag else [text.text, text.tag, text.direction]
        for text in document.texts
        if text.is_shown and text.part in (Part.ACTION, Part.REST)
    ]


def _chunks(documents: Sequence[SearchDocument]) -> Iterator[Sequence[SearchDocument]]:
    starts = _chunk_starts(documents)
    for start, end in zip(starts, [*starts[1:], len(documents)], strict=True):
        yield documents[start:end]


def _chunk_starts(documents: Sequence[SearchDocument]) -> list[int]:
    """Return the number of the first document in each file of texts."""
    starts: list[int] = []
    length = CHUNK_LENGTH
    for number, document in enumerate(documents):
        if length >= CHUNK_LENGTH:
            starts.append(number)
            length = 0
        length += sum(len(text.text) for text in document.texts if text.is_shown)
    return starts


def _script(name: str, content: object) -> bytes:
    """Return a script that hands its content to the search."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f"guidebookSearch.{name}({text});\n".encode()
