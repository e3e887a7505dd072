"""The books as their readers meet them: read by eye, read aloud and printed."""

from __future__ import annotations

import re

from library import MILLIMETRE, Library, lines_of, passages_of
from pdf_reader import INVISIBLE, Pdf, letters_outside, normal, page_numbers

from guidebook.addresses import page_address, section_page_id
from guidebook.book_views import ALL, entries_of
from guidebook.localise import Passage

TOP = (297 - 25) * MILLIMETRE
"""Where the text of a page begins, below its running head."""


def test_every_book_says_that_it_is_accessible_and_lasting(real_books: Library) -> None:
    """Every book declares PDF/UA-1 and PDF/A-2a, is tagged, and shows its title."""
    assert len(real_books.pdfs) == 24
    for pdf in real_books.pdfs.values():
        assert pdf.metadata["pdfuaid:part"] == "1", pdf.path
        assert (pdf.metadata["pdfaid:part"], pdf.metadata["pdfaid:conformance"]) == ("2", "A")
        assert pdf.root.MarkInfo.Marked is True
        assert pdf.root.ViewerPreferences.DisplayDocTitle is True


def test_every_book_says_what_it_is(real_books: Library) -> None:
    """Language, title, author and description stand in the metadata; topics are its keywords."""
    titles = set()
    for book, pdf in real_books.pdfs.items():
        views = real_books.views(book)
        info = pdf.document.docinfo
        titles.add(str(info["/Title"]))
        assert str(pdf.root.Lang) == book.locale.tag
        assert book.locale.tag in str(pdf.metadata["dc:language"])
        assert str(info["/Title"]) == pdf.metadata["dc:title"]
        assert str(info["/Author"]) == views.texts.site["title"].text
        assert real_books.catalogue.site.edition.id in str(info["/Subject"])
        assert pdf.metadata["dc:description"] == str(info["/Subject"])
        topics = [part.topic.name.text for part in real_books.view(book).parts]
        assert str(info["/Keywords"]) == pdf.metadata["pdf:Keywords"] == ", ".join(topics)
    assert len(titles) == len(real_books.pdfs)


def test_bookmarks_lead_to_every_entry(real_books: Library) -> None:
    """Every entry of a book has a bookmark with its code and title."""
    for book, pdf in real_books.books():
        titles = [title for title, _ in pdf.bookmarks]
        for card in real_books.view(book).index:
            assert f"{card.entry.code} {normal(card.title.text)}" in titles, pdf.path


def test_the_structure_can_be_read_aloud(real_books: Library) -> None:
    """Headings skip no level, lists hold items; pictures, links and table cells are explained."""
    for pdf in real_books.pdfs.values():
        assert pdf.tree.kind == "Document"
        level = 0
        for heading in pdf.all("H1", "H2", "H3", "H4", "H5", "H6"):
            assert int(heading.kind[1]) <= level + 1, (pdf.path, heading.text)
            level = int(heading.kind[1])
            assert heading.text
        for items in pdf.all("L"):
            assert {child.kind for child in items.children} == {"LI"}, pdf.path
        for item in pdf.all("LI"):
            kinds = [child.kind for child in item.children]
            assert kinds == ["Lbl", "LBody"], (pdf.path, item.text)
        for figure in pdf.all("Figure"):
            assert str(figure.node.get("/Alt", "")), pdf.path
        for link in pdf.all("Link"):
            assert link.annotations, (pdf.path, link.text)
            assert all(str(a.get("/Contents", "")) for a in link.annotations), (pdf.path, link.text)
            assert link.text, pdf.path
        for cell in pdf.all("TH"):
            assert any("/Scope" in about for about in cell.attributes()), (pdf.path, cell.text)
        for cell in pdf.all("TD"):
            assert any("/Headers" in about for about in cell.attributes()), (pdf.path, cell.text)


def test_every_link_annotation_belongs_to_a_link(real_books: Library) -> None:
    """No link of a page is missing from the structure."""
    for pdf in real_books.pdfs.values():
        in_tree = {a.objgen for link in pdf.all("Link") for a in link.annotations}
        on_pages = {a.objgen for page in pdf.document.pages for a in page.get("/Annots", [])}
        assert in_tree == on_pages, pdf.path


def test_links_lead_to_what_they_say(real_books: Library) -> None:
    """A link inside a book says what stands at the place it leads to, and leads to it."""
    for book, pdf in real_books.books():
        of_contents = {
            annotation.objgen
            for contents in pdf.all("TOC")
            for element in contents.walk()
            for annotation in element.annotations
        }
        links = [a for link in pdf.all("Link") for a in link.annotations if "/Dest" in a]
        said = set()
        for link in links:
            if link.objgen not in of_contents:
                number, top = pdf.place_of(str(link.Dest))
                printed = squeezed(pdf.text_below(number, top))
                wanted = re.sub(r"^\[(\d+)\]", r"\1.", normal(str(link.Contents)))
                assert squeezed(wanted)[:40] in printed, (pdf.path, link.Dest)
                said.add(str(link.Contents))
        entries = {f"{card.entry.code} {card.title.text}" for card in real_books.view(book).index}
        assert entries < said, pdf.path


