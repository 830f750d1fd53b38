"""An import is undone; vacancies changed or used since stay and are named."""

import pytest
from sqlalchemy import select

from core.access import Role
from core.db import db, transaction
from jobs.employers.models import Employer
from jobs.vacancies.models import Vacancy, VacancyCredential, VacancyStatus
from sheets.models import ImportStatus
from sheets.queries import CHUNK
from tests.jobs.importing.world import GOOD, bring_in, count_vacancies, newest, sheet, upload
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.support.counting import words_of
from tests.support.queries import count_queries


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def touch(title: str, **changes) -> int:
    with transaction(audited=False) as session:
        vacancy = session.scalars(select(Vacancy).where(Vacancy.title == title)).one()
        for name, value in changes.items():
            setattr(vacancy, name, value)
        return vacancy.id


def test_an_untouched_import_is_deleted_whole_with_its_employers(officer):
    batch = bring_in(officer, sheet())

    preview = officer.get(f"/imports/{batch.id}/undo").text
    answer = officer.post(f"/imports/{batch.id}/undo")

    assert "撤销 3 个岗位" in words_of(preview)
    assert answer.status_code == 302
    assert newest().status is ImportStatus.UNDONE
    assert count_vacancies() == 0
    assert db.session.query(Employer).count() == 0
    assert db.session.query(VacancyCredential).count() == 0
    assert "这次导入已撤销" in officer.get(answer.location).text


def test_a_changed_vacancy_stays_with_its_employer_and_is_named(officer):
    batch = bring_in(officer, sheet())
    kept = touch("货车司机", status=VacancyStatus.PAUSED)

    preview = officer.get(f"/imports/{batch.id}/undo").text
    officer.post(f"/imports/{batch.id}/undo")

    db.session.rollback()
    assert "有人动过的岗位，会留着" in preview
    assert "货车司机" in preview
    assert [vacancy.id for vacancy in db.session.scalars(select(Vacancy))] == [kept]
    assert [row.name for row in db.session.scalars(select(Employer))] == ["怀远县顺达物流有限公司"]
    assert newest().plan.kept == [kept]
    assert "有 1 个岗位有人动过，还留着。" in officer.get(f"/imports/{batch.id}").text


def test_a_vacancy_another_row_points_at_stays(officer):
    batch = bring_in(officer, sheet())
    used = db.session.scalars(select(Vacancy).where(Vacancy.title == "保安员")).one()
    used_id = used.id
    make_vacancy(replaces_id=used_id)

    officer.post(f"/imports/{batch.id}/undo")

    db.session.rollback()
    assert db.session.get(Vacancy, used_id) is not None


def test_an_import_whose_vacancies_all_changed_cannot_be_undone(officer):
    batch = bring_in(officer, sheet(GOOD[0]))
    touch("货车司机", headcount=9)

    answer = officer.post(f"/imports/{batch.id}/undo")

    assert answer.status_code == 422
    assert "这批岗位都有人动过了，一个也撤不了。" in answer.text
    assert newest().status is ImportStatus.LOADED
    assert "一个也撤不了" in officer.get(f"/imports/{batch.id}/undo").text


def test_an_import_is_undone_once(officer):
    batch = bring_in(officer, sheet())

    officer.post(f"/imports/{batch.id}/undo")

    assert officer.post(f"/imports/{batch.id}/undo").status_code == 422


def test_after_an_undo_the_same_file_may_be_imported_again(officer):
    batch = bring_in(officer, sheet())
    officer.post(f"/imports/{batch.id}/undo")

    assert upload(officer, sheet()).status_code == 302


def test_vacancies_of_others_are_left_alone(officer):
    other = make_vacancy()
    batch = bring_in(officer, sheet())

    officer.post(f"/imports/{batch.id}/undo")

    db.session.rollback()
    assert [vacancy.id for vacancy in db.session.scalars(select(Vacancy))] == [other.id]


def test_an_undo_holds_the_writer_for_slices_and_not_for_rows(officer):
    """A second slice costs its deletes only: what points at the rows is asked once a table."""
    few = [GOOD[0].replace("顺达", f"顺达{i}号") for i in range(10)]
    many = [GOOD[0].replace("顺达", f"顺运{i}号") for i in range(CHUNK + 10)]
    counts = []
    for lines in (few, many):
        batch = bring_in(officer, sheet(*lines))
        with count_queries() as sent:
            assert officer.post(f"/imports/{batch.id}/undo").status_code == 302
        counts.append(sent.total)

    assert count_vacancies() == 0
    assert counts[1] - counts[0] == 3  # certificates, vacancies, employers of the second slice
