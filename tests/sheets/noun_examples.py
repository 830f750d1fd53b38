"""For each noun that can be imported: a small sheet of it, and what a test does to its rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from core import clock
from core.db import db, transaction
from core.labels import Labelled
from fairs.fairs.models import FairStatus
from jobs.employers.models import Employer
from jobs.vacancies.models import Vacancy
from people.arrivals.models import Arrival
from people.stations.models import Station
from people.veterans.models import Veteran
from sheets.models import ImportBatch, SheetChange
from tests.fairs.fairs.world import make_fair
from tests.fairs.rosters import world as rosters
from tests.jobs.employers import world as employers
from tests.jobs.importing import world as vacancies
from tests.people.arrivals import world as arrivals
from tests.people.ledgers import world as ledgers
from tests.people.stations import world as stations


@dataclass(frozen=True)
class Example:
    """Two good lines, a bad one with its mended form, and the first good one with a change.

    `changed` is "" for a noun whose rows are never changed by a sheet. `value` reads what it
    changes, which is `before` and becomes `after`.
    """

    table: Any
    shown: str  # the column of the table that names a row
    head: str
    good: tuple[str, str]
    bad: str
    mended: str
    changed: str = ""
    # Of the change: a column of the table as the row that `named` says holds it, before and after.
    named: str = ""
    column: str = ""
    values: tuple[str, str] = ("", "")
    read: Callable[[], str] | None = None  # where no column shows the change

    def sheet(self, *lines: str) -> bytes:
        """Return lines below the heading as a file."""
        return "\n".join([self.head, *lines]).encode()

    def names(self) -> list[str]:
        """Return the names of all rows of the noun."""
        db.session.rollback()
        return sorted(db.session.scalars(select(getattr(self.table, self.shown))))

    def count(self) -> int:
        """Return the number of all rows of the noun."""
        db.session.rollback()
        return db.session.scalar(select(func.count(self.table.id))) or 0

    def touch(self, batch_id: int) -> str:
        """Change one row of an import as a person does, and return its name."""
        if hasattr(self.table, "import_batch_id"):
            is_of_batch = self.table.import_batch_id == batch_id
        else:
            written = select(SheetChange.subject_id).where(
                SheetChange.import_batch_id == batch_id,
                SheetChange.subject == self.table.__tablename__,
            )
            is_of_batch = self.table.id.in_(written)
        query = select(self.table).where(is_of_batch)
        with transaction(audited=False):
            row = db.session.scalars(query.order_by(self.table.id)).first()
            row.updated_at = clock.now()
            return str(getattr(row, self.shown))

    def value(self) -> str:
        """Return the column a change is about, as pages show it."""
        db.session.rollback()
        if self.read is not None:
            return self.read()
        shown = getattr(self.table, self.shown)
        row = db.session.scalars(select(self.table).where(shown == self.named)).one()
        value = getattr(row, self.column)
        return value.label if isinstance(value, Labelled) else str(value)


def _vacancies() -> Example:
    return Example(
        Vacancy,
        "title",
        vacancies.HEAD,
        vacancies.GOOD[:2],
        bad=",怀远县顺达物流有限公司,1,怀远县榴城镇,5000,,,",
        mended="装卸工,怀远县顺达物流有限公司,1,怀远县榴城镇,5000,,,",
    )


def _veterans() -> Example:
    number, phone = ledgers.an_id_number(), ledgers.a_phone()
    first = ledgers.line("李大山", identity=number, phone=phone)
    return Example(
        Veteran,
        "name",
        ledgers.HEAD,
        (first, ledgers.line("王小河")),
        bad=ledgers.line("赵平", phone=""),
        mended=ledgers.line("赵平"),
        changed=ledgers.line("李大山", identity=number, phone=phone, schooling="本科"),
        named="李大山",
        column="schooling",
        values=("大专", "本科"),
    )


def _stations() -> Example:
    first = stations.line("榴城镇退役军人服务站", "李大山", address="新河路1号")
    return Example(
        Station,
        "name",
        stations.HEAD,
        (first, stations.line("常坟镇退役军人服务站", "王小河")),
        bad=stations.line("退役军人服务站", "赵平"),
        mended=stations.line("魏庄镇退役军人服务站", "赵平"),
        changed=first.replace("新河路1号", "新河路2号"),
        named="榴城镇退役军人服务站",
        column="address",
        values=("新河路1号", "新河路2号"),
    )


def _employers() -> Example:
    first = employers.line("怀远县顺达物流有限公司", address="物流园1号")
    return Example(
        Employer,
        "name",
        employers.HEAD,
        (first, employers.line("怀远县安居物业有限公司")),
        bad=employers.line("无"),
        mended=employers.line("怀远县宏远机械厂"),
        changed=first.replace("物流园1号", "物流园2号"),
        named="怀远县顺达物流有限公司",
        column="address",
        values=("物流园1号", "物流园2号"),
    )


def _rosters() -> Example:
    make_fair(FairStatus.RUNNING)
    first = rosters.line("李大山", came="否")
    return Example(
        Veteran,
        "name",
        rosters.HEAD,
        (first, rosters.line("王小河", came="是")),
        bad=rosters.line("赵平", phone=""),
        mended=rosters.line("赵平"),
        changed=first.replace(",否,", ",是,"),
        values=("没有签到", "已签到"),
        read=lambda: rosters.check_in_of("李大山"),
    )


def _arrivals() -> Example:
    number, phone = ledgers.an_id_number(), ledgers.a_phone()
    first = arrivals.line("李大山", identity=number, phone=phone)
    return Example(
        Veteran,
        "name",
        arrivals.HEAD,
        (first, arrivals.line("王小河")),
        bad=arrivals.line("赵平", phone=""),
        mended=arrivals.line("赵平"),
        changed=arrivals.line("李大山", identity=number, phone=phone, card="已领"),
        values=("未办", "已办"),
        read=_status_of_card,
    )


def _status_of_card() -> str:
    db.session.rollback()
    veteran = db.session.query(Veteran).filter_by(name="李大山").one()
    arrival = db.session.query(Arrival).filter_by(veteran_id=veteran.id).one()
    return str(arrivals.item_of(arrival, "card").status.label)


EXAMPLES: dict[str, Callable[[], Example]] = {
    "vacancies": _vacancies,
    "veterans": _veterans,
    "arrivals": _arrivals,
    "stations": _stations,
    "employers": _employers,
    "rosters": _rosters,
}


def newest_batch() -> ImportBatch:
    """Return the newest import, read with a new session."""
    return vacancies.newest()
