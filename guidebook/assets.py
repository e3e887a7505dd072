"""What `docs/` may hold besides pages: pictures, styles and documents, none of which can act.

In: the project's folder. Out: a problem for everything else, there and in `templates/assets`. All
of `docs/` is copied into the site as it is, so a file there is published by being there: a page of
HTML or a script would run under the site's address, and a drawing (SVG) can hold scripts, links and
requests to other hosts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from guidebook.addresses import FILE_FOLDERS
from guidebook.materials import LICENCES_PATH
from guidebook.problems import Location, Problem, quote
from guidebook.project_files import (
    ASSETS,
    DOCS,
    WINDOWS_NAMES,
    find_template_assets,
    is_joined,
    list_folder,
)
from guidebook.styles import style_as_read, style_lines

MAX_BYTES = 4 * 1024 * 1024
"""The largest file: a photograph for a page has a tenth of it."""
MAX_SVG_BYTES = 512 * 1024
SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "avif": (),
    "css": (),
    "csv": (),
    "gif": (b"GIF8",),
    "ico": (b"\x00\x00\x01\x00",),
    "jpeg": (b"\xff\xd8\xff",),
    "jpg": (b"\xff\xd8\xff",),
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "svg": (),
    "ttf": (b"\x00\x01\x00\x00", b"OTTO", b"true"),
    "txt": (),
    "webp": (b"RIFF",),
    "woff2": (b"wOF2",),
}
"""The endings of files that are published, and how such files begin where all begin alike."""
_NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*\.(?P<ending>[a-z0-9]+)")
_FOLDER = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_OWN_FILES = (LICENCES_PATH, "robots.txt")
"""Files of the program at the top of the site."""
_LANGUAGE = re.compile(r"\.(?P<tag>[a-z]{2}(?:-[a-z]{4})?)(?=\.[a-z0-9]+$)")
"""What mkdocs-static-i18n takes for a language in a name of small letters, whichever there are.

It would leave such a file out of the site of every other language, the source language too.
"""
_STYLE_REQUEST = re.compile(
    r"@import|expression\(|-moz-binding|[a-z][a-z0-9+.-]*:(?=\t*[/\\]\t*[/\\])"
    r"|['\"(]\s*[/\\]\s*[/\\]|\(\s*['\"]?\s*[a-z]+:(?!image/)",
    re.IGNORECASE,
)
"""What in a style asks for something elsewhere; a picture within the style may be data:image/…

