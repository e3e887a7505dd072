"""The search's index: everything in it once, words in one form, the same bytes each time."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser
from search_support import (
    Searcher,
    groups_by_word,
    index_of,
    places_by_word,
    questions,
    read_script,
)
from support import REPOSITORY, Files, build_site, write_files

from guidebook.catalogue import Catalogue
from guidebook.lemmas import find_lemmas
from guidebook.load import load_catalogue
from guidebook.localise import Texts
from guidebook.search import build_search_files
from guidebook.search_documents import Part
from guidebook.search_index import SearchIndex
from guidebook.text import plain_text
from guidebook.word_forms import find_words, fold

ENTRY = "guidelines/growers/collect-rain.yml"


def catalogue_of(root: Path) -> Catalogue:
    """Return the catalogue of a project."""
    catalogue, _ = load_catalogue(root)
    assert catalogue is not None
    return catalogue


def files_of(root: Path, tag: str, ledger: Path | None = None) -> dict[str, bytes]:
    """Return the search files of one language."""
    catalogue = catalogue_of(root)
    return dict(build_search_files(catalogue, catalogue.locales_by_tag[tag], ledger))


def index(root: Path, tag: str) -> Any:
    """Return the index of a language of a project."""
    return read_script(files_of(root, tag)[f"search/{tag}.js"], "index")


def addresses_of(found: Any, word: str) -> set[str]:
    """Return the addresses of the documents that have a word."""
    return {found["documents"][number][1] for number, _ in places_by_word(found)[word]}


class Anchors(HTMLParser):
    """Collects the ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the id."""
        self.ids.update(value for name, value in attrs if name == "id" and value)


@pytest.fixture(scope="session")
def real_catalogue(real_root: Path) -> Catalogue:
    """Return the repository's own content."""
    return catalogue_of(real_root)


@pytest.mark.parametrize("tag", ["en", "et", "de", "fi"])
def test_every_result_leads_somewhere(tag: str, real_site: Path) -> None:
    """Each document's address is a page of the site, and its anchor stands there."""
    pages: dict[str, set[str]] = {}
    documents = read_script(index_of(real_site, tag), "index")["documents"]
    for document in documents:
        address, _, anchor = document[1].partition("#")
        path = real_site / address / "index.html"
        if address not in pages:
            pages[address] = Anchors(path.read_text(encoding="utf-8")).ids
        assert not anchor or anchor in pages[address], document[1]
    assert len({document[1] for document in documents}) == len(documents)


@pytest.mark.parametrize("tag", ["en", "et", "de", "fi"])
def test_everything_can_be_found(tag: str, real_catalogue: Catalogue, real_site: Path) -> None:
    """Entries, topics, sections, terms, pages, findings and works are all there, once each.

    Five pages are lists: of topics, findings, works, terms, and the plan.
    """
    documents = read_script(index_of(real_site, tag), "index")["documents"]
    catalogue = real_catalogue
    kinds = [
        len(catalogue.entries),
        len(catalogue.site.topics),
        len(catalogue.site.audiences),
        len(catalogue.glossary),
        len({page.page_id for page in catalogue.pages}) + 5,
        len(catalogue.findings_by_id),
        len(catalogue.references),
    ]
    assert [sum(row[0] == kind for row in documents) for kind in range(7)] == kinds


@pytest.mark.parametrize("tag", ["et", "de", "fi"])
def test_what_exists_only_in_the_source_language_says_so(
    tag: str, real_catalogue: Catalogue, real_site: Path
) -> None:
    """An entry that is not translated keeps its own language and names it; no other does."""
    found = read_script(index_of(real_site, tag), "index")
    texts = Texts(real_catalogue, real_catalogue.locales_by_tag[tag])
    rows = {row[2]: row for row in found["documents"] if row[0] == 0}
    for entry in real_catalogue.entries:
        title = texts.entry(entry)["title"].text
        if texts.is_translated(entry.path):
            assert (rows[entry.code][3], rows[entry.code][7]) == (title, "")
        else:
            assert (rows[entry.code][3], rows[entry.code][7]) == ([title, "en", "ltr"], "en")
    assert set(found["languages"]) == {row[7] for row in found["documents"]} - {""}


def test_translated_entries_bring_no_source_words(project: Path) -> None:
    """A word that stands only in the English of a translated entry is not found in Estonian."""
    path = project / "guidelines/growers/share-tools.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: ", "title: Zweckfrei ", 1), encoding="utf-8")
    assert "zweckfrei" in index(project, "en")["words"].split(" ")
    assert "zweckfrei" not in index(project, "et")["words"].split(" ")


