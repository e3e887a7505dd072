"""Leads every link to an entry elsewhere: to its new id, to another entry, or nowhere.

In: the project's folder, the catalogue, an entry and where its links lead from now on. Out: the new
content of every file that names the entry. Comments stay, and YAML comes out in the one style.

A text whose links alone have changed says what it said before. So what was made from it, or read,
is brought along: a translation that was current stays current, one that was behind stays behind.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from guidebook.catalogue import Catalogue, HandWrittenPage, Translation
from guidebook.field_types import TextKind
from guidebook.freshness import fingerprint, text_fields
from guidebook.model import Entry, Frozen, Site
from guidebook.page_files import WHOLE_PAGE, page_fingerprint, split_page
from guidebook.problems import FieldPath, GuidebookError
from guidebook.strict_yaml import Value, read_yaml
from guidebook.text import find_links
from guidebook.yaml_style import canonical_yaml

Mapped = dict[str, Value]

_PAGE_TARGET = r"(?P<path>[^\s()<>#?]+)\.md(?P<anchor>#[^\s()<>]*)?"


@dataclass(frozen=True)
class Relinking:
    """Which entry links led to, and where they lead from now on."""

    entry: Entry
    target: Entry | None
    """The entry in its place; None takes the links away. The same entry when it has a new id."""
    new_id: str = ""
    """The id that the target has from now on."""

    @property
    def is_rename(self) -> bool:
        """True when the entry itself has another id."""
        return self.entry is self.target


def relink_content(root: Path, catalogue: Catalogue, links: Relinking) -> Iterator[tuple[str, str]]:
    """Yield path and new text of each file of `guidelines/` whose links change.

    The file of an entry that is retired is left out: its links are its own.

    Raises:
        GuidebookError: A link stands in a text in a way that only a person can take away.
    """
    for path, content in catalogue.contents.items():
        if content is links.entry and not links.is_rename:
            continue
        source = _SourceFile(root, path, content, links)
        if source.is_changed:
            yield path, source.as_text()
        for tag in catalogue.locales_by_tag:
            translation = catalogue.translation(path, tag)
            if translation is not None:
                translated = _TranslatedFile(root, translation, source)
                if translated.is_changed:
                    yield translation.path, translated.as_text()


def relink_pages(root: Path, catalogue: Catalogue, links: Relinking) -> Iterator[tuple[str, bytes]]:
    """Yield path and new content of each hand-written page whose links change, all else as it is.

    Raises:
        GuidebookError: A link stands in a page in a way that only a person can take away.
    """
    for page in catalogue.pages:
        source = catalogue.pages_by_id.get((page.page_id, ""), page)
        new_source, new_page = (_relinked_page(item, links) for item in (source, page))
        fingerprints: list[tuple[str, str, str]] = []
        if page.state is not None:
            for key, known, before, after in (
                ("made_from", page.state.made_from, source, new_source),
                ("reviewed_text", page.state.reviewed_text, page, new_page),
            ):
                if known.get(WHOLE_PAGE) == page_fingerprint(before):
                    fingerprints.append((key, page_fingerprint(before), page_fingerprint(after)))
        raw = (root / page.path).read_bytes().decode("utf-8")
        front, _ = split_page(raw.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"))
        head_end = _end_of_line(raw, front.count("\n") + 2)
        head = raw[:head_end]
        for key, old, new in fingerprints:
            head = re.sub(rf"^({key}:[ ]*[\"']?){old}", rf"\g<1>{new}", head, flags=re.MULTILINE)
        changed = head + _relinked_page_text(raw[head_end:], page.page_id, links)
        if changed != raw:
            yield page.path, changed.encode("utf-8")


def _end_of_line(text: str, number: int) -> int:
    """Return where the n-th line of a text ends, counted from 1, its line end included."""
    ends = list(re.finditer(r"\r\n|\r|\n", text))
    return ends[number - 1].end() if number <= len(ends) else len(text)


def _relinked_page(page: HandWrittenPage, links: Relinking) -> HandWrittenPage:
    return replace(page, markdown=_relinked_page_text(page.markdown, page.page_id, links))


@dataclass
class _File:
    """A content file on its way to new links."""

    path: str
    value: Mapped = field(default_factory=dict)
    comment: str = ""
    is_changed: bool = False

    def read(self, root: Path) -> None:
        document = read_yaml((root / self.path).read_bytes(), self.path)
        if document.problems or not isinstance(document.value, dict):
            raise GuidebookError(f"{self.path} cannot be read; 'build.py check' says why.")
        self.value, self.comment = document.value, document.comment

    def as_text(self) -> str:
        """Return the file in the one style."""
        return canonical_yaml(self.value, self.comment, self.path)

    def put(self, path: FieldPath, text: str) -> None:
        """Put a text where another stands."""
        node: Value = self.value
        for step in path[:-1]:
            node = node[step]  # type: ignore[index]
        node[path[-1]] = text  # type: ignore[index]
        self.is_changed = True

    def relink_ids(self, links: Relinking, key: str, own_id: str) -> None:
        """Change the ids of a list such as `related`; nothing is named twice, nor itself."""
        self.is_changed |= _relink_list(self.value, key, links, own_id)


class _SourceFile(_File):
    """A source file, and which of its texts have other fingerprints now."""

    def __init__(
        self, root: Path, path: str, content: Frozen | Mapping[str, Frozen], links: Relinking
    ) -> None:
        super().__init__(path)
        self.links = links
        self.own_id = content.entry_id if isinstance(content, Entry) else ""
        self.fingerprints: dict[str, tuple[str, str]] = {}
        """Old and new fingerprint by name of the field."""
        self.markdown_names: set[str] = set()
        self.gone_need = ""
        """The need whose part of a translation is to be taken away."""
        self.renamed_need = ""
        self.read(root)
        for text in text_fields(content):
            if text.kind is TextKind.MARKDOWN:
                self.markdown_names.add(text.name)
                new = self.relinked(text.text, path)
                if new != text.text:
                    self.fingerprints[text.name] = (fingerprint(text.text), fingerprint(new))
                    self.put(text.yaml_path, new)
        if isinstance(content, Entry):
            self.relink_entry(content)
        elif isinstance(content, Site):
            audiences = self.value["audiences"]
            assert isinstance(audiences, list)
            for audience in audiences:
                assert isinstance(audience, dict)
                self.is_changed |= _relink_list(audience, "start_here", links, "")

    def relinked(self, text: str, path: str) -> str:
        """Return a text with its links changed; an entry has no link to itself."""
        links = self.links
        is_itself = links.target is not None and self.own_id == links.target.entry_id
        new_id = links.new_id if not is_itself or links.is_rename else ""
        return _relinked(text, links.entry.entry_id, new_id, path)

    def relink_entry(self, entry: Entry) -> None:
        links = self.links
        self.relink_needs(entry)
        self.relink_ids(links, "related", "" if links.is_rename else self.own_id)
        if self.value.get("replaced_by") == links.entry.entry_id:
            if links.target is None:
                raise GuidebookError(
                    f"{self.path} is replaced by {links.entry.entry_id}. Say there what readers "
                    "should do instead ('replaced_by' or 'withdrawn_because'), then begin again."
                )
            self.put(("replaced_by",), links.new_id)

    def relink_needs(self, entry: Entry) -> None:
        """Lead a need elsewhere; a need of one's own audience becomes related."""
        links = self.links
        old_id = links.entry.entry_id
        needs = self.value.get("needs")
        if not isinstance(needs, list) or all(need.entry != old_id for need in entry.needs):
            return
        self.is_changed = True
        target = links.target
        can_stay = target is not None and (
            links.is_rename
            or (
                target.audience_id != entry.audience_id
                and all(need.entry != target.entry_id for need in entry.needs)
            )
        )
        if can_stay:
            self.renamed_need = old_id
            _rename_items(needs, old_id, links.new_id)
            return
        self.gone_need = old_id
        self.value["needs"] = [item for item in needs if _entry_of(item) != old_id]
        if not self.value["needs"]:
            del self.value["needs"]
        if target is not None and target is not entry and target.audience_id == entry.audience_id:
            related = self.value.setdefault("related", [])
            assert isinstance(related, list)
            if links.new_id not in related:
                related.append(links.new_id)
            self.value = in_model_order(self.value, Entry)


