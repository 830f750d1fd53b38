"""Loading the divisions file into the database."""

from sqlalchemy import func, select

from core.db import db, transaction
from people.divisions.atlas import places
from people.divisions.models import Division, DivisionLevel
from people.divisions.operations import load_divisions


def load() -> int:
    with transaction(audited=False):
        return load_divisions()


def test_the_table_holds_every_place_of_the_file(app):
    assert db.session.scalar(select(func.count()).select_from(Division)) == len(places())

    town = db.session.get_one(Division, "340321100")
    assert (town.name, town.short_name, town.level) == ("榴城镇", "榴城", DivisionLevel.TOWNSHIP)


def test_loading_again_changes_nothing(app):
    assert load() == 0


def test_a_row_that_differs_from_the_file_is_corrected(app):
    with transaction(audited=False):
        db.session.get_one(Division, "340321100").name = "城关镇"

    changed = load()

    assert changed == 1
    db.session.rollback()
    assert db.session.get_one(Division, "340321100").name == "榴城镇"
