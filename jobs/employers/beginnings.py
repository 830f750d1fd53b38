"""What a new bureau enters about the employers of its county."""

from sqlalchemy import select

from core.access import OFFICERS
from core.db import db
from core.features import Beginning, BeginningWay
from jobs.employers.models import Employer


def _missing() -> str:
    is_empty = db.session.scalar(select(Employer.id).limit(1)) is None
    return "还没有单位。" if is_empty else ""


BEGINNINGS = (
    Beginning(
        "用人单位",
        "企业名册、参会单位名单可以导进来，单位也可以自己登记；核实以后才能发布岗位。",
        50,
        _missing,
        (BeginningWay("导入用人单位表", "imports.new", OFFICERS, {"noun": "employers"}),),
    ),
)