class _TranslatedFile(_File):
    """A translation whose texts and state follow its source file."""

    def __init__(self, root: Path, translation: Translation, source: _SourceFile) -> None:
        super().__init__(translation.path)
        self.read(root)
        read_fingerprints: dict[str, tuple[str, str]] = {}
        for name, text in translation.texts.items():
            if name in source.markdown_names:
                new = source.relinked(text, translation.path)
                if new != text:
                    read_fingerprints[name] = (fingerprint(text), fingerprint(new))
                    self.put(translation.yaml_paths[name], new)
        self.bring_along("made_from", source.fingerprints)
        self.bring_along("reviewed_text", read_fingerprints)
        if source.renamed_need:
            self.rename_need(source.renamed_need, source.links.new_id)
        elif source.gone_need:
            self.drop_need(source.gone_need)

    def bring_along(self, key: str, fingerprints: Mapping[str, tuple[str, str]]) -> None:
        """Put new fingerprints in the place of those that were right until now."""
        known = self.value.get(key)
        if isinstance(known, dict):
            for name, (old, new) in fingerprints.items():
                if known.get(name) == old:
                    known[name] = new
                    self.is_changed = True

    def rename_need(self, old_id: str, new_id: str) -> None:
        needs = self.value.get("needs")
        if isinstance(needs, list):
            self.is_changed |= _rename_items(needs, old_id, new_id)
        start, new_start = f"needs.{old_id}.", f"needs.{new_id}."
        for key in ("made_from", "reviewed_text"):
            known = self.value.get(key)
            if isinstance(known, dict) and any(name.startswith(start) for name in known):
                self.value[key] = {
                    (new_start + name[len(start) :] if name.startswith(start) else name): value
                    for name, value in known.items()
                }
                self.is_changed = True
        for item in self.accepted():
            name = item["field"]
            if isinstance(name, str) and name.startswith(start):
                item["field"] = new_start + name[len(start) :]
                self.is_changed = True

    def drop_need(self, old_id: str) -> None:
        start = f"needs.{old_id}."
        before = (self.value.get("needs"), self.value.get("accepted"))
        needs, accepted = before
        if isinstance(needs, list):
            self.value["needs"] = [item for item in needs if _entry_of(item) != old_id]
        if isinstance(accepted, list):
            self.value["accepted"] = [
                item
                for item in accepted
                if not (isinstance(item, dict) and str(item.get("field")).startswith(start))
            ]
        self.is_changed |= before != (self.value.get("needs"), self.value.get("accepted"))
        for key in ("made_from", "reviewed_text"):
            known = self.value.get(key)
            for name in list(known) if isinstance(known, dict) else []:
                if name.startswith(start):
                    del known[name]  # type: ignore[union-attr,arg-type]
                    self.is_changed = True
        self.value = {key: value for key, value in self.value.items() if value not in ([], {})}

    def accepted(self) -> list[Mapped]:
        items = self.value.get("accepted")
        return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def in_model_order(value: Mapped, model: type[Frozen]) -> Mapped:
    """Return fields in the order of the model; those that it does not have stand at the end."""
    known = {name: value[name] for name in model.model_fields if name in value}
    return known | value


