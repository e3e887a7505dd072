"""The web manifest: what a device shows when a reader keeps the site on the home screen.

In: the texts of one language and the project's pictures. Out: `manifest.<locale>.webmanifest`
(W3C, Web Application Manifest). There is no `short_name`: a site has one title, and devices shorten
it by themselves.
"""

from __future__ import annotations

import json

from guidebook.addresses import page_address, relative_link
from guidebook.localise import Texts
from guidebook.site_pictures import Picture, SitePictures


def web_manifest(texts: Texts, pictures: SitePictures) -> bytes:
    """Return the manifest of a language; every address in it is relative to the site's root."""
    locale = texts.locale
    title = texts.site["title"]
    colour = texts.catalogue.settings.theme_colour
    manifest: dict[str, object] = {
        "name": title.text,
        "lang": title.locale.tag,
        "dir": title.locale.direction,
        "start_url": relative_link("", page_address("index", locale)),
        "scope": relative_link("", ""),
        # A tab of the browser: nothing here works without the network.
        "display": "browser",
        "icons": [
            *(_icon(picture, "any") for picture in (*_drawing(pictures), *pictures.icons)),
            *(_icon(picture, "maskable") for picture in [pictures.maskable_icon] if picture),
        ],
    }
    if colour:
        manifest["theme_color"] = colour
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def _drawing(pictures: SitePictures) -> tuple[Picture, ...]:
    return (pictures.favicon,) if pictures.favicon else ()


def _icon(picture: Picture, purpose: str) -> dict[str, str]:
    return {
        "src": picture.address,
        "sizes": picture.sizes,
        "type": picture.media_type,
        "purpose": purpose,
    }
