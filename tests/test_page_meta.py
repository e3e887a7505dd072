"""The head of every page: what browsers, search engines and other programs are told."""

import json
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from conftest import MakeProject
from hypothesis import given
from hypothesis import strategies as st
from support import REPOSITORY, build_site, copy_base, write_files

from guidebook.addresses import UNLISTED_PAGES, is_listed, page_address
from guidebook.catalogue import Catalogue
from guidebook.filters import FILTER_NAMES
from guidebook.load import load_catalogue
from guidebook.localise import Texts
from guidebook.markup import json_script
from guidebook.page import Page
from guidebook.page_meta import PageMeta, PageMetaBuilder, open_graph_locale
from guidebook.pages import build_pages
from guidebook.problems import GuidebookError
from guidebook.site_pictures import SitePictures, find_pictures
from guidebook.sitemap import sitemap
from guidebook.web_manifest import web_manifest

SCHEMA_ORG: dict[str, tuple[str, frozenset[str]]] = {
    "Article": ("https://schema.org/Article", frozenset({"headline"})),
    "Audience": ("https://schema.org/Audience", frozenset({"audienceType"})),
    "BreadcrumbList": ("https://schema.org/BreadcrumbList", frozenset({"itemListElement"})),
    "CreativeWork": ("https://schema.org/CreativeWork", frozenset()),
    "DataDownload": (
        "https://schema.org/DataDownload",
        frozenset({"encodingFormat", "contentUrl"}),
    ),
    "Dataset": ("https://schema.org/Dataset", frozenset({"distribution"})),
    "DefinedTerm": (
        "https://schema.org/DefinedTerm",
        frozenset({"termCode", "inDefinedTermSet"}),
    ),
    "DefinedTermSet": ("https://schema.org/DefinedTermSet", frozenset({"hasDefinedTerm"})),
    "Legislation": ("https://schema.org/Legislation", frozenset()),
    "ListItem": ("https://schema.org/ListItem", frozenset({"position", "item"})),
    "Organization": ("https://schema.org/Organization", frozenset()),
    "Report": ("https://schema.org/Report", frozenset()),
    "Thing": ("https://schema.org/Thing", frozenset()),
    "WebPage": ("https://schema.org/WebPage", frozenset()),
    "WebSite": ("https://schema.org/WebSite", frozenset()),
}
"""The types that pages use, with their addresses and their properties; further ones of `Thing` and
`CreativeWork` below. Compared with schema-dts 2.1.0 (npm), which is made from schema.org's own
definitions."""
OF_THING = frozenset({"name", "description", "url", "identifier"})
OF_CREATIVE_WORK = frozenset(
    {
        *("about", "audience", "citation", "creativeWorkStatus", "creditText", "dateModified"),
        *("datePublished", "inLanguage", "isPartOf", "license", "publisher"),
        *("translationOfWork", "version", "workTranslation"),
    }
)
NO_WORKS = frozenset(
    {"Audience", "BreadcrumbList", "DefinedTerm", "ListItem", "Organization", "Thing"}
)
NASTY = (
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "]]>",
    "a & b &amp; c",
    'quotes " and \\ backslashes',
    "line\u2028and\u2029paragraph",
    "{{ 7*7 }} {% raw %}",
    "Näidis שלום العربية 𝒳",
    "\u0000\u001f\n\t",
)


