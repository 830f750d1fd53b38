"""What shows numbers in full, resets or deletes asks for the password again, now and then."""

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from core import clock
from core.access import Role
from core.db import transaction
from people.accounts.models import WebSession
from people.notices.models import Audience, CallStatus, Notice
from people.veterans.models import Veteran
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import PASSWORD, make_account
from tests.people.divisions.world import LIUCHENG
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh, save

ASK = "请填您的登录密码。"
WRONG = "登录密码不对，请再试一次。"
NUMBER = "19912345678"
EARLIER = timedelta(minutes=12)  # the password is asked again, the session is not yet idle


def reveal(_sign_in) -> tuple[Role, str, dict]:
    veteran = make_veteran(phone=NUMBER)
    return Role.CLERK, f"/veterans/{veteran.id}/reveal", {"reason": "CONTACT"}


def call_sheet(_sign_in) -> tuple[Role, str, dict]:
    veteran = make_veteran(phone=NUMBER)
    notice = Notice(
        key="one",
        audience=Audience.VETERAN,
        audience_id=veteran.id,
        kind="application",
        title="有进展",
        township_code=LIUCHENG,
        call=CallStatus.DUE,
    )
    notice.body = "单位开始看您的投递。"
    save(notice)
    return Role.CLERK, "/calls/sheet", {}


def employer_phone(_sign_in) -> tuple[Role, str, dict]:
    employer = make_employer(contact_phone=NUMBER)
    return Role.OFFICER, f"/employers/{employer.id}/phone", {"purpose": "核实岗位"}


def own_data(_sign_in) -> tuple[Role, str, dict]:
    return Role.VETERAN, "/me/data/export", {}


def reset(_sign_in) -> tuple[Role, str, dict]:
    officer = make_account(role=Role.OFFICER, name="陈主任")
    return Role.ADMIN, f"/staff/{officer.id}/reset", {}


PLACES = {
    "reveal": (reveal, NUMBER),
    "call sheet": (call_sheet, NUMBER),
    "employer's phone": (employer_phone, NUMBER),
    "own data": (own_data, NUMBER),
    "reset": (reset, "一次性密码"),
}


@pytest.fixture(params=PLACES)
def place(request, sign_in):
    """A browser signed in a while ago, the address, the form's data, and what it would show."""
    make, shown = PLACES[request.param]
    role, path, data = make(sign_in)
    account = make_account(role=role, name="用的人", phone=NUMBER if role is Role.VETERAN else None)
    if role is Role.VETERAN:
        make_veteran(account=account)
    browser = sign_in(account)
    with time_machine.travel(clock.now() + EARLIER, tick=False) as traveller:
        yield browser, path, data, shown, traveller


def test_an_open_browser_shows_nothing_without_the_password(place):
    browser, path, data, shown, _ = place

    without, wrong = (
        browser.post(path, data=data),
        browser.post(path, data=data | {"password_again": "wrong-guess-1"}),
    )

    assert without.status_code == wrong.status_code == 422
    assert ASK in without.text
    assert WRONG in wrong.text
    assert shown not in without.text + wrong.text


def test_the_password_is_asked_once_in_ten_minutes(place):
    browser, path, data, shown, traveller = place

    first = browser.post(path, data=data | {"password_again": PASSWORD})
    traveller.shift(9 * 60)
    again = browser.post(path, data=data)
    traveller.shift(2 * 60)
    later = browser.post(path, data=data)

    assert (first.status_code, again.status_code, later.status_code) == (200, 200, 422)
    assert shown in first.text
    assert shown in again.text


def test_the_password_is_not_guessed_here_either(place):
    browser, path, data, _, _ = place

    answers = Counter(
        browser.post(path, data=data | {"password_again": f"wrong-guess-{n}"}).status_code
        for n in range(10)
    )
    right = browser.post(path, data=data | {"password_again": PASSWORD})

    assert answers == {422: 5, 429: 5}
    assert right.status_code == 429


def test_a_sign_in_counts_for_the_own_session_only(sign_in):
    clerk, veteran = make_account(role=Role.OFFICER), make_veteran(phone=NUMBER)
    other = make_account(role=Role.OFFICER, name="另一位")
    with time_machine.travel(clock.now() - EARLIER, tick=False):
        browser = sign_in(clerk)
    sign_in(other)

    answer = browser.post(f"/veterans/{veteran.id}/reveal", data={"reason": "CONTACT"})

    assert answer.status_code == 422


def test_deleting_oneself_always_asks(sign_in):
    account = make_account()
    veteran, browser = make_veteran(account=account), sign_in(account)
    page = browser.get("/me/data/delete")

    without = browser.post("/me/data/delete")
    wrong = browser.post("/me/data/delete", data={"password_again": "wrong-guess-1"})

    assert "您的登录密码" in page.text
    assert (without.status_code, wrong.status_code) == (422, 422)
    assert fresh(veteran).id
    right = browser.post("/me/data/delete", data={"password_again": PASSWORD})
    assert right.status_code == 302
    with pytest.raises(Exception, match="No row"):
        fresh(Veteran(id=veteran.id))


def test_the_exchange_package_asks(sign_in):
    with time_machine.travel(clock.now() - EARLIER, tick=False):
        browser = sign_in(make_account(role=Role.OFFICER))

    answer = browser.post("/exchange/out", data={"passphrase": "long-march-9 long-march-9"})

    assert ASK in answer.text
    assert "请选招聘会。" in answer.text


def test_the_own_page_masks_the_numbers(sign_in):
    account = make_account(phone=NUMBER)
    make_veteran(account=account)

    page = sign_in(account).get("/me/data").text

    assert NUMBER not in page
    assert "199****5678" in page


def test_a_session_confirmed_in_the_future_is_asked(sign_in):
    """A clock that was wrong must not leave a session confirmed for good."""
    browser, veteran = sign_in(make_account(role=Role.OFFICER)), make_veteran()
    with transaction(audited=False) as session:
        session.scalars(select(WebSession)).one().confirmed_at = clock.now() + timedelta(hours=1)

    answer = browser.post(f"/veterans/{veteran.id}/reveal", data={"reason": "CONTACT"})

    assert answer.status_code == 422
