"""Reads the files of the search, and asks the search's own script in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from browser import running_browser
from playwright.sync_api import Page
from support import CASES, REPOSITORY

from guidebook.strict_yaml import read_yaml

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def read_script(content: bytes, name: str) -> Any:
    """Return what a script of the search hands over."""
    text = content.decode()
    start = f"guidebookSearch.{name}("
    assert text.startswith(start)
    assert text.endswith(");\n")
    return json.loads(text[len(start) : -3])


def unpack_places(packed: str) -> list[tuple[int, int]]:
    """Return document and parts of each place of a word."""
    found = []
    document = value = shift = 0
    for char in packed:
        digit = ALPHABET.index(char)
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            document += value >> 4
            found.append((document, value & 15))
            value = shift = 0
    return found


def places_by_word(index: Mapping[str, Any]) -> dict[str, list[tuple[int, int]]]:
    """Return the places of every word of an index."""
    words = index["words"].split(" ")
    packed = index["places"].split(" ")
    return {word: unpack_places(own) for word, own in zip(words, packed, strict=True)}


def groups_by_word(index: Mapping[str, Any]) -> dict[str, set[int]]:
    """Return the groups of every word of an index."""
    begun = 0
    groups: dict[str, set[int]] = {}
    for word, steps in zip(index["words"].split(" "), index["groups"], strict=True):
        for step in steps if isinstance(steps, list) else [steps]:
            groups.setdefault(word, set()).add(begun - step if step else begun)
            begun += 0 if step else 1
    return groups


def questions(tag: str) -> list[tuple[str, str, str]]:
    """Return the questions of a language: kind, what is asked, and the address it must find."""
    path = CASES / "search" / f"{tag}.yml"
    document = read_yaml(path.read_bytes(), path.name)
    assert isinstance(document.value, dict)
    assert not document.problems
    return [
        (kind, item["ask"], item["finds"])
        for kind, items in document.value.items()
        for item in items
    ]


class Searcher:
    """The search's own script with an index, in a page without anything else."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_script_tag(path=REPOSITORY / "templates/assets/search.js")

    def load(self, index: bytes) -> None:
        """Take another index."""
        self.page.evaluate(
            "() => { guidebookSearch.index = data => {"
            " window.made = new guidebookSearch.Index(data); }; }"
        )
        self.page.add_script_tag(content=index.decode())

    def ask(self, query: str, audience: int = 0) -> list[str]:
        """Return the addresses of what a query finds, the best first."""
        found: list[str] = self.page.evaluate(
            "([query, audience]) =>"
            " made.find(query, audience).documents.map(found => found.address)",
            [query, audience],
        )
        return found


@contextmanager
def searcher() -> Iterator[Searcher]:
    """Start a browser and yield a searcher."""
    with running_browser() as browser:
        page = browser.new_page()
        yield Searcher(page)
        page.close()


def index_of(site: Path, tag: str) -> bytes:
    """Return the index of a language of a built site."""
    return (site / "search" / f"{tag}.js").read_bytes()