class Head(HTMLParser):
    """The head of a page as a program reads it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[dict[str, str]] = []
        self.metas: list[dict[str, str]] = []
        self.json = ""
        self._is_json = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "link":
            self.links.append(found)
        elif tag == "meta":
            self.metas.append(found)
        self._is_json = tag == "script" and found.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        self.json += data if self._is_json else ""

    def handle_endtag(self, tag: str) -> None:
        self._is_json = self._is_json and tag != "script"

    def hrefs(self, rel: str, kind: str = "") -> list[str]:
        """Return where the links of a kind lead."""
        return [
            link["href"]
            for link in self.links
            if link.get("rel") == rel and link.get("type", "") == kind
        ]

    @property
    def hreflangs(self) -> dict[str, str]:
        """Return the addresses of the page in other languages."""
        return {link["hreflang"]: link["href"] for link in self.links if "hreflang" in link}

    def meta(self, name: str) -> list[str]:
        """Return the contents under a name or property."""
        return [m["content"] for m in self.metas if name in (m.get("name"), m.get("property"))]


def png(width: int, height: int) -> bytes:
    """Return a picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def loaded(root: Path) -> Catalogue:
    """Return a project's content."""
    catalogue, _ = load_catalogue(root)
    assert catalogue is not None
    return catalogue


def all_metas(
    root: Path, pictures: SitePictures | None = None
) -> dict[tuple[str, str], tuple[Page, PageMeta]]:
    """Return every page of a project with what its head says, by page id and language."""
    catalogue = loaded(root)
    found = {}
    for locale in catalogue.locales:
        pages = {page.page_id: page for page in build_pages(catalogue, locale, root / "templates")}
        builder = PageMetaBuilder(Texts(catalogue, locale), pages, pictures or SitePictures())
        found |= {(p.page_id, locale.tag): (p, builder.build(p)) for p in pages.values()}
    return found


def nodes(value: object) -> Iterator[dict[str, Any]]:
    """Yield every object of a JSON-LD value that has a type."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def described(meta: PageMeta, kind: str) -> dict[str, Any]:
    """Return the first object of a type at the top of a page's description."""
    graph = json.loads(meta.structured_data)["@graph"]
    return next(node for node in graph if node["@type"] == kind)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the base project."""
    root = tmp_path_factory.mktemp("meta") / "project"
    copy_base(root)
    return root


@pytest.fixture(scope="module")
def metas(base: Path) -> dict[tuple[str, str], tuple[Page, PageMeta]]:
    """Return the heads of the base project."""
    return all_metas(base)


@pytest.fixture(scope="module")
def real_metas() -> dict[tuple[str, str], tuple[Page, PageMeta]]:
    """Return the heads of the repository's own content."""
    return all_metas(REPOSITORY, find_pictures(REPOSITORY / "docs"))


@pytest.fixture(scope="module")
def heads(base: Path) -> dict[str, Head]:
    """Return the heads of the built base project, which has pictures, by the page's address."""
    write_files(
        base,
        {
            "docs/assets/favicon.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
            "docs/assets/icon-192.png": png(192, 192),
            "docs/assets/apple-touch-icon.png": png(180, 180),
            "docs/assets/share.png": png(1200, 630),
        },
    )
    return heads_of(build_site(base))


def heads_of(site: Path) -> dict[str, Head]:
    """Return the heads of all pages that have the theme."""
    return {
        path.relative_to(site).as_posix().removesuffix("index.html"): Head(text)
        for path in sorted(site.rglob("*.html"))
        if "md-typeset" in (text := path.read_text(encoding="utf-8"))
    }


Metas = dict[tuple[str, str], tuple[Page, PageMeta]]


def test_a_translated_page_names_itself_in_every_language(metas: Metas) -> None:
    """Each translation of a page names all others, itself and the source for everybody else."""
    url = "https://example.org/{}growers/share-tools/"
    expected = {
        "en": url.format(""),
        "et": url.format("et/"),
        "de": url.format("de/"),
        "x-default": url.format(""),
    }
    for tag in ("en", "et", "de"):
        _, meta = metas["growers/share-tools", tag]
        assert {a.hreflang: a.url for a in meta.alternates} == expected
        assert meta.canonical == expected[tag]
        assert meta.is_indexed


