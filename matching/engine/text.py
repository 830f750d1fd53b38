"""Chinese text → terms: words in jieba's search mode, and characters as 1- and 2-grams."""

import logging
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from operator import add
from pathlib import Path
from sys import intern
from threading import Lock
from typing import Any

import jieba

from lexicon.characters import nfkc

try:  # the same dictionary and rules in Rust, about fifteen times as fast
    import rjieba
except ImportError:
    rjieba = None  # type: ignore[assignment]

Segmenter = Callable[[str], Iterable[str]]

# NFKC keeps three radicals of browser-printed PDFs, and words with them would never be found.
RADICALS = str.maketrans({"⻔": "门", "⻘": "青", "⻚": "页", "⻋": "车", "⻓": "长"})
RUNS = re.compile(r"[\u3400-\u9fff]+|[0-9]+(?:\.[0-9]+)+|[a-z0-9]+[+#]*")
HAN = re.compile(r"[\u3400-\u9fff]{2,}")
RUN_TOGETHER = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])")
USER_WORD_FREQUENCY = 20_000  # above the sum of the parts of any added word in jieba's dictionary
CACHE_ENTRIES = 20_000

jieba.setLogLevel(logging.WARNING)


def normalise(text: str) -> str:
    """Return the text in NFKC, lower case, with stray radicals replaced: ＡＢ → ab, ⻋ → 车."""
    return nfkc(text).translate(RADICALS).lower()


def parted(text: str) -> str:
    """Return English words with the lost blank between them restored: ProductManager."""
    return RUN_TOGETHER.sub(" ", text)


def singular(word: str) -> str:
    """Return a Latin word without its plural ending: drivers → driver, bodies → body."""
    if len(word) < 4 or not word.isalpha() or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") else word


def length_of(text: str) -> int:
    """Return the length of a text: Han characters, plus two for each Latin word."""
    return sum(2 if run.isascii() else len(run) for run in RUNS.findall(normalise(text)))


def runs(text: str) -> list[str]:
    """Return the runs of Han characters, and the Latin words and numbers, of a text."""
    return RUNS.findall(normalise(parted(text)))


def character_grams(text: str) -> tuple[str, ...]:
    """Return single Han characters and pairs; Latin runs such as A2 or PLC stay whole."""
    return _grams(runs(text))


def _grams(found: Iterable[str]) -> tuple[str, ...]:
    grams: list[str] = []
    for run in found:
        if run.isascii():
            grams.append(singular(run))
        else:
            grams.extend(run)
            grams.extend(map(add, run, run[1:]))
    return tuple(map(intern, grams))


def private_cache_dir() -> Path:
    """Return a folder that only this user can write, for jieba's dictionary cache.

    jieba unmarshals `jieba.cache` from the shared temporary folder by default, where any user of
    the machine may have written one.
    """
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "rongye"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="rongye-"))
    return folder if os.access(folder, os.W_OK) else Path(tempfile.mkdtemp(prefix="rongye-"))


class JiebaSegmenter:
    """Segment Han characters in jieba's search mode, with the lexicon's words added.

    Parameters
    ----------
    user_words : iterable of str
        Words kept whole; those with other than Han characters are ignored.
    is_fast : bool, optional
        Whether to use the implementation in Rust; by default where it is installed. Both give
        the same words (`tests/matching/engine/test_engine_text.py`).

    Notes
    -----
    The dictionary is loaded on the first cut.
    """

    def __init__(
        self, user_words: Iterable[str] = (), *, is_fast: bool = rjieba is not None
    ) -> None:
        words = (normalise(word) for word in user_words)
        self.user_words = tuple(sorted({word for word in words if HAN.fullmatch(word)}))
        self.is_fast = is_fast
        self._cut: Segmenter | None = None
        self._lock = Lock()

    def _load(self) -> Segmenter:
        with self._lock:
            if self._cut is None:
                self._cut = self._load_fast() if self.is_fast else self._load_plain()
        return self._cut

    def _load_fast(self) -> Segmenter:
        cutter = rjieba.Jieba()
        for word in self.user_words:
            cutter.add_word(word, USER_WORD_FREQUENCY, None)
        cut: Segmenter = cutter.cut_for_search
        return cut

    def _load_plain(self) -> Segmenter:
        tokenizer = jieba.Tokenizer()
        tokenizer.tmp_dir = str(private_cache_dir())
        for word in self.user_words:
            tokenizer.add_word(word, USER_WORD_FREQUENCY)
        cut: Segmenter = tokenizer.lcut_for_search
        return cut

    def __call__(self, text: str) -> Iterable[str]:
        """Return the words of Han characters, long words and the short ones inside them."""
        return (self._cut or self._load())(text)

    def __getstate__(self) -> dict[str, object]:
        return {"user_words": self.user_words, "is_fast": self.is_fast}

    def __setstate__(self, result: dict[str, Any]) -> None:
        self.__init__(result["user_words"], is_fast=result["is_fast"])  # type: ignore[misc]


class Analyzer:
    """Turns texts into terms, caching the result for texts seen before.

    Parameters
    ----------
    segment : callable(str) -> iterable of str
        The segmenter; receives one run of Han characters. Latin runs such as A2 or PLC stay whole.
    stop_words : iterable of str
        Words that are not terms; their characters remain among the grams.
    """

    def __init__(self, *, segment: Segmenter, stop_words: Iterable[str] = ()) -> None:
        self.segment = segment
        self.stop_words = frozenset(normalise(word) for word in stop_words)
        self._words: dict[str, tuple[str, ...]] = {}
        self._grams: dict[str, tuple[str, ...]] = {}
        self._last: tuple[str, list[str]] = ("", [])

    def words(self, text: str) -> tuple[str, ...]:
        """Return the words of a text in order, repeated as they occur."""
        return self._remember(self._words, text, self._cut)

    def grams(self, text: str) -> tuple[str, ...]:
        """Return the character 1- and 2-grams of a text."""
        return self._remember(self._grams, text, lambda text: _grams(self._runs(text)))

    def _runs(self, text: str) -> list[str]:
        """Return the runs of a text; both views need them, one after the other."""
        known, found = self._last
        if known != text:
            found = runs(text)
            self._last = (text, found)
        return found

    def _cut(self, text: str) -> tuple[str, ...]:
        words: list[str] = []
        for run in self._runs(text):
            if run.isascii():
                words.append(singular(run))
            else:
                words.extend(self.segment(run))
        return tuple(intern(word) for word in words if word not in self.stop_words)

    @staticmethod
    def _remember(
        memory: dict[str, tuple[str, ...]], text: str, make: Callable[[str], tuple[str, ...]]
    ) -> tuple[str, ...]:
        terms = memory.get(text)
        if terms is None:
            if len(memory) >= CACHE_ENTRIES:
                memory.clear()
            terms = memory[text] = make(text)
        return terms

    def __getstate__(self) -> dict[str, object]:
        return {"segment": self.segment, "stop_words": self.stop_words}

    def __setstate__(self, result: dict[str, object]) -> None:
        self.__dict__.update(result, _words={}, _grams={}, _last=("", []))
