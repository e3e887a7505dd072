"""What translators are shown: how far each language is, and what there is to do.

In: progress and earlier texts. Out: tables and lists for a terminal, and the same as plain values
for JSON.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from guidebook.freshness import FieldState, fingerprint
from guidebook.history import changed_words, earlier_texts
from guidebook.model import Review
from guidebook.problems import visible
from guidebook.progress import FieldProgress, FileProgress, LocaleProgress, Tally

EarlierTexts = Mapping[tuple[str, str], str]
"""Earlier source texts by source file and field name."""


def find_earlier(root: Path, files: Sequence[FileProgress]) -> dict[tuple[str, str], str]:
    """Return the source texts that the fields that are behind were made from, where known."""
    found = {}
    for file in files:
        wanted = {
            item.source.name: item.made_from
            for item in file.fields
            if item.state is FieldState.BEHIND
        }
        for name, text in earlier_texts(root, file.source_path, wanted).items():
            found[file.source_path, name] = text
    return found


def overview(languages: Sequence[LocaleProgress[FileProgress]]) -> Table:
    """Return the table of all languages, a row for each part of each."""
    table = Table(box=None, pad_edge=False)
    table.add_column("language")
    table.add_column("part")
    for name in ("files", "words", "current", "behind", "missing", "extra"):
        table.add_column(name, justify="right")
    table.add_column("progress", min_width=12)
    table.add_column("read by a person")
    for language in languages:
        for part, sums in language.parts.items():
            _add_row(table, language.locale.tag, part, sums)
        _add_row(table, language.locale.tag, "all", language.total, style="bold")
        table.add_row()
    return table


def _add_row(table: Table, tag: str, part: str, sums: Tally, style: str = "") -> None:
    bar = ProgressBar(total=max(sums.words, 1), completed=sums.words_by_state[FieldState.CURRENT])
    table.add_row(
        tag,
        part,
        f"{sums.files_begun}/{sums.files}",
        str(sums.words),
        f"{sums.percent(FieldState.CURRENT)} %",
        str(sums.texts[FieldState.BEHIND]),
        str(sums.texts[FieldState.MISSING]),
        str(sums.extra),
        bar,
        _reviews(sums),
        style=style,
    )


def _reviews(sums: Tally) -> str:
    found = [f"{review.value} {count}" for review, count in sums.reviews.items() if count]
    return ", ".join(found) or "-"


def work_list(files: Sequence[FileProgress], earlier: EarlierTexts) -> Group:
    """Return what there is to do: each open field with its old and new source text, and extras."""
    parts: list[RenderableType] = []
    for file in files:
        made = "" if file.exists else " (does not exist yet)"
        parts.append(Text(f"\n{file.name}  {visible(file.path)}{made}", style="bold"))
        for item in file.open_fields:
            old = earlier.get((file.source_path, item.source.name))
            parts.append(Padding(_field(item, old), (1, 0, 0, 1)))
        parts += [Padding(_extra(name, text), (1, 0, 0, 1)) for name, text in file.extra.items()]
    return Group(*parts)


def _extra(name: str, text: str) -> RenderableType:
    table = _grid("extra", name)
    table.add_row("translation", _shown(text))
    table.add_row("", Text("The source has no such text: delete it, or rename it.", style="dim"))
    return table


def _field(item: FieldProgress, old: str | None) -> RenderableType:
    table = _grid(item.state.value, item.source.name)
    if item.state is FieldState.MISSING:
        table.add_row("source", _shown(item.source.text))
        return table
    if old is None:
        table.add_row("source now", _shown(item.source.text))
        why = "no version in git has it" if item.made_from else "the file does not say"
        table.add_row("source then", Text(f"not known: {why}", style="dim"))
    else:
        table.add_row("source then", _marked(old, item.source.text, "-", "red strike"))
        table.add_row("source now", _marked(old, item.source.text, "+", "green underline"))
    table.add_row("translation", _shown(item.text))
    return table


def _grid(state: str, name: str) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    table.add_row(state, Text(visible(name), style="bold"))
    return table


def _shown(text: str) -> Text:
    return Text("\n".join(visible(line) for line in text.split("\n")))


def _marked(old: str, new: str, kind: str, style: str) -> Text:
    """Return one of two texts with what only it has in brackets, so that no colour is needed."""
    shown = Text()
    for run, words in changed_words(old, new):
        if run == " ":
            shown.append(_shown(words))
        elif run == kind:
            lead, trail = words.rstrip(), words[len(words.rstrip()) :]
            shown.append(Text.assemble("[", (_shown(lead).plain, style), "]", trail))
    return shown


def as_values(language: LocaleProgress[FileProgress]) -> dict[str, object]:
    """Return the figures of a language as plain values."""
    return {
        "locale": language.locale.tag,
        "total": _sums(language.total),
        "parts": {part: _sums(sums) for part, sums in language.parts.items()},
    }


def _sums(sums: Tally) -> dict[str, object]:
    return {
        "files": sums.files,
        "files_begun": sums.files_begun,
        "words": sums.words,
        "texts": {state.value: sums.texts[state] for state in FieldState},
        "words_by_state": {state.value: sums.words_by_state[state] for state in FieldState},
        "extra": sums.extra,
        "reviews": {review.value: sums.reviews[review] for review in Review},
    }


def work_as_values(files: Sequence[FileProgress], earlier: EarlierTexts) -> list[dict[str, object]]:
    """Return what there is to do as plain values."""
    return [
        {
            "file": file.path,
            "source_file": file.source_path,
            "name": file.name,
            "part": file.part,
            "exists": file.exists,
            "review": file.review,
            "fields": [
                {
                    "field": item.source.name,
                    "state": item.state.value,
                    "source": item.source.text,
                    "source_fingerprint": fingerprint(item.source.text),
                    "source_then": earlier.get((file.source_path, item.source.name)),
                    "translation": item.text or None,
                }
                for item in file.open_fields
            ],
            "extra": dict(file.extra),
        }
        for file in files
    ]
