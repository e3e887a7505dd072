"""Filters: which part of a section has a page, what it shows, and what leads on."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest
from babel import Locale as BabelLocale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import REPOSITORY, Files, copy_base, write_files

from guidebook.addresses import page_sources
from guidebook.catalogue import Catalogue
from guidebook.filters import (
    COUNTRY,
    EVERYWHERE,
    STRENGTH,
    TOPIC,
    Filter,
    section_filters,
    values_without_page,
)
from guidebook.load import load_catalogue
from guidebook.localise import Texts
from guidebook.model import Entry, Status, Strength
from guidebook.page import Page
from guidebook.pages import build_pages
from guidebook.site_files import build_site_files
from guidebook.site_pictures import SitePictures

ALLOTMENTS = Path(__file__).parent / "projects" / "allotments"
CODES = re.compile(r'<p class="card-title"><span class="code">(\w+)</span>')
LAWS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the base project with the repository's templates."""
    root = tmp_path_factory.mktemp("filters") / "project"
    copy_base(root)
    return root


@pytest.fixture(scope="module")
def allotments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the project in Swedish, Arabic and Portuguese with the repository's templates."""
    root = tmp_path_factory.mktemp("filters") / "allotments"
    shutil.copytree(ALLOTMENTS, root)
    for name in ("pages", "inserts", "assets"):
        shutil.copytree(REPOSITORY / "templates" / name, root / "templates" / name)
    return root


@pytest.fixture(scope="module")
def catalogue(base: Path) -> Catalogue:
    """Return the base project's content."""
    return loaded(base)


def loaded(root: Path) -> Catalogue:
    """Return a project's content."""
    catalogue, _ = load_catalogue(root)
    assert catalogue is not None
    return catalogue


def pages_of(root: Path, tag: str) -> dict[str, Page]:
    """Return the pages of a project in one language by page id."""
    catalogue = loaded(root)
    locale = catalogue.locales_by_tag[tag]
    return {page.page_id: page for page in build_pages(catalogue, locale, root / "templates")}


def filters_of(catalogue: Catalogue, audience_id: str) -> dict[str, Filter]:
    """Return the filters of a section by name."""
    return {found.name: found for found in section_filters(catalogue, audience_id)}


def filter_pages(catalogue: Catalogue) -> set[str]:
    """Return the ids of all pages that show a part of a section."""
    audiences = tuple(f"{audience.id}/" for audience in catalogue.site.audiences)
    return {
        page_id
        for page_id in page_sources(catalogue)
        if page_id.startswith(audiences) and page_id.count("/") == 2
    }


def test_a_part_of_a_section_has_a_page(base: Path, allotments: Path) -> None:
    """Each value that lets some entries through and not all has a page; nothing else has one."""
    assert filter_pages(loaded(base)) == {
        "growers/topic/tools",
        "growers/topic/water",
        "growers/strength/strong",
        "growers/strength/conditional",
        "growers/country/everywhere",
        "cities/topic/tools",
        "cities/topic/land",
        "cities/strength/strong",
        "cities/strength/practice",
        "cities/country/everywhere",
    }
    assert filter_pages(loaded(allotments)) == {
        "odlare/strength/strong",
        "odlare/strength/practice",
        "odlare/country/everywhere",
        "kommuner/topic/vatten",
        "kommuner/topic/mark",
        "kommuner/strength/strong",
        "kommuner/strength/conditional",
        "kommuner/strength/practice",
        "kommuner/country/DK",
        "kommuner/country/everywhere",
    }


@pytest.mark.parametrize("tag", ["sv", "ar", "pt-BR"])
def test_a_page_shows_its_entries_and_their_number(allotments: Path, tag: str) -> None:
    """A page shows the entries of its value in the section's order, counts and names them."""
    catalogue = loaded(allotments)
    words = Texts(catalogue, catalogue.locales_by_tag[tag]).words
    pages = pages_of(allotments, tag)
    for audience in catalogue.site.audiences:
        total = len(catalogue.sections[audience.id])
        section = pages[f"{audience.id}/index"].markdown.partition("</form>")[2]
        for found in section_filters(catalogue, audience.id):
            for value in found.values:
                if not value.has_page:
                    continue
                page = pages[f"{audience.id}/{value.name}/{value.value}"]
                codes = {entry.code for entry in value.entries}
                shown = [code for code in CODES.findall(section) if code in codes]
                assert CODES.findall(page.markdown) == shown
                assert set(shown) == codes
                count = words("filters.count", n=len(value.entries), total=total)
                assert f'<p class="filter-status">{count}</p>' in page.markdown
                assert page.title.startswith(f"{_name(catalogue, tag, audience.id)}: ")


def _name(catalogue: Catalogue, tag: str, audience_id: str) -> str:
    texts = Texts(catalogue, catalogue.locales_by_tag[tag])
    return texts.site[f"audiences.{audience_id}.name"].text