def test_a_page_that_is_not_translated_leaves_search_engines_to_the_original(
    metas: Metas,
) -> None:
    """It is not indexed, names no languages, describes nothing and is canonical in the source."""
    page, meta = metas["growers/buy-tools", "et"]
    assert not page.is_translated
    assert not meta.is_indexed
    assert meta.canonical == "https://example.org/growers/buy-tools/"
    assert not meta.alternates
    assert not meta.structured_data
    assert ("og:locale", "en_US") in meta.open_graph
    assert ("og:url", meta.canonical) in meta.open_graph


def test_alternates_are_true_and_mutual_everywhere(real_metas: Metas) -> None:
    """Whatever page names another as its translation is named by that one with the same list."""
    by_url = {meta.canonical: meta for _, meta in real_metas.values() if meta.is_indexed}
    for page, meta in real_metas.values():
        named = {a.hreflang: a.url for a in meta.alternates}
        assert set(named) <= {*page.translated_locales, "x-default"}
        for url in named.values():
            assert by_url[url].alternates == meta.alternates


def test_a_page_in_one_language_names_no_other(metas: Metas) -> None:
    """Where there is nothing to choose, the head offers no choice."""
    _, meta = metas["growers/buy-tools", "en"]
    assert meta.is_indexed
    assert meta.alternates == ()


def test_the_sitemap_and_the_heads_name_the_same_languages(base: Path, metas: Metas) -> None:
    """What the sitemap lists is what may be indexed, with the alternates of the heads."""
    root = ElementTree.fromstring(sitemap(loaded(base)))
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    listed = {
        item.findtext("s:loc", "", spaces): {
            link.get("hreflang"): link.get("href")
            for link in item.findall("{http://www.w3.org/1999/xhtml}link")
        }
        for item in root.findall("s:url", spaces)
    }
    indexed = {meta.canonical: meta for _, meta in metas.values() if meta.is_indexed}
    assert listed.keys() == indexed.keys()
    for url, meta in indexed.items():
        named = {a.hreflang: a.url for a in meta.alternates}
        assert not named or named == listed[url]


def test_the_sitemap_tells_only_days_that_are_known(base: Path) -> None:
    """An entry's source page has the day of its last change; no other page has a day."""
    text = sitemap(loaded(base))
    days = dict(re.findall(r"<loc>([^<]*)</loc><lastmod>([^<]*)</lastmod>", text))
    assert days == {
        f"https://example.org/{page_id}/": "2026-11-20"
        for page_id in (
            "growers/share-tools",
            "growers/collect-rain",
            "growers/buy-tools",
            "cities/lend-land",
        )
    }


def test_tools_of_the_site_are_left_out_in_one_place(base: Path, metas: Metas) -> None:
    """A page whose id is in `UNLISTED_PAGES` is neither indexed nor offered in other languages."""
    catalogue = loaded(base)
    page, _ = metas["growers/share-tools", "en"]
    builder = PageMetaBuilder(Texts(catalogue, catalogue.source_locale), {}, SitePictures())
    for pattern in UNLISTED_PAGES:
        page_id = pattern.replace("*", "more")
        meta = builder.build(replace(page, page_id=page_id))
        assert not meta.is_indexed
        assert not meta.alternates
    unlisted = {page_id for page_id, _ in metas if not is_listed(page_id)}
    tools = {"plan/index", "search/index", "write/index"}
    assert tools < unlisted
    assert {page_id.split("/")[1] for page_id in unlisted - tools} == set(FILTER_NAMES)


def test_unlisted_pages_are_not_in_the_sitemap(make_project: MakeProject) -> None:
    """A hand-written page with such an id is part of the site, but not of its sitemap."""
    page = "---\ntitle: Plan\ndescription: My plan.\n---\n\n# Plan\n"
    text = sitemap(loaded(make_project({"docs/plan.md": page, "docs/planning.md": page})))
    assert "<loc>https://example.org/plan/</loc>" not in text
    assert "<loc>https://example.org/planning/</loc>" in text


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "en_US"),
        ("et", "et_EE"),
        ("de", "de_DE"),
        ("pt-BR", "pt_BR"),
        ("ar", "ar_EG"),
        ("zh-Hant", "zh_TW"),
        ("sr-Latn", "sr_RS"),
        ("nb", "nb_NO"),
        ("xx", ""),
        ("", ""),
    ],
)
def test_open_graph_wants_a_territory(tag: str, expected: str) -> None:
    """A language gets its likeliest territory; an unknown one is left out."""
    assert open_graph_locale(tag) == expected


