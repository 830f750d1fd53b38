"""Forms of placements."""

from flask_wtf.file import FileField
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core.fields import DayField, LabelledSelect, YesNoField, trim
from core.files.storage import ACCEPT
from core.forms import BaseForm, VersionedForm
from jobs.placements.facts import ClaimFacts
from jobs.placements.models import CheckResult, ContractType, EndReason, VerifyMethod


class ClaimForm(BaseForm):
    """Somebody at work."""

    employer_name = StringField(
        "单位名称", filters=[trim], validators=[Optional(), Length(max=120)]
    )
    title = StringField(
        "做什么工作",
        filters=[trim],
        validators=[InputRequired("请填做什么工作。"), Length(max=80, message="最多 80 字。")],
    )
    start_on = DayField("哪天到岗", validators=[InputRequired("请填到岗日期。")])
    contract = LabelledSelect("合同", members=ContractType, validators=[Optional()])
    contract_until = DayField("合同到哪天", validators=[Optional()])
    wage = IntegerField(
        "每月工资",
        validators=[Optional(), NumberRange(0, 1_000_000, message="请填每月多少元。")],
    )
    has_insurance = YesNoField("交不交社保", yes="交", no="不交")

    def facts(self) -> ClaimFacts:
        """Return what was filled in."""
        assert self.start_on.data is not None  # the form was validated
        return ClaimFacts(
            title=self.title.data,
            start_on=self.start_on.data,
            employer_name=self.employer_name.data or "",
            contract=self.contract.member,
            contract_until=self.contract_until.data,
            wage=self.wage.data,
            has_insurance=self.has_insurance.answer,
        )


class VerifyPlacementForm(VersionedForm):
    """What the bureau's verification rests on."""

    method = LabelledSelect(
        "凭什么核实", members=VerifyMethod, validators=[InputRequired("请选凭什么核实。")]
    )
    file = FileField("合同或社保记录", render_kw={"accept": ACCEPT})
    note = StringField("说明", filters=[trim], validators=[Optional(), Length(max=200)])


class ReasonForm(VersionedForm):
    """Why a placement is none."""

    reason = StringField(
        "理由", filters=[trim], validators=[Optional(), Length(max=200, message="最多 200 字。")]
    )


class EndForm(VersionedForm):
    """Somebody left."""

    end_reason = LabelledSelect(
        "为什么离职", members=EndReason, validators=[InputRequired("请选离职原因。")]
    )
    day = DayField("哪天离职", validators=[InputRequired("请填离职日期。")])


class CheckForm(BaseForm):
    """What a check found."""

    result = LabelledSelect(
        "回访结果", members=CheckResult, validators=[InputRequired("请选回访结果。")]
    )
    reason = LabelledSelect("离职原因", members=EndReason)
    left_on = DayField("离职日期", validators=[Optional()])
    note = StringField("说明", filters=[trim], validators=[Optional(), Length(max=200)])


class PledgeForm(BaseForm):
    """A promise of so many hires until a day."""

    headcount = IntegerField(
        "承诺招用几名退役军人",
        validators=[
            InputRequired("请填人数。"),
            NumberRange(1, 9999, message="1 到 9999 人。"),
        ],
    )
    due_on = DayField("到哪天", validators=[InputRequired("请填日期。")])
