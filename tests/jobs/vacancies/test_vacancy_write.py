"""An employer writes a vacancy: draft, check, submission, copy; others cannot."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core import clock
from core.access import Role
from core.db import db, transaction
from core.errors import DomainError
from core.parameters.registry import ParameterFacts, set_value
from jobs.employers.models import EmployerStatus
from jobs.vacancies import operations
from jobs.vacancies.facts import VacancyFacts
from jobs.vacancies.models import PayPeriod, Vacancy, VacancyCredential, VacancyStatus
from jobs.vacancies.parameters import USUAL_DAYS
from people.veterans.models import Schooling
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.divisions.world import LIUCHENG
from tests.support.rows import fresh

DRAFT = {"status": VacancyStatus.DRAFT, "published_at": None}
FILLED_IN = {
    "title": "货车驾驶员",
    "headcount": "3",
    "duties": "跑皖北短途，\r\n保养车辆。 ",
    "requirements": "熟悉本地路况。",
    "place_code": "榴城",
    "place_detail": "物流园 3 号门",
    "pay_min": "6500",
    "pay_max": "8000",
    "pay_period": "MONTH",
    "valid_to": (clock.today() + timedelta(days=20)).isoformat(),
    "schooling_min": "JUNIOR",
    "credential_names": "A2驾驶证、低压电工证",
    "has_lodging": "True",
    "has_nights": "False",
    "has_insurance": "",
    "veterans_first": "y",
}


@pytest.fixture
def account(app):
    return make_account(role=Role.EMPLOYER, name="王经理")


@pytest.fixture
def employer(account):
    return make_employer(account=account)


@pytest.fixture
def owner(employer, account, sign_in):
    return sign_in(account)


def only_vacancy():
    db.session.rollback()
    return db.session.scalars(select(Vacancy)).one()


def keys_of(vacancy):
    db.session.rollback()
    query = select(VacancyCredential.key).where(VacancyCredential.vacancy_id == vacancy.id)
    return set(db.session.scalars(query))


def test_a_draft_may_be_nearly_empty(owner):
    response = owner.post(
        "/vacancies/new",
        data={
            "title": "保安",
            "pay_period": "MONTH",
            "valid_to": FILLED_IN["valid_to"],
            "then": "keep",
        },
    )

    vacancy = only_vacancy()
    assert response.location == f"/vacancies/{vacancy.id}"
    assert (vacancy.title, vacancy.status) == ("保安", VacancyStatus.DRAFT)
    assert (vacancy.pay_min, vacancy.place_code, vacancy.has_lodging) == (None, None, None)


def test_the_form_offers_thirty_days_and_one_place(owner):
    page = owner.get("/vacancies/new").text

    assert clock.days_ahead(30).isoformat() in page
    assert '<option value="榴城镇">' in page


def test_what_submission_asks_for_is_not_called_optional(owner):
    page = owner.get("/vacancies/new").text
    optional = '<span class="field__optional">（选填）</span>'

    assert f'for="pay_min">工资从{optional}' not in page
    assert f'for="duties">工作内容{optional}' not in page
    assert f'for="place_detail">详细地址{optional}' in page


def test_everything_shown_is_kept(owner, employer):
    response = owner.post("/vacancies/new", data=FILLED_IN)

    vacancy = only_vacancy()
    assert response.location == f"/vacancies/{vacancy.id}/check"
    assert vacancy.employer_id == employer.id
    assert (vacancy.headcount, vacancy.place_code) == (3, LIUCHENG)
    assert (vacancy.pay_min, vacancy.pay_max, vacancy.pay_period) == (6500, 8000, PayPeriod.MONTH)
    assert vacancy.duties == "跑皖北短途，\n保养车辆。"
    assert vacancy.schooling_min is Schooling.JUNIOR
    assert (vacancy.has_lodging, vacancy.has_nights, vacancy.has_insurance) == (True, False, None)
    assert vacancy.veterans_first
    assert keys_of(vacancy) == {"drive_a2", "electrician_low"}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "请填岗位名称。"),
        ("headcount", "0", "请填 1 到 9999 的整数。"),
        ("headcount", "10000", "请填 1 到 9999 的整数。"),
        ("pay_max", "6000", "工资的上限不能比下限小。"),
        ("pay_period", "WEEKLY", "不是有效的选择。"),
        ("place_code", "火星", "没有认出这个地方"),
        ("credential_names", "飞天证", "没有认出“飞天证”"),
        ("age_max", "99", "请填 16 到 80 的整数。"),
        ("valid_to", "明天", "不是有效的日期值。"),
    ],
)
def test_what_cannot_be_read_is_shown_at_its_field(owner, field, value, sentence):
    response = owner.post("/vacancies/new", data=FILLED_IN | {field: value})

    assert response.status_code == 422
    assert sentence in response.text
    assert db.session.scalar(select(Vacancy.id)) is None


LONGEST = {
    "title": 80,
    "duties": 2000,
    "requirements": 2000,
    "place_detail": 120,
    "credential_names": 300,
    "age_reason": 120,
    "shift_note": 60,
    "source": 80,
}


@pytest.mark.parametrize(("field", "most"), LONGEST.items())
def test_a_text_too_long_is_shown_whole_and_refused(owner, field, most):
    typed = "长" * (most + 1)

    response = owner.post("/vacancies/new", data=FILLED_IN | {field: typed})

    assert response.status_code == 422
    assert f"最多 {most} 字。" in response.text
    assert typed in response.text
    assert db.session.scalar(select(Vacancy.id)) is None


def test_all_faults_of_a_vacancy_are_shown_in_one_round(owner):
    faults = {"title": " ", "headcount": "0", "pay_max": "6000", "age_min": "50", "age_max": "20"}

    response = owner.post("/vacancies/new", data=FILLED_IN | faults)

    assert response.status_code == 422
    for sentence in (
        "请填岗位名称。",
        "请填 1 到 9999 的整数。",
        "工资的上限不能比下限小。",
        "年龄的上限不能比下限小。",
    ):
        assert sentence in response.text


def test_a_draft_without_several_elements_shows_them_all_on_submission(owner, employer):
    vacancy = make_vacancy(employer=employer, duties="", requirements="", **DRAFT)

    response = owner.post(f"/vacancies/{vacancy.id}/check", data={"version": vacancy.version})

    assert response.status_code == 422
    summary = response.text.split('id="errors-title"')[1].split("</div>")[0]
    assert "请填工作内容。" in summary
    assert "请填招聘条件。" in summary


def test_the_usual_time_is_what_the_bureau_sets(owner, employer):
    with transaction(audited=False):
        set_value(USUAL_DAYS, ParameterFacts(45, clock.today(), "局务会"), by_id=1)
    vacancy = make_vacancy(employer=employer)

    page = owner.get(f"/vacancies/{vacancy.id}").text
    owner.post(f"/vacancies/{vacancy.id}/extend")

    assert "还在招，延长 45 天" in page
    assert fresh(vacancy).valid_to == clock.days_ahead(45)


def test_an_operation_refuses_texts_longer_than_their_columns(employer):
    facts = VacancyFacts(title="长" * 81, valid_to=clock.today(), shift_note="长" * 61)

    with pytest.raises(DomainError) as refused, transaction():
        operations.draft_vacancy(employer, facts)

    found = {(one.field, one.message) for one in (refused.value, *refused.value.others)}
    assert found == {("title", "最多 80 字。"), ("shift_note", "最多 60 字。")}


def test_a_complete_vacancy_is_submitted(owner, employer):
    vacancy = make_vacancy(employer=employer, **DRAFT)

    page = owner.get(f"/vacancies/{vacancy.id}/check").text
    response = owner.post(f"/vacancies/{vacancy.id}/check", data={"version": vacancy.version})

    assert "提交审核" in page
    assert response.status_code == 302
    assert fresh(vacancy).status is VacancyStatus.SUBMITTED


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"duties": ""}, "请填工作内容。"),
        ({"requirements": "  "}, "请填招聘条件。"),
        ({"place_code": None}, "请填工作地点。"),
        ({"pay_min": None}, "请填工资，从多少到多少。"),
        ({"pay_max": None}, "请填工资，从多少到多少。"),
        ({"valid_to": clock.days_ahead(-1)}, "有效期已经过了，请改到今天以后。"),
        ({"valid_to": clock.days_ahead(366)}, "有效期最长一年。"),
        ({"age_max": 45}, "限定年龄要写明理由。"),
        ({"duties": "原 71522 部队战友团队"}, "像是部队番号"),
    ],
)
def test_nothing_required_may_be_missing(owner, employer, changes, sentence):
    vacancy = make_vacancy(employer=employer, **(DRAFT | changes))

    page = owner.get(f"/vacancies/{vacancy.id}/check").text
    response = owner.post(f"/vacancies/{vacancy.id}/check", data={"version": vacancy.version})

    assert sentence in page
    assert "提交审核" not in page
    assert response.status_code == 422
    assert sentence in response.text
    assert fresh(vacancy).status is VacancyStatus.DRAFT


def test_the_unit_itself_is_one_of_the_elements(account, sign_in):
    employer = make_employer(account=account, introduction="", industry=None)
    vacancy = make_vacancy(employer=employer, **DRAFT)

    response = sign_in(account).post(
        f"/vacancies/{vacancy.id}/check", data={"version": vacancy.version}
    )

    assert "单位资料还缺：所属行业、单位简介。" in response.text


@pytest.mark.parametrize(
    "status",
    [
        EmployerStatus.PENDING,
        EmployerStatus.RETURNED,
        EmployerStatus.LAPSED,
        EmployerStatus.REFUSED,
    ],
)
def test_an_unverified_employer_submits_nothing(account, sign_in, status):
    employer = make_employer(account=account, status=status)
    vacancy = make_vacancy(employer=employer, **DRAFT)

    response = sign_in(account).post(
        f"/vacancies/{vacancy.id}/check", data={"version": vacancy.version}
    )

    assert response.status_code == 422
    assert f"单位现在是“{status.label}”，核实通过后才能提交岗位。" in response.text
    assert fresh(vacancy).status is VacancyStatus.DRAFT


def test_unlawful_words_are_marked_and_stop_the_vacancy(owner, employer):
    vacancy = make_vacancy(employer=employer, requirements="男性优先，须交押金200元。", **DRAFT)

    page = owner.get(f"/vacancies/{vacancy.id}/check").text
    response = owner.post(
        f"/vacancies/{vacancy.id}/check", data={"version": vacancy.version, "confirmed": "y"}
    )

    assert '<mark title="性别">男性优先</mark>' in page
    assert "删去性别要求" in page
    assert response.status_code == 422
    assert "有 2 处写法不合规定，请先改好。" in response.text


def test_doubtful_words_need_the_employers_word(owner, employer):
    vacancy = make_vacancy(employer=employer, requirements="五官端正。", **DRAFT)
    url, data = f"/vacancies/{vacancy.id}/check", {"version": vacancy.version}

    bare = owner.post(url, data=data)
    confirmed = owner.post(url, data=data | {"confirmed": "y"})

    assert bare.status_code == 422
    assert "有要留意的写法。确实需要的，请勾选确认后再提交。" in bare.text
    assert confirmed.status_code == 302
    assert fresh(vacancy).status is VacancyStatus.SUBMITTED


def test_an_age_limit_needs_a_reason_and_the_employers_word(owner, employer):
    vacancy = make_vacancy(
        employer=employer, age_max=45, age_reason="高空作业，岗位规程有年龄上限", **DRAFT
    )
    url, data = f"/vacancies/{vacancy.id}/check", {"version": vacancy.version}

    assert owner.post(url, data=data).status_code == 422
    assert owner.post(url, data=data | {"confirmed": "y"}).status_code == 302


def test_an_edit_keeps_the_occupation_and_replaces_certificates(owner, employer):
    vacancy = make_vacancy(employer=employer, occupation_code="4-02-02-02", **DRAFT)
    url = f"/vacancies/{vacancy.id}/edit"
    owner.post(url, data=FILLED_IN | {"version": vacancy.version})
    first = keys_of(vacancy)

    owner.post(
        url, data=FILLED_IN | {"version": fresh(vacancy).version, "credential_names": "C1驾照"}
    )

    assert "drive_a2" in first
    assert keys_of(vacancy) == {"drive_c1"}
    assert fresh(vacancy).occupation_code == "4-02-02-02"


def test_the_form_shows_again_what_was_shown(owner, employer):
    vacancy = make_vacancy(employer=employer, **DRAFT)
    url = f"/vacancies/{vacancy.id}/edit"
    owner.post(url, data=FILLED_IN | {"version": vacancy.version})

    page = owner.get(url).text

    assert 'value="怀远县榴城镇"' in page
    assert 'value="6500"' in page
    assert "低压电工" in page


def test_the_second_of_two_savers_is_shown(owner, employer):
    vacancy = make_vacancy(employer=employer, **DRAFT)
    stale = FILLED_IN | {"version": vacancy.version}
    owner.post(f"/vacancies/{vacancy.id}/edit", data=stale)

    response = owner.post(f"/vacancies/{vacancy.id}/edit", data=stale | {"title": "大货司机"})

    assert response.status_code == 409
    assert "大货司机" in response.text


def test_a_published_vacancy_is_not_edited(owner, employer):
    vacancy = make_vacancy(employer=employer)

    page = owner.get(f"/vacancies/{vacancy.id}/edit")
    response = owner.post(
        f"/vacancies/{vacancy.id}/edit", data=FILLED_IN | {"version": vacancy.version}
    )

    assert page.location == f"/vacancies/{vacancy.id}"
    assert "岗位现在是“招聘中”，不能修改。" in response.text
    assert fresh(vacancy).headcount == 2


def test_occupations_are_offered_and_the_employer_picks(owner, employer):
    vacancy = make_vacancy(employer=employer, title="保安队长", **DRAFT)

    page = owner.get(f"/vacancies/{vacancy.id}/check").text
    owner.post(f"/vacancies/{vacancy.id}/occupation", data={"code": "4-07-05-01"})
    wrong = owner.post(f"/vacancies/{vacancy.id}/occupation", data={"code": "9-99-99-99"})

    assert "保安员（4-07-05-01）" in page
    assert fresh(vacancy).occupation_code == "4-07-05-01"
    assert wrong.status_code == 422
    assert "不是有效的选择" in wrong.text


def test_a_copy_is_a_new_draft_with_everything_but_the_past(owner, employer):
    old = make_vacancy(
        employer=employer,
        status=VacancyStatus.EXPIRED,
        valid_to=clock.days_ahead(-400),
        credentials=[VacancyCredential(key="drive_a2")],
    )

    response = owner.post(f"/vacancies/{old.id}/copy")

    db.session.rollback()
    copied = db.session.scalars(select(Vacancy).where(Vacancy.id != old.id)).one()
    assert response.location == f"/vacancies/{copied.id}/edit"
    assert (copied.title, copied.pay_max, keys_of(copied)) == (old.title, 8000, {"drive_a2"})
    assert (copied.status, copied.published_at) == (VacancyStatus.DRAFT, None)
    assert copied.valid_to == clock.days_ahead(30)
    assert copied.replaces_id is None


def test_a_strangers_vacancy_is_not_there(employer, sign_in):
    vacancy = make_vacancy(employer=employer, **DRAFT)
    rival = make_account(role=Role.EMPLOYER, name="赵经理")
    make_employer(account=rival)
    browser = sign_in(rival)

    for path in ("", "/edit", "/check"):
        assert browser.get(f"/vacancies/{vacancy.id}{path}").status_code == 404
    for path in ("/check", "/copy", "/reopen", "/close", "/occupation"):
        assert browser.post(f"/vacancies/{vacancy.id}{path}").status_code == 404
    assert fresh(vacancy).status is VacancyStatus.DRAFT


def test_the_bureau_writes_a_vacancy_for_an_employer(employer, sign_in):
    officer = sign_in(make_account(role=Role.OFFICER))

    response = officer.post(f"/vacancies/new?employer={employer.id}", data=FILLED_IN)

    assert response.status_code == 302
    assert only_vacancy().employer_id == employer.id
    assert officer.get("/vacancies/new?employer=999").status_code == 404


def test_pressing_twice_writes_once(owner):
    data = FILLED_IN | {"form_key": "the-same-key"}

    first = owner.post("/vacancies/new", data=data)
    second = owner.post("/vacancies/new", data=data)

    assert first.location == second.location
    assert only_vacancy().title == "货车驾驶员"


def test_an_unknown_certificate_key_is_refused_by_the_action(employer):
    facts = VacancyFacts(title="x", valid_to=clock.today(), credentials=("no_such_key",))

    with (
        pytest.raises(DomainError, match="没有这个证书：no_such_key。"),
        transaction(),
    ):
        operations.draft_vacancy(employer, facts)
