"""Tests of the ledger: one that cannot be trusted is empty, and nothing of it is looked at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guidebook.ledger import Ledger, Record, read_ledger

PROGRAM = "this program"
WHOLE = Ledger(
    {"en page about": Record(("docs/about.md en", "folder docs"), "x", ("about/index.html",))},
    {"docs/about.md en": "1", "folder docs": "2"},
    {"en": "3"},
    {"about/index.html": (4, 5)},
)
LEADS_OUT = ["/", "", ".", "../a", "a/../b", "/dev/zero", "a\\b", "C:/a", "a\0b", "a\ud800b"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a whole ledger is kept."""
    WHOLE.write(tmp_path / "site.json", PROGRAM, tmp_path / "site")
    return tmp_path / "site.json"


def read_changed(path: Path, part: str, value: object) -> Ledger:
    """Return the ledger that is read after one part of it was replaced, byte for byte."""
    told: dict[str, Any] = json.loads(path.read_bytes())
    text = json.dumps({**told, part: value}).replace('"1e999"', "1e999")
    path.write_text(text, encoding="utf-8")
    return read_ledger(path, PROGRAM, path.parent / "site")


def test_a_ledger_comes_back_as_it_was_written(path: Path) -> None:
    """Records, digests, frames and files are read as they were."""
    assert read_ledger(path, PROGRAM, path.parent / "site") == WHOLE


@pytest.mark.parametrize("size", ["1e999", float("inf"), float("nan"), None, [], "x", "9" * 5000])
def test_a_size_that_is_none_means_an_empty_ledger(size: object, path: Path) -> None:
    """Whatever stands where a number is expected, nobody is told of it."""
    assert read_changed(path, "files", {"about/index.html": [size, 1]}).is_empty


@pytest.mark.parametrize("name", LEADS_OUT)
def test_a_path_that_is_none_of_the_site_means_an_empty_ledger(name: str, path: Path) -> None:
    """Neither of outputs nor of files is anything looked at that cannot be a file of the site."""
    assert read_changed(path, "files", {name: [1, 1]}).is_empty
    assert read_changed(path, "records", {"en file x": [[0], "", [name]]}).is_empty


@pytest.mark.parametrize("name", [name for name in LEADS_OUT if name not in ("", ".")])
@pytest.mark.parametrize("kind", ["folder {}", "{} en", "card {} en", "ground {}"])
def test_what_was_read_cannot_lie_outside(kind: str, name: str, path: Path) -> None:
    """No digest makes a build read another folder than the project's, or what cannot be read."""
    assert not read_changed(path, "digests", {**WHOLE.digests, kind.format("docs"): "1"}).is_empty
    assert read_changed(path, "digests", {**WHOLE.digests, kind.format(name): "1"}).is_empty
