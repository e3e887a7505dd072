"""How well each of 139 languages fits a text: py3langid's model, for many texts at once.

In: texts. Out: the scores of one, or for many a bound of how much better than a given language any
other can fit. The model (naive Bayes over byte sequences) is 68 MB large and takes a second to
unpack; in a project that has kept something before, its unpacked form is kept, too.

py3langid walks one text at a time through an automaton of bytes, in 0.1 ms and more. Here thousands
walk side by side. The score of a language is a sum over the features of a text: log(1 + count)
times a number of the feature and the language. So for any group of languages, the sum of their
largest numbers is never below the score of the best of them: one bound for many languages.
"""

from __future__ import annotations

import importlib.metadata
import json
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from guidebook.kept import write_beside

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

FILE = "languages.bin"
_FORMAT = 2
_HEAD = 4096
"""Bytes at the beginning of the file, which tell what follows."""
_NEAREST = 10
_IN_GROUP = 11
"""The nearest languages are bounded one by one, the others in groups of so many."""
_BYTES_AT_ONCE = 150_000
"""How many bytes of text walk side by side: more do not fit into a processor's caches."""
_LONG = 2_000
"""Texts with more bytes walk alone: too few are so long."""

_ARRAYS = {
    "numbers": np.float16,
    "next_state": np.uint32,
    "row_of_state": np.uint16,
    "feature_of_state": np.int32,
    "prior": np.float32,
}
"""The arrays of the model in the order in which they are kept."""


class LanguageModel:
    """The arrays of the model, and what is computed from them."""

    def __init__(self, classes: list[str], arrays: dict[str, NDArray[Any]]) -> None:
        self.classes = classes
        """The names of the languages; some stand twice."""
        self.arrays = arrays
        self.numbers: NDArray[np.float16] = arrays["numbers"]
        """By feature and class."""
        self.prior: NDArray[np.float32] = arrays["prior"]
        self._next_state: NDArray[np.uint32] = arrays["next_state"]
        self._row_start = arrays["row_of_state"].astype(np.int32) << 8
        self._feature_of_state: NDArray[np.int32] = arrays["feature_of_state"]
        self._bounds: dict[str, _Bounds] = {}

    @classmethod
    def load(cls, folder: Path | None = None) -> LanguageModel:
        """Return the model, from the folder when it is kept there; it is, where there is one."""
        model = _load_kept(folder / FILE) if folder else None
        if model is None:
            is_known = unpacked_model.cache_info().currsize > 0
            model = unpacked_model()
            if folder and folder.is_dir() and not is_known:
                _keep(model, folder / FILE)
        return model

    def scores(self, text: str) -> dict[str, float]:
        """Return the score of each language (natural logarithm of its likelihood)."""
        return dict(self._identifier.rank(text))

    @cached_property
    def _identifier(self) -> LanguageIdentifier:
        from py3langid.langid import LanguageIdentifier

        return LanguageIdentifier(
            self.numbers,
            self.prior,
            self.classes,
            self._next_state,
            self._feature_of_state,
            tk_row=self.arrays["row_of_state"].tolist(),
        )

    def bounds(
        self, texts: list[str], language: str, alike: frozenset[str]
    ) -> Iterator[tuple[str, float]]:
        """Yield each text with how much better than a language others can fit, at the most.

        Languages that are alike do not count as others. An infinite bound says nothing.
        """
        encoded = [_encode(text) for text in texts]
        longest_first = sorted(range(len(texts)), key=lambda number: -len(encoded[number]))
        start = 0
        while start < len(longest_first):
            length = len(encoded[longest_first[start]])
            if not 0 < length <= _LONG:
                yield texts[longest_first[start]], np.inf
                start += 1
                continue
            some = longest_first[start : start + max(1, _BYTES_AT_ONCE // length)]
            start += len(some)
            features, weights, starts = self._features([encoded[number] for number in some])
            known = self._bounds.get(language)
            if known is None:
                known = _Bounds(self, features, weights, language, alike)
                self._bounds[language] = known
            bounds = known.of(features, weights, starts)
            yield from zip([texts[number] for number in some], bounds, strict=True)

    def _features(
        self, encoded: Sequence[bytes]
    ) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.intp]]:
        """Return the features of texts in turn, their weights, and where those of each text begin.

        The texts must be sorted, the longest first.
        """
        count, length = len(encoded), len(encoded[0])
        lengths = np.fromiter(map(len, encoded), np.intp, count)
        columns = np.arange(length)
        letters = np.zeros((count, length), np.uint8)
        letters[columns < lengths[:, None]] = np.frombuffer(b"".join(encoded), np.uint8)
        letters = np.ascontiguousarray(letters.T)
        still = np.searchsorted(-lengths, -columns - 1, side="right")  # texts with that column
        found = np.full((length, count), -1, np.int32)
        state = np.zeros(count, np.uint32)
        for column, texts in enumerate(still.tolist()):
            state = self._next_state[self._row_start[state[:texts]] + letters[column, :texts]]
            found[column, :texts] = self._feature_of_state[state]
        found = np.ascontiguousarray(found.T)
        found.sort(axis=1)
        is_new = np.ones((count, length), bool)
        np.not_equal(found[:, 1:], found[:, :-1], out=is_new[:, 1:])
        firsts = np.flatnonzero(is_new)
        counts = np.diff(firsts, append=found.size)
        features = found.ravel()[firsts]
        is_feature = features >= 0
        firsts, counts = firsts[is_feature], counts[is_feature]
        weights = np.log1p(counts.astype(np.float32))
        starts = np.searchsorted(firsts, np.arange(count) * length)
        return features[is_feature], weights, starts


