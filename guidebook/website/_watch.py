"""Notices that files of a project were saved, moved or deleted.

In: paths. Out: a call for each change, once, whoever notices it first. The system tells of most
changes at once; a look at all files every other second finds the rest: folders of which the system
tells nothing, such as those of another computer, and folders that go and come back.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event, Lock, Thread

from watchdog.events import (
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from guidebook.inputs import files_in
from guidebook.project_files import is_litter
from guidebook.project_reader import FileState, file_state

LOOKED_FOR = 2
"""Seconds between two looks at all files. A look at four thousand takes 0.05 CPU seconds."""
_CHANGES = (EVENT_TYPE_CREATED, EVENT_TYPE_MODIFIED, EVENT_TYPE_MOVED, EVENT_TYPE_DELETED)


class Watch(FileSystemEventHandler):
    """Tells that a file differs from what it was when it was last looked at.

    That one was read is no news.
    """

    def __init__(self, paths: Callable[[], Iterable[Path]], tell: Callable[[], None]) -> None:
        """Look at files as they are now.

        Args:
            paths: Gives the files and folders to be watched at this moment.
            tell: Called when a file differs, in a thread of its own.
        """
        self._paths = paths
        self._tell = tell
        self._lock = Lock()
        self._states: dict[str, FileState | None] = dict(self._look())
        self._system = Observer()
        self._folders: dict[str, int | None] = {}
        """The folders that the system tells of, with what tells them apart from others there."""
        self._ended = Event()
        self._thread = Thread(target=self._look_on, daemon=True)

    def start(self) -> None:
        """Begin to notice."""
        self._listen()
        with contextlib.suppress(OSError):  # it tells of no more files: they are looked for
            self._system.start()
        self._thread.start()

    def stop(self) -> None:
        """Notice no more."""
        self._ended.set()
        self._system.stop()

    def join(self) -> None:
        """Wait for the end."""
        for thread in (self._system, self._thread):
            if thread.is_alive():
                thread.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Look at the files of which the system tells."""
        if not event.is_directory and event.event_type in _CHANGES:
            names = filter(None, map(os.fsdecode, (event.src_path, event.dest_path)))
            texts = (name for name in names if not is_litter(os.path.basename(name)))  # noqa: PTH119
            self._compare({name: file_state(name) for name in texts})

    def _compare(self, now: dict[str, FileState | None]) -> None:
        with self._lock:
            differs = any(self._states.get(name) != state for name, state in now.items())
            self._states |= now
        if differs:
            self._tell()

    def _look_on(self) -> None:
        while not self._ended.wait(LOOKED_FOR):
            with contextlib.suppress(OSError):  # a folder has gone meanwhile: the next look tells
                self._listen()
                self._compare(dict.fromkeys(self._states) | self._look())

    def _look(self) -> dict[str, FileState]:
        """Return the state of each file that is there."""
        found: dict[str, FileState] = {}
        for path in self._paths():
            for name in [str(path)] if path.is_file() else files_in(str(path)):
                if state := file_state(name):
                    found[name] = state
        return found

    def _listen(self) -> None:
        """Let the system tell of changes in each folder, also in one that stands there anew.

        An editor may put another file in the place of one, so files by themselves are not listened
        to.
        """
        for path in self._paths():
            name, folder = str(path), None
            with contextlib.suppress(OSError):
                folder = path.stat().st_ino if path.is_dir() else None
            if folder == self._folders.get(name):
                continue
            self._folders[name] = folder
            with contextlib.suppress(KeyError):  # nobody listens yet
                self._system.unschedule(ObservedWatch(name, recursive=True))
            if folder is not None:
                with contextlib.suppress(OSError):  # it tells of no more: files are looked for
                    self._system.schedule(self, name, recursive=True)
