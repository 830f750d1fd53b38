"""Forms of the bureau: plan a fair, hand in papers, create booths, invite, close."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import Field, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from core import clock
from core.errors import DomainError
from core.fields import CardsField, DayField, LabelledSelect, WholeNumberField, a_row, trim, written
from core.files.storage import ACCEPT, Document, accept_document
from core.forms import BaseForm, VersionedForm, longest
from fairs.fairs.facts import MOST_COLUMNS, MOST_ROWS, BoothRows, FairFacts
from fairs.fairs.models import Fair, FairMode, PaperKind
from jobs.employers.models import Employer
from people.divisions.queries import find_place, place_name, township_choices
from people.secrecy.forms import Guarded, long_text, text
from people.secrecy.private_numbers import OF_PERSONS

NOT_ONE_PLACE = "全国有同名的地方，请写全，比如“浙江省宁波市江北区”，或填代码 330205。"
MOMENTS = ("mode", "day", "starts", "ends")


class BureauField(StringField):  # type: ignore[misc]
    """A partner bureau's division by code or by a name that only one place has."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a code or a name; an empty one is no partner."""
        self.data = None
        text = written(self, valuelist)
        if not text:
            return
        found = text if text.isdecimal() and place_name(text) else find_place(text)
        if found is None or len(found) != 6:
            raise ValueError(NOT_ONE_PLACE)
        self.data = found

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else str(self.data or "")


class FairForm(VersionedForm):
    """A fair as the bureau plans it."""

    title = text("名称", most=80, required="请填名称。", guard=Guarded(OF_PERSONS))
    mode = LabelledSelect("形式", members=FairMode, validators=[InputRequired("请选形式。")])
    day = DayField("哪一天", validators=[InputRequired("请填日期。")])
    starts = TimeField("几点开始", validators=[InputRequired("请填开始时间。")])
    ends = TimeField("几点结束", validators=[InputRequired("请填结束时间。")])
    township_code = SelectField(
        "所在乡镇",
        choices=[("", "不在乡镇（线上或县里）"), *township_choices()],
        validators=[Optional()],
    )
    venue = text("场地", most=120, guard=Guarded(OF_PERSONS, has_units=True))
    online_note = StringField(
        "线上怎么参加",
        description="比如几点打开哪个会议号。",
        filters=[trim],
        validators=[Optional(), longest(200), Guarded(OF_PERSONS)],
    )
    host_lines = TextAreaField(
        "主办和承办单位",
        description="一行一家。",
        filters=[trim],
        validators=[Optional(), longest(500), Guarded(OF_PERSONS)],
    )
    partner_code = BureauField(
        "合办的外地局", description="填 6 位区划代码或写全地名；没有就空着。"
    )
    partner_name = text("合办局的名称", most=60, guard=Guarded(OF_PERSONS))
    introduction = long_text("介绍", most=1000, guard=Guarded(OF_PERSONS))
    slot_minutes = WholeNumberField(
        "每人谈几分钟",
        default=15,
        validators=[NumberRange(5, 120, message="5 到 120 分钟。")],
    )
    most_stops = WholeNumberField(
        "每人最多排几家", default=5, validators=[NumberRange(1, 20, message="1 到 20 家。")]
    )

    def show(self, fair: Fair) -> None:
        """Fill in a fair's day and hours as the office's clock shows them."""
        starts, ends = clock.local(fair.starts_at), clock.local(fair.ends_at)
        self.day.data, self.starts.data, self.ends.data = starts.date(), starts.time(), ends.time()
        self.host_lines.data = "\n".join(fair.hosts)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, then whether they agree with each other."""
        is_valid = bool(super().validate(extra_validators))
        if any(self[name].errors for name in MOMENTS):
            return is_valid
        try:
            self.facts().check()
        except DomainError as error:
            self.add_domain_error(error)
            return False
        return is_valid

    def facts(self) -> FairFacts:
        """Return what was filled in."""
        lines = (self.host_lines.data or "").splitlines()
        return FairFacts(
            title=self.title.data,
            mode=self.mode.member,
            starts_at=self._moment(self.starts),
            ends_at=self._moment(self.ends),
            township_code=self.township_code.data or None,
            venue=self.venue.data or "",
            online_note=self.online_note.data or "",
            hosts=tuple(line.strip() for line in lines if line.strip()),
            partner_code=self.partner_code.data,
            partner_name=self.partner_name.data or "",
            introduction=self.introduction.data or "",
            slot_minutes=self.slot_minutes.data,
            most_stops=self.most_stops.data,
        )

    def _moment(self, time: Field) -> datetime:
        day: Any = self.day.data  # a date, once the form is validated
        return datetime.combine(day, time.data, tzinfo=clock.BEIJING)


class PaperForm(BaseForm):
    """One of the three papers."""

    kind = LabelledSelect("哪一份", members=PaperKind, validators=[InputRequired("请选哪一份。")])
    file = FileField("文件", validators=[FileRequired("请选文件。")], render_kw={"accept": ACCEPT})

    def document(self) -> Document:
        """Return the file. Raises DomainError where it is no photo or PDF, or too large."""
        return accept_document(self.file.data.stream, self.file.data.filename or "")


class LayoutForm(BaseForm):
    """Rows of booths to create."""

    rows = WholeNumberField(
        "几排",
        default=3,
        validators=[
            InputRequired("请填几排。"),
            NumberRange(1, MOST_ROWS, message=f"1 到 {MOST_ROWS} 排。"),
        ],
    )
    columns = WholeNumberField(
        "每排几个",
        default=8,
        validators=[
            InputRequired("请填每排几个。"),
            NumberRange(1, MOST_COLUMNS, message=f"1 到 {MOST_COLUMNS} 个。"),
        ],
    )
    seats = WholeNumberField(
        "一个展位同时谈几人", default=1, validators=[NumberRange(1, 50, message="1 到 50 人。")]
    )

    def facts(self) -> BoothRows:
        """Return what was filled in."""
        return BoothRows(self.rows.data, self.columns.data, self.seats.data)


class FairEventForm(VersionedForm):
    """One event of a fair's life cycle."""

    reason = text("理由", most=200, guard=Guarded(OF_PERSONS))


class InviteForm(BaseForm):
    """Employers to invite; those on other pages of the list are not choices of this page."""

    employer = CardsField(
        "请哪几家",
        coerce=a_row,
        choices=[],
        validate_choice=False,
        validators=[DataRequired("请勾选要邀请的单位。")],
    )

    def offer(self, employers: Sequence[Employer]) -> None:
        """Set the employers to choose from."""
        self.employer.choices = [(employer.id, employer.name) for employer in employers]


class NotReportedForm(BaseForm):
    """Why an employer's results will not come."""

    reason = StringField(
        "说明",
        filters=[trim],
        validators=[DataRequired("请写为什么没有报来。"), longest(100), Guarded(OF_PERSONS)],
    )
