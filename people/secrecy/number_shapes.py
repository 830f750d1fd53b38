"""What a window of digits can be: a mobile number, an identity number, a card, a landline."""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from people.secrecy.digit_runs import Window
from people.secrecy.personal_numbers import FIRST_YEAR, PROVINCES

Span = tuple[int, int]
Reader = Callable[[str, Window], Span | None]

# Sizes of groups in which mobile numbers are written, whatever is between the groups.
_MOBILE_SIZES = frozenset(
    {(3, 4, 4), (3, 8), (7, 4), (4, 7), (3, 4, 2, 2), (3, 2, 2, 2, 2), (3, 2, 2, 4)}
)
# Sizes that lists of amounts have as well: only with blanks or pictures between the groups. Those
# that begin with the network's three digits are accepted whatever follows.
_MOBILE_BLANK_SIZES = frozenset(
    {(4, 3, 4), (5, 6), (6, 5), (5, 3, 3), (2, 3, 3, 3)}
    | {(2, 2, 2, 2, 2, 1), (1, 2, 2, 2, 2, 2), (1, 2, 4, 4), (2, 4, 5), (2, 1, 4, 4)}
)
_MOBILE = re.compile(r"(?:(?:00|0)?86|0)?(1[3-9][0-9]{9})")
_SPOKEN_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_NETWORK = 3  # digits of a mobile number that name its network
_MOST_ALIKE = 5  # groups of any size with the same mark between them
_LEAST_TRUE = 7  # digits of a number whose others are look-alike letters
_LEAST_TRUE_OF_IDENTITY = 11
_MOST_SCRIPTS = 10  # groups of a number whose digits are of several scripts
_MOBILE_START = re.compile(r"(?:(?:00|0)?86|0)?1[3-9]|[0-9]{1,3}1[3-9][0-9]{9}")
_IDENTITY_START = re.compile(r"[0-9]{6}(?:(?:19|20)[0-9]{2}|[0-9]{2})[01][0-9][0-3][0-9]{3}")
_UNIT = re.compile(r"\s?(?:元|块|万|千|米|公里|吨|[kK][gG]|[mc]m|平|℃|小时|人|名|年|%|号楼)")
_MODEL = re.compile(r"(?:型号|料号|货号|图号|规格)[::]?\s?[A-Za-z-]{1,8}\Z")
_X = re.compile(r"[\s\-—·.]{0,2}(?:[Xx×✕╳]|叉)(?![0-9A-Za-z])")
_REGISTERED = re.compile(r"(?:注册号|执照号?|许可证号?|订单号?|单号|编号)[::]?\s?\Z")
_CARD_LABEL = re.compile(r"卡号|账号|帐号|账户|银行卡|储蓄卡|信用卡|(优待证)(?:号码?|编号)?")
_CARD_BETWEEN = re.compile(r"[\s::是为()号码]*")
_AREA = re.compile(r"010|02[0-57-9]|0[3-9][0-9]{2}")
_CALLED = re.compile(r"(?:电话|座机|固话|固定电话|[Tt][Ee][Ll]|传真)(?:号码?)?[\s::是为.]{0,3}\Z")
_LOCAL_SIZES = ((7,), (8,), (9,), (3, 4), (4, 4))
_EXTENSION = re.compile(r"\s?(?:转|分机|[-—]|[Ee][Xx][Tt]\.?)\s?[0-9]{1,6}(?![0-9])")
_REACH = 14  # characters before a number in which its label stands


def mobile_in(plain: str, window: Window) -> Span | None:
    """Return where a window is a mobile number, with or without 86, None where it is none."""
    found = _MOBILE.fullmatch(window.digits)
    if found is None:
        return _spoken_mobile(window)
    if window.true < _LEAST_TRUE or not _is_grouped(window, found.start(1)):
        return None
    if window.marks and _UNIT.match(plain, window.span[1]):
        return None
    return None if _MODEL.search(_before(plain, window)) else window.span


def _spoken_mobile(window: Window) -> Span | None:
    """Return where a number is in characters that go on: 一三八…八一起 has a 一 too many."""
    only = window.groups[0]
    if len(window.groups) > 1 or not only.is_spoken or not 11 < len(only.digits) < 15:
        return None
    found = _SPOKEN_MOBILE.search(only.digits)
    if found is None:
        return None
    return only.start + found.start(), only.start + found.end()


def _is_grouped(window: Window, prefix: int) -> bool:
    """Return whether the groups after the country's prefix are those of a mobile number."""
    if not window.marks:
        return window.is_bounded or len(window.groups) == 1 or window.scripts in _MOBILE_SIZES
    sizes, gaps = _without_prefix(window, prefix)
    if len(sizes) == 1 or sizes in _MOBILE_SIZES:
        return True
    if len(sizes) == 11:
        return len(set(gaps)) == 1
    is_blank = all(not gap.strip() or not gap.isascii() for gap in gaps)
    if is_blank and sizes in _MOBILE_BLANK_SIZES:
        return True
    # Groups of any size: digits in words are no amounts, and few lists begin with three digits.
    is_spoken = all(group.is_spoken for group in window.groups)
    is_alike = len(set(gaps)) == 1 and len(sizes) <= _MOST_ALIKE
    return (is_blank or is_alike) and (is_spoken or sizes[0] == _NETWORK)


