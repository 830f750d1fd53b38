"""The demo county: loaded once, the same every time, with every status."""

import hashlib
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Table, func, select

from core import audit, clock
from core.audit import AuditEvent
from core.db import Base, db
from core.errors import DomainError
from demo import operations
from demo.cast import PASSWORD
from jobs.employers.models import Employer, EmployerStatus
from jobs.vacancies.models import PayPeriod, Vacancy, VacancyStatus
from people.accounts.models import Account
from people.accounts.passwords import hasher
from people.divisions.queries import townships
from people.veterans.models import (
    Branch,
    Consent,
    ConsentPurpose,
    EmploymentStatus,
    RankSystem,
    ResettlementMode,
    Schooling,
    ServiceRecord,
    SoldierClass,
    StatusDecision,
    Verification,
    Veteran,
)
from tests.demo.world import STATION_SUN, all_rows, everybody, open_vacancies
from tests.people.veterans.world import make_veteran
from tests.support import databases

UNSTABLE = {"seal_row", "password_hash", "created_at", "updated_at"}

LEFT_OUT = {"audit_event", "audit_head", "division"}


def is_stable(name: str) -> bool:
    return name not in UNSTABLE and not name.endswith(("_sealed", "_index"))


def rows_of(table: Table) -> list[str]:
    columns = [column for column in table.columns if is_stable(column.name)]
    rows = db.session.execute(select(*columns).order_by(*table.primary_key.columns))
    return [repr([in_utc(value) for value in row]) for row in rows]


