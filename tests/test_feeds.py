"""Atom feeds: what has changed, for programs that follow the guidelines."""

from datetime import datetime
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from conftest import MakeProject
from support import REPOSITORY

from guidebook.catalogue import Catalogue
from guidebook.feeds import MOST_ITEMS, build_feeds, feed_links
from guidebook.load import load_catalogue
from guidebook.localise import Texts
from guidebook.site_pictures import Picture, SitePictures

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
BASE = "{http://www.w3.org/XML/1998/namespace}base"
ALLOTMENTS = Path(__file__).parent / "projects" / "allotments"
ENTRY = "guidelines/growers/share-tools.yml"


def loaded(root: Path) -> Catalogue:
    """Return a project's content."""
    catalogue, _ = load_catalogue(root)
    assert catalogue is not None
    return catalogue


def feeds_of(root: Path, pictures: SitePictures | None = None) -> dict[str, bytes]:
    """Return every feed of a project by its address."""
    catalogue = loaded(root)
    return {
        address: content
        for locale in catalogue.locales
        for address, content in build_feeds(Texts(catalogue, locale), pictures or SitePictures())
    }


def entries(feed: bytes) -> list[Element]:
    """Return the entries of a feed."""
    return fromstring(feed).findall(f"{ATOM}entry")


def texts(feed: bytes, name: str) -> list[str]:
    """Return a text of each entry of a feed."""
    return [entry.findtext(f"{ATOM}{name}", "") for entry in entries(feed)]


def changed(changes: str) -> str:
    """Return the base project's first entry with other changes."""
    text = (REPOSITORY / "tests/cases/base" / ENTRY).read_text(encoding="utf-8")
    return text.partition("changes:\n")[0] + "changes:\n" + changes


@pytest.mark.parametrize("root", [REPOSITORY, ALLOTMENTS], ids=["repository", "allotments"])
def test_feeds_have_what_atom_requires(root: Path) -> None:
    """Every feed and every entry has what RFC 4287 requires, and links to itself and its page."""
    feeds = feeds_of(root)
    url = loaded(root).site_url
    for address, content in feeds.items():
        feed = fromstring(content)
        assert feed.tag == f"{ATOM}feed"
        assert feed.get(BASE) == url
        for name in ("id", "title", "updated", "rights"):
            assert len(feed.findall(f"{ATOM}{name}")) == 1, (address, name)
        assert feed.findtext(f"{ATOM}id") == url + address
        assert feed.findtext(f"{ATOM}author/{ATOM}name")
        links = {link.get("rel"): link for link in feed.findall(f"{ATOM}link")}
        assert links["self"].get("href") == url + address
        assert links["self"].get("type") == "application/atom+xml"
        assert str(links["alternate"].get("href")).startswith(url)
        days = []
        for entry in entries(content):
            for name in ("id", "title", "updated", "summary"):
                assert len(entry.findall(f"{ATOM}{name}")) == 1, (address, name)
            assert str(entry.findtext(f"{ATOM}id")).startswith(url)
            (link,) = entry.findall(f"{ATOM}link")
            assert str(link.get("href")).startswith(url)
            days.append(datetime.fromisoformat(entry.findtext(f"{ATOM}updated", "")))
        assert days == sorted(days, reverse=True)
        assert feed.findtext(f"{ATOM}updated") == texts(content, "updated")[0]
        assert all(day.tzinfo is not None for day in days)
        names = texts(content, "id")
        assert len(set(names)) == len(names)


def test_there_is_a_feed_for_each_audience_and_language(project: Path) -> None:
    """Each language has one feed of everything and one for each audience."""
    assert list(feeds_of(project)) == [
        f"feeds/{name}.{tag}.xml"
        for tag in ("en", "et", "de")
        for name in ("all", "growers", "cities")
    ]


def test_an_audience_is_told_what_is_meant_for_it(project: Path) -> None:
    """The feed of an audience has its own entries and those that are also for it."""
    feeds = feeds_of(project)
    codes = {title.partition(" ")[0] for title in texts(feeds["feeds/cities.en.xml"], "title")}
    assert codes == {"Edition", "C1", "G1"}
    everything = texts(feeds["feeds/all.en.xml"], "title")
    assert "G3 Buy tools together: Retired in favour of sharing." in everything


def test_the_newest_comes_first(make_project: MakeProject) -> None:
    """Changes stand in the order of their days, whatever their order in the files."""
    changes = (
        "  - on: 2026-12-24\n    what: Newest.\n"
        "  - on: 2025-01-01\n    what: First draft.\n"
        "  - on: 2026-11-23\n    what: On the day of the edition.\n"
    )
    feed = feeds_of(make_project({ENTRY: changed(changes)}))["feeds/all.en.xml"]
    shown = texts(feed, "summary")
    assert shown[0] == "Newest."
    assert texts(feed, "updated")[:3] == [
        "2026-12-24T12:00:00Z",
        "2026-11-23T12:00:00Z",
        "2026-11-23T12:00:00Z",
    ]
    assert texts(feed, "title")[1].startswith("Edition 2026-11")
    assert shown[2] == "On the day of the edition."


