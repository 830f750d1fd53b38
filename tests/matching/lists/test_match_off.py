"""Newest first: the profile of a veteran who opted out is not used anywhere."""

import pytest

from core import clock
from core.access import Role
from core.db import transaction
from matching.index import queries
from people.veterans import operations
from people.veterans.models import Consent, ConsentPurpose
from tests.matching.cast import Page, a_driver, a_truck_vacancy, vacancies_of
from tests.people.accounts.world import make_account
from tests.support.rows import fresh, save


def withdraw(veteran):
    consent = save(
        Consent(
            veteran_id=veteran.id,
            purpose=ConsentPurpose.REGISTER,
            wording="同意。",
            given_at=clock.now(),
        )
    )
    with transaction():
        operations.withdraw_consent(fresh_in(veteran), consent.id)


def switch_off(veteran):
    with transaction():
        operations.set_personalised(fresh_in(veteran), personalised=False)


def fresh_in(veteran):
    """Read a row inside the running transaction."""
    return queries.db.session.get_one(type(veteran), veteran.id)


WAYS = pytest.mark.parametrize("opt_out", [switch_off, withdraw])


@WAYS
def test_the_list_is_the_newest_first_and_reads_no_profile(app, sign_in, monkeypatch, opt_out):
    account = make_account()
    veteran = a_driver(account=account)
    older = a_truck_vacancy(credentials=[], title="保安员", published_at=clock.now())
    newer = a_truck_vacancy(schooling_min=None, age_max=18, age_reason="规定")
    opt_out(veteran)
    monkeypatch.setattr("matching.lists.views.whose.veteran_doc", refuse)
    browser = sign_in(account)

    page = Page(browser.get("/matches").text)

    assert vacancies_of(page) == [newer.id, older.id]
    assert "按发布时间排，没有用您的资料" in page.text
    assert not page.hrefs("怎么算的")
    assert "合适" not in page.text.replace("老兵就业", "")


@WAYS
def test_neither_why_nor_near_use_the_profile(app, sign_in, monkeypatch, opt_out):
    account = make_account()
    veteran = a_driver(account=account)
    vacancy = a_truck_vacancy()
    opt_out(veteran)
    monkeypatch.setattr("matching.lists.views.whose.veteran_doc", refuse)
    browser = sign_in(account)

    for path in ("/matches/near", f"/matches/{vacancy.id}"):
        page = Page(browser.get(path).text)
        assert "个人推荐关着" in page.text
        assert page.hrefs("看最新岗位") == ["/matches"]


@WAYS
def test_staff_see_the_newest_first_too_with_the_reason(app, sign_in, opt_out):
    veteran = a_driver()
    vacancy = a_truck_vacancy()
    opt_out(veteran)
    browser = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    path = f"/veterans/{veteran.id}/matches"

    page = Page(browser.get(path).text)

    assert vacancies_of(page) == [vacancy.id]
    assert "本人关掉了个人推荐，或者收回了同意。" in page.text
    for sub in ("/near", f"/{vacancy.id}"):
        assert "没有用资料算" in browser.get(path + sub).text


@WAYS
def test_the_command_line_does_not_rank_them_either(app, opt_out):
    veteran = a_driver()
    a_truck_vacancy()
    opt_out(veteran)

    result = app.test_cli_runner().invoke(args=["matching", "rank", "--veteran", str(veteran.id)])

    assert result.exit_code == 1
    assert "本人关掉了个人推荐或收回了同意" in result.output


def test_switching_recommendation_on_again_shows_reasons(app, sign_in):
    account = make_account()
    veteran = a_driver(account=account)
    a_truck_vacancy()
    switch_off(veteran)
    with transaction():
        operations.set_personalised(fresh_in(veteran), personalised=True)

    assert queries.uses_profile(fresh(veteran))
    assert "很合适" in sign_in(account).get("/matches").text


def refuse(*_args):
    raise AssertionError("the profile must not be read")


def test_the_profile_page_shows_that_a_withdrawn_consent_ends_the_ranking(app, sign_in):
    account = make_account(name="张建国")
    veteran = a_driver(account=account)
    browser = sign_in(account)
    assert "现在按您的资料排序" in browser.get("/me").text

    withdraw(veteran)

    page = browser.get("/me").text
    assert "现在按您的资料排序" not in page
    assert "您收回了同意，现在按发布时间排序" in page
