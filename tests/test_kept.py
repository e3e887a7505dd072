"""Tests of what is kept between runs: a value comes back as it was put, or not at all."""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidebook.kept import Kept, write_beside
from guidebook.preview import Preview
from guidebook.project_reader import ProjectReader

FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
_KEYS = st.lists(st.text(max_size=8), min_size=1, max_size=3).map(tuple)


def _write(path: Path, values: dict[tuple[str, ...], object]) -> None:
    kept = Kept(path)
    for key, value in values.items():
        kept.put(value, *key)
    kept.save()


@FEW
@given(st.dictionaries(_KEYS, _VALUES, min_size=1, max_size=5), _KEYS)
def test_what_was_put_comes_back(
    tmp_path: Path, values: dict[tuple[str, ...], object], other: tuple[str, ...]
) -> None:
    """Every value is found under its key in a later run, and nothing under another key."""
    path = tmp_path / "kept.txt"
    path.unlink(missing_ok=True)
    _write(path, values)
    later = Kept(path)
    assert {key: later.get(*key) for key in values} == values
    assert all(later.has(*key) for key in values)
    if other not in values:
        assert later.get(*other) is None
        assert not later.has(*other)


@FEW
@given(
    values=st.dictionaries(_KEYS, _VALUES, min_size=1, max_size=5),
    at=st.integers(0, 10_000),
    gone=st.integers(0, 40),
    new=st.binary(max_size=40),
)
def test_a_damaged_file_never_gives_another_value(
    tmp_path: Path, values: dict[tuple[str, ...], object], at: int, gone: int, new: bytes
) -> None:
    """Whatever part of the file is overwritten, a value is as it was put, or missing."""
    path = tmp_path / "kept.txt"
    path.unlink(missing_ok=True)
    _write(path, values)
    data = path.read_bytes()
    at %= len(data)
    path.write_bytes(data[:at] + new + data[at + gone :])
    later = Kept(path)
    for key, value in values.items():
        assert later.get(*key) in (value, None)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\x80\x04K\x01.", b"\0" * 100, b"guidebook 1\n"])
def test_a_foreign_file_counts_as_empty(tmp_path: Path, data: bytes) -> None:
    """A file that this program has not written is not looked at, and is replaced."""
    path = tmp_path / "kept.txt"
    path.write_bytes(data)
    kept = Kept(path)
    assert kept.get("a") is None
    kept.put("b", "a")
    kept.save()
    assert Kept(path).get("a") == "b"


def test_results_of_another_program_do_not_count(tmp_path: Path) -> None:
    """A file whose first line names another program or other libraries is empty."""
    path = tmp_path / "kept.txt"
    _write(path, {("a",): "b"})
    head, _, rest = path.read_bytes().partition(b"\n")
    path.write_bytes(head[:-1] + (b"0" if head[-1:] != b"0" else b"1") + b"\n" + rest)
    assert Kept(path).get("a") is None


def test_a_place_where_nothing_can_be_written_is_no_error(tmp_path: Path) -> None:
    """Where the folder is a file, or the file a folder, nothing is kept and nothing fails."""
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.txt").mkdir()
    for path in (tmp_path / "file" / "kept.txt", tmp_path / "folder.txt"):
        _write(path, {("a",): "b"})
        assert Kept(path).get("a") is None
    assert not list(tmp_path.rglob("*.new"))


def test_what_is_no_longer_used_goes_in_the_end(tmp_path: Path) -> None:
    """Results that runs do not ask for are dropped, so that the file does not grow for ever."""
    path = tmp_path / "kept.txt"
    for number in range(50):
        kept = Kept(path)
        kept.get(str(number - 1))
        kept.put("x" * 100, str(number))
        kept.save()
    assert path.stat().st_size < 10 * 200
    assert Kept(path).get("49") == "x" * 100


def test_a_value_that_is_touched_stays(tmp_path: Path) -> None:
    """What a run counts as used without looking at it is kept with what it looked at."""
    path = tmp_path / "kept.txt"
    _write(path, {(str(number),): number for number in range(10)})
    kept = Kept(path)
    for number in range(10):
        kept.touch(str(number))
    kept.put("new", "new")
    kept.save()
    assert [Kept(path).get(str(number)) for number in range(10)] == list(range(10))


def _write_often(path: Path, value: str) -> None:
    for _ in range(40):
        _write(path, {("key", str(number)): value * 2000 for number in range(20)})


