"""Forms of the bureau's desk: search, filter, reveal, verify, export."""

from typing import Any

from flask import request
from wtforms import Form, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.forms import BaseForm, VersionedForm, tidy
from lexicon.tables import load_lexicon
from people.accounts.models import Account
from people.divisions.queries import township_choices
from people.secrecy.forms import text
from people.veterans.models import (
    EmploymentStatus,
    Evidence,
    Verification,
)
from people.veterans.queries import Listing
from people.veterans.reasons import ExportReason, RevealReason

ANY = ("", "全部")


class SearchForm(BaseForm):
    """Find somebody by name, phone or identity number; sent by POST, so no address holds it."""

    words = StringField(
        "姓名、手机号或身份证号",
        filters=[tidy],
        validators=[DataRequired("请填姓名、手机号或身份证号。"), Length(max=40)],
    )


class FilterForm(Form):  # type: ignore[misc]
    """What the list is narrowed to; it stands in the address and holds nobody's data."""

    township = SelectField("乡镇", choices=[ANY, *township_choices()])
    verification = SelectField("核实情况", choices=[ANY, *Verification.choices()])
    status = SelectField("就业状态", choices=[ANY, *EmploymentStatus.choices()])
    year = SelectField("退役年份", choices=[ANY])
    credential = SelectField("持有证书")

    @classmethod
    def asked(cls, viewer: Account, years: list[int]) -> "FilterForm":
        """Read the filters of this request; a clerk's township is never a choice."""
        form = cls(request.args)
        if viewer.division_code:
            del form.township
        form.year.choices = [ANY, *((str(year), f"{year}年") for year in years)]
        certificates = load_lexicon().certificates.values()
        form.credential.choices = [ANY, *((each.key, each.name) for each in certificates)]
        return form

    def listing(self) -> Listing:
        """Return the filters as the query wants them; what makes no sense is left open."""
        chosen = {field.name: field.data for field in self if _is_offered(field)}
        year = chosen.get("year", "")
        return Listing(
            township=chosen.get("township", ""),
            verification=_member(Verification, chosen.get("verification", "")),
            status=_member(EmploymentStatus, chosen.get("status", "")),
            retired_year=int(year) if year else None,
            credential=chosen.get("credential", ""),
        )


def _is_offered(field: SelectField) -> bool:
    """Tell whether the answer is one of the choices; a made-up one leaves the filter open."""
    return field.data in {value for value, _label in field.choices}


def _member(members: Any, value: str) -> Any:
    return members(value) if value else None


class RevealForm(BaseForm):
    """Why somebody needs a number in full."""

    reason = SelectField(
        "为什么要看",
        choices=[("", "请选择"), *RevealReason.choices()],
        validators=[InputRequired("请选为什么要看。")],
    )


class VerifyForm(VersionedForm):
    """A decision on whether somebody is a veteran."""

    verdict = RadioField(
        "核实结果",
        choices=Verification.choices(Verification.VERIFIED, Verification.MISMATCH),
        validators=[InputRequired("请选核实结果。")],
    )
    evidence = SelectField(
        "看了什么证件",
        choices=[("", "请选择"), *Evidence.choices()],
        filters=[lambda value: value or None],
        validators=[Optional()],
    )
    note = text("说明", most=200, hint="选“不符”时要写明哪里不符。")


class ExportForm(BaseForm):
    """Why a list leaves the system."""

    reason = SelectField("导出用途", choices=ExportReason.choices())
