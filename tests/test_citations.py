"""Citations: ready text, and files that reference managers read."""

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from browser import open_page
from conftest import MakeProject
from hypothesis import example, given
from hypothesis import strategies as st
from playwright.sync_api import Browser, BrowserContext, expect
from support import CASES, REPOSITORY, Files, copy_base

from guidebook.catalogue import Catalogue
from guidebook.citations import Citation, Citations, Download, as_tex
from guidebook.load import load_catalogue
from guidebook.localise import Texts

ENTRY = "guidelines/growers/collect-rain.yml"
CSL_DATA = frozenset(
    {
        *("id", "type", "title", "container-title", "number", "version", "issued", "status"),
        *("note", "language", "URL", "publisher"),
    }
)
"""Fields of the schema csl-data.json of the Citation Style Language, which allows no others."""


def citations(root: Path, tag: str) -> tuple[Catalogue, Citations]:
    """Return what cites a project's entries in a language."""
    catalogue, _ = load_catalogue(root)
    assert catalogue is not None
    return catalogue, Citations(Texts(catalogue, catalogue.locales_by_tag[tag]))


def cite(root: Path, tag: str, entry_id: str) -> Citation:
    """Return an entry, ready to be cited."""
    catalogue, cites = citations(root, tag)
    return cites.citation(catalogue.entries_by_id[entry_id])


