"""What is missing before a vacancy may be submitted: required elements, wording, secrets."""

from dataclasses import dataclass
from datetime import date, timedelta

from jobs.vacancies.lint import Finding, blocks, warnings
from jobs.vacancies.minimum_pay import floor_on
from jobs.vacancies.models import Vacancy
from jobs.vacancies.wording import house_on
from people.secrecy.designations import find_designations
from people.secrecy.private_numbers import OF_PERSONS, find_private, sentence

LONGEST = timedelta(days=365)
TEXTS = {"title": "岗位名称", "duties": "工作内容", "requirements": "招聘条件"}


@dataclass(frozen=True)
class Gap:
    """One thing to do before a vacancy is ready; `field` is the form's field, "" for none."""

    field: str
    message: str


@dataclass(frozen=True)
class Readiness:
    """Everything a vacancy lacks. Without gaps and blocking words it may be submitted."""

    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...]
    limits_age: bool
    pay_note: str = ""  # why the pay was not compared with the minimum wage

    @property
    def blocking(self) -> list[Finding]:
        """The words that must be removed."""
        return blocks(self.findings)

    @property
    def doubtful(self) -> list[Finding]:
        """The words the employer must confirm."""
        return warnings(self.findings)

    @property
    def needs_confirmation(self) -> bool:
        """Whether the employer must confirm what it wrote."""
        return bool(self.doubtful) or self.limits_age

    @property
    def is_ready(self) -> bool:
        """Whether nothing but a confirmation is missing."""
        return not self.gaps and not self.blocking


def readiness(vacancy: Vacancy, day: date) -> Readiness:
    """Return what a vacancy lacks on a day.

    The elements are those of 人力资源市场暂行条例 第二十四条: the employer, headcount, duties,
    requirements, place, basic pay and the period of validity.
    """
    texts = {name: getattr(vacancy, name) or "" for name in TEXTS}
    findings = house_on(day).judge(texts)
    pay = floor_on(day).judge(vacancy)
    limits_age = vacancy.age_min is not None or vacancy.age_max is not None
    gaps = _gaps(vacancy, day)
    if pay.fault:
        gaps.append(Gap("pay_min", pay.fault))
    return Readiness(tuple(gaps), tuple(findings), limits_age, pay.note)


def _gaps(vacancy: Vacancy, day: date) -> list[Gap]:
    gaps = [
        *_unit_gaps(vacancy, day),
        *_text_gaps(vacancy),
        *_pay_gaps(vacancy),
        *_validity_gaps(vacancy, day),
        *_secrets(vacancy),
    ]
    if not vacancy.place_code:
        gaps.append(Gap("place_code", "请填工作地点。"))
    if not 1 <= (vacancy.headcount or 0) <= 9999:
        gaps.append(Gap("headcount", "请填招聘人数，1 到 9999。"))
    if (vacancy.age_min or vacancy.age_max) and not vacancy.age_reason:
        gaps.append(Gap("age_reason", "限定年龄要写明理由。"))
    return gaps


def _unit_gaps(vacancy: Vacancy, day: date) -> list[Gap]:
    gaps = []
    missing = vacancy.employer.missing_profile()
    if missing:
        gaps.append(Gap("", f"单位资料还缺：{'、'.join(missing)}。"))
    if not vacancy.employer.is_verified(day):
        status = vacancy.employer.status.label
        gaps.append(Gap("", f"单位现在是“{status}”，核实通过后才能提交岗位。"))
    return gaps


def _text_gaps(vacancy: Vacancy) -> list[Gap]:
    return [
        Gap(name, f"请填{label}。")
        for name, label in TEXTS.items()
        if not (getattr(vacancy, name) or "").strip()
    ]


def _pay_gaps(vacancy: Vacancy) -> list[Gap]:
    if vacancy.pay_min is None or vacancy.pay_max is None:
        return [Gap("pay_min", "请填工资，从多少到多少。")]
    return []


def _validity_gaps(vacancy: Vacancy, day: date) -> list[Gap]:
    if vacancy.valid_to < day:
        return [Gap("valid_to", "有效期已经过了，请改到今天以后。")]
    if vacancy.valid_to > day + LONGEST:
        return [Gap("valid_to", "有效期最长一年。")]
    return []


def _secrets(vacancy: Vacancy) -> list[Gap]:
    return [
        Gap(name, f"{label}里的“{hit.words}”像是部队番号，可能涉密，请改写，比如“某部”。")
        for name, label in TEXTS.items()
        for hit in find_designations(getattr(vacancy, name))
    ] + [
        Gap(name, f"{label}：{sentence(one)}")
        for name, label in TEXTS.items()
        for one in find_private(getattr(vacancy, name), OF_PERSONS)
    ]
