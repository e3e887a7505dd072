"""The ways to change a page: its file, a new translation, a suggestion, whoever hosts the files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from conftest import MakeProject
from support import REPOSITORY

from guidebook.catalogue import Catalogue, Settings
from guidebook.load import load_catalogue
from guidebook.localise import Texts
from guidebook.pages import build_pages
from guidebook.problems import Problem
from guidebook.strict_yaml import read_yaml
from guidebook.ways_in import MAX_ADDRESS, Place, WaysIn, ways_in

GITHUB = "https://github.com/OWNER/REPO/edit/main/{path}"
GITLAB = "https://gitlab.com/GROUP/SUB/PROJECT/-/edit/main/{path}"
FORGEJO = "https://codeberg.org/OWNER/REPO/_edit/main/{path}"
LAND = "guidelines/cities/lend-land.yml"
PAGE = "https://example.org/et/cities/lend-land/"


def loaded(root: Path) -> Catalogue:
    """Return the content of a folder."""
    catalogue, problems = load_catalogue(root)
    assert catalogue is not None, problems
    return catalogue


@pytest.fixture
def garden(make_project: MakeProject) -> Catalogue:
    """Return the base project's content."""
    return loaded(make_project({}))


def ways(
    catalogue: Catalogue,
    edit_url: str,
    *,
    source_path: str = LAND,
    edit_path: str = LAND,
    tag: str = "et",
    style: str | None = None,
    contact: str = "",
) -> WaysIn:
    """Return the ways to change a page under other settings."""
    settings = Settings.model_validate(
        {"edit_url": edit_url, "edit_style": style, "contact": contact}
    )
    changed = replace(catalogue, settings=settings)
    texts = Texts(changed, changed.locales_by_tag[tag])
    return ways_in(texts, Place(source_path, edit_path, PAGE, "C1"))


def query(address: str) -> dict[str, str]:
    """Return the query of an address, each name with its one value."""
    found = parse_qs(urlsplit(address).query, strict_parsing=True)
    return {name: value for name, (value,) in found.items()}


@pytest.mark.parametrize(
    ("edit_url", "improve", "new", "suggest"),
    [
        (
            GITHUB,
            f"https://github.com/OWNER/REPO/edit/main/{LAND}",
            "https://github.com/OWNER/REPO/new/main/guidelines/cities",
            "https://github.com/OWNER/REPO/issues/new",
        ),
        (
            GITLAB,
            f"https://gitlab.com/GROUP/SUB/PROJECT/-/edit/main/{LAND}",
            "https://gitlab.com/GROUP/SUB/PROJECT/-/new/main/guidelines/cities",
            "https://gitlab.com/GROUP/SUB/PROJECT/-/issues/new",
        ),
        (
            FORGEJO,
            f"https://codeberg.org/OWNER/REPO/_edit/main/{LAND}",
            "https://codeberg.org/OWNER/REPO/_new/main/guidelines/cities",
            "https://codeberg.org/OWNER/REPO/issues/new",
        ),
    ],
    ids=["github", "gitlab", "forgejo"],
)
def test_addresses_follow_from_the_editors(
    edit_url: str, improve: str, new: str, suggest: str, garden: Catalogue
) -> None:
    """Each host has its own addresses for a file, a new file and a new issue."""
    found = ways(garden, edit_url)
    assert found.improve == improve
    assert found.translate.partition("?")[0] == new
    assert found.suggest.partition("?")[0] == suggest
    assert not found.mail


def test_an_issue_form_is_filled_in(garden: Catalogue) -> None:
    """On GitHub the form for suggestions knows code, language and address of the page."""
    assert query(ways(garden, GITHUB).suggest) == {
        "template": "suggestion.yml",
        "title": "Ettepanek: C1",
        "code": "C1",
        "language": "Eesti",
        "address": PAGE,
    }


@pytest.mark.parametrize(
    ("edit_url", "title", "body"),
    [(GITLAB, "issue[title]", "issue[description]"), (FORGEJO, "title", "body")],
)
def test_other_issues_name_the_page(
    edit_url: str, title: str, body: str, garden: Catalogue
) -> None:
    """Where there are no forms, title and text of the issue name the page and ask the question."""
    found = query(ways(garden, edit_url).suggest)
    assert found[title] == "Ettepanek: C1"
    assert found[body].startswith("Mida võiks sellel lehel muuta ja miks?\n")
    assert found[body].endswith(PAGE)


@pytest.mark.parametrize("edit_url", [GITHUB, FORGEJO])
def test_a_new_translation_has_its_name_and_its_fields(edit_url: str, garden: Catalogue) -> None:
    """The new file is named like its source file and can be read as soon as it is filled in."""
    address = ways(garden, edit_url).translate
    assert len(address) <= MAX_ADDRESS
    found = query(address)
    assert found["filename"] == "lend-land.et.yml"
    document = read_yaml(found["value"].encode(), "lend-land.et.yml")
    assert not document.problems
    assert isinstance(document.value, dict)
    assert document.value["title"] == ""
    assert document.value["review"] == "draft"
    assert "# title: Lend land for five years" in document.comment
    assert isinstance(document.value["made_from"], dict)
    assert "actions.list-land.do" in document.value["made_from"]


