"""Forms of stations, contacts and next steps."""

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.fields import DayField
from core.forms import BaseForm, VersionedForm
from people.secrecy.forms import NoDesignation, NoPersonalNumber
from people.stations.models import Channel, Employment, StationLevel, TaskKind

CHOOSE = ("", "请选择")


def _prose(text: str | None) -> str | None:
    return None if text is None else text.strip()


class StationForm(VersionedForm):
    """A station."""

    level = SelectField("哪一级", choices=StationLevel.choices())
    division_code = SelectField("所在地", validators=[InputRequired("请选所在地。")])
    name = StringField(
        "名称", filters=[_prose], validators=[InputRequired("请填名称。"), Length(max=60)]
    )
    vacancies_planned = IntegerField(
        "应配几人", default=1, validators=[NumberRange(0, 99, message="0 到 99 人。")]
    )
    address = StringField("地址", filters=[_prose], validators=[Optional(), Length(max=120)])
    phone = StringField("办公电话", filters=[_prose], validators=[Optional(), Length(max=20)])
    is_model = BooleanField("示范站")


class StaffMemberForm(BaseForm):
    """Somebody begins at a station."""

    name = StringField(
        "姓名", filters=[_prose], validators=[InputRequired("请填姓名。"), Length(max=40)]
    )
    employment = SelectField("专职还是兼职", choices=Employment.choices())
    other_duties = IntegerField(
        "别的工作占百分之几",
        default=0,
        validators=[NumberRange(0, 100, message="0 到 100。")],
    )
    started_on = DayField("从哪天起", validators=[InputRequired("请填从哪天起。")])
    account = SelectField("登录账号", validators=[Optional()])


class LeaveForm(BaseForm):
    """Somebody leaves."""

    day = DayField("哪天离开", validators=[InputRequired("请填离开日期。")])
    reason = StringField("去了哪里", filters=[_prose], validators=[Optional(), Length(max=120)])
    successor = SelectField("手上的事交给谁", validators=[Optional()])


class TaskForm(BaseForm):
    """Something stations are asked to do."""

    kind = SelectField("类别", choices=TaskKind.choices())
    title = StringField(
        "任务", filters=[_prose], validators=[InputRequired("请写任务。"), Length(max=80)]
    )
    due_on = DayField("最迟哪天", validators=[InputRequired("请填期限。")])
    level = SelectField("交给哪一级", choices=StationLevel.choices())


class TaskResultForm(BaseForm):
    """What came of a task."""

    result = StringField(
        "办得怎么样",
        filters=[_prose],
        validators=[InputRequired("请写办得怎么样。"), Length(max=200)],
    )


class ContactForm(BaseForm):
    """One time somebody was spoken to, and if any, what comes next."""

    channel = SelectField("怎么联系的", choices=Channel.choices())
    was_reached = BooleanField("联系上了", default=True)
    note = TextAreaField(
        "说了什么",
        description="不写号码和部队番号。",
        filters=[_prose],
        validators=[Optional(), Length(max=500), NoDesignation(), NoPersonalNumber()],
    )


class NextActionForm(BaseForm):
    """The next step for somebody."""

    action = StringField(
        "下一步做什么",
        filters=[_prose],
        validators=[InputRequired("请写下一步。"), Length(max=120), NoDesignation()],
    )
    due_on = DayField("最迟哪天", validators=[InputRequired("请填期限。")])
    owner = SelectField("谁来办", validators=[InputRequired("请选由谁来办。")])


class CallForm(BaseForm):
    """What came of a call."""

    was_reached = SelectField("结果", choices=[("1", "打通了"), ("0", "没打通")])
