"""Asks whether addresses outside of the site still lead to something, politely.

In: addresses. Out: an `Answer` for each. Hosts are asked side by side and each of them slowly, one
address after the other; what `robots.txt` forbids is not asked, and a host that asks for patience
gets it. Nothing inside a network of its own (private, local, reserved addresses) is ever asked,
wherever a name or a redirection leads. No cookies, no scripts, nothing of an answer is kept but its
state. Written over `http.client`, since the connection must go to the very address that was judged.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

AGENT = "guidebook-links/1"
"""The name under which a host's robots.txt knows us."""
MAX_STEPS = 8
"""Redirections that are followed; browsers stop at 20."""
MAX_READ = 256 * 1024
"""How many bytes of robots.txt are read (RFC 9309 asks for 500 KiB at the most)."""


class State(StrEnum):
    """What came of asking."""

    GOOD = "good"
    MOVED = "moved"
    """It leads on, for good, to another address."""
    BROKEN = "broken"
    """There is nothing at the address any more."""
    UNKNOWN = "unknown"
    """The host did not answer, or asks not to be asked: a person must look."""


@dataclass(frozen=True)
class Answer:
    """What is known of one address."""

    state: State
    why: str
    """In words, for a sentence that begins with the address."""
    target: str = ""
    """Where it leads, when it has moved."""


@dataclass(frozen=True)
class Manners:
    """How hosts are asked."""

    schemes: tuple[str, ...] = ("https",)
    asks_local_hosts: bool = False
    """True only in tests, whose hosts are on this computer."""
    pause: float = 1.0
    """Seconds between two questions to one host."""
    timeout: float = 15.0
    """Seconds to wait for a host each time it should say something."""
    longest_wait: float = 60.0
    """Seconds that a host may ask us to wait; when it asks for more, its state is unknown."""
    tries: int = 3
    hosts_at_once: int = 8
    wait: Callable[[float], object] = time.sleep
    now: Callable[[], float] = time.monotonic


class _NotAskedError(Exception):
    """An address that is not asked; the message says why."""


