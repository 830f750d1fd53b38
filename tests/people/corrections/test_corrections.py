"""Forgotten password, changed phone, misspelt name: at the station, at the bureau."""

import re
import threading

import pytest
from sqlalchemy import func, select

from core import access
from core.access import Role
from core.audit import AuditEvent
from core.db import db, transaction
from core.errors import DomainError
from core.outbox import OutboxMessage
from jobs.employers.models import EmployerStatus
from people.accounts.models import Account
from people.accounts.queries import live_session
from people.corrections.facts import Proof
from people.corrections.models import Correction, Paper
from people.notices.models import CallStatus, Notice
from people.veterans import operations as veterans
from people.veterans.facts import RegistrationFacts
from people.veterans.models import Verification, Veteran
from people.veterans.operations import registration
from people.veterans.views import corrections as pages
from tests.jobs.employers.world import make_employer
from tests.people.accounts.world import PASSWORD, make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.support.forms import form_at
from tests.support.rows import fresh
from tests.support.starting_line import together

OLD, NEW = "13800000401", "13800000402"
SEEN = {"paper": "ID_CARD", "note": ""}
ONE_TIME = re.compile(r">([2-9a-z]{4}(?:-[2-9a-z]{4}){2})<")


@pytest.fixture
def clerk(sign_in):
    return sign_in(make_account(role=Role.CLERK, name="赵站长"))


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


@pytest.fixture
def zhang(app):
    account = make_account(name="张建国", phone=OLD)
    return make_veteran(account=account, verification=Verification.VERIFIED)


def submit(browser, veteran, what, **data):
    page = f"/veterans/{veteran.id}/correct/{what}"
    return browser.post(page, data=SEEN | {"version": str(fresh(veteran).version)} | data)


def enter(client, phone, password):
    return client.post("/sign-in", data={"phone": phone, "password": password})


def all_of(model):
    db.session.rollback()
    return db.session.scalars(select(model).order_by(model.id)).all()


def actions():
    return [one.action for one in all_of(AuditEvent)]


def test_a_forgotten_password_is_reset_at_the_station(clerk, client, zhang):
    enter(client, OLD, PASSWORD)

    answer = submit(clerk, zhang, "password")
    one_time = ONE_TIME.search(answer.text)[1]

    assert client.get("/account").status_code == 302  # the session has ended
    assert enter(client, OLD, PASSWORD).status_code == 422
    assert enter(client, OLD, one_time).location == "/account/password"
    assert client.get("/me").location == "/account/password"
    assert fresh(zhang).verification is Verification.VERIFIED
    assert one_time not in clerk.get(f"/veterans/{zhang.id}").text


def test_a_changed_phone_keeps_password_and_verification(clerk, client, zhang):
    enter(client, OLD, PASSWORD)

    answer = submit(clerk, zhang, "phone", phone="+86 138-0000-0402")

    assert answer.location == f"/veterans/{zhang.id}"
    assert client.get("/account").status_code == 302
    assert enter(client, OLD, PASSWORD).status_code == 422
    assert enter(client, NEW, PASSWORD).status_code == 302
    assert (fresh(zhang).phone, fresh(zhang).verification) == (NEW, Verification.VERIFIED)


def test_a_misspelt_name_is_corrected_and_verified_again(clerk, client, zhang):
    answer = submit(clerk, zhang, "name", name="张 建囯", paper="HOUSEHOLD")

    enter(client, OLD, PASSWORD)
    assert answer.status_code == 302
    assert (fresh(zhang).name, fresh(zhang).verification) == ("张建囯", Verification.UNVERIFIED)
    assert "张建囯" in client.get("/account").text
    assert "姓名改正过，要重新核实。" in clerk.get(f"/veterans/{zhang.id}").text


def test_a_form_refused_is_saved_once_it_is_corrected(clerk, zhang):
    page = f"/veterans/{zhang.id}/correct/name"
    refused = submit(clerk, zhang, "name", name="", form_key="k" * 22)
    key = form_at(refused.text, page).values()["form_key"][0]

    answer = submit(clerk, zhang, "name", name="张建军", form_key=key)

    assert (refused.status_code, answer.status_code) == (422, 302)
    assert fresh(zhang).name == "张建军"


def test_both_phones_are_informed_and_the_station_calls(clerk, zhang):
    submit(clerk, zhang, "phone", phone=NEW)

    texts = [one.body.partition("\n")[0] for one in all_of(OutboxMessage)]
    notice = all_of(Notice)[0]
    assert sorted(texts) == [OLD, NEW]
    assert notice.call is CallStatus.DUE
    assert "您登记的手机号换了" in clerk.get("/calls").text


def test_the_owner_reads_it_in_the_inbox_and_in_the_own_data(clerk, client, zhang):
    submit(clerk, zhang, "phone", phone=NEW)
    enter(client, NEW, PASSWORD)

    assert "您登记的手机号换了" in client.get("/notices").text
    data = client.get("/me/data").text
    assert "换手机号" in data
    assert "身份证原件" in data


