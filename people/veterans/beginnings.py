"""What a new bureau enters about the people it serves."""

from sqlalchemy import select

from core.access import CASEWORKERS, OFFICERS
from core.db import db
from core.features import Beginning, BeginningWay
from people.veterans.models import Veteran


def _missing() -> str:
    is_empty = db.session.scalar(select(Veteran.id).limit(1)) is None
    return "名单里还没有人。" if is_empty else ""


BEGINNINGS = (
    Beginning(
        "退役军人",
        "建档立卡的台账可以一份一份导进来，也可以代本人登记。",
        40,
        _missing,
        (
            BeginningWay("导入退役军人表", "imports.new", OFFICERS, {"noun": "veterans"}),
            BeginningWay("代办登记", "veterans.new", CASEWORKERS),
        ),
    ),
)