def _without_prefix(window: Window, prefix: int) -> tuple[tuple[int, ...], tuple[str, ...]]:
    sizes = list(window.sizes)
    gaps = list(window.marks)
    while prefix:
        taken = min(prefix, sizes[0])
        prefix -= taken
        sizes[0] -= taken
        if sizes[0] == 0:
            del sizes[0], gaps[:1]
    return tuple(sizes), tuple(gaps)


def identity_in(plain: str, window: Window) -> Span | None:
    """Return where a window is an identity number of 18 or 15 characters, else None.

    `_sizes_of_identity` has checked the province and the date of birth. The check character is
    not checked: a number with one wrong digit still says who it is.
    """
    size = len(window.digits)
    if size == 15 and not _is_old_number(plain, window):
        return None
    if window.true < _LEAST_TRUE_OF_IDENTITY:
        return None
    start, end = window.span
    if size != 17:
        return start, end
    x = _X.match(plain, end)
    return (start, x.end()) if x is not None else None


def _is_old_number(plain: str, window: Window) -> bool:
    """Return whether 15 digits are the identity number of the last century, not a register's."""
    is_whole = len(window.groups) <= _MOST_SCRIPTS and window.sizes in ((15,), (6, 6, 3))
    return is_whole and window.is_bounded and not _REGISTERED.search(_before(plain, window))


def _sizes_of_identity(digits: str) -> tuple[int, ...]:
    """Return how long an identity number that starts like this can be."""
    if int(digits[:2]) not in PROVINCES:
        return ()
    new = (18, 17) if _is_birthday(digits[6:14]) else ()
    return (*new, 15) if _is_birthday(f"19{digits[6:12]}") else new


def _is_birthday(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return FIRST_YEAR <= day.year < FIRST_YEAR + 200


def card_in(plain: str, window: Window) -> Span | None:
    """Return where a window is the number of a bank card or a 优待证, which is one too."""
    digits = window.digits
    if not window.is_bounded or len(window.groups) > _MOST_SCRIPTS:
        return None
    if len(set(window.marks)) <= 1 and len(digits) >= _least_labelled(plain, window):
        return window.span
    is_card = 16 <= len(digits) <= 19 and digits[0] in "3456" and _is_luhn(digits)
    return window.span if is_card and _is_in_fours(window) else None


def _least_labelled(plain: str, window: Window) -> float:
    """Return how many digits make a number with the label before it that of a card."""
    return _least_after(_before(plain, window))


@lru_cache(maxsize=1024)
def _least_after(before: str) -> float:
    labels = [*_CARD_LABEL.finditer(before)][-1:]
    if not any(_CARD_BETWEEN.fullmatch(before, label.end()) for label in labels):
        return math.inf
    return 8 if labels[0][1] else 12


def _is_in_fours(window: Window) -> bool:
    sizes = window.sizes
    is_joined = all(not gap.strip() or gap in "-—." for gap in window.marks)
    return is_joined and (set(sizes[:-1]) <= {4} or sizes == (6, len(window.digits) - 6))


def _is_luhn(digits: str) -> bool:
    """Return whether the check digit of a card is right (ISO/IEC 7812)."""
    doubled = [sum(divmod(2 * int(one), 10)) for one in digits[-2::-2]]
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0


def landline_in(plain: str, window: Window) -> Span | None:
    """Return where a window is a landline: with an area code, or called a telephone."""
    digits, sizes = window.digits, window.sizes
    area = _AREA.match(digits)
    is_called = _is_called(_before(plain, window))
    if area is not None:
        local = digits[area.end() :]
        fits = len(local) == 8 or (len(local) == 7 and area.end() == 4)
        is_grouped = sizes in ((len(digits),), (area.end(), len(local)))
        is_split = sizes[0] == area.end() and sizes[1:] in ((3, 4), (4, 4), (4, 3))
        is_one = fits and local[0] in "23456789" and (is_grouped or is_split)
    else:
        is_one = is_called and digits[0] in "2345678" and sizes in _LOCAL_SIZES
    return _extended(plain, window) if is_one and window.is_bounded else None


@lru_cache(maxsize=1024)
def _is_called(before: str) -> bool:
    return _CALLED.search(before) is not None


def _extended(plain: str, window: Window) -> Span:
    extension = _EXTENSION.match(plain, window.span[1])
    return window.span[0], extension.end() if extension else window.span[1]


def _before(plain: str, window: Window) -> str:
    return before_of(plain, window.span[0])


def before_of(plain: str, start: int) -> str:
    """Return the characters before a number in which its label stands."""
    return plain[max(0, start - _REACH) : start]


def may_be(digits: str, before: str) -> Iterator[tuple[Reader, Sequence[int]]]:
    """Yield the readers that can find a number where these digits start, with its lengths.

    It looks at the first digits and at the label alone, so that long runs cost little.
    """
    if _IDENTITY_START.match(digits):
        yield identity_in, _sizes_of_identity(digits)
    least = min(_least_after(before), 16 if digits[0] in "3456" else math.inf)
    if least <= len(digits):
        yield card_in, range(25, int(least) - 1, -1)
    if _MOBILE_START.match(digits):
        yield mobile_in, range(15, 10, -1)
    if _AREA.match(digits) or _is_called(before):
        yield landline_in, range(12, 6, -1)
