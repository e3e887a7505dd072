"""What earlier runs have found out, kept under what it was found out from.

In: a key (texts that name everything a result depends on) and a plain value. Out: that value in a
later run, or None. Keys change when their inputs do, so nothing here ever has to be deleted to get
right answers; the first line names the program and its libraries, and a file of another program
counts as empty. The first two texts of a key say what a result is of, its kind and mostly a path,
the others in which state: by that a process that stays knows which results are of earlier states.

The file holds lines of JSON, each with a checksum: plain data that can do nothing by being read. A
line that is damaged, or a file that cannot be read or written, means that the work is done again,
never an error. Nothing is signed: the folder stands in the project beside the program itself, so
whoever can put results there can change the program as well.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
import zlib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

_FORMAT = 1
_NAME = 32
"""Length of a key's digest; a space, the checksum, a space and the value follow."""
_VALUE = _NAME + 10
_STATES = 2
"""How many states a process that stays keeps of one thing: an edit is often taken back."""
_LEFT_OVER = 3600
"""Seconds after which a file that a killed command left half written is deleted."""


class Kept:
    """The results of one file; without a path, nothing is kept."""

    def __init__(self, path: Path | None = None, *, is_resident: bool = False) -> None:
        """Keep results in a file.

        Args:
            path: The file.
            is_resident: Whether this process will ask again and again: then values are kept in its
                memory, too, and are not to be changed by whoever gets them.
        """
        self._path = path
        self._values: dict[bytes, Any] | None = {} if is_resident else None
        self._used: dict[bytes, bytes] = {}
        self._states: dict[tuple[str, ...], list[bytes]] = {}
        """The names of what is kept of each kind and path, the last one used at the end."""
        self._touched: list[tuple[str, ...]] = []
        self._has_new = False

    @cached_property
    def _head(self) -> bytes:
        return f"guidebook {_FORMAT} {program_digest()}".encode()

    @cached_property
    def _old(self) -> dict[bytes, bytes]:
        """Return the lines of the file by the names of their keys, read when first needed."""
        return _read_lines(self._path, self._head) if self._path else {}

    def get(self, *key: str) -> Any:
        """Return the value that was put under a key, or None."""
        if self._values is None:
            return _value(self._line(_name(key)))
        name = _name(key)
        found = self._values.get(name)
        if found is None:
            found = self._values[name] = _value(self._line(name))
        self._drop_earlier(key, name)
        return found

    def has(self, *key: str) -> bool:
        """Return True when a value was put under a key."""
        name = _name(key)
        self._drop_earlier(key, name)
        return self._line(name) is not None

    def touch(self, *key: str) -> None:
        """Count a value as used, should there be one, without looking for it now."""
        self._touched.append(key)

    def put(self, value: object, *key: str) -> None:
        """Keep a value of dicts, lists, texts, numbers and None."""
        if self._path is not None:
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            written = text.encode("utf-8", "surrogatepass")
            name = _name(key)
            self._used[name] = b"%s %08x %s" % (name, zlib.crc32(written), written)
            self._has_new = True
            if self._values is not None:
                self._values.pop(name, None)
            self._drop_earlier(key, name)

    def save(self) -> None:
        """Write what was used in this run, and as much again of what was not."""
        if self._path is None or not self._has_new:
            return
        for key in self._touched:
            self.has(*key)
        self._touched.clear()
        lines = list(self._used.values())
        unused = [line for name, line in self._old.items() if name not in self._used]
        lines += unused[: len(lines)]  # another branch, another day: worth keeping for a while
        write_beside(self._path, b"\n".join([self._head, *lines, b""]))
        self._has_new = False

    def _drop_earlier(self, key: tuple[str, ...], name: bytes) -> None:
        """Drop in a process that stays what was kept of all but the last states of one thing."""
        if self._values is None:
            return
        states = self._states.setdefault(key[:2], [])
        if states and states[-1] == name:
            return
        if name in states:
            states.remove(name)
        states.append(name)
        if len(states) > _STATES:
            gone = states.pop(0)
            for known in (self._values, self._used, self._old):
                known.pop(gone, None)

    def _line(self, name: bytes) -> bytes | None:
        line = self._used.get(name)
        if line is None:
            line = self._old.get(name)
            if line is None or b"%08x" % zlib.crc32(line[_VALUE:]) != line[_NAME + 1 : _VALUE - 1]:
                return None
            self._used[name] = line
        return line


def _value(line: bytes | None) -> Any:
    if line is None:
        return None
    try:
        return json.loads(line[_VALUE:].decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        return None


def _read_lines(path: Path, head: bytes) -> dict[bytes, bytes]:
    try:
        first, *lines = path.read_bytes().split(b"\n")
    except OSError:
        return {}
    return {line[:_NAME]: line for line in lines} if first == head else {}


def _name(key: tuple[str, ...]) -> bytes:
    text = "\0".join(key).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:_NAME].encode()


def write_beside(path: Path, *parts: bytes | memoryview) -> bool:
    """Write a file beside its place, then move it there; return False when that cannot be done.

    Two commands that write at once do not disturb each other: the later one's file stays.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}-{time.time_ns()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for other in path.parent.glob("*.new"):
            with contextlib.suppress(FileNotFoundError):  # the command that wrote it was faster
                if other.stat().st_mtime < time.time() - _LEFT_OVER:
                    other.unlink()
        with beside.open("xb") as file:
            file.writelines(parts)
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        return False
    return True


@lru_cache(maxsize=1)
def program_digest() -> str:
    """Return what changes with the program, its libraries and Python: results hold for one."""
    package = Path(__file__).parent
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    for folder in sys.path:
        names = sorted(path.name for path in Path(folder).glob("*.dist-info"))
        digest.update("\n".join(names).encode())
    return digest.hexdigest()
