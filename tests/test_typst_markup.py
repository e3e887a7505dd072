"""Passages as Typst: nothing of a text is lost, and nothing of it is code."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support import copy_base

from guidebook.book_sources import TYPST_HYPHENATES, soft_hyphens
from guidebook.catalogue import Catalogue, Locale
from guidebook.field_types import TextKind
from guidebook.load import load_catalogue
from guidebook.localise import Passage
from guidebook.text import one_line
from guidebook.typst_markup import (
    ZERO_WIDTH_SPACE,
    Typst,
    TypstMarkup,
    break_points,
    escape,
    finish,
    literal,
)

PUNCTUATION = re.escape(string.punctuation)
ENGLISH = Locale("en", "English", "ltr")


def unescaped(markup: str) -> str:
    """Return what escaped markup shows, without places where a line may end."""
    return re.sub(r"\\(.)", r"\1", markup).replace(ZERO_WIDTH_SPACE, "")


@given(st.text())
@example("\\")
@example("\u2028#x\x85= y")
@example("https://example.org/" + "a-b/" * 40)
@example(f"{ZERO_WIDTH_SPACE}#{ZERO_WIDTH_SPACE}x")
def test_escaped_text_shows_the_text(text: str) -> None:
    """Without its backslashes and break points, escaped text is the text with single spaces."""
    assert unescaped(escape(text)) == one_line(text).replace(ZERO_WIDTH_SPACE, "")


@given(st.text())
@example("`#$*_=-+/<>@~\"'\\[]{}()" * 3)
def test_escaped_text_holds_no_syntax(text: str) -> None:
    """No ASCII punctuation stands in escaped text without a backslash, nor a line break."""
    markup = escape(text)
    assert not re.search(f"[{PUNCTUATION}]", re.sub(rf"\\[{PUNCTUATION}]", "", markup))
    assert markup.splitlines() in ([], [markup])


@given(st.text(st.characters(exclude_categories=["Cs", "Zs", "Cc", "Zl", "Zp"]), min_size=31))
def test_a_long_run_can_break(run: str) -> None:
    """No more than 15 characters follow each other without a place where a line may end."""
    pieces = break_points(run).split(ZERO_WIDTH_SPACE)
    assert max(map(len, pieces)) <= 15


def test_an_address_breaks_after_its_signs() -> None:
    """An address may break after its separators, and a short one nowhere."""
    assert break_points("https://example.org/a").split(ZERO_WIDTH_SPACE) == [
        "https://",
        "example.",
        "org/",
        "a",
    ]
    assert ZERO_WIDTH_SPACE not in escape("https://example.org/a")


@given(st.text())
@example('\\"\n\\n')
def test_a_literal_can_be_read_back(text: str) -> None:
    """A string of Typst holds the text, and ends only at its end."""
    found = literal(text)
    assert re.fullmatch(r'"(?:[^"\\\n]|\\["\\n])*"', found)
    signs = {"n": "\n", '"': '"', "\\": "\\"}
    assert re.sub(r"\\(.)", lambda match: signs[match[1]], found[1:-1]) == text


def test_templates_print_text_escaped_and_markup_as_it_is() -> None:
    """What a template prints is escaped unless it is Typst already."""
    assert finish("a#b") == "a\\#b"
    assert finish(Typst("#b")) == "#b"
    assert finish(2020) == "2020"
    with pytest.raises(TypeError, match="a template cannot print tuple"):
        finish(("a",))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Return the base project."""
    root = tmp_path_factory.mktemp("markup")
    copy_base(root)
    found, _ = load_catalogue(root)
    assert found is not None
    return found


@pytest.fixture
def markup(catalogue: Catalogue) -> TypstMarkup:
    """Return the writer of a book that holds one entry, one reference, one finding, one term."""
    return TypstMarkup(
        catalogue,
        catalogue.locales[0],
        targets={
            "entry:share-tools": "G1 Share tools",
            "ref:garden-handbook": "[7] The garden handbook",
            "finding:elm-street-2025/F1": "F1 Water is the main difficulty.",
            "term:rain-barrel": "rain barrel",
        },
        reference_numbers={"garden-handbook": 7},
        hyphenate=str,
    )


