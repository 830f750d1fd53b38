"""The year's people as a workbook, with the columns a province asks for."""

from collections.abc import Sequence

from core.filters import mask_id, mask_phone
from placements.placements.models import Placement
from sheets.writing import Column, Kind, write_sheet

COLUMNS = (
    Column("姓名", 12),
    Column("学历", 14),
    Column("身份证号", 22, Kind.ID),
    Column("电话", 16, Kind.ID),
    Column("就业前身份", 14),
    Column("到岗日期", 12),
    Column("单位", 28),
    Column("岗位", 18),
    Column("方式", 12),
    Column("招聘会", 28),
    Column("代记确认", 10),
    Column("行业", 18),
)


def people_sheet(rows: Sequence[Placement]) -> bytes:
    """Return the workbook of the placements of a year; identity and phone numbers are masked."""
    return write_sheet(list(COLUMNS), [_line(row) for row in rows], title="就业人员")


def _line(row: Placement) -> tuple[str, ...]:
    veteran, employer = row.veteran, row.employer
    return (
        veteran.name,
        veteran.schooling.label if veteran.schooling else "",
        mask_id(veteran.id_number),
        mask_phone(veteran.phone),
        row.status_before.label,
        row.start_on.isoformat(),
        row.employer_name,
        row.title,
        row.channel.label,
        row.fair.title if row.fair else "",
        "是" if row.is_on_behalf else "",
        employer.industry.label if employer and employer.industry else "",
    )