def test_a_feed_ends_after_the_newest(make_project: MakeProject) -> None:
    """A long history is cut after fifty items; the newest stay."""
    changes = "".join(
        f"  - on: 2020-{month:02}-{day:02}\n    what: Change {month}-{day}.\n"
        for month in range(1, 13)
        for day in range(1, 13)
    )
    feed = feeds_of(make_project({ENTRY: changed(changes)}))["feeds/growers.en.xml"]
    shown = texts(feed, "summary")
    assert len(shown) == MOST_ITEMS
    assert "Change 12-12." in shown
    assert "Change 1-1." not in shown


def test_the_same_change_has_one_name_in_all_feeds(project: Path) -> None:
    """A change is called the same in the feeds of a language, and otherwise in each language."""
    feeds = feeds_of(project)
    all_names = set(texts(feeds["feeds/all.en.xml"], "id"))
    assert set(texts(feeds["feeds/growers.en.xml"], "id")) < all_names
    assert "https://example.org/G1/#2026-11-20" in all_names
    assert "https://example.org/et/G1/#2026-11-20" in texts(feeds["feeds/all.et.xml"], "id")


def test_a_changed_title_changes_no_name(make_project: MakeProject, project: Path) -> None:
    """Programs do not show a change again because a title or a file's name has changed."""
    before = feeds_of(project)["feeds/all.en.xml"]
    text = (project / ENTRY).read_text(encoding="utf-8")
    renamed = text.replace("Share tools by a list on the shed", "Share tools")
    after = feeds_of(make_project({ENTRY: renamed}))["feeds/all.en.xml"]
    assert texts(before, "id") == texts(after, "id")
    assert texts(before, "title") != texts(after, "title")


def test_foreign_texts_are_marked(project: Path) -> None:
    """In the Estonian feed what is Estonian is not marked, and what is English is."""
    feed = feeds_of(project)["feeds/growers.et.xml"]
    root = fromstring(feed)
    assert root.get(LANGUAGE) == "et"
    titles = {
        entry.findtext(f"{ATOM}title", "").partition(" ")[0]: entry for entry in entries(feed)
    }
    for code, language, page in (("G1", None, "et"), ("G3", "en", "en")):
        for name in ("title", "summary"):
            element = titles[code].find(f"{ATOM}{name}")
            assert element is not None
            assert element.get(LANGUAGE) == language, (code, name)
        link = titles[code].find(f"{ATOM}link")
        assert link is not None
        assert link.get("hreflang") == page
    title = titles["G1"].findtext(f"{ATOM}title")
    assert title == "G1 Jaga tööriistu kuuri ukse nimekirjaga: Esimene mustand."


def test_a_title_never_mixes_two_languages(make_project: MakeProject) -> None:
    """A change that is not translated stands under the translated title, and not in it."""
    changes = "  - on: 2026-11-22\n    what: Only in English.\n"
    feed = feeds_of(make_project({ENTRY: changed(changes)}))["feeds/growers.et.xml"]
    (entry,) = [e for e in entries(feed) if "#2026-11-22" in e.findtext(f"{ATOM}id", "")]
    title, summary = entry.find(f"{ATOM}title"), entry.find(f"{ATOM}summary")
    assert title is not None
    assert summary is not None
    assert (title.text, title.get(LANGUAGE)) == ("G1 Jaga tööriistu kuuri ukse nimekirjaga", None)
    assert (summary.text, summary.get(LANGUAGE)) == ("Only in English.", "en")


def test_texts_that_look_like_markup_are_texts() -> None:
    """Signs of XML and HTML in a title come out of a parser as they were typed."""
    feed = feeds_of(ALLOTMENTS)["feeds/all.sv.xml"]
    catalogue = loaded(ALLOTMENTS)
    titles = " ".join(texts(feed, "title"))
    for entry in catalogue.entries:
        assert f"{entry.code} {entry.title}" in titles


def test_the_publisher_speaks_or_else_the_site() -> None:
    """The author of a feed is who publishes the site; nobody is made up."""
    named = feeds_of(ALLOTMENTS)["feeds/all.sv.xml"]
    unnamed = feeds_of(REPOSITORY)["feeds/all.en.xml"]
    author = f"{ATOM}author/{ATOM}name"
    assert fromstring(named).findtext(author) == "Exempelbyns Koloniförening"
    assert fromstring(unnamed).findtext(author) == loaded(REPOSITORY).site.title


def test_an_icon_is_named_where_there_is_one(project: Path) -> None:
    """A feed shows the site's icon, and none when the project has none."""
    pictures = SitePictures(icons=(Picture("assets/icon-192.png", "image/png", 192, 192),))
    with_icon = fromstring(feeds_of(project, pictures)["feeds/all.en.xml"])
    without = fromstring(feeds_of(project)["feeds/all.en.xml"])
    assert with_icon.findtext(f"{ATOM}icon") == "https://example.org/assets/icon-192.png"
    assert without.find(f"{ATOM}icon") is None


def test_feeds_are_the_same_twice(project: Path) -> None:
    """The bytes depend on nothing but the content."""
    assert feeds_of(project) == feeds_of(project)


def test_feeds_are_called_in_the_language_of_the_reader(project: Path) -> None:
    """The links that pages offer have the site's title in their language."""
    catalogue = loaded(project)
    titles = [link.title for link in feed_links(Texts(catalogue, catalogue.locales_by_tag["et"]))]
    assert titles[0].startswith("Aiasoovitused: ")
    assert len(titles) == len(catalogue.site.audiences) + 1
