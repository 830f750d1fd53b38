"""A wish that no vacancy of the list meets is answered above it, with what the law demands."""

from datetime import date

import pytest

from core.access import Role
from jobs.vacancies.models import VacancyCredential
from people.veterans.models import CredentialRecord
from tests.jobs.vacancies.world import make_vacancy
from tests.matching.cast import a_driver, a_service, a_truck_vacancy
from tests.people.accounts.world import make_account

NONE_OFFERED = "现在没有“护士”这种岗位在招，下面是别的岗位。"
LAW = "做这一行，法律规定要先有护士执业证书，"


@pytest.fixture
def shown(app, sign_in):
    account = make_account(role=Role.VETERAN, name="孙丽")
    a_truck_vacancy(credentials=[])
    make_vacancy(title="护工", occupation_code="4-14-01-02")

    def look(**more):
        values = {
            "services": [a_service(specialty="卫生员")],
            "credentials": [],
            "credentials_complete_on": None,
            "wanted_occupations": ["护士"],
        }
        a_driver(account_id=account.id, accepts_away=True, **(values | more))
        return sign_in(account).get("/matches").text

    return look


def test_that_nobody_seeks_a_nurse_is_stated_with_the_licence_the_law_demands(shown):
    assert f"{NONE_OFFERED}{LAW}您没填有没有；怎么考问服务站。" in shown()


def test_who_stated_all_certificates_lacks_it(shown):
    assert f"{NONE_OFFERED}{LAW}您还没有；" in shown(credentials_complete_on=date(2026, 1, 5))


def test_a_lapsed_licence_is_called_lapsed(shown):
    lapsed = CredentialRecord(key="nurse", name="护士证", expires_on=date(2020, 1, 1))

    assert f"{LAW}您的证过期了；" in shown(credentials=[lapsed])


def test_who_holds_the_licence_is_not_reminded_of_it(shown):
    page = shown(services=[], credentials=[CredentialRecord(key="nurse", name="护士证")])

    assert NONE_OFFERED in page
    assert "法律规定" not in page
    assert "您有护士执业证书，岗位是医疗护理员这一行，您没填做过" in page


def test_an_open_vacancy_of_the_occupation_needs_no_note(shown):
    make_vacancy(title="护士", occupation_code="2-05-08-00")

    assert "您想找的工作" not in shown()


def test_vacancies_of_the_occupation_that_all_exclude_are_stated(shown):
    make_vacancy(
        title="急诊护士",
        occupation_code="2-05-08-03",
        credentials=[VacancyCredential(key="nurse")],
    )

    page = shown(credentials_complete_on=date(2026, 1, 5))

    assert f"在招的“护士”岗位，您都有不符合的条件，没有列在下面。{LAW}您还没有；" in page


def test_a_word_that_names_no_occupation_is_stated_as_not_understood(shown):
    page = shown(wanted_occupations=["医院", "看大门"])

    assert "“医院”没看懂是哪种工作，排的时候没有用上" in page
    assert "现在没有“看大门”这种岗位在招，下面是别的岗位。</li>" in page  # no law in doubt
