"""A host on this computer that behaves as hosts of the web do, well and badly."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROBOTS = "User-agent: *\nDisallow: /private/\n\nUser-agent: other\nDisallow: /\n"


@dataclass
class Host:
    """A running host, and what it was asked."""

    port: int = 0
    robots: tuple[int, str] = (200, ROBOTS)
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of each question."""
    busy: int = 0
    """How many more times it says that it is busy."""
    stuck: threading.Event = field(default_factory=threading.Event)

    def address(self, path: str) -> str:
        """Return the address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self, method: str) -> list[str]:
        """Return what was asked for in one way, robots.txt left out."""
        return [path for asked, path in self.asked if asked == method and path != "/robots.txt"]


class _Handler(BaseHTTPRequestHandler):
    host: Host
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        """Answer a question for the head."""
        self._answer()

    def do_GET(self) -> None:
        """Answer a question for everything."""
        self._answer()

    def _answer(self) -> None:
        self.host.asked.append((self.command, self.path))
        path = self.path.partition("?")[0]
        if path == "/robots.txt":
            self._say(*self.host.robots)
        elif path == "/slow":
            self.host.stuck.wait(20)
            self.close_connection = True
        elif path == "/cut":
            self.close_connection = True
        elif path == "/nonsense":
            self.wfile.write(b"this is no HTTP\r\n\r\n")
            self.close_connection = True
        elif path == "/busy" and self.host.busy > 0:
            self.host.busy -= 1
            self._say(429, "", ("Retry-After", "7"))
        elif path == "/later":
            self._say(503, "", ("Retry-After", "Wed, 21 Oct 2099 07:28:00 GMT"))
        elif path == "/only-get" and self.command == "HEAD":
            self._say(405, "")
        elif path.startswith("/to/"):
            status, _, target = path.removeprefix("/to/").partition("/")
            query = self.path.partition("?")[2]
            self._say(int(status), "", ("Location", query or f"/{target}"))
        elif path == "/circle":
            self._say(302, "", ("Location", "/circle" if "?" in self.path else "/circle?again"))
        elif path.startswith("/endless/"):
            self._say(302, "", ("Location", f"/endless/{int(path.split('/')[2]) + 1}"))
        elif path.startswith("/status/"):
            self._say(int(path.split("/")[2]), "")
        else:
            self._say(200, "fine")

    def _say(self, status: int, text: str, *headers: tuple[str, str]) -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running_host() -> Iterator[Host]:
    """Run a host until the block ends."""
    host = Host()
    handler = type("Handler", (_Handler,), {"host": host})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    host.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield host
    finally:
        host.stuck.set()
        server.shutdown()
        thread.join()
        server.server_close()
