"""The demo county for tests that only read it, and the cast as whom tests sign in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from core import clock
from core.db import db
from demo import operations
from demo.cast import member
from demo.operations import DemoCounts
from jobs.vacancies.models import Vacancy
from people.veterans.models import Veteran
from tests.support import databases

LAO_ZHANG = member("张建国")  # 汽车兵, 榴城镇, A2, wants to drive a truck from 6000 on
XIAO_LI = member("李卫东")  # 炊事班, 常坟镇
RECRUIT_WANG = member("王新兵")  # a name, a phone and a wish
ZHAO_MIN = member("赵敏")  # 话务兵, wants an office
MANAGER_WANG = member("王经理")  # 怀远县顺达物流有限公司, verified
MANAGER_ZHAO = member("赵经理")  # a firm that waits for verification
STATION_ZHOU = member("周站长")  # 榴城镇
STATION_SUN = member("孙站长")  # 常坟镇
OFFICER_CHEN = member("陈主任")
DIRECTOR_LIU = member("刘局长")
ADMIN = member("管理员")
AUDITOR = member("审计员")


@contextmanager
def loaded(database: Any) -> Iterator[DemoCounts]:
    """Load the county into an empty database, within its app context."""
    database.reset()
    with databases.pushed(database.app):
        yield operations.load_demo()


def all_rows(model: Any) -> list[Any]:
    """Return every row of a table, by id."""
    return list(db.session.scalars(select(model).order_by(model.id)))


def everybody() -> list[Veteran]:
    """Return every veteran."""
    return all_rows(Veteran)


def open_vacancies() -> list[Vacancy]:
    """Return the vacancies open today."""
    return [row for row in all_rows(Vacancy) if row.is_open(clock.today())]
