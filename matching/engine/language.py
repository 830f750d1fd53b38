"""The language of the engine: lexicon, segmenter and occupation finder."""

import copy
import re
from collections.abc import Iterable, Mapping, Sequence

from lexicon.tables import Lexicon
from matching.engine.concepts import Concept, OccupationFinder
from matching.engine.text import Analyzer, JiebaSegmenter, Segmenter, normalise
from matching.engine.titles import (
    ConfirmedTitle,
    ConfirmedTitles,
    ConfirmedTrade,
    trade_weights,
)

SPOKEN_LICENCE = re.compile(r"[A-F][1-6]?驾照")
LONG_NAME = 8  # characters; a longer official name is replaced by its first alias
REMARK = re.compile(r"[（(][^（(）)]*+[）)]")
# Facts with dimensions of their own: schooling, lengths of time, age, pay. As words they
# would earn points twice, and at vacancies that share nothing else with the veteran.
FACTS = (
    r"(?:全日制|统招)?(?:小学|初中|高中|中专|职高|技校|大专|专科|本科|硕士|研究生|博士)(?:毕业|学历|文化)?",
    r"(?:(?<!\d)\d++|(?<![一二三四五六七八九十两半])[一二三四五六七八九十两半]++)(?:多|来)?(?:年|个?月)(?:多|半|以上)?",
    r"(?<!\d)\d++(?:周?岁)",
    r"(?:工资|月薪|薪资|待遇|期望)?\d{3,5}(?:元|块)?(?:以上|左右)?",
)


class Language:
    """Turns words into terms and concepts; built once and shared by all threads.

    Parameters
    ----------
    lexicon : Lexicon
        The tables of occupations, specialties, certificates and synonyms.
    segment : callable(str) -> iterable of str, optional
        Segmenter in place of jieba; receives runs of Han characters.
    places : iterable of str
        Names of places, which are not skills either.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        *,
        segment: Segmenter | None = None,
        places: Iterable[str] = (),
    ) -> None:
        self.lexicon = lexicon
        self._facts = re.compile("|".join((*FACTS, longest_of(places))))
        self.analyzer = Analyzer(
            segment=segment or JiebaSegmenter(lexicon.user_words), stop_words=lexicon.stop_words
        )
        self.finder = OccupationFinder(slang=lexicon.slang).fit(lexicon.occupations.values())
        self.titles = ConfirmedTitles(analyzer=self.analyzer, finder=self.finder).fit([])
        self.trades: Mapping[str, Mapping[str, float]] = {}
        self._trade_words = frozenset(map(normalise, _listed_words(lexicon)))
        self._synonyms = _groups(lexicon)
        self._any_synonym = re.compile(longest_of(self._synonyms))

    def with_labels(
        self, titles: Sequence[ConfirmedTitle], trades: Sequence[ConfirmedTrade] = ()
    ) -> "Language":
        """Return the same language with labels of titles and trades; all else is shared."""
        other = copy.copy(self)
        other.titles = ConfirmedTitles(analyzer=self.analyzer, finder=self.finder).fit(titles)
        other.trades = trade_weights(trades)
        return other

    def occupations_of(self, title: str) -> tuple[Concept, ...]:
        """Return the occupations of a title: confirmed, named in it, or those of similar titles."""
        if self.titles.is_confirmed(title):
            return self.titles.find(title)
        return self.finder.find(title) or self.titles.find(title)

    def skills_only(self, text: str) -> str:
        """Return a veteran's text without the facts that other dimensions judge."""
        return self._facts.sub("，", text)

    def related(self, text: str) -> tuple[str, ...]:
        """Return other words for what a text mentions: 叉车 → 堆高机."""
        found = dict.fromkeys(self._any_synonym.findall(normalise(text)))
        others = (other for word in found for other in self._synonyms[word])
        return tuple(dict.fromkeys(other for other in others if other not in found))

    def is_trade_word(self, word: str) -> bool:
        """Return whether a term is a word of the lexicon, hence cannot name a person or a unit."""
        return word in self._trade_words

    def credential_name(self, key: str) -> str:
        """Return the everyday name of a credential: A2 驾照, 焊工证, spaced before Latin."""
        certificate = self.lexicon.certificates.get(key)
        if certificate is None:
            return key
        spoken = (alias for alias in certificate.aliases if SPOKEN_LICENCE.fullmatch(alias))
        name = REMARK.sub("", certificate.name)
        short = certificate.aliases[0] if len(name) > LONG_NAME and certificate.aliases else name
        return spaced(next(spoken, short))

    def occupation_name(self, code: str) -> str:
        """Return the official name of a code, or the code itself where it is not in the table."""
        occupation = self.lexicon.occupations.get(code)
        return occupation.name if occupation else code


def longest_of(words: Iterable[str]) -> str:
    """Return a pattern of any of these words, the longest that is there.

    Words that begin alike share their beginning: with thousands of places in a row, every
    character of a text would be compared with each of them.
    """
    tails: dict[str, list[str]] = {}
    for word in words:
        tails.setdefault(word[:1], []).append(word[1:])
    may_end = "" in tails
    tails.pop("", None)
    if not tails:
        return "" if may_end else r"(?!)"
    branches = "|".join(re.escape(head) + longest_of(rest) for head, rest in tails.items())
    return f"(?:{branches})?" if may_end else f"(?:{branches})"


def _listed_words(lexicon: Lexicon) -> Iterable[str]:
    yield from lexicon.user_words
    for specialty in lexicon.specialties.values():
        for edge in specialty.edges:
            yield from edge.skills
    for occupation in lexicon.occupations.values():
        yield from occupation.skills


def _groups(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    members: dict[str, list[str]] = {}
    for variant, canonical in lexicon.synonyms.items():
        members.setdefault(normalise(canonical), []).append(normalise(variant))
    groups = ((canonical, *variants) for canonical, variants in members.items())
    return {word: group for group in groups for word in group}


def spaced(words: str) -> str:
    """Return words with blanks around Latin letters, as after Chinese: A2驾照 → " A2 驾照"."""
    apart = re.sub(r"(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])", " ", words)
    apart = re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])", " ", apart)
    return f" {apart}" if apart[:1].isascii() else apart
