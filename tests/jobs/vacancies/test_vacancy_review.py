"""The bureau reviews vacancies; owners pause, resume, fill, close and reopen; the clock expires."""

import pytest
from sqlalchemy import select

from core import clock
from core.access import Role
from core.db import db, transaction
from jobs.employers.models import EmployerStatus
from jobs.vacancies import operations, queries
from jobs.vacancies.cli import cli
from jobs.vacancies.models import Vacancy, VacancyStatus
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.support.rows import fresh

WAITING = {"status": VacancyStatus.SUBMITTED, "published_at": None}


@pytest.fixture
def account(app):
    return make_account(role=Role.EMPLOYER, name="王经理")


@pytest.fixture
def employer(account):
    return make_employer(account=account)


@pytest.fixture
def owner(employer, account, sign_in):
    return sign_in(account)


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def do(browser, vacancy, event, **data):
    seen = {"version": str(fresh(vacancy).version)}
    return browser.post(f"/vacancies/{vacancy.id}/{event}", data=seen | data)


def status_of(vacancy):
    return fresh(vacancy).status


def test_the_queue_shows_the_longest_waiting_first(officer, employer):
    make_vacancy(employer=employer, title="保安", **WAITING)
    make_vacancy(
        employer=employer, title="司机", updated_at=clock.now().replace(year=2020), **WAITING
    )
    make_vacancy(employer=employer, title="已发布的")

    page = officer.get("/vacancies/queue").text

    assert page.index("司机") < page.index("保安")
    assert "已发布的" not in page


def test_an_empty_queue_shows_so(officer):
    assert "没有等待审核的岗位" in officer.get("/vacancies/queue").text


def test_a_reviewed_vacancy_is_open(officer, employer):
    vacancy = make_vacancy(employer=employer, **WAITING)

    response = do(officer, vacancy, "publish")

    assert response.status_code == 302
    assert status_of(vacancy) is VacancyStatus.PUBLISHED
    assert queries.get_open(vacancy.id, clock.today()).published_at is not None


def test_a_returned_vacancy_shows_why_and_may_be_edited(officer, owner, employer):
    vacancy = make_vacancy(employer=employer, **WAITING)

    bare = do(officer, vacancy, "send_back")
    reasoned = do(officer, vacancy, "send_back", reason="工资写得太宽")

    assert bare.status_code == 422
    assert "请写明理由，单位会看到。" in bare.text
    assert reasoned.status_code == 302
    assert status_of(vacancy) is VacancyStatus.RETURNED
    assert "工资写得太宽" in owner.get(f"/vacancies/{vacancy.id}/edit").text


def test_a_reason_too_long_is_shown_whole_at_its_event(officer, employer):
    vacancy = make_vacancy(employer=employer, status=VacancyStatus.SUBMITTED)
    reason = "改" * 201

    answer = do(officer, vacancy, "send_back", reason=reason)

    assert answer.status_code == 422
    assert '<a href="#reason-send_back">最多 200 字。</a>' in answer.text
    assert reason in answer.text
    assert fresh(vacancy).status is VacancyStatus.SUBMITTED


@pytest.mark.parametrize("event", ["publish", "send_back", "remove"])
def test_an_owner_does_nothing_of_the_bureaus(owner, employer, event):
    vacancy = make_vacancy(employer=employer, **WAITING)

    response = do(owner, vacancy, event, reason="我自己来")

    assert response.status_code == 422
    assert "岗位现在是“待审核”，不能这样操作。" in response.text
    assert status_of(vacancy) is VacancyStatus.SUBMITTED


def test_a_vacancy_of_an_unverified_employer_is_not_published(officer):
    lapsed = make_employer(verified_until=clock.days_ahead(-1))
    vacancy = make_vacancy(employer=lapsed, **WAITING)

    response = do(officer, vacancy, "publish")

    assert response.status_code == 422
    assert "核实通过后才能提交岗位。" in response.text
    assert status_of(vacancy) is VacancyStatus.SUBMITTED


def test_unlawful_words_stop_a_vacancy_at_review_too(officer, employer):
    vacancy = make_vacancy(employer=employer, duties="限男性", **WAITING)

    response = do(officer, vacancy, "publish")

    assert response.status_code == 422
    assert "有 1 处写法不合规定，请先改好。" in response.text


def test_owners_pause_resume_fill_and_close(owner, employer):
    vacancy = make_vacancy(employer=employer)
    other = make_vacancy(employer=employer)

    moves = [
        (do(owner, vacancy, event), status_of(vacancy)) for event in ("pause", "resume", "fill")
    ]
    do(owner, other, "close")

    assert [status for _, status in moves] == [
        VacancyStatus.PAUSED,
        VacancyStatus.PUBLISHED,
        VacancyStatus.FILLED,
    ]
    assert status_of(other) is VacancyStatus.CLOSED
    assert fresh(other).closed_at is not None


def test_resuming_keeps_the_day_of_publication(owner, employer):
    vacancy = make_vacancy(employer=employer)
    published_at = vacancy.published_at
    do(owner, vacancy, "pause")

    do(owner, vacancy, "resume")

    assert fresh(vacancy).published_at == published_at


def test_a_paused_vacancy_that_ran_out_is_not_resumed(owner, employer):
    vacancy = make_vacancy(
        employer=employer, status=VacancyStatus.PAUSED, valid_to=clock.days_ahead(-1)
    )

    response = do(owner, vacancy, "resume")

    assert response.status_code == 422
    assert "有效期已经过了，请重新招聘。" in response.text


