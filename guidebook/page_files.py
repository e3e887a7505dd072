"""Hand-written pages: Markdown files with front matter.

In: a file of `docs/`. Out: a `HandWrittenPage`, problems, and places.
"""

from __future__ import annotations

import re

from guidebook.catalogue import HandWrittenPage
from guidebook.characters import decode
from guidebook.field_types import Day, Line, Plain
from guidebook.freshness import fingerprint
from guidebook.model import AcceptedException, Frozen, Review, TranslationState
from guidebook.problems import Location, Places, Problem
from guidebook.project_files import ProjectFile
from guidebook.project_reader import ProjectReader
from guidebook.shapes import build_model
from guidebook.strict_yaml import read_clean_text

_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---[ ]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
WHOLE_PAGE = "page"
"""The name of the one text field that a hand-written page counts as."""


class _SourceFrontMatter(Frozen):
    title: Plain
    description: Plain


class _TranslatedFrontMatter(_SourceFrontMatter):
    made_from: str = ""
    review: Review
    reviewed_by: Line = ""
    reviewed_on: Day | None = None
    reviewed_text: str = ""
    accepted: tuple[AcceptedException, ...] = ()


def load_page(
    reader: ProjectReader, file: ProjectFile
) -> tuple[HandWrittenPage | None, list[Problem], Places]:
    """Return a page, or None, with all problems of its form and the places of its front matter."""
    text, problems = decode(reader.read(file.path), file.path)
    if text is None or problems:
        return None, problems, Places(file.path)
    match = _FRONT_MATTER.match(text)
    if match is None or not match[1].strip():
        problem = Problem(
            Location(file.path),
            "missing-front-matter",
            "the page does not begin with its title and description.",
            "Begin with the lines '---', 'title: …', 'description: …' and '---'.",
        )
        return None, [problem], Places(file.path)
    document = read_clean_text(match[1], file.path, first_line=2)
    if document.value is None or document.problems:
        return None, list(document.problems), document.places
    model = _TranslatedFrontMatter if file.locale else _SourceFrontMatter
    front, problems = build_model(document, model)
    if front is None:
        return None, problems, document.places
    page = HandWrittenPage(
        page_id=f"{file.folder}/{file.stem}".lstrip("/"),
        locale=file.locale,
        path=file.path,
        title=front.title,
        description=front.description,
        markdown=text[match.end() :],
        body_line=text.count("\n", 0, match.end()) + 1,
        state=_state(front) if isinstance(front, _TranslatedFrontMatter) else None,
    )
    return page, problems, document.places


def _state(front: _TranslatedFrontMatter) -> TranslationState:
    return TranslationState(
        made_from={WHOLE_PAGE: front.made_from},
        review=front.review,
        reviewed_by=front.reviewed_by,
        reviewed_on=front.reviewed_on,
        reviewed_text={WHOLE_PAGE: front.reviewed_text} if front.reviewed_text else {},
        accepted=front.accepted,
    )


def split_page(text: str) -> tuple[str, str]:
    """Return the lines of a page's front matter and the text below it.

    Raises:
        ValueError: The page has no front matter.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise ValueError("the page has no front matter")
    return match[1], text[match.end() :]


def join_page(front: str, body: str) -> str:
    """Return a page made of the lines of its front matter and the text below them."""
    return f"---\n{front}---\n{body}"


def page_text(page: HandWrittenPage) -> str:
    """Return all text of a hand-written page: title, description and body."""
    return f"{page.title}\n{page.description}\n{page.markdown}"


def page_fingerprint(page: HandWrittenPage) -> str:
    """Return the fingerprint of all text of a hand-written page."""
    return fingerprint(page_text(page))
