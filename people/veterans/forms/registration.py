"""Registering oneself, being registered, and taking over what a station registered."""

from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from core.forms import BaseForm, tidy
from people.secrecy.forms import text

REGISTER_WORDING = (
    "我同意退役军人事务局登记我的姓名、手机号和我填写的求职资料，只用来给我推荐岗位、培训和联系我。"
    "用人单位看不到我的姓名和电话，除非我逐家同意。我可以随时查看、更正、导出、删除资料，或者收回同意。"
)
ON_BEHALF_WORDING = (
    "本人在场（或已电话确认），同意由服务站工作人员代为登记姓名、手机号和求职资料，只用来推荐岗位、"
    "培训和联系本人；本人可以凭认领码接管资料，可以随时要求更正、删除或者收回同意。"
)


def name_field() -> StringField:
    """Return the field of a person's name."""
    return text("姓名", most=40, required="请填姓名。")


def phone_field() -> StringField:
    """Return the field of a mobile number; its exact shape is judged when it is saved."""
    return StringField(
        "手机号", filters=[tidy], validators=[DataRequired("请填手机号。"), Length(max=30)]
    )


def password_field(label: str = "设一个密码") -> PasswordField:
    """Return the field of a new password."""
    return PasswordField(
        label,
        description="至少 8 位，不要用手机号，也不要太简单。",
        validators=[InputRequired("请设一个密码。"), Length(max=128)],
    )


class RegisterForm(BaseForm):
    """What a veteran needs to begin: no e-mail, no code by message."""

    name = name_field()
    phone = phone_field()
    password = password_field()
    consent = BooleanField(
        "我同意", description=REGISTER_WORDING, validators=[InputRequired("登记前须勾选同意。")]
    )


class ClaimForm(BaseForm):
    """Take over a profile with the code a station printed."""

    name = name_field()
    phone = phone_field()
    code = StringField(
        "认领码",
        description="服务站打印给您的 8 位数字。",
        filters=[tidy],
        validators=[
            DataRequired("请填认领码。"),
            Regexp(r"^\d{4}[\s-]?\d{4}$", message="认领码是 8 位数字。"),
        ],
    )
    password = password_field()
    consent = BooleanField(
        "我同意", description=REGISTER_WORDING, validators=[InputRequired("认领前须勾选同意。")]
    )


class OnBehalfForm(BaseForm):
    """A clerk registers somebody who stands at the desk or is on the telephone."""

    name = name_field()
    phone = phone_field()
    id_number = StringField("身份证号", filters=[tidy], validators=[Optional(), Length(max=30)])
    township_code = SelectField("户籍所在乡镇")
    consent = BooleanField(
        "本人同意代为登记",
        description=ON_BEHALF_WORDING,
        validators=[InputRequired("没有本人同意不能代为登记。")],
    )
