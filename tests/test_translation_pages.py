"""What readers are told of translations: marks at passages, the state pages, two languages."""

import re
from pathlib import Path

import pytest
from support import REPOSITORY, copy_repository

from guidebook.book_sources import book_sources
from guidebook.catalogue import Catalogue, Locale
from guidebook.cli import main
from guidebook.freshness import FieldState
from guidebook.load import load_catalogue
from guidebook.localise import Texts
from guidebook.page import Page
from guidebook.pages import build_pages
from guidebook.progress import locale_progress
from guidebook.site_files import file_recipes
from guidebook.site_pictures import SitePictures
from guidebook.translation_views import language_state

SOURCE = Path("guidelines/learners/weekly-hours.yml")
OLD = "do: Multiply the credits by the hours in one credit."
NEW = "do: Multiply the credits by the hours that one credit stands for."
FIELD = "actions.count-hours.do"


@pytest.fixture(scope="module")
def real() -> Catalogue:
    """Return the real content."""
    return loaded(REPOSITORY)


@pytest.fixture(scope="module")
def changed_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the real project in which one English sentence has changed."""
    root = tmp_path_factory.mktemp("changed") / "project"
    copy_repository(root)
    text = (root / SOURCE).read_text(encoding="utf-8")
    assert text.count(OLD) == 1
    (root / SOURCE).write_text(text.replace(OLD, NEW), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def changed(changed_root: Path) -> Catalogue:
    """Return the content with one changed English sentence."""
    return loaded(changed_root)


def loaded(root: Path) -> Catalogue:
    """Return the content of a folder."""
    catalogue, _ = load_catalogue(root)
    assert catalogue is not None
    return catalogue


def beside_files(catalogue: Catalogue, locale: Locale) -> dict[str, str]:
    """Return the pages that show two languages, by path."""
    recipes = file_recipes(catalogue, locale, REPOSITORY / "templates", SitePictures())
    return {
        file.path: file.content.decode()
        for recipe in recipes
        if recipe.name.startswith(("beside", "compare"))
        for file in recipe.make()
    }


def translated_into(catalogue: Catalogue) -> list[Locale]:
    """Return the languages in which the changed guideline exists."""
    return [
        locale
        for locale in catalogue.locales
        if not locale.is_source and catalogue.translation(str(SOURCE), locale.tag)
    ]


def pages_of(catalogue: Catalogue, locale: Locale) -> dict[str, Page]:
    """Return the pages of a language by id."""
    templates = REPOSITORY / "templates"
    return {page.page_id: page for page in build_pages(catalogue, locale, templates)}


def marks(text: str) -> int:
    """Return how many passages of a page are marked as behind."""
    return text.count('class="behind"')


def test_the_real_translations_mark_nothing(real: Catalogue) -> None:
    """Where nothing is behind, no page has a mark."""
    for locale in real.locales:
        for page in pages_of(real, locale).values():
            assert marks(page.markdown) == 0, page.file_name


def test_one_changed_sentence_marks_exactly_that_passage(changed: Catalogue) -> None:
    """In every language one passage of one page is marked, and it links to the English one."""
    assert len(translated_into(changed)) >= 2
    for locale in translated_into(changed):
        pages = pages_of(changed, locale)
        marked = [page_id for page_id, page in pages.items() if marks(page.markdown)]
        assert marked == ["learners/weekly-hours"]
        text = pages["learners/weekly-hours"].markdown
        assert marks(text) == 1
        assert re.search(
            r'<li id="count-hours">\s*<p class="behind">.*'
            r'href="../../../learners/weekly-hours/#count-hours" hreflang="en"',
            text,
        )


def test_the_source_language_is_never_behind(changed: Catalogue) -> None:
    """English pages have no mark and no notice about it."""
    for page in pages_of(changed, changed.source_locale).values():
        assert marks(page.markdown) == 0


def test_books_mark_the_same_passage(changed: Catalogue) -> None:
    """Each book with the guideline has one note, with the address of the English passage."""
    sources = {
        source.book.file_name: source.files["main.typ"]
        for source in book_sources(changed, REPOSITORY / "templates")
    }
    for locale in translated_into(changed):
        for name in (f"learners.{locale.tag}.pdf", f"all.{locale.tag}.pdf"):
            assert sources[name].count("#behind[") == 1
            note = sources[name].partition("#behind[")[2]
            assert '#link("https://example.org/learners/weekly-hours/")' in note[:300]
        assert "#behind[" not in sources["learners.en.pdf"]
    assert "#behind[" not in sources["policymakers.et.pdf"]


def test_the_report_and_the_state_page_count_one(changed: Catalogue) -> None:
    """The figures of the command and of the public page are the same."""
    for locale in translated_into(changed):
        progress = locale_progress(changed, locale)
        behind = [
            (file.name, item.source.name)
            for file in progress.files
            for item in file.fields
            if item.state is FieldState.BEHIND
        ]
        assert behind == [("L2", FIELD)]
        state = language_state(Texts(changed, locale), locale)
        assert state.total.texts_behind == 1
        assert [(debt.code, debt.texts_behind) for debt in state.behind] == [("L2", 1)]
        assert state.total.current < 100
        page = pages_of(changed, locale)[f"translations/{locale.tag}"].markdown
        assert page.count('<ul class="plain-list debts">') == 1 + bool(state.missing)


def test_side_by_side_shows_the_same_passage(changed: Catalogue) -> None:
    """The bare page has every text in both languages and one mark."""
    for locale in translated_into(changed):
        files = beside_files(changed, locale)
        page = files[f"{locale.tag}/learners/weekly-hours/beside/index.html"]
        assert marks(page) == 1
        row = page.partition(f'id="{FIELD}"')[2].partition("</div>\n</div>")[0]
        assert 'class="behind"' in row
        assert NEW.removeprefix("do: ") in row
        entry = changed.entries_by_id["weekly-hours"]
        translation = changed.translation(entry.path, locale.tag)
        assert translation is not None
        assert page.count('class="pair') == len(translation.texts)
        others = [text for path, text in files.items() if "weekly-hours" not in path]
        assert all(marks(text) == 0 for text in others)


def test_confirming_clears_exactly_that_mark(changed_root: Path, tmp_path: Path) -> None:
    """After `confirm` the language has no mark, the others still have theirs."""
    root = tmp_path / "project"
    copy_repository(root)
    (root / SOURCE).write_bytes((changed_root / SOURCE).read_bytes())
    before = {path: path.read_bytes() for path in root.rglob("*.yml")}
    assert main(root, ["translations", "confirm", "et", "L2", FIELD]) == 0
    after = loaded(root)
    for locale in translated_into(after):
        page = pages_of(after, locale)["learners/weekly-hours"]
        assert marks(page.markdown) == (0 if locale.tag == "et" else 1)
    touched = [path.name for path, content in before.items() if path.read_bytes() != content]
    assert touched == ["weekly-hours.et.yml"]


def test_state_pages_say_what_the_model_says(real: Catalogue) -> None:
    """Percentages of each row are those of the tally, and together a hundred."""
    for locale in real.locales:
        for translated in translated_into(real):
            state = language_state(Texts(real, locale), translated)
            progress = locale_progress(real, state.locale)
            assert len(state.parts) == len(progress.parts)
            for row in state.rows:
                assert row.current + row.behind + row.missing == 100
                assert min(row.current, row.behind, row.missing) >= 0
            assert state.total.words == progress.total.words
            assert state.total.texts_missing == progress.total.texts[FieldState.MISSING]


def test_a_project_in_one_language_has_no_pages_about_translations(
    tmp_path: Path,
) -> None:
    """Without a second language there is nothing to tell."""
    root = tmp_path / "project"
    copy_repository(root)
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    only_source = re.sub(
        r"\n        - locale: et\n.*?(?=\n  - guidebook:)", "", settings, flags=re.S
    )
    assert only_source != settings
    (root / "mkdocs.yml").write_text(only_source, encoding="utf-8")
    for path in [*root.rglob("*.et.*"), *root.rglob("*.de.*"), *root.rglob("*.fi.*")]:
        path.unlink()
    site = root / "guidelines" / "site.yml"
    text = site.read_text(encoding="utf-8")
    site.write_text(re.sub(r"translated:\n(  .*\n)+", "", text), encoding="utf-8")
    catalogue = loaded(root)
    assert [locale.tag for locale in catalogue.locales] == ["en"]
    pages = pages_of(catalogue, catalogue.source_locale)
    assert not [page_id for page_id in pages if page_id.startswith("translations/")]
    assert beside_files(catalogue, catalogue.source_locale) == {}


def test_the_first_use_of_a_term_leads_to_its_definition(real: Catalogue) -> None:
    """A term is linked in an inflected form, once, and not where its author links it anyway."""
    et = pages_of(real, real.locales_by_tag["et"])
    assert et["learners/weekly-hours"].markdown.count("glossary/#ects-credit") == 1
    linked = re.findall(
        r'<a href="[^"]*glossary/#([a-z-]+)" class="term">([^<]*)</a>',
        et["universities/publish-timetable"].markdown,
    )
    assert len({term for term, _ in linked}) == len(linked)
    every = [text for page in et.values() for text in re.findall(r'"term">([^<]*)<', page.markdown)]
    assert {"õpiväljundid", "tööandja", "mikrokvalifikatsiooni"} <= {text.lower() for text in every}
