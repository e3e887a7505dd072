"""Hand-written pages in one language, with what the program puts into them.

In: views of one language and the templates. Out: the Markdown of the pages of `docs/`, with their
inserts, their links to content and the notice and foot that every page has.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

from markupsafe import Markup

from guidebook.addresses import (
    OVERVIEW,
    TRANSLATIONS,
    entries_by_page_id,
    page_address,
    page_id_of_file,
)
from guidebook.book_views import all_book_links
from guidebook.catalogue import HandWrittenPage, Locale
from guidebook.freshness import field_review
from guidebook.localise import Passage
from guidebook.markup import Markupper
from guidebook.materials import LICENCES_PATH, MATERIALS
from guidebook.page_files import WHOLE_PAGE, page_fingerprint, page_text
from guidebook.project_files import DOCS
from guidebook.render import template_renderer
from guidebook.views import Views
from guidebook.ways_in import Place, ways_in

INSERT = re.compile(r"^<!-- insert: ([a-z]+) -->[ ]*$", re.MULTILINE)
_LINK_TO_FILE = re.compile(r"\](?:\(|:)\s*<?(?![A-Za-z][A-Za-z0-9+.-]*:|[/#])([^)\s#?>]+)")
"""A link or picture, or where its target stands apart: what is none does no harm here."""
_CONTENT_LINK = re.compile(r"\]\(((?:entry|ref|finding|term):[^)\s]+)\)")


@dataclass(frozen=True)
class LanguageProgress:
    """How far a language is."""

    locale: Locale
    everything: bool
    audiences: tuple[Passage, ...]
    translated: int
    total: int


class HandWrittenRenderer:
    """Renders hand-written pages, and the parts that every page has."""

    def __init__(self, views: Views, templates: Path) -> None:
        self.views = views
        self.texts = views.texts
        self.words = views.texts.words
        self.catalogue = views.catalogue
        self.locale = views.locale
        self.renderer = template_renderer(templates)
        self.by_id: dict[str, dict[str, HandWrittenPage]] = {}
        for page in self.catalogue.pages:
            self.by_id.setdefault(page.page_id, {})[page.locale] = page

    @property
    def page_ids(self) -> tuple[str, ...]:
        """Return the ids of all hand-written pages."""
        return tuple(sorted(self.by_id))

    def find(self, page_id: str) -> HandWrittenPage:
        """Return a page in this language, or else in the source language."""
        in_locales = self.by_id[page_id]
        self.texts.catalogue.reads.note(f"docs/{page_id}.md", self.locale.tag)
        return in_locales.get(self.locale.tag) or in_locales[""]

    def render(self, page: HandWrittenPage, markup: Markupper) -> str:
        """Return a page's Markdown with notice, inserts, links and foot."""
        is_foreign = not page.locale and not self.locale.is_source
        self._note_targets(page)

        def ours(block: str) -> str:
            """Return a block of this language for a page whose text is in another."""
            if not is_foreign or not block.strip():
                return block
            tag, direction = self.locale.tag, self.locale.direction
            return f'\n<div lang="{tag}" dir="{direction}">\n{block.strip()}\n</div>\n'

        body = _CONTENT_LINK.sub(
            lambda match: _as_file_link(match, page.page_id, markup), page.markdown
        )
        body = INSERT.sub(lambda match: ours(self.insert(match[1], markup)), body)
        title, _, rest = body.partition("\n\n")
        source = self.by_id[page.page_id][""].path
        notice = ours(self.page_notice(page, markup))
        return f"{title}\n\n{notice}\n{rest}\n\n{ours(self.foot(markup, page.path, source))}"

    def _note_targets(self, page: HandWrittenPage) -> None:
        """Note as read what the page links to by its path: should it go, MkDocs must say so."""
        reads, tag = self.texts.catalogue.reads, self.locale.tag
        entries = entries_by_page_id(self.texts.catalogue)
        folder = posixpath.dirname(page.page_id)
        for target in _LINK_TO_FILE.findall(page.markdown):
            path = posixpath.normpath(posixpath.join(folder, unquote(target)))
            page_id = page_id_of_file(path, self.catalogue)
            if not path.endswith(".md"):
                reads.note_folder(DOCS)
            elif page_id in entries:
                reads.note(entries[page_id].path, tag)
            elif page_id in self.by_id:
                reads.note(f"{DOCS}/{page_id}.md", tag)

    def insert(self, name: str, markup: Markupper) -> str:
        """Return the HTML block that stands for an insert line."""
        page = SimpleNamespace(words=self.words, markup=markup, show=self.shown)
        return f"\n{self.renderer.render(f'inserts/{name}.html.jinja', page).strip()}\n"

    @property
    def shown(self) -> SimpleNamespace:
        """Return everything that inserts can show."""
        catalogue, views = self.catalogue, self.views
        return SimpleNamespace(
            audiences=[views.audience(audience) for audience in catalogue.site.audiences],
            topics=[views.topic(topic) for topic in catalogue.site.topics],
            findings=[
                views.finding(study, finding)
                for study in catalogue.studies
                for finding in study.findings
            ],
            languages=[self.progress(locale) for locale in catalogue.locales],
            books=all_book_links(views),
            settings=catalogue.settings,
            translations_address=views.address(f"{TRANSLATIONS}/index")
            if len(catalogue.locales) > 1
            else "",
            overview_address=views.address(f"{OVERVIEW}/index"),
            notice=self.texts.site["notice"],
            edition=catalogue.site.edition,
            materials=MATERIALS,
            licences_address=LICENCES_PATH,
        )

    def progress(self, locale: Locale) -> LanguageProgress:
        """Return how far a language is."""
        in_force = [entry for entry in self.catalogue.entries if not entry.is_retired]
        taken_on = self.catalogue.site.translated.get(locale.tag, ())
        names = () if taken_on == "all" else taken_on
        return LanguageProgress(
            locale,
            taken_on == "all",
            tuple(self.texts.site[f"audiences.{name}.name"] for name in names),
            sum(
                locale.is_source or self.catalogue.has_translation(entry.path, locale.tag)
                for entry in in_force
            ),
            len(in_force),
        )

    def page_notice(self, page: HandWrittenPage, markup: Markupper) -> str:
        """Return the notice on the state of a hand-written page."""
        if self.locale.is_source:
            return ""
        if page.state is None:
            sentence = self.texts.state_sentence("untranslated", None)
            return self.notice(markup, page.page_id, sentence)
        source = self.by_id[page.page_id][""]
        review = field_review(WHOLE_PAGE, page_text(page), page.state)
        sentences = [self.texts.state_sentence(review, page.state)]
        if page.state.made_from.get(WHOLE_PAGE) != page_fingerprint(source):
            sentences.append(self.texts.state_sentence("page_behind", page.state))
        return self.notice(markup, page.page_id, " ".join(sentences))

    def notice(self, markup: Markupper, page_id: str, sentence: str) -> Markup:
        """Return a sentence on a page's state as HTML, with a link to the original."""
        if not sentence:
            return Markup()
        source = self.catalogue.source_locale
        language = self.words.language(source.tag)
        page = SimpleNamespace(
            markup=markup,
            notice_text=sentence,
            original_address=page_address(page_id, source),
            original_link=self.words("read_original", language=language),
            source_locale=source,
        )
        return self.renderer.render("pages/_notice.html.jinja", page)

    def plain_notice(self, text: str) -> Markup:
        """Return a sentence as a notice of its own; nothing for an empty one."""
        if not text:
            return Markup()
        page = SimpleNamespace(notice_text=text, original_address=None)
        return self.renderer.render("pages/_notice.html.jinja", page)

    def foot(self, markup: Markupper, edit_path: str, source_path: str, code: str = "") -> Markup:
        """Return the lines that every page ends with: ways in, edition, licence and notice."""
        address = self.catalogue.site_url + markup.address
        page = SimpleNamespace(
            markup=markup,
            words=self.words,
            ways=ways_in(self.texts, Place(source_path, edit_path, address, code)),
            edition=self.catalogue.site.edition,
            licence=self.catalogue.site.licence,
            site_notice=self.texts.site["notice"],
            site_title=self.texts.site["title"],
            address=address,
            language=self.words.language(self.locale.tag),
        )
        return Markup("\n") + self.renderer.render("pages/_foot.html.jinja", page)


def _as_file_link(match: re.Match[str], page_id: str, markup: Markupper) -> str:
    """Return a link to content as a link to the page's Markdown file, which MkDocs checks."""
    found = markup.find_target(match[1])
    if found is None:
        return match[0]
    target, anchor = found
    path = posixpath.relpath(f"{target}.md", posixpath.dirname(page_id) or ".")
    return f"]({path}#{anchor})" if anchor else f"]({path})"
