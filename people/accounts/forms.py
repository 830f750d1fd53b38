"""Forms of sign-in, passwords and staff accounts."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from flask import g
from flask_login import current_user
from wtforms import Field, PasswordField, RadioField, SelectField
from wtforms.validators import EqualTo, InputRequired

from core.access import ROLE_LABELS, STAFF, Role
from core.fields import a_row
from core.forms import BaseForm, by_rule, longest
from people.accounts import confirmation
from people.accounts.facts import StaffFacts
from people.accounts.guessable import LONGEST
from people.accounts.models import NAME_LENGTH, Account
from people.accounts.passwords import HINT
from people.accounts.rules import check_division, check_new_password
from people.divisions.queries import townships
from people.secrecy.forms import name_field, phone_field
from people.secrecy.names import distinguishing

ASK_AGAIN = "请填您的登录密码。"
WRONG_AGAIN = "登录密码不对，请再试一次。"


class SignInForm(BaseForm):
    """Phone and password; no e-mail anywhere."""

    phone = phone_field()
    password = PasswordField("密码", validators=[InputRequired("请填密码。"), longest(LONGEST)])


class WhoForm(BaseForm):
    """Which of the people that share a phone and a password is signing in."""

    account = RadioField(
        "您是哪一位？", coerce=a_row, choices=[], validators=[InputRequired("请选您是哪一位。")]
    )

    def offer(self, accounts: Sequence[Account]) -> None:
        """Set the people to choose from: names without their first character, and roles."""
        names = distinguishing([one.name for one in accounts])
        has_roles = len({one.role for one in accounts}) > 1
        self.account.choices = [
            (one.id, f"{name}（{one.role_label}）" if has_roles else name)
            for one, name in zip(accounts, names, strict=True)
        ]


class PasswordAgainForm(BaseForm):
    """A form that asks for the user's own password, once in some minutes of a session.

    `always_asks` is for what cannot be undone.
    """

    always_asks: ClassVar[bool] = False

    password_again = PasswordField(
        "您的登录密码",
        description="先确认是您本人在用。",
        validators=[longest(LONGEST)],
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not self.always_asks and confirmation.is_recent(g.web_session_id):
            del self.password_again

    def validate(self, extra_validators: Any = None) -> bool:
        """Judge the other fields and the password together, so that all faults are shown."""
        is_valid = super().validate(extra_validators)
        return self._is_owner() and bool(is_valid)

    def _is_owner(self) -> bool:
        field = self._fields.get("password_again")
        if field is None:
            return True
        if field.errors:
            return False
        if field.data and confirmation.confirm(current_user, g.web_session_id, field.data):
            return True
        field.errors = [WRONG_AGAIN if field.data else ASK_AGAIN]
        return False


class PasswordForm(BaseForm):
    """Change the password of the account that is signed in."""

    old = PasswordField(
        "原来的密码", validators=[InputRequired("请填原来的密码。"), longest(LONGEST)]
    )
    password = PasswordField("新密码", description=HINT, validators=[InputRequired("请填新密码。")])
    again = PasswordField(
        "再填一遍新密码", validators=[EqualTo("password", message="两次填的新密码不一样。")]
    )

    def __init__(self, account: Account) -> None:
        super().__init__()
        self._account = account

    def validate_password(self, field: Field) -> None:
        """Refuse a password that is easy to guess for this person."""
        by_rule(partial(check_new_password, self._account))(self, field)


class StaffForm(BaseForm):
    """A new account of the bureau or a station."""

    name = name_field(most=NAME_LENGTH)
    phone = phone_field()
    role = SelectField(
        "角色",
        choices=[(role.value, ROLE_LABELS[role]) for role in Role if role in STAFF],
        validators=[InputRequired("请选角色。")],
    )
    division_code = SelectField(
        "所在乡镇（只有服务站工作人员要选）",
        coerce=lambda code: code or None,
    )

    def __init__(self) -> None:
        super().__init__()
        self.division_code.choices = [("", "不选")] + [(one.code, one.name) for one in townships()]

    def validate_division_code(self, field: Field) -> None:
        """Refuse a clerk without a township, and a township for anyone else."""
        if self.role.data in {role.value for role in STAFF}:
            by_rule(partial(check_division, Role(self.role.data)))(self, field)

    def facts(self) -> StaffFacts:
        """Return the account described."""
        return StaffFacts(
            role=Role(self.role.data),
            name=self.name.data,
            phone=self.phone.data,
            division_code=self.division_code.data,
        )


class ActiveForm(BaseForm):
    """Whether an account may sign in; each button sends one of the two answers."""

    active = RadioField(
        "账号",
        choices=[("1", "恢复"), ("0", "停用")],
        validators=[InputRequired("请选恢复还是停用。")],
    )

    @property
    def is_active(self) -> bool:
        """Return the answer sent."""
        return bool(self.active.data == "1")


class ResetForm(PasswordAgainForm):
    """Set a one-time password for an account of another person."""


class DecideForm(PasswordAgainForm):
    """Whether a second person confirms a change of an account."""

    verdict = RadioField(
        "您的决定",
        choices=[("1", "确认，马上生效"), ("0", "不同意，作废")],
        validators=[InputRequired("请选同意不同意。")],
    )

    @property
    def agrees(self) -> bool:
        """Return the decision."""
        return bool(self.verdict.data == "1")
