"""The same book as HTML, for WeasyPrint: the same texts, contents, index, links and page numbers.

In: the catalogue. Out: one HTML document of the first audience's book in the source language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from guidebook.book_views import BookView, book_view
from guidebook.catalogue import Catalogue
from guidebook.localise import Passage, Texts
from guidebook.markup import Markupper
from guidebook.typesetting import FONTS
from guidebook.views import EntryView, NeedView, Views

STYLE = """
@page { size: A4; margin: 26mm 24mm 24mm;
  @top-left { content: string(part); font-size: 8.5pt }
  @top-right { content: string(entry); font-size: 8.5pt }
  @bottom-center { content: "Page " counter(page) " of " counter(pages); font-size: 8.5pt } }
html { font-family: "Noto Sans"; font-size: 10pt; line-height: 1.35; hyphens: auto }
h1 { break-before: page; font-size: 19pt; string-set: part content() }
h2 { font-size: 14pt; break-after: avoid; string-set: entry attr(data-code) }
h3, h4 { break-after: avoid }
.summary { background: #f2f2f2; padding: 3mm; break-inside: avoid }
.actions, .contents { list-style: none; padding: 0 }
.actions > li { break-inside: avoid }
.box { display: inline-block; width: 8pt; height: 8pt; border: 0.8pt solid }
.who { display: flex; gap: 3mm } .who span { flex: 1; border-bottom: 0.4pt solid }
.contents a::after { content: leader(dotted) target-counter(attr(href), page) }
.page::after { content: target-counter(attr(href), page) }
table { border-collapse: collapse } td, th { border: 0.5pt solid; padding: 5pt }
"""


class HtmlBook:
    """Writes the book of one audience."""

    def __init__(self, catalogue: Catalogue, audience_id: str) -> None:
        self.views = Views(Texts(catalogue, catalogue.source_locale))
        self.words = self.views.texts.words
        self.markup = Markupper(catalogue, catalogue.source_locale, "")
        self.view: BookView = book_view(self.views, audience_id)

    def html(self) -> str:
        """Return the document."""
        body = "".join([*self._contents(), *self._parts(), *self._back()])
        inside = re.sub(r'href="[^"#]*#', 'href="#', body)
        return (
            f"<html lang='en'><head><title>Book</title><style>{_faces()}{STYLE}</style></head>"
            f"<body>{inside}</body></html>"
        )

    def _contents(self) -> Iterator[str]:
        yield "<h1>Contents</h1><ul class='contents'>"
        for part in self.view.parts:
            yield f"<li><a href='#{part.topic.topic.id}'>{self._text(part.topic.name)}</a><ul>"
            for entry in part.entries:
                yield f"<li><a href='#{_anchor(entry)}'>{self._title(entry)}</a></li>"
            yield "</ul></li>"
        yield "</ul>"

    def _parts(self) -> Iterator[str]:
        for part in self.view.parts:
            yield f"<h1 id='{part.topic.topic.id}'>{self._text(part.topic.name)}</h1>"
            yield f"<p>{self._text(part.topic.question)}</p>"
            yield self.markup.block(part.topic.introduction)
            for entry in part.entries:
                yield from self._entry(entry)

    def _entry(self, view: EntryView) -> Iterator[str]:
        words, entry = self.words, view.card.entry
        yield f"<h2 id='{_anchor(view)}' data-code='{entry.code}'>{self._title(view)}</h2>"
        yield f"<div class='summary'><p>{self._text(view.card.summary)}</p>"
        yield f"<p>{words('strength.' + entry.strength)} · {words('status.' + entry.status)}</p>"
        yield f"</div><h3>{words('what_to_do')}</h3><ul class='actions'>"
        for action in view.actions:
            yield f"<li><span class='box'></span> <strong>{self._text(action.do)}</strong>"
            yield self.markup.block(action.detail) if action.detail else ""
            yield f"<p class='who'>{words('book.who')} <span></span> {words('book.when')} "
            yield "<span></span></p></li>"
        yield f"</ul><h3>{words('why')}</h3>{self.markup.block(view.why)}"
        yield f"<h3>{words('examples')}</h3>"
        for example in view.examples:
            yield f"<h4>{self._text(example.title)}</h4>{self.markup.block(example.text)}"
        yield from self._needs("needs", view.needs)
        yield from self._needs("needed_by", view.needed_by)
        yield f"<h3>{words('rests_on')}</h3><ul>"
        for finding in view.findings:
            yield f"<li><a href='#{finding.anchor}'>{finding.finding.id}</a> "
            yield f"{self._text(finding.text)}</li>"
        for item in view.references:
            yield f"<li><a href='#{item.anchor}'>{self._text(item.title)}</a></li>"
        yield "</ul>"

    def _needs(self, heading: str, needs: tuple[NeedView, ...]) -> Iterator[str]:
        if needs:
            yield f"<h3>{self.words(heading)}</h3><ul>"
            for need in needs:
                yield f"<li><strong>{need.card.entry.code}</strong> "
                yield f"<a href='https://example.org/{need.card.address}'>"
                yield f"{self._text(need.card.title)}</a>. {self._text(need.because)}</li>"
            yield "</ul>"

    def _back(self) -> Iterator[str]:
        yield "<h1>Evidence</h1><dl>"
        for study in self.view.studies:
            for finding in study.findings:
                yield f"<dt id='{finding.anchor}'>{finding.finding.id}</dt>"
                yield f"<dd>{self._text(finding.text)}</dd>"
        yield "</dl><h1>References</h1><ol>"
        for item in self.view.references:
            yield f"<li id='{item.anchor}'>{self._text(item.title)}. {escape(item.reference.by)}."
            yield f" {escape(item.url or '')}</li>"
        yield "</ol><h1>Index</h1><table><tr><th>Code<th>Guideline<th>Page</tr>"
        for card in self.view.index:
            anchor = f"entry-{card.entry.entry_id}"
            yield f"<tr><td>{card.entry.code}<td><a href='#{anchor}'>{self._text(card.title)}</a>"
            yield f"<td><a class='page' href='#{anchor}'></a></tr>"
        yield "</table>"

    def _title(self, view: EntryView) -> str:
        return f"{view.card.entry.code} {self._text(view.card.title)}"

    def _text(self, passage: Passage) -> str:
        return str(self.markup.inline(passage))


def _anchor(view: EntryView) -> str:
    return f"entry-{view.card.entry.entry_id}"


def _faces() -> str:
    """Return the faces of the books' own fonts as style sheet rules."""
    faces = {
        "Regular": "",
        "Bold": "font-weight: bold;",
        "Italic": "font-style: italic;",
        "BoldItalic": "font-weight: bold; font-style: italic;",
    }
    return "".join(
        f'@font-face {{ font-family: "Noto Sans"; {style} src: url("{_url(FONTS, name)}") }}'
        for name, style in faces.items()
    )


def _url(folder: Path, name: str) -> str:
    return (folder / f"NotoSans-{name}.ttf").as_uri()


def weasyprint(html: str) -> bytes:
    """Return the PDF that WeasyPrint makes, tagged as the books are."""
    from weasyprint import HTML

    made: bytes = HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    return made
