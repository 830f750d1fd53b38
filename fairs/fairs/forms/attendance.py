"""Forms of attendance: sign up, check in by code, name, paper or an offline device."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import BooleanField, Field, HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from core.codes import LONGEST_SCAN, code_in
from core.fields import CHOOSE, Unguarded, UnkeptField, WholeNumberField, trim
from core.forms import BaseForm, ButtonForm, longest, tidy
from core.numbers import whole_number
from fairs.fairs.device_notes import read_moment, read_record
from fairs.fairs.door_words import DoorWords
from fairs.fairs.facts import CheckInRecord, SignUpFacts
from fairs.fairs.models import CheckInMethod
from people.accounts.models import Account
from people.divisions.queries import township_choices
from people.veterans.forms.registration import OnBehalfForm

UNREADABLE = "离线记录读不出来，请不要清空，联系我们。"
TOO_MANY = "一次上传的离线记录太多，请分批上传。"
MOST_RECORDS = 500


class SignUpForm(BaseForm):
    """A veteran's sign-up for a fair."""

    wanted_stops = WholeNumberField(
        "想见几家单位", validators=[NumberRange(1, 20, message="1 到 20 家。")]
    )
    shares_with_partner = BooleanField(
        "我同意把姓名、电话和求职经历发给合办的外地局，只用于这场招聘会"
    )

    def facts(self) -> SignUpFacts:
        """Return what was filled in."""
        return SignUpFacts(self.wanted_stops.data, self.shares_with_partner.data)


class DoorForm(BaseForm):
    """Words that identify a person at the check-in desk: code, name, whole number or last four."""

    words = UnkeptField(
        "编号、姓名、手机号或身份证号",
        filters=[tidy, code_in],
        validators=[DataRequired("请扫码，或填姓名、手机号、身份证号。"), longest(200)],
        render_kw={"maxlength": LONGEST_SCAN},  # a scanner types the whole address
    )


class NoteField(HiddenField):  # type: ignore[misc]
    """The id of the offline record that a check-in settles, None where it settles none."""

    def chosen(self) -> int | None:
        """Return the id."""
        return whole_number(self.data or "")


class AdmitForm(ButtonForm):
    """The button that checks in a person found at the desk, with how they were looked up."""

    method = SelectField(
        "怎么核对的",
        choices=CheckInMethod.choices(
            CheckInMethod.NAME,
            CheckInMethod.ID_TAIL,
            CheckInMethod.ID_NUMBER,
            CheckInMethod.PHONE,
            CheckInMethod.QR,
        ),
        default=CheckInMethod.NAME.value,
    )
    note = NoteField()
    proof = HiddenField()  # that this desk found the person, see `views/door.py`

    def check_in_method(self) -> CheckInMethod:
        """Return how the person was looked up."""
        return CheckInMethod(self.method.data)


class NewcomerForm(OnBehalfForm):
    """Registration at the check-in desk of a person who is not registered, of any township."""

    note = NoteField()

    def __init__(self, clerk: Account, **more: Any) -> None:
        super().__init__(clerk, **more)
        self.township_code.choices = [CHOOSE, *township_choices()]

    @classmethod
    def suggested(cls, clerk: Account, words: DoorWords, note: int | None) -> "NewcomerForm":
        """Return the form filled in with what was looked for."""
        data = {"name": words.name, "phone": words.phone, "id_number": words.id_number}
        return cls(clerk, formdata=None, data=data | {"note": str(note or "")})


class PaperListForm(BaseForm):
    """A paper list typed in after the check-in."""

    lines = TextAreaField(
        "名单",
        description="一行一个：编号、姓名、手机号、身份证号都行。同名的，在姓名后面加号码后四位。",
        filters=[trim],
        validators=[
            DataRequired("请填名单。"),
            longest(20_000, "太长了，请分几次。"),
            Unguarded("whole numbers are typed at the door; they are looked up, never stored"),
        ],
    )

    def names(self) -> list[str]:
        """Return the lines that are not empty."""
        return [line.strip() for line in self.lines.data.splitlines() if line.strip()]

    def keep(self, lines: Sequence[str]) -> None:
        """Leave only these lines in the field, for the page shown next, with a key of its own."""
        self.lines.data, self.lines.raw_data = "\n".join(lines), None
        self.form_key.data, self.form_key.raw_data = secrets.token_urlsafe(16), None


class NotesField(Field):  # type: ignore[misc]
    """Records of a device, one JSON document each, so that each is read on its own."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep the documents as they came."""
        self.data = valuelist

    def _value(self) -> str:
        return ""


class OfflineForm(BaseForm):
    """Check-ins a device recorded without a network, and the present by its clock."""

    note = NotesField("离线记录")
    sent_at = HiddenField()

    def validate_note(self, field: Field) -> None:
        """Refuse a batch without records, or with more than one request may bring."""
        if not field.data:
            raise ValidationError(UNREADABLE)
        if len(field.data) > MOST_RECORDS:
            raise ValidationError(TOO_MANY)

    def records(self, fair_id: int) -> list[CheckInRecord]:
        """Return the check-ins; those that cannot be read have the reason."""
        return [read_record(document, fair_id) for document in self.note.data]

    def device_time(self) -> datetime | None:
        """Return the present by the device's clock, None where it cannot be read."""
        return read_moment(self.sent_at.data)
