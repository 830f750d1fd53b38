"""Corrections as the application sees them: their pages are those of veterans and employers."""

from core.access import Role
from core.features import Feature, PersonalData, Record
from core.filters import moment
from people.corrections.models import Correction
from people.corrections.operations import forget_corrections
from people.corrections.queries import corrections_of
from people.corrections.recorded import RECORDED


def _forget(veteran_id: int) -> None:
    forget_corrections(Role.VETERAN, veteran_id)


def _shown(veteran_id: int) -> list[Record]:
    return [
        {
            "办了什么": one.kind.label,
            "原来的手机号": one.old_phone or "",
            "原来的姓名": one.old_name,
            "看了什么证件": one.paper.label,
            "说明": one.note,
            "时间": moment(one.at),
        }
        for one, _name in corrections_of(Role.VETERAN, veteran_id)
    ]


FEATURE = Feature(
    name="corrections",
    recorded=RECORDED,
    personal=PersonalData(
        tables=(Correction,), forget=_forget, shown={"密码、手机号、姓名更正": _shown}
    ),
)