def test_the_index_is_the_same_each_time(project: Path, tmp_path: Path) -> None:
    """Without, with a new and with a known ledger the bytes are the same."""
    for tag in ("en", "et", "de"):
        plain = files_of(project, tag)
        first = files_of(project, tag, tmp_path / "ledger")
        again = files_of(project, tag, tmp_path / "ledger")
        assert plain == first == again
    assert len(list((tmp_path / "ledger").iterdir())) == 3


def test_words_are_put_together_with_their_forms(real_site: Path) -> None:
    """Forms of a word share a group, also when they begin differently; other words do not."""
    pairs = {
        "en": [("credit", "credits"), ("university", "universities"), ("pay", "paid")],
        "et": [("ainepunkt", "ainepunktide"), ("too", "tood"), ("tund", "tunnid")],
        "de": [("hochschule", "hochschulen"), ("fach", "facher"), ("stunde", "stunden")],
        "fi": [("opintopiste", "opintopisteet"), ("tyo", "tyon"), ("tunti", "tunnit")],
    }
    for tag, expected in pairs.items():
        groups = groups_by_word(read_script(index_of(real_site, tag), "index"))
        known = [(one, two) for one, two in expected if one in groups and two in groups]
        assert len(known) >= 2, tag
        for one, two in known:
            assert groups[one] & groups[two], (tag, one, two)
    assert not groups["tunti"] & groups["opintopiste"]


def test_texts_to_quote_stand_in_small_files(real_site: Path) -> None:
    """Each document's texts are in the file that the index names, and none is large."""
    found = read_script(index_of(real_site, "et"), "index")
    starts = [*found["chunks"], len(found["documents"])]
    for number in range(len(found["chunks"])):
        content = (real_site / f"search/et/{number}.js").read_bytes()
        assert len(content) < 80_000
        texts = read_script(content, "texts")
        rows = found["documents"][starts[number] : starts[number + 1]]
        assert list(texts) == [row[1] for row in rows]
    assert not (real_site / f"search/et/{len(found['chunks'])}.js").exists()


def test_parts_of_an_entry_count_by_where_they_stand(project: Path) -> None:
    """A word of title, summary, actions and the rest is noted for each of them."""
    found = index(project, "en")
    numbers = {row[1]: number for number, row in enumerate(found["documents"])}
    entry = catalogue_of(project).entries_by_id["collect-rain"]
    places = places_by_word(found)
    for text, part in (
        (entry.title, Part.TITLE),
        (entry.summary, Part.SUMMARY),
        (entry.actions[0].do, Part.ACTION),
        (plain_text(entry.why), Part.REST),
    ):
        for word in find_words(text):
            parts = dict(places[fold(word)])[numbers["growers/collect-rain/"]]
            assert parts & part, (word, parts)


def test_codes_and_former_codes_are_words(project: Path) -> None:
    """An entry is found by its code and by the one it had before."""
    found = index(project, "et")
    for word in ("g2", "g7"):
        assert "et/growers/collect-rain/" in addresses_of(found, word)
    row = next(row for row in found["documents"] if row[1] == "et/growers/collect-rain/")
    assert (row[2], row[9:]) == ("G2", ["G7"])


def test_an_avoided_form_leads_to_the_term_and_its_entries(real_site: Path) -> None:
    """A form that no text uses finds the term and the entries that use the term."""
    found = read_script(index_of(real_site, "de"), "index")
    addresses = addresses_of(found, "urlaubssemester")
    assert {"de/glossary/#study-leave", "de/policymakers/study-leave-guide/"} <= addresses
    assert addresses == addresses_of(found, "bildungsurlaub")


def test_a_text_can_hold_anything(project: Path) -> None:
    """Signs of HTML and of scripts come out of the index as they went in."""
    title = "</script><b> \\ ' \" {{ x }} %"
    path = project / ENTRY
    text = re.sub(
        r"^title: .*$",
        lambda _: f"title: {json.dumps(title, ensure_ascii=False)}",
        path.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    path.write_text(text, encoding="utf-8")
    assert title in [row[3] for row in index(project, "en")["documents"]]


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Übung", "ubung"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("micro-credential", "microcredential"),
        ("ﬁnn", "finn"),
        ("İzmir", "izmir"),
        ("أُدَوات", "ادوات"),
        ("हिन्दी", "हिन्दी"),
        ("ЙОД", "иод"),
    ],
)
def test_words_are_compared_without_accents(word: str, folded: str) -> None:
    """Capitals, accents, ligatures and hyphens do not matter; vowel signs that are letters do."""
    assert fold(word) == folded