def _entry_of(item: Value) -> Value | None:
    return item.get("entry") if isinstance(item, dict) else None


def _rename_items(items: list[Value], old_id: str, new_id: str) -> bool:
    """Change the id by which items of `needs` name an entry; return whether there was one."""
    found = False
    for item in items:
        if isinstance(item, dict) and item.get("entry") == old_id:
            item["entry"] = new_id
            found = True
    return found


def _relink_list(part: Mapped, key: str, links: Relinking, own_id: str) -> bool:
    """Change the ids of a list such as `related`; return whether it named the entry."""
    ids = part.get(key)
    old_id = links.entry.entry_id
    if not isinstance(ids, list) or old_id not in ids:
        return False
    new: list[Value] = []
    for name in ids:
        kept = links.new_id if name == old_id else name
        if kept and kept != own_id and kept not in new:
            new.append(kept)
    if new:
        part[key] = new
    else:
        del part[key]
    return True


def _relinked(text: str, old_id: str, new_id: str, path: str) -> str:
    """Return a text whose links to an entry lead to another; without `new_id`, with no link."""
    old = f"entry:{old_id}"
    if old not in text or all(link.target != old for link in find_links(text)):
        return text
    if new_id:
        return re.sub(rf"(?<![\w:./-]){old}(?![\w/-])", f"entry:{new_id}", text)
    return _without_link(text, rf"<?{old}>?", path, lambda target: target == old)


def _relinked_page_text(text: str, page_id: str, links: Relinking) -> str:
    """Return the text of a hand-written page with its links to the entry changed.

    Besides `entry:` links it may have links to the Markdown file that the entry's page has.
    """
    old_id, entry = links.entry.entry_id, links.entry
    path = f"docs/{page_id}.md"
    text = _relinked(text, old_id, links.new_id, path)
    folder = posixpath.dirname(page_id)

    def is_entry(target: str) -> bool:
        name = target.partition("#")[0]
        whole = posixpath.normpath(posixpath.join(folder, name))
        head, _, tail = whole.partition(".")
        is_page = tail == "md" or re.fullmatch(r"[A-Za-z-]+\.md", tail) is not None
        return is_page and head == f"{entry.audience_id}/{old_id}"

    if not any(is_entry(link.target) for link in find_links(text)):
        return text
    target = links.target
    if target is None:
        return _without_link(text, rf"<?[^\s()<>]*{old_id}[^\s()<>]*>?", path, is_entry)

    def leads(match: re.Match[str]) -> str:
        name = f"{match['path']}.md"
        if not is_entry(name):
            return match[0]
        suffix = match["path"].rpartition("/")[2].removeprefix(old_id)
        way = posixpath.relpath(f"{target.audience_id}/{links.new_id}{suffix}.md", folder or ".")
        return way + ((match["anchor"] or "") if links.is_rename else "")

    return re.sub(_PAGE_TARGET, leads, text)


def _without_link(text: str, target: str, path: str, is_target: Callable[[str], bool]) -> str:
    """Return a text in which links to a target are their words only."""

    def words(match: re.Match[str]) -> str:
        return match[1] if is_target(match[2].strip("<>")) else match[0]

    link = rf"\[((?:[^\[\]\\]|\\.)*)\]\(\s*({target})(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
    result = re.sub(link, words, text)
    if any(is_target(link.target) for link in find_links(result)):
        raise GuidebookError(
            f"{path} has a link to the entry that only you can take away. Delete the link there, "
            "then begin again."
        )
    return result
