"""Forms of attendance: sign up, check in by code, name, paper or an offline device."""

from collections.abc import Sequence
from datetime import datetime

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, ValidationError

from core.fields import Unguarded, WholeNumberField, trim
from core.forms import BaseForm, ButtonForm, longest, tidy
from core.strict_json import read_json
from fairs.fairs.facts import CheckInRecord, SignUpFacts
from fairs.fairs.models import CheckInMethod

UNREADABLE = "离线记录读不出来，请不要清空，联系我们。"
INCOMPLETE = "离线记录太多或不完整，请分批上传。"
MOST_RECORDS = 1000
LONGEST_KEY = 64


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
    """Words that identify a person at the check-in desk: code, name or last four of the ID."""

    words = StringField(
        "编号、姓名或身份证后四位",
        filters=[tidy],
        validators=[DataRequired("请扫码，或填姓名、身份证后四位。"), longest(40)],
    )


class AdmitForm(ButtonForm):
    """The button that checks in a person found at the desk, with how they were looked up."""

    method = SelectField(
        "怎么核对的",
        choices=CheckInMethod.choices(CheckInMethod.NAME, CheckInMethod.ID_TAIL),
        default=CheckInMethod.NAME.value,
    )

    def check_in_method(self) -> CheckInMethod:
        """Return how the person was looked up."""
        return CheckInMethod(self.method.data)


class PaperListForm(BaseForm):
    """A paper list typed in after the check-in."""

    lines = TextAreaField(
        "名单",
        description="一行一个：编号或姓名。同一个人写几遍只算一次。",
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
        """Leave only these lines in the field, for the page shown next."""
        self.lines.data, self.lines.raw_data = "\n".join(lines), None


class OfflineForm(BaseForm):
    """Check-ins a device recorded without a network: a JSON list with key, who, method, at."""

    notes = HiddenField("离线记录", validators=[InputRequired(UNREADABLE)])

    def validate_notes(self, field: Field) -> None:
        """Refuse a list that cannot be read whole, so that the device keeps it."""
        try:
            records = self.records()
        except (ValueError, KeyError, TypeError) as error:
            raise ValidationError(UNREADABLE) from error
        is_whole = all(one.at.tzinfo and 0 < len(one.key) <= LONGEST_KEY for one in records)
        if len(records) > MOST_RECORDS or not is_whole:
            raise ValidationError(INCOMPLETE)

    def records(self) -> list[CheckInRecord]:
        """Return the check-ins of the list."""
        return [
            CheckInRecord(
                str(row["key"]),
                str(row["who"]),
                CheckInMethod(row["method"]),
                datetime.fromisoformat(row["at"]),
            )
            for row in read_json(self.notes.data)
        ]
