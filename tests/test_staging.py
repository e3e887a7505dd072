"""Tests of staging: what a killed command left behind never keeps the next one from working."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support import write_files

from guidebook.staging import open_staging

IMPOSSIBLE = ["a\0b", "a\ud800b", "a" * 5000, "loop/a", "page.html/a", "."]


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_a_journal_of_what_cannot_be_a_file_does_not_stay(name: str, tmp_path: Path) -> None:
    """A damaged note of a move is done with, once for all: the next builds see nothing of it."""
    write_files(tmp_path, {"site/page.html": "x", ".site.new/new.html": "y"})
    (tmp_path / "site/loop").symlink_to("loop")
    (tmp_path / ".site.moving").write_text(json.dumps(["gone.html", name]), encoding="utf-8")
    for _ in range(2):
        with open_staging(tmp_path / "site"):
            assert not (tmp_path / ".site.moving").exists()
    assert (tmp_path / "site/page.html").read_text(encoding="utf-8") == "x"
