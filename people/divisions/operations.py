"""Load the divisions file into the database."""

from sqlalchemy import select

from core.db import db, one_at_a_time
from people.divisions.atlas import Place, places
from people.divisions.models import Division, DivisionLevel


def load_divisions() -> int:
    """Make the division table equal to the file; return how many rows were new or changed.

    Rows that are no longer in the file are kept: veterans and vacancies may refer to them.
    """
    one_at_a_time("load divisions")  # servers that start together all load
    present = {row.code: row for row in db.session.scalars(select(Division))}
    changed = sum(_load(place, present.get(place.code)) for place in places().values())
    db.session.flush()
    return changed


def _load(place: Place, row: Division | None) -> bool:
    facts = {
        "name": place.name,
        "short_name": place.short_name,
        "level": DivisionLevel(place.level),
        "map_row": place.map_row,
        "map_column": place.map_column,
    }
    if row is None:
        db.session.add(Division(code=place.code, **facts))
        return True
    if all(getattr(row, name) == value for name, value in facts.items()):
        return False
    for name, value in facts.items():
        setattr(row, name, value)
    return True