@pytest.mark.parametrize("words", [OLD, "138 0000 0401", "张建国", "张 建国", NEW, "李建国"])
def test_what_was_before_still_finds_the_person(clerk, zhang, words):
    submit(clerk, zhang, "phone", phone=NEW)
    submit(clerk, zhang, "name", name="李建国")

    answer = clerk.post("/veterans/search", data={"words": words})

    assert "找到 1 人" in answer.text


def test_the_page_keeps_who_did_it_on_which_paper_and_masks_the_old_phone(clerk, zhang):
    submit(clerk, zhang, "phone", phone=NEW, paper="OTHER", note="居住证")

    page = clerk.get(f"/veterans/{zhang.id}").text
    assert "赵站长：换手机号，看了其他证明" in page
    assert "138****0401" in page
    assert OLD not in page
    revealed = clerk.post(f"/veterans/{zhang.id}/reveal", data={"reason": "CONTACT"}).text
    assert OLD in revealed
    assert "veteran.correct_phone" in actions()


@pytest.mark.parametrize(
    ("what", "data", "message"),
    [
        ("phone", {"phone": NEW, "paper": ""}, "请选看了什么证件。"),
        ("phone", {"phone": NEW, "paper": "OTHER"}, "请写明看了什么证明。"),
        ("phone", {"phone": "138 0000 0401"}, "现在登记的就是这个手机号。"),
        ("phone", {"phone": "123"}, "请填 11 位手机号，以 1 开头。"),
        ("name", {"name": "张建国\u200b"}, "现在登记的就是这个姓名。"),
        ("name", {"name": "123"}, "姓名里要有汉字或字母，请填真实姓名。"),
        ("password", {"paper": "LICENCE"}, "不是有效的选择"),
        ("password", {"version": "0"}, "您看过以后，这条资料又改过了。"),
    ],
)
def test_what_is_refused_changes_nothing(clerk, zhang, what, data, message):
    answer = submit(clerk, zhang, what, **data)

    assert answer.status_code == 422
    assert message in answer.text or "Not a valid choice" in answer.text
    assert (fresh(zhang).phone, fresh(zhang).name) == (OLD, "张建国")
    assert all_of(Correction) == []


def test_a_phone_and_name_of_another_profile_are_refused(clerk, zhang):
    make_veteran(name="张建国", phone=NEW)
    make_veteran(name="张小国", phone=OLD)

    moved = submit(clerk, zhang, "phone", phone=NEW)
    renamed = submit(clerk, zhang, "name", name="张小国")

    assert [moved.status_code, renamed.status_code] == [422, 422]
    assert "有另一份资料也是这个姓名和手机号" in moved.text
    assert all_of(Correction) == []


def test_a_full_phone_is_refused(clerk, zhang):
    for number in range(5):
        make_account(phone=NEW, name=f"第{number}位")

    assert "已经有 5 个账号" in submit(clerk, zhang, "phone", phone=NEW).text


def test_the_password_of_the_clerk_is_asked_for(clerk, zhang):
    with clerk.session_transaction() as cookie:
        token = cookie["token"]
    with transaction(audited=False):
        live_session(token).confirmed_at = None

    refused = submit(clerk, zhang, "phone", phone=NEW)
    done = submit(clerk, zhang, "phone", phone=NEW, password_again=PASSWORD)

    assert "请填您的登录密码。" in refused.text
    assert done.status_code == 302


@pytest.mark.parametrize("what", ["", "/password", "/phone", "/name"])
def test_another_township_does_not_exist_for_a_clerk(clerk, zhang, what):
    stranger = make_veteran(account=make_account(name="外乡人"), township_code=CHANGFEN)

    assert clerk.get(f"/veterans/{stranger.id}/correct{what}").status_code == 404
    if what:
        assert submit(clerk, stranger, what[1:], phone=NEW, name="外人").status_code == 404


@pytest.mark.parametrize("what", ["password", "phone", "name"])
def test_only_caseworkers_correct_veterans_and_only_officers_employers(app, what):
    rules = (
        access.rule_of(app, f"veterans.correct_{what}"),
        access.rule_of(app, f"employers.correct_{what}"),
    )
    allowed = [{role for role in Role if rule.permits(role, "POST")} for rule in rules]

    assert allowed == [set(access.CASEWORKERS), set(access.OFFICERS)]


def test_without_an_account_there_is_a_claim_code_instead(clerk):
    veteran = make_veteran(name="李大山", phone=OLD)

    page = clerk.get(f"/veterans/{veteran.id}/correct").text
    answer = submit(clerk, veteran, "password")

    assert "打印认领码" in page
    assert "/correct/password" not in page
    assert "本人还没有账号，请打印认领码交给本人。" in answer.text


def test_corrections_are_deleted_with_the_profile(clerk, zhang):
    submit(clerk, zhang, "phone", phone=NEW)

    with transaction():
        veterans.forget(fresh(zhang))

    assert all_of(Correction) == []


