"""Figures the bureau sets for vacancies."""

from datetime import date, timedelta

from core.parameters.registry import Parameter, amount_of

USUAL_DAYS = Parameter(
    "vacancy_days",
    "岗位默认招几天",
    "天",
    30,
    least=1,
    most=180,
    note="写新岗位、复制、重新招聘、延长和导入时用。",
)
REMIND_DAYS = Parameter("vacancy_remind_days", "岗位到期前几天提醒单位", "天", 5, least=1, most=60)

WORDING_HOUSE = Parameter(
    "wording_house",
    "没有法律条文、按本局规定要留意的用语：1 提醒，2 不能发布",
    "档",
    1,
    least=1,
    most=2,
    note="依据写本局文件的名称和文号，单位改岗位时会看到；没填以前写“文件还没有填”。",
)
MINIMUM_MONTH = Parameter(
    "minimum_wage_month",
    "最低工资标准（每月）",
    "元",
    None,
    least=1,
    most=2_000_000,
    note="省里公布的本地标准，依据写文号。没设就不核对月工资；设了，低于它的岗位不能发布。",
)
MINIMUM_HOUR = Parameter(
    "minimum_wage_hour",
    "最低工资标准（每小时）",
    "元",
    None,
    least=1,
    most=100_000,
    note="省里公布的本地标准，依据写文号。按小时算的工资照它核对，写了一天几小时的按天工资也照它。",
)


def usual_end(day: date) -> date:
    """Return the last day of a vacancy that runs for the usual time from a day on."""
    return day + timedelta(days=amount_of(USUAL_DAYS, day))
