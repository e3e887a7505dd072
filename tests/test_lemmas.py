"""Tests of what is kept of look-ups: whole files only, and none where they cannot be kept."""

from __future__ import annotations

from pathlib import Path

from guidebook.lemmas import find_lemmas

WORDS = ["tööriistad", "kokkuleppeta"]


def test_what_was_looked_up_is_kept_and_nothing_beside_it(tmp_path: Path) -> None:
    """One file a language is left, which gives the same and is read in its place."""
    found = find_lemmas(WORDS, "et", tmp_path / "kept")
    (path,) = (tmp_path / "kept").iterdir()
    assert find_lemmas(WORDS, "et", tmp_path / "kept") == found
    known = path.read_text(encoding="utf-8").replace('["tööriist"', '["as kept"')
    path.write_text(known, encoding="utf-8")
    assert find_lemmas(WORDS, "et", tmp_path / "kept")["tööriistad"][0] == "as kept"


def test_a_place_where_nothing_can_be_written_is_no_error(tmp_path: Path) -> None:
    """Where the folder is a file, or the file a folder, words are looked up each time."""
    expected = find_lemmas(WORDS, "et", tmp_path / "kept")
    (path,) = (tmp_path / "kept").iterdir()
    path.unlink()
    path.mkdir()
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "kept", tmp_path / "file"):
        assert find_lemmas(WORDS, "et", folder) == expected
    assert list((tmp_path / "kept").iterdir()) == [path]
