"""All pages as Markdown files, for another site generator; MkDocs is not needed for it.

In: the catalogue and the project's folder. Out: a folder of Markdown with front matter and the
files of `docs/`; on demand with every other file of the site, so that a generator has only to put
a frame around the pages.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from guidebook.addresses import relative_link
from guidebook.catalogue import Catalogue
from guidebook.page import Page
from guidebook.pages import build_pages
from guidebook.project_files import DOCS, TEMPLATES, find_assets, require_empty_folder
from guidebook.site_files import build_site_files
from guidebook.site_pictures import find_pictures

Progress = Callable[[str, int, int], None]
_RELATIVE_LINK = re.compile(r"\]\((?![a-zA-Z][a-zA-Z0-9+.-]*:|[/#])([^)\s]+)\)")
"""A link of a hand-written page to another file of `docs/`."""
_MADE_BY_GENERATORS = ("sitemap.xml",)


def write_pages(
    root: Path, catalogue: Catalogue, out: Path, progress: Progress, *, in_folders: bool = False
) -> int:
    """Write every page as Markdown into a folder, with the assets of `docs/`; return how many.

    Args:
        root: The project's folder.
        catalogue: Its checked content.
        out: A new or empty folder.
        progress: Told after each language.
        in_folders: Whether each page is the `index.md` of the folder that is its address, so that
            every link in it is right for any generator, beside all other files of the site;
            otherwise pages are named as mkdocs-static-i18n reads them (`about.et.md`).

    Raises:
        GuidebookError: The folder has other files in it.
    """
    require_empty_folder(out)
    count = 0
    for number, locale in enumerate(catalogue.locales):
        progress(locale.name, number, len(catalogue.locales))
        for page in build_pages(catalogue, locale, root / TEMPLATES):
            name = f"{page.address}index.md" if in_folders else page.file_name
            text = _moved(page) if in_folders else page.as_file()
            _write(out / name, text.encode())
            count += 1
    for asset in find_assets(root):
        target = out / asset.removeprefix(f"{DOCS}/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / asset, target)
    if in_folders:
        pictures = find_pictures(root / DOCS)
        for file in build_site_files(catalogue, root / TEMPLATES, pictures):
            if file.path not in _MADE_BY_GENERATORS:
                _write(out / file.path, file.content)
    progress("", len(catalogue.locales), len(catalogue.locales))
    return count


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _moved(page: Page) -> str:
    """Return a page as the file `index.md` of its own folder.

    Links in HTML lead on from the address already; those in Markdown, which only hand-written pages
    have, lead on from the file as it stands in `docs/`.
    """
    if page.is_finished:
        return page.as_file()
    home = relative_link(page.address, page.locale.folder)
    root = relative_link(page.address, "")
    folder = posixpath.dirname(page.page_id)

    def moved(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, found[1]))
        return f"]({home if '.md' in found[1] else root}{_folder_link(target)})"

    return _RELATIVE_LINK.sub(moved, page.as_file())


def _folder_link(target: str) -> str:
    """Return a link to a Markdown file as one to the `index.md` of its folder."""
    name, mark, anchor = target.partition("#")
    if name.endswith(".md") and posixpath.basename(name) != "index.md":
        name = f"{name.removesuffix('.md')}/index.md"
    return f"{name}{mark}{anchor}"
