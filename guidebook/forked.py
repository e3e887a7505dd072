"""Doing things in processes that fork from this one, several at a time.

In: functions without arguments. Out: what they return, in their order. Each runs in a process of
its own that has everything this one has; only results travel back, and errors are raised here. For
Linux only, and only while no other thread is running.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from guidebook.problems import GuidebookError

T = TypeVar("T")
_CONTEXT = multiprocessing.get_context("fork")


def forked(functions: Sequence[Callable[[], T]], at_once: int) -> Iterator[T]:
    """Yield what each function returns, with so many running at once.

    Raises:
        Exception: What a function raised; the others are ended.
    """
    running: dict[int, tuple[BaseProcess, Connection]] = {}
    begun = 0
    try:
        for number in range(len(functions)):
            while begun < len(functions) and begun < number + at_once:
                running[begun] = _begin(functions[begun])
                begun += 1
            process, connection = running[number]
            results, error = _receive(connection)
            process.join()
            del running[number]
            if error is not None:
                raise error
            yield from results
    finally:
        for process, _ in running.values():
            process.terminate()
            process.join()


def _begin(function: Callable[[], T]) -> tuple[BaseProcess, Connection]:
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_run, args=(function, theirs))
    process.start()
    theirs.close()
    return process, ours


def _run(function: Callable[[], object], connection: Connection) -> None:
    """Send back what a function returns or raises."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # it is how the process that forked ends this one
    gc.disable()  # the process ends soon; looking for garbage costs a twelfth and finds 12 MiB
    try:
        connection.send(([function()], None))
    except BaseException as error:
        error.__traceback__ = None
        connection.send(([], error))


def _receive(connection: Connection) -> tuple[list[Any], BaseException | None]:
    """Return a list with what the function returned, or else an empty one and its error."""
    try:
        results, error = connection.recv()
    except EOFError:
        return [], GuidebookError(
            "A process of the build ended before its work was done. Is there enough memory?"
        )
    return results, error
