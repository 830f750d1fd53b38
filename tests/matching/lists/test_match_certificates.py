"""Cards ask for certificates the profile does not state, and lead to where they are entered."""

import pytest

from core.access import Role
from core.db import transaction
from jobs.vacancies.models import VacancyCredential
from people.veterans import operations
from people.veterans.models import Veteran
from tests.matching.cast import a_driver, a_truck_vacancy
from tests.people.accounts.world import make_account


def needs(*keys):
    return a_truck_vacancy(credentials=[VacancyCredential(key=key) for key in keys])


@pytest.fixture
def page(app, sign_in):
    account = make_account(role=Role.VETERAN, name="张老兵")

    def look(**more):
        veteran = a_driver(account_id=account.id, accepts_away=True, **more)
        return veteran, lambda: sign_in(account).get("/matches").text

    return look


def test_a_card_asks_for_what_is_not_stated_and_links_to_the_form(page):
    needs("drive_a2", "road_freight")
    _, shown = page(credentials=[], credentials_complete_on=None)

    text = " ".join(shown().split())

    assert "没填证书，要这些证，您有没有：A2 驾照、货运从业资格证" in text
    assert '<a href="/me/certificates">去填证书</a>' in text


def test_ticking_that_these_are_all_takes_the_vacancy_from_the_list(page):
    needs("drive_a2", "road_freight")
    veteran, shown = page(credentials_complete_on=None)
    assert "还要这些证，您没填有没有：货运从业资格证" in shown()

    with transaction() as session:
        operations.save_complete(session.get_one(Veteran, veteran.id), is_complete=True)

    assert "现在没有能应聘的岗位" in shown()
