"""Candidates of a vacancy: who takes part, in which order, and that none can be identified."""

from datetime import date, timedelta

import pytest

from core import clock
from core.access import Role
from core.db import db, transaction
from jobs.vacancies.models import VacancyStatus
from matching.candidates import queries
from matching.candidates.queries import demanded
from matching.engine.candidates import CandidateRanker
from matching.engine.nearmiss import near_candidates
from matching.index import candidate_pool, fit_level
from matching.index.open_vacancies import current_vacancies
from matching.index.queries import candidate_docs, candidates_stamp, is_candidate
from people.veterans import operations
from people.veterans.models import (
    Consent,
    ConsentPurpose,
    CredentialRecord,
    EmploymentStatus,
    Sex,
    Verification,
    Veteran,
    WorkRecord,
)
from tests.jobs.employers.world import make_employer
from tests.matching.cast import Page, a_driver, a_service, a_truck_vacancy
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh, save

SERVICE = operations.KINDS["service"]
HEALTH = "左腿残疾，有低保，妻子多病"


@pytest.fixture
def desk(app, sign_in):
    account = make_account(role=Role.EMPLOYER, name="王经理")
    employer = make_employer(account=account)
    vacancy = a_truck_vacancy(employer=employer)
    browser = sign_in(account)

    def look(page="candidates"):
        response = browser.get(f"/vacancies/{vacancy.id}/{page}")
        assert response.status_code == 200
        return Page(response.text)

    look.vacancy = vacancy
    look.browser = browser
    return look


def thirty_veterans():
    """Make drivers of every sort, each with data that only the bureau may read."""
    for n in range(30):
        a_driver(
            name=f"欧阳密名{n}",
            phone=f"1371234{n:04d}",
            id_number=f"3403211990050{n:02d}17X"[:18],
            sex=Sex.MALE,
            born_on=date(1980 + n % 15, 1, 1 + n % 28),
            skills_text=f"会修车，{HEALTH}，住在望淮塔下{n}号",
            major="密名专业",
            services=[a_service(duty="第七十八密团三营", rank="中士")],
            works=[
                WorkRecord(
                    title="货车司机",
                    employer_name="密名运输公司",
                    started_on=date(2019, 1, 1),
                    ended_on=date(2020 + n % 5, 1, 1),
                    text=f"给密名老板开车，{HEALTH}",
                )
            ],
        )


@pytest.mark.parametrize("page", ["candidates", "relax", "candidates/sheet"])
def test_nothing_on_the_page_identifies_a_candidate(desk, page):
    thirty_veterans()

    text = desk(page).text

    for canary in ("欧阳", "密名", "1371234", "****", "3403211990", "密团", "望淮塔", "残疾",
                   "低保", "多病", "妻子", "男"):  # fmt: skip
        assert canary not in text, canary
    if page != "relax":
        assert "从事货车司机" in text
        assert "A2 驾照" in text


def test_the_list_is_headed_by_the_best_and_at_most_twenty_long(desk):
    for _ in range(22):
        a_driver()
    make_veteran()

    page = desk()

    assert "符合硬性条件的求职退役军人 23 人 ， 其中合适的 22 人" in page.text
    assert "第 20 位" in page.text
    assert "第 21 位" not in page.text
    assert "veterans/" not in " ".join(href for href, _ in page.links)


def test_the_order_is_by_the_word_then_by_the_score(desk):
    a_driver(wanted_occupations=["4-07-05-01"], services=[], skills_text="")
    a_driver()
    make_veteran(wanted_occupations=["货车司机"])
    a_driver(pay_min=9999)

    found = demanded(desk.vacancy.id)

    keys = [
        (-fit_level.level_of(c.level, c.confidence), -c.score, c.veteran_id) for c in found.best
    ]
    assert keys == sorted(keys)
    assert len({key[0] for key in keys}) > 1


def test_the_pool_gives_the_candidates_of_the_engine(desk):
    for n in range(6):
        a_driver(pay_min=5000 + 500 * n, credentials=[CredentialRecord(key="drive_c1", name="C1")])
        a_driver(wanted_places=[], accepts_away=n % 2 == 0)
        a_driver(township_code=None, wanted_places=["340302"])
        make_veteran(born_on=date(1960, 1, 1))
    docs = candidate_docs()

    found = demanded(desk.vacancy.id)

    index = current_vacancies().index
    engine = CandidateRanker(index).rank(desk.vacancy.id, docs, k=len(docs))
    assert {(c.veteran_id, c.score, c.facts) for c in found.best} == {
        (c.veteran_id, c.score, c.facts) for c in engine
    }
    assert found.misses == near_candidates(desk.vacancy.id, docs, index)
    assert found.misses


def opted_out(veteran):
    operations.set_personalised(veteran, personalised=False)


def withdrew(veteran):
    operations.withdraw_consent(veteran, veteran_consent(veteran).id)


def refuted(veteran):
    veteran.verification = Verification.MISMATCH


def found_work(veteran):
    veteran.employment_status = EmploymentStatus.EMPLOYED


def died(veteran):
    veteran.employment_status = EmploymentStatus.DECEASED


def veteran_consent(veteran):
    return db.session.query(Consent).filter_by(veteran_id=veteran.id).one()


@pytest.mark.parametrize("action", [opted_out, withdrew, refuted, found_work, died])
def test_a_veteran_who_no_longer_takes_part_is_removed_at_once(desk, action):
    staying, leaving = a_driver(), a_driver()
    for one in (staying, leaving):
        save(
            Consent(
                veteran_id=one.id,
                purpose=ConsentPurpose.REGISTER,
                wording="同意。",
                given_at=clock.now(),
            )
        )
    assert demanded(desk.vacancy.id).entitled == 2

    with transaction(audited=False) as session:
        action(session.get_one(Veteran, leaving.id))

    assert [c.veteran_id for c in demanded(desk.vacancy.id).best] == [staying.id]
    assert "其中合适的 1 人" in desk().text


