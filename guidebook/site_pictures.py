"""The pictures that stand for the site as a whole: icons, and what is shown where it is shared.

In: the folder of hand-written pages. Out: the pictures that are there, by their fixed names, with
their true sizes. A picture that is missing is left out of pages, manifest and feeds.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guidebook.problems import GuidebookError

FOLDER = "assets"
FAVICON = "favicon.svg"
TOUCH_ICON = "apple-touch-icon.png"
ICONS = ("icon-192.png", "icon-512.png")
MASKABLE_ICON = "icon-maskable-512.png"
"""Its outer tenth may be cut off on every side (Web Application Manifest, 'Icon masks')."""
SHARE_PICTURE = "share.png"
_PNG_START = b"\x89PNG\r\n\x1a\n"
_HEADER_LENGTH = 24
"""Signature, length and type of the first chunk, then width and height (PNG, 'IHDR')."""


@dataclass(frozen=True)
class Picture:
    """A picture of the site."""

    address: str
    """Below the site's root."""
    media_type: str
    width: int
    """In pixels; 0 for a drawing that fits every size."""
    height: int

    @property
    def sizes(self) -> str:
        """Return the size as HTML and manifests want it: `192x192`, or `any`."""
        return f"{self.width}x{self.height}" if self.width else "any"


@dataclass(frozen=True)
class SitePictures:
    """The pictures that a project has."""

    favicon: Picture | None = None
    touch_icon: Picture | None = None
    icons: tuple[Picture, ...] = ()
    maskable_icon: Picture | None = None
    share_picture: Picture | None = None
    """Shown where a page is shared."""


def find_pictures(docs: Path) -> SitePictures:
    """Return the pictures of a project.

    Raises:
        GuidebookError: A file has the name of one but is no PNG.
    """
    folder = docs / FOLDER
    favicon = (folder / FAVICON).is_file()
    return SitePictures(
        favicon=Picture(f"{FOLDER}/{FAVICON}", "image/svg+xml", 0, 0) if favicon else None,
        touch_icon=_png(folder, TOUCH_ICON),
        icons=tuple(picture for name in ICONS if (picture := _png(folder, name))),
        maskable_icon=_png(folder, MASKABLE_ICON),
        share_picture=_png(folder, SHARE_PICTURE),
    )


def _png(folder: Path, name: str) -> Picture | None:
    path = folder / name
    if not path.is_file():
        return None
    with path.open("rb") as file:
        header = file.read(_HEADER_LENGTH)
    if len(header) < _HEADER_LENGTH or not header.startswith(_PNG_START):
        raise GuidebookError(f"{path} is not a PNG picture. Save it as PNG, or delete it.")
    width, height = (int.from_bytes(header[at : at + 4], "big") for at in (16, 20))
    return Picture(f"{FOLDER}/{name}", "image/png", width, height)
