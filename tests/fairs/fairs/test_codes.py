"""What a printed code holds, and which page it opens for whom."""

import re

import pytest

from core import addresses
from core.access import Role
from core.codes import code_in
from core.db import transaction
from core.qr import qr_image
from fairs.fairs.models import FairStatus, SignUpStatus
from tests.fairs.fairs.world import book, make_booths, make_fair, sign_up
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.support.rows import changed, fresh, rows

CODE = "ACDE-FGHJ-KMNP"
ADDRESS = "https://job.example.cn"
PICTURE = re.compile(r'src="(data:image/png;base64,[^"]+)"')


def signed_up(status=FairStatus.RUNNING, **more):
    """Return the veteran's account and the sign-up with the code, at a fair of that status."""
    account = make_account(name="李大山")
    veteran = make_veteran(name="李大山", account_id=account.id)
    return account, sign_up(make_fair(status, **more), veteran, code=CODE)


def exhibitor(row):
    """Return the account of an employer with a booth at the sign-up's fair."""
    boss = make_account(role=Role.EMPLOYER, name="王经理")
    fair = fresh(row).fair
    (booth,) = make_booths(fair, 1)
    book(fair, make_employer(account=boss), booth)
    return boss


def test_the_code_of_a_sign_up_is_an_address(public_address, sign_in):
    account, row = signed_up()

    page = sign_in(account).get(f"/fairs/{row.fair_id}/mine").text

    assert PICTURE.findall(page) == [qr_image(f"{public_address}/c/{CODE}")]
    assert CODE in page


def test_the_itinerary_has_the_same_address_and_the_code_to_read_aloud(public_address, sign_in):
    account, row = signed_up()
    officer = sign_in(make_account(role=Role.OFFICER))

    pages = [
        sign_in(account).get(f"/fairs/{row.fair_id}/itinerary").text,
        officer.get(f"/fairs/{row.fair_id}/plan/print").text,
    ]

    for page in pages:
        assert PICTURE.findall(page) == [qr_image(f"{public_address}/c/{CODE}")]
        assert CODE in page
        assert "RONGYE_ADDRESS" not in page


def test_without_an_address_the_code_stays_and_staff_learn_what_to_set(app, sign_in):
    account, row = signed_up()

    own = sign_in(account).get(f"/fairs/{row.fair_id}/mine").text
    printed = sign_in(make_account(role=Role.OFFICER)).get(f"/fairs/{row.fair_id}/plan/print").text

    assert PICTURE.findall(own) == PICTURE.findall(printed) == [qr_image(CODE)]
    assert CODE in own
    assert "RONGYE_ADDRESS" not in own
    assert "请系统管理员设 RONGYE_ADDRESS" in printed


@pytest.mark.usefixtures("public_address")
def test_a_host_of_the_request_reaches_no_address(app):
    with app.test_request_context("/", base_url="http://evil.example"):
        assert addresses.public_address("fairs.by_code", code=CODE) == f"{ADDRESS}/c/{CODE}"


def test_a_stranger_sees_the_fair_without_a_name(client):
    signed_up()

    page = client.get(f"/c/{CODE}")

    assert page.status_code == 200
    assert "榴城镇专场招聘会" in page.text
    assert "李大山" not in page.text


@pytest.mark.parametrize("written", ["acde-fghj-kmnp", "ACDEFGHJKMNP"])
def test_an_address_is_understood_however_it_was_typed(client, written):
    signed_up()

    assert client.get(f"/c/{written}").status_code == 200
    assert client.get("/c/ACDE-FGHJ-KMNR").status_code == 404


def test_a_code_of_a_draft_opens_nothing(client):
    signed_up(FairStatus.DRAFT)

    assert client.get(f"/c/{CODE}").status_code == 404


def test_the_veteran_comes_to_their_own_sign_up(sign_in):
    account, row = signed_up()

    answer = sign_in(account).get(f"/c/{CODE}")

    assert answer.location == f"/fairs/{row.fair_id}/mine"


def test_another_veteran_sees_no_name(sign_in):
    signed_up()
    other = make_account(name="王小河")
    make_veteran(name="王小河", account_id=other.id)

    page = sign_in(other).get(f"/c/{CODE}")

    assert page.status_code == 200
    assert "李大山" not in page.text


def test_an_employer_with_a_booth_comes_to_it_with_the_code_filled_in(sign_in):
    _account, row = signed_up()

    page = sign_in(exhibitor(row)).get(f"/c/{CODE}", follow_redirects=True)

    assert page.request.path == f"/fairs/{row.fair_id}/booth"
    assert f'value="{CODE}"' in page.text


def test_an_employer_without_a_booth_sees_no_name(sign_in):
    signed_up()
    boss = make_account(role=Role.EMPLOYER, name="赵经理")
    make_employer(account=boss)

    page = sign_in(boss).get(f"/c/{CODE}")

    assert page.status_code == 200
    assert "李大山" not in page.text


