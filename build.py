"""The front door: prepares what is needed on first use, then runs the command.

    python3 build.py            build the website in site/
    python3 build.py test       run every test
    python3 build.py --help     all commands

Needs Python 3.11 or later. Everything else is installed into `.venv` beside this file, in exactly
the versions of requirements.txt.
"""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.txt"
STAMP = VENV / "prepared-from.txt"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main() -> int:
    """Prepare the environment if it is missing or older than the lock, then run the command."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file must start on any Python
        return stop("Python 3.11 or later is needed: install it from https://www.python.org/.")
    if Path(sys.prefix) == VENV:
        sys.path.append(str(ROOT))  # last: no file of the folder passes for a library
        from guidebook.cli import main as run

        return run(ROOT)
    if not is_prepared():
        with one_at_a_time():  # two commands that prepare at once would spoil each other's work
            trouble = "" if is_prepared() else prepare()
        if trouble:
            return stop(trouble)
    with subprocess.Popen(
        [str(PYTHON), "-P", str(ROOT / "build.py"), *sys.argv[1:]],
        env={**os.environ, "PYTHONUTF8": "1"},  # messages quote texts in every script
    ) as command:
        signal.signal(signal.SIGTERM, lambda *_: command.terminate())
        while True:
            try:
                return command.wait()
            except KeyboardInterrupt:  # the command gets it too, says so and ends
                continue


def is_prepared() -> bool:
    """Return True when `.venv` was made from the present lock for the present place."""
    try:
        return STAMP.read_text(encoding="utf-8") == stamp() and PYTHON.exists()
    except OSError:
        return False


def stamp() -> str:
    """Return what `.venv` depends on."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return f"{ROOT}\n{sys.version}\n{LOCK.read_text(encoding='utf-8')}\n{project}"


@contextlib.contextmanager
def one_at_a_time():
    """Wait until no other command prepares `.venv`; where files cannot be locked, do not."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with (ROOT / ".venv.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another command is preparing .venv; waiting for it.", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare() -> str:
    """Make `.venv` from the lock; return what stands in the way, or an empty text."""
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        return "Python's venv module is missing: on Debian and Ubuntu, install python3-venv."
    print("Preparing .venv; this takes a minute and happens once.", file=sys.stderr)
    try:
        venv.create(VENV, clear=True, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        return f"The folder .venv cannot be made here ({error}). Check the disk and its rights."
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    steps = (
        [*pip, "--require-hashes", "--only-binary=:all:", "--requirement", str(LOCK)],
        [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
    )
    for step in steps:
        if subprocess.call(step) != 0:
            return (
                "The packages could not be installed (pip's message is above). "
                "On first use the internet is needed: connect, then run the command again."
            )
    STAMP.write_text(stamp(), encoding="utf-8")
    return ""


def stop(trouble: str) -> int:
    """Print one sentence and return the exit code for the machine's trouble."""
    print(trouble, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
