"""Learning from lists: impressions are reported, weights learnt from them and rolled back."""

import re
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import func, select

from core import audit, clock
from core.access import Role
from core.db import db, transaction
from jobs.applications.models import Application
from jobs.vacancies.models import Vacancy
from matching.engine.learning import Outcomes
from matching.engine.weights import NAMES, PRIOR
from matching.index.open_vacancies import current_vacancies
from matching.index.queries import candidate_docs
from matching.learning import operations, queries
from matching.learning.models import Impression
from matching.versions.models import ModelStatus, ModelVersion
from matching.versions.queries import current
from people.veterans import operations as veterans
from people.veterans.models import EmploymentStatus, Veteran
from placements.placements.models import Placement, PlacementChannel, PlacementStatus
from tests.jobs.vacancies.world import make_vacancy
from tests.matching.cast import Page, a_driver, a_service, a_truck_vacancy, vacancies_of
from tests.people.accounts.world import make_account
from tests.people.divisions.world import CHANGFEN
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh, save

GUARD = "4-07-05-01"


@pytest.fixture
def driver(app, sign_in):
    account = make_account(name="张建国")
    veteran = a_driver(account=account)
    browser = sign_in(account)
    browser.veteran = veteran
    return browser


@pytest.fixture
def officer(app, sign_in):
    return sign_in(make_account(role=Role.OFFICER))


def word_of(page) -> str:
    return re.search(r'name="shown" value="([^"]+)"', page.text)[1]


def kept():
    db.session.rollback()
    return list(db.session.scalars(select(Impression).order_by(Impression.position)))


def test_a_list_is_stored_once_when_the_browser_reports_it_and_not_when_it_is_read(driver):
    a_truck_vacancy(), a_truck_vacancy()
    page = driver.get("/matches")
    assert kept() == []

    for _ in range(2):
        assert driver.post("/matches/seen", data={"shown": word_of(page)}).status_code == 204

    rows = kept()
    assert [row.vacancy_id for row in rows] == vacancies_of(Page(page.text))
    assert [row.position for row in rows] == [1, 2]
    doc = impressions_doc(driver)
    ranked = {one.vacancy_id: one for one in current_vacancies().rank(doc, k=9)}
    for row in rows:
        expected = [part.fraction for part in ranked[row.vacancy_id].parts]
        assert [one is None for one in row.fractions] == [one is None for one in expected]
        assert [one or 0 for one in row.fractions] == pytest.approx(
            [one or 0 for one in expected], abs=1e-4
        )


def impressions_doc(driver):
    db.session.rollback()
    return candidate_docs()[0]


def test_positions_of_the_second_page_continue_those_of_the_first(driver):
    for _ in range(12):
        a_truck_vacancy()
    page = driver.get("/matches?page=2")
    driver.post("/matches/seen", data={"shown": word_of(page)})

    assert [row.position for row in kept()] == [11, 12]


def test_what_was_opened_is_marked(driver):
    vacancy = a_truck_vacancy()
    a_truck_vacancy()
    page = driver.get("/matches")
    driver.post("/matches/seen", data={"shown": word_of(page), "opened": vacancy.id})

    assert {row.vacancy_id: row.opened_at is not None for row in kept()}[vacancy.id]
    assert sum(row.opened_at is not None for row in kept()) == 1


@pytest.mark.parametrize("word", ["", "made-up", "WzEsMl0.x.y"])
def test_a_token_the_server_did_not_sign_is_refused(driver, word):
    assert driver.post("/matches/seen", data={"shown": word}).status_code == 409
    assert kept() == []


def test_another_persons_list_is_refused(driver, sign_in):
    a_truck_vacancy()
    word = word_of(driver.get("/matches"))
    other = make_account()
    make_veteran(account=other)

    assert sign_in(other).post("/matches/seen", data={"shown": word}).status_code == 409
    assert kept() == []


def test_a_list_shown_to_staff_carries_no_token(driver, officer):
    a_truck_vacancy()
    page = officer.get(f"/veterans/{driver.veteran.id}/matches")

    assert 'name="shown"' not in page.text


def test_impressions_are_in_the_veterans_data_and_deleted_with_them(driver):
    a_truck_vacancy()
    driver.post("/matches/seen", data={"shown": word_of(driver.get("/matches"))})
    assert "给您看过的推荐岗位" in driver.get("/me/data/export").text

    with transaction(), audit.acting(audit.MACHINE):
        veterans.forget(fresh(driver.veteran))

    assert kept() == []


def test_old_impressions_are_deleted(driver):
    vacancy = a_truck_vacancy()
    for days in (10, 401):
        save(shown(driver.veteran, vacancy, days_ago=days))

    assert operations.forget_old() == 1
    assert len(kept()) == 1


