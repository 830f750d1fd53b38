"""The list of veterans as a workbook, numbers masked."""

from collections.abc import Sequence

from core import filters
from people.divisions.queries import place_name
from people.veterans.models import Veteran
from sheets import Column, Kind, Note, write_sheet

COLUMNS = (
    Column("姓名", 10),
    Column("手机号", 14, Kind.ID),
    Column("身份证号", 20, Kind.ID),
    Column("乡镇", 20),
    Column("退役日期", 14),
    Column("学历", 14),
    Column("就业状态", 12),
    Column("核实情况", 10),
    Column("登记日期", 14),
)
NOTES = (
    Note("号码", "手机号和身份证号已打码，要看完整号码请到个人页面写明理由。"),
    Note("保密", "本表含个人信息，只用于导出时写明的用途，用完删除。"),
)


def sheet_of(veterans: Sequence[Veteran]) -> bytes:
    """Return the workbook of these veterans, one a line, without any full number."""
    return write_sheet(COLUMNS, map(_line, veterans), title="退役军人名单", notes=NOTES)


def _line(veteran: Veteran) -> list[str]:
    return [
        veteran.name,
        filters.mask_phone(veteran.phone),
        filters.mask_id(veteran.id_number),
        place_name(veteran.township_code),
        filters.day(veteran.retired_on),
        veteran.schooling.label if veteran.schooling else filters.UNKNOWN,
        veteran.employment_status.label,
        veteran.verification.label,
        filters.day(veteran.created_at),
    ]