def test_two_processes_that_write_at_once_leave_a_whole_file(tmp_path: Path) -> None:
    """While two processes write the same file again and again, a reader sees one of the two."""
    path = tmp_path / "kept.txt"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_often, args=(path, value)) for value in "ab"]
    for writer in writers:
        writer.start()
    found = set()
    while any(writer.is_alive() for writer in writers):
        kept = Kept(path)
        found |= {str(kept.get("key", str(number))) for number in range(20)}
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert found <= {"a" * 2000, "b" * 2000, "None"}
    assert Kept(path).get("key", "19") in ("a" * 2000, "b" * 2000)
    assert [file.name for file in tmp_path.iterdir()] == ["kept.txt"]


def test_what_a_killed_command_left_is_cleaned_up(tmp_path: Path) -> None:
    """A half written file of long ago is deleted; one that is being written stays."""
    old, young = tmp_path / "kept.txt.1.new", tmp_path / "kept.txt.2.new"
    for file in (old, young):
        file.write_text("half")
    import os

    os.utime(old, (0, 0))
    assert write_beside(tmp_path / "kept.txt", b"whole")
    assert not old.exists()
    assert young.exists()


@pytest.mark.parametrize(("age", "seen"), [(0, b"a: 2"), (10_000_000_000, b"a: 1")])
def test_a_reader_that_stays_reads_again_what_was_just_written(
    age: int, seen: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where times do not tell two states of a file apart, only those of old files are believed."""
    written = time.time_ns() - age
    state = SimpleNamespace(st_ino=1, st_size=4, st_mtime_ns=written, st_ctime_ns=written)
    look = os.stat

    def look_at(path: object, **how: Any) -> object:
        return state if str(path).endswith("a.yml") else look(path, **how)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "fstat", lambda _: state)
    monkeypatch.setattr(os, "stat", look_at)
    reader = ProjectReader(tmp_path, is_resident=True)
    (tmp_path / "a.yml").write_bytes(b"a: 1")
    assert reader.read("a.yml") == b"a: 1"
    (tmp_path / "a.yml").write_bytes(b"a: 2")
    assert reader.read("a.yml") == b"a: 1"
    assert reader.again().read("a.yml") == seen


def test_what_stays_in_memory_is_what_was_put_last(tmp_path: Path) -> None:
    """A value that is put again under its key takes the place of the one in memory."""
    kept = Kept(tmp_path / "kept.txt", is_resident=True)
    for value in ("one", "two"):
        kept.put(value, "key")
        assert kept.get("key") == value
    kept.save()
    assert Kept(tmp_path / "kept.txt").get("key") == "two"


@pytest.mark.parametrize("is_resident", [True, False])
def test_a_process_that_stays_keeps_two_states_of_a_file(is_resident: bool, tmp_path: Path) -> None:
    """However often it is saved, what is kept does not grow, and an edit can be taken back."""
    path = tmp_path / "kept.txt"
    kept = Kept(path, is_resident=is_resident)
    kept.put("other", "kind", "other.yml", "digest")
    for number in range(50):
        kept.put(number, "kind", "a.yml", f"digest {number}")
        assert kept.get("kind", "a.yml", f"digest {number}") == number
        kept.save()
    lines = path.read_bytes().splitlines()
    assert len(lines) == 1 + 1 + (2 if is_resident else 50)
    later = Kept(path)
    assert [later.get("kind", "a.yml", f"digest {number}") for number in (48, 49)] == [48, 49]
    assert later.get("kind", "other.yml", "digest") == "other"


def test_a_preview_keeps_no_more_with_each_edit(project: Path) -> None:
    """What is kept of a file does not grow while it is saved again and again.

    Lines of data are read anew for each build, and forget by themselves what is no longer used.
    """
    preview = Preview(project)
    path = project / "guidelines/growers/collect-rain.yml"
    text = path.read_text(encoding="utf-8")
    sizes = []
    for number in range(6):
        path.write_text(text.replace("title: ", f"title: {number} "), encoding="utf-8")
        preview.refresh()
        preview.finish()
        assert preview.note == ""
        kept = (project / ".ledger/content").glob("[!l]*.txt")
        sizes.append({file.name: len(file.read_bytes().splitlines()) for file in kept})
    assert sizes[5] == sizes[2]
    assert {"results.txt", "cards.txt", "documents.txt"} <= sizes[5].keys()