def test_words_are_found_in_every_script() -> None:
    """Words end at spaces, punctuation and underscores; parts of hyphenated words count too."""
    assert find_words("Foo_bar’s E-kiri, 12:30 – हिन्दी; المـــاء\u00adx") == [
        "Foo",
        "bar",
        "s",
        "E-kiri",
        "12",
        "30",
        "हिन्दी",
        "الماءx",
        "E",
        "kiri",
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded word stays as it is."""
    for word in find_words(text):
        assert fold(fold(word)) == fold(word)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.integers(0, 5_000), st.integers(1, 15), max_size=30))
def test_places_come_out_of_the_index_as_they_went_in(places: dict[int, int]) -> None:
    """Whatever documents have a word, its packed places tell them and their parts, in order."""
    made = SearchIndex((), (), lambda _words, _tag: {})
    made.groups["word"] = ("x:word",)
    made.places["word"] = places
    assert places_by_word(made.content())["word"] == sorted(places.items())


BROKEN = [
    b"",
    b"{",
    b"[]",
    b'{"ainepunktide": 1}',
    b'{"ainepunktide": ["a"]}',
    b"\xff",
    b"[" * 9999,
]


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_file_of_lemmas_is_made_again(content: bytes, tmp_path: Path) -> None:
    """What cannot be read is looked up again and written anew; nothing is told."""
    words = ["ainepunktide", "tunnid"]
    expected = find_lemmas(words, "et", tmp_path)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(content)
    assert find_lemmas(words, "et", tmp_path) == expected
    assert path.read_bytes() == whole


def test_a_known_lemma_is_not_looked_up_again(tmp_path: Path) -> None:
    """What the file says of a word holds; other words are added to it."""
    find_lemmas(["ainepunktide"], "et", tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_text('{"ainepunktide": ["marked", "mark"]}', encoding="utf-8")
    found = find_lemmas(["ainepunktide", "tunnid"], "et", tmp_path)
    assert found["ainepunktide"] == ("marked", "mark")
    assert found["tunnid"][0] == "tund"
    assert set(json.loads(path.read_text(encoding="utf-8"))) == {"ainepunktide", "tunnid"}


def test_a_language_without_a_dictionary_keeps_its_words(tmp_path: Path) -> None:
    """Where nobody knows lemmas, a word is its own."""
    assert find_lemmas(["Zebra"], "tlh", tmp_path)["Zebra"] == ("Zebra", "zebra")


def test_a_build_keeps_what_it_looked_up_in_the_project(project: Path) -> None:
    """The dictionaries' answers stand in .ledger, and nowhere in the site."""
    shutil.rmtree(project / ".ledger", ignore_errors=True)
    site = build_site(project)
    names = sorted(path.name.split("-")[0] for path in (project / ".ledger").glob("??-*.json"))
    assert names == ["de", "en", "et"]
    assert not list(site.rglob("*ledger*"))


def test_the_page_for_searching_helps_without_scripts(real_site: Path) -> None:
    """Without JavaScript the page leads to topics, sections and glossary, in its language."""
    text = (real_site / "et/search/index.html").read_text(encoding="utf-8")
    without = text.partition("<noscript>")[2].partition("</noscript>")[0]
    links = re.findall(r'<a href="([^"]+)"', without)
    assert links == [
        "../topics/",
        "../learners/",
        "../universities/",
        "../policymakers/",
        "../glossary/",
    ]


@pytest.mark.parametrize("files", [{}, {"guidelines/glossary.et.yml": None}])
def test_small_projects_have_a_search_too(files: Files, project: Path) -> None:
    """A project with little in it has an index in every language."""
    write_files(project, files)
    for tag in ("en", "et", "de"):
        assert index(project, tag)["documents"]


@pytest.fixture(scope="module")
def searcher(browser: Browser) -> Searcher:
    """Return the search's own script in a real browser."""
    return Searcher(browser.new_page())


@pytest.mark.browser
@pytest.mark.parametrize("tag", ["en", "et", "de", "fi"])
def test_readers_questions_find_their_answers(
    tag: str, searcher: Searcher, real_site: Path
) -> None:
    """Each question of this language has its answer among the first three results."""
    searcher.load(index_of(real_site, tag))
    require_answers(tag, "" if tag == "en" else f"{tag}/", searcher)


@pytest.mark.browser
@pytest.mark.parametrize("tag", ["sv", "ar"])
def test_questions_in_other_projects_find_their_answers(tag: str, searcher: Searcher) -> None:
    """Another project in other scripts and languages is searched as well."""
    root = REPOSITORY / "tests/projects/allotments"
    searcher.load(files_of(root, tag)[f"search/{tag}.js"])
    require_answers(tag, "" if tag == "sv" else f"{tag}/", searcher)


def require_answers(tag: str, folder: str, searcher: Searcher) -> None:
    """Ask the questions of a language, print how many are answered, and require all."""
    asked = questions(tag)
    assert len(asked) >= 20
    missed = [
        (kind, ask, finds)
        for kind, ask, finds in asked
        if folder + finds not in searcher.ask(ask)[:3]
    ]
    for kind in dict.fromkeys(kind for kind, _, _ in asked):
        total = sum(own == kind for own, _, _ in asked)
        print(f"{tag} {kind}: {total - sum(own == kind for own, _, _ in missed)} of {total}")
    assert not missed


@pytest.mark.browser
def test_results_stay_in_the_language(searcher: Searcher, real_site: Path) -> None:
    """No result of an Estonian search is a page of another language."""
    searcher.load(index_of(real_site, "et"))
    for query in ("a", "e", "mikro", "credit", "U", "2026", "Anerkennung"):
        assert all(address.startswith("et/") for address in searcher.ask(query))


@pytest.mark.browser
def test_a_code_comes_first_however_it_is_typed(searcher: Searcher, real_site: Path) -> None:
    """U10, u10 and U 10 find that entry before anything else."""
    searcher.load(index_of(real_site, "et"))
    for query in ("U10", "u10", "U 10", "u-10", " U10 "):
        assert searcher.ask(query)[0] == "et/universities/same-quality-cycle/"
    assert searcher.ask("F4")[0] == "et/evidence/#tallinn-2026-F4"


@pytest.mark.browser
def test_words_are_ranked_by_where_they_stand(searcher: Searcher, project: Path) -> None:
    """Title before summary before actions before the rest; what is withdrawn comes last."""
    for path, field in (
        ("guidelines/growers/buy-tools.yml", "title: "),
        ("guidelines/cities/lend-land.yml", "title: "),
        ("guidelines/growers/share-tools.yml", "summary: "),
        ("guidelines/growers/collect-rain.yml", "do: "),
        ("docs/about.md", "\n\n"),
    ):
        text = (project / path).read_text(encoding="utf-8")
        changed = text.replace(field, f"{field}Zebra ", 1)
        (project / path).write_text(changed, encoding="utf-8")
    searcher.load(files_of(project, "en")["search/en.js"])
    for query in ("zebra", "zebras", "zerba"):
        assert searcher.ask(query) == [
            "cities/lend-land/",
            "growers/share-tools/",
            "growers/collect-rain/",
            "about/",
            "growers/buy-tools/",
        ]


@pytest.mark.browser
def test_the_filter_shows_one_audience(searcher: Searcher, real_site: Path) -> None:
    """With an audience chosen only its entries and its section are found."""
    searcher.load(index_of(real_site, "en"))
    found = searcher.ask("credit", audience=2)
    assert found
    assert all(address.startswith("universities/") for address in found)


@pytest.mark.browser
def test_the_script_takes_words_apart_as_the_program_does(searcher: Searcher) -> None:
    """For odd words in many scripts the script and the program agree."""
    texts = [
        "Übung Straße ΟΔΟΣ Łódź İzmir ﬁnn e-kiri",
        "الميـــاه أُدَوات والماء",
        "हिन्दी ไทย 日本語",
        "Don’t 12:30 a_b x\u00ady Wochen-Stunden",
    ]
    words = " ".join(sorted({fold(word) for text in texts for word in find_words(text)}))
    letters = {"ł": "l"}
    searcher.page.evaluate(
        "([words, letters]) => { window.made = new guidebookSearch.Index({words, letters,"
        " groups: words.split(' ').map(() => 0),"
        " places: words.split(' ').map(() => 'H').join(' '), documents: []}); }",
        [words, letters],
    )
    for text in texts:
        taken = searcher.page.evaluate("text => made.wordsIn(text)", text)
        assert taken == [fold(word) for word in find_words(text)]
