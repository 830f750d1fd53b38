"""What the exchange adds to the world of the access tests: a package from a partner."""

from typing import Any

from fairs.exchange.models import Direction, Package, Partner, PartnerEmployer
from tests.jobs.employers.world import make_employer
from tests.people.divisions.world import LIUCHENG
from tests.support.rows import save

GUARDED = frozenset({"package_id", "named_id"})


def things(ids: dict[str, Any]) -> dict[str, Any]:
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
    named = save(
        PartnerEmployer(
            partner_id=partner.id,
            name="对方单位",
            employer_id=make_employer().id,
            local_id=make_employer().id,
        )
    )
    return {"package_id": package.id, "named_id": named.id, "verdict": "apart"}
