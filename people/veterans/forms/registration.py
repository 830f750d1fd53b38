"""Forms to register, to register a veteran on their behalf, and to claim that profile."""

from functools import partial
from typing import Any

from wtforms import BooleanField, Field, PasswordField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired

from core.codes import GROUP, plain_code
from core.errors import DomainError
from core.fields import UnkeptField
from core.forms import BaseForm, by_rule, longest, tidy
from people.accounts.models import NAME_LENGTH, Account
from people.accounts.passwords import HINT, check_strength
from people.corrections.facts import Proof
from people.corrections.models import Paper
from people.divisions.queries import township_choices
from people.secrecy.forms import id_number_field, name_field, phone_field
from people.veterans.facts import (
    CLAIM_GROUPS,
    ClaimFacts,
    OnBehalfFacts,
    RegistrationFacts,
    TakeInFacts,
)

REGISTER_WORDING = (
    "我同意退役军人事务局登记我的姓名、手机号和我填写的求职资料，只用来给我推荐岗位、培训和联系我。"
    "用人单位看不到我的姓名和电话，除非我逐家同意。我可以随时查看、更正、导出、删除资料，或者收回同意。"
)
ON_BEHALF_WORDING = (
    "本人在场（或已电话确认），同意由服务站工作人员代为登记姓名、手机号和求职资料，只用来推荐岗位、"
    "培训和联系本人；本人可以凭认领码接管资料，可以随时要求更正、删除或者收回同意。"
)


def strong_password(form: Any, field: Field) -> None:
    """Validate that a new password is hard to guess for the person who registers."""
    rule = partial(check_strength, name=form.name.data or "", phone=form.phone.data or "")
    by_rule(rule)(form, field)


def password_field() -> PasswordField:
    """Return the field of a new password, in a form that has a name and a phone."""
    return PasswordField(
        "设一个密码",
        description=HINT,
        validators=[InputRequired("请设一个密码。"), strong_password],
    )


class RegisterForm(BaseForm):
    """What a veteran needs to begin: no e-mail, no code by message."""

    name = name_field(most=NAME_LENGTH)
    phone = phone_field()
    password = password_field()
    consent = BooleanField(
        "我同意", description=REGISTER_WORDING, validators=[InputRequired("登记前须勾选同意。")]
    )

    def facts(self) -> RegistrationFacts:
        """Return the person who registers."""
        return RegistrationFacts(self.name.data, self.phone.data, self.password.data)


def _eight_signs(code: str) -> None:
    """Raise DomainError for what cannot be a claim code; those of digits alone still hold."""
    if len(plain_code(code)) != CLAIM_GROUPS * GROUP:
        raise DomainError("认领码是 8 位字母和数字。", field="code")


class ClaimForm(BaseForm):
    """Take over a profile with the code a station printed."""

    name = name_field(most=NAME_LENGTH)
    phone = phone_field()
    code = UnkeptField(
        "认领码",
        description="服务站打印给您的 8 位，字母不分大小写。",
        filters=[tidy],
        validators=[DataRequired("请填认领码。"), longest(40), by_rule(_eight_signs)],
    )
    password = password_field()
    consent = BooleanField(
        "我同意", description=REGISTER_WORDING, validators=[InputRequired("认领前须勾选同意。")]
    )

    def facts(self) -> ClaimFacts:
        """Return the person and the code they have."""
        return ClaimFacts(self.name.data, self.phone.data, self.code.data, self.password.data)


class OfTownshipForm(BaseForm):
    """A form about a person of one of the townships whose people an account registers."""

    def __init__(self, clerk: Account, **more: Any) -> None:
        super().__init__(**more)
        own = clerk.division_code
        choices = [choice for choice in township_choices() if own in (None, choice[0])]
        self.township_code.choices = choices


def township_field() -> SelectField:
    """Return the field of the township; `OfTownshipForm` sets its choices."""
    return SelectField("户籍所在乡镇", validators=[InputRequired("请选户籍所在乡镇。")])


class OnBehalfForm(OfTownshipForm):
    """Staff register a veteran who is present or on the telephone."""

    name = name_field(most=NAME_LENGTH)
    phone = phone_field()
    id_number = id_number_field()
    township_code = township_field()
    consent = BooleanField(
        "本人同意代为登记",
        description=ON_BEHALF_WORDING,
        validators=[InputRequired("没有本人同意不能代为登记。")],
    )

    def facts(self) -> OnBehalfFacts:
        """Return the person to be registered."""
        return OnBehalfFacts(
            name=self.name.data,
            phone=self.phone.data,
            id_number=self.id_number.data or "",
            township_code=self.township_code.data,
        )


class TakeInForm(OfTownshipForm):
    """Staff take in a person who registered by themselves and named no township."""

    name = name_field(most=NAME_LENGTH)
    phone = phone_field()
    township_code = township_field()
    paper = RadioField(
        "当面看了什么证件",
        choices=Paper.choices(Paper.ID_CARD, Paper.HOUSEHOLD, Paper.DISCHARGE),
        validators=[InputRequired("请选看了什么证件。")],
    )

    def facts(self) -> TakeInFacts:
        """Return the person and the township."""
        return TakeInFacts(self.name.data, self.phone.data, self.township_code.data)

    def proof(self, clerk: Account) -> Proof:
        """Return how the person was known."""
        return Proof(Paper(self.paper.data), "", clerk.id)
