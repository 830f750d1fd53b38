"""Exports of the fairs and of the people who come to one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import joinedload

from core.access import COUNTY_READERS
from core.filters import moment
from fairs.fairs import queries
from fairs.fairs.models import Fair, SignUp
from fairs.fairs.views.organising import asked_fairs, asked_sign_ups
from people.accounts.models import Account
from people.divisions.queries import place_name
from people.veterans.models import Veteran
from sheets.exporting import ListExport, label, number, phone, text


@dataclass(frozen=True)
class _Line:
    fair: Fair
    people: tuple[int, int]
    employers: int


def _lines(rows: Sequence[Fair], _viewer: Account) -> Iterator[_Line]:
    ids = [fair.id for fair in rows]
    people, employers = queries.count_sign_ups(ids), queries.count_bookings(ids)
    for fair in rows:
        yield _Line(fair, people.get(fair.id, (0, 0)), employers.get(fair.id, 0))


def _township(veteran: Veteran | None) -> str:
    return place_name(veteran.township_code) if veteran else ""


FAIRS = ListExport(
    "fairs",
    "招聘会",
    "场",
    "fairs.index",
    COUNTY_READERS,
    asked_fairs,
    (
        text("招聘会", lambda line: line.fair.title, 32),
        label("方式", lambda line: line.fair.mode),
        text("开始", lambda line: moment(line.fair.starts_at), 20),
        text("地点", lambda line: line.fair.venue, 30),
        label("状态", lambda line: line.fair.status),
        number("单位", lambda line: line.employers),
        number("报名", lambda line: line.people[0]),
        number("到场", lambda line: line.people[1]),
    ),
    entries=_lines,
)
SIGN_UPS = ListExport(
    "fair-people",
    "招聘会报名的人",
    "人",
    "fairs.manage",
    COUNTY_READERS,
    lambda viewer: asked_sign_ups(viewer).options(joinedload(SignUp.veteran)),
    (
        text("姓名", queries.name_of, 12),
        phone("手机号", lambda one: one.veteran.phone if one.veteran else None),
        text("乡镇", lambda one: _township(one.veteran), 20),
        label("报名", lambda one: one.status),
        text("签到时间", lambda one: moment(one.checked_in_at) if one.checked_in_at else "", 20),
        text("外地来的", lambda one: "" if one.veteran else place_name(one.bureau_code), 20),
    ),
    people=lambda one: (one.veteran_id,) if one.veteran_id else (),
)
EXPORTS = (FAIRS, SIGN_UPS)
