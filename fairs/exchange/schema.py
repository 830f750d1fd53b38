"""What the contents of a package may be: the type, length and range of each field.

What is not listed is dropped, so that nothing unchecked is stored; a field of the wrong kind
refuses the whole package.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import Any

from core.characters import as_typed, is_typed
from core.errors import DomainError
from core.years import FIRST_DAY, LAST_DAY
from jobs.employers.models import Employer, Industry, Staffing
from jobs.vacancies.models import PayPeriod, Vacancy
from people.veterans.models import Schooling

Check = Callable[[Any], Any]  # returns the value as it is used; raises ValueError or TypeError
MOST_VACANCIES, MOST_SIGN_UPS = 2000, 5000
LONGEST_TEXT, LONGEST_LINE = 4000, 200
LONGEST_KEY, LONGEST_NAME = 64, 40  # of a guest
MOST_LINES, MOST_CREDENTIALS = 60, 30


def text(most: int, *, least: int = 0) -> Check:
    """Accept a text without control characters; None is an empty one.

    Marks that show nothing are left out, as in a form: with one in it, a name would look like
    another and be a second employer.
    """

    def check(value: Any) -> str:
        value = "" if value is None else value
        if not isinstance(value, str) or len(value) > most or not is_typed(value):
            raise ValueError
        cleaned = as_typed(value)
        if len(cleaned) < least:
            raise ValueError
        return cleaned

    return check


def column_text(model: Any, name: str, *, least: int = 0) -> Check:
    """Accept a text that fits a column."""
    return text(getattr(model, name).type.length or LONGEST_TEXT, least=least)


def whole(least: int, most: int, *, required: bool = False) -> Check:
    """Accept a whole number within a range, or None."""

    def check(value: Any) -> int | None:
        if value is None and not required:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError
        return value

    return check


def choice(members: type[Enum]) -> Check:
    """Accept the stored value of a choice, or None."""

    def check(value: Any) -> Any:
        return None if value is None or value == "" else members(value)

    return check


def yes_no(value: Any) -> bool | None:
    """Accept true, false and null."""
    if value is not None and not isinstance(value, bool):
        raise ValueError
    return value


def iso_day(value: Any) -> date:
    """Accept a date as 2026-12-31, of a year that dates may have here."""
    day = date.fromisoformat(text(10, least=10)(value))
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError
    return day


def lines(most: int, longest: int) -> Check:
    """Accept a list of texts."""

    def check(value: Any) -> list[str]:
        if not isinstance(value, list) or len(value) > most:
            raise ValueError
        return [text(longest)(one) for one in value]

    return check


VACANCY: Mapping[str, Check] = {
    "title": column_text(Vacancy, "title", least=1),
    "valid_to": iso_day,
    "headcount": whole(1, 9999, required=True),
    "occupation_code": column_text(Vacancy, "occupation_code"),
    "duties": text(LONGEST_TEXT),
    "requirements": text(LONGEST_TEXT),
    "place_code": text(12),
    "place_detail": column_text(Vacancy, "place_detail"),
    "pay_min": whole(0, 10_000_000),
    "pay_max": whole(0, 10_000_000),
    "pay_period": choice(PayPeriod),
    "schooling_min": choice(Schooling),
    "age_min": whole(0, 120),
    "age_max": whole(0, 120),
    "age_reason": column_text(Vacancy, "age_reason"),
    "years_min": whole(0, 60),
    "has_lodging": yes_no,
    "has_insurance": yes_no,
    "has_nights": yes_no,
    "shift_note": column_text(Vacancy, "shift_note"),
    "veterans_first": yes_no,
    "credentials": lines(MOST_CREDENTIALS, 40),
}
EMPLOYER: Mapping[str, Check] = {
    "name": column_text(Employer, "name", least=1),
    "credit_code": column_text(Employer, "credit_code"),
    "introduction": text(LONGEST_TEXT),
    "division_code": text(12),
    "address": column_text(Employer, "address"),
    "industry": choice(Industry),
    "staffing": choice(Staffing),
}
GUEST: Mapping[str, Check] = {
    "key": text(LONGEST_KEY, least=1),
    "name": text(LONGEST_NAME, least=1),
    "phone": text(20),
    "place": text(LONGEST_LINE),
    "facts": lines(MOST_LINES, LONGEST_TEXT),
    "wishes": lines(3, LONGEST_LINE),
}
DEFAULTS: Mapping[str, Any] = {"headcount": 1, "credentials": [], "facts": [], "wishes": []}


def checked(contents: Mapping[str, Any]) -> dict[str, Any]:
    """Return vacancies and sign-ups with every field checked.

    Raises DomainError that names the entry and the field.
    """
    vacancies = _entries(contents, "vacancies", MOST_VACANCIES, "岗位")
    sign_ups = _entries(contents, "sign_ups", MOST_SIGN_UPS, "报名")
    return {
        "vacancies": [
            {
                "vacancy": _record(VACANCY, one.get("vacancy"), f"第 {number} 个岗位"),
                "employer": _record(EMPLOYER, one.get("employer"), f"第 {number} 个岗位的单位"),
            }
            for number, one in enumerate(vacancies, start=1)
        ],
        "sign_ups": [
            _record(GUEST, one, f"第 {number} 个报名的人")
            for number, one in enumerate(sign_ups, start=1)
        ],
    }


def _entries(contents: Mapping[str, Any], name: str, most: int, label: str) -> list[dict[str, Any]]:
    found = contents.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise spoiled(label)
    if len(found) > most:
        raise DomainError(f"一个包最多 {most} 个{label}。", field="file")
    return found


def _record(schema: Mapping[str, Check], found: Any, place: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise spoiled(place)
    values: dict[str, Any] = {}
    for name, check in schema.items():
        try:
            values[name] = check(found.get(name, DEFAULTS.get(name)))
        except (ValueError, TypeError) as error:
            raise spoiled(f"{place}（{name}）") from error
    return values


def spoiled(place: str) -> DomainError:
    """Return the refusal of a package with a part that is missing or makes no sense."""
    return DomainError(f"包里{place}的内容不全或不对，请对方重新导出。", field="file")
