"""The guide for those who change guidelines: its pictures are there, small, and told in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from guide_pictures import FOLDER, KINDS, make_pictures, picture_path
from playwright.sync_api import Browser
from support import REPOSITORY

GUIDES = {"en": "contribute.md", "et": "contribute.et.md", "de": "contribute.de.md"}
PICTURE = re.compile(
    r"!\[(?P<alt>[^\]]*)\]\(assets/guide/(?P<name>[a-z-]+\.webp)\)"
    r'\{ width="(?P<width>\d+)" height="(?P<height>\d+)" loading="lazy" \}'
)
LARGEST = 60_000
"""Bytes of one picture."""


def size_of(path: Path) -> tuple[int, int]:
    """Return width and height of a WebP file (RFC 9649: the canvas of the extended format)."""
    data = path.read_bytes()
    assert (data[:4], data[8:16]) == (b"RIFF", b"WEBPVP8X"), path
    width, height = (int.from_bytes(data[start : start + 3], "little") for start in (24, 27))
    return width + 1, height + 1


@pytest.mark.browser
def test_guide_pictures_are_made_from_the_pages(
    browser: Browser, tmp_path: Path, update_golden: bool
) -> None:
    """There is one picture of each kind in each language; with --update-golden all are new."""
    if update_golden:
        make_pictures(browser, tmp_path)
    wanted = {picture_path(kind, tag).name for kind in KINDS for tag in GUIDES}
    assert {path.name for path in FOLDER.iterdir()} == wanted


@pytest.mark.parametrize("tag", GUIDES)
def test_the_guide_shows_its_pictures(tag: str) -> None:
    """Each picture is shown once, in its own language, with its size and what is to be seen."""
    text = (REPOSITORY / "docs" / GUIDES[tag]).read_text(encoding="utf-8")
    found = list(PICTURE.finditer(text))
    assert [one["name"] for one in found] == [f"{kind}-{tag}.webp" for kind in KINDS]
    assert text.count("![") == len(found)
    for one in found:
        path = FOLDER / one["name"]
        width, height = size_of(path)
        assert abs(int(one["width"]) / int(one["height"]) - width / height) < 0.01
        assert path.stat().st_size < LARGEST
        assert len(one["alt"].split()) > 5
