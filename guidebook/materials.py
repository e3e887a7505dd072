"""What the site and its books are made of that others have made: names, versions and licences.

In: the installed packages. Out: the list that a page of the site shows, and the texts of those
licences whose works are copied into the site. A package is listed when something of it, or made by
it, reaches readers; versions are those that are installed, which are those of the lock.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

LICENCES_PATH = "licences.txt"
_OWN = Path(__file__).parent


@dataclass(frozen=True)
class Material:
    """A work of others that readers meet."""

    name: str
    package: str
    """The package that brings it; empty for what this package brings itself."""
    licence: str
    """As SPDX writes it."""
    address: str
    use: str
    """The interface word, below `materials`, for what it is used for."""
    licence_file: str = ""
    """Where the text of the licence stands, when the work itself is copied into the site."""

    @property
    def version(self) -> str:
        """Return the version of the package; empty for what this package brings itself."""
        return metadata.version(self.package) if self.package else ""

    @property
    def licence_text(self) -> str:
        """Return the text of the licence, or nothing for what is not copied into the site."""
        if not self.licence_file:
            return ""
        if not self.package:
            return (_OWN / self.licence_file).read_text(encoding="utf-8")
        files = metadata.files(self.package) or []
        found = next(file for file in files if file.as_posix().endswith(self.licence_file))
        return Path(str(found.locate())).read_text(encoding="utf-8")


MATERIALS = (
    Material(
        "Material for MkDocs",
        "mkdocs-material",
        "MIT",
        "https://squidfunk.github.io/mkdocs-material/",
        "styles",
        "dist-info/licenses/LICENSE",
    ),
    Material(
        "Material Design Icons",
        "mkdocs-material",
        "Apache-2.0",
        "https://pictogrammers.com/library/mdi/",
        "icons",
        "templates/.icons/material/LICENSE",
    ),
    Material("Noto Sans", "", "OFL-1.1", "https://notofonts.github.io/", "fonts", "fonts/OFL.txt"),
    Material("MkDocs", "mkdocs", "BSD-2-Clause", "https://www.mkdocs.org/", "pages"),
    Material(
        "Python-Markdown",
        "markdown",
        "BSD-3-Clause",
        "https://python-markdown.github.io/",
        "pages",
    ),
    Material(
        "markdown-it-py",
        "markdown-it-py",
        "MIT",
        "https://markdown-it-py.readthedocs.io/",
        "pages",
    ),
    Material("Jinja", "jinja2", "BSD-3-Clause", "https://jinja.palletsprojects.com/", "pages"),
    Material("Babel", "babel", "BSD-3-Clause", "https://babel.pocoo.org/", "dates"),
    Material("Unicode CLDR", "babel", "Unicode-3.0", "https://cldr.unicode.org/", "dates"),
    Material("simplemma", "simplemma", "MIT", "https://github.com/adbar/simplemma", "search"),
    Material("Snowball", "snowballstemmer", "BSD-3-Clause", "https://snowballstem.org/", "search"),
    Material("Typst", "typst", "Apache-2.0", "https://typst.app/", "books"),
    Material("pikepdf", "pikepdf", "MPL-2.0", "https://pikepdf.readthedocs.io/", "books"),
    Material(
        "Pyphen",
        "pyphen",
        "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
        "https://pyphen.org/",
        "books",
    ),
    Material("Segno", "segno", "BSD-3-Clause", "https://segno.readthedocs.io/", "books"),
)


def licences_text() -> str:
    """Return the licences of the works that are copied into the site, one below the other."""
    copied = [material for material in MATERIALS if material.licence_file]
    parts = [
        f"{material.name} {material.version}".strip()
        + f"\n{material.address}\n\n{material.licence_text.strip()}\n"
        for material in copied
    ]
    return f"\n{'=' * 72}\n\n".join(parts)
