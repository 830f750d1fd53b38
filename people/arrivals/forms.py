"""Forms of arrivals and of the items of a checklist."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField
from wtforms.validators import InputRequired, ValidationError

from core.errors import DomainError
from core.fields import DayField
from core.forms import BaseForm, by_rule
from people.arrivals.models import ArrivalItem, ItemStatus
from people.arrivals.rules import check_approved
from people.arrivals.sheet import ArrivalSheet, arrivals_in
from people.secrecy.forms import text
from sheets.uploads import accept


class ReceiveForm(BaseForm):
    """The day a retirement was approved."""

    approved_on = DayField(
        "批准退役的日期",
        validators=[InputRequired("请填批准退役的日期。"), by_rule(check_approved)],
    )


class ArrivalSheetForm(BaseForm):
    """A sheet of arrivals, read while the form is validated."""

    file = FileField("表格", validators=[FileRequired("请选文件。")])
    sheet: ArrivalSheet

    def validate_file(self, field: FileField) -> None:
        """Read the sheet here, so that no transaction waits for it."""
        try:
            self.sheet = arrivals_in(accept(field.data.stream, field.data.filename or ""))
        except DomainError as error:
            raise ValidationError(error.message) from error


class TickForm(BaseForm):
    """The result of one item. A page shows one form an item, so ids end in the item's id."""

    status = SelectField(
        "结果", choices=ItemStatus.choices(), validators=[InputRequired("请选结果。")]
    )
    note = text("说明", most=200)

    def __init__(self, item_id: int, **more: Any) -> None:
        super().__init__(**more)
        self.item_id = item_id
        for field in (self.status, self.note):
            field.id = f"{field.name}-{item_id}"

    @classmethod
    def empty(cls, item: ArrivalItem) -> "TickForm":
        """Return the form of an item before it is filled in: an open item offers 已办."""
        status = ItemStatus.DONE if item.status is ItemStatus.OPEN else item.status
        return cls(item.id, formdata=None, status=status.value)
