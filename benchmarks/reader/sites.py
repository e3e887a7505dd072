"""The sites that are compared: this one and the plain stack, both of the same content.

In: the real content or a number of made-up entries, and a folder to work in. Out: two built sites.
The plain one is MkDocs Material with mkdocs-static-i18n as they come, fed with the same pages as
Markdown. Sites are kept and used again until a file they are made of changes.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.content import REPOSITORY, write_project
from guidebook.catalogue import Catalogue
from guidebook.load import load_catalogue
from guidebook.page_export import write_pages
from guidebook.website import build_website

LOCALES = ("en", "et", "de", "fi")
"""The languages of made-up content, the source first."""
MADE_OF = ("benchmarks", "docs", "guidebook", "guidelines", "templates", "mkdocs.yml")

PLAIN_SETTINGS = """\
site_name: Guidelines
site_url: https://example.org/
docs_dir: pages
site_dir: plain
theme:
  name: material
plugins:
  - search
  - i18n:
      docs_structure: suffix
      languages:
"""


@dataclass(frozen=True)
class Content:
    """Content and the two sites made of it."""

    entries: int | None
    """How many made-up entries there are; None for the real content."""
    own: Path
    plain: Path
    locales: tuple[str, ...]
    section: str
    """The address of a section."""
    entry: str
    """The address of an entry."""
    query: str
    """A word that finds the entry."""

    @property
    def name(self) -> str:
        """Return how the table calls the content."""
        return "real" if self.entries is None else f"{self.entries} × {len(self.locales)}"

    @property
    def pages(self) -> dict[str, str]:
        """Return the addresses of the pages that are measured, by their kind."""
        return {"home": "", "section": self.section, "entry": self.entry}


class BuildError(Exception):
    """A site could not be built."""


def prepare(entries: int | None, work: Path) -> Content:
    """Return content and its sites, built where needed; None stands for the real content."""
    folder = work / ("real" if entries is None else str(entries))
    stamp, stamp_path = _stamp(), folder / "stamp.txt"
    if not stamp_path.is_file() or stamp_path.read_text(encoding="utf-8") != stamp:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if entries is None:
            _copy_repository(folder)
        else:
            write_project(folder, entries, LOCALES)
        catalogue = _load(folder)
        _build_own(folder, catalogue)
        _build_plain(folder, catalogue)
        stamp_path.write_text(stamp, encoding="utf-8")
    return _content(entries, folder, _load(folder))


def _content(entries: int | None, folder: Path, catalogue: Catalogue) -> Content:
    audience = next(iter(catalogue.audiences_by_id))
    entry = next(entry for entry in catalogue.entries if entry.audience_id == audience)
    return Content(
        entries=entries,
        own=folder / "site",
        plain=folder / "plain",
        locales=tuple(locale.tag for locale in catalogue.locales),
        section=f"{audience}/",
        entry=f"{audience}/{entry.entry_id}/",
        query=max(re.findall(r"\w+", entry.title), key=len),
    )


def _stamp() -> str:
    """Return what stands for the state of every file that sites are made of."""
    digest = hashlib.sha256(f"{sys.version}{PLAIN_SETTINGS}".encode())
    for path in _files():
        digest.update(str(path.relative_to(REPOSITORY)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for name in MADE_OF:
        path = REPOSITORY / name
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in found:
            if file.is_file() and not {"__pycache__", "reader"} & {*file.parts}:
                yield file


def _copy_repository(folder: Path) -> None:
    for name in ("guidelines", "docs", "templates"):
        shutil.copytree(REPOSITORY / name, folder / name)
    shutil.copyfile(REPOSITORY / "mkdocs.yml", folder / "mkdocs.yml")


def _load(folder: Path) -> Catalogue:
    """Return content unchecked: what made-up texts say is nobody's concern."""
    catalogue, problems = load_catalogue(folder)
    if catalogue is None or any(problem.is_error for problem in problems):
        raise BuildError("\n".join(map(str, problems[:5])))
    return catalogue


def _build_own(folder: Path, catalogue: Catalogue) -> None:
    """Build the site of a project, and its pages as Markdown for others."""
    build_website(folder, catalogue, _silent)
    write_pages(folder, catalogue, folder / "pages", _silent)


def _build_plain(folder: Path, catalogue: Catalogue) -> None:
    """Build the site that the plain stack makes of the same pages."""
    languages = [
        f"        - {{locale: {locale.tag}, name: {locale.name}, default: {locale.is_source}}}"
        for locale in catalogue.locales
    ]
    settings = folder / "plain.yml"
    settings.write_text(PLAIN_SETTINGS + "\n".join(languages) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(settings)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise BuildError(f"The plain site could not be built: {result.stderr[-500:]}")


def _silent(_what: str, _done: int, _total: int) -> None:
    """Tell nobody of the progress."""
