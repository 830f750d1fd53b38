"""Rows for tests; each factory commits, because a request has its own session."""

import itertools
from datetime import timedelta
from typing import Any

from core import clock
from core.access import Role
from core.db import db, transaction
from jobs.employers.models import Employer, EmployerMember, EmployerStatus, Industry, Staffing
from jobs.vacancies.models import PayPeriod, Vacancy, VacancyStatus
from matching.engine.weights import PRIOR
from matching.models import ModelKind, ModelStatus, ModelVersion
from people.accounts.models import Account
from people.accounts.passwords import hash_password
from people.veterans.models import Schooling, Veteran

PASSWORD = "good-horse-7"
LIUCHENG = "340321100"  # 榴城镇
CHANGFEN = "340321104"  # 常坟镇
_numbers = itertools.count(1)
# 18-character codes that pass GB 32100-2015 (the reference's synthetic and published vectors).
CREDIT_CODES = ("91340321MA2000019H", "92340321MA20000279", "93340321MA20000351")


def a_phone() -> str:
    """Return a phone number that is unique within the test."""
    return f"199{next(_numbers):08d}"


def save(row: Any) -> Any:
    """Commit one row and return it."""
    with transaction(audited=False) as session:
        session.add(row)
    return row


def make_account(
    *,
    role: Role = Role.VETERAN,
    name: str = "张建国",
    phone: str | None = None,
    division_code: str | None = None,
    **more: Any,
) -> Account:
    """Create an account with PASSWORD; a clerk belongs to 榴城镇 by default."""
    if role is Role.CLERK and division_code is None:
        division_code = LIUCHENG
    account = Account(
        role=role,
        name=name,
        phone=phone or a_phone(),
        password_hash=hash_password(PASSWORD),
        division_code=division_code,
        **more,
    )
    saved: Account = save(account)
    return saved


def make_veteran(*, account: Account | None = None, **more: Any) -> Veteran:
    """Create a job-seeking veteran of 榴城镇."""
    values: dict[str, Any] = {
        "name": account.name if account else "张建国",
        "phone": account.phone if account else a_phone(),
        "township_code": LIUCHENG,
        "schooling": Schooling.SENIOR,
        "account_id": account.id if account else None,
    }
    veteran: Veteran = save(Veteran(**(values | more)))
    return veteran


def make_employer(*, account: Account | None = None, **more: Any) -> Employer:
    """Create a verified employer of 榴城镇, with `account` as its member."""
    today = clock.today()
    values: dict[str, Any] = {
        "name": f"怀远县顺达物流有限公司{next(_numbers)}",
        "industry": Industry.G,
        "staffing": Staffing.UNDER_100,
        "introduction": "本县货运企业，主营仓储和干线运输。",
        "division_code": LIUCHENG,
        "address": "榴城镇禹王路 1 号",
        "contact_name": "王经理",
        "contact_phone": a_phone(),
        "status": EmployerStatus.VERIFIED,
        "submitted_at": clock.now(),
        "verified_at": clock.now(),
        "verified_until": today + timedelta(days=180),
    }
    employer: Employer = save(Employer(**(values | more)))
    if account is not None:
        save(EmployerMember(account_id=account.id, employer_id=employer.id))
    return employer


def make_vacancy(*, employer: Employer | None = None, **more: Any) -> Vacancy:
    """Create an open vacancy for a truck driver in 榴城镇."""
    employer = employer or make_employer()
    values: dict[str, Any] = {
        "employer_id": employer.id,
        "title": "货车驾驶员",
        "headcount": 2,
        "duties": "驾驶重型货车跑省内线路，做好车辆日常保养。",
        "requirements": "持 A2 驾照，有货运经验。",
        "place_code": LIUCHENG,
        "pay_min": 6500,
        "pay_max": 8000,
        "pay_period": PayPeriod.MONTH,
        "valid_to": clock.days_ahead(30),
        "status": VacancyStatus.PUBLISHED,
        "published_at": clock.now(),
    }
    vacancy: Vacancy = save(Vacancy(**(values | more)))
    return vacancy


def make_version(kind: ModelKind = ModelKind.WEIGHTS) -> ModelVersion:
    """Create a draft model version with the prior's weights."""
    version: ModelVersion = save(
        ModelVersion(
            kind=kind,
            status=ModelStatus.DRAFT,
            content={"points": dict(PRIOR)},
            report={},
            made_at=clock.now(),
        )
    )
    return version


def fresh(row: Any) -> Any:
    """Read a row again with a new session."""
    db.session.rollback()
    return db.session.get_one(type(row), row.id)
