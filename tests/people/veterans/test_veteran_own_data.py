"""A veteran's own data: see, download, consent, see who read it, delete."""

from datetime import date

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.audit import AuditEvent, first_broken_link
from core.db import db, transaction
from core.features import EXTENSION, Feature, FeatureSet, PersonalData
from core.filters import mask_phone
from people.accounts.models import Account, WebSession
from people.veterans import operations, queries
from people.veterans.models import (
    Branch,
    Consent,
    ConsentPurpose,
    CredentialRecord,
    ProfileDraft,
    RankSystem,
    ServiceRecord,
    StatusDecision,
    Verification,
    Veteran,
    WorkRecord,
)
from people.veterans.privacy import PERSONAL
from tests.people.accounts.world import PASSWORD, make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh, save


@pytest.fixture
def account(app):
    return make_account()


@pytest.fixture
def zhang(account):
    veteran = make_veteran(account=account, skills_text="会开铲车", pay_min=5000)
    save(CredentialRecord(veteran_id=veteran.id, key="drive_a2", name="A2 驾照"))
    spell = {"started_on": date(2008, 12, 1), "ended_on": date(2020, 12, 1)}
    save(
        ServiceRecord(
            veteran_id=veteran.id,
            branch=Branch.ARMY,
            specialty="汽车驾驶",
            rank_system=RankSystem.FROM_2009,
            **spell,
        )
    )
    save(WorkRecord(veteran_id=veteran.id, title="货车司机", **spell))
    save(
        Consent(
            veteran_id=veteran.id,
            purpose=ConsentPurpose.REGISTER,
            wording="我同意登记。",
            given_at=clock.now(),
        )
    )
    return veteran


def test_everything_stored_is_shown(browser, zhang):
    page = browser.get("/me/data").text

    assert mask_phone(zhang.phone) in page
    for words in ("会开铲车", "A2 驾照", "5000", "我同意登记。", "怀远县榴城镇"):
        assert words in page


def test_everything_stored_can_be_downloaded(browser, account, zhang):
    verdict = {"verdict": Verification.VERIFIED, "reviewer_id": account.id, "note": ""}
    save(StatusDecision(veteran_id=zhang.id, **verdict))

    answer = browser.get("/me/data/export")

    shown = answer.json
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert shown["基本资料"]["手机号"] == zhang.phone
    assert shown["证书"][0]["名称"] == "A2 驾照"
    assert shown["服役经历"][0]["军种兵种"] == "陆军"
    assert shown["服役经历"][0]["开始"] == "2008-12-01"
    assert shown["退役后工作"][0]["工作"] == "货车司机"
    assert shown["核实记录"][0]["结果"] == "已核实"
    assert shown["求职意愿"]["最低月薪（元）"] == 5000


def test_a_person_sees_who_read_their_profile(browser, zhang, sign_in):
    clerk = sign_in(make_account(role=Role.CLERK, name="赵站长"))
    clerk.get(f"/veterans/{zhang.id}")
    clerk.post(f"/veterans/{zhang.id}/reveal", data={"reason": "CONTACT"})

    page = browser.get("/me/data").text

    assert "榴城服务站工作人员 赵站长，看了您的资料（号码打码）" in page
    assert "榴城服务站工作人员 赵站长，看了您的完整号码" in page


def test_a_withdrawn_consent_ends_matching_and_stays_as_history(browser, zhang):
    consent = db.session.scalars(select(Consent)).one()

    browser.post(f"/me/data/consents/{consent.id}/withdraw")

    assert fresh(consent).withdrawn_at is not None
    assert queries.veterans_with_records() == []
    assert "已收回" in browser.get("/me/data").text


def test_a_consent_can_be_given_again(browser, zhang):
    consent = db.session.scalars(select(Consent)).one()
    browser.post(f"/me/data/consents/{consent.id}/withdraw")

    browser.post("/me/data/consents")

    db.session.rollback()
    assert [veteran.id for veteran in queries.veterans_with_records()] == [zhang.id]


def test_a_consent_is_withdrawn_once(browser, zhang):
    consent = db.session.scalars(select(Consent)).one()
    browser.post(f"/me/data/consents/{consent.id}/withdraw")

    answer = browser.post(f"/me/data/consents/{consent.id}/withdraw")

    assert answer.status_code == 422
    assert "这项同意已经收回过了。" in answer.text
    assert "我同意过什么" in answer.text


def test_the_consent_of_another_person_is_not_found(browser):
    stranger = make_veteran(name="李大山")
    consent = save(
        Consent(
            veteran_id=stranger.id,
            purpose=ConsentPurpose.REGISTER,
            wording="我同意登记。",
            given_at=clock.now(),
        )
    )

    assert browser.post(f"/me/data/consents/{consent.id}/withdraw").status_code == 404
    assert fresh(consent).withdrawn_at is None


def test_a_profile_is_deleted_and_the_audit_log_stays_whole(browser, account, zhang):
    browser.post("/me/skills/draft", data={"skills_text": "会开叉车"})
    save(
        StatusDecision(
            veteran_id=zhang.id, verdict=Verification.VERIFIED, reviewer_id=account.id, note=""
        )
    )
    veteran_id, asked = zhang.id, browser.get("/me/data/delete")

    answer = browser.post("/me/data/delete", data={"form_key": "once", "password_again": PASSWORD})

    db.session.rollback()
    left = {
        table.__tablename__: db.session.scalar(select(func.count()).select_from(table))
        for table in (Veteran, Account, WebSession, Consent, StatusDecision, ProfileDraft)
    }
    assert "确定删除资料和账号吗？" in asked.text
    assert answer.location == "/sign-in"
    assert set(left.values()) == {0}
    last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (last.action, last.subject_id, last.detail) == ("veteran.forget", veteran_id, {})
    assert first_broken_link(db.session()) is None
    assert browser.get("/me").status_code == 302


def test_upper_features_delete_before_lower_ones(app, zhang, monkeypatch):
    shown, veteran_id = [], zhang.id
    upper = PersonalData(tables=(), forget=lambda one: shown.append(("upper", one)))
    lower = PersonalData(tables=(), forget=lambda one: shown.append(("lower", one)))
    own = Feature("veterans", personal=PERSONAL)
    found = FeatureSet([own, Feature("lower", personal=lower), Feature("upper", personal=upper)])
    monkeypatch.setitem(app.extensions, EXTENSION, found)

    with transaction():
        operations.forget(fresh(zhang))

    assert shown == [("upper", veteran_id), ("lower", veteran_id)]
