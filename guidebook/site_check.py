"""Every file of the built site, looked through for what the program does not make itself.

In: the folder of the site and that of the templates. Out: problems. What pages may load is known
from the templates and from the page for missing addresses, which holds no text of an entry; never
from the page that is looked through.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from guidebook.book_faults import find_book_faults
from guidebook.kept import Kept
from guidebook.page_faults import (
    DELETE,
    SHAPES,
    SiteFacts,
    address_fault,
    find_markup_faults,
    find_page_faults,
    names,
)
from guidebook.problems import GuidebookError, Location, Problem, quote, sort_problems
from guidebook.site_files import asset_files
from guidebook.styles import style_as_read

_RUNNABLE = names(
    ".htm .xhtml .xht .shtml .mht .mhtml .php .cgi .mjs .wasm .swf .jar .svgz .xsl .xslt .hta "
    ".exe .bat .cmd .ps1 .sh .vbs"
)
"""Kinds of files that browsers, hosts or computers run and that the program never makes."""
_CSS_LOADS = re.compile(
    r"url\(\s*(?:\"([^\"]*)|'([^']*)|([^'\")]*))|@import\s*['\"]([^'\";]*)", re.IGNORECASE
)
_CSS_NAMES = re.compile(
    r"(?<![=\s])\s*['\"]\s*((?:[a-z][a-z0-9+.-]*:)?[/\\]\s*[/\\][^'\"]*)", re.IGNORECASE
)
"""An address in quotes, as in `image-set()`; after `=` it only tells which links are meant."""
_CSS_ACTS = re.compile(r"expression\s*\(|-moz-binding|(?<![\w-])behavior\s*:", re.IGNORECASE)
_CSS_PICTURE = "data:image/"
_DATA_SCRIPT = re.compile(r"(?:window\.\w+ = |\w+\.\w+\()(.*?)\)?;\s*", re.DOTALL)
"""A script that is nothing but data, for example `guidebookSearch.index({…});`."""
_XHTML = "http://www.w3.org/1999/xhtml"
_HTML_TEXT = ("html", "text/html")
_TOLD = 100
"""After how many files the progress is told."""
Progress = Callable[[str, int, int], None]


class SiteCheck:
    """Looks through the files of a site."""

    def __init__(self, site: Path, templates: Path, kept: Kept) -> None:
        """Prepare it.

        Args:
            site: The folder of the built site.
            templates: The folder of templates.
            kept: Where it is remembered that a file is as it should be.

        Raises:
            GuidebookError: There is no whole site.
        """
        self.site = site
        self.kept = kept
        self.facts = SiteFacts(_site_url(site), frozenset(_frame_scripts(site)))
        self.assets = {file.path: file.content for file in asset_files(templates / "assets")}
        scripts = {name for name in self.assets if name.endswith(".js")}
        self.facts = replace(self.facts, scripts=self.facts.scripts | scripts)
        self._known = (
            self.facts.site_url
            + "".join(hashlib.sha256(content).hexdigest() for content in self.assets.values())
            + " ".join(sorted(self.facts.scripts))
        )

    def find_problems(self, paths: Iterable[Path], tell: Progress) -> tuple[Problem, ...]:
        """Return what is wrong, in order.

        Args:
            paths: Files and folders to look through.
            tell: Told of the progress.
        """
        found: list[Problem] = []
        files = sorted({file for path in paths for file in _files(path)})
        for number, path in enumerate(files):
            name = path.relative_to(self.site).as_posix()
            if number % _TOLD == 0:
                tell("", number, len(files))
            found += self.file(path, name)
        tell("", len(files), len(files))
        self.kept.save()
        return sort_problems(
            replace(
                one, location=replace(one.location, path=f"{self.site.name}/{one.location.path}")
            )
            for one in found
        )

    def file(self, path: Path, name: str) -> list[Problem]:
        """Return what is wrong with a file."""
        if path.is_symlink() or not path.is_file():
            return [_problem(name, 1, "odd-file", "the file is a link or no file at all.")]
        content = path.read_bytes()
        key = (self._known, name, hashlib.sha256(content).hexdigest())
        if self.kept.has(*key):
            return []
        found = list(self._find(path, name, content))
        if not found:
            self.kept.put(None, *key)
        return found

    def _find(self, path: Path, name: str, content: bytes) -> Iterator[Problem]:
        ending = path.suffix.lower()
        if ending == ".html":
            yield from find_page_faults(name, content, self.facts)
        elif ending == ".pdf":
            yield from find_book_faults(name, path)
        elif ending in (".svg", ".xml"):
            yield from self._xml(name, content, is_drawing=ending == ".svg")
        elif ending in (".json", ".webmanifest", ".map"):
            yield from _json(name, content)
        elif ending == ".css":
            yield from _styles(name, 1, content.decode("utf-8", "replace"))
        elif ending == ".js":
            yield from self._script(name, content)
        elif ending in _RUNNABLE:
            yield _problem(name, 1, "odd-file", f"files of the kind {quote(ending)} can be run.")

    def _script(self, name: str, content: bytes) -> Iterator[Problem]:
        """Yield a problem for a script that is neither one of the templates nor only data."""
        if self.assets.get(name) == content or (
            name in self.facts.scripts and name not in self.assets
        ):
            return
        data = _DATA_SCRIPT.fullmatch(content.decode("utf-8", "replace"))
        try:
            if data:
                json.loads(data[1])
                return
        except ValueError:
            pass
        message = "the script is neither one of templates/assets nor only data."
        yield _problem(name, 1, "unknown-script", message)

    def _xml(self, name: str, content: bytes, *, is_drawing: bool) -> Iterator[Problem]:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            yield _problem(name, error.lineno or 1, "broken-file", "the file is no XML.")
            return
        if root.getroottree().docinfo.doctype:
            yield _problem(name, 1, "unknown-element", "'<!DOCTYPE>' could define anything.")
        for node in root.getroottree().xpath("//processing-instruction()"):
            message = f"{quote(f'<?{node.target}?>')} changes what is shown."
            yield _problem(name, node.sourceline or 1, "unknown-element", message)
        for element in root.iter(etree.Element):
            yield from self._xml_element(name, element, is_drawing=is_drawing)

    def _xml_element(self, name: str, element: Any, *, is_drawing: bool) -> Iterator[Problem]:
        line = element.sourceline or 1
        tag = etree.QName(element).localname
        if is_drawing and tag.lower() == "style":
            yield from _styles(name, line, "".join(element.itertext()))
        elif is_drawing and tag.lower() not in SHAPES:
            message = f"{quote(f'<{tag}>')} is more than a shape."
            yield _problem(name, line, "unknown-element", message)
        elif not is_drawing and etree.QName(element).namespace == _XHTML and tag != "link":
            markup = etree.tostring(element, encoding=str)
            yield from find_markup_faults(name, line, markup, self.facts)
        elif not is_drawing and element.get("type") in _HTML_TEXT and element.text:
            yield from find_markup_faults(name, line, element.text, self.facts)
        for attribute, value in element.items():
            local = etree.QName(attribute).localname
            if local.lower().startswith("on"):
                message = f"{quote(f'{local}={value}')} is a script."
                yield _problem(name, line, "event-handler", message)
            elif local in ("href", "src"):
                loads = is_drawing and not value.startswith("#")
                if fault := address_fault(value, loads=loads):
                    rule = "other-host" if loads else "dangerous-address"
                    yield _problem(name, line, rule, fault)


def _json(name: str, content: bytes) -> Iterator[Problem]:
    """Yield a problem for what is no JSON, or holds an address that runs something."""
    text = content.decode("utf-8", "replace")
    try:
        value = json.loads(text)
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        yield _problem(name, line, "broken-file", "the file is no JSON.")
        return
    for word in _texts(value):
        if re.match(r"\s*(javascript|vbscript|data):", word, re.IGNORECASE):
            before = text.partition(json.dumps(word, ensure_ascii=False)[1:-1])[0]
            message = f"{quote(word)} is an address that runs something."
            yield _problem(name, before.count("\n") + 1, "dangerous-address", message)


def _texts(value: object) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += [*one, *one.values()]


def _styles(name: str, first_line: int, text: str) -> Iterator[Problem]:
    """Yield what styles load from elsewhere, and what old browsers would run."""
    read = style_as_read(text)
    for found in _CSS_LOADS.finditer(read):
        address = next(filter(None, found.groups()), "")
        line = first_line + read.count("\n", 0, found.start())
        if not address.startswith(_CSS_PICTURE) and (fault := address_fault(address, loads=True)):
            yield _problem(name, line, "other-host", fault)
    rest = _CSS_LOADS.sub(lambda found: "\n" * found[0].count("\n"), read)
    for found in _CSS_NAMES.finditer(rest):
        line = first_line + rest.count("\n", 0, found.start(1))
        yield _problem(name, line, "other-host", address_fault(found[1], loads=True))
    for found in _CSS_ACTS.finditer(read):
        line = first_line + read.count("\n", 0, found.start())
        yield _problem(name, line, "unknown-script", f"{quote(found[0])} is a script.")


def _problem(name: str, line: int, rule: str, message: str) -> Problem:
    return Problem(Location(name, line), rule, message, DELETE)


def _files(path: Path) -> Iterator[Path]:
    """Yield a file, or all files of a folder; links are not followed."""
    if path.is_symlink() or not path.is_dir():
        yield path
        return
    for folder, folders, files in os.walk(path):
        linked = [name for name in folders if Path(folder, name).is_symlink()]
        yield from (Path(folder, name) for name in [*files, *linked])


def _site_url(site: Path) -> str:
    """Return where the site is published, as its home page says."""
    canonical = _parsed(site, "index.html").find(".//link[@rel='canonical']")
    if canonical is None:
        raise GuidebookError(f"{site / 'index.html'} names no address. Build the site again.")
    return str(canonical.get("href"))


def _frame_scripts(site: Path) -> Iterator[str]:
    """Yield the addresses of the scripts that the theme puts around every page.

    They are taken from the page for missing addresses, whose links begin at the root of the host.
    """
    root = urlsplit(_site_url(site)).path
    for script in _parsed(site, "404.html").iter("script"):
        if source := script.get("src"):
            yield source.removeprefix(root)


def _parsed(site: Path, name: str) -> Any:
    try:
        content = (site / name).read_bytes()
    except OSError as error:
        message = f"{site} holds no whole site. Run 'python3 build.py' first."
        raise GuidebookError(message) from error
    return etree.fromstring(content, etree.HTMLParser(encoding="utf-8", no_network=True))
