"""Pages -> MkDocs -> `site/`.

In: the project's folder. Out: the built website, or a raised error and the previous `site/` as it
was: MkDocs writes into a folder beside it, whose files enter it only when everything is there. Only
what differs from the last build is made. Besides the plugin this is the only package that knows
MkDocs: `_mkdocs` runs it, `_build` decides what for, and `_serve` shows the site to an editor.
"""

from guidebook.website._build import (
    NewSite,
    Progress,
    build_part,
    build_website,
    finish_site,
    new_website,
)
from guidebook.website._mkdocs import site_folder
from guidebook.website._serve import serve_website

__all__ = [
    "NewSite",
    "Progress",
    "build_part",
    "build_website",
    "finish_site",
    "new_website",
    "serve_website",
    "site_folder",
]
