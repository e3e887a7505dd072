"""Fixtures: real folders with a small project, instead of mocks.

The base project stands in `cases/base`; tests write what differs from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from browser import running_browser, serve_folder
from hypothesis import HealthCheck, settings
from library import BOOK, Library, make_library, set_book
from pdf_reader import Pdf
from playwright.sync_api import Browser, BrowserContext
from support import CASES, Files, build_site, copy_base, copy_repository, write_files

MakeProject = Callable[[Files], Path]

settings.register_profile(
    "long",
    max_examples=2_000,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
"""For a search by hand that takes hours: `tests/test_fuzzing.py`."""


LONGEST = ("test_warm_builds", "test_faults", "test_fuzzing", "test_escaping", "test_parts")
"""Files of tests that begin first, so that no core waits for one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that take longest first; the others stay in their random order."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites expected results, for a person to read the difference."""
    parser.addoption("--update-golden", action="store_true", help="rewrite expected results")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Return True when expected results are to be rewritten."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def today() -> date:
    """Return the day on which the base project lives."""
    return date(2026, 11, 23)


@pytest.fixture(scope="session")
def base_words() -> Files:
    """Return interface words of three languages that do not change with the repository's own."""
    folder = CASES / "words"
    return {f"templates/words/{path.name}": path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    """Return a function that writes the base project with changes; None deletes a file."""

    def make(files: Files) -> Path:
        root = tmp_path / "project"
        copy_base(root)
        write_files(root, files)
        return root

    return make


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the base project in a folder of its own."""
    root = tmp_path / "project"
    copy_base(root)
    return root


@pytest.fixture(scope="session")
def shared_project(tmp_path_factory: pytest.TempPathFactory, base_words: Files) -> Path:
    """Return one copy of the base project for tests that put back what they change."""
    root = tmp_path_factory.mktemp("shared") / "project"
    copy_base(root)
    write_files(root, base_words)
    return root


@pytest.fixture(scope="session")
def real_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the repository's content, in a folder with a difficult name."""
    root = tmp_path_factory.mktemp("real") / "a folder with ümlauts"
    copy_repository(root)
    return root


@pytest.fixture(scope="session")
def real_site(real_root: Path) -> Path:
    """Return the built website of the repository's own content."""
    return build_site(real_root)


@pytest.fixture(scope="session")
def site_address(real_site: Path) -> Iterator[str]:
    """Return the address at which the real site is served."""
    with serve_folder(real_site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a running Chromium."""
    with running_browser() as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a reader with an empty browser."""
    made = browser.new_context(viewport={"width": 1280, "height": 800})
    yield made
    made.close()


@pytest.fixture(scope="session")
def real_books(real_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Return all books of the repository's own content."""
    return make_library(real_root, tmp_path_factory.mktemp("real-books"), lambda _: True)


@pytest.fixture(scope="session")
def base_books(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Return all books of the base project."""
    folder = tmp_path_factory.mktemp("base-books")
    copy_base(folder / "project")
    return make_library(folder / "project", folder, lambda _: True)


@pytest.fixture
def make_book(make_project: MakeProject, tmp_path: Path) -> Callable[[Files], Pdf]:
    """Return a function that makes the growers' English book of a changed base project."""

    def make(files: Files) -> Pdf:
        root = make_project(files)
        return set_book(root, tmp_path / BOOK)

    return make