def shown(veteran, vacancy, *, days_ago=20, position=1, fractions=None):
    return Impression(
        veteran_id=veteran.id,
        vacancy_id=vacancy.id,
        day=clock.today() - timedelta(days=days_ago),
        position=position,
        fractions=fractions or [0.5] * len(NAMES),
    )


def test_an_outcome_is_an_application_soon_after(driver):
    applied, late, other, unripe = (a_truck_vacancy() for _ in range(4))
    for vacancy in (applied, late, other):
        save(shown(driver.veteran, vacancy, days_ago=60))
    save(shown(driver.veteran, unripe, days_ago=3))
    now = clock.now()
    for vacancy, days in ((applied, 50), (late, 20), (unripe, 1)):
        at = now - timedelta(days=days)
        save(Application(veteran_id=driver.veteran.id, vacancy_id=vacancy.id, applied_at=at))

    found = queries.outcomes()

    assert len(found.converted) == 3
    assert found.converted.sum() == 1
    assert found.fractions.shape == (3, len(NAMES))


def test_a_veteran_who_switched_recommendation_off_is_excluded_from_learning(driver):
    save(shown(driver.veteran, a_truck_vacancy()))
    assert len(queries.outcomes().converted) == 1

    with transaction() as session:
        veteran = session.get_one(Veteran, driver.veteran.id)
        veterans.set_personalised(veteran, personalised=False)

    assert len(queries.outcomes().converted) == 0


def test_too_few_outcomes_make_no_version(officer):
    page = officer.post("/matching/versions/WEIGHTS/make", follow_redirects=True)

    assert "人才学得准" in page.text
    assert db.session.scalar(select(func.count(ModelVersion.id))) == 0


def the_version():
    db.session.rollback()
    return db.session.scalar(select(ModelVersion))


def by_place(people=200, each=20):
    """Return outcomes of people who apply only for what is near."""
    rng = np.random.default_rng(4)
    fractions = rng.beta(1, 1, size=(people * each, len(NAMES)))
    near = fractions[:, NAMES.index("place")]
    return Outcomes(
        fractions,
        np.tile(np.arange(1, each + 1), people),
        rng.random(len(near)) < near**3,
        np.repeat(np.arange(people), each),
    )


def test_weights_are_learnt_replayed_activated_and_rolled_back(driver, officer, monkeypatch):
    near = a_truck_vacancy()
    far = a_truck_vacancy(place_code=CHANGFEN, place_detail="", pay_min=9000, pay_max=12000)
    before = scores(driver)
    monkeypatch.setattr(queries, "outcomes", by_place)

    officer.post("/matching/versions/WEIGHTS/make")
    version = the_version()
    assert version.status is ModelStatus.DRAFT
    assert version.content["points"]["place"] > 3 * PRIOR["place"]
    assert {group["by"] for group in version.report["groups"]} == {"乡镇", "年龄", "学历"}
    assert scores(driver) == before  # a draft changes nothing

    officer.post(f"/matching/versions/{version.id}/activate")
    after = scores(driver)
    assert after != before
    assert after[near.id] / after[far.id] > before[near.id] / before[far.id]
    expected = driver.get(f"/matches/{near.id}").text
    assert "地点" in expected
    parts = current_vacancies().for_veteran(impressions_doc(driver)).explain(near.id).ranked
    assert sum(part.contribution for part in parts.parts) == pytest.approx(parts.score)
    assert sum(reason.contribution for reason in parts.reasons) == pytest.approx(parts.score)

    officer.post("/matching/versions/WEIGHTS/back")
    assert scores(driver) == before
    page = officer.post("/matching/versions/WEIGHTS/back", follow_redirects=True)
    assert "没有可以退回的" in page.text


def scores(driver):
    db.session.rollback()
    ranked = current_vacancies().rank(impressions_doc(driver), k=20)
    return {one.vacancy_id: round(one.score, 6) for one in ranked}


def test_weights_no_better_than_the_prior_cannot_be_activated(officer, monkeypatch):
    def noise():
        found = by_place()
        converted = np.random.default_rng(1).random(len(found.converted)) < 0.3
        return Outcomes(found.fractions, found.positions, converted, found.person)

    monkeypatch.setattr(queries, "outcomes", noise)
    officer.post("/matching/versions/WEIGHTS/make")
    version = the_version()
    assert version.status is ModelStatus.REFUSED

    page = officer.post(f"/matching/versions/{version.id}/activate")

    assert page.status_code == 422
    assert "不能启用" in page.text
    assert current().weights_id == 0


def test_confirmed_titles_give_a_vacancy_without_a_code_its_occupation(driver, officer):
    make_vacancy(title="园区巡查岗", occupation_code=GUARD)
    silent = make_vacancy(title="园区巡查岗", occupation_code="", duties="巡查", requirements="")
    assert trade_of(silent) is None

    officer.post("/matching/versions/TITLES/make")
    version = the_version()
    assert trade_of(silent) is None
    officer.post(f"/matching/versions/{version.id}/activate")
    assert GUARD in trade_of(silent)

    officer.post("/matching/versions/TITLES/back")
    assert trade_of(silent) is None


