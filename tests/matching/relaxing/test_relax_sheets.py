"""放宽一条, printed for a fair: one sheet for each employer."""

import pytest

from core.access import Role
from core.db import transaction
from fairs.fairs import queries
from matching.candidates.queries import demanded
from matching.relaxing.queries import demand_for
from people.veterans.models import Schooling
from tests.fairs.fairs.world import make_fair
from tests.matching.fairplan.hall import Hall
from tests.people.accounts.world import make_account


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def test_each_employer_gets_its_sheet_of_single_conditions(app, officer, sign_in):
    hall = Hall()
    for veteran in hall.veterans[:2]:
        graduate(veteran)

    page = officer.get(f"/fairs/{hall.fair.id}/relax/print")
    assert page.text.count("<section") == 3
    for employer in hall.employers:
        assert f"{employer.name}：放宽一条" in page.text
    assert not any(one.name in page.text for one in hall.veterans)

    own = sign_in(hall.boss).get(f"/fairs/{hall.fair.id}/booth/relax/print").text
    assert own.count("<section") == 1
    assert "单位1：" not in own


def graduate(veteran) -> None:
    with transaction(audited=False) as session:
        session.merge(veteran).schooling = Schooling.BACHELOR


def test_the_sheets_count_as_the_page_of_each_vacancy_does(app):
    hall = Hall()
    graduate(hall.veterans[0])
    vacancies = [row.vacancy_id for row in queries.fair_vacancies(hall.fair.id)]

    found = demand_for(vacancies)

    assert set(found) == set(vacancies)
    for vacancy_id, demand in found.items():
        one = demanded(vacancy_id)
        assert (demand.entitled, demand.misses) == (one.entitled, one.misses)


def test_a_fair_without_vacancies_shows_so(app, officer):
    assert "还没有单位选好" in officer.get(f"/fairs/{make_fair().id}/relax/print").text