def block_of(markup: TypstMarkup, text: str) -> str:
    """Return a text with Markdown as Typst, without the mark of its origin."""
    passage = Passage(text, TextKind.MARKDOWN, ENGLISH)
    return re.sub(r"^/\*@\d+\*/", "", markup.block(passage))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a *b* **c** d", "a #emph[b] #strong[c] d"),
        ("a\nb", "a b"),
        ("a\\\nb", "a \\\nb"),
        ("a\n\nb", "a\n\nb"),
        ("- a\n- b", "#list([a], [b])"),
        ("3. a\n4. b", "#enum(start: 3, [a], [b])"),
        ("- a\n  1. b", "#list([a\n\n#enum(start: 1, [b])])"),
        ("> a", "#quote(block: true)[a]"),
        ("*a*(b)[c].d;", "#emph[a]\\(b\\)\\[c\\]\\.d\\;"),
        ("a ![b](c.png) d", "a  d"),
        ("<b>#a</b>", "\\<b\\>\\#a\\<\\/b\\>"),
        (
            "| a | b |\n|---|---|\n| *c* | d |",
            "#data-table(columns: (auto, auto, ), is-small: true, "
            "table.header([a], [b]), [#emph[c]], [d])",
        ),
        (
            f"| a |\n|---|\n| {'b ' * 800}|",
            f"#data-table(columns: (auto, ), table.header([a]), [{'b ' * 799}b])",
        ),
    ],
)
def test_markdown_becomes_typst(text: str, expected: str, markup: TypstMarkup) -> None:
    """Each part of the Markdown subset has its counterpart."""
    assert block_of(markup, text) == expected


def test_a_printed_address_reads_from_left_to_right(markup: TypstMarkup) -> None:
    """Its direction does not depend on the text around it."""
    link = '#link("https://example.org/a")[#left-to-right['
    assert markup.web_link("https://example.org/a").startswith(link)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("ref:garden-handbook", '#link("book:ref-garden-handbook")[x#super[\\[7\\]]]'),
        ("ref:water-rules", '#web("https://example.org/references/#ref-water-rules")[x]'),
        ("entry:share-tools", '#link("book:entry-share-tools")[x]'),
        ("entry:lend-land", '#web("https://example.org/cities/lend-land/")[x]'),
        ("finding:elm-street-2025/F1", '#link("book:finding-elm-street-2025-F1")[x]'),
        (
            "finding:elm-street-2025/F2",
            '#web("https://example.org/evidence/#elm-street-2025-F2")[x]',
        ),
        ("term:rain-barrel", '#link("book:term-rain-barrel")[x]'),
        ("term:community-garden", '#web("https://example.org/glossary/#community-garden")[x]'),
        ("https://example.org/a?b=c", '#web("https://example.org/a?b=c")[x]'),
        ("entry:nobody", "x"),
        ("javascript:alert(1)", r"\[x\]\(javascript\:alert\(1\)\)"),
        ("file:///etc/passwd", r"\[x\]\(file\:\/\/\/etc\/passwd\)"),
        ("/etc/passwd", "x"),
    ],
)
def test_links_lead_into_the_book_or_to_the_web(
    target: str, expected: str, markup: TypstMarkup
) -> None:
    """What the book holds is linked there, the rest on the website, and no danger anywhere."""
    assert block_of(markup, f"[x]({target})") == expected


def test_a_foreign_passage_names_its_language(markup: TypstMarkup) -> None:
    """A passage in another language is wrapped in that language, its region and direction."""
    arabic = Locale("ar-EG", "Arabic", "rtl")
    passage = Passage("a.b", TextKind.PLAIN, arabic, is_foreign=True)
    assert markup.inline(passage) == '#foreign("ar", "EG", rtl)[/*@0*/a\\.b]'
    simplified = Passage("a", TextKind.PLAIN, Locale("zh-Hans", "Chinese", "ltr"), is_foreign=True)
    assert markup.inline(simplified) == '#foreign("zh", none, ltr)[/*@1*/a]'


def test_marks_name_the_passages_in_order(markup: TypstMarkup) -> None:
    """The number in each mark is that of its passage, so that errors lead to their texts."""
    passages = [Passage(text, TextKind.PLAIN, ENGLISH, path=f"{text}.yml") for text in "abc"]
    assert [markup.inline(passage) for passage in passages] == ["/*@0*/a", "/*@1*/b", "/*@2*/c"]
    assert markup.origins == passages


def test_words_get_soft_hyphens_where_typst_knows_no_patterns() -> None:
    """Typst hyphenates most languages; others get soft hyphens, and unknown ones none."""
    assert "et" in TYPST_HYPHENATES
    assert soft_hyphens("raamatukogu", "et") == "raamatukogu"
    assert soft_hyphens("raamatukogu", "xx") == "raamatukogu"
    hyphenated = soft_hyphens("bibliotecă publică, a1b2", "ro")
    assert "\u00ad" in hyphenated
    assert hyphenated.replace("\u00ad", "") == "bibliotecă publică, a1b2"
