"""How fairs are shown: when, where, the floor plan."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from core import clock, looks
from core.filters import day
from fairs.fairs.models import Fair, FairBooking, FairBooth, FairMode, SignUp
from fairs.fairs.queries import name_of
from people.divisions.queries import division, place_name
from people.veterans.models import Veteran


def shown_name(sign_up: SignUp) -> str:
    """Return the name on a sign-up for a page or a print: the look is recorded."""
    if sign_up.veteran is not None:
        looks.show((sign_up.veteran,))
    return name_of(sign_up)


def local(moment: datetime) -> datetime:
    """Return a stored moment on the office's wall clock."""
    return clock.local(moment)


def hours(fair: Fair) -> str:
    """Return when a fair is: 2026年11月28日 09:00—11:30."""
    return f"{day(fair.starts_at)} {hours_of_day(fair)}"


def hours_of_day(fair: Fair) -> str:
    """Return from when to when a fair is: 09:00—11:30."""
    return f"{local(fair.starts_at):%H:%M}—{local(fair.ends_at):%H:%M}"


def where(fair: Fair) -> str:
    """Return where a fair is, or how one takes part online."""
    if fair.mode is FairMode.ONLINE:
        return f"线上：{fair.online_note}" if fair.online_note else "线上"
    place = division(fair.township_code).name if fair.township_code else ""
    return f"{place} {fair.venue}".strip() or "地点待定"


def partner_of(fair: Fair) -> str:
    """Return the partner bureau with its place, "" where there is none."""
    if not fair.partner_code:
        return ""
    return f"{fair.partner_name or '外地局'}（{place_name(fair.partner_code)}）"


def facts_of(fair: Fair) -> list[dict[str, Any]]:
    """Return a fair's facts by name."""
    rows = [
        ("时间", hours(fair)),
        ("地点", where(fair)),
        ("形式", fair.mode.label),
        ("主办和承办", "、".join(fair.hosts)),
        ("合办的外地局", partner_of(fair)),
        ("介绍", fair.introduction),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def hall(
    booths: Iterable[FairBooth], taken: Mapping[int, FairBooking], mine: Iterable[int] = ()
) -> list[dict[str, Any]]:
    """Return the booths as the floor plan draws them."""
    lit = set(mine)
    return [
        {
            "code": booth.number,
            "row": booth.map_row,
            "col": booth.map_column,
            "mine": booth.id in lit,
            "free": booth.id not in taken,
        }
        for booth in booths
    ]


def place_of(sign_up: SignUp) -> str:
    """Return the township a person on a sign-up belongs to, or the bureau that sent them."""
    if sign_up.veteran is None:
        return place_name(sign_up.bureau_code)
    return _township(sign_up.veteran)


def _township(veteran: Veteran) -> str:
    return division(veteran.township_code).name if veteran.township_code else "乡镇没填"


def door_facts(veteran: Veteran) -> str:
    """Return what the check-in desk compares with a person's card: township, last four."""
    if veteran.id_number:
        return f"{_township(veteran)}，身份证后四位 {veteran.id_number[-4:]}"
    return f"{_township(veteran)}，手机号后四位 {(veteran.phone or '')[-4:]}"
