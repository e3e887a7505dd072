"""Pages -> MkDocs -> `site/`.

In: the project's folder. Out: the built website, or a raised error and the previous `site/` as it
was: MkDocs writes into a folder beside it, whose files enter it only when everything is there. Only
what differs from the last build is made. Besides the plugin this is the only module that knows
MkDocs.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import mkdocs.utils
from markupsafe import escape
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.theme import Theme

from guidebook.catalogue import Catalogue
from guidebook.forked import forked
from guidebook.inputs import Inputs
from guidebook.kept import program_digest
from guidebook.ledger import Ledger, Record, read_ledger, site_ledger
from guidebook.mkdocs_plugin import GuidebookPlugin
from guidebook.page_policy import page_policy, preview_policy
from guidebook.parts import Slice
from guidebook.problems import GuidebookError, PagesError
from guidebook.project_files import DOCS, GUIDELINES, LEDGER, TEMPLATES
from guidebook.render import compiled_templates
from guidebook.site_memory import SiteMemory, Unfinished
from guidebook.site_work import COPIES, SiteWork, Work
from guidebook.staging import open_staging

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done and how many there are."""


_BODY = re.compile(rb"<body[^>]*>")


class Rebuilt(Protocol):
    """What builds the site again when a file has changed."""

    note: str
    """HTML for the top of every page."""
    style: str
    """The inline style in it."""

    def refresh(self) -> None:
        """Build what differs; nothing that an author can mend is raised."""


class _WarningCollector(logging.Handler):
    """Keeps what MkDocs and its plugins warn of, to be told as one error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@dataclass(frozen=True)
class NewSite:
    """A site that is built and not yet in its place; more files may be added."""

    last: Path
    """The folder of the site."""
    folder: Path
    """Where its new files stand."""
    is_whole: bool
    """True when these are all files of the site, which shall take the place of the last one."""
    gone: set[str]
    """Paths that shall leave the site; one may be added or taken away."""
    pages: int
    """How many pages the site has."""


def build_website(root: Path, catalogue: Catalogue, progress: Progress) -> Path:
    """Build the website of a checked catalogue and return its folder; see `new_website`."""
    with new_website(root, catalogue, progress) as site:
        pass
    return site.last


@contextmanager
def new_website(
    root: Path,
    catalogue: Catalogue,
    progress: Progress,
    *,
    memory: SiteMemory | None = None,
) -> Iterator[NewSite]:
    """Make what differs from the last build and yield it, to be added to.

    It comes into its place when the block ends without an error.

    Args:
        root: The project's folder.
        catalogue: Its checked content.
        progress: Told after each part of the work.
        memory: What a resident process knows of its site. With it, only pages are made where there
            is a site already, `finish_site` makes the rest, and nothing forks, which takes that no
            other thread is running.

    Raises:
        PagesError: MkDocs warned of something in pages or settings; `site/` is as it was.
        GuidebookError: MkDocs stopped; `site/` is as it was.
    """
    config = _resident_config(root, memory) if memory else _load_config(root)
    site = Path(config.site_dir)
    path = site_ledger(root)
    program = program_digest()
    (root / LEDGER).mkdir(exist_ok=True)
    with open_staging(site) as staging:
        recalled = memory.recall(path) if memory and site.is_dir() else None
        last = recalled or (read_ledger(path, program, site) if site.is_dir() else Ledger())
        before = last.outputs()
        if not recalled:
            last.forget_changed(site)
        config.site_dir = str(staging.new)
        inputs = Inputs(catalogue, root, memory.inputs if memory and recalled else None)
        work = SiteWork(catalogue, root, last, inputs, root / LEDGER)
        later = work.put_off_files() if memory and not last.is_empty else []
        records = _do(work, config, progress, 0 if memory else _cores())
        made = work.ledger(records | work.unmade(later))
        outputs = made.outputs()
        pages = sum(path.endswith("index.html") for path in outputs)
        new = NewSite(site, staging.new, last.is_empty, before - outputs, pages)
        yield new
        if new.is_whole:
            staging.replace_site()
        else:
            staging.enter_site(new.gone)
        made.note_files(site, last, records)
        if memory and later:
            if outputs - before:  # pages that nobody would know of, should the process be killed
                made.write(path, program, site)
            memory.keep(made, path, inputs, Unfinished(site, work, later, records))
            return
        made.write(path, program, site)
        catalogue.cards.save()
        if memory:
            memory.keep(made, path, inputs)


def build_part(
    root: Path, catalogue: Catalogue, out: Path, tag: str, part: Slice, progress: Progress
) -> None:
    """Write a part of the website into a folder of its own; nothing of an earlier build is used.

    Args:
        root: The project's folder.
        catalogue: Its checked content.
        out: A folder that does not exist yet.
        tag: The language of the part; empty for all languages.
        part: Which slice of it.
        progress: Told after each part of the work.

    Raises:
        PagesError: MkDocs warned of something in pages or settings.
        GuidebookError: MkDocs stopped.
    """
    config = _load_config(root)
    config.site_dir = str(out)
    work = SiteWork(catalogue, root, Ledger(), Inputs(catalogue, root), root / LEDGER)
    work.narrow(tag, part.number, part.total)
    out.mkdir(parents=True)
    _do(work, config, progress, _cores())


def _cores() -> int:
    """Return how many processes may work at once; 0 where none can fork."""
    return (os.cpu_count() or 1) if sys.platform == "linux" else 0


def _do(work: SiteWork, config: MkDocsConfig, progress: Progress, cores: int) -> dict[str, Record]:
    """Do all work and return its records; in so many processes, or in this one for 0.

    Raises:
        PagesError: MkDocs warned of something.
        GuidebookError: Something cannot be built.
    """
    slices = max(1, -(-cores // len(work.works))) if work.works else 1
    jobs = [job for whole in work.works for job in whole.slices(slices) if not job.is_nothing]
    records: dict[str, Record] = {}
    warnings: list[str] = []
    progress("", 0, len(jobs))
    results = _results(work, jobs, config, min(cores, len(jobs)))
    for done, (job, (made, warned)) in enumerate(zip(jobs, results, strict=True), 1):
        records |= made
        warnings += warned
        progress(job.locale.name, done, len(jobs))
    if warnings:
        raise PagesError("\n".join(["The website was not built.", *dict.fromkeys(warnings)]))
    return records


Result = tuple[dict[str, Record], list[str]]
"""The records of a job, and what MkDocs warned of."""


def _results(
    work: SiteWork, jobs: list[Work], config: MkDocsConfig, processes: int
) -> Iterator[Result]:
    """Yield the result of each job, in order.

    A process of its own for each job starts in 10 ms where processes fork, with all content and
    settings as they are here; whatever MkDocs changes in them ends with it. Elsewhere the jobs are
    done one after the other, each with a copy of the settings.
    """
    if not processes:
        for job in jobs:
            yield _do_job(work, job, deepcopy(config))
        return
    work.prepare()
    yield from forked([partial(_do_job, work, job, config) for job in jobs], processes)


def _do_job(work: SiteWork, job: Work, config: MkDocsConfig) -> Result:
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
    with _collected_warnings() as warnings, _kept_folder():
        try:
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
    return Path(_load_config(root).site_dir)


class _PreviewServer(LiveReloadServer):
    """MkDocs' server, which also tells in every page what keeps it from being built."""

    preview: Rebuilt

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """Add the script that reloads the page, the note, and a policy that lets just them be."""
        script = super()._inject_js_into_html(b"", epoch)  # type: ignore[no-untyped-call]
        inside = script.removeprefix(b"<script>").removesuffix(b"</script>").decode()
        policy = preview_policy(inside, self.preview.style)
        content = content.replace(_policy(page_policy()), _policy(policy), 1)
        page, end, rest = content.rpartition(b"</body>")
        note = self.preview.note.encode()
        page = _BODY.sub(lambda found: found[0] + note, page, count=1)
        return page + bytes(script) + end + rest


