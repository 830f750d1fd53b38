"""What the import of vacancies asks about a sheet as a whole."""

from dataclasses import dataclass

from core.errors import DomainError
from jobs.employers.written import clean_name
from sheets.nouns import NumberQuestion, Question, TextQuestion
from sheets.plan import Plan, Settings

LONGEST_DAYS = 180
LONGEST_EMPLOYER = 120  # characters of employer.name
# Facts about the employer, of no use in an employer's own sheet.
UNIT_FIELDS = frozenset(
    {
        "employer",
        "credit_code",
        "facts",
        "industry",
        "staffing",
        "introduction",
        "contact_name",
        "contact_phone",
    }
)


@dataclass(frozen=True)
class VacancySettings:
    """The settings of one sheet.

    `employer` is the employer of rows that name none; `employer_id` is set where an employer
    imports its own vacancies. Vacancies without a last day run for `valid_days`.
    """

    employer: str = ""
    employer_id: int | None = None
    valid_days: int = 30  # older sheets; a new one gets the bureau's figure


def settings_of(plan: Plan) -> VacancySettings:
    """Return the settings kept with a plan."""
    return VacancySettings(**plan.settings)


def is_own(settings: Settings) -> bool:
    """Return whether an employer imports its own vacancies."""
    return settings.get("employer_id") is not None


def is_bureau(settings: Settings) -> bool:
    """Return whether the bureau imports vacancies."""
    return not is_own(settings)


def left_out(settings: Settings) -> frozenset[str]:
    """Return the fields that the columns of a sheet cannot have."""
    return UNIT_FIELDS if is_own(settings) else frozenset()


def _read_employer(text: str) -> str:
    name = clean_name(text) if text else ""
    if name is None:
        raise DomainError("这不像一个单位的名称。")
    return name


EMPLOYER = TextQuestion(
    "employer",
    "没写单位的岗位算哪家单位的",
    "表里没有单位一列时填。空着就记为“来源单位未署名”。",
    subject="单位名称",
    longest=LONGEST_EMPLOYER,
    read=_read_employer,
)
VALID_DAYS = NumberQuestion(
    "valid_days",
    "招聘几天",
    "没写有效期的岗位，从导入那天起算。",
    unit="天",
    most=LONGEST_DAYS,
    missing="请填天数。",
)


def questions(settings: Settings) -> tuple[Question, ...]:
    """Return the questions about a sheet; an employer's own needs no employer."""
    return (VALID_DAYS,) if is_own(settings) else (EMPLOYER, VALID_DAYS)
