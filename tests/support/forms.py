"""Filled-in forms, and the columns that sending one changed in the database."""

from sqlalchemy import select

from core import clock
from core.db import Base, db
from tests.support.factories import LIUCHENG

Rows = dict[tuple[str, object], dict[str, object]]

PERSON = {"name": "张建国", "phone": "13812345678", "password": "long-march-9", "consent": "y"}
AT_THE_DESK = {"name": "李大山", "phone": "13912345678", "township_code": LIUCHENG, "consent": "y"}
FIRM = {
    "name": "怀远县新大地物业有限公司",
    "credit_code": "91340321MA2000019H",
    "industry": "K",
    "introduction": "本县物业企业，管理六个小区，保安和保洁共八十人。",
    "division_code": "榴城镇",
    "address": "榴城镇禹王路 8 号",
    "contact_name": "王大力",
    "contact_phone": "13800001111",
}
FIRM_PASSWORDS = {"password": "water-and-light-9", "again": "water-and-light-9"}
VACANCY = {
    "title": "货车驾驶员",
    "headcount": "3",
    "place_code": "榴城",
    "pay_period": "MONTH",
    "valid_to": clock.days_ahead(20).isoformat(),
}
SPELL = {
    "branch": "ARMY",
    "specialty": "汽车驾驶",
    "started_on": "2010-12-01",
    "ended_on": "2018-12-01",
}


def rows() -> Rows:
    """Return every row of every table by its key."""
    db.session.rollback()
    found: Rows = {
        (table.name, tuple(row[column.name] for column in table.primary_key)): dict(row)
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table)).mappings()
    }
    db.session.rollback()  # the requests that follow take longer than a transaction may idle
    return found


def changed(before: Rows, after: Rows) -> set[str]:
    """Return the changed columns as table.column, new rows as +table, deleted ones as -table."""
    found = {f"+{table}" for table, _key in after.keys() - before.keys()}
    found |= {f"-{table}" for table, _key in before.keys() - after.keys()}
    for place in before.keys() & after.keys():
        columns = (name for name, value in before[place].items() if after[place][name] != value)
        found |= {f"{place[0]}.{name}" for name in columns}
    return found
