"""What relaxing promises equals what comes, at once, in candidates and lists of every process."""

import json

import pytest

from core.access import Role
from core.db import db
from jobs.vacancies.models import VacancyCredential
from matching.candidates.queries import demanded
from people.veterans.models import CredentialRecord, Schooling
from tests.jobs.employers.world import make_employer
from tests.matching.cast import a_driver, a_service, a_truck_vacancy
from tests.matching.relaxing.another_process import who_sees
from tests.people.accounts.world import make_account
from tests.support import warm

KINDS = [
    ("credentials", "auto_repair_3", 3),
    ("education", "高中以上学历", 2),
    ("years", "", 1),
]


def papers(*keys):
    return [CredentialRecord(key=key, name=key) for key in keys]


def people():
    """Make a veteran who fits, and others who fail one condition each, whatever else fits them."""
    both = ("drive_a2", "auto_repair_3")
    a_driver(credentials=papers(*both))
    for _ in range(2):
        a_driver(credentials=papers("drive_a2"))
    a_driver(
        credentials=papers("drive_a2"), wanted_occupations=["护士"], pay_min=20_000, skills_text=""
    )
    for wanted in (["保安"], []):
        a_driver(credentials=papers(*both), schooling=Schooling.JUNIOR, wanted_occupations=wanted)
    short = a_service(started_on=a_service().ended_on.replace(year=2017))
    a_driver(credentials=papers(*both), services=[short])
    a_driver(credentials=papers("drive_a2"), schooling=Schooling.JUNIOR)  # two conditions


@pytest.fixture
def desk(app, sign_in):
    account = make_account(role=Role.EMPLOYER, name="王经理")
    vacancy = a_truck_vacancy(
        employer=make_employer(account=account),
        schooling_min=Schooling.SENIOR,
        years_min=3,
        credentials=[VacancyCredential(key=key) for key in ("auto_repair_3", "drive_a2")],
    )
    people()
    browser = sign_in(account)

    def relax(condition, needed):
        form = {"condition": condition, "needed": needed}
        assert browser.post(f"/vacancies/{vacancy.id}/relax", data=form).status_code == 302

    relax.vacancy_id = vacancy.id
    return relax


@pytest.fixture
def other_process(app):
    """A running process over the same database, with an index of its own."""
    settings = app.extensions["settings"]
    module = "tests.matching.relaxing.another_process"
    command = ("-m", module, str(settings.instance), settings.database_url)
    process = warm.Process.talking(command)

    def ask(vacancy_id):
        process.stdin.write(f"{vacancy_id}\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    with process:
        yield ask


def promised(vacancy_id):
    return {(miss.condition, miss.needed): miss for miss in demanded(vacancy_id).misses}


@pytest.mark.parametrize(("condition", "needed", "more"), KINDS)
def test_as_many_people_come_as_were_promised(desk, other_process, condition, needed, more):
    before = demanded(desk.vacancy_id)
    miss = promised(desk.vacancy_id)[condition, "" if condition == "years" else needed]
    seen = who_sees(desk.vacancy_id)
    assert other_process(desk.vacancy_id) == {"entitled": before.entitled, "seen_by": seen}
    assert miss.count == len(miss.ids) == more

    desk(condition, needed)
    db.session.rollback()  # a new transaction sees what the request committed

    assert demanded(desk.vacancy_id).entitled == before.entitled + more
    assert (condition, miss.needed) not in promised(desk.vacancy_id)
    assert sorted(who_sees(desk.vacancy_id)) == sorted([*seen, *miss.ids])
    assert other_process(desk.vacancy_id) == {
        "entitled": before.entitled + more,
        "seen_by": who_sees(desk.vacancy_id),
    }


def test_without_a_new_time_the_index_would_keep_the_dropped_credential(desk):
    """The control: a change of credentials alone leaves no trace in the row of the vacancy."""
    before = demanded(desk.vacancy_id).entitled
    db.session.execute(
        VacancyCredential.__table__.delete().where(VacancyCredential.key == "auto_repair_3")
    )
    db.session.commit()

    assert demanded(desk.vacancy_id).entitled == before


def test_neither_age_nor_a_statutory_credential_is_offered(desk):
    assert ("credentials", "drive_a2") not in promised(desk.vacancy_id)
    assert not any(condition == "age" for condition, _ in promised(desk.vacancy_id))