def _policy(policy: str) -> bytes:
    """Return a policy as it stands in pages."""
    return str(escape(policy)).encode()


def serve_website(root: Path, address: str, preview: Rebuilt) -> None:
    """Serve the website at `host:port` and refresh it when a file changes, until Ctrl-C.

    Browsers show a new state by themselves, where their readers were on the page.

    Raises:
        GuidebookError: It cannot be served at this address.
    """
    _quieten()
    told = logging.StreamHandler()
    told.addFilter(lambda record: "livereload" in record.name and "Serving" in record.getMessage())
    logger = logging.getLogger("mkdocs")
    logger.addHandler(told)
    config = _load_config(root)
    host, _, port = address.rpartition(":")
    path = urlsplit(config.site_url or "/").path
    try:
        server = _PreviewServer(
            preview.refresh, host.strip("[]"), int(port), config.site_dir, path or "/"
        )
        server.preview = preview
        server.error_handler = lambda code: _error_page(Path(config.site_dir), code)
        preview.refresh()
        logger.setLevel(logging.INFO)
        for name in (GUIDELINES, DOCS, TEMPLATES, "mkdocs.yml"):
            server.watch(str(root / name))
        try:
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown()
    except (ValueError, OSError, OverflowError) as error:
        raise GuidebookError(f"The website cannot be shown at {address}: {error}.") from error
    finally:
        logger.removeHandler(told)


def _error_page(site: Path, code: int) -> bytes | None:
    """Return the page for missing addresses."""
    page = site / f"{code}.html"
    return page.read_bytes() if page.is_file() else None


def _load_config(root: Path) -> MkDocsConfig:
    _quieten()
    with _folder(root):
        try:
            return load_config(str(root / "mkdocs.yml"), strict=False)
        except MkDocsException as error:
            raise GuidebookError(f"mkdocs.yml: {error}") from error


def _resident_config(root: Path, memory: SiteMemory) -> MkDocsConfig:
    """Return the settings for one build, read again only when they may have changed."""
    text = (root / "mkdocs.yml").read_bytes()
    if text != memory.settings_text or b"INHERIT" in text or b"hooks" in text:  # in other files
        memory.settings = _load_config(root)
        memory.settings_text = text
    config: MkDocsConfig = deepcopy(memory.settings)
    return config


def _quieten() -> None:
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