def test_a_filled_in_skeleton_is_a_current_translation(
    garden: Catalogue, make_project: MakeProject
) -> None:
    """A skeleton with every field filled in has no mistake of form and is not behind."""
    skeleton = query(ways(garden, GITHUB).translate)["value"]
    filled = skeleton.replace("''", "Maa")
    catalogue, problems = load_catalogue(
        make_project({"guidelines/cities/lend-land.et.yml": filled})
    )
    assert catalogue is not None
    assert [p for p in problems if isinstance(p, Problem) and "lend-land" in p.location.path] == []
    translation = catalogue.translations[LAND, "et"]
    assert translation.texts.keys() == translation.state.made_from.keys()


def test_what_is_too_long_for_an_address_is_left_out(garden: Catalogue) -> None:
    """A long guideline's new file has its fields without the source texts, or its name alone."""
    lengths = set()
    for tag, source in (("de", "guidelines/growers/collect-rain.yml"), ("et", LAND)):
        lengths.add(
            len(ways(garden, GITHUB, source_path=source, edit_path=source, tag=tag).translate)
        )
    real = loaded(REPOSITORY)
    for entry in real.entries:
        address = ways(real, GITHUB, source_path=entry.path, edit_path=entry.path).translate
        assert len(address) <= MAX_ADDRESS
        assert query(address)["filename"] == f"{entry.entry_id}.et.yml"
        assert "review: draft" in query(address)["value"]
        lengths.add(len(address))
    assert len(lengths) > 1


def test_gitlab_gets_the_name_only(garden: Catalogue) -> None:
    """GitLab takes no text for a new file."""
    assert query(ways(garden, GITLAB).translate) == {"file_name": "lend-land.et.yml"}


def test_a_page_that_is_translated_leads_to_its_translation(garden: Catalogue) -> None:
    """The editor opens the file in the reader's language; there is nothing new to translate."""
    path = "guidelines/cities/lend-land.et.yml"
    found = ways(garden, GITHUB, edit_path=path)
    assert found.improve.endswith(f"/edit/main/{path}")
    assert found.translate == ""
    assert ways(garden, GITHUB, tag="en").translate == ""


def test_a_hand_written_page_is_begun_as_a_copy(garden: Catalogue) -> None:
    """A new translation of a hand-written page has its text, its state and its fingerprint."""
    found = query(
        ways(garden, GITHUB, source_path="docs/index.md", edit_path="docs/index.md").translate
    )
    assert found["filename"] == "index.et.md"
    assert found["value"].startswith("---\ntitle: Garden guidelines\n")
    assert "review: draft\n---\n" in found["value"]
    assert "Start with [sharing tools](entry:share-tools)" in found["value"]


def test_a_host_that_is_not_known_has_its_editor_only(garden: Catalogue) -> None:
    """Where the address does not show whose it is, nothing is guessed, until a setting says it."""
    url = "https://git.example.org/OWNER/REPO/edit/main/{path}"
    found = ways(garden, url)
    assert (found.translate, found.suggest) == ("", "")
    assert found.improve == f"https://git.example.org/OWNER/REPO/edit/main/{LAND}"
    said = ways(garden, url, style="github")
    assert said.suggest.startswith("https://git.example.org/OWNER/REPO/issues/new?template=")
    assert ways(garden, "https://git.example.org/a/b/-/edit/main/{path}").suggest
    assert ways(garden, GITHUB, style="gitlab").suggest == ""


def test_a_mail_names_the_page(garden: Catalogue) -> None:
    """With a mail address there is a way without any account; spaces are not written as `+`."""
    found = ways(garden, "", contact="garden@example.org")
    address, _, rest = found.mail.partition("?")
    assert address == "mailto:garden@example.org"
    assert "+" not in rest
    assert PAGE in unquote(rest)
    assert (found.improve, found.translate, found.suggest) == ("", "", "")


def test_without_settings_there_is_the_form_alone(garden: Catalogue) -> None:
    """With neither editor nor mail address a guideline still leads to the form of the site."""
    found = ways(garden, "")
    assert found.form == "et/write/?code=C1"
    assert not any((found.improve, found.translate, found.suggest, found.mail))


def test_every_kind_of_page_shows_its_ways(make_project: MakeProject) -> None:
    """Entry, section and hand-written pages lead to their own files in every language."""
    root = make_project({})
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    old = "https://example.org/edit/{path}"
    (root / "mkdocs.yml").write_text(settings.replace(old, GITHUB), encoding="utf-8")
    catalogue = loaded(root)
    estonian = catalogue.locales_by_tag["et"]
    pages = {page.page_id: page for page in build_pages(catalogue, estonian, root / "templates")}
    for page_id, path in (
        ("growers/share-tools", "guidelines/growers/share-tools.et.yml"),
        ("growers/index", "guidelines/site.et.yml"),
        ("about", "docs/about.et.md"),
    ):
        assert f'href="https://github.com/OWNER/REPO/edit/main/{path}"' in pages[page_id].markdown
        assert "/issues/new?template=suggestion.yml" in pages[page_id].markdown
        assert "/new/main/" not in pages[page_id].markdown
    for page_id, name in (("cities/lend-land", "lend-land.et.yml"), ("index", "index.et.md")):
        assert f"?filename={name}&amp;value=" in pages[page_id].markdown