def trade_of(vacancy):
    db.session.rollback()
    index = current_vacancies().index
    row = index.row_[vacancy.id]
    labels = index.columns_.occupations
    span = slice(*labels.table.indptr[row : row + 2])
    return {labels.values[one] for one in labels.table.indices[span]} or None


def placed(trade: str, code: str, *, status=PlacementStatus.VERIFIED) -> None:
    """Make a veteran of a trade with a placement in an occupation."""
    now = clock.now()
    save(
        Placement(
            veteran_id=make_veteran(services=[a_service(specialty=trade)]).id,
            employer_name="某单位",
            channel=PlacementChannel.SELF,
            title="某岗位",
            occupation_code=code,
            start_on=clock.today(),
            status_before=EmploymentStatus.SEEKING,
            status=status,
            claimed_at=now,
            verified_at=now,
        )
    )


def test_trades_get_the_occupations_their_veterans_were_placed_in(officer):
    for _ in range(3):
        placed("猛士驾驶保障", GUARD)
    placed("猛士驾驶保障", "4-02-02-02")
    placed("猛士驾驶保障", GUARD, status=PlacementStatus.VOID)
    assert queries.confirmed_trades() == (
        ("猛士驾驶保障", "4-02-02-02", 1),
        ("猛士驾驶保障", GUARD, 3),
    )

    officer.post("/matching/versions/TITLES/make")
    version = the_version()
    assert version.report["trades"] == 1
    officer.post(f"/matching/versions/{version.id}/activate")
    db.session.rollback()
    assert current_vacancies().index.language.trades == {"猛士驾驶保障": {GUARD: 0.9 * 3 / 4}}

    officer.post("/matching/versions/TITLES/back")
    db.session.rollback()
    assert current_vacancies().index.language.trades == {}


def test_an_excluded_title_is_not_in_the_next_version(officer):
    make_vacancy(title="园区巡查岗", occupation_code=GUARD)
    make_vacancy(title="货车司机")
    officer.post("/matching/titles/leave-out", data={"title": "园区巡查岗"})
    db.session.rollback()
    assert "园区巡查岗" not in {title for title, _ in queries.confirmed_titles()}
    assert "撤掉的" in officer.get("/matching/versions").text

    officer.post("/matching/titles/let-in", data={"title": "园区巡查岗"})

    db.session.rollback()
    assert "园区巡查岗" in {title for title, _ in queries.confirmed_titles()}


@pytest.mark.parametrize(
    ("title", "shown"), [("", "没有选岗位名称。"), ("长" * 81, "最多 80 字。")]
)
@pytest.mark.parametrize("path", ["/matching/titles/leave-out", "/matching/titles/let-in"])
def test_a_title_that_cannot_be_one_is_refused_on_the_page(officer, path, title, shown):
    answer = officer.post(path, data={"title": title})

    assert answer.status_code == 422
    assert shown in answer.text
    assert "推荐怎么排" in answer.text
    assert queries.excluded_titles() == []


@pytest.mark.parametrize("path", ["/matching/titles/leave-out", "/matching/titles/let-in"])
def test_a_title_nobody_published_is_not_found(officer, path):
    assert officer.post(path, data={"title": "没有的岗位"}).status_code == 404


def test_an_unpublished_vacancy_confirms_no_title(officer):
    make_vacancy(title="园区巡查岗", occupation_code=GUARD)
    with transaction(audited=False) as session:
        session.scalar(select(Vacancy)).published_at = None

    assert queries.confirmed_titles() == ()


def test_nothing_new_makes_no_version(officer):
    page = officer.post("/matching/versions/TITLES/make")

    assert page.status_code == 422
    assert "和正在用的一样，没有新确认的岗位名称。" in page.text
    assert "推荐怎么排" in page.text


def test_an_unknown_kind_of_version_is_not_found(officer):
    assert officer.post("/matching/versions/MOON/make").status_code == 404
    assert officer.post("/matching/versions/MOON/back").status_code == 404


@pytest.mark.parametrize("arguments", [["learn", "titles"], ["rollback", "weights"]])
def test_commands_report_a_refusal_in_one_line(app, arguments):
    done = app.test_cli_runner().invoke(args=["matching", *arguments])

    assert done.exit_code == 1
    assert done.output.startswith("Error: ")


def test_commands_learn_and_activate(app):
    make_vacancy(title="园区巡查岗", occupation_code=GUARD)
    make_veteran()
    run = app.test_cli_runner()

    assert "试排过，没启用" in run.invoke(args=["matching", "learn", "titles"]).output
    assert "启用了" in run.invoke(args=["matching", "activate", "1"]).output
    assert "退回最初的了" in run.invoke(args=["matching", "rollback", "titles"]).output
    assert run.invoke(args=["matching", "activate", "99"]).exit_code == 1
