"""The pictures of the guide for those who change guidelines, made from the real pages.

In: the repository's content and a browser. Out: WebP files in `docs/assets/guide/`, one of each
kind for each language that has the guide. `python3 build.py test --update-golden -k guide` makes
them anew.
"""

from __future__ import annotations

import base64
import contextlib
import shutil
from datetime import date
from pathlib import Path

from browser import serve_folder
from playwright.sync_api import Browser, Locator, Page
from support import REPOSITORY, build_site, copy_repository

from guidebook.change_page import report_as_page
from guidebook.change_report import Report, make_report

FOLDER = REPOSITORY / "docs" / "assets" / "guide"
KINDS = ("improve", "form", "change")
WIDTH = 420
"""In pixels of the page: a narrow window, so that letters stay readable on a phone."""
SHARPNESS = 2
"""Pixels of a picture for each pixel of the page."""
QUALITY = 55
"""Of WebP (0 to 100): letters stay clear, and no picture comes near 60 KB."""
ROOM = 12
"""Above and below what is shown, in pixels of the page."""

_EDITOR = "https://github.com/OWNER/REPOSITORY/edit/main/{path}"
_ENTRY = "learners/weekly-hours"
_CODE = "L2"
_DRAFT = (
    "Say when marked work comes back",
    "Name the day beside each task and keep to it, so that people can plan their weeks.",
)
_MENDED = {
    "en": ("only if those hours fit", "only if they fit"),
    "et": ("registreeru ainult siis", "registreeru alles siis"),
    "de": ("melden Sie sich nur an", "melden Sie sich erst an"),
}
"""What is mended in the picture of a change, by language: words of the summary, and new ones."""


def picture_path(kind: str, tag: str) -> Path:
    """Return where a picture stands; MkDocs would take `form.et.webp` for a translation."""
    return FOLDER / f"{kind}-{tag}.webp"


def make_pictures(browser: Browser, folder: Path) -> None:
    """Build the site as it is where its files can be edited, and take every picture anew."""
    root = folder / "main"
    copy_repository(root)
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace('edit_url: ""', f'edit_url: "{_EDITOR}"')
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    FOLDER.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(viewport={"width": WIDTH, "height": 900}, reduced_motion="reduce")
    with serve_folder(build_site(root)) as address:
        for tag in _MENDED:
            page = context.new_page()
            start = address if tag == "en" else f"{address}{tag}/"
            page.goto(f"{start}{_ENTRY}/")
            _take(page.locator(".ways-in"), picture_path("improve", tag))
            page.goto(f"{start}write/")
            _fill_in(page, is_source=tag == "en")
            fields = page.locator("[data-write-fields] .write-field")
            last = fields.nth(2 if tag == "en" else 1)
            _take(page.locator("form"), picture_path("form", tag), last)
            page.set_content(_page_of_change(folder, tag))
            _take(page.locator("section").first, picture_path("change", tag))
            page.close()
    context.close()


def _fill_in(page: Page, *, is_source: bool) -> None:
    """Begin a new guideline in the source language, or open a translation in another."""
    if is_source:
        page.locator("[data-act=begin]").click()
        texts = page.locator("[data-write-fields] textarea")
        for number, text in enumerate(_DRAFT):
            texts.nth(number).fill(text)
    else:
        page.locator("[data-write-code]").fill(_CODE)
        page.locator("[data-act=open]").click()
        page.locator("form textarea").first.wait_for()
    page.evaluate("document.activeElement.blur()")


def _page_of_change(folder: Path, tag: str) -> str:
    """Return the page that tells a change of one summary."""
    name = f"proposal-{tag}"
    shutil.copytree(folder / "main", folder / name, ignore=shutil.ignore_patterns("site", ".*"))
    path = folder / name / "guidelines" / f"{_ENTRY}{'' if tag == 'en' else f'.{tag}'}.yml"
    text = path.read_text(encoding="utf-8")
    old, new = _MENDED[tag]
    assert text.count(old) == 1, (path, old)
    path.write_text(text.replace(old, new), encoding="utf-8")
    with contextlib.chdir(folder):
        report = make_report(folder / "main", "main", name, date(2026, 11, 26), builds=False)
    assert isinstance(report, Report)
    return report_as_page(report, folder / "main" / "templates")


def _take(shown: Locator, path: Path, last: Locator | None = None) -> None:
    """Write a picture of a part of a page, or of it up to a last one, with room around it."""
    page = shown.page
    box, end = shown.bounding_box(), (last or shown).bounding_box()
    assert box is not None
    assert end is not None
    height = end["y"] + end["height"] - box["y"] + 2 * ROOM
    taken = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot",
        {
            "format": "webp",
            "quality": QUALITY,
            "captureBeyondViewport": True,
            "clip": {
                "x": 0,
                "y": box["y"] + page.evaluate("scrollY") - ROOM,
                "width": WIDTH,
                "height": round(height),
                "scale": SHARPNESS,
            },
        },
    )
    path.write_bytes(base64.b64decode(taken["data"]))
