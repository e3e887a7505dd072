"""A page of the site as it comes out of a browser's printer."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from guidebook.self_test import find_browser

pytestmark = pytest.mark.browser

PAGE = "de/learners/weekly-hours"


def print_page(site: Path, address: str, out: Path) -> pdfium.PdfDocument:
    """Return a page of the built site as Chromium prints it, without what it adds by itself."""
    command = [
        str(find_browser()),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={out.parent / 'profile'}",
        f"--print-to-pdf={out}",
        (site / address / "index.html").as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return pdfium.PdfDocument(out)


def lines_of(document: pdfium.PdfDocument) -> list[list[str]]:
    """Return the lines of each sheet."""
    texts = [page.get_textpage().get_text_bounded() for page in document]
    return [[line.strip() for line in text.splitlines() if line.strip()] for text in texts]


@pytest.fixture(scope="module")
def sheets(real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """Return the lines of a printed entry."""
    out = tmp_path_factory.mktemp("printed") / "page.pdf"
    return lines_of(print_page(real_site, PAGE, out))


def test_a_printed_entry_says_what_it_is(sheets: list[list[str]]) -> None:
    """Code, title, site, edition, language and licence with its address are on paper."""
    text = " ".join(line for sheet in sheets for line in sheet)
    for part in (
        "L2",
        "Rechnen Sie",
        "Deutsch",
        "2026-11",
        "CC BY 4.0",
        "(https://creativecommons.org/licenses/by/4.0/)",
        "https://example.org/de/L2/",
    ):
        assert part in text
    assert "Menü" not in text


def test_each_sheet_has_its_address_and_number(sheets: list[list[str]]) -> None:
    """Sheets that got apart find together again."""
    for number, sheet in enumerate(sheets, 1):
        assert sheet[0].startswith("https://example.org/de/learners/weekly-hours/ ")
        assert sheet[0].endswith(f"{number} / {len(sheets)}")


def test_printed_citations_have_the_number_of_their_work(sheets: list[list[str]]) -> None:
    """A link to a work shows its number and a link to a finding its code; addresses are told."""
    text = " ".join(line for sheet in sheets for line in sheet)
    assert {"1", "2", "F4"} <= set(re.findall(r"\[(\w+)\]", text))
    assert "(https://doi.org/10.5334/uproc.67)" in text


def test_no_sheet_ends_with_a_heading(sheets: list[list[str]], real_site: Path) -> None:
    """A heading stands on the sheet of what follows it."""
    html = (real_site / PAGE / "index.html").read_text(encoding="utf-8")
    headings = {
        re.sub("<[^>]+>", "", found).strip() for found in re.findall("<h[23].*?</h[23]>", html)
    }
    assert len(headings) > 4
    for sheet in sheets[:-1]:
        assert not set(sheet[-2:]) & headings


def test_a_dark_screen_prints_in_ink_on_white(real_site: Path, tmp_path: Path) -> None:
    """Somebody who has chosen the dark colours gets the same sheets as everybody."""
    page = real_site / PAGE / "index.html"
    html = re.sub("<script.*?</script>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    html = html.replace("<head>", f'<head><base href="{page.as_uri()}">', 1)
    pictures = []
    for colours in ("default", "slate"):
        path = tmp_path / colours / "index.html"
        path.parent.mkdir()
        chosen = html.replace("<html ", f'<html data-md-color-scheme="{colours}" ', 1)
        path.write_text(chosen, encoding="utf-8")
        document = print_page(tmp_path, colours, tmp_path / f"{colours}.pdf")
        pictures.append([sheet.render().to_pil().tobytes() for sheet in document])
    assert pictures[0] == pictures[1]
