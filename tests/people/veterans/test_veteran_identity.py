"""The identity number of a profile: read, kept, removed, taken, verified again."""

from datetime import date

import pytest

from core.access import Role
from core.db import db, transaction
from core.errors import DomainError
from people.veterans import operations
from people.veterans.facts import IdentityFacts
from people.veterans.models import (
    Sex,
    Verification,
    Veteran,
)
from tests.people.accounts.world import make_account
from tests.people.veterans.test_veteran_profile import send
from tests.people.veterans.world import SPELL, make_veteran
from tests.support.rows import fresh

ID_NUMBER = "340321190001010013"
PARTS = (
    "status occupations places terms service certificates skills work education township "
    "resettlement basic"
)


def test_an_identity_number_fills_sex_and_birth_date(browser, zhang):
    answer = send(browser, zhang, "basic", identity="３４０３２１１９０００１０１００１３")

    saved = fresh(zhang)
    assert answer.location == "/me"
    assert (saved.id_number, saved.sex, saved.born_on) == (ID_NUMBER, Sex.MALE, date(1900, 1, 1))
    assert "340321********0013" in browser.get("/me/basic").text


def test_an_empty_identity_number_keeps_the_one_stored(browser, zhang):
    send(browser, zhang, "basic", identity=ID_NUMBER)
    send(browser, zhang, "basic", identity="")

    assert fresh(zhang).id_number == ID_NUMBER


def test_an_identity_number_can_be_taken_out(browser, zhang):
    send(browser, zhang, "basic", identity=ID_NUMBER)
    send(browser, zhang, "basic", drop_identity="y", born_on="1980-05-01")

    saved = fresh(zhang)
    assert (saved.id_number, saved.sex, saved.born_on) == (None, None, date(1980, 5, 1))


def test_a_wrong_identity_number_is_shown_at_its_field(browser, zhang):
    answer = send(browser, zhang, "basic", identity="34032119000101001X")

    assert answer.status_code == 422
    assert '<a href="#identity">身份证号有一位不对，请对照身份证再填。</a>' in answer.text


def test_the_identity_number_of_a_child_is_refused(browser, zhang):
    answer = send(browser, zhang, "basic", identity="340321202401010018")

    assert answer.status_code == 422
    assert '<a href="#identity">按这个出生日期还不到 16 岁' in answer.text


def test_dates_that_do_not_fit_each_other_are_refused_from_both_sides(browser, zhang):
    send(browser, zhang, "basic", born_on="1990-05-01")
    served = browser.post("/me/service/new", data=SPELL | {"started_on": "2000-12-01"})
    retired = send(
        browser, zhang, "resettlement", soldier_class="CONSCRIPT", retired_on="2001-12-01"
    )
    browser.post("/me/service/new", data=SPELL)
    born = send(browser, zhang, "basic", born_on="2000-05-01")

    assert [served.status_code, retired.status_code, born.status_code] == [422, 422, 422]
    assert '<a href="#started_on">按出生日期算，入伍时还不到 12 岁' in served.text
    assert '<a href="#retired_on">按出生日期算，退役时还不到 16 岁' in retired.text
    assert '<a href="#born_on">按出生日期算，入伍时还不到 12 岁' in born.text


def test_the_public_does_not_learn_whose_number_is_taken(browser, zhang):
    make_veteran(name="李大山", id_number=ID_NUMBER)

    answer = send(browser, zhang, "basic", identity=ID_NUMBER)

    assert answer.status_code == 422
    assert "这个身份证号现在不能保存，请带身份证到服务站核对。" in answer.text
    assert fresh(zhang).id_number is None


def test_staff_are_shown_that_a_number_is_taken(sign_in, zhang):
    make_veteran(name="李大山", id_number=ID_NUMBER)
    clerk = sign_in(make_account(role=Role.CLERK, name="赵站长"))

    answer = clerk.post(
        f"/veterans/{zhang.id}/edit/basic",
        data={"version": fresh(zhang).version, "identity": ID_NUMBER},
    )

    assert "这个身份证号已经登记过，请联系服务站。" in answer.text


def test_one_number_typed_for_two_people_in_the_same_moment_is_saved_once(zhang, monkeypatch):
    make_veteran(name="李大山", id_number=ID_NUMBER)
    monkeypatch.setattr(db.session, "scalar", lambda _query: None)  # neither read the other

    with pytest.raises(DomainError, match="这个身份证号现在不能保存"), transaction():
        veteran = db.session.get_one(type(zhang), zhang.id)
        operations.save_basic(veteran, IdentityFacts(ID_NUMBER), by_id=1)


@pytest.mark.parametrize("change", [{"identity": "34032119000101003X"}, {"drop_identity": "y"}])
def test_a_verified_person_whose_identity_changes_waits_for_staff_again(app, sign_in, change):
    account = make_account()
    veteran = make_veteran(account=account, verification=Verification.VERIFIED)
    with transaction(audited=False) as session:
        session.get_one(Veteran, veteran.id).id_number = ID_NUMBER
    own = sign_in(account)

    own.post("/me/basic", data=change | {"version": str(fresh(veteran).version)})

    assert fresh(veteran).verification is Verification.UNVERIFIED
    assert "要重新核实" in own.get("/me").text
    desk = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    assert veteran.name in desk.get("/veterans/queue").text
    assert "身份证号或出生日期有改动" in desk.get(f"/veterans/{veteran.id}").text


def test_saving_the_same_identity_keeps_the_verification(app, sign_in):
    account = make_account()
    veteran = make_veteran(account=account, verification=Verification.VERIFIED)
    with transaction(audited=False) as session:
        row = session.get_one(Veteran, veteran.id)
        row.id_number, row.born_on = ID_NUMBER, date(1900, 1, 1)
    own = sign_in(account)

    own.post("/me/basic", data={"identity": ID_NUMBER, "version": str(fresh(veteran).version)})

    assert fresh(veteran).verification is Verification.VERIFIED


def test_a_mismatch_is_shown_on_the_veterans_page(sign_in):
    account = make_account()
    make_veteran(account=account, verification=Verification.MISMATCH)

    page = sign_in(account).get("/me")

    assert "退役军人身份：不符" in page.text
