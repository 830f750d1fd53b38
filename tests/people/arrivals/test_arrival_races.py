"""Clerks who tick the same item, or tick while a sheet is undone, in the same moment."""

import pytest
from sqlalchemy import func, select

from core import clock
from core.access import Role
from core.db import db, transaction
from core.errors import DomainError
from people.accounts.models import Account
from people.arrivals import operations, taking_back
from people.arrivals.models import Arrival, ArrivalItem, ItemEntry, ItemStatus
from people.arrivals.operations import ticking
from people.arrivals.seen import SeenCell
from people.imports.cli import cli
from people.veterans.models import Veteran
from sheets.models import ImportBatch
from sheets.nouns import named
from sheets.operations import undo_batch
from tests.jobs.importing.world import newest
from tests.people.accounts.world import make_account
from tests.people.arrivals.world import item_of, line, make_arrival, sheet
from tests.people.veterans.world import make_veteran
from tests.support.starting_line import rounds, together

pytestmark = pytest.mark.race
DONE = ItemStatus.DONE
ROUNDS = 8


def tick_card(officer_id: int, cell: SeenCell) -> None:
    with transaction() as session:
        officer = session.get_one(Account, officer_id)
        operations.tick_cells([cell], {cell.item_id}, clock.today(), by=officer)


def test_one_cell_is_recorded_once_by_whoever_comes_first(app):
    officer_id = make_account(role=Role.OFFICER).id
    seen = [item_of(make_arrival(name=f"老兵{n}"), "card") for n in range(ROUNDS)]
    cells = [SeenCell(item.id, item.version, is_done=False) for item in seen]

    errors = rounds(app, lambda _number, each: tick_card(officer_id, cells[each]), of=ROUNDS)

    assert {type(one) for one in errors} <= {DomainError}
    assert {one.message for one in errors} == {ticking.ALREADY}
    assert len(errors) == 7 * ROUNDS
    db.session.rollback()
    assert db.session.scalar(select(func.count(ItemEntry.id))) == ROUNDS


def test_without_the_lock_the_version_refuses_the_later(app, monkeypatch):
    """The control: where nobody waits for the arrival, a save over an old row fails."""
    if db.engine.dialect.name == "sqlite":
        return  # it has one writer: nobody can come between
    monkeypatch.setattr(ticking, "_lock", lambda _query: None)
    officer_id = make_account(role=Role.OFFICER).id
    seen = [item_of(make_arrival(name=f"老兵{n}"), "card") for n in range(ROUNDS)]
    cells = [SeenCell(item.id, item.version, is_done=False) for item in seen]

    errors = rounds(app, lambda _number, each: tick_card(officer_id, cells[each]), of=ROUNDS)

    assert {type(one) for one in errors} - {DomainError} != set()


def imported(app, tmp_path, *names: str) -> int:
    """Import people and return the id of the import."""
    path = tmp_path / "台账.csv"
    path.write_bytes(sheet(*(line(name) for name in names)))
    result = app.test_cli_runner().invoke(cli, ["import", "arrivals", str(path)])
    assert result.exit_code == 0, result.output
    batch_id: int = newest().id
    return batch_id


def test_a_tick_is_kept_or_refused_while_the_sheet_is_undone(app, tmp_path):
    """Whoever comes first wins: a recorded tick is never deleted with its arrival."""
    officer_id = make_account(role=Role.OFFICER).id
    batch_id = imported(app, tmp_path, "李大山")
    item = db.session.query(ArrivalItem).filter_by(key="card").one()
    cell = SeenCell(item.id, item.version, is_done=False)
    done: list[str] = []

    def act(number: int) -> None:
        if number == 0:
            with transaction() as session:
                undo_batch(named("arrivals"), session.get_one(ImportBatch, batch_id))
            done.append("undo")
        else:
            tick_card(officer_id, cell)
            done.append("tick")

    errors = together(app, act, threads=2)

    assert len(done) + len(errors) == 2
    assert len(done) == 1, (done, errors)
    db.session.rollback()
    cards = db.session.scalars(select(ArrivalItem.status).where(ArrivalItem.key == "card")).all()
    assert cards == ([DONE] if done == ["tick"] else [])


def test_an_undo_looks_again_after_it_has_the_lock(app, tmp_path, monkeypatch):
    """A tick between the look and the lock is not deleted; without the second look it would be."""
    officer_id = make_account(role=Role.OFFICER).id
    batch_id = imported(app, tmp_path, "李大山")
    item = db.session.query(ArrivalItem).filter_by(key="card").one()
    free = taking_back.undoing(batch_id).free
    tick_card(officer_id, SeenCell(item.id, item.version, is_done=False))

    with pytest.raises(DomainError, match="有人正好在改这批人"), transaction():
        taking_back.remove(batch_id, free)
    kept = db.session.scalar(select(func.count(Arrival.id)))
    looks = iter([(set(free), set())])
    monkeypatch.setattr(taking_back, "_people", lambda _batch_id: next(looks))
    with transaction():
        taking_back.remove(batch_id, free)

    assert kept == 1
    assert db.session.scalar(select(func.count(Arrival.id))) == 0


def test_a_round_is_taken_back_once(app):
    officer_id = make_account(role=Role.OFFICER).id
    item = item_of(make_arrival(), "card")
    tick_card(officer_id, SeenCell(item.id, item.version, is_done=False))
    db.session.rollback()
    key = db.session.scalars(select(ItemEntry.round)).one()

    def undo(_number: int) -> None:
        with transaction() as session:
            operations.undo_round(key, by=session.get_one(Account, officer_id))

    errors = together(app, undo)

    assert [type(one) for one in errors] == [DomainError] * 7
    db.session.rollback()
    assert db.session.scalar(select(func.count(ItemEntry.id))) == 2


def test_a_person_is_received_once(app):
    veteran_id = make_veteran().id

    def receive(_number: int) -> None:
        with transaction() as session:
            veteran = session.get_one(Veteran, veteran_id)
            operations.receive(veteran, approved_on=clock.today())

    errors = together(app, receive)

    assert [type(one) for one in errors] == [DomainError] * 7
    db.session.rollback()
    assert db.session.scalar(select(func.count(Arrival.id))) == 1
