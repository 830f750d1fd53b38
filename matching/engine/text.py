"""Chinese text → terms: words in jieba's search mode, and characters as 1- and 2-grams."""

import logging
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from threading import Lock

import jieba

Segmenter = Callable[[str], Iterable[str]]

# NFKC leaves three radicals of browser-printed PDFs alone, and words with them are never found.
RADICALS = str.maketrans({"⻔": "门", "⻘": "青", "⻚": "页", "⻋": "车", "⻓": "长"})
RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:[+#]+|(?:\.[0-9]+)*)")
RUN_TOGETHER = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])")
USER_WORD_FREQUENCY = 20_000  # beats the sum of parts for any word of ours in jieba's dictionary
CACHE_ENTRIES = 50_000

jieba.setLogLevel(logging.WARNING)


def normalise(text: str) -> str:
    """Return the text in NFKC, lower case, with stray radicals mended: ＡＢ → ab, ⻋ → 车."""
    return unicodedata.normalize("NFKC", text).translate(RADICALS).lower()


def parted(text: str) -> str:
    """Return English words that lost the blank between them apart: ProductManager."""
    return RUN_TOGETHER.sub(" ", text)


def singular(word: str) -> str:
    """Return a Latin word without its plural ending: drivers → driver, bodies → body."""
    if len(word) < 4 or not word.isalpha() or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") else word


def length_of(text: str) -> int:
    """Return how long a text is to a reader: Han characters, and two for each Latin word."""
    return sum(2 if run.isascii() else len(run) for run in RUNS.findall(normalise(text)))


def character_grams(text: str) -> tuple[str, ...]:
    """Return single Han characters and pairs; Latin runs such as A2 or PLC stay whole."""
    grams: list[str] = []
    for run in RUNS.findall(normalise(parted(text))):
        if run.isascii():
            grams.append(singular(run))
        else:
            grams.extend(run)
            grams.extend(map("".join, pairwise(run)))
    return tuple(grams)


def private_cache_dir() -> Path:
    """Return a folder only this user can write, for jieba's dictionary cache.

    jieba unmarshals `jieba.cache` from the shared temporary folder by default, where anyone on
    the machine may have put one.
    """
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "rongye"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="rongye-"))
    return folder if os.access(folder, os.W_OK) else Path(tempfile.mkdtemp(prefix="rongye-"))


class JiebaSegmenter:
    """Cut text in jieba's search mode, with words of the field added. Loads on the first cut."""

    def __init__(self, user_words: Iterable[str] = ()) -> None:
        self.user_words = tuple(sorted({normalise(word) for word in user_words if len(word) > 1}))
        self._tokenizer: jieba.Tokenizer | None = None
        self._lock = Lock()

    def _load(self) -> jieba.Tokenizer:
        with self._lock:
            if self._tokenizer is None:
                tokenizer = jieba.Tokenizer()
                tokenizer.tmp_dir = str(private_cache_dir())
                for word in self.user_words:
                    tokenizer.add_word(word, USER_WORD_FREQUENCY)
                self._tokenizer = tokenizer
        return self._tokenizer

    def __call__(self, text: str) -> Iterable[str]:
        """Return the words of a normalised text, long words and the short ones inside them."""
        tokenizer = self._tokenizer or self._load()
        words: list[str] = tokenizer.lcut_for_search(text)
        return words

    def __getstate__(self) -> dict[str, object]:
        return {"user_words": self.user_words}

    def __setstate__(self, state: dict[str, tuple[str, ...]]) -> None:
        self.__init__(state["user_words"])  # type: ignore[misc]


class Analyzer:
    """Turn texts into terms, remembering the answer for texts seen before.

    Parameters
    ----------
    segment : callable(str) -> iterable of str
        The one port behind which any word cutter fits; gets normalised text.
    stop_words : iterable of str
        Words that are no terms. They are kept among the character grams.
    """

    def __init__(self, *, segment: Segmenter, stop_words: Iterable[str] = ()) -> None:
        self.segment = segment
        self.stop_words = frozenset(normalise(word) for word in stop_words)
        self._words: dict[str, tuple[str, ...]] = {}
        self._grams: dict[str, tuple[str, ...]] = {}

    def words(self, text: str) -> tuple[str, ...]:
        """Return the words of a text in order, repeated as they occur."""
        return self._remember(self._words, text, self._cut)

    def grams(self, text: str) -> tuple[str, ...]:
        """Return the character 1- and 2-grams of a text."""
        return self._remember(self._grams, text, character_grams)

    def _cut(self, text: str) -> tuple[str, ...]:
        terms = (self._term(word) for word in self.segment(normalise(parted(text))))
        return tuple(term for term in terms if term and term not in self.stop_words)

    @staticmethod
    def _term(word: str) -> str:
        match = RUNS.fullmatch(word)
        if match is None:
            return ""
        return singular(word) if word.isascii() else word

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

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state, _words={}, _grams={})
