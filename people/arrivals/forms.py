"""Forms of arrivals: receive, correct, one item, the table, its filters."""

from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import HiddenField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional, ValidationError

from core import clock
from core.fields import CHOOSE, DayField, LabelledSelect, WholeNumberField, a_row
from core.files.fields import DocumentField
from core.files.storage import Document
from core.forms import BaseForm, VersionedForm, by_rule, longest
from core.list_filters import asked_year
from people.accounts.models import Account
from people.arrivals.checklist import templates_by_key
from people.arrivals.facts import Result
from people.arrivals.grid import ItemColumn
from people.arrivals.models import ArrivalItem, ItemStatus, ModeGroup
from people.arrivals.queries import Ask, Part, Sorting, group_counts, years
from people.arrivals.rules import check_approved, check_done_on
from people.divisions.queries import township_choices
from people.secrecy.forms import text
from people.veterans.models import ResettlementMode

MOST_SEEN = 30_000  # characters that name the cells of one page
TOGETHER = "together"
ALL = "ALL"


class ReceiveForm(BaseForm):
    """The day a retirement was approved, and how the veteran is resettled."""

    approved_on = DayField(
        "批准退役的日期",
        validators=[InputRequired("请填批准退役的日期。"), by_rule(check_approved)],
    )
    resettlement_mode = LabelledSelect(
        "安置方式", members=ResettlementMode, validators=[Optional()]
    )


class CorrectForm(VersionedForm):
    """How a veteran was received."""

    year = WholeNumberField("接收年度", validators=[InputRequired("请填年度，如 2026。")])
    approved_on = DayField(
        "批准退役的日期",
        validators=[InputRequired("请填批准退役的日期。"), by_rule(check_approved)],
    )
    resettlement_mode = LabelledSelect(
        "安置方式",
        members=ResettlementMode,
        description="换了安置方式，要办的事跟着换；已经办了的留着。",
        validators=[Optional()],
    )

    def validate_year(self, field: Any) -> None:
        """Refuse a year to come, and one no record can be of."""
        if not 1950 <= (field.data or 0) <= clock.this_year():
            raise ValidationError(f"年度请填 1950 到 {clock.this_year()}。")


class TickForm(BaseForm):
    """The result of one item, with its day and paper."""

    status = SelectField(
        "结果", choices=ItemStatus.choices(), validators=[InputRequired("请选结果。")]
    )
    done_on = DayField("办理日期", validators=[Optional(), by_rule(check_done_on)])
    paper_no = text("文号、编号", most=60)
    note = text("说明", most=200)
    file = DocumentField("材料", description="照片或 PDF，不超过 5 MB。")

    @classmethod
    def of(cls, item: ArrivalItem) -> "TickForm":
        """Return the form of an item as it is; an open item offers 已办 today."""
        status = ItemStatus.DONE if item.is_open else item.status
        done_on = clock.today() if item.is_open else item.done_on
        values = {"status": status.value, "done_on": done_on, "note": item.note}
        return cls(**values, paper_no=item.paper_no)

    def result(self) -> Result:
        """Return what was filled in; a day left empty is today where the item is done."""
        status = ItemStatus(self.status.data)
        day = self.done_on.data or clock.today()
        note, paper_no = self.note.data or "", self.paper_no.data or ""
        return Result(status, None if status is ItemStatus.OPEN else day, note, paper_no)

    @property
    def document(self) -> Document | None:
        """Return the file that was sent, if any."""
        document: Document | None = self.file.document
        return document


class TableForm(BaseForm):
    """Ticks in the table: cells one by one, or one item for the people chosen.

    `do` is the button that was pressed; `seen` names the cells of the page with their versions.
    """

    do = HiddenField()
    seen = HiddenField(validators=[longest(MOST_SEEN, "这一页的内容太多，请刷新再勾一次。")])
    done = SelectMultipleField("办好的", coerce=a_row, validate_choice=False)
    chosen = SelectMultipleField("选中的人", coerce=a_row, validate_choice=False)
    item = SelectField("办哪一件", choices=[CHOOSE], validate_choice=False)
    done_on = DayField(
        "办理日期",
        validators=[InputRequired("请填办理日期。"), by_rule(check_done_on)],
    )

    def offer(self, columns: Sequence[ItemColumn]) -> None:
        """Offer the items of the table."""
        self.item.choices = [CHOOSE, *((one.key, one.label) for one in columns)]

    @property
    def is_together(self) -> bool:
        """Return whether the button for the people chosen was pressed."""
        return bool(self.do.data == TOGETHER)

    def validate_chosen(self, field: Any) -> None:
        """Ask for people where the button for them was pressed."""
        if self.is_together and not field.data:
            raise ValidationError("请先勾选人，再一起办。")

    def validate_item(self, field: Any) -> None:
        """Ask for the item where the button for the people chosen was pressed."""
        if self.is_together and field.data not in templates_by_key():
            raise ValidationError("请选办哪一件。")


def asked(viewer: Account) -> Ask:
    """Return what the address of a list asks for; what makes no sense is left open."""
    year = asked_year() or (years() or [clock.this_year()])[0]
    ask = Ask(year)
    township = request.args.get("township", "")
    known = () if viewer.division_code else tuple(code for code, _ in township_choices())
    keys = templates_by_key()
    sorting = Sorting.get(request.args.get("sort"))
    return Ask(
        year=year,
        group=_group(viewer, ask),
        township=township if township in known else "",
        part=Part.get(request.args.get("part")),
        lacks=_key("lacks", keys),
        has=_key("has", keys),
        sorting=sorting or Sorting.LATE,
        descending=request.args.get("dir") == "desc" if sorting else True,
    )


def _key(name: str, keys: Any) -> str:
    asked_key = request.args.get(name, "")
    return asked_key if asked_key in keys else ""


def _group(viewer: Account, ask: Ask) -> ModeGroup | None:
    """Return the group asked for; an address that names none means the first with people."""
    wanted = request.args.get("mode", "")
    if wanted == ALL:
        return None
    group = ModeGroup.get(wanted)
    if group is not None:
        return group
    counts = group_counts(viewer, ask)
    return next((one for one in ModeGroup if counts[one]), ModeGroup.SELF)
