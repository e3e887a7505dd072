"""A host on this computer that behaves as hosts of the web do, well and badly."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

CERTIFICATE = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgntUQVkKj3YcDzY3Q
gGL5QHwkPLYUMmL6RhY5FvwU4/ChRANCAAS0L+qkclqwVTjR4peNhHehNufr9ORl
SNx5CppxlyET5Q1FEI+uL/d44HimxfFlF3Cw7sWQ6G24alKTtTTs4SGf
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBYTCCAQegAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLQv6qRyWrBVONHi
l42Ed6E25+v05GVI3HkKmnGXIRPlDUUQj64v93jgeKbF8WUXcLDuxZDobbhqUpO1
NOzhIZ+jSDBGMBQGA1UdEQQNMAuCCWxvY2FsaG9zdDAPBgNVHRMBAf8EBTADAQH/
MB0GA1UdDgQWBBQgXXkgSPmAC0F1MOyJ+jRNI12z2jAKBggqhkjOPQQDAgNIADBF
AiAmnWDCTAKYRPXi7B5cUueZKJ34ZLq6rbx8PO0i9pFReAIhAMKxFU+7fofMP+47
gDXPOcqS4Kvhf/CFULcVpNWE/aVM
-----END CERTIFICATE-----
"""
"""A certificate for `localhost` that nobody else knows, with its key; it opens nothing."""
MOST_DRIPS = 1000
"""Letters that a host says one by one, at the most."""
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
    drips: int = 0
    """How many letters it has said one by one."""
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
        elif path in ("/slow", "/drip"):
            self._keep_waiting(drips=path == "/drip")
        elif path == "/cut":
            self.close_connection = True
        elif path == "/nonsense":
            self.wfile.write(b"this is no HTTP\r\n\r\n")
            self.close_connection = True
        elif path == "/busy" and self.host.busy > 0:
            self.host.busy -= 1
            self._say(429, "", ("Retry-After", "7"))
        elif path == "/later":
            when = unquote(self.path.partition("?")[2]) or "Wed, 21 Oct 2099 07:28:00 GMT"
            self._say(503, "", ("Retry-After", when))
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

    def _keep_waiting(self, *, drips: bool) -> None:
        self.close_connection = True
        if not drips:
            self.host.stuck.wait(20)
            return
        with contextlib.suppress(OSError):
            while self.host.drips < MOST_DRIPS and not self.host.stuck.wait(0.02):
                self.wfile.write(b"H")
                self.host.drips += 1

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
def running_host(certificate: Path | None = None) -> Iterator[Host]:
    """Run a host until the block ends; it is encrypted when it has a certificate."""
    host = Host()
    handler = type("Handler", (_Handler,), {"host": host})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
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