@pytest.fixture
def firm(app):
    return make_employer(account=make_account(role=Role.EMPLOYER, name="王经理"))


def at_the_bureau(browser, firm, what, **data):
    account = contact(firm)
    facts = {"account": str(account.id), "version": str(fresh(firm).version)}
    return browser.post(f"/employers/{firm.id}/correct/{what}", data=SEEN | facts | data)


def contact(firm) -> Account:
    db.session.rollback()
    return db.session.scalars(select(Account).where(Account.role == Role.EMPLOYER)).all()[0]


def test_a_contact_gets_a_new_password_phone_and_name(officer, client, firm):
    account = contact(firm)
    old_phone, old_name, status = account.phone, account.name, firm.status

    one_time = ONE_TIME.search(at_the_bureau(officer, firm, "password").text)[1]
    at_the_bureau(officer, firm, "phone", phone=NEW)
    at_the_bureau(officer, firm, "name", name="王大经理")

    assert enter(client, old_phone, one_time).status_code == 422
    assert enter(client, NEW, one_time).location == "/account/password"
    assert contact(firm).name == "王大经理"
    assert fresh(firm).status is status is EmployerStatus.VERIFIED
    page = officer.get(f"/employers/{firm.id}").text
    assert old_phone[-4:] in page
    assert f"原来的姓名 {old_name}" in page
    assert firm.name in officer.get("/employers", query_string={"q": old_name}).text


def test_the_account_of_another_firm_is_refused(officer, firm):
    other = make_account(role=Role.EMPLOYER, name="别家")

    answer = at_the_bureau(officer, firm, "phone", phone=NEW, account=str(other.id))

    assert answer.status_code == 422
    assert fresh(other).phone != NEW


def test_the_sign_in_page_names_the_way(client):
    page = client.get("/sign-in").text

    assert "忘了密码、换了手机号、姓名写错了" in page


def two_clerks_at_once(app, sign_in, veteran) -> list[int]:
    """Change one phone to two others from the same page in the same moment."""
    browsers = [sign_in(make_account(role=Role.CLERK, name=f"站员{n}")) for n in "甲乙"]
    version, veteran_id, answers = str(fresh(veteran).version), veteran.id, []
    db.session.rollback()

    def change(number: int) -> None:
        data = SEEN | {"version": version, "phone": f"1380000050{number}"}
        page = f"/veterans/{veteran_id}/correct/phone"
        answers.append(browsers[number].post(page, data=data).status_code)

    assert together(app, change, threads=2) == []
    return sorted(answers)


@pytest.mark.race
def test_two_clerks_change_a_phone_once(app, sign_in, zhang):
    assert two_clerks_at_once(app, sign_in, zhang) == [302, 422]
    assert len(all_of(Correction)) == 1
    assert fresh(zhang).phone == db.session.get_one(Account, zhang.account_id).phone


@pytest.mark.race
def test_without_the_version_the_second_overwrites_the_first(app, sign_in, zhang, monkeypatch):
    """The control: what the page was opened with is what keeps the second out."""
    monkeypatch.setattr(pages.FORMS[pages.CorrectionKind.PHONE], "require_seen", lambda *_: None)

    assert two_clerks_at_once(app, sign_in, zhang) == [302, 302]
    assert len(all_of(Correction)) == 2


def registering_meanwhile(app) -> int:
    """Give a phone to a profile while a person of that name registers with it; count them."""
    veteran_id = make_veteran(name="李大山", phone=OLD).id
    clerk_id = make_account(role=Role.CLERK, name="赵站长").id

    def act(thread: int) -> None:
        try:
            with transaction() as session:
                if thread == 0:
                    person = RegistrationFacts("李大山", NEW, "long-march-9")
                    veterans.register(person, wording="同意")
                    return
                proof = Proof(Paper.ID_CARD, "", clerk_id)
                veterans.change_phone(session.get_one(Veteran, veteran_id), NEW, proof)
        except DomainError:
            pass

    assert together(app, act, threads=2) == []
    db.session.rollback()
    index = Veteran.phone.blind(NEW)
    return db.session.scalar(select(func.count()).where(Veteran.phone_index == index)) or 0


@pytest.mark.race
def test_a_registration_while_the_phone_is_given_makes_no_second_profile(app):
    assert registering_meanwhile(app) == 1


@pytest.mark.race
def test_without_the_turn_there_would_be_two_profiles(app, monkeypatch):
    """The control: without the turn both look before either writes."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time anyway")
    monkeypatch.setattr(registration, "one_at_a_time", lambda _name: None)
    look, both_have_looked = registration.queries.profiles_with, threading.Barrier(2)

    def looked_before_writing(phone, name):
        found = look(phone, name)
        both_have_looked.wait(timeout=300)
        return found

    monkeypatch.setattr(registration.queries, "profiles_with", looked_before_writing)
    monkeypatch.setattr(
        registration.queries,
        "account_holds",
        lambda phone, name: next(iter(looked_before_writing(phone, name)), None),
    )

    assert registering_meanwhile(app) == 2