In an address browsers take a backslash for a slash and leave tabs out (URL Standard, 4.4).
"""
_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_SHAPES = frozenset(
    (
        *("svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style", "switch"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"),
        *("textPath", "clipPath", "mask", "pattern", "marker", "linearGradient", "radialGradient"),
        *("stop", "filter", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite"),
        *("feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight"),
        *("feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur"),
        *("feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpotLight"),
        *("feSpecularLighting", "feTile", "feTurbulence", "view"),
    )
)
"""The elements of SVG that only show something; all others run, lead, load or change something."""


def find_asset_problems(root: Path, paths: list[str]) -> Iterator[Problem]:
    """Yield a problem for each file of `docs/` that is no page and is not published.

    Args:
        root: The project's folder.
        paths: The files of `docs/`, links and pages left out.
    """
    taken = {f"{DOCS}/assets/{name}" for name in find_template_assets(root / ASSETS)}
    for path in paths:
        folders, _, name = path.rpartition("/")
        match = _NAME.fullmatch(name)
        if match is None or not all(map(_is_good_name, [*folders.split("/")[1:], name])):
            yield _odd_name(path)
        elif (language := _LANGUAGE.search(name)) is not None:
            tag = language["tag"]
            message = f"{quote(name)} would be taken for a file of the language '{tag}'."
            advice = f"Write a hyphen: '{_LANGUAGE.sub(f'-{tag}', name)}'."
            yield Problem(Location(path), "odd-file-name", message, advice)
        elif path in taken or _is_taken(path):
            message = "the site has a file of its own at this address."
            advice = "Give the file another name, or put it into another folder of docs/assets."
            yield Problem(Location(path), "file-clash", message, advice)
        elif match["ending"] not in SIGNATURES:
            message = f"files that end in '.{match['ending']}' are not published."
            advice = f"Save it in another form, or delete it. Published are: {_ENDINGS}."
            yield Problem(Location(path), "stray-file", message, advice)
        else:
            yield from _find_in_file(root / path, path, match["ending"])


_ENDINGS = ", ".join(SIGNATURES)


def find_template_problems(root: Path) -> Iterator[Problem]:
    """Yield a problem for each thing in `templates/assets` that cannot be published."""
    for path in list_folder(root / ASSETS):
        place = f"{ASSETS}/{path.name}"
        if path.is_dir():
            for inner in list_folder(path):
                is_empty = inner.is_dir() and not list_folder(inner)
                if not (is_joined(inner) or is_empty):
                    yield _not_joined(f"{place}/{inner.name}", inner)
        elif not path.is_file():
            yield _not_joined(place, path)
        elif _NAME.fullmatch(path.name) is None:
            yield _odd_name(place)


def _not_joined(path: str, found: Path) -> Problem:
    if not (found.is_file() or found.is_dir()):
        message, advice = f"{quote(found.name)} leads to no file.", "Put the file itself here."
        return Problem(Location(path), "stray-file", message, advice)
    return Problem(
        Location(path),
        "stray-file",
        f"{quote(found.name)} is neither a style nor a script.",
        "Move it elsewhere: of this folder, what ends in .css becomes one file of the site, and so "
        "does what ends in .js.",
    )


def _is_taken(path: str) -> bool:
    """Return True when the program writes a file of its own to the address of a file of `docs/`."""
    address = path.partition("/")[2]
    return address.partition("/")[0] in FILE_FOLDERS or address in _OWN_FILES


def _is_good_name(name: str) -> bool:
    return _FOLDER.fullmatch(name) is not None and name.partition(".")[0] not in WINDOWS_NAMES


def _odd_name(path: str) -> Problem:
    name = path.partition("/")[2]
    return Problem(
        Location(path),
        "odd-file-name",
        f"{quote(name)} cannot be the name of a published file.",
        "Rename it to small letters, digits, hyphens and dots: it becomes an address of the site.",
    )


def _find_in_file(file: Path, path: str, ending: str) -> Iterator[Problem]:
    limit = MAX_SVG_BYTES if ending == "svg" else MAX_BYTES
    size = file.stat().st_size
    if size > limit:
        message = f"the file has {size} bytes; {limit} are allowed."
        yield Problem(Location(path), "too-large", message, "Make the picture smaller.")
        return
    signatures = SIGNATURES[ending]
    if ending == "svg":
        yield from _Drawing(path).read(file.read_bytes())
    elif ending == "css":
        yield from _find_in_style(file.read_bytes(), path)
    elif signatures:
        with file.open("rb") as opened:
            start = opened.read(16)
        if not start.startswith(signatures):
            message = f"what the file holds is not what its ending '.{ending}' says."
            yield Problem(Location(path), "wrong-ending", message, "Save it again in this form.")


def _find_in_style(data: bytes, path: str) -> Iterator[Problem]:
    written = data.decode("utf-8", "replace")
    text = style_as_read(written)
    lines = style_lines(written)
    requests = _STYLE_REQUEST.finditer(text)
    for number in dict.fromkeys(text.count("\n", 0, found.start()) for found in requests):
        message = f"{quote(lines[number].strip())} asks for something from elsewhere."
        advice = "Put the file into docs/assets, and name it without a host."
        yield Problem(Location(path, number + 1), "active-style", message, advice)


class _Drawing:
    """Goes through a drawing; nothing in it is expanded or loaded."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.style: list[str] | None = None
        """The pieces of the style that is being read."""
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        handlers: dict[str, Callable[..., Any]] = {
            "StartElementHandler": self.begin,
            "EndElementHandler": self.end,
            "CharacterDataHandler": self.words,
            "StartDoctypeDeclHandler": self.doctype,
            "ProcessingInstructionHandler": self.instruction,
        }
        for name, handler in handlers.items():
            setattr(parser, name, handler)

    def read(self, data: bytes) -> list[Problem]:
        try:
            self.parser.Parse(data, True)
        except _StopReadingError:
            pass
        except (expat.ExpatError, ValueError) as error:
            message = f"the drawing is not XML: {expat.ErrorString(getattr(error, 'code', 0))}."
            self.problem(message, "Save it again as SVG.")
        return self.problems

    def problem(self, message: str, advice: str) -> None:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber
        place = Location(self.path, max(line, 1), column + 1)
        self.problems.append(Problem(place, "active-drawing", message, advice))

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        if self.style is not None:
            self.problem(f"the drawing holds {quote(f'<{tag}>')} in a style.", _PLAIN_ADVICE)
        elif tag == "style":
            self.style = []
        if namespace == _XHTML or (namespace in ("", _SVG) and tag not in _SHAPES):
            self.problem(f"the drawing holds {quote(f'<{tag}>')}.", _PLAIN_ADVICE)
        for attribute, value in attributes.items():
            local = attribute.rpartition(" ")[2].lower()
            leads = local in ("href", "src") and not value.startswith("#")
            if leads or local.startswith("on") or local == "base":
                self.problem(f"the drawing holds {quote(f'{local}={value}')}.", _PLAIN_ADVICE)
            elif namespace in ("", _SVG) and _STYLE_REQUEST.search(style_as_read(value)):
                self.problem(f"the drawing asks for {quote(value)}.", _PLAIN_ADVICE)

    def end(self, name: str) -> None:
        if self.style is None or name.rpartition(" ")[2] != "style":
            return
        text = "".join(self.style)  # the parser gives a long text in pieces
        self.style = None
        if _STYLE_REQUEST.search(style_as_read(text)):
            self.problem(f"the drawing asks for {quote(text.strip())}.", _PLAIN_ADVICE)

    def words(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def doctype(self, *_: object) -> None:
        self.problem("the drawing holds declarations.", _PLAIN_ADVICE)
        raise _StopReadingError  # entities may follow that make much of little

    def instruction(self, target: str, _data: str) -> None:
        self.problem(f"the drawing holds {quote(f'<?{target}?>')}.", _PLAIN_ADVICE)


_PLAIN_ADVICE = "Save it as plain SVG, without scripts, links, animation and pictures inside."


class _StopReadingError(Exception):
    """What follows is not worth reading."""
