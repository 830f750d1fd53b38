"""Forms of fairs."""

from datetime import datetime
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core import clock
from core.fields import DayField, LabelledSelect, trim
from core.files.storage import ACCEPT
from core.forms import BaseForm, VersionedForm, tidy
from jobs.applications.models import RejectReason
from jobs.fairs.facts import FairFacts
from jobs.fairs.models import Fair, FairMode, Outcome, PaperKind
from people.divisions.queries import find_place, place_name, township_choices
from people.secrecy.forms import NoDesignation

NOT_ONE_PLACE = "全国有同名的地方，请写全，比如“浙江省宁波市江北区”，或填代码 330205。"


class BureauField(StringField):  # type: ignore[misc]
    """A partner bureau's division by code or by a name that is one place only."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a code or a name; an empty one is no partner."""
        text = (tidy(valuelist[0]) or "") if valuelist else ""
        self.data = None
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

    title = StringField(
        "名称",
        filters=[trim],
        validators=[InputRequired("请填名称。"), Length(max=80, message="最多 80 字。")],
    )
    mode = LabelledSelect("形式", members=FairMode, validators=[InputRequired("请选形式。")])
    day = DayField("哪一天", validators=[InputRequired("请填日期。")])
    starts = TimeField("几点开始", validators=[InputRequired("请填开始时间。")])
    ends = TimeField("几点结束", validators=[InputRequired("请填结束时间。")])
    township_code = SelectField(
        "所在乡镇",
        choices=[("", "不在乡镇（线上或县里）"), *township_choices()],
        validators=[Optional()],
    )
    venue = StringField("场地", filters=[trim], validators=[Optional(), Length(max=120)])
    online_note = StringField(
        "线上怎么参加",
        description="比如几点打开哪个会议号。",
        filters=[trim],
        validators=[Optional(), Length(max=200)],
    )
    host_lines = TextAreaField(
        "主办和承办单位", description="一行一家。", filters=[trim], validators=[Optional()]
    )
    partner_code = BureauField(
        "合办的外地局", description="填 6 位区划代码或写全地名；没有就空着。"
    )
    partner_name = StringField(
        "合办局的名称", filters=[trim], validators=[Optional(), Length(max=60)]
    )
    introduction = TextAreaField(
        "介绍", filters=[trim], validators=[Optional(), Length(max=1000), NoDesignation()]
    )
    slot_minutes = IntegerField(
        "每人谈几分钟",
        default=15,
        validators=[NumberRange(5, 120, message="5 到 120 分钟。")],
    )
    most_stops = IntegerField(
        "每人最多排几家", default=5, validators=[NumberRange(1, 20, message="1 到 20 家。")]
    )

    def show(self, fair: Fair) -> None:
        """Fill in a fair's day and hours as the office's clock shows them."""
        starts, ends = clock.local(fair.starts_at), clock.local(fair.ends_at)
        self.day.data, self.starts.data, self.ends.data = starts.date(), starts.time(), ends.time()
        self.host_lines.data = "\n".join(fair.hosts)

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
        day, hour = self.day.data, time.data
        assert day is not None  # the form was validated
        return datetime.combine(day, hour, tzinfo=clock.BEIJING)


class PaperForm(BaseForm):
    """One of the three papers."""

    kind = LabelledSelect("哪一份", members=PaperKind, validators=[InputRequired("请选哪一份。")])
    file = FileField("文件", validators=[FileRequired("请选文件。")], render_kw={"accept": ACCEPT})


class LayoutForm(BaseForm):
    """So many rows of so many booths."""

    rows = IntegerField("几排", default=3, validators=[InputRequired("请填几排。")])
    columns = IntegerField("每排几个", default=8, validators=[InputRequired("请填每排几个。")])
    seats = IntegerField(
        "一个展位同时谈几人", default=1, validators=[NumberRange(1, 50, message="1 到 50 人。")]
    )


class FairEventForm(VersionedForm):
    """One event of a fair's life."""

    reason = StringField("理由", filters=[trim], validators=[Optional(), Length(max=200)])


class SignUpForm(BaseForm):
    """A veteran's place at a fair."""

    wanted_stops = IntegerField(
        "想见几家单位", default=3, validators=[NumberRange(1, 20, message="1 到 20 家。")]
    )
    shares_with_partner = BooleanField(
        "我同意把姓名、电话和求职经历发给合办的外地局，只用于这场招聘会"
    )


class DoorForm(BaseForm):
    """Who stands at the door: a code that is scanned, a name, or the last four of an identity."""

    words = StringField(
        "编号、姓名或身份证后四位",
        filters=[tidy],
        validators=[InputRequired("请扫码，或填姓名、身份证后四位。"), Length(max=40)],
    )


class PaperListForm(BaseForm):
    """A paper list typed in later."""

    lines = TextAreaField(
        "名单",
        description="一行一个：编号或姓名。同一个人写几遍只算一次。",
        filters=[trim],
        validators=[InputRequired("请填名单。"), Length(max=20_000, message="太长了，请分几次。")],
    )


class MeetingForm(BaseForm):
    """What came of meeting somebody."""

    code = StringField("编号", filters=[tidy], validators=[Optional(), Length(max=40)])
    outcome = LabelledSelect("结果", members=Outcome, validators=[InputRequired("请选结果。")])
    vacancy = SelectField("哪个岗位", validators=[Optional()])
    reason = LabelledSelect("不合适的原因", members=RejectReason)
    is_signed = BooleanField("现场签约")

    def offer(self, vacancies: list[tuple[str, str]]) -> None:
        """Offer the posts of the booth to choose from."""
        self.vacancy.choices = [("", "没有定"), *vacancies]


class NotReportedForm(BaseForm):
    """Why an employer's results will not come."""

    reason = StringField(
        "说明",
        filters=[trim],
        validators=[InputRequired("请写为什么没有报来。"), Length(max=120)],
    )


def chosen_ids(values: list[Any]) -> list[int]:
    """Return ids a form's check boxes sent; what is no number is none."""
    return [int(value) for value in values if str(value).isdecimal()]
