"""The lexicon and segmenter of this process, alone or with confirmed labels."""

from functools import lru_cache
from typing import NamedTuple

from lexicon.tables import load_lexicon
from matching.engine.language import Language
from matching.engine.titles import ConfirmedTitle, ConfirmedTrade
from people.divisions.atlas import place_words


class Labels(NamedTuple):
    """Confirmed labels: occupations of titles (by staff) and of military trades (by placements)."""

    titles: tuple[ConfirmedTitle, ...] = ()
    trades: tuple[ConfirmedTrade, ...] = ()


@lru_cache(maxsize=1)
def language() -> Language:
    """Return the lexicon and segmenter of this process, made on first use."""
    return Language(load_lexicon(), places=place_words())


@lru_cache(maxsize=3)
def language_with(labels: Labels) -> Language:
    """Return the language with some labels; the last three are cached."""
    return language().with_labels(*labels) if any(labels) else language()
