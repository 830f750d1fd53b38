"""Several decisions on one row at the same moment: one is kept, the others are refused."""

import threading
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm.exc import StaleDataError

from core import clock
from core.access import Role
from core.audit import AuditEvent, first_broken_link
from core.db import db, transaction
from core.errors import DomainError
from core.forms import VersionedForm
from jobs.employers import operations as employers
from jobs.employers.models import Employer, EmployerStatus
from jobs.vacancies import operations as vacancies
from jobs.vacancies.models import Vacancy, VacancyStatus
from people.veterans.models import StatusDecision
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh
from tests.support.starting_line import ROUNDS, THREADS, rounds

pytestmark = pytest.mark.race
DECIDED = ("employer.verify", "employer.refuse", "veteran.decide_status")


@pytest.fixture
def officers(app, sign_in):
    """One browser for each thread."""
    return [sign_in(make_account(role=Role.OFFICER, name=f"科员{n}")) for n in range(THREADS)]


def actions(*names: str) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(AuditEvent.action.in_(names))) or 0


def waiting_employers(number: int) -> list[Employer]:
    waiting: dict[str, Any] = {
        "status": EmployerStatus.PENDING,
        "verified_at": None,
        "verified_until": None,
    }
    rows = [make_employer(**waiting) for _ in range(number)]
    with transaction(audited=False) as session:
        for row in rows:
            session.get_one(Employer, row.id).credit_code = f"91340321MA{row.id:08d}"
    return rows


def send_all(app, officers, path_of, form_of, *, of: int) -> Counter:
    """Have every officer send a decision on the same row in each round; count the answers."""
    answers: Counter[int] = Counter()
    lock = threading.Lock()

    def decide(thread: int, each: int) -> None:
        answer = officers[thread].post(path_of(each), data=form_of(thread, each))
        with lock:
            answers[answer.status_code] += 1

    assert rounds(app, decide, of=of) == []
    return answers


def refused(answers: Counter) -> Counter:
    """Count stale pages (422) and decisions the database stopped (409) together."""
    return Counter("refused" if code in (409, 422) else code for code in answers.elements())


def test_one_employer_is_decided_on_once(app, officers):
    rows = [(row.id, fresh(row).version) for row in waiting_employers(ROUNDS)]

    def form(thread: int, each: int) -> dict[str, str]:
        verdict = ("verify", "refuse")[thread % 2]
        reason = {"reason": "资料不实", "code_note": "已核对原件", "paper_note": "看过原件"}
        return {"verdict": verdict, "version": str(rows[each][1])} | reason

    answers = send_all(
        app, officers, lambda each: f"/employers/{rows[each][0]}/decide", form, of=ROUNDS
    )

    assert refused(answers) == {302: ROUNDS, "refused": ROUNDS * (THREADS - 1)}
    assert actions(*DECIDED) == ROUNDS
    assert first_broken_link(db.session()) is None


def test_one_veteran_is_decided_on_once(app, officers):
    rows = [make_veteran().id for _ in range(ROUNDS)]

    def form(thread: int, _each: int) -> dict[str, str]:
        verdict = ("VERIFIED", "MISMATCH")[thread % 2]
        return {"verdict": verdict, "evidence": "01", "note": "姓名不符", "version": "1"}

    answers = send_all(
        app, officers, lambda each: f"/veterans/{rows[each]}/verify", form, of=ROUNDS
    )

    db.session.rollback()
    assert refused(answers) == {302: ROUNDS, "refused": ROUNDS * (THREADS - 1)}
    assert db.session.scalar(select(func.count(StatusDecision.id))) == actions(*DECIDED) == ROUNDS


def test_without_the_version_a_later_decision_overrules(officers, monkeypatch):
    """The control: without the check a page opened before the decision decides again."""
    monkeypatch.setattr(VersionedForm, "require_seen", lambda *_: None)
    path = f"/veterans/{make_veteran().id}/verify"
    form = {"evidence": "01", "note": "姓名不符", "version": "1"}

    answers = [
        officer.post(path, data=form | {"verdict": verdict}).status_code
        for officer, verdict in zip(officers, ("VERIFIED", "MISMATCH"), strict=False)
    ]

    assert answers == [302, 302]
    assert actions(*DECIDED) == 2


def test_one_form_key_in_parallel_has_one_effect(app, sign_in):
    account = make_account()
    browsers = [sign_in(account) for _ in range(THREADS)]
    make_veteran(account=account)
    answers = send_all(
        app,
        browsers,
        lambda _each: "/me/data/consents",
        lambda _thread, each: {"form_key": f"round-{each}"},
        of=ROUNDS,
    )

    assert set(answers) <= {302, 409}
    assert answers[302] >= ROUNDS
    assert actions("veteran.give_consent") == ROUNDS