def test_a_country_shows_what_holds_everywhere_too(allotments: Path) -> None:
    """A reader of a country finds what is limited to it and what is not, and is told so."""
    page = pages_of(allotments, "sv")["kommuner/country/DK"]
    assert CODES.findall(page.markdown) == ["K2", "O1"]
    assert page.title == "Kommuner: Danmark"
    assert "Ett råd som inte nämner något land gäller överallt." in page.markdown
    everywhere = pages_of(allotments, "sv")["kommuner/country/everywhere"]
    assert CODES.findall(everywhere.markdown) == ["K2"]


def test_a_section_offers_links_and_boxes_with_the_same_counts(base: Path) -> None:
    """What a reader without scripts follows as links, another ticks as boxes; counts agree."""
    section = pages_of(base, "en")["growers/index"].markdown
    links = dict(re.findall(r'<li><a href="(\w+/\w+)/">[^<]+</a> \((\d+)\)', section))
    boxes = {
        f"{name}/{value}": count
        for name, value, count in re.findall(
            r'name="(\w+)" value="(\w+)">.*?data-filter-count>(\d+)<', section
        )
    }
    assert links.items() <= boxes.items()
    assert boxes.keys() - links.keys() == {"country/EE"}
    assert boxes["country/EE"] == "2"
    cards = re.findall(r'data-strength="(\w+)" data-countries="([\w ]*)"', section)
    assert cards == [("strong", "EE"), ("conditional", "")]


def test_every_page_leads_to_the_section_and_the_other_parts(base: Path) -> None:
    """From a part of a section, links lead to the whole and to all other parts, not to itself."""
    pages = pages_of(base, "en")
    ids = {page_id for page_id in pages if re.fullmatch(r"growers/\w+/\w+", page_id)}
    for page_id in ids:
        markdown = pages[page_id].markdown
        links = set(re.findall(r'href="((?:\.\./)+[\w/]*)"', markdown))
        found = {
            other for other in ids for link in links if _resolved(page_id, link) == f"{other}/"
        }
        assert found == ids - {page_id}
        assert any(_resolved(page_id, link) == "growers/" for link in links)
        assert markdown.count('aria-current="page"') == 1


def _resolved(page_id: str, link: str) -> str:
    return urljoin(f"https://site/{page_id}/", link).removeprefix("https://site/")


def test_the_script_is_given_every_plural_form(allotments: Path) -> None:
    """The section hands over the counting sentence in each plural form that its language has."""
    catalogue = loaded(allotments)
    for tag in ("sv", "ar", "pt-BR"):
        markdown = pages_of(allotments, tag)["kommuner/index"].markdown
        given_forms = re.findall(r'data-forms="([^"]*)"', markdown)
        forms = json.loads(given_forms[0].replace("&#34;", '"'))
        words = Texts(catalogue, catalogue.locales_by_tag[tag]).words
        rules = BabelLocale.parse(tag, sep="-").plural_form
        assert {rules(number) for number in range(120)} <= forms.keys()
        for number in range(120):
            filled = forms[rules(number)].replace("{n}", str(number)).replace("{total}", "9")
            assert filled == words("filters.count", n=number, total=9)


def test_a_part_without_page_leads_to_the_section(base: Path) -> None:
    """Addresses of values that let nothing or everything through lead on, so that none is lost."""
    catalogue = loaded(base)
    built = build_site_files(catalogue, base / "templates", SitePictures())
    files = {file.path: file.content for file in built}
    for folder, link in (("", "../../"), ("et/", "../../")):
        for address in ("growers/topic/land", "growers/strength/practice", "growers/country/EE"):
            content = files[f"{folder}{address}/index.html"].decode()
            assert f'<meta http-equiv="refresh" content="0; url={link}">' in content
    assert "growers/topic/tools/index.html" not in files


ONE_OF_EACH: Files = {
    "guidelines/site.yml": "\n".join(
        [
            "edition: {id: 2026-11, date: 2026-11-23}",
            "title: One",
            "notice: One of each.",
            "licence: {name: CC0, url: https://creativecommons.org/publicdomain/zero/1.0/}",
            "audiences:",
            "  - {id: growers, code_prefix: G, name: Growers, label: Growers, introduction: Hi.}",
            "topics:",
            "  - {id: water, name: Water, question: Where from?, introduction: Rain.}",
            "",
        ]
    )
}