class _Bounds:
    """How much better than one language any other can fit a text, at the most."""

    def __init__(
        self,
        model: LanguageModel,
        features: NDArray[np.int32],
        weights: NDArray[np.float32],
        language: str,
        alike: frozenset[str],
    ) -> None:
        """Rank the other languages by how well they fit some texts: the nearest need care."""
        self.numbers = model.numbers
        self.mine = model.classes.index(language)
        others = np.array([n for n, name in enumerate(model.classes) if name not in alike])
        sums = np.bincount(features, weights, len(self.numbers)).astype(np.float32)
        used = np.flatnonzero(sums)
        likeness = sums[used] @ self.numbers[used].astype(np.float32)[:, others]
        self.others = others[np.argsort(-likeness, kind="stable")]
        rest = np.arange(_NEAREST, len(others), _IN_GROUP)
        self.groups = np.concatenate([np.arange(_NEAREST), rest])
        prior = model.prior
        self.prior = np.maximum.reduceat(prior[self.others] - prior[self.mine], self.groups)
        self.table = np.zeros((len(self.numbers), len(self.groups)), np.float32)
        self.is_known = np.zeros(len(self.numbers), bool)

    def of(
        self,
        features: NDArray[np.int32],
        weights: NDArray[np.float32],
        starts: NDArray[np.intp],
    ) -> list[float]:
        """Return the bound of each text; infinite for one without features."""
        new = np.unique(features[~self.is_known[features]])
        if new.size:
            numbers = self.numbers[new].astype(np.float32)
            gains = numbers[:, self.others] - numbers[:, self.mine, None]
            self.table[new] = np.maximum.reduceat(gains, self.groups, axis=1)
            self.is_known[new] = True
        rows = self.table[features]
        rows *= weights[:, None]
        bounds = np.full(len(starts), np.inf)
        has_features = np.diff(starts, append=len(features)) > 0
        if has_features.any():
            sums = np.add.reduceat(rows, starts[has_features], axis=0)
            bounds[has_features] = (sums + self.prior).max(axis=1)
        result: list[float] = bounds.tolist()
        return result


@lru_cache(maxsize=1)
def unpacked_model() -> LanguageModel:
    """Return py3langid's model, once for all checks of a process."""
    from py3langid.langid import LanguageIdentifier

    found = LanguageIdentifier.from_model_file("data/model.npz.xz")
    values = (
        *(found.nb_ptc, found.tk_nextmove, found.tk_row),
        *(found.tk_output, found.nb_pc),
    )
    arrays = {
        name: np.asarray(value, kind)
        for (name, kind), value in zip(_ARRAYS.items(), values, strict=True)
    }
    return LanguageModel(found.nb_classes, arrays)


def _keep(model: LanguageModel, path: Path) -> None:
    """Write the arrays into one file, behind a line that tells what they are."""
    arrays = [np.ascontiguousarray(model.arrays[name]) for name in _ARRAYS]
    shapes = [array.shape for array in arrays]
    checksum = _checksum(model.classes, shapes, arrays[-1])
    head = json.dumps([*_source(), checksum, model.classes, shapes]).encode()
    if len(head) <= _HEAD:
        write_beside(path, head.ljust(_HEAD), *(array.data for array in arrays))


def _load_kept(path: Path) -> LanguageModel | None:
    """Return the model that was kept; None when it is another's, or not whole.

    The file is too large to be read for that: its end, which was written last, stands for it, and
    its beginning, which says how to read the rest.
    """
    arrays: dict[str, NDArray[Any]] = {}
    start = _HEAD
    try:
        with path.open("rb") as file:
            form, version, checksum, classes, shapes = json.loads(file.read(_HEAD))
        if [form, version] != _source():
            return None
        for (name, kind), shape in zip(_ARRAYS.items(), shapes, strict=True):
            array: NDArray[Any] = np.memmap(path, kind, "r", start, tuple(shape))
            start += array.nbytes
            arrays[name] = array.view(np.ndarray)
        is_whole = start == path.stat().st_size
        is_whole = is_whole and _checksum(classes, shapes, arrays["prior"]) == checksum
    except (OSError, ValueError, TypeError, OverflowError, RecursionError):
        return None
    return LanguageModel(classes, arrays) if is_whole else None


def _checksum(classes: object, shapes: object, end: NDArray[Any]) -> int:
    return zlib.crc32(end.data, zlib.crc32(json.dumps([classes, shapes]).encode()))


def _source() -> list[int | str]:
    """Return what a kept model must have been made by."""
    return [_FORMAT, importlib.metadata.version("py3langid")]


def _encode(text: str) -> bytes:
    """Return the bytes that py3langid looks at."""
    lowered = text.lower() if text.isupper() else text
    return unicodedata.normalize("NFC", lowered).encode("utf-8", "surrogatepass")
