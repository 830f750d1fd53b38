"""Forms of placements and checks."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from wtforms import Field, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional, StopValidation

from core.fields import CHOOSE, DayField, LabelledSelect, WholeNumberField, YesNoField, a_row
from core.files.fields import DocumentField
from core.forms import BaseForm, VersionedForm, by_rule
from people.secrecy.forms import text
from placements.placements.facts import (
    CHOSEN_CAUSES,
    LONGEST_REASON,
    CheckFacts,
    ClaimFacts,
    ContractFacts,
    EndFacts,
    VerifyFacts,
    VoidFacts,
    check_contract_end,
    check_end_day,
)
from placements.placements.models import (
    AskedBy,
    CheckResult,
    ContractType,
    EndReason,
    PlacementChannel,
    VerifyMethod,
    VoidCause,
)

SAME = {"yes": True, "no": False}


def asked_by_field(label: str) -> LabelledSelect:
    """Return the field of how staff heard what they record on a side's behalf."""
    return LabelledSelect(label, members=AskedBy, validators=[InputRequired("请选是怎么问到的。")])


class ClaimForm(BaseForm):
    """A veteran's work at an employer that is named here.

    `is_same` is asked once the name typed is that of an employer of the platform.
    """

    employer_name = text("单位名称", most=120, required="请填单位名称。")
    is_same = RadioField(
        "是不是平台上的这一家",
        choices=[("yes", "是这一家"), ("no", "不是，只是同名")],
        validators=[Optional()],
    )
    title = text("做什么工作", most=80, required="请填做什么工作。")
    start_on = DayField("哪天到岗", validators=[InputRequired("请填到岗日期。")])
    contract = LabelledSelect("合同", members=ContractType, validators=[Optional()])
    contract_until = DayField("合同到哪天", validators=[Optional()])
    wage = WholeNumberField(
        "每月工资",
        validators=[Optional(), NumberRange(0, 1_000_000, message="请填每月多少元。")],
    )
    has_insurance = YesNoField("交不交社保", yes="交", no="不交")

    def validate_contract_until(self, field: Field) -> None:
        """Refuse a contract that ends before the work begins."""
        start_on = self.start_on.data
        if start_on is not None:
            by_rule(lambda until: check_contract_end(start_on, until))(self, field)

    def facts(self) -> ClaimFacts:
        """Return what was filled in."""
        assert self.start_on.data is not None  # the form was validated
        return ClaimFacts(
            title=self.title.data,
            start_on=self.start_on.data,
            employer_name=self.employer_name.data if self.employer_name else "",
            is_same=SAME.get(self.is_same.data or "") if self.is_same else None,
            contract=self.contract.member,
            contract_until=self.contract_until.data,
            wage=self.wage.data,
            has_insurance=self.has_insurance.answer,
        )


class HiredClaimForm(ClaimForm):
    """A veteran's work after an application, which names the employer."""

    employer_name = None
    is_same = None


class AskedHiredForm(HiredClaimForm):
    """The same as staff register it, with how the veteran told them."""

    asked_by = asked_by_field("怎么问到本人的")

    def facts(self) -> ClaimFacts:
        """Return what was filled in."""
        return replace(super().facts(), asked_by=self.asked_by.member)


class AskedClaimForm(ClaimForm):
    """A veteran's work at an employer elsewhere, as staff register it."""

    asked_by = asked_by_field("怎么问到本人的")

    def facts(self) -> ClaimFacts:
        """Return what was filled in."""
        return replace(super().facts(), asked_by=self.asked_by.member)


class KnownEmployerForm(AskedHiredForm):
    """A veteran's work at an employer of the platform, as staff register it.

    Without a fair the written rule decides; another fair than it finds needs a reason.
    """

    fair = SelectField(
        "经哪场招聘会",
        choices=[("", "按规则判断")],
        coerce=lambda value: a_row(value) if value else None,
        validate_choice=False,
        validators=[Optional()],
    )
    fair_reason = text("为什么是这一场", most=LONGEST_REASON)

    def facts(self) -> ClaimFacts:
        """Return what was filled in."""
        facts = replace(super().facts(), fair_id=self.fair.data)
        return replace(facts, fair_reason=self.fair_reason.data or "")


class BehalfForm(BaseForm):
    """How staff asked the side they confirm for."""

    asked_by = asked_by_field("怎么问到的")