def test_staff_at_the_door_see_who_it_is_and_check_in_by_a_press(sign_in):
    _account, row = signed_up()
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))
    before = rows()

    page = clerk.get(f"/c/{CODE}")

    assert changed(before, rows()) == {"+audit_event", "+audit_person", "audit_head.digest"}
    assert "李大山" in page.text
    action = re.search(r'action="([^"]+/door)"', page.text)[1]
    assert clerk.post(action, data={"words": CODE}).status_code == 302
    assert fresh(row).checked_in_at is not None
    assert "已签到" in clerk.get(f"/c/{CODE}").text


def test_staff_of_another_township_see_no_name(sign_in):
    signed_up(township_code=CHANGFEN)

    page = sign_in(make_account(role=Role.CLERK, name="周站长")).get(f"/c/{CODE}")

    assert page.status_code == 200
    assert "李大山" not in page.text


def test_before_the_fair_there_is_no_button(sign_in):
    signed_up(FairStatus.PUBLISHED)

    page = sign_in(make_account(role=Role.OFFICER, name="陈主任")).get(f"/c/{CODE}").text

    assert 'name="words"' not in page
    assert "招聘会现在是“已发布”" in page


def test_a_cancelled_sign_up_is_named_so(client):
    _account, row = signed_up()
    with transaction(audited=False):
        fresh(row).status = SignUpStatus.CANCELLED

    assert "这次报名取消了" in client.get(f"/c/{CODE}").text


@pytest.mark.parametrize(
    "typed",
    [
        f"{ADDRESS}/c/{CODE}",
        f"{ADDRESS}/c/{CODE}\n",
        f"HTTPS://JOB.EXAMPLE.CN/C/{CODE}",
        "ｈｔｔｐｓ：／／ｊｏｂ．ｅｘａｍｐｌｅ．ｃｎ／ｃ／ＡＣＤＥ－ＦＧＨＪ－ＫＭＮＰ",
        f"和土匹配四：、、就。额想。从、c、{CODE}",
        "acde-fghj-kmnp",
        "ＡＣＤＥ－ＦＧＨＪ－ＫＭＮＰ",
    ],
)
def test_a_scanner_that_types_is_understood_under_any_keyboard(sign_in, typed):
    _account, row = signed_up()
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))

    answer = clerk.post(f"/fairs/{row.fair_id}/door", data={"words": typed})

    assert answer.status_code == 302
    assert fresh(row).checked_in_at is not None


@pytest.mark.parametrize("name", ["李大山", "买买提·艾合买提", "Ann/Elizabeth", "", None, "/c/"])
def test_a_name_is_no_address(name):
    assert code_in(name) == name


def test_a_booth_understands_an_address_too(sign_in):
    _account, row = signed_up()
    browser = sign_in(exhibitor(row))

    answer = browser.post(
        f"/fairs/{row.fair_id}/booth", data={"code": f"{ADDRESS}/c/{CODE}", "outcome": "MET"}
    )

    assert answer.status_code == 302
    assert fresh(row).status is SignUpStatus.SIGNED
    assert CODE in browser.get(f"/fairs/{row.fair_id}/booth").text


def test_a_paper_list_of_scanned_addresses_checks_in(sign_in):
    _account, row = signed_up()
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))

    clerk.post(f"/fairs/{row.fair_id}/door/paper", data={"lines": f"{ADDRESS}/c/{CODE}\n"})

    assert fresh(row).checked_in_at is not None


def test_codes_of_before_hold_as_addresses(client):
    _account, row = signed_up()
    with transaction(audited=False):
        fresh(row).code = "aB_9-xY2kLm0"

    assert client.get("/c/aB_9-xY2kLm0").status_code == 200


def test_the_camera_is_permitted_at_the_booth_of_a_running_fair(sign_in):
    _account, row = signed_up()
    boss = sign_in(exhibitor(row))

    page = boss.get(f"/fairs/{row.fair_id}/booth")
    other = boss.get(f"/fairs/{row.fair_id}")

    assert page.headers["Permissions-Policy"].startswith("camera=(self), ")
    assert other.headers["Permissions-Policy"].startswith("camera=(), ")


def test_a_claim_code_is_behind_the_sign_no_server_receives(public_address, sign_in):
    veteran = make_veteran(name="李大山", account=None)
    clerk = sign_in(make_account(role=Role.CLERK, name="周站长"))

    page = clerk.post(f"/veterans/{veteran.id}/claim-code").text
    code = re.search(r'<b class="num">([^<]+)</b>', page)[1]

    assert PICTURE.findall(page) == [qr_image(f"{public_address}/claim#{code}")]