def test_an_entry_is_an_article_with_days_in_its_source_language(metas: Metas) -> None:
    """Open Graph tells the days of an entry's changes; a translation's day is not known."""
    _, source = metas["growers/buy-tools", "en"]
    _, translation = metas["growers/share-tools", "et"]
    _, section = metas["growers/index", "en"]
    assert ("article:published_time", "2024-11-20") in source.open_graph
    assert ("article:modified_time", "2026-11-20") in source.open_graph
    assert ("og:type", "article") in translation.open_graph
    assert not [name for name, _ in translation.open_graph if name.startswith("article:")]
    assert ("og:type", "website") in section.open_graph


def test_open_graph_names_the_languages_once_each(metas: Metas) -> None:
    """The language of the page and the others it exists in stand in Open Graph's form."""
    _, meta = metas["growers/share-tools", "et"]
    assert [content for name, content in meta.open_graph if name == "og:locale"] == ["et_EE"]
    others = [content for name, content in meta.open_graph if name == "og:locale:alternate"]
    assert others == ["en_US", "de_DE"]


def test_pictures_are_named_with_their_true_size(base: Path, metas: Metas, tmp_path: Path) -> None:
    """Sizes come from the files; pictures that a project lacks are not named at all."""
    write_files(
        tmp_path,
        {"assets/share.png": png(600, 315), "assets/icon-512.png": png(100, 100)},
    )
    pictures = find_pictures(tmp_path)
    catalogue = loaded(base)
    page, _ = metas["growers/share-tools", "en"]
    meta = PageMetaBuilder(Texts(catalogue, catalogue.source_locale), {}, pictures).build(page)
    shown = dict(meta.open_graph)
    assert shown["og:image"] == "https://example.org/assets/share.png"
    assert (shown["og:image:width"], shown["og:image:height"]) == ("600", "315")
    assert not meta.icon
    assert not meta.touch_icon
    manifest = json.loads(web_manifest(Texts(catalogue, catalogue.source_locale), pictures))
    assert [(icon["src"], icon["sizes"]) for icon in manifest["icons"]] == [
        ("assets/icon-512.png", "100x100")
    ]
    assert find_pictures(tmp_path / "nowhere") == SitePictures()


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"<svg/>" * 9])
def test_a_picture_that_is_none_is_told(content: bytes, tmp_path: Path) -> None:
    """A file that is named like a PNG and is none stops the build with its name."""
    write_files(tmp_path, {"assets/share.png": content})
    with pytest.raises(GuidebookError, match=r"share\.png is not a PNG"):
        find_pictures(tmp_path)


def test_the_repository_has_every_picture() -> None:
    """The project's own pictures are there, in the sizes that devices ask for."""
    pictures = find_pictures(REPOSITORY / "docs")
    assert pictures.favicon
    assert [icon.sizes for icon in pictures.icons] == ["192x192", "512x512"]
    for picture, sizes in (
        (pictures.touch_icon, "180x180"),
        (pictures.maskable_icon, "512x512"),
        (pictures.share_picture, "1200x630"),
    ):
        assert picture is not None
        assert picture.sizes == sizes