def in_utc(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def digest() -> str:
    """Return a digest of the database without encrypted bytes and time stamps."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in LEFT_OUT]
    lines = [line for table in tables for line in (table.name, *rows_of(table))]
    sealed = [f"{row.phone} {row.id_number}" for row in everybody()]
    return hashlib.sha256("\n".join([*lines, *sealed]).encode()).hexdigest()


def load_into(database: Any) -> str:
    database.reset()
    with databases.pushed(database.app):
        operations.load_demo()
        return digest()


# ---- loading ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def first_digest(sqlite_database):
    return load_into(sqlite_database)


def test_loading_twice_gives_the_same_county(first_digest, sqlite_database):
    assert load_into(sqlite_database) == first_digest


def test_both_databases_hold_the_same_county(first_digest, postgres_database):
    assert load_into(postgres_database) == first_digest


def test_an_empty_database_holds_no_demo(app):
    assert not operations.is_loaded()


def test_the_demo_is_not_loaded_beside_other_data(app):
    make_veteran(name="陈真人")

    with pytest.raises(DomainError, match="库里已经有资料，演示数据只能装进空库。"):
        operations.load_demo()

    assert [row.name for row in everybody()] == ["陈真人"]
    assert not operations.is_loaded()


def test_the_command_loads_once_and_prints_the_sign_ins(app):
    command = app.test_cli_runner()

    first = command.invoke(args=["demo", "load"])
    people = len(everybody())
    second = command.invoke(args=["demo", "load"])

    assert first.exit_code == second.exit_code == 0
    assert "已装入：退役军人 644 人，用人单位 180 家" in first.output
    assert "19900000001  张建国（退役军人：老张，汽车兵，找货车司机）" in first.output
    assert second.output.startswith("演示数据已经装过了。")
    assert f"密码都是 {PASSWORD}" in second.output
    assert len(everybody()) == people
    # One event is recorded, and the chain is intact.
    assert db.session.scalars(select(AuditEvent.action)).all() == ["demo.load"]
    assert audit.first_broken_link(db.session()) is None


# ---- contents of one county that is only read ----------------------------------------------


def test_the_county_is_large_enough(county):
    assert county.veterans >= 620
    assert county.employers >= 130
    assert county.open_vacancies >= 950
    assert county.openings >= 2100


def test_the_counts_are_those_of_the_rows(county):
    vacancies = open_vacancies()

    assert county.open_vacancies == len(vacancies)
    assert county.openings == sum(vacancy.headcount for vacancy in vacancies)
    assert county.accounts == db.session.scalar(select(func.count(Account.id)))


@pytest.mark.parametrize(
    ("column", "kinds"),
    [
        (Vacancy.status, VacancyStatus),
        (Vacancy.pay_period, PayPeriod),
        (Employer.status, EmployerStatus),
        (Veteran.verification, Verification),
        (Veteran.employment_status, EmploymentStatus),
        (Veteran.resettlement_mode, ResettlementMode),
        (Veteran.soldier_class, SoldierClass),
        (Veteran.schooling, Schooling),
        (ServiceRecord.branch, Branch),
        (ServiceRecord.rank_system, RankSystem),
        (Consent.purpose, ConsentPurpose),
    ],
    ids=str,
)
def test_every_status_is_there(county, column, kinds):
    found = set(db.session.scalars(select(column).distinct()))

    assert set(kinds) - found == set()


def test_every_township_has_a_clerk_and_veterans(county):
    codes = {place.code for place in townships()}
    clerks = db.session.scalars(select(Account.division_code).where(Account.division_code != ""))

    assert set(clerks) == codes
    assert {row.township_code for row in everybody()} >= codes


def test_open_vacancies_cover_many_occupations(county):
    assert len({vacancy.occupation_code for vacancy in open_vacancies()} - {""}) >= 45
    assert len({vacancy.employer_id for vacancy in open_vacancies()}) >= 120


def test_descriptions_differ(county):
    shown = {
        (vacancy.duties, vacancy.requirements)
        for vacancy in open_vacancies()
        if vacancy.requirements
    }

    assert len(shown) >= 700
    assert Counter(shown).most_common(1)[0][1] == 1


def test_some_vacancies_and_profiles_have_hardly_any_text(county):
    vacancies = [
        vacancy
        for vacancy in open_vacancies()
        if vacancy.pay_min is None and not vacancy.requirements
    ]
    people = [row for row in everybody() if row.born_on is None and not row.services]

    assert len(vacancies) >= 40
    assert len(people) >= 40
    assert all(row.phone and row.wanted_occupations for row in people)


def test_some_consents_were_withdrawn_and_some_given_to_a_clerk(county):
    consents = all_rows(Consent)
    withdrawn = [row for row in consents if row.withdrawn_at]
    on_behalf = [row for row in everybody() if row.registered_by]

    assert {row.veteran_id for row in consents} == {row.id for row in everybody()}
    assert len(withdrawn) >= 10
    assert len(on_behalf) >= 100


def test_every_verification_has_its_decision(county):
    judged = {row.id: row.verification for row in everybody()}
    decided = {row.veteran_id: row.verdict for row in all_rows(StatusDecision)}

    open_cases = {key for key, value in judged.items() if value is Verification.UNVERIFIED}

    assert decided == {key: value for key, value in judged.items() if key not in open_cases}


def test_at_least_forty_veterans_can_sign_in(county):
    accounts = [row for row in everybody() if row.account_id]

    assert len(accounts) >= 40


def test_two_of_a_family_share_a_phone(county):
    phones = Counter(row.phone for row in everybody())

    assert max(phones.values()) == 2


# ---- the cast -----------------------------------------------------------------------------


def test_the_cast_comes_first_and_all_have_the_one_password(county):
    accounts = all_rows(Account)[:12]

    assert [row.name for row in accounts[:4]] == ["张建国", "李卫东", "王新兵", "赵敏"]
    assert [row.id for row in accounts] == list(range(1, 13))
    assert all(hasher.matches(row.password_hash, PASSWORD) for row in accounts)
    assert STATION_SUN.division_code == "340321104"


def test_lao_zhang_drove_trucks_for_twelve_years(county):
    zhang = db.session.get_one(Veteran, 1)

    assert zhang.account_id == 1
    assert zhang.service_months == 143
    assert {record.key for record in zhang.credentials} == {"drive_a2", "road_freight"}
    assert (zhang.wanted_occupations, zhang.pay_min) == (["货车司机"], 6000)
    assert zhang.verification is Verification.VERIFIED


def test_the_newcomer_has_only_a_name_a_phone_and_a_wish(county):
    wang = db.session.get_one(Veteran, 3)

    assert (wang.name, wang.wanted_occupations) == ("王新兵", ["保安"])
    assert wang.born_on is wang.schooling is wang.pay_min is None
    assert wang.services == wang.credentials == wang.works == []


def test_shunda_looks_for_a_truck_driver_in_lao_zhangs_township(county):
    vacancy = db.session.get_one(Vacancy, 1)

    assert vacancy.employer.name == "怀远县顺达物流有限公司"
    assert vacancy.employer.members[0].account_id == 5
    assert vacancy.title == "A2货车司机"
    assert vacancy.place_code == "340321100"
    assert vacancy.is_open(clock.today())
    assert {need.key for need in vacancy.credentials} == {"drive_a2", "road_freight"}


def test_the_other_manager_waits_for_verification(county):
    firm = db.session.get_one(Employer, 2)

    assert firm.status is EmployerStatus.PENDING
    assert firm.members[0].account_id == 6
