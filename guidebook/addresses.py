"""Where everything of the site is found: permanent addresses, page ids and anchors.

In: the catalogue. Out: page ids (`learners/weekly-hours`), the addresses made from them, and links
from one page to another. An address never changes; `formerly` keeps old ones leading on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from guidebook.catalogue import GLOSSARY_PATH, Catalogue, Locale, per_catalogue
from guidebook.filters import FILTER_NAMES, section_filters
from guidebook.model import Entry
from guidebook.project_files import BOOKS

TOPICS = "topics"
EVIDENCE = "evidence"
REFERENCES = "references"
GLOSSARY = "glossary"
TRANSLATIONS = "translations"
OVERVIEW = "overview"
COMPARE = "compare"
PLAN = "plan"
WRITE = "write"
FEEDS = "feeds"
FILE_FOLDERS = frozenset({BOOKS, "data", FEEDS})
"""Folders of the site that hold files which the program makes, and no pages."""
ALL_AUDIENCES = "all"
"""Stands in the names of files for all audiences together; no audience has it as id."""

UNLISTED_PAGES = (
    *("plan", "plan/*", "search", "search/*", "write", "write/*"),
    *(f"*/{name}/*" for name in FILTER_NAMES),
)
"""Patterns of page ids that search engines need not know: tools, and pages that show again what
stands elsewhere. They are left out of the sitemap and say so in their head."""
SEARCH = "search"
SEARCH_PAGE = f"{SEARCH}/index"

ENTRY_ANCHORS = (
    "what-to-do",
    "why",
    "examples",
    "rests-on",
    "needs",
    "needed-by",
    "related",
    "use",
    "references",
    "about-this-guideline",
)
"""Anchors of an entry page's own headings; no action or example may have them as id."""

INSERT_NAMES = (
    "books",
    "contact",
    "doors",
    "edition",
    "findings",
    "languages",
    "materials",
    "notice",
    "publisher",
    "repository",
    "survey",
    "topics",
)
"""What a hand-written page can have put in by a line `<!-- insert: NAME -->`."""


def entry_page_id(entry: Entry) -> str:
    """Return the id of an entry's page."""
    return f"{entry.audience_id}/{entry.entry_id}"


@per_catalogue
def entries_by_page_id(catalogue: Catalogue) -> Mapping[str, Entry]:
    """Return the entries by the id of their page."""
    return {entry_page_id(entry): entry for entry in catalogue.entries}


def section_page_id(audience_id: str) -> str:
    """Return the id of an audience's section page."""
    return f"{audience_id}/index"


def filter_page_id(audience_id: str, name: str, value: str) -> str:
    """Return the id of the page with a section's entries of one topic, strength or country."""
    return f"{audience_id}/{name}/{value}"


def topic_page_id(topic_id: str) -> str:
    """Return the id of a topic's page."""
    return f"{TOPICS}/{topic_id}"


def checklist_page_id(topic_id: str) -> str:
    """Return the id of the page with all actions of a topic, made to be printed."""
    return f"{TOPICS}/{topic_id}/checklist"


def translation_page_id(tag: str) -> str:
    """Return the id of the page on the state of one translation."""
    return f"{TRANSLATIONS}/{tag}"


def beside_address(page_id: str, locale: Locale) -> str:
    """Return the address at which a translation stands beside its source text."""
    return f"{page_address(page_id, locale)}beside/"


@per_catalogue
def generated_page_ids(catalogue: Catalogue) -> frozenset[str]:
    """Return the ids of all pages that are made from content."""
    return frozenset(
        page_id
        for page_id, path in page_sources(catalogue).items()
        if path.startswith("guidelines/")
    )


def page_id_of_file(path: str, catalogue: Catalogue) -> str:
    """Return the page that a path of a Markdown file leads to: `about` for `about.et.md`, too."""
    page_id = path.removesuffix(".md")
    stem, _, tag = page_id.rpartition(".")
    return stem if tag in catalogue.locales_by_tag else page_id


def page_sources(catalogue: Catalogue) -> dict[str, str]:
    """Return the ids of all pages with the source file that each shows."""
    site = catalogue.site.PATH
    sources = {page.page_id: page.path for page in catalogue.pages if not page.locale}
    sources |= {section_page_id(audience.id): site for audience in catalogue.site.audiences}
    sources |= dict.fromkeys(_filter_page_ids(catalogue), site)
    sources |= {name: entry.path for name, entry in entries_by_page_id(catalogue).items()}
    sources[f"{TOPICS}/index"] = site
    sources |= {topic_page_id(topic.id): site for topic in catalogue.site.topics}
    sources |= {checklist_page_id(topic.id): site for topic in catalogue.site.topics}
    sources[f"{OVERVIEW}/index"] = site
    sources[f"{EVIDENCE}/index"] = catalogue.studies[0].path if catalogue.studies else site
    sources[f"{REFERENCES}/index"] = site
    sources[f"{GLOSSARY}/index"] = GLOSSARY_PATH
    sources[f"{PLAN}/index"] = site
    sources[f"{WRITE}/index"] = site
    sources[SEARCH_PAGE] = site
    if len(catalogue.locales) > 1:
        sources[f"{TRANSLATIONS}/index"] = site
        sources |= {translation_page_id(locale.tag): site for locale in catalogue.locales[1:]}
    return sources


def is_listed(page_id: str) -> bool:
    """Return True for a page that search engines should know."""
    return not any(fnmatchcase(page_id, pattern) for pattern in UNLISTED_PAGES)


def _filter_page_ids(catalogue: Catalogue) -> Iterator[str]:
    for audience in catalogue.site.audiences:
        for filter_ in section_filters(catalogue, audience.id):
            for value in filter_.values:
                if value.has_page:
                    yield filter_page_id(audience.id, value.name, value.value)


def page_address(page_id: str, locale: Locale) -> str:
    """Return a page's address below the site's root, for example `et/learners/weekly-hours/`."""
    folder, _, name = page_id.rpartition("/")
    path = folder if name == "index" else page_id
    return f"{locale.folder}{path}/" if path else locale.folder


def relative_link(from_address: str, to_address: str) -> str:
    """Return the link from one page to another address of the site, so that sub-paths work."""
    target, hash_mark, anchor = to_address.partition("#")
    if target == from_address and anchor:
        return f"#{anchor}"
    start, end = from_address.split("/"), target.split("/")
    shared = 0
    for one, other in zip(start[:-1], end[:-1], strict=False):
        if one != other:
            break
        shared += 1
    link = "../" * (len(start) - 1 - shared) + "/".join(end[shared:])
    return f"{link or './'}{hash_mark}{anchor}"


def short_address(code: str, locale: Locale) -> str:
    """Return the short address that leads to an entry, for example `et/L2/`."""
    return f"{locale.folder}{code}/"


def feed_address(locale: Locale, audience_id: str = ALL_AUDIENCES) -> str:
    """Return the address of a feed, for example `feeds/learners.et.xml`."""
    return f"{FEEDS}/{audience_id}.{locale.tag}.xml"


def manifest_address(locale: Locale) -> str:
    """Return the address of a language's web manifest."""
    return f"manifest.{locale.tag}.webmanifest"


def citations_address(locale: Locale) -> str:
    """Return the address of the file that cites every entry in one language."""
    return f"data/citations.{locale.tag}.json"


def finding_anchor(study_id: str, finding_id: str) -> str:
    """Return the anchor of a finding on the evidence page."""
    return f"{study_id}-{finding_id}"


def reference_anchor(reference_id: str) -> str:
    """Return the anchor of a reference, on the references page and in an entry's list."""
    return f"ref-{reference_id}"
