"""Rosters of fairs for tests."""

from core.db import db
from fairs.fairs.models import SignUp
from people.veterans.models import Veteran
from tests.people.accounts.world import a_phone

HEAD = "姓名,身份证号,手机号,到场,单位,岗位,结果,原因"


def line(name: str = "李大山", **cells: str) -> str:
    """Return one line below `HEAD`."""
    values = {
        "identity": "",
        "phone": a_phone(),
        "came": "",
        "employer": "",
        "vacancy": "",
        "result": "",
        "reason": "",
    }
    return ",".join([name, *(values | cells).values()])


def sheet(*lines: str, head: str = HEAD) -> bytes:
    """Return lines of CSV below a heading as a file."""
    return "\n".join([head, *lines]).encode()


def sign_up_of(name: str) -> SignUp:
    """Return the only sign-up of the person of this name."""
    db.session.rollback()
    query = db.session.query(SignUp).join(Veteran, Veteran.id == SignUp.veteran_id)
    return query.filter(Veteran.name == name).one()


def check_in_of(name: str) -> str:
    """Return whether a person is checked in, as the report says it."""
    return "已签到" if sign_up_of(name).checked_in_at else "没有签到"
