"""Two clerks who settle one person, or load one list, in the same moment."""

import pytest
from sqlalchemy import func, select

from core.access import Role
from core.db import db, transaction
from core.errors import DomainError
from people.accounts.models import Account
from people.divisions.models import Division
from people.veterans.models import Veteran
from people.villages import operations
from people.villages.models import Residence, Village
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.people.villages.world import make_village
from tests.support.starting_line import rounds, together

pytestmark = pytest.mark.race
ROUNDS = 12


def test_one_person_lives_in_one_village(app):
    people = [make_veteran(name=f"老兵{n}").id for n in range(ROUNDS)]
    villages = [make_village(f"3403211002{n:02d}", f"{n}村").code for n in range(1, 9)]
    clerk_id = make_account(role=Role.CLERK, name="周站长").id

    def settle_it(number: int, each: int) -> None:
        with transaction() as session:
            veteran = session.get_one(Veteran, people[each])
            row = operations.residence_to_change(veteran)
            clerk = session.get_one(Account, clerk_id)
            operations.set_residence(veteran, row, villages[number], by=clerk)

    assert rounds(app, settle_it, of=ROUNDS) == []
    db.session.rollback()
    assert db.session.scalar(select(func.count(Residence.id))) == ROUNDS


def test_the_unique_key_decides_where_nobody_waits(app):
    """The control: without the lock all but the first are refused in plain words."""
    veteran_id, village = make_veteran().id, make_village().code
    clerk_id = make_account(role=Role.CLERK, name="周站长").id

    def settle_it(_number: int) -> None:
        with transaction() as session:
            clerk = session.get_one(Account, clerk_id)
            veteran = session.get_one(Veteran, veteran_id)
            operations.set_residence(veteran, None, village, by=clerk)

    errors = together(app, settle_it)

    assert [type(one) for one in errors] == [DomainError] * 7
    assert {one.message for one in errors} == {"刚刚有人改过，请重新打开再选。"}


def test_several_people_are_settled_once(app):
    people = [make_veteran(name=f"老兵{n}").id for n in range(5)]
    village = Village(make_village().code, "青禾村")
    clerk_id = make_account(role=Role.CLERK, name="周站长").id

    def settle_all(_number: int) -> None:
        with transaction() as session:
            clerk = session.get_one(Account, clerk_id)
            operations.settle_together(people, village, by=clerk)

    errors = together(app, settle_all)

    assert [type(one) for one in errors] == [DomainError] * 7
    db.session.rollback()
    assert db.session.scalar(select(func.count(Residence.id))) == 5


def test_a_village_is_removed_or_lived_in(app):
    """Whoever comes first wins; the other is refused in plain words."""
    veteran_id, village = make_veteran().id, Village(make_village().code, "青禾村")
    officer_id = make_account(role=Role.OFFICER, name="陈主任").id

    def act(number: int) -> None:
        with transaction() as session:
            officer = session.get_one(Account, officer_id)
            if number == 0:
                operations.remove_village(operations.village_to_change(village.code, officer))
            else:
                operations.settle_together([veteran_id], village, by=officer)

    errors = together(app, act, threads=2)

    assert len(errors) == 1
    assert isinstance(errors[0], DomainError)
    db.session.rollback()
    is_there = db.session.get(Division, village.code) is not None
    assert db.session.scalar(select(func.count(Residence.id))) == int(is_there)


def test_one_name_is_added_once(app):
    def add(number: int) -> None:
        with transaction():
            operations.add_village(f"34032110020{number + 1}", "青禾村")

    errors = together(app, add)

    assert [type(one) for one in errors] == [DomainError] * 7
    db.session.rollback()
    named = select(func.count(Division.code)).where(Division.name == "青禾村")
    assert db.session.scalar(named) == 1
