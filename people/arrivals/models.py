"""An arrival, the items of its checklist, and every change of an item."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, Stamped, Versioned
from core.files.models import StoredFile
from core.labels import Labelled
from people.veterans.models import ResettlementMode, Veteran
from sheets.models import ImportBatch


class ItemStatus(Labelled):
    """The result of an item."""

    OPEN = ("OPEN", "未办")
    DONE = ("DONE", "已办")
    NOT_NEEDED = ("NOT_NEEDED", "不需要办")


class ModeGroup(Labelled):
    """The ways of resettlement with a checklist of their own."""

    SELF = ("SELF", "自主就业")
    ASSIGNED = ("ASSIGNED", "安排工作")
    TRANSFER = ("TRANSFER", "转业")
    OTHER = ("OTHER", "其他安置方式")
    UNKNOWN = ("UNKNOWN", "没写安置方式")


GROUPS = {
    ResettlementMode.SELF_EMPLOY: ModeGroup.SELF,
    ResettlementMode.ASSIGNED: ModeGroup.ASSIGNED,
    ResettlementMode.TRANSFER: ModeGroup.TRANSFER,
}


def group_of(mode: ResettlementMode | None) -> ModeGroup:
    """Return the group a way of resettlement belongs to."""
    return ModeGroup.UNKNOWN if mode is None else GROUPS.get(mode, ModeGroup.OTHER)


class Way(Labelled):
    """How an item was changed."""

    ITEM = ("ITEM", "逐件办")
    CELLS = ("CELLS", "在表里勾")
    TOGETHER = ("TOGETHER", "一起办")
    SHEET = ("SHEET", "按表格导入")
    UNDO = ("UNDO", "撤回")


class Arrival(Versioned, Stamped, Base):
    """A veteran received in a year; the days to report run from `approved_on` (安置条例 51 条).

    `resettlement_mode` is how they were received; a later change of their profile does not move
    them from one count of the year to another.
    """

    __tablename__ = "arrival"
    __table_args__ = (Index("ix_arrival_year_resettlement_mode", "year", "resettlement_mode"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    veteran_id: Mapped[int] = mapped_column(ForeignKey("veteran.id"), unique=True)
    year: Mapped[int] = mapped_column(index=True)
    resettlement_mode: Mapped[ResettlementMode | None]
    approved_on: Mapped[date]
    report_due_on: Mapped[date] = mapped_column(index=True)
    reported_on: Mapped[date | None]
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey(ImportBatch.id), index=True)

    veteran: Mapped[Veteran] = relationship()
    items: Mapped[list["ArrivalItem"]] = relationship(
        back_populates="arrival", cascade="all, delete-orphan", order_by="ArrivalItem.position"
    )

    @property
    def group(self) -> ModeGroup:
        """The group of their way of resettlement."""
        return group_of(self.resettlement_mode)

    @property
    def done(self) -> int:
        """How many items wait no more."""
        return sum(not item.is_open for item in self.items)


class ArrivalItem(Versioned, Base):
    """One item of a checklist: what, by which department, until when, and its result.

    `done_on` is None where a sheet ticked the item without a day.
    """

    __tablename__ = "arrival_item"
    __table_args__ = (UniqueConstraint("arrival_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    arrival_id: Mapped[int] = mapped_column(ForeignKey("arrival.id"), index=True)
    key: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(60))
    owner: Mapped[str] = mapped_column(String(40))  # department
    is_required: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int]
    due_on: Mapped[date | None] = mapped_column(index=True)
    status: Mapped[ItemStatus] = mapped_column(default=ItemStatus.OPEN, index=True)
    done_on: Mapped[date | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(String(200), default="")
    paper_no: Mapped[str] = mapped_column(String(60), default="", server_default=text("''"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey(StoredFile.id))

    arrival: Mapped[Arrival] = relationship(back_populates="items")
    file: Mapped[StoredFile | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether the item waits to be done."""
        return self.status is ItemStatus.OPEN

    @property
    def is_done(self) -> bool:
        """Whether the item was done."""
        return self.status is ItemStatus.DONE

    def is_late(self, today: date) -> bool:
        """Return whether the item waits beyond its last day."""
        return self.is_open and self.due_on is not None and self.due_on < today


class ItemEntry(Base):
    """One change of an item: what it was and became, by which account, in which round.

    A round is one save, of one item or of many; it is undone as a whole. `version` is the item's
    after the change: an item with a later one was changed since and stays as it is.
    """

    __tablename__ = "arrival_item_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    arrival_item_id: Mapped[int] = mapped_column(ForeignKey(ArrivalItem.id), index=True)
    round: Mapped[str] = mapped_column(String(32), index=True)
    way: Mapped[Way]
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey(ImportBatch.id), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    at: Mapped[datetime]
    before_status: Mapped[ItemStatus]
    before_on: Mapped[date | None]
    before_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    before_note: Mapped[str] = mapped_column(String(200), default="")
    before_paper_no: Mapped[str] = mapped_column(String(60), default="")
    status: Mapped[ItemStatus]
    done_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int]

    item: Mapped[ArrivalItem] = relationship()
