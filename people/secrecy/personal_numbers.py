"""Personal numbers: identity numbers (GB 11643) and mobile numbers, read and validated."""

import re
from dataclasses import dataclass
from datetime import date

from core.errors import DomainError
from lexicon.characters import drop_invisible, nfkc

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
MALE, FEMALE = "MALE", "FEMALE"
_ROUNDED = re.compile(r"^\d+(\.\d+)?[Ee]\+?\d+$|^\d{15,}\.0*$")
_MOBILE = re.compile(r"^1[3-9][0-9]{9}$")
_SPACES = re.compile(r"[\s\-‐-―−]+")
_BETWEEN_GROUPS = re.compile(r"[\s\-‐-―−.·•‧・。,，、/()]+")
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1[0-9]{10}$)")
# In a cell: at most two marks between digits, so that two numbers stay two.
_MOBILE_IN_CELL = re.compile(
    r"(?<![0-9])(?:(?:\+|00)?86[\s\-–—()]{0,2})?(1[3-9][0-9](?:[\s\-–—.·]{0,2}[0-9]){8})(?![0-9])"
)
_SERVICE_IN_CELL = re.compile(r"(?<![0-9])([48]00)[\s\-–—]?([0-9]{3})[\s\-–—]?([0-9]{4})(?![0-9])")
_FIXED_IN_CELL = re.compile(
    r"(?<![0-9])(?:\(?(0[0-9]{2,3})\)?[\s\-–—]{0,2})?([1-9][0-9]{6,7})(?![0-9])"
)
PROVINCES = frozenset(
    (11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,
     50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83)
)  # fmt: skip
FIRST_YEAR = 1900  # nobody born before it is alive


@dataclass(frozen=True)
class IdNumber:
    """A valid identity number with the facts in it. `region` is where it was first issued."""

    number: str
    sex: str
    born_on: date
    region: str


def parse_id_number(text: object, *, today: date) -> IdNumber:
    """Return an 18-character identity number as it is read, however it was typed.

    Full-width characters, spaces, invisible marks and a small x are accepted. Of the region only
    the province is checked: codes of counties that no longer exist are still on people's cards.

    Raises DomainError where the length, a character, the province, the date or the check
    character is wrong, or a spreadsheet has rounded the number.
    """
    number = _tidy_number(text)
    if len(number) == 15 and number.isdecimal():
        raise _refusal("这是 15 位的旧号码，请换 18 位。")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise _refusal("身份证号是 18 位，前 17 位是数字，最后一位是数字或 X。请对照身份证再填。")
    if int(number[:2]) not in PROVINCES:
        raise _refusal("身份证号开头两位不是哪个省的，请对照身份证再填。")
    born_on = _born_on(number[6:14], today)
    if number[17] != check_character(number):
        raise _refusal("身份证号有一位不对，请对照身份证再填。")
    return IdNumber(number, MALE if int(number[16]) % 2 else FEMALE, born_on, number[:6])


def check_character(number: str) -> str:
    """Return the 18th character that belongs to the first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


def _tidy_number(text: object) -> str:
    if isinstance(text, (int, float)):
        raise _rounded()
    plain = drop_invisible(nfkc(str(text or ""))).strip()
    if _ROUNDED.match(plain):
        raise _rounded()
    return _SPACES.sub("", plain).lstrip("'’").upper()


def _born_on(digits: str, today: date) -> date:
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise _refusal("身份证号里的出生日期不存在，请对照身份证再填。") from error
    if born_on > today:
        raise _refusal("身份证号里的出生日期在今天以后，请对照身份证再填。")
    if born_on.year < FIRST_YEAR:
        raise _refusal(f"身份证号里的出生日期在 {FIRST_YEAR} 年以前，请对照身份证再填。")
    return born_on


def _refusal(message: str) -> DomainError:
    return DomainError(message, field="id_number")


def _rounded() -> DomainError:
    return _refusal(
        "身份证号被表格当成数字存，后几位已经丢失，无法还原。请把这一列改成文本格式，重新填写。"
    )


def normalise_phone(text: str | None) -> str:
    """Return a mobile number as 11 digits, however it was typed or pasted.

    Full-width digits, what people write between groups, invisible marks, +86 and 0086 are
    accepted. Raises DomainError where it is not a mobile number of the mainland.
    """
    plain = _BETWEEN_GROUPS.sub("", drop_invisible(nfkc(text or "")))
    plain = _COUNTRY.sub("", plain)
    if not _MOBILE.match(plain):
        raise DomainError("请填 11 位手机号，以 1 开头。", field="phone")
    return plain


def find_phone(cell: str | None) -> str:
    """Return the first phone number in a cell of a sheet, "" where it holds none.

    A mobile number comes as 11 digits, a landline with a dash behind its area code.
    """
    plain = drop_invisible(nfkc(cell or ""))
    mobile = _MOBILE_IN_CELL.search(plain)
    if mobile:
        return _BETWEEN_GROUPS.sub("", mobile[1])
    service = _SERVICE_IN_CELL.search(plain)
    if service:
        return "-".join(service.groups())
    fixed = _FIXED_IN_CELL.search(plain)
    return "-".join(filter(None, fixed.groups())) if fixed else ""


def has_several_phones(cell: str | None) -> bool:
    """Return whether a cell of a sheet holds more than one phone number."""
    plain = drop_invisible(nfkc(cell or ""))
    found = {_BETWEEN_GROUPS.sub("", one) for one in _MOBILE_IN_CELL.findall(plain)}
    rest = _MOBILE_IN_CELL.sub(";", plain)
    found |= {"".join(one) for one in _SERVICE_IN_CELL.findall(rest)}
    found |= {one[1] for one in _FIXED_IN_CELL.findall(_SERVICE_IN_CELL.sub(";", rest))}
    return len(found) > 1
