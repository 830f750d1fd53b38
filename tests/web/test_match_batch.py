"""The nightly run: the same lists as one by one, resumable, replaced, gone with the person."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core import clock
from core.audit import AuditEvent, first_broken_link
from core.db import db, transaction
from jobs.vacancies.models import Vacancy, VacancyStatus
from matching import fit, operations
from matching.board import current_board
from matching.models import MatchResult, MatchRun
from matching.queries import candidate_docs, latest_run
from people.veterans import operations as people
from people.veterans.models import Veteran
from tests.support.factories import fresh
from tests.web.match_cast import a_driver, a_truck_post

DEPTH = 3


@pytest.fixture
def county(app, monkeypatch):
    """Five drivers, six posts, and chunks of two."""
    monkeypatch.setattr(operations, "CHUNK", 2)
    for n in range(5):
        a_truck_post(pay_min=5000 + 500 * n)
    a_truck_post(title="保安员", occupation_code="", credentials=[], duties="会修车")
    return [a_driver(pay_min=5000 + 700 * n) for n in range(5)]


def stored():
    """Return every result kept, in order, without the ids of rows and runs."""
    db.session.rollback()
    rows = db.session.scalars(
        select(MatchResult).order_by(MatchResult.veteran_id, MatchResult.position)
    )
    return [(r.veteran_id, r.position, r.vacancy_id, r.score, r.step, r.reasons) for r in rows]


def one_by_one():
    """Return what the lists say now, in the same form."""
    return [
        (
            doc.id,
            position,
            one.job_id,
            round(one.score, 6),
            fit.level_of(one.step, one.confidence),
            {
                side: [
                    {
                        "dimension": reason.dimension,
                        "text": reason.text,
                        "points": round(reason.contribution, 6),
                    }
                    for reason in reasons
                ]
                for side, reasons in (("for", one.reasons_for), ("against", one.reasons_against))
            },
        )
        for doc in sorted(candidate_docs(), key=lambda doc: doc.id)
        for position, one in enumerate(current_board().rank(doc, k=DEPTH), start=1)
    ]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_keeps_just_what_each_list_says(county, workers):
    steps = []

    run = operations.run_batch(
        depth=DEPTH, workers=workers, progress=lambda *step: steps.append(step)
    )

    assert stored() == one_by_one()
    assert len(stored()) == 5 * DEPTH
    assert (run.veterans, run.posts, run.depth) == (5, 6, DEPTH)
    assert steps == [(2, 5), (4, 5), (5, 5)]
    assert latest_run() == run
    assert first_broken_link(db.session()) is None


class StoppedError(Exception):
    """The machine went off."""


def stop(done, _total):
    if done == 2:
        raise StoppedError


def test_a_stopped_run_goes_on_where_it_stood_and_ends_alike(county):
    with pytest.raises(StoppedError):
        operations.run_batch(depth=DEPTH, progress=stop)
    assert latest_run() is None
    assert len(stored()) == 2 * DEPTH
    kept = set(db.session.scalars(select(MatchResult.id)))
    steps = []

    run = operations.run_batch(depth=DEPTH, progress=lambda *step: steps.append(step))

    assert steps == [(4, 5), (5, 5)]
    assert kept < set(db.session.scalars(select(MatchResult.id)))
    assert stored() == one_by_one()
    assert db.session.scalar(select(func.count(MatchRun.id))) == 1
    assert run.finished_at is not None


def test_a_stopped_run_of_yesterday_is_not_gone_on_with(county):
    with pytest.raises(StoppedError):
        operations.run_batch(depth=DEPTH, progress=stop)
    with transaction(audited=False) as session:
        session.scalars(select(MatchRun)).one().day = clock.today() - timedelta(days=1)
    steps = []

    operations.run_batch(depth=DEPTH, progress=lambda *step: steps.append(step))

    assert steps[0] == (2, 5)
    assert stored() == one_by_one()


def test_a_finished_run_replaces_the_one_before(county):
    first = operations.run_batch(depth=DEPTH).id
    closing = db.session.get_one(MatchResult, db.session.scalar(select(MatchResult.id))).vacancy_id
    with transaction(audited=False) as session:
        session.get_one(Vacancy, closing).status = VacancyStatus.CLOSED

    second = operations.run_batch(depth=DEPTH)

    assert second.id != first
    assert set(db.session.scalars(select(MatchResult.run_id))) == {second.id}
    assert closing not in {row[2] for row in stored()}
    assert stored() == one_by_one()


def test_what_is_known_of_a_person_leaves_with_him(county):
    operations.run_batch(depth=DEPTH)
    leaving = county[0].id

    with transaction() as session:
        people.forget(session.get_one(Veteran, leaving))

    assert leaving not in {row[0] for row in stored()}
    assert len(stored()) == 4 * DEPTH


def test_who_leaves_while_the_run_goes_on_does_not_stop_it(county, monkeypatch):
    leaving = county[3].id
    rank = operations._rank_chunk

    def rank_and_lose_one(board, docs, depth):
        lists = rank(board, docs, depth)
        if leaving in {doc.id for doc in docs}:
            with transaction() as session:
                people.forget(session.get_one(Veteran, leaving))
        return lists

    monkeypatch.setattr(operations, "_rank_chunk", rank_and_lose_one)

    operations.run_batch(depth=DEPTH)

    assert {row[0] for row in stored()} == {one.id for one in county} - {leaving}


def test_who_opted_out_has_no_list_in_the_next_run(county):
    operations.run_batch(depth=DEPTH)
    with transaction() as session:
        people.set_personalised(session.get_one(Veteran, county[1].id), personalised=False)

    operations.run_batch(depth=DEPTH)

    assert county[1].id not in {row[0] for row in stored()}
    assert fresh(county[1]).personalised is False


def test_a_county_without_posts_or_people_ends_at_once(app):
    run = operations.run_batch()

    assert (run.veterans, run.posts, stored()) == (0, 0, [])
    assert run.finished_at is not None
    deeds = list(db.session.scalars(select(AuditEvent.deed).order_by(AuditEvent.id)))
    assert deeds == ["matching.run_start", "matching.run_finish"]
