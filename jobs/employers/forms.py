"""Forms of employers and of the bureau's decisions on them."""

from flask_wtf.file import FileField, FileRequired
from wtforms import PasswordField, RadioField, StringField, TextAreaField
from wtforms.validators import EqualTo, InputRequired, Length, Optional

from core.fields import LabelledSelect, trim
from core.files.storage import ACCEPT
from core.forms import BaseForm, VersionedForm, tidy
from jobs.employers.facts import EmployerFacts
from jobs.employers.models import DocumentKind, Industry, Staffing
from people.divisions.forms import PlaceField


class EmployerForm(VersionedForm):
    """An employer's own data; what is needed before verification is asked for here."""

    name = StringField(
        "单位名称",
        description="和营业执照上的一样。",
        filters=[tidy],
        validators=[InputRequired("请填单位名称。"), Length(max=120, message="最多 120 字。")],
    )
    credit_code = StringField(
        "统一社会信用代码",
        description="18 位，在营业执照右上角。",
        filters=[tidy],
        validators=[InputRequired("请填统一社会信用代码。"), Length(max=40)],
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
            InputRequired("请写单位简介。"),
            Length(min=10, max=1000, message="单位简介请写 10 到 1000 字。"),
        ],
    )
    division_code = PlaceField(
        "所在地", description="乡镇、街道，或外地城市。", validators=[InputRequired("请填所在地。")]
    )
    address = StringField(
        "详细地址",
        filters=[tidy],
        validators=[InputRequired("请填详细地址。"), Length(max=120, message="最多 120 字。")],
    )
    contact_name = StringField(
        "联系人姓名",
        description="只给退役军人事务局看，不公开。",
        filters=[tidy],
        validators=[InputRequired("请填联系人姓名。"), Length(max=40, message="最多 40 字。")],
    )
    contact_phone = StringField(
        "联系人手机号",
        description="只给退役军人事务局看，不公开。",
        filters=[tidy],
        validators=[InputRequired("请填联系人手机号。"), Length(max=20)],
    )

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
            contact_phone=self.contact_phone.data,
        )


class RegisterForm(EmployerForm):
    """An employer that comes for the first time."""

    password = PasswordField(
        "设一个登录密码",
        description="至少 8 位，不要太简单。以后用联系人手机号和它登录。",
        validators=[InputRequired("请设登录密码。"), Length(max=128)],
    )
    again = PasswordField(
        "再填一遍密码", validators=[EqualTo("password", message="两次填的密码不一样。")]
    )


class StaffEmployerForm(EmployerForm):
    """An employer's data in the hands of staff, who may accept a code whose check fails."""

    contact_phone = StringField(
        "联系人手机号",
        description="不改就留空。",
        filters=[tidy],
        validators=[Optional(), Length(max=20)],
    )
    code_note = StringField(
        "信用代码校验不通过时，接受的理由",
        description="比如：已核对营业执照原件。",
        filters=[trim],
        validators=[Optional(), Length(max=200, message="最多 200 字。")],
    )


VERIFY, RETURN, REFUSE = "verify", "return", "refuse"


class DecisionForm(VersionedForm):
    """The bureau's decision on one employer."""

    verdict = RadioField(
        "核实结果",
        choices=[(VERIFY, "通过"), (RETURN, "退回补正"), (REFUSE, "不予通过")],
        validators=[InputRequired("请选核实结果。")],
    )
    reason = TextAreaField(
        "理由",
        description="退回、不予通过都要写，单位会看到。",
        filters=[trim],
        validators=[Optional(), Length(max=200, message="最多 200 字。")],
    )
    code_note = StringField(
        "信用代码校验不通过时，接受的理由",
        description="比如：已核对营业执照原件。",
        filters=[trim],
        validators=[Optional(), Length(max=200, message="最多 200 字。")],
    )
    paper_note = StringField(
        "没有上传执照或授权书时，怎么看过的",
        description="比如：当面看过原件。",
        filters=[trim],
        validators=[Optional(), Length(max=200, message="最多 200 字。")],
    )


class DocumentForm(BaseForm):
    """One document for verification."""

    kind = LabelledSelect(
        "哪一份", members=DocumentKind, validators=[InputRequired("请选哪一份。")]
    )
    file = FileField(
        "照片或 PDF", validators=[FileRequired("请选文件。")], render_kw={"accept": ACCEPT}
    )


class ShowPhoneForm(BaseForm):
    """Why somebody wants to see a number whole."""

    purpose = StringField(
        "看完整号码的原因",
        description="比如：核实岗位。会记录在案。",
        filters=[trim],
        validators=[InputRequired("请写为什么要看完整号码。"), Length(max=60)],
    )