def test_without_the_key_every_press_has_its_effect(app, sign_in, monkeypatch):
    """The control: with the keys not spent, three presses have three effects."""
    monkeypatch.setattr("core.db._begin_hooks", [])
    account = make_account()
    make_veteran(account=account)
    browser = sign_in(account)

    for _ in range(3):
        browser.post("/me/data/consents", data={"form_key": "k"})

    assert actions("veteran.give_consent") == 3


@pytest.mark.parametrize(
    ("status", "events"),
    [
        (VacancyStatus.SUBMITTED, ("publish", "withdraw")),
        (VacancyStatus.PUBLISHED, ("close", "fill")),
    ],
)
def test_a_vacancy_takes_one_way(app, status, events):
    roles = {"publish": Role.OFFICER, "withdraw": Role.EMPLOYER}
    employer = make_employer(credit_code="91340321MA2000019H")
    published = [make_vacancy(employer=employer, status=status).id for _ in range(ROUNDS)]
    won: list[tuple[int, str]] = []
    messages: list[str] = []

    def move(thread: int, each: int) -> None:
        event = events[thread % 2]
        try:
            with transaction() as session:
                vacancy = session.get_one(Vacancy, published[each])
                role = roles.get(event, Role.EMPLOYER)
                vacancies.change_vacancy(vacancy, event, role=role, today=clock.today())
        except (DomainError, StaleDataError) as error:  # the second has a page of its own, 409
            messages.append(type(error).__name__)
        else:
            won.append((each, event))

    assert rounds(app, move) == []
    assert sorted(each for each, _event in won) == list(range(ROUNDS))
    assert len(messages) == ROUNDS * (THREADS - 1)
    assert actions(*(f"vacancy.{event}" for event in events)) == ROUNDS
    final = {"publish": "PUBLISHED", "withdraw": "DRAFT", "close": "CLOSED", "fill": "FILLED"}
    assert all(db.session.get_one(Vacancy, published[n]).status.name == final[e] for n, e in won)


def test_without_a_version_or_a_lock_everybody_wins(app):
    """The control: reading a status, deciding and then writing overwrites."""
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE naive (state TEXT)"))
        connection.execute(text("INSERT INTO naive VALUES ('SUBMITTED')"))
    won: list[int] = []
    all_have_read = threading.Barrier(THREADS)

    def move(thread: int, _each: int) -> None:
        with db.engine.connect() as connection:
            status = connection.execute(text("SELECT state FROM naive")).scalar_one()
        all_have_read.wait(timeout=600)
        if status == "SUBMITTED":
            with db.engine.connect().execution_options(writes=True) as connection:
                connection.execute(text("UPDATE naive SET state = 'PUBLISHED'"))
                connection.commit()
            won.append(thread)

    try:
        assert rounds(app, move, of=1) == []
        assert len(won) == THREADS
    finally:
        with db.engine.begin() as connection:
            connection.execute(text("DROP TABLE naive"))


def test_two_nightly_runs_at_once_end_each_vacancy_once(app):
    employer = make_employer(verified_until=clock.days_ahead(-1))
    published = [make_vacancy(employer=employer, valid_to=clock.days_ahead(-1)) for _ in range(40)]
    counted: list[int] = []

    def night(_thread: int, _each: int) -> None:
        try:
            with transaction():
                expired = vacancies.expire_overdue(clock.today())
            with transaction():
                counted.append(expired + employers.lapse_overdue(clock.today()))
        except StaleDataError:  # the other run was first; this one did nothing at all
            counted.append(0)

    assert rounds(app, night, threads=2, of=3) == []
    assert all(fresh(vacancy).status is VacancyStatus.EXPIRED for vacancy in published)
    assert {fresh(vacancy).version for vacancy in published} == {2}
    assert fresh(employer).status is EmployerStatus.LAPSED
    assert fresh(employer).version == 2
    assert sum(counted) <= 41


def test_a_vacancy_run_again_finds_nothing_to_do(app):
    make_vacancy(
        employer=make_employer(verified_until=clock.days_ahead(-1)), valid_to=clock.days_ahead(-1)
    )

    def night() -> tuple[int, int]:
        with transaction():
            expired = vacancies.expire_overdue(clock.today())
        with transaction():
            return expired, employers.lapse_overdue(clock.today())

    assert [night(), night(), night()] == [(1, 1), (0, 0), (0, 0)]
