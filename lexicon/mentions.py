"""Finds military trades and certificates in free text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from lexicon.rows import fold
from lexicon.spans import without_overlaps
from lexicon.tables import load_lexicon

_CLASS = r"(?:A[123]|B[12]|C[1-6])"
_JOIN = r"(?:[/、,+和或与及]|以及|或者)?"
_CLASSES = rf"{_CLASS}(?:{_JOIN}{_CLASS}){{0,12}}"
_LETTERS = rf"(?:{_CLASS}|[A-F])(?:{_JOIN}(?:{_CLASS}|[A-F])){{0,12}}"
_ABOVE = r"(?:类|型|级)?(?:[及或]?以上)?(?:级别)?的?(?:机动车|汽车)?"
_PAPER = r"驾驶证|驾驶执照|驾照|驾本"
_SHORT = (
    r"照(?![片顾料明常样章])|证(?![券监实明据])|(?<=\d)牌"
    r"|本(?![科人地市公岗部周月次单店职项着身县省院校书])"
)
_NO_CLASS = r"[楼层座区栋号幢库馆门厅口期线级纸厂岗班]"  # A1 as a place or a number
_MENTIONS = (
    rf"(?P<run>{_LETTERS}){_ABOVE}(?:{_PAPER}|{_SHORT})",  # A1、A2证, C1以上驾照, B照
    rf"(?:{_PAPER}|准驾车型)[:(为是需要求须持有类型等级别]{{0,8}}(?P<after>{_CLASSES})(?![A-Z0-9])",
    rf"(?P<job>{_CLASSES}){_ABOVE}(?=司机|驾驶员|驾龄|.?[货挂客罐]车|牵引|半挂|大[货客巴]|中巴|公交)",
    rf"(?P<bare>{_CLASSES})(?:[及或]?以上(?![楼层])|均可|皆可|即可|优先)",  # A2及以上
    rf"[(\[【](?P<inside>{_CLASSES})[)\]】]",  # 货车司机(A2)
    rf"(?<=[持有需须要求])(?P<stated>{_CLASSES})(?![A-Z0-9\-]|{_NO_CLASS})",  # 有A2, 持B2
    rf"^(?P<alone>{_CLASSES})(?=$|[,;、])",  # A2, as the name of a certificate
)
_MAYBE_LEVELS = ("bare", "inside", "stated")  # in a text on languages these are levels
_LICENCES = re.compile(rf"(?<![A-Z0-9])(?![A-F]{{3}})(?:{'|'.join(_MENTIONS)})")
_LANGUAGE = re.compile(r"语|雅思|托福|CEFR")  # also with levels A1 to C2
_BUILDING = re.compile(r"安全员|安管|安考|三类人员|建造|项目经理|考核合格")
_LICENCE_KEYS = {"A": "drive_a_any", "B": "drive_b_any", "C": "drive_any"}
_BUILDING_KEYS = {name: f"site_safety_{name.lower()}" for name in "ABC"}


HEAD = 2  # letters by which a phrase is looked up; none is shorter
REMEMBERED = 20_000  # texts; a list reads those of the vacancies it shows again


class _Span(NamedTuple):
    start: int
    end: int
    keys: tuple[str, ...]


_Scanner = Mapping[str, tuple[tuple[str, str], ...]]


@lru_cache(maxsize=REMEMBERED)
def find_certificates(text: str) -> tuple[str, ...]:
    """Return the keys of the certificates a free text mentions, in order, each once.

    The longest mention wins where two overlap. "A2及以上" gives A2; "A1、A2证" gives both, and
    whether both are needed is for the caller to decide. Single letters count as driving licences
    only before 照, 证, 本 or 驾驶证, and as 安全员 certificates after a construction word. A class
    alone counts in brackets, after 有 or 持, and where it is the whole text.
    """
    folded = fold(text)
    spans = [*_licence_spans(folded), *_phrase_spans(folded, _certificate_scanner())]
    longest = sorted(spans, key=lambda span: (span.start - span.end, span.start))
    taken = without_overlaps(longest)
    return tuple(dict.fromkeys(key for span in sorted(taken) for key in span.keys))


def certificates_named(name: str) -> tuple[str, ...]:
    """Return the keys of a name typed as that of a certificate, which may leave out the 证.

    "低压电工" is a trade in a text and a certificate here.
    """
    found = find_certificates(name)
    return found if found or name[-1:].isascii() else find_certificates(f"{name}证")


@lru_cache(maxsize=REMEMBERED)
def find_specialty(text: str) -> str | None:
    """Return the key of the trade whose name or alias is the longest in the text, or None.

    Among mentions of one length the first in the text wins.
    """
    spans = _phrase_spans(fold(text), _specialty_scanner())
    best = min(spans, key=lambda span: (span.start - span.end, span.start), default=None)
    return best.keys[0] if best else None


def _licence_spans(folded: str) -> Iterator[_Span]:
    for match in _LICENCES.finditer(folded):
        before = folded[max(0, match.start() - 12) : match.start()]
        if any(match[name] for name in _MAYBE_LEVELS) and _LANGUAGE.search(before):
            continue
        run = next(group for group in match.groups() if group)
        is_building = match[0].endswith("证") and _BUILDING.search(before)
        keys = _BUILDING_KEYS if is_building else _LICENCE_KEYS
        classes = re.findall(r"[A-F][1-6]?", run)
        found = tuple(keys.get(name, f"drive_{name.lower()}") for name in classes)
        yield _Span(match.start(), match.end(), found)


def _scanner(phrases: Iterable[tuple[str, str]]) -> _Scanner:
    found: dict[str, list[tuple[str, str]]] = {}
    for phrase, key in phrases:
        found.setdefault(phrase[:HEAD], []).append((phrase, key))
    return {
        head: tuple(sorted(rest, key=lambda item: -len(item[0]))) for head, rest in found.items()
    }


@cache
def _certificate_scanner() -> _Scanner:
    items = load_lexicon().certificates.values()
    pairs = ((fold(word), item.key) for item in items for word in (item.name, *item.aliases))
    return _scanner(pair for pair in pairs if not _LICENCES.fullmatch(pair[0]))


@cache
def _specialty_scanner() -> _Scanner:
    items = load_lexicon().specialties.values()
    return _scanner((fold(word), item.key) for item in items for word in (item.name, *item.aliases))


def _phrase_spans(folded: str, scanner: _Scanner) -> Iterator[_Span]:
    for start in range(len(folded) - HEAD + 1):
        for phrase, key in scanner.get(folded[start : start + HEAD], ()):
            end = start + len(phrase)
            if folded.startswith(phrase, start) and _is_whole(folded, start, end):
                yield _Span(start, end, (key,))
                break


def _is_whole(folded: str, start: int, end: int) -> bool:
    """Return whether no Latin word or number is cut: "T证" is not in "IT证"."""
    return not any(
        0 < at < len(folded) and re.fullmatch(r"[A-Z0-9]{2}", folded[at - 1 : at + 1])
        for at in (start, end)
    )
