"""A real Chromium and a server that shows a site below a sub-path, as project sites are shown."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from guidebook.self_test import find_browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SUB_PATH = "/sub/"


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a site below a sub-path."""

    def translate_path(self, path: str) -> str:
        """Return the file of an address; nothing exists outside of the sub-path."""
        if not path.startswith(SUB_PATH):
            return "/nowhere"
        return super().translate_path(path.removeprefix(SUB_PATH[:-1]))

    def send_error(self, code: int, *_told: object) -> None:
        """Answer a missing address below the sub-path as hosts do: with the site's own page."""
        content = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serve a built site on this computer and yield its address."""
    handler = functools.partial(_Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{SUB_PATH}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Start Chromium and yield it."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        try:
            yield launched
        finally:
            launched.close()


def open_page(context: BrowserContext, address: str) -> Page:
    """Open an address in a new tab."""
    page = context.new_page()
    page.goto(address)
    return page
