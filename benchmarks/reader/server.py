"""A server as readers meet it: packed, kept by browsers for ten minutes, connections left open.

In: a folder. Out: its address on this computer, and an account of everything that was sent.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PACKED = (".css", ".csv", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml")


@dataclass(frozen=True)
class Sent:
    """An answer of the server."""

    path: str
    status: int
    size: int
    """Bytes of the body, packed where it was sent packed."""


@dataclass
class Served:
    """A folder that is being served."""

    folder: Path
    address: str = ""
    account: list[Sent] = field(default_factory=list)
    """Every answer, in order."""
    packed: dict[Path, bytes] = field(default_factory=dict)


def pack(content: bytes) -> bytes:
    """Return content as web servers pack it on the way."""
    return gzip.compress(content, compresslevel=6, mtime=0)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, served: Served) -> None:
        self.served = served
        super().__init__(*args, directory=str(served.folder))

    def handle(self) -> None:
        """Answer until the browser closes the connection, in whatever way."""
        with contextlib.suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        """Answer with the file of the path, the index of a folder, or 404.html."""
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        status = 200 if path.is_file() else 404
        path = path if path.is_file() else self.served.folder / "404.html"
        content = path.read_bytes() if path.is_file() else b""
        is_packed = path.suffix in PACKED
        if is_packed:
            content = self.served.packed.setdefault(path, pack(content))
        self.served.account.append(Sent(self.path, status, len(content)))
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        if is_packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """Return the type of a file, with the encoding that all our texts have."""
        kind = super().guess_type(path)
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@contextmanager
def serve(folder: Path) -> Iterator[Served]:
    """Serve a folder on this computer until the block ends."""
    served = Served(folder)
    handler = functools.partial(_Handler, served=served)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        served.address = f"http://127.0.0.1:{server.server_port}/"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()