@dataclass(frozen=True)
class _Reply:
    """What a host said."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def check_addresses(
    addresses: Iterable[str], manners: Manners = Manners()
) -> Iterator[tuple[str, Answer]]:
    """Yield each address with its answer, host by host as they come."""
    by_host: dict[str, list[str]] = {}
    for address in dict.fromkeys(addresses):
        by_host.setdefault(urlsplit(address).netloc, []).append(address)
    with ThreadPoolExecutor(manners.hosts_at_once) as pool:
        asker = _Asker(manners)
        for answers in pool.map(asker.ask_host, by_host.values()):
            yield from answers


@dataclass
class _Asker:
    """Asks addresses; the hosts of redirections share their pauses and rules with the others."""

    manners: Manners
    lock: threading.Lock = field(default_factory=threading.Lock)
    next_time: dict[str, float] = field(default_factory=dict)
    """By host, when it may be asked again."""
    rules: dict[str, RobotFileParser] = field(default_factory=dict)
    """By scheme and host, what its robots.txt says."""

    def ask_host(self, addresses: list[str]) -> list[tuple[str, Answer]]:
        return [(address, self.ask(address)) for address in addresses]

    def ask(self, address: str) -> Answer:
        """Return what an address leads to."""
        here, seen, moved = urldefrag(address)[0], set[str](), ""
        stays = True
        for _ in range(MAX_STEPS):
            if here in seen:
                return Answer(State.BROKEN, "leads in a circle")
            seen.add(here)
            try:
                reply = self.reply(here)
            except _NotAskedError as error:
                return Answer(State.UNKNOWN, str(error))
            target = reply.headers.get("location", "")
            if 300 <= reply.status < 400 and target:
                here = urldefrag(urljoin(here, target))[0]
                stays = stays and reply.status in (301, 308)
                moved = here if stays else moved
                continue
            return _judged(reply.status, moved)
        return Answer(State.BROKEN, f"leads on more than {MAX_STEPS} times")

    def reply(self, address: str) -> _Reply:
        """Return what a host says of one address: asked for its head, then for all of it."""
        self.require_allowed(address)
        reply = self.patiently(address, "HEAD")
        if reply.status >= 400 and reply.status != 429:
            reply = self.patiently(address, "GET")
        return reply

    def patiently(self, address: str, method: str) -> _Reply:
        """Return what a host says, after as many tries as it may need."""
        trouble = ""
        for number in range(self.manners.tries):
            try:
                reply = self.once(address, method)
            except (OSError, http.client.HTTPException) as error:
                trouble = _in_words(error)
                wait = 2.0**number
            else:
                if reply.status not in (429, 502, 503, 504):
                    return reply
                trouble = f"answers {reply.status}"
                wait = _seconds(reply.headers.get("retry-after", ""), 2.0**number)
                if wait > self.manners.longest_wait:
                    raise _NotAskedError(f"asks to be left alone for {wait:.0f} seconds")
            if number + 1 < self.manners.tries:
                self.manners.wait(wait)
        raise _NotAskedError(f"{trouble}, {self.manners.tries} times")

    def once(self, address: str, method: str) -> _Reply:
        """Return what a host says, when it is its turn."""
        parts = urlsplit(address)
        try:
            host, port = parts.hostname or "", parts.port
            host = host.encode("idna").decode("ascii")
        except (UnicodeError, ValueError):
            raise _NotAskedError("has no host that exists on the web") from None
        if parts.scheme not in self.manners.schemes:
            raise _NotAskedError(f"leads to an address that is not encrypted ({parts.scheme})")
        self.take_turn(host)
        connection = _Connection(host, port, parts.scheme, self.manners)
        path = parts.path or "/"
        query = f"?{parts.query}" if parts.query else ""
        headers = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
        end = threading.Timer(2 * self.manners.timeout, connection.end)
        end.daemon = True
        end.start()
        try:
            connection.request(method, _quoted(path + query), headers=headers)
            response = connection.getresponse()
            body = response.read(MAX_READ) if path == "/robots.txt" and method == "GET" else b""
            found = {name.lower(): value for name, value in response.getheaders()}
            return _Reply(response.status, found, body)
        finally:
            end.cancel()
            connection.close()

    def take_turn(self, host: str) -> None:
        """Wait until a host may be asked again."""
        with self.lock:
            now = self.manners.now()
            turn = max(now, self.next_time.get(host, now))
            self.next_time[host] = turn + self.manners.pause
        if turn > now:
            self.manners.wait(turn - now)

    def require_allowed(self, address: str) -> None:
        """Raise for an address that its host does not want to be asked for (RFC 9309)."""
        parts = urlsplit(address)
        root = f"{parts.scheme}://{parts.netloc}"
        with self.lock:
            rules = self.rules.get(root)
        if rules is None:
            rules = RobotFileParser()
            reply = self.patiently(f"{root}/robots.txt", "GET")
            text = reply.body.decode("utf-8", "replace") if reply.status == 200 else ""
            if reply.status >= 500:
                text = "User-agent: *\nDisallow: /"
            rules.parse(text.splitlines())
            with self.lock:
                self.rules[root] = rules
        if not rules.can_fetch(AGENT, address):
            raise _NotAskedError("is not asked: the host's robots.txt forbids it")


class _Connection(http.client.HTTPConnection):
    """A connection to the very address that was looked up and judged."""

    def __init__(self, host: str, port: int | None, scheme: str, manners: Manners) -> None:
        self.default_port = 443 if scheme == "https" else 80
        super().__init__(host, port, timeout=manners.timeout)
        self.is_encrypted = scheme == "https"
        self.asks_local_hosts = manners.asks_local_hosts

    def connect(self) -> None:
        """Connect to the first of the host's addresses, all of which must be of the public web."""
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        for *_, place in found:
            if not self.asks_local_hosts and not is_public(str(place[0])):
                raise _NotAskedError("is not asked: its host is inside a network of its own")
        number, port = str(found[0][4][0]), self.port
        plain: Any = socket.create_connection((number, port), self.timeout)
        if self.is_encrypted:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self.host)
        else:
            self.sock = plain

    def end(self) -> None:
        """Break off: a host that sends a letter now and then would keep us for good."""
        with contextlib.suppress(OSError):
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)


def is_public(number: str) -> bool:
    """Return True for a number under which a host of the public web can be."""
    address = ipaddress.ip_address(number.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return address.is_global and inner.is_global and not address.is_multicast


def _judged(status: int, moved: str) -> Answer:
    if status in (401, 403, 407, 451) or status >= 500:
        return Answer(State.UNKNOWN, f"answers {status}; perhaps only to programs")
    if status >= 400:
        return Answer(State.BROKEN, f"answers {status}")
    if moved:
        return Answer(State.MOVED, "has moved", moved)
    return Answer(State.GOOD, f"answers {status}")


def _in_words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "does not answer in time"
    if isinstance(error, socket.gaierror):
        return "has a host that cannot be found"
    if isinstance(error, ssl.SSLError):
        return "has a certificate that does not hold"
    return "breaks the connection off"


def _seconds(written: str, otherwise: float) -> float:
    """Return the seconds that a host asks for; dates count as too long."""
    if not written:
        return otherwise
    return float(written) if written.isascii() and written.isdigit() else float("inf")


def _quoted(path: str) -> str:
    """Return a path as it is sent: letters beyond ASCII as the bytes of UTF-8."""
    return "".join(
        char if "!" <= char <= "~" else "".join(f"%{byte:02X}" for byte in char.encode())
        for char in path
    )
