"""Writes translations: begins and completes files, and records what was made from what, and read.

In: the folder, the catalogue and the progress of a file. Out: the file, in the canonical style;
whatever else stands in it stays.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from guidebook.catalogue import Catalogue, Locale
from guidebook.freshness import FieldState, fingerprint, text_fields
from guidebook.model import Frozen, Review, TranslationState
from guidebook.page_files import WHOLE_PAGE, join_page, split_page
from guidebook.problems import GuidebookError
from guidebook.progress import PAGES, FieldProgress, FileProgress
from guidebook.project_files import replace_file
from guidebook.strict_yaml import Value, read_yaml, read_yaml_text
from guidebook.yaml_style import canonical_yaml, write_yaml

TO_FILL = "# To translate. Delete these lines when you are done."
"""How the lines begin that `begin` writes at the top of a file; they are written anew each time."""
_STATE_KEYS = tuple(TranslationState.model_fields)

_LINE_END = re.compile(r"\r\n|\r|\n")
_BYTE_ORDER_MARK = "\ufeff"

Mapped = dict[str, Value]


def begin(root: Path, catalogue: Catalogue, file: FileProgress) -> None:
    """Make a translation's file, or complete it, with every field there and the open ones told.

    An empty field is given the fingerprint of the text that stands beside it, so that the
    translator need not know of fingerprints. A page that exists is left as it is.

    Raises:
        GuidebookError: The file cannot be read.
    """
    if not any(item.state is FieldState.MISSING for item in file.fields):
        return
    if file.part == PAGES:
        _begin_page(root, file)
    else:
        _write(root, catalogue, file, with_all_fields=True)


def skeletons(content: Frozen | Mapping[str, Frozen], source: Locale) -> Iterator[str]:
    """Yield what the file of a new translation can begin with, the fullest first.

    It has every field, empty; the first one has the source texts as comments at its top too.
    """
    fields = list(text_fields(content))
    empty = _nested(content, {item.name: "" for item in fields})
    assert isinstance(empty, dict)
    state: Mapped = {
        "made_from": {item.name: fingerprint(item.text) for item in fields},
        "review": Review.DRAFT.value,
    }
    told = [FieldProgress(item, "", FieldState.MISSING, None, "") for item in fields]
    yield write_yaml({**empty, **state}, "\n".join(_open_lines(told, source)))
    yield write_yaml({**empty, **state})
    yield write_yaml({"review": Review.DRAFT.value})


def confirm(
    root: Path, catalogue: Catalogue, file: FileProgress, names: Collection[str] = ()
) -> list[str]:
    """Record that translations are still right for the source texts of today; return which.

    Args:
        root: The project's folder.
        catalogue: What was loaded from it.
        file: The translated file.
        names: The fields; empty for all that are behind.

    Raises:
        GuidebookError: The file cannot be read.
    """
    made_from = {
        item.source.name: fingerprint(item.source.text)
        for item in file.fields
        if item.state is FieldState.BEHIND and (not names or item.source.name in names)
    }
    if made_from:
        _write(root, catalogue, file, made_from=made_from)
    return list(made_from)


def record_review(
    root: Path, catalogue: Catalogue, file: FileProgress, who: str, day: date, review: Review
) -> int:
    """Record that a person has read every text of a translation as it is now; return how many.

    Raises:
        GuidebookError: The file cannot be read.
    """
    known = {item.source.name: item.text for item in file.fields if item.text}
    texts = {**known, **file.extra}
    state: Mapped = {
        "review": review.value,
        "reviewed_by": who,
        "reviewed_on": day.isoformat(),
        "reviewed_text": {name: fingerprint(text) for name, text in texts.items()},
    }
    _write(root, catalogue, file, state=state)
    return len(texts)


def set_texts(
    root: Path,
    catalogue: Catalogue,
    file: FileProgress,
    texts: Mapping[str, str],
    made_from: Mapping[str, str],
    review: Review,
) -> None:
    """Put translated texts into a file, which is made when it does not exist.

    Args:
        root: The project's folder.
        catalogue: What was loaded from it.
        file: The translated file, no hand-written page.
        texts: Field name to text.
        made_from: Field name to fingerprint; an empty one says that it is not known.
        review: The state of review of a file that is made.

    Raises:
        GuidebookError: The file cannot be read.
    """
    state: Mapped = {} if file.exists else {"review": review.value}
    _write(root, catalogue, file, texts=texts, made_from=made_from, state=state)


def _write(
    root: Path,
    catalogue: Catalogue,
    file: FileProgress,
    *,
    texts: Mapping[str, str] = MappingProxyType({}),
    made_from: Mapping[str, str] = MappingProxyType({}),
    state: Mapping[str, Value] = MappingProxyType({}),
    with_all_fields: bool = False,
) -> None:
    """Write a file with changed texts and state; everything that it has already is kept."""
    path = root / file.path
    if file.part == PAGES:
        _write_page_state(path, file, made_from, state)
        return
    written, comment = _read(path, file)
    old_state = {key: written.pop(key) for key in _STATE_KEYS if key in written}
    is_told = with_all_fields or TO_FILL in comment
    told = [
        item
        for item in file.fields
        if is_told and item.state is FieldState.MISSING and item.source.name not in texts
    ]
    now_told = {item.source.name: fingerprint(item.source.text) for item in told}
    wanted = {item.source.name: texts.get(item.source.name, item.text) for item in file.fields}
    nested = _nested(catalogue.contents[file.source_path], wanted)
    content = _merged(nested, written, with_empty=with_all_fields)
    assert isinstance(content, dict)
    new_state = _state(file, old_state, {**now_told, **made_from}, state)
    lines = _comment(comment, file, told, catalogue.source_locale)
    replace_file(path, canonical_yaml({**content, **new_state}, lines, file.path))


def _read(path: Path, file: FileProgress) -> tuple[Mapped, str]:
    if not path.exists():
        return {}, ""
    document = read_yaml(path.read_bytes(), file.path)
    if document.problems or not isinstance(document.value, dict):
        raise GuidebookError(f"{file.path} cannot be read; 'build.py check' says why.")
    return dict(document.value), document.comment


def _state(
    file: FileProgress, old: Mapped, made_from: Mapping[str, str], changed: Mapping[str, Value]
) -> Mapped:
    """Return a file's state with changes, keys in the order of the model, names of the source."""
    before = old.get("made_from")
    known = {**(before if isinstance(before, dict) else {}), **made_from}
    names = [item.source.name for item in file.fields]
    order = [*(name for name in names if name in known), *(n for n in known if n not in names)]
    state: Mapped = {"review": Review.DRAFT.value, **old, **changed}
    state["made_from"] = {name: known[name] for name in order if known[name]}
    return {key: state[key] for key in _STATE_KEYS if state.get(key)}