def test_a_section_without_a_choice_has_no_filters(tmp_path: Path) -> None:
    """One audience, one topic, one strength and no countries: no form, no page, nothing broken."""
    root = tmp_path / "project"
    copy_base(root)
    shutil.rmtree(root / "guidelines" / "cities")
    shutil.rmtree(root / "guidelines" / "studies")
    for path in root.glob("guidelines/**/*.??.yml"):
        path.unlink()
    for name in ("share-tools", "buy-tools"):
        (root / f"guidelines/growers/{name}.yml").unlink()
    entry = (root / "guidelines/growers/collect-rain.yml").read_text(encoding="utf-8")
    entry = re.sub(r"rests_on:\n(?:  .*\n)+|related: .*\n|formerly: .*\n", "", entry)
    entry = re.sub(r"\[([^]]+)\]\(\w+:[^)]*\)", r"\1", entry)
    write_files(root, {**ONE_OF_EACH, "guidelines/growers/collect-rain.yml": entry})
    pages = pages_of(root, "en")
    assert filter_pages(loaded(root)) == set()
    assert "data-filters" not in pages["growers/index"].markdown
    assert CODES.findall(pages["growers/index"].markdown) == ["G2"]


@pytest.fixture(scope="module")
def pattern(catalogue: Catalogue) -> Entry:
    """Return an entry to make others from."""
    return catalogue.entries_by_id["collect-rain"]


FACTS = st.lists(
    st.fixed_dictionaries(
        {
            "audience_id": st.sampled_from(["growers", "cities"]),
            "topic": st.sampled_from(["tools", "water", "land"]),
            "strength": st.sampled_from(list(Strength)),
            "status": st.sampled_from([Status.DRAFT, Status.AGREED, Status.RETIRED]),
            "countries": st.lists(st.sampled_from(["EE", "FI", "LV"]), unique=True).map(tuple),
            "is_shared": st.booleans(),
        }
    ),
    max_size=9,
)


def made(catalogue: Catalogue, pattern: Entry, facts: list[dict[str, object]]) -> Catalogue:
    """Return the catalogue with entries of these facts only."""
    entries = []
    for number, given_facts in enumerate(facts, start=1):
        other = {"growers": "cities", "cities": "growers"}[str(given_facts["audience_id"])]
        update = {name: fact for name, fact in given_facts.items() if name != "is_shared"}
        update["also_for"] = (other,) if given_facts["is_shared"] else ()
        update |= {"entry_id": f"entry-{number}", "code": f"G{number}"}
        entries.append(pattern.model_copy(update=update))
    return replace(catalogue, entries=tuple(entries))


@given(facts=FACTS)
@LAWS
def test_no_filter_loses_an_entry(
    facts: list[dict[str, object]], catalogue: Catalogue, pattern: Entry
) -> None:
    """The values of each filter together show the section, and each topic or strength its own."""
    content = made(catalogue, pattern, facts)
    for audience_id, section in content.sections.items():
        ids = {entry.entry_id for entry in section}
        for name, found in filters_of(content, audience_id).items():
            shown = [entry.entry_id for value in found.values for entry in value.entries]
            assert set(shown) == ids
            if name in (TOPIC, STRENGTH):
                assert len(shown) == len(ids)


@given(facts=FACTS)
@LAWS
def test_no_page_is_empty_or_repeats_the_section(
    facts: list[dict[str, object]], catalogue: Catalogue, pattern: Entry
) -> None:
    """A page shows at least one entry and fewer than its section; a filter is a real choice."""
    content = made(catalogue, pattern, facts)
    for audience_id, section in content.sections.items():
        for found in filters_of(content, audience_id).values():
            assert len(found.values) > 1
            assert any(value.has_page for value in found.values)
            for value in found.values:
                assert 0 < len(value.entries) <= len(section)
                assert value.has_page == (len(value.entries) < len(section))


@given(facts=FACTS)
@LAWS
def test_a_country_holds_what_its_readers_need(
    facts: list[dict[str, object]], catalogue: Catalogue, pattern: Entry
) -> None:
    """A country shows exactly what names it or names none; `everywhere` what names none."""
    content = made(catalogue, pattern, facts)
    for audience_id, section in content.sections.items():
        countries = filters_of(content, audience_id).get(COUNTRY)
        for value in countries.values if countries else ():
            expected = [
                entry
                for entry in section
                if not entry.countries
                or (value.value != EVERYWHERE and value.value in entry.countries)
            ]
            assert list(value.entries) == expected


@given(facts=FACTS)
@LAWS
def test_each_known_address_is_a_page_or_leads_on(
    facts: list[dict[str, object]], catalogue: Catalogue, pattern: Entry
) -> None:
    """Every topic, strength and country of the project has a page or leads on, never both."""
    content = made(catalogue, pattern, facts)
    countries = {country for entry in content.entries for country in entry.countries}
    for audience_id in content.sections:
        leading = [f"{audience_id}/{n}/{v}" for n, v in values_without_page(content, audience_id)]
        pages = {page for page in filter_pages(content) if page.startswith(f"{audience_id}/")}
        assert pages.isdisjoint(leading)
        assert len(set(leading)) == len(leading)
        assert pages | set(leading) == {
            f"{audience_id}/{name}/{value}"
            for name, values in (
                (TOPIC, ["tools", "water", "land"]),
                (STRENGTH, ["strong", "conditional", "practice"]),
                (COUNTRY, [*countries, EVERYWHERE]),
            )
            for value in values
        }
