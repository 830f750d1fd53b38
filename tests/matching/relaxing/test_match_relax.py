"""放宽一条: counts by condition, removal by one click, audited, for editors of the vacancy."""

from datetime import date

import pytest
from sqlalchemy import select

from core.access import Role
from core.audit import AuditEvent
from core.db import db
from jobs.vacancies.models import VacancyCredential
from matching.candidates.queries import demanded
from people.veterans.models import CredentialRecord, Schooling
from tests.jobs.employers.world import make_employer
from tests.matching.cast import Page, a_driver, a_service, a_truck_vacancy
from tests.people.accounts.world import make_account
from tests.support.rows import fresh


@pytest.fixture
def desk(app, sign_in):
    account = make_account(role=Role.EMPLOYER, name="王经理")
    vacancy = a_truck_vacancy(
        employer=make_employer(account=account),
        schooling_min=Schooling.SENIOR,
        age_max=45,
        age_reason="驾驶重型车的规定",
        years_min=3,
        credentials=[VacancyCredential(key=key) for key in ("auto_repair_3", "drive_a2")],
    )
    browser = sign_in(account)

    def relax(condition, needed="", by=browser):
        form = {"condition": condition, "needed": needed}
        return by.post(f"/vacancies/{vacancy.id}/relax", data=form)

    relax.vacancy = vacancy
    relax.page = lambda: Page(browser.get(f"/vacancies/{vacancy.id}/relax").text)
    return relax


def people():
    """Make a veteran who fits, and others who fail one condition each."""
    a_mechanic()
    for _ in range(2):
        a_driver()
    a_mechanic(schooling=Schooling.JUNIOR)
    a_mechanic(born_on=date(1970, 1, 1))  # age, which nobody is advised to relax
    a_mechanic(credentials=[CredentialRecord(key="auto_repair_3", name="汽修高级")])  # by law
    short = a_service(started_on=date(2017, 12, 1))
    a_mechanic(services=[short])
    a_mechanic(schooling=Schooling.JUNIOR, born_on=date(1970, 1, 1))  # two conditions


def a_mechanic(**more):
    """Make a driver who holds both credentials asked for."""
    records = [
        CredentialRecord(key="drive_a2", name="A2 驾照"),
        CredentialRecord(key="auto_repair_3", name="汽修高级"),
    ]
    return a_driver(**({"credentials": records} | more))


@pytest.mark.parametrize(
    ("condition", "needed", "words"),
    [
        ("education", "高中以上学历", "学历放宽：不限。"),
        ("years", "", "工作年限放宽：不限。"),
        ("credentials", "auto_repair_3", "必须有的证，以“证书”一栏为准。"),
    ],
)
def test_a_line_below_the_requirements_names_what_is_relaxed(desk, condition, needed, words):
    before = desk.vacancy.requirements

    desk(condition, needed)

    assert fresh(desk.vacancy).requirements == f"{before}\n{words}"


def test_requirements_that_are_full_stay_as_they_are(desk):
    fresh(desk.vacancy).requirements = "要" * 1999
    db.session.commit()

    desk("years")

    assert fresh(desk.vacancy).requirements == "要" * 1999


def test_each_condition_is_shown_with_the_number_it_alone_excludes(desk):
    people()

    text = desk.page().text

    assert "现在符合硬性条件的 1 人" in text
    for line in (
        "不强求汽车维修工三级证，可多 2 人",
        "不强求高中以上学历，可多 1 人",
        "放宽工作年限，可多 1 人",
    ):
        assert line in text
    assert "放宽年龄" not in text
    assert "不强求 A2 驾照" not in text
    assert {miss.count for miss in demanded(desk.vacancy.id).misses} == {1, 2}


def keys_of(vacancy):
    return [credential.key for credential in vacancy.credentials]


@pytest.mark.parametrize(
    ("condition", "needed", "more", "left"),
    [
        ("credentials", "auto_repair_3", 2, lambda v: keys_of(v) == ["drive_a2"]),
        ("education", "高中以上学历", 1, lambda v: v.schooling_min is None),
        ("years", "", 1, lambda v: v.years_min is None),
    ],
)
def test_one_click_removes_the_condition_and_adds_the_candidates(
    desk, condition, needed, more, left
):
    people()

    answer = desk(condition, needed)

    assert answer.location == f"/vacancies/{desk.vacancy.id}/candidates"
    assert left(fresh(desk.vacancy))
    assert demanded(desk.vacancy.id).entitled == 1 + more
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (event.action, event.subject_id) == ("vacancy.relax", desk.vacancy.id)
    assert event.detail == {"condition": condition, "needed": needed}


@pytest.mark.parametrize(
    ("role", "status"), [(Role.LEADER, 403), (Role.CLERK, 403), (Role.VETERAN, 403)]
)
def test_roles_that_do_not_edit_vacancies_cannot_relax(desk, sign_in, role, status):
    browser = sign_in(make_account(role=role, name="别人"))

    assert desk("age", by=browser).status_code == status
    assert fresh(desk.vacancy).age_max == 45


def test_another_employer_finds_no_such_vacancy(desk, sign_in):
    rival = make_account(role=Role.EMPLOYER, name="赵经理")
    make_employer(account=rival)

    assert desk("age", by=sign_in(rival)).status_code == 404
    assert fresh(desk.vacancy).age_max == 45


@pytest.mark.parametrize(
    ("condition", "needed", "shown"),
    [
        ("place", "", "这一条不能在这里放宽。"),
        ("salary", "", "这一条不能在这里放宽。"),
        ("age", "", "这一条不能在这里放宽。"),
        ("credentials", "drive_a2", "这个证是法律规定上岗要有的，不能放宽。"),
        ("credentials", "cook_3", "岗位已经不要求这个证了。"),
    ],
)
def test_a_condition_that_cannot_be_relaxed_is_refused_and_nothing_changes(
    desk, condition, needed, shown
):
    before = fresh(desk.vacancy).version

    answer = desk(condition, needed)

    assert answer.status_code == 422
    assert shown in answer.text
    assert "放宽一条：" in answer.text
    assert fresh(desk.vacancy).version == before


@pytest.mark.parametrize(
    ("condition", "needed", "shown"),
    [
        ("", "", "没有选放宽哪一条。"),
        ("长" * 21, "", "最多 20 字。"),
        ("credentials", "长" * 41, "最多 40 字。"),
    ],
)
def test_a_button_with_foreign_values_is_refused_at_its_field(desk, condition, needed, shown):
    before = fresh(desk.vacancy).version

    answer = desk(condition, needed)

    assert answer.status_code == 422
    assert shown in answer.text
    assert fresh(desk.vacancy).version == before


def test_a_leader_reads_the_counts_without_a_button(desk, sign_in):
    people()
    leader = sign_in(make_account(role=Role.LEADER, name="刘局长"))

    html = leader.get(f"/vacancies/{desk.vacancy.id}/relax").text

    assert "放宽工作年限，可多 1 人" in html
    assert f'action="/vacancies/{desk.vacancy.id}/relax"' not in html


def test_place_is_counted_but_has_no_button(desk):
    a_mechanic(township_code=None, wanted_places=["340302"])

    page = desk.page()

    assert "有 1 人其他条件都符合，只是不愿到这里上班" in page.text
    assert "地点不能在这里改" in page.text


def test_no_near_candidates_shows_a_message(desk):
    assert "没有只差一条的人" in desk.page().text