def test_no_address_is_left_that_only_the_program_knows(real_books: Library) -> None:
    """Every address of a link is one that a reader can open."""
    for pdf in real_books.pdfs.values():
        addresses = {
            str(annotation.A.URI)
            for link in pdf.all("Link")
            for annotation in link.annotations
            if "/A" in annotation
        }
        assert addresses
        assert all(address.startswith(("https://", "mailto:")) for address in addresses), pdf.path
        assert b"book:" not in pdf.path.read_bytes()


def squeezed(text: str) -> str:
    """Return a text without spaces and without what only tells where lines may end."""
    return INVISIBLE.sub("", re.sub(r"[\s-]", "", text))


def test_all_text_is_read_aloud_or_left_out_on_purpose(real_books: Library) -> None:
    """No text of a page stands outside of structure and artifacts."""
    for pdf in real_books.pdfs.values():
        assert pdf.text
        assert not pdf.unmarked, pdf.path


def test_headers_and_footers_are_not_read_aloud(real_books: Library) -> None:
    """The page's number and the running head are drawn on every page but are no content."""
    for book, pdf in real_books.books():
        pattern = real_books.views(book).texts.words.pattern("book.page_of")
        total = len(pdf.document.pages)
        begin = re.escape(pattern.partition("{")[0])
        assert not re.search(rf"{begin}\d+ \S+ {total}\b", pdf.text)
        assert pattern.split("{")[0] not in pdf.artifacts.get(1, "")
        for number in range(2, total + 1):
            shown = pattern.replace("{n}", str(number)).replace("{total}", str(total))
            assert shown in normal(pdf.artifacts[number]), (pdf.path, number)
            assert shown not in pdf.text


def test_no_page_begins_with_the_last_line_of_an_entry(real_books: Library) -> None:
    """The day of the last review follows what the entry rests on, on the same page."""
    for book, pdf in real_books.books():
        words = real_books.views(book).texts.words("last_reviewed")
        tops = [pdf.text_below(number, TOP) for number in range(2, len(pdf.document.pages) + 1)]
        assert all(tops), pdf.path
        assert not [text for text in tops if text.startswith(words)], pdf.path


def test_a_part_at_the_top_of_a_page_stands_in_its_running_head(real_books: Library) -> None:
    """The head of a page that begins with a new part names that part, not the one before."""
    seen = 0
    for _, pdf in real_books.books():
        begun: set[int] = set()
        for element in pdf.tree.walk():
            if not element.pages or not element.text:
                continue
            new = element.pages - begun
            if element.kind == "H1" and new == element.pages and min(new) > 1:
                assert normal(pdf.artifacts[min(new)]).startswith(element.text), pdf.path
                seen += 1
            begun |= element.pages
    assert seen > len(real_books.pdfs)


def test_the_running_head_names_part_and_entry(real_books: Library) -> None:
    """A page on which nothing begins has the part and the entry it belongs to in its head."""
    for book, pdf in real_books.books():
        entries = {
            f"{c.entry.code} {normal(c.title.text)}": c.entry for c in real_books.view(book).index
        }
        parts = {heading.text for heading in pdf.all("H1")}
        begun = {page for _, page in pdf.bookmarks}
        part = code = ""
        pages = dict.fromkeys(range(1, len(pdf.document.pages) + 1), ("", ""))
        for title, page in pdf.bookmarks:
            part, code = (title, "") if title in parts else (part, code)
            code = entries[title].code if title in entries else code
            pages |= dict.fromkeys(range(page, len(pages) + 1), (part, code))
        for page in pages.keys() - begun - {1}:
            part, code = pages[page]
            assert normal(pdf.artifacts[page]).startswith(f"{part}{code}"), (pdf.path, page)


def test_foreign_text_is_marked_with_its_language(real_books: Library) -> None:
    """In translated books each passage is marked with the language it really is in."""
    for book, pdf in real_books.pdfs.items():
        view = real_books.view(book)
        said = {tag: pdf.in_language(tag) for tag in real_books.catalogue.locales_by_tag}
        shown = [p for p in passages_of(view) if not book.is_checklist or is_on_checklist(p)]
        assert shown
        for passage in shown:
            for line in lines_of(passage):
                assert line in said[passage.locale.tag], (pdf.path, passage)
                others = [said[tag] for tag in said if tag != passage.locale.tag]
                if len(line) > 30:
                    assert not any(line in other for other in others), (pdf.path, passage)


def is_on_checklist(passage: Passage) -> bool:
    """Return True for the passages that checklists show."""
    return passage.yaml_path[-1:] == ("do",) or passage.yaml_path == ("title",)


