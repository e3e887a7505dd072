"""Shows the website on this computer, and builds it again when a file is saved.

In: what builds it, and the folders to be watched. Out: a server whose pages reload by themselves
and tell what keeps them from being built.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from guidebook.bill_of_materials import LOCK_PATH
from guidebook.page_policy import page_policy, preview_policy
from guidebook.problems import GuidebookError
from guidebook.project_files import DOCS, GUIDELINES, TEMPLATES
from guidebook.website._mkdocs import quieten, read_settings
from guidebook.website._watch import Watch

_WATCHED = (GUIDELINES, DOCS, TEMPLATES, "mkdocs.yml", LOCK_PATH)
"""Files and folders that every site is built from."""
_BODY = re.compile(rb"<body[^>]*>")
_ASKED = re.compile(r"/livereload/([0-9]+)/[0-9]+")
"""How MkDocs' script asks, with the state of its page."""
_ANY_PAGE = "*"
_NO_PAGE = (
    b"<!doctype html><html lang=en><title>404</title><body>There is no such page.</body></html>"
)


class Rebuilt(Protocol):
    """What builds the site again when a file has changed."""

    note: str
    """HTML for the top of every page."""
    style: str
    """The inline style in it."""
    leads_to: tuple[str, ...]
    """Further files and folders that it is built from, relative to the project's."""
    when_it_passes: Callable[[], None]
    """To be called when what stood in the way of a refresh may have passed."""
    when_more_is_shown: Callable[[Collection[str] | None], None]
    """To be called some time after a refresh with the paths of what more differs; None is all."""

    def refresh(self) -> bool:
        """Build what differs, and return whether anything does.

        Nothing that an author can mend is raised.
        """


class _PreviewServer(LiveReloadServer):
    """MkDocs' server, which also tells in every page what keeps it from being built."""

    def __init__(
        self, preview: Rebuilt, host: str, port: int, config: MkDocsConfig, path: str
    ) -> None:
        super().__init__(self._refresh, host, port, config.site_dir, path)
        root = Path(config.config_file_path).parent
        self.preview = preview
        self.error_handler = self._page_of_error
        preview.when_more_is_shown = self._show_more
        preview.when_it_passes = self._ask
        self.observer: Any = Watch(  # from now on: what is saved during the first build counts
            lambda: [root / name for name in (*_WATCHED, *preview.leads_to)], self._ask
        )
        self._watched_paths = dict.fromkeys(_WATCHED, 1)  # pages reload only where some are
        self._latest = 0
        """The latest state that some browsers were told of between two builds."""
        self._latest_by_page: dict[str, int] = {}

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

    def _page_of_error(self, code: int) -> bytes:
        """Return the page for missing addresses, which shows mistakes and reloads like others."""
        page = Path(self.root) / f"{code}.html"
        content = page.read_bytes() if page.is_file() else _NO_PAGE
        return self._inject_js_into_html(content, self._visible_epoch)

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