def test_every_action_on_a_profile_moves_the_stamp(app):
    veteran, other = a_driver(), a_driver()
    officer = make_account(role=Role.OFFICER, name="陈主任")
    save(
        Consent(
            veteran_id=veteran.id,
            purpose=ConsentPurpose.REGISTER,
            wording="同意。",
            given_at=clock.now(),
        )
    )

    def do(action):
        before = candidates_stamp()
        with transaction() as session:
            action(session.get_one(Veteran, veteran.id))
        assert candidates_stamp() != before, action

    do(lambda v: operations.set_personalised(v, personalised=False))
    do(lambda v: operations.withdraw_consent(v, veteran_consent(v).id))
    do(lambda v: operations.give_consent_again(v, wording="同意。"))
    do(lambda v: operations.save_skills(v, skills_text="会焊接"))
    do(lambda v: operations.delete_record(v, SERVICE, v.services[0].id, account_id=officer.id))
    do(lambda v: operations.forget(v))
    assert [one.id for one in candidate_docs()] == [other.id]


def test_profiles_that_did_not_change_are_not_read_again(desk, monkeypatch):
    a_driver()
    demanded(desk.vacancy.id)
    read, original = [], candidate_pool.read_profile
    monkeypatch.setattr(
        candidate_pool,
        "read_profile",
        lambda doc, words: read.append(doc.id) or original(doc, words),
    )
    newcomer = a_driver()

    assert demanded(desk.vacancy.id).entitled == 2
    assert read == [newcomer.id]


def test_candidates_are_cached_until_something_changes(desk, monkeypatch):
    a_driver()
    desk()
    monkeypatch.setattr(queries, "find_candidates", lambda *_: pytest.fail("judged again"))

    for page in ("candidates", "relax", "candidates/sheet"):
        desk(page)


def test_conditions_a_profile_leaves_unknown_are_listed(desk):
    make_veteran(wanted_occupations=["货车司机"])

    text = desk().text

    assert "还看不出来" in text
    assert "有 A2 驾照" in text


def test_a_vacancy_that_is_not_open_lists_nobody(desk):
    a_driver()
    with transaction(audited=False) as session:
        session.get(type(desk.vacancy), desk.vacancy.id).status = VacancyStatus.PAUSED

    for page in ("candidates", "relax"):
        assert "这个岗位没有在招" in desk(page).text
    assert "没有可以打印的内容" in desk("candidates/sheet").text


def test_a_stranger_and_a_clerk_see_no_candidates(desk, app, sign_in):
    rival = make_account(role=Role.EMPLOYER, name="赵经理")
    make_employer(account=rival)
    clerk = make_account(role=Role.CLERK, name="周站长")

    for page in ("candidates", "relax", "candidates/sheet"):
        path = f"/vacancies/{desk.vacancy.id}/{page}"
        assert sign_in(rival).get(path).status_code == 404
        assert sign_in(clerk).get(path).status_code == 403


def test_the_bureau_gets_links_to_the_profiles(desk, sign_in):
    veteran = a_driver()
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))

    page = Page(officer.get(f"/vacancies/{desk.vacancy.id}/candidates").text)

    assert page.hrefs("看资料") == [f"/veterans/{veteran.id}"]
    assert officer.get(f"/veterans/{veteran.id}").status_code == 200


def test_the_sheet_for_the_fair_holds_conditions_people_and_what_to_relax(desk):
    a_driver()
    a_driver(township_code=None, wanted_places=["340302"])

    text = desk("candidates/sheet").text

    assert "货车驾驶员（招 2 人）" in text
    assert "机动车驾驶证A2（重型牵引挂车）" in text
    assert "符合硬性条件 1 人 ， 其中合适的 1 人" in text
    assert "有 1 人其他条件都符合，只是不愿到这里上班" in text


def test_only_people_seeking_work_who_take_part_are_candidates(app):
    looking = {
        status
        for status in EmploymentStatus
        if is_candidate(make_veteran(employment_status=status))
    }

    assert looking == {
        EmploymentStatus.SEEKING,
        EmploymentStatus.UNKNOWN,
        EmploymentStatus.FLEXIBLE,
        EmploymentStatus.WAITING_ASSIGNMENT,
    }


def test_an_expired_licence_does_not_count(desk):
    yesterday = clock.today() - timedelta(days=1)
    old = CredentialRecord(key="drive_a2", name="A2 驾照", expires_on=yesterday)
    valid = CredentialRecord(key="drive_c1", name="C1 驾照")
    veteran = a_driver(credentials=[old, valid])

    assert demanded(desk.vacancy.id).entitled == 0
    assert [c.key for c in candidate_docs()[0].credentials] == ["drive_c1"]
    assert len(fresh(veteran).credentials) == 2


def test_who_has_two_profiles_is_one_candidate_by_the_one_changed_last(app):
    phone = "13912340001"
    old, new = (a_driver(name="李双份", phone=phone) for _ in range(2))
    namesake = a_driver(name="李双份", phone="13912340002")
    with transaction(audited=False) as session:
        session.get_one(Veteran, old.id).updated_at = clock.now() - timedelta(days=9)

    assert [doc.id for doc in candidate_docs()] == [new.id, namesake.id]


def test_a_complete_list_reaches_the_engine(app):
    complete, silent = a_driver(), a_driver(credentials_complete_on=None)

    stated = {doc.id: doc.credentials_stated for doc in candidate_docs()}

    assert stated == {complete.id: True, silent.id: False}
