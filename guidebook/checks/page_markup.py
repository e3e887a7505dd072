"""A hand-written page holds no marks that a program would read as more than text.

The page is read by Python-Markdown, whose extensions turn braces into attributes and some lines
into the content of other files. This rule looks at the letters alone, so that what one reader of
Markdown takes for code and another for a mark cannot slip through between them.

Good:

    # docs/about.md: '## Who we are { #who }'
    # docs/about.md: '![Our house](assets/house.webp){ width="420" height="280" loading="lazy" }'

Bad:

    # docs/about.md: '[Who we are](about.md){ onclick="…" }'
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from guidebook.checks._files import CheckedFile, PageFile
from guidebook.problems import Location, Problem, quote

ID = "page-markup"
RULES = ("foreign-part", ID)
_COMMENT = re.compile(r"<!--[^<>]*-->")
"""A comment without what could end it for a browser and not for a reader of Markdown."""
_ANCHOR = re.compile(r"^(#{1,6} [^{}]*)\{ ?#[a-z0-9-]+ ?\}[ ]*$", re.MULTILINE)
_PICTURE_SIZE = re.compile(
    r"(!\[[^\[\]\n]*\]\([\w./-]+\))"
    r'\{ width="[0-9]{1,4}" height="[0-9]{1,4}"(?: loading="lazy")? \}'
)
"""How large a picture is shown, so that text does not jump while it loads."""
_HTML = re.compile(r"<(?!(?:https://|mailto:)[^\s<>]*>)[A-Za-z/!?][^\n]*")
_OTHER_MARKS = re.compile(
    r"\{[^\n]*\}"  # attributes, variables
    r"|\{[{%#!][^\n]*"  # templates, includes
    r"|-+8<-+[^\n]*"  # snippets
    r"|^[ \t]*:::[^\n]*",  # blocks made by programs
    re.MULTILINE,
)
MAX_BRACKETS = 2_000
MAX_BRACKETS_IN_BLOCK = 500
"""Python-Markdown looks from each '[' to the end of its block: 4,000 take it 4 to 20 seconds."""
MAX_INDENT = 100
_NESTED = re.compile(r"^(?:[ \t]*(?:[-*+>]|\d+[.)])){20}", re.MULTILINE)
"""Lists and quotes inside one another, 20 deep: further in, readers of Markdown give up."""
_ACTS = re.compile(
    r"(?:\]\(|\]:|<)+(?P<scheme>(?:javascript|vbscript|data|file|blob|filesystem):)", re.IGNORECASE
)
"""A link whose address runs or reads something; `web_address` judges all others."""
_SQUEEZED = re.compile(r"[\s\\\x00-\x20]+")


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for each mark that is more than text."""
    for file in files:
        if isinstance(file, PageFile):
            yield from _find(file, file.page.markdown)


def _find(file: PageFile, markdown: str) -> Iterator[Problem]:
    text = _COMMENT.sub(lambda found: " " * len(found.group()), markdown)
    for harmless in (_ANCHOR, _PICTURE_SIZE):
        text = harmless.sub(lambda found: found[1].ljust(len(found.group())), text)
    for found in _HTML.finditer(text):
        message = f"{quote(found.group().strip())} is HTML or comes from another site."
        advice = "Write it in Markdown, and put pictures into docs/assets."
        yield Problem(_place(file, text, found.start()), "foreign-part", message, advice)
    for found in _OTHER_MARKS.finditer(text):
        message = f"{quote(found.group().strip())} would be read as more than text."
        advice = "Delete it, or write a brace as &#123;. Only a heading has an anchor: { #anchor }."
        yield Problem(_place(file, text, found.start()), ID, message, advice)
    yield from _find_excess(file, text)
    start = 0
    for block in text.split("\n\n"):
        squeezed = _SQUEEZED.sub("", html.unescape(block))
        for found in _ACTS.finditer(squeezed):
            message = f"{quote(found['scheme'])} cannot begin the address of a link."
            advice = "Write an address with https://, or the name of a page."
            yield Problem(_place(file, text, start), ID, message, advice)
        start += len(block) + 2


def _find_excess(file: PageFile, text: str) -> Iterator[Problem]:
    """Yield a problem for what would keep a reader of Markdown for minutes, or make it fail."""
    start = 0
    for block in text.split("\n\n"):
        if block.count("[") > MAX_BRACKETS_IN_BLOCK:
            message = f"{block.count('[')} brackets stand in one paragraph."
            advice = f"Up to {MAX_BRACKETS_IN_BLOCK} are read; make paragraphs of it."
            yield Problem(_place(file, text, start), ID, message, advice)
        start += len(block) + 2
    if text.count("[") > MAX_BRACKETS:
        message = f"the page has {text.count('[')} brackets."
        advice = f"Up to {MAX_BRACKETS} are read; make several pages of it."
        yield Problem(Location(file.path, file.page.body_line), ID, message, advice)
    too_deep = _NESTED.search(text) or re.search(rf"^[ \t]{{{MAX_INDENT}}}", text, re.MULTILINE)
    if too_deep is not None:
        message = "lists or quotes are nested too deeply, or a line is indented too far."
        advice = "Write it with fewer levels."
        yield Problem(_place(file, text, too_deep.start()), ID, message, advice)


def _place(file: PageFile, text: str, index: int) -> Location:
    line = file.page.body_line + text.count("\n", 0, index)
    return Location(file.path, line, index - text.rfind("\n", 0, index))
