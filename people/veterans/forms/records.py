"""Spells of service, certificates and civilian work: one record a page."""

from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from core.fields import DayField
from core.forms import VersionedForm
from people.secrecy.forms import long_text, text
from people.veterans.models import Branch
from people.veterans.ranks import all_ranks


class ServiceForm(VersionedForm):
    """One spell of service. It never asks for a unit."""

    branch = SelectField("军种兵种", choices=Branch.choices())
    specialty = text(
        "岗位专业",
        most=40,
        required="请填岗位专业。",
        hint="比如：汽车驾驶、炊事、通信、装甲维修。不要写部队番号。",
    )
    duty = text("职务", most=40, hint="比如：班长、驾驶员。")
    rank = SelectField(
        "退役（或离开该岗位）时的军衔",
        choices=[("", "不填"), *((rank, rank) for rank in all_ranks())],
        validators=[Optional()],
    )
    started_on = DayField("从哪天开始", validators=[InputRequired("请填开始日期。")])
    ended_on = DayField("到哪天结束", validators=[InputRequired("请填结束日期。")])


class CredentialForm(VersionedForm):
    """A certificate or driving licence."""

    name = text(
        "证书名称",
        most=60,
        required="请填证书名称。",
        hint="一次填一个，比如：A2 驾照、低压电工证、保安员证。",
    )
    issued_on = DayField("发证日期", validators=[Optional()])
    expires_on = DayField("有效期到", description="长期有效就不填。", validators=[Optional()])


class WorkForm(VersionedForm):
    """Civilian work since leaving the forces."""

    title = text("做什么工作", most=60, required="请填做什么工作。")
    employer_name = text("在哪家单位", most=80)
    started_on = DayField("从哪天开始", validators=[InputRequired("请填开始日期。")])
    ended_on = DayField("到哪天结束", description="还在做就不填。", validators=[Optional()])
    text = long_text("做过些什么", most=500, hint="比如：跑过哪些线路，修过什么设备，带过几个人。")
