"""What the exchange adds to the world of the access tests: a package from a partner."""

from typing import Any

from fairs.exchange.models import Direction, Package, Partner
from tests.people.divisions.world import LIUCHENG
from tests.support.rows import save

GUARDED = frozenset({"package_id"})


def things(ids: dict[str, Any]) -> dict[str, int]:
    """Make a partner bureau and a package it sent for the fair."""
    own = ids["township_code"] == LIUCHENG
    partner = save(
        Partner(division_code="340321" if own else "330205", name="合作局", verify_key="x")
    )
    package = save(
        Package(
            direction=Direction.IN,
            partner_id=partner.id,
            fair_id=ids["fair_id"],
            digest=f"{ids['fair_id']:064d}",
            vacancies=0,
            sign_ups=0,
        )
    )
    return {"package_id": package.id}
