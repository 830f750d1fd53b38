"""Forms of sign-in, passwords and staff accounts."""

from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, Optional, Regexp

from core.access import ROLE_LABELS, STAFF, Role
from core.forms import BaseForm, tidy

MOBILE = Regexp(r"^1[3-9]\d{9}$", message="请填 11 位手机号。")


class SignInForm(BaseForm):
    """Phone and password; no e-mail anywhere."""

    phone = StringField(
        "手机号", filters=[tidy], validators=[InputRequired("请填手机号。"), MOBILE]
    )
    password = PasswordField("密码", validators=[InputRequired("请填密码。"), Length(max=128)])


class PasswordForm(BaseForm):
    """Change one's own password."""

    old = PasswordField("原来的密码", validators=[InputRequired("请填原来的密码。")])
    password = PasswordField(
        "新密码", description="至少 8 位，不要太简单。", validators=[InputRequired("请填新密码。")]
    )
    again = PasswordField(
        "再填一遍新密码", validators=[EqualTo("password", message="两次填的新密码不一样。")]
    )


class StaffForm(BaseForm):
    """A new account for somebody of the bureau or a station."""

    name = StringField(
        "姓名", filters=[tidy], validators=[InputRequired("请填姓名。"), Length(max=40)]
    )
    phone = StringField(
        "手机号", filters=[tidy], validators=[InputRequired("请填手机号。"), MOBILE]
    )
    role = SelectField(
        "角色",
        choices=[(role.value, ROLE_LABELS[role]) for role in Role if role in STAFF],
    )
    division_code = SelectField(
        "所在乡镇（只有服务站工作人员要选）",
        choices=[],
        filters=[lambda code: code or None],
        validators=[Optional()],
    )
