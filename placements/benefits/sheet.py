"""The 就业信息表 an employer hands in for the tax benefit."""

from datetime import date

from core import clock
from jobs.applications.disclosure import Names
from jobs.employers.models import Employer
from placements.benefits.months import PAPERS, Benefit, count_in
from sheets.writing import Column, Kind, Note, write_sheet


def information_sheet(
    employer: Employer, benefits: list[Benefit], names: Names, *, year: int
) -> bytes:
    """Return the 就业信息表 of a year as a workbook, until today in the present year.

    It names those with months in that year for whom every condition is met; how many others were
    at work in it is written below. Identity numbers are for the employer to fill in.
    """
    columns = [
        Column("序号", 6, Kind.NUMBER),
        Column("姓名", 12),
        Column("身份证号（单位填）", 22, Kind.ID),
        Column("退役证件号（单位填）", 20, Kind.ID),
        Column("岗位", 18),
        Column("到岗日期", 12),
        Column("合同签订", 12),
        Column("合同期限", 14),
        Column("社保起缴", 12),
        Column("离职日期", 12),
        Column(f"{year}年在岗月数", 14, Kind.NUMBER),
        Column("累计月数", 10, Kind.NUMBER),
    ]
    today = clock.today()
    listed = [one for one in benefits if count_in(one.months, year)]
    rows = [
        (
            number,
            names.of(one.placement.veteran, ""),
            "",
            "",
            one.placement.title,
            one.placement.start_on.isoformat(),
            _day(one.placement.contract_on),
            _day(one.placement.contract_until) or "无固定期限",
            _day(one.placement.insured_from),
            _day(one.placement.ended_on),
            count_in(one.months, year),
            one.used,
        )
        for number, one in enumerate(listed, start=1)
    ]
    left_out = sum(not one.is_covered and _is_at_work_in(one, year) for one in benefits)
    notes = [
        Note("单位", employer.name),
        Note("统一社会信用代码", employer.credit_code or ""),
        Note("填表日期", today.isoformat()),
        Note(
            "没有列入",
            f"{year}年在岗的里面，{left_out} 条到岗记录条件不全或不符合，缺什么见“招用优惠”",
        ),
        *(Note("要附的材料", paper) for paper in PAPERS),
    ]
    return write_sheet(columns, rows, title=f"{year}年就业信息表", notes=notes)


def _is_at_work_in(benefit: Benefit, year: int) -> bool:
    placement = benefit.placement
    ended_on = placement.ended_on
    has_stayed = ended_on is None or clock.year_of(ended_on) >= year
    return clock.year_of(placement.start_on) <= year and has_stayed


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