class ChannelForm(VersionedForm):
    """How a veteran came to the work, where the written rule is corrected."""

    channel = LabelledSelect(
        "怎么来的", members=PlacementChannel, validators=[InputRequired("请选怎么来的。")]
    )
    fair = SelectField(
        "哪场招聘会",
        choices=[CHOOSE],
        coerce=lambda value: a_row(value) if value else None,
        validate_choice=False,
        validators=[Optional()],
    )
    reason = text("理由", most=LONGEST_REASON, required="请写明理由。")


class ContractForm(VersionedForm):
    """Contract and social insurance of a placement."""

    contract = LabelledSelect("合同", members=ContractType, validators=[Optional()])
    contract_on = DayField("哪天签的", validators=[Optional()])
    contract_until = DayField("合同到哪天", validators=[Optional()])
    has_insurance = YesNoField("交不交社保", yes="交", no="不交")
    insured_from = DayField("社保从哪天起交", validators=[Optional()])

    def facts(self) -> ContractFacts:
        """Return what was filled in."""
        return ContractFacts(
            contract=self.contract.member,
            contract_on=self.contract_on.data,
            contract_until=self.contract_until.data,
            has_insurance=self.has_insurance.answer,
            insured_from=self.insured_from.data,
        )


class VerifyPlacementForm(VersionedForm):
    """Evidence of the bureau's verification."""

    method = LabelledSelect(
        "凭什么核实", members=VerifyMethod, validators=[InputRequired("请选凭什么核实。")]
    )
    file = DocumentField("合同或社保记录")
    note = text("说明", most=200)

    def facts(self) -> VerifyFacts:
        """Return what was filled in."""
        return VerifyFacts(self.method.member, self.note.data or "", self.file.document)


class ConfirmForm(BaseForm):
    """A veteran's confirmation; `contact` is the button pressed."""

    contact = HiddenField()

    @property
    def shares_contact(self) -> bool:
        """Whether the veteran agrees to show the employer who they are."""
        return bool(self.contact.data == "yes")


class DenyForm(BaseForm):
    """Why a veteran denies a placement; the reason is optional."""

    reason = text("怎么回事", most=LONGEST_REASON)


class UndoForm(VersionedForm):
    """Why a placement is made void; the bureau has to choose a cause, an employer need not."""

    cause = LabelledSelect("为什么不成立", members=VoidCause, validators=[Optional()])
    reason = text("补充说明", most=LONGEST_REASON)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.cause.choices = [CHOOSE, *VoidCause.choices(*CHOSEN_CAUSES)]

    def facts(self) -> VoidFacts:
        """Return what was filled in."""
        return VoidFacts(self.cause.member, self.reason.data or "")


class RestoreForm(VersionedForm):
    """Why a void placement is restored."""

    error_fields = {"reason": "restore_reason"}

    restore_reason = text("撤销的理由", most=LONGEST_REASON, required="请写明为什么撤销。")


class EndForm(VersionedForm):
    """Why and when the veteran left."""

    end_reason = LabelledSelect(
        "为什么离职", members=EndReason, validators=[InputRequired("请选离职原因。")]
    )
    day = DayField("哪天离职", validators=[InputRequired("请填离职日期。"), by_rule(check_end_day)])

    def facts(self) -> EndFacts:
        """Return what was filled in."""
        assert self.day.data is not None  # the form was validated
        return EndFacts(self.end_reason.member, self.day.data)


def _when_left(
    message: str, rule: Callable[[Any], None] | None = None
) -> Callable[[Any, Field], None]:
    """Return the validator of a field that is needed where the veteran has left."""

    def check(form: Any, field: Field) -> None:
        if not form.has_left or field.errors:
            return
        if not field.data:
            raise StopValidation(message)
        if rule is not None:
            by_rule(rule)(form, field)

    return check


class CheckForm(BaseForm):
    """Result of a check."""

    error_fields = {"day": "left_on"}

    result = LabelledSelect(
        "回访结果", members=CheckResult, validators=[InputRequired("请选回访结果。")]
    )
    reason = LabelledSelect(
        "离职原因", members=EndReason, validators=[_when_left("请选离职原因。"), Optional()]
    )
    left_on = DayField(
        "离职日期", validators=[_when_left("请填离职日期。", check_end_day), Optional()]
    )
    note = text("说明", most=200)

    @property
    def has_left(self) -> bool:
        """Return whether the result chosen is that the veteran has left."""
        return CheckResult.get(self.result.data) is CheckResult.LEFT

    def facts(self) -> CheckFacts:
        """Return what was filled in."""
        end = None
        if self.has_left and self.left_on.data is not None:
            end = EndFacts(self.reason.member, self.left_on.data)
        return CheckFacts(self.result.member, self.note.data or "", end)
