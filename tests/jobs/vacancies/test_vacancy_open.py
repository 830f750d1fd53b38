"""Open vacancies: the row and the query agree; the stamp changes with any change."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import delete

from core import clock
from core.access import Role
from core.db import db, transaction
from core.errors import NotFoundError
from jobs.employers.models import Employer, EmployerStatus
from jobs.vacancies import postings, queries
from jobs.vacancies.models import Vacancy, VacancyCredential, VacancyStatus
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.support.queries import count_queries
from tests.support.rows import fresh


def test_row_and_query_agree_on_every_combination(app):
    today = clock.today()
    around = (today - timedelta(days=1), today, today + timedelta(days=1))
    employers = [
        make_employer(status=status, verified_until=until)
        for status, until in product(EmployerStatus, (None, *around))
    ]
    vacancies = [
        make_vacancy(employer=employer, status=status, valid_to=valid_to, title=f"货车司机{number}")
        for number, (employer, status, valid_to) in enumerate(
            product(employers, VacancyStatus, around)
        )
    ]
    db.session.rollback()

    by_query = set(db.session.scalars(queries.open_vacancies(today)))
    by_row = {vacancy for vacancy in vacancies if vacancy.is_open(today)}

    assert by_query == by_row
    assert len(by_row) == 6  # PUBLISHED, VERIFIED, today or later, and not run out: 2 × 3
    assert postings.count_open(today) == len(by_row)
    assert {vacancy.id for vacancy in queries.vacancies_for_matching()} == {
        vacancy.id for vacancy in by_row
    }


def test_what_is_not_open_is_not_found(app):
    today = clock.today()
    vacancy = make_vacancy(valid_to=today)

    assert queries.get_open(vacancy.id, today).id == vacancy.id
    with pytest.raises(NotFoundError):
        queries.get_open(vacancy.id, today + timedelta(days=1))
    with pytest.raises(NotFoundError):
        queries.get_open(vacancy.id + 1, today)


def test_matching_gets_everything_in_three_queries(app):
    for _ in range(5):
        make_vacancy(credentials=[VacancyCredential(key="drive_a2")])
    closed_id = make_vacancy(status=VacancyStatus.CLOSED).id
    db.session.rollback()
    db.session.expunge_all()

    with count_queries() as counted:
        vacancies = queries.vacancies_for_matching()
        shown = [
            (vacancy.employer.name, [one.key for one in vacancy.credentials])
            for vacancy in vacancies
        ]

    assert len(shown) == 5
    assert all(keys == ["drive_a2"] for _, keys in shown)
    assert counted.total <= 3
    wanted = {vacancies[0].id, closed_id}
    assert [vacancy.id for vacancy in queries.vacancies_for_matching(wanted)] == [vacancies[0].id]
    assert queries.vacancies_for_matching([]) == []


def test_newest_open_come_first(app):
    now = clock.now()
    old = make_vacancy(title="旧", published_at=now - timedelta(days=3))
    new = make_vacancy(title="新", published_at=now)

    found = postings.newest_open(clock.today(), most=5)

    assert [vacancy.id for vacancy in found] == [new.id, old.id]
    assert [vacancy.id for vacancy in postings.newest_open(clock.today(), most=1)] == [new.id]


CHANGES = {
    "a vacancy is paused": lambda vacancy: setattr(vacancy, "status", VacancyStatus.PAUSED),
    "a word changes": lambda vacancy: setattr(vacancy, "duties", "别的"),
    "the employer lapses": lambda vacancy: setattr(
        vacancy.employer, "status", EmployerStatus.LAPSED
    ),
    "the employer is renamed": lambda vacancy: setattr(vacancy.employer, "name", "新名字"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_stamp_moves_when_a_row_changes(app, name):
    vacancy = make_vacancy()
    before = queries.open_stamp()

    with transaction(audited=False) as session:
        CHANGES[name](session.get_one(Vacancy, vacancy.id))

    assert queries.open_stamp() != before


def test_the_stamp_moves_when_rows_come_and_go_and_when_the_day_changes(app):
    today = clock.today()
    stamps = [queries.open_stamp(today), queries.open_stamp(today + timedelta(days=1))]
    vacancy = make_vacancy()
    stamps.append(queries.open_stamp(today))
    with transaction(audited=False) as session:
        session.execute(delete(Vacancy).where(Vacancy.id == vacancy.id))
    stamps.append(queries.open_stamp(today))
    make_vacancy(employer=fresh_employer(vacancy.employer_id))
    stamps.append(queries.open_stamp(today))

    assert len(set(stamps)) == len(stamps)


def fresh_employer(employer_id: int) -> Employer:
    db.session.rollback()
    return db.session.get_one(Employer, employer_id)


def test_the_stamp_is_still_when_nothing_changes(app):
    make_vacancy()

    assert queries.open_stamp() == queries.open_stamp()


def test_similar_vacancies_are_of_the_same_occupation_then_its_family_then_near(app):
    closed = make_vacancy(status=VacancyStatus.CLOSED, occupation_code="4-02-02-02")
    far = make_vacancy(occupation_code="6-31-01-03", place_code="330205")
    near = make_vacancy(occupation_code="6-31-01-03")
    family = make_vacancy(occupation_code="4-02-07-08", place_code="330205")
    same = make_vacancy(occupation_code="4-02-02-02", place_code="330205")

    found = postings.similar_open(fresh(closed), clock.today(), most=4)

    assert [vacancy.id for vacancy in found] == [same.id, family.id, near.id, far.id]


@pytest.mark.parametrize("role", [Role.VETERAN, Role.CLERK, Role.ADMIN, Role.AUDITOR])
def test_no_other_role_sees_a_vacancy_whole(app, role):
    vacancy, account = make_vacancy(), make_account(role=role)

    with pytest.raises(NotFoundError):
        queries.vacancy_for(vacancy.id, account)


def test_an_employers_account_without_an_employer_sees_nothing(app):
    vacancy = make_vacancy()
    account = make_account(role=Role.EMPLOYER)

    with pytest.raises(NotFoundError):
        queries.vacancy_for(vacancy.id, account)
