"""First pages: every count leads to as many rows, and what is done is not listed."""

import re
from collections import Counter
from datetime import timedelta

import pytest

from core import clock
from core.access import Role
from core.db import transaction
from core.scheduling import leader
from jobs.applications.models import Application, ApplicationStatus, Origin
from jobs.employers.models import EmployerStatus
from jobs.vacancies.models import VacancyStatus
from tests.fairs.fairs.world import book, make_booths, make_fair
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.support.queries import count_queries
from tests.support.rows import save


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def lines(page: str) -> dict[str, int]:
    """Return the counts of the desk by their words."""
    found = re.findall(r"todo__count[^>]*>\s*<span[^>]*>(\d+)</span>\s*</b>\s*<div>([^<]+)", page)
    return {label: int(number) for number, label in found}


def silent(veteran, **more) -> Application:
    values = {"applied_at": clock.now() - timedelta(days=9)} | more
    values.setdefault("vacancy_id", 0)
    values["vacancy_id"] = values["vacancy_id"] or make_vacancy().id
    return save(Application(veteran_id=veteran.id, **values))


def test_staff_start_on_the_page_of_what_waits(officer):
    leader.take("a scheduler")  # without one, that is what waits
    assert officer.get("/").location == "/desk"
    assert "都办完了" in officer.get("/desk").text


def test_menu_and_first_page_count_once(officer):
    with count_queries() as counted:
        assert officer.get("/desk").status_code == 200

    read = " ".join(counted.selects).replace("\n", " ")
    assert read.count("FROM lease") == read.count("FROM seen_moment") == 1
    assert len(counted.selects) == len(set(counted.selects)), repeated(counted.selects)


def repeated(statements: list[str]) -> list[str]:
    return [one for one, times in Counter(statements).items() if times > 1]


def test_a_leader_is_shown_what_waits_and_asked_for_nothing(sign_in):
    make_employer(status=EmployerStatus.PENDING, verified_until=None)
    silent(make_veteran())
    page = sign_in(make_account(role=Role.LEADER, name="刘局长")).get("/desk").text

    assert lines(page)["份投递单位太久没答复"] == 1
    assert "等着您的" not in page
    assert re.findall(r"去催单位|去核实|件待办", page) == []
    assert "看名单" in page


def test_each_line_counts_the_rows_it_leads_to(officer):
    make_employer(status=EmployerStatus.PENDING, verified_until=None)
    for number in range(3):
        silent(make_veteran(name=f"老兵{number}"))

    page = officer.get("/desk").text

    counted = lines(page)
    assert counted["家单位等核实"] == 1
    assert counted["份投递单位太久没答复"] == 3
    behind = officer.get("/applications?silent=1").text
    assert behind.count('<th scope="row"') == 3


def refused(veteran, clerk, times: int) -> None:
    for _ in range(times):
        save(
            Application(
                veteran_id=veteran.id,
                vacancy_id=make_vacancy().id,
                origin=Origin.REFERRAL,
                referred_by=clerk.id,
                status=ApplicationStatus.REJECTED,
                applied_at=clock.now(),
                closed_at=clock.now(),
            )
        )


def test_a_veteran_referred_three_times_in_vain_is_listed(officer):
    clerk = make_account(role=Role.CLERK, name="周站长")
    thrice, twice = make_veteran(name="三次没成"), make_veteran(name="两次没成")
    refused(thrice, clerk, 3)
    refused(twice, clerk, 2)

    page = officer.get("/desk/referrals").text

    assert lines(officer.get("/desk").text)["人推荐 3 次没成"] == 1
    assert "三次没成" in page
    assert "两次没成" not in page


def test_a_clerks_desk_shows_their_township_only(sign_in):
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))
    silent(make_veteran(township_code=CHANGFEN))

    page = clerk.get("/desk").text

    assert "份投递单位太久没答复" not in page
    assert "家单位等核实" not in page


def test_an_answered_application_is_not_on_the_desk(officer):
    application = silent(make_veteran())
    assert "份投递单位太久没答复" in officer.get("/desk").text

    with transaction(audited=False) as session:
        session.get_one(Application, application.id).answered_at = clock.now()

    assert "份投递单位太久没答复" not in officer.get("/desk").text


def test_an_employer_sees_who_waits_interviews_fairs_and_old_vacancies_to_copy(sign_in):
    boss = make_account(role=Role.EMPLOYER, name="王经理")
    employer = make_employer(account=boss)
    vacancy = make_vacancy(employer=employer)
    old = make_vacancy(employer=employer, title="去年的仓管员", status=VacancyStatus.EXPIRED)
    silent(make_veteran(name="张建国"), vacancy_id=vacancy.id)
    silent(
        make_veteran(),
        vacancy_id=vacancy.id,
        status=ApplicationStatus.INVITED,
        interview_at=clock.now() + timedelta(days=1),
        interview_place="榴城镇禹王路",
    )
    fair = make_fair()
    book(fair, employer, make_booths(fair, 1)[0])
    browser = sign_in(boss)

    page = browser.get("/employer").text
    copied = browser.post(f"/vacancies/{old.id}/copy")

    assert lines(page)["份投递等您答复太久了"] == 1
    assert "榴城镇禹王路" in page
    assert "展位 A01" in page
    assert "去年的仓管员" in page
    assert "张建国" not in page
    assert copied.status_code == 302
