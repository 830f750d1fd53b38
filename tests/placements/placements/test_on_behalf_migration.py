"""The migration that tells apart who confirmed a placement and who recorded it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade

from core import audit, clock
from core.access import Role
from core.config import ROOT
from core.db import db, transaction
from people.veterans.models import EmploymentStatus
from placements.placements.models import (
    Placement,
    PlacementChannel,
    PlacementStatus,
    Side,
    VoidCause,
)
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import save

S = PlacementStatus


def revision_before() -> str:
    scripts = ScriptDirectory(str(ROOT / "migrations")).walk_revisions()
    (own,) = (one for one in scripts if Path(one.path).stem.endswith("placement_on_behalf"))
    return str(own.down_revision)


def old(employer: Any = None, **more: Any) -> int:
    """Return a placement as it was stored before, with both stamps."""
    at = clock.now()
    values = {
        "veteran_id": make_veteran().id,
        "employer_id": employer and employer.id,
        "employer_name": employer.name if employer else "上海某快递公司",
        "channel": PlacementChannel.SELF,
        "title": "司机",
        "start_on": date(2026, 1, 5),
        "status": S.CONFIRMED,
        "status_before": EmploymentStatus.SEEKING,
        "claimed_at": at,
        "employer_confirmed_at": at + timedelta(seconds=1),
        "veteran_confirmed_at": at + timedelta(seconds=1),
    }
    return save(Placement(**(values | more))).id


def confirmed(placement_id: int, side: Side, account: Any) -> None:
    with audit.acting(audit.Actor(account.id, "account")), transaction():
        audit.record("placement.confirm", "placement", placement_id, by_side=side.value)


def test_what_is_known_of_older_confirmations_is_kept_and_no_more(app):
    officer = make_account(role=Role.OFFICER, name="陈主任")
    boss = make_account(role=Role.EMPLOYER, name="王经理")
    firm = make_employer(account=boss)
    elsewhere = old(claimed_by=officer.id)
    by_both = old(firm, claimed_by=boss.id)
    by_call = old(make_employer(), claimed_by=boss.id)
    for_employer = old(make_employer())
    confirmed(by_call, Side.VETERAN, officer)
    confirmed(for_employer, Side.EMPLOYER, officer)
    confirmed(by_both, Side.EMPLOYER, boss)
    denied = old(firm, status=S.VOID, denied_by=Side.VETERAN)
    undone = old(firm, status=S.VOID, void_reason="重复")
    officer_id = officer.id
    db.session.remove()

    downgrade(revision=revision_before())
    db.session.remove()
    upgrade()

    rows = {one.id: one for one in db.session.query(Placement)}
    by = {key: (one.employer_confirmed_by, one.veteran_confirmed_by) for key, one in rows.items()}
    assert by[elsewhere] == (None, officer_id)
    assert by[by_both] == (None, None)
    assert by[by_call] == (None, officer_id)
    assert by[for_employer] == (officer_id, None)
    assert [key for key, one in rows.items() if one.employer_confirmed_at is None] == [elsewhere]
    assert all(one.veteran_confirmed_at for one in rows.values())
    assert {one.veteran_asked_by for one in rows.values()} == {None}  # the means are not known
    assert rows[denied].void_cause is VoidCause.DENIED
    assert (rows[undone].void_cause, rows[undone].void_note) == (None, "重复")
