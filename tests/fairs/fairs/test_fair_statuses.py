"""Life cycle of a fair: every event in every status for every role, and the drawn table."""

from itertools import product

import pytest

from core.access import Role
from core.errors import DomainError
from fairs.fairs import lifecycle
from fairs.fairs.models import Fair, FairStatus

S = FairStatus
BUREAU = {Role.OFFICER}
TABLE = {
    "publish": ({S.DRAFT}, S.PUBLISHED, BUREAU),
    "start": ({S.PUBLISHED}, S.RUNNING, {Role.OFFICER, None}),
    "end": ({S.RUNNING}, S.ENDED, {Role.OFFICER, None}),
    "close": ({S.ENDED}, S.CLOSED, BUREAU),
    "cancel": ({S.DRAFT, S.PUBLISHED}, S.CANCELLED, BUREAU),
}


@pytest.mark.parametrize(("status", "event"), list(product(S, TABLE)))
def test_an_event_is_open_to_the_roles_of_the_table_and_leads_where_it_shows(status, event):
    sources, target, allowed = TABLE[event]
    for role in (None, *Role):
        fair = Fair(status=status)
        if status in sources and role in allowed:
            lifecycle.LIFE.move(fair, event, role=role)
            assert fair.status is target
        else:
            with pytest.raises(DomainError):
                lifecycle.LIFE.move(fair, event, role=role)
            assert fair.status is status
