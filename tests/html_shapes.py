"""What an HTML file is made of besides its words: elements, attributes, addresses and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_ADDRESSES = frozenset(
    ("action", "background", "cite", "data", "formaction", "href", "poster", "src", "srcset")
)


class Shapes(HTMLParser):
    """The shapes of one file; reading stops at nothing, as browsers do."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[tuple[str, frozenset[str]]] = set()
        """Each kind of element: its name and those of its attributes."""
        self.addresses: list[str] = []
        """Everything that leads or loads something."""
        self.scripts: list[str] = []
        """What stands inside script and style elements, and what comments say."""
        self.data: list[str] = []
        """What stands in scripts that hold data and are not run."""
        self.words: list[str] = []
        self.mistakes: list[str] = []
        """Elements that are not closed, or closed without being open."""
        self._open: list[str] = []
        self._is_data = False
        self.feed(html)
        self.close()
        self.mistakes += [f"<{tag}> stays open" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.add((tag, frozenset(name for name, _ in attrs)))
        self._is_data = tag == "script" and "json" in (dict(attrs).get("type") or "")
        self.addresses += [value or "" for name, value in attrs if name in _ADDRESSES]
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element of SVG that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Note the end of an element."""
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.mistakes.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        """Note words, or a script."""
        inside = self._open[-1] if self._open else ""
        if inside == "script" and self._is_data:
            self.data.append(data)
        else:
            (self.scripts if inside in ("script", "style") else self.words).append(data)

    def handle_comment(self, data: str) -> None:
        """Note a comment, of which pages have none."""
        self.scripts.append(data)

    def unknown_decl(self, data: str) -> None:
        """Note what is neither element nor text."""
        self.scripts.append(data)

    def handle_pi(self, data: str) -> None:
        """Note a processing instruction."""
        self.scripts.append(data)

    @property
    def text(self) -> str:
        """Return the words of the file."""
        return " ".join(" ".join(self.words).split())

    @property
    def hosts(self) -> set[str]:
        """Return scheme and host of everything that leads out of the site."""
        return set(hosts_of(self.addresses))


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)|")


def hosts_of(addresses: Iterable[str]) -> Iterator[str]:
    """Yield scheme and host of each address that is not a path, as a browser reads it."""
    for address in addresses:
        read = "".join(char for char in address if char not in "\t\n\r").strip().replace("\\", "/")
        try:
            parts = urlsplit(read)
        except ValueError:  # no host can be read, by browsers either
            yield "".join(_SCHEME.findall(read)[:1]) + "://"
            continue
        if parts.scheme or parts.netloc:
            yield f"{parts.scheme}://{parts.netloc}"