def test_the_cover_says_what_the_book_is(real_books: Library) -> None:
    """The first page has title, edition, notice, address, and the address as a picture to scan."""
    for book, pdf in real_books.books():
        views = real_books.views(book)
        words, site = views.texts.words, real_books.catalogue.site
        page_id = "index" if book.audience_id == ALL else section_page_id(book.audience_id)
        address = real_books.catalogue.site_url + page_address(page_id, book.locale)
        cover = normal(" ".join(e.text for e in pdf.tree.walk() if e.pages == {1}))
        assert normal(pdf.all("Title")[0].text) == str(pdf.document.docinfo["/Title"])
        assert words("edition", id=site.edition.id, date=site.edition.date) in cover
        assert normal(views.texts.site["notice"].text) in cover
        assert address in cover
        (picture,) = pdf.all("Figure")
        assert str(picture.node.Alt) == words("book.qr_alt", address=address)


def test_no_sentence_is_lost(real_books: Library) -> None:
    """Every passage of every entry of an audience is in its book."""
    for book, pdf in real_books.books():
        view = real_books.view(book)
        shown = {card.entry.entry_id for card in view.index}
        wanted = entries_of(real_books.catalogue, book.audience_id)
        assert shown == {entry.entry_id for entry in wanted}
        for passage in passages_of(view):
            for line in lines_of(passage):
                assert line in pdf.prose, (pdf.path, passage)
        for part in view.parts:
            for entry in part.entries:
                for finding in entry.findings:
                    said = f"{finding.finding.id} {normal(finding.text.text)}"
                    assert said in pdf.text, (pdf.path, finding)


def test_every_reference_is_listed_with_its_number(real_books: Library) -> None:
    """Each number in square brackets is that of a work in the list of references."""
    for book, pdf in real_books.books():
        view, words = real_books.view(book), real_books.views(book).texts.words
        numbers = {item.reference_id: n for n, item in enumerate(view.references, 1)}
        listed = references_of(pdf, words("references"))
        assert len(listed) == len(numbers)
        for item in view.references:
            assert listed[numbers[item.reference_id]].startswith(normal(item.title.text)), pdf.path
        for part in view.parts:
            for entry in part.entries:
                for item in entry.references:
                    said = f"[{numbers[item.reference_id]}] {normal(item.title.text)}"
                    assert said in pdf.text, (pdf.path, said)
        cited = {int(number) for number in re.findall(r"\[(\d+)\]", pdf.text)}
        assert cited <= set(listed), pdf.path


def references_of(pdf: Pdf, heading: str) -> dict[int, str]:
    """Return the list of references by number."""
    following = iter(pdf.tree.children)
    next(element for element in following if element.kind == "H1" and element.text == heading)
    works = next(following)
    return {
        int(item.children[0].text.rstrip(".")): item.children[1].text for item in works.children
    }


def test_the_index_names_the_pages_on_which_entries_begin(real_books: Library) -> None:
    """Each code of the index stands beside the page that has its heading."""
    for book, pdf in real_books.books():
        bookmarks = dict(pdf.bookmarks)
        headings = {heading.text: min(page_numbers(heading)) for heading in pdf.all("H2")}
        rows = [[cell.text for cell in row.children] for row in pdf.all("TR")]
        pages = {row[0]: (row[1], row[2]) for row in rows if len(row) == 3}
        for card in real_books.view(book).index:
            title, page = pages[card.entry.code]
            assert title == normal(card.title.text)
            heading = f"{card.entry.code} {title}"
            assert int(page) == bookmarks[heading] == headings[heading], (pdf.path, heading)


def test_an_untranslated_entry_says_so(real_books: Library) -> None:
    """In translated books the state of each entry's translation stands below its title."""
    for book, pdf in real_books.books():
        texts = real_books.views(book).texts
        for card in real_books.view(book).index:
            notice = normal(texts.notice(card.entry.path, card.entry))
            said = f"{card.entry.code} {normal(card.title.text)} {notice}".strip()
            assert said in pdf.text, (pdf.path, said)
    finnish = real_books.pdf("all.fi.pdf")
    assert "Tätä sivua ei ole vielä käännetty." in finnish.text


def test_a_checklist_is_one_page_with_every_action(real_books: Library) -> None:
    """On the real content each checklist is one page and has all actions of its audience."""
    for book, pdf in real_books.books(checklists=True):
        assert len(pdf.document.pages) == 1, pdf.path
        for part in real_books.view(book).parts:
            for entry in part.entries:
                assert f"{entry.card.entry.code} {normal(entry.card.title.text)}" in pdf.text
                for action in entry.actions:
                    assert normal(action.do.text) in pdf.text, (pdf.path, action.do)


def test_nothing_runs_off_the_page(real_books: Library) -> None:
    """Every letter of every page lies within the margins."""
    for book, pdf in real_books.pdfs.items():
        margin = (10 if book.is_checklist else 20) * MILLIMETRE
        assert letters_outside(pdf.path, margin) == [], pdf.path
