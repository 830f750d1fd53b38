"""Lists of all job seekers in a file: complete or absent, as single lists are, for its owner."""

import json
import stat

import pytest
from sqlalchemy import select

from core.audit import AuditEvent, first_broken_link
from core.db import db, transaction
from matching.index import fit_level
from matching.index.open_vacancies import current_vacancies
from matching.index.queries import candidate_docs
from matching.lists import batch
from people.veterans import operations as people
from people.veterans.models import Veteran
from tests.matching.cast import a_driver, a_truck_vacancy

DEPTH = 3


@pytest.fixture
def county(app, monkeypatch):
    """Five drivers, six vacancies, and chunks of two."""
    monkeypatch.setattr(batch, "CHUNK", 2)
    for n in range(5):
        a_truck_vacancy(pay_min=5000 + 500 * n)
    a_truck_vacancy(title="保安员", occupation_code="", credentials=[], duties="会修车")
    return [a_driver(pay_min=5000 + 700 * n) for n in range(5)]


@pytest.fixture
def out(tmp_path):
    return tmp_path / "lists.jsonl"


def written(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def one_by_one():
    """Return the lists of now, in the same form."""
    return [
        {
            "veteran": doc.id,
            "position": position,
            "vacancy": one.vacancy_id,
            "score": round(one.score, 6),
            "level": fit_level.level_of(one.level, one.confidence),
            "for": [shown(reason) for reason in one.reasons_for],
            "against": [shown(reason) for reason in one.reasons_against],
        }
        for doc in sorted(candidate_docs(), key=lambda doc: doc.id)
        for position, one in enumerate(current_vacancies().rank(doc, k=DEPTH), start=1)
    ]


def shown(reason):
    return {
        "dimension": reason.dimension,
        "text": reason.text,
        "points": round(reason.contribution, 6),
    }


@pytest.mark.parametrize("workers", [1, 2])
def test_the_file_holds_just_what_each_list_shows(county, out, workers):
    levels = []

    counts = batch.write_lists(
        out, depth=DEPTH, workers=workers, progress=lambda *level: levels.append(level)
    )

    assert written(out) == one_by_one()
    assert len(written(out)) == 5 * DEPTH
    assert counts == (5, 6)
    assert levels == [(2, 5), (4, 5), (5, 5)]


def test_only_its_owner_reads_the_file_and_that_it_was_written_is_recorded(county, out):
    out.write_text("an older one")

    batch.write_lists(out, depth=DEPTH)

    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()[-1]
    assert (event.action, event.detail) == ("matching.lists", {"veterans": 5, "depth": DEPTH})
    assert first_broken_link(db.session()) is None


class StoppedError(Exception):
    """Stands for a crash of the machine."""


def test_a_stopped_run_leaves_what_was_there_before(county, out):
    out.write_text("an older one")

    def stop(done, _total):
        if done == 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        batch.write_lists(out, depth=DEPTH, progress=stop)

    assert [path.name for path in out.parent.iterdir()] == [out.name]
    assert out.read_text() == "an older one"


def test_a_veteran_who_opted_out_has_no_list(county, out):
    with transaction() as session:
        people.set_personalised(session.get_one(Veteran, county[1].id), personalised=False)

    batch.write_lists(out, depth=DEPTH)

    assert {line["veteran"] for line in written(out)} == {one.id for one in county} - {county[1].id}


def test_a_county_without_vacancies_or_people_is_an_empty_file(app, out):
    assert batch.write_lists(out) == (0, 0)
    assert out.read_text() == ""
