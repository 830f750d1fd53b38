"""Employers for tests, and what they add to the world of the access tests."""

from datetime import timedelta
from typing import Any

from core import clock
from core.db import db
from jobs.employers.models import (
    DocumentKind,
    Employer,
    EmployerDocument,
    EmployerMember,
    EmployerStatus,
    Industry,
    Staffing,
)
from people.accounts.models import Account
from tests.people.accounts.world import a_phone
from tests.people.divisions.world import LIUCHENG
from tests.support.rows import save, stored_file, unique_number

GUARDED = frozenset({"employer_id", "document_id"})
# 18-character codes that pass GB 32100-2015 (the reference's synthetic and published vectors).
CREDIT_CODES = ("91340321MA2000019H", "92340321MA20000279", "93340321MA20000351")
FIRM = {
    "name": "怀远县新大地物业有限公司",
    "credit_code": "91340321MA2000019H",
    "industry": "K",
    "introduction": "本县物业企业，管理六个小区，保安和保洁共八十人。",
    "division_code": "榴城镇",
    "address": "榴城镇禹王路 8 号",
    "contact_name": "王大力",
    "contact_phone": "13800001111",
}
HEAD = "企业名称,统一社会信用代码,法定代表人,联系人,联系电话,乡镇,地址,行业,员工人数,是否军创"
FIRM_PASSWORDS = {"password": "water-and-light-9", "again": "water-and-light-9"}


def things(ids: dict[str, Any]) -> dict[str, int]:
    """Make the employer of the account given, with its licence."""
    account = db.session.get_one(Account, ids["employer_account_id"])
    employer = make_employer(account=account)
    document = save(
        EmployerDocument(
            employer_id=employer.id, kind=DocumentKind.LICENCE, file_id=stored_file("licence").id
        )
    )
    return {"employer_id": employer.id, "document_id": document.id}


def make_employer(*, account: Account | None = None, **more: Any) -> Employer:
    """Create a verified employer of 榴城镇, with `account` as its member."""
    today = clock.today()
    values: dict[str, Any] = {
        "name": f"怀远县顺达物流有限公司{unique_number()}",
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


def line(name: str, **cells: str) -> str:
    """Return one line below `HEAD`."""
    values = {
        "code": "",
        "legal_person": "王经理",
        "contact_name": "李主任",
        "phone": a_phone(),
        "township": "榴城",
        "address": "禹王路1号",
        "industry": "制造业",
        "staffing": "50",
        "veteran_run": "否",
    }
    return ",".join([name, *(values | cells).values()])


def sheet(*lines: str, head: str = HEAD) -> bytes:
    """Return lines of CSV below a heading as a file."""
    return "\n".join([head, *lines]).encode()
