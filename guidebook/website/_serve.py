"""Shows the website on this computer, and builds it again when a file is saved.

In: what builds it, and the folders to be watched. Out: a server whose pages reload by themselves
and tell what keeps them from being built.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from watchdog.events import (
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from guidebook.page_policy import page_policy, preview_policy
from guidebook.problems import GuidebookError
from guidebook.project_files import DOCS, GUIDELINES, TEMPLATES
from guidebook.website._mkdocs import quieten, read_settings

LOOKED_FOR = 2
"""Seconds between two looks at all files, for folders of which the system tells nothing, such as
those of another computer. A look at four thousand files takes 0.05 CPU seconds."""

_BODY = re.compile(rb"<body[^>]*>")
_ASKED = re.compile(r"/livereload/([0-9]+)/[0-9]+")
"""How MkDocs' script asks, with the state of its page."""
_ANY_PAGE = "*"
_CHANGES = (
    EVENT_TYPE_CREATED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    EVENT_TYPE_DELETED,
)


class Rebuilt(Protocol):
    """What builds the site again when a file has changed."""

    note: str
    """HTML for the top of every page."""
    style: str
    """The inline style in it."""
    when_more_is_shown: Callable[[Collection[str] | None], None]
    """To be called some time after a refresh with the paths of what more differs; None is all."""

    def refresh(self) -> bool:
        """Build what differs, and return whether anything does.

        Nothing that an author can mend is raised.
        """


class _Saved(FileSystemEventHandler):
    """Tells once that a file was saved, moved or deleted, whoever notices it first and how often.

    That one was read is no news.
    """

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._noticed: dict[str, object] = {}

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Tell of an event, if it is one of those."""
        if event.is_directory or event.event_type not in _CHANGES:
            return
        now = {os.fsdecode(path): _state(path) for path in (event.src_path, event.dest_path)}
        if not now.items() <= self._noticed.items():
            self._noticed |= now
            self._tell()


class _PreviewServer(LiveReloadServer):
    """MkDocs' server, which also tells in every page what keeps it from being built."""

    def __init__(
        self, preview: Rebuilt, host: str, port: int, config: MkDocsConfig, path: str
    ) -> None:
        super().__init__(
            self._refresh, host, port, config.site_dir, path, polling_interval=LOOKED_FOR
        )
        self.preview = preview
        self.error_handler = lambda code: _error_page(Path(config.site_dir), code)
        preview.when_more_is_shown = self._show_more
        self._told = Observer()
        self._saved = _Saved(self._ask)
        self._latest = 0
        """The latest state that some browsers were told of between two builds."""
        self._latest_by_page: dict[str, int] = {}

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:  # noqa: ARG002
        """Build again when a file changes; the system tells of most changes at once."""
        self._watched_paths[path] = 1
        self.observer.schedule(self._saved, path, recursive=recursive)
        if Path(path).is_dir():  # an editor may put another file in the place of one
            self._told.schedule(self._saved, path, recursive=recursive)

    def serve(self, *, open_in_browser: bool = False) -> None:
        """Serve until the server is shut down."""
        with contextlib.suppress(OSError):  # it tells of no more files: they are looked for
            self._told.start()
        super().serve(open_in_browser=open_in_browser)  # type: ignore[no-untyped-call]

    def shutdown(self, wait: bool = False) -> None:
        """Stop serving."""
        self._told.stop()
        super().shutdown(wait)

    def _ask(self) -> None:
        """Ask for the site to be built again."""
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def _refresh(self) -> None:
        """Build again; browsers are told if anything differs, and of a state later than the last.

        What browsers are told of when this ends is the state that is wanted.
        """
        differs = self.preview.refresh()
        latest = max(self._visible_epoch, self._latest) + 1
        self._wanted_epoch = max(self._wanted_epoch, latest) if differs else self._visible_epoch

    def _show_more(self, paths: Collection[str] | None) -> None:
        """Tell browsers that show one of these pages; called between two builds."""
        with self._epoch_cond:
            self._latest = max(self._visible_epoch, self._latest) + 1
            if paths is None or any(not path.endswith(".html") for path in paths):
                paths = (_ANY_PAGE,)
            self._latest_by_page |= dict.fromkeys(paths, self._latest)
            self._epoch_cond.notify_all()

    def _serve_request(
        self, environ: dict[str, Any], start_response: Any
    ) -> Iterable[bytes] | None:
        """Answer a browser that asks for later states of its page when there is one."""
        asked = _ASKED.fullmatch(environ["PATH_INFO"])
        if asked is None:
            found: Iterable[bytes] | None = super()._serve_request(environ, start_response)
            return found
        start_response("200 OK", [("Content-Type", "text/plain")])
        page = urlsplit(environ.get("HTTP_REFERER", "")).path.removeprefix(self.mount_path)
        with self._epoch_cond:
            self._epoch_cond.wait_for(
                lambda: self._epoch_of(page) > int(asked[1]), timeout=self.poll_response_timeout
            )
            return [b"%d" % self._epoch_of(page)]

    def _epoch_of(self, page: str) -> int:
        """Return the latest state of a page, given by its address."""
        of_page = self._latest_by_page.get(f"{page}index.html", 0)
        return max(self._visible_epoch, of_page, self._latest_by_page.get(_ANY_PAGE, 0))

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """Add the script that reloads the page, the note, and a policy that lets just them be."""
        latest = max(epoch, self._latest)
        script = super()._inject_js_into_html(b"", latest)  # type: ignore[no-untyped-call]
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
    quieten()
    told = logging.StreamHandler()
    told.addFilter(lambda record: "livereload" in record.name and "Serving" in record.getMessage())
    logger = logging.getLogger("mkdocs")
    logger.addHandler(told)
    config = read_settings(root)
    host, _, port = address.rpartition(":")
    path = urlsplit(config.site_url or "/").path
    try:
        server = _PreviewServer(preview, host.strip("[]"), int(port), config, path or "/")
        preview.refresh()
        logger.setLevel(logging.INFO)
        for name in (GUIDELINES, DOCS, TEMPLATES, "mkdocs.yml"):
            server.watch(str(root / name))
        try:
            server.serve()
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown()
    except (ValueError, OSError, OverflowError) as error:
        raise GuidebookError(f"The website cannot be shown at {address}: {error}.") from error
    finally:
        logger.removeHandler(told)


def _state(path: str | bytes) -> object:
    """Return what tells two states of a file apart; None when there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a path of the system, maybe in bytes
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _error_page(site: Path, code: int) -> bytes | None:
    """Return the page for missing addresses."""
    page = site / f"{code}.html"
    return page.read_bytes() if page.is_file() else None
