"""Forms of staff: search, filter, reveal, verify."""

from flask import request
from wtforms import Form, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional

from core.fields import UnkeptField
from core.forms import BaseForm, longest, tidy
from lexicon.tables import load_lexicon
from people.accounts.forms import PasswordAgainForm
from people.accounts.models import Account
from people.divisions.queries import township_choices
from people.secrecy.forms import text
from people.veterans import rules
from people.veterans.facts import DecisionFacts
from people.veterans.forms.whole import WholeForm
from people.veterans.models import (
    EmploymentStatus,
    Evidence,
    Verification,
)
from people.veterans.queries import Listing
from people.veterans.reasons import RevealReason

ANY = ("", "全部")


class SearchForm(BaseForm):
    """Find a veteran by name, phone or identity number; sent by POST, so no address holds it."""

    words = UnkeptField(
        "姓名、手机号或身份证号",
        filters=[tidy],
        validators=[DataRequired("请填姓名、手机号或身份证号。"), longest(40)],
    )


class FilterForm(Form):  # type: ignore[misc]
    """Filters of the list; they are part of the address and hold no personal data."""

    township = SelectField("乡镇", choices=[ANY, *township_choices()])
    verification = SelectField("核实情况", choices=[ANY, *Verification.choices()])
    status = SelectField("就业状态", choices=[ANY, *EmploymentStatus.choices()])
    year = SelectField("退役年份", choices=[ANY])
    credential = SelectField("持有证书")

    @classmethod
    def asked(cls, viewer: Account, years: list[int]) -> "FilterForm":
        """Return the filters of this request; a clerk, who has one township, does not choose it."""
        form = cls(request.args)
        if viewer.division_code:
            del form.township
        form.year.choices = [ANY, *((str(year), f"{year}年") for year in years)]
        certificates = load_lexicon().certificates.values()
        form.credential.choices = [ANY, *((each.key, each.name) for each in certificates)]
        return form

    def listing(self) -> Listing:
        """Return the filters for the query; one with an unknown value is ignored."""
        chosen = {field.name: field.data for field in self if _is_offered(field)}
        year = chosen.get("year", "")
        return Listing(
            township=chosen.get("township", ""),
            verification=Verification.get(chosen.get("verification")),
            status=EmploymentStatus.get(chosen.get("status")),
            retired_year=int(year) if year else None,
            credential=chosen.get("credential", ""),
        )


def _is_offered(field: SelectField) -> bool:
    """Return whether the answer is one of the choices."""
    return field.data in {value for value, _label in field.choices}


class RevealForm(PasswordAgainForm):
    """Why staff need the numbers in full."""

    reason = SelectField(
        "为什么要看",
        choices=[("", "请选择"), *RevealReason.choices()],
        validators=[InputRequired("请选为什么要看。")],
    )

    @property
    def chosen(self) -> RevealReason:
        """Return the reason chosen."""
        return RevealReason(self.reason.data)


class VerifyForm(WholeForm):
    """A decision on a veteran's status."""

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

    def check(self) -> None:
        """Refuse a confirmation without a document and a mismatch without a reason."""
        if Verification.get(self.verdict.data):
            rules.check_decision(self.facts())

    def facts(self) -> DecisionFacts:
        """Return the decision."""
        return DecisionFacts(
            verdict=Verification(self.verdict.data),
            evidence=Evidence.get(self.evidence.data),
            note=self.note.data,
        )