def _nested(content: Frozen | Mapping[str, Frozen], texts: Mapping[str, str]) -> Value:
    """Return texts in the shape of their source file, list items with their ids first."""
    result: Mapped = {}
    for source in text_fields(content):
        node: Value = result
        part: object = content
        for step, below in zip(source.yaml_path, (*source.yaml_path[1:], None), strict=True):
            part = _part(part, step)
            if below is None:
                _put(node, str(step), texts[source.name])
            elif isinstance(part, Frozen) and isinstance(step, int):
                node = _item(node, part.KEY, str(getattr(part, part.KEY)))
            else:
                node = _child(node, str(step), is_list=isinstance(below, int))
    return result


def _part(content: object, step: str | int) -> object:
    if isinstance(step, int):
        assert isinstance(content, tuple)
        return content[step]
    return content[step] if isinstance(content, Mapping) else getattr(content, step)


def _put(node: Value, key: str, text: str) -> None:
    assert isinstance(node, dict)
    node[key] = text


def _child(node: Value, key: str, *, is_list: bool) -> Value:
    assert isinstance(node, dict)
    return node.setdefault(key, [] if is_list else {})


def _item(node: Value, id_key: str, item_id: str) -> Value:
    """Return the item of a list with this id, which is added when it is not there."""
    assert isinstance(node, list)
    for item in node:
        if isinstance(item, dict) and item[id_key] == item_id:
            return item
    new: Mapped = {id_key: item_id}
    node.append(new)
    return new


def _merged(new: Value, old: Value, *, with_empty: bool) -> Value:
    """Return the new value with everything of the old one that it does not have.

    Keys and items stand in the order of the new value, then what only the old one has. A text, an
    item or a part that is empty in the new one and not in the old is left out, unless `with_empty`.
    """
    if isinstance(new, dict):
        before = old if isinstance(old, dict) else {}
        merged = {
            key: _merged(value, before.get(key, ""), with_empty=with_empty)
            for key, value in new.items()
        }
        kept = {key: value for key, value in merged.items() if value or with_empty or key in before}
        return kept | {key: value for key, value in before.items() if key not in new}
    if isinstance(new, list):
        return _merged_items(new, old if isinstance(old, list) else [], with_empty=with_empty)
    return new or old


