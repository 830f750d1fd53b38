"""Forms of placements and checks."""

from collections.abc import Callable
from typing import Any

from wtforms import Field, HiddenField
from wtforms.validators import InputRequired, NumberRange, Optional, StopValidation

from core.fields import DayField, LabelledSelect, WholeNumberField, YesNoField
from core.files.fields import DocumentField
from core.forms import BaseForm, VersionedForm, by_rule
from people.secrecy.forms import text
from placements.placements.facts import (
    LONGEST_REASON,
    CheckFacts,
    ClaimFacts,
    EndFacts,
    VerifyFacts,
    check_contract_end,
    check_end_day,
)
from placements.placements.models import CheckResult, ContractType, EndReason, VerifyMethod


class ClaimForm(BaseForm):
    """A veteran's work at an employer that is named here."""

    employer_name = text("单位名称", most=120, required="请填单位名称。")
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
            contract=self.contract.member,
            contract_until=self.contract_until.data,
            wage=self.wage.data,
            has_insurance=self.has_insurance.answer,
        )


class HiredClaimForm(ClaimForm):
    """A veteran's work after an application, which names the employer."""

    employer_name = None


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
    """Why a placement is made void; the bureau has to give a reason, an employer may."""

    reason = text("理由", most=LONGEST_REASON)


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
