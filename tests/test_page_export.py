"""The exported pages: whole, linked, and made without MkDocs."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from support import REPOSITORY, copy_base

from guidebook.addresses import page_address, page_sources
from guidebook.load import load_catalogue

WITHOUT = (
    "import sys\n"
    "for name in ('mkdocs', 'material', 'mkdocs_static_i18n'):\n"
    "    sys.modules[name] = None\n"
    "from pathlib import Path\n"
    "from guidebook.cli import main\n"
    "sys.exit(main(Path.cwd(), sys.argv[1:]))\n"
)
_MARKDOWN_LINK = re.compile(r"\]\(([^)\s]+)\)")


class _Links(HTMLParser):
    """The addresses that the HTML of a page leads to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of a link."""
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def without_mkdocs(root: Path, *arguments: str) -> None:
    """Run a command where MkDocs is not installed."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the base project and everything of it, exported and set without MkDocs."""
    root = tmp_path_factory.mktemp("exported") / "project"
    copy_base(root)
    out = root / "other/docs"
    without_mkdocs(root, "pages", "--folders", "--out", str(out))
    without_mkdocs(root, "books", "--out", str(out / "books"))
    return root, out


def test_every_page_stands_at_its_address(exported: tuple[Path, Path]) -> None:
    """Each page in each language is the `index.md` of the folder that is its address."""
    root, out = exported
    catalogue, _ = load_catalogue(root)
    assert catalogue is not None
    wanted = {
        f"{page_address(page_id, locale)}index.md"
        for page_id in page_sources(catalogue)
        for locale in catalogue.locales
    }
    assert {path.relative_to(out).as_posix() for path in out.rglob("*.md")} == wanted


def test_other_files_of_the_site_are_there(exported: tuple[Path, Path]) -> None:
    """Books, data, feeds, styles and old addresses come along."""
    _, out = exported
    for name in (
        "books/growers.en.pdf",
        "data/guidelines.et.json",
        "feeds/all.en.xml",
        "assets/site.css",
        "G1/index.html",
        "et/growers/share-tools/beside/index.html",
    ):
        assert (out / name).is_file(), name


def test_links_lead_on_from_where_the_pages_stand(exported: tuple[Path, Path]) -> None:
    """Every link of an exported page, in HTML or in Markdown, leads to an exported file."""
    _, out = exported
    count = 0
    for path in out.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        here = path.relative_to(out).as_posix()
        for link in [*_Links(text).found, *_MARKDOWN_LINK.findall(text)]:
            parts = urlsplit(urljoin(f"https://site/{here}", link))
            if parts.netloc != "site" or parts.scheme != "https":
                continue
            target = parts.path.lstrip("/")
            folder = target.removesuffix("index.md")
            found = [target, f"{folder}index.md", f"{folder}index.html"]
            assert any((out / one).is_file() for one in found), (here, link)
            count += 1
    assert count > 200


def test_the_manual_names_what_is_locked() -> None:
    """The generator in the manual and the one that is tried each week have the same version."""
    lock = (REPOSITORY / ".ci/other-generator.txt").read_text(encoding="utf-8")
    version = re.search(r"^zensical==(\S+)", lock, re.MULTILINE)
    assert version is not None
    manual = (REPOSITORY / "manual/if-mkdocs-stops.md").read_text(encoding="utf-8")
    assert f"Zensical {version[1]} " in manual
    assert (REPOSITORY / ".ci/other-generator.toml").is_file()