def test_buttons_are_what_the_viewer_may_do(owner, officer, employer, sign_in):
    vacancy = make_vacancy(employer=employer)
    leader = sign_in(make_account(role=Role.LEADER))

    seen = [browser.get(f"/vacancies/{vacancy.id}").text for browser in (owner, officer, leader)]

    assert ["暂停招聘" in page for page in seen] == [True, True, False]
    assert ["下架" in page for page in seen] == [False, True, False]
    assert "有效期已过</button>" not in "".join(seen)


def test_a_leader_changes_nothing(sign_in, employer):
    vacancy = make_vacancy(employer=employer)

    assert do(sign_in(make_account(role=Role.LEADER)), vacancy, "pause").status_code == 403


@pytest.mark.parametrize("event", ["expire", "status", "__class__", "send"])
def test_no_browser_makes_up_an_event(officer, employer, event):
    vacancy = make_vacancy(employer=employer)

    assert do(officer, vacancy, event).status_code == 422
    assert status_of(vacancy) is VacancyStatus.PUBLISHED


def test_reopening_makes_a_new_vacancy_linked_to_the_old(owner, employer):
    old = make_vacancy(employer=employer, status=VacancyStatus.FILLED)

    response = owner.post(f"/vacancies/{old.id}/reopen")
    again = owner.post(f"/vacancies/{old.id}/reopen")

    db.session.rollback()
    new = db.session.scalars(select(Vacancy).where(Vacancy.replaces_id == old.id)).one()
    assert response.location == f"/vacancies/{new.id}/edit"
    assert (new.status, new.published_at) == (VacancyStatus.DRAFT, None)
    assert status_of(old) is VacancyStatus.FILLED
    assert again.status_code == 422
    assert "这个岗位已经重新招聘了" in again.text
    assert "这个岗位已经重新招聘了" in again.text


def test_a_running_or_removed_vacancy_is_not_reopened(owner, employer):
    for status in (VacancyStatus.PUBLISHED, VacancyStatus.REMOVED, VacancyStatus.DRAFT):
        vacancy = make_vacancy(employer=employer, status=status)
        answer = owner.post(f"/vacancies/{vacancy.id}/reopen")
        assert answer.status_code == 422
        assert "不能重新招聘。" in answer.text


def test_expire_ends_what_ran_out_and_does_nothing_the_second_time(employer):
    yesterday, today = clock.days_ahead(-1), clock.today()
    over = make_vacancy(employer=employer, valid_to=yesterday)
    paused = make_vacancy(employer=employer, valid_to=yesterday, status=VacancyStatus.PAUSED)
    last_day = make_vacancy(employer=employer, valid_to=today)
    draft = make_vacancy(employer=employer, valid_to=yesterday, status=VacancyStatus.DRAFT)

    counts = []
    for _ in range(2):
        with transaction():
            counts.append(operations.expire_overdue(today))

    assert counts == [2, 0]
    assert [status_of(one) for one in (over, paused, last_day, draft)] == [
        VacancyStatus.EXPIRED,
        VacancyStatus.EXPIRED,
        VacancyStatus.PUBLISHED,
        VacancyStatus.DRAFT,
    ]
    assert fresh(over).closed_at is not None


def test_the_expire_command_shows_how_many(app, employer):
    make_vacancy(employer=employer, valid_to=clock.days_ahead(-1))

    result = app.test_cli_runner().invoke(cli, ["expire"])

    assert result.output == "1 个岗位已过期。\n"


def test_the_desk_shows_existing_counts_and_what_ends_soon(account, sign_in):
    employer = make_employer(account=account, name="怀远县顺达物流")
    make_vacancy(employer=employer, title="叉车工", valid_to=clock.days_ahead(2))
    make_vacancy(employer=employer, status=VacancyStatus.DRAFT)
    make_vacancy(title="别家的岗位")

    page = sign_in(account).get("/employer").text

    assert "单位已核实，可以提交岗位" in page
    assert "叉车工 招聘到" in page
    assert "别家的岗位" not in page
    assert "单位资料没有填完" in page  # the factory's employer has no credit code


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (EmployerStatus.PENDING, "单位资料正在核实，2 个工作日内办完"),
        (EmployerStatus.LAPSED, "单位核实已到期"),
        (EmployerStatus.REFUSED, "核实没有通过，不能发布岗位"),
    ],
)
def test_the_desk_shows_an_unverified_employer_what_to_do(account, sign_in, status, sentence):
    make_employer(account=account, status=status)

    assert sentence in sign_in(account).get("/employer").text


def test_lists_are_the_viewers_own(owner, officer, employer):
    make_vacancy(employer=employer, title="叉车工")
    make_vacancy(title="厨师", status=VacancyStatus.PAUSED)

    own, all_vacancies = owner.get("/vacancies").text, officer.get("/vacancies").text
    found = officer.get("/vacancies?q=厨&status=PAUSED").text

    assert ("叉车工" in own, "厨师" in own) == (True, False)
    assert ("叉车工" in all_vacancies, "厨师" in all_vacancies) == (True, True)
    assert ("叉车工" in found, "厨师" in found) == (False, True)
    assert "没有符合的岗位" in officer.get("/vacancies?q=没有这个").text
