"""Concurrent callers who set the next action of one veteran leave one open action."""

import threading
from collections import Counter

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.db import db, transaction
from people.accounts.models import Account
from people.caseload import operations, queries
from people.caseload.facts import ActionFacts
from people.caseload.models import NextAction
from people.veterans.models import Veteran
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.starting_line import ROUNDS, THREADS, rounds

pytestmark = pytest.mark.race


def test_one_action_is_open_after_concurrent_callers(app):
    people = [make_veteran(name=f"老兵{n}").id for n in range(ROUNDS)]
    owner_id = make_account(role=Role.OFFICER, name="陈主任").id

    def set_it(number: int, each: int) -> None:
        with transaction() as session:
            operations.set_next_action(
                session.get_one(Veteran, people[each]),
                ActionFacts(f"第 {number} 步", clock.days_ahead(3), owner_id),
                by=session.get_one(Account, owner_id),
            )

    assert rounds(app, set_it) == []
    db.session.rollback()
    open_actions = select(func.count()).where(NextAction.done_on.is_(None))
    assert db.session.scalar(open_actions) == ROUNDS
    assert db.session.scalar(select(func.count(NextAction.id))) == ROUNDS * THREADS


def test_looking_first_alone_would_open_several(app):
    """The control: without a lock each caller finds no open action."""
    people = [make_veteran(name=f"老兵{n}").id for n in range(ROUNDS)]
    looked = threading.Barrier(THREADS)
    would: Counter[int] = Counter()
    lock = threading.Lock()

    def look(_number: int, each: int) -> None:
        is_none = queries.open_action(people[each]) is None
        looked.wait(timeout=600)
        with lock:
            would[each] += is_none

    assert rounds(app, look) == []
    assert min(would.values()) > 1
