"""The 就业信息表 an employer hands in for the tax benefit."""

from core import clock
from jobs.applications.disclosure import Names
from jobs.employers.models import Employer
from placements.benefits.months import PAPERS, Benefit, months_in_year
from sheets.writing import Column, Kind, Note, write_sheet


def information_sheet(
    employer: Employer, benefits: list[Benefit], names: Names, *, year: int
) -> bytes:
    """Return the 就业信息表 of a year as a workbook, until today in the present year.

    Identity numbers, and names the employer may not read here, are for it to fill in.
    """
    columns = [
        Column("序号", 6, Kind.NUMBER),
        Column("姓名", 12),
        Column("身份证号（单位填）", 22, Kind.ID),
        Column("退役证件号（单位填）", 20, Kind.ID),
        Column("岗位", 18),
        Column("到岗日期", 12),
        Column("合同期限", 14),
        Column("离职日期", 12),
        Column(f"{year}年在岗月数", 14, Kind.NUMBER),
        Column("累计月数", 10, Kind.NUMBER),
    ]
    today = clock.today()
    rows = [
        (
            number,
            names.of(one.placement.veteran, ""),
            "",
            "",
            one.placement.title,
            one.placement.start_on.isoformat(),
            one.placement.contract_until.isoformat() if one.placement.contract_until else "",
            one.placement.ended_on.isoformat() if one.placement.ended_on else "",
            months_in_year(one.placement, year, today),
            one.used,
        )
        for number, one in enumerate(benefits, start=1)
    ]
    notes = [
        Note("单位", employer.name),
        Note("统一社会信用代码", employer.credit_code or ""),
        Note("填表日期", today.isoformat()),
        *(Note("要附的材料", paper) for paper in PAPERS),
    ]
    return write_sheet(columns, rows, title=f"{year}年就业信息表", notes=notes)
