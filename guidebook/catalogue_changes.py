"""Two states of the whole catalogue -> what differs, thing by thing.

In: the tellers of both states. Out: `Subject`s in the order of the site: guidelines by audience,
then names and introductions, pages, studies, glossary, references, interface words and settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guidebook.catalogue import (
    GLOSSARY_PATH,
    REFERENCES_PATH,
    Catalogue,
    HandWrittenPage,
    Locale,
    WordValue,
)
from guidebook.changes import (
    Changed,
    Happened,
    Sides,
    Subject,
    compare_statements,
    compare_states,
    compare_translations,
    link_remarks,
)
from guidebook.entry_changes import compare_entries
from guidebook.field_types import TextKind
from guidebook.model import Site
from guidebook.pairing import pair_keys
from guidebook.words import words_path

_SETTINGS_PATH = "mkdocs.yml"
_SETTINGS = {
    "site_url": "Address of the site",
    "edit_url": "Address of the editor of files",
    "survey_url": "Address of the survey",
    "publisher": "Publisher",
    "contact": "Mail address",
}
"""What settings are called; others go by their name in the file."""


def compare_catalogues(sides: Sides) -> tuple[Subject, ...]:
    """Return everything that differs between two states."""
    word = sides.head.words
    found = [
        *compare_entries(sides),
        _file(sides, Site.PATH, Site.PATH, word("parts.site"), "Names, introductions and facts"),
        *_pages(sides, word("parts.pages")),
        *_studies(sides, word("parts.studies")),
        _file(sides, GLOSSARY_PATH, GLOSSARY_PATH, word("parts.glossary"), word("glossary")),
        _file(
            sides, REFERENCES_PATH, REFERENCES_PATH, word("parts.references"), word("references")
        ),
        *_interface_words(sides),
        _settings(sides),
    ]
    return tuple(subject for subject in found if not subject.is_empty)


def _file(sides: Sides, old_path: str, new_path: str, part: str, title: str) -> Subject:
    """Return what differs in a file of `guidelines/` that is no entry; empty paths for none."""
    base, head = sides.catalogues
    old = sides.base.file(old_path) if old_path in base.contents else {}
    old = {name: one for name, one in old.items() if not _is_broken(head, old_path, name)}
    new = sides.head.file(new_path) if new_path in head.contents else {}
    path = new_path or old_path
    if path in sides.unread:
        return Subject(part, title, path, Happened.UNREAD, ("Cannot be read now.",))
    texts = list(compare_statements(sides, old, new, {}))
    sentences = []
    for sentence, changed in compare_translations(sides, old_path, new_path, {}, new):
        texts += changed
        sentences += [sentence] if sentence else []
    if path == GLOSSARY_PATH:
        texts += _term_facts(sides)
    happened = Happened.CHANGED
    if not old and new:
        happened = Happened.ADDED
    elif old and not new:
        happened = Happened.REMOVED
    return Subject(part, title, path, happened, tuple(sentences), tuple(texts))


def _is_broken(head: Catalogue, path: str, name: str) -> bool:
    """Return True for a part of a list that is still there and cannot be read."""
    scheme = {REFERENCES_PATH: "ref", GLOSSARY_PATH: "term"}.get(path, "")
    return f"{scheme}:{name.partition('.')[0]}" in head.broken


def _term_facts(sides: Sides) -> Iterator[Changed]:
    """Yield what differs in what translated glossaries say of their own words."""
    base, head = sides.catalogues
    for tag, term_id in sorted({*base.term_facts, *head.term_facts}):
        told = []
        for teller, facts in (
            (sides.base, base.term_facts.get((tag, term_id))),
            (sides.head, head.term_facts.get((tag, term_id))),
        ):
            avoid = [f"{item.form} ({item.because})" for item in facts.avoid] if facts else []
            told.append(
                {
                    "checked": teller.words(f"checked.{facts.checked}") if facts else "",
                    "avoid": "; ".join(avoid),
                }
            )
        old, new = told
        term = head.glossary.get(term_id) or base.glossary.get(term_id)
        for name, label in (("checked", "how it was checked"), ("avoid", "forms to avoid")):
            if old[name] != new[name]:
                what = term.term if term else term_id
                yield Changed(
                    f"{term_id}.{name}",
                    f"{what}: {label}",
                    old[name],
                    new[name],
                    language=sides.head.language(tag),
                )


def _studies(sides: Sides, part: str) -> Iterator[Subject]:
    base, head = sides.catalogues
    old = {study.study_id: study for study in base.studies}
    new = {study.study_id: study for study in head.studies}
    pairs = pair_keys(
        {key: study.title for key, study in old.items() if study.path not in sides.unread},
        {key: study.title for key, study in new.items()},
    )
    earlier = {later: key for key, later in pairs.items()}
    for key, study in new.items():
        was = old[earlier[key]].path if key in earlier else ""
        yield _file(sides, was, study.path, part, study.title)
    for key, study in old.items():
        if key not in pairs:
            if study.path in sides.unread:
                yield _file(sides, study.path, study.path, part, study.title)
            else:
                yield _file(sides, study.path, "", part, study.title)


def _pages(sides: Sides, part: str) -> Iterator[Subject]:
    base, head = sides.catalogues
    old, new = _source_pages(base), _source_pages(head)
    pairs = pair_keys(
        {key: page.markdown for key, page in old.items() if page.path not in sides.unread},
        {key: page.markdown for key, page in new.items()},
    )
    earlier = {later: key for key, later in pairs.items()}
    for key in new:
        yield _page(sides, earlier.get(key, ""), key, part)
    for key, page in old.items():
        if key in pairs:
            continue
        if page.path in sides.unread:
            sentence = ("Cannot be read now.",)
            yield Subject(part, page.title, page.path, Happened.UNREAD, sentence)
        else:
            texts = tuple(_page_texts(sides, page, None, None))
            yield Subject(part, page.title, page.path, Happened.REMOVED, (), texts)


def _source_pages(catalogue: Catalogue) -> Mapping[str, HandWrittenPage]:
    return {page.page_id: page for page in catalogue.pages if not page.locale}


def _page(sides: Sides, old_id: str, new_id: str, part: str) -> Subject:
    base, head = sides.catalogues
    page = head.pages_by_id[new_id, ""]
    old = base.pages_by_id.get((old_id, ""))
    texts = list(_page_texts(sides, old, page, None))
    sentences = []
    if old is not None and old_id != new_id:
        sentences.append(f"Has another address: {old_id} is now {new_id}.")
    for locale in sides.translated:
        was, now = (
            base.pages_by_id.get((old_id, locale.tag)),
            head.pages_by_id.get((new_id, locale.tag)),
        )
        language = sides.head.language(locale.tag)
        if f"docs/{new_id}.{locale.tag}.md" in sides.unread:
            sentences.append(f"The translation into {language} cannot be read now.")
        elif was is not None and now is None:
            sentences.append(f"The translation into {language} is gone.")
        elif now is not None:
            texts += _page_texts(sides, was, now, locale)
            sentences += [] if was else [f"New translation into {language}."]
            if now.state is not None:
                state = was.state if was else None
                texts += compare_states(sides, state, now.state, language)
    happened = Happened.CHANGED if old else Happened.ADDED
    return Subject(part, page.title, page.path, happened, tuple(sentences), tuple(texts))


def _page_texts(
    sides: Sides, old: HandWrittenPage | None, new: HandWrittenPage | None, locale: Locale | None
) -> Iterator[Changed]:
    """Yield what differs in a page: title, description and text."""
    language = sides.head.language(locale.tag) if locale else ""
    shown = locale or sides.head.catalogue.source_locale
    for name, label, kind in (
        ("title", "Title", TextKind.PLAIN),
        ("description", "Description", TextKind.PLAIN),
        ("markdown", "Text", TextKind.MARKDOWN),
    ):
        was = sides.led_on(getattr(old, name).strip()) if old else ""
        now = getattr(new, name).strip() if new else ""
        if was != now:
            changed = Changed(name, label, was, now, kind, shown, language)
            remarks = link_remarks(sides, changed)
            yield Changed(name, label, was, now, kind, shown, language, remarks=remarks)


def _interface_words(sides: Sides) -> Iterator[Subject]:
    base, head = sides.catalogues
    for locale in head.locales:
        old, new = base.words.get(locale.tag, {}), head.words.get(locale.tag, {})
        language = "" if locale.is_source else sides.head.language(locale.tag)
        texts = [
            Changed(
                key,
                f"Word “{key}”",
                _word(old.get(key, "")),
                _word(new.get(key, "")),
                TextKind.PLAIN,
                locale,
                language,
                "" if locale.is_source else _word(head.words[head.locales[0].tag].get(key, "")),
            )
            for key in dict.fromkeys([*new, *old])
            if old.get(key) != new.get(key)
        ]
        yield Subject(
            "Words of the site itself",
            sides.head.language(locale.tag),
            words_path(locale.tag),
            Happened.CHANGED,
            texts=tuple(texts),
        )


def _word(value: WordValue) -> str:
    return value if isinstance(value, str) else " / ".join(value.values())


def _settings(sides: Sides) -> Subject:
    old, new = (dict(_told_settings(catalogue)) for catalogue in sides.catalogues)
    texts = [
        Changed(name, _SETTINGS.get(name, name), old.get(name, ""), new.get(name, ""))
        for name in dict.fromkeys([*new, *old])
        if old.get(name) != new.get(name)
    ]
    return Subject(
        "Settings", "Settings of the site", _SETTINGS_PATH, Happened.CHANGED, texts=tuple(texts)
    )


def _told(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_told(part)}" for key, part in value.items())
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _told_settings(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    yield "site_url", catalogue.site_url
    for name, value in catalogue.settings.model_dump().items():
        yield name, _told(value)
    yield "Languages", "; ".join(f"{one.name} ({one.tag})" for one in catalogue.locales)
    yield "Titles in the menu", "; ".join(title.title for title in catalogue.nav_titles)
