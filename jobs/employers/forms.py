"""Forms of employers and of the bureau's decisions on them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_wtf.file import FileRequired
from wtforms import BooleanField, Field, PasswordField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Optional

from core.fields import CardsField, LabelledSelect, a_row, trim
from core.files.fields import DocumentField
from core.files.storage import Document
from core.forms import BaseForm, Longest, VersionedForm, by_rule, longest, tidy
from jobs.employers.facts import (
    Decision,
    EmployerFacts,
    Verdict,
    check_credit_code,
    check_introduction,
    check_reason,
)
from jobs.employers.models import DocumentKind, Employer, Industry, Staffing
from people.accounts.forms import PasswordAgainForm
from people.accounts.passwords import HINT, check_strength
from people.divisions.forms import PlaceField
from people.secrecy.forms import Guarded, name_field, phone_field
from people.secrecy.private_numbers import OF_PERSONS


class EmployerForm(VersionedForm):
    """An employer's own data; verification needs all of it except the staffing."""

    error_fields = {"phone": "contact_phone"}

    name = StringField(
        "单位名称",
        description="和营业执照上的一样。",
        filters=[trim],
        validators=[DataRequired("请填单位名称。"), longest(120), Guarded(OF_PERSONS)],
    )
    credit_code = StringField(
        "统一社会信用代码",
        description="18 位，在营业执照右上角。",
        filters=[tidy],
        validators=[DataRequired("请填统一社会信用代码。"), longest(40)],
    )
    industry = LabelledSelect(
        "所属行业", members=Industry, validators=[InputRequired("请选所属行业。")]
    )
    staffing = LabelledSelect("人员规模", members=Staffing, validators=[Optional()])
    introduction = TextAreaField(
        "单位简介",
        description="主要做什么、在哪里、有多大。求职的人会看到，最多 1000 字。",
        filters=[trim],
        validators=[
            DataRequired("请写单位简介。"),
            Longest(min=10, max=1000, message="单位简介请写 10 到 1000 字。"),
            Guarded(OF_PERSONS, has_units=True),
            by_rule(check_introduction),
        ],
    )
    division_code = PlaceField(
        "所在地", description="乡镇、街道，或外地城市。", validators=[InputRequired("请填所在地。")]
    )
    address = StringField(
        "详细地址",
        filters=[trim],
        validators=[
            DataRequired("请填详细地址。"),
            longest(120),
            Guarded(OF_PERSONS, has_units=True),
        ],
    )
    contact_name = name_field("联系人姓名", most=40, hint="只给退役军人事务局看，不公开。")
    contact_phone = phone_field(
        "联系人手机号", required="请填联系人手机号。", hint="只给退役军人事务局看，不公开。"
    )

    def validate_credit_code(self, field: Field) -> None:
        """Refuse a code that is malformed, or whose check character fails without a note."""
        by_rule(lambda code: check_credit_code(code, note=self._accepting_note()))(self, field)

    def _accepting_note(self) -> str:
        return ""

    def facts(self) -> EmployerFacts:
        """Return what was filled in."""
        return EmployerFacts(
            name=self.name.data,
            credit_code=self.credit_code.data or "",
            industry=self.industry.member,
            staffing=self.staffing.member,
            introduction=self.introduction.data,
            division_code=self.division_code.data,
            address=self.address.data,
            contact_name=self.contact_name.data,
            contact_phone=self.contact_phone.data or "",
        )


class RegisterForm(EmployerForm):
    """A new employer with the password of its account."""

    password = PasswordField(
        "设一个登录密码",
        description=f"{HINT}以后用联系人手机号和它登录。",
        validators=[InputRequired("请设登录密码。"), longest(128)],
    )
    again = PasswordField(
        "再填一遍密码", validators=[EqualTo("password", message="两次填的密码不一样。")]
    )

    def validate_password(self, field: Field) -> None:
        """Refuse a password that is easy to guess."""
        name, phone = self.contact_name.data or "", self.contact_phone.data or ""
        by_rule(lambda typed: check_strength(typed, name=name, phone=phone))(self, field)


