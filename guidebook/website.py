"""Pages -> MkDocs -> `site/`.

In: the project's folder. Out: the built website, or a raised error and the previous `site/` as it
was: MkDocs writes into a folder beside it, which takes its place only when everything is there.
Besides the plugin this is the only module that knows MkDocs.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from mkdocs.commands.build import build
from mkdocs.commands.serve import serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import event_priority

from guidebook.catalogue import Catalogue
from guidebook.mkdocs_plugin import GuidebookPlugin
from guidebook.pages import build_pages
from guidebook.problems import GuidebookError

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done and how many there are."""


class PagesError(GuidebookError):
    """MkDocs found mistakes in pages or settings, which an author can mend."""


class _WarningCollector(logging.Handler):
    """Keeps what MkDocs and its plugins warn of, to be told as one error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def build_website(root: Path, catalogue: Catalogue, progress: Progress) -> Path:
    """Build the website of a checked catalogue and return its folder; see `new_website`."""
    with new_website(root, catalogue, progress) as (site_path, _):
        pass
    return site_path


@contextmanager
def new_website(
    root: Path, catalogue: Catalogue, progress: Progress
) -> Iterator[tuple[Path, Path]]:
    """Build the website and yield the last one's folder and the new one's, to be added to.

    The new one takes the last one's place when the block ends without an error.

    Raises:
        PagesError: MkDocs warned of something in pages or settings; `site/` is as it was.
        GuidebookError: MkDocs stopped; `site/` is as it was.
    """
    config = _load_config(root)
    site_path = Path(config.site_dir)
    with _alone(site_path):
        staging = site_path.with_name(f".{site_path.name}.new")
        shutil.rmtree(staging, ignore_errors=True)
        config.site_dir = str(staging)
        with _removed_on_failure(staging):
            _build_into(config, catalogue, progress)
            yield site_path, staging
        _swap(staging, site_path)


def _build_into(config: MkDocsConfig, catalogue: Catalogue, progress: Progress) -> None:
    """Let MkDocs build into the folder that the settings name; a warning is an error."""
    plugin = config.plugins["guidebook"]
    if not isinstance(plugin, GuidebookPlugin):
        raise GuidebookError("mkdocs.yml does not name the plugin 'guidebook'. Add it.")
    plugin.give(catalogue)
    _tell_progress(config, catalogue, progress)
    with _collected_warnings() as warnings:
        try:
            build(config)
        except MkDocsException as error:
            raise GuidebookError("\n".join(warnings) or str(error)) from error
    if warnings:
        raise PagesError("\n".join(["The website was not built.", *warnings]))


def site_folder(root: Path) -> Path:
    """Return the folder that the website is built into (`site_dir` of mkdocs.yml)."""
    return Path(_load_config(root).site_dir)


def serve_website(root: Path, address: str) -> None:
    """Serve the website at `host:port` and build it again when a file changes, until Ctrl-C."""
    _quieten()
    told = logging.StreamHandler()
    told.addFilter(lambda record: "livereload" in record.name or record.levelno >= logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(told)
    logger.setLevel(logging.INFO)
    with _folder(root):
        try:
            serve("mkdocs.yml", dev_addr=address)
        except (MkDocsException, OSError) as error:
            raise GuidebookError(f"The website cannot be shown at {address}: {error}.") from error
        finally:
            logger.removeHandler(told)


def write_pages(root: Path, catalogue: Catalogue, out: Path, progress: Progress) -> int:
    """Write every page as Markdown into a folder, with the assets of `docs/`; return how many.

    Raises:
        GuidebookError: The folder has other files in it.
    """
    if out.exists() and any(out.iterdir()):
        raise GuidebookError(f"The folder {out} is not empty. Name a new or an empty one.")
    count = 0
    for number, locale in enumerate(catalogue.locales):
        progress(locale.name, number, len(catalogue.locales))
        for page in build_pages(catalogue, locale, root / "templates"):
            path = out / page.file_name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.as_file(), encoding="utf-8", newline="\n")
            count += 1
    for asset in sorted((root / "docs").rglob("*")):
        if asset.is_file() and asset.suffix != ".md":
            target = out / asset.relative_to(root / "docs")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(asset, target)
    progress("", len(catalogue.locales), len(catalogue.locales))
    return count


def _load_config(root: Path) -> MkDocsConfig:
    _quieten()
    with _folder(root):
        try:
            return load_config(str(root / "mkdocs.yml"), strict=False)
        except MkDocsException as error:
            raise GuidebookError(f"mkdocs.yml: {error}") from error


def _quieten() -> None:
    """Let MkDocs tell what is wrong, and Material not advertise its successor."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logging.getLogger("mkdocs").setLevel(logging.WARNING)


def _tell_progress(config: MkDocsConfig, catalogue: Catalogue, progress: Progress) -> None:
    """Tell after each language how far the build is."""
    done: list[str] = []
    total = len(catalogue.locales)

    @event_priority(-40)
    def on_post_build(**_: object) -> None:
        done.append("")
        following = catalogue.locales[len(done)].name if len(done) < total else ""
        progress(following, len(done), total)

    progress(catalogue.locales[0].name, 0, total)
    config.plugins._register_event("post_build", on_post_build)


@contextmanager
def _folder(root: Path) -> Iterator[None]:
    """Work in the project's folder: MkDocs resolves some paths against the current one."""
    before = Path.cwd()
    os.chdir(root)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _removed_on_failure(folder: Path) -> Iterator[None]:
    """Remove a folder when anything stops what is done in it, a signal included."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


@contextmanager
def _collected_warnings() -> Iterator[list[str]]:
    """Collect what is warned of while building; nothing is printed."""
    collector = _WarningCollector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collector)
    before = logger.propagate
    logger.propagate = False
    try:
        yield collector.messages
    finally:
        logger.propagate = before
        logger.removeHandler(collector)


@contextmanager
def _alone(site_path: Path) -> Iterator[None]:
    """Keep other builds of the same website out, and mend what a killed one left behind.

    Raises:
        GuidebookError: Another build is running.
    """
    with site_path.with_name(f".{site_path.name}.lock").open("a") as lock:
        try:
            _lock(lock)
        except OSError:
            raise GuidebookError(
                "Another build of this website is running. Wait until it has ended."
            ) from None
        old = _old(site_path)
        if old.exists() and not site_path.exists():
            old.rename(site_path)
        yield


def _lock(file: IO[str]) -> None:
    """Lock a file until it is closed; an OSError when another process has it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def _old(site_path: Path) -> Path:
    return site_path.with_name(f".{site_path.name}.old")


def _swap(staging: Path, site_path: Path) -> None:
    """Put the new site into the place of the old one."""
    old = _old(site_path)
    shutil.rmtree(old, ignore_errors=True)
    if site_path.exists():
        site_path.rename(old)
    staging.rename(site_path)
    shutil.rmtree(old, ignore_errors=True)
