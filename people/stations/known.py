"""The stations there are, with their present staff, as a sheet compares its rows with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select

from core import clock
from core.db import db
from people.secrecy.names import name_key
from people.stations.models import Station, StationStaff
from people.stations.parsed import STAFF, STATION, ParsedStaff
from sheets.texts import half_width


@dataclass(frozen=True)
class KnownStaff:
    """A present staff member of a station."""

    id: int
    version: int
    station_id: int
    name_key: str
    phone_index: str | None
    values: Mapping[str, Any]


@dataclass
class KnownStation:
    """A station that is there, with its present staff."""

    id: int
    version: int
    name: str
    values: Mapping[str, Any]
    staff: list[KnownStaff] = field(default_factory=list)

    def find(self, one: ParsedStaff) -> KnownStaff | None:
        """Return the staff member of this name; of two, the one with the same phone."""
        named = [each for each in self.staff if each.name_key == name_key(one.name)]
        if len(named) == 1:
            return named[0]
        index = StationStaff.phone.blind(one.phone) if one.phone else None
        return next((each for each in named if index and each.phone_index == index), None)


@dataclass
class StationBook:
    """All stations by name, and all present staff by name and phone."""

    by_name: dict[str, KnownStation] = field(default_factory=dict)
    by_phone: dict[tuple[str, str], KnownStation] = field(default_factory=dict)

    def named(self, name: str) -> KnownStation | None:
        """Return the station of this name; blanks and width do not count."""
        return self.by_name.get(station_key(name))

    def elsewhere(self, one: ParsedStaff) -> KnownStation | None:
        """Return the station where a person of this name and phone works."""
        index = StationStaff.phone.blind(one.phone) if one.phone else ""
        return self.by_phone.get((name_key(one.name), index)) if index else None


def station_key(name: str) -> str:
    """Return what is equal for two writings of a station's name."""
    return half_width(name).casefold()


def station_book() -> StationBook:
    """Return the book of all stations, read in two statements; no number is decrypted."""
    book, by_id = StationBook(), {}
    shown = [getattr(Station, key) for key in STATION]
    query = select(Station.id, Station.version, Station.name, *shown).order_by(Station.id.desc())
    for row in db.session.execute(query):
        values = {key: getattr(row, key) for key in STATION}
        known = KnownStation(row.id, row.version, row.name, values)
        by_id[row.id] = book.by_name[station_key(row.name)] = known
    for one in _present():
        station = by_id[one.station_id]
        station.staff.append(one)
        if one.phone_index:
            book.by_phone[one.name_key, one.phone_index] = station
    return book


def _present() -> list[KnownStaff]:
    plain = [key for key in STAFF if key != "phone"]
    columns = [getattr(StationStaff, key) for key in plain]
    query = select(
        StationStaff.id,
        StationStaff.version,
        StationStaff.station_id,
        StationStaff.name,
        StationStaff.phone_index,
        *columns,
    ).where(or_(StationStaff.ended_on.is_(None), StationStaff.ended_on >= clock.today()))
    return [
        KnownStaff(
            row.id,
            row.version,
            row.station_id,
            name_key(row.name),
            row.phone_index,
            {key: getattr(row, key) for key in plain},
        )
        for row in db.session.execute(query.order_by(StationStaff.id))
    ]