def _merged_items(new: list[Value], old: list[Value], *, with_empty: bool) -> list[Value]:
    """Return the items of two lists, those with the same id as one; the id is a new item's first.

    Where the id stands in an old item, and in which order the items are there, does not matter.
    """
    rest = list(old)
    merged: list[Value] = []
    for item in new:
        assert isinstance(item, dict)
        key, item_id = next(iter(item.items()))
        same = [part for part in rest if isinstance(part, dict) and part.get(key) == item_id]
        whole = _merged(item, same[0] if same else {}, with_empty=with_empty)
        if same or len(whole) > 1:
            merged.append(whole)
        rest = [part for part in rest if part not in same]
    return [*merged, *rest]


def _comment(before: str, file: FileProgress, told: Iterable[FieldProgress], source: Locale) -> str:
    """Return the comment of a file: what its authors wrote, then what is still to be done."""
    keys = {item.source.name.rpartition(".")[2] for item in file.fields}
    own: list[str] = []
    is_ours = False
    for line in map(str.strip, before.split("\n")):
        name = line.removeprefix("# ").partition(":")[0]
        is_ours = line.startswith(TO_FILL) or (
            is_ours and (line == "#" or line.startswith("#   ") or name.rpartition(".")[2] in keys)
        )
        if line and not is_ours:
            own.append(line)
    return "\n".join([*own, *_open_lines(told, source)])


def _open_lines(items: Iterable[FieldProgress], source: Locale) -> list[str]:
    lines: list[str] = []
    for item in items:
        first, *more = item.source.text.splitlines()
        lines += [f"# {item.source.name}: {first}", *(f"#   {line}".rstrip() for line in more)]
    return [f"{TO_FILL} The {source.name} text of each field:", *lines] if lines else []


@dataclass(frozen=True)
class _PageParts:
    """A hand-written page, taken apart so that its text can be put back as it was."""

    front: Mapped
    comment: str
    """The comment above the keys of the front matter."""
    before: str
    """The byte order mark, if there is one."""
    line_end: str
    body: str
    """With the line ends that it has in the file."""

    def write(self, path: Path, front: Mapped) -> None:
        """Write the page with another front matter."""
        head = join_page(write_yaml(front, self.comment), "")
        replace_file(path, self.before + head.replace("\n", self.line_end) + self.body)


def _begin_page(root: Path, file: FileProgress) -> None:
    """Make a page's file from its source; the texts in it are for the translator to replace."""
    page = replace(_read_page(root / file.source_path, file.source_path), comment="")
    state = {
        "made_from": fingerprint(file.fields[0].source.text),
        "review": Review.DRAFT.value,
    }
    page.write(root / file.path, {**page.front, **state})


def _write_page_state(
    path: Path, file: FileProgress, made_from: Mapping[str, str], changed: Mapping[str, Value]
) -> None:
    page = _read_page(path, file.path)
    state = {**page.front, **changed}
    if WHOLE_PAGE in made_from:
        state["made_from"] = made_from[WHOLE_PAGE]
    read = changed.get("reviewed_text")
    if isinstance(read, dict):
        state["reviewed_text"] = read[WHOLE_PAGE]
    ordered = {key: state.pop(key) for key in _STATE_KEYS if key in state}
    page.write(path, {**state, **ordered})


def _read_page(path: Path, name: str) -> _PageParts:
    raw = path.read_bytes().decode("utf-8")
    before = _BYTE_ORDER_MARK if raw.startswith(_BYTE_ORDER_MARK) else ""
    raw = raw.removeprefix(before)
    text = _LINE_END.sub("\n", raw)
    front, body = split_page(text)
    document = read_yaml_text(front, name)
    if document.problems or not isinstance(document.value, dict):
        raise GuidebookError(f"{name} cannot be read; 'build.py check' says why.")
    ends = list(_LINE_END.finditer(raw))
    head_lines = text.count("\n", 0, len(text) - len(body))
    start = ends[head_lines - 1].end() if body else len(raw)
    return _PageParts(dict(document.value), document.comment, before, ends[0].group(), raw[start:])