def test_a_manifest_speaks_its_language(base: Path) -> None:
    """The manifest of a translation has its title, direction and home page, all links relative."""
    root = Path(__file__).parent / "projects" / "allotments"
    catalogue = loaded(root)
    manifest = json.loads(web_manifest(Texts(catalogue, catalogue.locales[1]), SitePictures()))
    assert (manifest["lang"], manifest["dir"]) == ("ar", "rtl")
    assert (manifest["start_url"], manifest["scope"]) == ("ar/", "./")
    assert "theme_color" not in manifest
    source = loaded(base)
    manifest = json.loads(web_manifest(Texts(source, source.source_locale), SitePictures()))
    assert (manifest["name"], manifest["start_url"]) == ("Garden guidelines", "./")


def test_colours_are_those_of_the_settings(make_project: MakeProject) -> None:
    """The colours of the settings stand in heads and manifests, one for each colour scheme."""
    settings = (REPOSITORY / "tests/cases/base/mkdocs.yml").read_text(encoding="utf-8")
    colours = '      theme_colour: "#123456"\n      theme_colour_dark: "#ABCDEF"\n'
    root = make_project(
        {"mkdocs.yml": settings.replace("      edit_url", f"{colours}      edit_url")}
    )
    _, meta = all_metas(root)["index", "en"]
    assert meta.theme_colours == (("light", "#123456"), ("dark", "#ABCDEF"))
    catalogue = loaded(root)
    manifest = json.loads(web_manifest(Texts(catalogue, catalogue.source_locale), SitePictures()))
    assert manifest["theme_color"] == "#123456"


def test_feeds_of_the_page_come_first(metas: Metas) -> None:
    """A page of an audience offers the feed of that audience and that of all."""
    _, meta = metas["growers/share-tools", "et"]
    assert [feed.link for feed in meta.feeds] == [
        "../../../feeds/growers.et.xml",
        "../../../feeds/all.et.xml",
    ]
    _, about = metas["about", "en"]
    assert [feed.link for feed in about.feeds] == ["../feeds/all.en.xml"]


def test_the_way_from_home_is_told(metas: Metas) -> None:
    """Every page below home has its way: home, the folders that are pages, the page."""
    _, meta = metas["growers/share-tools", "et"]
    items = described(meta, "BreadcrumbList")["itemListElement"]
    url = "https://example.org/et/"
    assert [(item["position"], item["name"], item["item"]) for item in items] == [
        (1, "Aiasoovitused", url),
        (2, "Kasvatajad", f"{url}growers/"),
        (3, "Jaga tööriistu kuuri ukse nimekirjaga", f"{url}growers/share-tools/"),
    ]
    for (page_id, _), (page, other) in metas.items():
        if page.is_translated and page_id != "index":
            steps = described(other, "BreadcrumbList")["itemListElement"]
            assert steps[-1]["item"] == other.canonical


