"""The index on disk: lists follow changes of vacancies; an incomplete index is never used."""

import shutil
from datetime import timedelta

import pytest
from sqlalchemy import update

from core import clock
from core.db import db, transaction
from core.features import installed
from core.scheduling import runner
from core.scheduling.models import RunStatus, TaskRun
from core.scheduling.registry import ScheduledTask
from jobs.vacancies.models import Vacancy, VacancyStatus
from matching.index import snapshots
from matching.index.open_vacancies import current_vacancies
from matching.index.records import veteran_doc
from matching.versions.language import language
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.matching.cast import Page, a_driver, a_truck_vacancy, vacancies_of
from tests.people.accounts.world import make_account


@pytest.fixture
def on_disk(app, monkeypatch):
    """Keep an index of any size on disk; it is deleted after the test."""
    monkeypatch.setattr(snapshots, "WORTH_KEEPING", 1)
    with app.app_context():
        shutil.rmtree(snapshots.folder(), ignore_errors=True)
        yield snapshots.folder()
        shutil.rmtree(snapshots.folder(), ignore_errors=True)


@pytest.fixture
def look(on_disk, sign_in):
    account = make_account(name="张建国")
    a_driver(account=account)
    browser = sign_in(account)
    return lambda: vacancies_of(Page(browser.get("/matches").text))


def change(vacancy, **values):
    with transaction(audited=False) as session:
        row = session.get(Vacancy, vacancy.id)
        for name, value in values.items():
            setattr(row, name, value)


def test_the_index_on_disk_gives_the_list_of_an_index_in_memory(look):
    for number in range(4):
        a_truck_vacancy(pay_min=5000 + 500 * number, pay_max=9000)
    before = look()

    assert snapshots.make(language(), 0) == 4

    assert snapshots.name_in_use() in current_vacancies().stamp
    assert look() == before
    assert len(before) == 4


def test_added_changed_and_closed_vacancies_are_seen_at_the_next_request(look):
    closing, changing = a_truck_vacancy(), a_truck_vacancy()
    snapshots.make(language(), 0)

    new = a_truck_vacancy()
    assert set(look()) == {closing.id, changing.id, new.id}
    change(closing, status=VacancyStatus.CLOSED)
    assert set(look()) == {changing.id, new.id}
    change(changing, title="塔吊司机", credentials=[])
    assert (
        current_vacancies().for_veteran(_doc()).explain(changing.id).ranked.vacancy_id
        == changing.id
    )
    open_vacancies = current_vacancies()
    assert (
        open_vacancies.index.vacancies_[open_vacancies.index.row_[changing.id]].title == "塔吊司机"
    )
    change(closing, status=VacancyStatus.PUBLISHED)
    assert set(look()) >= {closing.id, new.id}


def _doc():
    return veteran_doc(a_driver(), clock.today())


def test_vacancies_of_a_lapsed_employer_are_not_listed(look):
    employer = make_employer()
    a_truck_vacancy(employer=employer)
    kept = a_truck_vacancy()
    snapshots.make(language(), 0)

    with transaction(audited=False) as session:
        row = session.merge(employer)
        row.verified_until = clock.today() - timedelta(days=1)

    assert look() == [kept.id]


def test_the_index_is_due_when_missing_and_when_much_has_changed(on_disk):
    vacancies = [make_vacancy() for _ in range(3)]
    assert snapshots.is_due(language(), 0)

    snapshots.make(language(), 0)
    assert not snapshots.is_due(language(), 0)

    change(vacancies[0], title="另一个岗位")
    assert snapshots.is_due(language(), 0)


def test_few_vacancies_need_no_index_on_disk(on_disk, monkeypatch):
    monkeypatch.setattr(snapshots, "WORTH_KEEPING", 5000)
    make_vacancy()

    assert not snapshots.is_due(language(), 0)


@pytest.mark.parametrize("name", ["", "not-there"])
def test_a_name_without_a_folder_is_no_index(look, on_disk, name):
    vacancy = a_truck_vacancy()
    on_disk.mkdir()
    (on_disk / snapshots.CURRENT).write_text(name)

    assert look() == [vacancy.id]


def test_an_index_half_written_is_not_used(look, on_disk):
    vacancy = a_truck_vacancy()
    snapshots.make(language(), 0)
    (on_disk / snapshots.name_in_use() / "index.json").unlink()
    snapshots._loaded.cache_clear()

    assert look() == [vacancy.id]


def test_old_indexes_are_deleted_except_the_previous_one(on_disk):
    make_vacancy()
    names = []
    for _ in range(3):
        snapshots.make(language(), 0)
        names.append(snapshots.name_in_use())

    there = {path.name for path in on_disk.iterdir() if path.is_dir()}
    assert there == set(names[-2:])


def test_the_scheduled_task_makes_the_index_and_reports_progress(on_disk, monkeypatch):
    for _ in range(3):
        make_vacancy()
    monkeypatch.setattr(snapshots, "CHUNK", 1)
    monkeypatch.setattr(runner, "SECONDS_BETWEEN", 0.0)
    vacancy = installed().task("matching.index")
    assert vacancy is not None
    seen = []

    def watched():
        make = snapshots.make

        def made(words, titles_id, *, progress):
            def shown(done, total):
                progress(done, total)
                seen.append(db.session.get(TaskRun, ("matching.index", slot)).result)
                db.session.rollback()

            return make(words, titles_id, progress=shown)

        monkeypatch.setattr(snapshots, "make", made)
        return vacancy.work()

    slot = vacancy.newest_slot(clock.now())
    assert runner.claim(vacancy.name, slot, "me") == 1
    runner.run(ScheduledTask(vacancy.name, vacancy.label, watched, every=vacancy.every), slot, 1)

    assert seen == ["1 / 3", "2 / 3", "3 / 3"]
    row = db.session.get(TaskRun, (vacancy.name, slot))
    assert (row.status, row.result) == (RunStatus.DONE, "3 个岗位")
    assert snapshots.name_in_use()


def test_a_change_made_past_the_models_is_seen_by_version_or_time(look):
    vacancy = a_truck_vacancy()
    snapshots.make(language(), 0)

    with transaction(audited=False) as session:
        session.execute(
            update(Vacancy)
            .where(Vacancy.id == vacancy.id)
            .values(title="仓管员", version=Vacancy.version + 1)
        )

    open_vacancies = current_vacancies()
    assert open_vacancies.index.vacancies_[open_vacancies.index.row_[vacancy.id]].title == "仓管员"
