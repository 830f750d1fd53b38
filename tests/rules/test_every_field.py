"""Only a form's own fields are read: every column of every table is sent, and none is stored."""

import pytest
from sqlalchemy import Boolean, Date, Enum, Integer, select

from core.access import Role
from core.db import Base, UtcDateTime, db
from jobs.employers.models import Employer, EmployerStatus
from jobs.vacancies.models import VacancyStatus
from people.accounts.models import Account
from people.veterans.models import Verification, Veteran
from tests.jobs.employers.world import FIRM, FIRM_PASSWORDS, make_employer
from tests.jobs.vacancies.world import VACANCY, make_vacancy
from tests.people.accounts.world import make_account
from tests.people.veterans.world import PERSON, SPELL
from tests.support.rows import changed, rows
from tests.support.world import build_world

DESIRED = ("ADMIN", "VERIFIED", "PUBLISHED")  # what an attacker would want to be
UNKEYED = {"form_key": ""}
ALWAYS = {"audit_head.digest", "+audit_event", "+audit_person"}
UNVERIFIED = {"status": EmployerStatus.PENDING, "verified_at": None, "verified_until": None}
PROFILE = {"veteran.version", "veteran.updated_at"}
SECTIONS = {
    "status": ({"employment_status": "EMPLOYED"}, {"employment_status", "status_stated_on"}),
    "occupations": ({"occupation_1": "货车司机"}, {"wanted_occupations"}),
    "places": ({"other_places": "常州", "accepts_away": "1"}, {"wanted_places", "accepts_away"}),
    "terms": (
        {"pay_min": "6000", "wants_lodging": "1", "refuses_nights": "0"},
        {"pay_min", "wants_lodging", "refuses_nights"},
    ),
    "skills": ({"skills_text": "会开铲车"}, {"skills_text"}),
    "education": ({"schooling": "COLLEGE", "major": "汽修"}, {"schooling", "major"}),
    "township": ({"township_code": "340321104"}, {"township_code"}),
    "resettlement": (
        {"soldier_class": "SERGEANT", "resettlement_mode": "", "retired_on": "2020-12-01"},
        {"soldier_class", "retired_on"},
    ),
    "basic": ({"born_on": "1988-05-01"}, {"born_on"}),
}


def hostile_values(target: str) -> dict[str, str]:
    """Return a harmful value for every column of every table, `target`'s where names are shared."""
    tables = [*Base.metadata.sorted_tables, Base.metadata.tables[target]]
    return {column.name: hostile_value(column) for table in tables for column in table.columns}


def hostile_value(column) -> str:
    kind = column.type
    if isinstance(kind, Enum):
        return next((value for value in DESIRED if value in kind.enums), kind.enums[-1])
    if isinstance(kind, (Boolean, Integer)):
        return "1"  # as an id: the first account's, the first employer's
    return "2099-01-01" if isinstance(kind, (Date, UtcDateTime)) else "ADMIN"


def attack(browser, path: str, target: str, data: dict[str, str]) -> set[str]:
    """Send a form with every column beside its own fields; return what changed."""
    before = rows()
    answer = browser.post(path, data=hostile_values(target) | UNKEYED | data)
    assert answer.status_code == 302, (path, answer.status_code)
    return changed(before, rows()) - ALWAYS


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_changes_only_its_own_columns(app, sign_in, section):
    world = build_world()
    browser = sign_in(world.accounts[Role.VETERAN])
    version = str(db.session.get_one(Veteran, world.own["veteran_id"]).version)
    asked, columns = SECTIONS[section]

    touched = attack(browser, f"/me/{section}", "veteran", asked | {"version": version})

    assert touched == PROFILE | {f"veteran.{column}" for column in columns}


def test_a_record_keeps_its_owner(app, sign_in):
    world = build_world()
    browser = sign_in(world.accounts[Role.VETERAN])
    path = f"/me/service/{world.own['record_id']}"
    data = SPELL | {"specialty": "炊事", "duty": "班长", "rank": "", "version": "1"}

    touched = attack(browser, path, "service_record", data)

    columns = {"specialty", "duty", "rank"}
    assert touched == PROFILE | {f"service_record.{column}" for column in columns}


def test_an_employer_cannot_verify_itself(app, sign_in):
    account = make_account(role=Role.EMPLOYER, name="王大力")
    employer = make_employer(account=account, **UNVERIFIED)
    data = FIRM | {"version": str(employer.version), "staffing": "UNDER_20"}

    touched = attack(sign_in(account), "/employer/profile", "employer", data)

    followed = {"name_key", "contact_phone_sealed"}
    shown = FIRM.keys() - {"contact_phone", "division_code"} | {"staffing"} | followed
    assert touched == {f"employer.{column}" for column in shown | {"version", "updated_at"}}
    kept = db.session.get_one(Employer, employer.id)
    assert (kept.status, kept.verified_until, kept.code_note) == (EmployerStatus.PENDING, None, "")


def test_an_employer_cannot_publish_by_editing(app, sign_in):
    account = make_account(role=Role.EMPLOYER, name="王大力")
    draft = {"status": VacancyStatus.DRAFT, "published_at": None}
    vacancy = make_vacancy(employer=make_employer(account=account), **draft)
    left_empty = ("years_min", "schooling_min", "pay_min", "pay_max", "age_min", "age_max")
    yes = dict.fromkeys(("has_lodging", "has_insurance", "has_nights"), "True")
    data = VACANCY | yes | dict.fromkeys(left_empty, "") | {"version": str(vacancy.version)}

    touched = attack(sign_in(account), f"/vacancies/{vacancy.id}/edit", "vacancy", data)

    texts = {"duties", "requirements", "place_detail", "shift_note", "source", "age_reason"}
    shown = texts | {"headcount", "valid_to", "pay_min", "pay_max", "veterans_first"} | yes.keys()
    assert touched == {f"vacancy.{column}" for column in shown | {"version", "updated_at"}}


def test_registration_creates_a_veteran_only(app, client):
    client.post("/register", data=hostile_values("account") | PERSON | UNKEYED)

    account, veteran = db.session.scalars(select(Account)).one(), only_veteran()
    assert (account.role, account.division_code) == (Role.VETERAN, None)
    assert (veteran.verification, veteran.registered_by) == (Verification.UNVERIFIED, None)
    assert (veteran.account_id, veteran.township_code) == (account.id, None)


def test_no_employer_registers_as_verified(app, client):
    client.post(
        "/employers/register", data=hostile_values("employer") | FIRM | FIRM_PASSWORDS | UNKEYED
    )

    employer = db.session.scalars(select(Employer)).one()
    assert (employer.status, employer.verified_until) == (EmployerStatus.PENDING, None)
    assert (employer.verified_by, employer.code_note, employer.source) == (None, "", "")
    assert db.session.scalars(select(Account.role)).all() == [Role.EMPLOYER]


def only_veteran() -> Veteran:
    return db.session.scalars(select(Veteran)).one()


def test_the_values_sent_would_do_harm():
    """The control: the values are ones the columns would take."""
    account, employer = hostile_values("account"), hostile_values("employer")

    assert {"id", "role", "seal_row", "verification", "verified_until"} <= account.keys()
    assert (account["role"], account["verification"]) == ("ADMIN", "VERIFIED")
    assert (employer["status"], hostile_values("vacancy")["status"]) == ("VERIFIED", "PUBLISHED")