def test_an_article_says_what_the_entry_says(metas: Metas) -> None:
    """The description of an entry holds its texts, audiences, state, days and references."""
    _, meta = metas["growers/share-tools", "en"]
    article = described(meta, "Article")
    assert article["headline"] == "Share tools by a list on the shed"
    assert article["identifier"] == "G1"
    assert article["inLanguage"] == "en"
    assert article["about"]["url"] == "https://example.org/topics/tools/"
    assert [a["audienceType"] for a in article["audience"]] == ["Growers", "Cities"]
    assert article["creativeWorkStatus"] == "draft"
    assert (article["datePublished"], article["dateModified"]) == ("2026-11-20", "2026-11-20")
    assert article["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert article["publisher"] == {"@type": "Organization", "name": "Garden Guild"}
    assert article["citation"] == [
        {
            "@type": "CreativeWork",
            "name": "The garden handbook",
            "creditText": "Garden Guild",
            "datePublished": "2020",
            "url": "https://example.org/handbook",
        }
    ]
    assert [work["inLanguage"] for work in article["workTranslation"]] == ["et", "de"]


def test_a_translation_names_its_original(metas: Metas) -> None:
    """A translated entry says of which work it is a translation; the days are the original's."""
    _, meta = metas["growers/share-tools", "et"]
    article = described(meta, "Article")
    assert article["inLanguage"] == "et"
    assert "dateModified" not in article
    original = article["translationOfWork"]
    assert original["url"] == "https://example.org/growers/share-tools/"
    assert original["dateModified"] == "2026-11-20"
    assert article["citation"][0]["name"] == "Aiaraamat"
    assert article["citation"][0]["url"] == "https://example.org/et/handbook"


def test_texts_in_other_languages_say_so(metas: Metas) -> None:
    """A German law cited on an English page is named with its language."""
    _, meta = metas["growers/collect-rain", "en"]
    (law,) = described(meta, "Article")["citation"]
    assert law == {
        "@type": "Legislation",
        "name": {"@value": "Rules for watering", "@language": "de"},
        "creditText": "City of Elm",
    }


def test_the_glossary_is_a_set_of_terms(metas: Metas) -> None:
    """Each term has its code, its words and a definition without Markdown."""
    page, meta = metas["glossary/index", "en"]
    terms = described(meta, "DefinedTermSet")["hasDefinedTerm"]
    assert {term["termCode"]: term["name"] for term in terms} == {
        "community-garden": "community garden",
        "rain-barrel": "rain barrel",
    }
    for term in terms:
        anchor = term["url"].partition("#")[2]
        assert f'id="{anchor}"' in page.markdown or f"#{anchor} " in page.markdown
        assert "](" not in term["description"]


def test_only_terms_of_schema_org_are_used(real_metas: Metas, metas: Metas) -> None:
    """Every type is known, and every property belongs to its type."""
    seen = set()
    for _, meta in [*real_metas.values(), *metas.values()]:
        if not meta.structured_data:
            continue
        data = json.loads(meta.structured_data)
        assert data["@context"] == "https://schema.org"
        for node in nodes(data):
            kind = node["@type"]
            seen.add(kind)
            _, own = SCHEMA_ORG[kind]
            allowed = own | OF_THING | (frozenset() if kind in NO_WORKS else OF_CREATIVE_WORK)
            properties = {name for name in node if not name.startswith("@")}
            assert properties <= allowed, kind
    assert seen == set(SCHEMA_ORG)


def test_ids_of_descriptions_lead_to_descriptions(real_metas: Metas) -> None:
    """What another page is called by its id has that id on its own page."""
    declared, used = set(), set()
    for _, meta in real_metas.values():
        if meta.structured_data:
            graph = json.loads(meta.structured_data)["@graph"]
            declared |= {node["@id"] for node in graph if "@id" in node}
            declared |= {term["@id"] for node in graph for term in node.get("hasDefinedTerm", [])}
            used |= set(re.findall(r'"@id":"([^"]*)"', str(meta.structured_data)))
    assert used <= declared


def test_nobody_is_invented(real_metas: Metas) -> None:
    """No page names an author, and none a publisher while none is set."""
    for _, meta in real_metas.values():
        assert '"author"' not in meta.structured_data
        assert '"publisher"' not in meta.structured_data
        assert '"Person"' not in meta.structured_data


@pytest.mark.parametrize("text", NASTY)
def test_no_text_ends_a_script(text: str) -> None:
    """A text in a script element is one JSON value, with no sign that HTML or scripts read."""
    written = json_script({"name": text})
    assert json.loads(written) == {"name": text}
    assert not set(written) & set("<>&\u2028\u2029\n")
    assert Head(f'<script type="application/ld+json">{written}</script>').json == written


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_any_value_survives_a_script(value: object) -> None:
    """Whatever is written reads back as it was."""
    written = json_script(value)
    assert json.loads(written) == value
    assert not set(written) & set("<>&\u2028\u2029\n")


def test_nasty_texts_stay_inside_the_head(make_project: MakeProject) -> None:
    """A title that looks like markup is text in every part of the head."""
    title = '</script><b>"x" & {{ 7*7 }}'
    path = "guidelines/growers/collect-rain.yml"
    text = (REPOSITORY / "tests/cases/base" / path).read_text(encoding="utf-8")
    root = make_project(
        {path: text.replace("title: Collect rain in barrels", f"title: {json.dumps(title)}")}
    )
    head = heads_of(build_site(root))["growers/collect-rain/"]
    assert head.meta("og:title") == [title]
    article = next(n for n in json.loads(head.json)["@graph"] if n["@type"] == "Article")
    assert article["headline"] == title


def test_every_head_is_whole(heads: dict[str, Head]) -> None:
    """Each built page has one canonical address, one description and readable JSON-LD."""
    assert len(heads) > 40
    for address, head in heads.items():
        if address == "404.html":
            assert head.meta("robots") == ["noindex"]
            continue
        (canonical,) = head.hrefs("canonical")
        is_own = canonical == f"https://example.org/{address}"
        is_tool = address.endswith(("plan/", "search/", "write/"))
        is_part = any(f"/{name}/" in address for name in FILTER_NAMES)
        is_indexed = is_own and not is_tool and not is_part
        assert head.meta("robots") == ([] if is_indexed else ["noindex"]), address
        assert len(head.meta("description")) == 1
        assert head.meta("og:url") == [canonical]
        assert head.meta("twitter:card") == ["summary"]
        assert bool(head.json) == is_own
        assert not is_own or json.loads(head.json)["@context"]
        assert all(url.startswith("https://example.org/") for url in head.hreflangs.values())


def test_built_pages_name_each_other(heads: dict[str, Head]) -> None:
    """In the built site, too, a page and its translations name the same languages."""
    pairs = 0
    for head in heads.values():
        for url in head.hreflangs.values():
            assert heads[url.removeprefix("https://example.org/")].hreflangs == head.hreflangs
            pairs += 1
    assert pairs > 20


def test_everything_a_head_points_to_is_there(heads: dict[str, Head], base: Path) -> None:
    """Icons, manifests, feeds and data that a page links to are files of the site."""
    for address, head in heads.items():
        here = f"https://example.org/{address}"
        for link in head.links:
            if link["href"].startswith("data:"):
                continue
            target = urljoin(here, link["href"]).removeprefix("https://example.org/")
            path = base / "site" / (f"{target}index.html" if target[-1:] in ("", "/") else target)
            assert path.is_file(), (address, link)
        for picture in head.meta("og:image"):
            assert (base / "site" / picture.removeprefix("https://example.org/")).is_file()
    home = heads["et/"]
    assert home.hrefs("alternate", "application/json") == ["../data/guidelines.et.json"]
    (manifest_link,) = home.hrefs("manifest")
    assert manifest_link == "../manifest.et.webmanifest"
    manifest = json.loads((base / "site/manifest.et.webmanifest").read_bytes())
    for icon in manifest["icons"]:
        assert (base / "site" / icon["src"]).is_file()
    assert (base / "site" / manifest["start_url"] / "index.html").is_file()


def test_a_project_without_pictures_asks_for_none(project: Path) -> None:
    """Without an icon no browser looks for one, and nothing of another project is shown."""
    site = build_site(project)
    head = Head((site / "index.html").read_text(encoding="utf-8"))
    assert [link["href"] for link in head.links if link["rel"] == "icon"] == ["data:,"]
    assert not head.hrefs("apple-touch-icon")
    assert not head.meta("og:image")
    assert not head.meta("theme-color")
    assert json.loads((site / "manifest.en.webmanifest").read_bytes())["icons"] == []


def test_page_addresses_of_heads_are_those_of_pages(metas: Metas, base: Path) -> None:
    """A translated page's canonical address is its own, whatever its kind."""
    catalogue = loaded(base)
    for (page_id, tag), (page, meta) in metas.items():
        if page.is_translated:
            own = page_address(page_id, catalogue.locales_by_tag[tag])
            assert meta.canonical == catalogue.site_url + own