def ris_lines(citation: Citation) -> dict[str, str]:
    """Return the lines of the RIS file by their tags."""
    content = citation.downloads[0].content
    assert content.endswith("ER  - \r\n")
    return dict(line.split("  - ", 1) for line in content.removesuffix("\r\n").split("\r\n"))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the base project."""
    root = tmp_path_factory.mktemp("cite") / "project"
    copy_base(root)
    return root


def test_a_citation_says_what_where_and_under_which_terms(base: Path) -> None:
    """It has code, title, state, site, edition with its day, publisher, licence and address."""
    citation = cite(base, "en", "share-tools")
    assert citation.text == (
        "G1: Share tools by a list on the shed (Draft). Garden guidelines. "
        "Edition 2026-11, 23 November 2026. Garden Guild. CC BY 4.0."
    )
    assert citation.address == "https://example.org/G1/"
    assert not citation.is_foreign


def test_a_citation_speaks_the_readers_language(base: Path) -> None:
    """A translated entry is cited with its translated title and its own short address."""
    citation = cite(base, "et", "share-tools")
    assert citation.text.startswith("G1: Jaga tööriistu kuuri ukse nimekirjaga (")
    assert citation.address == "https://example.org/et/G1/"
    assert citation.locale.tag == "et"


def test_what_is_not_translated_is_cited_as_the_original(base: Path) -> None:
    """On a page in a foreign language the citation is that of the original, and marked so."""
    citation = cite(base, "et", "buy-tools")
    assert citation.text == cite(base, "en", "buy-tools").text
    assert citation.address == "https://example.org/G3/"
    assert citation.is_foreign
    assert citation.locale.tag == "en"


def test_without_a_publisher_none_is_named() -> None:
    """The repository names no publisher, so its citations have none."""
    citation = cite(REPOSITORY, "en", "weekly-hours")
    assert citation.text == (
        "L2: Turn credits into weekly hours before you say yes (Draft). "
        "Micro-credential guidelines. Edition 2026-11, 23 November 2026. CC BY 4.0."
    )
    assert "PB" not in ris_lines(citation)
    assert "publisher" not in citation.downloads[1].content


def test_reference_managers_read_the_same(base: Path) -> None:
    """RIS and BibTeX hold title, site, edition, day, publisher, language and address."""
    citation = cite(base, "et", "share-tools")
    lines = ris_lines(citation)
    assert next(iter(lines)) == "TY"
    assert lines["TI"] == "G1: Jaga tööriistu kuuri ukse nimekirjaga"
    assert lines["T2"] == "Aiasoovitused"
    assert (lines["PY"], lines["DA"], lines["ET"]) == ("2026", "2026/11/23", "2026-11")
    assert (lines["LA"], lines["PB"]) == ("et", "Garden Guild")
    assert lines["UR"] == "https://example.org/et/G1/"
    bibtex = citation.downloads[1].content
    assert bibtex.startswith("@misc{G1-et,\n  title = {{G1: Jaga tööriistu")
    assert "  url = {https://example.org/et/G1/},\n" in bibtex
    assert "  date = {2026-11-23},\n" in bibtex


def test_every_entry_stands_in_the_file_of_citations() -> None:
    """The CSL-JSON of each language has each entry once, with fields that its schema knows."""
    catalogue, _ = citations(REPOSITORY, "en")
    for locale in catalogue.locales:
        items = json.loads(citations(REPOSITORY, locale.tag)[1].as_csl())
        assert [item["number"] for item in items] == [entry.code for entry in catalogue.entries]
        assert len({item["id"] for item in items}) == len(items)
        for item in items:
            assert item.keys() <= CSL_DATA
            assert item["type"] == "webpage"
            assert item["issued"] == {"date-parts": [[2026, 11, 23]]}
            assert item["language"] in (locale.tag, "en")


@given(st.text(st.characters(exclude_categories=["C"])))
@example("\\{}~^&%$#_")
def test_tex_sees_no_command_in_a_text(text: str) -> None:
    """Whatever a title holds, its braces are balanced and no sign is left that TeX would obey."""
    written = as_tex(text)
    for name in ("textbackslash", "textbraceleft", "textbraceright", "textasciitilde"):
        written = written.replace(f"\\{name}{{}}", "")
    written = written.replace("\\textasciicircum{}", "")
    for sign in "&%$#_":
        written = written.replace(f"\\{sign}", "")
    assert not set(written) & set("\\{}~^&%$#_")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_download_holds_its_content(content: str) -> None:
    """The address of a download is one word of harmless signs, and gives back every byte."""
    address = Download("RIS", "L2.ris", content, "text/plain").address
    assert address.startswith("data:text/plain;charset=utf-8,")
    assert not set(address) & set("<>\"'&# \n\r\t`{}|\\^[]")
    assert unquote(address.partition(",")[2]) == content


def test_nasty_titles_are_cited_as_they_are(make_project: MakeProject) -> None:
    """A title with signs of TeX and HTML is whole in the text and escaped in BibTeX."""
    title = "50 % of {rain} & <b>more</b> #1 a_b"
    text = (REPOSITORY / "tests/cases/base" / ENTRY).read_text(encoding="utf-8")
    changed = text.replace("title: Collect rain in barrels", f'title: "{title}"')
    citation = cite(make_project({ENTRY: changed}), "en", "collect-rain")
    assert citation.text.startswith(f"G2: {title} (")
    assert ris_lines(citation)["TI"] == f"G2: {title}"
    assert (
        r"{{G2: 50 \% of \textbraceleft{}rain\textbraceright{} \& <b>more</b> \#1 a\_b}}"
        in citation.downloads[1].content
    )


def test_all_of_a_citation_is_a_text_for_tex(make_project: MakeProject) -> None:
    """Title and licence of the site and its publisher are escaped in BibTeX, too."""
    texts = {
        "mkdocs.yml": [("publisher: Garden Guild", "publisher: 'Guild } 1'")],
        "guidelines/site.yml": [
            ("title: Garden guidelines", "title: 'Guidelines } 2'"),
            ("name: CC BY 4.0", "name: 'Licence } 3'"),
        ],
    }
    files: Files = {}
    for path, changes in texts.items():
        text = (CASES / "base" / path).read_text(encoding="utf-8")
        for old, new in changes:
            text = text.replace(old, new)
        files = {**files, path: text}
    bibtex = cite(make_project(files), "en", "collect-rain").downloads[1].content
    for name in ("Guild", "Guidelines", "Licence"):
        assert rf"{name} \textbraceright{{}}" in bibtex


@pytest.mark.browser
def test_a_citation_is_copied(context: BrowserContext, site_address: str) -> None:
    """The button copies the citation as one line, by keyboard too, and says that it has."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_page(context, site_address + "et/learners/weekly-hours/")
    page.locator(".citation summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    status = page.locator(".citation [role=status]")
    expect(status).to_have_text("Viide on kopeeritud.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("L2: Arvuta ainepunktid")
    assert copied.endswith(" https://example.org/et/L2/")
    assert "\n" not in copied


@pytest.mark.browser
def test_a_citation_is_copied_without_the_clipboard(
    context: BrowserContext, site_address: str
) -> None:
    """Where a browser refuses, the citation is selected and the reader is told how to go on."""
    context.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        "document.execCommand = function () { return false; };"
    )
    page = open_page(context, site_address + "learners/weekly-hours/")
    page.locator(".citation summary").click()
    page.locator("[data-copy]").click()
    expect(page.locator(".citation [role=status]")).to_contain_text("is selected")
    assert page.evaluate("getSelection().toString()").startswith("L2: Turn credits")


@pytest.mark.browser
def test_a_citation_is_saved_for_a_reference_manager(
    context: BrowserContext, site_address: str
) -> None:
    """The links save files that begin as RIS and BibTeX do, under the code of the guideline."""
    page = open_page(context, site_address + "et/learners/weekly-hours/")
    page.locator(".citation summary").click()
    for name, file_name, start in (
        ("RIS", "L2-et.ris", "TY  - ELEC\r\n"),
        ("BibTeX", "L2-et.bib", "@misc{L2-et,\n"),
    ):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == file_name
        with download.value.path().open(encoding="utf-8", newline="") as file:
            content = file.read()
        assert content.startswith(start)
        assert "Arvuta ainepunktid nädalatundideks" in content


@pytest.mark.browser
def test_a_citation_reads_without_scripts(browser: Browser, site_address: str) -> None:
    """Without JavaScript the citation opens and can be selected; there is no dead button."""
    context = browser.new_context(java_script_enabled=False)
    page = open_page(context, site_address + "learners/weekly-hours/")
    page.locator(".citation summary").click()
    expect(page.locator("#cite_text")).to_be_visible()
    expect(page.locator("[data-copy]")).to_be_hidden()
    context.close()
