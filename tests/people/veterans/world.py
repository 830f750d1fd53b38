"""Veterans for tests, and what they add to the world of the access tests."""

from datetime import date
from typing import Any

from core import clock
from core.db import db
from people.accounts.models import Account
from people.veterans.models import (
    Branch,
    Consent,
    ConsentPurpose,
    RankSystem,
    Schooling,
    ServiceRecord,
    Veteran,
)
from tests.people.accounts.world import a_phone
from tests.people.divisions.world import LIUCHENG
from tests.support.rows import save

GUARDED = frozenset({"veteran_id", "record_id", "consent_id"})
PERSON = {"name": "张建国", "phone": "13812345678", "password": "long-march-9", "consent": "y"}
AT_THE_DESK = {"name": "李大山", "phone": "13912345678", "township_code": LIUCHENG, "consent": "y"}
SPELL = {
    "branch": "ARMY",
    "specialty": "汽车驾驶",
    "started_on": "2010-12-01",
    "ended_on": "2018-12-01",
}


def things(ids: dict[str, Any]) -> dict[str, Any]:
    """Make the veteran with the account and in the township given, with service and consent."""
    account = db.session.get_one(Account, ids["veteran_account_id"])
    veteran = make_veteran(account=account, township_code=ids["township_code"])
    record = save(
        ServiceRecord(
            veteran_id=veteran.id,
            branch=Branch.ARMY,
            specialty="汽车驾驶",
            rank_system=RankSystem.FROM_2009,
            rank="中士",
            started_on=date(2010, 12, 1),
            ended_on=date(2018, 12, 1),
        )
    )
    consent = save(
        Consent(
            veteran_id=veteran.id,
            purpose=ConsentPurpose.REGISTER,
            wording="同意登记。",
            given_at=clock.now(),
        )
    )
    made = {"veteran_id": veteran.id, "record_id": record.id, "consent_id": consent.id}
    return made | {"kind": "service", "section": "status"}


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