class StaffEmployerForm(EmployerForm):
    """An employer's data for staff, who may accept a code whose check character fails."""

    contact_phone = phone_field("联系人手机号", required="", hint="不改就留空。")
    legal_person = StringField(
        "法定代表人",
        filters=[trim],
        validators=[Optional(), longest(40), Guarded(OF_PERSONS)],
    )
    is_veteran_run = BooleanField("军创企业", description="退役军人办的企业，个体工商户也算。")
    code_note = StringField(
        "信用代码校验不通过时，接受的理由",
        description="比如：已核对营业执照原件。",
        filters=[trim],
        validators=[Optional(), longest(200), Guarded(OF_PERSONS)],
    )

    def _accepting_note(self) -> str:
        return self.code_note.data or ""

    def facts(self) -> EmployerFacts:
        """Return what was filled in."""
        return replace(
            super().facts(),
            legal_person=self.legal_person.data or "",
            is_veteran_run=bool(self.is_veteran_run.data),
        )


def _reason_given(form: Any, field: Field) -> None:
    """Refuse a return or a refusal without a reason."""
    if form.chosen is not None:
        by_rule(lambda _reason: check_reason(form.facts()))(form, field)


class DecisionForm(VersionedForm):
    """The bureau's decision on one employer."""

    verdict = RadioField(
        "核实结果", choices=Verdict.choices(), validators=[InputRequired("请选核实结果。")]
    )
    reason = TextAreaField(
        "理由",
        description="退回、不予通过都要写，单位会看到。",
        filters=[trim],
        validators=[_reason_given, Optional(), longest(200), Guarded(OF_PERSONS)],
    )
    code_note = StringField(
        "信用代码校验不通过时，接受的理由",
        description="比如：已核对营业执照原件。",
        filters=[trim],
        validators=[Optional(), longest(200), Guarded(OF_PERSONS)],
    )
    paper_note = StringField(
        "没有上传执照或授权书时，怎么看过的",
        description="比如：当面看过原件。",
        filters=[trim],
        validators=[Optional(), longest(200), Guarded(OF_PERSONS)],
    )

    @property
    def chosen(self) -> Verdict | None:
        """Return the verdict chosen, None while there is none."""
        return Verdict.get(self.verdict.data)

    def facts(self) -> Decision:
        """Return what was decided."""
        return Decision(
            Verdict(self.verdict.data),
            reason=self.reason.data or "",
            code_note=self.code_note.data or "",
            paper_note=self.paper_note.data or "",
        )


class VerifyManyForm(BaseForm):
    """The employers of one import that were verified together, and how."""

    employer = CardsField("核实过的单位", coerce=a_row, choices=[])
    paper_note = StringField(
        "怎么核实的",
        description="比如：逐家核对了营业执照原件，或人社局已核验并盖章的名单。",
        filters=[trim],
        validators=[DataRequired("请写怎么核实的。"), longest(200), Guarded(OF_PERSONS)],
    )

    def offer(self, employers: Sequence[Employer]) -> None:
        """Set the employers to choose from."""
        self.employer.choices = [(one.id, one.name) for one in employers]


class DocumentForm(BaseForm):
    """One document for verification."""

    kind = LabelledSelect(
        "哪一份", members=DocumentKind, validators=[InputRequired("请选哪一份。")]
    )
    file = DocumentField("照片或 PDF", validators=[FileRequired("请选文件。")])

    def facts(self) -> tuple[DocumentKind, Document]:
        """Return the document and its kind."""
        assert self.file.document is not None  # the form was validated
        return self.kind.member, self.file.document


class ShowPhoneForm(PasswordAgainForm):
    """Why staff need to see a whole number."""

    purpose = StringField(
        "看完整号码的原因",
        description="比如：核实岗位。会记录在案。",
        filters=[trim],
        validators=[DataRequired("请写为什么要看完整号码。"), longest(60), Guarded(OF_PERSONS)],
    )
