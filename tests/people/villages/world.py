"""What villages add to the world of the access tests: one village in each township."""

from typing import Any

from core.access import Role
from core.db import db
from people.divisions.models import Division, DivisionLevel
from people.veterans.models import Veteran
from people.villages.models import Residence
from tests.people.accounts.world import make_account
from tests.support.rows import save

GUARDED = frozenset({"village_code"})
LIUCHENG_VILLAGE = "340321100201"


def things(ids: dict[str, Any]) -> dict[str, str]:
    """Make a village in the veteran's township, where the veteran lives."""
    veteran = db.session.get_one(Veteran, ids["veteran_id"])
    village = make_village(f"{veteran.township_code}201")
    settle(veteran, village)
    return {"village_code": village.code}


def make_village(code: str = LIUCHENG_VILLAGE, name: str = "青禾村") -> Division:
    """Make a village, in 榴城镇 unless its code says otherwise."""
    row: Division = save(
        Division(code=code, name=name, short_name=name, level=DivisionLevel.VILLAGE)
    )
    return row


def settle(veteran: Veteran, village: Division) -> Residence:
    """Make a veteran live in a village."""
    officer = make_account(role=Role.OFFICER, name="陈主任")
    row: Residence = save(
        Residence(veteran_id=veteran.id, village_code=village.code, set_by=officer.id)
    )
    return row
