"""Runs MkDocs for the pages of one language, and reads its settings.

In: settings, and pages that are made. Out: pages with the theme around them, and what MkDocs warned
of. It is spared what it would do for each language again and nothing comes of.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from traceback import extract_tb
from typing import Any

import mkdocs.utils
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.config_options import Hooks
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.theme import Theme

from guidebook.ledger import Record
from guidebook.mkdocs_plugin import GuidebookPlugin
from guidebook.problems import GuidebookError
from guidebook.project_files import TEMPLATES
from guidebook.render import compiled_templates, mistakes_in_templates
from guidebook.site_memory import SiteMemory
from guidebook.site_work import COPIES, SiteWork, Work

Result = tuple[dict[str, Record], list[str]]
"""The records of a job, and what MkDocs warned of."""


class _WarningCollector(logging.Handler):
    """Keeps what MkDocs and its plugins warn of, to be told as one error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def do_job(work: SiteWork, job: Work, config: MkDocsConfig) -> Result:
    """Make files and pages of a job, and let MkDocs put the theme around the pages."""
    part, records = work.make(job, Path(config.site_dir))
    if not part.pages and not part.has_files:
        return records, []
    plugin = config.plugins["guidebook"]
    i18n: Any = config.plugins["i18n"]
    if not isinstance(plugin, GuidebookPlugin):
        raise GuidebookError("mkdocs.yml does not name the plugin 'guidebook'. Add it.")
    plugin.give(work.catalogue, part)
    _spare_theme(config.theme, work.root / TEMPLATES, has_files=part.has_files)
    i18n.current_language = job.locale.tag
    i18n.building = True  # else it builds every other language, too
    theme = Path(config.theme.custom_dir or work.root)
    with _collected_warnings() as warnings, _kept_folder():
        try:
            with _mistakes_in_hooks(work.root), mistakes_in_templates(theme):
                build(config)
        except MkDocsException as error:
            raise GuidebookError("\n".join(warnings) or str(error)) from error
    if part.has_files:
        records[COPIES] = work.copies_record(plugin.copied)
    return records, warnings


def _spare_theme(theme: Theme, templates: Path, *, has_files: bool) -> None:
    """Spare MkDocs what it does once a run and nothing comes of.

    It looks through 14 000 icons of the theme for files to copy (0.4 CPU seconds), compiles all
    templates (0.3), and renders pages that are not documents.
    """
    make_environment = theme.get_env
    if not has_files:
        theme.static_templates = set()

    def get_env() -> Any:
        environment: Any = make_environment()
        environment.bytecode_cache = compiled_templates(templates)
        environment.auto_reload = False  # it is made anew for each build
        names = _theme_files(theme.dirs) if has_files else []
        environment.list_templates = lambda filter_func: list(filter(filter_func, names))
        return environment

    theme.get_env = get_env  # type: ignore[method-assign]


def _theme_files(folders: list[str]) -> list[str]:
    """Return the theme's files, those in hidden folders left out, as Jinja would list them."""
    found: set[str] = set()
    for folder in folders:
        for path, inner, names in os.walk(folder):
            inner[:] = [name for name in inner if not name.startswith(".")]
            found.update(Path(path, name).relative_to(folder).as_posix() for name in names)
    return sorted(found)


def _leave_alone(directory: str) -> None:
    """Do nothing."""


@contextmanager
def _kept_folder() -> Iterator[None]:
    """Keep MkDocs from emptying the folder that other processes write to.

    mkdocs-static-i18n does the same for its languages.
    """
    clean = mkdocs.utils.clean_directory
    mkdocs.utils.clean_directory = _leave_alone
    try:
        yield
    finally:
        mkdocs.utils.clean_directory = clean


def site_folder(root: Path) -> Path:
    """Return the folder that the website is built into (`site_dir` of mkdocs.yml)."""
    return Path(read_settings(root).site_dir)


def read_settings(root: Path) -> MkDocsConfig:
    quieten()
    Hooks._load_hook.cache_clear()  # MkDocs reads hooks once in a process, else
    with _folder(root), _collected_warnings() as warnings, _mistakes_in_hooks(root):
        try:
            config = load_config(str(root / "mkdocs.yml"), strict=False)
        except MkDocsException as error:
            reasons = "\n".join(dict.fromkeys(warnings)) or str(error)
            raise GuidebookError(f"mkdocs.yml: {reasons}") from error
    for warning in warnings:
        logging.getLogger("mkdocs").warning(warning)
    return config


def recall_settings(root: Path, memory: SiteMemory) -> MkDocsConfig:
    """Return the settings for one build, read again only when they may have changed."""
    text = (root / "mkdocs.yml").read_bytes()
    if text != memory.settings_text or b"hooks" in text or _has_lost_a_folder(memory.settings):
        memory.settings = read_settings(root)
        memory.settings_text = text
    return copied_settings(memory.settings)


def _has_lost_a_folder(config: MkDocsConfig) -> bool:
    """Return True when a folder that the settings name is gone, of which MkDocs must tell."""
    theme = config.theme.custom_dir
    return not (Path(config.docs_dir).is_dir() and (theme is None or Path(theme).is_dir()))


@contextmanager
def _mistakes_in_hooks(root: Path) -> Iterator[None]:
    """Tell what is wrong in a hook, with its file and line.

    Raises:
        GuidebookError: A program of the project that mkdocs.yml names as a hook stopped.
    """
    try:
        yield
    except (GuidebookError, MkDocsException, OSError):
        raise
    except Exception as error:
        places = [(frame.filename, frame.lineno) for frame in extract_tb(error.__traceback__)]
        if isinstance(error, SyntaxError):
            places.append((error.filename or "", error.lineno))
        inside = [(name, line) for name, line in places if _is_of_project(Path(name), root)]
        if not inside:
            raise
        path, line = inside[-1]
        said = f"{type(error).__name__}: {error}"
        raise GuidebookError(f"{path}:{line}: the hook stopped: {said}. Mend it.") from error


def _is_of_project(path: Path, root: Path) -> bool:
    """Return True for a program of the project, and none of this one or installed for it."""
    others = (Path(__file__).parents[1], Path(sys.prefix))
    return path.is_relative_to(root) and not any(path.is_relative_to(other) for other in others)


def copied_settings(config: MkDocsConfig) -> MkDocsConfig:
    """Return settings for one build, which may change them.

    What plugins do at each event stands twice in a copy: it is copied, and entered again with each
    plugin that is.
    """
    copied = deepcopy(config)
    for name, methods in copied.plugins.events.items():
        copied.plugins.events[name] = list(dict.fromkeys(methods))
    return copied


def quieten() -> None:
    """Let MkDocs tell what is wrong, and Material not advertise its successor."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logging.getLogger("mkdocs").setLevel(logging.WARNING)


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
