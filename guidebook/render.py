"""The only way into Jinja: templates of a folder, rendered with one input called `page`.

In: a folder of templates and an object. Out: text. A template that asks for what its page does not
have stops the build with the template's file and line.
"""

from __future__ import annotations

import contextlib
import hashlib
import traceback
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from guidebook.kept import write_beside
from guidebook.problems import GuidebookError
from guidebook.project_reader import settled_state

COMPILED = Path(".ledger", "templates")
"""Where compiled templates are kept, in the project's folder."""


class _Context(Context):
    """What a template sees; nothing that ours call wants it, but macros the way they escape.

    Jinja asks each time, which takes as long as most of the calls themselves.
    """

    def call(self, called: Callable[..., Any], /, *arguments: Any, **named: Any) -> Any:
        """Return what is called returns."""
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        if isinstance(called, Macro):
            return called(self.eval_ctx, *arguments, **named)
        return called(*arguments, **named)


class _Environment(Environment):
    context_class = _Context


class _Loader(FileSystemLoader):
    """Reads templates again whenever anything tells that a file is another; Jinja asks its time."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text and path, and what tells whether they are still the same.

        Raises:
            GuidebookError: The file is not UTF-8.
        """
        try:
            text, path, _ = super().get_source(environment, template)
        except UnicodeDecodeError as error:
            raise GuidebookError(
                f"The template {template} is not UTF-8. Save it as UTF-8 text."
            ) from error
        state = settled_state(path)
        return text, path, lambda: state is not None and settled_state(path) == state


class _CompiledTemplates(FileSystemBytecodeCache):
    """Keeps compiled templates; where they cannot be kept, they are compiled again.

    MkDocs makes a new environment for each language: what it has compiled stays in memory, too.
    """

    _compiled: ClassVar[dict[tuple[str, str], CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a bucket what its template was compiled to, if that is known."""
        known = bucket.key, bucket.checksum
        bucket.code = self._compiled.get(known)
        if bucket.code is None:
            self._read(bucket)
            if bucket.code is not None:
                self._compiled[known] = bucket.code

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return what a template is kept under; a path may hold what is no UTF-8."""
        key = f"{name}|{filename}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(key).hexdigest()[:32]

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template was compiled to, behind its checksum."""
        code = bucket.bytecode_to_string()
        write_beside(Path(self._get_cache_filename(bucket)), _checksum(code), code)

    def _read(self, bucket: Bucket) -> None:
        """Give a bucket what is kept on the disk; Python must not run what is damaged."""
        with contextlib.suppress(OSError):
            kept = Path(self._get_cache_filename(bucket)).read_bytes()
            length = len(_checksum(b""))
            if kept[:length] == _checksum(kept[length:]):
                bucket.bytecode_from_string(kept[length:])


def _checksum(code: bytes) -> bytes:
    return b"%08x" % zlib.crc32(code)


def compiled_templates(folder: Path) -> BytecodeCache | None:
    """Return the compiled templates of the project that a folder belongs to.

    Compiling them costs 0.5 CPU seconds; each is known by its text and by Python's version. None
    for a project that keeps no ledger.
    """
    for root in folder.parents:
        if (root / COMPILED.parent).is_dir():
            return _CompiledTemplates(str(root / COMPILED))
    return None


@lru_cache(maxsize=16)
def template_renderer(
    folder: Path, finish: Callable[[object], str] | None = None
) -> TemplateRenderer:
    """Return the renderer of a folder; its compiled templates serve all languages."""
    return TemplateRenderer(folder, finish)


class TemplateRenderer:
    """Renders the templates of one folder; what they print is escaped.

    As HTML, or by `finish`, which is given every value that a template prints.
    """

    def __init__(self, folder: Path, finish: Callable[[object], str] | None = None) -> None:
        self.folder = folder
        self.environment = _Environment(
            loader=_Loader(folder),
            autoescape=finish is None,
            finalize=finish,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=True,
            bytecode_cache=compiled_templates(folder),
        )

    def render(self, name: str, page: object) -> Markup:
        """Return the template's text for a page; it is markup and not escaped again.

        Raises:
            GuidebookError: The template is missing or wrong; the message names file and line.
        """
        with mistakes_in_templates(self.folder):
            return Markup(self.environment.get_template(name).render(page=page))


@contextmanager
def mistakes_in_templates(folder: Path) -> Iterator[None]:
    """Tell what is wrong in a template of a folder, with its file and line.

    Raises:
        GuidebookError: A template is missing or wrong.
    """
    try:
        yield
    except TemplateSyntaxError as error:
        raise GuidebookError(
            f"{error.filename or folder / (error.name or '')}:{error.lineno}: {error.message}. "
            "Mend the template."
        ) from error
    except UnicodeDecodeError as error:
        raise GuidebookError(
            f"A template in {folder} is not UTF-8. Save it as UTF-8 text."
        ) from error
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError) as error:
        frames = traceback.extract_tb(error.__traceback__)
        inside = [frame for frame in frames if Path(frame.filename).is_relative_to(folder)]
        if not inside and isinstance(error, TemplateNotFound):
            raise GuidebookError(
                f"There is no template {error.name} in {folder}. Put it back."
            ) from error
        if not inside:
            raise
        place = f"{inside[-1].filename}:{inside[-1].lineno}"
        raise GuidebookError(f"{place}: {error}. Mend the template.") from error
