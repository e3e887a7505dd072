"""A link in a text leads somewhere.

Links to content are `entry:<id>`, `ref:<id>`, `finding:<study>/<id>` and `term:<id>`. A
hand-written page may also link to other pages of the site by their path, for example
`../about.md#contact`.

Good:

    why: |-
      One credit is [26 hours](ref:tlu-student-guide-2015).

Bad:

    why: |-
      One credit is [26 hours](ref:tlu-guide).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import unquote

from guidebook.addresses import generated_page_ids, page_id_of_file
from guidebook.catalogue import Catalogue, HandWrittenPage, per_catalogue
from guidebook.checks._advice import advise, is_known, unknown_message
from guidebook.checks._found import Found
from guidebook.problems import Location, Problem, nearest, quote

ID = "broken-link"
_HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def check_found(catalogue: Catalogue, files: Sequence[Found], _today: date) -> Iterator[Problem]:
    """Yield a problem for each link to nothing."""
    known: set[str] = set()
    for file in files:
        for link in file.links:
            if link.target in known:
                continue
            if link.content is not None:
                scheme, content_id = link.content
                if is_known(catalogue, scheme, content_id):
                    known.add(link.target)
                else:
                    yield Problem(
                        link.location(file.places),
                        ID,
                        unknown_message(scheme, content_id),
                        advise(catalogue, scheme, content_id),
                    )
            elif file.page is not None and not _HAS_SCHEME.match(link.target):
                place = link.location(file.places)
                yield from _check_page_link(catalogue, file.page, link.target, place)


def _check_page_link(
    catalogue: Catalogue, page: HandWrittenPage, target: str, place: Location
) -> Iterator[Problem]:
    path = unquote(re.split(r"[?#]", target, maxsplit=1)[0])
    if not path.endswith(".md"):
        return
    folder = posixpath.dirname(page.page_id)
    if path.startswith("/"):
        advice = f"Write the way from this page: {quote(_relative(path.lstrip('/'), folder))}."
        message = f"{quote(target)} begins with a slash and breaks on a site in a sub-folder."
        yield Problem(place, ID, message, advice)
        return
    page_id = page_id_of_file(posixpath.normpath(posixpath.join(folder, path)), catalogue)
    known = _known_page_ids(catalogue)
    if page_id in known or f"page:{page_id}" in catalogue.broken:
        return
    if f"entry:{posixpath.basename(page_id)}" in catalogue.broken:
        return
    paths = [_relative(f"{known_id}.md", folder) for known_id in known]
    yield Problem(
        place,
        ID,
        f"there is no page {quote(target)}.",
        f"Write the way to a page that exists{nearest(path, paths)}, or delete the link.",
    )


@per_catalogue
def _known_page_ids(catalogue: Catalogue) -> frozenset[str]:
    return generated_page_ids(catalogue) | {page.page_id for page in catalogue.pages}


def _relative(path: str, folder: str) -> str:
    return posixpath.relpath(path, folder or ".")
